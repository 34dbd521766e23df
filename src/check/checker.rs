//! The state of checking one package, shared by the files of this module.
//!
//! The checker is one struct whose methods are spread over files by area of the language, as in `go/types`. Checking is lazy
//! at package level: an object's declaration is resolved when it is first needed ([`Checker::resolve_object`] in `decl`), function
//! bodies are put off until all package-level objects are known.
//!
//! Who provides what (`x: &mut Operand` is filled in place; `Mode::Invalid` says that an error was reported):
//!
//! * `decl`: `resolve_object(ObjectId)`, `declare(ScopeId, ObjectId, visible_from)`, `local_decl(DeclId …)`
//! * `type_expr`: `type_expr(ExprId) -> TypeId` (any valid type), `var_type(ExprId)` (no bare constraint), `generic_type(ExprId)`,
//!   `ident(&mut Operand, ExprId, want_type: bool)` (resolves a name as value or type), `func_type(FuncSig, recv, tparams, scope) -> TypeId`,
//!   `instantiate(pos, generic: TypeId, targs, arg_positions) -> TypeId` (verifies constraints)
//! * `expr`: `expr(Option<TypeId> target, &mut Operand, ExprId)` (single value), `expr_or_type(&mut Operand, ExprId)`,
//!   `multi_expr(ExprId) -> Vec<Operand>` (calls with several results, comma-ok), `raw_expr(...)`
//! * `constant`: `overflow`, `representable(&mut Operand, TypeId)`; `untyped`: `convert_untyped`, `implicit_type_and_value`, `default_type`
//! * `assign`: `assignment(&mut Operand, Option<TypeId>, context: &str)`, `init_vars(lhs: &[ObjectId], rhs: &[ExprId], return_stmt)`,
//!   `assign_vars(lhs: &[ExprId], rhs: &[ExprId])`, `short_var_decl(pos, lhs, rhs)`
//! * `call`, `builtins`, `index`, `selector`, `literal`, `conversion`: reached through `expr`
//! * `stmt`: `func_body(...)`; `labels`, `terminating`: called from it

use std::collections::VecDeque;
use std::sync::Arc;

use cranelift_entity::{PrimaryMap, entity_impl};
use escargo_grammar::ast::{DeclId, ExprId};
use escargo_grammar::{Ast, Symbol};
use rustc_hash::{FxHashMap, FxHashSet};

use super::CheckOptions;
use super::info::{FileIndex, FileInfo, Mode};
use crate::diagnostic::Diagnostics;
use crate::source::{FileId, Pos};
use crate::types::{Const, ObjectId, PackageId, TypeId, TypeParamId, World};

/// A scope: universe, package, file, function, block.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct ScopeId(u32);
entity_impl!(ScopeId, "scope");

/// The names that a block declares.
#[derive(Debug, Default)]
pub(super) struct Scope {
    /// The enclosing scope; none for the package's (whose parent is the universe).
    pub parent: Option<ScopeId>,
    /// What is declared, with the offset from which a local name is visible (0 at package and file level).
    pub names: FxHashMap<Symbol, (ObjectId, u32)>,
    /// Local variables in order of declaration, for `declared and not used`.
    pub vars: Vec<ObjectId>,
    /// Whether it is a function's outermost block.
    pub is_func: bool,
}

/// A file while it is checked.
pub(super) struct FileState {
    pub file: FileId,
    pub ast: Arc<Ast>,
    pub info: FileInfo,
    pub go_minor: u32,
    /// Holds the file's imports.
    pub scope: ScopeId,
}

/// An expression's value while it is checked.
#[derive(Clone, Debug)]
pub(super) struct Operand {
    /// What it is.
    pub mode: Mode,
    /// Its type (`invalid` where there is none).
    pub ty: TypeId,
    /// The value of a constant.
    pub value: Option<Const>,
    /// The expression, in the current file; for messages and recording.
    pub expr: Option<ExprId>,
    /// What a message calls it, where it is only a part of the expression's value.
    pub dummy: Option<Dummy>,
}

