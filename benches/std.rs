//! The standard library: against `go/parser` and `go/types` (`benches/peer/`), and against the escape analysis of gc itself.
//!
//! Needs a Go installation (`$GOROOT` or `go` on the PATH); says so if there is none. Everything is measured in the same run, each figure in
//! a process of its own, the best of three. `ESCARGO_BENCH_GC=1` also compiles the library with gc, which takes minutes, for its own
//! figures by phase.

mod common;

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use escargo::check::{CheckOptions, CheckedPackage, FileInput, Importer, check_package};
use escargo::escape::{EscapeOptions, Leaks, Summaries, analyze_package};
use escargo::facts::Facts;
use escargo::lower::{LowerInput, Sources, finish_package, lower_package};
use escargo::placement::place_package;
use escargo::source::load::settings::Settings;
use escargo::source::load::{Input, LoadRules, Loaded, LoadedPackage, load};
use escargo::toolchain::Toolchain;
use escargo::types::{ObjectId, PackageId, World};
use escargo_grammar::Symbol;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Which measurement a process makes.
const PART: &str = "ESCARGO_BENCH_PART";
const RUNS: usize = 3;

fn main() {
    let Some(toolchain) = Toolchain::find() else {
        println!("NOT RUN: no Go installation (set GOROOT)");
        return;
    };
    match std::env::var(PART).as_deref() {
        Ok("parse") => return parse(&toolchain),
        Ok("check") => return check(&toolchain),
        Ok("analyse") => return analyse(&toolchain),
        _all => {}
    }
    let (one, two) = (("RAYON_NUM_THREADS", "1"), ("RAYON_NUM_THREADS", "2"));
    let ours = |part, threads| best((0..RUNS).map(|_| own(part, threads)));
    println!("standard library of Go {}\n", toolchain.release);
    println!(
        "{:<52}{:>8}{:>8}{:>7}{:>7}",
        "", "wall s", "CPU s", "MB", "files"
    );
    let (parsed, checked) = (ours("parse", one), ours("check", two));
    row("escargo: parse, one core", &parsed);
    row("escargo: load and check, two cores", &checked);
    match peer(&toolchain) {
        Ok(peer) => {
            let run =
                |part: &str, cores: &str| {
                    best((0..RUNS).map(|_| {
                        figures(Command::new(&peer).args([part, cores]).arg(&toolchain.root))
                    }))
                };
            let (peer_parsed, peer_checked) = (run("parse", "1"), run("check", "2"));
            row("go/parser: parse, one core", &peer_parsed);
            row(
                "go/parser + go/types: load and check, two cores",
                &peer_checked,
            );
            ratio("parse", &peer_parsed, &parsed);
            ratio("load and check", &peer_checked, &checked);
        }
        Err(why) => println!("NOT RUN: go/parser and go/types: {why}"),
    }
    let analysed = ours("analyse", one);
    row(
        "escargo: call graph, escape, placement, one core",
        &analysed,
    );
    if std::env::var_os("ESCARGO_BENCH_GC").is_some() {
        let gc = gc_escapes(&toolchain);
        println!("{:<60}{gc:>8.2}", "gc -l: fe:escapes");
        println!(
            "{:<60}{:>8.2}",
            "  gc / escargo",
            gc / analysed.worked.max(1e-9)
        );
    }
}

/// What a process measured.
#[derive(Clone, Copy, Default)]
struct Figures {
    seconds: f64,
    /// Of the processors.
    worked: f64,
    /// Of memory, at most.
    megabytes: f64,
    files: f64,
}

fn row(what: &str, figures: &Figures) {
    let Figures {
        seconds,
        worked,
        megabytes,
        files,
    } = figures;
    println!("{what:<52}{seconds:>8.2}{worked:>8.2}{megabytes:>7.0}{files:>7.0}");
}

fn ratio(what: &str, peer: &Figures, own: &Figures) {
    let of = |peer: f64, own: f64| peer / own.max(1e-9);
    let (seconds, worked) = (of(peer.seconds, own.seconds), of(peer.worked, own.worked));
    let what = format!("  {what}: Go / escargo");
    println!("{what:<52}{seconds:>8.2}{worked:>8.2}");
}

fn best(runs: impl Iterator<Item = Figures>) -> Figures {
    runs.min_by(|a, b| a.worked.total_cmp(&b.worked))
        .unwrap_or_default()
}

/// This program again, for one part.
fn own(part: &str, threads: (&str, &str)) -> Figures {
    let Ok(program) = std::env::current_exe() else {
        return Figures::default();
    };
    figures(
        Command::new(program)
            .env(PART, part)
            .env(threads.0, threads.1),
    )
}

