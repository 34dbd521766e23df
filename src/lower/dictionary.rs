//! Dictionaries of shared generic code.
//!
//! QUESTION. What does a shared function learn about the types that its shapes stand for? Its first parameter (behind the
//! receiver) points to a dictionary, an array of words: methods of type arguments, dictionaries of the instances that it calls,
//! run-time types. All methods of a generic type share one layout. For known types the dictionary is a hidden variable.
//!
//! ```text
//! F(3)                in ordinary code:  F[go.shape.int](&.dict.F[int], 3)
//! G(x)                in shared code:    G[go.shape.int]((*[2]uintptr)(.dict[1]), x)
//! x.String()          of a parameter:    (func(go.shape.int) string)(&.dict[0])(x)
//! ```
//!
//! INVARIANTS. Words are noted while bodies are lowered and numbered at the end, when all methods are known; until then
//! numbers and sizes are those of the note. The words that stand for methods and dictionaries are data of the package, by which
//! the program can be executed.
//! IGNORED. An argument `T[P]` of another instance is known by its shape only: when executed, the dictionary that is passed on
//! names the shape's underlying type. gc numbers words before it replaces type parameters by shapes: two that have become the same count once here.
//! SOURCE: cmd/compile/internal/noder (writer, `writerDict`).

use escargo_grammar::Symbol;
use rustc_hash::{FxHashMap, FxHashSet};

use super::context::Lowerer;
use super::instance::InstanceKey;
use super::numbered::Numbered;
use crate::ir::{
    ConvertOp, Dictionary, DictionaryWord, FuncId, Function, Global, GlobalId, Inst, LocalId,
    LocalKind, OutlineKind, Value,
};
use crate::source::Pos;
use crate::types::{Basic, Const, ObjectId, TypeId, TypeKind, World};

/// What shared functions read of dictionaries.
#[derive(Default)]
pub(super) struct Reads {
    /// Shared functions and the instances that they are, in the order in which they were made.
    functions: Vec<(FuncId, InstanceKey)>,
    /// Reads of words, in order.
    words: Vec<Read>,
    /// Pointers to dictionaries: casts of words, addresses of variables.
    pointers: Vec<Pointer>,
    /// Temporaries that hold such pointers.
    temps: Vec<(FuncId, LocalId, InstanceKey)>,
    /// So many static dictionaries have had their types read.
    done: usize,
}

/// The same by function and instance, made once for all layouts that are asked for.
struct Index {
    /// Functions by the function whose body they stand in, itself included.
    members: FxHashMap<FuncId, Vec<FuncId>>,
    /// The shared functions that have one layout, in the order of their declarations: for methods all those of the type.
    sharers: FxHashMap<InstanceKey, Vec<FuncId>>,
    /// Numbers of reads by shared function.
    words: FxHashMap<FuncId, Vec<usize>>,
}

impl Index {
    fn members(&self, root: FuncId) -> &[FuncId] {
        self.members.get(&root).map_or(&[], Vec::as_slice)
    }
}

/// One read of a word.
struct Read {
    /// The shared function.
    root: FuncId,
    /// The function, it or a literal in it.
    func: FuncId,
    /// The constant that is the word's number.
    index: Value,
    word: DictionaryWord,
}

/// A value that points to the dictionary of another instance.
struct Pointer {
    func: FuncId,
    value: Value,
    instance: InstanceKey,
}

/// The layout of a dictionary.
#[derive(Default)]
struct Layout {
    methods: Numbered<DictionaryWord>,
    /// Each method of a generic type has type parameters of its own: nothing is shared between them.
    dictionaries: Numbered<(FuncId, DictionaryWord)>,
    /// Run-time types.
    types: Numbered<(FuncId, TypeId)>,
    /// Pairs of a type and an interface.
    tables: FxHashSet<(FuncId, TypeId, TypeId)>,
}

impl Layout {
    fn add(&mut self, root: FuncId, word: &DictionaryWord) {
        match word {
            DictionaryWord::Method { .. } => self.methods.insert(word.clone()),
            DictionaryWord::Dictionary { .. } => {
                self.dictionaries.insert((root, word.clone()));
            }
        }
    }

