//! Programs executed by `escargo run`: they print what Go printed, and no invariant breaks on the way.
//!
//! `tests/golden/run/*.go`, with Go's recorded output beside each: standard output behind `1| `, standard error up to the
//! traces behind `2| `, the exit code behind `= `. Recorded with Go 1.27.3; nothing here needs Go.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

#[test]
fn programs_print_what_go_prints() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/run");
    let mut programs: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("the folder of programs")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "go"))
        .collect();
    programs.sort();
    assert!(programs.len() >= 60, "{} programs", programs.len());
    let next = AtomicUsize::new(0);
    let failures: Vec<String> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..2)
            .map(|_| {
                scope.spawn(|| {
                    let mut failures = Vec::new();
                    while let Some(program) = programs.get(next.fetch_add(1, Ordering::Relaxed)) {
                        failures.extend(
                            [
                                ("1.23", false),
                                ("1.25", false),
                                ("1.27", false),
                                ("1.27", true),
                            ]
                            .into_iter()
                            .filter_map(|(release, inline)| failure(program, release, inline)),
                        );
                    }
                    failures
                })
            })
            .collect();
        let results = workers.into_iter().map(|worker| worker.join());
        results
            .flat_map(|result| result.expect("a worker"))
            .collect()
    });
    assert!(
        failures.is_empty(),
        "{} programs fail\n{}",
        failures.len(),
        failures.join("\n")
    );
}

/// What is wrong with the run of a program under a release's rules, calls expanded or not; none if it prints what is recorded.
fn failure(program: &Path, release: &str, inline: bool) -> Option<String> {
    let recorded = std::fs::read_to_string(program.with_extension("out")).expect("recorded output");
    let output = Command::new(env!("CARGO_BIN_EXE_escargo"))
        .args(["run", "--go", release])
        .args(inline.then_some("--inline"))
        .arg(program)
        .env("PATH", "")
        .env_remove("GOROOT")
        .output()
        .expect("escargo runs");
    let mut actual = String::new();
    push_lines("1| ", &output.stdout, &mut actual);
    let stderr = String::from_utf8_lossy(&output.stderr);
    let told = stderr.split("\ngoroutine ").next().unwrap_or_default();
    let told: Vec<&str> = told
        .lines()
        .filter(|line| !line.starts_with("[signal "))
        .collect();
    push_lines("2| ", told.join("\n").as_bytes(), &mut actual);
    actual.push_str(&format!("= {}\n", output.status.code().unwrap_or(-1)));
    (actual != recorded).then(|| {
        let name = program.file_name().unwrap_or_default().to_string_lossy();
        let differs = recorded.lines().zip(actual.lines()).find(|(a, b)| a != b);
        let (want, have) = differs.unwrap_or(("(its end)", "(more or less lines)"));
        format!(
            "{name} --go {release} inline {inline}\n  want {want}\n  have {have}\n  stderr: {}",
            stderr.trim_end()
        )
    })
}

fn push_lines(prefix: &str, bytes: &[u8], out: &mut String) {
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_suffix('\n').unwrap_or(&text);
    if bytes.is_empty() {
        return;
    }
    for line in text.split('\n') {
        out.push_str(&format!("{prefix}{line}\n"));
    }
}
