//! WHAT TYPES ARE: interned types, objects, packages, constants, sizes, method sets, display. No syntax in here.
//!
//! All types, objects and packages of a session live in one [`World`], which threads share: its tables only grow, and what
//! is found out later about an entry (the underlying type of a named type, the type of an object) is written once. Ids say
//! nothing about order; whatever reaches output is ordered by names and positions.

pub mod constant;
pub mod object;
pub mod store;
pub mod world;

pub use constant::Const;
pub use object::{Object, ObjectId, ObjectKind, PackageId, PackageInfo, VarKind};
pub use store::{
    AliasId, Basic, Field, Interface, Method, NamedId, Signature, TypeId, TypeKind, TypeParamId,
    UnionTerm,
};
pub use world::World;
