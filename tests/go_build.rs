//! The transcripts about loading, against the go command: where it prints the same, it must be in the same words. Needs an
//! installed Go; says so when there is none.
//!
//! A transcript holds files and `$ escargo build …` lines with what they print; here `go build` runs in the place of
//! `escargo build`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use escargo::toolchain::Toolchain;

/// Files of `tests/golden/cli`.
const TRANSCRIPTS: &[&str] = &["load.txt", "modules.txt"];

/// Commands for which the go command says something else.
const DIFFERENT: &[&str] = &[
    // It tries to download what is missing.
    "build -C vendored -mod=mod .",
];

#[test]
fn loading_fails_in_the_go_commands_words() {
    let Some(toolchain) = Toolchain::find() else {
        println!("not run: no Go installation found (set GOROOT, or put go on the PATH)");
        return;
    };
    for name in TRANSCRIPTS {
        replay(&toolchain, name);
    }
}

fn replay(toolchain: &Toolchain, name: &str) {
    let transcript = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/cli");
    let text = fs::read_to_string(transcript.join(name)).expect("the transcript");
    let folder = std::env::temp_dir().join(format!("escargo-go-{name}-{}", std::process::id()));
    write_files(&folder, &text);
    let mut differing = Vec::new();
    let mut count = 0;
    for part in text.split("\n$ escargo ").skip(1) {
        let (command, recorded) = part.split_once('\n').unwrap_or((part, ""));
        if DIFFERENT.contains(&command) {
            continue;
        }
        count += 1;
        let actual = go(&toolchain.root, &folder, command);
        if by_package(&actual) != by_package(recorded) {
            differing.push(format!(
                "$ go {command}\n{actual}--- recorded\n{recorded}\n"
            ));
        }
    }
    fs::remove_dir_all(&folder).expect("the folder goes away");
    assert!(differing.is_empty(), "{}", differing.join("\n"));
    println!("{name}: {count} commands print the same");
}

/// The parts of an output that `# package` lines begin, sorted: packages are printed as they get ready.
fn by_package(output: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for line in output.trim_end().lines() {
        if line.starts_with("2| # ") || line.starts_with("= ") {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push_str(line);
            part.push('\n');
        }
    }
    parts.sort();
    parts
}

/// Runs `go` with the arguments. Gives its output as transcripts write it.
fn go(goroot: &Path, folder: &Path, arguments: &str) -> String {
    let output = Command::new(goroot.join("bin").join("go"))
        .args(words(arguments))
        .current_dir(folder)
        .env("GOROOT", goroot)
        .envs([("GOFLAGS", ""), ("GOENV", "off"), ("GOTOOLCHAIN", "local")])
        .envs([("GOOS", "linux"), ("GOARCH", "amd64"), ("CGO_ENABLED", "0")])
        .env("GOPROXY", "off")
        .output()
        .expect("go runs");
    let shown = String::from_utf8_lossy(&output.stderr);
    let shown = shown.replace(&*folder.to_string_lossy(), "$DIR");
    let mut text = String::new();
    for line in shown.lines() {
        text.push_str(&format!("2| {line}\n"));
    }
    text.push_str(&format!("= {}\n", output.status.code().unwrap_or(-1)));
    text
}

/// Words separated by blanks; quotation marks keep blanks.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut is_quoted = false;
    for c in command.chars() {
        match c {
            '\'' => is_quoted = !is_quoted,
            ' ' if !is_quoted => words.push(std::mem::take(&mut word)),
            c => word.push(c),
        }
    }
    words.push(word);
    words
}

fn write_files(folder: &Path, transcript: &str) {
    let files = transcript.split("\n$ ").next().unwrap_or_default();
    let mut file: Option<(PathBuf, String)> = None;
    for line in files.lines() {
        let name = line
            .strip_prefix("-- ")
            .and_then(|rest| rest.strip_suffix(" --"));
        if let Some(name) = name {
            write_file(file.take());
            file = Some((folder.join(name), String::new()));
        } else if let Some((_, text)) = &mut file {
            text.push_str(line);
            text.push('\n');
        }
    }
    write_file(file);
}

fn write_file(file: Option<(PathBuf, String)>) {
    let Some((path, text)) = file else {
        return;
    };
    fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    let bytes: Vec<u8> = text
        .split("\\xff")
        .map(str::as_bytes)
        .collect::<Vec<_>>()
        .join(&0xff);
    fs::write(path, bytes).expect("a file is written");
}
