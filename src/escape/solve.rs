//! THE SOLVER: whose address reaches something that outlives it?
//!
//! From each location a *walk* goes against the edges and finds, for every location that flows to it, the least number of
//! dereferences on the way (Bellman and Ford's relaxation over a queue: weights may be −1, but a count never stays below 0, so
//! cycles end). A location reached with −1 has its address in the root; if the root outlives it, it escapes. A parameter
//! that is reached leaks. What a walk finds out about a location may concern other walks, so the location is walked (again).
//!
//! ```text
//! x := 1; p := &x; gp = p        heap ← p 0,  p ← x −1        walk from the heap: p at 0, x at −1: x escapes
//! ```
//!
//! INVARIANTS. Attributes and leaks only grow; an escaping location is a root of its own, and no walk goes through it. Queues,
//! orders and multiplicities are gc's, because the messages of `-m=2` show them.
//!
//! WALKS THAT CANNOT FIND ANYTHING are left out, where nobody asks for explanations. If a walk from `r` came through `l` with
//! count 0, and `r` outlives all that `l` outlives and has its attributes, then a walk from `l` repeats a part of that one
//! (see `Solver::cover`). If no address is taken anywhere before `l`, and `l` neither outlives parameters nor has attributes
//! to give, it finds nothing either. This keeps long chains of assignments and large recursive batches linear.
//!
//! SOURCE: section 1.6 of the model.

use std::collections::VecDeque;

use super::facts::{Invariant, Leaks, Note, Place};
use super::graph::{Attrs, FlowGraph, Frozen, Loc, Location, Node, Role, pseudo};
use crate::callgraph::nesting::Nesting;
use crate::ir::FuncId;
use crate::rules::{ReleaseRule, Rules};

/// What the solver asks of its surroundings and tells them.
pub trait Observer {
    /// The literal of the current batch that a location is the closure of, with the locations of its results.
    fn literal(&self, location: &Location) -> Option<(FuncId, Vec<Loc>)>;
    /// A location escapes: its address reaches `root`.
    fn escapes(&mut self, graph: &FlowGraph, trail: Trail<'_>, invariant: Invariant);
    /// A parameter leaks to `root`.
    fn leaks(&mut self, graph: &FlowGraph, trail: Trail<'_>, derefs: i32);
}

/// The way from a location to the root of the current walk.
#[derive(Clone, Copy)]
pub struct Trail<'a> {
    /// Where it begins.
    pub of: Loc,
    /// Where it ends.
    pub root: Loc,
    edges: &'a Frozen,
    steps: &'a [Step],
}

/// One step of a trail.
#[derive(Clone, PartialEq, Debug)]
pub struct TrailStep {
    /// Where to.
    pub dst: Place,
    /// Where from.
    pub src: Place,
    /// Dereferences.
    pub derefs: i32,
    /// The operations on the way.
    pub notes: Vec<Note>,
}

impl Trail<'_> {
    /// The steps, up to `limit` of them and the last one; and whether some are left out or the way is a cycle.
    ///
    /// A chain of n assignments may carry n addresses, so ways without limit are a square of the program's size.
    pub fn steps(&self, graph: &FlowGraph, limit: usize) -> (Vec<TrailStep>, bool) {
        let mut path = Vec::new();
        let mut at = self.of;
        let mut seen = rustc_hash::FxHashSet::default();
        let mut incomplete = false;
        loop {
            if !seen.insert(at) {
                incomplete = true;
                break;
            }
            let step = self.steps[at.index()];
            path.push((at, step));
            if step.dst == self.root {
                break;
            }
            if path.len() >= limit {
                incomplete = true;
                // A shorter way to it may have been found since.
                let exit = self.steps[self.of.index()].exit;
                let last = self.steps[exit.index()];
                path.extend((last.dst == self.root).then_some((exit, last)));
                break;
            }
            at = step.dst;
        }
        let steps = path.into_iter().map(|(src, step)| {
            let edge = self.edges.edge(step.edge as usize);
            TrailStep {
                dst: graph.at(step.dst).place(),
                src: graph.at(src).place(),
                derefs: edge.derefs,
                notes: graph.notes(edge.notes),
            }
        });
        (steps.collect(), incomplete)
    }
}

/// The next location on the way to the root, and the edge to it.
#[derive(Clone, Copy, Debug)]
struct Step {
    dst: Loc,
    edge: u32,
    /// The last location before the root.
    exit: Loc,
}

/// How far a location's own walk is known to be useless.
#[derive(Clone, Copy, Default, Debug)]
struct Cover {
    /// By a root that escapes.
    fully: bool,
    /// By roots that live as long, with these attributes.
    partly: bool,
    attrs: Attrs,
    /// By results of top-level functions: of one, and of a second one.
    result_of: Option<FuncId>,
    of_another: bool,
}

