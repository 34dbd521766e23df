//! Relations between types: assignable, convertible, core types.
//!
//! These are about typed operands. Whether an untyped constant fits a type is decided from its value
//! ([`Const::representable`](super::constant::Const::representable)) by checking; see also [`World::untyped_fits`] for the
//! part that needs no value.

use escargo_grammar::ast::ChanDir;

use super::method_set::{NotImplemented, Relation};
use super::store::{Basic, TypeId, TypeKind, TypeParamId, UnionTerm};
use super::world::World;

/// Why a value of one type cannot be assigned to a variable of another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NotAssignable {
    /// They just differ.
    Different,
    /// The target is an interface that the type does not implement.
    Interface(NotImplemented),
    /// `need type assertion`: the value's type is an interface that the target implements.
    NeedsAssertion,
    /// `cannot assign V to T (in P)`, a term of one of both type parameters, with the inner reason.
    Term {
        /// The value's type, or the term of its type parameter.
        from: TypeId,
        /// The target, or the term of its type parameter.
        to: TypeId,
        /// The type parameter whose term it is.
        tparam: TypeId,
        /// Whether the term belongs to the value's type.
        of_value: bool,
        /// The inner reason.
        reason: Box<NotAssignable>,
    },
}

/// Why a value of one type cannot be converted to another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NotConvertible {
    /// No rule allows it; what kept it from being assignable.
    Different(NotAssignable),
    /// `cannot convert V (in P) to type T (in Q)` for terms of type parameters.
    Term {
        /// The value's type, or the term of its type parameter.
        from: TypeId,
        /// The type parameter of the value.
        from_param: Option<TypeId>,
        /// The target, or the term of its type parameter.
        to: TypeId,
        /// The type parameter of the target.
        to_param: Option<TypeId>,
        /// The inner reason.
        reason: Box<NotConvertible>,
    },
}

/// Why there is no common underlying type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoCommonType {
    /// `no specific type`
    NoSpecificType,
    /// `channels A and B have different element types`
    ChannelElements(TypeId, TypeId),
    /// `channels A and B have conflicting directions`
    ChannelDirections(TypeId, TypeId),
    /// `A and B have different underlying types`
    Different(TypeId, TypeId),
}

/// Assignment.
impl World {
    /// Whether a value of the typed type `from` can be assigned to a variable of type `to`.
    pub fn assignable(&self, from: TypeId, to: TypeId) -> Result<(), NotAssignable> {
        if !self.is_valid(from) || !self.is_valid(to) || self.identical(from, to) {
            return Ok(());
        }
        let params = (self.as_type_param(from), self.as_type_param(to));
        if params == (None, None)
            && (!self.is_named(from) || !self.is_named(to))
            && self.identical(self.underlying(from), self.underlying(to))
        {
            return Ok(());
        }
        if params.1.is_none() && self.is_interface(to) || self.is_interface_pointer(to) {
            match self.implements(from, to, Relation::Implements) {
                Ok(()) => return Ok(()),
                Err(reason) if params.0.is_none() => return Err(NotAssignable::Interface(reason)),
                // A type parameter may still be assignable by its types.
                Err(_) => {}
            }
        }
        if params.0.is_none()
            && self.is_interface(from)
            && self.implements(to, from, Relation::Implements).is_ok()
        {
            return Err(NotAssignable::NeedsAssertion);
        }
        if self.assignable_channel(from, to) {
            return Ok(());
        }
        self.assignable_by_terms(from, to, params)
    }

    /// A channel for both directions goes where one direction is wanted.
    fn assignable_channel(&self, from: TypeId, to: TypeId) -> bool {
        match (self.underlying_kind(from), self.underlying_kind(to)) {
            (TypeKind::Chan(ChanDir::Both, a), TypeKind::Chan(_, b)) => {
                self.identical(*a, *b) && (!self.is_named(from) || !self.is_named(to))
            }
            _no_channels => false,
        }
    }

