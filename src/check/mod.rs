//! TREE → TYPED TREE.
//!
//! QUESTION. What does every name stand for, which type has every expression, which constants have which values; is the
//! program valid Go, and if not, what would gc say?
//!
//! A package is checked in this order: names of all files are collected (`collect`), cycles of bare type names are broken,
//! package-level declarations are resolved on demand (`decl`), then what was put off is done: checks that need complete
//! types, and function bodies. At the end variables are put into the order of their initialisation (`init_order`).
//!
//! INVARIANTS. The tables of a [`CheckedPackage`] are complete if no error was reported. Packages may be checked on several
//! threads, imported ones before those that import them; nothing of another package is ever changed.
//!
//! IGNORED. What only back ends of gc report: stack frames that are too large, duplicate constants in map literals of
//! floats, directives.
//!
//! SOURCE: the Go specification; wording and places of errors are those of cmd/compile/internal/types2.

mod assign;
#[cfg(test)]
mod body_tests;
mod builtins;
mod builtins_numeric;
mod builtins_unsafe;
mod call;
mod call_generic;
mod cause;
mod checker;
mod collect;
mod composite_type;
mod constant;
mod constraint;
mod conversion;
mod core;
mod decl;
#[cfg(test)]
mod decl_tests;
mod expr;
mod import;
mod index;
mod infer;
pub mod info;
mod init_order;
mod instance_cycle;
mod instantiate;
mod literal;
mod local_decl;
mod operand_text;
mod operators;
mod range;
mod record;
mod scope;
mod selector;
mod signature;
mod stmt;
mod switch;
mod terminating;
#[cfg(test)]
mod testing;
mod type_expr;
mod unify;
mod untyped;
mod unused;
mod valid_type;

use std::collections::VecDeque;
use std::sync::Arc;

use cranelift_entity::{EntityRef, PrimaryMap};
use escargo_grammar::Ast;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::Diagnostics;
use crate::source::FileId;
use crate::types::{PackageId, World};
use checker::{Checker, Context, FileState, Scope};
pub use checker::{Importer, NoImports};
pub use info::{CheckedFile, CheckedPackage, FileInfo, Mode, TypeAndMode};
pub use operand_text::expr_text as source_text;

/// A file to check.
#[derive(Clone, Debug)]
pub struct FileInput {
    /// The file.
    pub file: FileId,
    /// Its tree.
    pub ast: Arc<Ast>,
    /// The Go version it is compiled as: the minor number.
    pub go_minor: u32,
}

/// How strict to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct CheckOptions {
    /// Facts packages: functions without bodies are fine, unused imports are not reported.
    pub lenient: bool,
    /// Functions may be implemented in assembly: missing bodies are fine.
    pub has_assembly: bool,
}

/// Checks a package whose imports are known to `importer`.
pub fn check_package(
    world: &World,
    importer: &dyn Importer,
    package: PackageId,
    files: Vec<FileInput>,
    options: CheckOptions,
) -> (CheckedPackage, Diagnostics) {
    let mut checker = Checker::new(world, importer, package, files, options);
    checker.check_files();
    checker.finish()
}

impl<'w> Checker<'w> {
    fn new(
        world: &'w World,
        importer: &'w dyn Importer,
        pkg: PackageId,
        files: Vec<FileInput>,
        options: CheckOptions,
    ) -> Checker<'w> {
        let mut scopes = PrimaryMap::new();
        let package_scope = scopes.push(Scope::default());
        let files = files.into_iter().map(|input| FileState {
            file: input.file,
            ast: input.ast,
            info: FileInfo::default(),
            go_minor: input.go_minor,
            scope: scopes.push(Scope {
                parent: Some(package_scope),
                ..Scope::default()
            }),
        });
        Checker {
            files: files.collect(),
            world,
            importer,
            pkg,
            current: info::FileIndex::new(0),
            scopes,
            package_scope,
            scope: package_scope,
            context: Context::default(),
            decls: FxHashMap::default(),
            order: Vec::new(),
            path: Vec::new(),
            broken: FxHashSet::default(),
            partial: FxHashMap::default(),
            valid_types: FxHashSet::default(),
            invalid_types: FxHashSet::default(),
            instance_places: FxHashMap::default(),
            variable_sizes: FxHashMap::default(),
            sizing: Vec::new(),
            methods: FxHashMap::default(),
            depends: FxHashMap::default(),
            imports: Vec::new(),
            dot_imports: FxHashMap::default(),
            canonical_tparams: FxHashMap::default(),
            ambient: FxHashMap::default(),
            instantiations: Vec::new(),
            target_name: checker::TargetName::default(),
            untyped: FxHashMap::default(),
            used: FxHashSet::default(),
            later: VecDeque::new(),
            options,
            diagnostics: Diagnostics::default(),
        }
    }

    fn check_files(&mut self) {
        self.set_package_name();
        self.collect_objects();
        self.break_direct_cycles();
        self.package_objects();
        self.process_later(0);
        self.publish();
        if !self.options.lenient {
            self.unused_imports();
        }
        self.finish_untyped();
    }

    fn finish(mut self) -> (CheckedPackage, Diagnostics) {
        let init_order = self.init_order();
        if !self.diagnostics.has_errors() {
            self.instance_cycles();
        }
        if !self.diagnostics.has_errors() && !self.options.lenient && !self.options.has_assembly {
            self.missing_bodies();
        }
        let files = self.files.into_iter().map(|state| CheckedFile {
            file: state.file,
            ast: state.ast,
            info: state.info,
            go_minor: state.go_minor,
        });
        let checked = CheckedPackage {
            package: self.pkg,
            files: files.collect(),
            init_order,
        };
        (checked, self.diagnostics)
    }
}
