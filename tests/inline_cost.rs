//! What functions cost to be inlined, and which cannot be: the lines of `tests/golden/inline/cost.go` as gc 1.27 printed them with `-m=2`.

use std::path::Path;
use std::process::Command;

/// Lines of this kind are compared.
fn is_verdict(line: &&str) -> bool {
    line.contains(": can inline ") || line.contains(": cannot inline ")
}

#[test]
fn costs_are_gcs() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/inline");
    let output = Command::new(env!("CARGO_BIN_EXE_escargo"))
        .args(["build", "--go", "1.27", "-gcflags=-m=2", "cost.go"])
        .current_dir(&folder)
        .env_remove("GOROOT")
        .env("PATH", "")
        .output()
        .expect("escargo runs");
    let printed = String::from_utf8_lossy(&output.stderr);
    let printed = printed.lines().filter(is_verdict);
    let printed: Vec<&str> = printed
        .map(|line| line.strip_prefix("./").unwrap_or(line))
        .collect();
    let recorded = std::fs::read_to_string(folder.join("cost.m2")).expect("the recording");
    let recorded: Vec<String> = recorded
        .lines()
        // The import path of the recording was that of its module.
        .map(|line| line.replace("&p..dict", "&command-line-arguments..dict"))
        .collect();
    let differing = recorded.iter().zip(&printed).find(|(gc, ours)| gc != *ours);
    assert_eq!(differing, None);
    assert_eq!(recorded.len(), printed.len());
}
