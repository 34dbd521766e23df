//! Dictionaries of shared generic code: what a shape stands for in a call.
//!
//! A dictionary is a static object. Its words are function values (methods of type arguments) and pointers to other
//! dictionaries, in the order in which lowering numbered them; beside it the machine keeps which type each shape stands for, so
//! that boxes and assertions in shared code see the types of the call.

use std::rc::Rc;

use super::calls::Target;
use super::frame::Frame;
use super::machine::{Machine, Step};
use super::memory::{Payload, Region};
use super::value::{Cell, ObjRef, Ptr, Val};
use crate::ir::{Dictionary, DictionaryWord, GlobalId};
use crate::source::Pos;
use crate::types::{ObjectId, TypeId, TypeKind, World};

/// What shapes stand for: shape and type.
pub(super) type Meaning = Rc<[(TypeId, TypeId)]>;

/// The name of the parameter or captured variable that holds the dictionary.
const NAME: &str = ".dict";

impl<'a, 'p> Machine<'a, 'p> {
    /// The dictionary that a hidden package-level variable stands for; none if it is another variable.
    pub fn dictionary_global(
        &mut self,
        frame: &Frame<'a, 'p>,
        global: GlobalId,
    ) -> Step<Option<ObjRef>> {
        let Some(dictionary) = frame.unit.result.ir.dictionaries.get(&global) else {
            return Ok(None);
        };
        self.dictionary(frame, dictionary).map(Some)
    }

    /// The object of a dictionary, made when it is first needed.
    fn dictionary(&mut self, frame: &Frame<'a, 'p>, dictionary: &Dictionary) -> Step<ObjRef> {
        let key = (dictionary.object, dictionary.targs.clone());
        if let Some(&known) = self.dictionaries.get(&key) {
            return Ok(known);
        }
        let shapes: Box<[TypeId]> = self.canonical_all(&dictionary.shapes);
        let ir = &frame.unit.result.ir;
        let func = ir.instances.get(&(dictionary.object, shapes));
        let words = func.and_then(|func| ir.dictionary_words.get(func));
        let words = words.map_or(&[][..], |words| words);
        let cells = vec![Cell::Ptr(None); words.len()];
        let obj = self.memory.add(Region::Static, None, Payload::Cells(cells));
        // Known before its words are filled in: dictionaries may name each other.
        self.dictionaries.insert(key, obj);
        let pairs = dictionary.shapes.iter().zip(&dictionary.targs);
        let meaning: Meaning = pairs.map(|(&shape, &targ)| (shape, targ)).collect();
        self.meanings.insert(obj, Rc::clone(&meaning));
        for (number, word) in words.iter().enumerate() {
            let cell = self.word(frame, word, &meaning)?;
            let at = Ptr {
                obj,
                off: number as u32,
            };
            if let Some([slot]) = self.memory.cells_mut(at, 1) {
                *slot = cell;
            }
        }
        Ok(obj)
    }

    fn word(
        &mut self,
        frame: &Frame<'a, 'p>,
        word: &DictionaryWord,
        meaning: &Meaning,
    ) -> Step<Cell> {
        let world = self.program.world;
        match word {
            DictionaryWord::Method { recv, method } => {
                let recv = concrete(world, *recv, meaning);
                let func = self.func_value(Target::TypeMethod(recv, *method));
                Ok(func.cells().first().cloned().unwrap_or(Cell::Ptr(None)))
            }
            DictionaryWord::Dictionary { object, targs } => {
                let concrete_targs = targs.iter().map(|&targ| concrete(world, targ, meaning));
                let dictionary = Dictionary {
                    object: *object,
                    targs: concrete_targs.collect(),
                    shapes: targs.clone(),
                };
                let obj = self.dictionary(frame, &dictionary)?;
                Ok(Cell::Ptr(Some(Ptr { obj, off: 0 })))
            }
        }
    }