/// Runs a process that prints seconds, those of the processors, megabytes and the number of files.
fn figures(command: &mut Command) -> Figures {
    let output = command
        .output()
        .map(|output| output.stdout)
        .unwrap_or_default();
    let text = String::from_utf8_lossy(&output);
    let mut numbers = text.split_whitespace().filter_map(|word| word.parse().ok());
    let mut next = || numbers.next().unwrap_or(f64::NAN);
    Figures {
        seconds: next(),
        worked: next(),
        megabytes: next(),
        files: next(),
    }
}

struct Clock {
    wall: Instant,
    processor: Duration,
}

impl Clock {
    fn start() -> Clock {
        Clock {
            wall: Instant::now(),
            processor: worked(),
        }
    }

    fn print(&self, files: usize) {
        let processor = worked().saturating_sub(self.processor);
        print_figures(self.wall.elapsed(), processor, files);
    }
}

/// What all threads of this process have worked, to a hundredth of a second.
fn worked() -> Duration {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = text.rsplit(')').next().unwrap_or_default();
    let ticks = behind_name.split_whitespace().skip(11).take(2);
    let ticks: u64 = ticks.filter_map(|word| word.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

fn print_figures(wall: Duration, processor: Duration, files: usize) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
    let (wall, processor) = (wall.as_secs_f64(), processor.as_secs_f64());
    println!(
        "{wall} {processor} {} {files}",
        peak.unwrap_or(0.0) / 1024.0
    );
}

fn load_std(toolchain: &Toolchain) -> Loaded {
    let rules = LoadRules {
        toolchain: Some(toolchain),
        release: toolchain.release,
        tags: &[],
        fallback: &Facts::standard(toolchain.release),
    };
    let mut settings = Settings::of_process(Some(&toolchain.root));
    settings.vendor = None;
    load(&Input::Packages(vec!["std".to_owned()]), &rules, &settings)
}

fn parse(toolchain: &Toolchain) {
    let loaded = load_std(toolchain);
    let files = loaded.packages.iter().flat_map(|package| &package.files);
    let texts: Vec<String> = files
        .filter_map(|file| Some(loaded.files.get(file.file)?.text.to_string()))
        .collect();
    let clock = Clock::start();
    for text in &texts {
        std::hint::black_box(escargo_grammar::parse(text));
    }
    clock.print(texts.len());
}

fn check(toolchain: &Toolchain) {
    let clock = Clock::start();
    let loaded = load_std(toolchain);
    let world = World::new();
    let imports = Imports::new(&world, &loaded.packages);
    let mut files = 0;
    for level in levels(&loaded.packages) {
        files += level
            .iter()
            .map(|&number| loaded.packages[number].files.len())
            .sum::<usize>();
        level.into_par_iter().for_each(|number| {
            let (_, id) = (number, imports.ids[number]);
            imports.check(&loaded.packages[number], id);
        });
    }
    clock.print(files);
}

/// All stages, on one thread; only those behind lowering are timed.
fn analyse(toolchain: &Toolchain) {
    let loaded = load_std(toolchain);
    let world = World::new();
    let imports = Imports::new(&world, &loaded.packages);
    let mut sources = Checked::default();
    let mut summaries = Found::default();
    let release = toolchain.release;
    let (mut time, mut files) = (Duration::ZERO, 0);
    for (number, package) in loaded.packages.iter().enumerate() {
        files += package.files.len();
        let checked = Arc::new(imports.check(package, imports.ids[number]));
        let (mut ir, errors) = lower_package(&LowerInput {
            world: &world,
            files: &loaded.files,
            checked: &checked,
            sources: &sources,
            release,
        });
        assert!(
            !errors.has_errors(),
            "{}: {:?}",
            package.path,
            errors.list.first()
        );
        finish_package(&world, &mut ir, release);
        sources.0.insert(checked.package, checked);
        let start = common::processor_time().unwrap_or_default();
        let facts = analyze_package(&world, &mut ir, &summaries, &EscapeOptions::of(release));
        let placements = place_package(&world, &ir, &facts, release);
        let end = common::processor_time().unwrap_or_default();
        time += end.saturating_sub(start);
        std::hint::black_box(placements);
        let found = facts.summaries.iter();
        summaries
            .0
            .extend(found.map(|(&function, leaks)| (function, Arc::from(leaks.as_slice()))));
    }
    print_figures(time, time, files);
}

/// The packages in rounds: each only imports those of earlier rounds.
fn levels(packages: &[LoadedPackage]) -> Vec<Vec<usize>> {
    let mut depths: Vec<usize> = Vec::new();
    let mut levels: Vec<Vec<usize>> = Vec::new();
    for (number, package) in packages.iter().enumerate() {
        let below = package
            .imports
            .values()
            .filter_map(|&import| depths.get(import));
        let depth = below.max().map_or(0, |depth| depth + 1);
        depths.push(depth);
        levels.resize_with(levels.len().max(depth + 1), Vec::new);
        levels[depth].push(number);
    }
    levels
}

struct Imports<'a> {
    world: &'a World,
    ids: Vec<PackageId>,
    imports: FxHashMap<PackageId, &'a FxHashMap<String, usize>>,
}

