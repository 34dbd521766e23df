//! Places: variables, fields, elements, map entries; loads and stores with the check of both invariants.

use cranelift_entity::EntityRef;

use super::frame::Frame;
use super::machine::{Machine, Step};
use super::memory::{ANY_DEPTH, Region};
use super::panics::RuntimeError;
use super::value::{Cell, ObjRef, Place, Ptr, Val};
use crate::escape::facts::Invariant;
use crate::ir::{GlobalId, LocalId, LocalKind, Value};
use crate::source::Pos;
use crate::types::{TypeId, TypeKind};

impl<'a, 'p> Machine<'a, 'p> {
    /// The place of a local variable.
    pub fn local_place(&mut self, frame: &mut Frame<'a, 'p>, local: LocalId) -> Step<Place> {
        let info = &frame.function.locals[local];
        if let LocalKind::Captured(number) = info.kind {
            return self.captured_place(frame, number);
        }
        if let Some(cell) = frame.plan.slots[local] {
            return Ok(Place::Slot(cell, self.loop_depth(frame, local)));
        }
        let obj = match frame.objects[local] {
            Some(obj) => obj,
            None => self.begin_object(frame, local),
        };
        Ok(Place::Memory(Ptr { obj, off: 0 }))
    }

    /// The loop depth that counts for stores to a variable; none for what gc knows no declaration of.
    fn loop_depth(&self, frame: &Frame<'a, 'p>, local: LocalId) -> u32 {
        let info = &frame.function.locals[local];
        let facts = frame.unit.result.facts.funcs.get(frame.func);
        match (info.kind, info.site, facts) {
            (LocalKind::Temp | LocalKind::Hidden, ..) | (_, None, _) | (.., None) => ANY_DEPTH,
            (_, Some(site), Some(facts)) => facts.sites[site].loop_depth,
        }
    }

    /// A captured variable: a copy in the closure, or what the closure points to.
    fn captured_place(&mut self, frame: &Frame<'a, 'p>, number: u32) -> Step<Place> {
        let pos = frame.function.pos;
        let Some(obj) = frame.closure else {
            return Err(self.unsupported("a captured variable without closure", pos));
        };
        let facts = frame.unit.result.facts.funcs.get(frame.func);
        let copied = |n: usize| facts.and_then(|facts| facts.by_value.get(n)) == Some(&true);
        let mut off = 0;
        for (n, capture) in frame.function.captures.iter().enumerate() {
            let is_it = n == number as usize;
            match (is_it, copied(n)) {
                (true, true) => return Ok(Place::Memory(Ptr { obj, off })),
                (true, false) => return self.captured_pointer(Ptr { obj, off }, pos),
                (false, true) => {
                    off += self
                        .program
                        .layouts
                        .cells(frame.function.locals[capture.inner].ty);
                }
                (false, false) => off += 1,
            }
        }
        Err(self.unsupported("a capture that is not listed", pos))
    }

    fn captured_pointer(&self, at: Ptr, pos: Pos) -> Step<Place> {
        match self.memory.cells(at, 1) {
            Some([Cell::Ptr(Some(ptr))]) => Ok(Place::Memory(*ptr)),
            Some(_) => Err(self.unsupported("a captured variable without address", pos)),
            None => Err(self.dangling(at.obj, "a closure", pos)),
        }
    }

    /// Begins the life of a variable: fresh storage, zero.
    pub fn begin_local(&mut self, frame: &mut Frame<'a, 'p>, local: LocalId) {
        match frame.plan.slots[local] {
            Some(cell) => {
                let zero = self.program.layouts.zero(frame.function.locals[local].ty);
                let start = cell as usize;
                if let Some(cells) = frame.slots.get_mut(start..start + zero.len()) {
                    cells.clone_from_slice(&zero);
                }
            }
            None => {
                self.begin_object(frame, local);
            }
        }
    }

    fn begin_object(&mut self, frame: &mut Frame<'a, 'p>, local: LocalId) -> ObjRef {
        let info = &frame.function.locals[local];
        let zero = self.program.layouts.zero(info.ty).to_vec();
        let obj = match info.site {
            Some(site) => self.allocate_cells(frame, site, zero, None).obj,
            None => {
                let region = Region::Stack {
                    depth: frame.depth,
                    loop_depth: ANY_DEPTH,
                };
                let obj = self.add_object(region, zero).obj;
                frame.owned.push(obj);
                obj
            }
        };
        frame.objects[local] = Some(obj);
        obj
    }

