//! From import paths and folders to packages: the standard library, modules, `vendor` folders.

use std::path::{Path, PathBuf};

use super::folder::has_go_files;
use super::module::{Module, Modules, normal};
use super::settings::Settings;
use super::unit::Unit;

/// Gives packages of the standard library that no Go installation gives: names and texts of files.
pub trait Fallback: Sync {
    /// The files of a package.
    fn files(&self, path: &str) -> Option<Vec<(String, String)>>;

    /// Whether there is such a package.
    fn has(&self, path: &str) -> bool {
        self.files(path).is_some()
    }
}

/// No packages.
pub struct NoFallback;

impl Fallback for NoFallback {
    fn files(&self, _path: &str) -> Option<Vec<(String, String)>> {
        None
    }
}

/// Where a package comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    /// The standard library, `cmd` and what they vendor.
    Standard,
    /// The standard library, from the fallback.
    Fallback,
    /// What is known of a package that a unit imports.
    Record,
    /// A module.
    Module,
    /// Files that the command line names, or that are in memory.
    Given,
}

/// A package that has been found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// Its import path.
    pub path: String,
    /// Its folder; empty for packages in memory.
    pub dir: PathBuf,
    /// Where it comes from.
    pub origin: Origin,
    /// The language version of its module.
    pub go_minor: u32,
}

/// A package that has not been found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Missing {
    /// Its import path, or what the command line says.
    pub path: String,
    /// Why, in the go command's words.
    pub message: String,
}

/// What is known of the surroundings.
pub struct Resolver<'a> {
    /// The Go installation's folder.
    pub goroot: Option<&'a Path>,
    /// The language version of the standard library.
    pub standard_minor: u32,
    /// The modules.
    pub modules: &'a Modules,
    /// The go command's settings.
    pub settings: &'a Settings,
    /// What stands in for the standard library.
    pub fallback: &'a dyn Fallback,
    /// The package by itself that is analysed: it says what imports stand for.
    pub unit: Option<&'a Unit>,
}

impl Resolver<'_> {
    /// `GOROOT/src`
    pub fn standard_root(&self) -> Option<PathBuf> {
        self.goroot.map(|root| root.join("src"))
    }

    /// The package that an import in `from` names; `from` is none for what the command line names.
    pub fn import(&self, from: Option<&Place>, path: &str) -> Result<Place, Missing> {
        let missing = |message: String| Missing {
            path: path.to_owned(),
            message,
        };
        if let Some(unit) = self.unit {
            return unit.import(from, path, self);
        }
        if let Some(message) = malformed(path) {
            return Err(missing(message));
        }
        if from.is_some_and(|from| matches!(from.origin, Origin::Standard | Origin::Fallback)) {
            return self.standard_import(from, path);
        }
        let looks_standard = is_standard_path(path);
        if looks_standard && let Some(place) = self.standard(path) {
            return Ok(place);
        }
        if let Some(place) = self.in_modules(path) {
            return Ok(place);
        }
        Err(missing(match looks_standard {
            true => self.not_in_std(path),
            false => self.no_module(path),
        }))
    }

    /// Imports of the standard library: `golang.org/x/…` is what it vendors.
    fn standard_import(&self, from: Option<&Place>, path: &str) -> Result<Place, Missing> {
        let vendored = match from {
            _ if is_standard_path(path) => path.to_owned(),
            Some(from) if is_below(&from.path, "cmd") => format!("cmd/vendor/{path}"),
            _std => format!("vendor/{path}"),
        };
        self.standard(&vendored).ok_or_else(|| Missing {
            path: vendored.clone(),
            message: self.not_in_std(&vendored),
        })
    }

    fn standard(&self, path: &str) -> Option<Place> {
        let place = |dir, origin| Place {
            path: path.to_owned(),
            dir,
            origin,
            go_minor: self.standard_minor,
        };
        match self.standard_root() {
            Some(root) => {
                let dir = root.join(path);
                has_go_files(&dir).then(|| place(dir, Origin::Standard))
            }
            None => {
                let known = self.fallback.has(path);
                known.then(|| place(PathBuf::new(), Origin::Fallback))
            }
        }
    }

    fn in_modules(&self, path: &str) -> Option<Place> {
        let in_main = longest_first(&self.modules.main)
            .into_iter()
            .find_map(|module| in_module(module, path));
        if in_main.is_some() {
            return in_main;
        }
        if let Some(vendored) = &self.modules.vendored {
            let package = vendored.get(path)?;
            return Some(Place {
                path: path.to_owned(),
                dir: package.dir.clone(),
                origin: Origin::Module,
                go_minor: package.go_minor,
            });
        }
        let mut required = self.modules.required.iter();
        required.find_map(|module| in_module(module, path))
    }

    fn not_in_std(&self, path: &str) -> String {
        match self.standard_root() {
            Some(root) => format!(
                "package {path} is not in std ({})",
                root.join(path).display()
            ),
            None => format!(
                "package {path} is not known: install Go (or name an installation with --goroot), or make facts of it with escargo facts"
            ),
        }
    }

    /// What is said of a package that no module has.
    pub fn no_module(&self, path: &str) -> String {
        if self.modules.main.is_empty() {
            return format!("no required module provides package {path}: {NO_GO_MOD}");
        }
        if self.modules.vendored.is_some() {
            let why = match self.settings.vendor {
                Some(_) => "",
                None => "\n\t(Go version in go.mod is at least 1.14 and vendor directory exists.)",
            };
            return format!(
                "cannot find module providing package {path}: import lookup disabled by -mod=vendor{why}"
            );
        }
        let required = self.modules.required.iter();
        let absent = required
            .filter(|module| is_below(path, &module.path) && !module.dir.is_dir())
            .find_map(|module| Some((module, module.version.as_ref()?)));
        match absent {
            Some((module, version)) => {
                let module = &module.path;
                format!(
                    "{module}@{version}: not in the module cache; to download it:\n\tgo mod download {module}"
                )
            }
            None => {
                format!("no required module provides package {path}; to add it:\n\tgo get {path}")
            }
        }
    }

    /// The package in a folder, by its place in the standard library or in a module.
    pub fn of_dir(&self, dir: &Path, as_written: &str) -> Result<Place, Missing> {
        let missing = |message: String| Missing {
            path: as_written.to_owned(),
            message,
        };
        if !dir.is_dir() {
            return Err(missing(format!(
                "stat {}: directory not found",
                dir.display()
            )));
        }
        self.place_of_dir(dir).map_err(missing)
    }

    /// Like [`Resolver::of_dir`], for a folder that is there. The error is a message.
    pub fn place_of_dir(&self, dir: &Path) -> Result<Place, String> {
        if let Some(root) = self.standard_root()
            && let Some(path) = relative_path(&root, dir)
            && !path.is_empty()
        {
            return Ok(Place {
                path,
                dir: dir.to_owned(),
                origin: Origin::Standard,
                go_minor: self.standard_minor,
            });
        }
        if self.modules.main.is_empty() {
            return Err(format!("go: {NO_GO_MOD}"));
        }
        let of_module = |module: &Module| {
            let relative = relative_path(&module.dir, dir)?;
            let path = join(&module.path, &relative);
            Some(Place {
                path,
                dir: dir.to_owned(),
                origin: Origin::Module,
                go_minor: module.go_minor,
            })
        };
        if let Some(module) = self.modules.main_of(dir) {
            let place = of_module(module);
            if let Some(place) = place.filter(|_| !in_other_module(&module.dir, dir)) {
                return Ok(place);
            }
            let path = relative_path(&module.dir, dir).unwrap_or_default();
            let main = &module.path;
            let path = join(main, &path);
            return Err(format!(
                "main module ({main}) does not contain package {path}"
            ));
        }
        let mut required = self.modules.required.iter();
        required.find_map(of_module).ok_or_else(|| {
            format!(
                "directory {} outside main module or its selected dependencies",
                dir.display()
            )
        })
    }

    /// A path of the command line, made absolute.
    pub fn absolute(&self, path: &str) -> PathBuf {
        normal(&self.settings.current.join(path))
    }
}

