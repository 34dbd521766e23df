//! Filling the tables of the typed tree, and the queue of what is put off.

use std::sync::Arc;

use cranelift_entity::EntityRef;
use escargo_grammar::ast::{Expr, ExprId, FuncSig};

use super::checker::{Checker, Context, Later, Operand, Untyped};
use super::info::{FileIndex, Instance, Mode, TypeAndMode};
use crate::types::{Const, ObjectId, ObjectKind, TypeId, TypeKind};

impl Checker<'_> {
    /// Records an operand. Untyped ones wait for the type that their context gives them.
    pub fn record(&mut self, x: &Operand, e: ExprId) {
        if x.mode == Mode::Invalid {
            return;
        }
        if x.mode == Mode::NoValue {
            let nothing = self.world.universe().empty_tuple;
            self.record_type(e, x.mode, nothing, None);
            return;
        }
        if self.world.is_untyped(x.ty) {
            self.untyped.insert(
                (self.current, e),
                Untyped {
                    is_lhs: false,
                    mode: x.mode,
                    ty: x.ty,
                    value: x.value.clone(),
                },
            );
            return;
        }
        self.record_type(e, x.mode, x.ty, x.value.clone());
    }

    /// Records mode, type and value of an expression.
    pub fn record_type(&mut self, e: ExprId, mode: Mode, ty: TypeId, value: Option<Const>) {
        if mode == Mode::Invalid {
            return;
        }
        let info = self.info();
        info.types[e] = TypeAndMode {
            mode,
            ty: ty.into(),
        };
        if let (Mode::Constant, Some(value)) = (mode, value) {
            info.consts.insert(e, value);
        }
    }

    /// The type recorded for a type expression.
    pub fn recorded_type(&self, e: ExprId) -> Option<TypeId> {
        let recorded = self.files[self.current.index()].info.types[e];
        match recorded.mode {
            Mode::Type => recorded.ty.expand(),
            _other => None,
        }
    }

    /// Records what an identifier (or the selected name of a selector) stands for.
    pub fn record_use(&mut self, e: ExprId, obj: ObjectId) {
        self.info().objects[e] = obj.into();
    }

    /// Records the object that the name at an offset declares.
    pub fn record_def(&mut self, offset: u32, obj: ObjectId) {
        self.info().defs.insert(offset, obj);
    }

    /// Records an instantiation under the expression that names the generic function or type.
    pub fn record_instance(&mut self, e: ExprId, targs: &[TypeId], ty: TypeId) {
        let ast = self.ast();
        let mut name = ast.unparen(e);
        if let Expr::Index(inner, _) = ast.expr(name) {
            name = ast.unparen(inner);
        }
        let instance = Instance {
            targs: targs.into(),
            ty,
        };
        self.info().instances.insert(name, instance);
    }

    /// Marks a variable or import as used.
    pub fn mark_used(&mut self, obj: ObjectId) {
        let object = self.world.object(obj);
        if object.pkg == self.pkg
            && matches!(object.kind, ObjectKind::Var(_) | ObjectKind::PkgName(_))
        {
            self.used.insert(obj);
        }
    }

    /// Notes that the declaration being checked mentions a package-level object, for the order of initialisation.
    pub fn add_dependency(&mut self, obj: ObjectId) {
        let Some(from) = self.context.decl else {
            return;
        };
        if self.decls.contains_key(&obj) {
            let list = self.depends.entry(from).or_default();
            if list.last() != Some(&obj) {
                list.push(obj);
            }
        }
    }

    /// Puts off a check until all package-level types are known.
    pub fn later(&mut self, f: impl FnOnce(&mut Checker<'_>) + Send + 'static) {
        let file = self.current;
        self.later.push_back(Later::Check(file, Box::new(f)));
    }

    /// Does what was put off since the queue had `top` entries, and what that puts off.
    pub fn process_later(&mut self, top: usize) {
        let saved = (self.current, self.scope);
        let mut index = top;
        while index < self.later.len() {
            let work = std::mem::replace(&mut self.later[index], Later::Done);
            index += 1;
            match work {
                Later::Done => {}
                Later::Check(file, check) => {
                    self.current = file;
                    let context = std::mem::take(&mut self.context);
                    check(self);
                    self.context = context;
                }
                Later::Body {
                    context,
                    scope,
                    file,
                    body,
                    object,
                } => {
                    self.current = file;
                    let surroundings = std::mem::take(&mut self.context);
                    self.func_body(*context, scope, body, object);
                    self.context = surroundings;
                }
            }
        }
        self.later.truncate(top);
        (self.current, self.scope) = saved;
    }

    /// The surroundings of a function's body: its signature and results, the rest as it is.
    pub fn func_context(&self, ty: TypeId, sig: FuncSig) -> Context {
        let ast = self.ast();
        let info = &self.files[self.current.index()].info;
        let results = ast.field_list(sig.results).iter().filter_map(|&field| {
            let field = ast.fields[field];
            let offset = match field.name {
                Some(name) => name.pos,
                None => ast.expr_pos[field.ty].start,
            };
            info.defs.get(&offset).copied()
        });
        Context {
            signature: Some(ty),
            results: results.collect::<Arc<[ObjectId]>>(),
            decl: self.context.decl,
            ..Context::default()
        }
    }

    /// A type as messages of this package write it.
    pub fn ty_text(&self, ty: TypeId) -> String {
        self.world.type_text(ty, self.pkg)
    }

    /// Runs `f` in another file and its scope, with fresh surroundings.
    pub fn in_file<R>(&mut self, file: FileIndex, f: impl FnOnce(&mut Self) -> R) -> R {
        let saved = (self.current, self.scope);
        let context = std::mem::take(&mut self.context);
        self.current = file;
        self.scope = self.files[file.index()].scope;
        let result = f(self);
        self.context = context;
        (self.current, self.scope) = saved;
        result
    }

    /// The signature that a type is made of.
    pub fn is_func_type(&self, ty: TypeId) -> bool {
        matches!(self.world.unaliased_kind(ty), TypeKind::Func(_))
    }
}
