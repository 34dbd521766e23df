//! The bodies that other packages need: those of generic functions, which are analysed again wherever they are instantiated.
//!
//! They stand as they were written, each behind a `/*line …*/` that says where, in a file of their own for each source file, as
//! that is where the names of imported packages hold. What they mention is part of the facts too, exported or not.
//!
//! ```text
//! package slices
//! import "cmp"
//! /*line /go/src/slices/sort.go:16:1*/func Sort[S ~[]E, E cmp.Ordered](x S) { … }
//! ```

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;

use escargo_grammar::ast::{Decl, Stmt};

use super::reach::Reach;
use crate::check::{CheckedFile, CheckedPackage};
use crate::source::{FileSet, Pos};
use crate::types::{ObjectId, ObjectKind, TypeKind, World};

/// A generic function with a body.
pub(super) struct Generic {
    /// The function.
    pub object: ObjectId,
    /// The number of its file in the package.
    file: usize,
    /// From `func` to the closing brace.
    range: Range<u32>,
}

/// The generic functions of a package, methods of generic types among them, in the order of the source.
pub(super) fn generic_functions(world: &World, package: &CheckedPackage) -> Vec<Generic> {
    let mut found = Vec::new();
    for (number, file) in package.files.iter().enumerate() {
        for &decl in &file.ast.decls {
            let Decl::Func { name, body, .. } = file.ast.decl_table[decl] else {
                continue;
            };
            let Some(body) = body.expand() else {
                continue;
            };
            let (Some(&object), Stmt::Block { rbrace, .. }) =
                (file.info.defs.get(&name.pos), file.ast.stmt(body))
            else {
                continue;
            };
            if is_generic(world, object) {
                found.push(Generic {
                    object,
                    file: number,
                    range: file.ast.decl_pos[decl]..rbrace + 1,
                });
            }
        }
    }
    found
}

fn is_generic(world: &World, function: ObjectId) -> bool {
    let data = world.object(function);
    if let Some(&receiver) = data.receiver.get() {
        let (base, _) = world.deref(receiver);
        let named = world.as_named(base).map(|id| world.named(world.origin(id)));
        let tparams = named.and_then(|named| named.tparams.get());
        return tparams.is_some_and(|tparams| !tparams.is_empty());
    }
    let signature = data.ty.get().map(|&ty| world.kind(ty));
    matches!(signature, Some(TypeKind::Func(signature)) if !signature.tparams.is_empty())
}

/// Adds what the bodies of reached generic functions mention, until nothing new is reached.
pub(super) fn reach_bodies(reach: &mut Reach<'_>, package: &CheckedPackage, all: &[Generic]) {
    let mut waiting: Vec<&Generic> = all.iter().collect();
    loop {
        let before = waiting.len();
        waiting.retain(|generic| {
            let wanted = reach.has(generic.object);
            if wanted && let Some(file) = package.files.get(generic.file) {
                mention(reach, file, &generic.range);
            }
            !wanted
        });
        reach.run();
        if waiting.len() == before {
            return;
        }
    }
}

fn mention(reach: &mut Reach<'_>, file: &CheckedFile, range: &Range<u32>) {
    for (expr, pos) in file.ast.expr_pos.iter() {
        if !range.contains(&pos.start) {
            continue;
        }
        if let Some(object) = file.info.objects[expr].expand() {
            reach.mention(object);
        }
        if let Some(ty) = file.info.types[expr].ty.expand() {
            reach.mention_type(ty);
        }
    }
    let instances = file.info.instances.iter();
    for (_, instance) in instances.filter(|(expr, _)| {
        let pos = file.ast.expr_pos[**expr];
        range.contains(&pos.start)
    }) {
        instance.targs.iter().for_each(|&ty| reach.mention_type(ty));
    }
}

/// The files with the bodies of the generic functions that were reached: names and texts.
pub(super) fn files(
    world: &World,
    files: &FileSet,
    package: &CheckedPackage,
    wanted: &[&Generic],
) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for (number, file) in package.files.iter().enumerate() {
        let own: Vec<&Generic> = wanted
            .iter()
            .copied()
            .filter(|generic| generic.file == number)
            .collect();
        if own.is_empty() {
            continue;
        }
        let info = world.package(package.package);
        let mut text = format!("package {}\n", info.name.get().unwrap_or(&info.path));
        for import in imports(world, file, &own) {
            text.push_str(&import);
        }
        for generic in own {
            let start = Pos::new(file.file, generic.range.start);
            let (Some(position), Some(source)) = (files.position(start), files.get(file.file))
            else {
                continue;
            };
            let range = generic.range.start as usize..generic.range.end as usize;
            let declaration = source.text.get(range).unwrap_or_default();
            let column = position
                .column
                .map_or(String::new(), |column| format!(":{column}"));
            let (name, line) = (&position.name, position.line);
            let _ = writeln!(text, "/*line {name}:{line}{column}*/{declaration}");
        }
        let name = format!("facts/{}/bodies{number}.go", info.path);
        out.push((name, text));
    }
    out
}

/// The import declarations that bodies need.
fn imports(world: &World, file: &CheckedFile, bodies: &[&Generic]) -> BTreeSet<String> {
    let mut imports = BTreeSet::new();
    for (expr, pos) in file.ast.expr_pos.iter() {
        let Some(object) = file.info.objects[expr].expand() else {
            continue;
        };
        let data = world.object(object);
        let ObjectKind::PkgName(package) = data.kind else {
            continue;
        };
        if bodies.iter().any(|body| body.range.contains(&pos.start)) {
            let path = world.package(package).path;
            imports.insert(format!("import {} {:?}\n", data.name, path.as_str()));
        }
    }
    imports
}
