//! The state of lowering a package, shared by the files of this module.
//!
//! [`Lowerer`] is one struct whose methods are spread over files by area of the language, like the checker. What it holds:
//!
//! * the package under construction (`package`), whose function numbers are *reserved* before bodies are lowered;
//! * the *unit*: which file of which checked package the body being lowered stands in, and the *substitution* of type
//!   parameters in force. **Every type read from the checker's tables goes through [`Lowerer::ty`]** (or one of
//!   `type_of`, `object_type`), which substitutes;
//! * the stack of [`FuncBuilder`]s: the function being lowered and the functions around it. `self.b()` is the innermost one.
//!
//! Who provides what (all `pub(super)` methods of `Lowerer<'_>`):
//!
//! * `context`: what is below
//! * `expr`: `expr(ExprId) -> Value`, `expr_to(ExprId, TypeId) -> Value` (with the implicit conversion of an assignment),
//!   `effect(ExprId)` (an expression statement's value), `multi_expr(&[ExprId], &[TypeId], Pos) -> Vec<Value>` (the right sides of
//!   assignments, returns and calls, `f()` with several results and comma-ok forms included)
//! * `place`: `place(ExprId) -> Value` (an assignable place)
//! * `convert`: `convert(Value, TypeId, Pos, implicit: bool) -> Value`
//! * `call`: `call_parts` for `go` and `defer`; `closure`: `func_lit`
//! * `stmt`: `stmt`, `stmts`, `block`; `instance`: `func_instance`; `wrappers`: `method_expr_ref`, `method_value_wrapper`

use std::sync::Arc;

use cranelift_entity::EntityRef;
use escargo_grammar::ast::{Expr, ExprId, ExprPos};
use escargo_grammar::{Ast, Symbol};
use rustc_hash::FxHashMap;

use super::builder::{FuncBuilder, empty_function};
use super::{LowerInput, Sources};
use crate::check::CheckedPackage;
use crate::check::info::{FileIndex, FileInfo, Mode, Selection};
use crate::diagnostic::Diagnostics;
use crate::ir::{
    self, Capture, Extern, ExternId, FuncId, FuncKind, FuncRef, Function, Global, GlobalId,
    LocalId, LocalKind, StmtId, Value,
};
use crate::release::Release;
use crate::rules::{ReleaseRule, Rules};
use crate::source::{FileId, Pos};
use crate::types::{Const, ObjectId, PackageId, TypeId, TypeKind, TypeParamId, World};

/// The file that the body being lowered stands in.
#[derive(Clone, Copy)]
pub(super) struct Unit<'a> {
    /// The checked package: the one being lowered, or that of a generic function being instantiated.
    pub checked: &'a CheckedPackage,
    /// The file in the session.
    pub file: FileId,
    /// Its tree.
    pub ast: &'a Ast,
    /// What checking found out.
    pub info: &'a FileInfo,
    /// The Go version of the file.
    pub go_minor: u32,
}

/// What a literal is made for; it decides its name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum LiteralKind {
    /// `func() { … }` in the source
    Literal,
    /// The body of a range-over-func loop.
    RangeBody,
    /// The wrapper of a `go` statement's call.
    Go,
    /// The wrapper of a `defer` statement's call.
    Defer,
}

/// Type arguments in force: shape types, in instances of generic functions.
#[derive(Clone, Default, Debug)]
pub(super) struct Subst {
    /// Type parameters.
    pub tparams: Vec<TypeParamId>,
    /// What stands for them.
    pub targs: Vec<TypeId>,
}

/// Lowers one package.
pub(super) struct Lowerer<'a> {
    /// All types and objects.
    pub world: &'a World,
    /// The release that is simulated.
    pub release: Release,
    /// The package being lowered.
    pub checked: &'a CheckedPackage,
    /// Trees of imported packages.
    pub sources: &'a dyn Sources,
    /// Holds those that were asked for.
    pub foreign: &'a boxcar::Vec<Arc<CheckedPackage>>,
    /// What is built.
    pub package: ir::Package,
    /// What cannot be lowered.
    pub diagnostics: Diagnostics,
    /// The file of the body being lowered.
    pub unit: Unit<'a>,
    /// The substitution of the body being lowered.
    pub subst: Subst,
    /// The function being lowered (last) and those around it.
    pub builders: Vec<FuncBuilder>,
    /// Literals, wrappers of calls and instances in the order in which they were made, for `Package::roots`.
    pub made: Vec<FuncId>,
    /// Package-level variables by object.
    pub globals: FxHashMap<ObjectId, GlobalId>,
    /// Functions of other packages.
    pub externs: FxHashMap<Extern, ExternId>,
    /// Instances, wrappers and what else is made on demand.
    pub demand: super::instance::Demand<'a>,
    /// Range-over-func loops around the place at hand.
    pub range_loops: super::range_func::FuncLoops,
    /// What is left of conditions that are partly constant.
    pub simplified: FxHashMap<(FileId, ExprId), ExprId>,
}

