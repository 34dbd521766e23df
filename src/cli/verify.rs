//! `escargo verify`: `// ERROR "regexp"` comments, checked against what `build` prints.

use std::path::{Path, PathBuf};

use escargo::errorcheck::{self, Difference};
use escargo::report::errors::error_lines;
use escargo::report::go_text::{GoText, Level};
use escargo::report::paths::Paths;
use escargo::{Analysis, Analyzer, Input, Options};

use super::Outcome;
use super::args::VerifyArgs;
use super::output::{err, out};
use super::session::{reason, release};

pub fn run(args: VerifyArgs) -> Outcome {
    let release = match release(args.go.as_deref()) {
        Ok(release) => release,
        Err(outcome) => return outcome,
    };
    let analyzer = Analyzer::new(Options {
        release,
        goroot: args.goroot,
        explain: true,
        ..Options::default()
    });
    let mut failed = false;
    for path in &args.paths {
        match go_files(path) {
            Ok(files) => {
                for file in files {
                    failed |= !verify(&analyzer, &file);
                }
            }
            Err(message) => {
                err(&format!("escargo: {message}\n"));
                failed = true;
            }
        }
    }
    match failed {
        true => Outcome::Failed,
        false => Outcome::Done,
    }
}

/// The file itself, or the .go files of a folder, sorted by name.
fn go_files(path: &Path) -> Result<Vec<PathBuf>, String> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let with_path = |error: std::io::Error| format!("{}: {}", path.display(), reason(&error));
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).map_err(with_path)? {
        let entry = entry.map_err(with_path)?.path();
        if entry.extension().is_some_and(|extension| extension == "go") {
            files.push(entry);
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(format!("no Go files in {}", path.display()));
    }
    Ok(files)
}

/// Prints what differs. Says whether nothing does.
fn verify(analyzer: &Analyzer, file: &Path) -> bool {
    let name = file
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let name = name.unwrap_or_default();
    let source = match std::fs::read(file) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) => {
            err(&format!(
                "escargo: {}: {}\n",
                file.display(),
                reason(&error)
            ));
            return false;
        }
    };
    let expectations = match errorcheck::expectations(&name, &source) {
        Ok(expectations) => expectations,
        Err(error) => {
            err(&format!("escargo: {}: {error}\n", file.display()));
            return false;
        }
    };
    let flags = errorcheck::flags(&source).unwrap_or_else(|| vec!["-m".to_owned()]);
    let analysis = analyzer.analyze(&Input::Memory(vec![(name.clone(), source)]));
    let output = output(&analysis, &flags);
    let printed = errorcheck::printed(&name, &output);
    let differences = errorcheck::compare(&expectations, &printed);
    for difference in &differences {
        let file = file.display();
        match difference {
            Difference::Missing { line, pattern } => {
                out(&format!("{file}:{line}: missing: {pattern}\n"));
            }
            Difference::Unexpected(message) => {
                out(&format!(
                    "{file}:{}: unexpected: {}\n",
                    message.line, message.text
                ));
            }
        }
    }
    differences.is_empty()
}

/// The compiler's output for a file: errors, or messages at the level of the flags.
fn output(analysis: &Analysis, flags: &[String]) -> String {
    let paths = Paths::default();
    let mut text = error_lines(&analysis.files, &analysis.diagnostics, &paths, None);
    let level = level(flags);
    for package in &analysis.packages {
        text.push_str(&error_lines(
            &analysis.files,
            &package.diagnostics,
            &paths,
            None,
        ));
        if let (Some(level), Some(view)) = (level, analysis.view(package)) {
            let messages = GoText {
                view,
                level,
                paths: &paths,
            };
            text.push_str(&messages.lines());
        }
    }
    text
}

fn level(flags: &[String]) -> Option<Level> {
    let count = flags.iter().filter(|flag| *flag == "-m").count();
    match flags.iter().any(|flag| flag == "-m=2") || count > 1 {
        true => Some(Level::Explanations),
        false => (count == 1).then_some(Level::Decisions),
    }
}
