//! What differs between Go releases, line for line, on a machine without Go: the recordings of `tests/golden/corpus/scenarios` and
//! `tests/golden/releases`, each made by the compiler of that release.
//!
//! A recording is called `PROGRAM.RELEASE.FLAGS`: `ml` for `-m -l`, `m2l` for `-m=2 -l`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn golden(folder: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    root.join("tests/golden").join(folder)
}

fn flags(extension: &str) -> Option<&'static str> {
    match extension {
        "ml" => Some("-m -l"),
        "m2l" => Some("-m=2 -l"),
        _other => None,
    }
}

/// What `escargo build` prints where no Go is installed.
fn build(folder: &Path, release: &str, flags: &str, file: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_escargo"))
        .args(["build", "--go", release, &format!("-gcflags={flags}"), file])
        .current_dir(folder)
        .env_clear()
        .output()
        .expect("escargo runs");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The first line that differs.
fn difference(expected: &str, actual: &str) -> Option<String> {
    let (mut expected, mut actual) = (expected.lines(), actual.lines());
    loop {
        match (expected.next(), actual.next()) {
            (None, None) => return None,
            (a, b) if a == b => {}
            (a, b) => {
                let text = |line: Option<&str>| line.unwrap_or("(nothing)").to_owned();
                return Some(format!("- {}\n+ {}", text(a), text(b)));
            }
        }
    }
}

#[test]
fn scenarios() {
    let folder = golden("corpus/scenarios");
    let mut failures = Vec::new();
    let mut count = 0;
    for entry in fs::read_dir(folder.join("expect")).expect("the recordings") {
        let recorded = entry.expect("a folder").path();
        let version = recorded.file_name().expect("a name").to_string_lossy();
        let minor: Vec<&str> = version.split('.').take(2).collect();
        for name in ["closure", "interface", "pointer", "size"] {
            for extension in ["ml", "m2l"] {
                let path = recorded.join(format!("{name}.{extension}"));
                let expected = fs::read_to_string(path).expect("a recording");
                let flags = flags(extension).expect("known");
                let actual = build(&folder, &minor.join("."), flags, &format!("{name}.go"));
                count += 1;
                if let Some(lines) = difference(&expected, &actual) {
                    failures.push(format!("{version} {name} {flags}:\n{lines}"));
                }
            }
        }
    }
    println!("{count} recordings");
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn rules() {
    let folder = golden("releases");
    let mut failures = Vec::new();
    let mut count = 0;
    for entry in fs::read_dir(&folder).expect("the recordings") {
        let path = entry.expect("a file").path();
        let name = path.file_name().expect("a name").to_string_lossy();
        let parts: Vec<&str> = name.split('.').collect();
        let [program, major, minor, extension] = parts[..] else {
            continue;
        };
        let expected = fs::read_to_string(&path).expect("a recording");
        let flags = flags(extension).expect("an extension that stands for flags");
        let release = format!("{major}.{minor}");
        let actual = build(&folder, &release, flags, &format!("{program}.go"));
        count += 1;
        if let Some(lines) = difference(&expected, &actual) {
            failures.push(format!("{name}:\n{lines}"));
        }
    }
    println!("{count} recordings");
    assert!(
        count > 0 && failures.is_empty(),
        "{}",
        failures.join("\n\n")
    );
}
