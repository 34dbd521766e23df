//! Names and type expressions.
//!
//! Types and values share the syntax of expressions. [`Checker::ident`] resolves a name as either; what must be a type goes
//! through [`Checker::type_expr`] or [`Checker::var_type`], which refuse generic types without arguments and, the latter,
//! constraints.

use escargo_grammar::Symbol;
use escargo_grammar::ast::{Expr, ExprId, FieldList};

use super::checker::{Checker, Operand};
use super::info::Mode;
use crate::types::{Comparability, Const, ObjectId, ObjectKind, TypeId, TypeKind, VarKind};

impl Checker<'_> {
    /// Resolves a name. `want_type`: it has to be a type.
    pub fn ident(&mut self, x: &mut Operand, e: ExprId, want_type: bool) {
        let world = self.world;
        x.mode = Mode::Invalid;
        x.ty = world.invalid();
        x.value = None;
        x.expr = Some(e);
        let Expr::Ident(name) = self.node(e) else {
            return;
        };
        let Some((scope, obj)) = self.lookup(name, 0) else {
            self.undefined(e, name);
            return;
        };
        let object = world.object(obj);
        if scope.is_none() && self.is_new_constraint(obj) {
            let what = format!("predeclared {name}");
            if !self.require_version(self.start(e), 18, &what) {
                return;
            }
        }
        self.record_use(e, obj);
        let is_type = object.kind == ObjectKind::TypeName;
        if want_type && !is_type {
            let kind = self.object_kind(obj);
            self.error(self.start(e), format!("{name} ({kind}) is not a type"));
            self.mark_used(obj);
            return;
        }
        // A type of this package that is wanted as a type may be in an invalid cycle.
        if is_type && want_type && object.pkg == self.pkg && !self.path.is_empty() {
            self.resolve_object(obj);
        }
        let ty = self.object_type(obj);
        if let Some(scope) = scope
            && let Some(&import) = self.dot_imports.get(&(scope, name))
        {
            self.used.insert(import);
        }
        self.use_object(x, e, obj, ty);
    }

    fn undefined(&mut self, e: ExprId, name: Symbol) {
        let message = match name.as_str() {
            "_" => "cannot use _ as value or type".to_owned(),
            name => format!("undefined: {name}"),
        };
        self.error(self.start(e), message);
    }

    fn is_new_constraint(&self, obj: ObjectId) -> bool {
        let universe = self.world.universe();
        obj == universe.any_object || self.world.object(obj).ty.get() == Some(&universe.comparable)
    }

    /// Makes the operand what a name stands for.
    fn use_object(&mut self, x: &mut Operand, e: ExprId, obj: ObjectId, ty: TypeId) {
        let world = self.world;
        let object = world.object(obj);
        let mode = match object.kind {
            ObjectKind::PkgName(_) => {
                let message = format!("use of package {} not in selector", object.name);
                self.error(self.start(e), message);
                return;
            }
            ObjectKind::Const => {
                self.add_dependency(obj);
                if !world.is_valid(ty) {
                    return;
                }
                let Some(value) = self.constant_value(obj, e) else {
                    return;
                };
                x.value = Some(value);
                Mode::Constant
            }
            ObjectKind::TypeName => Mode::Type,
            ObjectKind::Var(_) => {
                if object.pkg == self.pkg {
                    self.used.insert(obj);
                }
                self.add_dependency(obj);
                if !world.is_valid(ty) {
                    return;
                }
                Mode::Variable
            }
            ObjectKind::Func(_) => {
                self.add_dependency(obj);
                Mode::Value
            }
            ObjectKind::Builtin(builtin) => Mode::Builtin(builtin),
            ObjectKind::Nil => Mode::Nil,
            ObjectKind::Label => return,
        };
        x.mode = mode;
        x.ty = ty;
    }

    fn constant_value(&mut self, obj: ObjectId, e: ExprId) -> Option<Const> {
        if obj == self.world.universe().iota {
            if self.context.iota.is_none() {
                let message = "cannot use iota outside constant declaration";
                self.error(self.start(e), message);
            }
            return self.context.iota.clone();
        }
        let value = self.world.object(obj).value.get();
        Some(value.cloned().unwrap_or(Const::Unknown))
    }

    /// What an object is, in messages.
    pub fn object_kind(&self, obj: ObjectId) -> &'static str {
        let object = self.world.object(obj);
        match object.kind {
            ObjectKind::PkgName(_) => "package name",
            ObjectKind::Const => "constant",
            ObjectKind::TypeName => match object.ty.get().map(|&ty| self.world.kind(ty)) {
                Some(TypeKind::TypeParam(_)) => "type parameter",
                Some(TypeKind::Alias(_)) => "type alias",
                Some(_) | None => "defined type",
            },
            ObjectKind::Var(VarKind::Global) => "package-level variable",
            ObjectKind::Var(VarKind::Local) => "local variable",
            ObjectKind::Var(VarKind::Receiver) => "receiver",
            ObjectKind::Var(VarKind::Param) => "parameter",
            ObjectKind::Var(VarKind::Result) => "result variable",
            ObjectKind::Var(VarKind::Field) => "struct field",
            ObjectKind::Func(info) if info.is_method => "method",
            ObjectKind::Func(_) => "function",
            ObjectKind::Label => "label",
            ObjectKind::Builtin(_) => "built-in function",
            ObjectKind::Nil => "untyped nil",
        }
    }

    /// The type that an expression denotes; not a generic one.
    pub fn type_expr(&mut self, e: ExprId) -> TypeId {
        self.declared_type(e, None)
    }

    /// The type that an expression denotes, for variables: neither generic nor a constraint.
    pub fn var_type(&mut self, e: ExprId) -> TypeId {
        let ty = self.declared_type(e, None);
        self.valid_var_type(e, ty);
        ty
    }

    /// Reports a constraint in the place of a variable's type, when types are complete.
    pub fn valid_var_type(&mut self, e: ExprId, ty: TypeId) {
        let world = self.world;
        match world.kind(ty) {
            TypeKind::Interface(interface) if interface.embeds.is_empty() => return,
            TypeKind::Interface(_) | TypeKind::Named(_) | TypeKind::Alias(_) => {}
            _no_interface => return,
        }
        // What is known to be no constraint needs no second look.
        if let Some(under) = world.try_underlying(ty) {
            if !matches!(world.kind(under), TypeKind::Interface(_)) {
                return;
            }
            let set = world.type_set(ty);
            if set.complete && set.is_method_set() {
                return;
            }
        }
        let start = self.start(e);
        self.later(move |checker| {
            let world = checker.world;
            if world.is_type_param(ty) || !world.is_interface(ty) || checker.is_infinite(ty) {
                return;
            }
            let set = world.type_set(ty);
            if !set.is_method_set() {
                let what = match set.comparable {
                    true => "interface is (or embeds) comparable",
                    false => "interface contains type constraints",
                };
                let text = checker.ty_text(ty);
                let message = format!("cannot use type {text} outside a type constraint: {what}");
                checker.error(start, message);
            }
        });
    }

    /// Like [`Checker::type_expr`]; `def` is the type name that is declared as it.
    pub fn declared_type(&mut self, e: ExprId, def: Option<ObjectId>) -> TypeId {
        let mut ty = self.any_type(e, def);
        if self.world.is_generic(ty) {
            let text = self.ty_text(ty);
            let message = format!("cannot use generic type {text} without instantiation");
            self.error(self.start(e), message);
            ty = self.world.invalid();
        }
        self.record_type(e, Mode::Type, ty, None);
        ty
    }

    /// A generic type; if it is a type but no generic one, a text that says so.
    pub fn generic_type_or_cause(&mut self, e: ExprId) -> (TypeId, Option<String>) {
        let mut ty = self.any_type(e, None);
        let mut cause = None;
        if self.world.is_valid(ty) && !self.world.is_generic(ty) {
            cause = Some(format!("{} is not a generic type", self.ty_text(ty)));
            ty = self.world.invalid();
        }
        self.record_type(e, Mode::Type, ty, None);
        (ty, cause)
    }

    /// Any type, generic or not; nothing is recorded for the expression itself.
    fn any_type(&mut self, e: ExprId, def: Option<ObjectId>) -> TypeId {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.type_by_syntax(e, def))
    }

    fn type_by_syntax(&mut self, e: ExprId, def: Option<ObjectId>) -> TypeId {
        let world = self.world;
        match self.node(e) {
            Expr::Bad => world.invalid(),
            Expr::Ident(_) => {
                let mut x = Operand::invalid(world);
                self.ident(&mut x, e, true);
                self.operand_type(&x)
            }
            Expr::Selector(..) => {
                let mut x = Operand::invalid(world);
                self.selector(&mut x, e, true);
                self.operand_type(&x)
            }
            Expr::Index(generic, list) => {
                self.require_version(self.start(e), 18, "type instantiation");
                let ast = self.ast();
                self.instantiated_type(generic, ast.expr_list(list))
            }
            Expr::Paren(inner) => self.declared_type(inner, def),
            Expr::ArrayType(len, elem) => self.array_type(e, len.expand(), elem),
            Expr::SliceType(elem) => {
                let elem = self.var_type(elem);
                world.slice(elem)
            }
            // The parser has reported it.
            Expr::Variadic(_) => world.invalid(),
            Expr::StructType(fields) => self.struct_type(fields),
            Expr::Star(base) => {
                let base = self.var_type(base);
                match world.is_valid(base) {
                    true => world.pointer(base),
                    false => world.invalid(),
                }
            }
            Expr::FuncType(sig) => {
                let scope = self.open_scope(true);
                let ty = self.func_type(sig, None, FieldList::default(), scope);
                self.close_scope();
                ty
            }
            Expr::InterfaceType(fields) => self.interface_type(fields, def),
            Expr::MapType(key, elem) => self.map_type(key, elem),
            Expr::ChanType(dir, elem) => {
                let elem = self.var_type(elem);
                world.chan(dir, elem)
            }
            Expr::BasicLit(..)
            | Expr::CompositeLit { .. }
            | Expr::KeyValue(..)
            | Expr::FuncLit(..)
            | Expr::Slice { .. }
            | Expr::TypeAssert(..)
            | Expr::Call { .. }
            | Expr::Unary(..)
            | Expr::Binary(..) => {
                let text = self.expr_text(e);
                self.error(self.start(e), format!("{text} is not a type"));
                self.use_exprs(&[e]);
                world.invalid()
            }
        }
    }

    /// The type that an operand is; anything else is an error.
    fn operand_type(&mut self, x: &Operand) -> TypeId {
        match x.mode {
            Mode::Type => return x.ty,
            Mode::Invalid => {}
            Mode::NoValue => {
                let text = self.operand_text(x);
                self.error_at(x, format!("{text} used as type"));
            }
            Mode::Builtin(_)
            | Mode::Constant
            | Mode::Variable
            | Mode::MapIndex
            | Mode::Value
            | Mode::Nil
            | Mode::CommaOk => {
                let text = self.operand_text(x);
                self.error_at(x, format!("{text} is not a type"));
            }
        }
        self.world.invalid()
    }

    fn array_type(&mut self, e: ExprId, len: Option<ExprId>, elem: ExprId) -> TypeId {
        let len = match len {
            Some(len) => self.array_length(len),
            None => {
                let message = "invalid use of [...] array (outside a composite literal)";
                self.error(self.start(e), message);
                None
            }
        };
        let elem = self.var_type(elem);
        match len {
            Some(len) => self.world.array(len, elem),
            None => self.world.invalid(),
        }
    }

    /// The length of an array type; nothing after an error.
    pub fn array_length(&mut self, e: ExprId) -> Option<i64> {
        let world = self.world;
        if let Expr::Ident(name) = self.node(e) {
            // It may be the attempt at a type parameter without a constraint.
            let Some((_, obj)) = self.lookup(name, 0) else {
                let message = format!("undefined array length {name} or missing type constraint");
                self.error(self.start(e), message);
                return None;
            };
            if world.object(obj).kind != ObjectKind::Const {
                self.error(self.start(e), format!("invalid array length {name}"));
                return None;
            }
        }
        let mut x = Operand::invalid(world);
        self.expr(None, &mut x, e);
        if x.mode != Mode::Constant {
            if x.mode != Mode::Invalid {
                let text = self.operand_text(&x);
                self.error_at(&x, format!("array length {text} must be constant"));
            }
            return None;
        }
        let is_integer = world.is_integer(x.ty);
        if (world.is_untyped(x.ty) || is_integer)
            && let Some(Const::Int(len)) = x.value
            && len >= 0
        {
            return Some(len);
        }
        let text = self.operand_text(&x);
        let message = match is_integer {
            true => format!("invalid array length {text}"),
            false => format!("array length {text} must be integer"),
        };
        self.error_at(&x, message);
        None
    }

    fn map_type(&mut self, key: ExprId, elem: ExprId) -> TypeId {
        let start = self.start(key);
        let key = self.var_type(key);
        let elem = self.var_type(elem);
        if !matches!(self.world.kind(key), TypeKind::Basic(_)) {
            self.later(move |checker| {
                let world = checker.world;
                if world.comparable(key, Comparability::Dynamic).is_err() {
                    let why = match world.is_type_param(key) {
                        true => " (missing comparable constraint)",
                        false => "",
                    };
                    let text = checker.ty_text(key);
                    checker.error(start, format!("invalid map key type {text}{why}"));
                }
            });
        }
        self.world.map(key, elem)
    }
}
