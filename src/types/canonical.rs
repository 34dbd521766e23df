//! Canonical types and identity.
//!
//! QUESTION. Are two types identical in Go's sense? Interning makes equal spellings equal ids, but Go also identifies
//! different spellings: aliases with their targets, `byte` with `uint8`, signatures that differ in parameter names,
//! interfaces that differ in the order or the embedding of methods. The canonical type of an id has one spelling for all
//! of these, so identity is equality of canonical ids.
//!
//! ```text
//! func(a byte) (err error)            →  func(uint8) error
//! interface{ B(); interface{ A() } }  →  interface{ A(); B() }
//! List[any]                           →  List[interface{}]
//! ```
//!
//! INVARIANTS. `canonical(canonical(t)) == canonical(t)`. A defined type or type parameter ends the descent: that is what
//! makes recursive types finite. What depends on an unfinished declaration is answered but not remembered.
//! IGNORED. An interface that reaches itself through an anonymous interface that embeds it
//! (`type T interface{ m() interface{ T } }`): the inner mention keeps its spelling, so two such types may have different
//! canonical types; [`World::identical`] compares them part by part.
//! Type parameters of generic signatures are compared by [`World::identical`] itself, up to renaming.
//! SOURCE: the Go specification, "Type identity".

use super::store::{
    Basic, Field, Interface, InterfaceSpelling, Method, NamedId, Signature, TypeId, TypeKind,
    UnionTerm,
};
use super::typeset::Terms;
use super::world::World;

impl World {
    /// The one spelling of all types identical to this one.
    pub fn canonical(&self, ty: TypeId) -> TypeId {
        if let Some(&known) = self.record(ty).canonical.get() {
            return known;
        }
        Canonicalizer::new(self, Tags::Keep).run(ty)
    }

    /// Whether the types are identical.
    pub fn identical(&self, a: TypeId, b: TypeId) -> bool {
        if a == b {
            return true;
        }
        let (x, y) = (self.canonical(a), self.canonical(b));
        if x == y || self.identical_generic(x, y) {
            return true;
        }
        // What has no canonical type to remember is unfinished, or has no end.
        let settled = |ty| self.record(ty).canonical.get().is_some();
        !(settled(a) && settled(b)) && self.identical_part_by_part(a, b)
    }

    /// Whether the types are identical once struct tags are taken away.
    pub fn identical_ignoring_tags(&self, a: TypeId, b: TypeId) -> bool {
        self.identical(a, b) || self.without_tags(a) == self.without_tags(b)
    }

    fn without_tags(&self, ty: TypeId) -> TypeId {
        Canonicalizer::new(self, Tags::Drop).run(ty)
    }

    /// Signatures with type parameters are identical up to the names of these.
    fn identical_generic(&self, a: TypeId, b: TypeId) -> bool {
        let (TypeKind::Func(x), TypeKind::Func(y)) = (self.kind(a), self.kind(b)) else {
            return false;
        };
        if x.tparams.is_empty() || x.tparams.len() != y.tparams.len() {
            return false;
        }
        let own: Vec<TypeId> = x
            .tparams
            .iter()
            .map(|&tparam| self.type_param_type(tparam))
            .collect();
        let renamed = |ty: TypeId| self.substitute(ty, &y.tparams, &own);
        let constraints = x.tparams.iter().zip(&y.tparams).all(|(&p, &q)| {
            let p = self.type_param(p).constraint.get();
            let q = self.type_param(q).constraint.get();
            match (p, q) {
                (Some(&p), Some(&q)) => self.identical(p, renamed(q)),
                (p, q) => p == q,
            }
        });
        let same = |xs: &[TypeId], ys: &[TypeId]| {
            xs.len() == ys.len()
                && xs
                    .iter()
                    .zip(ys)
                    .all(|(&p, &q)| self.identical(p, renamed(q)))
        };
        constraints
            && x.variadic == y.variadic
            && same(&x.params, &y.params)
            && same(&x.results, &y.results)
    }
}

/// What to do with struct tags.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tags {
    Keep,
    Drop,
}

struct Canonicalizer<'w> {
    world: &'w World,
    tags: Tags,
    /// Interfaces that are being worked on, outermost first.
    active: Vec<TypeId>,
    /// Cleared when anything below was unfinished or cut short.
    settled: bool,
}

impl<'w> Canonicalizer<'w> {
    fn new(world: &'w World, tags: Tags) -> Self {
        Canonicalizer {
            world,
            tags,
            active: Vec::new(),
            settled: true,
        }
    }

