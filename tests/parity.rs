//! Live agreement with gc: the same command through `go build` and `escargo build`, line for line.
//!
//! Needs Go 1.27 (`$GOROOT`, or `go` on the PATH). Without one the test says so and passes, unless `ESCARGO_REQUIRE_GO` is set.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Packages of the standard library that are compared.
const PACKAGES: [&str; 6] = [
    "errors",
    "sort",
    "strings",
    "bufio",
    "container/list",
    "fmt",
];

#[test]
fn packages_of_the_library_agree_with_gc() {
    let Some(goroot) = go_1_27() else {
        return not_run();
    };
    let explained = &PACKAGES[..2];
    for (flags, packages) in [("all=-m -l", &PACKAGES[..]), ("all=-m=2 -l", explained)] {
        for &package in packages {
            let folder = goroot.join("src");
            let (theirs, ours) = both(&goroot, &folder, flags, &[package]);
            assert!(!theirs.is_empty(), "{package} {flags}");
            same(
                package,
                flags,
                &section(&theirs, package),
                &section(&ours, package),
            );
        }
    }
}

#[test]
fn the_scenarios_agree_with_gc() {
    let Some(goroot) = go_1_27() else {
        return not_run();
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/go");
    let mut programs: Vec<String> = std::fs::read_dir(&folder)
        .expect("the examples")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    programs.sort();
    for program in &programs {
        let (theirs, ours) = both(&goroot, &folder, "all=-m -l", &[program]);
        let name = "command-line-arguments";
        same(
            program,
            "-m -l",
            &section(&theirs, name),
            &section(&ours, name),
        );
    }
}

fn not_run() {
    assert!(
        std::env::var_os("ESCARGO_REQUIRE_GO").is_none(),
        "Go 1.27 is required and was not found"
    );
    eprintln!("NOT RUN: live parity needs Go 1.27 ($GOROOT, or go on the PATH)");
}

fn go_1_27() -> Option<PathBuf> {
    let toolchain = escargo::toolchain::Toolchain::find()?;
    (toolchain.release.minor() == 27).then_some(toolchain.root)
}

/// What go and escargo print on standard error.
fn both(goroot: &Path, folder: &Path, flags: &str, inputs: &[&str]) -> (String, String) {
    let cache = std::env::temp_dir().join(format!("escargo-parity-test-{}", std::process::id()));
    // Where the executable of a program goes.
    let out = cache.join("executable");
    let run = |mut command: Command| {
        let output = command
            .arg("build")
            .arg(format!("-gcflags={flags}"))
            .arg("-o")
            .arg(&out)
            .args(inputs)
            .current_dir(folder)
            .env("GOROOT", goroot)
            .env("GOCACHE", &cache)
            .env("GOTOOLCHAIN", "local")
            .env("CGO_ENABLED", "0")
            .env("GOFLAGS", "")
            .output()
            .expect("the command runs");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let theirs = run(Command::new(goroot.join("bin/go")));
    let ours = run(Command::new(env!("CARGO_BIN_EXE_escargo")));
    (theirs, ours)
}

/// The lines of a package.
fn section(text: &str, package: &str) -> Vec<String> {
    let header = format!("# {package}");
    let lines = text.lines().skip_while(|line| *line != header).skip(1);
    lines
        .take_while(|line| !line.starts_with("# "))
        .filter(|line| !line.contains("index bounds check elided"))
        .map(str::to_owned)
        .collect()
}

fn same(what: &str, flags: &str, theirs: &[String], ours: &[String]) {
    let differs = theirs.iter().zip(ours).find(|(a, b)| a != b);
    assert!(
        theirs == ours,
        "{what} {flags}: gc {} lines, escargo {}; first difference {differs:?}",
        theirs.len(),
        ours.len()
    );
}
