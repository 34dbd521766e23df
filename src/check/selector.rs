//! Selectors: `pkg.Name`, fields, methods, method expressions.
//!
//! QUESTION. What does `x.name` name, and which type has it?
//!
//! If `x` is the name of an import, an object of that package; if it is a type, a method as a function whose first
//! parameter is the receiver; else a field or a method bound to the value. Embedded fields are looked through by the types layer.
//!
//! ```text
//! p.f       // a variable if p is one or a pointer is dereferenced on the way
//! T.M       // func(recv T, …) …
//! x.M       // func(…) …, the receiver is evaluated now
//! ```
//!
//! INVARIANTS. Every selector that is no qualified identifier has a [`Selection`].
//! SOURCE: the Go specification, "Selectors", "Method expressions"; wording and positions of types2.

use cranelift_entity::EntityRef;
use escargo_grammar::Symbol;
use escargo_grammar::ast::{Decl, Expr, ExprId, Ident};

use super::checker::{Checker, Operand};
use super::info::{Mode, Selection, SelectionKind};
use crate::types::{Found, Lookup, ObjectId, ObjectKind, PackageId, Signature, TypeId, TypeKind};

impl Checker<'_> {
    /// `x.sel`; with `want_type` it must be a type.
    pub(super) fn selector(&mut self, x: &mut Operand, e: ExprId, want_type: bool) {
        let Expr::Selector(inner, sel) = self.node(e) else {
            return;
        };
        let ok = match self.package_of(inner) {
            Some((import, package)) => {
                self.record_use(inner, import);
                self.mark_used(import);
                self.qualified(x, e, package, sel)
            }
            None => self.member(x, e, inner, sel, want_type),
        };
        if !ok {
            x.invalidate();
            x.ty = self.world.invalid();
            x.value = None;
        }
        x.expr = Some(e);
    }

    /// The import that an expression names, and its package.
    fn package_of(&self, e: ExprId) -> Option<(ObjectId, PackageId)> {
        let Expr::Ident(name) = self.node(e) else {
            return None;
        };
        let (_, obj) = self.lookup(name, self.start(e))?;
        match self.world.object(obj).kind {
            ObjectKind::PkgName(package) => Some((obj, package)),
            _other => None,
        }
    }
}

/// Qualified identifiers.
impl Checker<'_> {
    fn qualified(&mut self, x: &mut Operand, e: ExprId, package: PackageId, sel: Ident) -> bool {
        let world = self.world;
        let info = world.package(package);
        let Some(scope) = info.scope.get() else {
            // The import failed, which was reported.
            return false;
        };
        let name = sel.name;
        let Some(&obj) = scope.get(&name) else {
            if !name.is_blank() {
                let text = self.expr_text(e);
                let hint = self.name_in_other_case(package, name);
                let hint = hint.map_or_else(String::new, |name| format!(" (but have {name})"));
                self.error(sel.pos, format!("undefined: {text}{hint}"));
            }
            return false;
        };
        // Facts name what is mentioned, exported or not.
        if !name.is_exported() && !self.options.lenient {
            let package = info.name.get().unwrap_or(&info.path);
            self.error(
                sel.pos,
                format!("name {name} not exported by package {package}"),
            );
        }
        self.record_use(e, obj);
        self.imported(x, obj)
    }

    /// The first exported name of a package that differs from `name` only in case.
    fn name_in_other_case(&self, package: PackageId, name: Symbol) -> Option<Symbol> {
        let scope = self.world.package(package).scope.get()?;
        let lower = name.as_str().to_lowercase();
        let others = scope.keys().copied().filter(|other| {
            other.is_exported() && *other != name && other.as_str().to_lowercase() == lower
        });
        others.min_by_key(|other| other.as_str())
    }

    /// An object of another package as an operand.
    fn imported(&mut self, x: &mut Operand, obj: ObjectId) -> bool {
        let object = self.world.object(obj);
        x.mode = match object.kind {
            ObjectKind::Const => Mode::Constant,
            ObjectKind::TypeName => Mode::Type,
            ObjectKind::Var(_) => Mode::Variable,
            ObjectKind::Func(_) => Mode::Value,
            ObjectKind::Builtin(builtin) => Mode::Builtin(builtin),
            ObjectKind::PkgName(_) | ObjectKind::Label | ObjectKind::Nil => return false,
        };
        x.value = object.value.get().cloned();
        match object.ty.get() {
            Some(&ty) => x.ty = ty,
            None => return matches!(x.mode, Mode::Builtin(_)),
        }
        true
    }
}

