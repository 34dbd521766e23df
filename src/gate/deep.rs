//! Whom functions call, across packages, and what is reached from a piece of source.
//!
//! A function that is only mentioned (a literal, a function used as a value) counts as called where it is mentioned: whoever
//! gets it may call it. So a call of a func value is known if the value is, and else it is an offence of its own.

use std::collections::VecDeque;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::At;
use crate::analysis::Analysis;
use crate::callgraph::static_value::{Assigned, Variables, read_local, static_value};
use crate::ir::outline_walk::{Node, OutlineWalk};
use crate::ir::{Callee, FuncId, FuncRef, Inst, Package, Value};
use crate::types::{ObjectId, PackageId, World};

/// What facts say of functions that allocate nothing.
pub(super) const NOTHING: &str = "none";

/// Whom a call calls.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Target {
    /// A function with a body.
    Function(At),
    /// A method of an interface.
    Interface,
    /// A func value.
    Value,
    /// A function whose body is not at hand.
    Unknown(ObjectId),
}

/// The functions of all packages that were kept.
pub(super) struct Program<'a> {
    analysis: &'a Analysis,
    numbers: FxHashMap<PackageId, usize>,
    variables: FxHashMap<usize, Arc<Variables>>,
    calls: FxHashMap<At, Arc<[(Value, Target)]>>,
}

impl<'a> Program<'a> {
    pub fn new(analysis: &'a Analysis) -> Program<'a> {
        let results = analysis.packages.iter().enumerate();
        let numbers = results.filter_map(|(number, package)| {
            let result = package.result.as_ref()?;
            Some((result.ir.package, number))
        });
        Program {
            analysis,
            numbers: numbers.collect(),
            variables: FxHashMap::default(),
            calls: FxHashMap::default(),
        }
    }

    fn package(&self, number: usize) -> Option<&'a Package> {
        let result = self.analysis.packages.get(number)?.result.as_ref()?;
        Some(&result.ir)
    }

    /// The calls and mentions of a function, in the order of gc's walk.
    pub fn calls(&mut self, at: At) -> Arc<[(Value, Target)]> {
        if let Some(calls) = self.calls.get(&at) {
            return Arc::clone(calls);
        }
        let calls: Arc<[(Value, Target)]> = match self.package(at.0) {
            Some(package) => self.find_calls(at, package).into(),
            None => Arc::from([]),
        };
        self.calls.insert(at, Arc::clone(&calls));
        calls
    }

    fn variables(&mut self, number: usize, package: &Package) -> Arc<Variables> {
        let world = &self.analysis.world;
        let variables = self.variables.entry(number);
        Arc::clone(variables.or_insert_with(|| Arc::new(Variables::new(world, package))))
    }

    fn find_calls(&mut self, at: At, package: &Package) -> Vec<(Value, Target)> {
        let (number, func) = at;
        let variables = self.variables(number, package);
        let function = &package.funcs[func];
        let mut calls = Vec::new();
        for node in OutlineWalk::new(function).nodes() {
            let Node::Value(value) = node else {
                continue;
            };
            match &function.insts[value] {
                Inst::Closure { func, .. } => {
                    calls.push((value, Target::Function((number, *func))));
                }
                Inst::Call {
                    callee: Callee::Interface(..),
                    ..
                } => calls.push((value, Target::Interface)),
                Inst::Call {
                    callee: Callee::Value(callee),
                    ..
                }
                | Inst::Go(_, callee)
                | Inst::Defer(_, callee) => {
                    let world = &self.analysis.world;
                    match func_values(world, package, &variables, func, *callee) {
                        Some(known) => {
                            let known = known.into_iter();
                            let targets =
                                known.filter_map(|callee| self.target(number, package, callee));
                            calls.extend(targets.map(|target| (value, target)));
                        }
                        None => calls.push((value, Target::Value)),
                    }
                }
                inst => {
                    let named = inst.named_func();
                    let target = named.and_then(|func| self.target(number, package, func));
                    calls.extend(target.map(|target| (value, target)));
                }
            }
        }
        calls
    }

