//! No rule of the analysis is untested: with one edge-adding rule switched off at a time, some executed program must be caught,
//! by a broken invariant or by printing something else than Go prints.
//!
//! The programs are those of `tests/executed.rs`. Rules that only add flows which another rule adds too, for every program that can be
//! executed, are listed with the reason.

use std::path::{Path, PathBuf};

use escargo::escape::rules::EdgeRule;
use escargo::interp::{self, RunOptions};
use escargo::{Analyzer, Input, Keep, Options};

/// Rules that no execution can show, and why.
const INVISIBLE: &[(EdgeRule, &str)] = &[
    (EdgeRule::Send, "channels are not executed yet"),
    (EdgeRule::UnsafePointer, "unsafe pointers are not executed"),
    (EdgeRule::UnsafeData, "unsafe pointers are not executed"),
    (
        EdgeRule::Placement,
        "an object that is too large for the stack works there all the same",
    ),
];

#[test]
fn every_rule_is_needed() {
    let programs = programs();
    let mut unseen = Vec::new();
    for rule in EdgeRule::ALL {
        if INVISIBLE.iter().any(|(invisible, _)| *invisible == rule) {
            continue;
        }
        if !programs.iter().any(|program| is_caught(program, rule)) {
            unseen.push(rule);
        }
    }
    assert!(
        unseen.is_empty(),
        "no program shows what is wrong without {unseen:?}"
    );
}

/// A program and what Go prints on standard output.
struct Program {
    name: String,
    text: String,
    stdout: String,
}

fn programs() -> Vec<Program> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/run");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder of programs")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "go"))
        .collect();
    // The programs about escapes first: they catch most rules.
    paths.sort_by_key(|path| {
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        (!name.starts_with("escape"), name)
    });
    paths.iter().map(|path| program(path)).collect()
}

fn program(path: &Path) -> Program {
    let recorded = std::fs::read_to_string(path.with_extension("out")).expect("recorded output");
    let lines = recorded.lines().filter_map(|line| line.strip_prefix("1| "));
    Program {
        name: path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        text: std::fs::read_to_string(path).expect("a program"),
        stdout: lines.collect::<Vec<_>>().join("\n"),
    }
}

/// Whether an execution of the program shows that the rule is missing.
fn is_caught(program: &Program, rule: EdgeRule) -> bool {
    let options = Options {
        release: "1.24".parse().ok(),
        goroot: Some(PathBuf::new()),
        keep: Keep::Program,
        disabled: Some(rule),
        ..Options::default()
    };
    let input = Input::Memory(vec![(program.name.clone(), program.text.clone())]);
    let analysis = Analyzer::new(options).analyze(&input);
    let errors = analysis.packages.iter().flat_map(|p| &p.diagnostics);
    let errors: Vec<_> = errors.chain(&analysis.diagnostics).collect();
    assert!(!analysis.has_errors(), "{}: {errors:?}", program.name);
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let outcome = interp::run(
        &analysis,
        RunOptions {
            stdout: &mut stdout,
            stderr: &mut stderr,
            max_steps: Some(5_000_000),
        },
    );
    let printed = String::from_utf8_lossy(&stdout);
    outcome.failure.is_some()
        || printed.trim_end_matches('\n') != program.stdout.trim_end_matches('\n')
}
