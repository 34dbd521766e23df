//! Shape types: what stands for type arguments in the code that gc shares between instances.
//!
//! QUESTION. Which instances of a generic function are one function? gc compiles `F[int]` and `F[MyInt]` once, as
//! `F[go.shape.int]`: each type argument is replaced by its *shape*, a defined type of the pseudo package `go.shape` that is
//! named after the argument's underlying type and has it as its own. All pointers given to a parameter whose constraint has
//! methods only (or nothing) share `go.shape.*uint8`.
//!
//! ```text
//! type MyInt int     int, MyInt      →  go.shape.int
//! [P any]            *int, *string   →  go.shape.*uint8
//! [P interface{ ~*int }]  *int       →  go.shape.*int
//! ```
//!
//! In shared code the arguments of a generic type are all shapes, or none is one: `Pair[go.shape.int, go.shape.string]`.
//!
//! INVARIANTS. A type has one shape for a session; the shape of a shape is itself (but pointers may become
//! less specific). Types that differ only in what was
//! replaced by shapes are *identical up to shapes*: code of shared instances treats them as identical.
//! SOURCE: cmd/compile/internal/noder and types.

use std::cell::RefCell;
use std::sync::OnceLock;

use escargo_grammar::Symbol;
use sha2::{Digest, Sha256};

use super::object::{Object, ObjectKind, PackageId};
use super::store::{Basic, Named, NamedId, Signature, TypeId, TypeKind, TypeParamId};
use super::world::World;
use crate::source::Pos;

/// The import path, and name, of the pseudo package.
const SHAPE_PACKAGE: &str = "go.shape";

/// Names of shapes that are longer, in bytes, are replaced by a hash.
const MAX_NAME: usize = 500;

/// How long names are shortened: the SHA-256 of the name, changed so that it is nobody else's, in hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ShapeHash {
    /// All bits inverted.
    Complement,
    /// These bits of the first byte inverted.
    FirstByte(u8),
}