/// Go's words for a current folder that is in no module.
pub const NO_GO_MOD: &str =
    "go.mod file not found in current directory or any parent directory; see 'go help modules'";

/// What is wrong with an import path by itself.
fn malformed(path: &str) -> Option<String> {
    if path.starts_with("./") || path.starts_with("../") || path == "." || path == ".." {
        return Some(format!(
            "\"{path}\" is relative, but relative import paths are not supported in module mode"
        ));
    }
    if path.starts_with('/') {
        return Some(format!(
            "\"{path}\" is not a package path; see 'go help packages'"
        ));
    }
    let is_bad = |c: char| {
        !c.is_ascii_graphic() && !c.is_alphabetic() || "!\"#$%&'()*,:;<=>?[\\]^`{|}".contains(c)
    };
    (path.is_empty() || path.contains(is_bad)).then(|| format!("invalid import path: {path}"))
}

/// Whether the path could be one of the standard library: no dot in its first element.
pub fn is_standard_path(path: &str) -> bool {
    !path.split('/').next().unwrap_or(path).contains('.')
}

/// Whether `path` is `parent` or below it.
pub fn is_below(path: &str, parent: &str) -> bool {
    path.strip_prefix(parent)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn join(module: &str, relative: &str) -> String {
    match relative.is_empty() {
        true => module.to_owned(),
        false => format!("{module}/{relative}"),
    }
}

fn longest_first(modules: &[Module]) -> Vec<&Module> {
    let mut modules: Vec<&Module> = modules.iter().collect();
    modules.sort_by_key(|module| std::cmp::Reverse(module.path.len()));
    modules
}

fn in_module(module: &Module, path: &str) -> Option<Place> {
    if !is_below(path, &module.path) {
        return None;
    }
    let relative = path[module.path.len()..].trim_start_matches('/');
    let dir = module.dir.join(relative);
    let found =
        has_go_files(&dir) && (module.version.is_some() || !in_other_module(&module.dir, &dir));
    found.then(|| Place {
        path: path.to_owned(),
        dir,
        origin: Origin::Module,
        go_minor: module.go_minor,
    })
}

/// Whether a folder between a module's and `dir`, that included, has a `go.mod` of its own.
pub fn in_other_module(module: &Path, dir: &Path) -> bool {
    dir.ancestors()
        .take_while(|ancestor| *ancestor != module)
        .any(|ancestor| ancestor.join("go.mod").is_file())
}

/// `dir` below `root`, with slashes; none if it is elsewhere. Links are followed where the names alone do not tell.
pub fn relative_path(root: &Path, dir: &Path) -> Option<String> {
    let relative = match dir.strip_prefix(root) {
        Ok(relative) => relative.to_owned(),
        Err(_) => {
            let (root, dir) = (root.canonicalize().ok()?, dir.canonicalize().ok()?);
            dir.strip_prefix(root).ok()?.to_owned()
        }
    };
    let parts = relative
        .components()
        .map(|part| part.as_os_str().to_string_lossy());
    Some(parts.collect::<Vec<_>>().join("/"))
}
