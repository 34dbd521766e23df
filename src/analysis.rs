//! The library call: sources in, placements and diagnostics out.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use crate::check::{CheckedPackage, FileInput};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::escape::facts::PackageFacts;
use crate::facts::Facts;
use crate::inline::{Examined, Inlining};
use crate::ir::{self, FuncId, SiteId};
use crate::placement::{PackagePlacements, Placement};
use crate::release::Release;
use crate::report::view::PackageView;
use crate::retained::Retained;
use crate::rules::{EdgeRule, Rules};
use crate::schedule::{self, StageRules};
use crate::source::edit::{self, Edit};
pub use crate::source::load::Input;
use crate::source::load::folder::reason;
use crate::source::load::settings::Settings;
use crate::source::load::{self, LoadRules, Loaded};
use crate::source::{FileId, FileSet, Pos};
use crate::toolchain::Toolchain;
use crate::types::World;
use crate::types::sizes::Machine;

/// By which rules, and where imports are found.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The Go release whose rules apply; none: that of the Go installation found, else [`Release::DEFAULT`].
    pub release: Option<Release>,
    /// The Go installation; none: `$GOROOT`, or that of `go` on the PATH, if there is one. An empty path: none is
    /// used, even if there is one.
    pub goroot: Option<PathBuf>,
    /// Build tags that are set besides those of linux/amd64 and of the release.
    pub tags: Vec<String>,
    /// Whether dependencies come from the folder `vendor`; none: as the go command decides.
    pub vendor: Option<bool>,
    /// A facts file for packages without source; none: that of the default release.
    pub facts: Option<PathBuf>,
    /// The results of which packages are kept.
    pub keep: Keep,
    /// Whether all flows are recorded, as `-m=2` prints them; else only what forces each object onto the heap.
    pub explain: bool,
    /// Which packages are compiled with inlining.
    pub inlining: Inlining,
    /// A rule of the analysis that is left out, which makes its verdicts wrong: to test the tests.
    pub disabled: Option<EdgeRule>,
    /// Who is told how far the analysis is.
    pub watch: Watcher,
}

/// Is told how far an analysis is, by many threads.
pub trait Watch: Send + Sync {
    /// So many packages have been loaded and are going to be analysed.
    fn begin(&self, packages: usize);
    /// Work on a package begins.
    fn enter(&self, package: &str);
    /// Work on a package is done.
    fn leave(&self, package: &str);
}

/// Maybe somebody who watches.
#[derive(Clone, Default)]
pub struct Watcher(pub Option<Arc<dyn Watch>>);

impl fmt::Debug for Watcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Some(_) => "watched",
            None => "unwatched",
        })
    }
}

/// The packages whose results are kept; of the others only what is wrong with them is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Keep {
    /// Those that were asked for.
    #[default]
    Named,
    /// Those too that they import, but for the standard library: all that an execution needs.
    Program,
    /// All of them if a comment of one that was asked for looks into callees ([`crate::gate`]), else those alone.
    ForGate,
    /// All of them.
    All,
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
    /// What analysing a package once more needs.
    pub retained: Retained,
    platform: (String, String),
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

/// A package after an edit.
pub struct EditedPackage {
    /// All files of the session, and the edited ones.
    pub files: FileSet,
    /// The package's files before and after; those without edits are the same.
    pub replaced: Vec<(FileId, FileId)>,
    /// What the stages made of it.
    pub result: PackageResult,
}

/// What the stages made of a package.
#[derive(Clone, Debug)]
pub struct PackageResult {
    /// The typed tree.
    pub checked: Arc<CheckedPackage>,
    /// The package in IR.
    pub ir: ir::Package,
    /// The package in IR before calls were expanded; only where `-m=2` prints it.
    pub source: Option<ir::Package>,
    /// Which functions can be inlined; none without inlining.
    pub examined: Option<Examined>,
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
        let surroundings = match self.surroundings() {
            Ok(surroundings) => surroundings,
            Err(message) => return Analysis::failed(message),
        };
        let release = surroundings.release;
        let goroot = surroundings.toolchain.as_ref();
        let settings = Settings::of_process(goroot.map(|toolchain| &*toolchain.root));
        let loaded = self.load(input, &surroundings);
        let world = World::for_machine(Machine::of_arch(&settings.arch));
        world.follow(Rules::of(release).conventions());
        let rules = StageRules {
            inlining: &self.options.inlining,
            release,
            keep: self.options.keep,
            explain: self.options.explain,
            disabled: self.options.disabled,
        };
        let watch = &self.options.watch;
        let (packages, retained) =
            schedule::run(&world, rules, watch, &loaded.files, loaded.packages);
        Analysis {
            packages,
            retained,
            files: loaded.files,
            world,
            release,
            diagnostics: loaded.diagnostics,
            platform: (settings.os, settings.arch),
        }
    }
}

