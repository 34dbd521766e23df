//! Loading: from what the command line names to parsed packages, each behind those that it imports.
//!
//! ```text
//! arguments → pattern → resolve (standard library, modules, vendor) → folder (build constraints, parsing) → graph → order
//! ```
//!
//! The question is the one that the go command answers before it runs the compiler: which files make up which packages. Its
//! rules are followed: build constraints and file names, `GOOS`, `GOARCH`, `GOFLAGS`, `GOEXPERIMENT`, modules with
//! `replace`, `go.work`, `vendor/modules.txt`, `internal`; and its words, for what is wrong.
//!
//! Ignored on purpose: nothing is downloaded, checksums are not looked at, `//go:embed` patterns are accepted unseen, test
//! files are not read, GOPATH mode does not exist. `import "C"` needs a C compiler: without `CGO_ENABLED=1` such files are left out as
//! the go command does; with it they are not supported yet.
//!
//! Packages are read by all cores; ids of files follow the order of the packages and the names of the files.

pub mod constraint;
mod fault;
pub mod folder;
mod graph;
pub mod modfile;
mod module;
mod order;
mod pattern;
pub mod platform;
pub mod resolve;
pub mod settings;
pub mod unit;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use escargo_grammar::Ast;
use rustc_hash::FxHashMap;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::release::Release;
use crate::source::{FileId, FileSet, Pos};
use crate::toolchain::Toolchain;
use fault::Fault;
use graph::{Graph, Node, Reader};
use module::Modules;
use pattern::Roots;
use platform::Platform;
use resolve::{Fallback, Origin, Place, Resolver};
use settings::Settings;
use unit::{Known, Unit};

/// What is loaded.
#[derive(Clone, Debug)]
pub enum Input {
    /// Packages by import path, folder (`./sub`) or pattern (`./...`).
    Packages(Vec<String>),
    /// The files of one package.
    Files(Vec<PathBuf>),
    /// The files of one package: names and texts.
    Memory(Vec<(String, String)>),
    /// One package, with what is known of those that it imports.
    Unit(Arc<Unit>),
}

/// By which rules.
pub struct LoadRules<'a> {
    /// The Go installation.
    pub toolchain: Option<&'a Toolchain>,
    /// The release whose build tags hold outside of the standard library.
    pub release: Release,
    /// Build tags.
    pub tags: &'a [String],
    /// What stands in for the standard library where there is no installation.
    pub fallback: &'a dyn Fallback,
}

/// A file of a package.
#[derive(Clone, Debug)]
pub struct LoadedFile {
    /// The file.
    pub file: FileId,
    /// Its tree.
    pub ast: Arc<Ast>,
    /// The minor number of the Go version that it is compiled as.
    pub go_minor: u32,
    /// Whether its `//go:build` line says so.
    pub declares_version: bool,
}

/// A package.
#[derive(Clone, Debug)]
pub struct LoadedPackage {
    /// Its import path; `command-line-arguments` for files.
    pub path: String,
    /// The name in its package clauses.
    pub name: String,
    /// Whether the command line names it.
    pub named: bool,
    /// Where it comes from.
    pub origin: Origin,
    /// The minor number of its module's Go version.
    pub go_minor: u32,
    /// Its files, sorted by name.
    pub files: Vec<LoadedFile>,
    /// What the paths of its import declarations stand for: numbers in [`Loaded::packages`]. Package `unsafe` is not among them.
    pub imports: FxHashMap<String, usize>,
    /// Whether functions may lack bodies, because they are implemented in assembly.
    pub has_assembly: bool,
    /// Syntax errors.
    pub diagnostics: Vec<Diagnostic>,
}

/// What has been loaded.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// All files.
    pub files: FileSet,
    /// The packages, each behind those that it imports.
    pub packages: Vec<LoadedPackage>,
    /// What kept packages from being found or read; if there are errors, packages are missing.
    pub diagnostics: Vec<Diagnostic>,
}

/// What cmd/go calls a package that is given by its files.
pub const FILES_PATH: &str = "command-line-arguments";

