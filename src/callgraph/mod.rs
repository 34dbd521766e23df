//! IR → BATCHES: in which order are functions analysed, and which of them together?
//!
//! A call is analysed by the leak summary of its callee, so callees come first. Functions that reach each other have no such
//! order and are analysed at once: a *batch* is a strongly connected component of the graph of mentions.
//!
//! * A function mentions another one if it names it (calls it, uses it as a value, selects a method) or contains it (a
//!   literal).
//! * A literal that captures something shares variables with the function around it, so it belongs to the same batch. One
//!   that captures nothing is a function like any other, analysed *before* the one around it. (Up to Go 1.23 every literal
//!   in a function belongs to that function's batch.)
//! * The order of batches, and of functions in them, is that of discovery: it is the order of gc's messages. Roots are taken in
//!   the order of gc's function list, mentions in the order of the walk.
//!
//! ```text
//! func f(p *int) *int { g := func(q *int) *int { return q }; return g(p) }     batches: [f.func1], [f]
//! func f(p *int) *int { return func() *int { return p }() }                    batches: [f, f.func1]
//! ```
//!
//! IGNORED. Functions of other packages: their summaries are given. Calls of unknown functions: they need no order.
//!
//! SOURCE: section 9.1 of the model; R. Tarjan, "Depth-first search and linear graph algorithms" (1972), in the variant of
//! `cmd/compile/internal/ir/scc.go`: the low number of a function starts one above its own number.

pub mod nesting;
pub mod static_value;

use petgraph::graph::{DiGraph, NodeIndex};
use rustc_hash::FxHashSet;

use crate::ir::outline_walk::{Node, OutlineWalk};
use crate::ir::{FuncId, FuncKind, FuncRef, Function, Inst, Package, Value};
use crate::rules::{ReleaseRule, Rules};
use nesting::is_literal;

/// Whether a function is analysed with the one around it.
pub fn belongs_to_outer(package: &Package, func: FuncId, rules: Rules) -> bool {
    let literal = &package.funcs[func];
    match literal.outer {
        Some(outer) if is_literal(literal.kind) => {
            let with_encloser = rules.has(ReleaseRule::LiteralsWithEnclosers)
                && !is_initialiser(&package.funcs[outer], rules);
            !literal.captures.is_empty() || with_encloser
        }
        _no_literal => false,
    }
}

/// Whether literals in a function, as initialisers of variables, stood alone when others belonged to the function around them.
fn is_initialiser(func: &Function, rules: Rules) -> bool {
    func.kind == FuncKind::PackageInit
        || rules.has(ReleaseRule::NestedInitialisers) && func.name.as_str().starts_with("init.")
}

/// Who mentions whom. The node of a function has its number; neighbours come in the order of their mentions.
pub struct CallGraph {
    graph: DiGraph<FuncId, ()>,
}

impl CallGraph {
    /// O(size of the package).
    pub fn new(package: &Package) -> CallGraph {
        let mut graph = DiGraph::with_capacity(package.funcs.len(), package.funcs.len());
        for func in package.funcs.keys() {
            graph.add_node(func);
        }
        for (func, function) in package.funcs.iter() {
            // Neighbours are listed from the newest edge to the oldest one.
            for callee in mentions(package, function).into_iter().rev() {
                graph.add_edge(node(func), node(callee), ());
            }
        }
        CallGraph { graph }
    }

    /// The functions that a function mentions, in order.
    pub fn mentioned(&self, func: FuncId) -> impl Iterator<Item = FuncId> {
        self.graph
            .neighbors(node(func))
            .map(|node| self.graph[node])
    }
}

fn node(func: FuncId) -> NodeIndex {
    NodeIndex::new(func.as_u32() as usize)
}

/// The functions of the package that a function mentions, each once, in the order of their first mentions.
fn mentions(package: &Package, func: &Function) -> Vec<FuncId> {
    let mut seen = FxHashSet::default();
    let mut list = Vec::new();
    for node in OutlineWalk::new(func).nodes() {
        if let Node::Value(value) = node
            && let Some(callee) = mention(package, func, value)
            && seen.insert(callee)
        {
            list.push(callee);
        }
    }
    list
}

fn mention(package: &Package, func: &Function, value: Value) -> Option<FuncId> {
    let mentioned = match &func.insts[value] {
        Inst::Closure { func, .. } => FuncRef::Local(*func),
        inst => inst.named_func()?,
    };
    match package.behind_wrapper(mentioned)? {
        // What another package compiles has no body here.
        FuncRef::Local(func) => package.funcs[func].elsewhere.is_none().then_some(func),
        FuncRef::Extern(_) => None,
    }
}

/// The batches, callees first.
pub fn batches(package: &Package, rules: Rules) -> Vec<Vec<FuncId>> {
    let mut search = Search {
        package,
        rules,
        calls: CallGraph::new(package),
        number: vec![0; package.funcs.len()],
        last: 0,
        stack: Vec::new(),
        batches: Vec::new(),
    };
    for &root in &package.roots {
        if !belongs_to_outer(package, root, rules) {
            search.visit(root);
        }
    }
    search.batches
}

/// A number that no function on the stack has: the function's batch is complete.
const DONE: u32 = u32::MAX;