    fn assignable_by_terms(
        &self,
        from: TypeId,
        to: TypeId,
        params: (Option<TypeParamId>, Option<TypeParamId>),
    ) -> Result<(), NotAssignable> {
        if params.1.is_some() && !self.is_named(from) {
            return self.every_term(to, |term| {
                let reason = self.assignable(from, term.ty).err()?;
                Some(NotAssignable::Term {
                    from,
                    to: term.ty,
                    tparam: to,
                    of_value: false,
                    reason: Box::new(reason),
                })
            });
        }
        if params.0.is_some() && !self.is_named(to) {
            return self.every_term(from, |term| {
                let reason = self.assignable(term.ty, to).err()?;
                Some(NotAssignable::Term {
                    from: term.ty,
                    to,
                    tparam: from,
                    of_value: true,
                    reason: Box::new(reason),
                })
            });
        }
        Err(NotAssignable::Different)
    }

    /// The first reason that a specific term of the type parameter gives; having none of them is a reason too.
    fn every_term(
        &self,
        tparam: TypeId,
        mut problem: impl FnMut(UnionTerm) -> Option<NotAssignable>,
    ) -> Result<(), NotAssignable> {
        let set = self.type_set(tparam);
        let Some(terms) = set.specific() else {
            return Err(NotAssignable::Different);
        };
        let first = terms.iter().find_map(|&term| problem(term));
        first.map_or(Ok(()), Err)
    }

    /// Whether an untyped operand of basic type `from` may become `to`, the value of a constant aside.
    pub fn untyped_fits(&self, from: Basic, to: TypeId) -> bool {
        if self.is_type_param(to) {
            return self.all_terms(to, |term| self.untyped_fits(from, term.ty));
        }
        match self.underlying_kind(to) {
            TypeKind::Basic(basic) => match from {
                Basic::UntypedBool => basic.is_boolean(),
                Basic::UntypedString => basic.is_string(),
                Basic::UntypedNil => *basic == Basic::UnsafePointer,
                _number => basic.is_numeric(),
            },
            TypeKind::Interface(_) => from == Basic::UntypedNil || self.type_set(to).is_all(),
            TypeKind::Pointer(_)
            | TypeKind::Func(_)
            | TypeKind::Slice(_)
            | TypeKind::Map(..)
            | TypeKind::Chan(..) => from == Basic::UntypedNil,
            TypeKind::Array(..)
            | TypeKind::Struct(_)
            | TypeKind::Tuple(_)
            | TypeKind::Named(_)
            | TypeKind::Alias(_)
            | TypeKind::TypeParam(_)
            | TypeKind::Union(_) => false,
        }
    }
}

/// Conversion.
impl World {
    /// Whether a value of the typed type `from` can be converted to `to`, as of Go 1.20.
    pub fn convertible(&self, from: TypeId, to: TypeId) -> Result<(), NotConvertible> {
        let reason = match self.assignable(from, to) {
            Ok(()) => return Ok(()),
            Err(reason) => reason,
        };
        let from_param = self.is_type_param(from);
        let to_param = self.is_type_param(to);
        if !from_param && !to_param {
            return match self.convertible_plain(from, to) {
                true => Ok(()),
                false => Err(NotConvertible::Different(reason)),
            };
        }
        self.convertible_terms(from, to, reason)
    }

    /// Conversion of a pair of types, no type parameters among them, that is not an assignment.
    fn convertible_plain(&self, from: TypeId, to: TypeId) -> bool {
        let (from_under, to_under) = (self.underlying(from), self.underlying(to));
        self.identical_ignoring_tags(from_under, to_under)
            || self.convertible_pointers(from, to)
            || self.convertible_basic(from_under, to_under)
            || self.convertible_slice(from_under, to_under)
    }

    /// Pointers whose bases have the same underlying type.
    fn convertible_pointers(&self, from: TypeId, to: TypeId) -> bool {
        match (self.unaliased_kind(from), self.unaliased_kind(to)) {
            (TypeKind::Pointer(a), TypeKind::Pointer(b)) => {
                !self.is_type_param(*a)
                    && !self.is_type_param(*b)
                    && self.identical_ignoring_tags(self.underlying(*a), self.underlying(*b))
            }
            _other => false,
        }
    }

    /// Numbers, strings, and what package `unsafe` allows.
    fn convertible_basic(&self, from: TypeId, to: TypeId) -> bool {
        let real = |ty| self.is_integer(ty) || self.is_float(ty);
        let address = |ty| self.pointee(ty).is_some() || self.as_basic(ty) == Some(Basic::Uintptr);
        real(from) && real(to)
            || self.is_complex(from) && self.is_complex(to)
            || self.is_string(to) && (self.is_integer(from) || self.is_bytes_or_runes(from))
            || self.is_string(from) && self.is_bytes_or_runes(to)
            || self.is_unsafe_pointer(to) && address(from)
            || self.is_unsafe_pointer(from) && address(to)
    }

