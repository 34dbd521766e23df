//! Types that contain themselves.
//!
//! QUESTION. Is a value of a type finite? `type T struct { t T }` is not, nor is an interface that embeds itself; `*T`, `[]T`
//! and the like are fine, because they only point. The right side of each defined type is expanded; a type met inside
//! itself is an error. For instances the right side is that of the generic type, and a type parameter stands for the
//! argument, which is looked at in the surroundings of the instance and not inside it:
//!
//! ```text
//! type A[P any] struct { B[P] }   type B[P any] struct { p P }
//! A[A[string]]                    fine: the inner A is an argument, not a part of A's declaration
//! ```
//!
//! INVARIANTS. What is in the nest is on the path as well. Types of other packages without arguments are valid, and so
//! are types without parameters that were found so before.
//! SOURCE: types2/validtype.go.

use super::checker::Checker;
use crate::source::Pos;
use crate::types::{TypeId, TypeKind, TypeParamId};

/// Where the search is.
#[derive(Default)]
struct Search {
    /// The types that contain the present one.
    nest: Vec<TypeId>,
    /// All defined types on the way.
    path: Vec<TypeId>,
}

impl Checker<'_> {
    /// Reports a defined type that contains itself.
    pub fn valid_type(&mut self, ty: TypeId) {
        if self.world.as_named(ty).is_some() {
            self.is_finite(ty, &mut Search::default());
        }
    }

    /// Whether it was reported that the type contains itself.
    pub(super) fn is_infinite(&self, ty: TypeId) -> bool {
        let world = self.world;
        world.as_named(ty).is_some_and(|id| {
            let origin = world.named(world.origin(id));
            let pos = world.object(origin.object).pos;
            self.invalid_types.contains(&pos)
        })
    }

    fn is_finite(&mut self, ty: TypeId, search: &mut Search) -> bool {
        let world = self.world;
        let ty = world.unalias(ty);
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || match world.kind(ty) {
            TypeKind::Array(_, elem) => self.is_finite(*elem, search),
            TypeKind::Struct(fields) => fields.iter().all(|field| self.is_finite(field.ty, search)),
            TypeKind::Union(terms) => terms.iter().all(|term| self.is_finite(term.ty, search)),
            TypeKind::Interface(interface) => {
                let mut embeds = interface.embeds.iter();
                embeds.all(|&embedded| self.is_finite(embedded, search))
            }
            TypeKind::Named(_) => self.is_finite_named(ty, search),
            TypeKind::TypeParam(id) => self.is_finite_argument(*id, search),
            TypeKind::Basic(_)
            | TypeKind::Slice(_)
            | TypeKind::Pointer(_)
            | TypeKind::Func(_)
            | TypeKind::Map(..)
            | TypeKind::Chan(..)
            | TypeKind::Tuple(_)
            | TypeKind::Alias(_) => true,
        })
    }

    fn is_finite_named(&mut self, ty: TypeId, search: &mut Search) -> bool {
        let world = self.world;
        let Some(id) = world.as_named(ty) else {
            return true;
        };
        let named = world.named(id);
        let plain =
            named.origin.is_none() && named.tparams.get().is_none_or(|list| list.is_empty());
        let foreign = world.object(named.object).pkg != self.pkg;
        if plain && (foreign || self.valid_types.contains(&ty)) {
            return true;
        }
        let origin = world.named(world.origin(id));
        // The right side of a type that was found infinite counts as wrong.
        if self
            .invalid_types
            .contains(&world.object(origin.object).pos)
        {
            return true;
        }
        if search.nest.iter().any(|&outer| world.identical(outer, ty)) {
            self.invalid_types.insert(world.object(origin.object).pos);
            self.infinite_type(ty, &search.path);
            return false;
        }
        let Some(&right) = origin.underlying.get() else {
            return true;
        };
        search.nest.push(ty);
        search.path.push(ty);
        let finite = self.is_finite(right, search);
        search.nest.pop();
        search.path.pop();
        if finite && plain {
            self.valid_types.insert(ty);
        }
        finite
    }

    fn is_finite_argument(&mut self, id: TypeParamId, search: &mut Search) -> bool {
        let world = self.world;
        let Some(&inner) = search.nest.last() else {
            return true;
        };
        let Some(instance) = world.as_named(inner) else {
            return true;
        };
        let tparams = world.named(world.origin(instance)).tparams.get();
        let index = tparams.and_then(|list| list.iter().position(|&tparam| tparam == id));
        let Some(&targ) = index.and_then(|index| world.named(instance).targs.get(index)) else {
            return true;
        };
        search.nest.pop();
        let finite = self.is_finite(targ, search);
        search.nest.push(inner);
        finite
    }

    fn infinite_type(&mut self, ty: TypeId, path: &[TypeId]) {
        let world = self.world;
        let start = path.iter().position(|&other| world.identical(other, ty));
        let cycle = &path[start.unwrap_or(0)..];
        // An instance stands where it was first written.
        let entries: Vec<(Pos, String)> = cycle
            .iter()
            .filter_map(|&ty| {
                let named = world.named(world.as_named(ty)?);
                let declared = world.object(named.object).pos;
                let pos = self.instance_places.get(&ty).copied().unwrap_or(declared);
                let name = match named.targs.is_empty() {
                    true => world.qualified_name(named.object, self.pkg),
                    false => self.ty_text(ty),
                };
                Some((pos, name))
            })
            .collect();
        if !entries.is_empty() {
            self.report_cycle(&entries, 0, true);
        }
    }
}
