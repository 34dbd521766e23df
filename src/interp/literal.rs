//! Composite literals, `new`, `make`, closures, method values.

use std::rc::Rc;

use cranelift_entity::EntityRef;

use super::calls::Target;
use super::frame::Frame;
use super::machine::{Machine, Step};
use super::map::MapData;
use super::memory::{Payload, Region};
use super::panics::RuntimeError;
use super::value::{Cell, Place, Ptr, SliceVal, Val};
use crate::ir::{FuncId, FuncRef, SiteId, Value};
use crate::types::{ObjectId, TypeId, TypeKind};

impl<'a, 'p> Machine<'a, 'p> {
    pub fn struct_lit(&self, frame: &Frame<'a, 'p>, fields: &[(u32, Value)], ty: TypeId) -> Val {
        let mut cells = self.program.layouts.zero(ty).to_vec();
        for &(field, value) in fields {
            let (start, count) = self.program.layouts.field(ty, field);
            let slot = cells.get_mut(start as usize..(start + count) as usize);
            put(slot, &frame.cells(value));
        }
        Val::from_vec(cells)
    }

    pub fn array_lit(&self, frame: &Frame<'a, 'p>, elems: &[(u64, Value)], ty: TypeId) -> Val {
        let cells = self.program.layouts.zero(ty).to_vec();
        let width = match self.program.world.underlying_kind(ty) {
            TypeKind::Array(_, elem) => self.program.layouts.cells(*elem),
            _other => 0,
        };
        Val::from_vec(self.filled(frame, cells, elems, width))
    }

    fn filled(
        &self,
        frame: &Frame<'a, 'p>,
        mut cells: Vec<Cell>,
        elems: &[(u64, Value)],
        width: u32,
    ) -> Vec<Cell> {
        for &(at, value) in elems {
            let start = at as usize * width as usize;
            put(
                cells.get_mut(start..start + width as usize),
                &frame.cells(value),
            );
        }
        cells
    }

    pub fn slice_lit(
        &mut self,
        frame: &mut Frame<'a, 'p>,
        value: Value,
        site: SiteId,
        (len, elems): (u64, &[(u64, Value)]),
    ) -> Step<Val> {
        let elem = self.elem_type(frame, value)?;
        let zero = self.program.layouts.zero(elem);
        let mut cells = Vec::with_capacity(zero.len() * len as usize);
        (0..len).for_each(|_| cells.extend_from_slice(&zero));
        let cells = self.filled(frame, cells, elems, zero.len() as u32);
        let ptr = self.allocate_checked(frame, site, cells, None, value)?;
        let (len, ptr) = (len as u32, Some(ptr));
        Ok(Val::One(Cell::Slice(SliceVal { ptr, len, cap: len })))
    }

    /// An object whose first contents are checked like a store.
    fn allocate_checked(
        &mut self,
        frame: &mut Frame<'a, 'p>,
        site: SiteId,
        cells: Vec<Cell>,
        bytes: Option<u64>,
        at: Value,
    ) -> Step<Ptr> {
        let contents = cells.clone();
        let ptr = self.allocate_cells(frame, site, cells, bytes);
        let region = self.memory.region(ptr.obj).unwrap_or(Region::Nowhere);
        self.check(region, &contents, "a new object", frame.pos(at))?;
        Ok(ptr)
    }

    fn elem_type(&self, frame: &Frame<'a, 'p>, value: Value) -> Step<TypeId> {
        let ty = self.type_of(frame, value)?;
        match self.program.world.underlying_kind(ty) {
            TypeKind::Slice(elem) => Ok(*elem),
            _other => Err(self.unsupported("a slice of another type", frame.pos(value))),
        }
    }

    pub fn map_lit(
        &mut self,
        frame: &mut Frame<'a, 'p>,
        value: Value,
        site: SiteId,
        pairs: &[(Value, Value)],
    ) -> Step<Val> {
        let map = self.new_map(frame, site);
        for &(key, entry) in pairs {
            let (key, entry) = (frame.cells(key), frame.cells(entry));
            self.set_entry(Some(map), &key, &entry, frame.pos(value))?;
        }
        Ok(Val::One(Cell::Ptr(Some(map))))
    }

    pub fn new_map(&mut self, frame: &mut Frame<'a, 'p>, site: SiteId) -> Ptr {
        let payload = Payload::Map(Box::<MapData>::default());
        let obj = self.allocate(frame, site, payload, None);
        Ptr { obj, off: 0 }
    }

    /// `&T{…}`
    pub fn ptr_lit(
        &mut self,
        frame: &mut Frame<'a, 'p>,
        value: Value,
        site: SiteId,
        literal: Value,
    ) -> Step<Val> {
        let cells = frame.cells(literal).to_vec();
        let ptr = self.allocate_checked(frame, site, cells, None, value)?;
        Ok(Val::One(Cell::Ptr(Some(ptr))))
    }

    /// `new(T)`
    pub fn new_object(
        &mut self,
        frame: &mut Frame<'a, 'p>,
        value: Value,
        site: SiteId,
    ) -> Step<Val> {
        let ty = self.type_of(frame, value)?;
        let elem = self.program.world.pointee(ty).unwrap_or(ty);
        let zero = self.program.layouts.zero(elem).to_vec();
        let ptr = self.allocate_cells(frame, site, zero, None);
        Ok(Val::One(Cell::Ptr(Some(ptr))))
    }

