//! Slices, strings, maps and iterations over them.

use std::rc::Rc;

use super::convert::first_rune;
use super::frame::Frame;
use super::machine::{Machine, Step};
use super::panics::RuntimeError;
use super::value::{Cell, Ptr, SliceVal, Str, Val};
use crate::ir::{SiteId, Value};
use crate::source::Pos;
use crate::types::{TypeId, TypeKind};

/// An iteration in progress.
#[derive(Clone, Debug)]
pub(super) enum Iter {
    Map(Option<Ptr>, usize),
    Text(Str, usize),
}

/// The growth of a slice's capacity as Go computes it, before it is rounded up to a size class.
fn grown(old: u64, needed: u64) -> u64 {
    const THRESHOLD: u64 = 256;
    if needed > 2 * old {
        return needed;
    }
    if old < THRESHOLD {
        return 2 * old;
    }
    let mut cap = old;
    while cap < needed {
        cap += (cap + 3 * THRESHOLD) >> 2;
    }
    cap
}

impl<'a, 'p> Machine<'a, 'p> {
    /// The slice that a value is.
    pub fn slice_of(&self, val: &Val) -> SliceVal {
        match val.cells() {
            [Cell::Slice(slice)] => *slice,
            _other => SliceVal::NIL,
        }
    }

    /// The cells of a slice's elements, each of `width` cells.
    pub fn elements(&self, slice: SliceVal, width: u32, pos: Pos) -> Step<Vec<Cell>> {
        let Some(ptr) = slice.ptr.filter(|_| slice.len > 0 && width > 0) else {
            return Ok(Vec::new());
        };
        match self.memory.cells(ptr, slice.len * width) {
            Some(cells) => Ok(cells.to_vec()),
            None => Err(self.dangling(ptr.obj, "a use of a slice", pos)),
        }
    }

    /// `x[lo:hi:max]`
    pub fn slice(
        &mut self,
        frame: &Frame<'a, 'p>,
        x: Value,
        bounds: [Option<Value>; 3],
    ) -> Step<Val> {
        let ty = self.type_of(frame, x)?;
        let val = frame.val(x);
        let [lo, hi, max] = bounds.map(|bound| {
            let val = bound.map(|bound| frame.val(bound))?;
            Some(self.int_of(&val))
        });
        if let [Cell::Str(text)] = val.cells() {
            let text = text.clone();
            return self.slice_string(&text, lo.unwrap_or(0), hi);
        }
        let is_array = matches!(self.program.world.underlying_kind(ty), TypeKind::Pointer(_));
        let (ptr, len, cap, width) = match self.program.world.underlying_kind(ty) {
            TypeKind::Pointer(array) => {
                let TypeKind::Array(len, elem) = self.program.world.underlying_kind(*array) else {
                    return Err(self.unsupported("a slice of what is no array", frame.pos(x)));
                };
                let (len, width) = (*len, self.program.layouts.cells(*elem));
                (Some(self.non_nil(&val)?), len, len, width)
            }
            TypeKind::Slice(elem) => {
                let slice = self.slice_of(&val);
                let width = self.program.layouts.cells(*elem);
                (slice.ptr, i64::from(slice.len), i64::from(slice.cap), width)
            }
            _other => return Err(self.unsupported("a slice of this type", frame.pos(x))),
        };
        let (low, high, limit) = (lo.unwrap_or(0), hi.unwrap_or(len), max.unwrap_or(cap));
        let room = if is_array { "length" } else { "capacity" };
        self.check_bounds(
            (low, high, limit),
            (hi.is_some(), max.is_some()),
            (cap, room),
        )?;
        let slice = SliceVal {
            ptr: ptr.map(|ptr| ptr.plus(low as u32 * width)),
            len: (high - low) as u32,
            cap: (limit - low) as u32,
        };
        Ok(Val::One(Cell::Slice(slice)))
    }

