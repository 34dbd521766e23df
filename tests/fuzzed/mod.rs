//! What the fuzz targets (`fuzz/`) and their bounded runs in `cargo test` call: one function for each stage that takes what nobody has
//! checked. None of them may panic, whatever it is given.

// Each of those that include this uses a part of it.
#![allow(dead_code)]

#[path = "../../src/cli/args.rs"]
mod args;
#[path = "../../src/cli/argv.rs"]
mod argv;
#[path = "../../src/cli/gcflags.rs"]
mod gcflags;

use std::ffi::OsString;
use std::sync::Arc;

use clap::Parser;
use escargo::check::{CheckOptions, CheckedPackage, FileInput, NoImports, check_package};
use escargo::escape::{EscapeOptions, NoSummaries, analyze_package};
use escargo::facts::{Facts, declare_leaks};
use escargo::ir::ssa::promote;
use escargo::ir::verify::verify_package;
use escargo::lower::{LowerInput, finish_package, lower_package};
use escargo::placement::place_package;
use escargo::release::Release;
use escargo::report::go_text::{GoText, Level};
use escargo::report::paths::Paths;
use escargo::report::view::PackageView;
use escargo::source::FileSet;
use escargo::source::load::constraint;
use escargo::source::load::modfile::ModFile;
use escargo::source::load::resolve::Fallback;
use escargo::types::World;
use escargo_grammar::Symbol;

/// Tokens: they lie in the text, one behind the other.
pub fn tokens(text: &str) {
    let mut end = 0;
    for (start, _, stop) in escargo_grammar::lex(text).tokens {
        assert!(end <= start && start <= stop && stop as usize <= text.len());
        end = start;
    }
}

/// The tree, and its printer.
pub fn parse(text: &str) {
    let parsed = escargo_grammar::parse(text);
    std::hint::black_box(escargo_grammar::dump(&parsed.ast, text, None));
    std::hint::black_box(escargo_grammar::parse_imports(text));
}

/// Types, of broken trees too.
pub fn check(text: &str) {
    let world = World::new();
    let mut files = FileSet::default();
    std::hint::black_box(checked(&world, &mut files, text, CheckOptions::default()));
}

/// `go.mod`, `//go:build` and the head of a file.
pub fn load(text: &str) {
    let _ = std::hint::black_box(ModFile::parse("go.mod", text));
    for line in text.lines() {
        let _ = std::hint::black_box(constraint::parse(line));
    }
    std::hint::black_box(constraint::head(text));
}

/// A facts file, and the packages in it.
pub fn facts(text: &str) {
    let facts = Facts::of_text(text.to_owned());
    let world = World::new();
    let mut files = FileSet::default();
    for path in facts.paths() {
        for (_, text) in facts.files(path).into_iter().flatten() {
            let options = CheckOptions {
                lenient: true,
                has_assembly: true,
            };
            let (package, _) = checked(&world, &mut files, &text, options);
            declare_leaks(&world, &package);
        }
    }
}

/// A command line: arguments are separated by newlines.
pub fn arguments(text: &str) {
    let words = ["escargo"].into_iter().chain(text.split('\n'));
    let words = argv::with_long_flags(words.map(OsString::from));
    let _ = std::hint::black_box(args::Cli::try_parse_from(words).map(|_| ()));
    let values: Vec<String> = text.split('\n').map(str::to_owned).collect();
    if let Ok(flags) = gcflags::GcFlags::parse(&values) {
        std::hint::black_box(flags.of("p", true));
    }
}

/// What came of all stages.
pub enum Outcome {
    /// It is no valid Go.
    Rejected,
    /// It went through all of them.
    Accepted,
    /// A rule of the verifier is broken.
    Wrong(String),
}

/// All stages, on one thread.
pub fn stages(text: &str) -> Outcome {
    let release = Release::NEWEST;
    let world = World::new();
    let mut files = FileSet::default();
    let (checked, is_valid) = checked(&world, &mut files, text, CheckOptions::default());
    if !is_valid {
        return Outcome::Rejected;
    }
    let (mut ir, errors) = lower_package(&LowerInput {
        world: &world,
        files: &files,
        checked: &checked,
        sources: &NoImports,
        release,
    });
    if errors.has_errors() {
        return Outcome::Rejected;
    }
    finish_package(&world, &mut ir, release);
    if let Some(problem) = verify_package(&world, &ir).first() {
        return Outcome::Wrong(problem.to_string());
    }
    for func in ir.funcs.keys() {
        std::hint::black_box(promote(&ir, func));
    }
    let options = EscapeOptions {
        explain: true,
        ..EscapeOptions::of(release)
    };
    let facts = analyze_package(&world, &mut ir, &NoSummaries, &options);
    let placements = place_package(&world, &ir, &facts, release);
    let view = PackageView {
        examined: None,
        source: None,
        retained: None,
        files: &files,
        world: &world,
        package: &ir,
        facts: &facts,
        placements: &placements,
        release,
    };
    let printed = GoText {
        view,
        level: Level::Explanations,
        paths: &Paths::default(),
    };
    printed.lines();
    Outcome::Accepted
}

/// A package of one file, and whether it is valid. What is left of a broken tree is checked too.
fn checked(
    world: &World,
    files: &mut FileSet,
    text: &str,
    options: CheckOptions,
) -> (CheckedPackage, bool) {
    let file = files.add("p.go", text);
    let parsed = escargo_grammar::parse(text);
    let is_whole = parsed.errors.is_empty();
    let input = FileInput {
        file,
        ast: Arc::new(parsed.ast),
        go_minor: Release::NEWEST.minor(),
    };
    let package = world.package_id(Symbol::intern("p"));
    let (checked, errors) = check_package(world, &NoImports, package, vec![input], options);
    (checked, is_whole && !errors.has_errors())
}
