//! Arrays beyond the address space.
//!
//! QUESTION. Is a type larger than any object can be? Checking lets it pass, as types are only laid out by who compiles them; gc's
//! front end refuses it where it first meets it in a declaration, and everything behind may rely on sizes.
//!
//! ```text
//! type T [1 << 50]int    →    type [1125899906842624]int larger than address space
//! ```
//!
//! INVARIANTS. One error for each array type, at the first type or variable that contains it.
//! IGNORED. Structs of several arrays that fit each for itself: gc lets their sizes wrap around.
//! SOURCE: experiments with gc; its `types.CalcArraySize`.

use rustc_hash::FxHashSet;

use super::context::Lowerer;
use crate::source::Pos;
use crate::types::{ObjectKind, TypeId, TypeKind};

/// No object is larger (2⁵⁰).
const MAX_SIZE: u64 = 1 << 50;

impl Lowerer<'_> {
    /// Reports arrays that are too large.
    pub(super) fn refuse_oversized_arrays(&mut self) {
        let mut found: Vec<(Pos, TypeId)> = Vec::new();
        for file in self.checked.files.iter() {
            for &object in file.info.defs.values() {
                let object = self.world.object(object);
                let has_size = matches!(object.kind, ObjectKind::TypeName | ObjectKind::Var(_));
                let ty = object.ty.get().copied().filter(|_| has_size);
                if let Some(ty) = ty
                    && object.pos.is_known()
                {
                    found.push((object.pos, ty));
                }
            }
        }
        self.refuse_oversized(found);
    }

    /// Reports those of what was lowered that no declaration names.
    pub(super) fn refuse_oversized_sites(&mut self) {
        let mut found = Vec::new();
        for function in self.package.funcs.values() {
            for site in function.sites.values() {
                let value = site.value.expand();
                let pos = value.map_or(function.pos, |value| function.source.values[value].pos);
                found.push((pos, site.ty));
            }
        }
        self.refuse_oversized(found);
    }

    fn refuse_oversized(&mut self, mut found: Vec<(Pos, TypeId)>) {
        let mut seen = FxHashSet::default();
        found.retain(|&(_, ty)| self.world.size_of(ty).is_none_or(|size| size >= MAX_SIZE));
        found.sort_unstable_by_key(|&(pos, _)| pos);
        for (pos, ty) in found {
            self.refuse_inside(pos, ty, &mut seen);
        }
    }

    /// Looks through what a variable of the type contains, parts first.
    fn refuse_inside(&mut self, pos: Pos, ty: TypeId, seen: &mut FxHashSet<TypeId>) {
        let world = self.world;
        let under = world.underlying(ty);
        if !seen.insert(world.canonical(under)) {
            return;
        }
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || match world.kind(under) {
            // Its instances are looked at where they are lowered.
            TypeKind::Array(_, elem) if world.is_type_param(*elem) => {}
            TypeKind::Array(len, elem) => {
                self.refuse_inside(pos, *elem, seen);
                let size = world.size_of(*elem).unwrap_or(0);
                let most = (MAX_SIZE - 1).checked_div(size);
                if most.is_some_and(|most| u64::try_from(*len).is_ok_and(|len| len > most)) {
                    let ty = world.type_text(under, self.checked.package);
                    let text = format!("type {ty} larger than address space");
                    self.diagnostics.error(pos, text);
                }
            }
            TypeKind::Struct(fields) => {
                for field in fields {
                    self.refuse_inside(pos, field.ty, seen);
                }
            }
            _no_parts => {}
        });
    }
}