    fn number(&self, root: FuncId, word: &DictionaryWord) -> usize {
        let found = match word {
            DictionaryWord::Method { .. } => self.methods.number(word),
            DictionaryWord::Dictionary { .. } => {
                let at = self.dictionaries.number(&(root, word.clone()));
                at.map(|at| self.methods.len() + at)
            }
        };
        found.unwrap_or(0)
    }

    fn words(&self) -> Box<[DictionaryWord]> {
        let dictionaries = self.dictionaries.iter().map(|(_, word)| word);
        self.methods.iter().chain(dictionaries).cloned().collect()
    }

    fn size(&self) -> i64 {
        let words = self.methods.len() + self.dictionaries.len() + self.types.len();
        (words + self.tables.len()) as i64
    }
}

impl Lowerer<'_> {
    /// A shared function begins.
    pub fn begin_reads(&mut self, id: FuncId, object: ObjectId, targs: &[TypeId]) {
        let reads = &mut self.demand.reads;
        reads.functions.push((id, (object, targs.into())));
    }

    fn dictionary_array(&self, words: i64) -> TypeId {
        self.world.array(words, self.world.basic(Basic::Uintptr))
    }

    /// The type of a dictionary parameter before its size is known.
    pub fn dictionary_type(&self) -> TypeId {
        self.world.pointer(self.dictionary_array(0))
    }

    /// The dictionary for a call of an instance.
    pub fn dictionary_of(&mut self, object: ObjectId, targs: &[TypeId], pos: Pos) -> Value {
        if !self.any_shape(targs) {
            return self.static_dictionary(object, targs, pos);
        }
        // A recursive type may stand here with its shape or without.
        let targs = self.shapes(object, targs);
        let word = DictionaryWord::Dictionary {
            object: self.representative(object, targs.len()),
            targs: targs.clone(),
        };
        let place = self.dictionary_word(word, pos);
        let word = self.b().load(place, pos);
        let ty = self.dictionary_type();
        let inst = Inst::Convert(ConvertOp::Nop, word, None);
        let value = self.b().emit(inst, ty, pos);
        self.note_pointer(value, (object, targs));
        value
    }

    fn note_pointer(&mut self, value: Value, instance: InstanceKey) {
        let func = self.b().id;
        self.demand.reads.pointers.push(Pointer {
            func,
            value,
            instance,
        });
    }

    /// A local of the innermost function holds the dictionary of an instance.
    pub fn note_dictionary_local(&mut self, local: LocalId, object: ObjectId, targs: &[TypeId]) {
        let func = self.b().id;
        let shapes = self.shapes(object, targs);
        let temps = &mut self.demand.reads.temps;
        temps.push((func, local, (object, shapes)));
    }

    /// `&.dict.F[int]`
    pub fn static_dictionary(&mut self, object: ObjectId, targs: &[TypeId], pos: Pos) -> Value {
        let global = self.static_global(object, targs);
        let (array, pointer) = (self.dictionary_array(0), self.dictionary_type());
        let place = self.b().emit(Inst::GlobalAddr(global), array, pos);
        let value = self.b().emit(Inst::AddrOf(place), pointer, pos);
        let shapes = self.shapes(object, targs);
        self.note_pointer(place, (object, shapes.clone()));
        self.note_pointer(value, (object, shapes));
        value
    }

    /// The hidden variable that is the dictionary of an instance.
    fn static_global(&mut self, object: ObjectId, targs: &[TypeId]) -> GlobalId {
        let owner = self.dictionary_owner(object, targs.len());
        let targs = self.canonical_list(targs);
        let key = (owner, targs.clone());
        if let Some(&global) = self.demand.dictionaries.get(&key) {
            return global;
        }
        let global = self.package.globals.push(Global {
            object: None,
            name: self.dictionary_name(owner, &targs),
            package: self.world.object(object).pkg,
            ty: self.dictionary_array(0),
        });
        self.demand.dictionaries.insert(key, global);
        let shapes = self.shapes(object, &targs);
        let dictionary = Dictionary {
            object,
            targs,
            shapes,
        };
        self.package.dictionaries.insert(global, dictionary);
        self.demand.dictionary_order.push(global);
        global
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

    /// The first method of a generic type for all of them: they share the type's dictionary.
    fn representative(&self, object: ObjectId, targs: usize) -> ObjectId {
        let owner = self.dictionary_owner(object, targs);
        if owner == object {
            return object;
        }
        let ty = self.world.object(owner).ty.get();
        let named = ty.and_then(|&ty| self.world.as_named(ty));
        let first = named.and_then(|named| self.world.methods(named).first());
        first.copied().unwrap_or(object)
    }

    /// The place of a word of the dictionary in force.
    fn dictionary_word(&mut self, word: DictionaryWord, pos: Pos) -> Value {
        let array = self.dictionary_array(0);
        let dictionary = match self.dictionary_local(pos) {
            Some(local) => self.b().load_local(local, pos),
            // Outside of shared code nothing is shaped: types of local declarations in generic functions lead here.
            None => {
                let ty = self.dictionary_type();
                self.b().emit(Inst::Nil, ty, pos)
            }
        };
        let (int, uintptr) = (self.int_type(), self.world.basic(Basic::Uintptr));
        let root = self.builders.first().map(|builder| builder.id);
        let builder = self.b();
        let place = builder.emit_implicit(Inst::Deref(dictionary), array, pos);
        let index = builder.emit(Inst::Const(Const::Int(0)), int, pos);
        let result = builder.emit(Inst::IndexAddr(place, index), uintptr, pos);
        let func = builder.id;
        if let Some(root) = root {
            self.demand.reads.words.push(Read {
                root,
                func,
                index,
                word,
            });
        }
        result
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
        let place = self.dictionary_word(DictionaryWord::Method { recv, method }, pos);
        let uintptr = self.world.basic(Basic::Uintptr);
        let pointer = self.world.pointer(uintptr);
        let address = self.b().emit(Inst::AddrOf(place), pointer, pos);
        let inst = Inst::Convert(ConvertOp::Nop, address, None);
        let value = self.b().emit(inst, ty, pos);
        if self.world.is_interface(recv) {
            let func = self.b().id;
            self.package.imprecise_calls.push((func, value));
        }
        value
    }

    /// Every literal of shared code captures the dictionary, last.
    pub fn capture_dictionary(&mut self) {
        self.look_at_types();
        let Some(parameter) = self.demand.dict_local else {
            return;
        };
        if self.builders.len() < 2 {
            return;
        }
        let pos = self.builders[0].function.locals[parameter].pos;
        if let Some(local) = self.dictionary_local(pos) {
            self.b().move_capture_last(local);
        }
    }

    /// A variable of a function holds what a value of one is; dictionaries are noted. `copy` and `of` may be in different
    /// functions: a wrapper captures the copy.
    pub fn note_dictionary_copy(&mut self, copy: (FuncId, LocalId), of: (FuncId, Value)) {
        let mut pointers = self.demand.reads.pointers.iter().rev();
        let known = pointers.find(|pointer| (pointer.func, pointer.value) == of);
        if let Some(instance) = known.map(|pointer| pointer.instance.clone()) {
            self.demand.reads.temps.push((copy.0, copy.1, instance));
        }
    }

    /// A function that was tried under another number is kept under its own, or given up.
    pub fn settle_reads(&mut self, trial: FuncId, kept: Option<FuncId>) {
        let reads = &mut self.demand.reads;
        settle(&mut reads.words, |read| &mut read.func, trial, kept);
        settle(
            &mut reads.pointers,
            |pointer| &mut pointer.func,
            trial,
            kept,
        );
        settle(&mut reads.temps, |(func, ..)| func, trial, kept);
    }

    // At the end.

    /// Reads the types that static dictionaries mention and makes the dictionaries these contain. Whether there was
    /// something new.
    pub fn read_dictionaries(&mut self) -> bool {
        let order = &self.demand.dictionary_order;
        let new: Vec<GlobalId> = order.get(self.demand.reads.done..).unwrap_or(&[]).to_vec();
        if new.is_empty() {
            return false;
        }
        self.demand.reads.done = order.len();
        let index = self.index_reads();
        let mut layouts = FxHashMap::default();
        for &global in &new {
            self.read_dictionary(global, &index, &mut layouts);
        }
        true
    }

    fn read_dictionary(
        &mut self,
        global: GlobalId,
        index: &Index,
        layouts: &mut FxHashMap<InstanceKey, Layout>,
    ) {
        let Some(dictionary) = self.package.dictionaries.get(&global).cloned() else {
            return;
        };
        let owner = self.layout_owner((dictionary.object, dictionary.shapes.clone()));
        let layout = layouts.entry(owner);
        let layout = layout.or_insert_with_key(|owner| self.layout(owner, index));
        let plain =
            |world: &World, ty| world.without_shapes(ty, &dictionary.shapes, &dictionary.targs);
        for &(_, ty) in layout.types.iter() {
            let ty = plain(self.world, ty);
            self.read_type(ty);
        }
        for (_, word) in layout.dictionaries.iter() {
            if let DictionaryWord::Dictionary { object, targs } = word {
                let targs: Vec<TypeId> =
                    targs.iter().map(|&targ| plain(self.world, targ)).collect();
                if !self.any_shape(&targs) {
                    self.static_global(*object, &targs);
                }
            }
        }
    }

    /// Instances whose keys have the same owner have one layout.
    fn layout_owner(&self, (object, shapes): InstanceKey) -> InstanceKey {
        (self.dictionary_owner(object, shapes.len()), shapes)
    }

    fn index_reads(&self) -> Index {
        let mut members: FxHashMap<FuncId, Vec<FuncId>> = FxHashMap::default();
        for id in self.package.funcs.keys() {
            members.entry(self.root_of(id)).or_default().push(id);
        }
        let mut sharers: FxHashMap<InstanceKey, Vec<FuncId>> = FxHashMap::default();
        let offset = |object| self.world.object(object).pos.offset;
        let mut functions: Vec<_> = self.demand.reads.functions.iter().collect();
        functions.sort_by_key(|(id, (object, _))| (offset(*object), *id));
        for (id, key) in functions {
            let owner = self.layout_owner(key.clone());
            sharers.entry(owner).or_default().push(*id);
        }
        let mut words: FxHashMap<FuncId, Vec<usize>> = FxHashMap::default();
        for (number, read) in self.demand.reads.words.iter().enumerate() {
            words.entry(read.root).or_default().push(number);
        }
        Index {
            members,
            sharers,
            words,
        }
    }

    fn layout(&self, owner: &InstanceKey, index: &Index) -> Layout {
        let mut layout = Layout::default();
        for &root in index.sharers.get(owner).into_iter().flatten() {
            for &number in index.words.get(&root).into_iter().flatten() {
                layout.add(root, &self.demand.reads.words[number].word);
            }
            self.run_time_types(root, index, &mut layout);
        }
        layout
    }

    /// Numbers the words, sizes the dictionaries.
    pub fn lay_out_dictionaries(&mut self) {
        let index = self.index_reads();
        let mut layouts: FxHashMap<InstanceKey, Layout> = FxHashMap::default();
        let mut owners: FxHashMap<FuncId, InstanceKey> = FxHashMap::default();
        for (owner, sharers) in &index.sharers {
            owners.extend(sharers.iter().map(|&id| (id, owner.clone())));
            layouts.insert(owner.clone(), self.layout(owner, &index));
        }
        let mut new_types: FxHashMap<FuncId, NewTypes> = FxHashMap::default();
        for (id, owner) in &owners {
            if let Some(layout) = layouts.get(owner) {
                self.package.dictionary_words.insert(*id, layout.words());
                self.size_parameter(*id, &index, layout.size(), &mut new_types);
            }
        }
        self.number_words(&owners, &layouts);
        self.size_pointers(&layouts, &mut new_types);
        for (func, types) in new_types {
            // A literal that was given up with the code around it has no function.
            if let Some(function) = self.package.funcs.get_mut(func) {
                retype_locals(function, &types);
            }
        }
    }

    fn number_words(
        &mut self,
        owners: &FxHashMap<FuncId, InstanceKey>,
        layouts: &FxHashMap<InstanceKey, Layout>,
    ) {
        for read in &self.demand.reads.words {
            let layout = owners.get(&read.root).and_then(|owner| layouts.get(owner));
            let Some(layout) = layout else {
                continue;
            };
            let number = layout.number(read.root, &read.word) as i64;
            let function = &mut self.package.funcs[read.func];
            function.insts[read.index] = Inst::Const(Const::Int(number));
        }
    }

    /// The parameter of a shared function, what its literals capture, and what is reached through them.
    fn size_parameter(
        &self,
        root: FuncId,
        index: &Index,
        size: i64,
        new_types: &mut FxHashMap<FuncId, NewTypes>,
    ) {
        let array = self.dictionary_array(size);
        let pointer = self.world.pointer(array);
        for &id in index.members(root) {
            let locals = self.package.funcs[id].locals.iter();
            let dictionaries = locals
                .filter(|(_, local)| local.object.is_none() && is_dictionary_name(local.name))
                .map(|(local, _)| (local, (array, pointer)));
            new_types.entry(id).or_default().extend(dictionaries);
        }
    }

    fn root_of(&self, mut id: FuncId) -> FuncId {
        while let Some(outer) = self.package.funcs.get(id).and_then(|f| f.outer) {
            id = outer;
        }
        id
    }

    fn size_pointers(
        &mut self,
        layouts: &FxHashMap<InstanceKey, Layout>,
        new_types: &mut FxHashMap<FuncId, NewTypes>,
    ) {
        let pointers = std::mem::take(&mut self.demand.reads.pointers);
        for Pointer {
            func,
            value,
            instance: (object, shapes),
        } in pointers
        {
            let (array, pointer) = self.sized((object, shapes), layouts);
            // A literal that was given up with the code around it has no function.
            let Some(function) = self.package.funcs.get_mut(func) else {
                continue;
            };
            match function.insts.get(value) {
                Some(&Inst::GlobalAddr(global)) => {
                    function.types[value] = array.into();
                    self.package.globals[global].ty = array;
                }
                Some(_) => function.types[value] = pointer.into(),
                None => {}
            }
        }
        for (func, local, instance) in std::mem::take(&mut self.demand.reads.temps) {
            let types = self.sized(instance, layouts);
            new_types.entry(func).or_default().insert(local, types);
        }
    }

    fn sized(
        &self,
        (object, shapes): InstanceKey,
        layouts: &FxHashMap<InstanceKey, Layout>,
    ) -> (TypeId, TypeId) {
        let owner = self.layout_owner((object, shapes));
        let size = layouts.get(&owner).map_or(0, Layout::size);
        let array = self.dictionary_array(size);
        (array, self.world.pointer(array))
    }

    // Run-time types.

    /// The types that a shared function, literals included, needs when the program runs.
    fn run_time_types(&self, root: FuncId, index: &Index, layout: &mut Layout) {
        for &id in index.members(root) {
            let mut types = RunTimeTypes {
                world: self.world,
                root,
                function: &self.package.funcs[id],
                layout,
            };
            types.of_function();
        }
    }
}

