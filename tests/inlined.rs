//! gc's recorded `-m` and `-m -l` output of programs about inlining, line for line: `tests/golden/corpus/inline`, one package for each
//! area, and the scenarios of two releases.
//!
//! The programs import the standard library, so an installed Go is needed; without one the test says so.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use escargo::inline::Inlining;
use escargo::ir::verify::verify_package;
use escargo::toolchain::Toolchain;
use escargo::{Analyzer, Input, Options};

/// Packages of which some lines stand in another order: instances of the same generic function or method.
const ORDER_DIFFERS: &[&str] = &["c", "s"];
/// Lines that differ, by package: the go command shortens the paths of `//line` directives and of sibling folders by text (m).
const DIFFERENT: &[(&str, usize)] = &[("m", 6)];

fn golden(folder: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    root.join("tests/golden").join(folder)
}

fn build(folder: &Path, toolchain: &Toolchain, arguments: &[&str]) -> Vec<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_escargo"))
        .arg("build")
        .arg("--goroot")
        .arg(&toolchain.root)
        .args(arguments)
        .current_dir(folder)
        .envs([("GOFLAGS", ""), ("GOENV", "off"), ("CGO_ENABLED", "0")])
        .envs([("GOOS", "linux"), ("GOARCH", "amd64")])
        .output()
        .expect("escargo runs");
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let root = toolchain.root.display().to_string();
    let lines = text.lines().map(|line| line.replace(&root, "$GOROOT"));
    lines.collect()
}

fn recorded(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).expect("a recording");
    text.lines().map(str::to_owned).collect()
}

/// The lines of each package, its header among them.
fn by_package(lines: &[String]) -> BTreeMap<String, Vec<String>> {
    let mut packages: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut current = String::new();
    for line in lines {
        if line.starts_with("# ") {
            current.clone_from(line);
        }
        let list = packages.entry(current.clone()).or_default();
        list.push(line.clone());
    }
    packages
}

/// How many lines one has and the other has not.
fn different(expected: &[String], actual: &[String]) -> usize {
    let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
    for line in expected {
        *counts.entry(line).or_default() += 1;
    }
    for line in actual {
        *counts.entry(line).or_default() -= 1;
    }
    let missing: i64 = counts.values().filter(|&&count| count > 0).sum();
    let extra: i64 = counts.values().filter(|&&count| count < 0).sum();
    missing.max(-extra).unsigned_abs() as usize
}

/// The first lines that are not the same.
fn first(expected: &[String], actual: &[String]) -> String {
    let mut number = 0;
    while number < expected.len() && expected.get(number) == actual.get(number) {
        number += 1;
    }
    let line = |lines: &[String]| {
        let line = lines.get(number).map(String::as_str);
        line.unwrap_or("(nothing)").to_owned()
    };
    format!(
        "line {}:\n- {}\n+ {}",
        number + 1,
        line(expected),
        line(actual)
    )
}

fn toolchain() -> Option<Toolchain> {
    match Toolchain::find() {
        Some(toolchain) if toolchain.release.minor() == 27 => Some(toolchain),
        Some(_) => {
            println!("not run: the recordings are Go 1.27's");
            None
        }
        None => {
            println!("not run: no Go installation found (set GOROOT, or put go on the PATH)");
            None
        }
    }
}

#[test]
fn packages_about_inlining() {
    let Some(toolchain) = toolchain() else { return };
    let folder = golden("corpus/inline");
    let mut failures = Vec::new();
    let (mut lines, mut packages) = (0, 0);
    for (flags, extension) in [("-m", "m"), ("-m -l", "ml")] {
        let all = build(
            &folder,
            &toolchain,
            &[&format!("-gcflags={flags}"), "./..."],
        );
        let printed = by_package(&all);
        for entry in fs::read_dir(&folder).expect("the packages") {
            let path = entry.expect("an entry").path();
            if !path.is_dir() {
                continue;
            }
            packages += 1;
            let name = path.file_name().expect("a name").to_string_lossy();
            let expected = recorded(&path.join(format!("expect.{extension}")));
            let nothing = Vec::new();
            let actual = printed.get(&format!("# exp/{name}")).unwrap_or(&nothing);
            lines += expected.len();
            let may = DIFFERENT.iter().find(|(package, _)| *package == name);
            let may = may.map_or(0, |&(_, count)| count);
            let ordered = may == 0 && !ORDER_DIFFERS.contains(&&*name);
            if different(&expected, actual) > may || ordered && expected != *actual {
                failures.push(format!("{name} {flags}: {}", first(&expected, actual)));
            }
        }
    }
    println!("{packages} packages, {lines} lines");
    assert!(
        packages >= 40 && failures.is_empty(),
        "{}",
        failures.join("\n\n")
    );
}

#[test]
fn scenarios_of_releases() {
    let Some(toolchain) = toolchain() else { return };
    let folder = golden("corpus/scenarios");
    let mut failures = Vec::new();
    let mut count = 0;
    for entry in fs::read_dir(folder.join("expect")).expect("the recordings") {
        let path = entry.expect("a folder").path();
        let version = path.file_name().expect("a name").to_string_lossy();
        let minor: Vec<&str> = version.split('.').take(2).collect();
        // The first and the last one; each build reads the standard library.
        if !matches!(minor[..], ["1", "21" | "27"]) {
            continue;
        }
        for name in ["closure", "interface", "pointer", "size"] {
            let expected = recorded(&path.join(format!("{name}.m")));
            let file = format!("{name}.go");
            let arguments = ["--go", &minor.join("."), "-gcflags=-m", &file];
            let actual = build(&folder, &toolchain, &arguments);
            count += 1;
            if expected != actual {
                failures.push(format!("{version} {name}: {}", first(&expected, &actual)));
            }
        }
    }
    assert!(
        count >= 8 && failures.is_empty(),
        "{}",
        failures.join("\n\n")
    );
}

/// The IR of programs whose calls are expanded keeps its contract.
#[test]
fn expanded_programs_keep_the_contract() {
    let mut count = 0;
    for entry in fs::read_dir(golden("run")).expect("the programs") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "go") {
            continue;
        }
        let analyzer = Analyzer::new(Options {
            goroot: Some(PathBuf::new()),
            inlining: Inlining::Program,
            ..Options::default()
        });
        let analysis = analyzer.analyze(&Input::Files(vec![path.clone()]));
        assert!(!analysis.has_errors(), "{}", path.display());
        for package in &analysis.packages {
            let Some(result) = &package.result else {
                continue;
            };
            let errors = verify_package(&analysis.world, &result.ir);
            assert!(errors.is_empty(), "{}: {}", path.display(), errors[0]);
            let functions = result.ir.funcs.values();
            count += functions
                .map(|function| function.source.inline_tree.len())
                .sum::<usize>();
        }
    }
    println!("{count} calls expanded");
    assert!(count > 100);
}
