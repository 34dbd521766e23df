//! The dependency direction of the stages, read off their `use` lines:
//!
//! `grammar` ← `source` ← `check`; `types` and `ir` know no syntax but names and operators; `lower` alone sees tree and IR;
//! `escape` knows no output format; `report` alone knows formats; the command line uses the public library only.

use std::path::{Path, PathBuf};

/// For each folder (or file) of `src`, what of this crate it must not name.
const FORBIDDEN: &[(&str, &[&str])] = &[
    (
        "source",
        &[
            "types",
            "check",
            "ir",
            "lower",
            "callgraph",
            "escape",
            "placement",
            "interp",
            "report",
            "facts",
        ],
    ),
    (
        "types",
        &[
            "check",
            "ir",
            "lower",
            "callgraph",
            "escape",
            "placement",
            "interp",
            "report",
            "facts",
        ],
    ),
    (
        "check",
        &[
            "ir",
            "lower",
            "callgraph",
            "escape",
            "placement",
            "interp",
            "report",
        ],
    ),
    (
        "ir",
        &[
            "check",
            "lower",
            "callgraph",
            "escape",
            "placement",
            "interp",
            "report",
            "facts",
        ],
    ),
    (
        "lower",
        &["callgraph", "escape", "placement", "interp", "report"],
    ),
    (
        "callgraph",
        &["check", "lower", "escape", "placement", "interp", "report"],
    ),
    (
        "inline",
        &["check", "lower", "escape", "placement", "interp", "report"],
    ),
    (
        "escape",
        &["check", "lower", "placement", "interp", "report"],
    ),
    ("placement", &["check", "lower", "interp", "report"]),
    ("gate", &["lower", "interp", "report"]),
    ("interp", &["check", "lower", "report"]),
    ("hints", &["lower", "interp", "report", "cli"]),
    // Results of executions are reported too.
    ("report", &["check", "lower", "cli"]),
];

/// The folders that may use no syntax but names, operators and channel directions.
const WITHOUT_SYNTAX: &[&str] = &[
    "types",
    "ir",
    "callgraph",
    "inline",
    "escape",
    "placement",
    "report",
];
const SHARED_SYNTAX: &[&str] = &[
    "Symbol",
    "BinaryOp",
    "UnaryOp",
    "ChanDir",
    "LitKind",
    "ast",
    "literal",
    "NumberParts",
    "self",
];

#[test]
fn stages_only_look_back() {
    let mut breaches = Vec::new();
    for (folder, forbidden) in FORBIDDEN {
        for file in rust_files(&source_folder().join(folder)) {
            for line in use_lines(&file) {
                let named = forbidden
                    .iter()
                    .find(|stage| line.starts_with(&format!("use crate::{stage}")));
                if let Some(stage) = named {
                    breaches.push(format!("{} uses {stage}: {line}", file.display()));
                }
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn types_and_ir_know_no_syntax() {
    let mut breaches = Vec::new();
    for folder in WITHOUT_SYNTAX {
        for file in rust_files(&source_folder().join(folder)) {
            for line in use_lines(&file) {
                let Some(rest) = line.strip_prefix("use escargo_grammar::") else {
                    continue;
                };
                let words = rest.split(|c: char| !c.is_alphanumeric() && c != '_');
                let foreign = words
                    .filter(|word| !word.is_empty())
                    .find(|word| !SHARED_SYNTAX.contains(word));
                if let Some(word) = foreign {
                    breaches.push(format!("{} uses {word}: {line}", file.display()));
                }
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn the_command_line_uses_the_public_library_only() {
    for file in rust_files(&source_folder().join("cli")) {
        for line in use_lines(&file) {
            assert!(
                !line.starts_with("use crate::"),
                "{}: {line}",
                file.display()
            );
        }
    }
}

#[test]
fn only_reports_and_the_command_line_print() {
    let mut breaches = Vec::new();
    for file in rust_files(&source_folder()) {
        if file.starts_with(source_folder().join("cli")) {
            continue;
        }
        let text = std::fs::read_to_string(&file).expect("a source file");
        for macro_name in [
            "println!",
            "eprintln!",
            "print!(",
            "eprint!(",
            "process::exit",
        ] {
            let used = text.lines().any(|line| {
                let code = line.trim_start();
                !code.starts_with("//") && code.contains(macro_name)
            });
            if used {
                breaches.push(format!("{} uses {macro_name}", file.display()));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

fn source_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The .rs files of a folder and of those in it, sorted; none if there is no such folder yet.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let Ok(entries) = std::fs::read_dir(folder) else {
        return files;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The `use` declarations of a file, each on one line; those of its test module are left out.
fn use_lines(file: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(file).expect("a source file");
    let code = text
        .split("#[cfg(test)]\nmod tests")
        .next()
        .unwrap_or_default();
    let mut lines = Vec::new();
    let mut open: Option<String> = None;
    for line in code.lines().map(str::trim) {
        let line = line.strip_prefix("pub ").unwrap_or(line);
        if let Some(current) = &mut open {
            current.push_str(line);
        } else if line.starts_with("use ") {
            open = Some(line.to_owned());
        }
        if open.as_ref().is_some_and(|current| current.ends_with(';')) {
            lines.extend(open.take());
        }
    }
    lines
}
