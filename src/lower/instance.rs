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
//! IGNORED. The real size of dictionaries; types declared inside generic functions are not told apart by type arguments.
//! SOURCE: cmd/compile/internal/noder (reader).

use cranelift_entity::EntityRef;
use escargo_grammar::Symbol;
use rustc_hash::{FxHashMap, FxHashSet};

use super::builder::empty_function;
use super::context::{Lowerer, Subst, unit_of};
use super::function::{FuncDecl, func_decl};
use crate::check::info::FileIndex;
use crate::ir::{
    Callee, ConvertOp, FuncId, FuncKind, FuncRef, Global, GlobalId, Inst, LocalId, MultiKind,
    OutlineKind, Value,
};
use crate::source::Pos;
use crate::types::{Basic, Const, ObjectId, PackageId, Signature, TypeId, TypeParamId};

/// The number of words that dictionaries are given.
const DICTIONARY_WORDS: i64 = 16;

/// A generic function, or method of a generic type, and its type arguments (canonical; the receiver's first).
pub(super) type InstanceKey = (ObjectId, Box<[TypeId]>);

/// What a word of a dictionary holds.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum Word {
    /// The method of a type argument.
    Method(TypeId, ObjectId),
    /// The dictionary of another instance.
    Dictionary(ObjectId, Box<[TypeId]>),
}

