//! Method sets, and whether a type implements an interface; if not, why.
//!
//! The answers are data from which checking words gc's messages: the method wanted, what was found in its place, and how
//! the two differ.

use escargo_grammar::Symbol;

use super::lookup::{Case, Found, Lookup};
use super::object::{ObjectId, ObjectKind};
use super::predicates::Comparability;
use super::store::{Basic, Method, TypeId, TypeKind};
use super::typeset::Terms;
use super::world::World;

/// A method that a type lacks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Missing {
    /// The method wanted, as the interface has it.
    pub method: Method,
    /// What is wrong.
    pub cause: MissingCause,
}

/// Why a method is missing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MissingCause {
    /// `(missing method M)`
    NotFound,
    /// `(type T is pointer to interface, not interface)`: the value's or the interface's type, this one, is such a pointer.
    PointerToInterface(TypeId),
    /// `(type T is pointer to type parameter, not type parameter)`
    PointerToTypeParam(TypeId),
    /// `(missing method M)` with `have`/`want`: a method whose name differs only in case.
    WrongName(Candidate),
    /// `(unexported method m)`: one of another package has the name.
    Unexported(Candidate),
    /// `(wrong type for method M)` with `have`/`want`.
    WrongSignature(Candidate),
    /// `(ambiguous selector T.M)`
    Ambiguous,
    /// `(method M has pointer receiver)`
    PointerReceiver,
    /// `(T.M is a field, not a method)`
    Field,
}

/// A method that nearly is the one wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Candidate {
    /// Its object.
    pub object: ObjectId,
    /// Its name.
    pub name: Symbol,
    /// Its signature; `None` if it is not checked yet.
    pub ty: Option<TypeId>,
}

/// Why a type does not implement an interface, or satisfy a constraint.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NotImplemented {
    /// `T is not an interface`
    NotInterface,
    /// `type T is pointer to interface, not interface`
    PointerToInterface,
    /// `type T is pointer to type parameter, not type parameter`
    PointerToTypeParam,
    /// `cannot implement T (empty type set)`
    EmptyTypeSet,
    /// A method is missing.
    Method(Missing),
    /// `V does not implement comparable`
    NotComparable,
    /// `V does not implement T`: some type of V's set is not in T's.
    NotSubset,
    /// `possibly missing ~ for A in T`
    MissingTilde(TypeId),
    /// `T mentions V, but V is not in the type set of T`
    Mentioned,
    /// `V missing in …`: the terms of T.
    NotInTerms,
}

/// Whether T is a constraint (then interfaces satisfy `comparable`) or an ordinary interface.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Relation {
    /// `V implements T`
    Implements,
    /// `V satisfies T`
    Satisfies,
}

impl World {
    /// The first method of interface `iface` that `ty` lacks. Unless `all_required`, an interface `ty` only has to agree where
    /// it has the method (for type assertions).
    pub fn missing_method(&self, ty: TypeId, iface: TypeId, all_required: bool) -> Option<Missing> {
        self.missing_method_by(ty, iface, all_required, &mut |have, want| {
            self.identical(have, want)
        })
    }

    /// Like [`World::missing_method`], comparing signatures with `equivalent`.
    pub fn missing_method_by(
        &self,
        ty: TypeId,
        iface: TypeId,
        all_required: bool,
        equivalent: &mut dyn FnMut(TypeId, TypeId) -> bool,
    ) -> Option<Missing> {
        let wanted = self.type_set(iface);
        let is_interface = self.is_interface(ty);
        for method in &wanted.methods {
            let cause = match is_interface {
                true => self.missing_in_interface(ty, method, all_required, equivalent),
                false => self.missing_in_concrete(ty, method, equivalent),
            };
            if let Some(cause) = cause {
                let cause = self.pointer_to_interface(ty, iface, cause);
                return Some(Missing {
                    method: *method,
                    cause,
                });
            }
        }
        None
    }

    fn missing_in_interface(
        &self,
        ty: TypeId,
        wanted: &Method,
        all_required: bool,
        equivalent: &mut dyn FnMut(TypeId, TypeId) -> bool,
    ) -> Option<MissingCause> {
        let set = self.type_set(ty);
        match set.method(self, wanted.pkg, wanted.name) {
            None => all_required.then_some(MissingCause::NotFound),
            Some((_, have)) if equivalent(have.ty, wanted.ty) => None,
            Some((_, have)) => have.object.map(|object| {
                MissingCause::WrongSignature(Candidate {
                    object,
                    name: have.name,
                    ty: Some(have.ty),
                })
            }),
        }
    }

