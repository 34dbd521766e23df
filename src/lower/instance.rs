//! Instances of generic functions and of methods of generic types.
//!
//! QUESTION. Which functions does gc compile for `F[int]`? Two. The *shared* one, `F[go.shape.int]`, is the body with shapes in
//! place of type parameters and a dictionary as its first parameter (behind the receiver); calls go to it directly. The *plain* one,
//! `F[int]`, only calls it with the dictionary of `int`; it stands where the function is used as a value.
//!
//! ```text
//! F(3)          F[go.shape.int](&.dict.F[int], 3)
//! g := F[int]   g := F[int]
//! ```
//!
//! Inside shared code type arguments are shapes, and a dictionary of what is called is a word of the own one:
//! `G[go.shape.int]((*[n]uintptr)(.dict[0]), x)`; a method of a type parameter is called through such a word, too.
//!
//! INVARIANTS. Instances are told apart by canonical types. A body is lowered with the substitution that belongs to its
//! instance, in the file of its declaration, whichever package that is in.
//! IGNORED. Types declared inside generic functions are not told apart by type arguments.
//! SOURCE: cmd/compile/internal/noder (reader).

use cranelift_entity::EntityRef;
use escargo_grammar::Symbol;
use rustc_hash::{FxHashMap, FxHashSet};

use super::builder::empty_function;
use super::context::{LiteralKind, Lowerer, Subst, unit_of};
use super::function::{FuncDecl, func_decl};
use crate::check::info::FileIndex;
use crate::ir::{
    Callee, FuncId, FuncKind, FuncRef, GlobalId, Inst, LocalId, LocalKind, MultiKind, OutlineKind,
    Value,
};
use crate::source::Pos;
use crate::types::{ObjectId, PackageId, Signature, TypeId, TypeParamId};

/// A generic function, or method of a generic type, and its type arguments (canonical; the receiver's first).
pub(super) type InstanceKey = (ObjectId, Box<[TypeId]>);

/// Instances, wrappers and what else is made on demand.
#[derive(Default)]
pub(super) struct Demand<'a> {
    /// Where declarations stand, for the packages asked about.
    pub declarations: FxHashMap<PackageId, FxHashMap<ObjectId, FuncDecl<'a>>>,
    /// Globals that stand for static dictionaries.
    pub dictionaries: FxHashMap<InstanceKey, GlobalId>,
    /// These globals in the order in which they were made.
    pub dictionary_order: Vec<GlobalId>,
    /// The dictionary parameter of the shared function being lowered.
    pub dict_local: Option<LocalId>,
    /// What shared functions read of dictionaries, and which instance each of them is.
    pub reads: super::dictionary::Reads,
    /// What order bodies are made in, see [`super::order`].
    pub order: super::order::Order,
    /// Wrappers of methods by receiver type (canonical) and method.
    pub wrappers: FxHashMap<(TypeId, ObjectId), FuncId>,
    /// Wrappers that are not in the list of made functions yet.
    pub new_wrappers: Vec<FuncId>,
    /// Method values of which the package needs a wrapper, and those that have one.
    pub method_values: Vec<(TypeId, super::wrappers::Bound)>,
    /// Functions whose source is missing, reported once.
    pub missing: FxHashSet<ObjectId>,
}

impl<'a> Lowerer<'a> {
    /// Whether two types are the same for code of this package: identical, shapes taken for what they stand for.
    pub fn same_type(&self, a: TypeId, b: TypeId) -> bool {
        self.world.identical_up_to_shapes(a, b)
    }

