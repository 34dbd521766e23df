//! All stages on one text, timed one by one.

use std::sync::Arc;
use std::time::{Duration, Instant};

use escargo::check::{CheckOptions, FileInput, NoImports, check_package};
use escargo::escape::{EscapeOptions, NoSummaries, analyze_package};
use escargo::lower::{LowerInput, finish_package, lower_package};
use escargo::placement::place_package;
use escargo::release::Release;
use escargo::report::go_text::{GoText, Level};
use escargo::report::paths::Paths;
use escargo::report::view::PackageView;
use escargo::source::FileSet;
use escargo::types::World;
use escargo_grammar::Symbol;

/// The stages that are timed.
// Not every benchmark uses all of this module.
#[allow(dead_code)]
pub const STAGES: [&str; 6] = ["parse", "check", "lower", "escape", "place", "report"];

/// What this thread has worked so far, whatever else the machine does; none where the system does not tell.
pub fn processor_time() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = text.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

/// The time of each stage, of processor time where the system tells it.
#[allow(dead_code)]
pub fn run(text: &str) -> [Duration; 6] {
    let release = Release::NEWEST;
    let world = World::new();
    let mut files = FileSet::default();
    let file = files.add("p.go", text);
    let start = Instant::now();
    let now = || processor_time().unwrap_or_else(|| start.elapsed());
    let mut clock = now();
    let mut lap = || {
        let before = std::mem::replace(&mut clock, now());
        clock.saturating_sub(before)
    };
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
        &NoImports,
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
        sources: &NoImports,
        release,
    });
    assert!(!errors.has_errors(), "{:?}", errors.list.first());
    finish_package(&world, &mut ir, release);
    let lower = lap();
    let facts = analyze_package(&world, &mut ir, &NoSummaries, &EscapeOptions::of(release));
    let escape = lap();
    let placements = place_package(&world, &ir, &facts, release);
    let place = lap();
    let view = PackageView {
        examined: None,
        source: None,
        retained: None,
        files: &files,
        world: &world,
        package: &ir,
        facts: &facts,
        placements: &placements,
        release,
    };
    let printed = GoText {
        view,
        level: Level::Decisions,
        paths: &Paths::default(),
    };
    std::hint::black_box(printed.lines());
    [parse, check, lower, escape, place, lap()]
}