/// Loads packages with everything that they import.
pub fn load(input: &Input, rules: &LoadRules<'_>, settings: &Settings) -> Loaded {
    let modules = match Modules::find(settings) {
        Ok(modules) => modules,
        // Files in memory need no module.
        Err(_) if matches!(input, Input::Memory(_) | Input::Unit(_)) => Modules::default(),
        Err(message) => return Loaded::failed([format!("go: {message}")]),
    };
    let tags = match rules.tags.is_empty() {
        true => &settings.tags[..],
        false => rules.tags,
    };
    let own_minor = rules.release.minor();
    let standard_minor = rules
        .toolchain
        .map_or(own_minor, |toolchain| toolchain.release.minor());
    let unit = match input {
        Input::Unit(unit) => Some(&**unit),
        Input::Packages(_) | Input::Files(_) | Input::Memory(_) => None,
    };
    let known = unit.map(|unit| Known {
        records: &unit.known,
        rest: rules.fallback,
    });
    let resolver = Resolver {
        goroot: rules.toolchain.map(|toolchain| toolchain.root.as_path()),
        standard_minor,
        modules: &modules,
        settings,
        fallback: match &known {
            Some(known) => known,
            None => rules.fallback,
        },
        unit,
    };
    let platform = |minor| {
        let (os, arch) = (&settings.os, &settings.arch);
        Platform::new(os, arch, settings.cgo, minor, tags, &settings.experiments)
    };
    let reader = Reader {
        resolver: &resolver,
        platform: &platform(own_minor),
        standard_platform: &platform(standard_minor),
    };
    match input {
        Input::Packages(arguments) => load_packages(arguments, &reader),
        Input::Files(files) => load_files(files, own_minor, &reader),
        Input::Memory(files) => {
            let folder = folder::from_memory(files);
            let place = given(FILES_PATH, PathBuf::new(), own_minor);
            load_given(place, folder, &reader)
        }
        Input::Unit(unit) => load_unit(unit, &reader),
    }
}

/// Nothing says which of the files belong to the package: all do, those of tests too.
fn load_unit(unit: &Unit, reader: &Reader<'_>) -> Loaded {
    let mut files = Vec::new();
    for file in &unit.files {
        let name = file.to_string_lossy().into_owned();
        match std::fs::read(file) {
            Ok(bytes) => files.push((name, String::from_utf8_lossy(&bytes).into_owned())),
            Err(error) => {
                return Loaded::failed([format!("{name}: {}", folder::reason(&error))]);
            }
        }
    }
    let place = given(&unit.path, unit.dir.clone(), unit.go_minor);
    let folder = folder::Folder {
        // The compiler has said so if a body is missing.
        has_assembly: true,
        ..folder::from_memory(&files)
    };
    load_given(place, folder, reader)
}

fn given(path: &str, dir: PathBuf, go_minor: u32) -> Place {
    Place {
        path: path.to_owned(),
        dir,
        origin: Origin::Given,
        go_minor,
    }
}

fn load_packages(arguments: &[String], reader: &Reader<'_>) -> Loaded {
    let roots = Roots::expand(arguments, reader.resolver);
    if !roots.errors.is_empty() {
        return Loaded::failed(roots.errors);
    }
    let mut graph = Graph::default();
    graph.add_roots(roots.list, reader);
    graph.read_all(reader);
    if roots.with_imports {
        for node in &mut graph.nodes {
            node.named = true;
        }
    }
    let mut loaded = finish(graph, reader);
    let warnings = roots.warnings.into_iter().map(|message| Diagnostic {
        severity: Severity::Note,
        pos: Pos::NONE,
        message,
    });
    loaded.diagnostics.splice(0..0, warnings);
    loaded
}

fn load_files(files: &[PathBuf], go_minor: u32, reader: &Reader<'_>) -> Loaded {
    let current = &reader.resolver.settings.current;
    let files: Vec<PathBuf> = files
        .iter()
        .map(|file| module::normal(&current.join(file)))
        .collect();
    let shorten = |path: &Path| shortened(&path.to_string_lossy(), current);
    let mut dirs = files.iter().filter_map(|file| file.parent());
    let dir = dirs.next().unwrap_or(current).to_owned();
    if let Some(other) = dirs.find(|other| *other != dir) {
        let (a, b) = (shorten(&dir), shorten(other));
        let message = format!("named files must all be in one directory; have {a} and {b}");
        return Loaded::failed([message]);
    }
    for file in &files {
        match std::fs::metadata(file) {
            // Then it is taken for the path of a package.
            Err(_) => return Loaded::failed([reader.resolver.no_module(&shorten(file))]),
            Ok(data) if data.is_dir() => {
                let message = format!("{} is a directory, should be a Go file", shorten(file));
                return Loaded::failed([message]);
            }
            Ok(_) => {}
        }
    }
    let folder = folder::read_files(&files, reader.platform);
    load_given(given(FILES_PATH, dir, go_minor), folder, reader)
}

