//! Equality of values, and the exact form of map keys.

use std::rc::Rc;

use super::machine::{Machine, Step};
use super::map::Atom;
use super::panics::RuntimeError;
use super::type_name::runtime_name;
use super::value::{Cell, IfaceVal};
use crate::source::Pos;
use crate::types::{TypeId, TypeKind};

impl Machine<'_, '_> {
    /// `a == b` of two values of the type.
    pub fn equal(&mut self, a: &[Cell], b: &[Cell], ty: TypeId) -> Step<bool> {
        // Blank fields do not count.
        if let TypeKind::Struct(fields) = self.program.world.underlying_kind(ty) {
            for (number, field) in fields.iter().enumerate() {
                let (start, count) = self.program.layouts.field(ty, number as u32);
                let range = start as usize..(start + count) as usize;
                let (Some(a), Some(b)) = (a.get(range.clone()), b.get(range)) else {
                    return Ok(false);
                };
                if !field.name.is_blank() && !self.equal(a, b, field.ty)? {
                    return Ok(false);
                }
            }
            return Ok(true);
        }
        for (a, b) in a.iter().zip(b) {
            if !self.equal_cells(a, b)? {
                return Ok(false);
            }
        }
        Ok(a.len() == b.len())
    }

    fn equal_cells(&mut self, a: &Cell, b: &Cell) -> Step<bool> {
        Ok(match (a, b) {
            (Cell::Bool(a), Cell::Bool(b)) => a == b,
            (Cell::Int(a), Cell::Int(b)) => a == b,
            (Cell::Float(a), Cell::Float(b)) => a == b,
            (Cell::Complex(a, b), Cell::Complex(c, d)) => a == c && b == d,
            (Cell::Str(a), Cell::Str(b)) => a.bytes() == b.bytes(),
            (Cell::Ptr(a), Cell::Ptr(b)) => a == b,
            (Cell::Slice(a), Cell::Slice(b)) => a.ptr == b.ptr && a.len == b.len,
            (Cell::Iface(a), Cell::Iface(b)) => return self.equal_interfaces(*a, *b),
            (Cell::Slice(slice), Cell::Ptr(None)) | (Cell::Ptr(None), Cell::Slice(slice)) => {
                slice.ptr.is_none()
            }
            _different => false,
        })
    }

    fn equal_interfaces(&mut self, a: Option<IfaceVal>, b: Option<IfaceVal>) -> Step<bool> {
        let (Some(a), Some(b)) = (a, b) else {
            return Ok(a.is_none() && b.is_none());
        };
        if a.ty != b.ty {
            return Ok(false);
        }
        let world = self.program.world;
        if world
            .comparable(a.ty, crate::types::Comparability::Dynamic)
            .is_err()
        {
            let name = runtime_name(world, a.ty);
            return Err(self.throw(RuntimeError::Uncomparable(name)));
        }
        let (a_cells, b_cells) = (self.unboxed(a)?, self.unboxed(b)?);
        self.equal(&a_cells, &b_cells, a.ty)
    }

    /// The cells of an interface's value.
    pub fn unboxed(&self, iface: IfaceVal) -> Step<Rc<[Cell]>> {
        if self.program.world.is_direct_iface(iface.ty) {
            return Ok(Rc::from([Cell::Ptr(iface.data)]));
        }
        match iface.data {
            Some(ptr) => Ok(self.read_memory(ptr, iface.ty, Pos::NONE)?.cells().into()),
            None => Ok(self.program.layouts.zero(iface.ty)),
        }
    }

    /// The exact form of a map's key.
    pub fn key_atoms(&mut self, cells: &[Cell]) -> Step<Box<[Atom]>> {
        let mut atoms = Vec::with_capacity(cells.len());
        for cell in cells {
            self.push_atoms(cell, &mut atoms)?;
        }
        Ok(atoms.into())
    }

    fn push_atoms(&mut self, cell: &Cell, atoms: &mut Vec<Atom>) -> Step<()> {
        match cell {
            Cell::Bool(value) => atoms.push(Atom::Bool(*value)),
            Cell::Int(value) => atoms.push(Atom::Int(*value)),
            Cell::Float(value) => {
                let atom = self.float_atom(*value);
                atoms.push(atom);
            }
            Cell::Complex(re, im) => {
                let parts = [self.float_atom(*re), self.float_atom(*im)];
                atoms.extend(parts);
            }
            Cell::Str(text) => atoms.push(Atom::Str(text.bytes().into())),
            Cell::Ptr(ptr) => atoms.push(Atom::Ptr(*ptr)),
            Cell::Iface(None) => atoms.push(Atom::Type(None)),
            Cell::Iface(Some(iface)) => {
                let world = self.program.world;
                if world
                    .comparable(iface.ty, crate::types::Comparability::Dynamic)
                    .is_err()
                {
                    let name = runtime_name(world, iface.ty);
                    return Err(self.throw(RuntimeError::Unhashable(name)));
                }
                atoms.push(Atom::Type(Some(iface.ty)));
                for cell in self.unboxed(*iface)?.iter() {
                    self.push_atoms(cell, atoms)?;
                }
            }
            Cell::Slice(_) => return Err(self.unsupported("a slice as a key", Pos::NONE)),
        }
        Ok(())
    }

    fn float_atom(&mut self, value: f64) -> Atom {
        if value.is_nan() {
            self.nans += 1;
            return Atom::Nan(self.nans);
        }
        Atom::Float(if value == 0.0 { 0 } else { value.to_bits() })
    }
}
