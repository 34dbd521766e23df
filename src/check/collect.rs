//! Names of a package: what its files declare, before any declaration is looked into.
//!
//! Every constant, variable, type and function of all files gets an object in the package's scope, imports get one in
//! their file's scope. Methods are no names of the package; they are collected for the type that their receiver names,
//! which may go through aliases and a pointer:
//!
//! ```text
//! type P = *T; type T struct{}; func (P) m() {}   →   m is a method of T with pointer receiver
//! ```
//!
//! SOURCE: the rules and messages of types2/resolver.go.

use std::sync::Arc;

use cranelift_entity::EntityRef;
use escargo_grammar::ast::{BinaryOp, Decl, DeclId, Expr, ExprId, FieldList, FuncSig, Ident};
use escargo_grammar::{Ast, Symbol};
use rustc_hash::FxHashMap;

use super::checker::{Checker, DeclInfo};
use super::info::FileIndex;
use crate::types::object::FuncInfo;
use crate::types::{ObjectId, ObjectKind, PackageId, VarKind};

/// A method whose receiver's type is not looked up yet.
struct PendingMethod {
    file: FileIndex,
    decl: DeclId,
    name: Ident,
    /// The receiver's type, if it can be one.
    base: Option<Symbol>,
    pointer: bool,
    /// Its place in the package's order.
    slot: usize,
}

/// What is collected on the way.
#[derive(Default)]
struct Collection {
    /// The package's objects in source order; methods get theirs at the end.
    slots: Vec<Option<ObjectId>>,
    methods: Vec<PendingMethod>,
    /// The constant specification whose type and values are repeated.
    repeated: Option<DeclId>,
}

/// The parts of a receiver's type: whether it is a pointer, the type without type parameters, those.
pub(super) struct ReceiverParts {
    pub pointer: bool,
    pub base: ExprId,
    pub tparams: Vec<ExprId>,
}

