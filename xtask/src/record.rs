//! What gc prints, kept in a folder between runs: compiling std takes minutes and its output does not change.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::parity::Args;

/// What a command printed on standard error, and how long it took.
pub struct Recorded {
    pub text: String,
    pub time: Option<Duration>,
}

/// gc's output: from an earlier run with the same arguments, or of a run now.
pub fn of_go(args: &Args, goroot: &Path) -> Result<Recorded, String> {
    let kept = args
        .keep
        .as_ref()
        .map(|folder| kept_file(args, folder, goroot));
    if let Some(text) = kept.as_ref().and_then(|file| fs::read_to_string(file).ok()) {
        return Ok(Recorded { text, time: None });
    }
    let cache = std::env::temp_dir().join(format!("escargo-parity-{}", std::process::id()));
    let mut command = Command::new(goroot.join("bin/go"));
    command
        .args(["build", "-a"])
        .arg(format!("-gcflags={}", args.gcflags));
    if !args.env.iter().any(|pair| pair.starts_with("GOCACHE=")) {
        command.env("GOCACHE", &cache);
    }
    let recorded = run(command, args, goroot);
    // The cache only keeps this run apart from others.
    let _ = fs::remove_dir_all(&cache);
    let recorded = recorded?;
    if let Some(file) = kept {
        fs::write(&file, &recorded.text).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    Ok(recorded)
}

/// escargo's output of a run now.
pub fn of_escargo(args: &Args, goroot: &Path) -> Result<Recorded, String> {
    let mut command = Command::new(args.escargo()?);
    command
        .arg("build")
        .arg(format!("-gcflags={}", args.gcflags))
        .arg("--goroot")
        .arg(goroot);
    run(command, args, goroot)
}

fn run(mut command: Command, args: &Args, goroot: &Path) -> Result<Recorded, String> {
    command
        .args(&args.packages)
        .current_dir(args.folder(goroot))
        .envs([("GOTOOLCHAIN", "local"), ("CGO_ENABLED", "0")])
        .env("GOROOT", goroot)
        .envs(args.env.iter().filter_map(|pair| pair.split_once('=')));
    let start = Instant::now();
    let output = command
        .output()
        .map_err(|error| format!("{:?}: {error}", command.get_program()))?;
    Ok(Recorded {
        text: String::from_utf8_lossy(&output.stderr).into_owned(),
        time: Some(start.elapsed()),
    })
}

/// A name made of everything that the output depends on.
fn kept_file(args: &Args, folder: &Path, goroot: &Path) -> PathBuf {
    let version = fs::read_to_string(goroot.join("VERSION")).unwrap_or_default();
    let version = version.lines().next().unwrap_or("unknown").to_owned();
    let place = args.folder(goroot);
    let place = place
        .strip_prefix(goroot)
        .unwrap_or(&place)
        .to_string_lossy()
        .into_owned();
    let parts = [
        version,
        args.gcflags.clone(),
        place,
        args.packages.join(","),
        args.env.join(","),
    ];
    let name: String = parts
        .join("+")
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || "+=.-".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    folder.join(short(name))
}

/// File names have at most 255 bytes: a long list of packages is cut, and a checksum of all of it put in its place.
fn short(name: String) -> String {
    if name.len() <= 200 {
        return name;
    }
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    format!("{}-{:016x}", &name[..180], hasher.finish())
}
