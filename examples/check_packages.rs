//! Type-checks packages and all that they import: `cargo run --release --example check_packages -- std cmd`
//!
//! The `go` command selects the files; all errors are printed, then how long reading and checking took.

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use escargo::check::{CheckOptions, FileInput, Importer, check_package};
use escargo::diagnostic::{Diagnostics, expand_places};
use escargo::source::{FileSet, Pos};
use escargo::types::{PackageId, World};
use escargo_grammar::{Ast, Symbol};
use rayon::prelude::*;

const FORMAT: &str = "{{.ImportPath}}|{{.Dir}}|{{range .GoFiles}}{{.}} {{end}}|{{range .Imports}}{{.}} {{end}}|\
    {{range $k, $v := .ImportMap}}{{$k}}={{$v}} {{end}}|{{len .SFiles}}{{.Standard}}";

/// A package as the `go` command describes it.
struct Package {
    path: String,
    folder: String,
    files: Vec<String>,
    imports: Vec<String>,
    renamed: HashMap<String, String>,
    has_assembly: bool,
}

struct Imports<'a> {
    world: &'a World,
    renamed: HashMap<&'a str, &'a HashMap<String, String>>,
}

impl Importer for Imports<'_> {
    fn import(&self, from: PackageId, path: &str) -> Result<PackageId, String> {
        let from = self.world.package(from).path.as_str();
        let renamed = self.renamed.get(from).and_then(|map| map.get(path));
        let path = renamed.map_or(path, String::as_str);
        let package = self.world.package_id(Symbol::intern(path));
        match self.world.package(package).scope.get() {
            Some(_) => Ok(package),
            None => Err(format!("could not import {path} (not checked)")),
        }
    }
}

fn main() {
    let patterns: Vec<String> = std::env::args().skip(1).collect();
    let packages = list(&patterns);
    let start = Instant::now();
    let texts: Vec<(usize, String, String)> = packages
        .par_iter()
        .enumerate()
        .flat_map_iter(|(index, package)| {
            package.files.iter().filter_map(move |file| {
                let name = Path::new(&package.folder).join(file);
                let text = std::fs::read_to_string(&name).ok()?;
                Some((index, name.to_string_lossy().into_owned(), text))
            })
        })
        .collect();
    let asts: Vec<Arc<Ast>> = texts
        .par_iter()
        .map(|(_, _, text)| Arc::new(escargo_grammar::parse(text).ast))
        .collect();
    let mut files = FileSet::default();
    let mut inputs: Vec<Vec<FileInput>> = packages.iter().map(|_| Vec::new()).collect();
    let mut lines = 0;
    for ((index, name, text), ast) in texts.into_iter().zip(asts) {
        lines += text.lines().count();
        let file = files.add(name, text);
        inputs[index].push(FileInput {
            file,
            ast,
            go_minor: 27,
        });
    }
    let parsed = start.elapsed();
    let world = World::new();
    let imports = Imports {
        world: &world,
        renamed: packages
            .iter()
            .map(|package| (package.path.as_str(), &package.renamed))
            .collect(),
    };
    let start = Instant::now();
    let failed = check_all(&world, &imports, &packages, inputs, &files);
    println!(
        "{} packages, {failed} with errors, {lines} lines: read and parsed in {:.2} s, checked in {:.2} s",
        packages.len(),
        parsed.as_secs_f64(),
        start.elapsed().as_secs_f64()
    );
}

/// Checks packages level by level; gives the number of those with errors.
fn check_all(
    world: &World,
    imports: &Imports<'_>,
    packages: &[Package],
    mut inputs: Vec<Vec<FileInput>>,
    files: &FileSet,
) -> usize {
    let mut failed = 0;
    for level in levels(packages) {
        let work: Vec<(usize, Vec<FileInput>)> = level
            .into_iter()
            .map(|index| (index, std::mem::take(&mut inputs[index])))
            .collect();
        let results: Vec<(usize, Diagnostics)> = work
            .into_par_iter()
            .map(|(index, input)| {
                let package = &packages[index];
                let id = world.package_id(Symbol::intern(&package.path));
                let options = CheckOptions {
                    has_assembly: package.has_assembly,
                    ..CheckOptions::default()
                };
                let start = Instant::now();
                let (_, diagnostics) = check_package(world, imports, id, input, options);
                let time = start.elapsed();
                if std::env::var_os("SLOW").is_some() && time.as_millis() > 50 {
                    eprintln!("{}: {time:?}", package.path);
                }
                (index, diagnostics)
            })
            .collect();
        for (index, diagnostics) in results {
            failed += usize::from(diagnostics.has_errors());
            print(&packages[index].path, &diagnostics, files);
        }
    }
    failed
}

fn print(path: &str, diagnostics: &Diagnostics, files: &FileSet) {
    if diagnostics.list.is_empty() {
        return;
    }
    println!("# {path}");
    let place = |pos: Pos| {
        let file = files.get(pos.file);
        file.map_or_else(String::new, |file| {
            let (line, column) = file.line_column(pos.offset);
            format!("{}:{line}:{column}", file.name)
        })
    };
    for diagnostic in &diagnostics.list {
        let message = expand_places(&diagnostic.message, place);
        println!("{}: {message}", place(diagnostic.pos));
    }
}

/// The packages in rounds: each only imports those of earlier rounds.
fn levels(packages: &[Package]) -> Vec<Vec<usize>> {
    let mut depth: HashMap<&str, usize> = HashMap::new();
    let mut levels: Vec<Vec<usize>> = Vec::new();
    for (index, package) in packages.iter().enumerate() {
        let imports = package.imports.iter();
        let below = imports.filter_map(|path| depth.get(path.as_str())).max();
        let level = below.map_or(0, |level| level + 1);
        depth.insert(&package.path, level);
        levels.resize_with(levels.len().max(level + 1), Vec::new);
        levels[level].push(index);
    }
    levels
}

/// What `go list` says of the packages, imported ones first.
fn list(patterns: &[String]) -> Vec<Package> {
    let output = Command::new("go")
        .args(["list", "-e", "-pgo=off", "-deps", "-f", FORMAT])
        .args(patterns)
        .env("GOTOOLCHAIN", "local")
        .env("CGO_ENABLED", "0")
        .output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let words = |part: &str| part.split_whitespace().map(str::to_owned).collect();
    text.unwrap_or_default()
        .lines()
        .filter_map(|line| {
            let parts: Vec<&str> = line.split('|').collect();
            let &[path, folder, files, imports, renamed, assembly] = parts.as_slice() else {
                return None;
            };
            let renamed = renamed.split_whitespace().filter_map(|pair| {
                let (from, to) = pair.split_once('=')?;
                Some((from.to_owned(), to.to_owned()))
            });
            Some(Package {
                path: path.to_owned(),
                folder: folder.to_owned(),
                files: words(files),
                imports: words(imports),
                renamed: renamed.collect(),
                // Functions of std may have their bodies in the runtime.
                has_assembly: assembly != "0false",
            })
        })
        .filter(|package| package.path != "unsafe")
        .collect()
}
