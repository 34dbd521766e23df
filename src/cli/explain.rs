//! `escargo explain FILE:LINE[:COL]`: everything known of the sites there. The file is analysed with the package that it
//! belongs to: the other files of its folder.

use std::path::Path;

use codespan_reporting::term::termcolor::{ColorChoice, StandardStream};
use escargo::hints::{Budget, Hinter};
use escargo::report::explain::{At, findings_at};
use escargo::report::finding::FuncFindings;
use escargo::report::rich::Report;
use escargo::source::{FileId, FileSet};

use super::args::ExplainArgs;
use super::findings::add_hint;
use super::output::err;
use super::session::{Request, Session};
use super::{Outcome, check};

/// `FILE:LINE[:COL]`
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Place<'a> {
    file: &'a str,
    line: u32,
    column: Option<u32>,
}

fn parse_place(text: &str) -> Option<Place<'_>> {
    let (rest, last) = text.rsplit_once(':')?;
    let last: u32 = last.parse().ok().filter(|&n| n > 0)?;
    let with_column = rest.rsplit_once(':').and_then(|(file, line)| {
        let line: u32 = line.parse().ok().filter(|&n| n > 0)?;
        Some(Place {
            file,
            line,
            column: Some(last),
        })
    });
    Some(with_column.unwrap_or(Place {
        file: rest,
        line: last,
        column: None,
    }))
}

pub fn run(args: ExplainArgs) -> Outcome {
    let Some(place) = parse_place(&args.place) else {
        err(&format!(
            "escargo: {}: want FILE:LINE or FILE:LINE:COL\n",
            args.place
        ));
        return Outcome::Misused;
    };
    let request = Request {
        chdir: args.chdir,
        tags: args.tags,
        go: args.go,
        goroot: args.goroot,
        inputs: vec![place.file.to_owned()],
        explain: true,
        ..Request::default()
    };
    let session = match Session::start(&request) {
        Ok(session) => session,
        Err(outcome) => return outcome,
    };
    if session.report_errors(false) {
        return Outcome::Failed;
    }
    match write(&session, place, check::color_choice(args.color)) {
        true => Outcome::Done,
        false => {
            err(&format!(
                "escargo: {}: nothing is allocated there\n",
                args.place
            ));
            Outcome::Failed
        }
    }
}

/// Says whether there was anything.
fn write(session: &Session, place: Place<'_>, color: ColorChoice) -> bool {
    let Some(file) = find_file(&session.analysis.files, place.file) else {
        return false;
    };
    let at = At {
        file,
        line: place.line,
        column: place.column,
    };
    let mut groups = Vec::new();
    let mut budget = Budget::lines(u64::MAX);
    for package in session.named() {
        let Some(view) = session.analysis.view(package) else {
            continue;
        };
        let hinter = Hinter::new(&session.analysis, package);
        for mut finding in findings_at(&view, at) {
            add_hint(hinter.as_ref(), &mut finding, &mut budget);
            groups.push((view, FuncFindings::of_one(finding)));
        }
    }
    let report = Report {
        paths: &session.paths,
        groups: &groups,
        with_packages: false,
    };
    // Writing fails only if the reader is gone.
    let _ = report.write_blocks(&mut StandardStream::stdout(color));
    !groups.is_empty()
}

fn find_file(files: &FileSet, name: &str) -> Option<FileId> {
    let same = |a: &Path, b: &Path| match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _missing => a == b,
    };
    let mut files = files.iter();
    files.find_map(|(id, file)| same(Path::new(&file.name), Path::new(name)).then_some(id))
}

#[cfg(test)]
mod tests {
    use super::{Place, parse_place};

    #[test]
    fn places_have_a_line_and_maybe_a_column() {
        let place = |file, line, column| Some(Place { file, line, column });
        assert_eq!(parse_place("a.go:3"), place("a.go", 3, None));
        assert_eq!(parse_place("a.go:3:7"), place("a.go", 3, Some(7)));
        assert_eq!(parse_place("c:a.go:3:7"), place("c:a.go", 3, Some(7)));
        assert_eq!(parse_place("a.go"), None);
        assert_eq!(parse_place("a.go:0"), None);
    }
}
