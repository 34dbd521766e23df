//! What an execution has to say besides the program's own output: why it was given up, and what was allocated.

use std::fmt::Write as _;

use super::describe;
use super::paths::Paths;
use crate::analysis::Analysis;
use crate::escape::facts::Invariant;
use crate::interp::stats::SiteKey;
use crate::interp::{Failure, MemStats, SiteStats};
use crate::source::Pos;

/// Why the run was given up: one line, or three for a broken invariant.
pub fn failure(analysis: &Analysis, paths: &Paths, failure: &Failure) -> String {
    match failure {
        Failure::NoMain => "escargo: no function main in package main to run\n".to_owned(),
        Failure::Unsupported { what, pos } => {
            let at = place(analysis, paths, *pos);
            format!("{at}escargo: run does not execute {what} yet\n")
        }
        Failure::StackOverflow => {
            "escargo: stack overflow: too many calls in progress\n".to_owned()
        }
        Failure::OutOfSteps => "escargo: the run was given up: too many instructions\n".to_owned(),
        Failure::Breach(breach) => {
            let at = place(analysis, paths, breach.pos);
            let object = match &breach.object {
                Some(key) => site_text(analysis, paths, key),
                None => "an object of the runtime".to_owned(),
            };
            let rule = match breach.invariant {
                Invariant::NoStackPointerInHeap => {
                    "a pointer to a stack object is stored in the heap"
                }
                Invariant::NoOutlivingPointer => "a pointer to a stack object outlives the object",
            };
            format!(
                "{at}escargo: breach of an invariant: {rule}\n\tobject: {object}\n\tcontainer: {}\n",
                breach.container
            )
        }
    }
}

fn place(analysis: &Analysis, paths: &Paths, pos: Pos) -> String {
    match paths.position(&analysis.files, pos) {
        Some(position) => format!("{position}: "),
        None => String::new(),
    }
}

/// Allocations and bytes by site, those with most heap bytes first; sums at the end.
pub fn memstats(analysis: &Analysis, paths: &Paths, stats: &MemStats) -> String {
    let mut rows: Vec<(&SiteKey, &SiteStats)> = stats.sites.iter().collect();
    rows.sort_by_key(|(key, site)| {
        (
            std::cmp::Reverse((site.heap_bytes, site.stack_bytes)),
            **key,
        )
    });
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{:>8} {:>10} {:>8} {:>10}  {:<14} site",
        "stack", "bytes", "heap", "bytes", "tier"
    );
    for (key, site) in rows {
        let tier = site
            .tier
            .map_or_else(|| "-".to_owned(), describe::tier_text);
        push_row(&mut out, site, &tier, &site_text(analysis, paths, key));
    }
    push_row(&mut out, &stats.total(), "", "in all");
    out
}

fn push_row(out: &mut String, site: &SiteStats, tier: &str, text: &str) {
    let _ = writeln!(
        out,
        "{:>8} {:>10} {:>8} {:>10}  {tier:<14} {text}",
        site.stack_objects, site.stack_bytes, site.heap_objects, site.heap_bytes
    );
}

fn site_text(analysis: &Analysis, paths: &Paths, key: &SiteKey) -> String {
    let (package, func, site) = *key;
    let mut packages = analysis.packages.iter();
    let view = packages.find_map(|candidate| {
        let result = candidate.result.as_ref()?;
        (result.ir.package == package).then(|| analysis.view(candidate))?
    });
    let Some(view) = view else {
        return String::new();
    };
    let at = place(analysis, paths, view.site_pos(func, site));
    let text = view.printer(true).site(func, site);
    format!("{at}{}: {text}", view.func(func).name)
}