    fn run(mut self, ty: TypeId) -> TypeId {
        self.of(ty)
    }

    fn of(&mut self, ty: TypeId) -> TypeId {
        let cell = &self.world.record(ty).canonical;
        if self.tags == Tags::Keep
            && let Some(&known) = cell.get()
        {
            return known;
        }
        let outer = std::mem::replace(&mut self.settled, true);
        let result = stacker::maybe_grow(64 << 10, 4 << 20, || self.compute(ty));
        if self.settled && self.tags == Tags::Keep {
            cell.get_or_init(|| result);
            self.world.record(result).canonical.get_or_init(|| result);
        }
        self.settled &= outer;
        result
    }

    fn compute(&mut self, ty: TypeId) -> TypeId {
        let world = self.world;
        let kind = match world.kind(ty) {
            TypeKind::Basic(basic) => TypeKind::Basic(basic.canonical()),
            TypeKind::Array(len, elem) => TypeKind::Array(*len, self.of(*elem)),
            TypeKind::Slice(elem) => TypeKind::Slice(self.of(*elem)),
            TypeKind::Struct(fields) => self.of_struct(fields),
            TypeKind::Pointer(elem) => TypeKind::Pointer(self.of(*elem)),
            TypeKind::Func(signature) => self.of_signature(signature),
            TypeKind::Interface(_) => return self.of_interface(ty),
            TypeKind::Map(key, elem) => TypeKind::Map(self.of(*key), self.of(*elem)),
            TypeKind::Chan(dir, elem) => TypeKind::Chan(*dir, self.of(*elem)),
            TypeKind::Tuple(types) => TypeKind::Tuple(self.of_list(types)),
            TypeKind::Named(id) => return self.of_named(ty, *id),
            TypeKind::Alias(id) => return self.of_alias(world.alias(*id).target.get().copied()),
            TypeKind::TypeParam(_) => return ty,
            TypeKind::Union(terms) => self.of_terms(world.union_terms(terms)),
        };
        world.intern(kind)
    }

    fn of_list(&mut self, types: &[TypeId]) -> Box<[TypeId]> {
        types.iter().map(|&ty| self.of(ty)).collect()
    }

    fn of_alias(&mut self, target: Option<TypeId>) -> TypeId {
        match target {
            Some(target) => self.of(target),
            None => {
                self.settled = false;
                self.world.basic(Basic::Invalid)
            }
        }
    }

    fn of_named(&mut self, ty: TypeId, id: NamedId) -> TypeId {
        let named = self.world.named(id);
        let Some(origin) = named.origin else {
            return ty;
        };
        let targs = self.of_list(&named.targs);
        match targs == named.targs {
            true => ty,
            false => self.world.instantiate_named(origin, &targs),
        }
    }

    fn of_struct(&mut self, fields: &[Field]) -> TypeKind {
        let fields = fields.iter().map(|field| Field {
            ty: self.of(field.ty),
            tag: field
                .tag
                .filter(|tag| self.tags == Tags::Keep && !tag.as_str().is_empty()),
            // Exported names are the same in all packages.
            pkg: match field.name.is_exported() {
                true => super::universe::UNIVERSE,
                false => field.pkg,
            },
            object: None,
            ..*field
        });
        TypeKind::Struct(fields.collect())
    }

    fn of_signature(&mut self, signature: &Signature) -> TypeKind {
        TypeKind::Func(Signature {
            params: self.of_list(&signature.params),
            results: self.of_list(&signature.results),
            variadic: signature.variadic,
            param_names: None,
            result_names: None,
            tparams: signature.tparams.clone(),
        })
    }

    fn of_interface(&mut self, ty: TypeId) -> TypeId {
        if self.active.contains(&ty) {
            self.settled = false;
            return ty;
        }
        let set = self.world.type_set(ty);
        self.settled &= set.complete;
        self.active.push(ty);
        let methods = set.methods.iter().map(|method| Method {
            ty: self.of(method.ty),
            pkg: match method.name.is_exported() {
                true => super::universe::UNIVERSE,
                false => method.pkg,
            },
            object: None,
            ..*method
        });
        let methods = methods.collect();
        let embeds = match &set.terms {
            Terms::All => Box::default(),
            Terms::List(_) => {
                let union = self.of_terms(set.terms.clone());
                Box::new([self.world.intern(union)]) as Box<[TypeId]>
            }
        };
        self.active.pop();
        self.world.intern(TypeKind::Interface(Interface {
            methods,
            embeds,
            spelling: match set.comparable {
                true => InterfaceSpelling::Comparable,
                false => InterfaceSpelling::Literal,
            },
        }))
    }

