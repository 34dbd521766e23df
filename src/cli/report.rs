//! `escargo report --html FILE`: one page to look at.

use escargo::report::html;

use super::Outcome;
use super::args::{FindingArgs, Only, PageArgs, Sort};
use super::files;
use super::findings::find;
use super::output::err;
use super::session::{Request, Session, reason};

pub fn run(args: PageArgs) -> Outcome {
    let request = Request {
        explain: true,
        ..Request::from(&args.input)
    };
    let session = match Session::start(&request) {
        Ok(session) => session,
        Err(outcome) => return outcome,
    };
    let failed = session.report_errors(args.input.all_errors);
    let wanted = FindingArgs {
        only: vec![Only::Heap, Only::Runtime, Only::Stack, Only::Params],
        func: None,
        function: None,
        sort: Sort::Cost,
        limit: None,
        hints: args.hints,
    };
    let found = match find(&session, &wanted) {
        Ok(found) => found,
        Err(outcome) => return outcome,
    };
    let title = format!("escargo: {}", args.input.inputs.join(" "));
    let release = session.analysis.release;
    let page = html::page(&found.groups, &session.paths, release, &title);
    if let Err(error) = files::write(&args.html, page.as_bytes()) {
        let path = args.html.display();
        err(&format!("escargo: {path}: {}\n", reason(&error)));
        return Outcome::Failed;
    }
    match failed {
        true => Outcome::Failed,
        false => Outcome::Done,
    }
}
