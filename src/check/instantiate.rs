//! Instantiation of generic types and functions, and whether type arguments satisfy their constraints.
//!
//! An instance is made at once; whether its arguments are right is checked when all types are complete, because a constraint
//! may mention what is still being declared.

use escargo_grammar::ast::ExprId;

use super::checker::{Checker, Instantiation};
use crate::types::{Comparability, Relation, TypeId, TypeKind, TypeParamId};

impl Checker<'_> {
    /// `x[list…]` as a type.
    pub fn instantiated_type(&mut self, x: ExprId, list: &[ExprId]) -> TypeId {
        let world = self.world;
        let (generic, cause) = self.generic_type_or_cause(x);
        if let Some(cause) = cause {
            let text = self.expr_text(x);
            let args: Vec<String> = list.iter().map(|&e| self.expr_text(e)).collect();
            let args = args.join(", ");
            let message = format!("invalid operation: {text}[{args}] ({cause})");
            self.error(self.start(x), message);
        }
        if !world.is_valid(generic) {
            return world.invalid();
        }
        let Some(targs) = self.type_list(list) else {
            return world.invalid();
        };
        let offset = self.pos_of(x);
        let Some(instance) = self.instance(offset, generic, &targs) else {
            return world.invalid();
        };
        self.record_instance(x, &targs, instance);
        let offsets: Vec<u32> = list.iter().map(|&e| self.start(e)).collect();
        self.later(move |checker| checker.verify_later(offset, generic, &targs, &offsets));
        instance
    }

    /// An instance, without looking at constraints.
    fn instance(&mut self, offset: u32, generic: TypeId, targs: &[TypeId]) -> Option<TypeId> {
        let world = self.world;
        match world.kind(generic) {
            TypeKind::Named(id) => {
                let instance = world.instantiate_named(*id, targs);
                let pos = self.pos(offset);
                self.instance_places.entry(instance).or_insert(pos);
                Some(instance)
            }
            TypeKind::Alias(id) => {
                let alias = world.alias(*id);
                let wanted = alias.tparams.get().map_or(0, |list| list.len());
                let name = world.object(alias.object).name.as_str();
                if !self.check_count(offset, name, wanted, targs.len()) {
                    return None;
                }
                world.instantiate_alias(*id, targs)
            }
            TypeKind::Func(signature) => {
                let text = self.ty_text(generic);
                if !self.check_count(offset, &text, signature.tparams.len(), targs.len()) {
                    return None;
                }
                Some(world.instantiate_signature(signature, targs))
            }
            _not_generic => None,
        }
    }

    /// Reports a wrong number of type arguments.
    fn check_count(&mut self, offset: u32, name: &str, wanted: usize, given: usize) -> bool {
        let how = match given.cmp(&wanted) {
            std::cmp::Ordering::Less => "not enough",
            std::cmp::Ordering::Greater => "too many",
            std::cmp::Ordering::Equal => return true,
        };
        let message = format!("{how} type arguments for type {name}: have {given}, want {wanted}");
        self.error(offset, message);
        false
    }

    fn verify_later(&mut self, offset: u32, generic: TypeId, targs: &[TypeId], places: &[u32]) {
        let world = self.world;
        let (tparams, name) = match world.kind(generic) {
            TypeKind::Named(id) => {
                let named = world.named(*id);
                (
                    named.tparams.get(),
                    world.object(named.object).name.as_str(),
                )
            }
            TypeKind::Alias(id) => {
                let alias = world.alias(*id);
                (
                    alias.tparams.get(),
                    world.object(alias.object).name.as_str(),
                )
            }
            TypeKind::Func(signature) => (Some(&signature.tparams), ""),
            _not_generic => return,
        };
        let tparams: &[TypeParamId] = tparams.map_or(&[], |list| list);
        if !self.check_count(offset, name, tparams.len(), targs.len()) {
            return;
        }
        match self.verify_instance(offset, tparams, targs) {
            Ok(()) => self.note_instantiation(offset, tparams, targs, places),
            Err((index, message)) => {
                self.error(places.get(index).copied().unwrap_or(offset), message);
            }
        }
    }

    /// Remembers an instantiation for the search of infinite ones.
    pub fn note_instantiation(
        &mut self,
        offset: u32,
        tparams: &[TypeParamId],
        targs: &[TypeId],
        places: &[u32],
    ) {
        let world = self.world;
        for (index, (&tparam, &targ)) in tparams.iter().zip(targs).enumerate() {
            let own = world.object(world.type_param(tparam).object).pkg == self.pkg;
            let closed = matches!(world.kind(targ), TypeKind::Basic(_));
            if own && !closed {
                let place = places.get(index).copied().unwrap_or(offset);
                self.instantiations.push(Instantiation {
                    pos: self.pos(place),
                    tparam,
                    targ,
                });
            }
        }
    }

    /// Whether type arguments satisfy the constraints of type parameters; if not, which one and why.
    pub fn verify_instance(
        &mut self,
        _offset: u32,
        tparams: &[TypeParamId],
        targs: &[TypeId],
    ) -> Result<(), (usize, String)> {
        let world = self.world;
        for (index, (&tparam, &targ)) in tparams.iter().zip(targs).enumerate() {
            let Some(&constraint) = world.type_param(tparam).constraint.get() else {
                continue;
            };
            let bound = world.substitute(constraint, tparams, targs);
            let bound = self.as_constraint(bound);
            self.need_methods(targ, bound);
            if let Err(reason) = world.implements(targ, bound, Relation::Satisfies) {
                let text = self.not_implemented_text(targ, bound, Relation::Satisfies, &reason);
                return Err((index, text));
            }
            if !self.version_ok(20) && self.needs_dynamic_comparison(targ, bound) {
                let text = self.ty_text(targ);
                let message = format!("{text} to satisfy comparable requires go1.20 or later");
                return Err((index, message));
            }
        }
        Ok(())
    }

    /// A constraint as an interface.
    fn as_constraint(&self, bound: TypeId) -> TypeId {
        let world = self.world;
        match world.is_interface(bound) || !world.is_valid(world.underlying(bound)) {
            true => bound,
            false => world.implicit_interface(bound),
        }
    }

    fn needs_dynamic_comparison(&self, targ: TypeId, bound: TypeId) -> bool {
        let world = self.world;
        world.type_set_comparable(bound)
            && !world.strictly_comparable(targ)
            && world.comparable(targ, Comparability::Dynamic).is_ok()
    }
}
