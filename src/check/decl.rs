//! Declarations at package level, resolved when they are needed.
//!
//! QUESTION. Which type (and value) has a package-level object? Its declaration may mention any other object of the package,
//! before or behind it. So an object is resolved when it is first mentioned; those whose resolution has begun are on a path.
//! Meeting one of the path again is a cycle. It is fine where the language allows it, above all through a type definition:
//!
//! ```text
//! type T struct { next *T }          the type T exists before its right side is known
//! type A = []A                       invalid recursive type: A refers to itself
//! type T [len(x)]int; var x T        invalid: a value and a type need each other
//! ```
//!
//! INVARIANTS. A type of an object, once set, never changes; an object that is part of an invalid cycle is marked as
//! broken and counts as having the invalid type. Cycles of values only are left to the order of initialisation.
//!
//! SOURCE: the rules and messages of types2/decl.go and cycles.go.

use cranelift_entity::EntityRef;
use escargo_grammar::ast::{Decl, DeclId, Expr, ExprId, FieldList, Ident};

use super::checker::{Checker, Context, DeclInfo, Later, Operand, TargetName};
use crate::source::Pos;
use crate::types::store::{Alias, Named};
use crate::types::{Const, ObjectId, ObjectKind, TypeId, TypeKind, TypeParamId};