impl Checker<'_> {
    /// Sets the package's name; leaves out files of other packages.
    pub fn set_package_name(&mut self) {
        let info = self.world.package(self.pkg);
        for index in 0..self.files.len() {
            let clause = self.files[index].ast.package;
            self.current = FileIndex::new(index);
            if info.name.get().is_none() && clause.name.is_blank() {
                self.error(clause.pos, "invalid package name _");
                continue;
            }
            let name = *info.name.get_or_init(|| clause.name);
            if name != clause.name {
                let message = format!("package {}; expected package {name}", clause.name);
                self.error(clause.pos, message);
                self.files[index].ast = Arc::new(Ast::empty());
            }
        }
    }

    /// Collects the names of all files.
    pub fn collect_objects(&mut self) {
        let mut collection = Collection::default();
        for index in 0..self.files.len() {
            self.in_file(FileIndex::new(index), |checker| {
                checker.collect_file(&mut collection);
            });
        }
        self.check_file_scopes();
        let mut slots = collection.slots;
        for method in collection.methods {
            let slot = method.slot;
            slots[slot] = Some(self.collect_method(method));
        }
        self.order = slots.into_iter().flatten().collect();
        self.publish_imports();
    }

    fn publish_imports(&mut self) {
        let mut imports: Vec<PackageId> = self
            .imports
            .iter()
            .filter_map(|&(_, obj)| match self.world.object(obj).kind {
                ObjectKind::PkgName(package) => Some(package),
                _other => None,
            })
            .collect();
        imports.sort_by_key(|&package| self.world.package_path(package));
        imports.dedup();
        let info = self.world.package(self.pkg);
        info.imports.get_or_init(|| imports.into());
    }

    fn collect_file(&mut self, to: &mut Collection) {
        let ast = self.ast();
        to.repeated = None;
        for &id in &ast.decls {
            let decl = ast.decl(id);
            if !matches!(decl, Decl::Const { .. }) {
                to.repeated = None;
            }
            match decl {
                Decl::Import { name, path } => self.import_decl(id, name, path),
                Decl::Const { .. } => self.collect_consts(id, &ast, to),
                Decl::Var { .. } => self.collect_vars(id, &ast, to),
                Decl::Type { name, .. } => {
                    let obj = self.new_package_object(name.name, name.pos, ObjectKind::TypeName);
                    self.declare_in_package(obj, name.pos, to.info(self, id, 0));
                    to.slots.push(Some(obj));
                }
                Decl::Func {
                    recv,
                    name,
                    tparams,
                    sig,
                    body,
                } => match recv {
                    Some(recv) => self.defer_method(id, recv, name, tparams, to),
                    None => {
                        self.check_special_func(name, tparams, sig, body.is_none());
                        self.collect_func(id, name, to);
                    }
                },
            }
        }
    }

    fn collect_consts(&mut self, id: DeclId, ast: &Ast, to: &mut Collection) {
        let Decl::Const {
            names,
            ty,
            values,
            iota,
        } = ast.decl(id)
        else {
            return;
        };
        if iota == 0 {
            to.repeated = None;
        }
        let gives = ty.is_some() || !values.is_empty();
        let inherited = if gives { None } else { to.repeated };
        if gives {
            to.repeated = Some(id);
        }
        for (index, &name) in ast.expr_list(names).iter().enumerate() {
            let obj = self.declaring_object(name, ObjectKind::Const);
            let info = DeclInfo {
                iota,
                inherited,
                ..to.info(self, id, index)
            };
            self.declare_in_package(obj, ast.expr_pos[name].start, info);
            to.slots.push(Some(obj));
        }
        self.arity(id, inherited);
    }

    fn collect_vars(&mut self, id: DeclId, ast: &Ast, to: &mut Collection) {
        let Decl::Var { names, ty, values } = ast.decl(id) else {
            return;
        };
        let names = ast.expr_list(names);
        let kind = ObjectKind::Var(VarKind::Global);
        let objects: Vec<ObjectId> = names
            .iter()
            .map(|&name| self.declaring_object(name, kind))
            .collect();
        let one_value = values.len(&ast.expr_lists) == 1 && names.len() > 1;
        for (index, (&name, &obj)) in names.iter().zip(&objects).enumerate() {
            let together = if one_value { &objects[..] } else { &[] };
            let info = DeclInfo {
                together: together.into(),
                ..to.info(self, id, index)
            };
            self.declare_in_package(obj, ast.expr_pos[name].start, info);
            to.slots.push(Some(obj));
        }
        if ty.is_none() || !values.is_empty() {
            self.arity(id, None);
        }
    }

    /// The package-level object that an identifier declares.
    fn declaring_object(&mut self, name: ExprId, kind: ObjectKind) -> ObjectId {
        let symbol = match self.node(name) {
            Expr::Ident(symbol) => symbol,
            _broken => Symbol::intern("_"),
        };
        let obj = self.new_package_object(symbol, self.start(name), kind);
        self.record_use(name, obj);
        obj
    }

    fn declare_in_package(&mut self, obj: ObjectId, offset: u32, info: DeclInfo) {
        let name = self.world.object(obj).name.as_str();
        if name == "init" {
            self.error(offset, "cannot declare init - must be func");
        } else if name == "main" && self.is_main_package() {
            self.error(offset, "cannot declare main - must be func");
        } else {
            self.declare(self.package_scope, obj, 0);
        }
        self.record_def(offset, obj);
        self.decls.insert(obj, info);
    }

    fn is_main_package(&self) -> bool {
        let name = self.world.package(self.pkg).name.get();
        name.is_some_and(|name| name.as_str() == "main")
    }

    /// `init` and `main` have neither parameters nor results; other generic functions need Go 1.18.
    fn check_special_func(&mut self, name: Ident, tparams: FieldList, sig: FuncSig, no_body: bool) {
        let text = name.name.as_str();
        let ast = self.ast();
        let first = ast.field_list(tparams).first();
        let first = first.map(|&field| ast.fields[field].name.map_or(name.pos, |name| name.pos));
        if text == "init" || text == "main" && self.is_main_package() {
            if let Some(offset) = first {
                self.error(offset, format!("func {text} must have no type parameters"));
            }
            if !sig.params.is_empty() || !sig.results.is_empty() {
                let message = format!("func {text} must have no arguments and no return values");
                self.error(name.pos, message);
            }
            if text == "init" && no_body {
                self.error(name.pos, "func init must have a body");
            }
        } else if let Some(offset) = first {
            self.require_version(offset, 18, "type parameter");
        }
    }

    fn collect_func(&mut self, id: DeclId, name: Ident, to: &mut Collection) {
        let kind = ObjectKind::Func(FuncInfo::default());
        let obj = self.new_package_object(name.name, name.pos, kind);
        // `init` is no name: there may be many, and nobody can call them.
        if name.name.as_str() != "init" {
            self.declare(self.package_scope, obj, 0);
        }
        self.record_def(name.pos, obj);
        let info = to.info(self, id, 0);
        self.decls.insert(obj, info);
        to.slots.push(Some(obj));
    }

    fn defer_method(
        &mut self,
        id: DeclId,
        recv: FieldList,
        name: Ident,
        tparams: FieldList,
        to: &mut Collection,
    ) {
        let ast = self.ast();
        let mut base = None;
        let mut pointer = false;
        if let Some(&field) = ast.field_list(recv).first() {
            let parts = self.unpack_receiver(ast.fields[field].ty);
            pointer = parts.pointer;
            if let Expr::Ident(symbol) = ast.expr(parts.base) {
                base = Some(symbol).filter(|_| !name.name.is_blank());
            }
        }
        if let Some(&first) = ast.field_list(tparams).first() {
            let offset = ast.fields[first].name.map_or(name.pos, |name| name.pos);
            self.require_version(offset, 27, "generic method");
        }
        to.methods.push(PendingMethod {
            file: self.current,
            decl: id,
            name,
            base,
            pointer,
            slot: to.slots.len(),
        });
        to.slots.push(None);
    }

    /// Makes the method's object and gives it to its type.
    fn collect_method(&mut self, method: PendingMethod) -> ObjectId {
        self.in_file(method.file, |checker| {
            let base = method.base;
            let base = base.and_then(|name| checker.base_type_name(method.pointer, name));
            let info = FuncInfo {
                is_method: true,
                pointer_receiver: base.map_or(method.pointer, |(_, pointer)| pointer),
                interface_method: false,
            };
            let name = method.name;
            let kind = ObjectKind::Func(info);
            let obj = checker.new_package_object(name.name, name.pos, kind);
            checker.record_def(name.pos, obj);
            if let Some((base, _)) = base {
                checker.methods.entry(base).or_default().push(obj);
            }
            let decl = DeclInfo {
                file: method.file,
                decl: method.decl,
                index: 0,
                iota: 0,
                inherited: None,
                order: method.slot as u32,
                together: Box::default(),
            };
            checker.decls.insert(obj, decl);
            obj
        })
    }

    /// Takes a receiver's type apart.
    pub fn unpack_receiver(&self, ty: ExprId) -> ReceiverParts {
        let ast = self.ast();
        let mut base = ast.unparen(ty);
        let mut pointer = false;
        if let Expr::Star(inner) = ast.expr(base) {
            pointer = true;
            base = ast.unparen(inner);
        }
        let mut tparams = Vec::new();
        if let Expr::Index(inner, list) = ast.expr(base) {
            base = inner;
            tparams = ast.expr_list(list).to_vec();
        }
        ReceiverParts {
            pointer,
            base,
            tparams,
        }
    }

    /// The defined type of this package that a name stands for, through aliases and at most one pointer; whether there was
    /// one.
    fn base_type_name(&self, mut pointer: bool, name: Symbol) -> Option<(ObjectId, bool)> {
        let mut name = name;
        let mut seen: Vec<ObjectId> = Vec::new();
        loop {
            let &(obj, _) = self.scopes[self.package_scope].names.get(&name)?;
            if self.world.object(obj).kind != ObjectKind::TypeName || seen.contains(&obj) {
                return None;
            }
            let info = self.decls.get(&obj)?;
            let ast = &self.files[info.file.index()].ast;
            let Decl::Type {
                tparams, ty, alias, ..
            } = ast.decl(info.decl)
            else {
                return None;
            };
            if !alias {
                return Some((obj, pointer));
            }
            if !tparams.is_empty() {
                return None;
            }
            seen.push(obj);
            let mut right = ast.unparen(ty);
            if let Expr::Star(inner) = ast.expr(right) {
                if pointer {
                    return None;
                }
                pointer = true;
                right = ast.unparen(inner);
            }
            match ast.expr(right) {
                Expr::Ident(next) => name = next,
                _elsewhere => return None,
            }
        }
    }

    /// Reports names without values and values without names. `inherited`: the specification whose values are repeated.
    pub fn arity(&mut self, id: DeclId, inherited: Option<DeclId>) {
        let ast = self.ast();
        let (names, is_const) = match ast.decl(id) {
            Decl::Const { names, .. } => (names, true),
            Decl::Var { names, .. } => (names, false),
            Decl::Import { .. } | Decl::Type { .. } | Decl::Func { .. } => return,
        };
        let values = match ast.decl(inherited.unwrap_or(id)) {
            Decl::Const { values, .. } | Decl::Var { values, .. } => values,
            Decl::Import { .. } | Decl::Type { .. } | Decl::Func { .. } => return,
        };
        let (names, values) = (ast.expr_list(names), ast.expr_list(values));
        if names.len() < values.len() {
            let extra = values[names.len()];
            match inherited {
                Some(_) => {
                    let place = self.place(self.pos(ast.expr_pos[extra].pos));
                    self.error(ast.decl_pos[id], format!("extra init expr at {place}"));
                }
                None => {
                    let text = self.expr_text(extra);
                    self.error(self.start(extra), format!("extra init expr {text}"));
                }
            }
        } else if names.len() > values.len() && (is_const || values.len() != 1) {
            let missing = names[values.len()];
            let text = self.expr_text(missing);
            self.error(self.start(missing), format!("missing init expr for {text}"));
        }
    }

    /// Resolves all package-level declarations: defined types before aliases before everything else.
    pub fn package_objects(&mut self) {
        let order = std::mem::take(&mut self.order);
        for phase in 0..3 {
            for &obj in &order {
                if self.phase_of(obj) == phase {
                    self.resolve_object(obj);
                }
            }
        }
        self.order = order;
    }

    fn phase_of(&self, obj: ObjectId) -> u32 {
        match self.world.object(obj).kind {
            ObjectKind::TypeName if self.declares_alias(obj) => 1,
            ObjectKind::TypeName => 0,
            ObjectKind::Func(_)
            | ObjectKind::PkgName(_)
            | ObjectKind::Const
            | ObjectKind::Var(_)
            | ObjectKind::Label
            | ObjectKind::Builtin(_)
            | ObjectKind::Nil => 2,
        }
    }

    fn declares_alias(&self, obj: ObjectId) -> bool {
        self.decls.get(&obj).is_some_and(|info| {
            let ast = &self.files[info.file.index()].ast;
            matches!(ast.decl(info.decl), Decl::Type { alias: true, .. })
        })
    }

    /// Makes the package's names known to those that import it.
    pub fn publish(&mut self) {
        for &obj in &self.order {
            let object = self.world.object(obj);
            if object.ty.get().is_none() {
                self.set_type(obj, self.fallback_type(obj));
            }
        }
        let names = &self.scopes[self.package_scope].names;
        let scope: FxHashMap<Symbol, ObjectId> =
            names.iter().map(|(&name, &(obj, _))| (name, obj)).collect();
        let info = self.world.package(self.pkg);
        info.scope.get_or_init(|| scope);
    }

    /// The parts of a union `A | B | C` and its operators, from left to right.
    pub fn flatten_union(&self, e: ExprId) -> (Vec<ExprId>, Vec<ExprId>) {
        let (mut operators, mut terms) = (Vec::new(), Vec::new());
        let mut current = e;
        while let Expr::Binary(BinaryOp::Or, left, right) = self.node(current) {
            operators.push(current);
            terms.push(right);
            current = left;
        }
        terms.push(current);
        operators.reverse();
        terms.reverse();
        (operators, terms)
    }
}

impl Collection {
    /// The declaration of the next object.
    fn info(&self, checker: &Checker<'_>, decl: DeclId, index: usize) -> DeclInfo {
        DeclInfo {
            file: checker.current,
            decl,
            index: index as u32,
            iota: 0,
            inherited: None,
            order: self.slots.len() as u32,
            together: Box::default(),
        }
    }
}