/// Fields and methods.
impl Checker<'_> {
    fn member(
        &mut self,
        x: &mut Operand,
        e: ExprId,
        inner: ExprId,
        sel: Ident,
        want_type: bool,
    ) -> bool {
        self.expr_or_type(x, inner, false);
        match x.mode {
            Mode::Invalid => return false,
            Mode::Builtin(_) => {
                let text = self.operand_text(x);
                self.error(
                    self.pos_of(e),
                    format!("invalid use of {text} in selector expression"),
                );
                return false;
            }
            _value_or_type => {}
        }
        if !self.is_complete(x.ty) {
            return false;
        }
        if want_type {
            let text = self.expr_text(e);
            self.error(sel.pos, format!("{text} is not a type"));
            return false;
        }
        let world = self.world;
        if let Some(base) = world.pointee(x.ty)
            && !self.is_complete(base)
        {
            return false;
        }
        let addressable = x.mode == Mode::Variable;
        match world.lookup_field_or_method(x.ty, addressable, self.pkg, sel.name) {
            Lookup::Found(found) if found.is_method() => self.method(x, e, found),
            Lookup::Found(found) => self.field(x, e, inner, sel, found),
            missing => {
                self.missing_member(x, sel, missing);
                false
            }
        }
    }

    fn missing_member(&mut self, x: &Operand, sel: Ident, lookup: Lookup) {
        let world = self.world;
        if !world.is_valid(world.underlying(x.ty)) {
            return;
        }
        let name = sel.name;
        let ty = self.ty_text(x.ty);
        let text = x.expr.map_or_else(String::new, |e| self.expr_text(e));
        let message = match lookup {
            Lookup::Ambiguous(_) => format!("ambiguous selector {text}.{name}"),
            Lookup::PointerReceiver(_) if x.mode == Mode::Type => format!(
                "invalid method expression {ty}.{name} (needs pointer receiver (*{ty}).{name})"
            ),
            Lookup::PointerReceiver(_) => {
                format!("cannot call pointer method {name} on {ty}")
            }
            Lookup::NotFound | Lookup::Found(_) => {
                let why = self.missing_member_cause(x.ty, name);
                format!("{text}.{name} undefined ({why})")
            }
        };
        self.error(sel.pos, message);
    }

    fn missing_member_cause(&self, ty: TypeId, name: Symbol) -> String {
        let world = self.world;
        if world.is_interface_pointer(ty) {
            let what = match world.pointee(ty) {
                Some(base) if world.is_type_param(base) => "type parameter",
                _interface => "interface",
            };
            return format!("type {} is pointer to {what}, not {what}", self.ty_text(ty));
        }
        let other = world.lookup_folding_case(ty, self.pkg, name);
        self.lookup_error(ty, name, other.map(|found| found.object), false)
    }

    fn field(
        &mut self,
        x: &mut Operand,
        e: ExprId,
        inner: ExprId,
        sel: Ident,
        found: Found,
    ) -> bool {
        if x.mode == Mode::Type {
            let ty = self.ty_text(x.ty);
            self.error(
                self.start(inner),
                format!(
                    "operand for field selector {} must be value of type {ty}",
                    sel.name
                ),
            );
            return false;
        }
        let Some(ty) = found.field_type else {
            return false;
        };
        let variable = x.mode == Mode::Variable || found.indirect;
        self.record_selection(e, SelectionKind::Field, x.ty, found);
        x.mode = if variable {
            Mode::Variable
        } else {
            Mode::Value
        };
        x.ty = ty;
        x.value = None;
        true
    }

    fn method(&mut self, x: &mut Operand, e: ExprId, found: Found) -> bool {
        let world = self.world;
        if world.object(found.object).ty.get().is_none() {
            self.resolve_object(found.object);
        }
        self.add_dependency(found.object);
        let Some(ty) = world.found_type(&found) else {
            self.error(self.start(e), "illegal cycle in method declaration");
            return false;
        };
        if x.mode != Mode::Type {
            self.record_selection(e, SelectionKind::Method, x.ty, found);
            x.set_value(ty);
            return true;
        }
        let (recv, method) = (x.ty, found.object);
        self.record_selection(e, SelectionKind::MethodExpr, recv, found);
        let Some(signature) = world.as_signature(ty) else {
            return false;
        };
        x.set_value(self.method_expr_type(recv, method, signature));
        true
    }

    /// The name of a method's receiver, which its declaration in this package says.
    fn receiver_name(&self, method: ObjectId) -> Symbol {
        let blank = || Symbol::intern("_");
        let Some(info) = self.decls.get(&method) else {
            return blank();
        };
        let ast = &self.files[info.file.index()].ast;
        let name = match ast.decl(info.decl) {
            Decl::Func {
                recv: Some(recv), ..
            } => ast
                .field_list(recv)
                .first()
                .and_then(|&field| ast.fields[field].name),
            _no_method => None,
        };
        name.map_or_else(blank, |name| name.name)
    }

    /// A method's signature with the receiver as its first parameter.
    fn method_expr_type(&self, recv: TypeId, method: ObjectId, signature: &Signature) -> TypeId {
        let mut params = vec![recv];
        params.extend_from_slice(&signature.params);
        let param_names = signature.param_names.as_ref().map(|names| {
            let mut all = vec![self.receiver_name(method)];
            all.extend_from_slice(names);
            all.into()
        });
        self.world.intern(TypeKind::Func(Signature {
            params: params.into(),
            param_names,
            ..signature.clone()
        }))
    }

    /// Records what a selector selects.
    pub(super) fn record_selection(
        &mut self,
        e: ExprId,
        kind: SelectionKind,
        recv: TypeId,
        found: Found,
    ) {
        self.record_use(e, found.object);
        let selection = Selection {
            kind,
            recv,
            object: found.object,
            path: found.path,
            indirect: found.indirect,
        };
        self.info().selections.insert(e, selection);
    }
}
