//! FUNCTIONS AND VARIABLES OF ANOTHER PACKAGE'S BODIES, IN THIS PACKAGE.
//!
//! A body names functions and package-level variables by the numbers of its own package. In the package that expands it,
//! declared functions are functions of another package, found by their objects; instances of generic functions are the
//! package's own ones. An instance that only an expansion mentions is not compiled here: gc knows that the other package has done
//! so, and its analysis takes it for a function without a body. Wrappers are copied.
//!
//! INVARIANTS. What is looked up twice is found once: the same function has the same number, so that chains of expansions are
//! recognized as cycles.

use std::sync::Arc;

use escargo_grammar::Symbol;
use rustc_hash::FxHashMap;

use super::bodies::{Bodies, Origin, Shell};
use super::names::NameRules;
use super::translate::Homes;
use crate::ir::{Extern, ExternId, FuncId, FuncRef, Function, Global, GlobalId, Package};
use crate::types::{ObjectId, PackageId, TypeId, World};

/// What of other packages has been found.
#[derive(Default)]
pub struct Imports {
    funcs: FxHashMap<(PackageId, FuncId), FuncRef>,
    globals: FxHashMap<(PackageId, GlobalId), GlobalId>,
    externs: FxHashMap<Extern, ExternId>,
    by_object: FxHashMap<ObjectId, GlobalId>,
    hidden: FxHashMap<(PackageId, Symbol), GlobalId>,
    /// Functions that were added to the package.
    pub added: Vec<FuncId>,
}

impl Imports {
    /// O(variables and functions of other packages that the package mentions).
    pub fn new(package: &Package) -> Imports {
        let mut imports = Imports::default();
        for (id, external) in &package.externs {
            imports.externs.entry(*external).or_insert(id);
        }
        for (id, global) in &package.globals {
            match global.object {
                Some(object) => imports.by_object.entry(object).or_insert(id),
                None => {
                    let key = (global.package, global.name);
                    imports.hidden.entry(key).or_insert(id)
                }
            };
        }
        imports
    }

    /// A function of another package.
    pub fn external(&mut self, package: &mut Package, external: Extern) -> FuncRef {
        if let Some(&func) = package.by_object.get(&external.object) {
            return FuncRef::Local(func);
        }
        let id = self.externs.entry(external);
        FuncRef::Extern(*id.or_insert_with(|| package.externs.push(external)))
    }

    /// A package-level variable that a body of another package names.
    pub fn global(&mut self, package: &mut Package, home: &Bodies, global: GlobalId) -> GlobalId {
        if let Some(&known) = self.globals.get(&(home.package, global)) {
            return known;
        }
        let found: Global = home.globals[global];
        let known = match found.object {
            Some(object) => self.by_object.entry(object),
            None => {
                let id = self.hidden(package, home, global, found);
                self.globals.insert((home.package, global), id);
                return id;
            }
        };
        let id = *known.or_insert_with(|| package.globals.push(found));
        self.globals.insert((home.package, global), id);
        id
    }

    fn hidden(
        &mut self,
        package: &mut Package,
        home: &Bodies,
        global: GlobalId,
        found: Global,
    ) -> GlobalId {
        let id = *self
            .hidden
            .entry((found.package, found.name))
            .or_insert_with(|| package.globals.push(found));
        if let Some(dictionary) = home.dictionaries.get(&global) {
            let known = package.dictionaries.entry(id);
            known.or_insert_with(|| dictionary.clone());
        }
        id
    }

    /// A function that a body mentions.
    pub fn func(
        &mut self,
        world: &World,
        package: &mut Package,
        home: &Arc<Bodies>,
        func: FuncRef,
    ) -> Option<FuncRef> {
        match func {
            FuncRef::Extern(id) => {
                let external = *home.externs.get(id)?;
                Some(self.external(package, external))
            }
            FuncRef::Local(_) if home.package == package.package => Some(func),
            FuncRef::Local(id) => self.local(world, package, home, id),
        }
    }

    fn local(
        &mut self,
        world: &World,
        package: &mut Package,
        home: &Arc<Bodies>,
        func: FuncId,
    ) -> Option<FuncRef> {
        let key = (home.package, func);
        if let Some(&known) = self.funcs.get(&key) {
            return Some(known);
        }
        let found = match home.origin(func) {
            Origin::Declared(object) => {
                let ty = *world.object(*object).ty.get()?;
                let object = *object;
                let external = Extern { object, ty };
                self.external(package, external)
            }
            Origin::Instance(object, targs) => {
                let key = (*object, targs.clone());
                match package.instances.get(&key) {
                    Some(&known) => FuncRef::Local(known),
                    None => {
                        let id = self.instance(world, package, home, func)?;
                        package.instances.insert(key, id);
                        FuncRef::Local(id)
                    }
                }
            }
            Origin::Inner => FuncRef::Local(self.wrapper(world, package, home, func)?),
        };
        self.funcs.insert(key, found);
        Some(found)
    }

    /// An instance by the generic function and its type arguments, if the other package has it.
    pub fn instance_of(
        &mut self,
        world: &World,
        package: &mut Package,
        home: &Arc<Bodies>,
        key: (ObjectId, Box<[TypeId]>),
    ) -> Option<FuncId> {
        let func = home.instance(&key)?;
        let id = self.instance(world, package, home, func)?;
        package.instances.insert(key, id);
        self.funcs.insert((home.package, func), FuncRef::Local(id));
        Some(id)
    }

    /// An instance that this package does not compile, for the one that the body comes from does.
    fn instance(
        &mut self,
        world: &World,
        package: &mut Package,
        home: &Arc<Bodies>,
        func: FuncId,
    ) -> Option<FuncId> {
        let Shell {
            mut function,
            elsewhere,
        } = home.shell(func)?;
        let names = NameRules {
            world,
            here: package.package,
            home: home.package,
        };
        function.name = names.function(&function);
        names.locals(&mut function);
        function.elsewhere = Some(elsewhere);
        let id = package.funcs.push(function);
        self.added.push(id);
        Some(id)
    }

    /// Copies a wrapper.
    fn wrapper(
        &mut self,
        world: &World,
        package: &mut Package,
        home: &Arc<Bodies>,
        func: FuncId,
    ) -> Option<FuncId> {
        let body: Arc<Function> = home.body(func)?;
        let mut homes = Homes {
            world,
            home,
            imports: self,
        };
        let mut copy = (*body).clone();
        homes.names(package).locals(&mut copy);
        let complete = stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            homes.refs(package, &mut copy.insts)
        });
        if !complete {
            return None;
        }
        let id = package.funcs.push(copy);
        self.added.push(id);
        Some(id)
    }
}

/// A function of the same frame without body, for the time being.
pub(super) fn shell_of(function: &Function) -> Function {
    Function {
        has_body: false,
        ..function.clone()
    }
}
