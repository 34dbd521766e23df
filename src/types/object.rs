//! Objects: what names stand for; and packages.

use std::sync::OnceLock;

use cranelift_entity::entity_impl;
use escargo_grammar::Symbol;
use rustc_hash::FxHashMap;

use super::constant::Const;
use super::store::TypeId;
use crate::source::Pos;

/// A declared thing: package, constant, type, variable, field, function, method, label, builtin, `nil`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ObjectId(u32);
entity_impl!(ObjectId, "obj");

/// A package of the session. Number 0 is the universe.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PackageId(u32);
entity_impl!(PackageId, "pkg");

impl PackageId {
    /// The package of everything predeclared.
    pub const UNIVERSE: PackageId = PackageId(0);
}

/// What kind of variable it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum VarKind {
    /// Declared at package level.
    Global,
    /// Declared in a function body.
    Local,
    /// A receiver.
    Receiver,
    /// A parameter.
    Param,
    /// A result.
    Result,
    /// A struct field.
    Field,
}

/// What kind of object it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ObjectKind {
    /// An import of the package.
    PkgName(PackageId),
    /// A constant.
    Const,
    /// A type name: defined type, alias or type parameter, see its type.
    TypeName,
    /// A variable.
    Var(VarKind),
    /// A function, or a method (declared on a type or in an interface).
    Func(FuncInfo),
    /// A label.
    Label,
    /// A predeclared function.
    Builtin(Builtin),
    /// `nil`
    Nil,
}

/// More about a function.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct FuncInfo {
    /// Whether it has a receiver.
    pub is_method: bool,
    /// Whether the receiver is a pointer.
    pub pointer_receiver: bool,
    /// Whether the method is named by an interface.
    pub interface_method: bool,
}

/// The predeclared functions, those of package `unsafe` included.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
#[allow(missing_docs)]
pub enum Builtin {
    Append,
    Cap,
    Clear,
    Close,
    Complex,
    Copy,
    Delete,
    Imag,
    Len,
    Make,
    Max,
    Min,
    New,
    Panic,
    Print,
    Println,
    Real,
    Recover,
    UnsafeAdd,
    UnsafeAlignof,
    UnsafeOffsetof,
    UnsafeSizeof,
    UnsafeSlice,
    UnsafeSliceData,
    UnsafeString,
    UnsafeStringData,
}

/// A declared thing.
#[derive(Debug)]
pub struct Object {
    /// Its name.
    pub name: Symbol,
    /// Its package; the universe for predeclared objects.
    pub pkg: PackageId,
    /// Where its name is declared.
    pub pos: Pos,
    /// What it is.
    pub kind: ObjectKind,
    /// Its type, as soon as it is known. A method's type is its signature without the receiver.
    pub ty: OnceLock<TypeId>,
    /// The receiver's type of a method, as written (`T` or `*T`).
    pub receiver: OnceLock<TypeId>,
    /// A constant's value.
    pub value: OnceLock<Const>,
    /// Leak summaries that a facts file gives for a function: the directive's text.
    pub leaks: OnceLock<Symbol>,
    /// What a facts file says a call of a function may allocate: `none`, or a text for people.
    pub heap: OnceLock<Symbol>,
    /// What it costs to inline the function, as a facts file tells; unset if it cannot be inlined.
    pub inline: OnceLock<u32>,
    /// Whether it is declared at package level (or in the universe) rather than in a function.
    pub package_level: bool,
}

/// A package: its name and what it declares.
#[derive(Debug)]
pub struct PackageInfo {
    /// Import path.
    pub path: Symbol,
    /// The name in its package clauses.
    pub name: OnceLock<Symbol>,
    /// Package-level objects, complete once the package is checked.
    pub scope: OnceLock<FxHashMap<Symbol, ObjectId>>,
    /// Packages it imports, in order of their paths.
    pub imports: OnceLock<Box<[PackageId]>>,
}
