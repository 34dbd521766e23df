//! Lists what a program allocates on the heap inside of loops: the places where a change pays most.
//!
//! ```text
//! $ cargo run --example allocations_in_loops -- examples/go/loop.go
//! ./examples/go/loop.go:14:15: new(node) in build, 16 bytes each round: outlives a round of the loop
//! ```

use std::path::PathBuf;
use std::process::ExitCode;

use escargo::placement::Decision;
use escargo::report::describe::rule_name;
use escargo::report::paths::Paths;
use escargo::report::view::PackageView;
use escargo::{Analyzer, Input, Options};

fn main() -> ExitCode {
    let files: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let analysis = Analyzer::new(Options::default()).analyze(&Input::Files(files));
    if analysis.has_errors() {
        eprintln!("the program has errors: escargo check says which");
        return ExitCode::FAILURE;
    }
    for package in analysis.packages.iter().filter(|package| package.named) {
        if let Some(view) = analysis.view(package) {
            print_loop_allocations(&view);
        }
    }
    ExitCode::SUCCESS
}

/// Loop depth 1 is the function's body; what is deeper is in a loop.
fn print_loop_allocations(view: &PackageView<'_>) {
    for (func, site) in view.sites_by_position() {
        let placement = view.placement(func, site);
        let Decision::Heap { cause, .. } = placement.decision else {
            continue;
        };
        if view.facts.funcs[func].sites[site].loop_depth <= 1 {
            continue;
        }
        let position = Paths::default().position(view.files, view.site_pos(func, site));
        let size = match placement.object {
            Some(object) => format!("{} bytes each round", object.size),
            None => "of a size known at run time".to_owned(),
        };
        println!(
            "{}: {} in {}, {size}: {}",
            position.unwrap_or_default(),
            view.printer(true).site(func, site),
            view.func(func).name,
            rule_name(cause.rule),
        );
    }
}
