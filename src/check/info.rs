//! The typed tree: what checking found out, in tables beside the syntax.

use std::sync::Arc;

use cranelift_entity::packed_option::PackedOption;
use cranelift_entity::{EntityRef, SecondaryMap, entity_impl};
use escargo_grammar::Ast;
use escargo_grammar::ast::{ClauseId, ExprId};
use rustc_hash::FxHashMap;

use crate::source::FileId;
use crate::types::object::Builtin;
use crate::types::{Const, ObjectId, PackageId, TypeId};

/// What an expression is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Mode {
    /// Not checked, or wrong.
    #[default]
    Invalid,
    /// A call without results.
    NoValue,
    /// A predeclared function, to be called.
    Builtin(Builtin),
    /// A type.
    Type,
    /// A constant; its value is in [`FileInfo::consts`].
    Constant,
    /// Something addressable.
    Variable,
    /// An index expression of a map: assignable, not addressable, may be comma-ok.
    MapIndex,
    /// A computed value.
    Value,
    /// `nil` before it is converted.
    Nil,
    /// A value that may be comma-ok: receive, type assertion.
    CommaOk,
}

/// Mode and final type of an expression. Untyped constants have the type that their context gave them (as
/// `go/types` records it); the operand of a comma-ok assignment has the tuple type.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct TypeAndMode {
    /// What it is.
    pub mode: Mode,
    /// Its type.
    pub ty: PackedOption<TypeId>,
}

/// How a selector reaches what it names.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SelectionKind {
    /// `x.f`
    Field,
    /// `x.M`, called or as a method value
    Method,
    /// `T.M`
    MethodExpr,
}

/// A selector that is not a qualified identifier.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Selection {
    /// Field, method or method expression.
    pub kind: SelectionKind,
    /// The type of the left side (for a method expression: the type named).
    pub recv: TypeId,
    /// The field or method.
    pub object: ObjectId,
    /// Field indices from the left side down to the field; for a method the embedded fields on the way and then the
    /// method's own number (position among the declared methods, or in the interface's sorted method list).
    pub path: Box<[u32]>,
    /// Whether a pointer is dereferenced anywhere on the way.
    pub indirect: bool,
}

/// An instantiation of a generic function or type.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Instance {
    /// Type arguments, all of them.
    pub targs: Box<[TypeId]>,
    /// The instantiated type.
    pub ty: TypeId,
}

/// What is known of one file's tree.
#[derive(Clone, Debug, Default)]
pub struct FileInfo {
    /// Mode and type of every expression, type expressions included.
    pub types: SecondaryMap<ExprId, TypeAndMode>,
    /// Values of constant expressions.
    pub consts: FxHashMap<ExprId, Const>,
    /// The object of every identifier expression, defining ones included (left sides of `:=`, names in `var`), and of the
    /// selected name of every selector expression (qualified identifiers, fields, methods), under the selector's id.
    pub objects: SecondaryMap<ExprId, PackedOption<ObjectId>>,
    /// Objects of defining names that are no expressions (functions, types, parameters, receivers, results, fields, labels,
    /// imports, type parameters), and of those that are, by the offset of the name. Unnamed parameters are found by their type's offset.
    pub defs: FxHashMap<u32, ObjectId>,
    /// Selections, by the selector expression.
    pub selections: FxHashMap<ExprId, Selection>,
    /// The variable that a type switch declares in each clause.
    pub clause_vars: FxHashMap<ClauseId, ObjectId>,
    /// Instantiations, by the identifier or selector (or index expression) that names the generic.
    pub instances: FxHashMap<ExprId, Instance>,
}

/// A file of a checked package.
#[derive(Clone, Debug)]
pub struct CheckedFile {
    /// The file.
    pub file: FileId,
    /// Its tree.
    pub ast: Arc<Ast>,
    /// What is known of it.
    pub info: FileInfo,
    /// The Go version the file is compiled as: `(1, minor)` gives the minor number.
    pub go_minor: u32,
}

/// An index into [`CheckedPackage::files`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileIndex(u32);
entity_impl!(FileIndex, "f");

/// One package-level initialisation `lhs = rhs`, in initialisation order.
#[derive(Clone, Debug)]
pub struct Initializer {
    /// The variables: several where the right side is one call or comma-ok expression; blank ones included.
    pub lhs: Box<[ObjectId]>,
    /// The right side's file.
    pub file: FileIndex,
    /// The right side.
    pub rhs: ExprId,
}

/// A package after checking. If any diagnostic was an error the tables may have gaps.
#[derive(Clone, Debug)]
pub struct CheckedPackage {
    /// The package.
    pub package: PackageId,
    /// Its files, sorted by name.
    pub files: Vec<CheckedFile>,
    /// Package-level variables with initial values in the order in which they are set.
    pub init_order: Vec<Initializer>,
}

impl CheckedPackage {
    /// The file of that number.
    pub fn file(&self, index: FileIndex) -> Option<&CheckedFile> {
        self.files.get(index.index())
    }
}