    /// The function; none if it has no body and cannot allocate anything that it could give back.
    fn target(&self, number: usize, package: &Package, callee: FuncRef) -> Option<Target> {
        let (at, object) = match callee {
            FuncRef::Local(func) => (Some((number, func)), package.funcs[func].object),
            FuncRef::Extern(id) => {
                let object = package.externs[id].object;
                (self.by_object(object), Some(object))
            }
        };
        let Some(at) = at else {
            // Facts may say that nothing is allocated.
            let told = object.and_then(|object| self.analysis.world.object(object).heap.get());
            let clean = told.is_some_and(|text| text.as_str() == NOTHING);
            return object.filter(|_| !clean).map(Target::Unknown);
        };
        let function = &self.package(at.0)?.funcs[at.1];
        if function.has_body {
            return Some(Target::Function(at));
        }
        let world = &self.analysis.world;
        let mut results = function.results.iter();
        let gives = results.any(|&result| world.has_pointers(function.locals[result].ty));
        object.filter(|_| gives).map(Target::Unknown)
    }

    fn by_object(&self, object: ObjectId) -> Option<At> {
        let package = self.analysis.world.object(object).pkg;
        let &number = self.numbers.get(&package)?;
        let &func = self.package(number)?.by_object.get(&object)?;
        Some((number, func))
    }

    /// All functions that are reached from calls, nearest first, each with the calls that lead to it.
    pub fn reach(
        &mut self,
        roots: &[(At, Value, At)],
        mut enters: impl FnMut(At, Value) -> bool,
    ) -> Reached {
        let mut reached = Reached::default();
        let mut queue = VecDeque::new();
        for &(from, call, to) in roots {
            if reached.add(to, None, (from, call)) {
                queue.push_back(to);
            }
        }
        while let Some(at) = queue.pop_front() {
            let calls = self.calls(at);
            for &(call, target) in calls.iter() {
                if let Target::Function(to) = target
                    && !reached.seen.contains(&to)
                    && enters(at, call)
                    && reached.add(to, Some(at), (at, call))
                {
                    queue.push_back(to);
                }
            }
        }
        reached
    }
}

/// The functions that a value can be, if they are all known.
fn func_values(
    world: &World,
    package: &Package,
    variables: &Variables,
    func: FuncId,
    value: Value,
) -> Option<Vec<FuncRef>> {
    let (home, root) = static_value(world, package, variables, func, value);
    if let Some(known) = func_value(package, home, root) {
        return Some(vec![known]);
    }
    let local = read_local(&package.funcs[home], root)?;
    let assigned = variables.func_values(package, home, local)?;
    let each = assigned.iter().map(|assigned| match *assigned {
        Assigned::Value(func, value) => {
            let (home, root) = static_value(world, package, variables, func, value);
            func_value(package, home, root)
        }
        Assigned::Type(_) | Assigned::Result(..) => None,
    });
    each.collect()
}

fn func_value(package: &Package, func: FuncId, value: Value) -> Option<FuncRef> {
    match &package.funcs[func].insts[value] {
        Inst::Closure { func, .. } => Some(FuncRef::Local(*func)),
        Inst::Call { .. } => None,
        inst => inst.named_func(),
    }
}

/// What is reached.
#[derive(Default)]
pub(super) struct Reached {
    /// The functions, nearest first.
    pub order: Vec<At>,
    seen: FxHashSet<At>,
    /// The function before it, and the call.
    before: FxHashMap<At, (Option<At>, (At, Value))>,
}

impl Reached {
    fn add(&mut self, at: At, from: Option<At>, call: (At, Value)) -> bool {
        let new = self.seen.insert(at);
        if new {
            self.order.push(at);
            self.before.insert(at, (from, call));
        }
        new
    }

    /// The calls that lead to a function, from the piece of source on.
    pub fn calls_to(&self, at: At) -> Vec<(At, Value)> {
        let mut calls = Vec::new();
        let mut current = Some(at);
        while let Some((from, call)) = current.and_then(|at| self.before.get(&at)) {
            calls.push(*call);
            current = *from;
        }
        calls.reverse();
        calls
    }
}