    /// The declaration of a function of any package whose source is at hand.
    pub fn declaration(&mut self, object: ObjectId) -> Option<FuncDecl<'a>> {
        let package = self.world.object(object).pkg;
        if !self.demand.declarations.contains_key(&package) {
            let index = self.index_declarations(package);
            self.demand.declarations.insert(package, index);
        }
        let index = self.demand.declarations.get(&package)?;
        index.get(&object).copied()
    }

    fn index_declarations(&mut self, package: PackageId) -> FxHashMap<ObjectId, FuncDecl<'a>> {
        let mut index = FxHashMap::default();
        let Some(checked) = self.checked_package(package) else {
            return index;
        };
        for number in 0..checked.files.len() {
            let Some(unit) = unit_of(checked, FileIndex::new(number)) else {
                continue;
            };
            for &decl in &unit.ast.decls {
                if let Some(function) = func_decl(unit, decl) {
                    index.insert(function.object, function);
                }
            }
        }
        index
    }

    /// The type parameters that an instance's arguments stand for: those of the receiver, then the function's own.
    pub fn type_params(&self, object: ObjectId) -> Vec<TypeParamId> {
        let mut tparams = Vec::new();
        if self.world.object(object).receiver.get().is_some() {
            let own = self.world.receiver_type_params(object);
            tparams.extend(own.into_iter().flatten());
        }
        let ty = self.world.object(object).ty.get().copied();
        if let Some(signature) = ty.and_then(|ty| self.world.as_signature(ty)) {
            tparams.extend(signature.tparams.iter().copied());
        }
        tparams
    }

    /// The shapes of type arguments.
    pub fn shapes(&self, object: ObjectId, targs: &[TypeId]) -> Box<[TypeId]> {
        let tparams = self.type_params(object);
        targs
            .iter()
            .enumerate()
            .map(|(number, &targ)| {
                let tparam = tparams.get(number);
                let basic = tparam.is_some_and(|&tparam| self.world.is_basic_constraint(tparam));
                self.world.shape_of(targ, basic)
            })
            .collect()
    }

    pub fn canonical_list(&self, targs: &[TypeId]) -> Box<[TypeId]> {
        targs
            .iter()
            .map(|&targ| self.world.canonical(targ))
            .collect()
    }

    pub fn any_shape(&self, targs: &[TypeId]) -> bool {
        targs.iter().any(|&targ| self.world.has_shape(targ))
    }

    /// The function of an instance: the shared one if there are shapes among the arguments, else the plain one.
    pub fn func_instance(&mut self, object: ObjectId, targs: &[TypeId]) -> FuncRef {
        let targs = match self.any_shape(targs) {
            true => self.shapes(object, targs),
            false => self.canonical_list(targs),
        };
        if let Some(&id) = self.package.instances.get(&(object, targs.clone())) {
            return FuncRef::Local(id);
        }
        match self.declaration(object) {
            Some(function) => FuncRef::Local(self.new_instance(function, targs)),
            None => {
                if self.demand.missing.insert(object) {
                    let name = self.function_name(object, &[]);
                    let pos = self.world.object(object).pos;
                    self.unsupported(pos, format_args!("generic {name} without its source"));
                }
                self.func_ref(object)
            }
        }
    }

    fn new_instance(&mut self, function: FuncDecl<'a>, targs: Box<[TypeId]>) -> FuncId {
        let object = function.object;
        let name = self.function_name(object, &targs);
        let subst = self.instance_subst(object, &targs);
        let shared = self.any_shape(&targs);
        let kind = match shared {
            true => FuncKind::Declared,
            false => FuncKind::MethodWrapper,
        };
        let ty = self.in_unit(function.unit, subst.clone(), |lowerer| {
            lowerer.object_type(object)
        });
        let mut shell = empty_function(name, kind, function.pos, ty);
        shell.object = Some(object);
        shell.start = function.start;
        shell.duplicable = true;
        shell.pragmas = self.pragmas(&function);
        shell.has_body = function.body.is_some();
        // Calls are checked against the parameters before the body is lowered.
        let id = self.reserve(shell);
        self.package.instances.insert((object, targs.clone()), id);
        self.read_instance(object, targs, id, ty);
        id
    }

    /// The substitution of an instance.
    pub fn instance_subst(&self, object: ObjectId, targs: &[TypeId]) -> Subst {
        Subst {
            tparams: self.type_params(object),
            targs: targs.to_vec(),
        }
    }

    /// Lowers the body of an instance.
    pub fn instance_body(&mut self, object: ObjectId, targs: &[TypeId], id: FuncId) {
        let Some(function) = self.declaration(object) else {
            return;
        };
        let subst = self.instance_subst(object, targs);
        if self.any_shape(targs) {
            self.begin_reads(id, object, targs);
            let dictionary = self.dictionary_type();
            self.declared_function(id, function, subst, Some(dictionary));
            self.demand.dict_local = None;
        } else {
            self.in_unit(function.unit, subst, |lowerer| {
                lowerer.plain_instance(id, &function, targs);
            });
        }
    }

    /// `F[int]`: calls the shared function.
    fn plain_instance(&mut self, id: FuncId, function: &FuncDecl<'a>, targs: &[TypeId]) {
        self.begin_function(id);
        self.declare_frame(function, None);
        let pos = function.start;
        let shapes = self.shapes(function.object, targs);
        let callee = self.func_instance(function.object, &shapes);
        let dictionary = self.static_dictionary(function.object, targs, pos);
        let params = self.b().function.params.clone();
        let mut args: Vec<Value> = params
            .into_iter()
            .map(|param| self.b().load_local(param, pos))
            .collect();
        let at = usize::from(function.recv.is_some()).min(args.len());
        args.insert(at, dictionary);
        self.forwarding_call(Callee::Static(callee), &args, pos);
        self.end_function();
    }

    /// Ends a wrapper: calls with these arguments and returns the results.
    pub fn forwarding_call(&mut self, callee: Callee, args: &[Value], pos: Pos) {
        let ty = self.b().function.ty;
        let signature = self.world.as_signature(ty).cloned();
        let results: Vec<TypeId> = signature
            .as_ref()
            .map(|s| s.results.to_vec())
            .unwrap_or_default();
        let spread = signature.as_ref().is_some_and(|s| s.variadic);
        let result = match results.as_slice() {
            &[result] => result,
            none_or_several => self.world.tuple(none_or_several),
        };
        let args = self.b().list(args);
        let inst = Inst::Call {
            callee,
            args,
            spread,
        };
        let call = self.b().emit(inst, result, pos);
        match results.as_slice() {
            [] => {
                self.b().push_stmt(pos, OutlineKind::Expr(call));
            }
            [_] => self.return_values(vec![call], pos),
            several => {
                let values = self.call_results(call, several, pos);
                self.return_values(values, pos);
            }
        }
        self.b().emit_void(Inst::Return, pos);
        self.b().function.source.end = Some(pos);
    }

    fn return_values(&mut self, values: Vec<Value>, pos: Pos) {
        let results = self.b().function.results.clone();
        for (local, &value) in results.into_iter().zip(&values) {
            self.b().store_local(local, value, pos);
        }
        self.b().push_stmt(pos, OutlineKind::Return(values));
    }

    /// The results of a call through temporaries, as gc takes them apart.
    fn call_results(&mut self, call: Value, types: &[TypeId], pos: Pos) -> Vec<Value> {
        let mut dsts = Vec::new();
        let mut decls = Vec::new();
        let mut temps = Vec::new();
        for (number, &ty) in types.iter().enumerate() {
            let temp = self.b().new_temp(ty, pos);
            let part = self.b().extract(call, number as u32, ty, pos);
            let place = self.b().local_place(temp, pos);
            self.b().emit_void(Inst::Store(place, part), pos);
            dsts.push(Some(place));
            decls.push(self.b().make_stmt(pos, OutlineKind::Decl(temp)));
            temps.push(temp);
        }
        let kind = OutlineKind::AssignMulti {
            dsts,
            src: call,
            kind: MultiKind::Call,
            define: false,
        };
        let stmt = self.b().make_stmt(pos, kind);
        self.b().set_init(stmt, decls);
        let values: Vec<Value> = temps
            .into_iter()
            .map(|temp| self.b().load_local(temp, pos))
            .collect();
        if let Some(&first) = values.first() {
            self.b().add_value_init(first, vec![stmt]);
        }
        values
    }

    // Calls.

    /// What a call of an instance calls, and the dictionary that it passes before the other arguments.
    pub fn instance_callee(
        &mut self,
        object: ObjectId,
        targs: &[TypeId],
        pos: Pos,
    ) -> (FuncRef, Option<Value>) {
        if targs.is_empty() {
            return (self.func_ref(object), None);
        }
        if !self.any_shape(targs) {
            // gc makes the plain instance whenever the shared one is called with known types.
            self.func_instance(object, targs);
        }
        let shapes = self.shapes(object, targs);
        let callee = self.func_instance(object, &shapes);
        if let FuncRef::Extern(_) = callee {
            return (callee, None);
        }
        let dictionary = self.dictionary_of(object, targs, pos);
        (callee, Some(dictionary))
    }

    /// What a call of a method of a concrete type calls, and the dictionary that it passes behind the receiver.
    pub fn method_callee(
        &mut self,
        recv: TypeId,
        method: ObjectId,
        pos: Pos,
    ) -> (FuncRef, Option<Value>) {
        let (base, _) = self.world.deref(recv);
        let targs = match self.world.as_named(base) {
            Some(named) => self.world.named(named).targs.clone(),
            None => Box::default(),
        };
        if targs.is_empty() {
            return (self.func_ref(method), None);
        }
        let shapes = self.shapes(method, &targs);
        let callee = self.func_instance(method, &shapes);
        if let FuncRef::Extern(_) = callee {
            return (callee, None);
        }
        self.note_type(base);
        let dictionary = self.dictionary_of(method, &targs, pos);
        (callee, Some(dictionary))
    }

    /// A generic function as a value.
    pub fn instance_value(&mut self, object: ObjectId, targs: &[TypeId], pos: Pos) -> Value {
        let func = self.func_instance(object, targs);
        let ty = match func {
            FuncRef::Local(id) => self.package.funcs[id].ty,
            FuncRef::Extern(id) => self.package.externs[id].ty,
        };
        if !self.any_shape(targs) {
            return self.b().emit(Inst::FuncAddr(func), ty, pos);
        }
        let dictionary = self.dictionary_of(object, targs, pos);
        self.curried((object, targs), func, dictionary, (ty, pos))
    }

    // Currying.

    /// A literal that calls a shared function with its dictionary and the literal's own parameters.
    fn curried(
        &mut self,
        (object, targs): (ObjectId, &[TypeId]),
        func: FuncRef,
        dictionary: Value,
        (ty, pos): (TypeId, Pos),
    ) -> Value {
        let temp = self.curried_operand(dictionary, pos);
        self.note_dictionary_local(temp, object, targs);
        let id = self.begin_literal(LiteralKind::Literal, pos, ty);
        let signature = self.world.as_signature(ty).cloned();
        self.declare_unnamed(signature.as_ref(), Pos::NONE);
        let inner = self.captured(1, temp, pos);
        self.note_dictionary_local(inner, object, targs);
        let mut args = vec![self.b().load_local(inner, pos)];
        let params = self.b().function.params.clone();
        for param in params {
            let value = self.b().load_local(param, pos);
            args.push(value);
        }
        self.forwarding_call(Callee::Static(func), &args, pos);
        self.end_function();
        self.package.funcs[id].kind = FuncKind::CallWrapper;
        self.closure_value(id, ty, pos)
    }

    pub fn curried_operand(&mut self, value: Value, pos: Pos) -> LocalId {
        let ty = self.b().ty(value).unwrap_or(self.world.invalid());
        let temp = self.b().new_temp(ty, pos);
        let place = self.b().local_place(temp, pos);
        self.b().emit_void(Inst::Store(place, value), pos);
        let kind = OutlineKind::Assign {
            dst: Some(place),
            src: Some(value),
            define: true,
        };
        self.b().push_stmt(pos, kind);
        temp
    }

    /// Parameters and results without names.
    pub fn declare_unnamed(&mut self, signature: Option<&Signature>, pos: Pos) {
        let Some(signature) = signature else {
            return;
        };
        for (number, &ty) in signature.params.iter().enumerate() {
            let name = Symbol::intern(&format!("~p{number}"));
            let kind = LocalKind::Param;
            self.b().new_local(name, ty, pos, kind, None);
        }
        for (number, &ty) in signature.results.iter().enumerate() {
            let name = Symbol::intern(&format!("~r{number}"));
            let kind = LocalKind::Result(number as u32);
            self.b().new_local(name, ty, pos, kind, None);
        }
    }
}
