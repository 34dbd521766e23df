//! Lines per second of each stage, on generated packages of growing size: `cargo bench`.
//!
//! One thread, one package of one file, no imports; the best of three runs. Costs that grow faster than the program show as a
//! falling rate down a column.

mod common;

use std::time::Duration;

use common::{STAGES, run};
use escargo_testgen::{Size, program};

const LINES: [usize; 3] = [10_000, 100_000, 1_000_000];

fn main() {
    println!("lines per second, in thousands\n");
    print!("{:>9}", "lines");
    STAGES.iter().for_each(|stage| print!("{stage:>9}"));
    println!("{:>9}", "all");
    for wanted in LINES {
        let text = text_of(wanted);
        let lines = text.lines().count();
        let best = (0..if wanted > 100_000 { 1 } else { 3 })
            .map(|_| run(&text))
            .min_by_key(|times| times.iter().sum::<Duration>());
        let times = best.unwrap_or_default();
        print!("{lines:>9}");
        let rate = |time: Duration| lines as f64 / time.as_secs_f64().max(1e-9) / 1000.0;
        times.iter().for_each(|&time| print!("{:>9.0}", rate(time)));
        println!("{:>9.0}", rate(times.iter().sum()));
    }
}

/// One package made of generated functions: those of many programs, told apart by a suffix of all names at package level.
fn text_of(lines: usize) -> String {
    let mut text = String::from("package p\n");
    let mut count = 1;
    let size = Size {
        funcs: 20,
        ..Size::default()
    };
    for seed in 1.. {
        if count >= lines {
            break;
        }
        let part = program(seed, size);
        count += part.lines().count();
        text.push_str(&renamed(&part, seed));
    }
    text
}

/// The program with a suffix at each name that its package level declares.
fn renamed(part: &str, seed: u64) -> String {
    let declared = |word: &str| {
        let digits = word.trim_start_matches(['S', 'I', 'f', 'g']);
        let numbered = digits.len() + 1 == word.len() && digits.parse::<u32>().is_ok();
        let helpers = [
            "sinkAny", "sinkFunc", "keep", "drop", "keepAll", "countAll", "call", "keepFunc",
            "fail", "Box", "ident", "addr", "wrap", "apply", "seq",
        ];
        numbered || helpers.contains(&word)
    };
    let mut out = String::with_capacity(part.len() + part.len() / 8);
    let mut word = String::new();
    for c in part.chars().skip_while(|&c| c != '\n').chain([' ']) {
        if c.is_alphanumeric() || c == '_' {
            word.push(c);
            continue;
        }
        out.push_str(&word);
        if declared(&word) {
            out.push_str(&format!("_{seed}"));
        }
        word.clear();
        out.push(c);
    }
    out
}
