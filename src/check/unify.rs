//! Unification: making two types equal by finding types for type parameters.
//!
//! QUESTION. Which types must the *bound* type parameters (those that are looked for) stand for, so that a type that mentions them
//! is the type of an argument?
//!
//! Both types are walked together. A bound parameter that meets a type takes it; one that has a type must agree; two bound
//! parameters that meet are joined and share what either finds. How much the types may differ is a [`Matching`]: values can
//! be assigned across defined types and their underlying types, from bidirectional channels to directed ones, and to
//! interfaces, so at the top (and inexactly below) these differences are looked through; inside of an assignment's types they are not.
//!
//! ```text
//! []P ≡ []int            P := int
//! func(P) Q ≡ func(T) T  P := T, Q := T
//! map[string]P ≡ M       with type M map[string]bool: P := bool
//! ```
//!
//! INVARIANTS. What a unifier found is never taken back: after a failure it is of no use but for messages.
//! IGNORED. Nothing here decides assignability or constraints: instantiation and the assignment of arguments do that later.
//! SOURCE: the Go specification, "Type unification"; types2 for what inexact unification allows where the text is silent.

use super::checker::Checker;
use crate::types::{Lookup, ObjectKind, Signature, Terms, TypeId, TypeKind, TypeParamId, TypeSet};

/// How deep types are compared before they are held different: a guard against endless growth.
const DEPTH_LIMIT: usize = 50;

/// How exactly types must agree.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Matching {
    /// The types belong to an assignment: they may differ at the top, their parts must be identical.
    pub assign: bool,
    /// The types must be identical.
    pub exact: bool,
}

impl Matching {
    /// Differences are looked through at every depth.
    pub(super) const INEXACT: Matching = Matching {
        assign: false,
        exact: false,
    };
    /// As for an assignment.
    pub(super) const ASSIGN: Matching = Matching {
        assign: true,
        exact: false,
    };
    /// No difference is allowed.
    pub(super) const EXACT: Matching = Matching {
        assign: false,
        exact: true,
    };

    /// What holds for the parts of types compared like this.
    fn of_parts(self) -> Matching {
        Matching {
            exact: self.exact || self.assign,
            ..self
        }
    }
}

/// The state of one inference.
pub(super) struct Unifier<'a, 'w> {
    pub checker: &'a mut Checker<'w>,
    /// For each bound parameter the number of its slot; joined ones share it.
    slots: Vec<(TypeParamId, usize)>,
    /// What was found.
    found: Vec<Option<TypeId>>,
    /// Whether methods of interfaces help inference (since Go 1.21).
    interfaces: bool,
    depth: usize,
    /// Interfaces being compared, to stop at cycles.
    comparing: Vec<(TypeId, TypeId)>,
}

/// What is known about parameters.
impl<'a, 'w> Unifier<'a, 'w> {
    /// A unifier for the parameters, of which some have a type already.
    pub(super) fn new(
        checker: &'a mut Checker<'w>,
        tparams: &[TypeParamId],
        known: &[Option<TypeId>],
    ) -> Self {
        let interfaces = checker.version_ok(21);
        let numbered = tparams.iter().enumerate();
        Unifier {
            checker,
            slots: numbered.map(|(slot, &tparam)| (tparam, slot)).collect(),
            found: known.to_vec(),
            interfaces,
            depth: 0,
            comparing: Vec::new(),
        }
    }

    fn slot(&self, tparam: TypeParamId) -> Option<usize> {
        let found = self.slots.iter().find(|(bound, _)| *bound == tparam);
        found.map(|&(_, slot)| slot)
    }

    /// The bound parameter that the type is.
    fn bound(&self, ty: TypeId) -> Option<TypeParamId> {
        let tparam = self.checker.world.as_type_param(ty)?;
        self.slot(tparam).map(|_| tparam)
    }

    /// What was found for a bound parameter.
    pub(super) fn at(&self, tparam: TypeParamId) -> Option<TypeId> {
        let slot = self.slot(tparam)?;
        self.found.get(slot).copied().flatten()
    }

    /// Sets the type of a bound parameter.
    pub(super) fn set(&mut self, tparam: TypeParamId, ty: TypeId) {
        if let Some(slot) = self.slot(tparam)
            && let Some(cell) = self.found.get_mut(slot)
        {
            *cell = Some(ty);
        }
    }

    /// How many bound parameters have no type yet.
    pub(super) fn unknowns(&self) -> usize {
        let unknown = |&&(tparam, _): &&(TypeParamId, usize)| self.at(tparam).is_none();
        self.slots.iter().filter(unknown).count()
    }

    /// What was found for each parameter of a list.
    pub(super) fn inferred(&self, tparams: &[TypeParamId]) -> Vec<Option<TypeId>> {
        tparams.iter().map(|&tparam| self.at(tparam)).collect()
    }

