//! THE EXPANSION OF ONE CALL: the callee's body takes the place of the call.
//!
//! In the outline the call becomes an expression with statements: what was attached to the call, the list assignment that binds
//! parameters to arguments, then the body, in which `return` is an assignment to the result variables and a jump behind the
//! body; its value is that of the result variables. Nobody who uses the call's value needs to know. The blocks are spliced later
//! ([`super::splice`]).
//!
//! ```text
//! func inc(x int) int { return x + 1 }
//! y := inc(f())        y := inlined{ x := f(); { ~r0 := x + 1; goto .i1 }; .i1: } ~r0
//! ```
//!
//! * Everything in the copy is reported at the call, for a call in an expansion at the outermost call.
//! * Parameters and results become variables of the caller. If the callee has a single `return`, results are declared there, else set to
//!   zero before the body.
//! * A literal in the body becomes a new function of the caller, whose own statements keep their places. The captured variables of
//!   a literal that is expanded itself are the caller's.
//!
//! INVARIANTS. Numbers of the copy are those of the body plus a base, so the order of everything is kept.
//!
//! SOURCE: sections 2.3 and 2.4 of the model of gc's inliner; `noder/reader.go` (unifiedInlineCall).

use std::sync::Arc;

use cranelift_entity::EntityRef;
use escargo_grammar::Symbol;

use super::bodies::Bodies;
use super::import::Imports;
use super::names::NameRules;
use super::splice::Splice;
use super::translate::{Homes, LiteralCopy, Numbers, suffix_of};
use crate::callgraph::nesting::is_literal;
use crate::ir::{
    Callee, ForBlocks, FuncId, FuncKind, FuncRef, Function, InlineId, InlinedCall, Inst, Local,
    LocalId, LocalKind, Loop, LoopKind, OutlineKind, OutlineStmt, Package, Site, StmtId, Value,
    ValueList,
};
use crate::rules::{ReleaseRule, Rules};
use crate::source::Pos;
use crate::types::{PackageId, TypeId, World};

/// A call to be expanded.
pub(super) struct Expansion<'a> {
    /// The package in which the call is expanded.
    pub here: PackageId,
    pub caller: FuncId,
    pub call: Value,
    /// The callee as the caller names it.
    pub callee: FuncRef,
    /// Its body, of which package it is, and its number there.
    pub body: &'a Function,
    pub home: &'a Arc<Bodies>,
    /// The expansion in which the call stands, and its own place in the source.
    pub parent: Option<InlineId>,
    pub pos: Pos,
    /// Whether results are declared at the only `return`.
    pub single_return: bool,
    /// Distinguishes labels.
    pub generation: u32,
    /// Whose rules apply.
    pub rules: Rules,
}

/// What came of it.
pub(super) struct Expanded {
    /// The expansion's place in the tree.
    pub id: InlineId,
    /// The number of the body's first value.
    pub base: usize,
    /// What binds parameters and declares results.
    pub bindings: Vec<StmtId>,
    /// The body.
    pub body: Vec<StmtId>,
    /// What remains to be done in the blocks.
    pub splice: Splice,
}

/// Expands a call. None if a part of the body is not at hand; then nothing has changed but for functions nobody names.
pub(super) fn expand(
    world: &World,
    package: &mut Package,
    imports: &mut Imports,
    expansion: &Expansion<'_>,
) -> Option<Expanded> {
    let Expansion {
        caller, call, body, ..
    } = *expansion;
    let effects = match &package.funcs[caller].insts[call] {
        Inst::Call {
            callee: Callee::Value(value),
            ..
        } => callee_effects(&package.funcs[caller], *value)?,
        _named => Vec::new(),
    };
    let mut homes = Homes {
        world,
        home: expansion.home,
        imports,
    };
    let unnamed = naming_package(world, package, caller);
    let locals = new_locals(&homes, package, expansion)?;
    let mut insts = body.insts.clone();
    if !homes.refs(package, &mut insts) {
        return None;
    }
    let pos = package.funcs[caller].source.values[call].pos;
    for inst in insts.values_mut() {
        if let Inst::Closure { func, .. } = inst {
            *func = copy_literal(&mut homes, package, expansion, (&locals, pos), *func)?;
        }
    }
    let (_, name) = homes.names(package).bare(body);
    let function = &mut package.funcs[caller];
    let mut copier = Copier {
        name,
        expansion,
        locals: &locals,
        pos,
        names: (homes.world, unnamed),
        function,
        placed: Vec::new(),
    };
    Some(copier.run(insts, effects))
}

