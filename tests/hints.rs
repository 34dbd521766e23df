//! Hints on small programs: `tests/golden/hints/*.go`.
//!
//! The first line of a program says by which release it is analysed and which remedy it needs (`none`: it must get no hint at all).
//! Every hint that is given, wanted or not, is applied to the text; the new program is analysed from scratch, must have no errors and
//! fewer objects on the heap, and must do the same: both programs are executed and print the same (those with channels and goroutines
//! the interpreter does not execute).

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use escargo::hints::{Budget, Hint, Hinter, Remedy};
use escargo::interp::{self, Failure, RunOptions};
use escargo::release::Release;
use escargo::source::edit;
use escargo::{Analysis, Analyzer, Input, Keep, Options};

/// A program and what is expected of it.
struct Program {
    name: String,
    source: String,
    release: Release,
    wanted: String,
}

fn programs() -> Vec<Program> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/hints");
    let entries = fs::read_dir(folder).expect("the folder of programs");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    let programs = paths.iter().map(|path| {
        let source = fs::read_to_string(path).expect("a program");
        let head = source.lines().next().expect("a first line");
        let (go, wanted) = head
            .strip_prefix("// go ")
            .and_then(|rest| rest.split_once("; hint: "))
            .expect("// go RELEASE; hint: REMEDY");
        Program {
            name: path
                .file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned(),
            release: go.parse().expect("a release"),
            wanted: wanted.to_owned(),
            source: source.clone(),
        }
    });
    programs.collect()
}

fn analyze(source: &str, release: Release) -> Analysis {
    let options = Options {
        release: Some(release),
        goroot: Some(PathBuf::new()),
        keep: Keep::Program,
        ..Options::default()
    };
    let files = vec![("p.go".to_owned(), source.to_owned())];
    Analyzer::new(options).analyze(&Input::Memory(files))
}

fn hints(analysis: &Analysis) -> Vec<Hint> {
    let mut found = Vec::new();
    for package in analysis.packages.iter().filter(|package| package.named) {
        let result = package.result.as_ref().expect("a package without errors");
        let hinter = Hinter::new(analysis, package).expect("a package without errors");
        for (func, placements) in result.placements.funcs.iter() {
            for site in result.ir.funcs[func].sites.keys() {
                use escargo::placement::Decision;
                if let Decision::Heap { .. } | Decision::StackBuffer { .. } =
                    placements.sites[site].decision
                {
                    found.extend(hinter.hint(func, site, &mut Budget::lines(u64::MAX)));
                }
            }
        }
    }
    found
}

fn remedy_name(remedy: &Remedy) -> &'static str {
    match remedy {
        Remedy::ReturnValue { .. } => "return value",
        Remedy::HoldValue { .. } => "hold value",
        Remedy::PassBuffer { .. } => "pass buffer",
        Remedy::ConstantSize { .. } => "constant size",
        Remedy::DeclareVariable { .. } => "declare variable",
        Remedy::CopyBeforeCapture { .. } => "copy before capture",
        Remedy::TypeParameter { .. } => "type parameter",
        Remedy::WithoutInterface { .. } => "without interface",
        Remedy::WriteString { .. } => "write string",
        Remedy::DeclareOutside { .. } => "declare outside",
    }
}

fn errors(analysis: &Analysis) -> Vec<String> {
    let packages = analysis.packages.iter();
    let found = packages.flat_map(|package| &package.diagnostics);
    let found = analysis.diagnostics.iter().chain(found);
    found.map(|diagnostic| diagnostic.message.clone()).collect()
}

/// Objects that are on the heap, or may be.
fn heap_objects(analysis: &Analysis) -> usize {
    use escargo::placement::Decision;
    let packages = analysis.packages.iter().filter(|package| package.named);
    let results = packages.filter_map(|package| package.result.as_ref());
    let mut count = 0;
    for result in results {
        for (func, placements) in result.placements.funcs.iter() {
            for site in result.ir.funcs[func].sites.keys() {
                count += usize::from(matches!(
                    placements.sites[site].decision,
                    Decision::Heap { .. } | Decision::StackBuffer { .. }
                ));
            }
        }
    }
    count
}

/// What a program prints and how it ends; none if it does something that the interpreter does not.
fn output(analysis: &Analysis) -> Option<String> {
    let mut out = Vec::new();
    let mut err = Vec::new();
    let options = RunOptions {
        stdout: &mut out,
        stderr: &mut err,
        max_steps: Some(1_000_000),
    };
    let outcome = interp::run(analysis, options);
    let failure = match outcome.failure {
        None => String::new(),
        Some(Failure::Unsupported { .. }) => return None,
        Some(other) => format!("{other:?}"),
    };
    Some(format!(
        "{:?} {failure}\n{}\n{}",
        outcome.code,
        String::from_utf8_lossy(&out),
        String::from_utf8_lossy(&err)
    ))
}

/// Applies a hint. Gives what is wrong with it.
fn check(program: &Program, before: &Analysis, hint: &Hint) -> Result<(), String> {
    let file = before.files.iter().find(|(_, file)| file.name == "p.go");
    let (id, file) = file.ok_or("no file")?;
    let edited = edit::apply(&file.text, id, &hint.edits).flatten();
    let edited = edited.ok_or("the edits do not fit")?;
    let after = analyze(&edited, program.release);
    let wrong = errors(&after);
    if !wrong.is_empty() {
        return Err(format!("{wrong:?}\n{edited}"));
    }
    if heap_objects(&after) >= heap_objects(before) {
        return Err(format!("as much on the heap\n{edited}"));
    }
    let (Some(old), Some(new)) = (output(before), output(&after)) else {
        return Ok(());
    };
    match old == new {
        true => Ok(()),
        false => Err(format!("prints {new}\nand not {old}\n{edited}")),
    }
}

#[test]
fn hints_are_right() {
    let mut wrong = Vec::new();
    let mut missed = Vec::new();
    let mut by_remedy: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wanted = 0;
    for program in programs() {
        let analysis = analyze(&program.source, program.release);
        assert_eq!(errors(&analysis), [""; 0], "{}", program.name);
        let hints = hints(&analysis);
        for hint in &hints {
            if let Err(what) = check(&program, &analysis, hint) {
                wrong.push(format!("{}: {:?}: {what}", program.name, hint.remedy));
            }
        }
        let names: Vec<&str> = hints.iter().map(|hint| remedy_name(&hint.remedy)).collect();
        if program.wanted == "none" {
            if !names.is_empty() {
                wrong.push(format!("{}: {:?}", program.name, hints[0].remedy));
            }
            continue;
        }
        wanted += 1;
        match names.iter().find(|name| **name == program.wanted) {
            Some(name) => *by_remedy.entry(name).or_default() += 1,
            None => missed.push(format!("{}: has {names:?}", program.name)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(wanted >= 30, "{wanted} programs");
    assert!(
        missed.is_empty(),
        "missed:\n{}\n{by_remedy:?}",
        missed.join("\n")
    );
}
