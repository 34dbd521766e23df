//! Errors as gc prints them: sorted by position, one a line, ten at most.
//!
//! gc counts errors as it finds them and stops at the tenth; only what it has found by then is sorted and printed. Of
//! several syntax errors on a line it keeps the first, and of equal errors that follow each other on a line too.

use std::fmt::Write as _;

use super::paths::Paths;
use crate::diagnostic::{Diagnostic, Severity, expand_places};
use crate::source::{FileSet, Pos};

/// The number of errors after which gc gives up.
pub const LIMIT: usize = 10;

/// The lines for the errors among these diagnostics, in gc's form. `limit`: none for all of them (`-e`).
pub fn error_lines(
    files: &FileSet,
    diagnostics: &[Diagnostic],
    paths: &Paths,
    limit: Option<usize>,
) -> String {
    let mut errors = distinct(files, diagnostics);
    let stopped_at = match limit {
        Some(limit) if errors.len() >= limit => {
            errors.truncate(limit);
            errors.last().map(|error| error.pos)
        }
        _all => None,
    };
    errors.sort_by_key(|error| (error.pos.file, error.pos.offset));
    let mut out = String::new();
    for error in errors {
        push_line(files, paths, error.pos, &error.message, &mut out);
    }
    if let Some(pos) = stopped_at {
        push_line(files, paths, pos, "too many errors", &mut out);
    }
    out
}

/// The lines for what kept packages from being loaded: in the order in which it was found, warnings included, all of it.
pub fn load_lines(diagnostics: &[Diagnostic]) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let _ = writeln!(out, "{}", diagnostic.message);
    }
    out
}

/// The errors that gc counts.
fn distinct<'a>(files: &FileSet, diagnostics: &'a [Diagnostic]) -> Vec<&'a Diagnostic> {
    let mut errors: Vec<&Diagnostic> = Vec::new();
    let mut last_syntax = None;
    let mut last_other: Option<(_, &str)> = None;
    for error in diagnostics {
        if error.severity != Severity::Error {
            continue;
        }
        let line = line_of(files, error.pos);
        if error.message.starts_with("syntax error") {
            if line.is_some() && last_syntax == line {
                continue;
            }
            last_syntax = line;
        } else {
            let this = (line, error.message.as_str());
            if last_other == Some(this) {
                continue;
            }
            last_other = Some(this);
        }
        errors.push(error);
    }
    errors
}

fn line_of(files: &FileSet, pos: Pos) -> Option<(crate::source::FileId, u32)> {
    let file = files.get(pos.file)?;
    Some((pos.file, file.line_column(pos.offset).0))
}

fn push_line(files: &FileSet, paths: &Paths, pos: Pos, message: &str, out: &mut String) {
    if let Some(position) = paths.position(files, pos) {
        let _ = write!(out, "{position}: ");
    }
    let message = expand_places(message, |pos| {
        let position = paths.position(files, pos);
        position.map_or_else(String::new, |position| position.to_string())
    });
    let _ = writeln!(out, "{message}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(pos: Pos, message: &str) -> Diagnostic {
        Diagnostic {
            severity: Severity::Error,
            pos,
            message: message.to_owned(),
        }
    }

    #[test]
    fn errors_are_sorted_and_the_tenth_is_the_last() {
        let mut files = FileSet::default();
        let file = files.add("a.go", "package a\n".repeat(20));
        let mut errors: Vec<Diagnostic> = (0..12)
            .map(|n| error(Pos::new(file, n * 10), &format!("error {n}")))
            .collect();
        errors.swap(0, 1);
        let text = error_lines(&files, &errors, &Paths::default(), Some(LIMIT));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 11);
        assert_eq!(lines[0], "./a.go:1:1: error 0");
        assert_eq!(lines[10], "./a.go:10:1: too many errors");
        let all = error_lines(&files, &errors, &Paths::default(), None);
        assert_eq!(all.lines().count(), 12);
    }

    #[test]
    fn one_syntax_error_a_line() {
        let mut files = FileSet::default();
        let file = files.add("a.go", "package a\n");
        let errors = [
            error(Pos::new(file, 0), "syntax error: one"),
            error(Pos::new(file, 3), "syntax error: two"),
        ];
        let text = error_lines(&files, &errors, &Paths::default(), Some(LIMIT));
        assert_eq!(text, "./a.go:1:1: syntax error: one\n");
    }
}
