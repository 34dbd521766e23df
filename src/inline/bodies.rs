//! BODIES TO BE EXPANDED, as they were before anything was expanded in them.
//!
//! gc keeps the bodies of functions that can be inlined in the form in which they were written, and reads them anew for each
//! expansion, whichever package it is in. So a package keeps copies of these functions before its own calls are expanded, with
//! the literals inside of them, and hands them on to the packages that import it, together with what they mention that has no
//! name elsewhere: instances of generic functions and method wrappers.
//!
//! ```text
//! package a                                       package b
//! func Min[T cmp.Ordered](x, y T) T { … }         func g() int { return a.Abs(-1) }
//! func Abs(x int) int { return Min(x, -x) }       the body of Abs; Min[go.shape.int] is made in b, too
//! ```
//!
//! INVARIANTS. What is kept is never changed. The numbers in a body are those of its own package; `import` translates them.
//!
//! SOURCE: section 2.7 of the model of gc's inliner.

use std::sync::Arc;

use cranelift_entity::PrimaryMap;
use rustc_hash::FxHashMap;

use crate::callgraph::nesting::is_literal;
use crate::ir::{
    Dictionary, Extern, ExternId, FuncId, FuncKind, FuncRef, Function, Global, GlobalId, Inst,
    Package, Value,
};
use crate::types::{ObjectId, PackageId, TypeId};

use super::record::InlineRecord;

/// How a function of a package is found from elsewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Origin {
    /// Declared: by its object.
    Declared(ObjectId),
    /// An instance: by the generic function and its type arguments.
    Instance(ObjectId, Box<[TypeId]>),
    /// A literal, wrapper or synthesized function: not at all.
    Inner,
}

/// An instance without its body.
#[derive(Clone, Debug)]
pub(super) struct Shell {
    /// Its frame.
    pub function: Function,
    /// Which package compiles it, and its number there.
    pub elsewhere: (PackageId, FuncId),
}

impl Shell {
    fn of(package: &Package, func: FuncId) -> Shell {
        let function = &package.funcs[func];
        let mut shell = function.clone();
        shell.has_body = false;
        shell.insts.clear();
        shell.types.clear();
        shell.value_lists.clear();
        shell.blocks.clear();
        shell.source = Default::default();
        shell.sites.clear();
        for local in shell.locals.values_mut() {
            local.site = None;
        }
        Shell {
            elsewhere: function.elsewhere.unwrap_or((package.package, func)),
            function: shell,
        }
    }
}

/// The bodies that a package keeps.
#[derive(Clone, Debug)]
pub struct Bodies {
    /// The package.
    pub package: PackageId,
    /// Bodies, by the numbers of their package.
    funcs: FxHashMap<FuncId, Arc<Function>>,
    /// How the functions that the bodies mention are found.
    origins: FxHashMap<FuncId, Origin>,
    /// Declared functions that have a body here.
    by_object: FxHashMap<ObjectId, FuncId>,
    /// Package-level variables.
    pub globals: PrimaryMap<GlobalId, Global>,
    /// Functions of other packages.
    pub externs: PrimaryMap<ExternId, Extern>,
    /// Dictionaries by the hidden variables that stand for them.
    pub dictionaries: FxHashMap<GlobalId, Dictionary>,
    /// Instances without their bodies.
    shells: FxHashMap<FuncId, Shell>,
    /// All instances of the package.
    instances: FxHashMap<(ObjectId, Box<[TypeId]>), FuncId>,
    /// What generic functions and methods mention of which the package has an instance.
    generic: FxHashMap<ObjectId, Mentions>,
    /// Records of the functions kept.
    records: FxHashMap<FuncId, InlineRecord>,
    /// Imprecise calls in the bodies.
    pub imprecise: FxHashMap<FuncId, Vec<Value>>,
}

/// Bodies of other packages.
pub trait ForeignBodies: Sync {
    /// Those of a package; none if it has no source.
    fn bodies(&self, package: PackageId) -> Option<Arc<Bodies>>;
}

/// There are no other packages.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoBodies;

impl ForeignBodies for NoBodies {
    fn bodies(&self, _package: PackageId) -> Option<Arc<Bodies>> {
        None
    }
}

impl Bodies {
    /// Keeps the bodies of the functions that have a record, and of what goes with them.
    pub fn keep(package: &Package, record: impl Fn(FuncId) -> Option<InlineRecord>) -> Bodies {
        let mut instances = FxHashMap::default();
        for ((object, targs), &func) in &package.instances {
            instances.insert(func, (*object, targs));
        }
        let mut bodies = Bodies {
            package: package.package,
            funcs: FxHashMap::default(),
            origins: FxHashMap::default(),
            by_object: FxHashMap::default(),
            globals: package.globals.clone(),
            externs: package.externs.clone(),
            dictionaries: package.dictionaries.clone(),
            shells: FxHashMap::default(),
            instances: package.instances.clone(),
            generic: generic_mentions(package),
            records: FxHashMap::default(),
            imprecise: FxHashMap::default(),
        };
        let mut pending: Vec<FuncId> = package
            .funcs
            .keys()
            .filter(|&func| record(func).is_some())
            .collect();
        while let Some(func) = pending.pop() {
            let function = &package.funcs[func];
            if bodies.funcs.contains_key(&func) || !function.has_body {
                continue;
            }
            for mentioned in mentioned(function) {
                let origin = match instances.get(&mentioned) {
                    Some(&(object, targs)) => Origin::Instance(object, targs.clone()),
                    None => origin(package, mentioned),
                };
                match origin {
                    Origin::Declared(_) => {}
                    Origin::Inner => pending.push(mentioned),
                    // Its frame is kept below.
                    Origin::Instance(..) => {}
                }
                bodies.origins.insert(mentioned, origin);
            }
            bodies.add(package, func);
            if let Some(record) = record(func) {
                bodies.records.insert(func, record);
            }
        }
        for &func in package.instances.values() {
            bodies.shells.insert(func, Shell::of(package, func));
        }
        for &(func, call) in &package.imprecise_calls {
            if bodies.funcs.contains_key(&func) {
                bodies.imprecise.entry(func).or_default().push(call);
            }
        }
        bodies
    }