    /// Lets two parameters share what they stand for; false if both have types.
    fn join(&mut self, x: TypeParamId, y: TypeParamId) -> bool {
        let (Some(a), Some(b)) = (self.slot(x), self.slot(y)) else {
            return false;
        };
        if a == b {
            return true;
        }
        let (from, to) = match (self.at(x), self.at(y)) {
            (Some(_), Some(_)) => return false,
            (Some(_), None) => (b, a),
            (None, _) => (a, b),
        };
        for (_, slot) in &mut self.slots {
            if *slot == from {
                *slot = to;
            }
        }
        true
    }
}

/// The walk.
impl Unifier<'_, '_> {
    /// Makes two types equal; false if that is impossible.
    pub(super) fn unify(&mut self, x: TypeId, y: TypeId, matching: Matching) -> bool {
        self.depth += 1;
        let result = self.depth <= DEPTH_LIMIT
            && stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.step(x, y, matching));
        self.depth -= 1;
        result
    }

    fn step(&mut self, x: TypeId, y: TypeId, matching: Matching) -> bool {
        let world = self.checker.world;
        let same = |x, y| x == y || world.unalias(x) == world.unalias(y);
        if same(x, y) {
            return true;
        }
        // A defined type is on the right if there is one, a bound parameter on the left.
        let (x, mut y) = match world.as_named(x).is_some() || self.bound(y).is_some() {
            true => (y, x),
            false => (x, y),
        };
        let looks_through = !matching.exact
            && world.as_named(y).is_some()
            && world.is_type_literal(x)
            && !(self.interfaces && world.is_interface(x));
        if looks_through {
            y = world.underlying(y);
            if same(x, y) {
                return true;
            }
        }
        match (self.bound(x), self.bound(y)) {
            (Some(p), Some(q)) => match self.join(p, q) {
                true => true,
                false => match (self.at(p), self.at(q)) {
                    (Some(x), Some(y)) => self.unify(x, y, matching),
                    _unknown => false,
                },
            },
            (Some(p), None) => match self.at(p) {
                Some(known) => self.agree(p, known, y, matching),
                None => {
                    self.set(p, y);
                    true
                }
            },
            (None, _) => self.unify_plain(x, y, matching),
        }
    }

    /// A parameter that has a type meets another one, which may be the better choice: a defined type rather than a literal, a
    /// directed channel rather than one for both directions.
    fn agree(&mut self, p: TypeParamId, known: TypeId, y: TypeId, matching: Matching) -> bool {
        if !self.unify(known, y, matching) {
            return false;
        }
        let world = self.checker.world;
        let interface = |ty| world.is_ordinary_interface(ty);
        let defined = |ty| world.as_named(ty).is_some();
        match (interface(known), interface(y)) {
            (true, true) if defined(known) && defined(y) => return world.identical(known, y),
            (true, true) => {
                let methods = |ty| world.type_set(ty).methods.len();
                if methods(known) != methods(y) {
                    return false;
                }
            }
            // Which of the two is meant would depend on their order.
            (true, false) | (false, true) => return false,
            (false, false) => {}
        }
        if !matching.exact && !defined(known) {
            let directed = matches!(world.underlying_kind(y),
                TypeKind::Chan(dir, _) if *dir != escargo_grammar::ast::ChanDir::Both);
            if defined(y) || directed {
                self.set(p, y);
            }
        }
        true
    }

    /// Neither type is a bound parameter.
    fn unify_plain(&mut self, x: TypeId, y: TypeId, matching: Matching) -> bool {
        let world = self.checker.world;
        if self.interfaces && !matching.exact {
            match (
                world.is_ordinary_interface(x),
                world.is_ordinary_interface(y),
            ) {
                (true, true) => return self.unify_interfaces(x, y),
                (true, false) => return self.unify_methods(x, y),
                (false, true) => return self.unify_methods(y, x),
                (false, false) => {}
            }
        }
        // A parameter that is not bound is on the left if there is one.
        let (x, y) = match world.is_type_param(y) {
            true => (y, x),
            false => (x, y),
        };
        let parts = matching.of_parts();
        match (world.unaliased_kind(x), world.unaliased_kind(y)) {
            (TypeKind::Basic(a), TypeKind::Basic(b)) => a.canonical() == b.canonical(),
            (TypeKind::Array(a, x), TypeKind::Array(b, y)) => {
                (*a < 0 || *b < 0 || a == b) && self.unify(*x, *y, parts)
            }
            (TypeKind::Slice(x), TypeKind::Slice(y))
            | (TypeKind::Pointer(x), TypeKind::Pointer(y)) => self.unify(*x, *y, parts),
            (TypeKind::Struct(xs), TypeKind::Struct(ys)) => {
                xs.len() == ys.len()
                    && xs.iter().zip(ys).all(|(f, g)| {
                        f.embedded == g.embedded
                            && f.tag == g.tag
                            && world.same_id((f.name, f.pkg), (g.name, g.pkg))
                            && self.unify(f.ty, g.ty, parts)
                    })
            }
            (TypeKind::Tuple(xs), TypeKind::Tuple(ys)) => self.unify_lists(xs, ys, matching),
            (TypeKind::Func(a), TypeKind::Func(b)) => self.unify_signatures(a, b, parts),
            (TypeKind::Interface(_), TypeKind::Interface(_)) => self.unify_identical(x, y),
            (TypeKind::Map(a, x), TypeKind::Map(b, y)) => {
                self.unify(*a, *b, parts) && self.unify(*x, *y, parts)
            }
            (TypeKind::Chan(a, x), TypeKind::Chan(b, y)) => {
                (!matching.exact || a == b) && self.unify(*x, *y, parts)
            }
            (TypeKind::Named(a), TypeKind::Named(b)) => {
                // Arguments first: what they tell is worth having in messages even if the types differ.
                let (xs, ys) = (&world.named(*a).targs, &world.named(*b).targs);
                self.unify_lists(xs, ys, matching) && world.origin(*a) == world.origin(*b)
            }
            (TypeKind::TypeParam(_), _) => match world.core_type(x) {
                Some(core) => self.unify(core, y, Matching::ASSIGN),
                None => false,
            },
            _different => false,
        }
    }

    fn unify_lists(&mut self, xs: &[TypeId], ys: &[TypeId], matching: Matching) -> bool {
        xs.len() == ys.len() && xs.iter().zip(ys).all(|(&x, &y)| self.unify(x, y, matching))
    }

    fn unify_signatures(&mut self, x: &Signature, y: &Signature, parts: Matching) -> bool {
        x.variadic == y.variadic
            && self.unify_lists(&x.params, &y.params, parts)
            && self.unify_lists(&x.results, &y.results, parts)
    }
}