impl Checker<'_> {
    /// Determines an object's type, and the value of a constant.
    pub fn resolve_object(&mut self, obj: ObjectId) {
        let on_path = self.path.iter().rposition(|&other| other == obj);
        if let Some(start) = on_path {
            self.meet_again(obj, start);
            return;
        }
        if self.world.object(obj).ty.get().is_some() {
            return;
        }
        let Some(info) = self.decls.get(&obj).cloned() else {
            return;
        };
        stacker::maybe_grow(128 * 1024, 2 * 1024 * 1024, || {
            self.path.push(obj);
            self.in_file(info.file, |checker| checker.declaration(obj, &info));
            self.path.pop();
        });
    }

    /// An object that is being resolved is mentioned by its own declaration.
    fn meet_again(&mut self, obj: ObjectId, start: usize) {
        let object = self.world.object(obj);
        // A function's type is in the making; until it is known it counts as one without parameters.
        if matches!(object.kind, ObjectKind::Func(_)) {
            return;
        }
        let valid = self.is_valid_cycle(start);
        let known = object.ty.get().is_some();
        match object.kind {
            ObjectKind::Const | ObjectKind::Var(_) if !valid || !known => {
                self.set_type(obj, self.world.invalid());
                self.broken.insert(obj);
            }
            ObjectKind::TypeName if !valid => {
                self.broken.insert(obj);
            }
            ObjectKind::Const
            | ObjectKind::Var(_)
            | ObjectKind::TypeName
            | ObjectKind::Func(_)
            | ObjectKind::PkgName(_)
            | ObjectKind::Label
            | ObjectKind::Builtin(_)
            | ObjectKind::Nil => {}
        }
    }

    /// The type of an object, which is resolved if need be; the invalid type after an error.
    pub fn object_type(&mut self, obj: ObjectId) -> TypeId {
        let world = self.world;
        if world.object(obj).ty.get().is_none() {
            self.resolve_object(obj);
        }
        if self.broken.contains(&obj) {
            return world.invalid();
        }
        match world.object(obj).ty.get() {
            Some(&ty) => ty,
            None => self.fallback_type(obj),
        }
    }

    /// The type of what has none because its declaration is wrong.
    pub fn fallback_type(&self, obj: ObjectId) -> TypeId {
        match self.world.object(obj).kind {
            ObjectKind::Func(_) => match self.partial.get(&obj) {
                Some(&partial) => partial,
                None => self.world.func(&[], &[], false),
            },
            _other => self.world.invalid(),
        }
    }

    fn declaration(&mut self, obj: ObjectId, info: &DeclInfo) {
        let ast = self.ast();
        match ast.decl(info.decl) {
            Decl::Const { .. } => {
                self.context.decl = Some(obj);
                self.package_const(obj, info);
            }
            Decl::Var { ty, values, .. } => {
                let first = info.together.first();
                self.context.decl = Some(first.copied().unwrap_or(obj));
                let values = ast.expr_list(values);
                let value = match info.together.is_empty() {
                    true => values.get(info.index as usize),
                    false => values.first(),
                };
                self.var_decl(obj, &info.together, ty.expand(), value.copied());
            }
            Decl::Type { .. } => self.type_decl(obj, info.decl),
            Decl::Func { .. } => self.func_decl(obj, info.decl),
            Decl::Import { .. } => {}
        }
    }

    fn package_const(&mut self, obj: ObjectId, info: &DeclInfo) {
        let ast = self.ast();
        let source = info.inherited.unwrap_or(info.decl);
        let Decl::Const { ty, values, .. } = ast.decl(source) else {
            return;
        };
        let value = ast.expr_list(values).get(info.index as usize).copied();
        let inherited = info.inherited.is_some();
        self.const_decl(obj, ty.expand(), value, info.iota, inherited);
    }

    /// A constant: its type, if it is given, and its value.
    pub fn const_decl(
        &mut self,
        obj: ObjectId,
        ty: Option<ExprId>,
        value: Option<ExprId>,
        iota: u32,
        inherited: bool,
    ) {
        let object = self.world.object(obj);
        let saved_iota = self.context.iota.replace(Const::Int(i64::from(iota)));
        let saved_pos = self.context.error_pos.take();
        if let Some(e) = ty {
            let ty = self.type_expr(e);
            if self.world.is_const_type(ty) {
                self.set_type(obj, ty);
            } else {
                if self.world.is_valid(self.world.underlying(ty)) {
                    let text = self.ty_text(ty);
                    self.error(self.start(e), format!("invalid constant type {text}"));
                }
                self.set_type(obj, self.world.invalid());
            }
        }
        let wrong_type =
            ty.is_some() && object.ty.get().is_some_and(|&ty| !self.world.is_valid(ty));
        if !wrong_type {
            let mut x = Operand::invalid(self.world);
            if let Some(value) = value {
                if inherited {
                    self.context.error_pos = Some(object.pos);
                }
                self.expr(None, &mut x, value);
            }
            self.init_const(obj, &mut x);
        }
        self.set_type(obj, self.world.invalid());
        object.value.get_or_init(|| Const::Unknown);
        self.context.iota = saved_iota;
        self.context.error_pos = saved_pos;
    }

    /// A variable. `together`: all variables set by the one value.
    pub fn var_decl(
        &mut self,
        obj: ObjectId,
        together: &[ObjectId],
        ty: Option<ExprId>,
        value: Option<ExprId>,
    ) {
        if let Some(e) = ty {
            // Names that share a type expression share the type.
            let ty = match self.recorded_type(e) {
                Some(known) => known,
                None => self.var_type(e),
            };
            self.set_type(obj, ty);
        }
        let Some(value) = value else {
            self.set_type(obj, self.world.invalid());
            return;
        };
        if together.is_empty() {
            let mut x = Operand::invalid(self.world);
            let target = self.world.object(obj).ty.get().copied();
            let target = self.target_of(target);
            if target.is_some() {
                self.target_name = TargetName::Object(obj);
            }
            self.expr(target, &mut x, value);
            self.init_var(obj, &mut x, "variable declaration");
        } else {
            if let Some(&ty) = self.world.object(obj).ty.get() {
                for &other in together {
                    self.set_type(other, ty);
                }
            }
            self.init_vars(together, &[value], None);
        }
        for &var in together.iter().chain([&obj]) {
            self.set_type(var, self.world.invalid());
        }
    }

    /// A type definition or an alias.
    pub fn type_decl(&mut self, obj: ObjectId, decl: DeclId) {
        let ast = self.ast();
        let Decl::Type {
            name,
            tparams,
            ty,
            alias,
        } = ast.decl(decl)
        else {
            return;
        };
        let first = ast.field_list(tparams).first();
        let first = first.map(|&field| ast.fields[field].name.map_or(name.pos, |name| name.pos));
        // First in the queue, so that cycles are reported in the order of the source.
        self.later(move |checker| {
            if let Some(&own) = checker.world.object(obj).ty.get() {
                checker.valid_type(own);
            }
            let Some(right) = checker.recorded_type(ty) else {
                return;
            };
            if !checker.version_ok(18) && checker.is_imported_constraint(right) {
                let text = checker.ty_text(right);
                let start = checker.start(ty);
                checker.require_version(start, 18, &format!("using type constraint {text}"));
            }
        });
        match alias {
            true => self.alias_decl(obj, name, tparams, first, ty),
            false => self.type_definition(obj, tparams, first, ty),
        }
    }

    fn alias_decl(
        &mut self,
        obj: ObjectId,
        name: Ident,
        tparams: FieldList,
        first: Option<u32>,
        right: ExprId,
    ) {
        let world = self.world;
        if first.is_none_or(|offset| self.require_version(offset, 23, "generic type alias")) {
            self.require_version(name.pos, 9, "type alias");
        }
        let id = world.add_alias(Alias {
            object: obj,
            tparams: Default::default(),
            targs: Box::default(),
            target: Default::default(),
        });
        self.set_type(obj, world.intern(TypeKind::Alias(id)));
        let alias = world.alias(id);
        if first.is_some() {
            self.open_scope(false);
            self.type_params(tparams, |ids| {
                alias.tparams.get_or_init(|| ids.into());
            });
        } else {
            alias.tparams.get_or_init(Box::default);
        }
        let mut target = self.declared_type(right, Some(obj));
        if let TypeKind::TypeParam(id) = world.kind(target)
            && alias.tparams.get().is_some_and(|list| list.contains(id))
        {
            let message = "cannot use type parameter declared in alias declaration as RHS";
            self.error(self.start(right), message);
            target = world.invalid();
        }
        alias.target.get_or_init(|| target);
        if first.is_some() {
            self.close_scope();
        }
    }

    fn type_definition(
        &mut self,
        obj: ObjectId,
        tparams: FieldList,
        first: Option<u32>,
        right: ExprId,
    ) {
        let world = self.world;
        if let Some(offset) = first {
            self.require_version(offset, 18, "type parameter");
        }
        let methods = self.declared_methods(obj);
        let id = world.add_named(Named {
            object: obj,
            origin: None,
            targs: Box::default(),
            tparams: Default::default(),
            underlying: Default::default(),
            methods: methods.into(),
        });
        self.set_type(obj, world.named_type(id));
        let named = world.named(id);
        if first.is_some() {
            self.open_scope(false);
            self.type_params(tparams, |ids| {
                named.tparams.get_or_init(|| ids.into());
            });
        } else {
            named.tparams.get_or_init(Box::default);
        }
        let mut ty = self.declared_type(right, Some(obj));
        if world.is_type_param(ty) {
            let message = "cannot use a type parameter as RHS in type declaration";
            self.error(self.start(right), message);
            ty = world.invalid();
        }
        // The right side may be a defined type that is not complete yet; then it stands for what it will be.
        let underlying = world.try_underlying(ty).unwrap_or(ty);
        named.underlying.get_or_init(|| underlying);
        if first.is_some() {
            self.close_scope();
        }
    }

    /// The methods collected for a type, without those whose name is taken.
    fn declared_methods(&mut self, obj: ObjectId) -> Box<[ObjectId]> {
        let world = self.world;
        let Some(collected) = self.methods.remove(&obj) else {
            return Box::default();
        };
        let mut methods: Vec<ObjectId> = Vec::with_capacity(collected.len());
        let mut seen = rustc_hash::FxHashMap::default();
        for method in collected {
            let object = world.object(method);
            if let Some(&other) = seen.get(&object.name) {
                let place = self.place(world.object(other).pos);
                let name = world.object(obj).name;
                let message = format!("method {name}.{} already declared at {place}", object.name);
                self.error_at_pos(object.pos, message);
            } else {
                seen.insert(object.name, method);
                methods.push(method);
            }
        }
        self.later(move |checker| checker.field_and_method(obj));
        methods.into()
    }

    /// A struct has no field and method of the same name.
    fn field_and_method(&mut self, obj: ObjectId) {
        let world = self.world;
        let Some(named) = world
            .object(obj)
            .ty
            .get()
            .and_then(|&ty| world.as_named(ty))
        else {
            return;
        };
        let TypeKind::Struct(fields) = world.underlying_kind(world.named_type(named)) else {
            return;
        };
        for field in fields.iter().filter(|field| !field.name.is_blank()) {
            let same = |&&method: &&ObjectId| world.object(method).name == field.name;
            if let Some(&method) = world.methods(named).iter().find(same) {
                let other = field.object.map(|field| self.other_declaration(field));
                let message = format!(
                    "field and method with the same name {}{}",
                    field.name,
                    other.unwrap_or_default()
                );
                self.error_at_pos(world.object(method).pos, message);
            }
        }
    }

    /// A function or method: its signature; the body waits.
    fn func_decl(&mut self, obj: ObjectId, decl: DeclId) {
        let ast = self.ast();
        let Decl::Func {
            recv,
            name,
            tparams,
            sig,
            body,
        } = ast.decl(decl)
        else {
            return;
        };
        let scope = self.open_scope(true);
        let ty = self.func_type_of(Some(obj), sig, recv, tparams, scope);
        self.close_scope();
        self.set_type(obj, ty);
        if body.is_none() && !tparams.is_empty() && !self.options.lenient {
            let offset = match recv {
                Some(_) => ast.decl_pos[decl],
                None => name.pos,
            };
            self.error(offset, "generic function is missing function body");
        }
        if let Some(body) = body.expand() {
            let context = Context {
                decl: Some(obj),
                ..self.func_context(ty, sig)
            };
            self.later.push_back(Later::Body {
                context: Box::new(context),
                scope,
                file: self.current,
                body,
                object: Some(obj),
            });
        }
    }

    /// Declares type parameters and checks their constraints. `set` gets them as soon as they exist, because constraints may
    /// mention the type that is being declared.
    pub fn type_params(&mut self, list: FieldList, set: impl FnOnce(&[TypeParamId])) {
        let ast = self.ast();
        let fields = ast.field_list(list);
        let mut ids = Vec::with_capacity(fields.len());
        for (index, &field) in fields.iter().enumerate() {
            let field = ast.fields[field];
            let name = field.name.unwrap_or(Ident {
                name: escargo_grammar::Symbol::intern("_"),
                pos: ast.expr_pos[field.ty].start,
            });
            ids.push(self.declare_type_param(name, index as u32));
        }
        set(&ids);
        let outer = std::mem::replace(&mut self.context.in_tparam_list, true);
        let mut previous: Option<(ExprId, TypeId)> = None;
        for (&field, &id) in fields.iter().zip(&ids) {
            let e = ast.fields[field].ty;
            let bound = match previous {
                Some((same, bound)) if same == e => bound,
                _new => self.bound(e),
            };
            previous = Some((e, bound));
            self.world.type_param(id).constraint.get_or_init(|| bound);
        }
        self.context.in_tparam_list = outer;
    }

    /// A constraint.
    fn bound(&mut self, e: ExprId) -> TypeId {
        let bound = self.constraint_type(e);
        if self.world.is_type_param(bound) {
            let message = "cannot use a type parameter as constraint";
            self.error(self.start(e), message);
            return self.world.invalid();
        }
        bound
    }

    /// Whether the cycle from that place of the path on is allowed; if not, it is reported.
    fn is_valid_cycle(&mut self, start: usize) -> bool {
        let world = self.world;
        let cycle = self.path[start..].to_vec();
        let (mut values, mut definitions) = (0, 0);
        for &obj in &cycle {
            let object = world.object(obj);
            match object.kind {
                ObjectKind::Const | ObjectKind::Var(_) => values += 1,
                ObjectKind::TypeName => {
                    let ty = object.ty.get().copied();
                    if self.context.in_tparam_list && ty.is_some_and(|ty| world.is_generic(ty)) {
                        return true;
                    }
                    let is_alias =
                        ty.is_some_and(|ty| matches!(world.kind(ty), TypeKind::Alias(_)));
                    definitions += usize::from(!is_alias);
                }
                ObjectKind::Func(_)
                | ObjectKind::PkgName(_)
                | ObjectKind::Label
                | ObjectKind::Builtin(_)
                | ObjectKind::Nil => {}
            }
        }
        if values == cycle.len() || values == 0 && definitions > 0 {
            return true;
        }
        self.cycle_error(&cycle);
        false
    }

    /// Reports a cycle of declarations, beginning with the one that comes first in the source.
    pub fn cycle_error(&mut self, cycle: &[ObjectId]) {
        let world = self.world;
        let entries: Vec<(Pos, String)> = cycle
            .iter()
            .map(|&obj| (world.object(obj).pos, world.qualified_name(obj, self.pkg)))
            .collect();
        let start = (0..entries.len())
            .min_by_key(|&at| entries[at].0)
            .unwrap_or(0);
        let Some(&first) = cycle.get(start) else {
            return;
        };
        if let Some(&ty) = world.object(first).ty.get()
            && let TypeKind::Alias(id) = world.kind(ty)
        {
            world.alias(*id).target.get_or_init(|| world.invalid());
        }
        let is_type = world.object(first).kind == ObjectKind::TypeName;
        self.report_cycle(&entries, start, is_type);
    }

    /// Reports a cycle of named places.
    pub fn report_cycle(&mut self, entries: &[(Pos, String)], start: usize, is_type: bool) {
        let (pos, name) = &entries[start];
        if entries.len() == 1 {
            let message = match is_type {
                true => format!("invalid recursive type: {name} refers to itself"),
                false => format!("invalid cycle in declaration: {name} refers to itself"),
            };
            self.error_at_pos(*pos, message);
            return;
        }
        let mut message = match is_type {
            true => format!("invalid recursive type {name}"),
            false => format!("invalid cycle in declaration of {name}"),
        };
        for step in 0..entries.len() {
            let (pos, from) = &entries[(start + step) % entries.len()];
            let (_, to) = &entries[(start + step + 1) % entries.len()];
            message += &format!("\n\t{}: {from} refers to {to}", self.place(*pos));
        }
        self.error_at_pos(*pos, message);
    }

    /// Finds cycles of type names that only stand for each other, and makes one of each invalid.
    pub fn break_direct_cycles(&mut self) {
        let mut done = rustc_hash::FxHashSet::default();
        for obj in self.order.clone() {
            if self.world.object(obj).kind != ObjectKind::TypeName {
                continue;
            }
            let mut path: Vec<ObjectId> = Vec::new();
            let mut current = Some(obj);
            while let Some(obj) = current {
                if done.contains(&obj) {
                    break;
                }
                if let Some(start) = path.iter().position(|&other| other == obj) {
                    self.set_type(obj, self.world.invalid());
                    self.cycle_error(&path[start..]);
                    break;
                }
                path.push(obj);
                current = self.named_right_side(obj);
            }
            done.extend(path);
        }
    }

    /// The type name that a type declaration's right side is.
    fn named_right_side(&self, obj: ObjectId) -> Option<ObjectId> {
        let info = self.decls.get(&obj)?;
        let ast = &self.files[info.file.index()].ast;
        let Decl::Type { ty, .. } = ast.decl(info.decl) else {
            return None;
        };
        let Expr::Ident(name) = ast.expr(ty) else {
            return None;
        };
        let &(right, _) = self.scopes[self.package_scope].names.get(&name)?;
        (self.world.object(right).kind == ObjectKind::TypeName).then_some(right)
    }

    /// Whether the type's declaration is complete up to its underlying type; if it is being resolved, the cycle is reported.
    pub fn is_complete(&mut self, ty: TypeId) -> bool {
        let world = self.world;
        let mut current = ty;
        let mut steps = 0;
        while steps < 10_000 {
            steps += 1;
            let (obj, right) = match world.kind(current) {
                TypeKind::Alias(id) => {
                    let alias = world.alias(*id);
                    (alias.object, alias.target.get())
                }
                // An instance is no declaration: nothing that is being declared is on its way.
                TypeKind::Named(id) if world.named(*id).origin.is_some() => return true,
                TypeKind::Named(id) => {
                    let named = world.named(*id);
                    (named.object, named.underlying.get())
                }
                _literal => return true,
            };
            if let Some(start) = self.path.iter().position(|&other| other == obj) {
                let cycle = self.path[start..].to_vec();
                self.cycle_error(&cycle);
                return false;
            }
            match right {
                Some(&right) if right != current => current = right,
                _unknown => return true,
            }
        }
        true
    }

    /// Whether the type is a constraint interface of another package.
    pub fn is_imported_constraint(&self, ty: TypeId) -> bool {
        let world = self.world;
        let Some(named) = world.as_named(ty) else {
            return false;
        };
        let pkg = world.object(world.named(named).object).pkg;
        pkg != self.pkg
            && pkg != crate::types::PackageId::UNIVERSE
            && world.is_interface(ty)
            && !world.type_set(ty).is_method_set()
    }
}
