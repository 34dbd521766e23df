//! `escargo facts`: what is known of packages without their sources, made from an installed Go.

use escargo::Options;
use escargo::facts::generate;

use super::Outcome;
use super::args::FactsArgs;
use super::output::out;
use super::session::{Session, current_paths, release};

pub fn run(args: FactsArgs) -> Outcome {
    let release = match release(args.go.as_deref()) {
        Ok(release) => release,
        Err(outcome) => return outcome,
    };
    let options = Options {
        release,
        goroot: args.goroot,
        ..Options::default()
    };
    let (text, analysis) = generate::facts(&options, args.packages);
    let session = Session {
        analysis,
        paths: current_paths(),
    };
    let failed = session.report_errors(false);
    out(&text);
    match failed {
        true => Outcome::Failed,
        false => Outcome::Done,
    }
}
