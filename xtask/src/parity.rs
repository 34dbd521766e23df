//! `cargo xtask parity`: the same packages through gc and escargo.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use crate::compare::{Agreement, Counts, by_class, compare};
use crate::output::{ByPackage, by_package, select};
use crate::record;

#[derive(ClapArgs, Default)]
pub struct Args {
    /// The Go installation.
    #[arg(long, env = "GOROOT")]
    pub goroot: PathBuf,
    /// Flags of the compiler, as for `go build -gcflags`.
    #[arg(long, default_value = "all=-m -l", allow_hyphen_values = true)]
    pub gcflags: String,
    /// Where to build; default: `src` of the Go installation.
    #[arg(short = 'C')]
    pub dir: Option<PathBuf>,
    /// Keep gc's output in this folder, and use what is there.
    #[arg(long)]
    pub keep: Option<PathBuf>,
    /// The escargo command; default: the release build beside this program.
    #[arg(long)]
    pub escargo: Option<PathBuf>,
    /// Show this many differences of each package.
    #[arg(long, default_value_t = 0)]
    pub show: usize,
    /// Show only differences that contain this.
    #[arg(long)]
    pub grep: Option<String>,
    /// Compare only these packages of the output (all flags and patterns stay as they are).
    #[arg(long)]
    pub only: Vec<String>,
    /// Compare only messages of this kind (a row of the table).
    #[arg(long)]
    pub kind: Vec<String>,
    /// Cut lines where this text begins.
    #[arg(long)]
    pub cut: Option<String>,
    /// Further environment, `NAME=VALUE`.
    #[arg(long)]
    pub env: Vec<String>,
    /// Fail unless this share of the lines agrees, in percent.
    #[arg(long)]
    pub at_least: Option<f64>,
    /// Packages and patterns.
    #[arg(default_value = "std")]
    pub packages: Vec<String>,
}

impl Args {
    pub fn folder(&self, goroot: &Path) -> PathBuf {
        self.dir.clone().unwrap_or_else(|| goroot.join("src"))
    }

    pub fn escargo(&self) -> Result<PathBuf, String> {
        if let Some(path) = &self.escargo {
            return std::path::absolute(path).map_err(|error| error.to_string());
        }
        let here = std::env::current_exe().map_err(|error| error.to_string())?;
        let beside = here.with_file_name("escargo");
        match beside.exists() {
            true => Ok(beside),
            false => Err("no escargo beside this program: cargo build --release first".to_owned()),
        }
    }
}

pub fn run(args: &Args) -> Result<(), String> {
    let goroot = args
        .goroot
        .canonicalize()
        .map_err(|error| error.to_string())?;
    let theirs = record::of_go(args, &goroot)?;
    let ours = record::of_escargo(args, &goroot)?;
    let lines = |text: &str| {
        let mut packages = by_package(text);
        packages
            .values_mut()
            .for_each(|lines| select(lines, &args.kind, args.cut.as_deref()));
        packages
    };
    let percent = report(args, &lines(&theirs.text), &lines(&ours.text));
    if let (Some(theirs), Some(ours)) = (theirs.time, ours.time) {
        let ratio = theirs.as_secs_f64() / ours.as_secs_f64().max(1e-9);
        println!("wall time: go {theirs:.2?}, escargo {ours:.2?}, {ratio:.1} times as fast");
    } else if let Some(ours) = ours.time {
        println!("wall time: escargo {ours:.2?}");
    }
    match args.at_least {
        Some(least) if percent < least => Err(format!("{percent:.3} percent, want {least}")),
        _enough => Ok(()),
    }
}

fn report(args: &Args, theirs: &ByPackage, ours: &ByPackage) -> f64 {
    let empty = Vec::new();
    let paths: BTreeSet<&String> = theirs.keys().chain(ours.keys()).collect();
    let mut sum = Counts::default();
    let mut classes: BTreeMap<&'static str, Counts> = BTreeMap::new();
    let (mut packages, mut identical, mut same) = (0, 0, 0);
    let mut worst = Vec::new();
    for path in paths {
        if !args.only.is_empty() && !args.only.contains(path) {
            continue;
        }
        let their_lines = theirs.get(path).unwrap_or(&empty);
        let our_lines = ours.get(path).unwrap_or(&empty);
        let agreement = compare(their_lines, our_lines);
        packages += 1;
        identical += usize::from(agreement.identical);
        same += usize::from(agreement.missing.is_empty() && agreement.extra.is_empty());
        sum.add(agreement.counts());
        by_class(their_lines, &agreement, &mut classes);
        if args.show > 0 {
            show(args, path, &agreement, their_lines, our_lines);
        }
        worst.push((agreement.counts(), path));
    }
    worst.sort_by_key(|(counts, path)| (std::cmp::Reverse(counts.missing + counts.extra), *path));
    println!(
        "{:<28} {:>9} {:>8} {:>8} {:>8}",
        "message", "matching", "missing", "extra", "percent"
    );
    for (class, counts) in &classes {
        print_counts(class, *counts);
    }
    print_counts("all", sum);
    println!("packages: {packages}, same lines: {same}, byte-identical: {identical}");
    for (counts, path) in worst
        .iter()
        .take(15)
        .filter(|(c, _)| c.missing + c.extra > 0)
    {
        println!(
            "  {path}: {} missing, {} extra",
            counts.missing, counts.extra
        );
    }
    sum.percent()
}

fn print_counts(name: &str, counts: Counts) {
    let Counts {
        matching,
        missing,
        extra,
    } = counts;
    println!(
        "{name:<28} {matching:>9} {missing:>8} {extra:>8} {:>8.3}",
        counts.percent()
    );
}

/// The first differences of a package, in gc's order; where only the order differs, the first line out of place.
pub fn show(args: &Args, path: &str, agreement: &Agreement, theirs: &[String], ours: &[String]) {
    let wanted = |line: &&String| {
        args.grep
            .as_ref()
            .is_none_or(|text| line.contains(text.as_str()))
    };
    let missing: Vec<&String> = agreement
        .missing
        .iter()
        .filter(wanted)
        .take(args.show)
        .collect();
    let extra: Vec<&String> = agreement
        .extra
        .iter()
        .filter(wanted)
        .take(args.show)
        .collect();
    let reordered =
        agreement.missing.is_empty() && agreement.extra.is_empty() && !agreement.identical;
    if missing.is_empty() && extra.is_empty() && !reordered {
        return;
    }
    println!("# {path}");
    for line in missing {
        println!("- {line}");
    }
    for line in extra {
        println!("+ {line}");
    }
    if reordered {
        let at = theirs
            .iter()
            .zip(ours)
            .position(|(a, b)| a != b)
            .unwrap_or(0);
        println!(
            "order: gc has {:?}, escargo {:?}",
            theirs.get(at),
            ours.get(at)
        );
    }
}
