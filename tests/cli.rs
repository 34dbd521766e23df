//! Transcripts of the command: `tests/golden/cli/*.txt`.
//!
//! A transcript holds files, then commands with what they printed:
//!
//! ```text
//! -- a.go --
//! package p
//! $ escargo build -gcflags='-m -l' a.go
//! 2| # command-line-arguments
//! = 0
//! ```
//!
//! Lines of standard output start with `1| `, those of standard error with `2| `, the exit code with `= `. Each transcript has a
//! folder of its own; no Go installation is in sight. `ESCARGO_BLESS=1 cargo test --test cli` writes what the commands print now.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const BLESS: &str = "ESCARGO_BLESS";

#[test]
fn transcripts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/cli");
    let mut transcripts: Vec<PathBuf> = fs::read_dir(&folder)
        .expect("the folder of transcripts")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    transcripts.sort();
    assert!(!transcripts.is_empty());
    let mut differing = Vec::new();
    for path in transcripts {
        let recorded = fs::read_to_string(&path).expect("a transcript");
        let actual = replay(&path, &recorded);
        if actual == recorded {
            continue;
        }
        if std::env::var_os(BLESS).is_some() {
            fs::write(&path, actual).expect("the transcript is written");
        } else {
            differing.push(format!(
                "{}\n{}",
                path.display(),
                difference(&recorded, &actual)
            ));
        }
    }
    assert!(
        differing.is_empty(),
        "{}\n{BLESS}=1 cargo test --test cli accepts the new output",
        differing.join("\n")
    );
}

/// Runs the commands of a transcript. Gives the transcript with what they printed.
fn replay(path: &Path, recorded: &str) -> String {
    let stem = path
        .file_stem()
        .expect("a name")
        .to_string_lossy()
        .into_owned();
    let folder = std::env::temp_dir().join(format!("escargo-cli-{}-{stem}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let mut out = String::new();
    let mut file: Option<(PathBuf, String)> = None;
    for line in recorded.lines() {
        let name = line
            .strip_prefix("-- ")
            .and_then(|rest| rest.strip_suffix(" --"));
        let command = line.strip_prefix("$ ");
        if name.is_some() || command.is_some() {
            write_file(file.take());
        }
        if let Some((_, text)) = &mut file {
            text.push_str(line);
            text.push('\n');
        } else if is_output(line) {
            continue;
        }
        out.push_str(line);
        out.push('\n');
        if let Some(name) = name {
            file = Some((folder.join(name), String::new()));
        }
        if let Some(command) = command {
            out.push_str(&run(&folder, command));
        }
    }
    write_file(file);
    fs::remove_dir_all(&folder).expect("the folder goes away");
    out
}

fn is_output(line: &str) -> bool {
    ["1|", "2|", "= "]
        .iter()
        .any(|prefix| line.starts_with(prefix))
}

fn write_file(file: Option<(PathBuf, String)>) {
    let Some((path, text)) = file else {
        return;
    };
    fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    // `\xff` in a transcript stands for that byte: transcripts themselves are UTF-8.
    let mut bytes = Vec::new();
    for (number, part) in text.split("\\xff").enumerate() {
        if number > 0 {
            bytes.push(0xff);
        }
        bytes.extend_from_slice(part.as_bytes());
    }
    fs::write(path, bytes).expect("a file is written");
}

fn run(folder: &Path, command: &str) -> String {
    let mut words = words(command).into_iter();
    assert_eq!(words.next().as_deref(), Some("escargo"), "{command}");
    let output = Command::new(env!("CARGO_BIN_EXE_escargo"))
        .args(words)
        .current_dir(folder)
        .env_remove("GOROOT")
        .env("GOFLAGS", "")
        .env("GOOS", "linux")
        .env("GOARCH", "amd64")
        .env("CGO_ENABLED", "0")
        .env("GOENV", "off")
        .env("PATH", "")
        .output()
        .expect("the command runs");
    let mut text = String::new();
    for (prefix, bytes) in [("1|", &output.stdout), ("2|", &output.stderr)] {
        let shown = String::from_utf8_lossy(bytes);
        // The temporary folder's name differs from run to run.
        let shown = shown.replace(&*folder.to_string_lossy(), "$DIR");
        for line in shown.lines() {
            let space = if line.is_empty() { "" } else { " " };
            text.push_str(&format!("{prefix}{space}{line}\n"));
        }
    }
    text.push_str(&format!("= {}\n", output.status.code().unwrap_or(-1)));
    text
}

/// Words separated by blanks; quotation marks keep blanks.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quote = None;
    for c in command.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), c) => word.push(c),
            (None, '\'' | '"') => quote = Some(c),
            (None, ' ') => words.extend((!word.is_empty()).then(|| std::mem::take(&mut word))),
            (None, c) => word.push(c),
        }
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

/// The first line that differs, with the lines around it.
fn difference(recorded: &str, actual: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (recorded.lines().collect(), actual.lines().collect());
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let part = |lines: &[&str]| {
        lines
            .iter()
            .skip(same)
            .take(6)
            .copied()
            .collect::<Vec<_>>()
            .join("\n")
    };
    format!(
        "line {}\n--- recorded\n{}\n--- now\n{}\n",
        same + 1,
        part(&old),
        part(&new)
    )
}