    fn missing_in_concrete(
        &self,
        ty: TypeId,
        wanted: &Method,
        equivalent: &mut dyn FnMut(TypeId, TypeId) -> bool,
    ) -> Option<MissingCause> {
        match self.lookup_member(ty, false, wanted.pkg, wanted.name, Case::Exact) {
            Lookup::NotFound => Some(self.near_miss(ty, wanted)),
            Lookup::Ambiguous(_) => Some(MissingCause::Ambiguous),
            Lookup::PointerReceiver(_) => Some(MissingCause::PointerReceiver),
            Lookup::Found(found) if !found.is_method() => Some(MissingCause::Field),
            Lookup::Found(found) => match self.found_type(&found) {
                Some(have) if equivalent(have, wanted.ty) => None,
                _other_or_unknown => Some(MissingCause::WrongSignature(self.candidate(&found))),
            },
        }
    }

    /// What may have been meant by a method that is not there.
    fn near_miss(&self, ty: TypeId, wanted: &Method) -> MissingCause {
        match self.lookup_member(ty, false, wanted.pkg, wanted.name, Case::Fold) {
            Lookup::Found(found) if found.is_method() => {
                let candidate = self.candidate(&found);
                match candidate.name == wanted.name {
                    true => MissingCause::Unexported(candidate),
                    false => MissingCause::WrongName(candidate),
                }
            }
            Lookup::Found(_)
            | Lookup::NotFound
            | Lookup::Ambiguous(_)
            | Lookup::PointerReceiver(_) => MissingCause::NotFound,
        }
    }

    fn candidate(&self, found: &Found) -> Candidate {
        Candidate {
            object: found.object,
            name: self.object(found.object).name,
            ty: self.found_type(found),
        }
    }

    /// A method that is not found at all is explained by a pointer to an interface on either side.
    fn pointer_to_interface(&self, ty: TypeId, iface: TypeId, cause: MissingCause) -> MissingCause {
        if cause != MissingCause::NotFound {
            return cause;
        }
        for side in [ty, iface] {
            if let Some(elem) = self.pointee(side)
                && self.is_interface(elem)
            {
                return match self.is_type_param(elem) {
                    true => MissingCause::PointerToTypeParam(side),
                    false => MissingCause::PointerToInterface(side),
                };
            }
        }
        cause
    }

    /// Whether `ty` is a pointer to an interface or type parameter.
    pub fn is_interface_pointer(&self, ty: TypeId) -> bool {
        self.pointee(ty).is_some_and(|elem| self.is_interface(elem))
    }

    /// Whether the type has an embedded field, at any depth, whose type is invalid: then nothing certain is known of its
    /// methods.
    pub fn has_invalid_embedded_fields(&self, ty: TypeId) -> bool {
        self.invalid_embedded(ty, &mut Vec::new())
    }

    fn invalid_embedded(&self, ty: TypeId, seen: &mut Vec<TypeId>) -> bool {
        let base = match self.pointee(ty) {
            Some(elem) if matches!(self.underlying_kind(elem), TypeKind::Struct(_)) => elem,
            _other => ty,
        };
        let under = self.underlying(base);
        let TypeKind::Struct(fields) = self.kind(under) else {
            return false;
        };
        if seen.contains(&under) {
            return false;
        }
        seen.push(under);
        stacker::maybe_grow(64 << 10, 4 << 20, || {
            fields
                .iter()
                .filter(|field| field.embedded)
                .any(|field| !self.is_valid(field.ty) || self.invalid_embedded(field.ty, seen))
        })
    }

    /// Whether `ty` implements the interface `iface`, or satisfies the constraint; if not, why. Silent on invalid types.
    pub fn implements(
        &self,
        ty: TypeId,
        iface: TypeId,
        relation: Relation,
    ) -> Result<(), NotImplemented> {
        if self.hides_an_error(ty) || self.hides_an_error(iface) {
            return Ok(());
        }
        if !self.is_interface(iface) {
            return Err(match self.pointee(iface) {
                Some(elem) if self.is_type_param(elem) => NotImplemented::PointerToTypeParam,
                Some(elem) if self.is_interface(elem) => NotImplemented::PointerToInterface,
                Some(_) | None => NotImplemented::NotInterface,
            });
        }
        let wanted = self.type_set(iface);
        if wanted.is_all() {
            return Ok(());
        }
        let own = self.is_interface(ty).then(|| self.type_set(ty));
        if own.as_ref().is_some_and(|own| own.is_empty()) {
            return Ok(());
        }
        if wanted.is_empty() {
            return Err(NotImplemented::EmptyTypeSet);
        }
        if let Some(missing) = self.missing_method(ty, iface, true)
            && !self.has_invalid_embedded_fields(ty)
        {
            return Err(NotImplemented::Method(missing));
        }
        if let Terms::List(terms) = &wanted.terms {
            match own {
                Some(own) if !self.terms_subset(&own.terms, &wanted.terms) => {
                    return Err(NotImplemented::NotSubset);
                }
                None if !terms.iter().any(|&term| self.term_includes(term, ty)) => {
                    return Err(self.not_in_terms(ty, iface, terms));
                }
                Some(_) | None => {}
            }
        }
        self.implements_comparable(ty, iface, relation)
    }