/// What messages call the variable whose function type gives a generic function its type arguments.
#[derive(Clone, Debug, Default)]
pub(super) enum TargetName {
    /// There is none.
    #[default]
    None,
    /// A variable or result.
    Object(ObjectId),
    /// The left side of an assignment.
    Expr(ExprId),
    /// The context of the assignment.
    Text(String),
}

/// A part of a value that has several.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Dummy {
    /// `2nd function result`, counted from 1.
    Result(usize),
    /// `ok value of (comma, ok) expression`
    CommaOk,
}

/// What a name was declared by, for objects resolved on demand.
#[derive(Clone, Debug)]
pub(super) struct DeclInfo {
    /// The file of the declaration.
    pub file: FileIndex,
    /// The declaration.
    pub decl: DeclId,
    /// The number of the name in `a, b = …`.
    pub index: u32,
    /// `iota`, and the earlier constant specification whose type and values are repeated.
    pub iota: u32,
    pub inherited: Option<DeclId>,
    /// Its place among the package's declarations.
    pub order: u32,
    /// All variables set by one call: `var a, b = f()`.
    pub together: Box<[ObjectId]>,
}

/// The surroundings of the expression being checked; saved and restored around declarations and function bodies.
#[derive(Clone, Debug, Default)]
pub(super) struct Context {
    /// The package-level object whose declaration is being checked: mentions are its dependencies for initialisation order.
    pub decl: Option<ObjectId>,
    /// `iota`, inside a constant declaration.
    pub iota: Option<Const>,
    /// Where errors of an inherited constant expression are reported.
    pub error_pos: Option<Pos>,
    /// The signature of the function whose body is being checked, and its result variables.
    pub signature: Option<TypeId>,
    pub results: Arc<[ObjectId]>,
    /// Whether a call or receive was met (a `len` of it is not constant).
    pub has_call_or_recv: bool,
    /// Whether a list of type parameters is being checked: cycles through one are allowed.
    pub in_tparam_list: bool,
}

/// Untyped expressions whose final type is not known yet.
#[derive(Clone, Debug)]
pub(super) struct Untyped {
    pub is_lhs: bool,
    pub mode: Mode,
    pub ty: TypeId,
    pub value: Option<Const>,
}

/// Gives the packages that the one being checked imports. `Err` holds the message for the import's position.
pub trait Importer: Sync {
    /// The package of an import path as written in package `from`.
    fn import(&self, from: PackageId, path: &str) -> Result<PackageId, String>;
}

/// There are no other packages.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoImports;

impl Importer for NoImports {
    fn import(&self, _from: PackageId, path: &str) -> Result<PackageId, String> {
        Err(format!("could not import {path} (there are no packages)"))
    }
}

/// Work put off until all package-level objects are known.
pub(super) enum Later {
    /// A function body: the function's context, its scope, the file, the body.
    Body {
        context: Box<Context>,
        scope: ScopeId,
        file: FileIndex,
        body: escargo_grammar::ast::StmtId,
        /// The place for `missing return`, and the name for messages.
        object: Option<ObjectId>,
    },
    /// A check, in a file, that needs complete types.
    Check(FileIndex, Check),
    /// Work that was done.
    Done,
}

