//! Comments anywhere: whatever stands where, each is read or is a fault, and what they ask for is judged.

use std::fs;
use std::path::{Path, PathBuf};

use escargo::gate::{self, Judgement};
use escargo::report::gate::findings;
use escargo::{Analyzer, Input, Keep, Options};

const COMMENTS: [&str; 8] = [
    "//escargo:noheap",
    "//escargo:noheap deep",
    "//escargo:stack x",
    "//escargo:allow a reason",
    "// +checkescape:all",
    "//gcassert:noescape",
    "// escapes: a reason",
    "//escargo:unknown",
];

fn programs() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/run");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the programs")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "go"))
        .collect();
    files.sort();
    files
        .iter()
        .map(|file| fs::read_to_string(file).expect("a program"))
        .collect()
}

/// The judgement of a source, and how many findings there are; none if the comments made it another program.
fn judge(source: &str) -> Option<(Judgement, usize)> {
    let options = Options {
        keep: Keep::ForGate,
        goroot: Some(PathBuf::new()),
        ..Options::default()
    };
    let input = Input::Memory(vec![("p.go".to_owned(), source.to_owned())]);
    let analysis = Analyzer::new(options).analyze(&input);
    if analysis.has_errors() {
        return None;
    }
    let judgement = gate::judge(&analysis);
    let count = findings(&analysis, &judgement).len();
    Some((judgement, count))
}

#[test]
fn every_comment_is_read_or_a_fault() {
    let mut judged = 0;
    for program in programs() {
        for (shift, _) in COMMENTS.iter().enumerate().step_by(3) {
            let (mut before, mut behind) = (String::new(), String::new());
            for (number, line) in program.lines().enumerate() {
                let comment = COMMENTS[(number + shift) % COMMENTS.len()];
                before.push_str(&format!("{comment}\n{line}\n"));
                behind.push_str(&format!("{line} {comment}\n"));
            }
            for source in [before, behind] {
                let Some((judgement, count)) = judge(&source) else {
                    continue;
                };
                judged += 1;
                let broken = judgement.violations.len() + judgement.faults.len();
                assert_eq!(count, broken);
                assert!(!judgement.comments.is_empty());
                // One word is unknown wherever it stands.
                assert!(!judgement.faults.is_empty());
            }
        }
    }
    assert!(judged > 150, "{judged}");
}

/// What is on the heap in a function is what `noheap` before it finds, no more and no less.
#[test]
fn promises_are_broken_exactly_where_something_is_on_the_heap() {
    for program in programs() {
        let promised: String = program
            .lines()
            .map(|line| match line.starts_with("func ") {
                true => format!("//escargo:noheap\n{line}\n"),
                false => format!("{line}\n"),
            })
            .collect();
        let allowed = promised.replace("//escargo:noheap", "//escargo:allow all of it");
        let Some((judgement, _)) = judge(&promised) else {
            continue;
        };
        let Some((allowances, _)) = judge(&allowed) else {
            continue;
        };
        let functions = program.lines().filter(|line| line.starts_with("func "));
        assert_eq!(judgement.comments.len(), functions.count());
        assert!(judgement.faults.is_empty());
        // An allowance of which nothing is on the heap is a fault: the others are the functions that break the promise.
        let mut broken: Vec<usize> = judgement.violations.iter().map(|v| v.comment).collect();
        broken.dedup();
        let kept = judgement.comments.len() - broken.len();
        assert_eq!(allowances.faults.len(), kept, "{program}");
    }
}
