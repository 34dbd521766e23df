//! Broken programs: files of the tests with tokens deleted, doubled, swapped and replaced go through all stages, and nothing
//! panics. What a mutant that still checks is lowered to must keep the verifier's rules.
//!
//! `ESCARGO_MUTANTS=N` asks for other numbers of mutants; `ESCARGO_MUTANTS_OF=FOLDER` for those of the packages below a folder
//! (of `GOROOT/src`, say): they are checked with whatever they import missing. `ESCARGO_KEEP=FOLDER` leaves those that fail
//! there; `ESCARGO_MUTANTS_FROM=N` begins with that number.

mod fuzzed;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use escargo_grammar::lex;
use escargo_testgen::rng::Rng;
use escargo_testgen::{Size, program};
use fuzzed::{Outcome, stages};

const MUTANTS: usize = 500;

/// No mutant may take longer.
const DEADLINE: Duration = Duration::from_secs(10);

#[test]
fn mutants_do_not_panic() {
    let count = std::env::var("ESCARGO_MUTANTS").ok();
    let count = count.and_then(|text| text.parse().ok()).unwrap_or(MUTANTS);
    let sources = sources();
    assert!(!sources.is_empty());
    let first = std::env::var("ESCARGO_MUTANTS_FROM").ok();
    let first: usize = first.and_then(|text| text.parse().ok()).unwrap_or(0);
    let next = AtomicUsize::new(first);
    let accepted = AtomicUsize::new(0);
    let failed = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= first + count {
                        break;
                    }
                    match problem(number, &sources) {
                        Ok(is_valid) => _ = accepted.fetch_add(is_valid.into(), Ordering::Relaxed),
                        Err(text) => failed.lock().expect("no panic").push(text),
                    }
                }
            });
        }
    });
    println!("{} of {count} mutants are valid Go", accepted.into_inner());
    let failed = failed.into_inner().expect("no panic");
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// Whether the mutant of that number is valid Go, or what is wrong with us.
fn problem(number: usize, sources: &[(String, String)]) -> Result<bool, String> {
    let mut rng = Rng::new(number as u64);
    let (name, text) = &sources[rng.below(sources.len())];
    let mutant = mutated(text, &mut rng);
    let start = Instant::now();
    if std::env::var_os("ESCARGO_KEEP").is_some() {
        // If it hangs or ends the process, its text is there.
        keep(number, &mutant);
    }
    let outcome = catch_unwind(AssertUnwindSafe(|| stages(&mutant)));
    let text = match outcome {
        _ if start.elapsed() > DEADLINE => format!("takes {:?}", start.elapsed()),
        Ok(Outcome::Wrong(problem)) => problem,
        Err(_) => "panics".to_owned(),
        Ok(outcome) => {
            forget(number);
            return Ok(matches!(outcome, Outcome::Accepted));
        }
    };
    Err(format!("mutant {number} of {name}: {text}"))
}

fn kept(number: usize) -> Option<PathBuf> {
    let folder = std::env::var_os("ESCARGO_KEEP")?;
    Some(PathBuf::from(folder).join(format!("mutant{number}.go")))
}

/// Writes a mutant where it can be looked at.
fn keep(number: usize, text: &str) {
    if let Some(file) = kept(number) {
        std::fs::write(file, text).expect("the mutant is written");
    }
}

/// Takes away one that does no harm.
fn forget(number: usize) {
    if let Some(file) = kept(number) {
        let _ = std::fs::remove_file(file);
    }
}

fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    match std::env::var_os("ESCARGO_MUTANTS_OF") {
        Some(folder) => collect(Path::new(&folder), &mut files),
        None => {
            collect(&root.join("tests/golden"), &mut files);
            collect(&root.join("examples/go"), &mut files);
        }
    }
    files.sort();
    let files = files.into_iter().filter_map(|file| {
        let text = std::fs::read_to_string(&file).ok()?;
        Some((file.display().to_string(), without_imports(&text)))
    });
    let generated = (1..=40).map(|seed| {
        let text = program(seed, Size::default());
        (format!("generated program {seed}"), text)
    });
    files.chain(generated).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for path in entries.map(|entry| entry.path()) {
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "go") {
            files.push(path);
        }
    }
}

