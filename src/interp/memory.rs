//! The objects of an execution: where each lies, what is in it, and the check of both invariants.

use std::num::NonZeroU32;

use super::map::MapData;
use super::stats::SiteKey;
use super::value::{Cell, ObjRef, Ptr};
use crate::escape::facts::Invariant;

/// Where an object lies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Region {
    /// Data that exists before the program starts.
    Static,
    /// The heap.
    Heap,
    /// No memory of its own: nothing is checked.
    Nowhere,
    /// A frame: its number on the stack, and the loop depth of the object.
    Stack { depth: u32, loop_depth: u32 },
}

/// A loop depth that no check of the same frame applies to.
pub(super) const ANY_DEPTH: u32 = u32::MAX;

/// What an object holds.
#[derive(Clone, Debug)]
pub(super) enum Payload {
    /// Go values.
    Cells(Vec<Cell>),
    /// A map.
    Map(Box<MapData>),
    /// A function value: what is called, and what it captured.
    Func(super::calls::Target, Vec<Cell>),
    /// The life of a string's bytes.
    Bytes,
}

#[derive(Debug)]
struct Slot {
    generation: u32,
    region: Region,
    site: Option<SiteKey>,
    /// None once the object has ended.
    payload: Option<Payload>,
}

/// All objects.
#[derive(Debug, Default)]
pub(super) struct Memory {
    slots: Vec<Slot>,
    free: Vec<u32>,
}

impl Memory {
    /// A new object.
    pub fn add(&mut self, region: Region, site: Option<SiteKey>, payload: Payload) -> ObjRef {
        let slot = |generation| Slot {
            generation,
            region,
            site,
            payload: Some(payload),
        };
        let (at, generation) = match self.free.pop() {
            Some(at) => {
                let generation = self.slots[at as usize].generation;
                self.slots[at as usize] = slot(generation);
                (at, generation)
            }
            None => {
                self.slots.push(slot(0));
                (self.slots.len() as u32 - 1, 0)
            }
        };
        ObjRef {
            index: NonZeroU32::MIN.saturating_add(at),
            generation,
        }
    }

    /// Ends an object: whoever still points to it holds a dangling pointer.
    pub fn end(&mut self, obj: ObjRef) {
        if let Some(slot) = self.slot_mut(obj) {
            slot.payload = None;
            slot.generation += 1;
            self.free.push(obj.index.get() - 1);
        }
    }

    fn slot(&self, obj: ObjRef) -> Option<&Slot> {
        let slot = self.slots.get(obj.index.get() as usize - 1)?;
        (slot.generation == obj.generation).then_some(slot)
    }

    fn slot_mut(&mut self, obj: ObjRef) -> Option<&mut Slot> {
        let slot = self.slots.get_mut(obj.index.get() as usize - 1)?;
        (slot.generation == obj.generation).then_some(slot)
    }

    /// Where the object lies; none if it has ended.
    pub fn region(&self, obj: ObjRef) -> Option<Region> {
        self.slot(obj).map(|slot| slot.region)
    }

    /// The site that made the object. Also of an object that has ended, as long as its memory is not used again.
    pub fn site(&self, obj: ObjRef) -> Option<SiteKey> {
        self.slots.get(obj.index.get() as usize - 1)?.site
    }

    /// What is in the object; none if it has ended.
    pub fn payload(&self, obj: ObjRef) -> Option<&Payload> {
        self.slot(obj)?.payload.as_ref()
    }

    /// What is in the object, to change it.
    pub fn payload_mut(&mut self, obj: ObjRef) -> Option<&mut Payload> {
        self.slot_mut(obj)?.payload.as_mut()
    }

    /// The cells from a pointer on; none if the object has ended or is not made of so many cells.
    pub fn cells(&self, ptr: Ptr, count: u32) -> Option<&[Cell]> {
        match self.payload(ptr.obj)? {
            Payload::Cells(cells) | Payload::Func(_, cells) => {
                cells.get(ptr.off as usize..ptr.off as usize + count as usize)
            }
            Payload::Map(_) | Payload::Bytes => None,
        }
    }

