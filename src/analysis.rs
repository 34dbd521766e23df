//! The library call: sources in, placements and diagnostics out.

use std::path::PathBuf;

use escargo_grammar::Ast;

use crate::check::CheckedPackage;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::escape::facts::PackageFacts;
use crate::ir::{self, FuncId, SiteId, SiteKind};
use crate::placement::{PackagePlacements, Placement};
use crate::release::Release;
use crate::report::view::PackageView;
use crate::source::{FileId, FileSet, Pos};
use crate::types::World;

/// By which rules, and where imports are found.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The Go release whose rules apply; none: that of the Go installation found, else [`Release::DEFAULT`].
    pub release: Option<Release>,
    /// The Go installation; none: `$GOROOT`, or that of `go` on the PATH, if there is one.
    pub goroot: Option<PathBuf>,
    /// Build tags that are set besides those of linux/amd64 and of the release.
    pub tags: Vec<String>,
}

/// What is analysed.
#[derive(Clone, Debug)]
pub enum Input {
    /// Packages by import path, folder (`./sub`) or pattern (`./...`).
    Packages(Vec<String>),
    /// The files of one package.
    Files(Vec<PathBuf>),
    /// The files of one package: names and texts.
    Memory(Vec<(String, String)>),
}

/// Analyses packages. Holds no state; may be shared by threads.
#[derive(Clone, Debug, Default)]
pub struct Analyzer {
    options: Options,
}

/// The results of an analysis.
pub struct Analysis {
    /// All files that were read.
    pub files: FileSet,
    /// All types, objects and packages.
    pub world: World,
    /// The release whose rules were applied.
    pub release: Release,
    /// What kept packages from being found or read.
    pub diagnostics: Vec<Diagnostic>,
    /// The packages, each behind those that it imports.
    pub packages: Vec<AnalyzedPackage>,
}

/// One package.
#[derive(Clone, Debug)]
pub struct AnalyzedPackage {
    /// Its import path; `command-line-arguments` for files.
    pub path: String,
    /// Whether it was asked for; the others are only imported.
    pub named: bool,
    /// What is wrong with it, in the order in which it was found.
    pub diagnostics: Vec<Diagnostic>,
    /// The results of the stages; none if there were errors.
    pub result: Option<PackageResult>,
}

/// What the stages made of a package.
#[derive(Clone, Debug)]
pub struct PackageResult {
    /// The typed tree.
    pub checked: CheckedPackage,
    /// The package in IR.
    pub ir: ir::Package,
    /// What the analysis found.
    pub facts: PackageFacts,
    /// Where everything lives.
    pub placements: PackagePlacements,
}
