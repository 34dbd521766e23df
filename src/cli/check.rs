//! `escargo check`: what is on the heap and why, for people and for machines, on standard output.

use std::io::{IsTerminal, Write as _};

use codespan_reporting::term::termcolor::{BufferedStandardStream, ColorChoice};
use escargo::report::finding::Class;
use escargo::report::rich::{Report, Summary};
use escargo::report::{check_json, github, sarif};

use super::Outcome;
use super::args::{ColorWhen, Only, ReportArgs, ReportFormat};
use super::findings::{Found, find};
use super::output::out;
use super::session::{Request, Session};

pub fn run(args: ReportArgs) -> Outcome {
    let request = Request {
        explain: args.findings.only.contains(&Only::Params),
        ..Request::from(&args.input)
    };
    let session = match Session::start(&request) {
        Ok(session) => session,
        Err(outcome) => return outcome,
    };
    let failed = session.report_errors(args.input.all_errors);
    let found = match find(&session, &args.findings) {
        Ok(found) => found,
        Err(outcome) => return outcome,
    };
    let (groups, paths) = (&found.groups, &session.paths);
    match args.format {
        ReportFormat::Text => text(&session, &found, color_choice(args.color)),
        ReportFormat::Json => out(&check_json::document(
            groups,
            paths,
            session.analysis.release,
        )),
        ReportFormat::Sarif => out(&sarif::document(groups, paths)),
        ReportFormat::Github => out(&github::annotations(groups, paths)),
    }
    match failed {
        true => Outcome::Failed,
        false => Outcome::Done,
    }
}

/// Writing fails only if the reader is gone.
fn text(session: &Session, found: &Found<'_>, color: ColorChoice) {
    let mut stream = BufferedStandardStream::stdout(color);
    let report = Report {
        paths: &session.paths,
        groups: &found.groups,
        with_packages: session.views().count() > 1,
    };
    if report.write(&mut stream).is_err() {
        return;
    }
    for view in session.views() {
        let summary = Summary::of(&view);
        if writeln!(stream, "{}: {}", view.path(), summary.text()).is_err() {
            return;
        }
    }
    let _ = stream.flush();
    out(&closing(found));
}

/// What is said if not all that there is was shown or tried.
fn closing(found: &Found<'_>) -> String {
    let mut text = String::new();
    if found.left_out > 0 {
        text.push_str(&format!("{} more findings\n", found.left_out));
    }
    let shown = found.groups.iter().flat_map(|(_, group)| &group.findings);
    let heap: Vec<_> = shown
        .filter(|f| f.class == Class::Heap || f.class == Class::RunTime)
        .collect();
    let hints = heap.iter().filter(|finding| finding.hint.is_some()).count();
    if hints > 0 {
        let (verb, s) = if hints == 1 {
            ("has", "")
        } else {
            ("have", "s")
        };
        text.push_str(&format!(
            "{hints} finding{s} {verb} a change that was checked to help\n"
        ));
    }
    if found.hints_cut {
        text.push_str("changes were looked for at the most costly findings only; --hints=all looks everywhere\n");
    }
    text
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
