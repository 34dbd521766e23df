//! Lists without duplicates whose entries are found by hash.

use std::hash::Hash;

use rustc_hash::FxHashMap;

/// Entries in the order in which they were first added.
pub(super) struct Numbered<T> {
    list: Vec<T>,
    numbers: FxHashMap<T, usize>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Numbered<T> {
        Numbered {
            list: Vec::new(),
            numbers: FxHashMap::default(),
        }
    }
}

impl<T: Clone + Eq + Hash> Numbered<T> {
    /// Adds an entry unless it is there.
    pub fn insert(&mut self, entry: T) {
        if !self.numbers.contains_key(&entry) {
            self.numbers.insert(entry.clone(), self.list.len());
            self.list.push(entry);
        }
    }

    /// The number of an entry.
    pub fn number(&self, entry: &T) -> Option<usize> {
        self.numbers.get(entry).copied()
    }

    /// All of them, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.list.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }
}
