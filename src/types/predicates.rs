//! Predicates on types.
//!
//! The `is_…` predicates look at the underlying type and are false for type parameters. The `all_…` predicates are true for a
//! type parameter if its type set has specific types and the predicate holds for all of them.

use super::store::{Basic, TypeId, TypeKind, TypeParamId, UnionTerm};
use super::typeset::Terms;
use super::world::World;

/// What operations a basic type takes part in.
impl Basic {
    /// `bool` and untyped booleans.
    pub fn is_boolean(self) -> bool {
        matches!(self, Basic::Bool | Basic::UntypedBool)
    }

    /// Integers, untyped ones and runes included.
    pub fn is_integer(self) -> bool {
        self.is_unsigned() || self.is_signed() || self == Basic::UntypedRune
    }

    /// Signed integers and untyped integers.
    fn is_signed(self) -> bool {
        matches!(
            self,
            Basic::Int
                | Basic::Int8
                | Basic::Int16
                | Basic::Int32
                | Basic::Int64
                | Basic::Rune
                | Basic::UntypedInt
        )
    }

    /// Unsigned integers.
    pub fn is_unsigned(self) -> bool {
        matches!(
            self,
            Basic::Uint
                | Basic::Uint8
                | Basic::Uint16
                | Basic::Uint32
                | Basic::Uint64
                | Basic::Uintptr
                | Basic::Byte
        )
    }

    /// Floats and untyped floats.
    pub fn is_float(self) -> bool {
        matches!(self, Basic::Float32 | Basic::Float64 | Basic::UntypedFloat)
    }

    /// Complex numbers and untyped ones.
    pub fn is_complex(self) -> bool {
        matches!(
            self,
            Basic::Complex64 | Basic::Complex128 | Basic::UntypedComplex
        )
    }

    /// Numbers.
    pub fn is_numeric(self) -> bool {
        self.is_integer() || self.is_float() || self.is_complex()
    }

    /// Strings and untyped strings.
    pub fn is_string(self) -> bool {
        matches!(self, Basic::String | Basic::UntypedString)
    }

    /// Types of untyped constants, and of `nil`.
    pub fn is_untyped(self) -> bool {
        matches!(
            self,
            Basic::UntypedBool
                | Basic::UntypedInt
                | Basic::UntypedRune
                | Basic::UntypedFloat
                | Basic::UntypedComplex
                | Basic::UntypedString
                | Basic::UntypedNil
        )
    }

    /// Types with an order: integers, floats, strings.
    pub fn is_ordered(self) -> bool {
        self.is_integer() || self.is_float() || self.is_string()
    }

    /// Types that constants can have.
    pub fn is_const_type(self) -> bool {
        self.is_boolean() || self.is_numeric() || self.is_string()
    }
}

/// Whether interfaces count as comparable.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Comparability {
    /// Only types whose comparison cannot panic.
    Strict,
    /// As `==` has it: interfaces too.
    Dynamic,
}

/// Why a type cannot be compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Incomparable {
    /// A slice, map, function, … : the kind says it all.
    Kind,
    /// `struct containing T cannot be compared`
    StructWith(TypeId),
    /// `T cannot be compared`: this array type.
    Array(TypeId),
    /// `empty type set`
    EmptyTypeSet,
    /// `incomparable types in type set`
    IncomparableTypes,
}

/// Basic types.
impl World {
    /// Whether the type is not the invalid one. An alias whose target is not known yet is valid.
    pub fn is_valid(&self, ty: TypeId) -> bool {
        ty != self.invalid()
            && match self.kind(ty) {
                TypeKind::Alias(id) if self.alias(*id).target.get().is_none() => true,
                TypeKind::Alias(_) => {
                    let target = self.unalias(ty);
                    target != self.invalid() || self.ends_unknown(ty)
                }
                _no_alias => true,
            }
    }

    /// Whether a chain of aliases ends at one whose target is not known yet.
    fn ends_unknown(&self, ty: TypeId) -> bool {
        let mut current = ty;
        while let TypeKind::Alias(id) = self.kind(current) {
            match self.alias(*id).target.get() {
                Some(&target) if target != current => current = target,
                Some(_) => return false,
                None => return true,
            }
        }
        false
    }

