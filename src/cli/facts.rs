//! `escargo facts`: what is known of packages without their sources, made from an installed Go.

use escargo::Keep;
use escargo::facts::generate;

use super::Outcome;
use super::args::FactsArgs;
use super::output::out;
use super::session::{Request, Session};

pub fn run(args: FactsArgs) -> Outcome {
    let request = Request {
        go: args.go,
        goroot: args.goroot,
        inputs: args.packages,
        keep: Keep::All,
        ..Request::default()
    };
    let session = match Session::start(&request) {
        Ok(session) => session,
        Err(outcome) => return outcome,
    };
    let failed = session.report_errors(false);
    out(&generate::facts(&session.analysis));
    match failed {
        true => Outcome::Failed,
        false => Outcome::Done,
    }
}
