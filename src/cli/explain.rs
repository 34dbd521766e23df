//! `escargo explain FILE:LINE[:COL]`: everything known of the sites there. The file is analysed with the package that it
//! belongs to: the other files of its folder.

use std::path::Path;

use escargo::report::explain::{self, At};
use escargo::source::{FileId, FileSet};

use super::Outcome;
use super::args::ExplainArgs;
use super::output::{err, out};
use super::session::{Request, Session};

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
        ..Request::default()
    };
    let session = match Session::start(&request) {
        Ok(session) => session,
        Err(outcome) => return outcome,
    };
    if session.report_errors(false) {
        return Outcome::Failed;
    }
    match explanation(&session, place) {
        Some(text) => {
            out(&text);
            Outcome::Done
        }
        None => {
            err(&format!(
                "escargo: {}: nothing is allocated there\n",
                args.place
            ));
            Outcome::Failed
        }
    }
}

fn explanation(session: &Session, place: Place<'_>) -> Option<String> {
    let file = find_file(&session.analysis.files, place.file)?;
    let at = At {
        file,
        line: place.line,
        column: place.column,
    };
    let text: String = session
        .views()
        .map(|view| explain::explain(&view, &session.paths, at))
        .collect();
    (!text.is_empty()).then_some(text)
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
