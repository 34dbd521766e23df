//! The oracle of the solver, for tests: the same definition, without queues, without walks that are left out, without cuts.
//!
//! Round after round, every location is a root; its distances are computed from scratch; all that they say is noted. It ends when
//! a round notes nothing new. O(locations² × edges) a round.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use escargo_testgen::{Size, program};
use proptest::prelude::*;

use super::facts::{Invariant, Leaks};
use super::graph::{Attrs, FlowGraph, Frozen, Hole, Loc, Location, Node, Role, pseudo};
use super::solve::{Observer, Setting, Solver, Trail, outlives};
use crate::callgraph::nesting::Nesting;
use crate::ir::testing::Maker;
use crate::ir::{FuncId, FuncKind, Package, SiteId};
use crate::release::Release;
use crate::rules::Rules;
use crate::{Analyzer, Input, Options};

/// Site n of function 0 is the closure of function n + 1; what is found is counted.
struct Closures {
    results: Vec<Vec<Loc>>,
    escapes: usize,
}

impl Observer for Closures {
    fn literal(&self, location: &Location) -> Option<(FuncId, Vec<Loc>)> {
        let Node::Site(site) = location.node else {
            return None;
        };
        let literal = FuncId::from_u32(site.as_u32() + 1);
        let results = self.results.get(literal.as_u32() as usize)?;
        Some((literal, results.clone()))
    }

    fn escapes(&mut self, graph: &FlowGraph, trail: Trail<'_>, _invariant: Invariant) {
        let (steps, incomplete) = trail.steps(graph, 4);
        assert!(!steps.is_empty() && steps.len() <= 5);
        assert_eq!(steps[0].src, graph.at(trail.of).place());
        // A way that is a cycle is cut off before the root.
        let end = steps.last().map(|step| step.dst);
        assert!(incomplete || end == Some(graph.at(trail.root).place()));
        self.escapes += 1;
    }

    fn leaks(&mut self, _graph: &FlowGraph, _trail: Trail<'_>, derefs: i32) {
        assert!(derefs >= 0);
    }
}

/// The least number of dereferences with which each location reaches the root.
fn distances(edges: &Frozen, count: usize, root: Loc) -> Vec<Option<i32>> {
    let mut found = vec![None; count];
    found[root.index()] = Some(0);
    loop {
        let mut changed = false;
        for (dst, edge) in edges.all() {
            let Some(at) = found[dst.index()] else {
                continue;
            };
            let derefs: i32 = i32::max(at, 0) + edge.derefs;
            let slot = &mut found[edge.src.index()];
            if slot.is_none_or(|old| old > derefs) {
                *slot = Some(derefs);
                changed = true;
            }
        }
        if !changed {
            return found;
        }
    }
}

fn solve_naively(
    graph: &mut FlowGraph,
    nesting: &Nesting,
    lost: &mut [bool],
    closures: &dyn Observer,
    rules: Rules,
) {
    let mut edges = Frozen::default();
    graph.freeze(&mut edges);
    loop {
        let mut changed = false;
        for root in (0..graph.len()).map(Loc::new) {
            if graph.at(root).attrs.has(Attrs::CALLS)
                && let Some((literal, _)) = closures.literal(graph.at(root))
            {
                let lost = &mut lost[literal.as_u32() as usize];
                changed |= !*lost;
                *lost = true;
            }
            let found = distances(&edges, graph.len(), root);
            for (loc, derefs) in (0..graph.len()).map(Loc::new).zip(found) {
                if let Some(derefs) = derefs {
                    changed |= note(graph, nesting, lost, rules, (root, loc, derefs));
                }
            }
        }
        if !changed {
            return;
        }
    }
}

