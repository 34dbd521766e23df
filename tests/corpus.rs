//! gc's recorded output, line for line: the programs under `tests/golden/corpus`, for all releases that were recorded.
//!
//! The programs import the standard library, so an installed Go is needed; without one the test says so. The explanations of
//! `-m=2` are compared too; what is known to differ is counted, and the count may not grow.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use escargo::toolchain::Toolchain;

/// Lines of `-m -l` that differ, by file: none. (Dependencies are compiled with inlining, which e2 shows.)
const DIFFERENT: &[(&str, usize)] = &[];

/// Lines of `-m=2 -l` that differ, by file: the same; temporaries of `uintptr` arguments (e4, e21); wrappers of instances (e5); names
/// of methods that other packages do not export (e9); `testing.B.Loop` and the position of a selector (e12); shapes of
/// interfaces (e21).
/// Of our own: names of parameters in the types of static temporaries (g2); the temporary of a held pointer (r_held_once);
/// the wrapper of an instance of an interface (r_types_before_operands).
const EXPLAINED_DIFFERENT: &[(&str, usize)] = &[
    ("e2", 5),
    ("e4", 6),
    ("e5", 9),
    ("e9", 22),
    ("e12", 6),
    ("e21", 13),
    ("g2", 2),
    ("r_held_once", 4),
    ("r_types_before_operands", 3),
];

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/corpus")
}

fn toolchain() -> Option<Toolchain> {
    let found = Toolchain::find();
    if found.is_none() {
        println!("not run: no Go installation found (set GOROOT, or put go on the PATH)");
    }
    found
}

/// Runs `escargo build` there; what it prints.
fn build(folder: &Path, goroot: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_escargo"))
        .arg("build")
        .arg("--goroot")
        .arg(goroot)
        .args(arguments)
        .current_dir(folder)
        .envs([("GOFLAGS", ""), ("GOENV", "off"), ("CGO_ENABLED", "0")])
        .envs([("GOOS", "linux"), ("GOARCH", "amd64")])
        .output()
        .expect("escargo runs");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// How far below the folder for temporary files the module is: so far that no file of the library has a shorter name from there,
/// wherever Go is installed.
const BELOW: &str = "a/b/c/d/e";

/// A folder for one test, with a module in it.
fn module(name: &str) -> PathBuf {
    let root = std::env::temp_dir().join(format!("escargo-corpus-{name}-{}", std::process::id()));
    let folder = root.join(BELOW);
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("go.mod"), "module m\n\ngo 1.27\n").expect("go.mod");
    folder
}

/// The programs of `corpus/escape`, each in a folder of its own; what is printed for each, as the compiler itself would.
fn rules(name: &str, flags: &str, goroot: &Path) -> BTreeMap<String, Vec<String>> {
    let folder = module(name);
    for entry in fs::read_dir(corpus().join("escape")).expect("the corpus") {
        let path = entry.expect("a file").path();
        if path.extension().is_some_and(|extension| extension == "go") {
            let stem = path
                .file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            let package = folder.join(&stem);
            fs::create_dir_all(&package).expect("a folder");
            fs::copy(&path, package.join(format!("{stem}.go"))).expect("a copy");
            // Functions without body are allowed beside assembly.
            fs::write(package.join("x.s"), "").expect("a file");
        }
    }
    let printed = build(&folder, goroot, &[&format!("-gcflags={flags}"), "./..."]);
    let root = folder
        .ancestors()
        .nth(Path::new(BELOW).components().count());
    fs::remove_dir_all(root.expect("it is below")).expect("the folder goes away");
    let mut found = BTreeMap::new();
    let mut current: Option<String> = None;
    for line in printed.lines() {
        if let Some(header) = line.strip_prefix("# ") {
            current = header.strip_prefix("m/").map(str::to_owned);
        } else if let Some(stem) = &current {
            let lines: &mut Vec<String> = found.entry(stem.clone()).or_default();
            let line = line
                .replace(&format!("{stem}/{stem}.go"), &format!("{stem}.go"))
                .replace(&format!("m/{stem}."), "p.")
                .replace("./foo.go", "foo.go")
                .replace("./bar.go", "bar.go")
                .replace(&format!("{stem}/foo.go"), "foo.go")
                .replace(&format!("{stem}/bar.go"), "bar.go")
                .replace(&*goroot.to_string_lossy(), "$GOROOT");
            lines.push(line);
        }
    }
    found
}

/// The names of the programs of `corpus/escape`, in order.
fn stems() -> Vec<String> {
    let entries = fs::read_dir(corpus().join("escape")).expect("the corpus");
    let mut stems: Vec<String> = entries
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "go"))
        .filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()))
        .collect();
    stems.sort();
    stems
}

/// Lines that only one side has, in order.
fn differences(expected: &[String], actual: &[String]) -> Vec<String> {
    // Longest common subsequence over a few hundred lines.
    let (n, m) = (expected.len(), actual.len());
    let mut common = vec![vec![0usize; m + 1]; n + 1];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            common[i][j] = match expected[i] == actual[j] {
                true => common[i + 1][j + 1] + 1,
                false => common[i + 1][j].max(common[i][j + 1]),
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut found = Vec::new();
    while i < n || j < m {
        if i < n && j < m && expected[i] == actual[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == m || i < n && common[i + 1][j] >= common[i][j + 1] {
            found.push(format!("- {}", expected[i]));
            i += 1;
        } else {
            found.push(format!("+ {}", actual[j]));
            j += 1;
        }
    }
    found
}

/// Compares all programs; `allowed` lines may differ, counted as the larger of what is missing and what is too much.
fn compare(name: &str, flags: &str, recorded: &str, allowed: &[(&str, usize)]) {
    let Some(toolchain) = toolchain() else { return };
    if toolchain.release.minor() != 27 {
        println!("not run: the recordings are Go 1.27's");
        return;
    }
    let found = rules(name, flags, &toolchain.root);
    let mut failures = Vec::new();
    let (mut lines, mut different) = (0, 0);
    for stem in stems() {
        let path = corpus().join("escape").join(format!("{stem}.{recorded}"));
        let text = String::from_utf8_lossy(&fs::read(path).expect("a recording")).into_owned();
        let expected: Vec<String> = text.lines().map(str::to_owned).collect();
        let nothing = Vec::new();
        let differences = differences(&expected, found.get(&stem).unwrap_or(&nothing));
        let count = |sign: char| {
            differences
                .iter()
                .filter(|line| line.starts_with(sign))
                .count()
        };
        let worst = count('-').max(count('+'));
        lines += expected.len();
        different += worst;
        let may = allowed.iter().find(|(name, _)| *name == stem);
        if worst > may.map_or(0, |(_, count)| *count) {
            failures.push(format!("{stem}:\n{}", differences.join("\n")));
        }
    }
    println!("{flags}: {} of {lines} lines are gc's", lines - different);
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn decisions_are_gcs() {
    compare("m1", "-m -l", "m1", DIFFERENT);
}

#[test]
fn explanations_are_gcs() {
    compare("m2", "-m=2 -l", "m2", EXPLAINED_DIFFERENT);
}
