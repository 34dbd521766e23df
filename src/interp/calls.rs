//! What is called: functions by name, function values, methods of interface values.

use std::rc::Rc;

use super::frame::Frame;
use super::machine::{Machine, Step};
use super::memory::Payload;
use super::panics::RuntimeError;
use super::value::{Cell, IfaceVal, ObjRef, Ptr, Val};
use crate::ir::{Callee, FuncId, FuncRef, ValueList};
use crate::source::Pos;
use crate::types::{Found, ObjectId, ObjectKind, PackageId, TypeId, TypeKind};

/// What a function value calls.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Target {
    /// A function of the program.
    Func(PackageId, FuncId),
    /// A function that is executed natively.
    Native(ObjectId),
    /// A method with its receiver bound.
    Bound(Rc<Target>),
    /// An interface's method with the interface value bound.
    BoundInterface(ObjectId),
    /// An interface's method, which takes the interface value first.
    InterfaceMethod(ObjectId),
    /// A method of a type, by the constraint that names it; it takes the receiver first.
    TypeMethod(TypeId, ObjectId),
}

/// A value on the way to a receiver.
enum At {
    Value(Rc<[Cell]>),
    Memory(Ptr),
}

impl<'a, 'p> Machine<'a, 'p> {
    /// What a function reference of a frame's package names.
    pub fn target(&self, frame: &Frame<'a, 'p>, func: FuncRef) -> Step<Target> {
        match func {
            FuncRef::Local(id) => Ok(Target::Func(frame.unit.id, id)),
            FuncRef::Extern(id) => {
                let object = frame.unit.result.ir.externs[id].object;
                self.target_of(object, frame.function.pos)
            }
        }
    }

    fn target_of(&self, object: ObjectId, pos: Pos) -> Step<Target> {
        if self.program.is_std(self.program.world.object(object).pkg) {
            return Ok(Target::Native(object));
        }
        match self.program.function(object) {
            Some((package, func)) => Ok(Target::Func(package, func)),
            None => {
                let name = self.program.world.object(object).name;
                Err(self.unsupported(&format!("{name}, whose source is not at hand"), pos))
            }
        }
    }

    /// `f(args)`
    pub fn exec_call(
        &mut self,
        frame: &mut Frame<'a, 'p>,
        callee: Callee,
        args: ValueList,
        pos: Pos,
    ) -> Step<Val> {
        let list = args.as_slice(&frame.function.value_lists);
        let args: Vec<Val> = list.iter().map(|&arg| frame.val(arg)).collect();
        let deferred = frame.deferred && frame.is_wrapper();
        match callee {
            Callee::Static(func) => {
                let target = self.target(frame, func)?;
                self.call(target, args, None, deferred)
            }
            Callee::Value(value) => {
                let func = frame.val(value);
                self.call_value(&func, args, deferred, pos)
            }
            Callee::Interface(value, method) => {
                let recv = frame.val(value);
                self.dispatch(&recv, method, args, deferred, pos)
            }
        }
    }

    /// Calls a function value.
    pub fn call_value(
        &mut self,
        func: &Val,
        args: Vec<Val>,
        deferred: bool,
        pos: Pos,
    ) -> Step<Val> {
        let [Cell::Ptr(Some(ptr))] = func.cells() else {
            return Err(self.throw(RuntimeError::NilPointer));
        };
        let target = match self.memory.payload(ptr.obj) {
            Some(Payload::Func(target, _)) => target.clone(),
            // The address of a dictionary's word is the function value in it.
            Some(Payload::Cells(cells))
                if matches!(cells.get(ptr.off as usize), Some(Cell::Ptr(Some(_)))) =>
            {
                let word = cells
                    .get(ptr.off as usize)
                    .cloned()
                    .unwrap_or(Cell::Ptr(None));
                return self.call_value(&Val::One(word), args, deferred, pos);
            }
            Some(_) => return Err(self.unsupported("a call of what is no function", pos)),
            None => return Err(self.dangling(ptr.obj, "a call", pos)),
        };
        self.call(target, args, Some(ptr.obj), deferred)
    }

    /// The receiver that a method value holds.
    pub fn bound_receiver(&self, closure: Option<ObjRef>) -> Step<Val> {
        match closure.and_then(|obj| self.memory.payload(obj)) {
            Some(Payload::Func(_, cells)) => Ok(Val::from_cells(cells)),
            _other => Err(self.unsupported("a method value without receiver", Pos::NONE)),
        }
    }

