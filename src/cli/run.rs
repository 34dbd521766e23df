//! `escargo run`: executes a program with every object where its placement put it.

use super::Outcome;
use super::args::RunArgs;
use super::output::err;
use super::session::{Request, Session};

pub fn run(args: RunArgs) -> Outcome {
    let session = match Session::start(&Request::from(&args.input)) {
        Ok(session) => session,
        Err(outcome) => return outcome,
    };
    if session.report_errors(args.input.all_errors) {
        return Outcome::Failed;
    }
    err("escargo: run is not supported yet\n");
    Outcome::Failed
}