    /// Whether the underlying type is basic with that property.
    fn is(&self, ty: TypeId, property: fn(Basic) -> bool) -> bool {
        self.as_basic(ty).is_some_and(property)
    }

    /// Booleans.
    pub fn is_boolean(&self, ty: TypeId) -> bool {
        self.is(ty, Basic::is_boolean)
    }

    /// Integers.
    pub fn is_integer(&self, ty: TypeId) -> bool {
        self.is(ty, Basic::is_integer)
    }

    /// Unsigned integers.
    pub fn is_unsigned(&self, ty: TypeId) -> bool {
        self.is(ty, Basic::is_unsigned)
    }

    /// Floats.
    pub fn is_float(&self, ty: TypeId) -> bool {
        self.is(ty, Basic::is_float)
    }

    /// Complex numbers.
    pub fn is_complex(&self, ty: TypeId) -> bool {
        self.is(ty, Basic::is_complex)
    }

    /// Numbers.
    pub fn is_numeric(&self, ty: TypeId) -> bool {
        self.is(ty, Basic::is_numeric)
    }

    /// Strings.
    pub fn is_string(&self, ty: TypeId) -> bool {
        self.is(ty, Basic::is_string)
    }

    /// Types that constants can have.
    pub fn is_const_type(&self, ty: TypeId) -> bool {
        self.is(ty, Basic::is_const_type)
    }

    /// Types of untyped operands. Defined types are never untyped.
    pub fn is_untyped(&self, ty: TypeId) -> bool {
        matches!(self.kind(ty), TypeKind::Basic(basic) if basic.is_untyped())
    }

    /// All but untyped ones.
    pub fn is_typed(&self, ty: TypeId) -> bool {
        !self.is_untyped(ty)
    }

    /// Types of untyped numbers.
    pub fn is_untyped_numeric(&self, ty: TypeId) -> bool {
        matches!(self.kind(ty), TypeKind::Basic(basic) if basic.is_untyped() && basic.is_numeric())
    }

    /// The type of `nil`.
    pub fn is_untyped_nil(&self, ty: TypeId) -> bool {
        matches!(self.kind(ty), TypeKind::Basic(Basic::UntypedNil))
    }

    /// The type that an untyped operand gets without context; any other type itself.
    pub fn default_type(&self, ty: TypeId) -> TypeId {
        let TypeKind::Basic(basic) = self.kind(ty) else {
            return ty;
        };
        match basic {
            Basic::UntypedBool => self.basic(Basic::Bool),
            Basic::UntypedInt => self.basic(Basic::Int),
            Basic::UntypedRune => self.basic(Basic::Rune),
            Basic::UntypedFloat => self.basic(Basic::Float64),
            Basic::UntypedComplex => self.basic(Basic::Complex128),
            Basic::UntypedString => self.basic(Basic::String),
            _typed_or_nil => ty,
        }
    }

    /// The larger of two untyped types: the same, or the later of integer, rune, float, complex.
    pub fn larger_untyped(&self, a: TypeId, b: TypeId) -> Option<TypeId> {
        if a == b {
            return Some(a);
        }
        match (self.kind(a), self.kind(b)) {
            (TypeKind::Basic(x), TypeKind::Basic(y))
                if self.is_untyped_numeric(a) && self.is_untyped_numeric(b) =>
            {
                Some(if x > y { a } else { b })
            }
            _different => None,
        }
    }
}

/// Type parameters: every type of the set.
impl World {
    /// Whether the property holds for the type, or for all specific types of a type parameter, of which there must be some.
    pub fn all_basic(&self, ty: TypeId, property: fn(Basic) -> bool) -> bool {
        match self.as_type_param(ty) {
            Some(_) => self.all_terms(ty, |term| self.is(term.ty, property)),
            None => self.is(ty, property),
        }
    }

    /// Whether the type parameter has specific terms and the property holds for all of them.
    pub fn all_terms(&self, ty: TypeId, mut property: impl FnMut(UnionTerm) -> bool) -> bool {
        let set = self.type_set(ty);
        set.specific()
            .is_some_and(|terms| terms.iter().all(|&term| property(term)))
    }

