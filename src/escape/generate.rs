//! IR → GRAPH: which values may be stored where?
//!
//! Each expression is read in the context of a [`Hole`]: the location that its value goes to, and how often it is dereferenced
//! (or that its address is taken) on the way. Reading goes from the outside in: `*p.f` in hole k reads `p.f` in hole k+1, and a
//! variable in a hole is an edge. Statements make the holes: `x = e` reads `e` in the hole of `x`.
//!
//! ```text
//! p = &s.f        s.f in hole (p, −1)   →  s in (p, −1), note dot   →  edge p ← s −1
//! ```
//!
//! * A value of a type without pointers goes nowhere ([`Reader::expr`]): nobody can follow it.
//! * An expression that allocates is a location of its own, whose address goes to the hole ([`Reader::spill`]).
//! * What is stored through a pointer, in a slice or in a map goes to the heap: the analysis does not know where they point.
//! * The order of locations and edges is gc's, because the messages show it.
//!
//! IGNORED. Control flow, the order of statements, which field or element is meant.
//!
//! SOURCE: section 2 of the model.

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::analysis::Analysis;
use super::facts::{Note, NoteAt, Place, Reason};
use super::graph::{Attrs, Hole, Loc, Node, pseudo};
use crate::ir::outline_walk::{Node as OutlineNode, OutlineWalk};
use crate::ir::{FuncId, Function, LocalId, OutlineKind, SiteId, StmtId, Value};
use crate::rules::{EdgeRule, ReleaseRule};
use crate::types::TypeId;
use escargo_grammar::Symbol;

/// Holes of the results of a call.
pub(super) type Holes = SmallVec<[Hole; 2]>;

/// Reads one function of the batch.
pub(super) struct Reader<'r, 'a> {
    pub analysis: &'r mut Analysis<'a>,
    pub func: FuncId,
    pub function: &'a Function,
    /// How deep in loops the current statement is.
    pub depth: u32,
    /// The labels of the function, and whether a `goto` leads back to them.
    pub labels: FxHashMap<Symbol, bool>,
    /// Conversions `uintptr(p)` that hold a copy of `p`: what they convert has been read.
    pub held: FxHashSet<Value>,
}

impl<'r, 'a> Reader<'r, 'a> {
    pub fn new(analysis: &'r mut Analysis<'a>, func: FuncId) -> Reader<'r, 'a> {
        let function = &analysis.package.funcs[func];
        Reader {
            analysis,
            func,
            function,
            depth: 1,
            labels: FxHashMap::default(),
            held: FxHashSet::default(),
        }
    }

    /// Reads the body.
    pub fn body(&mut self) {
        self.find_loops_of_goto();
        let function = self.function;
        self.stmts(&function.source.body);
    }

    /// A label that a later `goto` names begins a loop.
    fn find_loops_of_goto(&mut self) {
        let function = self.function;
        let mut kinds = function.source.stmts.values().map(|stmt| &stmt.kind);
        if !kinds.any(|kind| matches!(kind, OutlineKind::Label(_))) {
            return;
        }
        for node in OutlineWalk::new(function).nodes() {
            let OutlineNode::Stmt(stmt) = node else {
                continue;
            };
            match &function.source.stmts[stmt].kind {
                OutlineKind::Label(label) => {
                    self.labels.insert(*label, false);
                }
                OutlineKind::Goto(label) => {
                    if let Some(loops) = self.labels.get_mut(label) {
                        *loops = true;
                    }
                }
                _other => {}
            }
        }
    }

    // Locations.

    /// A new location here.
    pub fn location(&mut self, node: Node, persists: bool) -> Loc {
        let attrs = match persists {
            true => Attrs::PERSISTS,
            false => Attrs::NONE,
        };
        self.analysis.graph.add(node, self.func, self.depth, attrs)
    }

    /// The location of a variable, captured or not.
    pub fn local(&self, local: LocalId) -> Loc {
        self.analysis.local(self.func, local)
    }

    /// The location of what an expression allocates; its address goes to the hole. The answer is the hole of its contents.
    pub fn spill(&mut self, hole: Hole, value: Value, site: SiteId) -> Hole {
        let loc = self.location(Node::Site(site), false);
        self.analysis.reach_site(self.func, site);
        let hole = self.by(EdgeRule::Allocation, hole);
        let hole = self.address(hole, value, Reason::Spill);
        self.flow(hole, loc);
        Hole::of(loc)
    }

