//! From the numbers of one function and package to those of another.
//!
//! Copying a body means giving new numbers to everything in it: instructions, locals, sites, blocks and statements keep their
//! order, so each gets its old number plus a base. What a body names outside of itself goes through [`Imports`].

use std::sync::Arc;

use cranelift_entity::{EntityRef, ListPool, PrimaryMap};
use escargo_grammar::Symbol;

use super::bodies::Bodies;
use super::import::{Imports, shell_of};
use super::names::NameRules;
use crate::ir::{
    Block, FuncId, Function, Inst, LocalId, OutlineCase, OutlineKind, Package, SiteId, StmtId,
    Value, ValueList,
};
use crate::source::Pos;
use crate::types::World;

/// Where a body comes from, and what of that place is known here.
pub(super) struct Homes<'a> {
    pub world: &'a World,
    pub home: &'a Arc<Bodies>,
    pub imports: &'a mut Imports,
}

impl Homes<'_> {
    pub fn names(&self, package: &Package) -> NameRules<'_> {
        NameRules {
            world: self.world,
            here: package.package,
            home: self.home.package,
        }
    }

    /// Gives functions and package-level variables their numbers in `package`. False if something is not at hand. Literals are
    /// left as they are.
    pub fn refs(&mut self, package: &mut Package, insts: &mut PrimaryMap<Value, Inst>) -> bool {
        if self.home.package == package.package {
            return true;
        }
        for inst in insts.values_mut() {
            if let Inst::GlobalAddr(global) = inst {
                *global = self.imports.global(package, self.home, *global);
            }
            let Some(func) = inst.named_func_mut() else {
                continue;
            };
            match self.imports.func(self.world, package, self.home, *func) {
                Some(known) => *func = known,
                None => return false,
            }
        }
        true
    }

    /// Copies the literals that a copied function contains, each with those in it.
    pub fn literals(
        &mut self,
        package: &mut Package,
        (function, id): (&mut Function, FuncId),
        original: Symbol,
    ) -> bool {
        let name = function.name.as_str();
        for inst in function.insts.values_mut() {
            let Inst::Closure { func, .. } = inst else {
                continue;
            };
            let suffix = self
                .home
                .body(*func)
                .map(|literal| suffix_of(literal.name, original));
            let Some(suffix) = suffix else { return false };
            let copy = LiteralCopy {
                outer: id,
                name: Symbol::intern(&format!("{name}{suffix}")),
                duplicable: function.duplicable,
                captures: None,
            };
            match self.literal(package, *func, copy) {
                Some(copied) => *func = copied,
                None => return false,
            }
        }
        true
    }

    /// Copies a literal.
    pub fn literal(
        &mut self,
        package: &mut Package,
        literal: FuncId,
        copy: LiteralCopy<'_>,
    ) -> Option<FuncId> {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            let body = self.home.body(literal)?;
            let mut function = (*body).clone();
            function.name = copy.name;
            function.outer = Some(copy.outer);
            function.duplicable = copy.duplicable;
            if let Some((locals, pos)) = copy.captures {
                for capture in &mut function.captures {
                    capture.outer = *locals.get(capture.outer.index())?;
                    capture.pos = pos;
                }
            }
            self.names(package).locals(&mut function);
            let id = package.funcs.push(shell_of(&function));
            package.roots.push(id);
            self.imports.added.push(id);
            let complete = self.refs(package, &mut function.insts)
                && self.literals(package, (&mut function, id), body.name);
            if !complete {
                return None;
            }
            package.funcs[id] = function;
            Some(id)
        })
    }
}

/// What a copy of a literal is made for.
pub(super) struct LiteralCopy<'m> {
    /// The function that contains it.
    pub outer: FuncId,
    pub name: Symbol,
    pub duplicable: bool,
    /// In an expansion: the numbers of the body's locals in the function that contains the copy, and where the call stands.
    pub captures: Option<(&'m [LocalId], Pos)>,
}

/// What the name of a literal adds to that of the function around it.
pub(super) fn suffix_of(literal: Symbol, outer: Symbol) -> &'static str {
    let (literal, outer) = (literal.as_str(), outer.as_str());
    match literal.strip_prefix(outer) {
        Some(suffix) => suffix,
        None => literal.rfind(['.', '-']).map_or("", |at| &literal[at..]),
    }
}

/// The numbers of a body's parts in the function that takes it in.
pub(super) struct Numbers<'a> {
    pub locals: &'a [LocalId],
    pub values: usize,
    pub sites: usize,
    pub blocks: usize,
    pub stmts: usize,
    /// Makes labels different from those of other expansions.
    pub generation: u32,
}