/// The package that what has no name in a function belongs to.
fn naming_package(world: &World, package: &Package, func: FuncId) -> PackageId {
    let mut function = &package.funcs[func];
    while let Some(outer) = function.outer.filter(|_| is_literal(function.kind)) {
        function = &package.funcs[outer];
    }
    let object = function.object.map(|object| world.object(object).pkg);
    object.unwrap_or(package.package)
}

/// The statements attached to the callee's expression, if gc can drop the rest of it.
fn callee_effects(function: &Function, callee: Value) -> Option<Vec<StmtId>> {
    let mut effects = Vec::new();
    let mut value = callee;
    loop {
        let init = function.source.value_init.get(&value);
        effects.extend(init.into_iter().flatten().copied());
        match &function.insts[value] {
            Inst::FuncAddr(_) | Inst::MethodExpr(_) | Inst::Closure { .. } => return Some(effects),
            Inst::Load(place) if matches!(function.insts[*place], Inst::LocalAddr(_)) => {
                return Some(effects);
            }
            Inst::Convert(_, x, _) => value = *x,
            Inst::Inlined { results, .. } => {
                let body = function.source.inlined.get(&value);
                effects.extend(body.into_iter().flatten().copied());
                match results.as_slice(&function.value_lists) {
                    &[result] => value = result,
                    _several => return None,
                }
            }
            _other => return None,
        }
    }
}

/// The numbers that the body's locals get: those of the captures of a literal are known, all others are new.
fn new_locals(
    homes: &Homes<'_>,
    package: &Package,
    expansion: &Expansion<'_>,
) -> Option<Vec<LocalId>> {
    let caller = &package.funcs[expansion.caller];
    let mut next = caller.locals.len();
    let mut locals = Vec::with_capacity(expansion.body.locals.len());
    debug_assert!(homes.home.package == package.package || expansion.body.captures.is_empty());
    for local in expansion.body.locals.values() {
        if let LocalKind::Captured(number) = local.kind {
            let capture = expansion.body.captures.get(number as usize)?;
            if !caller.locals.is_valid(capture.outer) {
                return None;
            }
            locals.push(capture.outer);
        } else {
            locals.push(LocalId::new(next));
            next += 1;
        }
    }
    Some(locals)
}

/// A literal of the body becomes a literal of the caller.
fn copy_literal(
    homes: &mut Homes<'_>,
    package: &mut Package,
    expansion: &Expansion<'_>,
    (locals, pos): (&[LocalId], Pos),
    literal: FuncId,
) -> Option<FuncId> {
    let original = homes.home.body(literal)?;
    let names = homes.names(package);
    let (owner, bare) = names.bare(expansion.body);
    let owner = match is_literal(expansion.body.kind) {
        // The name of a literal has its package in front already.
        true => package.package,
        false => owner,
    };
    let caller = &package.funcs[expansion.caller];
    let suffix = suffix_of(original.name, expansion.body.name);
    let suffix = literal_suffix(original.kind, suffix, is_literal(caller.kind));
    let name = match expansion.rules.has(ReleaseRule::LiteralsNamedAfterCaller) {
        true => name_after_caller(package, expansion, bare, &suffix),
        false => names.qualified(owner, &format!("{bare}{suffix}")),
    };
    let copy = LiteralCopy {
        outer: expansion.caller,
        name,
        duplicable: caller.duplicable,
        captures: Some((locals, pos)),
    };
    homes.literal(package, literal, copy)
}