    /// A slice to an array or a pointer to an array.
    fn convertible_slice(&self, from: TypeId, to: TypeId) -> bool {
        let TypeKind::Slice(elem) = self.kind(from) else {
            return false;
        };
        let array = self.pointee(to).map_or(to, |base| self.underlying(base));
        matches!(self.kind(array), TypeKind::Array(_, other) if self.identical(*elem, *other))
    }

    fn convertible_terms(
        &self,
        from: TypeId,
        to: TypeId,
        reason: NotAssignable,
    ) -> Result<(), NotConvertible> {
        let (Some(sources), Some(targets)) = (self.terms_of(from), self.terms_of(to)) else {
            return Err(NotConvertible::Different(reason));
        };
        let param = |ty| self.is_type_param(ty).then_some(ty);
        for &source in &sources {
            for &target in &targets {
                if let Err(reason) = self.convertible(source, target) {
                    return Err(NotConvertible::Term {
                        from: source,
                        from_param: param(from),
                        to: target,
                        to_param: param(to),
                        reason: Box::new(reason),
                    });
                }
            }
        }
        Ok(())
    }

    /// The specific types of a type parameter, `None` if it has none; any other type itself.
    fn terms_of(&self, ty: TypeId) -> Option<Vec<TypeId>> {
        if !self.is_type_param(ty) {
            return Some(vec![ty]);
        }
        let set = self.type_set(ty);
        Some(set.specific()?.iter().map(|term| term.ty).collect())
    }
}

/// Common underlying types.
impl World {
    /// The underlying type that all types of the type's set share (for channels the most restricted one).
    pub fn common_underlying(&self, ty: TypeId) -> Result<TypeId, NoCommonType> {
        let pairs = self
            .underlying_types(ty)
            .ok_or(NoCommonType::NoSpecificType)?;
        let mut common: Option<(TypeId, TypeId)> = None;
        for pair in pairs {
            common = Some(match common {
                None => pair,
                Some(before) => self.join(before, pair)?,
            });
        }
        common
            .map(|(_, under)| under)
            .ok_or(NoCommonType::NoSpecificType)
    }

    /// Which of two (type, underlying type) pairs stands for both.
    fn join(
        &self,
        a: (TypeId, TypeId),
        b: (TypeId, TypeId),
    ) -> Result<(TypeId, TypeId), NoCommonType> {
        if let (TypeKind::Chan(a_dir, a_elem), TypeKind::Chan(b_dir, b_elem)) =
            (self.kind(a.1), self.kind(b.1))
        {
            return match (self.identical(*a_elem, *b_elem), *a_dir, *b_dir) {
                (false, _, _) => Err(NoCommonType::ChannelElements(a.0, b.0)),
                (true, ChanDir::Both, _) => Ok(b),
                (true, _, ChanDir::Both) => Ok(a),
                (true, x, y) if x == y => Ok(a),
                (true, _, _) => Err(NoCommonType::ChannelDirections(a.0, b.0)),
            };
        }
        match self.identical(a.1, b.1) {
            true => Ok(a),
            false => Err(NoCommonType::Different(a.0, b.0)),
        }
    }

    /// The core type of a type: its underlying type, or the common one of a type parameter's set.
    pub fn core_type(&self, ty: TypeId) -> Option<TypeId> {
        self.common_underlying(ty).ok()
    }

    /// Like [`World::core_type`], but a set of only strings and `[]byte` has the core type `string`.
    pub fn core_type_or_string(&self, ty: TypeId) -> Option<TypeId> {
        if let Some(core) = self.core_type(ty) {
            return Some(core);
        }
        let pairs = self.underlying_types(ty)?;
        let bytes = |ty: TypeId| {
            matches!(self.kind(ty), TypeKind::Slice(elem)
            if self.as_basic(*elem).map(Basic::canonical) == Some(Basic::Uint8))
        };
        let all = pairs
            .iter()
            .all(|&(_, under)| self.is_string(under) || bytes(under));
        all.then(|| self.basic(Basic::String))
    }
}
