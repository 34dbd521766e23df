//! Maps: entries in order of insertion, found by an exact form of their keys.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::value::{Cell, Ptr};
use crate::types::TypeId;

/// A key's cell in a form that compares as Go's `==` does.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum Atom {
    Bool(bool),
    Int(i64),
    /// The bits of a float; both zeros are the same.
    Float(u64),
    /// A NaN, which equals nothing: each one has a number of its own.
    Nan(u64),
    Str(Rc<[u8]>),
    Ptr(Option<Ptr>),
    /// An interface's dynamic type; the atoms of its value follow.
    Type(Option<TypeId>),
}

/// One entry.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub key: Rc<[Cell]>,
    pub value: Rc<[Cell]>,
}

/// A map.
#[derive(Clone, Debug, Default)]
pub(super) struct MapData {
    entries: Vec<Option<Entry>>,
    index: FxHashMap<Box<[Atom]>, usize>,
}

impl MapData {
    /// The number of entries.
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// The entry of a key.
    pub fn get(&self, key: &[Atom]) -> Option<&Entry> {
        self.index
            .get(key)
            .and_then(|&at| self.entries.get(at)?.as_ref())
    }

    /// Sets an entry; the old key stays, as in Go.
    pub fn insert(&mut self, atoms: Box<[Atom]>, key: Rc<[Cell]>, value: Rc<[Cell]>) {
        let known = self.index.get(&atoms).copied();
        match known
            .and_then(|at| self.entries.get_mut(at))
            .and_then(Option::as_mut)
        {
            Some(entry) => entry.value = value,
            None => {
                self.index.insert(atoms, self.entries.len());
                self.entries.push(Some(Entry { key, value }));
            }
        }
    }

    /// Removes an entry, if it is there.
    pub fn remove(&mut self, key: &[Atom]) {
        if let Some(at) = self.index.remove(key) {
            self.entries[at] = None;
        }
    }

    /// Removes all entries.
    pub fn clear(&mut self) {
        self.index.clear();
        self.entries.iter_mut().for_each(|entry| *entry = None);
    }

    /// The first entry at or behind a place, with the place behind it.
    pub fn next(&self, from: usize) -> Option<(usize, &Entry)> {
        let rest = self.entries.get(from..)?;
        let found = rest.iter().position(Option::is_some)?;
        let entry = rest.get(found)?.as_ref()?;
        Some((from + found + 1, entry))
    }

    /// All entries.
    pub fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().flatten()
    }
}
