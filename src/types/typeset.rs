//! Type sets of interfaces.
//!
//! QUESTION. Which types implement an interface? Go's answer has two factors that do not interact: the methods required
//! (explicit ones and those of embedded interfaces), and the *terms*: the intersection over all embedded elements of the
//! unions they spell. `comparable` is a third bit that only matters where the terms are "all types"; else it has already
//! filtered the terms.
//!
//! ```text
//! interface{ ~int | string; fmt.Stringer }   methods {String}, terms {~int, string}
//! interface{ int; string }                   terms {} : nothing implements it
//! ```
//!
//! INVARIANTS. Methods are sorted: exported names first, then by name, then by package path: the order of Go's method
//! tables. Terms are disjoint. A set is remembered only if everything it depends on was known.
//! IGNORED. Conflicting duplicate methods: the first one stays, checking reports them.
//! SOURCE: the Go specification, "Interface types"; types2/typeset.go for the order of methods.

use std::cmp::Ordering;
use std::sync::Arc;

use super::object::PackageId;
use super::store::{
    Basic, Interface, InterfaceSpelling, Method, NamedId, TypeId, TypeKind, UnionTerm,
};
use super::world::World;
use escargo_grammar::Symbol;
use rustc_hash::FxHashSet;

/// The types that an interface allows, before its methods are looked at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Terms {
    /// All types.
    All,
    /// These, disjoint; none if empty.
    List(Vec<UnionTerm>),
}

/// The type set of an interface.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TypeSet {
    /// All methods, sorted.
    pub methods: Vec<Method>,
    /// The types allowed.
    pub terms: Terms,
    /// Whether only comparable types are meant; false unless terms are [`Terms::All`].
    pub comparable: bool,
    /// Whether everything it depends on was known.
    pub complete: bool,
}

impl TypeSet {
    /// The set of all types.
    fn top() -> TypeSet {
        TypeSet {
            methods: Vec::new(),
            terms: Terms::All,
            comparable: false,
            complete: true,
        }
    }

    /// Whether no type is in it (by terms: methods do not make it empty).
    pub fn is_empty(&self) -> bool {
        matches!(&self.terms, Terms::List(terms) if terms.is_empty())
    }

    /// Whether every type is in it.
    pub fn is_all(&self) -> bool {
        self.is_method_set() && self.methods.is_empty()
    }

    /// Whether it is described by methods alone: an interface that variables may have.
    pub fn is_method_set(&self) -> bool {
        !self.comparable && self.terms == Terms::All
    }

    /// Its specific terms, if it has some.
    pub fn specific(&self) -> Option<&[UnionTerm]> {
        match &self.terms {
            Terms::List(terms) if !terms.is_empty() => Some(terms),
            Terms::List(_) | Terms::All => None,
        }
    }

    /// The method of that name seen from a package, and its number.
    pub fn method(&self, world: &World, pkg: PackageId, name: Symbol) -> Option<(usize, &Method)> {
        let compare = |have: &Method| world.compare_ids((have.name, have.pkg), (name, pkg));
        let number = self.methods.binary_search_by(compare).ok()?;
        self.methods.get(number).map(|method| (number, method))
    }
}

impl World {
    /// Whether two names declared in two packages are the same one: exported names always, others within a package.
    pub fn same_id(&self, a: (Symbol, PackageId), b: (Symbol, PackageId)) -> bool {
        a.0 == b.0 && (a.1 == b.1 || a.0.is_exported())
    }

    /// The order of methods: exported first, then by name, then by package path.
    pub fn compare_ids(&self, a: (Symbol, PackageId), b: (Symbol, PackageId)) -> Ordering {
        let (a_exported, b_exported) = (a.0.is_exported(), b.0.is_exported());
        b_exported
            .cmp(&a_exported)
            .then_with(|| a.0.as_str().cmp(b.0.as_str()))
            .then_with(|| match a_exported {
                true => Ordering::Equal,
                false => self.package_path(a.1).cmp(self.package_path(b.1)),
            })
    }

