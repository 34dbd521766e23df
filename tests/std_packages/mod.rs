//! Go's standard library for tests of the type checker: packages are parsed and checked from the sources of the installed Go.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Mutex, MutexGuard};

use escargo::check::{CheckOptions, CheckedPackage, FileInput, Importer, check_package};
use escargo::diagnostic::{Diagnostic, expand_places};
use escargo::source::{FileId, FileSet, Pos};
use escargo::types::{PackageId, World};
use escargo_grammar::Symbol;

/// A package as `go list` describes it.
#[derive(Clone, Debug)]
pub struct Listed {
    pub path: String,
    pub folder: PathBuf,
    pub files: Vec<String>,
}

/// Packages that are checked when someone imports them.
pub struct Std {
    pub world: World,
    /// In an order in which imported packages come first.
    pub packages: Vec<Listed>,
    by_path: HashMap<String, usize>,
    files: Mutex<FileSet>,
    checked: Mutex<HashMap<String, PackageId>>,
    errors: Mutex<Vec<String>>,
    wanted: Mutex<HashSet<String>>,
    kept: Mutex<HashMap<String, CheckedPackage>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
}

impl Std {
    /// The standard library of the `go` command on the `PATH` (or in `GOROOT`); none if there is no Go.
    pub fn find() -> Option<Std> {
        let go = match std::env::var_os("GOROOT").filter(|root| !root.is_empty()) {
            Some(root) => PathBuf::from(root).join("bin/go"),
            None => PathBuf::from("go"),
        };
        let format = "{{.ImportPath}}\t{{.Dir}}\t{{join .GoFiles \" \"}}";
        let output = Command::new(go)
            .args(["list", "-deps", "-f", format, "std"])
            .env("CGO_ENABLED", "0")
            .env("GOTOOLCHAIN", "local")
            .output()
            .ok()?;
        let text = String::from_utf8(output.stdout).ok()?;
        let packages: Vec<Listed> = text.lines().filter_map(listed).collect();
        if packages.is_empty() {
            return None;
        }
        let numbers = packages.iter().enumerate();
        Some(Std {
            by_path: numbers
                .map(|(n, listed)| (listed.path.clone(), n))
                .collect(),
            world: World::new(),
            packages,
            files: Mutex::default(),
            checked: Mutex::default(),
            errors: Mutex::default(),
            wanted: Mutex::default(),
            kept: Mutex::default(),
        })
    }

    /// The folder `src` of the installation.
    #[allow(dead_code, reason = "only some of the tests ask")]
    pub fn source(&self) -> Option<PathBuf> {
        let fmt = &self.packages[*self.by_path.get("fmt")?];
        Some(fmt.folder.parent()?.to_owned())
    }

    /// The errors found in packages of the library so far.
    pub fn errors(&self) -> Vec<String> {
        lock(&self.errors).clone()
    }

    pub fn add_file(&self, name: &str, text: &str) -> FileId {
        lock(&self.files).add(name, text)
    }

    /// Line, column and file name of a place.
    pub fn position(&self, pos: Pos) -> Option<(String, u32, u32)> {
        let files = lock(&self.files);
        let file = files.get(pos.file)?;
        let (line, column) = file.line_column(pos.offset);
        Some((file.name.clone(), line, column))
    }

    /// The text from a place on, some bytes of it.
    #[allow(dead_code, reason = "only some of the tests ask")]
    pub fn text_at(&self, pos: Pos) -> Option<String> {
        let files = lock(&self.files);
        let text = &files.get(pos.file)?.text;
        let rest = text.get(pos.offset as usize..)?;
        Some(rest.chars().take(200).collect())
    }

    pub fn place(&self, pos: Pos) -> String {
        match self.position(pos) {
            Some((name, line, column)) => format!("{name}:{line}:{column}"),
            None => "?".to_owned(),
        }
    }

    /// The message with its places written out.
    pub fn message(&self, diagnostic: &Diagnostic) -> String {
        expand_places(&diagnostic.message, |pos| self.place(pos))
    }

    /// Keeps the typed trees of these packages.
    #[allow(dead_code, reason = "only some of the tests ask")]
    pub fn keep(&self, paths: impl IntoIterator<Item = String>) {
        lock(&self.wanted).extend(paths);
    }

    /// The typed tree of a package that was to be kept; checks the package if need be.
    #[allow(dead_code, reason = "only some of the tests ask")]
    pub fn take(&self, path: &str) -> Option<CheckedPackage> {
        self.check(path)?;
        lock(&self.kept).remove(path)
    }

    /// Checks a package of the library, if it is not checked yet.
    pub fn check(&self, path: &str) -> Option<PackageId> {
        if let Some(&known) = lock(&self.checked).get(path) {
            return Some(known);
        }
        let listed = &self.packages[*self.by_path.get(path)?];
        let package = self.world.package_id(Symbol::intern(path));
        let mut inputs = Vec::new();
        for name in &listed.files {
            let full = listed.folder.join(name);
            let text = std::fs::read_to_string(&full).ok()?;
            let file = self.add_file(&full.display().to_string(), &text);
            let parsed = escargo_grammar::parse(&text);
            for error in parsed.errors {
                let place = self.place(Pos::new(file, error.offset));
                lock(&self.errors).push(format!("{place}: {}", error.message));
            }
            inputs.push(FileInput {
                file,
                ast: Arc::new(parsed.ast),
                go_minor: 27,
            });
        }
        let options = CheckOptions {
            // The library's packages may leave functions to the runtime, assembly files or not.
            has_assembly: true,
            ..CheckOptions::default()
        };
        let (tree, diagnostics) = check_package(&self.world, self, package, inputs, options);
        for diagnostic in &diagnostics.list {
            let (place, message) = (self.place(diagnostic.pos), self.message(diagnostic));
            lock(&self.errors).push(format!("{place}: {message}"));
        }
        if lock(&self.wanted).contains(path) {
            lock(&self.kept).insert(path.to_owned(), tree);
        }
        lock(&self.checked).insert(path.to_owned(), package);
        Some(package)
    }
}

fn listed(line: &str) -> Option<Listed> {
    let mut parts = line.split('\t');
    let path = parts.next()?.to_owned();
    if path == "unsafe" {
        return None;
    }
    Some(Listed {
        path,
        folder: PathBuf::from(parts.next()?),
        files: parts
            .next()?
            .split_whitespace()
            .map(str::to_owned)
            .collect(),
    })
}

impl Importer for Std {
    fn import(&self, _from: PackageId, path: &str) -> Result<PackageId, String> {
        // Packages of other modules that the library uses are in its folder `vendor`.
        let vendored = format!("vendor/{path}");
        self.check(path)
            .or_else(|| self.check(&vendored))
            .ok_or_else(|| format!("could not import {path} (package {path} is not in std)"))
    }
}
