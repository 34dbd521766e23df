//! FUNCTIONS AND VARIABLES OF ANOTHER PACKAGE'S BODIES, IN THIS PACKAGE.
//!
//! A body names functions and package-level variables by the numbers of its own package. In the package that expands it,
//! declared functions are functions of another package, found by their objects; instances of generic functions are the
//! package's own ones, made from the other package's if there were none yet; wrappers are copied.
//!
//! INVARIANTS. What is looked up twice is found once: the same function has the same number, so that chains of expansions are recognized as
//! cycles. Instances that an expansion brings along are appended to the function list, unexamined.

use std::sync::Arc;

use cranelift_entity::EntityRef;
use escargo_grammar::Symbol;
use rustc_hash::FxHashMap;

use super::bodies::{Bodies, Origin};
use super::names::NameRules;
use super::translate::{Homes, translate_literal_tree, translate_refs};
use crate::ir::{
    DictionaryWord, Extern, ExternId, FuncId, FuncRef, Function, Global, GlobalId, Package,
};
use crate::types::{ObjectId, PackageId, World};

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
                        let id = self.copy(world, package, home, func, true)?;
                        package.instances.insert(key, id);
                        FuncRef::Local(id)
                    }
                }
            }
            Origin::Inner => FuncRef::Local(self.copy(world, package, home, func, false)?),
        };
        self.funcs.insert(key, found);
        Some(found)
    }

    /// Copies a function that has no name elsewhere, with the literals in it.
    fn copy(
        &mut self,
        world: &World,
        package: &mut Package,
        home: &Arc<Bodies>,
        func: FuncId,
        listed: bool,
    ) -> Option<FuncId> {
        let body: Arc<Function> = home.body(func)?;
        let id = package.funcs.push(shell_of(&body));
        debug_assert!(id.index() < package.funcs.len());
        // Known before its body is looked at: it may mention itself.
        self.funcs.insert((home.package, func), FuncRef::Local(id));
        self.added.push(id);
        if listed {
            package.roots.push(id);
        }
        if let Some(words) = home.dictionary_words.get(&func) {
            let words: Box<[DictionaryWord]> = words.clone();
            package.dictionary_words.insert(id, words);
        }
        let names = NameRules::of_import(world, package.package, home.package);
        let mut copy = (*body).clone();
        copy.name = names.function(&body);
        names.locals(&mut copy);
        let mut homes = Homes {
            world,
            home,
            imports: self,
        };
        translate_refs(&mut homes, package, &mut copy);
        translate_literal_tree(&mut homes, package, &mut copy, id);
        package.funcs[id] = copy;
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
