//! The functions of a package, and their order.
//!
//! QUESTION. Which functions does gc compile for a package, and in which order does it list them? The synthesized initialiser
//! with its literals and the map initialisers moved out of it; the declared functions and methods in the order of files and
//! declarations, generic ones and those named `_` left out; then literals and instances as they were made; then wrappers of
//! methods. Batches of the analysis are discovered in this order, and some messages follow it.
//!
//! ```text
//! var x = f()    func f() T { … }    func init() { … func() {} … }
//! roots: init, f, init.0, init.0.func1
//! ```
//!
//! INVARIANTS. Numbers of declared functions are reserved before any body is lowered, in list order. Every declared function
//! is made exactly once.
//! SOURCE: section 9.1 of the model of gc's analysis.

use cranelift_entity::EntityRef;
use escargo_grammar::Symbol;
use escargo_grammar::ast::{Decl, Expr, FieldList, FuncSig};
use rustc_hash::FxHashSet;

use super::builder::empty_function;
use super::context::{Lowerer, Subst, Unit, unit_of};
use super::function::{FuncDecl, func_decl};
use crate::check::info::FileIndex;
use crate::ir::{FuncId, FuncKind};
use crate::rules::ReleaseRule;
use crate::source::Pos;
use crate::types::{DeclaredName, FrameNames, ObjectId};

impl<'a> Lowerer<'a> {
    /// Lowers everything.
    pub fn lower(&mut self) {
        self.number_local_types();
        self.note_frames();
        let declared = self.reserve_declared();
        let mut roots = self.package_init();
        self.read_declarations();
        self.made.clear();
        self.make_bodies();
        let made = std::mem::take(&mut self.made);
        roots.extend(declared);
        roots.extend(made);
        self.make_wrappers();
        // Wrappers may need instances that nothing else mentioned.
        self.make_bodies();
        roots.append(&mut self.made);
        if self.has_rule(ReleaseRule::InitialiserLast) {
            self.move_initialiser_last(&mut roots);
        }
        self.package.roots = roots;
        self.lay_out_dictionaries();
    }

    /// The initialiser, with the maps outlined from it, behind all other functions.
    fn move_initialiser_last(&self, roots: &mut Vec<FuncId>) {
        let is_initialiser = |&id: &FuncId| {
            let kind = self.package.funcs[id].kind;
            matches!(kind, FuncKind::PackageInit | FuncKind::MapInit)
        };
        let (last, mut first): (Vec<FuncId>, Vec<FuncId>) =
            roots.drain(..).partition(is_initialiser);
        first.extend(last);
        *roots = first;
    }

