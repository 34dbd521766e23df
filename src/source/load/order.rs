//! The depth-first walk that orders packages and finds what is wrong with their imports.

use super::fault::{At, Fault, Way};
use super::graph::{Graph, NodeId};

/// How far the walk is with a package.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    New,
    Open,
    Done,
}

/// The packages, each behind those that it imports. What is wrong is noted in the nodes.
pub fn order(graph: &mut Graph) -> Vec<NodeId> {
    let mut walk = Walk {
        marks: vec![Mark::New; graph.nodes.len()],
        steps: Vec::new(),
        order: Vec::new(),
    };
    for root in graph.roots.clone() {
        match walk.marks[root] {
            Mark::New => walk.from(graph, root),
            Mark::Open | Mark::Done => reached(graph, root, &[]),
        }
    }
    walk.order
}

struct Walk {
    marks: Vec<Mark>,
    /// The packages on the way and the numbers of their imports being followed.
    steps: Vec<(NodeId, usize)>,
    order: Vec<NodeId>,
}

impl Walk {
    fn from(&mut self, graph: &mut Graph, root: NodeId) {
        self.open(graph, root);
        self.steps.push((root, 0));
        while let Some(&(node, next)) = self.steps.last() {
            let Some(edge) = graph.nodes[node].edges.get(next) else {
                self.marks[node] = Mark::Done;
                self.order.push(node);
                self.steps.pop();
                self.advance();
                continue;
            };
            let target = edge.target;
            self.check_import(graph, node, target);
            match self.marks[target] {
                Mark::New => {
                    self.open(graph, target);
                    self.steps.push((target, 0));
                }
                Mark::Open | Mark::Done => {
                    reached(graph, target, &self.steps);
                    self.advance();
                }
            }
        }
    }

    /// Goes on to the next import of the package at the end of the way.
    fn advance(&mut self) {
        if let Some((_, next)) = self.steps.last_mut() {
            *next += 1;
        }
    }

    fn open(&mut self, graph: &mut Graph, node: NodeId) {
        self.marks[node] = Mark::Open;
        let fault = self.way(graph).fault_of(node);
        note(graph, node, fault);
    }

    fn check_import(&self, graph: &mut Graph, node: NodeId, target: NodeId) {
        let forbidden = self.way(graph).fault_of_import(target);
        note(graph, node, forbidden);
        if self.marks[target] == Mark::Open {
            let cycle = self.way(graph).cycle(target);
            note(graph, target, Some(cycle));
        }
    }

    fn way<'a>(&'a self, graph: &'a Graph) -> Way<'a> {
        Way {
            graph,
            steps: &self.steps,
        }
    }
}

fn reached(graph: &mut Graph, node: NodeId, steps: &[(NodeId, usize)]) {
    if let Some(fault) = &mut graph.nodes[node].fault {
        fault.reached(steps, node);
    }
}

/// The first fault of a package stays.
fn note(graph: &mut Graph, node: NodeId, fault: Option<Fault>) {
    let slot = &mut graph.nodes[node].fault;
    if slot.is_none() {
        *slot = fault;
    }
}

/// Where a fault is, as text: `sub/a.go:3:8`.
pub fn place_text(graph: &Graph, at: At, shorten: impl Fn(&str) -> String) -> Option<String> {
    let file = graph.nodes[at.node].folder.files.get(at.file)?;
    let before = file.text.get(..at.offset as usize)?;
    let line = before.matches('\n').count() + 1;
    let column = before.len() - before.rfind('\n').map_or(0, |n| n + 1) + 1;
    Some(format!("{}:{line}:{column}", shorten(&file.name)))
}
