//! `escargo tokens`, `escargo ast`: the stages before types.

use std::path::Path;

use escargo::diagnostic::{Diagnostic, Severity};
use escargo::report::errors::{LIMIT, error_lines};
use escargo::source::{FileId, FileSet, Pos};
use escargo_grammar::SyntaxError;

use super::Outcome;
use super::args::SyntaxArgs;
use super::output::{err, out};
use super::session::{current_paths, enter, reason};

/// Prints one token a line: position, token. Semicolons say whether they were written.
pub fn tokens(args: SyntaxArgs) -> Outcome {
    if args.func.is_some() {
        err("escargo: tokens are not told apart by function\n");
        return Outcome::Misused;
    }
    each_file(&args, |files, file, text| {
        let lexed = escargo_grammar::lex(text);
        let mut table = String::new();
        for (start, token, _) in lexed.tokens {
            let (line, column) = files
                .get(file)
                .map_or((0, 0), |file| file.line_column(start));
            table.push_str(&format!("{line}:{column}\t{token}\n"));
        }
        out(&table);
        lexed.errors
    })
}

/// Prints the tree, one node a line.
pub fn ast(args: SyntaxArgs) -> Outcome {
    let func = args.func.clone();
    each_file(&args, |_, _, text| {
        let parsed = escargo_grammar::parse(text);
        out(&escargo_grammar::dump(&parsed.ast, text, func.as_deref()));
        parsed.errors
    })
}

/// Reads the files and prints what `stage` finds wrong with them.
fn each_file(
    args: &SyntaxArgs,
    mut stage: impl FnMut(&FileSet, FileId, &str) -> Vec<SyntaxError>,
) -> Outcome {
    if let Err(outcome) = enter(args.chdir.as_ref()) {
        return outcome;
    }
    let mut files = FileSet::default();
    let mut diagnostics = Vec::new();
    let mut failed = false;
    for path in &args.files {
        match read(path) {
            Ok(text) => {
                let file = files.add(path.to_string_lossy(), text.as_str());
                let errors = stage(&files, file, &text);
                diagnostics.extend(errors.into_iter().map(|error| Diagnostic {
                    severity: Severity::Error,
                    pos: Pos::new(file, error.offset),
                    message: error.message,
                }));
            }
            Err(message) => {
                err(&format!("escargo: {message}\n"));
                failed = true;
            }
        }
    }
    let limit = (!args.all_errors).then_some(LIMIT);
    let lines = error_lines(&files, &diagnostics, &current_paths(), limit);
    err(&lines);
    match failed || !lines.is_empty() {
        true => Outcome::Failed,
        false => Outcome::Done,
    }
}

fn read(path: &Path) -> Result<String, String> {
    let name = path.display();
    let bytes = std::fs::read(path).map_err(|error| format!("{name}: {}", reason(&error)))?;
    String::from_utf8(bytes).map_err(|_| format!("{name}: invalid UTF-8 encoding"))
}