    /// Calls a method of an interface value.
    pub fn dispatch(
        &mut self,
        recv: &Val,
        method: ObjectId,
        args: Vec<Val>,
        deferred: bool,
        pos: Pos,
    ) -> Step<Val> {
        let [Cell::Iface(Some(iface))] = recv.cells() else {
            return Err(self.throw(RuntimeError::NilPointer));
        };
        let (iface, world) = (*iface, self.program.world);
        let object = world.object(method);
        let found = world.lookup_field_or_method(iface.ty, true, object.pkg, object.name);
        let Some(found) = found.found() else {
            return Err(self.unsupported(&format!("method {}", object.name), pos));
        };
        self.call_method(iface, &found, args, deferred, pos)
    }

    /// Calls the method found in an interface value's dynamic type.
    pub fn call_method(
        &mut self,
        iface: IfaceVal,
        found: &Found,
        args: Vec<Val>,
        deferred: bool,
        pos: Pos,
    ) -> Step<Val> {
        let fields = found
            .path
            .split_last()
            .map_or(&[][..], |(_, fields)| fields);
        let (at, ty) = self.walk(iface, fields, pos)?;
        let world = self.program.world;
        let ObjectKind::Func(info) = world.object(found.object).kind else {
            return Err(self.unsupported("a method that is none", pos));
        };
        let is_pointer = matches!(world.underlying_kind(ty), TypeKind::Pointer(_));
        let recv = match (info.interface_method, info.pointer_receiver, is_pointer) {
            (true, ..) => {
                let recv = self.read_at(&at, ty, pos)?;
                return self.dispatch(&recv, found.object, args, deferred, pos);
            }
            (false, true, true) | (false, false, false) => self.read_at(&at, ty, pos)?,
            (false, true, false) => match at {
                At::Memory(ptr) => Val::One(Cell::Ptr(Some(ptr))),
                At::Value(_) => return Err(self.unsupported("a receiver without address", pos)),
            },
            (false, false, true) => {
                let pointer = self.read_at(&at, ty, pos)?;
                let elem = world.pointee(ty).unwrap_or(ty);
                let ptr = self.non_nil(&pointer)?;
                self.read_memory(ptr, elem, pos)?
            }
        };
        let target = self.target_of(found.object, pos)?;
        let args = std::iter::once(recv).chain(args).collect();
        self.call(target, args, None, deferred)
    }

    /// Follows embedded fields from an interface's value.
    fn walk(&mut self, iface: IfaceVal, fields: &[u32], pos: Pos) -> Step<(At, TypeId)> {
        let world = self.program.world;
        let mut ty = iface.ty;
        let mut at = match (world.is_direct_iface(ty), iface.data) {
            (true, data) => At::Value(Rc::from([Cell::Ptr(data)])),
            (false, Some(ptr)) => At::Memory(ptr),
            (false, None) => At::Value(self.program.layouts.zero(ty)),
        };
        for &field in fields {
            if let TypeKind::Pointer(elem) = world.underlying_kind(ty) {
                let pointer = self.read_at(&at, ty, pos)?;
                at = At::Memory(self.non_nil(&pointer)?);
                ty = *elem;
            }
            let (start, count) = self.program.layouts.field(ty, field);
            at = match at {
                At::Memory(ptr) => At::Memory(ptr.plus(start)),
                At::Value(cells) => {
                    let part = cells.get(start as usize..(start + count) as usize);
                    At::Value(part.unwrap_or(&[]).into())
                }
            };
            ty = match world.underlying_kind(ty) {
                TypeKind::Struct(all) => all.get(field as usize).map_or(ty, |field| field.ty),
                _other => ty,
            };
        }
        Ok((at, ty))
    }

    fn read_at(&self, at: &At, ty: TypeId, pos: Pos) -> Step<Val> {
        match at {
            At::Value(cells) => Ok(Val::from_cells(cells)),
            At::Memory(ptr) => self.read_memory(*ptr, ty, pos),
        }
    }

    /// The pointer, or the panic of a nil one.
    pub fn non_nil(&mut self, pointer: &Val) -> Step<Ptr> {
        match pointer.cells() {
            [Cell::Ptr(Some(ptr))] => Ok(*ptr),
            _nil => Err(self.throw(RuntimeError::NilPointer)),
        }
    }

    /// A function value without captures.
    pub fn func_value(&mut self, target: Target) -> Val {
        let payload = Payload::Func(target, Vec::new());
        let obj = self
            .memory
            .add(super::memory::Region::Static, None, payload);
        Val::One(Cell::Ptr(Some(Ptr { obj, off: 0 })))
    }
}
