//! `escargo baseline write|diff`: what is on the heap, kept in a file and compared with it.

use std::path::Path;

use escargo::inline::Inlining;
use escargo::report::baseline::{self, Baseline};

use super::Outcome;
use super::args::{BaselineAction, BaselineArgs, BaselineFileArgs};
use super::files;
use super::output::{err, out};
use super::session::{Request, Session, inlining, reason};

pub fn run(args: BaselineArgs) -> Outcome {
    let outcome = match args.action {
        BaselineAction::Write(args) => write(&args),
        BaselineAction::Diff(args) => diff(&args),
    };
    outcome.unwrap_or_else(|outcome| outcome)
}

fn request(args: &BaselineFileArgs) -> Request {
    Request {
        inlining: inlining(args.inline),
        ..Request::from(&args.input)
    }
}

fn write(args: &BaselineFileArgs) -> Result<Outcome, Outcome> {
    let file = args.file.as_path();
    let text = current(&request(args))?.print();
    if file.as_os_str() == "-" {
        out(&text);
        return Ok(Outcome::Done);
    }
    files::write(file, text.as_bytes()).map_err(|error| failed(file, &reason(&error)))?;
    Ok(Outcome::Done)
}

fn diff(args: &BaselineFileArgs) -> Result<Outcome, Outcome> {
    let file = args.file.as_path();
    super::session::enter(args.input.chdir.as_ref())?;
    let text = std::fs::read_to_string(file).map_err(|error| failed(file, &reason(&error)))?;
    let kept = Baseline::parse(&text).map_err(|error| failed(file, &error.to_string()))?;
    let request = Request {
        chdir: None,
        // The file says how it was made.
        inlining: inlining(args.inline || kept.inlined),
        ..request(args)
    };
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
    let inlined = request.inlining != Inlining::Off;
    let paths = &session.paths;
    Ok(baseline::of_analysis(&session.analysis, inlined, paths))
}

fn failed(file: &Path, why: &str) -> Outcome {
    err(&format!("escargo: {}: {why}\n", file.display()));
    Outcome::Failed
}
