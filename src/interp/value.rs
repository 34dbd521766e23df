//! How Go values are represented.
//!
//! A value is a row of *cells*, one for each scalar in it: a struct is its fields' cells one after the other, an array its
//! elements'. So a field or element is a part of the row, a pointer to it is an object and the number of a cell, and copying
//! a value copies cells. Strings, slices and interfaces are one cell each.
//!
//! ```text
//! struct{ a int; b [2]string; c any }   →   Int  Str Str  Iface
//! ```
//!
//! Everything that refers to memory does so by [`Ptr`]: pointers, slices, maps, channels, functions, interface boxes. That
//! is what makes the two invariants checkable. IGNORED: bytes. Memory cannot be reread as another type through `unsafe`.

use std::num::NonZeroU32;
use std::rc::Rc;

use crate::types::TypeId;

/// An object of a memory, as long as its generation is that of the slot.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct ObjRef {
    /// Its slot, from 1.
    pub index: NonZeroU32,
    /// Slots are used again; each use has a number.
    pub generation: u32,
}

/// A pointer: an object and the number of a cell in it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Ptr {
    /// The object.
    pub obj: ObjRef,
    /// The first cell of what is pointed to.
    pub off: u32,
}

impl Ptr {
    /// The pointer `cells` cells further.
    pub fn plus(self, cells: u32) -> Ptr {
        Ptr {
            obj: self.obj,
            off: self.off.saturating_add(cells),
        }
    }
}

/// The bytes of strings; several strings share them.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The object whose life the bytes share; none for static ones.
    pub life: Option<ObjRef>,
}

/// A string: a part of some bytes.
#[derive(Clone, Debug)]
pub struct Str {
    text: Rc<Text>,
    start: u32,
    len: u32,
}

impl Str {
    /// A string with bytes of its own, that live as long as the object.
    pub fn new(bytes: Vec<u8>, life: Option<ObjRef>) -> Str {
        let len = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        Str {
            text: Rc::new(Text { bytes, life }),
            start: 0,
            len,
        }
    }

    /// A static string.
    pub fn fixed(text: &str) -> Str {
        Str::new(text.as_bytes().to_vec(), None)
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        let start = self.start as usize;
        let end = start + self.len as usize;
        self.text.bytes.get(start..end).unwrap_or(&[])
    }

    /// Its length in bytes.
    pub fn len(&self) -> usize {
        self.len as usize
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// A part of it; the bounds are those of a checked slice expression.
    pub fn part(&self, lo: usize, hi: usize) -> Str {
        let hi = hi.min(self.len());
        let lo = lo.min(hi);
        Str {
            text: Rc::clone(&self.text),
            start: self.start + lo as u32,
            len: (hi - lo) as u32,
        }
    }

    /// The object whose life its bytes share.
    pub fn life(&self) -> Option<ObjRef> {
        self.text.life
    }

    /// The text, with what is no UTF-8 replaced.
    pub fn lossy(&self) -> String {
        String::from_utf8_lossy(self.bytes()).into_owned()
    }

    /// Adds bytes at the end; in place where nobody else holds them. For builders.
    pub fn push(&mut self, more: &[u8]) {
        let whole = self.start == 0 && self.text.bytes.len() == self.len();
        let own = match Rc::get_mut(&mut self.text) {
            Some(text) if whole && text.life.is_none() => {
                text.bytes.extend_from_slice(more);
                true
            }
            _shared => false,
        };
        if own {
            self.len = u32::try_from(self.text.bytes.len()).unwrap_or(u32::MAX);
            return;
        }
        let mut bytes = Vec::with_capacity(2 * (self.len() + more.len()));
        bytes.extend_from_slice(self.bytes());
        bytes.extend_from_slice(more);
        *self = Str::new(bytes, None);
    }
}

/// A slice value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SliceVal {
    /// The first element; none for a nil slice.
    pub ptr: Option<Ptr>,
    /// Length in elements.
    pub len: u32,
    /// Capacity in elements.
    pub cap: u32,
}

impl SliceVal {
    /// The nil slice.
    pub const NIL: SliceVal = SliceVal {
        ptr: None,
        len: 0,
        cap: 0,
    };
}

