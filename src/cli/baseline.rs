//! `escargo baseline write|diff`: what is on the heap, kept in a file and compared with it.

use std::path::Path;

use escargo::report::baseline::{self, Baseline};

use super::Outcome;
use super::args::{BaselineAction, BaselineArgs, InputArgs};
use super::files;
use super::output::{err, out};
use super::session::{Request, Session, reason};

pub fn run(args: BaselineArgs) -> Outcome {
    let outcome = match args.action {
        BaselineAction::Write(args) => write(&args.file, &args.input),
        BaselineAction::Diff(args) => diff(&args.file, &args.input),
    };
    outcome.unwrap_or_else(|outcome| outcome)
}

fn write(file: &Path, input: &InputArgs) -> Result<Outcome, Outcome> {
    let text = current(&Request::from(input))?.print();
    if file.as_os_str() == "-" {
        out(&text);
        return Ok(Outcome::Done);
    }
    files::write(file, text.as_bytes()).map_err(|error| failed(file, &reason(&error)))?;
    Ok(Outcome::Done)
}

fn diff(file: &Path, input: &InputArgs) -> Result<Outcome, Outcome> {
    super::session::enter(input.chdir.as_ref())?;
    let request = Request {
        chdir: None,
        ..Request::from(input)
    };
    let text = std::fs::read_to_string(file).map_err(|error| failed(file, &reason(&error)))?;
    let kept = Baseline::parse(&text).map_err(|error| failed(file, &error.to_string()))?;
    let now = current(&request)?;
    if let (Some(then), Some(now)) = (kept.release, now.release)
        && then != now
    {
        err(&format!(
            "escargo: {} was written by the rules of Go {then}, this is Go {now}\n",
            file.display()
        ));
    }
    Ok(report(&kept, &now))
}

/// Prints what differs. New placements are failures.
pub fn report(older: &Baseline, newer: &Baseline) -> Outcome {
    let difference = older.compare(newer);
    out(&difference.print());
    match difference.new.is_empty() {
        true => Outcome::Done,
        false => Outcome::Failed,
    }
}

/// The placements of what a request names. A package with errors would be a wrong answer: none is given.
pub fn current(request: &Request) -> Result<Baseline, Outcome> {
    let session = Session::start(request)?;
    if session.report_errors(false) {
        return Err(Outcome::Failed);
    }
    Ok(baseline::of_analysis(&session.analysis, &session.paths))
}

fn failed(file: &Path, why: &str) -> Outcome {
    err(&format!("escargo: {}: {why}\n", file.display()));
    Outcome::Failed
}
