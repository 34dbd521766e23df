//! Flows: why a location escapes or a parameter leaks, as the solver finds it.
//!
//! For each site on the heap one flow is kept, for reports. With explanations switched on each finding is kept, in order, as gc
//! prints it at `-m=2`. A flow is read off the walk's trail at once, because the next walk overwrites it.

use super::analysis::Analysis;
use super::facts::{Flow, FlowId, FlowStep, Invariant, Message, NoteAt, Place};
use super::facts::{Note, Reason};
use super::generate::blank;
use super::graph::{FlowGraph, Hole, Loc, Location, Node};
use super::solve::{Observer, Setting, Solver, Trail, TrailStep};
use crate::ir::{FuncId, Inst};
use crate::rules::EdgeRule;

/// The steps kept of a flow that is there for reports only.
const KEPT_STEPS: usize = 64;

impl Analysis<'_> {
    /// An address goes to something that escapes, while the graph is being built.
    pub(super) fn escapes_at_once(&mut self, hole: Hole, src: Loc) {
        let place = self.place(src);
        let step = FlowStep {
            dst: self.place(hole.dst),
            src: place,
            derefs: hole.derefs,
            notes: self.graph.notes(hole.notes),
        };
        let escaped = self.graph.at(src).attrs.has(super::graph::Attrs::ESCAPES);
        if escaped && !self.options.explain {
            return;
        }
        let flow = self.facts.flows.push(Flow {
            of: place,
            steps: vec![step],
            truncated: false,
        });
        let func = self.graph.at(src).func;
        if self.options.explain {
            let message = Message::EscapeFlow { func, flow };
            self.facts.messages.push(message);
        }
        let location = self.graph.at(src).clone();
        self.keep(&location, flow, Invariant::NoStackPointerInHeap);
    }

    /// The first flow of a site is the one that reports show.
    fn keep(&mut self, location: &Location, flow: FlowId, invariant: Invariant) {
        if let Some((func, site)) = self.site_of(location) {
            let facts = self.site_facts(func, site);
            if facts.flow.is_none() {
                facts.flow = Some(flow);
                facts.invariant = Some(invariant);
            }
        }
    }

    /// The captured variable flows into the closure.
    pub(super) fn capture_edge(
        &mut self,
        hole: Hole,
        literal: FuncId,
        capture: u32,
        by_value: bool,
        loc: Loc,
    ) {
        let at = NoteAt::Capture(literal, capture);
        let mut hole = match self.options.disabled == Some(EdgeRule::Capture) {
            true => blank(),
            false => hole,
        };
        if !by_value {
            let reason = Reason::Reference;
            hole = self.graph.note(hole.shift(-1), Note { at, reason });
        }
        let reason = Reason::CapturedByClosure;
        let hole = self.graph.note(hole, Note { at, reason });
        self.flow(hole, loc);
    }

    /// Runs the solver on the batch.
    pub(super) fn solve(&mut self, solver: &mut Solver) {
        let mut graph = std::mem::take(&mut self.graph);
        let mut lost = std::mem::take(&mut self.results_lost);
        let setting = Setting {
            rules: self.rules,
            nesting: self.nesting,
            explain: self.options.explain,
        };
        #[cfg(test)]
        let expected = super::naive::expected(setting, &graph, &lost, self);
        solver.solve(setting, &mut graph, &mut lost, self);
        #[cfg(test)]
        super::naive::compare(expected, &graph, &lost);
        self.graph = graph;
        self.results_lost = lost;
    }

    fn record(&mut self, graph: &FlowGraph, trail: Trail<'_>) -> FlowId {
        let limit = match self.options.explain {
            true => usize::MAX,
            false => KEPT_STEPS,
        };
        let (steps, truncated) = trail.steps(graph, limit);
        self.facts.flows.push(Flow {
            of: graph.at(trail.of).place(),
            steps: steps.into_iter().map(flow_step).collect(),
            truncated,
        })
    }
}

fn flow_step(step: TrailStep) -> FlowStep {
    FlowStep {
        dst: step.dst,
        src: step.src,
        derefs: step.derefs,
        notes: step.notes,
    }
}

impl Observer for Analysis<'_> {
    fn literal(&self, location: &Location) -> Option<(FuncId, Vec<Loc>)> {
        let Node::Site(site) = location.node else {
            return None;
        };
        let function = &self.package.funcs[location.func];
        let value = function.sites[site].value.expand()?;
        let Inst::Closure { func: literal, .. } = function.insts[value] else {
            return None;
        };
        if !self.is_in_batch(literal) {
            return None;
        }
        let results = &self.package.funcs[literal].results;
        let locs = results.iter().map(|&result| self.local(literal, result));
        Some((literal, locs.collect()))
    }

    fn escapes(&mut self, graph: &FlowGraph, trail: Trail<'_>, invariant: Invariant) {
        let location = graph.at(trail.of);
        let flow = self.record(graph, trail);
        if self.options.explain {
            let func = location.func;
            self.facts.messages.push(Message::EscapeFlow { func, flow });
        }
        self.keep(location, flow, invariant);
    }

    fn leaks(&mut self, graph: &FlowGraph, trail: Trail<'_>, derefs: i32) {
        if !self.options.explain {
            return;
        }
        let location = graph.at(trail.of);
        let Node::Local(param) = location.node else {
            return;
        };
        let to: Place = graph.at(trail.root).place();
        let func = location.func;
        let flow = self.record(graph, trail);
        self.facts.messages.push(Message::LeakFlow {
            func,
            param,
            to,
            derefs: u32::try_from(derefs).unwrap_or(0),
            flow,
        });
    }
}
