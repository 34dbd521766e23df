//! One analysed package as all reports see it.

use super::expr_text::ExprPrinter;
use crate::escape::facts::{NoteAt, PackageFacts, Place};
use crate::inline::Examined;
use crate::ir::{FuncId, Function, OutlineKind, Package, SiteId, StmtId, Value};
use crate::placement::{PackagePlacements, Placement};
use crate::release::Release;
use crate::retained::Retained;
use crate::source::{FileSet, Pos};
use crate::types::World;

/// A package with everything that was found out about it.
#[derive(Clone, Copy)]
pub struct PackageView<'a> {
    /// The files of the session.
    pub files: &'a FileSet,
    /// The types of the session.
    pub world: &'a World,
    /// The package in IR.
    pub package: &'a Package,
    /// The package before calls were expanded, where it is kept.
    pub source: Option<&'a Package>,
    /// Which functions can be inlined; none without inlining.
    pub examined: Option<&'a Examined>,
    /// What the analysis found.
    pub facts: &'a PackageFacts,
    /// Where everything lives.
    pub placements: &'a PackagePlacements,
    /// The release whose rules were applied.
    pub release: Release,
    /// What is known of other packages, if anything.
    pub retained: Option<&'a Retained>,
}

impl<'a> PackageView<'a> {
    /// The import path.
    pub fn path(&self) -> &'static str {
        self.world.package(self.package.package).path.as_str()
    }

    /// The function.
    pub fn func(&self, func: FuncId) -> &'a Function {
        &self.package.funcs[func]
    }

    /// The decision on a site.
    pub fn placement(&self, func: FuncId, site: SiteId) -> Placement {
        self.placements.site(func, site)
    }

    /// A printer of expressions: of the tree with the operands that the analysis replaced by constants, or as it was before.
    pub fn printer(&self, replaced: bool) -> ExprPrinter<'a> {
        ExprPrinter {
            world: self.world,
            package: self.package,
            facts: replaced.then_some(self.facts),
        }
    }

    /// Where gc reports a value.
    pub fn value_pos(&self, func: FuncId, value: Value) -> Pos {
        self.func(func).source.values[value].pos
    }

    /// Where gc reports a site: the declaration of a variable, else the expression.
    pub fn site_pos(&self, func: FuncId, site: SiteId) -> Pos {
        let function = self.func(func);
        let site = &function.sites[site];
        match (site.value.expand(), site.local.expand()) {
            (_, Some(local)) => function.locals[local].pos,
            (Some(value), None) => function.source.values[value].pos,
            (None, None) => Pos::NONE,
        }
    }

    /// Where gc reports what a location stands for; [`Pos::NONE`] for the heap and temporaries.
    pub fn place_pos(&self, place: Place) -> Pos {
        match place {
            Place::Heap | Place::Temp => Pos::NONE,
            Place::Local(func, local) => self.func(func).locals[local].pos,
            Place::Site(func, site) => self.site_pos(func, site),
        }
    }

    /// Where gc reports a clause of a switch or select, by its number.
    pub fn clause_pos(&self, func: FuncId, stmt: StmtId, clause: u32) -> Pos {
        let stmt = &self.func(func).source.stmts[stmt];
        match &stmt.kind {
            OutlineKind::Switch { cases, .. }
            | OutlineKind::TypeSwitch { cases, .. }
            | OutlineKind::Select { cases, .. } => {
                cases.get(clause as usize).map_or(stmt.pos, |case| case.pos)
            }
            _no_clauses => stmt.pos,
        }
    }

    /// Where the step of a flow happens.
    pub fn note_pos(&self, at: NoteAt) -> Pos {
        match at {
            NoteAt::Value(func, value) => self.value_pos(func, value),
            NoteAt::Stmt(func, stmt) => self.func(func).source.stmts[stmt].pos,
            NoteAt::Clause(func, stmt, clause) => self.clause_pos(func, stmt, clause),
            NoteAt::Capture(func, capture) => {
                let captures = &self.func(func).captures;
                captures.get(capture as usize).map_or(Pos::NONE, |c| c.pos)
            }
            NoteAt::Local(func, local) => self.func(func).locals[local].pos,
        }
    }

    /// The text of what a step of a flow happens to.
    pub fn note_text(&self, printer: &ExprPrinter<'_>, at: NoteAt) -> String {
        match at {
            NoteAt::Value(func, value) => printer.value(func, value),
            NoteAt::Stmt(func, stmt) => printer.stmt(func, stmt),
            NoteAt::Clause(func, stmt, clause) => printer.clause(func, stmt, clause),
            NoteAt::Capture(func, capture) => {
                let function = self.func(func);
                let capture = function.captures.get(capture as usize);
                let name = capture.map(|capture| function.locals[capture.inner].name.as_str());
                name.unwrap_or_default().to_owned()
            }
            NoteAt::Local(func, local) => self.func(func).locals[local].name.as_str().to_owned(),
        }
    }
}

/// The function in which a step of a flow happens.
pub fn note_func(at: NoteAt) -> FuncId {
    match at {
        NoteAt::Value(func, _)
        | NoteAt::Stmt(func, _)
        | NoteAt::Clause(func, ..)
        | NoteAt::Capture(func, _)
        | NoteAt::Local(func, _) => func,
    }
}
