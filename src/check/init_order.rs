//! The order in which package-level variables are initialised.
//!
//! QUESTION. A variable is set after all variables that its initial value mentions, directly or through the functions it
//! mentions; otherwise in source order. What is the order, and is there one?
//!
//! ```text
//! var a = f()          f mentions b: b is set before a
//! var b = 1
//! func f() int { return b }
//! ```
//!
//! The graph has constants and variables as nodes; an edge leads to everything reachable through functions only. The node
//! with the fewest open dependencies comes next (constants before variables, then source order); if it still has some,
//! it may be part of a cycle.
//!
//! SOURCE: the Go specification, "Package initialization"; types2/initorder.go.

use std::collections::BTreeSet;

use cranelift_entity::EntityRef;
use escargo_grammar::ast::Decl;
use rustc_hash::{FxHashMap, FxHashSet};

use super::checker::{Checker, DeclInfo};
use super::info::Initializer;
use crate::types::{ObjectId, ObjectKind};

/// A constant or variable.
struct Node {
    object: ObjectId,
    is_var: bool,
    /// Nodes that depend on it.
    dependents: Vec<usize>,
    /// What it depends on and is not initialised yet.
    open: usize,
    order: u32,
}

impl Node {
    fn key(&self, index: usize) -> (bool, usize, u32, usize) {
        (self.is_var, self.open, self.order, index)
    }
}

impl Checker<'_> {
    /// The package-level initialisations in their order; cycles are reported.
    pub fn init_order(&mut self) -> Vec<Initializer> {
        let mut nodes = self.dependency_graph();
        let mut queue: BTreeSet<_> = nodes
            .iter()
            .enumerate()
            .map(|(index, node)| node.key(index))
            .collect();
        let mut emitted = FxHashSet::default();
        let mut result = Vec::new();
        while let Some((_, open, _, index)) = queue.pop_first() {
            let object = nodes[index].object;
            if open > 0
                && let Some(cycle) = self.find_path(object)
            {
                self.initialization_cycle(&cycle);
            }
            for dependent in std::mem::take(&mut nodes[index].dependents) {
                if queue.remove(&nodes[dependent].key(dependent)) {
                    nodes[dependent].open = nodes[dependent].open.saturating_sub(1);
                    queue.insert(nodes[dependent].key(dependent));
                }
            }
            result.extend(self.initializer(object, &mut emitted));
        }
        result
    }

    /// The initialisation that sets a variable, unless it was taken already.
    fn initializer(&self, obj: ObjectId, emitted: &mut FxHashSet<ObjectId>) -> Option<Initializer> {
        let info = self.decls.get(&obj)?;
        let lhs: Box<[ObjectId]> = match info.together.is_empty() {
            true => Box::new([obj]),
            false => info.together.clone(),
        };
        let rhs = self.initial_value(info)?;
        let first = *lhs.first()?;
        emitted.insert(first).then_some(Initializer {
            lhs,
            file: info.file,
            rhs,
        })
    }

    fn initial_value(&self, info: &DeclInfo) -> Option<escargo_grammar::ast::ExprId> {
        let ast = &self.files[info.file.index()].ast;
        let Decl::Var { values, .. } = ast.decl(info.decl) else {
            return None;
        };
        let values = ast.expr_list(values);
        let index = match info.together.is_empty() {
            true => info.index as usize,
            false => 0,
        };
        values.get(index).copied()
    }

    /// Constants and variables with their dependencies, functions between them left out.
    fn dependency_graph(&self) -> Vec<Node> {
        let mut nodes = Vec::new();
        let mut numbers = FxHashMap::default();
        for &obj in &self.order {
            let is_var = match self.world.object(obj).kind {
                ObjectKind::Const => false,
                ObjectKind::Var(_) => true,
                _no_dependency => continue,
            };
            let Some(info) = self.decls.get(&obj) else {
                continue;
            };
            numbers.insert(obj, nodes.len());
            nodes.push(Node {
                object: obj,
                is_var,
                dependents: Vec::new(),
                open: 0,
                order: info.order,
            });
        }
        for index in 0..nodes.len() {
            let reached = self.reachable_values(nodes[index].object, &numbers);
            nodes[index].open = reached.len();
            for other in reached {
                nodes[other].dependents.push(index);
            }
        }
        nodes
    }

    /// The constants and variables that an object's declaration reaches through functions.
    fn reachable_values(&self, obj: ObjectId, numbers: &FxHashMap<ObjectId, usize>) -> Vec<usize> {
        let mut seen = FxHashSet::default();
        let mut reached = Vec::new();
        let mut stack: Vec<ObjectId> = self.dependencies(obj).to_vec();
        while let Some(next) = stack.pop() {
            if !seen.insert(next) {
                continue;
            }
            match numbers.get(&next) {
                Some(&number) => reached.push(number),
                None => stack.extend_from_slice(self.dependencies(next)),
            }
        }
        reached
    }

    /// What an object's declaration mentions. Variables that are set together share the value's.
    fn dependencies(&self, obj: ObjectId) -> &[ObjectId] {
        let first = self.decls.get(&obj).and_then(|info| info.together.first());
        let from = first.copied().unwrap_or(obj);
        self.depends.get(&from).map_or(&[], |list| list)
    }

    /// A way from the object back to itself, last step first.
    fn find_path(&self, obj: ObjectId) -> Option<Vec<ObjectId>> {
        let mut seen = FxHashSet::default();
        let mut stack: Vec<(ObjectId, Vec<ObjectId>)> = vec![(obj, self.sorted(obj))];
        seen.insert(obj);
        while let Some((_, rest)) = stack.last_mut() {
            match rest.pop() {
                None => {
                    stack.pop();
                }
                Some(next) if next == obj => {
                    let way = stack.iter().skip(1).map(|&(step, _)| step);
                    let mut path: Vec<ObjectId> = way.collect();
                    path.push(obj);
                    path.reverse();
                    return Some(path);
                }
                Some(next) => {
                    if seen.insert(next) {
                        stack.push((next, self.sorted(next)));
                    }
                }
            }
        }
        None
    }

    /// What an object mentions, the first in the source last.
    fn sorted(&self, obj: ObjectId) -> Vec<ObjectId> {
        let mut list = self.dependencies(obj).to_vec();
        list.sort_by_key(|other| {
            std::cmp::Reverse(self.decls.get(other).map_or(0, |info| info.order))
        });
        list.dedup();
        list
    }

    fn initialization_cycle(&mut self, cycle: &[ObjectId]) {
        let world = self.world;
        let Some(&first) = cycle.first() else {
            return;
        };
        let name = |obj: ObjectId| world.object(obj).name;
        let mut message = match cycle.len() {
            1 => format!("initialization cycle: {} refers to itself", name(first)),
            _several => format!("initialization cycle for {}", name(first)),
        };
        if cycle.len() > 1 {
            let mut from = first;
            for &next in cycle.iter().rev() {
                let place = self.place(world.object(from).pos);
                message += &format!("\n\t{place}: {} refers to {}", name(from), name(next));
                from = next;
            }
        }
        self.error_at_pos(world.object(first).pos, message);
    }
}