    fn check_bounds(
        &mut self,
        (low, high, limit): (i64, i64, i64),
        (has_high, has_max): (bool, bool),
        (cap, room): (i64, &str),
    ) -> Step<()> {
        let text = if has_max {
            if limit < 0 || limit > cap {
                format!("[::{limit}] with {room} {cap}")
            } else if high < 0 || high > limit {
                format!("[:{high}:{limit}]")
            } else if low < 0 || low > high {
                format!("[{low}:{high}:]")
            } else {
                return Ok(());
            }
        } else if has_high && (high < 0 || high > cap) {
            format!("[:{high}] with {room} {cap}")
        } else if low < 0 || low > high {
            format!("[{low}:{high}]")
        } else {
            return Ok(());
        };
        Err(self.throw(RuntimeError::Bounds(text)))
    }

    fn slice_string(&mut self, text: &Str, low: i64, high: Option<i64>) -> Step<Val> {
        let len = text.len() as i64;
        let end = high.unwrap_or(len);
        let wrong = if end < 0 || end > len {
            format!("[:{end}] with length {len}")
        } else if low < 0 || low > end {
            format!("[{low}:{end}]")
        } else {
            return Ok(Val::One(Cell::Str(text.part(low as usize, end as usize))));
        };
        Err(self.throw(RuntimeError::Bounds(wrong)))
    }

    /// `append(s, …)` with the new elements' cells.
    pub fn append(
        &mut self,
        frame: &mut Frame<'a, 'p>,
        site: SiteId,
        slice: SliceVal,
        (elem, added): (TypeId, &[Cell]),
        pos: Pos,
    ) -> Step<Val> {
        let width = self.program.layouts.cells(elem);
        let count = match width {
            0 => added.len() as u32,
            width => added.len() as u32 / width,
        };
        let len = slice.len.saturating_add(count);
        if let Some(ptr) = slice.ptr.filter(|_| len <= slice.cap) {
            self.write_memory(ptr.plus(slice.len * width), added, pos)?;
            return Ok(Val::One(Cell::Slice(SliceVal { len, ..slice })));
        }
        if count == 0 {
            return Ok(Val::One(Cell::Slice(slice)));
        }
        let size = self.program.world.size_of(elem).unwrap_or(1).max(1);
        let cap = grown(u64::from(slice.cap), u64::from(len));
        let cap = rounded(cap, size);
        let mut cells = self.elements(slice, width, pos)?;
        cells.extend_from_slice(added);
        let zero = self.program.layouts.zero(elem);
        while width > 0 && cells.len() < cap as usize * width as usize {
            cells.extend_from_slice(&zero);
        }
        let new_cells = cells.clone();
        let ptr = self.allocate_cells(frame, site, cells, Some(cap * size));
        let region = self.memory.region(ptr.obj);
        let region = region.unwrap_or(super::memory::Region::Nowhere);
        self.check(region, &new_cells, "the backing store of an append", pos)?;
        let cap = cap as u32;
        let ptr = Some(ptr);
        Ok(Val::One(Cell::Slice(SliceVal { ptr, len, cap })))
    }

    /// The entry of a map.
    pub fn map_entry(&mut self, map: Option<Ptr>, key: &[Cell], pos: Pos) -> Step<Option<Val>> {
        let atoms = self.key_atoms(key)?;
        let Some(ptr) = map else {
            return Ok(None);
        };
        match self.memory.map(ptr.obj) {
            Some(map) => Ok(map.get(&atoms).map(|entry| Val::from_cells(&entry.value))),
            None => Err(self.dangling(ptr.obj, "a use of a map", pos)),
        }
    }

    /// Sets the entry of a map. Its contents are on the heap, wherever the map itself is.
    pub fn set_entry(
        &mut self,
        map: Option<Ptr>,
        key: &Rc<[Cell]>,
        value: &[Cell],
        pos: Pos,
    ) -> Step<()> {
        let atoms = self.key_atoms(key)?;
        let Some(ptr) = map else {
            return Err(self.throw(RuntimeError::NilMap));
        };
        let heap = super::memory::Region::Heap;
        self.check(heap, key, "a map's key", pos)?;
        self.check(heap, value, "a map's value", pos)?;
        match self.memory.map_mut(ptr.obj) {
            Some(map) => {
                map.insert(atoms, Rc::clone(key), value.into());
                Ok(())
            }
            None => Err(self.dangling(ptr.obj, "a use of a map", pos)),
        }
    }