    pub fn load_local(&mut self, frame: &mut Frame<'a, 'p>, local: LocalId) -> Step<Val> {
        let place = self.local_place(frame, local)?;
        let info = &frame.function.locals[local];
        self.load(frame, &place, info.ty, info.pos)
    }

    pub fn store_local(
        &mut self,
        frame: &mut Frame<'a, 'p>,
        local: LocalId,
        val: &Val,
        pos: Pos,
    ) -> Step<()> {
        let place = self.local_place(frame, local)?;
        self.store(frame, &place, val, pos)
    }

    /// The place of a package-level variable.
    pub fn global_place(&mut self, frame: &Frame<'a, 'p>, global: GlobalId) -> Step<Place> {
        if let Some(obj) = self.dictionary_global(frame, global)? {
            return Ok(Place::Memory(Ptr { obj, off: 0 }));
        }
        let info = frame.unit.result.ir.globals[global];
        if info.package != frame.unit.id && self.program.is_std(info.package) {
            return self.native_global(info);
        }
        // Variables of other packages are found by their object, in the package that declares them.
        let key = match (info.object, self.program.unit(info.package)) {
            (Some(object), Some(unit)) if info.package != frame.unit.id => {
                let mut globals = unit.result.ir.globals.iter();
                let own = globals.find(|(_, own)| own.object == Some(object));
                own.map(|(id, _)| (info.package, id))
            }
            _own => Some((frame.unit.id, global)),
        };
        let Some(key) = key else {
            return Err(self.unsupported(&format!("variable {}", info.name), frame.function.pos));
        };
        if let Some(&obj) = self.globals.get(&key) {
            return Ok(Place::Memory(Ptr { obj, off: 0 }));
        }
        let zero = self.program.layouts.zero(info.ty).to_vec();
        let ptr = self.add_object(Region::Static, zero);
        self.globals.insert(key, ptr.obj);
        Ok(Place::Memory(ptr))
    }

    /// `*p`
    pub fn deref(&mut self, pointer: &Val, pos: Pos) -> Step<Place> {
        let ptr = self.non_nil(pointer)?;
        match self.memory.region(ptr.obj) {
            Some(_) => Ok(Place::Memory(ptr)),
            None => Err(self.dangling(ptr.obj, "a dereference", pos)),
        }
    }

    /// `x.f` of a place.
    pub fn field_place(&self, frame: &Frame<'a, 'p>, x: Value, field: u32) -> Step<Place> {
        let ty = self.type_of(frame, x)?;
        let (start, _) = self.program.layouts.field(ty, field);
        self.shifted(frame, x, start)
    }

    /// `x[i]` of an array place.
    pub fn index_place(&mut self, frame: &Frame<'a, 'p>, x: Value, index: Value) -> Step<Place> {
        let ty = self.type_of(frame, x)?;
        let TypeKind::Array(len, elem) = self.program.world.underlying_kind(ty) else {
            return Err(self.unsupported("an index of what is no array", frame.pos(x)));
        };
        let at = self.checked_index(frame, index, *len)?;
        let cells = self.program.layouts.cells(*elem);
        self.shifted(frame, x, at as u32 * cells)
    }

    fn shifted(&self, frame: &Frame<'a, 'p>, x: Value, cells: u32) -> Step<Place> {
        match frame.vals.get(x.index()) {
            Some(Val::Place(Place::Slot(at, depth))) => Ok(Place::Slot(at + cells, *depth)),
            Some(Val::Place(Place::Memory(ptr))) => Ok(Place::Memory(ptr.plus(cells))),
            _other => Err(self.unsupported("a part of what is no place", frame.pos(x))),
        }
    }

    /// `s[i]` of a slice.
    pub fn elem_place(&mut self, frame: &Frame<'a, 'p>, slice: Value, index: Value) -> Step<Place> {
        let ty = self.type_of(frame, slice)?;
        let TypeKind::Slice(elem) = self.program.world.underlying_kind(ty) else {
            return Err(self.unsupported("an element of what is no slice", frame.pos(slice)));
        };
        let val = self.slice_of(&frame.val(slice));
        let at = self.checked_index(frame, index, i64::from(val.len))?;
        let cells = self.program.layouts.cells(*elem);
        match val.ptr {
            Some(ptr) => Ok(Place::Memory(ptr.plus(at as u32 * cells))),
            None => Err(self.throw(RuntimeError::Index {
                index: at as i64,
                len: 0,
            })),
        }
    }