/// The state of walks, used for batch after batch.
#[derive(Debug, Default)]
pub struct Solver {
    edges: Frozen,
    walk: u32,
    reached: Vec<u32>,
    queued: Vec<u32>,
    derefs: Vec<i32>,
    steps: Vec<Step>,
    queued_root: Vec<bool>,
    cover: Vec<Cover>,
    relevant: Vec<bool>,
    roots: VecDeque<Loc>,
    queue: VecDeque<Loc>,
}

/// What does not change while a batch is solved.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// The release's rules.
    pub rules: Rules,
    /// The literals.
    pub nesting: &'a Nesting,
    /// Every walk's messages are wanted.
    pub explain: bool,
}

impl Solver {
    /// Finds out everything about the batch. `lost` says, by function, whether somebody may call it whose results nobody
    /// follows.
    pub fn solve(
        &mut self,
        setting: Setting<'_>,
        graph: &mut FlowGraph,
        lost: &mut [bool],
        observer: &mut dyn Observer,
    ) {
        self.begin(graph);
        while let Some(root) = self.roots.pop_front() {
            self.queued_root[root.index()] = false;
            self.lose_results(setting, graph, lost, observer, root);
            if !self.is_useless(setting, graph, root) {
                self.walk(setting, graph, lost, observer, root);
            }
        }
    }

    fn begin(&mut self, graph: &FlowGraph) {
        graph.freeze(&mut self.edges);
        let count = graph.len();
        if self.walk > u32::MAX / 2 {
            self.walk = 0;
            self.reached.fill(0);
            self.queued.fill(0);
        }
        if self.reached.len() < count {
            let nowhere = Step {
                dst: pseudo::blank(),
                edge: 0,
                exit: pseudo::blank(),
            };
            self.reached.resize(count, 0);
            self.queued.resize(count, 0);
            self.derefs.resize(count, 0);
            self.steps.resize(count, nowhere);
        }
        self.queued_root.clear();
        self.queued_root.resize(count, true);
        self.cover.clear();
        self.cover.resize(count, Cover::default());
        self.find_relevant(graph);
        self.roots.clear();
        self.roots
            .extend([pseudo::heap(), pseudo::callee(), pseudo::mutator()]);
        self.roots.extend(graph.locations().rev());
    }