    /// Starts an iteration.
    pub fn iter_new(&mut self, frame: &Frame<'a, 'p>, x: Value) -> Step<Val> {
        let val = frame.val(x);
        let ty = self.type_of(frame, x)?;
        let iter = match (val.cells(), self.program.world.underlying_kind(ty)) {
            ([Cell::Str(text)], _) => Iter::Text(text.clone(), 0),
            ([Cell::Ptr(ptr)], TypeKind::Map(..)) => Iter::Map(*ptr, 0),
            _channel => return Err(self.unsupported("channels", frame.pos(x))),
        };
        self.iters.push(iter);
        Ok(Val::Iter(self.iters.len() as u32 - 1))
    }

    /// The next step of an iteration.
    pub fn iter_next(&mut self, frame: &Frame<'a, 'p>, iter: Value, ty: TypeId) -> Step<Val> {
        let Val::Iter(number) = frame.val(iter) else {
            return Err(self.unsupported("an iteration over this type", frame.pos(iter)));
        };
        let Some(state) = self.iters.get(number as usize).cloned() else {
            return Err(self.unsupported("an iteration that has ended", frame.pos(iter)));
        };
        let (state, step) = match state {
            Iter::Text(text, at) => {
                let rest = text.bytes().get(at..).unwrap_or(&[]);
                if rest.is_empty() {
                    (Iter::Text(text, at), None)
                } else {
                    let (rune, width) = first_rune(rest);
                    let step = (Val::int(at as i64), Val::int(i64::from(rune)));
                    (Iter::Text(text, at + width), Some(step))
                }
            }
            Iter::Map(ptr, at) => {
                let map = ptr.and_then(|ptr| self.memory.map(ptr.obj));
                match map.and_then(|map| map.next(at)) {
                    Some((next, entry)) => {
                        let step = (Val::from_cells(&entry.key), Val::from_cells(&entry.value));
                        (Iter::Map(ptr, next), Some(step))
                    }
                    None => (Iter::Map(ptr, at), None),
                }
            }
        };
        self.iters[number as usize] = state;
        let is_last = step.is_none() && number as usize + 1 == self.iters.len();
        if is_last {
            self.iters.pop();
        }
        Ok(match step {
            Some((key, value)) => Val::tuple(vec![Val::bool(true), key, value]),
            None => self.no_step(ty),
        })
    }

    fn no_step(&self, ty: TypeId) -> Val {
        let mut parts = vec![Val::bool(false)];
        if let TypeKind::Tuple(types) = self.program.world.underlying_kind(ty) {
            let zeros = types.iter().skip(1);
            parts.extend(zeros.map(|&ty| Val::from_cells(&self.program.layouts.zero(ty))));
        }
        Val::tuple(parts)
    }
}

/// The capacity that fills the block which the allocator gives for so many elements.
fn rounded(cap: u64, size: u64) -> u64 {
    use crate::placement::size_class::{MAX_SMALL_SIZE, PAGE_SIZE, SIZE_CLASSES};
    let bytes = cap.saturating_mul(size);
    let block = if bytes <= MAX_SMALL_SIZE {
        let class = SIZE_CLASSES
            .iter()
            .find(|&&class| u64::from(class) >= bytes);
        class.map_or(bytes, |&class| u64::from(class))
    } else {
        bytes.div_ceil(PAGE_SIZE) * PAGE_SIZE
    };
    block / size
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capacities_grow_as_in_go() {
        let steps = |size| {
            let mut cap = 0;
            let mut seen = Vec::new();
            for len in 1..=40 {
                if len > cap {
                    cap = rounded(grown(cap, len), size);
                    seen.push(cap);
                }
            }
            seen
        };
        assert_eq!(steps(8), [1, 2, 4, 8, 16, 32, 64]);
        assert_eq!(steps(1), [8, 16, 32, 64]);
        assert_eq!(rounded(grown(0, 5), 8), 6);
    }
}
