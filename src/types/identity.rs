//! Identity of types whose canonical spelling has no end.
//!
//! QUESTION. Are two types identical that reach themselves through an anonymous interface
//! (`type T interface{ m() interface{ T } }`)? [`canonical`](super::canonical) cannot spell the inner mention in one way.
//! Such types are compared part by part; a pair of interfaces met again while it is being compared counts as identical, as
//! only a difference elsewhere could tell them apart.
//!
//! IGNORED. Type parameters of generic signatures: no method of an interface has any.
//! SOURCE: the Go specification, "Type identity"; types2 does the same for all types.

use super::store::{Signature, TypeId, TypeKind, UnionTerm};
use super::typeset::Terms;
use super::world::World;

impl World {
    /// Whether types are identical of which one has no canonical type that could be remembered.
    pub(super) fn identical_part_by_part(&self, a: TypeId, b: TypeId) -> bool {
        Comparison {
            world: self,
            assumed: Vec::new(),
        }
        .same(a, b)
    }
}

struct Comparison<'w> {
    world: &'w World,
    /// Pairs of interfaces that are being compared.
    assumed: Vec<(TypeId, TypeId)>,
}

impl Comparison<'_> {
    fn same(&mut self, a: TypeId, b: TypeId) -> bool {
        a == b || stacker::maybe_grow(64 << 10, 4 << 20, || self.same_kinds(a, b))
    }

    fn same_kinds(&mut self, a: TypeId, b: TypeId) -> bool {
        let world = self.world;
        match (world.unaliased_kind(a), world.unaliased_kind(b)) {
            (TypeKind::Basic(x), TypeKind::Basic(y)) => x.canonical() == y.canonical(),
            (TypeKind::Array(m, x), TypeKind::Array(n, y)) => m == n && self.same(*x, *y),
            (TypeKind::Slice(x), TypeKind::Slice(y))
            | (TypeKind::Pointer(x), TypeKind::Pointer(y)) => self.same(*x, *y),
            (TypeKind::Map(k, x), TypeKind::Map(l, y)) => self.same(*k, *l) && self.same(*x, *y),
            (TypeKind::Chan(d, x), TypeKind::Chan(e, y)) => d == e && self.same(*x, *y),
            (TypeKind::Struct(xs), TypeKind::Struct(ys)) => {
                xs.len() == ys.len()
                    && xs.iter().zip(ys).all(|(f, g)| {
                        f.embedded == g.embedded
                            && f.tag == g.tag
                            && world.same_id((f.name, f.pkg), (g.name, g.pkg))
                            && self.same(f.ty, g.ty)
                    })
            }
            (TypeKind::Tuple(xs), TypeKind::Tuple(ys)) => self.same_lists(xs, ys),
            (TypeKind::Func(x), TypeKind::Func(y)) => self.same_signatures(x, y),
            (TypeKind::Named(x), TypeKind::Named(y)) => {
                world.origin(*x) == world.origin(*y)
                    && self.same_lists(&world.named(*x).targs, &world.named(*y).targs)
            }
            (TypeKind::TypeParam(x), TypeKind::TypeParam(y)) => x == y,
            (TypeKind::Interface(_), TypeKind::Interface(_)) => self.same_interfaces(a, b),
            (TypeKind::Union(xs), TypeKind::Union(ys)) => self.same_terms(xs, ys),
            _different => false,
        }
    }

    fn same_lists(&mut self, xs: &[TypeId], ys: &[TypeId]) -> bool {
        xs.len() == ys.len() && xs.iter().zip(ys).all(|(&x, &y)| self.same(x, y))
    }

    fn same_signatures(&mut self, x: &Signature, y: &Signature) -> bool {
        x.variadic == y.variadic
            && x.tparams.len() == y.tparams.len()
            && self.same_lists(&x.params, &y.params)
            && self.same_lists(&x.results, &y.results)
    }

    fn same_terms(&mut self, xs: &[UnionTerm], ys: &[UnionTerm]) -> bool {
        xs.len() == ys.len()
            && xs.iter().all(|x| {
                ys.iter()
                    .any(|y| x.tilde == y.tilde && self.same(x.ty, y.ty))
            })
    }

    fn same_interfaces(&mut self, a: TypeId, b: TypeId) -> bool {
        let world = self.world;
        let pair = (world.unalias(a), world.unalias(b));
        if self.assumed.contains(&pair) {
            return true;
        }
        let (x, y) = (world.type_set(a), world.type_set(b));
        if x.comparable != y.comparable || x.methods.len() != y.methods.len() {
            return false;
        }
        let terms = match (&x.terms, &y.terms) {
            (Terms::All, Terms::All) => true,
            (Terms::List(xs), Terms::List(ys)) => self.same_terms(xs, ys),
            (Terms::All, Terms::List(_)) | (Terms::List(_), Terms::All) => false,
        };
        self.assumed.push(pair);
        let result = terms
            && x.methods.iter().zip(&y.methods).all(|(f, g)| {
                world.same_id((f.name, f.pkg), (g.name, g.pkg)) && self.same(f.ty, g.ty)
            });
        self.assumed.pop();
        result
    }
}