impl<'a> Imports<'a> {
    fn new(world: &'a World, packages: &'a [LoadedPackage]) -> Imports<'a> {
        let ids = packages
            .iter()
            .map(|package| world.package_id(Symbol::intern(&package.path)));
        let ids: Vec<PackageId> = ids.collect();
        let imports = ids
            .iter()
            .zip(packages)
            .map(|(&id, package)| (id, &package.imports));
        Imports {
            world,
            imports: imports.collect(),
            ids,
        }
    }

    fn check(&self, package: &LoadedPackage, id: PackageId) -> CheckedPackage {
        let files = package.files.iter().map(|file| FileInput {
            file: file.file,
            ast: Arc::clone(&file.ast),
            go_minor: file.go_minor,
        });
        let options = CheckOptions {
            has_assembly: package.has_assembly,
            ..CheckOptions::default()
        };
        let (checked, errors) = check_package(self.world, self, id, files.collect(), options);
        assert!(
            !errors.has_errors(),
            "{}: {:?}",
            package.path,
            errors.list.first()
        );
        checked
    }
}

impl Importer for Imports<'_> {
    fn import(&self, from: PackageId, path: &str) -> Result<PackageId, String> {
        let number = self
            .imports
            .get(&from)
            .and_then(|imports| imports.get(path));
        match number {
            Some(&number) => Ok(self.ids[number]),
            None => Err(format!("could not import {path}")),
        }
    }
}

#[derive(Default)]
struct Checked(FxHashMap<PackageId, Arc<CheckedPackage>>);

impl Sources for Checked {
    fn checked(&self, package: PackageId) -> Option<Arc<CheckedPackage>> {
        self.0.get(&package).cloned()
    }
}

#[derive(Default)]
struct Found(FxHashMap<ObjectId, Arc<[Option<Leaks>]>>);

impl Summaries for Found {
    fn leaks(&self, function: ObjectId) -> Option<Arc<[Option<Leaks>]>> {
        self.0.get(&function).cloned()
    }
}

fn go(toolchain: &Toolchain) -> Command {
    let mut command = Command::new(toolchain.root.join("bin/go"));
    command
        .env("GOROOT", &toolchain.root)
        .env("GOTOOLCHAIN", "local")
        .env("GOFLAGS", "-mod=mod")
        .env("CGO_ENABLED", "0")
        .env(
            "GOCACHE",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("go-cache"),
        )
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peer"));
    command
}

/// Builds the program that measures Go's own packages.
fn peer(toolchain: &Toolchain) -> Result<std::path::PathBuf, String> {
    let program = Path::new(env!("CARGO_TARGET_TMPDIR")).join("peer");
    let output = go(toolchain)
        .args(["build", "-o"])
        .arg(&program)
        .arg("main.go")
        .output();
    let output = output.map_err(|error| error.to_string())?;
    match output.status.success() {
        true => Ok(program),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}

/// Seconds that gc's escape analysis takes in all packages.
fn gc_escapes(toolchain: &Toolchain) -> f64 {
    let file =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("gc-{}.txt", std::process::id()));
    // A file of another name makes all packages compile again.
    let flags = format!("-gcflags=all=-l -bench={}", file.display());
    let status = go(toolchain)
        .args(["build", "-p=1", &flags, "std"])
        .status();
    if !status.is_ok_and(|status| status.success()) {
        return f64::NAN;
    }
    let text = std::fs::read_to_string(&file).unwrap_or_default();
    let lines = text.lines().filter(|line| line.contains(":fe:escapes"));
    let times = lines.filter_map(|line| line.split_whitespace().nth(2)?.parse::<f64>().ok());
    let sum: f64 = times.sum();
    let _ = std::fs::remove_file(&file);
    sum / 1e9
}