struct Search<'a> {
    package: &'a Package,
    rules: Rules,
    calls: CallGraph,
    /// 0: not visited.
    number: Vec<u32>,
    last: u32,
    stack: Vec<FuncId>,
    batches: Vec<Vec<FuncId>>,
}

/// A function whose mentions are being visited.
struct Frame {
    func: FuncId,
    number: u32,
    low: u32,
    /// The mentions still to be visited, the next one last.
    rest: Vec<FuncId>,
}

impl Search<'_> {
    fn number(&mut self, func: FuncId) -> &mut u32 {
        &mut self.number[func.as_u32() as usize]
    }

    fn visit(&mut self, root: FuncId) {
        if *self.number(root) != 0 {
            return;
        }
        let mut frames = vec![self.enter(root)];
        while let Some(frame) = frames.last_mut() {
            match frame.rest.pop() {
                Some(callee) => match *self.number(callee) {
                    0 => {
                        let frame = self.enter(callee);
                        frames.push(frame);
                    }
                    number => frame.low = frame.low.min(number),
                },
                None => {
                    let low = self.leave(frame.func, frame.number, frame.low);
                    frames.pop();
                    if let Some(outer) = frames.last_mut() {
                        outer.low = outer.low.min(low);
                    }
                }
            }
        }
    }

    fn enter(&mut self, func: FuncId) -> Frame {
        let number = self.last + 1;
        self.last += 2;
        *self.number(func) = number;
        self.stack.push(func);
        let mut rest: Vec<FuncId> = self.calls.mentioned(func).collect();
        rest.reverse();
        Frame {
            func,
            number,
            low: self.last,
            rest,
        }
    }

    /// Completes the batch if the function is its root. The answer is the low number that the visitor sees.
    fn leave(&mut self, func: FuncId, number: u32, low: u32) -> u32 {
        let is_root = low == number || low == number + 1;
        if is_root && !belongs_to_outer(self.package, func, self.rules) {
            let start = self.stack.iter().rposition(|&member| member == func);
            let batch = self.stack.split_off(start.unwrap_or(0));
            for &member in &batch {
                *self.number(member) = DONE;
            }
            self.batches.push(batch);
        }
        low
    }
}

#[cfg(test)]
mod tests {
    use escargo_grammar::Symbol;

    use super::*;
    use crate::ir::testing::Maker;
    use crate::ir::{Callee, OutlineKind, OutlineStmt};
    use crate::release::Release;
    use crate::source::Pos;

    /// A package of functions that call those of the given numbers.
    fn package(calls: &[&[u32]]) -> Package {
        let functions = calls.iter().enumerate().map(|(n, callees)| {
            let mut maker = Maker::new();
            maker.function.name = Symbol::intern(&format!("f{n}"));
            maker.branches(&[&[]]);
            let nothing = maker.world.tuple(&[]);
            for &callee in *callees {
                let callee = Callee::Static(FuncRef::Local(FuncId::from_u32(callee)));
                let call = maker.push(
                    Inst::Call {
                        callee,
                        args: Default::default(),
                        spread: false,
                    },
                    nothing,
                );
                let stmt = maker.function.source.stmts.push(OutlineStmt {
                    pos: Pos::NONE,
                    init: Vec::new(),
                    kind: OutlineKind::Expr(call),
                });
                maker.function.source.body.push(stmt);
            }
            maker.function
        });
        Maker::package(functions.collect())
    }

    fn found(package: &Package) -> Vec<Vec<u32>> {
        let batches = batches(package, Rules::of(Release::NEWEST));
        let numbers = |batch: Vec<FuncId>| batch.iter().map(|func| func.as_u32()).collect();
        batches.into_iter().map(numbers).collect()
    }

    #[test]
    fn callees_come_first() {
        assert_eq!(found(&package(&[&[1, 2], &[2], &[]])), [[2], [1], [0]]);
    }

    #[test]
    fn functions_that_reach_each_other_are_one_batch() {
        let package = package(&[&[1], &[2, 3], &[1], &[3]]);
        assert_eq!(found(&package), [vec![3], vec![1, 2], vec![0]]);
    }

    #[test]
    fn long_chains_and_cycles_need_no_recursion() {
        let count = 20_000;
        let calls: Vec<[u32; 1]> = (0..count).map(|n| [(n + 1) % count]).collect();
        let calls: Vec<&[u32]> = calls.iter().map(|callees| &callees[..]).collect();
        let found = found(&package(&calls));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].len(), count as usize);
        assert_eq!(found[0][..3], [0, 1, 2]);
    }

    #[test]
    fn nesting_is_containment() {
        let mut package = package(&[&[], &[], &[], &[]]);
        for (literal, outer) in [(1, 0), (2, 1)] {
            let literal = &mut package.funcs[FuncId::from_u32(literal)];
            literal.kind = FuncKind::Literal;
            literal.outer = Some(FuncId::from_u32(outer));
        }
        let nesting = nesting::Nesting::new(&package);
        let contains = |a, b| nesting.contains(FuncId::from_u32(a), FuncId::from_u32(b));
        assert!(contains(0, 1) && contains(0, 2) && contains(1, 2));
        assert!(!contains(1, 0) && !contains(0, 0) && !contains(0, 3) && !contains(3, 2));
    }
}