/// Instances, wrappers and what else is made on demand.
#[derive(Default)]
pub(super) struct Demand<'a> {
    /// Functions by instance. Shared ones have shapes among their arguments.
    pub instances: FxHashMap<InstanceKey, FuncId>,
    /// Where declarations stand, for the packages asked about.
    pub declarations: FxHashMap<PackageId, FxHashMap<ObjectId, FuncDecl<'a>>>,
    /// Globals that stand for static dictionaries.
    pub dictionaries: FxHashMap<InstanceKey, GlobalId>,
    /// The words of the dictionary of the shared function being lowered.
    pub words: Vec<Word>,
    /// Its dictionary parameter.
    pub dict_local: Option<LocalId>,
    /// What order bodies are made in, see [`super::order`].
    pub order: super::order::Order,
    /// Wrappers of methods by receiver type (canonical) and method.
    pub wrappers: FxHashMap<(TypeId, ObjectId), FuncId>,
    /// Wrappers that are not in the list of made functions yet.
    pub new_wrappers: Vec<FuncId>,
    /// Method values of which the package needs a wrapper, and those that have one.
    pub method_values: Vec<(TypeId, FuncRef)>,
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

    fn canonical_list(&self, targs: &[TypeId]) -> Box<[TypeId]> {
        targs
            .iter()
            .map(|&targ| self.world.canonical(targ))
            .collect()
    }

    fn any_shape(&self, targs: &[TypeId]) -> bool {
        targs.iter().any(|&targ| self.world.has_shape(targ))
    }

    /// The function of an instance: the shared one if there are shapes among the arguments, else the plain one.
    pub fn func_instance(&mut self, object: ObjectId, targs: &[TypeId]) -> FuncRef {
        let targs = match self.any_shape(targs) {
            true => self.shapes(object, targs),
            false => self.canonical_list(targs),
        };
        if let Some(&id) = self.demand.instances.get(&(object, targs.clone())) {
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
        shell.duplicable = true;
        shell.pragmas = self.pragmas(&function);
        shell.has_body = function.body.is_some();
        // Calls are checked against the parameters before the body is lowered.
        let id = self.reserve(shell);
        self.demand.instances.insert((object, targs.clone()), id);
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
            self.demand.words.clear();
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
        let mut temps = Vec::new();
        for (number, &ty) in types.iter().enumerate() {
            let temp = self.b().new_temp(ty, pos);
            let part = self.b().extract(call, number as u32, ty, pos);
            let place = self.b().local_place(temp, pos);
            self.b().emit_void(Inst::Store(place, part), pos);
            dsts.push(Some(place));
            temps.push(temp);
        }
        let kind = OutlineKind::AssignMulti {
            dsts,
            src: call,
            kind: MultiKind::Call,
            define: true,
        };
        let stmt = self.b().make_stmt(pos, kind);
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
        self.curried(Callee::Static(func), &[dictionary], ty, pos)
    }

    // Dictionaries.

    fn dictionary_array(&self) -> TypeId {
        self.world
            .array(DICTIONARY_WORDS, self.world.basic(Basic::Uintptr))
    }

    fn dictionary_type(&self) -> TypeId {
        self.world.pointer(self.dictionary_array())
    }

    fn dictionary_of(&mut self, object: ObjectId, targs: &[TypeId], pos: Pos) -> Value {
        if !self.any_shape(targs) {
            return self.static_dictionary(object, targs, pos);
        }
        let word = Word::Dictionary(object, self.canonical_list(targs));
        let place = self.dictionary_word(word, pos);
        let word = self.b().load(place, pos);
        let ty = self.dictionary_type();
        let inst = Inst::Convert(ConvertOp::Nop, word, None);
        self.b().emit(inst, ty, pos)
    }

    /// `&.dict.F[int]`
    fn static_dictionary(&mut self, object: ObjectId, targs: &[TypeId], pos: Pos) -> Value {
        let key = (object, self.canonical_list(targs));
        let global = match self.demand.dictionaries.get(&key) {
            Some(&global) => global,
            None => {
                let owner = self.dictionary_owner(object, targs.len());
                let global = self.package.globals.push(Global {
                    object: None,
                    name: self.dictionary_name(owner, targs),
                    package: self.world.object(object).pkg,
                    ty: self.dictionary_array(),
                });
                self.demand.dictionaries.insert(key, global);
                global
            }
        };
        let (array, pointer) = (self.dictionary_array(), self.dictionary_type());
        let place = self.b().emit(Inst::GlobalAddr(global), array, pos);
        self.b().emit(Inst::AddrOf(place), pointer, pos)
    }

    /// What a dictionary is named after: the generic type for its methods.
    fn dictionary_owner(&self, object: ObjectId, targs: usize) -> ObjectId {
        let Some(&receiver) = self.world.object(object).receiver.get() else {
            return object;
        };
        let (base, _) = self.world.deref(receiver);
        match self
            .world
            .as_named(base)
            .map(|named| self.world.named(named))
        {
            Some(named) if named.targs.len() == targs => named.object,
            _generic_method => object,
        }
    }

    /// The place of a word of the dictionary in force.
    fn dictionary_word(&mut self, word: Word, pos: Pos) -> Value {
        let known = self.demand.words.iter().position(|known| *known == word);
        let number = known.unwrap_or_else(|| {
            self.demand.words.push(word);
            self.demand.words.len() - 1
        });
        let dictionary = match self.dictionary_local(pos) {
            Some(local) => self.b().load_local(local, pos),
            // Outside of shared code nothing is shaped: types of local declarations in generic functions lead here.
            None => {
                let ty = self.dictionary_type();
                self.b().emit(Inst::Nil, ty, pos)
            }
        };
        let array = self.dictionary_array();
        let place = self.b().emit_implicit(Inst::Deref(dictionary), array, pos);
        let int = self.int_type();
        let index = self
            .b()
            .emit(Inst::Const(Const::Int(number as i64)), int, pos);
        let uintptr = self.world.basic(Basic::Uintptr);
        self.b().emit(Inst::IndexAddr(place, index), uintptr, pos)
    }

    fn dictionary_local(&mut self, pos: Pos) -> Option<LocalId> {
        let local = self.demand.dict_local?;
        let up = self.builders.len().checked_sub(1)?;
        Some(self.captured(up, local, pos))
    }

    /// A method of a type parameter: a func value from the dictionary that takes the receiver first.
    pub fn dict_method(&mut self, recv: TypeId, method: ObjectId, pos: Pos) -> Value {
        let declared = self.object_type(method);
        let ty = match self.world.as_signature(declared) {
            Some(signature) => {
                let mut params = vec![recv];
                params.extend(&signature.params);
                self.world
                    .func(&params, &signature.results, signature.variadic)
            }
            None => declared,
        };
        let place = self.dictionary_word(Word::Method(recv, method), pos);
        let uintptr = self.world.basic(Basic::Uintptr);
        let pointer = self.world.pointer(uintptr);
        let address = self.b().emit(Inst::AddrOf(place), pointer, pos);
        let inst = Inst::Convert(ConvertOp::Nop, address, None);
        self.b().emit(inst, ty, pos)
    }

    /// Every literal of shared code captures the dictionary, last.
    pub fn capture_dictionary(&mut self) {
        self.look_at_types();
        if self.demand.dict_local.is_none() || self.builders.len() < 2 {
            return;
        }
        let pos = self.builders[0].function.pos;
        let Some(local) = self.dictionary_local(pos) else {
            return;
        };
        self.b().move_capture_last(local);
    }

    // Currying.

    /// A literal that calls `callee` with `leading` and the literal's own parameters; `ty` is its type.
    pub fn curried(&mut self, callee: Callee, leading: &[Value], ty: TypeId, pos: Pos) -> Value {
        let temps = self.curried_operands(leading, pos);
        let id = self.begin_literal(super::context::LiteralKind::Literal, pos, ty);
        let signature = self.world.as_signature(ty).cloned();
        self.declare_unnamed(signature.as_ref(), Pos::NONE);
        let mut args: Vec<Value> = Vec::new();
        for temp in temps {
            let inner = self.captured(1, temp, pos);
            let value = self.b().load_local(inner, pos);
            args.push(value);
        }
        let params = self.b().function.params.clone();
        for param in params {
            let value = self.b().load_local(param, pos);
            args.push(value);
        }
        self.forwarding_call(callee, &args, pos);
        self.end_function();
        self.package.funcs[id].kind = FuncKind::CallWrapper;
        self.closure_value(id, ty, pos)
    }

    fn curried_operands(&mut self, leading: &[Value], pos: Pos) -> Vec<LocalId> {
        let mut temps = Vec::new();
        for &value in leading {
            let ty = self.b().ty(value).unwrap_or(self.world.invalid());
            let temp = self.b().new_temp(ty, pos);
            let place = self.b().local_place(temp, pos);
            self.b().emit_void(Inst::Store(place, value), pos);
            self.b().push_stmt(
                pos,
                OutlineKind::Assign {
                    dst: Some(place),
                    src: Some(value),
                    define: true,
                },
            );
            temps.push(temp);
        }
        temps
    }

    /// Parameters and results without names.
    pub fn declare_unnamed(&mut self, signature: Option<&Signature>, pos: Pos) {
        use crate::ir::LocalKind;
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