impl ShapeHash {
    fn of(self, name: &str) -> String {
        let mut sum: [u8; 32] = Sha256::digest(name.as_bytes()).into();
        match self {
            ShapeHash::Complement => sum.iter_mut().for_each(|byte| *byte = !*byte),
            ShapeHash::FirstByte(bits) => sum[0] ^= bits,
        }
        sum.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

thread_local! {
    /// The instances whose underlying types this thread is computing, innermost last. Such a type among the arguments of
    /// another one stays as it is: a recursive type has no shape before it is complete, as in gc.
    static EXPANDING: RefCell<Vec<NamedId>> = const { RefCell::new(Vec::new()) };
}

impl World {
    /// The pseudo package of shape types.
    pub fn shape_package(&self) -> PackageId {
        let name = Symbol::intern(SHAPE_PACKAGE);
        let package = self.package_id(name);
        self.package(package).name.get_or_init(|| name);
        package
    }

    /// The shape of a type argument; `basic` says that the parameter's constraint has methods only.
    pub fn shape_of(&self, targ: TypeId, basic: bool) -> TypeId {
        if self.is_expanding(targ) {
            return self.unalias(targ);
        }
        let under = self.underlying(targ);
        let under = match self.kind(under) {
            TypeKind::Pointer(_) if basic && self.is_pointer(targ) => {
                self.pointer(self.basic(Basic::Uint8))
            }
            _other => under,
        };
        let key = self.canonical(under);
        self.shape_named(key, || self.new_shape(under))
    }

    fn is_pointer(&self, ty: TypeId) -> bool {
        matches!(self.underlying_kind(ty), TypeKind::Pointer(_))
    }

    fn new_shape(&self, under: TypeId) -> TypeId {
        let mut name = self.link_name(under);
        if let Some(hash) = self.conventions().shape_hash
            && name.len() > MAX_NAME
        {
            name = hash.of(&name);
        }
        let object = self.push_object(Object {
            name: Symbol::intern(&name),
            pkg: self.shape_package(),
            pos: Pos::NONE,
            kind: ObjectKind::TypeName,
            ty: OnceLock::new(),
            receiver: OnceLock::new(),
            value: OnceLock::new(),
            leaks: OnceLock::new(),
            heap: OnceLock::new(),
            inline: OnceLock::new(),
            package_level: true,
        });
        let named = self.add_named(Named {
            object,
            origin: None,
            targs: Box::default(),
            tparams: OnceLock::from(Box::default()),
            underlying: OnceLock::from(under),
            methods: OnceLock::from(Box::default()),
        });
        let ty = self.named_type(named);
        *self.object(object).ty.get_or_init(|| ty)
    }

    /// Whether a type parameter's constraint has methods only.
    pub fn is_basic_constraint(&self, tparam: TypeParamId) -> bool {
        self.type_set(self.type_param_type(tparam)).is_method_set()
    }

    /// Whether the type is a shape.
    pub fn is_shape(&self, ty: TypeId) -> bool {
        self.as_named(ty)
            .is_some_and(|named| self.is_shape_named(named))
    }

    fn is_shape_named(&self, named: NamedId) -> bool {
        let named = self.named(named);
        named.origin.is_none() && self.object(named.object).pkg == self.shape_package()
    }

    /// Whether a shape is anywhere in the type (not looking into what defined types are made of).
    pub fn has_shape(&self, ty: TypeId) -> bool {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || match self.unaliased_kind(ty) {
            TypeKind::Array(_, elem)
            | TypeKind::Slice(elem)
            | TypeKind::Pointer(elem)
            | TypeKind::Chan(_, elem) => self.has_shape(*elem),
            TypeKind::Map(key, elem) => self.has_shape(*key) || self.has_shape(*elem),
            TypeKind::Struct(fields) => fields.iter().any(|field| self.has_shape(field.ty)),
            TypeKind::Func(signature) => self.any_shape(signature),
            TypeKind::Interface(interface) => {
                let methods = interface.methods.iter().map(|method| method.ty);
                let mut parts = methods.chain(interface.embeds.iter().copied());
                parts.any(|part| self.has_shape(part))
            }
            TypeKind::Tuple(types) => types.iter().any(|&part| self.has_shape(part)),
            TypeKind::Named(id) => {
                let targs = &self.named(*id).targs;
                self.is_shape_named(*id) || targs.iter().any(|&targ| self.has_shape(targ))
            }
            TypeKind::Basic(_)
            | TypeKind::Alias(_)
            | TypeKind::TypeParam(_)
            | TypeKind::Union(_) => false,
        })
    }

    fn any_shape(&self, signature: &Signature) -> bool {
        let mut parts = signature.params.iter().chain(&signature.results);
        parts.any(|&part| self.has_shape(part))
    }

    /// The type arguments of a generic type in shared code: if one of them has a shape, all are replaced by theirs.
    pub(super) fn shaped_together(&self, origin: NamedId, targs: Box<[TypeId]>) -> Box<[TypeId]> {
        if !targs.iter().any(|&targ| self.has_shape(targ)) {
            return targs;
        }
        let tparams = self.named(origin).tparams.get();
        let tparams = tparams.map_or(&[][..], |list| list);
        let pairs = targs.iter().enumerate();
        pairs
            .map(|(number, &targ)| {
                let tparam = tparams.get(number);
                let basic = tparam.is_some_and(|&tparam| self.is_basic_constraint(tparam));
                self.shape_of(targ, basic)
            })
            .collect()
    }

    /// Runs `expand`, which computes the underlying type of an instance.
    pub(super) fn while_expanding<R>(&self, id: NamedId, expand: impl FnOnce() -> R) -> R {
        EXPANDING.with_borrow_mut(|stack| stack.push(id));
        let result = expand();
        EXPANDING.with_borrow_mut(|stack| stack.pop());
        result
    }

    /// Whether the type is an instance whose underlying type is being computed: it has no shape yet.
    fn is_expanding(&self, ty: TypeId) -> bool {
        let named = self.as_named(ty);
        named.is_some_and(|id| EXPANDING.with_borrow(|stack| stack.contains(&id)))
    }

    /// Whether the types are identical, a shape and what it may stand for being taken as the same.
    pub fn identical_up_to_shapes(&self, a: TypeId, b: TypeId) -> bool {
        self.identical(a, b)
            || Comparison {
                world: self,
                pairs: Vec::new(),
            }
            .same(a, b)
    }
}

/// One comparison up to shapes; pairs that are being compared are taken as the same.
struct Comparison<'w> {
    world: &'w World,
    pairs: Vec<(TypeId, TypeId)>,
}