fn is_dictionary_name(name: Symbol) -> bool {
    name.as_str().ends_with(".dict")
}

/// The sized array and the pointer to it for variables that point to dictionaries.
type NewTypes = FxHashMap<LocalId, (TypeId, TypeId)>;

/// Changes the types of variables, and of what reads them or goes through them.
fn retype_locals(function: &mut Function, new_types: &NewTypes) {
    for (&local, &(_, pointer)) in new_types {
        function.locals[local].ty = pointer;
        if let Some(site) = function.locals[local].site {
            function.sites[site].ty = pointer;
        }
    }
    let read = |function: &Function, place: Value| match &function.insts[place] {
        Inst::LocalAddr(local) => new_types.get(local).copied(),
        _other => None,
    };
    let values: Vec<Value> = function.insts.keys().collect();
    for value in values {
        let ty = match &function.insts[value] {
            Inst::LocalAddr(_) => read(function, value).map(|(_, pointer)| pointer),
            Inst::Load(place) => read(function, *place).map(|(_, pointer)| pointer),
            Inst::Deref(x) => match &function.insts[*x] {
                Inst::Load(place) => read(function, *place).map(|(array, _)| array),
                _other => None,
            },
            _other => None,
        };
        if let Some(ty) = ty {
            function.types[value] = ty.into();
        }
    }
}