    /// The same, to change them.
    pub fn cells_mut(&mut self, ptr: Ptr, count: u32) -> Option<&mut [Cell]> {
        match self.payload_mut(ptr.obj)? {
            Payload::Cells(cells) | Payload::Func(_, cells) => {
                cells.get_mut(ptr.off as usize..ptr.off as usize + count as usize)
            }
            Payload::Map(_) | Payload::Bytes => None,
        }
    }

    /// The map; none if the object has ended or is no map.
    pub fn map(&self, obj: ObjRef) -> Option<&MapData> {
        match self.payload(obj)? {
            Payload::Map(map) => Some(map),
            Payload::Cells(_) | Payload::Func(..) | Payload::Bytes => None,
        }
    }

    /// The same, to change it.
    pub fn map_mut(&mut self, obj: ObjRef) -> Option<&mut MapData> {
        match self.payload_mut(obj)? {
            Payload::Map(map) => Some(map),
            Payload::Cells(_) | Payload::Func(..) | Payload::Bytes => None,
        }
    }

    /// Whether a container in that region may hold these values; if not, which invariant breaks, and on which object.
    pub fn may_hold(&self, container: Region, cells: &[Cell]) -> Result<(), (Invariant, ObjRef)> {
        for cell in cells {
            let Some(obj) = cell.refers_to() else {
                continue;
            };
            let Some(pointee) = self.region(obj) else {
                return Err((Invariant::NoOutlivingPointer, obj));
            };
            broken(container, pointee).map_or(Ok(()), |invariant| Err((invariant, obj)))?;
        }
        Ok(())
    }
}

/// The invariant that breaks when `container` holds a pointer to `pointee`.
fn broken(container: Region, pointee: Region) -> Option<Invariant> {
    let Region::Stack { depth, loop_depth } = pointee else {
        return None;
    };
    match container {
        Region::Nowhere => None,
        Region::Static | Region::Heap => Some(Invariant::NoStackPointerInHeap),
        Region::Stack {
            depth: own,
            loop_depth: own_loop,
        } => {
            let inner_loop = loop_depth != ANY_DEPTH && own_loop < loop_depth;
            let outlives = depth > own || (depth == own && inner_loop);
            outlives.then_some(Invariant::NoOutlivingPointer)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stack(depth: u32, loop_depth: u32) -> Region {
        Region::Stack { depth, loop_depth }
    }

    #[test]
    fn the_two_invariants() {
        assert_eq!(
            broken(Region::Heap, stack(1, 1)),
            Some(Invariant::NoStackPointerInHeap)
        );
        assert_eq!(
            broken(stack(1, 1), stack(2, 1)),
            Some(Invariant::NoOutlivingPointer)
        );
        assert_eq!(
            broken(stack(1, 1), stack(1, 2)),
            Some(Invariant::NoOutlivingPointer)
        );
        assert_eq!(broken(stack(2, 1), stack(1, 2)), None);
        assert_eq!(broken(stack(1, 2), stack(1, 1)), None);
        assert_eq!(broken(Region::Static, Region::Heap), None);
    }

    #[test]
    fn ended_objects_are_poisoned() {
        let mut memory = Memory::default();
        let old = memory.add(stack(1, 1), None, Payload::Cells(vec![Cell::Int(1)]));
        memory.end(old);
        let new = memory.add(Region::Heap, None, Payload::Cells(vec![Cell::Int(2)]));
        assert_eq!(old.index, new.index);
        let at = |obj| Ptr { obj, off: 0 };
        assert!(memory.cells(at(old), 1).is_none());
        assert!(memory.cells(at(new), 1).is_some());
        let held = [Cell::Ptr(Some(at(old)))];
        assert_eq!(
            memory.may_hold(Region::Heap, &held),
            Err((Invariant::NoOutlivingPointer, old))
        );
    }
}
