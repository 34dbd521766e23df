//! Wrappers of methods.
//!
//! QUESTION. Which functions stand for methods that a type has without declaring them? For each type that the package declares or
//! instantiates gc makes `(*T).M` for methods of `T`, and `T.M`, `(*T).M` for promoted ones; for each method taken as
//! a value `T.M-fm`, which holds the receiver. Nothing is reported about them, but method expressions name them.
//!
//! ```text
//! type T struct{ *E }   func (E) M()     →  T.M, (*T).M, (*E).M
//! x.M as a value                         →  T.M-fm
//! ```
//!
//! INVARIANTS. A wrapper only selects the receiver, calls, and returns.
//! IGNORED. The check for a nil receiver; tail calls.
//! SOURCE: cmd/compile/internal/noder (`MakeWrappers`).

use escargo_grammar::Symbol;
use rustc_hash::FxHashSet;

use super::builder::empty_function;
use super::context::Lowerer;
use crate::check::info::Selection;
use crate::ir::{Callee, FuncId, FuncKind, FuncRef, Inst, LocalId, LocalKind, Value};
use crate::rules::ReleaseRule;
use crate::source::Pos;
use crate::types::{DeclaredName, Found, ObjectId, PackageId, TypeId, TypeKind};

/// A method taken as a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Bound {
    /// Of a concrete type.
    Method(FuncRef),
    /// Of an interface.
    Interface(ObjectId),
}