/// A check that is put off.
pub(super) type Check = Box<dyn FnOnce(&mut Checker<'_>) + Send>;

/// The checker of one package.
pub(super) struct Checker<'w> {
    pub world: &'w World,
    pub importer: &'w dyn Importer,
    pub pkg: PackageId,
    pub files: Vec<FileState>,
    /// The file being checked.
    pub current: FileIndex,
    pub scopes: PrimaryMap<ScopeId, Scope>,
    pub package_scope: ScopeId,
    /// The scope being checked.
    pub scope: ScopeId,
    pub context: Context,
    pub decls: FxHashMap<ObjectId, DeclInfo>,
    /// The package's objects and methods, in source order.
    pub order: Vec<ObjectId>,
    /// Objects being resolved, outermost first.
    pub path: Vec<ObjectId>,
    /// Objects whose declaration is an invalid cycle, which was reported: they have no type, whatever the object says.
    pub broken: FxHashSet<ObjectId>,
    /// What is known of the types of functions whose signature is being checked: their type parameters.
    pub partial: FxHashMap<ObjectId, TypeId>,
    /// Defined types that were found not to contain themselves.
    pub valid_types: FxHashSet<TypeId>,
    /// Where defined types stand that contain themselves.
    pub invalid_types: FxHashSet<Pos>,
    /// Where instances of generic types were first written.
    pub instance_places: FxHashMap<TypeId, Pos>,
    /// Whether the sizes of defined types depend on type parameters, as far as that was asked.
    pub variable_sizes: FxHashMap<TypeId, bool>,
    /// Instances whose sizes are being asked for.
    pub sizing: Vec<TypeId>,
    /// Methods by the type name they are declared on, before they are attached.
    pub methods: FxHashMap<ObjectId, Vec<ObjectId>>,
    /// Dependencies of package-level objects, in order of mention.
    pub depends: FxHashMap<ObjectId, Vec<ObjectId>>,
    /// The files' imports, in source order.
    pub imports: Vec<(FileIndex, ObjectId)>,
    /// The import through which a file has the name of a dot import.
    pub dot_imports: FxHashMap<(ScopeId, Symbol), ObjectId>,
    /// Type parameters of receivers, and those of the type's declaration that they stand for.
    pub canonical_tparams: FxHashMap<TypeParamId, TypeParamId>,
    /// The type parameters around types that are declared in functions.
    pub ambient: FxHashMap<ObjectId, Vec<TypeParamId>>,
    /// The package's instantiations.
    pub instantiations: Vec<Instantiation>,
    /// Whose type the last target was.
    pub target_name: TargetName,
    pub untyped: FxHashMap<(FileIndex, ExprId), Untyped>,
    /// Variables and imports that were used.
    pub used: FxHashSet<ObjectId>,
    pub later: VecDeque<Later>,
    pub options: CheckOptions,
    pub diagnostics: Diagnostics,
}

/// Type arguments given to type parameters, for the search of instantiations that never end.
#[derive(Clone, Debug)]
pub(super) struct Instantiation {
    pub pos: Pos,
    pub tparam: TypeParamId,
    pub targ: TypeId,
}

impl Checker<'_> {
    /// The tree of the current file.
    pub fn ast(&self) -> Arc<Ast> {
        Arc::clone(&self.files[cranelift_entity::EntityRef::index(self.current)].ast)
    }

    /// The tables of the current file.
    pub fn info(&mut self) -> &mut FileInfo {
        &mut self.files[cranelift_entity::EntityRef::index(self.current)].info
    }

    /// A place in the current file.
    pub fn pos(&self, offset: u32) -> Pos {
        Pos::new(
            self.files[cranelift_entity::EntityRef::index(self.current)].file,
            offset,
        )
    }

    /// Reports an error at an offset of the current file; inside a repeated constant expression at the constant's name.
    ///
    /// As in gc, errors that mention what is invalid are not reported if they are not the first: they follow from others.
    pub fn error(&mut self, offset: u32, message: impl Into<String>) {
        let message = message.into();
        let follows = |what| message.find(what).is_some_and(|at| at > 0);
        if self.diagnostics.has_errors() && (follows("invalid operand") || follows("invalid type"))
        {
            return;
        }
        let pos = self.context.error_pos.unwrap_or(self.pos(offset));
        self.diagnostics.error(pos, message);
    }
}

impl Operand {
    /// An operand that holds nothing.
    pub fn invalid(world: &World) -> Operand {
        Operand {
            mode: Mode::Invalid,
            ty: world.invalid(),
            value: None,
            expr: None,
            dummy: None,
        }
    }

    /// Marks it as wrong: an error was reported.
    pub fn invalidate(&mut self) {
        self.mode = Mode::Invalid;
    }

    /// Whether no error was reported for it.
    pub fn is_valid(&self) -> bool {
        self.mode != Mode::Invalid
    }

    /// Whether it is `nil` without a type.
    pub fn is_nil(&self) -> bool {
        self.mode == Mode::Nil
    }

    /// Makes it a computed value of that type.
    pub fn set_value(&mut self, ty: TypeId) {
        self.mode = Mode::Value;
        self.ty = ty;
        self.value = None;
    }
}
