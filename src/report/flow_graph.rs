//! The flows that decide placements, as a graph (`escargo graph`): locations are nodes, recorded flows are edges.
//!
//! An edge `src → dst` says that a value goes from `src` to `dst`; its label is the number of dereferences (`&` for an address)
//! and gc's reasons. Nodes are named by what they stand for and coloured by where they live.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::Serialize;

use super::go_text::{place_text, reason_text};
use super::paths::Paths;
use super::view::PackageView;
use crate::escape::facts::{FlowStep, Place};
use crate::placement::Decision;

/// The graph of a package.
#[derive(Serialize, Debug, Default)]
pub struct FlowGraph {
    /// By number.
    pub nodes: Vec<Node>,
    /// By source, then destination.
    pub edges: Vec<Edge>,
}

/// A location.
#[derive(Serialize, Debug)]
pub struct Node {
    /// Its number.
    pub id: usize,
    /// What it stands for.
    pub label: String,
    /// Where it is: `heap`, `stack`, `run time`, `static`, `none`.
    pub place: &'static str,
    /// The function that it belongs to; none for the heap and for temporaries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub function: Option<&'static str>,
    /// Where it is in the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<String>,
}

/// A flow of values.
#[derive(Serialize, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// The node it comes from.
    pub from: usize,
    /// The node it goes to.
    pub to: usize,
    /// Dereferences minus address-ofs.
    pub dereferences: i32,
    /// gc's reasons.
    pub reasons: Vec<&'static str>,
}

/// The graph of a package; of one function's flows where `only` names it.
pub fn flow_graph(view: &PackageView<'_>, paths: &Paths, only: Option<&str>) -> FlowGraph {
    let wanted = |step: &&FlowStep| {
        only.is_none_or(|name| {
            [step.src, step.dst]
                .iter()
                .any(|&place| function(view, place) == Some(name))
        })
    };
    let steps = view.facts.flows.values().flat_map(|flow| &flow.steps);
    let steps: Vec<&FlowStep> = steps.filter(wanted).collect();
    let mut numbers: BTreeMap<Key, (usize, Place)> = BTreeMap::new();
    for place in steps.iter().flat_map(|step| [step.src, step.dst]) {
        numbers.entry(key(place)).or_insert((0, place));
    }
    for (number, entry) in numbers.values_mut().enumerate() {
        entry.0 = number;
    }
    let number = |place: Place| numbers.get(&key(place)).map_or(0, |entry| entry.0);
    let edges: BTreeSet<Edge> = steps
        .iter()
        .map(|step| Edge {
            from: number(step.src),
            to: number(step.dst),
            dereferences: step.derefs,
            reasons: step
                .notes
                .iter()
                .map(|note| reason_text(note.reason))
                .collect(),
        })
        .collect();
    FlowGraph {
        nodes: numbers
            .values()
            .map(|&(id, place)| node(view, paths, id, place))
            .collect(),
        edges: edges.into_iter().collect(),
    }
}

type Key = (u8, u32, u32);

/// An order of places that does not depend on hashing: the heap first, then by function.
fn key(place: Place) -> Key {
    match place {
        Place::Heap => (0, 0, 0),
        Place::Temp => (1, 0, 0),
        Place::Local(func, local) => (2, func.as_u32(), local.as_u32()),
        Place::Site(func, site) => (3, func.as_u32(), site.as_u32()),
    }
}

fn function(view: &PackageView<'_>, place: Place) -> Option<&'static str> {
    match place {
        Place::Heap | Place::Temp => None,
        Place::Local(func, _) | Place::Site(func, _) => Some(view.func(func).name.as_str()),
    }
}

fn node(view: &PackageView<'_>, paths: &Paths, id: usize, place: Place) -> Node {
    Node {
        id,
        label: place_text(&view.printer(true), place),
        place: home(view, place),
        function: function(view, place),
        position: paths.position(view.files, view.place_pos(place)),
    }
}

fn home(view: &PackageView<'_>, place: Place) -> &'static str {
    let (func, site) = match place {
        Place::Heap => return "heap",
        Place::Temp => return "none",
        Place::Local(func, local) => match view.func(func).locals[local].site {
            Some(site) => (func, site),
            None => return "none",
        },
        Place::Site(func, site) => (func, site),
    };
    match view.placement(func, site).decision {
        Decision::Stack { .. } => "stack",
        Decision::StackBuffer { .. } => "run time",
        Decision::Heap { .. } => "heap",
        Decision::Static => "static",
        Decision::Absent => "none",
    }
}

/// The graph in the language of Graphviz.
pub fn dot_text(name: &str, graph: &FlowGraph) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "digraph {} {{", quoted(name));
    let _ = writeln!(out, "  rankdir=LR;");
    let _ = writeln!(out, "  node [shape=box, style=filled, fillcolor=white];");
    for node in &graph.nodes {
        let label = match (node.function, &node.position) {
            (Some(function), Some(position)) => {
                format!("{}\n{function}\n{position}", node.label)
            }
            (Some(function), None) => format!("{}\n{function}", node.label),
            (None, _) => node.label.clone(),
        };
        let colour = match node.place {
            "heap" => "lightsalmon",
            "stack" => "palegreen",
            "run time" => "khaki",
            _other => "white",
        };
        let _ = writeln!(
            out,
            "  n{} [label={}, fillcolor={colour}];",
            node.id,
            quoted(&label)
        );
    }
    for edge in &graph.edges {
        let ops = match usize::try_from(edge.dereferences) {
            Ok(derefs) => "*".repeat(derefs),
            Err(_negative) => "&".to_owned(),
        };
        let label = format!("{ops} {}", edge.reasons.join(", "));
        let _ = writeln!(
            out,
            "  n{} -> n{} [label={}];",
            edge.from,
            edge.to,
            quoted(label.trim())
        );
    }
    out.push_str("}\n");
    out
}

/// A string of the dot language.
fn quoted(text: &str) -> String {
    let escaped = text
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n");
    format!("\"{escaped}\"")
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn strings_are_quoted_for_graphviz() {
        assert_eq!(quoted("\"a\\n\"\nb"), "\"\\\"a\\\\n\\\"\\nb\"");
    }
}
