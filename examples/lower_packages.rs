//! Lowers packages and verifies the result: `cargo run --release --example lower_packages -- std`, or a file of Go.
//!
//! The `go` command selects the files of the packages named and of all that they import. `DUMP=1` prints the IR of the
//! packages named, `DUMP=f` that of function `f`; `ROOTS=1` the names of their functions in gc's order.

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use escargo::check::{CheckOptions, CheckedPackage, FileInput, Importer, check_package};
use escargo::diagnostic::{Diagnostics, expand_places};
use escargo::ir::print::{self, Options};
use escargo::ir::verify::verify_package;
use escargo::lower::{LowerInput, Sources, finish_package, lower_package};
use escargo::release::Release;
use escargo::source::{FileSet, Pos};
use escargo::types::{PackageId, World};
use escargo_grammar::Symbol;

const FORMAT: &str = "{{.ImportPath}}|{{.Dir}}|{{range .GoFiles}}{{.}} {{end}}|\
    {{range $k, $v := .ImportMap}}{{$k}}={{$v}} {{end}}|{{len .SFiles}}|{{.DepOnly}}";

struct Package {
    path: String,
    folder: String,
    files: Vec<String>,
    renamed: HashMap<String, String>,
    has_assembly: bool,
    named: bool,
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

#[derive(Default)]
struct Checked(HashMap<PackageId, Arc<CheckedPackage>>);

impl Sources for Checked {
    fn checked(&self, package: PackageId) -> Option<Arc<CheckedPackage>> {
        self.0.get(&package).cloned()
    }
}

fn main() {
    let patterns: Vec<String> = std::env::args().skip(1).collect();
    let packages = list(&patterns);
    let world = World::new();
    let mut files = FileSet::default();
    let imports = Imports {
        world: &world,
        renamed: packages
            .iter()
            .map(|package| (package.path.as_str(), &package.renamed))
            .collect(),
    };
    let mut checked = Checked::default();
    let mut problems = 0;
    let (mut checking, mut lowering) = (Duration::ZERO, Duration::ZERO);
    for package in &packages {
        let mut inputs = Vec::new();
        for file in &package.files {
            let name = Path::new(&package.folder).join(file);
            let Ok(text) = std::fs::read_to_string(&name) else {
                continue;
            };
            let ast = Arc::new(escargo_grammar::parse(&text).ast);
            let file = files.add(name.to_string_lossy().into_owned(), text);
            inputs.push(FileInput {
                file,
                ast,
                go_minor: 27,
            });
        }
        let id = world.package_id(Symbol::intern(&package.path));
        let options = CheckOptions {
            // Bodies may be elsewhere under another name.
            has_assembly: package.has_assembly || package.folder.contains("/go/src/"),
            ..CheckOptions::default()
        };
        let start = Instant::now();
        let (tree, diagnostics) = check_package(&world, &imports, id, inputs, options);
        checking += start.elapsed();
        print(&package.path, &diagnostics, &files);
        if diagnostics.has_errors() {
            continue;
        }
        let tree = Arc::new(tree);
        checked.0.insert(id, Arc::clone(&tree));
        let input = LowerInput {
            world: &world,
            files: &files,
            checked: &tree,
            sources: &checked,
            release: Release::NEWEST,
        };
        let start = Instant::now();
        let (mut ir, diagnostics) = lower_package(&input);
        finish_package(&world, &mut ir, Release::NEWEST);
        lowering += start.elapsed();
        print(&package.path, &diagnostics, &files);
        problems += diagnostics.list.len();
        let errors = verify_package(&world, &ir);
        problems += errors.len();
        for error in errors.iter().take(20) {
            println!("{}: {error}", package.path);
        }
        if package.named && std::env::var_os("ROOTS").is_some() {
            for &root in &ir.roots {
                println!("{}", ir.funcs[root].name);
            }
        }
        if let (true, Some(dump)) = (package.named, std::env::var("DUMP").ok()) {
            let options = Options {
                outline: true,
                positions: false,
            };
            for (id, function) in &ir.funcs {
                if dump == "1" || dump == function.name.as_str() {
                    println!("{}", print::function_text(&world, &ir, id, options));
                }
            }
        }
    }
    println!(
        "{} packages, {problems} problems; checked in {:.2} s, lowered in {:.2} s",
        packages.len(),
        checking.as_secs_f64(),
        lowering.as_secs_f64()
    );
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

/// What `go list` says of the packages, imported ones first.
fn list(patterns: &[String]) -> Vec<Package> {
    let output = Command::new("go")
        .args(["list", "-e", "-deps", "-f", FORMAT])
        .args(patterns)
        .env("GOTOOLCHAIN", "local")
        .env("CGO_ENABLED", "0")
        .output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    text.unwrap_or_default()
        .lines()
        .filter_map(|line| {
            let parts: Vec<&str> = line.split('|').collect();
            let &[path, folder, files, renamed, assembly, only] = parts.as_slice() else {
                return None;
            };
            let renamed = renamed.split_whitespace().filter_map(|pair| {
                let (from, to) = pair.split_once('=')?;
                Some((from.to_owned(), to.to_owned()))
            });
            Some(Package {
                path: path.to_owned(),
                folder: folder.to_owned(),
                files: files.split_whitespace().map(str::to_owned).collect(),
                renamed: renamed.collect(),
                has_assembly: assembly != "0",
                named: only == "false",
            })
        })
        .filter(|package| package.path != "unsafe")
        .collect()
}
