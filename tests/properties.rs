//! Properties of generated programs (`testgen/`): nothing here needs Go.
//!
//! Each program is accepted; its IR keeps the verifier's rules, and keeps them when variables are promoted to values; what is
//! printed is the same for one thread and for several. (That the solver finds what its oracle finds is tested beside the
//! solver; that gc prints the same is `cargo xtask generated`.)

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use escargo::analysis::PackageResult;
use escargo::ir::ssa::promote;
use escargo::ir::verify::verify_package;
use escargo::release::Release;
use escargo::types::World;
use escargo::{Analyzer, Input, Options};
use escargo_testgen::{Size, program};

const PROGRAMS: u64 = 200;

fn analysis_of(source: String) -> escargo::Analysis {
    let input = Input::Memory(vec![("p.go".to_owned(), source)]);
    // Programs use the language of the newest release.
    let options = Options {
        release: Some(Release::NEWEST),
        ..Options::default()
    };
    Analyzer::new(options).analyze(&input)
}

#[test]
fn generated_programs_are_accepted_and_their_ir_is_valid() {
    let mut wrong = Vec::new();
    for seed in 1..=PROGRAMS {
        let analysis = analysis_of(program(seed, Size::default()));
        let packages = analysis.packages.iter().filter(|package| package.named);
        for package in packages {
            let messages = package.diagnostics.iter().map(|d| d.message.clone());
            wrong.extend(messages.map(|message| format!("seed {seed}: {message}")));
            match &package.result {
                Some(result) => wrong.extend(
                    problems(&analysis.world, result)
                        .into_iter()
                        .map(|problem| format!("seed {seed}: {problem}")),
                ),
                None => wrong.push(format!("seed {seed}: no result")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What the verifier has against the IR of a package, before and after promotion.
fn problems(world: &World, result: &PackageResult) -> Vec<String> {
    let mut problems: Vec<String> = verify_package(world, &result.ir)
        .iter()
        .map(|error| format!("as lowered: {error}"))
        .collect();
    let mut promoted = result.ir.clone();
    for id in result.ir.funcs.keys() {
        match promote(&result.ir, id) {
            Some(function) => promoted.funcs[id] = function,
            None => problems.push("a function is missing".to_owned()),
        }
    }
    let errors = verify_package(world, &promoted);
    problems.extend(errors.iter().map(|error| format!("promoted: {error}")));
    problems
}

#[test]
fn threads_change_nothing() {
    let folder = module();
    let commands: [&[&str]; 3] = [
        &["build", "-gcflags=-m=2 -l"],
        &["placement", "--format=json"],
        &["graph", "--format=json"],
    ];
    for words in commands {
        let [one, two, many] = ["1", "2", "7"].map(|threads| output(words, &folder, threads));
        assert!(one.contains("heap"), "{one}");
        for other in [two, many] {
            let differs = one.lines().zip(other.lines()).find(|(a, b)| a != b);
            assert!(one == other, "{words:?}: {differs:?}");
        }
    }
    fs::remove_dir_all(&folder).expect("the folder goes away");
}

/// A module of generated packages.
fn module() -> PathBuf {
    let name = format!("escargo-properties-{}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("go.mod"), "module gen\n\ngo 1.27\n").expect("go.mod");
    for seed in 1..=PROGRAMS / 4 {
        let package = folder.join(format!("p{seed}"));
        fs::create_dir_all(&package).expect("a folder");
        fs::write(package.join("p.go"), program(seed, Size::default())).expect("a program");
    }
    folder
}

/// What the command prints about all packages, on both streams.
fn output(words: &[&str], folder: &Path, threads: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_escargo"))
        .args(words)
        .arg("./...")
        .current_dir(folder)
        .env("RAYON_NUM_THREADS", threads)
        .env("PATH", "")
        .env_remove("GOROOT")
        .output()
        .expect("escargo runs");
    assert!(output.status.success());
    String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout)
}
