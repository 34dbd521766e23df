//! Function types: receivers, type parameters, parameters and results.
//!
//! The parameters' objects are declared in the function's own scope, which its body shares. A method's type is its signature
//! without the receiver; the receiver of a method of a generic type declares that type's parameters anew:
//!
//! ```text
//! type List[T any] struct{ … }
//! func (l *List[U]) push(x U)     U is a type parameter of its own; the receiver's type is *List[U]
//! ```

use escargo_grammar::Symbol;
use escargo_grammar::ast::{Expr, ExprId, FieldId, FieldList, FuncSig, Ident};

use super::checker::{Checker, ScopeId};
use super::collect::ReceiverParts;
use super::info::Mode;
use crate::types::store::TypeParam;
use crate::types::{
    Basic, NamedId, ObjectId, ObjectKind, Signature, TypeId, TypeKind, TypeParamId, VarKind,
};

/// Checked parameters or results.
struct Params {
    types: Vec<TypeId>,
    objects: Vec<ObjectId>,
    names: Option<Box<[Symbol]>>,
    variadic: bool,
}

impl Checker<'_> {
    /// A function type whose parameters are declared in `scope`, the current one.
    pub fn func_type(
        &mut self,
        sig: FuncSig,
        recv: Option<FieldList>,
        tparams: FieldList,
        scope: ScopeId,
    ) -> TypeId {
        self.func_type_of(None, sig, recv, tparams, scope)
    }

    /// The type of a declared function; a method's receiver type is set on the way.
    pub fn func_type_of(
        &mut self,
        function: Option<ObjectId>,
        sig: FuncSig,
        recv: Option<FieldList>,
        tparams: FieldList,
        scope: ScopeId,
    ) -> TypeId {
        let world = self.world;
        let receiver = recv.and_then(|recv| self.receiver(recv));
        if let (Some(method), Some(receiver)) = (function, receiver)
            && let Some(&ty) = world.object(receiver).ty.get()
        {
            world.object(method).receiver.get_or_init(|| ty);
        }
        let mut own_tparams: Box<[TypeParamId]> = Box::default();
        if !tparams.is_empty() {
            self.type_params(tparams, |ids| own_tparams = ids.into());
            if let Some(function) = function {
                let partial = world.intern(TypeKind::Func(Signature {
                    params: Box::default(),
                    results: Box::default(),
                    variadic: false,
                    param_names: None,
                    result_names: None,
                    tparams: own_tparams.clone(),
                }));
                self.partial.insert(function, partial);
            }
        }
        let params = self.params(sig.params, VarKind::Param);
        let results = self.params(sig.results, VarKind::Result);
        let declared = receiver
            .iter()
            .chain(&params.objects)
            .chain(&results.objects);
        for &obj in declared {
            if !world.object(obj).name.as_str().is_empty() {
                self.declare(scope, obj, 0);
            }
        }
        world.intern(TypeKind::Func(Signature {
            params: params.types.into(),
            results: results.types.into(),
            variadic: params.variadic,
            param_names: params.names,
            result_names: results.names,
            tparams: own_tparams,
        }))
    }

    /// Parameters or results; their objects are made and recorded, not declared.
    fn params(&mut self, list: FieldList, kind: VarKind) -> Params {
        let ast = self.ast();
        let fields = ast.field_list(list);
        let mut params = Params {
            types: Vec::with_capacity(fields.len()),
            objects: Vec::with_capacity(fields.len()),
            names: None,
            variadic: false,
        };
        let mut names = Vec::new();
        let mut previous: Option<(ExprId, TypeId)> = None;
        for (index, &id) in fields.iter().enumerate() {
            let field = ast.fields[id];
            let last = index + 1 == fields.len();
            let ty = match previous {
                Some((same, ty)) if same == field.ty => ty,
                _new => self.param_type(field.ty, kind, last, &mut params.variadic),
            };
            previous = Some((field.ty, ty));
            params.types.push(ty);
            names.extend(field.name.map(|name| name.name));
            params.objects.push(self.field_object(id, kind, ty));
        }
        if !names.is_empty() && names.len() == fields.len() {
            params.names = Some(names.into());
        }
        params
    }

    fn param_type(&mut self, e: ExprId, kind: VarKind, last: bool, variadic: &mut bool) -> TypeId {
        let Expr::Variadic(elem) = self.node(e) else {
            return self.var_type(e);
        };
        let elem = self.var_type(elem);
        // The parser has reported dots at other places.
        if kind != VarKind::Param || !last {
            return elem;
        }
        *variadic = true;
        let ty = self.world.slice(elem);
        self.record_type(e, Mode::Type, ty, None);
        ty
    }

    /// The variable of a parameter, result or receiver, recorded under its name or, without one, its type.
    fn field_object(&mut self, id: FieldId, kind: VarKind, ty: TypeId) -> ObjectId {
        let ast = self.ast();
        let field = ast.fields[id];
        let (name, offset) = match field.name {
            Some(name) => (name.name, name.pos),
            None => (Symbol::intern(""), ast.expr_pos[field.ty].start),
        };
        let obj = self.new_var(name, offset, kind, Some(ty));
        self.record_def(offset, obj);
        obj
    }

    /// The receiver's variable; its type parameters are declared in the current scope.
    fn receiver(&mut self, list: FieldList) -> Option<ObjectId> {
        let ast = self.ast();
        let &id = ast.field_list(list).first()?;
        let e = ast.fields[id].ty;
        let parts = self.unpack_receiver(e);
        let ty = match parts.tparams.is_empty() {
            true => self.plain_receiver(e, parts.base),
            false => self.generic_receiver(e, &parts),
        };
        let obj = self.field_object(id, VarKind::Receiver, ty);
        let base = self.start(parts.base);
        self.later(move |checker| checker.valid_receiver(base, ty));
        Some(obj)
    }

    /// A receiver without type parameters. Aliases of instantiated types have no new methods.
    fn plain_receiver(&mut self, e: ExprId, base: ExprId) -> TypeId {
        let world = self.world;
        let ty = self.var_type(e);
        let mut current = self.behind_pointers(ty);
        while let TypeKind::Alias(id) = world.kind(current) {
            let Some(&target) = world.alias(*id).target.get() else {
                break;
            };
            current = self.behind_pointers(target);
            let instantiated = match world.kind(current) {
                TypeKind::Named(named) => world.named(*named).origin.is_some(),
                TypeKind::Alias(alias) => !world.alias(*alias).targs.is_empty(),
                _other => false,
            };
            if instantiated {
                let text = self.ty_text(current);
                let message = format!("cannot define new methods on instantiated type {text}");
                self.error(self.start(base), message);
                return world.invalid();
            }
        }
        ty
    }

    fn behind_pointers(&self, ty: TypeId) -> TypeId {
        let mut current = ty;
        while let TypeKind::Pointer(elem) = self.world.kind(current) {
            current = *elem;
        }
        current
    }

    fn generic_receiver(&mut self, e: ExprId, parts: &ReceiverParts) -> TypeId {
        let world = self.world;
        let base = self.generic_base(parts.base);
        let mut own = Vec::with_capacity(parts.tparams.len());
        for (index, &tparam) in parts.tparams.iter().enumerate() {
            own.push(self.receiver_type_param(tparam, index as u32));
        }
        let Some(base) = base else {
            for &id in &own {
                world
                    .type_param(id)
                    .constraint
                    .get_or_init(|| world.invalid());
            }
            return world.invalid();
        };
        self.receiver_bounds(base, &own, parts.base);
        let targs: Vec<TypeId> = own.iter().map(|&id| world.type_param_type(id)).collect();
        self.require_version(self.start(parts.base), 18, "type instantiation");
        let instance = world.instantiate_named(base, &targs);
        self.record_instance(parts.base, &targs, instance);
        let ty = match parts.pointer {
            true => world.pointer(instance),
            false => instance,
        };
        self.record_receiver_types(e, ty);
        ty
    }

    /// The generic type that a receiver names.
    fn generic_base(&mut self, e: ExprId) -> Option<NamedId> {
        let world = self.world;
        let (ty, cause) = self.generic_type_or_cause(e);
        if let Some(cause) = cause {
            self.error(self.start(e), cause);
        }
        match world.kind(ty) {
            TypeKind::Named(id) => Some(*id),
            TypeKind::Alias(_) if world.is_valid(ty) => {
                let text = self.ty_text(ty);
                let message = format!("cannot define new methods on generic alias type {text}");
                self.error(self.start(e), message);
                None
            }
            _invalid => None,
        }
    }

    fn receiver_type_param(&mut self, e: ExprId, index: u32) -> TypeParamId {
        let offset = self.start(e);
        let name = match self.node(e) {
            Expr::Ident(name) => name,
            Expr::Bad => Symbol::intern("_"),
            _other => {
                let text = self.expr_text(e);
                let message = format!("receiver type parameter {text} must be an identifier");
                self.error(offset, message);
                Symbol::intern("_")
            }
        };
        let id = self.declare_type_param(Ident { name, pos: offset }, index);
        let ty = self.world.type_param_type(id);
        let obj = self.world.type_param(id).object;
        self.record_use(e, obj);
        self.record_type(e, Mode::Type, ty, None);
        id
    }

    /// The constraints of a receiver's type parameters are those of its type.
    fn receiver_bounds(&mut self, base: NamedId, own: &[TypeParamId], at: ExprId) {
        let world = self.world;
        let declared = world.named(base).tparams.get();
        let declared: &[TypeParamId] = declared.map_or(&[], |list| list);
        if declared.len() == own.len() {
            let targs: Vec<TypeId> = own.iter().map(|&id| world.type_param_type(id)).collect();
            for (&own, &origin) in own.iter().zip(declared) {
                self.canonical_tparams.insert(own, origin);
                if let Some(&bound) = world.type_param(origin).constraint.get() {
                    let bound = world.substitute(bound, declared, &targs);
                    world.type_param(own).constraint.get_or_init(|| bound);
                }
            }
        } else {
            let s = if own.len() == 1 { "" } else { "s" };
            let message = format!(
                "receiver declares {} type parameter{s}, but receiver base type declares {}",
                own.len(),
                declared.len()
            );
            self.error(self.start(at), message);
        }
        for &id in own {
            world
                .type_param(id)
                .constraint
                .get_or_init(|| world.invalid());
        }
    }

    /// Records the receiver's type for the expressions around its base.
    fn record_receiver_types(&mut self, e: ExprId, ty: TypeId) {
        let (mut e, mut ty) = (e, ty);
        loop {
            self.record_type(e, Mode::Type, ty, None);
            match self.node(e) {
                Expr::Paren(inner) => e = inner,
                Expr::Star(inner) => {
                    let (elem, is_pointer) = self.world.deref(ty);
                    if !is_pointer {
                        return;
                    }
                    (e, ty) = (inner, elem);
                }
                _base => return,
            }
        }
    }

    /// Declares a type parameter in the current scope; its constraint is set later.
    pub fn declare_type_param(&mut self, name: Ident, index: u32) -> TypeParamId {
        let obj = self.new_object(name.name, name.pos, ObjectKind::TypeName);
        let id = self.world.add_type_param(TypeParam {
            object: obj,
            index,
            constraint: Default::default(),
        });
        self.set_type(obj, self.world.type_param_type(id));
        self.declare(self.scope, obj, name.pos);
        self.record_def(name.pos, obj);
        id
    }

    /// Receivers are defined types of this package, or pointers to such, and neither pointers nor interfaces themselves.
    fn valid_receiver(&mut self, offset: u32, ty: TypeId) {
        let world = self.world;
        let (base, _) = world.deref(ty);
        if !world.is_valid(base) {
            return;
        }
        let text = self.ty_text(base);
        match world.unaliased_kind(base) {
            TypeKind::Named(id) => {
                if world.object(world.named(*id).object).pkg != self.pkg {
                    let message = format!("cannot define new methods on non-local type {text}");
                    self.error(offset, message);
                    return;
                }
                let cause = match world.underlying_kind(base) {
                    TypeKind::Basic(Basic::UnsafePointer) => "unsafe.Pointer",
                    TypeKind::Pointer(_) | TypeKind::Interface(_) => "pointer or interface type",
                    _fine => return,
                };
                self.error(offset, format!("invalid receiver type {text} ({cause})"));
            }
            TypeKind::Basic(_) => {
                let message = format!("cannot define new methods on non-local type {text}");
                self.error(offset, message);
            }
            _literal => {
                let text = self.ty_text(ty);
                self.error(offset, format!("invalid receiver type {text}"));
            }
        }
    }
}
