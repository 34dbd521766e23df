//! WHAT TYPES ARE: interned types, objects, packages, constants, sizes, method sets, display. No syntax in here.
//!
//! All types, objects and packages of a session live in one [`World`], which threads share: its tables only grow, and what
//! is found out later about an entry (the underlying type of a named type, the type of an object) is written once. Ids say
//! nothing about order; whatever reaches output is ordered by names and positions.

pub mod canonical;
pub mod constant;
pub mod display;
mod identity;
pub mod link_name;
pub mod lookup;
pub mod method_set;
pub mod object;
pub mod predicates;
pub mod relations;
pub mod shape;
pub mod sizes;
pub mod store;
pub mod subst;
pub mod typeset;
pub mod under;
pub mod universe;
pub mod world;

pub use constant::{Const, NotRepresentable};
pub use lookup::{Found, Lookup};
pub use method_set::{Missing, MissingCause, NotImplemented, Relation};
pub use object::{Object, ObjectId, ObjectKind, PackageId, PackageInfo, VarKind};
pub use predicates::{Comparability, Incomparable};
pub use relations::{NoCommonType, NotAssignable, NotConvertible};
pub use shape::ShapeHash;
pub use store::{
    AliasId, Basic, Field, Interface, Method, NamedId, Signature, TypeId, TypeKind, TypeParamId,
    UnionTerm,
};
pub use typeset::{Terms, TypeSet};
pub use world::{Conventions, DeclaredName, FrameNames, World};
