//! The library call: sources in, placements and diagnostics out.

use std::path::PathBuf;

use escargo_grammar::Ast;

use crate::check::CheckedPackage;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::escape::facts::PackageFacts;
use crate::ir::{self, FuncId, SiteId};
use crate::placement::{PackagePlacements, Placement};
use crate::release::Release;
use crate::report::view::PackageView;
use crate::source::{FileId, FileSet, Pos};
use crate::toolchain::Toolchain;
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

impl Analyzer {
    /// An analyzer.
    pub fn new(options: Options) -> Analyzer {
        Analyzer { options }
    }

    /// Runs all stages. Never fails: what is wrong is in the diagnostics of the result, and of its packages.
    pub fn analyze(&self, input: &Input) -> Analysis {
        let toolchain = self.toolchain();
        let mut files = FileSet::default();
        let mut diagnostics = Diagnostics::default();
        let sources = read(input, &mut diagnostics);
        let mut errors = Diagnostics::default();
        let parsed: Vec<(FileId, Ast)> = sources
            .into_iter()
            .map(|(name, text)| parse(&mut files, name, text, &mut errors))
            .collect();
        drop(parsed);
        Analysis {
            files,
            world: World::new(),
            release: self.release(toolchain.as_ref()),
            diagnostics: diagnostics.list,
            packages: vec![AnalyzedPackage {
                path: FILES_PATH.to_owned(),
                named: true,
                diagnostics: errors.list,
                result: None,
            }],
        }
    }
}

impl Analyzer {
    fn toolchain(&self) -> Option<Toolchain> {
        match &self.options.goroot {
            Some(root) => Toolchain::at(root),
            None => Toolchain::find(),
        }
    }

    fn release(&self, toolchain: Option<&Toolchain>) -> Release {
        let found = toolchain.map(|toolchain| toolchain.release);
        self.options.release.or(found).unwrap_or(Release::DEFAULT)
    }
}

/// What cmd/go calls a package that is given by its files.
const FILES_PATH: &str = "command-line-arguments";

fn read(input: &Input, diagnostics: &mut Diagnostics) -> Vec<(String, String)> {
    match input {
        Input::Memory(files) => files.clone(),
        Input::Files(paths) => paths
            .iter()
            .filter_map(|path| match std::fs::read_to_string(path) {
                Ok(text) => Some((path.to_string_lossy().into_owned(), text)),
                Err(error) => {
                    diagnostics.error(Pos::NONE, format!("{}: {error}", path.display()));
                    None
                }
            })
            .collect(),
        Input::Packages(_) => {
            diagnostics.error(Pos::NONE, "not supported yet: packages by path");
            Vec::new()
        }
    }
}

fn parse(
    files: &mut FileSet,
    name: String,
    text: String,
    errors: &mut Diagnostics,
) -> (FileId, Ast) {
    let parsed = escargo_grammar::parse(&text);
    let file = files.add(name, text);
    files.add_line_directives(file, &parsed.ast);
    for error in parsed.errors {
        errors.error(Pos::new(file, error.offset), error.message);
    }
    (file, parsed.ast)
}

impl Analysis {
    /// A package as reports see it; none if it has errors.
    pub fn view<'a>(&'a self, package: &'a AnalyzedPackage) -> Option<PackageView<'a>> {
        let result = package.result.as_ref()?;
        Some(PackageView {
            files: &self.files,
            world: &self.world,
            package: &result.ir,
            facts: &result.facts,
            placements: &result.placements,
            release: self.release,
        })
    }

    /// Whether anything is wrong with the input.
    pub fn has_errors(&self) -> bool {
        let is_error = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
        let packages = self
            .packages
            .iter()
            .flat_map(|package| &package.diagnostics);
        self.diagnostics.iter().chain(packages).any(is_error)
    }

    /// Where a variable of a function lives, by their names as gc prints them (`f`, `(*T).M`, `f.func1`): the first one of
    /// that name.
    pub fn placement_of(&self, function: &str, variable: &str) -> Option<Placement> {
        let views = self.packages.iter().filter(|package| package.named);
        let mut views = views.filter_map(|package| self.view(package));
        views.find_map(|view| {
            let (func, site) = find_variable(view.package, function, variable)?;
            Some(view.placement(func, site))
        })
    }
}

fn find_variable(
    package: &ir::Package,
    function: &str,
    variable: &str,
) -> Option<(FuncId, SiteId)> {
    let mut functions = package.funcs.iter();
    let (func, function) = functions.find(|(_, func)| func.name.as_str() == function)?;
    let mut locals = function.locals.values();
    let site = locals.find_map(|local| local.site.filter(|_| local.name.as_str() == variable))?;
    Some((func, site))
}
