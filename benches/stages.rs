//! Lines per second of each stage, on generated packages of growing size: `cargo bench`.
//!
//! One thread, one package of one file, no imports; the best of three runs. Costs that grow faster than the program show as a
//! falling rate down a column.

use std::sync::Arc;
use std::time::{Duration, Instant};

use escargo::check::{CheckOptions, CheckedPackage, FileInput, Importer, check_package};
use escargo::escape::{EscapeOptions, NoSummaries, analyze_package};
use escargo::lower::{LowerInput, Sources, finish_package, lower_package};
use escargo::placement::place_package;
use escargo::release::Release;
use escargo::report::go_text::{GoText, Level};
use escargo::report::paths::Paths;
use escargo::report::view::PackageView;
use escargo::source::FileSet;
use escargo::types::{PackageId, World};
use escargo_grammar::Symbol;
use escargo_testgen::{Size, program};

const LINES: [usize; 3] = [10_000, 100_000, 1_000_000];
const STAGES: [&str; 6] = ["parse", "check", "lower", "escape", "place", "report"];

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

struct Nothing;

impl Importer for Nothing {
    fn import(&self, _from: PackageId, path: &str) -> Result<PackageId, String> {
        Err(format!("no package {path}"))
    }
}

impl Sources for Nothing {
    fn checked(&self, _package: PackageId) -> Option<Arc<CheckedPackage>> {
        None
    }
}

/// The time of each stage.
fn run(text: &str) -> [Duration; 6] {
    let release = Release::NEWEST;
    let world = World::new();
    let mut files = FileSet::default();
    let file = files.add("p.go", text);
    let mut clock = Instant::now();
    let mut lap = || std::mem::replace(&mut clock, Instant::now()).elapsed();
    let parsed = escargo_grammar::parse(text);
    assert!(parsed.errors.is_empty(), "{:?}", parsed.errors.first());
    let parse = lap();
    let package = world.package_id(Symbol::intern("p"));
    let input = FileInput {
        file,
        ast: Arc::new(parsed.ast),
        go_minor: release.minor(),
    };
    let (checked, errors) = check_package(
        &world,
        &Nothing,
        package,
        vec![input],
        CheckOptions::default(),
    );
    assert!(!errors.has_errors(), "{:?}", errors.list.first());
    let check = lap();
    let (mut ir, errors) = lower_package(&LowerInput {
        world: &world,
        files: &files,
        checked: &checked,
        sources: &Nothing,
        release,
    });
    assert!(!errors.has_errors(), "{:?}", errors.list.first());
    finish_package(&world, &mut ir, Release::NEWEST);
    let lower = lap();
    let facts = analyze_package(&world, &mut ir, &NoSummaries, &EscapeOptions::of(release));
    let escape = lap();
    let placements = place_package(&world, &ir, &facts, release);
    let place = lap();
    let view = PackageView {
        examined: None,
        source: None,
        files: &files,
        world: &world,
        package: &ir,
        facts: &facts,
        placements: &placements,
        release,
        retained: None,
    };
    let printed = GoText {
        view,
        level: Level::Decisions,
        paths: &Paths::default(),
    };
    assert!(!printed.lines().is_empty());
    [parse, check, lower, escape, place, lap()]
}
