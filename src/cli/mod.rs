//! The command line: one file a subcommand. Uses the public library only.
//!
//! Exit codes: 0; 1 for errors in the input, printed in Go's form; 2 for wrong usage.

mod args;
mod argv;
mod baseline;
mod build;
mod check;
mod diff;
mod explain;
mod facts;
mod files;
mod findings;
mod gate;
mod gcflags;
mod graph;
mod ir;
mod manual;
mod output;
mod placement;
mod progress;
mod report;
mod run;
mod session;
mod syntax;
mod verify;
mod vet;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};

/// What a command ends with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// All is well.
    Done,
    /// The input is wrong; what is wrong has been printed.
    Failed,
    /// The command line is wrong; what is wrong has been printed.
    Misused,
    /// An executed program ended with this code.
    Exited(u8),
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        ExitCode::from(match outcome {
            Outcome::Done => 0,
            Outcome::Failed => 1,
            Outcome::Misused => 2,
            Outcome::Exited(code) => code,
        })
    }
}

/// Runs the command that the arguments ask for.
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    if let Some(outcome) = vet::asked(&args) {
        return outcome.into();
    }
    let cli = match Cli::try_parse_from(argv::with_long_flags(args)) {
        Ok(cli) => cli,
        Err(error) => {
            let wrong = error.use_stderr();
            // A closed pipe is no reason to complain.
            let _ = error.print();
            return if wrong {
                Outcome::Misused
            } else {
                Outcome::Done
            }
            .into();
        }
    };
    let outcome = match cli.command {
        Command::Build(args) => build::run(args),
        Command::Check(args) => check::run(args),
        Command::Report(args) => report::run(args),
        Command::Gate(args) => gate::run(args),
        Command::Baseline(args) => baseline::run(args),
        Command::Diff(args) => diff::run(args),
        Command::Placement(args) => placement::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Run(args) => run::run(args),
        Command::Ir(args) => ir::run(args),
        Command::Graph(args) => graph::run(args),
        Command::Ast(args) => syntax::ast(args),
        Command::Tokens(args) => syntax::tokens(args),
        Command::Completions(args) => manual::completions(args),
        Command::Man => manual::man(),
        Command::Facts(args) => facts::run(args),
        Command::Verify(args) => verify::run(args),
    };
    outcome.into()
}
