//! Conversions.

use super::arith::{basic_of, round, wrap};
use super::frame::Frame;
use super::machine::{Machine, Step};
use super::memory::{Payload, Region};
use super::panics::RuntimeError;
use super::value::{Cell, IfaceVal, Place, SliceVal, Str, Val};
use crate::ir::{ConvertOp, SiteId, Value};
use crate::types::{Basic, TypeId, TypeKind};

impl<'a, 'p> Machine<'a, 'p> {
    /// A conversion of `x` to the type.
    pub fn convert(
        &mut self,
        frame: &mut Frame<'a, 'p>,
        op: ConvertOp,
        x: Value,
        site: Option<SiteId>,
        to: TypeId,
    ) -> Step<Val> {
        let val = frame.val(x);
        match op {
            ConvertOp::Nop | ConvertOp::InterfaceToInterface => Ok(val),
            ConvertOp::Numeric => {
                let from = self.type_of(frame, x)?;
                Ok(self.numeric(&val, from, to))
            }
            ConvertOp::ToInterface => self.boxed(frame, x, &val, site),
            ConvertOp::BytesToString => self.slice_to_string(frame, x, &val, site),
            ConvertOp::RunesToString => self.slice_to_string(frame, x, &val, site),
            ConvertOp::RuneToString => {
                let rune = u32::try_from(self.int_of(&val))
                    .ok()
                    .and_then(char::from_u32);
                let text = rune.unwrap_or(char::REPLACEMENT_CHARACTER).to_string();
                Ok(self.new_string(frame, site, text.into_bytes()))
            }
            ConvertOp::StringToBytes => {
                let text = self.text_of(&val);
                let cells = text.bytes().iter().map(|&byte| Cell::Int(i64::from(byte)));
                let cells = cells.collect();
                Ok(self.new_slice(frame, site, cells, 1))
            }
            ConvertOp::StringToRunes => {
                let text = self.text_of(&val);
                let runes = decode(text.bytes()).map(|(_, rune)| Cell::Int(i64::from(rune)));
                let runes = runes.collect();
                Ok(self.new_slice(frame, site, runes, 4))
            }
            ConvertOp::SliceToArray => self.slice_to_array(frame, &val, to, x),
            ConvertOp::SliceToArrayPointer => {
                let array = self.program.world.pointee(to).unwrap_or(to);
                self.check_array_length(&val, array)?;
                Ok(Val::One(Cell::Ptr(self.slice_of(&val).ptr)))
            }
            // Words of dictionaries are pointers.
            ConvertOp::UintptrToPointer if matches!(val.cells(), [Cell::Ptr(_)]) => Ok(val),
            ConvertOp::UintptrToPointer | ConvertOp::PointerToUintptr => {
                Err(self.unsupported("a conversion between pointers and integers", frame.pos(x)))
            }
        }
    }

    fn numeric(&self, val: &Val, from: TypeId, to: TypeId) -> Val {
        let world = self.program.world;
        let (from, to) = (basic_of(world, from), basic_of(world, to));
        let [cell] = val.cells() else {
            return Val::Unit;
        };
        let is_float = matches!(to, Basic::Float32 | Basic::Float64);
        let cell = match cell {
            Cell::Int(value) if is_float => {
                let unsigned = matches!(from, Basic::Uint | Basic::Uint64 | Basic::Uintptr);
                Cell::Float(match (unsigned, to) {
                    (true, Basic::Float32) => f64::from(*value as u64 as f32),
                    (false, Basic::Float32) => f64::from(*value as f32),
                    (true, _) => *value as u64 as f64,
                    (false, _) => *value as f64,
                })
            }
            Cell::Int(value) => Cell::Int(wrap(to, *value)),
            Cell::Float(value) if is_float => Cell::Float(round(to, *value)),
            Cell::Float(value) => Cell::Int(wrap(to, float_to_int(*value, to))),
            Cell::Complex(re, im) => Cell::Complex(round(to, *re), round(to, *im)),
            other => other.clone(),
        };
        Val::One(cell)
    }

    fn boxed(
        &mut self,
        frame: &mut Frame<'a, 'p>,
        x: Value,
        val: &Val,
        site: Option<SiteId>,
    ) -> Step<Val> {
        let from = self.type_of(frame, x)?;
        let from = self.concrete_type(frame, from)?;
        let ty = self.program.world.canonical(from);
        if self.program.world.is_direct_iface(ty) {
            let data = match val.cells() {
                [Cell::Ptr(data)] => *data,
                _other => None,
            };
            return Ok(Val::One(Cell::Iface(Some(IfaceVal { ty, data }))));
        }
        let cells = val.cells().to_vec();
        let data = match site {
            Some(site) => {
                let ptr = self.allocate_cells(frame, site, cells, None);
                let region = self.memory.region(ptr.obj).unwrap_or(Region::Nowhere);
                self.check(region, val.cells(), "an interface box", frame.pos(x))?;
                ptr
            }
            None => self.add_object(Region::Nowhere, cells),
        };
        let data = Some(data);
        Ok(Val::One(Cell::Iface(Some(IfaceVal { ty, data }))))
    }

