//! The weighted location graph of one batch.
//!
//! A *location* is something that holds values: a variable, the object that an expression allocates, the heap. An edge
//! `dst ← src` with `derefs` says that a value of `src`, dereferenced that often, may be stored in `dst`; −1 stands for the
//! address of `src`. Edges run from destination to source, the way that the walks of the solver go.
//!
//! ```text
//! p = &x     p ← x −1        p = *q     p ← q 1        p = q.f (q a pointer)     p ← q 1
//! ```
//!
//! While a batch is read, edges go into a petgraph `DiGraph`. Its adjacency lists run from the newest edge to the oldest, but the
//! solver must see edges in the order in which they were made; [`FlowGraph::freeze`] sorts them once.

use petgraph::graph::{DiGraph, NodeIndex};

use super::facts::{Leaks, Note, Place};
use crate::ir::{FuncId, LocalId, SiteId};

/// The number of a location in its batch.
pub type Loc = NodeIndex<u32>;

/// What is known of a location's storage.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub struct Attrs(pub u8);

impl Attrs {
    /// Its own address reaches something that outlives it.
    pub const ESCAPES: Attrs = Attrs(1);
    /// It must live longer than the statement.
    pub const PERSISTS: Attrs = Attrs(2);
    /// What its value points to may be written.
    pub const MUTATES: Attrs = Attrs(4);
    /// Closures reachable from it may be called with nobody following their results.
    pub const CALLS: Attrs = Attrs(8);
    /// Everything; escaping implies the rest.
    pub const ALL: Attrs = Attrs(15);
    /// None.
    pub const NONE: Attrs = Attrs(0);

    /// Whether all of `other` are set.
    pub fn has(self, other: Attrs) -> bool {
        self.0 & other.0 == other.0
    }

    /// Both.
    pub fn union(self, other: Attrs) -> Attrs {
        Attrs(self.0 | other.0)
    }

    /// What both have.
    pub fn common(self, other: Attrs) -> Attrs {
        Attrs(self.0 & other.0)
    }
}

/// What a location stands for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Node {
    /// All memory that is not on a stack.
    Heap,
    /// Where values go whose memory is written.
    Mutator,
    /// Where func values go that are called with results nobody follows.
    Callee,
    /// Where values go that nobody keeps.
    Blank,
    /// A point through which values pass on their way to several places.
    Temp,
    /// A variable, of the function that declares it.
    Local(LocalId),
    /// What an expression allocates.
    Site(SiteId),
}

/// What a variable is for its callers.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Role {
    /// Nothing to them.
    Inner,
    /// A parameter or receiver.
    Param,
    /// A result, by its number.
    Result(u32),
}

/// A vertex of the graph.
#[derive(Clone, PartialEq, Debug)]
pub struct Location {
    /// What it stands for.
    pub node: Node,
    /// The function that it belongs to; of no meaning for the pseudo locations.
    pub func: FuncId,
    /// How deep in loops it is declared: 1 outside of all, 0 for what `append` makes.
    pub loop_depth: u32,
    /// What it is for callers.
    pub role: Role,
    /// What is known of its storage.
    pub attrs: Attrs,
    /// A literal captures it.
    pub captured: bool,
    /// It is assigned to after its declaration.
    pub reassigned: bool,
    /// Its address is taken.
    pub addr_taken: bool,
    /// Where its value leaks to, if it is a parameter.
    pub leaks: Leaks,
}

impl Location {
    /// What explanations call it.
    pub fn place(&self) -> Place {
        match self.node {
            Node::Heap => Place::Heap,
            Node::Mutator | Node::Callee | Node::Blank | Node::Temp => Place::Temp,
            Node::Local(local) => Place::Local(self.func, local),
            Node::Site(site) => Place::Site(self.func, site),
        }
    }
}

/// A list of notes in the graph's store: the innermost operation first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Notes(u32);

impl Notes {
    /// No notes.
    pub const NONE: Notes = Notes(u32::MAX);
}

