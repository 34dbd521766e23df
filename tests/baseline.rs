//! `escargo baseline` and `escargo diff`: moving code changes nothing, a new leak is exactly one change.
//!
//! The library is a module made of the executed programs, one package each.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder that goes away with the value.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn library(name: &str) -> Folder {
    let folder = std::env::temp_dir().join(format!("escargo-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("go.mod"), "module example.com/m\n\ngo 1.24\n").expect("go.mod");
    let programs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/run");
    for entry in fs::read_dir(programs).expect("programs") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "go") {
            let stem = path.file_stem().expect("a name");
            let package = folder.join(stem);
            fs::create_dir_all(&package).expect("a folder");
            fs::copy(&path, package.join("main.go")).expect("a copy");
        }
    }
    Folder(folder)
}

fn escargo(folder: &Path, args: &[&str]) -> Output {
    command(folder, env!("CARGO_BIN_EXE_escargo"), args)
}

fn command(folder: &Path, program: &str, args: &[&str]) -> Output {
    Command::new(program)
        .args(args)
        .current_dir(folder)
        .env_remove("GOROOT")
        .env("GOFLAGS", "")
        .env("GOENV", "off")
        .env("GOOS", "linux")
        .env("GOARCH", "amd64")
        .env("CGO_ENABLED", "0")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("PATH", git_path())
        .output()
        .expect("the command runs")
}

/// A path with git and without go.
fn git_path() -> String {
    let path = std::env::var("PATH").unwrap_or_default();
    let folders = path
        .split(':')
        .filter(|folder| !Path::new(folder).join("go").exists());
    folders.collect::<Vec<_>>().join(":")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Inserts comment lines before declarations, 500 in all.
fn insert_comments(folder: &Path) {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("packages")
        .map(|entry| entry.expect("an entry").path().join("main.go"))
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    let mut left = 500;
    for file in files {
        let old = fs::read_to_string(&file).expect("a source");
        let mut new = String::new();
        for line in old.lines() {
            let begins = ["func ", "type ", "var ", "\tfor ", "\tif ", "\treturn"];
            if begins.iter().any(|begin| line.starts_with(begin)) && left > 0 {
                new.push_str("// A comment that changes nothing.\n");
                left -= 1;
            }
            new.push_str(line);
            new.push('\n');
        }
        fs::write(&file, new).expect("a source");
    }
    assert_eq!(left, 0);
}

const LEAK: &str = "\nvar kept *int\n\nfunc leaking() {\n\tlocal := 1\n\tkept = &local\n}\n";
const LEAK_LINES: &str = "+ example.com/m/bank leaking: variable `local`\n    ";

fn add_leak(folder: &Path) {
    let file = folder.join("bank/main.go");
    let old = fs::read_to_string(&file).expect("a source");
    fs::write(&file, old + LEAK).expect("a source");
}

#[test]
fn baselines_follow_placements_and_not_lines() {
    let folder = library("baseline");
    let written = escargo(&folder.0, &["baseline", "write", "heap.txt", "./..."]);
    assert_eq!(text(&written.stderr), "");
    let baseline = fs::read_to_string(folder.0.join("heap.txt")).expect("a baseline");
    assert!(baseline.lines().count() > 200, "{baseline}");
    let lines: Vec<&str> = baseline.lines().skip(1).collect();
    assert!(lines.is_sorted());

    insert_comments(&folder.0);
    let same = escargo(&folder.0, &["baseline", "diff", "heap.txt", "./..."]);
    assert_eq!(text(&same.stdout), "");
    assert_eq!(same.status.code(), Some(0), "{}", text(&same.stderr));

    add_leak(&folder.0);
    let leak = escargo(&folder.0, &["baseline", "diff", "heap.txt", "./..."]);
    let shown = text(&leak.stdout);
    assert!(shown.starts_with(LEAK_LINES), "{shown}");
    assert!(shown.ends_with("1 new, 0 gone\n"), "{shown}");
    assert_eq!(shown.lines().count(), 3, "{shown}");
    assert_eq!(leak.status.code(), Some(1));

    // Packages that are not looked at are neither new nor gone.
    let other = escargo(
        &folder.0,
        &["baseline", "diff", "heap.txt", "./loops", "./generics"],
    );
    assert_eq!(text(&other.stdout), "");
}

#[test]
fn what_is_gone_is_shown_and_no_failure() {
    let folder = library("gone");
    add_leak(&folder.0);
    escargo(&folder.0, &["baseline", "write", "heap.txt", "./bank"]);
    let file = folder.0.join("bank/main.go");
    let source = fs::read_to_string(&file).expect("a source");
    fs::write(&file, source.replace("kept = &local", "_ = &local")).expect("a source");
    let gone = escargo(&folder.0, &["baseline", "diff", "heap.txt", "./bank"]);
    let expected = "- example.com/m/bank leaking: variable `local`\n0 new, 1 gone\n";
    assert_eq!(text(&gone.stdout), expected);
    assert_eq!(gone.status.code(), Some(0));
}

#[test]
fn a_package_with_errors_writes_no_baseline() {
    let folder = library("errors");
    fs::write(folder.0.join("heap.txt"), "old").expect("a file");
    fs::write(
        folder.0.join("bank/more.go"),
        "package main\nvar x int = \"\"\n",
    )
    .expect("a source");
    let failed = escargo(&folder.0, &["baseline", "write", "heap.txt", "./bank"]);
    assert_eq!(failed.status.code(), Some(1));
    let kept = fs::read_to_string(folder.0.join("heap.txt")).expect("a file");
    assert_eq!(kept, "old");
}

#[test]
fn revisions_are_compared_without_touching_the_repository() {
    if Command::new("git").arg("--version").output().is_err() {
        eprintln!("no git: not tested");
        return;
    }
    let folder = library("revisions");
    let git = |args: &[&str]| {
        let identity = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
        let output = command(&folder.0, "git", &[&identity[..], args].concat());
        assert!(output.status.success(), "{args:?} {}", text(&output.stderr));
        text(&output.stdout)
    };
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-qm", "one"]);
    insert_comments(&folder.0);
    git(&["commit", "-qam", "two"]);
    add_leak(&folder.0);
    git(&["commit", "-qam", "three"]);
    // What is not committed has no part in it.
    fs::write(folder.0.join("bank/main.go"), "package broken").expect("a source");

    let same = escargo(&folder.0, &["diff", "HEAD~2", "HEAD~1"]);
    assert_eq!(text(&same.stdout), "", "{}", text(&same.stderr));
    assert_eq!(same.status.code(), Some(0), "{}", text(&same.stderr));
    let leak = escargo(&folder.0.join("bank"), &["diff", "HEAD~1", "HEAD", "."]);
    let shown = text(&leak.stdout);
    assert!(shown.starts_with(LEAK_LINES), "{shown}");
    assert!(shown.ends_with("1 new, 0 gone\n"), "{shown}");
    assert_eq!(leak.status.code(), Some(1));
    let wrong = escargo(&folder.0, &["diff", "HEAD", "nosuch"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(text(&wrong.stderr).starts_with("escargo: "));
    let status = git(&["status", "--porcelain"]);
    assert_eq!(status, " M bank/main.go\n");
    assert!(!git(&["worktree", "list"]).trim().contains('\n'));
}