/// Functions whose bodies use what is imported would stop the analysis: single imports are replaced by declarations that
/// accept the usual calls.
fn without_imports(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        match line.trim() {
            r#"import "fmt""# => out.push_str(FMT),
            _other => out.push_str(line),
        }
        out.push('\n');
    }
    out
}

/// Calls of these functions leak nothing and need no import.
const FMT: &str = "type fmtT struct{}; var fmt fmtT; func (fmtT) Println(a ...any) {}; \
    func (fmtT) Printf(f string, a ...any) {}; func (fmtT) Print(a ...any) {}; \
    func (fmtT) Sprint(a ...any) string { return \"\" }; \
    func (fmtT) Sprintf(f string, a ...any) string { return f }";

/// A few changes at random tokens.
fn mutated(text: &str, rng: &mut Rng) -> String {
    let lexed = lex(text);
    let mut tokens: Vec<&str> = Vec::new();
    let mut end = 0;
    for (start, _, stop) in &lexed.tokens {
        let (start, stop) = (*start as usize, *stop as usize);
        // What lies between tokens belongs to the one behind.
        if let Some(gap) = text.get(end..start.max(end)) {
            tokens.push(gap);
        }
        if let Some(token) = text.get(start.max(end)..stop.max(start).max(end)) {
            tokens.push(token);
        }
        end = end.max(stop);
    }
    for _ in 0..1 + rng.below(3) {
        change(&mut tokens, rng);
    }
    tokens.concat()
}

fn change(tokens: &mut Vec<&str>, rng: &mut Rng) {
    if tokens.len() < 8 {
        return;
    }
    let at = rng.below(tokens.len());
    let other = rng.below(tokens.len());
    match rng.below(8) {
        0 => {
            tokens.remove(at);
        }
        1 => tokens.insert(at, tokens[at]),
        2 => tokens.swap(at, other),
        3 => tokens[at] = tokens[other],
        4 => tokens[at] = WORDS[rng.below(WORDS.len())],
        5 => {
            // A stretch is lost.
            let end = (at + 1 + rng.below(12)).min(tokens.len());
            tokens.drain(at..end);
        }
        6 => {
            // A stretch is doubled.
            let end = (at + 1 + rng.below(12)).min(tokens.len());
            let copy: Vec<&str> = tokens[at..end].to_vec();
            tokens.splice(at..at, copy);
        }
        _names => {
            // One name for another.
            let is_name = |text: &&str| text.starts_with(|c: char| c.is_alphabetic() || c == '_');
            let names: Vec<usize> = (0..tokens.len()).filter(|&n| is_name(&tokens[n])).collect();
            if let (Some(&a), Some(&b)) = (
                names.get(at * names.len() / tokens.len()),
                names.get(other * names.len() / tokens.len()),
            ) {
                tokens[a] = tokens[b];
            }
        }
    }
}

const WORDS: &[&str] = &[
    "func",
    "type",
    "struct",
    "interface",
    "map",
    "chan",
    "[]",
    "*",
    "&",
    "<-",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    ",",
    ";",
    ":",
    "=",
    ":=",
    ".",
    "...",
    "nil",
    "0",
    "1",
    "-1",
    "1.5",
    "1i",
    "\"s\"",
    "'c'",
    "x",
    "any",
    "int",
    "string",
    "error",
    "range",
    "for",
    "if",
    "else",
    "switch",
    "case",
    "default",
    "select",
    "go ",
    "defer ",
    "return ",
    "break",
    "continue",
    "goto ",
    "fallthrough",
    "+",
    "<<",
    "~",
    "|",
    "make",
    "new",
    "append",
    "len",
    "copy",
    "min",
    "panic",
    "recover",
    "const",
    "var",
    "iota",
    "_",
    "1<<62",
    "1<<100",
    "unsafe",
    "true",
    "[T any]",
    "[int]",
    "!",
    "==",
    "&&",
    "++",
    "+=",
];
