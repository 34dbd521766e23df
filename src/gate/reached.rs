//! What a call of each function of a package may allocate: the nearest offence, for the facts of the package.
//!
//! From the functions that allocate themselves, or call what is not known, back along the calls: one pass over the package.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use super::comments;
use super::deep::{NOTHING, Program, Target};
use super::judge::{is_allowance, may_be_on_heap, site_pos};
use super::scopes::{ByFile, covers};
use super::{At, Comment, Offence};
use crate::analysis::Analysis;
use crate::ir::FuncId;
use crate::source::Pos;
use crate::types::ObjectId;

/// What a function may allocate, or do instead.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Allocation {
    /// The declared function.
    pub function: ObjectId,
    /// The nearest offence; none if there is none.
    pub nearest: Option<Offence>,
}

/// What facts say of functions that allocate nothing.
pub fn nothing() -> &'static str {
    NOTHING
}

/// What the declared functions of a package may allocate, callees included.
pub fn allocations(analysis: &Analysis, number: usize) -> Vec<Allocation> {
    let result = analysis.packages.get(number);
    let Some(result) = result.and_then(|package| package.result.as_ref()) else {
        return Vec::new();
    };
    let allowed = allowances(analysis, number);
    let by_file = ByFile::new(allowed.iter().enumerate());
    let is_allowed = |pos: Pos| {
        let mut comments = by_file.of_file(pos).iter();
        comments.any(|&comment| covers(&allowed[comment], pos))
    };
    let mut program = Program::new(analysis);
    let mut nearest: FxHashMap<FuncId, Offence> = FxHashMap::default();
    let mut callers: FxHashMap<FuncId, Vec<FuncId>> = FxHashMap::default();
    let mut queue = VecDeque::new();
    for (func, function) in result.ir.funcs.iter() {
        let at: At = (number, func);
        let mut sites = function.sites.keys();
        let own = sites.find(|&site| {
            let pos = site_pos(function, site);
            may_be_on_heap(result.placements.site(func, site).decision) && !is_allowed(pos)
        });
        let mut offence = own.map(|site| Offence::OnHeap(at, site));
        for &(call, target) in program.calls(at).iter() {
            if is_allowed(function.source.values[call].pos) {
                continue;
            }
            let found = match target {
                Target::Function((_, callee)) => {
                    callers.entry(callee).or_default().push(func);
                    continue;
                }
                Target::Interface => Offence::InterfaceCall(at, call),
                Target::Value => Offence::DynamicCall(at, call),
                Target::Unknown(object) => Offence::UnknownCall(at, call, object),
            };
            offence = offence.or(Some(found));
        }
        if let Some(offence) = offence {
            nearest.insert(func, offence);
            queue.push_back(func);
        }
    }
    while let Some(func) = queue.pop_front() {
        let Some(&offence) = nearest.get(&func) else {
            continue;
        };
        for &caller in callers.get(&func).into_iter().flatten() {
            if let std::collections::hash_map::Entry::Vacant(slot) = nearest.entry(caller) {
                slot.insert(offence);
                queue.push_back(caller);
            }
        }
    }
    let functions = result.ir.funcs.iter();
    functions
        .filter(|(_, function)| function.has_body && !function.duplicable)
        .filter_map(|(func, function)| {
            let own = result.ir.by_object.get(&function.object?) == Some(&func);
            own.then_some(Allocation {
                function: function.object?,
                nearest: nearest.get(&func).copied(),
            })
        })
        .collect()
}

fn allowances(analysis: &Analysis, number: usize) -> Vec<Comment> {
    let result = analysis.packages.get(number);
    let files = result
        .and_then(|package| package.result.as_ref())
        .map(|result| &result.checked.files);
    let mut all = Vec::new();
    for file in files.into_iter().flatten() {
        if let Some(source) = analysis.files.get(file.file) {
            // What is wrong with comments is told elsewhere.
            let mut faults = Vec::new();
            let comments = comments::read(file.file, source, &file.ast, &mut faults);
            all.extend(comments.into_iter().filter(is_allowance));
        }
    }
    all
}