/// An edge, from its destination to its source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Edge {
    /// Dereferences minus address-ofs, at least −1.
    pub derefs: i32,
    /// The operations on the way.
    pub notes: Notes,
}

/// The context in which an expression is evaluated: where its value goes, and what is done with it before.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hole {
    /// Where to.
    pub dst: Loc,
    /// Dereferences minus address-ofs, at least −1.
    pub derefs: i32,
    /// The operations on the way so far.
    pub notes: Notes,
    /// The expression's address is taken here, even if nobody keeps it.
    pub addr_taken: bool,
}

impl Hole {
    /// The location itself.
    pub fn of(dst: Loc) -> Hole {
        Hole {
            dst,
            derefs: 0,
            notes: Notes::NONE,
            addr_taken: false,
        }
    }

    /// With dereferences more, or one less for an address.
    pub fn shift(self, delta: i32) -> Hole {
        debug_assert!(self.derefs + delta >= -1, "the address of an address");
        Hole {
            derefs: (self.derefs + delta).max(-1),
            addr_taken: delta < 0,
            ..self
        }
    }
}

/// The four locations that each batch has.
pub mod pseudo {
    use super::Loc;

    /// All memory that is not on a stack.
    pub fn heap() -> Loc {
        Loc::new(0)
    }
    /// Where values go whose memory is written.
    pub fn mutator() -> Loc {
        Loc::new(1)
    }
    /// Where func values go that are called with results nobody follows.
    pub fn callee() -> Loc {
        Loc::new(2)
    }
    /// Where values go that nobody keeps.
    pub fn blank() -> Loc {
        Loc::new(3)
    }
    /// How many there are.
    pub const COUNT: usize = 4;
}

/// The graph of one batch. Cleared and used again for the next one.
#[derive(Clone, Debug, Default)]
pub struct FlowGraph {
    graph: DiGraph<Location, Edge, u32>,
    notes: Vec<(Note, Notes)>,
}

impl FlowGraph {
    /// Empties the graph and makes the pseudo locations.
    pub fn clear(&mut self) {
        self.graph.clear();
        self.notes.clear();
        let nobody = FuncId::from_u32(0);
        let all = [
            (Node::Heap, Attrs::ALL),
            (Node::Mutator, Attrs::MUTATES),
            (Node::Callee, Attrs::CALLS),
            (Node::Blank, Attrs::NONE),
        ];
        for (node, attrs) in all {
            self.add(node, nobody, 0, attrs);
        }
    }

    /// A new location.
    pub fn add(&mut self, node: Node, func: FuncId, loop_depth: u32, attrs: Attrs) -> Loc {
        self.graph.add_node(Location {
            node,
            func,
            loop_depth,
            role: Role::Inner,
            attrs,
            captured: false,
            reassigned: false,
            addr_taken: false,
            leaks: Leaks::default(),
        })
    }

    /// A location.
    pub fn at(&self, loc: Loc) -> &Location {
        &self.graph[loc]
    }

    /// A location, to be changed.
    pub fn at_mut(&mut self, loc: Loc) -> &mut Location {
        &mut self.graph[loc]
    }

    /// How many locations there are, the pseudo ones included.
    pub fn len(&self) -> usize {
        self.graph.node_count()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.graph.node_count() == 0
    }

    /// The locations in the order in which they were made, without the pseudo ones.
    pub fn locations(&self) -> impl DoubleEndedIterator<Item = Loc> + use<> {
        (pseudo::COUNT..self.graph.node_count()).map(Loc::new)
    }

    /// An edge into the hole.
    pub fn connect(&mut self, hole: Hole, src: Loc) {
        let edge = Edge {
            derefs: hole.derefs,
            notes: hole.notes,
        };
        self.graph.add_edge(hole.dst, src, edge);
    }

    /// The hole with one note more, on the inner side.
    pub fn note(&mut self, hole: Hole, note: Note) -> Hole {
        let notes = Notes(u32::try_from(self.notes.len()).unwrap_or(u32::MAX));
        self.notes.push((note, hole.notes));
        Hole { notes, ..hole }
    }

