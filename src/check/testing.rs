//! For tests: checks the text of a package and writes its errors and initialisation order.

use std::sync::Arc;

use escargo_grammar::Symbol;

use super::{CheckOptions, CheckedPackage, FileInput, NoImports, check_package};
use crate::diagnostic::expand_places;
use crate::source::{FileSet, Pos};
use crate::types::World;

/// A checked text.
pub(super) struct Checked {
    pub world: World,
    pub package: CheckedPackage,
    /// `line:column: message`, sorted by place.
    pub errors: Vec<String>,
}

/// Checks one file; `package p` is put before it on the same line.
pub(super) fn check(text: &str) -> Checked {
    let text = format!("package p;{text}");
    let parsed = escargo_grammar::parse(&text);
    assert!(parsed.errors.is_empty(), "{:?}", parsed.errors);
    let mut files = FileSet::default();
    let file = files.add("p.go", text);
    let world = World::new();
    let id = world.package_id(Symbol::intern("p"));
    let input = FileInput {
        file,
        ast: Arc::new(parsed.ast),
        go_minor: 27,
    };
    let options = CheckOptions::default();
    let (package, diagnostics) = check_package(&world, &NoImports, id, vec![input], options);
    let place = |pos: Pos| {
        let file = files.get(pos.file);
        let (line, column) = file.map_or((0, 0), |file| file.line_column(pos.offset));
        format!("{line}:{column}")
    };
    let mut list = diagnostics.list;
    list.sort_by_key(|diagnostic| diagnostic.pos);
    let errors = list.iter().map(|diagnostic| {
        let message = expand_places(&diagnostic.message, place);
        format!("{}: {message}", place(diagnostic.pos))
    });
    Checked {
        errors: errors.collect(),
        world,
        package,
    }
}

/// The errors of one file, without their places.
pub(super) fn messages(text: &str) -> Vec<String> {
    let strip = |line: String| {
        line.split_once(": ")
            .map_or(String::new(), |(_, rest)| rest.to_owned())
    };
    check(text).errors.into_iter().map(strip).collect()
}
