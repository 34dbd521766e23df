//! `escargo build`: what `go build -gcflags=-m` prints, on standard error.

use std::path::Path;

use escargo::Keep;
use escargo::report::go_text::{GoText, Level};
use escargo::report::lsp::{Header, record_files};

use super::Outcome;
use super::args::BuildArgs;
use super::files;
use super::gcflags::GcFlags;
use super::output::err;
use super::session::{Request, Session, reason};

pub fn run(args: BuildArgs) -> Outcome {
    let flags = match GcFlags::parse(&args.gcflags) {
        Ok(flags) => flags,
        Err(error) => {
            err(&format!("escargo: {error}\n"));
            return Outcome::Misused;
        }
    };
    let request = Request {
        keep: if flags.has_patterns() {
            Keep::All
        } else {
            Keep::Named
        },
        vendor: args.r#mod.map(|mode| mode == "vendor"),
        explain: flags.wants_explanations(),
        inlining: flags.inlining(),
        ..Request::from(&args.input)
    };
    let session = match Session::start(&request) {
        Ok(session) => session,
        Err(outcome) => return outcome,
    };
    match print(&session, &flags, args.input.all_errors) {
        true => Outcome::Failed,
        false => Outcome::Done,
    }
}

/// Prints errors and messages, dependencies first, as cmd/go does when packages finish. Says whether anything failed.
fn print(session: &Session, flags: &GcFlags, all_errors: bool) -> bool {
    let mut failed = session.report_load_errors();
    for package in &session.analysis.packages {
        let asked = flags.of(&package.path, package.named);
        if session.report_package_errors(package, all_errors || asked.all_errors) {
            failed = true;
            continue;
        }
        if let Some(level) = asked.level {
            print_messages(session, package, level);
        }
        if let Some(folder) = &asked.json {
            failed |= !write_records(session, package, folder);
        }
    }
    failed
}

/// Writes gc's records for editors. Says whether that worked.
fn write_records(session: &Session, package: &escargo::AnalyzedPackage, folder: &Path) -> bool {
    let Some(view) = session.analysis.view(package) else {
        return true;
    };
    let text = GoText {
        view,
        level: Level::Explanations,
        paths: &session.paths,
    };
    let name = view.world.package(view.package.package).name.get();
    let is_command = name.is_some_and(|name| name.as_str() == "main");
    let (os, arch) = session.analysis.platform();
    let header = Header {
        package: if is_command { "main" } else { &package.path },
        os,
        arch,
    };
    let mut worked = true;
    for file in record_files(&text, &header) {
        let folder = folder.join(&file.folder);
        let written = std::fs::create_dir_all(&folder)
            .and_then(|()| files::write(&folder.join(&file.name), file.text.as_bytes()));
        if let Err(error) = written {
            let path = folder.join(&file.name);
            err(&format!(
                "escargo: {}: {}\n",
                path.display(),
                reason(&error)
            ));
            worked = false;
        }
    }
    worked
}

fn print_messages(session: &Session, package: &escargo::AnalyzedPackage, level: Level) {
    let Some(view) = session.analysis.view(package) else {
        return;
    };
    let files = package.result.as_ref().map(|result| &result.checked.files);
    let first = files.and_then(|files| session.analysis.files.get(files.first()?.file));
    let paths = first.map_or(session.paths.clone(), |file| {
        session.paths.of_package(&file.name)
    });
    let text = GoText {
        view,
        level,
        paths: &paths,
    };
    let lines = text.lines();
    if !lines.is_empty() {
        err(&format!("# {}\n{lines}", package.path));
    }
}