impl Lowerer<'_> {
    /// The function that a method expression `T.M` names: the method itself or a wrapper.
    pub fn method_expr_ref(&mut self, recv: TypeId, selection: &Selection) -> FuncRef {
        let path = &selection.path[..selection.path.len().saturating_sub(1)];
        self.method_of(recv, selection.object, path)
    }

    /// The function `T.M` of a receiver type: the method itself if the type declares it, else a wrapper.
    fn method_of(&mut self, recv: TypeId, method: ObjectId, path: &[u32]) -> FuncRef {
        match self.wrapper_of(recv, method, path) {
            Some(wrapper) => FuncRef::Local(wrapper),
            None => self.method_ref(recv, method),
        }
    }

    fn method_wrapper(&mut self, recv: TypeId, method: ObjectId, path: &[u32]) -> FuncId {
        let key = (self.world.canonical(recv), method);
        if let Some(&id) = self.demand.wrappers.get(&key) {
            return id;
        }
        let name = Symbol::intern(&self.method_name(recv, method));
        let ty = self.promoted_type(recv, method, path);
        let mut shell = empty_function(name, FuncKind::MethodWrapper, Pos::NONE, ty);
        shell.duplicable = true;
        let id = self.reserve(shell);
        self.demand.wrappers.insert(key, id);
        self.demand.new_wrappers.push(id);
        self.begin_function(id);
        self.declare_like(method, Some(recv));
        self.wrapper_body(method, path);
        id
    }

    /// Parameters and results as the method declares them, with another receiver or none.
    fn declare_like(&mut self, method: ObjectId, recv: Option<TypeId>) {
        let ty = self.b().function.ty;
        let Some(signature) = self.world.as_signature(ty).cloned() else {
            return;
        };
        let names = self.world.frame_names(method).unwrap_or_default();
        let package = self.world.object(method).pkg;
        let known = |name: Option<&DeclaredName>| name.copied().unwrap_or((None, Pos::NONE));
        // Invented names are in the package of the receiver's type.
        let unnamed = match recv {
            Some(recv) if self.world.is_shape(self.world.deref(recv).0) => "go.shape.",
            Some(_) | None => "",
        };
        let mut frame = Vec::new();
        if let Some(recv) = recv {
            frame.push((known(names.recv.as_ref()), recv, LocalKind::Receiver));
            if self.is_shared_method(recv, method) {
                let name = (Some(Symbol::intern(".dict")), Pos::NONE);
                frame.push((name, self.dictionary_type(), LocalKind::Param));
            }
        }
        for (number, &ty) in signature.params.iter().enumerate() {
            frame.push((known(names.params.get(number)), ty, LocalKind::Param));
        }
        for (number, ((name, pos), ty, kind)) in frame.into_iter().enumerate() {
            let name = self.wrapper_name(package, name, || format!("{unnamed}~p{number}"));
            let local = self.b().new_local(name, ty, pos, kind, None);
            if ty == self.dictionary_type() && kind == LocalKind::Param {
                self.note_wrapper_dictionary(local, recv, method);
            }
        }
        for (number, &ty) in signature.results.iter().enumerate() {
            let (name, pos) = known(names.results.get(number));
            let name = self.wrapper_name(package, name, || format!("{unnamed}~r{number}"));
            let kind = LocalKind::Result(number as u32);
            self.b().new_local(name, ty, pos, kind, None);
        }
    }

    /// Whether the method of a receiver type is one of a shared generic type: it takes a dictionary, and so does the wrapper.
    fn is_shared_method(&self, recv: TypeId, method: ObjectId) -> bool {
        self.world.has_shape(recv) && !self.type_params(method).is_empty()
    }

    fn note_wrapper_dictionary(&mut self, local: LocalId, recv: Option<TypeId>, method: ObjectId) {
        let base = recv.map(|recv| self.world.deref(recv).0);
        if let Some(named) = base.and_then(|base| self.world.as_named(base)) {
            let targs = self.world.named(named).targs.clone();
            self.note_dictionary_local(local, method, &targs);
        }
    }

    fn wrapper_name(
        &self,
        package: PackageId,
        name: Option<Symbol>,
        unnamed: impl FnOnce() -> String,
    ) -> Symbol {
        match name.filter(|name| !name.is_blank()) {
            Some(name) => Symbol::intern(&self.qualified(package, name.as_str())),
            None => Symbol::intern(&unnamed()),
        }
    }

    /// Selects the receiver, calls with the parameters, returns.
    fn wrapper_body(&mut self, method: ObjectId, path: &[u32]) {
        let params: Vec<LocalId> = self.b().function.params.clone();
        let Some((&recv, params)) = params.split_first() else {
            return self.end_function();
        };
        let mut args = Vec::new();
        let callee = self.wrapped_callee(recv, method, path, &mut args);
        for &param in params {
            let value = self.b().load_local(param, Pos::NONE);
            args.push(value);
        }
        let recv = self.b().function.locals[recv].ty;
        self.b().function.may_jump = self.may_jump(recv, method, path);
        self.forwarding_call(callee, &args, Pos::NONE);
        self.end_function();
    }

    /// Whether a wrapper jumps to the method unless that is inlined: of a pointer, for a promoted method of pointers or of an
    /// embedded interface (since Go 1.27).
    fn may_jump(&self, recv: TypeId, method: ObjectId, path: &[u32]) -> bool {
        let world = self.world;
        let owner = world.object(method).receiver.get();
        let of_interface = owner.is_none_or(|&owner| world.is_interface(owner));
        let jumps = match of_interface {
            true => self.has_rule(ReleaseRule::InterfaceTailCalls),
            false => world.has_pointer_receiver(method),
        };
        !path.is_empty() && world.pointee(recv).is_some() && jumps
    }

    /// What a wrapper calls; the receiver and the dictionary of the call are added to the arguments.
    fn wrapped_callee(
        &mut self,
        recv: LocalId,
        method: ObjectId,
        path: &[u32],
        args: &mut Vec<Value>,
    ) -> Callee {
        let world = self.world;
        let mut place = self.b().local_place(recv, Pos::NONE);
        for &field in path {
            place = self.through_pointer(place);
            let ty = self.b().ty(place).unwrap_or(world.invalid());
            let TypeKind::Struct(fields) = world.underlying_kind(ty) else {
                break;
            };
            let ty = fields
                .get(field as usize)
                .map_or(world.invalid(), |field| field.ty);
            place = self.b().emit(Inst::FieldAddr(place, field), ty, Pos::NONE);
        }
        let ty = self.b().ty(place).unwrap_or(world.invalid());
        if world.is_interface(ty) {
            let value = self.b().load(place, Pos::NONE);
            return Callee::Interface(value, method);
        }
        let (base, pointer) = world.deref(ty);
        let wants_pointer = world.has_pointer_receiver(method);
        let (value, recv) = match (pointer, wants_pointer) {
            (true, true) | (false, false) => (self.b().load(place, Pos::NONE), ty),
            (true, false) => {
                let place = self.through_pointer(place);
                (self.b().load(place, Pos::NONE), base)
            }
            (false, true) => {
                let pointer = world.pointer(ty);
                let inst = Inst::AddrOf(place);
                let value = self.b().emit_implicit(inst, pointer, Pos::NONE);
                (value, pointer)
            }
        };
        args.push(value);
        Callee::Static(self.method_ref(recv, method))
    }

    /// The place that a pointer in a place leads to; the place itself if it holds none.
    fn through_pointer(&mut self, place: Value) -> Value {
        let ty = self.b().ty(place);
        match ty.and_then(|ty| self.world.pointee(ty)) {
            Some(elem) => {
                let pointer = self.b().load(place, Pos::NONE);
                self.b()
                    .emit_implicit(Inst::Deref(pointer), elem, Pos::NONE)
            }
            None => place,
        }
    }

    /// The signature of a method found on a way of embedded fields.
    fn promoted_type(&self, recv: TypeId, method: ObjectId, path: &[u32]) -> TypeId {
        let world = self.world;
        let mut ty = world.deref(recv).0;
        for &field in path {
            let TypeKind::Struct(fields) = world.underlying_kind(ty) else {
                break;
            };
            match fields.get(field as usize) {
                Some(field) => ty = world.deref(field.ty).0,
                None => break,
            }
        }
        let found = world.method_type(ty, method);
        found.unwrap_or_else(|| self.object_type(method))
    }

    /// A method is taken as a value: the package gets a wrapper for it.
    pub fn need_method_value_wrapper(&mut self, recv: TypeId, method: FuncRef) {
        self.need_value_wrapper(recv, Bound::Method(method));
    }

    /// The same for a method of an interface value.
    pub fn need_interface_value_wrapper(&mut self, recv: TypeId, method: ObjectId) {
        self.need_value_wrapper(recv, Bound::Interface(method));
    }

    fn need_value_wrapper(&mut self, recv: TypeId, method: Bound) {
        let key = (self.world.canonical(recv), method);
        if !self.demand.method_values.contains(&key) {
            self.demand.method_values.push(key);
        }
    }

    /// Wrappers of all types that the package declares or instantiates, then those of method values, enter the list of made
    /// functions.
    pub fn make_wrappers(&mut self) {
        let mut listed = FxHashSet::default();
        let mut at = 0;
        while let Some(&ty) = self.demand.order.wrapper_types.get(at) {
            at += 1;
            for wrapper in self.type_wrappers(ty) {
                if listed.insert(wrapper) {
                    self.made.push(wrapper);
                }
            }
        }
        // Of types of other packages, which method expressions mention.
        for wrapper in std::mem::take(&mut self.demand.new_wrappers) {
            if listed.insert(wrapper) {
                self.made.push(wrapper);
            }
        }
        for (recv, method) in std::mem::take(&mut self.demand.method_values) {
            let id = self.method_value_wrapper(recv, method);
            self.made.push(id);
        }
    }

    fn type_wrappers(&mut self, ty: TypeId) -> Vec<FuncId> {
        let world = self.world;
        let mut wrappers = Vec::new();
        if let TypeKind::Pointer(_) = world.underlying_kind(ty) {
            return wrappers;
        }
        if world.is_interface(ty) {
            let set = world.type_set(ty);
            for method in set.methods.iter().filter(|_| set.is_method_set()) {
                if let Some(object) = method.object {
                    wrappers.push(self.method_wrapper(ty, object, &[]));
                }
            }
            return wrappers;
        }
        let pointer = world.pointer(ty);
        let values: Vec<Found> = world.method_set(ty);
        for found in world.method_set(pointer) {
            let path = &found.path[..found.path.len().saturating_sub(1)];
            let generic = world
                .found_type(&found)
                .and_then(|ty| world.as_signature(ty))
                .is_none_or(|signature| !signature.tparams.is_empty());
            if generic {
                continue;
            }
            if values.iter().any(|value| value.object == found.object) {
                wrappers.extend(self.wrapper_of(ty, found.object, path));
            }
            wrappers.extend(self.wrapper_of(pointer, found.object, path));
        }
        wrappers
    }

    /// The wrapper `T.M` if the type does not declare the method itself.
    fn wrapper_of(&mut self, recv: TypeId, method: ObjectId, path: &[u32]) -> Option<FuncId> {
        let (_, pointer) = self.world.deref(recv);
        let own = path.is_empty() && pointer == self.world.has_pointer_receiver(method);
        (!own).then(|| self.method_wrapper(recv, method, path))
    }

    /// `T.M-fm`
    fn method_value_wrapper(&mut self, recv: TypeId, method: Bound) -> FuncId {
        let (object, ty) = match method {
            Bound::Method(FuncRef::Local(id)) => {
                let function = &self.package.funcs[id];
                (function.object, function.ty)
            }
            Bound::Method(FuncRef::Extern(id)) => {
                let function = self.package.externs[id];
                (Some(function.object), function.ty)
            }
            Bound::Interface(object) => {
                let ty = self.world.method_type(recv, object);
                (Some(object), ty.unwrap_or_else(|| self.object_type(object)))
            }
        };
        let name = match object {
            Some(object) => self.method_name(recv, object),
            None => "?".to_owned(),
        };
        let name = Symbol::intern(&format!("{name}-fm"));
        let kind = FuncKind::MethodValueWrapper;
        let mut shell = empty_function(name, kind, Pos::NONE, ty);
        shell.duplicable = true;
        let id = self.reserve(shell);
        self.begin_function(id);
        let this = Symbol::intern(".this");
        let kind = LocalKind::Receiver;
        let this = self.b().new_local(this, recv, Pos::NONE, kind, None);
        // gc captures it: it does not count when temporaries are numbered.
        self.b().declared -= 1;
        match object {
            Some(object) => self.declare_like(object, None),
            None => {
                let signature = self.world.as_signature(ty).cloned();
                self.declare_unnamed(signature.as_ref(), Pos::NONE);
            }
        }
        let this = self.b().load_local(this, Pos::NONE);
        let mut args = Vec::new();
        let callee = match method {
            Bound::Interface(object) => Callee::Interface(this, object),
            Bound::Method(func) => {
                args.push(this);
                args.extend(self.bound_dictionary(recv, func, object));
                Callee::Static(func)
            }
        };
        let params: Vec<LocalId> = self.b().function.params[1..].to_vec();
        for param in params {
            let value = self.b().load_local(param, Pos::NONE);
            args.push(value);
        }
        self.forwarding_call(callee, &args, Pos::NONE);
        self.end_function();
        id
    }

    /// The dictionary that a shared method bound as a value is called with.
    fn bound_dictionary(
        &mut self,
        recv: TypeId,
        method: FuncRef,
        object: Option<ObjectId>,
    ) -> Option<Value> {
        let FuncRef::Local(id) = method else {
            return None;
        };
        let function = &self.package.funcs[id];
        let shared = function.kind == FuncKind::Declared && function.duplicable;
        let object = object.filter(|_| shared)?;
        self.method_callee(recv, object, Pos::NONE).1
    }
}