    fn slice_to_string(
        &mut self,
        frame: &mut Frame<'a, 'p>,
        x: Value,
        val: &Val,
        site: Option<SiteId>,
    ) -> Step<Val> {
        let ty = self.type_of(frame, x)?;
        let slice = self.slice_of(val);
        let elems = self.elements(slice, 1, frame.pos(x))?;
        let is_bytes = matches!(self.program.world.underlying_kind(ty), TypeKind::Slice(elem)
            if basic_of(self.program.world, *elem) == Basic::Uint8);
        let ints = elems.iter().map(|cell| match cell {
            Cell::Int(value) => *value,
            _other => 0,
        });
        let bytes = match is_bytes {
            true => ints.map(|value| value as u8).collect(),
            false => {
                let chars = ints.map(|value| {
                    let rune = u32::try_from(value).ok().and_then(char::from_u32);
                    rune.unwrap_or(char::REPLACEMENT_CHARACTER)
                });
                chars.collect::<String>().into_bytes()
            }
        };
        Ok(self.new_string(frame, site, bytes))
    }

    /// A new string of a site.
    pub fn new_string(
        &mut self,
        frame: &mut Frame<'a, 'p>,
        site: Option<SiteId>,
        bytes: Vec<u8>,
    ) -> Val {
        let life = site.filter(|_| !bytes.is_empty()).map(|site| {
            let size = Some(bytes.len() as u64);
            self.allocate(frame, site, Payload::Bytes, size)
        });
        Val::One(Cell::Str(Str::new(bytes, life)))
    }

    /// A new slice of a site, with elements of one cell of so many bytes.
    fn new_slice(
        &mut self,
        frame: &mut Frame<'a, 'p>,
        site: Option<SiteId>,
        cells: Vec<Cell>,
        elem_bytes: u64,
    ) -> Val {
        let len = cells.len() as u32;
        let ptr = match site {
            Some(site) => {
                let bytes = Some(elem_bytes * cells.len() as u64);
                self.allocate_cells(frame, site, cells, bytes)
            }
            None => self.add_object(Region::Nowhere, cells),
        };
        let ptr = Some(ptr);
        Val::One(Cell::Slice(SliceVal { ptr, len, cap: len }))
    }

    fn check_array_length(&mut self, val: &Val, array: TypeId) -> Step<()> {
        let len = i64::from(self.slice_of(val).len);
        match self.program.world.underlying_kind(array) {
            TypeKind::Array(want, _) if len < *want => {
                let want = *want;
                Err(self.throw(RuntimeError::SliceToArray { len, want }))
            }
            _fits => Ok(()),
        }
    }

    fn slice_to_array(
        &mut self,
        frame: &Frame<'a, 'p>,
        val: &Val,
        array: TypeId,
        x: Value,
    ) -> Step<Val> {
        self.check_array_length(val, array)?;
        match self.slice_of(val).ptr {
            Some(ptr) => self.load(frame, &Place::Memory(ptr), array, frame.pos(x)),
            None => Ok(Val::from_cells(&self.program.layouts.zero(array))),
        }
    }

    /// The string that a value is.
    pub fn text_of(&self, val: &Val) -> Str {
        match val.cells() {
            [Cell::Str(text)] => text.clone(),
            _other => Str::fixed(""),
        }
    }
}

/// Cut towards zero; what does not fit gives what amd64 gives.
fn float_to_int(value: f64, to: Basic) -> i64 {
    match to {
        Basic::Uint | Basic::Uint64 | Basic::Uintptr if value >= 9_223_372_036_854_775_808.0 => {
            (value as u64) as i64
        }
        _signed if (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&value) => {
            value as i64
        }
        _beyond => i64::MIN,
    }
}

/// The runes of a string with their offsets, as `range` gives them: what is no UTF-8 gives U+FFFD for one byte.
pub(super) fn decode(bytes: &[u8]) -> impl Iterator<Item = (usize, u32)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = bytes.get(at..).filter(|rest| !rest.is_empty())?;
        let (rune, width) = first_rune(rest);
        let start = at;
        at += width;
        Some((start, rune))
    })
}

/// The first rune of bytes that are not empty, and its width.
pub(super) fn first_rune(bytes: &[u8]) -> (u32, usize) {
    let longest = bytes.len().min(4);
    for width in 1..=longest {
        if let Ok(text) = std::str::from_utf8(&bytes[..width])
            && let Some(rune) = text.chars().next()
        {
            return (u32::from(rune), width);
        }
    }
    (u32::from(char::REPLACEMENT_CHARACTER), 1)
}