/// The reads noted last, during a trial, are of another function, or of none.
fn settle<T>(
    list: &mut Vec<T>,
    func: impl Fn(&mut T) -> &mut FuncId,
    trial: FuncId,
    kept: Option<FuncId>,
) {
    let mut at = list.len();
    while let Some(before) = at.checked_sub(1)
        && *func(&mut list[before]) == trial
    {
        at = before;
        if let Some(kept) = kept {
            *func(&mut list[before]) = kept;
        }
    }
    if kept.is_none() {
        list.truncate(at);
    }
}

/// Finds the run-time types of one function.
struct RunTimeTypes<'a> {
    world: &'a World,
    root: FuncId,
    function: &'a Function,
    layout: &'a mut Layout,
}

impl RunTimeTypes<'_> {
    fn of_function(&mut self) {
        for local in self.function.locals.values() {
            match local.kind {
                LocalKind::Receiver | LocalKind::Param | LocalKind::Result(_) | LocalKind::Var => {
                    self.ty(local.ty)
                }
                LocalKind::Temp | LocalKind::Captured(_) | LocalKind::Hidden => {}
            }
        }
        for (value, inst) in &self.function.insts {
            self.of_inst(value, inst);
        }
        for stmt in self.function.source.stmts.values() {
            if let OutlineKind::TypeSwitch { x, cases, .. } = &stmt.kind {
                let types = cases.iter().flat_map(|case| case.types.iter().flatten());
                for &ty in types {
                    self.asserted(*x, ty);
                }
            }
        }
    }

    fn type_of(&self, value: Value) -> Option<TypeId> {
        self.function.types[value].expand()
    }

    fn of_inst(&mut self, value: Value, inst: &Inst) {
        match inst {
            Inst::Convert(_, x, _) => {
                if let (Some(from), Some(to)) = (self.type_of(*x), self.type_of(value)) {
                    self.table(from, to);
                }
            }
            Inst::New(_) | Inst::MakeMap { .. } | Inst::MakeChan { .. } | Inst::MapLit { .. } => {
                let ty = self.type_of(value);
                let ty = match inst {
                    Inst::New(_) => ty.and_then(|ty| self.world.pointee(ty)),
                    _made => ty,
                };
                self.some(ty);
            }
            Inst::MakeSlice { .. } => {
                let ty = self.type_of(value);
                self.some(ty);
                self.element(ty);
            }
            Inst::Append { slice, .. } | Inst::AppendSlice { slice, .. } => {
                let ty = self.type_of(*slice);
                self.element(ty);
            }
            Inst::TypeAssert { x, .. } => {
                let ty = self.type_of(value).map(|ty| match self.world.kind(ty) {
                    TypeKind::Tuple(parts) => parts.first().copied().unwrap_or(ty),
                    _single => ty,
                });
                if let Some(ty) = ty {
                    self.asserted(*x, ty);
                }
                let from = self.type_of(*x);
                self.some(from);
            }
            Inst::MapElem(map, _) | Inst::IterNew(map) => {
                let ty = self.type_of(*map);
                self.some(ty);
            }
            _other => {}
        }
    }

    fn asserted(&mut self, x: Value, ty: TypeId) {
        let from = self.type_of(x);
        let empty = from.is_none_or(|from| self.world.type_set(from).methods.is_empty());
        match from {
            Some(from) if !empty => self.table(ty, from),
            _empty_interface => self.ty(ty),
        }
    }

    fn element(&mut self, slice: Option<TypeId>) {
        if let Some(slice) = slice
            && let TypeKind::Slice(elem) = self.world.underlying_kind(slice)
        {
            self.ty(*elem);
        }
    }

    fn some(&mut self, ty: Option<TypeId>) {
        if let Some(ty) = ty {
            self.ty(ty);
        }
    }

    fn ty(&mut self, ty: TypeId) {
        let ty = self.world.canonical(ty);
        if self.world.has_shape(ty) {
            self.layout.types.insert((self.root, ty));
        }
    }

    fn table(&mut self, from: TypeId, to: TypeId) {
        let (from, to) = (self.world.canonical(from), self.world.canonical(to));
        // What a statement hangs on is no conversion.
        if from != to && (self.world.has_shape(from) || self.world.has_shape(to)) {
            self.ty(from);
            self.ty(to);
            self.layout.tables.insert((self.root, from, to));
        }
    }
}
