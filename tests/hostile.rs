//! Hard input through the whole command, in a process of its own with a limit of memory and a deadline: an answer or a clear error,
//! never a panic, an overflow, a hang or gigabytes. The programs are in `testgen/src/hostile.rs`.
//!
//! Sizes are those that are quick without optimisation; `ESCARGO_FULL=1 cargo test --release --test hostile` asks for the
//! full ones. `ESCARGO_ONLY=TEXT` runs the cases whose names contain that; `-- --nocapture` prints what they take;
//! `ESCARGO_BIN=FILE` runs another build of the command.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use escargo_testgen::hostile::{Answer, Case, cases};

/// What a process may take, in KiB. Stacks grow on the heap, so this is a limit of everything.
const MEMORY: u64 = 3 << 20;
const DEADLINE: Duration = Duration::from_secs(60);

#[test]
fn hard_input_gets_an_answer() {
    let only = std::env::var("ESCARGO_ONLY").unwrap_or_default();
    let full = std::env::var_os("ESCARGO_FULL").is_some();
    let mut cases = cases();
    cases.retain(|case| case.name.contains(&only));
    let folder = std::env::temp_dir().join(format!("escargo-hostile-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let next = AtomicUsize::new(0);
    let wrong = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let found = problems(case, full, &folder);
                    wrong.lock().expect("no panic").extend(found);
                }
            });
        }
    });
    fs::remove_dir_all(&folder).expect("the folder goes away");
    let wrong = wrong.into_inner().expect("no panic");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is wrong with the answers to a case.
fn problems(case: &Case, full: bool, folder: &Path) -> Vec<String> {
    let size = if full { case.full } else { case.quick };
    let file = folder.join(format!("{}.go", case.name.replace(' ', "_")));
    fs::write(&file, (case.make)(size)).expect("a file is written");
    let commands: [&[&str]; 2] = [&["build", "-gcflags=-m -l"], &["check"]];
    let problems = commands.iter().filter_map(|words| {
        let start = Instant::now();
        let outcome = run(words, &file);
        let (time, printed) = (start.elapsed(), outcome.text.len());
        println!(
            "{} ({size}) {}: {time:.2?}, {printed} bytes",
            case.name, words[0]
        );
        let problem = problem(case, &outcome)?;
        Some(format!("{} ({size}), {}: {problem}", case.name, words[0]))
    });
    let problems = problems.collect();
    let _ = fs::remove_file(&file);
    problems
}

struct Outcome {
    code: Option<i32>,
    in_time: bool,
    text: String,
}

/// Runs the command on a file. Both streams go to files: a pipe that is full would block it.
fn run(words: &[&str], file: &Path) -> Outcome {
    let streams = [
        file.with_extension(words[0].to_owned() + ".1"),
        file.with_extension(words[0].to_owned() + ".2"),
    ];
    let stream = |path: &PathBuf| Stdio::from(fs::File::create(path).expect("a file"));
    let mut child = Command::new("/bin/sh")
        .args(["-c", &format!("ulimit -v {MEMORY}; exec \"$@\""), "sh"])
        .arg(std::env::var_os("ESCARGO_BIN").unwrap_or(env!("CARGO_BIN_EXE_escargo").into()))
        .args(words)
        .arg(file.file_name().expect("a name"))
        .current_dir(file.parent().expect("a folder"))
        .env_remove("GOROOT")
        .envs([
            ("GOFLAGS", ""),
            ("GOENV", "off"),
            ("PATH", ""),
            ("RAYON_NUM_THREADS", "2"),
        ])
        .stdin(Stdio::null())
        .stdout(stream(&streams[0]))
        .stderr(stream(&streams[1]))
        .spawn()
        .expect("the command runs");
    let end = Instant::now() + DEADLINE;
    let status = loop {
        match child.try_wait().expect("a child") {
            Some(status) => break Some(status),
            None if Instant::now() > end => {
                child.kill().expect("it ends");
                let _ = child.wait();
                break None;
            }
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    };
    let mut text = String::new();
    for path in &streams {
        text += &String::from_utf8_lossy(&fs::read(path).expect("what it printed"));
        let _ = fs::remove_file(path);
    }
    Outcome {
        code: status.and_then(|status| status.code()),
        in_time: status.is_some(),
        text,
    }
}

fn problem(case: &Case, outcome: &Outcome) -> Option<String> {
    let start: String = outcome.text.chars().take(600).collect();
    if !outcome.in_time {
        return Some(format!("no answer in {DEADLINE:?}"));
    }
    match (outcome.code, case.answer) {
        _ if outcome.text.contains("panicked at") => Some(format!("a panic: {start}")),
        (Some(0), Answer::Accepted | Answer::Any) => None,
        (Some(1), Answer::Error(text)) if outcome.text.contains(text) => None,
        (Some(1), Answer::Any) if !outcome.text.is_empty() => None,
        (code, answer) => Some(format!("exit code {code:?}, not {answer:?}: {start}")),
    }
}
