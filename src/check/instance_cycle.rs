//! Instantiations that never end.
//!
//! QUESTION. Can all instances of the package's generic functions and types be written down? `func f[T any]() { f[*T]() }`
//! would need infinitely many. Type parameters, and types declared inside generic functions, are nodes of a graph; what flows into
//! a parameter is an edge, of weight 1 if the argument is built from what flows and 0 if it is just that. A cycle of positive
//! weight has no end.
//!
//! ```text
//! f[T any] calls f[*T]     T ← T, weight 1: endless      f[T any] calls f[T]     weight 0: fine
//! ```
//!
//! IGNORED. Parameters of other packages: their generics cannot instantiate ours.
//! SOURCE: types2/mono.go.

use rustc_hash::{FxHashMap, FxHashSet};

use super::checker::{Checker, ScopeId};
use crate::source::Pos;
use crate::types::{ObjectId, TypeId, TypeKind, TypeParamId};

#[derive(Default)]
struct Graph {
    nodes: Vec<Node>,
    edges: Vec<Edge>,
    numbers: FxHashMap<ObjectId, usize>,
}

struct Node {
    object: ObjectId,
    /// Weight and length of the heaviest way here that is known, and its last edge.
    weight: usize,
    length: usize,
    last: usize,
}

struct Edge {
    from: usize,
    to: usize,
    weight: usize,
    pos: Pos,
    ty: TypeId,
}

impl Graph {
    fn node(&mut self, object: ObjectId) -> usize {
        *self.numbers.entry(object).or_insert_with(|| {
            self.nodes.push(Node {
                object,
                weight: 0,
                length: 0,
                last: usize::MAX,
            });
            self.nodes.len() - 1
        })
    }
}