    fn of_terms(&mut self, terms: Terms) -> TypeKind {
        let Terms::List(terms) = terms else {
            return TypeKind::Interface(Interface {
                methods: Box::default(),
                embeds: Box::default(),
                spelling: InterfaceSpelling::Literal,
            });
        };
        let mut terms: Vec<UnionTerm> = terms
            .iter()
            .map(|term| UnionTerm {
                tilde: term.tilde,
                ty: self.of(term.ty),
            })
            .collect();
        // Any fixed order will do; these ids never reach output.
        terms.sort_by_key(|term| (term.ty, term.tilde));
        TypeKind::Union(terms.into())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::OnceLock;

    use escargo_grammar::Symbol;

    use super::super::object::{ObjectKind, PackageId};
    use super::super::store::{Alias, Named};
    use super::*;
    use crate::source::Pos;

    fn method(world: &World, name: &str) -> Method {
        Method {
            name: Symbol::intern(name),
            pkg: PackageId::UNIVERSE,
            ty: world.func(&[], &[], false),
            object: None,
        }
    }

    fn interface(world: &World, methods: &[Method], embeds: &[TypeId]) -> TypeId {
        world.intern(TypeKind::Interface(Interface {
            methods: methods.into(),
            embeds: embeds.into(),
            spelling: InterfaceSpelling::Literal,
        }))
    }

    #[test]
    fn spellings_are_identical() {
        let world = World::new();
        let named = |names: &[&str]| {
            TypeKind::Func(Signature {
                params: Box::new([world.basic(Basic::Byte)]),
                results: Box::default(),
                variadic: false,
                param_names: Some(names.iter().map(|name| Symbol::intern(name)).collect()),
                result_names: None,
                tparams: Box::default(),
            })
        };
        let (a, b) = (world.intern(named(&["a"])), world.intern(named(&["b"])));
        assert_ne!(a, b);
        assert!(world.identical(a, b));
        assert!(world.identical(a, world.func(&[world.basic(Basic::Uint8)], &[], false)));
        assert!(world.identical(world.any_type(), world.universe().empty_interface));
    }

    #[test]
    fn embedding_and_order_do_not_matter() {
        let world = World::new();
        let (a, b) = (method(&world, "A"), method(&world, "B"));
        let inner = interface(&world, &[a], &[]);
        let nested = interface(&world, &[b], &[inner]);
        assert!(world.identical(nested, interface(&world, &[b, a], &[])));
        assert!(!world.identical(nested, inner));
    }

    #[test]
    fn unfinished_aliases_are_not_remembered() {
        let world = World::new();
        let object = world.add_object(
            Symbol::intern("A"),
            PackageId::UNIVERSE,
            Pos::NONE,
            ObjectKind::TypeName,
        );
        let id = world.add_alias(Alias {
            object,
            tparams: OnceLock::new(),
            targs: Box::default(),
            target: OnceLock::new(),
        });
        let slice = world.slice(world.intern(TypeKind::Alias(id)));
        let ints = world.slice(world.basic(Basic::Int));
        assert!(!world.identical(slice, ints));
        let fresh = world.alias(id).target.set(world.basic(Basic::Int));
        assert!(fresh.is_ok());
        assert!(world.identical(slice, ints));
    }

    #[test]
    fn recursive_named_types_end() {
        let world = World::new();
        let object = world.add_object(
            Symbol::intern("Node"),
            PackageId::UNIVERSE,
            Pos::NONE,
            ObjectKind::TypeName,
        );
        let id = world.add_named(Named {
            object,
            origin: None,
            targs: Box::default(),
            tparams: OnceLock::new(),
            underlying: OnceLock::new(),
            methods: OnceLock::new(),
        });
        let node = world.named_type(id);
        let next = Method {
            ty: world.func(&[], &[node], false),
            ..method(&world, "Next")
        };
        let body = interface(&world, &[next], &[]);
        let fresh = world.named(id).underlying.set(body);
        assert!(fresh.is_ok());
        assert_eq!(world.canonical(node), node);
        let again = interface(&world, &[], &[node]);
        assert!(world.identical(again, body));
    }

    #[test]
    fn deep_types_do_not_overflow() {
        let world = World::new();
        let mut ty = world.basic(Basic::Byte);
        for _ in 0..200_000 {
            ty = world.pointer(ty);
        }
        assert_ne!(world.canonical(ty), ty);
    }
}
