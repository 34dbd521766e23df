//! `escargo ir`: the intermediate representation, before or after promotion to SSA values.

use escargo::ir::print;

use super::Outcome;
use super::args::IrArgs;
use super::output::{err, out};
use super::session::{Request, Session};

pub fn run(args: IrArgs) -> Outcome {
    let session = match Session::start(&Request::from(&args.input)) {
        Ok(session) => session,
        Err(outcome) => return outcome,
    };
    if session.report_errors(args.input.all_errors) {
        return Outcome::Failed;
    }
    let options = print::Options::default();
    let mut printed = false;
    for view in session.views() {
        match &args.func {
            None => {
                printed = true;
                out(&print::package_text(view.world, view.package, options));
            }
            Some(name) => {
                let functions = view.package.funcs.iter();
                for (id, _) in functions.filter(|(_, func)| func.name.as_str() == name) {
                    printed = true;
                    out(&print::function_text(view.world, view.package, id, options));
                }
            }
        }
    }
    if printed {
        return Outcome::Done;
    }
    let name = args.func.as_deref().unwrap_or_default();
    err(&format!("escargo: no function {name}\n"));
    Outcome::Failed
}