impl Checker<'_> {
    /// Remembers which type parameters surround a type declared in a function.
    pub fn note_ambient(&mut self, obj: ObjectId) {
        let mut ambient = Vec::new();
        let mut current: Option<ScopeId> = Some(self.scope);
        while let Some(id) = current.filter(|&id| id != self.package_scope) {
            let scope = &self.scopes[id];
            for &(other, _) in scope.names.values() {
                let ty = self.world.object(other).ty.get();
                if let Some(TypeKind::TypeParam(id)) = ty.map(|&ty| self.world.kind(ty)) {
                    ambient.push(*id);
                }
            }
            current = scope.parent;
        }
        if !ambient.is_empty() {
            ambient.sort_by_key(|&id| self.world.object(self.world.type_param(id).object).pos);
            self.ambient.insert(obj, ambient);
        }
    }

    /// Reports a cycle of instantiations that makes infinitely many types.
    pub fn instance_cycles(&mut self) {
        let mut graph = Graph::default();
        for instantiation in std::mem::take(&mut self.instantiations) {
            let to = self.param_node(&mut graph, instantiation.tparam);
            let mut flow = Flow {
                to,
                pos: instantiation.pos,
                targ: instantiation.targ,
                seen: FxHashSet::default(),
            };
            self.flow(&mut graph, &mut flow, instantiation.targ);
        }
        if let Some(node) = endless(&mut graph) {
            self.endless_instances(&graph, node);
        }
    }

    fn param_node(&self, graph: &mut Graph, id: TypeParamId) -> usize {
        let id = self.canonical_tparams.get(&id).copied().unwrap_or(id);
        graph.node(self.world.type_param(id).object)
    }

    /// Adds edges from everything in a type argument to the parameter it is given to.
    fn flow(&self, graph: &mut Graph, flow: &mut Flow, ty: TypeId) {
        let world = self.world;
        let ty = world.unalias(ty);
        if !flow.seen.insert(ty) {
            return;
        }
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || match world.kind(ty) {
            TypeKind::TypeParam(id) => {
                let from = self.param_node(graph, *id);
                flow.edge(graph, from, ty);
            }
            TypeKind::Named(id) => {
                let object = world.named(*id).object;
                if let Some(from) = self.local_type_node(graph, object) {
                    flow.edge(graph, from, ty);
                }
                for &targ in &world.named(*id).targs {
                    self.flow(graph, flow, targ);
                }
            }
            TypeKind::Array(_, elem)
            | TypeKind::Slice(elem)
            | TypeKind::Pointer(elem)
            | TypeKind::Chan(_, elem) => self.flow(graph, flow, *elem),
            TypeKind::Map(key, elem) => {
                self.flow(graph, flow, *key);
                self.flow(graph, flow, *elem);
            }
            TypeKind::Struct(fields) => {
                for field in fields {
                    self.flow(graph, flow, field.ty);
                }
            }
            TypeKind::Func(signature) => {
                for &part in signature.params.iter().chain(&signature.results) {
                    self.flow(graph, flow, part);
                }
            }
            TypeKind::Interface(_) => {
                for method in &world.type_set(ty).methods {
                    self.flow(graph, flow, method.ty);
                }
            }
            TypeKind::Tuple(types) => {
                for &part in types {
                    self.flow(graph, flow, part);
                }
            }
            TypeKind::Basic(_) | TypeKind::Alias(_) | TypeKind::Union(_) => {}
        });
    }

    /// The node of a type that is declared inside a generic function.
    fn local_type_node(&self, graph: &mut Graph, object: ObjectId) -> Option<usize> {
        let ambient = self.ambient.get(&object)?;
        if let Some(&known) = graph.numbers.get(&object) {
            return Some(known);
        }
        let to = graph.node(object);
        for &tparam in ambient {
            let from = self.param_node(graph, tparam);
            graph.edges.push(Edge {
                from,
                to,
                weight: 1,
                pos: self.world.object(object).pos,
                ty: self.world.type_param_type(tparam),
            });
        }
        Some(to)
    }

    fn endless_instances(&mut self, graph: &Graph, node: usize) {
        let world = self.world;
        let mut stack: Vec<usize> = Vec::new();
        let mut current = node;
        while !stack.contains(&current) {
            stack.push(current);
            let Some(edge) = graph.edges.get(graph.nodes[current].last) else {
                return;
            };
            current = edge.from;
        }
        let start = stack.iter().position(|&other| other == current);
        let mut message = "instantiation cycle:".to_owned();
        for &number in &stack[start.unwrap_or(0)..] {
            let edge = &graph.edges[graph.nodes[number].last];
            let object = world.object(graph.nodes[number].object);
            let is_param = object.ty.get().is_some_and(|&ty| world.is_type_param(ty));
            let how = match is_param {
                true => "instantiated as",
                false => "implicitly parameterized by",
            };
            let place = self.place(edge.pos);
            let text = self.ty_text(edge.ty);
            message += &format!("\n\t{place}: {} {how} {text}", object.name);
        }
        let pos = world.object(graph.nodes[current].object).pos;
        self.error_at_pos(pos, message);
    }
}

/// Where a type argument goes.
struct Flow {
    to: usize,
    pos: Pos,
    targ: TypeId,
    seen: FxHashSet<TypeId>,
}

impl Flow {
    fn edge(&self, graph: &mut Graph, from: usize, ty: TypeId) {
        graph.edges.push(Edge {
            from,
            to: self.to,
            weight: usize::from(ty != self.targ),
            pos: self.pos,
            ty: self.targ,
        });
    }
}

/// Looks for the heaviest ways until nothing changes, or one is longer than there are nodes: then it has a cycle.
fn endless(graph: &mut Graph) -> Option<usize> {
    loop {
        let mut changed = false;
        for index in 0..graph.edges.len() {
            let edge = &graph.edges[index];
            let (from, to) = (edge.from, edge.to);
            let weight = graph.nodes[from].weight + edge.weight;
            if weight <= graph.nodes[to].weight {
                continue;
            }
            graph.nodes[to].last = index;
            graph.nodes[to].length = graph.nodes[from].length + 1;
            if graph.nodes[to].length >= graph.nodes.len() {
                return Some(to);
            }
            graph.nodes[to].weight = weight;
            changed = true;
        }
        if !changed {
            return None;
        }
    }
}