    /// `make([]T, len, cap)`
    pub fn make_slice(
        &mut self,
        frame: &mut Frame<'a, 'p>,
        value: Value,
        site: SiteId,
        (len, cap): (Value, Option<Value>),
    ) -> Step<Val> {
        /// What an execution may ask for at once.
        const MOST: i64 = 1 << 28;
        let elem = self.elem_type(frame, value)?;
        let len = self.int_of(&frame.val(len));
        let cap = cap.map_or(len, |cap| self.int_of(&frame.val(cap)));
        let size = self.program.world.size_of(elem).unwrap_or(1).max(1) as i64;
        let too_large = |n: i64| n < 0 || n.checked_mul(size).is_none_or(|bytes| bytes > 1 << 47);
        if too_large(len) {
            return Err(self.throw(RuntimeError::MakeLen));
        }
        if too_large(cap) || len > cap {
            return Err(self.throw(RuntimeError::MakeCap));
        }
        if cap > MOST {
            return Err(self.unsupported("a slice of that size", frame.pos(value)));
        }
        let zero = self.program.layouts.zero(elem);
        let mut cells = Vec::with_capacity(zero.len() * cap as usize);
        (0..cap).for_each(|_| cells.extend_from_slice(&zero));
        let bytes = Some((cap * size) as u64);
        let ptr = Some(self.allocate_cells(frame, site, cells, bytes));
        let (len, cap) = (len as u32, cap as u32);
        Ok(Val::One(Cell::Slice(SliceVal { ptr, len, cap })))
    }

    /// A function literal with what it captures.
    pub fn closure(
        &mut self,
        frame: &mut Frame<'a, 'p>,
        value: Value,
        site: SiteId,
        func: FuncId,
    ) -> Step<Val> {
        let literal = &frame.unit.result.ir.funcs[func];
        let facts = frame.unit.result.facts.funcs.get(func);
        let mut cells = Vec::new();
        for (n, capture) in literal.captures.iter().enumerate() {
            let copied = facts.and_then(|facts| facts.by_value.get(n)) == Some(&true);
            if copied {
                let captured = self.load_local(frame, capture.outer)?;
                cells.extend_from_slice(captured.cells());
                continue;
            }
            match self.local_place(frame, capture.outer)? {
                Place::Memory(ptr) => cells.push(Cell::Ptr(Some(ptr))),
                Place::Slot(..) | Place::Entry(..) => {
                    return Err(self.unsupported("a capture without address", capture.pos));
                }
            }
        }
        let contents = cells.clone();
        let payload = Payload::Func(Target::Func(frame.unit.id, func), cells);
        let obj = self.allocate(frame, site, payload, None);
        let region = self.memory.region(obj).unwrap_or(Region::Nowhere);
        self.check(region, &contents, "a closure", frame.pos(value))?;
        Ok(Val::One(Cell::Ptr(Some(Ptr { obj, off: 0 }))))
    }

    /// `x.M` with the receiver bound.
    pub fn method_value(
        &mut self,
        frame: &mut Frame<'a, 'p>,
        value: Value,
        site: SiteId,
        (recv, method): (Value, FuncRef),
    ) -> Step<Val> {
        let inner = Rc::new(self.target(frame, method)?);
        self.bound(frame, value, site, Target::Bound(inner), recv)
    }

    /// `i.M` of an interface value, which must not be nil.
    pub fn interface_method_value(
        &mut self,
        frame: &mut Frame<'a, 'p>,
        value: Value,
        site: SiteId,
        (recv, method): (Value, ObjectId),
    ) -> Step<Val> {
        if let [Cell::Iface(None)] = frame.val(recv).cells() {
            return Err(self.throw(RuntimeError::NilPointer));
        }
        self.bound(frame, value, site, Target::BoundInterface(method), recv)
    }

    fn bound(
        &mut self,
        frame: &mut Frame<'a, 'p>,
        value: Value,
        site: SiteId,
        target: Target,
        recv: Value,
    ) -> Step<Val> {
        let cells = frame.cells(recv).to_vec();
        let contents = cells.clone();
        let obj = self.allocate(frame, site, Payload::Func(target, cells), None);
        let region = self.memory.region(obj).unwrap_or(Region::Nowhere);
        self.check(region, &contents, "a method value", frame.pos(value))?;
        Ok(Val::One(Cell::Ptr(Some(Ptr { obj, off: 0 }))))
    }

    /// Part of a value that is in no place.
    pub fn part(&self, frame: &Frame<'a, 'p>, x: Value, start: u32, count: u32) -> Val {
        let cells = frame.vals.get(x.index()).map_or(&[][..], Val::cells);
        let part = cells.get(start as usize..(start + count) as usize);
        Val::from_cells(part.unwrap_or(&[]))
    }
}

fn put(slot: Option<&mut [Cell]>, cells: &[Cell]) {
    if let Some(slot) = slot.filter(|slot| slot.len() == cells.len()) {
        slot.clone_from_slice(cells);
    }
}