    fn add(&mut self, package: &Package, func: FuncId) {
        let function = &package.funcs[func];
        self.funcs.insert(func, Arc::new(function.clone()));
        if let Origin::Declared(object) = origin(package, func)
            && !function.duplicable
        {
            self.by_object.insert(object, func);
        }
    }

    /// A body by the number of its package.
    pub fn body(&self, func: FuncId) -> Option<Arc<Function>> {
        self.funcs.get(&func).cloned()
    }

    /// The record of a function, by the number of its package.
    pub fn record(&self, func: FuncId) -> Option<InlineRecord> {
        self.records.get(&func).copied()
    }

    /// The number of an instance.
    pub(super) fn instance(&self, key: &(ObjectId, Box<[TypeId]>)) -> Option<FuncId> {
        self.instances.get(key).copied()
    }

    /// What a generic function or method mentions, if the package has an instance.
    pub(super) fn generic(&self, object: ObjectId) -> Option<&Mentions> {
        self.generic.get(&object)
    }

    /// An instance that bodies mention.
    pub(super) fn shell(&self, func: FuncId) -> Option<Shell> {
        self.shells.get(&func).cloned()
    }

    /// A literal that an expansion has made, with those in it.
    pub(super) fn of_copy(package: &Package, literal: FuncId) -> Bodies {
        let mut bodies = Bodies {
            package: package.package,
            funcs: FxHashMap::default(),
            origins: FxHashMap::default(),
            by_object: FxHashMap::default(),
            globals: PrimaryMap::new(),
            externs: PrimaryMap::new(),
            dictionaries: FxHashMap::default(),
            shells: FxHashMap::default(),
            instances: FxHashMap::default(),
            generic: FxHashMap::default(),
            records: FxHashMap::default(),
            imprecise: FxHashMap::default(),
        };
        let mut pending = vec![literal];
        while let Some(func) = pending.pop() {
            let function = &package.funcs[func];
            for inst in function.insts.values() {
                if let Inst::Closure { func, .. } = inst {
                    pending.push(*func);
                }
            }
            bodies.funcs.insert(func, Arc::new(function.clone()));
        }
        bodies
    }

    /// The number of a declared function whose body is kept.
    pub fn declared(&self, object: ObjectId) -> Option<FuncId> {
        self.by_object.get(&object).copied()
    }

    /// How a function is found that a body mentions.
    pub fn origin(&self, func: FuncId) -> &Origin {
        self.origins.get(&func).unwrap_or(&Origin::Inner)
    }
}

fn origin(package: &Package, func: FuncId) -> Origin {
    let function = &package.funcs[func];
    match (function.kind, function.object) {
        (FuncKind::Declared, Some(object)) if !is_literal(function.kind) => {
            Origin::Declared(object)
        }
        _inner => Origin::Inner,
    }
}

/// What a body mentions.
#[derive(Clone, Debug, Default)]
pub(super) struct Mentions {
    /// Functions and package-level variables.
    pub objects: Vec<ObjectId>,
    /// The types of its expressions.
    pub types: Vec<TypeId>,
}

/// What the shared instances of generic functions mention, one for each function.
fn generic_mentions(package: &Package) -> FxHashMap<ObjectId, Mentions> {
    let mut first: FxHashMap<ObjectId, FuncId> = FxHashMap::default();
    for ((object, _), &func) in &package.instances {
        let shared = package.funcs[func].kind == FuncKind::Declared;
        if shared && package.funcs[func].elsewhere.is_none() {
            let known = first.entry(*object).or_insert(func);
            *known = func.min(*known);
        }
    }
    let mentions = first.into_iter();
    mentions
        .map(|(object, func)| (object, Mentions::of(package, func)))
        .collect()
}

impl Mentions {
    fn of(package: &Package, func: FuncId) -> Mentions {
        let mut mentions = Mentions::default();
        let mut pending = vec![func];
        while let Some(func) = pending.pop() {
            let function = &package.funcs[func];
            let types = function.types.values();
            mentions.types.extend(types.filter_map(|ty| ty.expand()));
            for inst in function.insts.values() {
                if let Inst::GlobalAddr(global) = inst {
                    mentions.objects.extend(package.globals[*global].object);
                }
            }
            for func in named(function) {
                match func {
                    FuncRef::Extern(id) => mentions.objects.push(package.externs[id].object),
                    FuncRef::Local(func) if is_literal(package.funcs[func].kind) => {
                        pending.push(func);
                    }
                    FuncRef::Local(func) => mentions.objects.extend(package.funcs[func].object),
                }
            }
        }
        mentions.objects.sort_unstable();
        mentions.objects.dedup();
        mentions.types.sort_unstable();
        mentions.types.dedup();
        mentions
    }
}

/// The functions of its package that a function mentions.
fn mentioned(function: &Function) -> Vec<FuncId> {
    let local = named(function).into_iter().filter_map(|func| match func {
        FuncRef::Local(func) => Some(func),
        FuncRef::Extern(_) => None,
    });
    local.collect()
}

/// The functions that a function mentions.
fn named(function: &Function) -> Vec<FuncRef> {
    let named = function.insts.values().filter_map(|inst| match inst {
        Inst::Closure { func, .. } => Some(FuncRef::Local(*func)),
        inst => inst.named_func(),
    });
    named.collect()
}