    // Holes.

    /// The hole, unless the rule is switched off.
    pub fn by(&self, rule: EdgeRule, hole: Hole) -> Hole {
        match self.analysis.options.disabled == Some(rule) {
            true => blank(),
            false => hole,
        }
    }

    pub fn note(&mut self, hole: Hole, at: NoteAt, reason: Reason) -> Hole {
        self.analysis.graph.note(hole, Note { at, reason })
    }

    /// The hole with a note at an expression.
    pub fn noted(&mut self, hole: Hole, value: Value, reason: Reason) -> Hole {
        self.note(hole, NoteAt::Value(self.func, value), reason)
    }

    /// The hole of something that is dereferenced here.
    pub fn deref(&mut self, hole: Hole, value: Value, reason: Reason) -> Hole {
        self.noted(hole.shift(1), value, reason)
    }

    /// The hole of something whose address is taken here.
    pub fn address(&mut self, hole: Hole, value: Value, reason: Reason) -> Hole {
        self.noted(hole.shift(-1), value, reason)
    }

    /// The hole of an interface of which a value of the type is taken out.
    pub fn assert(&mut self, hole: Hole, ty: TypeId, at: NoteAt, reason: Reason) -> Hole {
        let world = self.analysis.world;
        let boxed = !world.is_interface(ty) && !world.is_direct_iface(ty);
        let hole = match boxed {
            true => hole.shift(1),
            false => hole,
        };
        self.note(hole, at, reason)
    }

    /// One hole that leads to all of these.
    pub fn tee(&mut self, holes: &[Hole]) -> Hole {
        match holes {
            [] => blank(),
            [hole] => *hole,
            _several => {
                let loc = self.location(Node::Temp, false);
                for &hole in holes {
                    debug_assert!(hole.derefs >= 0, "an address to several places");
                    self.flow(hole, loc);
                }
                Hole::of(loc)
            }
        }
    }

    /// A hole for what must live as long as the function.
    pub fn later(&mut self) -> Hole {
        Hole::of(self.location(Node::Temp, true))
    }

    /// Where values go whose memory is written.
    pub fn mutator(&self) -> Hole {
        self.tracked(pseudo::mutator())
    }

    /// Where func values go that somebody calls.
    pub fn callee(&self) -> Hole {
        self.tracked(pseudo::callee())
    }

    fn tracked(&self, loc: Loc) -> Hole {
        match self.analysis.rules.has(ReleaseRule::MutationsAndCalls) {
            true => Hole::of(loc),
            false => blank(),
        }
    }

    // Edges.

    /// The value of a location goes into the hole.
    pub fn flow(&mut self, hole: Hole, src: Loc) {
        self.analysis.flow(hole, src);
    }

    // Types.

    pub fn ty(&self, value: Value) -> Option<TypeId> {
        self.function.types[value].expand()
    }

    pub fn has_pointers(&mut self, ty: TypeId) -> bool {
        self.analysis.has_pointers(ty)
    }
}

/// Nobody keeps the value.
pub(super) fn blank() -> Hole {
    Hole::of(pseudo::blank())
}

/// The value goes to the heap.
pub(super) fn heap() -> Hole {
    Hole::of(pseudo::heap())
}

impl Analysis<'_> {
    /// The value of a location goes into the hole.
    pub(super) fn flow(&mut self, hole: Hole, src: Loc) {
        if hole.addr_taken {
            self.graph.at_mut(src).addr_taken = true;
        }
        if hole.dst == pseudo::blank() || (hole.dst == src && hole.derefs >= 0) {
            return;
        }
        if self.graph.at(hole.dst).attrs.has(Attrs::ESCAPES) && hole.derefs < 0 {
            self.escapes_at_once(hole, src);
            self.graph.at_mut(src).attrs = Attrs::ALL;
            return;
        }
        self.graph.connect(hole, src);
    }

    /// The location of a variable, captured or not.
    pub(super) fn local(&self, func: FuncId, local: LocalId) -> Loc {
        self.locals.get(func, local).unwrap_or(pseudo::blank())
    }

    /// What a location is in facts.
    pub(super) fn place(&self, loc: Loc) -> Place {
        self.graph.at(loc).place()
    }
}

/// A note at a statement.
pub(super) fn at_stmt(func: FuncId, stmt: StmtId) -> NoteAt {
    NoteAt::Stmt(func, stmt)
}