    /// The import path of a package.
    pub fn package_path(&self, id: PackageId) -> &'static str {
        self.package(id).path.as_str()
    }

    /// The type set of an interface, a defined interface type or a type parameter. Of any other type: just itself.
    pub fn type_set(&self, ty: TypeId) -> Arc<TypeSet> {
        Builder {
            world: self,
            active: Vec::new(),
            origins: Vec::new(),
        }
        .of_type(ty)
    }

    /// The terms of a union as a set of types.
    pub fn union_terms(&self, terms: &[UnionTerm]) -> Terms {
        Builder {
            world: self,
            active: Vec::new(),
            origins: Vec::new(),
        }
        .of_union(terms)
        .terms
    }
}

/// Computes type sets; remembers which interfaces it is in, to stop at cycles.
struct Builder<'w> {
    world: &'w World,
    active: Vec<TypeId>,
    /// The generic types whose instances it is in.
    origins: Vec<NamedId>,
}

impl Builder<'_> {
    fn of_type(&mut self, ty: TypeId) -> Arc<TypeSet> {
        // An instance that embeds another one of the same generic type never ends: wrong, and reported as that.
        let named = self.world.as_named(ty);
        let origin = named.map(|id| self.world.origin(id));
        if origin.is_some_and(|origin| self.origins.contains(&origin)) {
            return Arc::new(TypeSet {
                complete: false,
                ..TypeSet::top()
            });
        }
        self.origins.extend(origin);
        let set = self.of_one_type(ty);
        self.origins
            .truncate(self.origins.len() - origin.iter().len());
        set
    }

    fn of_one_type(&mut self, ty: TypeId) -> Arc<TypeSet> {
        stacker::maybe_grow(64 << 10, 4 << 20, || {
            let Some(under) = self.world.try_underlying(ty) else {
                return Arc::new(TypeSet {
                    complete: false,
                    ..TypeSet::top()
                });
            };
            match self.world.kind(under) {
                TypeKind::Interface(interface) => self.of_interface(under, interface),
                TypeKind::Union(terms) => Arc::new(self.of_union(terms)),
                TypeKind::Basic(Basic::Invalid) => Arc::new(TypeSet::top()),
                _single => Arc::new(TypeSet {
                    terms: Terms::List(vec![UnionTerm { tilde: false, ty }]),
                    ..TypeSet::top()
                }),
            }
        })
    }

    fn of_interface(&mut self, ty: TypeId, interface: &Interface) -> Arc<TypeSet> {
        let cell = &self.world.record(ty).type_set;
        if let Some(known) = cell.get() {
            return known.clone();
        }
        if self.active.contains(&ty) {
            return Arc::new(TypeSet {
                complete: false,
                ..TypeSet::top()
            });
        }
        self.active.push(ty);
        let set = Arc::new(self.compute(interface));
        self.active.pop();
        match set.complete {
            true => cell.get_or_init(|| set).clone(),
            false => set,
        }
    }

    fn compute(&mut self, interface: &Interface) -> TypeSet {
        let mut set = TypeSet::top();
        set.comparable = interface.spelling == InterfaceSpelling::Comparable;
        let mut names = FxHashSet::default();
        for method in &interface.methods {
            add_method(&mut set, &mut names, method);
        }
        for &embedded in &interface.embeds {
            let part = self.of_type(embedded);
            set.complete &= part.complete;
            for method in &part.methods {
                add_method(&mut set, &mut names, method);
            }
            self.intersect(&mut set, &part);
        }
        let world = self.world;
        set.methods
            .sort_by(|a, b| world.compare_ids((a.name, a.pkg), (b.name, b.pkg)));
        set
    }

    fn intersect(&self, set: &mut TypeSet, part: &TypeSet) {
        let terms = std::mem::replace(&mut set.terms, Terms::All);
        set.terms = self.world.intersect_terms(terms, &part.terms);
        set.comparable |= part.comparable;
        if let Terms::List(terms) = &mut set.terms
            && set.comparable
        {
            terms.retain(|term| self.world.strictly_comparable(term.ty));
            set.comparable = false;
        }
    }

    fn of_union(&mut self, terms: &[UnionTerm]) -> TypeSet {
        let mut set = TypeSet::top();
        let mut all = Vec::new();
        for term in terms {
            let Some(under) = self.world.try_underlying(term.ty) else {
                set.complete = false;
                continue;
            };
            match self.world.kind(under) {
                TypeKind::Basic(Basic::Invalid) => {}
                TypeKind::Interface(interface) => {
                    let part = self.of_interface(under, interface);
                    set.complete &= part.complete;
                    match &part.terms {
                        Terms::All => return set,
                        Terms::List(terms) => all.extend_from_slice(terms),
                    }
                }
                _single => {
                    if !term.tilde || self.world.identical(term.ty, under) {
                        all.push(*term);
                    }
                }
            }
        }
        set.terms = Terms::List(self.world.normalize_terms(all));
        set
    }
}