/// `main.New.init.func2`: the caller, the functions expanded around the literal, its number among the caller's.
fn name_after_caller(
    package: &Package,
    expansion: &Expansion<'_>,
    callee: Symbol,
    suffix: &str,
) -> Symbol {
    let caller = &package.funcs[expansion.caller];
    let mut names = vec![callee];
    let mut around = expansion.parent;
    while let Some(id) = around {
        let call = caller.source.inline_tree[id];
        names.push(call.name);
        around = call.parent;
    }
    let mut text = caller.name.as_str().to_owned();
    for name in names.into_iter().rev() {
        text.push('.');
        text.push_str(name.as_str());
    }
    let kind = suffix.trim_end_matches(|c: char| c.is_ascii_digit());
    let ranges = kind == "-range";
    let same = package.funcs.values().filter(|function| {
        function.outer == Some(expansion.caller)
            && match function.kind {
                FuncKind::Literal => !ranges,
                FuncKind::RangeBody => ranges,
                _other => false,
            }
    });
    let number = same.count() + 1;
    Symbol::intern(&format!("{text}{kind}{number}"))
}

/// `.funcN` in a function, `.N` in a literal.
fn literal_suffix(kind: FuncKind, suffix: &str, in_literal: bool) -> String {
    if kind != FuncKind::Literal {
        return suffix.to_owned();
    }
    let number = suffix.trim_start_matches(|c: char| !c.is_ascii_digit());
    match in_literal {
        true => format!(".{number}"),
        false => format!(".func{number}"),
    }
}

/// Adds a copy of the body to the caller.
struct Copier<'a, 'e> {
    expansion: &'a Expansion<'e>,
    locals: &'a [LocalId],
    /// Where everything is reported.
    pos: Pos,
    names: (&'a World, PackageId),
    function: &'a mut Function,
    /// The callee's name.
    name: Symbol,
    /// Instructions to stand in front of the call.
    placed: Vec<Value>,
}

impl Copier<'_, '_> {
    fn run(
        &mut self,
        insts: cranelift_entity::PrimaryMap<Value, Inst>,
        mut init: Vec<StmtId>,
    ) -> Expanded {
        let body = self.expansion.body;
        let id = self.function.source.inline_tree.push(InlinedCall {
            parent: self.expansion.parent,
            pos: self.expansion.pos,
            callee: self.expansion.callee,
            name: self.name,
        });
        let base = self.function.insts.len();
        let numbers = Numbers {
            locals: self.locals,
            values: base,
            sites: self.function.sites.len(),
            blocks: self.function.blocks.len(),
            stmts: self.function.source.stmts.len(),
            generation: self.expansion.generation,
        };
        self.copy_locals(&numbers);
        self.copy_sites(&numbers);
        self.copy_insts(&numbers, &insts, id);
        for block in body.blocks.values() {
            let block = numbers.values(block);
            self.function.blocks.push(block);
        }
        let cont = self.function.blocks.push(Vec::new());
        self.end_blocks(&numbers, cont);
        let end = Symbol::intern(&format!(".i{}", self.expansion.generation));
        self.copy_stmts(&numbers, end);
        self.copy_source(&numbers);
        let bindings = self.bind();
        init.extend(bindings.iter().copied());
        let mut statements = numbers.stmts(&body.source.body);
        statements.push(self.stmt(OutlineKind::Label(end)));
        let after = self.results();
        self.replace_call(init, &statements, &after);
        let loads = after.into_iter().flatten().collect();
        Expanded {
            id,
            base,
            bindings,
            body: statements,
            splice: Splice {
                before: std::mem::take(&mut self.placed),
                entry: numbers.block(cranelift_entity::EntityRef::new(0)),
                cont,
                after: loads,
            },
        }
    }

    fn copy_locals(&mut self, numbers: &Numbers<'_>) {
        let (world, unnamed) = self.names;
        let names = NameRules {
            world,
            here: self.expansion.here,
            home: self.expansion.home.package,
        };
        for local in self.expansion.body.locals.values() {
            let kind = match local.kind {
                LocalKind::Captured(_) => continue,
                LocalKind::Receiver | LocalKind::Param | LocalKind::Result(_) => LocalKind::Var,
                LocalKind::Var | LocalKind::Temp | LocalKind::Hidden => local.kind,
            };
            let mut name = names.local(local, unnamed);
            if self.expansion.rules.has(ReleaseRule::UpperResults)
                && name.as_str().starts_with("~r")
            {
                name = Symbol::intern(&name.as_str().replacen("~r", "~R", 1));
            }
            self.function.locals.push(Local {
                name,
                kind,
                pos: self.pos,
                site: local.site.map(|site| numbers.site(site)),
                unnamed: false,
                ..*local
            });
        }
    }

