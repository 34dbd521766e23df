//! Applying a proposal and analysing the package again.

use super::{Hint, Proposal};
use crate::analysis::{Analysis, AnalyzedPackage, EditedPackage};
use crate::ir::{FuncId, Package, SiteId, SiteKind};
use crate::placement::{Decision, PackagePlacements};
use crate::source::{Pos, edit};

/// How many proposals are tried for one object.
pub(super) const MAX_TRIALS: usize = 4;

/// How many lines of source trials may still analyse.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    lines: u64,
    /// Whether something was not tried because it would have been too much.
    pub exceeded: bool,
}

impl Budget {
    /// What `check` spends without being asked for more: a tenth of the lines that the session read, its imports included, but
    /// enough for a few trials on a package that stands alone.
    pub fn usual(analysis: &Analysis) -> Budget {
        let lines = analysis
            .files
            .iter()
            .map(|(_, file)| u64::from(file.line_count()));
        Budget::lines((lines.sum::<u64>() / 10).max(Budget::LEAST))
    }

    /// The smallest usual budget, in lines.
    pub const LEAST: u64 = 60_000;

    /// A budget of that many lines.
    pub fn lines(lines: u64) -> Budget {
        Budget {
            lines,
            exceeded: false,
        }
    }

    fn spend(&mut self, lines: u64) -> bool {
        match self.lines.checked_sub(lines) {
            Some(left) => {
                self.lines = left;
                true
            }
            None => {
                self.exceeded = true;
                false
            }
        }
    }
}

/// An object that is on the heap, or may be: where it is and what kind.
type Placed = (Pos, SiteKind);

/// Whether the object can do without the heap then, and nothing else needs it instead.
pub(super) fn attempt(
    analysis: &Analysis,
    package: &AnalyzedPackage,
    (func, site): (FuncId, SiteId),
    proposal: Proposal,
    budget: &mut Budget,
) -> Option<Hint> {
    let result = package.result.as_ref()?;
    if proposal.is_exported {
        return None;
    }
    let files = &result.checked.files;
    let sizes = files
        .iter()
        .filter_map(|file| analysis.files.get(file.file));
    let lines: u64 = sizes.map(|file| u64::from(file.line_count())).sum();
    if !budget.spend(lines) {
        return None;
    }
    let edited = analysis.edited(package, &proposal.edits)?;
    let before = heap(&result.ir, &result.placements);
    let after = moved_back(&edited, &proposal)?;
    let target = result.ir.funcs[func].sites[site];
    let target = (position(&result.ir, func, site), target.kind);
    if after.contains(&target) || !is_part_of(&after, &before) {
        return None;
    }
    Some(Hint {
        remedy: proposal.remedy,
        edits: proposal.edits,
        removed: before.len() - after.len(),
    })
}

/// The objects on the heap, sorted. Of objects whose place only the run decides, those of variable size count too: a fixed buffer
/// is not what a hint is to lead to.
fn heap(package: &Package, placements: &PackagePlacements) -> Vec<Placed> {
    let mut found = Vec::new();
    for (func, function) in package.funcs.iter() {
        for (site, data) in function.sites.iter() {
            let is_heap = match placements.site(func, site).decision {
                Decision::Heap { .. } => true,
                Decision::StackBuffer { .. } => {
                    matches!(data.kind, SiteKind::MakeSlice | SiteKind::Append)
                }
                Decision::Stack { .. } | Decision::Static | Decision::Absent => false,
            };
            if is_heap {
                found.push((position(package, func, site), data.kind));
            }
        }
    }
    found.sort();
    found
}

fn position(package: &Package, func: FuncId, site: SiteId) -> Pos {
    let function = &package.funcs[func];
    let site = &function.sites[site];
    match (site.local.expand(), site.value.expand()) {
        (Some(local), _) => function.locals[local].pos,
        (None, Some(value)) => function.source.values[value].pos,
        (None, None) => Pos::NONE,
    }
}

/// The objects on the heap after the edit, by where they were before; none if one is in text that the edit brought.
fn moved_back(edited: &EditedPackage, proposal: &Proposal) -> Option<Vec<Placed>> {
    let result = &edited.result;
    let mut found = Vec::new();
    for (pos, kind) in heap(&result.ir, &result.placements) {
        let renamed = edited
            .replaced
            .iter()
            .find(|(old, new)| *new == pos.file && old != new);
        match renamed {
            Some((old, _)) => {
                found.push((edit::before(pos.offset, *old, &proposal.edits).ok()?, kind));
            }
            None => found.push((pos, kind)),
        }
    }
    found.sort();
    Some(found)
}

/// Whether a sorted list holds nothing but members of another one.
fn is_part_of(part: &[Placed], whole: &[Placed]) -> bool {
    let mut whole = whole.iter();
    part.iter().all(|item| whole.any(|other| other == item))
}
