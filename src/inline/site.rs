//! WHETHER A CALL IS EXPANDED, once its callee is known and can be inlined.
//!
//! * The callee must be cheap enough for this place ([`super::limits`]).
//! * Recursion ends: the call must not stand at a place of the source that is a call around it already, and its callee must not be
//!   one of the functions whose expansions it stands in.
//!
//! ```text
//! func rec(n int) { if n > 0 { rec(n - 1) } }     expanded once in itself: the copy's call is at the same place
//! ```
//!
//! SOURCE: section 2.2 of the model of gc's inliner.

use super::limits::Site;
use super::record::InlineRecord;
use crate::ir::{FuncRef, Function, InlineId};
use crate::source::Pos;

/// Why a call stays a call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Refusal {
    /// The callee costs too much here.
    TooDear,
    /// The call is one of those around it.
    Recursive,
    /// The callee is being expanded around the call.
    Cycle,
}

/// Where a call stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stand {
    /// The expansion that brought it.
    pub parent: Option<InlineId>,
    /// Its own place in the source.
    pub pos: Pos,
}

/// Whether the call may be expanded.
pub(super) fn test(
    caller: &Function,
    stand: Stand,
    callee: FuncRef,
    record: InlineRecord,
    site: Site,
) -> Result<(), Refusal> {
    if record.cost > site.limit() {
        return Err(Refusal::TooDear);
    }
    let tree = &caller.source.inline_tree;
    let mut around = stand.parent;
    let mut cycle = false;
    while let Some(id) = around {
        let call = tree[id];
        if call.pos == stand.pos {
            return Err(Refusal::Recursive);
        }
        cycle |= call.callee == callee;
        around = call.parent;
    }
    match cycle {
        true => Err(Refusal::Cycle),
        false => Ok(()),
    }
}