    fn copy_sites(&mut self, numbers: &Numbers<'_>) {
        for site in self.expansion.body.sites.values() {
            let value = site.value.expand().map(|value| numbers.value(value));
            let local = site.local.expand().map(|local| numbers.local(local));
            self.function.sites.push(Site {
                value: value.into(),
                local: local.into(),
                ..*site
            });
        }
    }

    fn copy_insts(
        &mut self,
        numbers: &Numbers<'_>,
        insts: &cranelift_entity::PrimaryMap<Value, Inst>,
        id: InlineId,
    ) {
        let body = self.expansion.body;
        for (old, inst) in insts {
            let inst = numbers.inst(inst, &body.value_lists, &mut self.function.value_lists);
            let new = self.function.insts.push(inst);
            self.function.types[new] = body.types[old];
            let source = &mut self.function.source;
            source.values[new] = body.source.values[old];
            source.values[new].pos = self.pos;
            source.inline_of[new] = id.into();
        }
    }

    /// `return` leads behind the call.
    fn end_blocks(&mut self, numbers: &Numbers<'_>, cont: crate::ir::Block) {
        for block in self.expansion.body.blocks.keys() {
            let block = &self.function.blocks[numbers.block(block)];
            if let Some(&last) = block.last()
                && matches!(self.function.insts[last], Inst::Return)
            {
                self.function.insts[last] = Inst::Jump(cont);
            }
        }
    }

    fn copy_stmts(&mut self, numbers: &Numbers<'_>, end: Symbol) {
        let body = self.expansion.body;
        for stmt in body.source.stmts.values() {
            let copy = OutlineStmt {
                pos: self.pos,
                init: numbers.stmts(&stmt.init),
                kind: numbers.kind(&stmt.kind, self.pos),
            };
            self.function.source.stmts.push(copy);
        }
        for (old, stmt) in &body.source.stmts {
            if matches!(stmt.kind, OutlineKind::Return(_)) {
                self.end_return(numbers.stmt(old), end);
            }
        }
    }

    /// `return e` becomes `{ r = e; goto end }`.
    fn end_return(&mut self, stmt: StmtId, end: Symbol) {
        let source = &mut self.function.source.stmts[stmt];
        let mut list = std::mem::take(&mut source.init);
        let OutlineKind::Return(values) = &mut source.kind else {
            return;
        };
        let values = std::mem::take(values);
        if !values.is_empty() {
            let results = self.expansion.body.results.clone();
            let mut dsts = Vec::with_capacity(values.len());
            for result in results {
                let local = self.locals[result.index()];
                if self.expansion.single_return {
                    list.push(self.stmt(OutlineKind::Decl(local)));
                }
                dsts.push(Some(self.place(local)));
            }
            list.push(self.stmt(OutlineKind::AssignPairs {
                dsts,
                srcs: values,
                define: self.expansion.single_return,
            }));
        }
        list.push(self.stmt(OutlineKind::Goto(end)));
        self.function.source.stmts[stmt].kind = OutlineKind::Block(list);
    }

    /// What the source map says besides places.
    fn copy_source(&mut self, numbers: &Numbers<'_>) {
        let from = &self.expansion.body.source;
        let to = &mut self.function.source;
        for (&value, init) in &from.value_init {
            to.value_init
                .insert(numbers.value(value), numbers.stmts(init));
        }
        let copies = from.round_copies.iter();
        to.round_copies
            .extend(copies.map(|&stmt| numbers.stmt(stmt)));
        let keyed = from.keyed_elems.iter();
        to.keyed_elems
            .extend(keyed.map(|&elem| numbers.value(elem)));
        let loops = from.loops.iter().map(|one| Loop {
            stmt: numbers.stmt(one.stmt),
            kind: match one.kind {
                LoopKind::For(blocks) => LoopKind::For(ForBlocks {
                    entry: numbers.block(blocks.entry),
                    head: numbers.block(blocks.head),
                    body: numbers.block(blocks.body),
                    next: numbers.block(blocks.next),
                    post: numbers.block(blocks.post),
                }),
                LoopKind::Range(bind) => LoopKind::Range(numbers.block(bind)),
            },
            distinct: one.distinct,
        });
        to.loops.extend(loops);
    }

