//! The IR of small programs: `tests/golden/ir/*.go`.
//!
//! A file is a Go program without imports; below it, behind the line `// ir:`, stands the IR of its functions with their
//! outlines, as comments. The list of functions in gc's order comes first. The verifier must find nothing.
//! `ESCARGO_BLESS=1 cargo test --test golden_ir` writes what lowering makes now.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use escargo::check::{CheckOptions, FileInput, NoImports, check_package};
use escargo::ir::print::{self, Options};
use escargo::ir::verify::verify_package;
use escargo::lower::{LowerInput, finish_package, lower_package};
use escargo::release::Release;
use escargo::source::FileSet;
use escargo::types::World;
use escargo_grammar::Symbol;

const BLESS: &str = "ESCARGO_BLESS";
const MARK: &str = "// ir:\n";

#[test]
fn programs() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/ir");
    let mut programs: Vec<PathBuf> = fs::read_dir(&folder)
        .expect("the folder of programs")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "go"))
        .collect();
    programs.sort();
    assert!(!programs.is_empty());
    let mut differing = Vec::new();
    for path in programs {
        let recorded = fs::read_to_string(&path).expect("a program");
        let source = recorded.split(MARK).next().unwrap_or_default();
        let actual = format!("{source}{MARK}{}", lowered(&path, source));
        if actual == recorded {
            continue;
        }
        if std::env::var_os(BLESS).is_some() {
            fs::write(&path, actual).expect("the program is written");
        } else {
            differing.push(format!(
                "{}\n{}",
                path.display(),
                first_difference(&recorded, &actual)
            ));
        }
    }
    assert!(
        differing.is_empty(),
        "{}\n{BLESS}=1 cargo test --test golden_ir accepts the new output",
        differing.join("\n")
    );
}

/// The IR of a program, each line a comment.
fn lowered(path: &Path, source: &str) -> String {
    let world = World::new();
    let mut files = FileSet::default();
    let parsed = escargo_grammar::parse(source);
    assert!(parsed.errors.is_empty(), "{}", path.display());
    let name = path.file_name().expect("a name").to_string_lossy();
    let file = files.add(name, source);
    let input = FileInput {
        file,
        ast: Arc::new(parsed.ast),
        go_minor: 27,
    };
    let package = world.package_id(Symbol::intern("p"));
    let options = CheckOptions {
        has_assembly: true,
        ..CheckOptions::default()
    };
    let (checked, diagnostics) = check_package(&world, &NoImports, package, vec![input], options);
    assert_eq!(diagnostics.list, [], "{}", path.display());
    let (mut ir, diagnostics) = lower_package(&LowerInput {
        world: &world,
        files: &files,
        checked: &checked,
        sources: &NoImports,
        release: Release::NEWEST,
    });
    assert_eq!(diagnostics.list, [], "{}", path.display());
    finish_package(&world, &mut ir, Release::NEWEST);
    assert_eq!(verify_package(&world, &ir), [], "{}", path.display());
    let roots: Vec<&str> = ir
        .roots
        .iter()
        .map(|&root| ir.funcs[root].name.as_str())
        .collect();
    let options = Options {
        positions: false,
        outline: true,
    };
    let text = print::package_text(&world, &ir, options);
    let all = format!("roots: {}\n\n{text}", roots.join(", "));
    all.lines()
        .map(|line| match line.is_empty() {
            true => "//\n".to_owned(),
            false => format!("// {line}\n"),
        })
        .collect()
}

fn first_difference(recorded: &str, actual: &str) -> String {
    let pairs = recorded.lines().zip(actual.lines()).enumerate();
    let mut differing = pairs.filter(|(_, (old, new))| old != new);
    match differing.next() {
        Some((number, (old, new))) => format!("line {}:\n- {old}\n+ {new}", number + 1),
        None => "one is longer than the other".to_owned(),
    }
}