/// An interface value that is not nil.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct IfaceVal {
    /// The dynamic type, canonical.
    pub ty: TypeId,
    /// Types of pointer shape: the pointer itself. Other types: where the value is kept.
    pub data: Option<Ptr>,
}

/// One scalar.
#[derive(Clone, Debug)]
pub enum Cell {
    /// A truth value.
    Bool(bool),
    /// An integer of any size, extended as its type says (unsigned 64-bit ones by their bits).
    Int(i64),
    /// A float; 32-bit ones are kept rounded.
    Float(f64),
    /// A complex number.
    Complex(f64, f64),
    /// A string.
    Str(Str),
    /// A pointer, map, channel, function or `unsafe.Pointer`.
    Ptr(Option<Ptr>),
    /// A slice.
    Slice(SliceVal),
    /// An interface value.
    Iface(Option<IfaceVal>),
}

impl Cell {
    /// The object that the cell refers to.
    pub fn refers_to(&self) -> Option<ObjRef> {
        match self {
            Cell::Bool(_) | Cell::Int(_) | Cell::Float(_) | Cell::Complex(..) => None,
            Cell::Str(text) => text.life(),
            Cell::Ptr(ptr) => ptr.map(|ptr| ptr.obj),
            Cell::Slice(slice) => slice.ptr.map(|ptr| ptr.obj),
            Cell::Iface(iface) => iface.and_then(|iface| iface.data).map(|ptr| ptr.obj),
        }
    }
}

/// A place, as a value of the IR.
#[derive(Clone, Debug)]
pub enum Place {
    /// Cells of the frame itself: variables whose address nobody has; the first cell, and the variable's loop depth.
    Slot(u32, u32),
    /// Memory.
    Memory(Ptr),
    /// A map's entry.
    Entry(Option<Ptr>, Rc<[Cell]>),
}

/// The value of an instruction.
#[derive(Clone, Debug)]
pub enum Val {
    /// No value, or a value without cells (`struct{}{}`).
    Unit,
    /// A value of one cell.
    One(Cell),
    /// A value of several cells.
    Many(Rc<[Cell]>),
    /// A place.
    Place(Place),
    /// Several values.
    Tuple(Rc<[Val]>),
    /// An iteration over a map, string or channel.
    Iter(u32),
}

impl Val {
    /// The value made of these cells.
    pub fn from_cells(cells: &[Cell]) -> Val {
        match cells {
            [] => Val::Unit,
            [one] => Val::One(one.clone()),
            many => Val::Many(many.into()),
        }
    }

    /// The same, from cells at hand.
    pub fn from_vec(mut cells: Vec<Cell>) -> Val {
        match cells.len() {
            0 => Val::Unit,
            1 => cells.pop().map_or(Val::Unit, Val::One),
            _ => Val::Many(cells.into()),
        }
    }

    /// The cells; none for what is no Go value.
    pub fn cells(&self) -> &[Cell] {
        match self {
            Val::One(cell) => std::slice::from_ref(cell),
            Val::Many(cells) => cells,
            Val::Unit | Val::Place(_) | Val::Tuple(_) | Val::Iter(_) => &[],
        }
    }

    /// An integer.
    pub fn int(value: i64) -> Val {
        Val::One(Cell::Int(value))
    }

    /// A truth value.
    pub fn bool(value: bool) -> Val {
        Val::One(Cell::Bool(value))
    }

    /// A string without an object of its own.
    pub fn text(text: impl Into<Vec<u8>>) -> Val {
        Val::One(Cell::Str(Str::new(text.into(), None)))
    }

    /// Several results.
    pub fn tuple(values: Vec<Val>) -> Val {
        Val::Tuple(values.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_small() {
        assert_eq!(size_of::<Cell>(), 24);
        assert_eq!(size_of::<Option<Ptr>>(), 12);
        assert!(size_of::<Val>() <= 40);
    }

    #[test]
    fn builders_append_in_place_and_never_change_others() {
        let mut a = Str::new(b"ab".to_vec(), None);
        let b = a.clone();
        a.push(b"c");
        assert_eq!((a.bytes(), b.bytes()), (&b"abc"[..], &b"ab"[..]));
        let c = a.part(1, 2);
        assert_eq!(c.bytes(), b"b");
    }
}
