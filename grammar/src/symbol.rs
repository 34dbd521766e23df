//! Interned names.
//!
//! Every identifier and literal text of a program is stored once for the life of the process and named by a [`Symbol`].
//! The table is shared by all threads, so symbols of different files compare by number. The numbers depend on the order in
//! which threads meet the names: order by [`Symbol::as_str`], never by number, wherever the order can reach output.

use std::fmt;
use std::hash::BuildHasher;
use std::sync::{LazyLock, RwLock};

use rustc_hash::{FxBuildHasher, FxHashMap};

/// A name that is stored once: four bytes, compared by number.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Symbol(u32);

const SHARD_BITS: u32 = 5;
const SHARDS: usize = 1 << SHARD_BITS;

#[derive(Default)]
struct Shard {
    by_text: FxHashMap<&'static str, u32>,
    texts: Vec<&'static str>,
}

struct Table {
    shards: Vec<RwLock<Shard>>,
    hasher: FxBuildHasher,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| Table {
    shards: (0..SHARDS).map(|_| RwLock::default()).collect(),
    hasher: FxBuildHasher,
});

impl Table {
    fn shard_of(&self, text: &str) -> usize {
        (self.hasher.hash_one(text) >> (64 - SHARD_BITS)) as usize
    }
}

impl Symbol {
    /// The symbol of `text`, made if it is new. O(length).
    pub fn intern(text: &str) -> Symbol {
        let index = TABLE.shard_of(text);
        let lock = &TABLE.shards[index];
        let read = lock.read().unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some(&n) = read.by_text.get(text) {
            return Symbol::pack(index, n);
        }
        drop(read);
        let mut shard = lock
            .write()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some(&n) = shard.by_text.get(text) {
            return Symbol::pack(index, n);
        }
        let kept: &'static str = Box::leak(text.to_owned().into_boxed_str());
        let n = shard.texts.len() as u32;
        shard.texts.push(kept);
        shard.by_text.insert(kept, n);
        Symbol::pack(index, n)
    }

    /// The text of this symbol. O(1).
    pub fn as_str(self) -> &'static str {
        let lock = &TABLE.shards[self.0 as usize % SHARDS];
        let shard = lock.read().unwrap_or_else(|poisoned| poisoned.into_inner());
        shard.texts[self.0 as usize / SHARDS]
    }

    fn pack(shard: usize, n: u32) -> Symbol {
        Symbol(n << SHARD_BITS | shard as u32)
    }

    /// Whether this is the blank identifier `_`.
    pub fn is_blank(self) -> bool {
        static BLANK: LazyLock<Symbol> = LazyLock::new(|| Symbol::intern("_"));
        self == *BLANK
    }

    /// Whether other packages can see an object of this name: its first letter is upper case.
    pub fn is_exported(self) -> bool {
        self.as_str().chars().next().is_some_and(char::is_uppercase)
    }
}

impl fmt::Debug for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