    fn units(&self) -> Vec<Unit<'a>> {
        let numbers = 0..self.checked.files.len();
        numbers
            .filter_map(|number| unit_of(self.checked, FileIndex::new(number)))
            .collect()
    }

    /// Types declared in functions are numbered in the order of the package's files.
    fn number_local_types(&self) {
        let mut number = 0;
        for unit in self.units() {
            let mut local: Vec<u32> = Vec::new();
            let top: FxHashSet<_> = unit.ast.decls.iter().copied().collect();
            for (id, decl) in &unit.ast.decl_table {
                if let Decl::Type {
                    name, alias: false, ..
                } = decl
                    && !top.contains(&id)
                {
                    local.push(name.pos);
                }
            }
            local.sort_unstable();
            for name in local {
                number += 1;
                if let Some(&object) = unit.info.defs.get(&name) {
                    self.world.number_local_type(object, number);
                }
            }
        }
    }

    /// How methods name their parameters: wrappers in packages that embed the types use the names.
    fn note_frames(&self) {
        for unit in self.units() {
            for &decl in &unit.ast.decls {
                if let Some(function) = func_decl(unit, decl)
                    && let Some(recv) = function.recv
                {
                    let recv = declared_names(unit, recv).first().copied();
                    self.note_frame(unit, function.object, recv, function.sig);
                }
            }
            for expr in unit.ast.exprs.values() {
                let Expr::InterfaceType(methods) = expr else {
                    continue;
                };
                for &method in unit.ast.field_list(*methods) {
                    let method = unit.ast.fields[method];
                    if let (Some(name), Expr::FuncType(sig)) =
                        (method.name, unit.ast.expr(method.ty))
                        && let Some(&object) = unit.info.defs.get(&name.pos)
                    {
                        self.note_frame(unit, object, None, sig);
                    }
                }
            }
        }
    }

    fn note_frame(
        &self,
        unit: Unit<'a>,
        method: ObjectId,
        recv: Option<DeclaredName>,
        sig: FuncSig,
    ) {
        let names = FrameNames {
            recv,
            params: declared_names(unit, sig.params).into(),
            results: declared_names(unit, sig.results).into(),
        };
        self.world.note_frame(method, names);
    }

    /// Numbers for the declared functions, in order.
    fn reserve_declared(&mut self) -> Vec<FuncId> {
        let mut declared = Vec::new();
        for unit in self.units() {
            for &decl in &unit.ast.decls {
                if let Some(function) = func_decl(unit, decl)
                    && self.is_compiled(&function)
                {
                    declared.push(self.reserve_function(&function));
                }
            }
        }
        declared
    }

    fn is_compiled(&self, function: &FuncDecl<'a>) -> bool {
        let blank = self.world.object(function.object).name.is_blank();
        !blank && self.type_params(function.object).is_empty()
    }

    fn reserve_function(&mut self, function: &FuncDecl<'a>) -> FuncId {
        let object = function.object;
        let name = self.function_name(object, &[]);
        let user_init = name.as_str() == "init" && function.recv.is_none();
        let name = match user_init {
            true => Symbol::intern(&format!("init.{}", self.package.user_inits.len())),
            false => name,
        };
        let unit = function.unit;
        let ty = self.in_unit(unit, Subst::default(), |l| l.object_type(object));
        let mut shell = empty_function(name, FuncKind::Declared, function.pos, ty);
        shell.object = Some(object);
        shell.start = function.start;
        shell.pragmas = self.pragmas(function);
        let id = self.reserve(shell);
        self.package.by_object.insert(object, id);
        if user_init {
            self.package.user_inits.push(id);
        }
        id
    }

    /// Reads all declarations in order, as gc does before it makes bodies.
    fn read_declarations(&mut self) {
        for unit in self.units() {
            for &decl in &unit.ast.decls {
                self.read_declaration(unit, unit.ast.decl(decl));
            }
        }
    }

    fn read_declaration(&mut self, unit: Unit<'a>, decl: Decl) {
        match decl {
            Decl::Import { .. } => {}
            Decl::Const { names, .. } | Decl::Var { names, .. } => {
                for &name in unit.ast.expr_list(names) {
                    if let Some(object) = unit.info.objects[name].expand()
                        && let Some(&ty) = self.world.object(object).ty.get()
                    {
                        self.read_type(ty);
                    }
                }
            }
            Decl::Type { name, tparams, .. } => {
                if tparams.is_empty()
                    && !name.name.is_blank()
                    && let Some(&object) = unit.info.defs.get(&name.pos)
                    && let Some(&ty) = self.world.object(object).ty.get()
                    && (!self.world.is_interface(ty) || self.world.type_set(ty).is_method_set())
                {
                    self.read_type(ty);
                }
            }
            Decl::Func { name, .. } => {
                if let Some(&object) = unit.info.defs.get(&name.pos)
                    && self.package.by_object.contains_key(&object)
                {
                    self.read_function(object);
                }
            }
        }
    }
}

/// The names of a list of parameters with their places; what has no name stands where its type does.
fn declared_names(unit: Unit<'_>, fields: FieldList) -> Vec<DeclaredName> {
    let fields = unit.ast.field_list(fields).iter();
    fields
        .map(|&field| {
            let field = unit.ast.fields[field];
            let offset = match field.name {
                Some(name) => name.pos,
                None => unit.ast.expr_pos[field.ty].start,
            };
            let name = field.name.map(|name| name.name);
            (name, Pos::new(unit.file, offset))
        })
        .collect()
}