fn note(
    graph: &mut FlowGraph,
    nesting: &Nesting,
    lost: &[bool],
    rules: Rules,
    (root, loc, reached): (Loc, Loc, i32),
) -> bool {
    let outlives = outlives(nesting, lost, root, graph.at(root), graph.at(loc));
    let from = graph.at(root).clone();
    let derefs = reached.max(0);
    let location = graph.at_mut(loc);
    let before = location.clone();
    if reached < 0 && outlives {
        location.attrs = Attrs::ALL;
    } else if reached < 0 && from.attrs.has(Attrs::PERSISTS) {
        location.attrs = location.attrs.union(Attrs::PERSISTS);
    }
    for attr in [Attrs::MUTATES, Attrs::CALLS] {
        if derefs == 0 && from.attrs.has(attr) {
            location.attrs = location.attrs.union(attr);
        }
    }
    if location.role == Role::Param {
        let leaks: &mut Leaks = &mut location.leaks;
        if outlives {
            let result = match from.role {
                Role::Result(result)
                    if from.func == before.func
                        && !from.attrs.has(Attrs::ESCAPES)
                        && result < rules.tracked_results() =>
                {
                    Some(result)
                }
                _other => None,
            };
            match result {
                Some(result) => drop(leaks.add_result(result, derefs)),
                None => leaks.add_heap(derefs),
            }
        }
        if from.attrs.has(Attrs::MUTATES) {
            leaks.add_mutator(derefs);
        }
        if from.attrs.has(Attrs::CALLS) {
            leaks.add_callee(derefs);
        }
    }
    *location != before
}

/// Five functions: 1 is a literal in 0, 2 a literal in 1; 3 and 4 stand alone.
fn package() -> Package {
    let functions = (0..5).map(|n| {
        let mut function = Maker::new().function;
        if n == 1 || n == 2 {
            function.kind = FuncKind::Literal;
            function.outer = Some(FuncId::from_u32(n - 1));
        }
        function
    });
    Maker::package(functions.collect())
}

/// A location and where it stands: function, loop depth, kind.
type Spec = (u32, u32, u8);
/// An edge: destination, source, weight.
type EdgeSpec = (usize, usize, i32);

fn build(specs: &[Spec], edges: &[EdgeSpec]) -> (FlowGraph, Closures) {
    let mut graph = FlowGraph::default();
    graph.clear();
    let mut results = vec![Vec::new(); 5];
    let mut all = vec![pseudo::heap(), pseudo::mutator(), pseudo::callee()];
    for (n, &(func, depth, kind)) in specs.iter().enumerate() {
        let number = u32::try_from(n).expect("few");
        let id = FuncId::from_u32(func);
        let site = |graph: &mut FlowGraph, site: u32, func: FuncId| {
            graph.add(Node::Site(SiteId::from_u32(site)), func, depth, Attrs::NONE)
        };
        let local = |graph: &mut FlowGraph, role: Role, depth: u32| {
            let local = crate::ir::LocalId::from_u32(number);
            let loc = graph.add(Node::Local(local), id, depth, Attrs::PERSISTS);
            graph.at_mut(loc).role = role;
            loc
        };
        let loc = match kind {
            0..=2 => local(&mut graph, Role::Inner, depth),
            3 | 4 => local(&mut graph, Role::Param, 1),
            5 | 6 => {
                let count = u32::try_from(results[func as usize].len()).expect("few");
                let loc = local(&mut graph, Role::Result(count), 1);
                results[func as usize].push(loc);
                loc
            }
            // The closures of functions 1 and 2, in the functions around them.
            7 => site(&mut graph, 0, FuncId::from_u32(0)),
            8 => site(&mut graph, 1, FuncId::from_u32(1)),
            9 => graph.add(Node::Temp, id, depth, Attrs::NONE),
            10 => {
                let made = site(&mut graph, 100 + number, id);
                graph.at_mut(made).loop_depth = 0;
                made
            }
            _site => site(&mut graph, 100 + number, id),
        };
        all.push(loc);
    }
    for &(dst, src, derefs) in edges {
        let (dst, src) = (all[dst % all.len()], all[src % all.len()]);
        // Nothing flows out of the pseudo locations, and no address of a point on the way.
        let temp = graph.at(src).node == Node::Temp && derefs < 0;
        if src.index() < pseudo::COUNT || temp || (dst == src && derefs >= 0) {
            continue;
        }
        if graph.at(dst).attrs.has(Attrs::ESCAPES) && derefs < 0 {
            graph.at_mut(src).attrs = Attrs::ALL;
            continue;
        }
        graph.connect(Hole::of(dst).shift(derefs), src);
    }
    let escapes = 0;
    (graph, Closures { results, escapes })
}

