//! `escargo run`: executes a program with every object where its placement put it.

use std::io::{LineWriter, stderr, stdout};

use escargo::Keep;
use escargo::inline::Inlining;
use escargo::interp::{self, RunOptions};
use escargo::report::execution;

use super::Outcome;
use super::args::RunArgs;
use super::output::err;
use super::session::{Request, Session};

/// The exit code of a run that was given up: none that Go programs use by themselves.
const GIVEN_UP: u8 = 125;

pub fn run(args: RunArgs) -> Outcome {
    let request = Request {
        keep: Keep::Program,
        inlining: match args.inline {
            true => Inlining::Program,
            false => Inlining::Off,
        },
        ..Request::from(&args.input)
    };
    let session = match Session::start(&request) {
        Ok(session) => session,
        Err(outcome) => return outcome,
    };
    if session.report_errors(args.input.all_errors) {
        return Outcome::Failed;
    }
    let options = RunOptions {
        stdout: &mut LineWriter::new(stdout().lock()),
        stderr: &mut stderr().lock(),
        max_steps: None,
    };
    let outcome = interp::run(&session.analysis, options);
    if args.memstats {
        err(&execution::memstats(
            &session.analysis,
            &session.paths,
            &outcome.stats,
        ));
    }
    if let Some(failure) = &outcome.failure {
        err(&execution::failure(
            &session.analysis,
            &session.paths,
            failure,
        ));
    }
    match outcome.code {
        Some(code) => Outcome::Exited((code & 0xff) as u8),
        None => Outcome::Exited(GIVEN_UP),
    }
}
