//! `escargo placement`: the decision table of the backend.

use escargo::report::json::{self, Document};
use escargo::report::text;

use super::Outcome;
use super::args::{PlacementArgs, TableFormat};
use super::output::{err, out};
use super::session::{Request, Session};

pub fn run(args: PlacementArgs) -> Outcome {
    let session = match Session::start(&Request::from(&args.input)) {
        Ok(session) => session,
        Err(outcome) => return outcome,
    };
    let failed = session.report_errors(args.input.all_errors);
    let only = args.func.as_deref();
    match args.format {
        TableFormat::Text => {
            for view in session.views() {
                out(&text::placement_table(&view, &session.paths, only));
            }
        }
        TableFormat::Json => {
            let views = session.views();
            let packages = views.map(|view| json::package_record(&view, &session.paths, only));
            let document = Document {
                version: json::VERSION,
                go: session.analysis.release.to_string(),
                packages: packages.collect(),
            };
            match serde_json::to_string_pretty(&document) {
                Ok(text) => out(&format!("{text}\n")),
                Err(error) => {
                    err(&format!("escargo: {error}\n"));
                    return Outcome::Failed;
                }
            }
        }
    }
    match failed {
        true => Outcome::Failed,
        false => Outcome::Done,
    }
}