impl<'a> Lowerer<'a> {
    /// A lowerer of the input's package with nothing in it; none if the package has no files.
    pub fn new(
        input: &LowerInput<'a>,
        foreign: &'a boxcar::Vec<Arc<CheckedPackage>>,
    ) -> Option<Lowerer<'a>> {
        let unit = unit_of(input.checked, FileIndex::new(0))?;
        Some(Lowerer {
            world: input.world,
            checked: input.checked,
            sources: input.sources,
            foreign,
            release: input.release,
            package: empty_package(input.checked.package),
            diagnostics: Diagnostics::default(),
            unit,
            subst: Subst::default(),
            builders: Vec::new(),
            made: Vec::new(),
            globals: FxHashMap::default(),
            externs: FxHashMap::default(),
            demand: Default::default(),
            range_loops: Default::default(),
            simplified: FxHashMap::default(),
        })
    }

    /// Whether the release has a rule.
    pub fn has_rule(&self, rule: ReleaseRule) -> bool {
        Rules::of(self.release).has(rule)
    }

    // Where we are.

    /// The innermost function being built. There is one whenever a body is lowered.
    pub fn b(&mut self) -> &mut FuncBuilder {
        match self.builders.last_mut() {
            Some(builder) => builder,
            None => unreachable!("a body is lowered outside of every function"),
        }
    }

    /// Runs `body` in a file, with a substitution.
    pub fn in_unit<R>(
        &mut self,
        unit: Unit<'a>,
        subst: Subst,
        body: impl FnOnce(&mut Self) -> R,
    ) -> R {
        let outer_unit = std::mem::replace(&mut self.unit, unit);
        let outer_subst = std::mem::replace(&mut self.subst, subst);
        let result = body(self);
        self.unit = outer_unit;
        self.subst = outer_subst;
        result
    }

    /// The checked tree of a package, this one included.
    pub fn checked_package(&mut self, package: PackageId) -> Option<&'a CheckedPackage> {
        if package == self.checked.package {
            return Some(self.checked);
        }
        let known = self.foreign.iter().find(|(_, c)| c.package == package);
        if let Some((_, checked)) = known {
            return Some(checked);
        }
        let index = self.foreign.push(self.sources.checked(package)?);
        self.foreign.get(index).map(|checked| &**checked)
    }

    /// The tree of the current file.
    pub fn ast(&self) -> &'a Ast {
        self.unit.ast
    }

    /// The tables of the current file.
    pub fn info(&self) -> &'a FileInfo {
        self.unit.info
    }

    /// A place in the current file.
    pub fn pos(&self, offset: u32) -> Pos {
        Pos::new(self.unit.file, offset)
    }

    /// The syntax of an expression, parentheses removed.
    pub fn syntax(&self, e: ExprId) -> (ExprId, Expr) {
        let e = self.unit.ast.unparen(e);
        (e, self.unit.ast.expr(e))
    }

    /// The three offsets of an expression.
    pub fn expr_span(&self, e: ExprId) -> ExprPos {
        let ast = self.unit.ast;
        ast.expr_pos[ast.unparen(e)]
    }

    /// Where gc reports an expression.
    pub fn expr_pos(&self, e: ExprId) -> Pos {
        self.pos(self.expr_span(e).pos)
    }

    /// Where an expression stands with its parentheses: gc reports conversions there.
    pub fn written_pos(&self, e: ExprId) -> Pos {
        self.pos(self.unit.ast.expr_pos[e].pos)
    }

    /// Says that something cannot be lowered.
    pub fn unsupported(&mut self, pos: Pos, what: impl std::fmt::Display) {
        self.diagnostics
            .error(pos, format!("not supported yet: {what}"));
    }

    // Types.

    /// The type with the type arguments in force.
    pub fn ty(&self, ty: TypeId) -> TypeId {
        self.world
            .substitute(ty, &self.subst.tparams, &self.subst.targs)
    }

    /// The type of an expression (a type expression's own type), substituted; `invalid` where there is none.
    pub fn type_of(&self, e: ExprId) -> TypeId {
        let ty = self.info().types[e].ty.expand();
        ty.map_or(self.world.invalid(), |ty| self.ty(ty))
    }

    /// What kind of operand an expression is.
    pub fn mode(&self, e: ExprId) -> Mode {
        self.info().types[e].mode
    }

    /// Whether an expression is a type.
    pub fn is_type(&self, e: ExprId) -> bool {
        self.mode(e) == Mode::Type
    }

    /// The type of an object as declared, substituted.
    pub fn object_type(&self, object: ObjectId) -> TypeId {
        let ty = self.world.object(object).ty.get();
        ty.map_or(self.world.invalid(), |&ty| self.ty(ty))
    }

    /// The value of a constant expression.
    pub fn const_of(&self, e: ExprId) -> Option<&'a Const> {
        self.unit.info.consts.get(&e)
    }

    /// The object that an identifier or the selected name of a selector stands for.
    pub fn object_of(&self, e: ExprId) -> Option<ObjectId> {
        self.info().objects[e].expand()
    }

    /// How a selector reaches what it names; none for qualified identifiers.
    pub fn selection(&self, e: ExprId) -> Option<&'a Selection> {
        self.unit.info.selections.get(&e)
    }

    /// The types of a tuple; the type itself if it is none.
    pub fn tuple_types(&self, ty: TypeId) -> Vec<TypeId> {
        match self.world.kind(ty) {
            TypeKind::Tuple(types) => types.to_vec(),
            _single => vec![ty],
        }
    }

    /// The predeclared type.
    pub fn basic(&self, basic: crate::types::Basic) -> TypeId {
        self.world.basic(basic)
    }

    /// `int`
    pub fn int_type(&self) -> TypeId {
        self.world.basic(crate::types::Basic::Int)
    }

    /// `bool`
    pub fn bool_type(&self) -> TypeId {
        self.world.basic(crate::types::Basic::Bool)
    }

    // Functions.

    /// Reserves a number; the function is put there when its body is finished.
    pub fn reserve(&mut self, function: Function) -> FuncId {
        self.package.funcs.push(function)
    }

    /// Starts the body of a reserved function: it becomes the innermost one.
    pub fn begin_function(&mut self, id: FuncId) {
        let shell = &self.package.funcs[id];
        let placeholder = Function {
            object: shell.object,
            outer: shell.outer,
            start: shell.start,
            ..empty_function(shell.name, shell.kind, shell.pos, shell.ty)
        };
        let function = std::mem::replace(&mut self.package.funcs[id], placeholder);
        self.builders.push(FuncBuilder::new(id, function));
    }

    /// Finishes the innermost function and puts it in its place.
    pub fn end_function(&mut self) {
        if let Some(builder) = self.builders.pop() {
            let id = builder.id;
            self.package.funcs[id] = builder.finish();
        }
    }

    /// Starts a literal inside the innermost function: reserves it, names it after its kind, enters it in [`Lowerer::made`]. The caller
    /// declares parameters and results, lowers the body, calls [`Lowerer::end_function`] and emits the `Closure`.
    pub fn begin_literal(&mut self, literal: LiteralKind, pos: Pos, ty: TypeId) -> FuncId {
        let outer = self.b().id;
        let name = self.literal_name(literal);
        let kind = match literal {
            LiteralKind::Literal => FuncKind::Literal,
            LiteralKind::RangeBody => FuncKind::RangeBody,
            LiteralKind::Go | LiteralKind::Defer => FuncKind::CallWrapper,
        };
        let duplicable = self.b().function.duplicable;
        let mut function = empty_function(name, kind, pos, ty);
        function.outer = Some(outer);
        function.duplicable = duplicable;
        let id = self.reserve(function);
        self.made.push(id);
        self.begin_function(id);
        id
    }

    /// The next name for a literal of that kind in the innermost function.
    fn literal_name(&mut self, literal: LiteralKind) -> Symbol {
        let builder = self.b();
        let in_literal = !matches!(
            builder.function.kind,
            FuncKind::Declared | FuncKind::PackageInit | FuncKind::MapInit
        );
        let outer = builder.function.name.as_str();
        let outer = if outer == "_" { "glob." } else { outer };
        let (counter, suffix) = match literal {
            LiteralKind::RangeBody => (&mut builder.counters.ranges, "-range"),
            LiteralKind::Go => (&mut builder.counters.wrappers, ".gowrap"),
            LiteralKind::Defer => (&mut builder.counters.wrappers, ".deferwrap"),
            LiteralKind::Literal if in_literal => (&mut builder.counters.literals, "."),
            LiteralKind::Literal => (&mut builder.counters.literals, ".func"),
        };
        *counter += 1;
        Symbol::intern(&format!("{outer}{suffix}{counter}"))
    }

    /// The function that an object of this or another package stands for. Not for generic functions and methods of generic
    /// types: these are [`Lowerer::func_instance`]s.
    pub fn func_ref(&mut self, object: ObjectId) -> FuncRef {
        self.note_function(object);
        if let Some(&id) = self.package.by_object.get(&object) {
            return FuncRef::Local(id);
        }
        let ty = self.world.object(object).ty.get().copied();
        let ty = ty.unwrap_or(self.world.invalid());
        self.extern_ref(Extern { object, ty })
    }

    /// A function of another package.
    pub fn extern_ref(&mut self, function: Extern) -> FuncRef {
        let externs = &mut self.package.externs;
        let id = self
            .externs
            .entry(function)
            .or_insert_with(|| externs.push(function));
        FuncRef::Extern(*id)
    }

    /// The method of a concrete receiver type (`T` or `*T`, instances included) that declares it.
    pub fn method_ref(&mut self, recv: TypeId, method: ObjectId) -> FuncRef {
        let (base, _) = self.world.deref(recv);
        let targs = match self.world.as_named(base) {
            Some(named) => self.world.named(named).targs.clone(),
            None => Box::default(),
        };
        if targs.is_empty() {
            self.func_ref(method)
        } else {
            self.func_instance(method, &targs)
        }
    }

    /// A package-level variable.
    pub fn global(&mut self, object: ObjectId) -> GlobalId {
        if let Some(&id) = self.globals.get(&object) {
            return id;
        }
        let info = self.world.object(object);
        let ty = info.ty.get().copied().unwrap_or(self.world.invalid());
        let id = self.package.globals.push(Global {
            object: Some(object),
            name: info.name,
            package: info.pkg,
            ty,
        });
        self.globals.insert(object, id);
        id
    }

    // Locals and captures.

    /// The local of the innermost function that stands for a declared variable, captured through all literals on the way if
    /// it belongs to a function around it. `pos` is that of the use. None for an object that is declared in none of them.
    pub fn local_of(&mut self, object: ObjectId, pos: Pos) -> Option<LocalId> {
        let mut depth = self.builders.len();
        let owner = loop {
            depth = depth.checked_sub(1)?;
            if let Some(&local) = self.builders[depth].locals.get(&object) {
                break local;
            }
        };
        let mut local = owner;
        for inner in depth + 1..self.builders.len() {
            local = self.capture_in(inner, local, pos);
            self.builders[inner].locals.insert(object, local);
        }
        Some(local)
    }

    /// A local of the function `up` levels further out (0: the innermost function itself), captured through the literals between.
    pub fn captured(&mut self, up: usize, local: LocalId, pos: Pos) -> LocalId {
        let depth = self.builders.len() - 1 - up;
        (depth + 1..self.builders.len())
            .fold(local, |local, inner| self.capture_in(inner, local, pos))
    }

    fn capture_in(&mut self, depth: usize, outer: LocalId, pos: Pos) -> LocalId {
        if let Some(&inner) = self.builders[depth].captured.get(&outer) {
            return inner;
        }
        let variable = self.builders[depth - 1].function.locals[outer];
        let builder = &mut self.builders[depth];
        let number = builder.function.captures.len() as u32;
        let kind = LocalKind::Captured(number);
        let inner = builder.new_local(variable.name, variable.ty, variable.pos, kind, None);
        builder.function.locals[inner].object = variable.object;
        builder.function.locals[inner].addr_taken = variable.addr_taken;
        builder
            .function
            .captures
            .push(Capture { outer, inner, pos });
        builder.captured.insert(outer, inner);
        inner
    }

    /// Notes that a local's address is taken, in all functions up to the one that declares it.
    pub fn mark_addr_taken(&mut self, local: LocalId) {
        let mut current = local;
        for builder in self.builders.iter_mut().rev() {
            builder.function.locals[current].addr_taken = true;
            match builder.function.locals[current].kind {
                LocalKind::Captured(n) => current = builder.function.captures[n as usize].outer,
                _declared_here => return,
            }
        }
    }

    // Outline.

    /// Runs `body` with a statement list of its own and gives what it added.
    pub fn with_stmts(&mut self, body: impl FnOnce(&mut Self)) -> Vec<StmtId> {
        self.b().begin_stmts();
        body(self);
        self.b().end_stmts()
    }

    /// Runs `body`; statements that it adds are attached to the value it gives.
    pub fn with_value_init(&mut self, body: impl FnOnce(&mut Self) -> Value) -> Value {
        self.b().begin_stmts();
        let value = body(self);
        let stmts = self.b().end_stmts();
        self.b().add_value_init(value, stmts);
        value
    }
}

/// A file of a checked package.
pub(super) fn unit_of(checked: &CheckedPackage, index: FileIndex) -> Option<Unit<'_>> {
    let file = checked.file(index)?;
    Some(Unit {
        checked,
        file: file.file,
        ast: &file.ast,
        info: &file.info,
        go_minor: file.go_minor,
    })
}

/// A package with nothing in it.
pub(super) fn empty_package(package: PackageId) -> ir::Package {
    ir::Package {
        package,
        funcs: Default::default(),
        globals: Default::default(),
        externs: Default::default(),
        by_object: FxHashMap::default(),
        roots: Vec::new(),
        init: None,
        user_inits: Vec::new(),
        instances: Default::default(),
        dictionaries: Default::default(),
        dictionary_words: Default::default(),
        imprecise_calls: Vec::new(),
    }
}