    fn canonical_all(&self, types: &[TypeId]) -> Box<[TypeId]> {
        let world = self.program.world;
        types.iter().map(|&ty| world.canonical(ty)).collect()
    }

    /// The type that a type of shared code stands for in this call.
    pub fn concrete_type(&mut self, frame: &mut Frame<'a, 'p>, ty: TypeId) -> Step<TypeId> {
        if !self.program.world.has_shape(ty) {
            return Ok(ty);
        }
        let mut locals = frame.function.locals.iter();
        let found = locals.find(|(_, local)| local.name.as_str() == NAME);
        let Some((local, _)) = found else {
            return Err(
                self.unsupported("shared generic code without dictionary", frame.function.pos)
            );
        };
        let dictionary = self.load_local(frame, local)?;
        let meaning = match dictionary.cells() {
            [Cell::Ptr(Some(ptr))] => self.meanings.get(&ptr.obj).cloned(),
            _other => None,
        };
        match meaning {
            Some(meaning) => Ok(concrete(self.program.world, ty, &meaning)),
            None => Err(self.unsupported("this use of a type parameter", frame.function.pos)),
        }
    }

    /// Calls a method of a type by the constraint's method, the receiver first.
    pub fn call_type_method(
        &mut self,
        recv: TypeId,
        method: ObjectId,
        args: Vec<Val>,
        deferred: bool,
    ) -> Step<Val> {
        let mut args = args.into_iter();
        let value = args.next().unwrap_or(Val::Unit);
        let args = args.collect();
        let world = self.program.world;
        if world.is_interface(recv) {
            return self.dispatch(&value, method, args, deferred, Pos::NONE);
        }
        let boxed = Val::One(Cell::Iface(Some(self.box_static(recv, &value))));
        self.dispatch(&boxed, method, args, deferred, Pos::NONE)
    }
}

/// The type with the shapes in it replaced by what they stand for.
fn concrete(world: &World, ty: TypeId, meaning: &Meaning) -> TypeId {
    if let Some((_, targ)) = meaning
        .iter()
        .find(|(shape, _)| world.identical(*shape, ty))
    {
        return *targ;
    }
    if !world.has_shape(ty) {
        return ty;
    }
    let of = |part: TypeId| concrete(world, part, meaning);
    stacker::maybe_grow(64 * 1024, 1024 * 1024, || match world.unaliased_kind(ty) {
        TypeKind::Array(len, elem) => world.array(*len, of(*elem)),
        TypeKind::Slice(elem) => world.slice(of(*elem)),
        TypeKind::Pointer(elem) => world.pointer(of(*elem)),
        TypeKind::Map(key, elem) => world.map(of(*key), of(*elem)),
        TypeKind::Chan(dir, elem) => world.chan(*dir, of(*elem)),
        TypeKind::Tuple(parts) => {
            let parts: Vec<TypeId> = parts.iter().map(|&part| of(part)).collect();
            world.tuple(&parts)
        }
        TypeKind::Func(signature) => {
            let all = |list: &[TypeId]| list.iter().map(|&part| of(part)).collect::<Vec<_>>();
            world.func(
                &all(&signature.params),
                &all(&signature.results),
                signature.variadic,
            )
        }
        TypeKind::Struct(fields) => {
            let fields = fields.iter().map(|field| crate::types::Field {
                ty: of(field.ty),
                ..*field
            });
            world.intern(TypeKind::Struct(fields.collect()))
        }
        TypeKind::Named(id) => {
            let named = world.named(*id);
            match named.origin {
                Some(origin) => {
                    let targs: Vec<TypeId> = named.targs.iter().map(|&targ| of(targ)).collect();
                    world.instantiate_named(origin, &targs)
                }
                None => ty,
            }
        }
        TypeKind::Basic(_)
        | TypeKind::Interface(_)
        | TypeKind::Alias(_)
        | TypeKind::TypeParam(_)
        | TypeKind::Union(_) => ty,
    })
}
