//! `escargo gate`: what comments promise, against what is decided. Exit code 1 if a promise is broken or a comment is faulty.

use codespan_reporting::term::termcolor::StandardStream;
use escargo::report::gate;
use escargo::{Keep, gate as library};

use super::Outcome;
use super::args::GateArgs;
use super::check::color_choice;
use super::session::{Request, Session, inlining};

pub fn run(args: GateArgs) -> Outcome {
    let request = Request {
        keep: Keep::ForGate,
        inlining: inlining(args.inline),
        ..Request::from(&args.input)
    };
    let session = match Session::start(&request) {
        Ok(session) => session,
        Err(outcome) => return outcome,
    };
    let failed = session.report_errors(args.input.all_errors);
    let judgement = library::judge(&session.analysis);
    let mut out = StandardStream::stdout(color_choice(args.color));
    // Writing fails only if the reader is gone.
    let _ = gate::write(&session.analysis, &judgement, &session.paths, &mut out);
    match failed || !judgement.is_clean() {
        true => Outcome::Failed,
        false => Outcome::Done,
    }
}