/// Where an analysis gets the standard library from, and by whose rules it works.
struct Surroundings {
    toolchain: Option<Toolchain>,
    facts: Facts,
    release: Release,
}

impl Analyzer {
    fn surroundings(&self) -> Result<Surroundings, String> {
        let toolchain = match &self.options.goroot {
            None => Toolchain::find(),
            Some(root) if root.as_os_str().is_empty() => None,
            Some(root) => match Toolchain::at(root) {
                Some(toolchain) => Some(toolchain),
                None => return Err(format!("no Go installation in {}", root.display())),
            },
        };
        let found = toolchain.as_ref().map(|toolchain| toolchain.release);
        let release = self.options.release.or(found).unwrap_or(Release::DEFAULT);
        Ok(Surroundings {
            release,
            facts: self.facts(release)?,
            toolchain,
        })
    }

    fn load(&self, input: &Input, surroundings: &Surroundings) -> Loaded {
        let toolchain = surroundings.toolchain.as_ref();
        let rules = LoadRules {
            toolchain,
            release: surroundings.release,
            tags: &self.options.tags,
            fallback: &surroundings.facts,
        };
        let goroot = toolchain.map(|toolchain| &*toolchain.root);
        let mut settings = Settings::of_process(goroot);
        if let Some(vendor) = self.options.vendor {
            settings.vendor = Some(vendor);
        }
        load::load(input, &rules, &settings)
    }

    fn facts(&self, release: Release) -> Result<Facts, String> {
        let Some(file) = &self.options.facts else {
            return Ok(Facts::standard(release));
        };
        Facts::read(file).map_err(|error| format!("open {}: {}", file.display(), reason(&error)))
    }
}

impl Analysis {
    fn failed(message: String) -> Analysis {
        let mut diagnostics = Diagnostics::default();
        diagnostics.error(Pos::NONE, message);
        Analysis {
            files: FileSet::default(),
            world: World::new(),
            release: Release::DEFAULT,
            diagnostics: diagnostics.list,
            packages: Vec::new(),
            retained: Retained::empty(Release::DEFAULT),
            platform: Default::default(),
        }
    }

    /// `GOOS` and `GOARCH`.
    pub fn platform(&self) -> (&str, &str) {
        (&self.platform.0, &self.platform.1)
    }

    /// A package once more, with parts of its text replaced; none if it is wrong then. The packages that import it are not
    /// looked at.
    pub fn edited(&self, package: &AnalyzedPackage, edits: &[Edit]) -> Option<EditedPackage> {
        let result = package.result.as_ref()?;
        let mut files = self.files.clone();
        let mut trees = Vec::new();
        for checked in &result.checked.files {
            let mut tree = FileInput {
                file: checked.file,
                ast: Arc::clone(&checked.ast),
                go_minor: checked.go_minor,
            };
            let file = self.files.get(checked.file)?;
            if let Some(text) = edit::apply(&file.text, checked.file, edits)? {
                let parsed = escargo_grammar::parse(&text);
                if !parsed.errors.is_empty() {
                    return None;
                }
                tree.file = files.add(file.name.clone(), text);
                files.add_line_directives(tree.file, &parsed.ast);
                tree.ast = Arc::new(parsed.ast);
            }
            trees.push(tree);
        }
        let replaced = result.checked.files.iter().zip(&trees);
        let replaced = replaced.map(|(old, new)| (old.file, new.file)).collect();
        let id = result.checked.package;
        let result = self.retained.analyze(&self.world, &files, id, trees)?;
        Some(EditedPackage {
            files,
            replaced,
            result,
        })
    }

    /// A package as reports see it; none if it has errors.
    pub fn view<'a>(&'a self, package: &'a AnalyzedPackage) -> Option<PackageView<'a>> {
        let result = package.result.as_ref()?;
        Some(PackageView {
            files: &self.files,
            world: &self.world,
            package: &result.ir,
            examined: result.examined.as_ref(),
            source: result.source.as_ref(),
            facts: &result.facts,
            placements: &result.placements,
            release: self.release,
            retained: Some(&self.retained),
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
