//! `escargo graph`: the flows that decide placements.

use escargo::report::flow_graph;

use super::Outcome;
use super::args::{GraphArgs, GraphFormat};
use super::output::out;
use super::session::{Request, Session};

pub fn run(args: GraphArgs) -> Outcome {
    let session = match Session::start(&Request::from(&args.input)) {
        Ok(session) => session,
        Err(outcome) => return outcome,
    };
    if session.report_errors(args.input.all_errors) {
        return Outcome::Failed;
    }
    for view in session.views() {
        let graph = flow_graph::flow_graph(&view, &session.paths, args.func.as_deref());
        match args.format {
            GraphFormat::Dot => out(&flow_graph::dot_text(view.path(), &graph)),
            GraphFormat::Json => {
                let text = serde_json::to_string_pretty(&graph).unwrap_or_default();
                out(&format!("{text}\n"));
            }
        }
    }
    Outcome::Done
}
