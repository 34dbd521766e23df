//! The findings that a command lists: selected, ordered, with hints.

use escargo::AnalyzedPackage;
use escargo::hints::{Budget, Hinter};
use escargo::report::finding::{Class, Finding, FuncFindings, Order, Selection, Subject, findings};
use escargo::report::view::PackageView;
use regex::Regex;

use super::Outcome;
use super::args::{FindingArgs, Hints, Only, Sort};
use super::output::err;
use super::session::Session;

/// What is shown.
pub struct Found<'a> {
    /// The functions with findings, in order, each with its package.
    pub groups: Vec<(PackageView<'a>, FuncFindings)>,
    /// Findings that `--limit` left out.
    pub left_out: usize,
    /// Whether hints were not looked for everywhere.
    pub hints_cut: bool,
}

/// Finds them.
pub fn find<'a>(session: &'a Session, args: &FindingArgs) -> Result<Found<'a>, Outcome> {
    let selection = selection(args)?;
    let packages: Vec<&AnalyzedPackage> = session.named().collect();
    let mut all: Vec<(usize, PackageView<'a>, FuncFindings)> = Vec::new();
    for (number, package) in packages.iter().enumerate() {
        if let Some(view) = session.analysis.view(package) {
            let groups = findings(&view, &selection);
            all.extend(groups.into_iter().map(|group| (number, view, group)));
        }
    }
    match selection.order {
        Order::Cost => all.sort_by_key(|(_, _, group)| std::cmp::Reverse(group.cost)),
        Order::Count => all.sort_by_key(|(_, _, group)| std::cmp::Reverse(group.findings.len())),
        Order::Position => {}
    }
    let left_out = limit(&mut all, args.limit.unwrap_or(usize::MAX));
    let mut budget = match args.hints {
        Hints::Auto => Budget::usual(&session.analysis),
        Hints::All => Budget::lines(u64::MAX),
        Hints::Off => Budget::lines(0),
    };
    if args.hints != Hints::Off {
        let mut hinters: Vec<Option<Option<Hinter<'_>>>> = Vec::new();
        hinters.resize_with(packages.len(), || None);
        for (number, _, group) in &mut all {
            if budget.exceeded {
                break;
            }
            let hinter = || Hinter::new(&session.analysis, packages[*number]);
            let hinter = hinters[*number].get_or_insert_with(hinter);
            for finding in &mut group.findings {
                add_hint(hinter.as_ref(), finding, &mut budget);
            }
        }
    }
    Ok(Found {
        groups: all
            .into_iter()
            .map(|(_, view, group)| (view, group))
            .collect(),
        left_out,
        hints_cut: budget.exceeded,
    })
}

/// Looks for a hint on a finding.
pub fn add_hint(hinter: Option<&Hinter<'_>>, finding: &mut Finding, budget: &mut Budget) {
    if let (Some(hinter), Subject::Site(site), Class::Heap | Class::RunTime) =
        (hinter, finding.subject, finding.class)
    {
        finding.hint = hinter.hint(finding.func, site, budget);
    }
}

/// Cuts what is beyond. Gives the number of findings cut.
fn limit(all: &mut Vec<(usize, PackageView<'_>, FuncFindings)>, mut left: usize) -> usize {
    let mut cut = 0;
    for (_, _, group) in all.iter_mut() {
        let kept = left.min(group.findings.len());
        cut += group.findings.len() - kept;
        group.findings.truncate(kept);
        left -= kept;
    }
    all.retain(|(_, _, group)| !group.findings.is_empty());
    cut
}

fn selection(args: &FindingArgs) -> Result<Selection, Outcome> {
    let function = match args.function.as_deref().map(Regex::new).transpose() {
        Ok(function) => function,
        Err(error) => {
            err(&format!("escargo: --function: {error}\n"));
            return Err(Outcome::Misused);
        }
    };
    let classes = args.only.iter().map(|only| match only {
        Only::Heap => Class::Heap,
        Only::Runtime => Class::RunTime,
        Only::Stack => Class::Stack,
        Only::Params => Class::Params,
    });
    Ok(Selection {
        classes: classes.collect(),
        function,
        name: args.func.clone(),
        order: match args.sort {
            Sort::Cost => Order::Cost,
            Sort::Position => Order::Position,
            Sort::Count => Order::Count,
        },
    })
}