    /// Which locations have an address, or a parameter of a literal, somewhere before them.
    fn find_relevant(&mut self, graph: &FlowGraph) {
        let count = graph.len();
        self.relevant.clear();
        self.relevant.resize(count, false);
        let mut work: Vec<Loc> = Vec::new();
        for (dst, edge) in self.edges.all() {
            if edge.derefs < 0 && !self.relevant[dst.index()] {
                self.relevant[dst.index()] = true;
                work.push(dst);
            }
        }
        if work.is_empty() {
            return;
        }
        // Sources to destinations.
        let mut starts = vec![0u32; count + 1];
        for (_, edge) in self.edges.all() {
            starts[edge.src.index() + 1] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut dsts = vec![pseudo::blank(); sum as usize];
        for (dst, edge) in self.edges.all() {
            let slot = &mut next[edge.src.index()];
            dsts[*slot as usize] = dst;
            *slot += 1;
        }
        while let Some(src) = work.pop() {
            let range = starts[src.index()] as usize..starts[src.index() + 1] as usize;
            for &dst in &dsts[range] {
                if !self.relevant[dst.index()] {
                    self.relevant[dst.index()] = true;
                    work.push(dst);
                }
            }
        }
    }

    fn enqueue(&mut self, setting: Setting<'_>, graph: &FlowGraph, loc: Loc) {
        if self.queued_root[loc.index()] {
            return;
        }
        self.queued_root[loc.index()] = true;
        let first =
            !setting.rules.has(ReleaseRule::QueuedWalks) || graph.at(loc).attrs.has(Attrs::ESCAPES);
        match first {
            true => self.roots.push_front(loc),
            false => self.roots.push_back(loc),
        }
    }

    /// A closure that may be called by somebody unknown: its results must be looked at again.
    fn lose_results(
        &mut self,
        setting: Setting<'_>,
        graph: &FlowGraph,
        lost: &mut [bool],
        observer: &dyn Observer,
        root: Loc,
    ) {
        let location = graph.at(root);
        let tracked = setting.rules.has(ReleaseRule::MutationsAndCalls);
        if !tracked || !location.attrs.has(Attrs::CALLS) {
            return;
        }
        let Some((literal, results)) = observer.literal(location) else {
            return;
        };
        let lost = &mut lost[literal.as_u32() as usize];
        if !*lost {
            *lost = true;
            for result in results {
                self.enqueue(setting, graph, result);
            }
        }
    }

    fn walk(
        &mut self,
        setting: Setting<'_>,
        graph: &mut FlowGraph,
        lost: &[bool],
        observer: &mut dyn Observer,
        root: Loc,
    ) {
        self.walk += 1;
        self.reached[root.index()] = self.walk;
        self.derefs[root.index()] = 0;
        let in_order = setting.rules.has(ReleaseRule::QueuedWalks);
        self.queue.clear();
        self.queue.push_back(root);
        while let Some(loc) = match in_order {
            true => self.queue.pop_front(),
            false => self.queue.pop_back(),
        } {
            self.queued[loc.index()] = 0;
            let reached = self.derefs[loc.index()];
            let visit = Visit {
                setting,
                lost,
                root,
                loc,
                reached,
            };
            if self.visit(visit, graph, observer) {
                self.relax(graph, root, loc, reached.max(0), in_order);
            }
        }
    }

    fn relax(&mut self, graph: &FlowGraph, root: Loc, loc: Loc, derefs: i32, in_order: bool) {
        for number in self.edges.range(loc) {
            let edge = self.edges.edge(number);
            let src = edge.src.index();
            if graph.at(edge.src).attrs.has(Attrs::ESCAPES) {
                continue;
            }
            let derefs = derefs.saturating_add(edge.derefs);
            if self.reached[src] == self.walk && self.derefs[src] <= derefs {
                continue;
            }
            self.reached[src] = self.walk;
            self.derefs[src] = derefs;
            self.steps[src] = Step {
                dst: loc,
                edge: u32::try_from(number).unwrap_or(u32::MAX),
                exit: match loc == root {
                    true => edge.src,
                    false => self.steps[loc.index()].exit,
                },
            };
            if !in_order || self.queued[src] != self.walk {
                self.queued[src] = self.walk;
                self.queue.push_back(edge.src);
            }
        }
    }

    /// Notes what the walk says about a location; false if the walk does not go through it.
    fn visit(
        &mut self,
        visit: Visit<'_>,
        graph: &mut FlowGraph,
        observer: &mut dyn Observer,
    ) -> bool {
        let Visit {
            setting,
            root,
            loc,
            reached,
            ..
        } = visit;
        let outlives = self.outlives(visit, graph);
        let derefs = reached.max(0);
        let root_attrs = graph.at(root).attrs;
        let (escaped, is_param) = {
            let location = graph.at(loc);
            let escaped = location.attrs.has(Attrs::ESCAPES);
            (escaped, location.role == Role::Param)
        };
        let leaks_first = setting.rules.has(ReleaseRule::LeaksBeforeEscapes);
        if leaks_first && is_param && outlives {
            self.leak(visit, graph, observer, derefs);
        }
        let mut new = Attrs::NONE;
        if reached < 0 {
            if outlives {
                if !escaped {
                    let invariant = invariant(graph, root);
                    observer.escapes(graph, self.trail(loc, root), invariant);
                }
                new = Attrs::ALL;
            } else if root_attrs.has(Attrs::PERSISTS) {
                new = Attrs::PERSISTS;
            }
        }
        if derefs == 0 {
            new = new.union(root_attrs.common(Attrs(Attrs::MUTATES.0 | Attrs::CALLS.0)));
        }
        if !leaks_first && is_param {
            if outlives {
                self.leak(visit, graph, observer, derefs);
            }
            let leaks = &mut graph.at_mut(loc).leaks;
            if root_attrs.has(Attrs::MUTATES) {
                leaks.add_mutator(derefs);
            }
            if root_attrs.has(Attrs::CALLS) {
                leaks.add_callee(derefs);
            }
        }
        let attrs = graph.at(loc).attrs;
        if !attrs.has(new) {
            graph.at_mut(loc).attrs = attrs.union(new);
            self.enqueue(setting, graph, loc);
            if graph.at(loc).attrs.has(Attrs::ESCAPES) {
                return false;
            }
        }
        if derefs == 0 && loc != root {
            self.cover(setting, graph, root, loc);
        }
        true
    }

    fn leak(
        &self,
        visit: Visit<'_>,
        graph: &mut FlowGraph,
        observer: &mut dyn Observer,
        derefs: i32,
    ) {
        let Visit {
            setting, root, loc, ..
        } = visit;
        if !graph.at(loc).attrs.has(Attrs::ESCAPES) {
            observer.leaks(graph, self.trail(loc, root), derefs);
        }
        let result = own_result(graph.at(root), graph.at(loc).func)
            .filter(|&result| result < setting.rules.tracked_results());
        let leaks: &mut Leaks = &mut graph.at_mut(loc).leaks;
        if !result.is_some_and(|result| leaks.add_result(result, derefs)) {
            leaks.add_heap(derefs);
        }
    }

    fn trail(&self, of: Loc, root: Loc) -> Trail<'_> {
        Trail {
            of,
            root,
            edges: &self.edges,
            steps: &self.steps,
        }
    }