/// Interfaces.
impl Unifier<'_, '_> {
    fn same_terms(&self, x: &TypeSet, y: &TypeSet) -> bool {
        let world = self.checker.world;
        let subset = |a: &Terms, b: &Terms| world.terms_subset(a, b);
        x.comparable == y.comparable && subset(&x.terms, &y.terms) && subset(&y.terms, &x.terms)
    }

    /// Two interfaces, inexactly: the methods of one are among those of the other.
    fn unify_interfaces(&mut self, x: TypeId, y: TypeId) -> bool {
        let world = self.checker.world;
        let (mut few, mut many) = (world.type_set(x), world.type_set(y));
        if !self.same_terms(&few, &many) {
            return false;
        }
        if few.methods.len() > many.methods.len() {
            std::mem::swap(&mut few, &mut many);
        }
        self.once(x, y, |unifier| {
            few.methods.iter().all(|method| {
                many.method(world, method.pkg, method.name)
                    .is_some_and(|(_, other)| unifier.unify(method.ty, other.ty, Matching::EXACT))
            })
        })
    }

    /// Two interfaces, exactly: the same methods.
    fn unify_identical(&mut self, x: TypeId, y: TypeId) -> bool {
        let world = self.checker.world;
        let (a, b) = (world.type_set(x), world.type_set(y));
        self.same_terms(&a, &b)
            && a.methods.len() == b.methods.len()
            && self.once(x, y, |unifier| {
                a.methods.iter().zip(&b.methods).all(|(f, g)| {
                    world.same_id((f.name, f.pkg), (g.name, g.pkg))
                        && unifier.unify(f.ty, g.ty, Matching::EXACT)
                })
            })
    }

    /// Compares two interfaces unless they are being compared already: then they are equal unless a difference shows elsewhere.
    fn once(&mut self, x: TypeId, y: TypeId, compare: impl FnOnce(&mut Self) -> bool) -> bool {
        if self.comparing.contains(&(x, y)) || self.comparing.contains(&(y, x)) {
            return true;
        }
        self.comparing.push((x, y));
        let result = compare(self);
        self.comparing.pop();
        result
    }

    /// An interface and another type, which must have its methods.
    fn unify_methods(&mut self, interface: TypeId, ty: TypeId) -> bool {
        let world = self.checker.world;
        let set = world.type_set(interface);
        set.methods.iter().all(|wanted| {
            let found = world.lookup_field_or_method(ty, false, wanted.pkg, wanted.name);
            let Lookup::Found(found) = found else {
                return false;
            };
            if !matches!(world.object(found.object).kind, ObjectKind::Func(_)) {
                return false;
            }
            self.checker.resolve_object(found.object);
            let Some(have) = world.found_type(&found) else {
                return false;
            };
            // A generic method never implements one of an interface.
            let is_generic = world
                .as_signature(have)
                .is_some_and(|signature| !signature.tparams.is_empty());
            !is_generic && self.unify(wanted.ty, have, Matching::EXACT)
        })
    }
}