/// What a solver leaves: locations, and the literals whose results are lost.
type Outcome = (Vec<(Attrs, Leaks)>, Vec<bool>);

/// What is compared: attributes, and leaks as importers see them.
fn outcome(graph: &FlowGraph) -> Vec<(Attrs, Leaks)> {
    let locations = graph.locations().map(|loc| {
        let location = graph.at(loc);
        let mut leaks = location.leaks;
        leaks.optimize();
        (location.attrs, leaks)
    });
    locations.collect()
}

/// Whether the oracle runs beside the solver; how many batches it has seen.
static WATCHES: AtomicBool = AtomicBool::new(false);
static BATCHES: AtomicUsize = AtomicUsize::new(0);
/// Larger graphs would take the oracle too long.
const LOCATIONS: usize = 250;

/// What the oracle finds in a batch; none if it is not watching.
pub fn expected(
    setting: Setting<'_>,
    graph: &FlowGraph,
    lost: &[bool],
    observer: &dyn Observer,
) -> Option<Outcome> {
    if !WATCHES.load(Ordering::Relaxed) || graph.len() > LOCATIONS {
        return None;
    }
    let (mut graph, mut lost) = (graph.clone(), lost.to_vec());
    solve_naively(
        &mut graph,
        setting.nesting,
        &mut lost,
        observer,
        setting.rules,
    );
    BATCHES.fetch_add(1, Ordering::Relaxed);
    Some((outcome(&graph), lost))
}

/// Compares with what the solver found.
pub fn compare(expected: Option<Outcome>, graph: &FlowGraph, lost: &[bool]) {
    if let Some(expected) = expected {
        assert_eq!((outcome(graph), lost.to_vec()), expected);
    }
}

#[test]
fn the_solver_finds_what_the_oracle_finds_in_generated_programs() {
    WATCHES.store(true, Ordering::Relaxed);
    for seed in 1..=200 {
        let size = Size {
            funcs: 3,
            stmts: 4,
            depth: 2,
        };
        let input = Input::Memory(vec![("p.go".to_owned(), program(seed, size))]);
        let options = Options {
            release: Some(crate::release::Release::NEWEST),
            ..Options::default()
        };
        let analysis = Analyzer::new(options).analyze(&input);
        assert!(!analysis.has_errors(), "seed {seed}");
    }
    let batches = BATCHES.load(Ordering::Relaxed);
    assert!(batches > 1000, "only {batches} batches");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn the_solver_finds_what_the_oracle_finds(
        specs in prop::collection::vec((0u32..5, 1u32..4, 0u8..13), 1..12),
        edges in prop::collection::vec((0usize..15, 0usize..15, -1i32..3), 0..24),
        minor in 22u32..28,
    ) {
        let package = package();
        let nesting = Nesting::new(&package);
        let release = Release::from_minor(minor).expect("known");
        let rules = Rules::of(release);
        let (mut oracle, closures) = build(&specs, &edges);
        let mut lost = vec![false; 5];
        solve_naively(&mut oracle, &nesting, &mut lost, &closures, rules);
        let expected = (outcome(&oracle), lost);
        for explain in [true, false] {
            let (mut graph, mut closures) = build(&specs, &edges);
            let mut lost = vec![false; 5];
            let setting = Setting { rules, nesting: &nesting, explain };
            Solver::default().solve(setting, &mut graph, &mut lost, &mut closures);
            prop_assert_eq!(&(outcome(&graph), lost), &expected, "explain: {}", explain);
        }
    }
}