    fn outlives(&self, visit: Visit<'_>, graph: &FlowGraph) -> bool {
        let Visit {
            setting,
            lost,
            root,
            loc,
            ..
        } = visit;
        outlives(setting.nesting, lost, root, graph.at(root), graph.at(loc))
    }

    /// Whether the walk would only repeat what others did.
    fn is_useless(&self, setting: Setting<'_>, graph: &FlowGraph, root: Loc) -> bool {
        if root.index() < pseudo::COUNT {
            return false;
        }
        let location = graph.at(root);
        let escapes = location.attrs.has(Attrs::ESCAPES);
        let is_result = matches!(location.role, Role::Result(_));
        let has_literals = setting.nesting.has_literals(location.func);
        if setting.explain && (escapes || is_result || has_literals) {
            return false;
        }
        let gives = location.attrs.0 & (Attrs::MUTATES.0 | Attrs::CALLS.0) != 0;
        if !self.relevant[root.index()] && !escapes && !is_result && !has_literals && !gives {
            return location.loop_depth > 0;
        }
        let cover = self.cover[root.index()];
        if cover.fully {
            return true;
        }
        if escapes {
            return false;
        }
        match is_result {
            true => cover.of_another && !gives,
            false => cover.partly && cover.attrs.has(location.attrs),
        }
    }

    /// Notes that the walk from `root` does all that a walk from `loc` would do.
    ///
    /// It came through `loc` with count 0, so it reaches all that `loc` reaches with at most as many dereferences. It remains
    /// that `root` outlives what `loc` outlives and has its attributes. Results of top-level functions outlive everything,
    /// but a leak of one's own parameter to it counts as a leak to a result only: for results of other functions it takes
    /// two of them.
    fn cover(&mut self, setting: Setting<'_>, graph: &FlowGraph, root: Loc, loc: Loc) {
        let (by, of) = (graph.at(root), graph.at(loc));
        let cover = &mut self.cover[loc.index()];
        if by.attrs.has(Attrs::ESCAPES) {
            cover.fully = true;
            return;
        }
        if root.index() < pseudo::COUNT {
            return;
        }
        let is_result = matches!(by.role, Role::Result(_));
        let outlives_all = is_result && setting.nesting.is_outermost(by.func);
        if matches!(of.role, Role::Result(_)) {
            if outlives_all && by.func != of.func {
                match cover.result_of {
                    Some(first) => cover.of_another |= first != by.func,
                    None => cover.result_of = Some(by.func),
                }
            }
            return;
        }
        let lives_as_long = by.func == of.func && by.loop_depth <= of.loop_depth;
        if of.loop_depth > 0 && (outlives_all || (!is_result && lives_as_long)) {
            cover.attrs = match cover.partly {
                true => cover.attrs.union(by.attrs),
                false => by.attrs,
            };
            cover.partly = true;
        }
    }
}

/// A location on its walk.
#[derive(Clone, Copy)]
struct Visit<'a> {
    setting: Setting<'a>,
    lost: &'a [bool],
    root: Loc,
    loc: Loc,
    /// Dereferences, −1 for the address.
    reached: i32,
}

/// The result's number, if the location is a result of the function that does not escape.
fn own_result(root: &Location, func: FuncId) -> Option<u32> {
    match root.role {
        Role::Result(result) if root.func == func && !root.attrs.has(Attrs::ESCAPES) => {
            Some(result)
        }
        _other => None,
    }
}

/// Which invariant breaks if what lies on the stack has its address in the root.
fn invariant(graph: &FlowGraph, root: Loc) -> Invariant {
    match graph.at(root).attrs.has(Attrs::ESCAPES) {
        true => Invariant::NoStackPointerInHeap,
        false => Invariant::NoOutlivingPointer,
    }
}

/// Whether `root` may still be used when `other` is gone (section 1.5 of the model).
pub fn outlives(
    nesting: &Nesting,
    lost: &[bool],
    root_loc: Loc,
    root: &Location,
    other: &Location,
) -> bool {
    if root.attrs.has(Attrs::ESCAPES) {
        return true;
    }
    if matches!(root.node, Node::Mutator | Node::Callee | Node::Blank)
        || root_loc.index() < pseudo::COUNT
    {
        return false;
    }
    if matches!(root.role, Role::Result(_)) {
        // The caller is the function around the literal: it may hold on to the variables of that function.
        let tracked = !lost[root.func.as_u32() as usize];
        return !(tracked && nesting.contains(other.func, root.func));
    }
    if root.func == other.func && root.loop_depth < other.loop_depth {
        return true;
    }
    nesting.contains(root.func, other.func)
}
