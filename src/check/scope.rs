//! Scopes: blocks, the names they declare, looking names up.
//!
//! A name is declared when its scope begins: a variable after its initial value was checked, a type before its right
//! side. So lookups need not compare places; function literals are checked before anything is declared behind them
//! ([`Checker::process_later`]).

use std::sync::OnceLock;

use escargo_grammar::Symbol;

use super::checker::{Checker, Scope, ScopeId};
use crate::diagnostic;
use crate::source::Pos;
use crate::types::{Object, ObjectId, ObjectKind, TypeId, VarKind};

impl Checker<'_> {
    /// Opens a block inside the current one and makes it current.
    pub fn open_scope(&mut self, is_func: bool) -> ScopeId {
        let scope = self.scopes.push(Scope {
            parent: Some(self.scope),
            is_func,
            ..Scope::default()
        });
        self.scope = scope;
        scope
    }

    /// Closes the current block and reports its unused variables. Those of a function's own block are reported by
    /// [`Checker::usage`] when its body was checked.
    pub fn close_scope(&mut self) {
        let scope = &self.scopes[self.scope];
        let (parent, is_func) = (scope.parent, scope.is_func);
        if !is_func {
            self.usage(self.scope);
        }
        self.scope = parent.unwrap_or(self.package_scope);
    }

    /// Declares a name. A second one in the same block is an error; `_` declares nothing.
    pub fn declare(&mut self, scope: ScopeId, obj: ObjectId, visible_from: u32) {
        let object = self.world.object(obj);
        if object.name.is_blank() {
            return;
        }
        if let ObjectKind::Var(VarKind::Local) = object.kind {
            self.scopes[scope].vars.push(obj);
        }
        let names = &mut self.scopes[scope].names;
        if let Some(&(other, _)) = names.get(&object.name) {
            self.scopes[scope].vars.retain(|&var| var != obj);
            self.redeclared(obj, other);
            return;
        }
        names.insert(object.name, (obj, visible_from));
    }

    fn redeclared(&mut self, obj: ObjectId, other: ObjectId) {
        let object = self.world.object(obj);
        let message = format!(
            "{} redeclared in this block{}",
            object.name,
            self.other_declaration(other)
        );
        self.error_at_pos(object.pos, message);
    }

    /// The line of a message that says where something is declared; empty if it has no place.
    pub fn other_declaration(&self, other: ObjectId) -> String {
        let object = self.world.object(other);
        match object.pos.is_known() {
            true => format!(
                "\n\t{}: other declaration of {}",
                self.place(object.pos),
                object.name
            ),
            false => String::new(),
        }
    }

    /// A place inside a message.
    pub fn place(&self, pos: Pos) -> String {
        diagnostic::place(pos)
    }

    /// Reports an error at a place that may be in another file.
    pub fn error_at_pos(&mut self, pos: Pos, message: impl Into<String>) {
        self.diagnostics.error(pos, message);
    }

    /// The object of a name and the scope that declares it, none for the universe.
    pub fn lookup(&self, name: Symbol, _offset: u32) -> Option<(Option<ScopeId>, ObjectId)> {
        let mut current = Some(self.scope);
        while let Some(id) = current {
            let scope = &self.scopes[id];
            if let Some(&(obj, _)) = scope.names.get(&name) {
                return Some((Some(id), obj));
            }
            current = scope.parent;
        }
        let universe = self.world.universe_scope();
        universe.get(&name).map(|&obj| (None, obj))
    }

    /// A new variable of the current file.
    pub fn new_var(
        &mut self,
        name: Symbol,
        offset: u32,
        kind: VarKind,
        ty: Option<TypeId>,
    ) -> ObjectId {
        let obj = self.new_object(name, offset, ObjectKind::Var(kind));
        if let Some(ty) = ty {
            self.set_type(obj, ty);
        }
        obj
    }

    /// A new object of the current file and package, declared in a function (or field, parameter).
    pub fn new_object(&mut self, name: Symbol, offset: u32, kind: ObjectKind) -> ObjectId {
        self.world
            .add_object(name, self.pkg, self.pos(offset), kind)
    }

    /// A new object that is declared at package level.
    pub fn new_package_object(&mut self, name: Symbol, offset: u32, kind: ObjectKind) -> ObjectId {
        self.world.push_object(Object {
            name,
            pkg: self.pkg,
            pos: self.pos(offset),
            kind,
            ty: OnceLock::new(),
            receiver: OnceLock::new(),
            value: OnceLock::new(),
            leaks: OnceLock::new(),
            heap: OnceLock::new(),
            inline: OnceLock::new(),
            package_level: true,
        })
    }

    /// Sets an object's type; the first one stays.
    pub fn set_type(&self, obj: ObjectId, ty: TypeId) {
        self.world.object(obj).ty.get_or_init(|| ty);
    }
}