fn load_given(place: Place, folder: folder::Folder, reader: &Reader<'_>) -> Loaded {
    let mut graph = Graph::default();
    graph.add_given(place, folder, reader);
    graph.read_all(reader);
    finish(graph, reader)
}

/// Orders the packages and gives ids to their files.
fn finish(mut graph: Graph, reader: &Reader<'_>) -> Loaded {
    let order = order::order(&mut graph);
    let mut loaded = Loaded::default();
    let current = &reader.resolver.settings.current;
    let mut faults: Vec<&Fault> = order
        .iter()
        .filter_map(|&id| graph.nodes[id].fault.as_ref())
        .collect();
    if faults.iter().any(|fault| !fault.is_late) {
        faults.retain(|fault| !fault.is_late);
    }
    let mut sink = Diagnostics::default();
    for fault in faults {
        let place = |at| order::place_text(&graph, at, |name| shortened(name, current));
        sink.error(Pos::NONE, fault.text(&graph, place));
    }
    loaded.diagnostics = sink.list;
    let faulty = !loaded.diagnostics.is_empty();
    let mut numbers: Vec<Option<usize>> = vec![None; graph.nodes.len()];
    for id in order {
        let node = &mut graph.nodes[id];
        let files = std::mem::take(&mut node.folder.files);
        if let (Ok(place), false) = (&node.place, faulty) {
            let package = package(node, place, files, &numbers, &mut loaded.files);
            numbers[id] = Some(loaded.packages.len());
            loaded.packages.push(package);
        }
    }
    loaded
}

fn package(
    node: &Node,
    place: &Place,
    files: Vec<folder::SourceText>,
    numbers: &[Option<usize>],
    set: &mut FileSet,
) -> LoadedPackage {
    let mut errors = Diagnostics::default();
    let name = files
        .first()
        .map_or("", |file| file.ast.package.name.as_str());
    let files = files.into_iter().map(|source| {
        let file = set.add(source.name, source.text);
        set.add_line_directives(file, &source.ast);
        for error in source.errors {
            errors.error(Pos::new(file, error.offset), error.message);
        }
        LoadedFile {
            file,
            ast: source.ast,
            declares_version: source.go_minor.is_some_and(|minor| minor >= 21),
            // A file can ask for another version than its module, but not for one before 1.21.
            go_minor: source
                .go_minor
                .map_or(place.go_minor, |minor| minor.max(21)),
        }
    });
    let files = files.collect();
    let imports = node.edges.iter().filter_map(|edge| {
        let number = numbers[edge.target]?;
        Some((edge.written.clone(), number))
    });
    LoadedPackage {
        path: place.path.clone(),
        name: name.to_owned(),
        named: node.named,
        origin: place.origin,
        go_minor: place.go_minor,
        // Parts of the standard library are implemented by the runtime, for which there is no sign in the package.
        has_assembly: node.folder.has_assembly || place.origin == Origin::Standard,
        files,
        imports: imports.collect(),
        diagnostics: errors.list,
    }
}

/// A file's name as the go command prints it: relative to the current folder where that is shorter.
fn shortened(name: &str, current: &Path) -> String {
    let path = Path::new(name);
    if path.is_relative() {
        return name.to_owned();
    }
    let common = path
        .components()
        .zip(current.components())
        .take_while(|(a, b)| a == b)
        .count();
    let up = current
        .components()
        .skip(common)
        .map(|_| std::path::Component::ParentDir);
    let relative: PathBuf = up.chain(path.components().skip(common)).collect();
    match relative.as_os_str().len() < name.len() {
        true => relative.to_string_lossy().into_owned(),
        false => name.to_owned(),
    }
}

impl Loaded {
    fn failed(messages: impl IntoIterator<Item = String>) -> Loaded {
        let mut diagnostics = Diagnostics::default();
        for message in messages {
            diagnostics.error(Pos::NONE, message);
        }
        Loaded {
            diagnostics: diagnostics.list,
            ..Loaded::default()
        }
    }
}
