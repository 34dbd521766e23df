//! Shows what an update of Go would change: the placements of a program under each release, analysed on one thread each.
//!
//! ```text
//! $ cargo run --example compare_releases -- examples/go/size.go
//! ./examples/go/size.go:18:14: make([]byte, n)
//!   1.21 to 1.24: heap: size unknown
//!   1.25 to 1.27: run time: stack up to 32 bytes at 0, else heap
//! ```

use std::collections::BTreeMap;
use std::path::PathBuf;

use escargo::release::Release;
use escargo::report::describe::decision_text;
use escargo::report::paths::Paths;
use escargo::source::Pos;
use escargo::{Analysis, Analyzer, Input, Options};

/// By position and text of a site, what each release decides, oldest first.
type Decisions = BTreeMap<(String, String), Vec<(Release, String)>>;

fn main() {
    let files: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let releases: Vec<Release> = (Release::OLDEST.minor()..=Release::NEWEST.minor())
        .filter_map(Release::from_minor)
        .collect();
    let analyses: Vec<Analysis> = std::thread::scope(|scope| {
        let threads: Vec<_> = releases
            .iter()
            .map(|&release| {
                let input = Input::Files(files.clone());
                scope.spawn(move || analyze(release, &input))
            })
            .collect();
        threads
            .into_iter()
            .filter_map(|thread| thread.join().ok())
            .collect()
    });
    let mut decisions = Decisions::new();
    for analysis in &analyses {
        collect(analysis, &mut decisions);
    }
    for ((position, text), by_release) in decisions {
        let runs = runs(&by_release);
        if runs.len() > 1 {
            println!("{position}: {text}");
            for (first, last, decision) in runs {
                println!("  {first} to {last}: {decision}");
            }
        }
    }
}

fn analyze(release: Release, input: &Input) -> Analysis {
    let options = Options {
        release: Some(release),
        ..Options::default()
    };
    Analyzer::new(options).analyze(input)
}

fn collect(analysis: &Analysis, decisions: &mut Decisions) {
    let paths = Paths::default();
    for package in analysis.packages.iter().filter(|package| package.named) {
        let Some(view) = analysis.view(package) else {
            continue;
        };
        for (func, site) in view.sites_by_position() {
            let pos: Pos = view.site_pos(func, site);
            let position = paths.position(view.files, pos).unwrap_or_default();
            let text = view.printer(false).site(func, site);
            let decision = decision_text(view.placement(func, site).decision);
            let entry = decisions.entry((position, text)).or_default();
            entry.push((analysis.release, decision));
        }
    }
}

/// Releases that follow each other and decide the same, as first, last, decision.
fn runs(by_release: &[(Release, String)]) -> Vec<(Release, Release, &str)> {
    let mut runs: Vec<(Release, Release, &str)> = Vec::new();
    for (release, decision) in by_release {
        match runs.last_mut() {
            Some((_, last, same)) if same == decision => *last = *release,
            _changed => runs.push((*release, *release, decision)),
        }
    }
    runs
}
