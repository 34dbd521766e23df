//! `cargo xtask libraries`: libraries that others wrote, through gc and escargo.
//!
//! Takes a folder of unpacked Debian packages (`golang-*-dev`; `dpkg -x` each into it), lays them out as a module that vendors
//! them, and gives for each library: whether escargo loads and checks it, and how the outputs agree over its own packages.
//! Packages whose imports are not there are left out, as are those that gc rejects; `go list` and `go build` say which.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args as ClapArgs;

use crate::compare::{Agreement, Counts, compare};
use crate::output::by_package;
use crate::parity;
use crate::record;
use crate::vendor::{Modules, vendor};

#[derive(ClapArgs)]
pub struct Args {
    /// The Go installation.
    #[arg(long, env = "GOROOT")]
    goroot: PathBuf,
    /// Flags of the compiler, as for `go build -gcflags`.
    #[arg(long, default_value = "all=-m -l", allow_hyphen_values = true)]
    gcflags: String,
    /// Keep gc's output in this folder, and use what is there.
    #[arg(long)]
    keep: Option<PathBuf>,
    /// The escargo command; default: the release build beside this program.
    #[arg(long)]
    escargo: Option<PathBuf>,
    /// Show this many differences of each package.
    #[arg(long, default_value_t = 0)]
    show: usize,
    /// Only libraries whose path contains this.
    #[arg(long)]
    only: Option<String>,
    /// Fail unless this share of the lines agrees in each library, in percent.
    #[arg(long)]
    at_least: Option<f64>,
    /// The folder with the unpacked packages.
    folder: PathBuf,
}

pub fn run(args: &Args) -> Result<(), String> {
    let scratch = std::env::temp_dir().join(format!("escargo-libraries-{}", std::process::id()));
    let result = run_in(args, &scratch);
    // Only a copy.
    let _ = fs::remove_dir_all(&scratch);
    result
}

fn run_in(args: &Args, scratch: &Path) -> Result<(), String> {
    let goroot = args.goroot.canonicalize().map_err(|e| e.to_string())?;
    let below = args.folder.join("usr/share/gocode/src");
    let source = match below.is_dir() {
        true => below,
        false => args.folder.clone(),
    };
    fs::create_dir_all(scratch).map_err(|error| error.to_string())?;
    let mut modules = vendor(&source, scratch).map_err(|error| error.to_string())?;
    if let Some(only) = &args.only {
        modules.retain(|path, _| path.contains(only.as_str()));
    }
    keep_complete(&mut modules, &goroot, scratch)?;
    let compared = parity::Args {
        goroot: goroot.clone(),
        gcflags: args.gcflags.clone(),
        dir: Some(scratch.to_owned()),
        keep: args.keep.clone(),
        escargo: args.escargo.clone(),
        show: args.show,
        env: vec!["GOFLAGS=-mod=vendor".to_owned()],
        packages: packages(&modules),
        ..parity::Args::default()
    };
    let theirs = record::of_go(&compared, &goroot)?;
    let ours = record::of_escargo(&compared, &goroot)?;
    let (theirs, ours) = (by_package(&theirs.text), by_package(&ours.text));
    let empty = Vec::new();
    let (mut sum, mut loaded, mut agreeing) = (Counts::default(), 0, 0);
    println!(
        "{:<44} packages errors  lines missing extra percent",
        "library"
    );
    for (path, module) in &modules {
        let errors = errors_of(&compared, &module.packages, scratch)?;
        let mut counts = Counts::default();
        for package in &module.packages {
            let theirs = theirs.get(package).unwrap_or(&empty);
            let ours = ours.get(package).unwrap_or(&empty);
            let agreement: Agreement = compare(theirs, ours);
            counts.add(agreement.counts());
            if args.show > 0 {
                parity::show(&compared, package, &agreement, theirs, ours);
            }
        }
        let least = args.at_least.unwrap_or(99.5);
        loaded += usize::from(errors == 0);
        agreeing += usize::from(counts.percent() >= least);
        sum.add(counts);
        println!(
            "{path:<44} {:>8} {errors:>6} {:>6} {:>7} {:>5} {:>7.3}",
            module.packages.len(),
            counts.matching,
            counts.missing,
            counts.extra,
            counts.percent()
        );
    }
    println!(
        "{} libraries: {loaded} load and check, {agreeing} agree; {} lines, {} missing, {} extra, {:.3} percent",
        modules.len(),
        sum.matching,
        sum.missing,
        sum.extra,
        sum.percent()
    );
    match args.at_least {
        Some(_) if agreeing < modules.len() => Err("some libraries agree less".to_owned()),
        _ => Ok(()),
    }
}

/// All packages, in order.
fn packages(modules: &Modules) -> Vec<String> {
    modules.values().flat_map(|m| m.packages.clone()).collect()
}

/// Drops packages that `go list` finds incomplete, and libraries without any others.
fn keep_complete(modules: &mut Modules, goroot: &Path, scratch: &Path) -> Result<(), String> {
    let format = "{{if not .Incomplete}}{{.ImportPath}}{{end}}";
    let output = Command::new(goroot.join("bin/go"))
        .args(["list", "-e", "-f", format])
        .args(packages(modules))
        .current_dir(scratch)
        .envs([("GOTOOLCHAIN", "local"), ("CGO_ENABLED", "0")])
        .env("GOFLAGS", "-mod=vendor")
        .output()
        .map_err(|error| format!("go list: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let complete: BTreeMap<&str, ()> = text.lines().map(|line| (line, ())).collect();
    for module in modules.values_mut() {
        module
            .packages
            .retain(|path| complete.contains_key(path.as_str()));
    }
    modules.retain(|_, module| !module.packages.is_empty());
    Ok(())
}

/// How many lines escargo prints that are errors when it builds a library without any flags.
fn errors_of(args: &parity::Args, packages: &[String], scratch: &Path) -> Result<usize, String> {
    let output = Command::new(args.escargo()?)
        .arg("build")
        .arg("--goroot")
        .arg(&args.goroot)
        .args(packages)
        .current_dir(scratch)
        .envs([("CGO_ENABLED", "0"), ("GOFLAGS", "-mod=vendor")])
        .output()
        .map_err(|error| format!("escargo: {error}"))?;
    let text = String::from_utf8_lossy(&output.stderr);
    let lines = text.lines().filter(|line| !line.starts_with('#')).count();
    match output.status.success() {
        true => Ok(lines),
        false => Ok(lines.max(1)),
    }
}