impl Comparison<'_> {
    fn same(&mut self, a: TypeId, b: TypeId) -> bool {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.compare(a, b))
    }

    fn compare(&mut self, a: TypeId, b: TypeId) -> bool {
        let world = self.world;
        if world.identical(a, b) || self.pairs.contains(&(a, b)) {
            return true;
        }
        let named = world.as_named(a).is_some() || world.as_named(b).is_some();
        if named && !world.has_shape(a) && !world.has_shape(b) {
            return false;
        }
        let (p, q) = (world.is_pointer(a), world.is_pointer(b));
        if named && p && q {
            return true;
        }
        self.pairs.push((a, b));
        self.structure(world.underlying(a), world.underlying(b))
    }

    fn all(&mut self, a: &[TypeId], b: &[TypeId]) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|(&a, &b)| self.same(a, b))
    }

    fn structure(&mut self, a: TypeId, b: TypeId) -> bool {
        let world = self.world;
        match (world.kind(a), world.kind(b)) {
            (TypeKind::Basic(_), TypeKind::Basic(_)) => world.identical(a, b),
            (TypeKind::Array(m, a), TypeKind::Array(n, b)) => m == n && self.same(*a, *b),
            (TypeKind::Slice(a), TypeKind::Slice(b)) => self.same(*a, *b),
            (TypeKind::Pointer(a), TypeKind::Pointer(b)) => self.same(*a, *b),
            (TypeKind::Struct(a), TypeKind::Struct(b)) => {
                a.len() == b.len()
                    && a.iter().zip(b).all(|(a, b)| {
                        a.name == b.name && a.embedded == b.embedded && self.same(a.ty, b.ty)
                    })
            }
            (TypeKind::Func(a), TypeKind::Func(b)) => {
                a.variadic == b.variadic
                    && self.all(&a.params, &b.params)
                    && self.all(&a.results, &b.results)
            }
            (TypeKind::Interface(_), TypeKind::Interface(_)) => self.interfaces(a, b),
            (TypeKind::Map(k, v), TypeKind::Map(l, w)) => self.same(*k, *l) && self.same(*v, *w),
            (TypeKind::Chan(d, a), TypeKind::Chan(e, b)) => d == e && self.same(*a, *b),
            (TypeKind::Tuple(a), TypeKind::Tuple(b)) => self.all(a, b),
            _different => false,
        }
    }

    fn interfaces(&mut self, a: TypeId, b: TypeId) -> bool {
        let (a, b) = (self.world.type_set(a), self.world.type_set(b));
        a.methods.len() == b.methods.len()
            && a.methods
                .iter()
                .zip(&b.methods)
                .all(|(a, b)| a.name == b.name && self.same(a.ty, b.ty))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_share_a_shape() {
        let world = World::new();
        let int = world.basic(Basic::Int);
        let string = world.basic(Basic::String);
        let (p, q) = (world.pointer(int), world.pointer(string));
        assert_eq!(world.shape_of(p, true), world.shape_of(q, true));
        assert_ne!(world.shape_of(p, false), world.shape_of(q, false));
        let shape = world.shape_of(int, true);
        assert_eq!(world.link_name(shape), "go.shape.int");
        assert_eq!(world.shape_of(shape, true), shape);
    }

    #[test]
    fn long_names_are_hashed() {
        let world = World::new();
        let mut ty = world.basic(Basic::Int);
        for _ in 0..300 {
            ty = world.slice(ty);
        }
        let name = world.link_name(world.shape_of(ty, true));
        assert_eq!(name.len(), "go.shape.".len() + 64);
    }

    #[test]
    fn shapes_stand_for_what_they_are_made_of() {
        let world = World::new();
        let int = world.basic(Basic::Int);
        let shape = world.shape_of(int, true);
        let (a, b) = (world.slice(int), world.slice(shape));
        assert!(!world.identical(a, b));
        assert!(world.identical_up_to_shapes(a, b));
        assert!(!world.identical_up_to_shapes(world.slice(world.basic(Basic::String)), b));
    }
}
