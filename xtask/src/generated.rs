//! `cargo xtask generated`: random programs through gc and escargo.
//!
//! The programs are those of `testgen/`, one package a seed; they are written to a folder of their own, which stays if anything
//! differs, so that the programs can be looked at.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;
use escargo_testgen::{Size, program};

use crate::parity;

#[derive(ClapArgs)]
pub struct Args {
    /// The Go installation.
    #[arg(long, env = "GOROOT")]
    goroot: PathBuf,
    /// How many programs.
    #[arg(long, default_value_t = 2000)]
    count: u64,
    /// The seed of the first program.
    #[arg(long, default_value_t = 1)]
    first: u64,
    /// Flags of the compiler, as for `go build -gcflags`.
    #[arg(long, default_value = "-m -l", allow_hyphen_values = true)]
    gcflags: String,
    /// The escargo command; default: the build beside this program.
    #[arg(long)]
    escargo: Option<PathBuf>,
    /// Show this many differences of each package.
    #[arg(long, default_value_t = 3)]
    show: usize,
    /// Fail unless this share of the lines agrees, in percent.
    #[arg(long, default_value_t = 100.0)]
    at_least: f64,
}

pub fn run(args: &Args) -> Result<(), String> {
    let last = args.first + args.count;
    let name = format!("escargo-generated-{}-{last}", args.first);
    let folder = std::env::temp_dir().join(name);
    write(&folder, args.first..last).map_err(|error| format!("{}: {error}", folder.display()))?;
    let compared = parity::run(&parity::Args {
        goroot: args.goroot.clone(),
        gcflags: args.gcflags.clone(),
        dir: Some(folder.clone()),
        escargo: args.escargo.clone(),
        show: args.show,
        env: vec!["GOFLAGS=-mod=mod".to_owned()],
        at_least: Some(args.at_least),
        packages: vec!["./...".to_owned()],
        ..parity::Args::default()
    });
    match compared {
        Ok(()) => fs::remove_dir_all(&folder).map_err(|error| error.to_string()),
        Err(error) => Err(format!("{error} (programs: {})", folder.display())),
    }
}

/// A module with one package a seed.
fn write(folder: &Path, seeds: std::ops::Range<u64>) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("go.mod"), "module gen\n\ngo 1.27\n")?;
    for seed in seeds {
        let package = folder.join(format!("p{seed:06}"));
        fs::create_dir_all(&package)?;
        fs::write(package.join("p.go"), program(seed, Size::default()))?;
    }
    Ok(())
}