    // The new parts.

    fn stmt(&mut self, kind: OutlineKind) -> StmtId {
        self.function.source.stmts.push(OutlineStmt {
            pos: self.pos,
            init: Vec::new(),
            kind,
        })
    }

    fn inst(&mut self, inst: Inst, ty: Option<TypeId>) -> Value {
        let value = self.function.insts.push(inst);
        self.function.types[value] = ty.into();
        self.function.source.values[value].pos = self.pos;
        value
    }

    /// The place of a local, in front of the call.
    fn place(&mut self, local: LocalId) -> Value {
        let ty = self.function.locals[local].ty;
        let place = self.inst(Inst::LocalAddr(local), Some(ty));
        self.placed.push(place);
        place
    }

    /// `p, q := args`, and the declarations of results.
    fn bind(&mut self) -> Vec<StmtId> {
        let args = match &self.function.insts[self.expansion.call] {
            Inst::Call { args, .. } => args.as_slice(&self.function.value_lists).to_vec(),
            _no_call => Vec::new(),
        };
        self.begin_lives();
        let mut decls = Vec::new();
        let mut dsts = Vec::with_capacity(args.len());
        for (param, &arg) in self.expansion.body.params.iter().zip(&args) {
            let local = self.locals[param.index()];
            if !self.function.locals[local].name.is_blank() {
                decls.push(self.stmt(OutlineKind::Decl(local)));
            }
            let place = self.place(local);
            let store = self.inst(Inst::Store(place, arg), None);
            self.placed.push(store);
            dsts.push(Some(place));
        }
        let assign = self.stmt(OutlineKind::AssignPairs {
            dsts,
            srcs: args,
            define: true,
        });
        self.function.source.stmts[assign].init = decls;
        let mut list = vec![assign];
        if !self.expansion.single_return {
            for result in &self.expansion.body.results {
                let local = self.locals[result.index()];
                list.push(self.stmt(OutlineKind::Decl(local)));
                let place = self.place(local);
                list.push(self.stmt(OutlineKind::Assign {
                    dst: Some(place),
                    src: None,
                    define: false,
                }));
            }
        }
        list
    }

    /// What begins with the call of a function begins with each round through an expansion.
    fn begin_lives(&mut self) {
        for (old, local) in &self.expansion.body.locals {
            let begins = match local.kind {
                LocalKind::Receiver
                | LocalKind::Param
                | LocalKind::Result(_)
                | LocalKind::Temp
                | LocalKind::Hidden => true,
                LocalKind::Var | LocalKind::Captured(_) => false,
            };
            if begins {
                let begin = self.inst(Inst::Declare(self.locals[old.index()]), None);
                self.placed.push(begin);
            }
        }
    }

    /// Place and value of each result variable behind the body.
    fn results(&mut self) -> Vec<[Value; 2]> {
        let results = self.expansion.body.results.iter();
        let locals: Vec<LocalId> = results.map(|result| self.locals[result.index()]).collect();
        let mut loads = Vec::with_capacity(locals.len());
        for local in locals {
            let ty = self.function.locals[local].ty;
            let place = self.inst(Inst::LocalAddr(local), Some(ty));
            let load = self.inst(Inst::Load(place), Some(ty));
            loads.push([place, load]);
        }
        loads
    }

    fn replace_call(&mut self, init: Vec<StmtId>, body: &[StmtId], loads: &[[Value; 2]]) {
        let call = self.expansion.call;
        let results: Vec<Value> = loads.iter().map(|&[_, load]| load).collect();
        let results = ValueList::from_slice(&results, &mut self.function.value_lists);
        self.function.insts[call] = Inst::Inlined {
            callee: self.expansion.callee,
            results,
        };
        let source = &mut self.function.source;
        source.value_init.entry(call).or_default().extend(init);
        source.inlined.insert(call, body.to_vec());
    }
}