/// Adds a method unless there is one of its name: exported names are the same in all packages.
fn add_method(
    set: &mut TypeSet,
    names: &mut FxHashSet<(Symbol, Option<PackageId>)>,
    method: &Method,
) {
    let package = (!method.name.is_exported()).then_some(method.pkg);
    if names.insert((method.name, package)) {
        set.methods.push(*method);
    }
}

/// Terms as sets of types.
impl World {
    /// Whether no type is in both.
    fn disjoint(&self, a: UnionTerm, b: UnionTerm) -> bool {
        let left = match b.tilde {
            true => self.underlying(a.ty),
            false => a.ty,
        };
        let right = match a.tilde {
            true => self.underlying(b.ty),
            false => b.ty,
        };
        !self.identical(left, right)
    }

    /// Disjoint terms that describe the same types, in order of first mention.
    fn normalize_terms(&self, terms: Vec<UnionTerm>) -> Vec<UnionTerm> {
        let mut result: Vec<UnionTerm> = Vec::with_capacity(terms.len());
        for term in terms {
            let overlapping = result.iter().position(|&have| !self.disjoint(have, term));
            match overlapping {
                None => result.push(term),
                Some(at) if term.tilde && !result[at].tilde => {
                    // The wider term takes the place of the first one it covers; others that it covers go.
                    result[at] = term;
                    let mut index = 0;
                    result.retain(|&have| {
                        index += 1;
                        index - 1 <= at || self.disjoint(have, term)
                    });
                }
                Some(_covered) => {}
            }
        }
        result
    }

    fn intersect_terms(&self, a: Terms, b: &Terms) -> Terms {
        match (a, b) {
            (Terms::All, b) => b.clone(),
            (a, Terms::All) => a,
            (Terms::List(a), Terms::List(b)) => {
                let mut both = Vec::new();
                for &x in &a {
                    for &y in b {
                        if !self.disjoint(x, y) {
                            both.push(if !x.tilde || y.tilde { x } else { y });
                        }
                    }
                }
                Terms::List(self.normalize_terms(both))
            }
        }
    }

    /// Whether the type is one of the term's.
    pub fn term_includes(&self, term: UnionTerm, ty: TypeId) -> bool {
        match term.tilde {
            true => self.identical(term.ty, self.underlying(ty)),
            false => self.identical(term.ty, ty),
        }
    }

    /// Whether all types of `a` are types of `b`.
    pub fn terms_subset(&self, a: &Terms, b: &Terms) -> bool {
        match (a, b) {
            (_, Terms::All) => true,
            (Terms::All, Terms::List(_)) => false,
            (Terms::List(a), Terms::List(b)) => a.iter().all(|&x| {
                b.iter()
                    .any(|&y| !self.disjoint(x, y) && (!x.tilde || y.tilde))
            }),
        }
    }
}