impl Numbers<'_> {
    pub fn value(&self, value: Value) -> Value {
        Value::new(self.values + value.index())
    }

    pub fn site(&self, site: SiteId) -> SiteId {
        SiteId::new(self.sites + site.index())
    }

    pub fn block(&self, block: Block) -> Block {
        Block::new(self.blocks + block.index())
    }

    pub fn stmt(&self, stmt: StmtId) -> StmtId {
        StmtId::new(self.stmts + stmt.index())
    }

    pub fn local(&self, local: LocalId) -> LocalId {
        self.locals[local.index()]
    }

    fn label(&self, label: Symbol) -> Symbol {
        Symbol::intern(&format!("~{label}·{}", self.generation))
    }

    /// An instruction of the body, whose lists are in `from`.
    pub fn inst(&self, inst: &Inst, from: &ListPool<Value>, to: &mut ListPool<Value>) -> Inst {
        let mut inst = inst.clone();
        if let Some(list) = inst.value_list_mut() {
            *list = ValueList::from_slice(list.as_slice(from), to);
        }
        match &mut inst {
            Inst::LocalAddr(local) | Inst::Declare(local) => *local = self.local(*local),
            Inst::ShortCircuit { right_block, .. } => *right_block = self.block(*right_block),
            Inst::Phi(ways) => {
                for (block, _) in ways {
                    *block = self.block(*block);
                }
            }
            Inst::Jump(block) => *block = self.block(*block),
            Inst::Branch { then, els, .. } => {
                *then = self.block(*then);
                *els = self.block(*els);
            }
            _other => {}
        }
        inst.map_operands(to, |operand| self.value(operand));
        if let Some(site) = inst.site() {
            inst.set_site(self.site(site));
        }
        inst
    }

    pub fn stmts(&self, list: &[StmtId]) -> Vec<StmtId> {
        list.iter().map(|&stmt| self.stmt(stmt)).collect()
    }

    pub fn values(&self, list: &[Value]) -> Vec<Value> {
        list.iter().map(|&value| self.value(value)).collect()
    }

    fn dsts(&self, list: &[Option<Value>]) -> Vec<Option<Value>> {
        let list = list.iter();
        list.map(|dst| dst.map(|dst| self.value(dst))).collect()
    }

    fn optional(&self, value: Option<Value>) -> Option<Value> {
        value.map(|value| self.value(value))
    }

    fn cases(&self, cases: &[OutlineCase], pos: Pos) -> Vec<OutlineCase> {
        let cases = cases.iter().map(|case| OutlineCase {
            pos,
            exprs: self.values(&case.exprs),
            types: case.types.clone(),
            local: case.local.map(|local| self.local(local)),
            comm: case.comm.map(|comm| self.stmt(comm)),
            body: self.stmts(&case.body),
        });
        cases.collect()
    }

    /// A statement of the body; clauses get the place of the call.
    pub fn kind(&self, kind: &OutlineKind, pos: Pos) -> OutlineKind {
        match kind {
            OutlineKind::Block(list) => OutlineKind::Block(self.stmts(list)),
            OutlineKind::Decl(local) => OutlineKind::Decl(self.local(*local)),
            OutlineKind::Assign { dst, src, define } => OutlineKind::Assign {
                dst: self.optional(*dst),
                src: self.optional(*src),
                define: *define,
            },
            OutlineKind::OpAssign {
                op,
                dst,
                src,
                inc_dec,
            } => OutlineKind::OpAssign {
                op: *op,
                dst: self.value(*dst),
                src: self.value(*src),
                inc_dec: *inc_dec,
            },
            OutlineKind::AssignPairs { dsts, srcs, define } => OutlineKind::AssignPairs {
                dsts: self.dsts(dsts),
                srcs: self.values(srcs),
                define: *define,
            },
            OutlineKind::AssignMulti {
                dsts,
                src,
                kind,
                define,
            } => OutlineKind::AssignMulti {
                dsts: self.dsts(dsts),
                src: self.value(*src),
                kind: *kind,
                define: *define,
            },
            OutlineKind::Expr(value) => OutlineKind::Expr(self.value(*value)),
            OutlineKind::Return(values) => OutlineKind::Return(self.values(values)),
            OutlineKind::If { cond, then, els } => OutlineKind::If {
                cond: self.value(*cond),
                then: self.stmts(then),
                els: self.stmts(els),
            },
            OutlineKind::For {
                cond,
                post,
                body,
                label,
            } => OutlineKind::For {
                cond: self.optional(*cond),
                post: post.map(|post| self.stmt(post)),
                body: self.stmts(body),
                label: label.map(|label| self.label(label)),
            },
            OutlineKind::Range {
                x,
                key,
                value,
                define,
                body,
                label,
            } => OutlineKind::Range {
                x: self.value(*x),
                key: self.optional(*key),
                value: self.optional(*value),
                define: *define,
                body: self.stmts(body),
                label: label.map(|label| self.label(label)),
            },
            OutlineKind::Switch { tag, cases, label } => OutlineKind::Switch {
                tag: self.optional(*tag),
                cases: self.cases(cases, pos),
                label: label.map(|label| self.label(label)),
            },
            OutlineKind::TypeSwitch {
                x,
                bind,
                cases,
                label,
            } => OutlineKind::TypeSwitch {
                x: self.value(*x),
                bind: *bind,
                cases: self.cases(cases, pos),
                label: label.map(|label| self.label(label)),
            },
            OutlineKind::Select { cases, label } => OutlineKind::Select {
                cases: self.cases(cases, pos),
                label: label.map(|label| self.label(label)),
            },
            OutlineKind::Go(value) => OutlineKind::Go(self.value(*value)),
            OutlineKind::Defer(value) => OutlineKind::Defer(self.value(*value)),
            OutlineKind::Label(label) => OutlineKind::Label(self.label(*label)),
            OutlineKind::Goto(label) => OutlineKind::Goto(self.label(*label)),
            OutlineKind::Break(label) => OutlineKind::Break(label.map(|l| self.label(l))),
            OutlineKind::Continue(label) => OutlineKind::Continue(label.map(|l| self.label(l))),
            OutlineKind::Fallthrough => OutlineKind::Fallthrough,
        }
    }
}
