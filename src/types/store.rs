//! Interned types.
//!
//! A [`TypeId`] names a type *as written*: `byte` and `uint8`, `any` and `interface{}`, an alias and its target, signatures
//! that differ in parameter names are different ids, because messages print what was written. Each id knows its
//! *canonical* id, in which all of that is normalised away; two types are identical in Go's sense exactly when their
//! canonical ids are equal ([`World::identical`](super::World::identical)).
//!
//! Named types, aliases and type parameters are made once for each declaration (and, for instances, once for each list of
//! type arguments as written), and are filled in later through write-once cells.

use std::sync::{Arc, OnceLock};

use cranelift_entity::entity_impl;
use escargo_grammar::Symbol;
use escargo_grammar::ast::ChanDir;

use super::object::{ObjectId, PackageId};
use super::sizes::Layout;
use super::typeset::TypeSet;

/// A type of the session, as written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(u32);
entity_impl!(TypeId, "type");

/// A declared (defined) type or an instance of a generic one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NamedId(u32);
entity_impl!(NamedId, "named");

/// An alias declaration or an instance of a generic one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AliasId(u32);
entity_impl!(AliasId, "alias");

/// A type parameter.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeParamId(u32);
entity_impl!(TypeParamId, "tparam");

/// The predeclared basic types, and the types of untyped constants. `Byte` and `Rune` are spellings: their canonical
/// types are `Uint8` and `Int32`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
#[allow(missing_docs)]
pub enum Basic {
    /// The type of what is wrong; operations on it stay silent.
    Invalid,
    Bool,
    Int,
    Int8,
    Int16,
    Int32,
    Int64,
    Uint,
    Uint8,
    Uint16,
    Uint32,
    Uint64,
    Uintptr,
    Float32,
    Float64,
    Complex64,
    Complex128,
    String,
    UnsafePointer,
    Byte,
    Rune,
    UntypedBool,
    UntypedInt,
    UntypedRune,
    UntypedFloat,
    UntypedComplex,
    UntypedString,
    UntypedNil,
}

/// What a type is made of.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum TypeKind {
    /// `int`, `string`, …
    Basic(Basic),
    /// `[len]elem`; a negative length stands for one that is wrong.
    Array(i64, TypeId),
    /// `[]elem`
    Slice(TypeId),
    /// `struct { … }`
    Struct(Box<[Field]>),
    /// `*elem`
    Pointer(TypeId),
    /// `func(…) …`
    Func(Signature),
    /// `interface { … }`
    Interface(Interface),
    /// `map[key]elem`
    Map(TypeId, TypeId),
    /// `chan elem`
    Chan(ChanDir, TypeId),
    /// The results of a call with none or several of them.
    Tuple(Box<[TypeId]>),
    /// A defined type.
    Named(NamedId),
    /// An alias: its canonical type is that of its target.
    Alias(AliasId),
    /// A type parameter.
    TypeParam(TypeParamId),
    /// A union `~A | B`, only inside constraints.
    Union(Box<[UnionTerm]>),
}

/// A struct field.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Field {
    /// Its name; for an embedded field that of its type.
    pub name: Symbol,
    /// The package that declares it, which matters for names that are not exported.
    pub pkg: PackageId,
    /// Its type.
    pub ty: TypeId,
    /// Whether it is embedded.
    pub embedded: bool,
    /// Its tag, unquoted.
    pub tag: Option<Symbol>,
    /// The field's object (position, documentation). `None` in canonical types.
    pub object: Option<ObjectId>,
}

/// A function type. Canonical signatures have no names.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Signature {
    /// Parameter types; the last one of a variadic signature is the slice.
    pub params: Box<[TypeId]>,
    /// Result types.
    pub results: Box<[TypeId]>,
    /// Whether the last parameter is `...T`.
    pub variadic: bool,
    /// Parameter names as written (`None` for all, or one for each).
    pub param_names: Option<Box<[Symbol]>>,
    /// Result names as written.
    pub result_names: Option<Box<[Symbol]>>,
    /// Type parameters of a generic function; empty for function types.
    pub tparams: Box<[TypeParamId]>,
}

/// A method that an interface names.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Method {
    /// Its name.
    pub name: Symbol,
    /// The package that declares it.
    pub pkg: PackageId,
    /// Its signature: a [`TypeKind::Func`].
    pub ty: TypeId,
    /// The method's object. `None` in canonical types.
    pub object: Option<ObjectId>,
}

/// An interface as written. Its type set (methods of embedded interfaces flattened, sorted by name; terms of unions) is
/// computed on demand.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Interface {
    /// Explicit methods in source order (canonical: all methods sorted by name and package).
    pub methods: Box<[Method]>,
    /// Embedded interfaces, types and unions in source order (canonical: no interfaces that only have methods).
    pub embeds: Box<[TypeId]>,
    /// Whether this is the predeclared `any` spelling or `comparable`.
    pub spelling: InterfaceSpelling,
}

/// How an interface was written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum InterfaceSpelling {
    /// `interface { … }`
    Literal,
    /// The predeclared `any`; canonical type `interface {}`.
    Any,
    /// The predeclared constraint `comparable`.
    Comparable,
    /// `[P ~int]`: a constraint written without `interface`.
    Implicit,
}

/// One term `T` or `~T` of a union.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct UnionTerm {
    /// Whether it starts with `~`.
    pub tilde: bool,
    /// The type.
    pub ty: TypeId,
}

/// What is known of one interned type.
#[derive(Debug)]
pub struct TypeRecord {
    /// What it is made of.
    pub kind: TypeKind,
    /// Its canonical type; written when first asked for (an alias may not know its target yet).
    pub canonical: OnceLock<TypeId>,
    /// An interface's type set, once all that it embeds is known.
    pub(super) type_set: OnceLock<Arc<TypeSet>>,
    /// Size and alignment on a 64-bit machine, once all parts are known.
    pub(super) layout: OnceLock<Layout>,
}

/// A defined type.
#[derive(Debug)]
pub struct Named {
    /// Its type name.
    pub object: ObjectId,
    /// The generic type this is an instance of.
    pub origin: Option<NamedId>,
    /// Type arguments of an instance.
    pub targs: Box<[TypeId]>,
    /// Type parameters of a generic type.
    pub tparams: OnceLock<Box<[TypeParamId]>>,
    /// The underlying type, never a named type or alias.
    pub underlying: OnceLock<TypeId>,
    /// Methods declared on it, in source order. An instance has those of its origin, substituted on demand.
    pub methods: OnceLock<Box<[ObjectId]>>,
}

/// An alias declaration.
#[derive(Debug)]
pub struct Alias {
    /// Its type name.
    pub object: ObjectId,
    /// Type parameters of a generic alias.
    pub tparams: OnceLock<Box<[TypeParamId]>>,
    /// Type arguments of an instance.
    pub targs: Box<[TypeId]>,
    /// The right side, as written.
    pub target: OnceLock<TypeId>,
}

/// A type parameter.
#[derive(Debug)]
pub struct TypeParam {
    /// Its type name.
    pub object: ObjectId,
    /// Its position in the list.
    pub index: u32,
    /// Its constraint, as written.
    pub constraint: OnceLock<TypeId>,
}
