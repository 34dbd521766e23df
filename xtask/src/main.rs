//! Tasks of the repository that are no tests: they need an installed Go and minutes.
//!
//! `cargo xtask parity` compiles packages with gc and analyses them with escargo, under the same flags, and compares what
//! both print, package by package; `cargo xtask generated` does the same with random programs, `cargo xtask libraries` with
//! libraries of Debian. See `docs/testing.md`.

mod compare;
mod generated;
mod libraries;
mod output;
mod parity;
mod record;
mod vendor;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "xtask", about = "Tasks of the escargo repository")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Compares escargo's output with gc's, line by line.
    Parity(parity::Args),
    /// Compares the outputs on random programs.
    Generated(generated::Args),
    /// Compares the outputs on libraries unpacked in a folder.
    Libraries(libraries::Args),
}

fn main() -> ExitCode {
    let done = match Cli::parse().task {
        Task::Parity(args) => parity::run(&args),
        Task::Generated(args) => generated::run(&args),
        Task::Libraries(args) => libraries::run(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}
