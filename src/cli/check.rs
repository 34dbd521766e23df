//! `escargo check`: the report that a person reads, on standard output.

use std::io::IsTerminal;

use codespan_reporting::term::termcolor::{ColorChoice, StandardStream};
use escargo::report::rich;

use super::Outcome;
use super::args::{ColorWhen, ReportArgs};
use super::session::{Request, Session};

pub fn run(args: ReportArgs) -> Outcome {
    let session = match Session::start(&Request::from(&args.input)) {
        Ok(session) => session,
        Err(outcome) => return outcome,
    };
    let failed = session.report_errors(args.input.all_errors);
    let mut out = StandardStream::stdout(color_choice(args.color));
    for view in session.views() {
        // Writing fails only if the reader is gone.
        if rich::write_package(&view, &session.paths, args.func.as_deref(), &mut out).is_err() {
            break;
        }
    }
    match failed {
        true => Outcome::Failed,
        false => Outcome::Done,
    }
}

/// Whether to colour standard output.
pub fn color_choice(when: ColorWhen) -> ColorChoice {
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    match when {
        ColorWhen::Always => ColorChoice::Always,
        ColorWhen::Never => ColorChoice::Never,
        ColorWhen::Auto if std::io::stdout().is_terminal() && !no_color => ColorChoice::Auto,
        ColorWhen::Auto => ColorChoice::Never,
    }
}