    /// The notes of a list, innermost first.
    pub fn notes(&self, list: Notes) -> Vec<Note> {
        let mut notes = Vec::new();
        let mut at = list;
        while let Some((note, next)) = self.notes.get(at.0 as usize) {
            notes.push(*note);
            at = *next;
        }
        notes
    }

    /// Sorts the edges by destination, in the order in which they were made. O(locations + edges).
    pub fn freeze(&self, into: &mut Frozen) {
        into.starts.clear();
        into.starts.resize(self.graph.node_count() + 1, 0);
        for edge in self.graph.raw_edges() {
            into.starts[edge.source().index() + 1] += 1;
        }
        let mut sum = 0;
        for start in &mut into.starts {
            sum += *start;
            *start = sum;
        }
        let nothing = FrozenEdge {
            src: pseudo::blank(),
            derefs: 0,
            notes: Notes::NONE,
        };
        into.edges.clear();
        into.edges.resize(self.graph.edge_count(), nothing);
        into.next.clear();
        into.next.extend_from_slice(&into.starts);
        for edge in self.graph.raw_edges() {
            let slot = &mut into.next[edge.source().index()];
            into.edges[*slot as usize] = FrozenEdge {
                src: edge.target(),
                derefs: edge.weight.derefs,
                notes: edge.weight.notes,
            };
            *slot += 1;
        }
    }
}

/// An edge into a location.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FrozenEdge {
    /// Where the value comes from.
    pub src: Loc,
    /// Dereferences minus address-ofs.
    pub derefs: i32,
    /// The operations on the way.
    pub notes: Notes,
}

/// The edges of a graph that has all of them, by destination.
#[derive(Clone, Debug, Default)]
pub struct Frozen {
    starts: Vec<u32>,
    edges: Vec<FrozenEdge>,
    next: Vec<u32>,
}

impl Frozen {
    /// The numbers of the edges into a location, in the order in which they were made.
    pub fn range(&self, dst: Loc) -> std::ops::Range<usize> {
        self.starts[dst.index()] as usize..self.starts[dst.index() + 1] as usize
    }

    /// An edge by its number.
    pub fn edge(&self, number: usize) -> FrozenEdge {
        self.edges[number]
    }

    /// The edges into a location, in the order in which they were made.
    pub fn into(&self, dst: Loc) -> &[FrozenEdge] {
        &self.edges[self.range(dst)]
    }

    /// All edges with their destinations.
    pub fn all(&self) -> impl Iterator<Item = (Loc, FrozenEdge)> {
        (0..self.starts.len().saturating_sub(1)).flat_map(|dst| {
            let dst = Loc::new(dst);
            self.into(dst).iter().map(move |&edge| (dst, edge))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frozen_edges_keep_their_order() {
        let mut graph = FlowGraph::default();
        graph.clear();
        let func = FuncId::from_u32(0);
        let temp = |graph: &mut FlowGraph| graph.add(Node::Temp, func, 1, Attrs::NONE);
        let (a, b, c) = (temp(&mut graph), temp(&mut graph), temp(&mut graph));
        graph.connect(Hole::of(a), b);
        graph.connect(Hole::of(c), a);
        graph.connect(Hole::of(a).shift(1), c);
        graph.connect(Hole::of(a).shift(-1), b);
        let mut frozen = Frozen::default();
        graph.freeze(&mut frozen);
        let frozen = &frozen;
        let into = |loc| -> Vec<(Loc, i32)> {
            let edges = frozen.into(loc).iter();
            edges.map(|edge| (edge.src, edge.derefs)).collect()
        };
        assert_eq!(into(a), [(b, 0), (c, 1), (b, -1)]);
        assert_eq!(into(c), [(a, 0)]);
        assert!(into(b).is_empty());
        assert_eq!(frozen.all().count(), 4);
    }
}