    /// Whether an error was reported for the type or the base of the pointer that it is.
    fn hides_an_error(&self, ty: TypeId) -> bool {
        let invalid =
            |ty: TypeId| matches!(self.underlying_kind(ty), TypeKind::Basic(Basic::Invalid));
        invalid(ty) || self.pointee(ty).is_some_and(invalid)
    }

    fn implements_comparable(
        &self,
        ty: TypeId,
        iface: TypeId,
        relation: Relation,
    ) -> Result<(), NotImplemented> {
        if !self.type_set_comparable(iface) || self.strictly_comparable(ty) {
            return Ok(());
        }
        match relation {
            Relation::Satisfies if self.comparable(ty, Comparability::Dynamic).is_ok() => Ok(()),
            Relation::Satisfies | Relation::Implements => Err(NotImplemented::NotComparable),
        }
    }

    fn not_in_terms(
        &self,
        ty: TypeId,
        iface: TypeId,
        terms: &[super::store::UnionTerm],
    ) -> NotImplemented {
        let under = self.underlying(ty);
        let tilde = terms.iter().find(|term| {
            !term.tilde
                && self.identical(term.ty, self.underlying(term.ty))
                && self.identical(term.ty, under)
        });
        match tilde {
            Some(term) => NotImplemented::MissingTilde(term.ty),
            None if self.mentions(self.underlying(iface), ty) => NotImplemented::Mentioned,
            None => NotImplemented::NotInTerms,
        }
    }

    /// Whether an element or term of `element` spells a type identical to `ty`.
    fn mentions(&self, element: TypeId, ty: TypeId) -> bool {
        match self.kind(element) {
            TypeKind::Interface(interface) => {
                interface.embeds.iter().any(|&part| self.mentions(part, ty))
            }
            TypeKind::Union(terms) => terms.iter().any(|term| self.mentions(term.ty, ty)),
            _type => self.identical(element, ty),
        }
    }

    /// The methods that can be called on a value of the type (`*T` has those of `T` as well), sorted as interfaces sort
    /// theirs, promoted ones included. Empty for pointers to interfaces.
    pub fn method_set(&self, ty: TypeId) -> Vec<Found> {
        let mut names = Vec::new();
        self.collect_names(self.deref(ty).0, &mut Vec::new(), &mut names);
        names.sort_by(|&a, &b| self.compare_ids(a, b));
        names.dedup_by(|a, b| self.same_id(*a, *b));
        names
            .into_iter()
            .filter_map(|(name, pkg)| {
                self.lookup_member(ty, false, pkg, name, Case::Exact)
                    .found()
                    .filter(Found::is_method)
            })
            .collect()
    }

    /// The names of all methods that the type or what it embeds has.
    fn collect_names(
        &self,
        ty: TypeId,
        seen: &mut Vec<TypeId>,
        names: &mut Vec<(Symbol, super::object::PackageId)>,
    ) {
        let canonical = self.canonical(ty);
        if seen.contains(&canonical) {
            return;
        }
        seen.push(canonical);
        if let Some(named) = self.as_named(ty) {
            names.extend(self.methods(named).iter().map(|&method| {
                let object = self.object(method);
                (object.name, object.pkg)
            }));
        }
        match self.underlying_kind(ty) {
            TypeKind::Struct(fields) => stacker::maybe_grow(64 << 10, 4 << 20, || {
                for field in fields.iter().filter(|field| field.embedded) {
                    self.collect_names(self.deref(field.ty).0, seen, names);
                }
            }),
            TypeKind::Interface(_) => {
                let set = self.type_set(ty);
                names.extend(set.methods.iter().map(|method| (method.name, method.pkg)));
            }
            _no_members => {}
        }
    }

    /// Whether the object is a method with pointer receiver.
    pub fn has_pointer_receiver(&self, method: ObjectId) -> bool {
        matches!(self.object(method).kind, ObjectKind::Func(info) if info.pointer_receiver)
    }
}