    /// The underlying types of the type's set: its own, or those of the terms of a type parameter; `None` if that has no
    /// specific terms.
    pub fn underlying_types(&self, ty: TypeId) -> Option<Vec<(TypeId, TypeId)>> {
        if self.as_type_param(ty).is_none() {
            return Some(vec![(ty, self.underlying(ty))]);
        }
        let set = self.type_set(ty);
        let terms = set.specific()?;
        let pairs = terms.iter().map(|term| (term.ty, self.underlying(term.ty)));
        Some(pairs.collect())
    }

    /// Booleans only.
    pub fn all_boolean(&self, ty: TypeId) -> bool {
        self.all_basic(ty, Basic::is_boolean)
    }

    /// Integers only.
    pub fn all_integer(&self, ty: TypeId) -> bool {
        self.all_basic(ty, Basic::is_integer)
    }

    /// Unsigned integers only.
    pub fn all_unsigned(&self, ty: TypeId) -> bool {
        self.all_basic(ty, Basic::is_unsigned)
    }

    /// Numbers only.
    pub fn all_numeric(&self, ty: TypeId) -> bool {
        self.all_basic(ty, Basic::is_numeric)
    }

    /// Strings only.
    pub fn all_string(&self, ty: TypeId) -> bool {
        self.all_basic(ty, Basic::is_string)
    }

    /// Ordered types only.
    pub fn all_ordered(&self, ty: TypeId) -> bool {
        self.all_basic(ty, Basic::is_ordered)
    }

    /// Numbers and strings only.
    pub fn all_numeric_or_string(&self, ty: TypeId) -> bool {
        self.all_basic(ty, |basic| basic.is_numeric() || basic.is_string())
    }
}

/// Kinds.
impl World {
    /// Interfaces, type parameters included.
    pub fn is_interface(&self, ty: TypeId) -> bool {
        matches!(self.underlying_kind(ty), TypeKind::Interface(_))
    }

    /// Interfaces that are no type parameters.
    pub fn is_ordinary_interface(&self, ty: TypeId) -> bool {
        !self.is_type_param(ty) && self.is_interface(ty)
    }

    /// Type parameters.
    pub fn is_type_param(&self, ty: TypeId) -> bool {
        self.as_type_param(ty).is_some()
    }

    /// The type parameter that this is.
    pub fn type_param_of(&self, ty: TypeId) -> Option<TypeParamId> {
        self.as_type_param(ty)
    }

    /// Types with a name: predeclared, defined, type parameters.
    pub fn is_named(&self, ty: TypeId) -> bool {
        matches!(
            self.unaliased_kind(ty),
            TypeKind::Basic(_) | TypeKind::Named(_) | TypeKind::TypeParam(_)
        )
    }

    /// Types that are no defined types and no type parameters.
    pub fn is_type_literal(&self, ty: TypeId) -> bool {
        !matches!(
            self.unaliased_kind(ty),
            TypeKind::Named(_) | TypeKind::TypeParam(_)
        )
    }

    /// Generic types that are not instantiated.
    pub fn is_generic(&self, ty: TypeId) -> bool {
        if let TypeKind::Alias(id) = self.kind(ty) {
            let alias = self.alias(*id);
            if alias.targs.is_empty() && alias.tparams.get().is_some_and(|list| !list.is_empty()) {
                return true;
            }
        }
        self.as_named(ty).is_some_and(|id| {
            let named = self.named(id);
            named.origin.is_none() && named.tparams.get().is_some_and(|list| !list.is_empty())
        })
    }

    /// `unsafe.Pointer` and types defined as it.
    pub fn is_unsafe_pointer(&self, ty: TypeId) -> bool {
        self.as_basic(ty) == Some(Basic::UnsafePointer)
    }

    /// `[]byte` and `[]rune`, and types defined as such.
    pub fn is_bytes_or_runes(&self, ty: TypeId) -> bool {
        let TypeKind::Slice(elem) = self.underlying_kind(ty) else {
            return false;
        };
        let elem = self.as_basic(*elem).map(Basic::canonical);
        matches!(elem, Some(Basic::Uint8 | Basic::Int32))
    }