    /// An index, or the panic of one that is out of range.
    pub fn checked_index(&mut self, frame: &Frame<'a, 'p>, index: Value, len: i64) -> Step<usize> {
        let at = frame.val(index);
        let at = self.int_of(&at);
        // A 64-bit unsigned index beyond the signed range looks negative, and is out of range in any case.
        if at < 0 || at >= len {
            return Err(self.throw(RuntimeError::Index { index: at, len }));
        }
        Ok(at as usize)
    }

    /// Reads a place.
    pub fn load(
        &mut self,
        frame: &Frame<'a, 'p>,
        place: &Place,
        ty: TypeId,
        pos: Pos,
    ) -> Step<Val> {
        match place {
            Place::Slot(at, _) => {
                let count = self.program.layouts.cells(ty) as usize;
                let at = *at as usize;
                Ok(Val::from_cells(
                    frame.slots.get(at..at + count).unwrap_or(&[]),
                ))
            }
            Place::Memory(ptr) => self.read_memory(*ptr, ty, pos),
            Place::Entry(map, key) => {
                let found = self.map_entry(*map, key, pos)?;
                Ok(found.unwrap_or_else(|| Val::from_cells(&self.program.layouts.zero(ty))))
            }
        }
    }

    /// Reads memory.
    pub fn read_memory(&self, ptr: Ptr, ty: TypeId, pos: Pos) -> Step<Val> {
        let count = self.program.layouts.cells(ty);
        match self.memory.cells(ptr, count) {
            Some(cells) => Ok(Val::from_cells(cells)),
            None if self.memory.region(ptr.obj).is_none() => {
                Err(self.dangling(ptr.obj, "a load", pos))
            }
            None => Err(self.unsupported("memory read as another type", pos)),
        }
    }

    /// Writes a place.
    pub fn store(
        &mut self,
        frame: &mut Frame<'a, 'p>,
        place: &Place,
        val: &Val,
        pos: Pos,
    ) -> Step<()> {
        let cells = val.cells();
        match place {
            Place::Slot(at, loop_depth) => {
                let region = Region::Stack {
                    depth: frame.depth,
                    loop_depth: *loop_depth,
                };
                self.check(region, cells, "a variable of the frame", pos)?;
                let at = *at as usize;
                if let Some(slot) = frame.slots.get_mut(at..at + cells.len()) {
                    slot.clone_from_slice(cells);
                }
                Ok(())
            }
            Place::Memory(ptr) => self.write_memory(*ptr, cells, pos),
            Place::Entry(map, key) => self.set_entry(*map, key, cells, pos),
        }
    }

    /// Writes memory.
    pub fn write_memory(&mut self, ptr: Ptr, cells: &[Cell], pos: Pos) -> Step<()> {
        let Some(region) = self.memory.region(ptr.obj) else {
            return Err(self.dangling(ptr.obj, "a store", pos));
        };
        let what = match region {
            Region::Static => "static data",
            Region::Heap => "an object on the heap",
            Region::Nowhere | Region::Stack { .. } => "an object of a frame",
        };
        self.check(region, cells, what, pos)?;
        match self.memory.cells_mut(ptr, cells.len() as u32) {
            Some(slot) => {
                slot.clone_from_slice(cells);
                Ok(())
            }
            None => Err(self.unsupported("memory written as another type", pos)),
        }
    }

    /// A use of an object that has ended.
    pub fn dangling(&self, obj: ObjRef, what: &str, pos: Pos) -> super::machine::Stop {
        let what = format!("{what}, after the object's end");
        self.breach(Invariant::NoOutlivingPointer, obj, &what, pos)
    }

    /// The type of a value.
    pub fn type_of(&self, frame: &Frame<'a, 'p>, value: Value) -> Step<TypeId> {
        match frame.function.types[value].expand() {
            Some(ty) => Ok(ty),
            None => Err(self.unsupported("a value without type", frame.pos(value))),
        }
    }
}
