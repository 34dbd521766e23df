//! How costs grow with one dimension of a program: a function of many statements, functions that call each other, a long literal.
//!
//! Milliseconds by stage, on one thread, for sizes that double. The last column is the exponent `e` of `time ~ size^e` between a size and
//! the one before: 1 is linear, and n log n is hardly more.

mod common;

use std::time::Duration;

use common::{STAGES, run};
use escargo_testgen::hostile::{Case, cases};

/// Cases, and the largest size of each.
const CURVES: [(&str, usize); 3] = [
    ("statements", 100_000),
    ("recursive functions", 20_000),
    ("big literal", 1_000_000),
];
const HALVINGS: u32 = 3;

fn main() {
    let all = cases();
    for (name, largest) in CURVES {
        if let Some(case) = all.iter().find(|case| case.name == name) {
            curve(case, largest);
        }
    }
}

fn curve(case: &Case, largest: usize) {
    println!("\n{}, milliseconds", case.name);
    print!("{:>9}", "size");
    STAGES.iter().for_each(|stage| print!("{stage:>9}"));
    println!("{:>9}{:>9}", "all", "growth");
    let mut before: Option<f64> = None;
    for halving in (0..=HALVINGS).rev() {
        let size = largest >> halving;
        let text = String::from_utf8((case.make)(size)).unwrap_or_default();
        let best = (0..2).map(|_| run(&text));
        let best = best.min_by_key(|times| times.iter().sum::<Duration>());
        let times = best.unwrap_or_default();
        print!("{size:>9}");
        let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
        times
            .iter()
            .for_each(|&time| print!("{:>9.0}", milliseconds(time)));
        let all = milliseconds(times.iter().sum());
        let growth = before.map_or_else(String::new, |before| {
            format!("{:.2}", (all / before).log2())
        });
        println!("{all:>9.0}{growth:>9}");
        before = Some(all);
    }
}
