//! Which comments a place in the source is under, and which types.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Ask, Comment, Scope};
use crate::source::{FileId, Pos};
use crate::types::{ObjectId, TypeId, TypeKind, World};

/// Comments by file.
#[derive(Default)]
pub(super) struct ByFile {
    numbers: FxHashMap<FileId, Vec<usize>>,
}

impl ByFile {
    pub fn new<'c>(comments: impl IntoIterator<Item = (usize, &'c Comment)>) -> ByFile {
        let mut by_file = ByFile::default();
        for (number, comment) in comments {
            by_file
                .numbers
                .entry(comment.pos.file)
                .or_default()
                .push(number);
        }
        by_file
    }

    /// The comments of the place's file.
    pub fn of_file(&self, pos: Pos) -> &[usize] {
        self.numbers.get(&pos.file).map_or(&[], Vec::as_slice)
    }
}

/// Whether a place is in what a comment is about. Of a function that gcassert asks about that is only the signature.
pub(super) fn covers(comment: &Comment, pos: Pos) -> bool {
    if comment.pos.file != pos.file || !pos.is_known() {
        return false;
    }
    match (&comment.ask, &comment.scope) {
        (Ask::NoEscape, Scope::Function { signature, .. }) => signature.contains(&pos.offset),
        (_, Scope::Types { .. }) => {
            matches!(comment.ask, Ask::Allow | Ask::Exempt)
                && comment.scope.range().contains(&pos.offset)
        }
        (_, scope) => scope.range().contains(&pos.offset),
    }
}

/// Which types hold a value of one of the given defined types.
pub(super) struct Holders<'w> {
    world: &'w World,
    wanted: FxHashSet<ObjectId>,
    known: FxHashMap<TypeId, bool>,
}

impl<'w> Holders<'w> {
    pub fn new(world: &'w World, wanted: impl IntoIterator<Item = ObjectId>) -> Holders<'w> {
        Holders {
            world,
            wanted: wanted.into_iter().collect(),
            known: FxHashMap::default(),
        }
    }

    /// Whether a value of the type is one of a wanted type, or has one among its fields or elements.
    pub fn holds(&mut self, ty: TypeId) -> bool {
        if let Some(&known) = self.known.get(&ty) {
            return known;
        }
        // Types that hold themselves are errors; this ends the search for them too.
        self.known.insert(ty, false);
        let holds = stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.look(ty));
        self.known.insert(ty, holds);
        holds
    }

    fn look(&mut self, ty: TypeId) -> bool {
        let world = self.world;
        match world.unaliased_kind(ty) {
            TypeKind::Named(id) => {
                let origin = world.named(world.origin(*id)).object;
                if self.wanted.contains(&origin) {
                    return true;
                }
                let underlying = world.try_underlying(ty).filter(|&under| under != ty);
                underlying.is_some_and(|under| self.holds(under))
            }
            TypeKind::Array(_, elem) => self.holds(*elem),
            TypeKind::Struct(fields) => fields.iter().any(|field| self.holds(field.ty)),
            TypeKind::Tuple(parts) => parts.iter().any(|&part| self.holds(part)),
            TypeKind::Basic(_)
            | TypeKind::Slice(_)
            | TypeKind::Pointer(_)
            | TypeKind::Chan(..)
            | TypeKind::Map(..)
            | TypeKind::Func(_)
            | TypeKind::Interface(_)
            | TypeKind::Alias(_)
            | TypeKind::TypeParam(_)
            | TypeKind::Union(_) => false,
        }
    }
}
