//! How many cells a value has, and where its parts are.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::value::{Cell, SliceVal, Str};
use crate::types::{Basic, TypeId, TypeKind, World};

/// Cells of types, computed once for each.
pub(super) struct Layouts<'w> {
    world: &'w World,
    cells: RefCell<FxHashMap<TypeId, u32>>,
    zeros: RefCell<FxHashMap<TypeId, Rc<[Cell]>>>,
}

/// Beyond this many cells a type is not executed.
const MAX_CELLS: u64 = 1 << 26;

impl<'w> Layouts<'w> {
    pub fn new(world: &'w World) -> Layouts<'w> {
        Layouts {
            world,
            cells: RefCell::default(),
            zeros: RefCell::default(),
        }
    }

    /// The number of cells of a value of the type.
    pub fn cells(&self, ty: TypeId) -> u32 {
        if let Some(&known) = self.cells.borrow().get(&ty) {
            return known;
        }
        let count = stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            match self.world.underlying_kind(ty) {
                TypeKind::Array(len, elem) => {
                    let all = u64::try_from(*len).unwrap_or(0) * u64::from(self.cells(*elem));
                    all.min(MAX_CELLS) as u32
                }
                TypeKind::Struct(fields) => fields
                    .iter()
                    .map(|field| self.cells(field.ty))
                    .fold(0, u32::saturating_add),
                TypeKind::Tuple(_) => 0,
                _scalar => 1,
            }
        });
        self.cells.borrow_mut().insert(ty, count);
        count
    }

    /// The first cell of a struct's field, and the number of its cells.
    pub fn field(&self, ty: TypeId, field: u32) -> (u32, u32) {
        let TypeKind::Struct(fields) = self.world.underlying_kind(ty) else {
            return (0, 0);
        };
        let before = fields.iter().take(field as usize);
        let start = before.map(|field| self.cells(field.ty)).sum();
        let own = fields
            .get(field as usize)
            .map_or(0, |field| self.cells(field.ty));
        (start, own)
    }

    /// The zero value.
    pub fn zero(&self, ty: TypeId) -> Rc<[Cell]> {
        if let Some(known) = self.zeros.borrow().get(&ty) {
            return Rc::clone(known);
        }
        let mut cells = Vec::with_capacity(self.cells(ty) as usize);
        self.push_zero(ty, &mut cells);
        let zero: Rc<[Cell]> = cells.into();
        self.zeros.borrow_mut().insert(ty, Rc::clone(&zero));
        zero
    }

    fn push_zero(&self, ty: TypeId, cells: &mut Vec<Cell>) {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            match self.world.underlying_kind(ty) {
                TypeKind::Basic(basic) => cells.push(zero_basic(*basic)),
                TypeKind::Array(len, elem) => {
                    let start = cells.len();
                    if *len > 0 {
                        self.push_zero(*elem, cells);
                    }
                    let elem_cells = cells.len() - start;
                    let all = self.cells(ty) as usize;
                    while elem_cells > 0 && cells.len() - start < all {
                        cells.extend_from_within(start..start + elem_cells);
                    }
                }
                TypeKind::Struct(fields) => {
                    fields
                        .iter()
                        .for_each(|field| self.push_zero(field.ty, cells));
                }
                TypeKind::Slice(_) => cells.push(Cell::Slice(SliceVal::NIL)),
                TypeKind::Interface(_) => cells.push(Cell::Iface(None)),
                TypeKind::Tuple(_) => {}
                TypeKind::Pointer(_)
                | TypeKind::Func(_)
                | TypeKind::Map(..)
                | TypeKind::Chan(..)
                | TypeKind::Named(_)
                | TypeKind::Alias(_)
                | TypeKind::TypeParam(_)
                | TypeKind::Union(_) => cells.push(Cell::Ptr(None)),
            }
        });
    }
}

fn zero_basic(basic: Basic) -> Cell {
    match basic {
        Basic::Bool | Basic::UntypedBool => Cell::Bool(false),
        Basic::String | Basic::UntypedString => Cell::Str(Str::fixed("")),
        Basic::Float32 | Basic::Float64 | Basic::UntypedFloat => Cell::Float(0.0),
        Basic::Complex64 | Basic::Complex128 | Basic::UntypedComplex => Cell::Complex(0.0, 0.0),
        Basic::UnsafePointer | Basic::UntypedNil | Basic::Invalid => Cell::Ptr(None),
        _integer => Cell::Int(0),
    }
}