    /// Types that have `nil` among their values.
    pub fn has_nil(&self, ty: TypeId) -> bool {
        match self.underlying_kind(ty) {
            TypeKind::Basic(basic) => *basic == Basic::UnsafePointer,
            TypeKind::Slice(_)
            | TypeKind::Pointer(_)
            | TypeKind::Func(_)
            | TypeKind::Map(..)
            | TypeKind::Chan(..) => true,
            TypeKind::Interface(_) => {
                !self.is_type_param(ty) || self.all_terms(ty, |term| self.has_nil(term.ty))
            }
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

/// Comparison.
impl World {
    /// Whether values of the type can be compared; if not, why.
    pub fn comparable(&self, ty: TypeId, mode: Comparability) -> Result<(), Incomparable> {
        self.comparable_in(ty, mode, &mut Vec::new())
    }

    /// Whether values of the type can be compared without a panic.
    pub fn strictly_comparable(&self, ty: TypeId) -> bool {
        self.comparable(ty, Comparability::Strict).is_ok()
    }

    fn comparable_in(
        &self,
        ty: TypeId,
        mode: Comparability,
        seen: &mut Vec<TypeId>,
    ) -> Result<(), Incomparable> {
        if seen.contains(&ty) {
            return Ok(());
        }
        seen.push(ty);
        stacker::maybe_grow(64 << 10, 4 << 20, || match self.underlying_kind(ty) {
            TypeKind::Basic(Basic::UntypedNil) => Err(Incomparable::Kind),
            TypeKind::Basic(_) | TypeKind::Pointer(_) | TypeKind::Chan(..) => Ok(()),
            TypeKind::Struct(fields) => {
                let bad = fields
                    .iter()
                    .find(|field| self.comparable_in(field.ty, mode, seen).is_err());
                bad.map_or(Ok(()), |field| Err(Incomparable::StructWith(field.ty)))
            }
            TypeKind::Array(_, elem) => self
                .comparable_in(*elem, mode, seen)
                .map_err(|_| Incomparable::Array(ty)),
            TypeKind::Interface(_) => self.comparable_interface(ty, mode, seen),
            TypeKind::Slice(_)
            | TypeKind::Func(_)
            | TypeKind::Map(..)
            | TypeKind::Tuple(_)
            | TypeKind::Named(_)
            | TypeKind::Alias(_)
            | TypeKind::TypeParam(_)
            | TypeKind::Union(_) => Err(Incomparable::Kind),
        })
    }

    fn comparable_interface(
        &self,
        ty: TypeId,
        mode: Comparability,
        seen: &mut Vec<TypeId>,
    ) -> Result<(), Incomparable> {
        if mode == Comparability::Dynamic && !self.is_type_param(ty)
            || self.type_set_comparable_in(ty, seen)
        {
            return Ok(());
        }
        Err(match self.type_set(ty).is_empty() {
            true => Incomparable::EmptyTypeSet,
            false => Incomparable::IncomparableTypes,
        })
    }

    /// Whether all types of the interface's set are comparable.
    pub fn type_set_comparable(&self, ty: TypeId) -> bool {
        self.type_set_comparable_in(ty, &mut Vec::new())
    }

    fn type_set_comparable_in(&self, ty: TypeId, seen: &mut Vec<TypeId>) -> bool {
        let set = self.type_set(ty);
        match &set.terms {
            Terms::All => set.comparable,
            Terms::List(terms) => {
                !terms.is_empty()
                    && terms.iter().all(|term| {
                        self.comparable_in(term.ty, Comparability::Strict, seen)
                            .is_ok()
                    })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_of_untyped_types() {
        let world = World::new();
        let rune = world.default_type(world.basic(Basic::UntypedRune));
        assert_eq!(rune, world.basic(Basic::Rune));
        assert_ne!(rune, world.basic(Basic::Int32));
        assert!(world.identical(rune, world.basic(Basic::Int32)));
    }

    #[test]
    fn slices_make_structs_and_arrays_incomparable() {
        let world = World::new();
        let slice = world.slice(world.basic(Basic::Int));
        let array = world.array(2, slice);
        assert_eq!(
            world.comparable(array, Comparability::Dynamic),
            Err(Incomparable::Array(array))
        );
        assert!(
            world
                .comparable(world.error_type(), Comparability::Dynamic)
                .is_ok()
        );
        assert!(!world.strictly_comparable(world.error_type()));
    }
}
