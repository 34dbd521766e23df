//! FACTS: what is known of packages whose source is not at hand.
//!
//! A facts file describes packages in Go syntax: declarations with types, functions without bodies, constants with their
//! values, and in front of functions what their parameters leak ([`crate::escape::summary`]) and what it costs to inline them:
//!
//! ```text
//! -- path/filepath --
//! package filepath
//!
//! const Separator = '\x00' + 47
//!
//! //escargo:leaks 0:result0=1
//! //escargo:inline 62
//! func Join(elem ...string) string
//! ```
//!
//! It holds what importers can see, and what that mentions: unexported types and fields too, as sizes and pointers depend on them.
//! Packages are parsed and checked like source when they are imported, and only then. `escargo facts` makes such a file from an
//! installed Go ([`generate`]); those of [`Release::DEFAULT`] and of [`Release::NEWEST`] are part of the library.
//!
//! Ignored on purpose: bodies, so that instances of generic functions are not analysed again but have the leaks of the
//! generic function, and messages about them are missing; platforms: a file is for the one that it was made on.

pub mod archive;
mod bodies;
pub mod generate;
mod instances;
mod literal;
mod print;
mod reach;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::path::Path;

use crate::check::CheckedPackage;
use crate::release::Release;
use crate::source::load::resolve::Fallback;
use crate::types::World;
use escargo_grammar::ast::{Ast, Decl, DirectiveKind};

/// The facts of the standard library of some releases, as `escargo facts` makes them, newest first.
const STANDARD: [(Release, &str); 2] = [
    (Release::NEWEST, include_str!("standard-1.27.txt")),
    (Release::DEFAULT, include_str!("standard-1.24.txt")),
];

/// A facts file.
#[derive(Clone, Debug)]
pub struct Facts {
    text: Cow<'static, str>,
    packages: BTreeMap<String, Range<usize>>,
}

impl Facts {
    /// What is known of the standard library of a release without a Go installation: the newest facts that are not newer.
    pub fn standard(release: Release) -> Facts {
        let [.., (_, oldest)] = STANDARD;
        let mut known = STANDARD.into_iter();
        let found = known.find(|(known, _)| known.minor() <= release.minor());
        Facts::new(Cow::Borrowed(found.map_or(oldest, |(_, text)| text)))
    }

    /// The facts in a file.
    pub fn read(file: &Path) -> io::Result<Facts> {
        Ok(Facts::of_text(std::fs::read_to_string(file)?))
    }

    /// The facts that a text holds.
    pub fn of_text(text: String) -> Facts {
        Facts::new(Cow::Owned(text))
    }

    fn new(text: Cow<'static, str>) -> Facts {
        let mut packages = BTreeMap::new();
        let mut last: Option<(String, usize)> = None;
        let mut add = |last: Option<(String, usize)>, end| {
            if let Some((path, start)) = last {
                packages.insert(path, start..end);
            }
        };
        let heads = text
            .match_indices("-- ")
            .filter(|&(at, _)| at == 0 || text.as_bytes().get(at - 1) == Some(&b'\n'));
        for (at, mark) in heads {
            let start = at + mark.len();
            let line = text[start..].lines().next().unwrap_or_default();
            if let Some(path) = line.strip_suffix(" --") {
                add(last.take(), at);
                last = Some((path.to_owned(), start + line.len()));
            }
        }
        add(last, text.len());
        Facts { text, packages }
    }

    /// The paths of the packages that are known.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.packages.keys().map(String::as_str)
    }
}

impl Fallback for Facts {
    fn files(&self, path: &str) -> Option<Vec<(String, String)>> {
        let range = self.packages.get(path)?.clone();
        let text = self.text.get(range)?.to_owned();
        Some(vec![(format!("facts/{path}.go"), text)])
    }

    fn has(&self, path: &str) -> bool {
        self.packages.contains_key(path)
    }
}

/// Gives the functions of a package that was checked from facts the leak summaries that stand before them, and what is known of
/// what they allocate.
pub fn declare_leaks(world: &World, package: &CheckedPackage) {
    for file in &package.files {
        for (name_offset, word, text) in function_directives(&file.ast) {
            let Some(&object) = file.info.defs.get(&name_offset) else {
                continue;
            };
            let object = world.object(object);
            // A function is declared once.
            match word {
                Word::Leaks => drop(object.leaks.set(text)),
                Word::Heap => drop(object.heap.set(text)),
                Word::Inline => {
                    if let Ok(cost) = text.as_str().parse() {
                        let _ = object.inline.set(cost);
                    }
                }
            }
        }
    }
}

/// What a directive before a function tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Word {
    /// `//escargo:leaks 0:heap=0`
    Leaks,
    /// `//escargo:heap none`, or what it may allocate.
    Heap,
    /// `//escargo:inline 17`: what it costs to inline the function.
    Inline,
}

/// The texts of directives, with the offset of the name of the function that each stands before.
fn function_directives(ast: &Ast) -> Vec<(u32, Word, escargo_grammar::Symbol)> {
    let mut directives = ast
        .directives
        .iter()
        .filter(|directive| directive.kind == DirectiveKind::Escargo)
        .peekable();
    let mut found = Vec::new();
    for &decl in &ast.decls {
        let start = ast.decl_pos[decl];
        let name = match ast.decl_table[decl] {
            Decl::Func { name, .. } => Some(name),
            Decl::Import { .. } | Decl::Const { .. } | Decl::Type { .. } | Decl::Var { .. } => None,
        };
        while let Some(directive) = directives.next_if(|directive| directive.pos < start) {
            let text = directive.text.as_str();
            let leaks = text.strip_prefix("leaks ").map(|text| (Word::Leaks, text));
            let heap = || text.strip_prefix("heap ").map(|text| (Word::Heap, text));
            let inline = || {
                text.strip_prefix("inline ")
                    .map(|text| (Word::Inline, text))
            };
            if let (Some(name), Some((word, text))) = (name, leaks.or_else(heap).or_else(inline)) {
                let text = escargo_grammar::Symbol::intern(text.trim());
                found.push((name.pos, word, text));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_found_in_the_text() {
        let text = "// made by hand\n-- a --\npackage a\n-- b/c --\npackage c\n";
        let facts = Facts::new(Cow::Borrowed(text));
        assert_eq!(facts.paths().collect::<Vec<_>>(), ["a", "b/c"]);
        let files = facts.files("b/c").unwrap_or_default();
        assert_eq!(files[0].1.trim(), "package c");
        assert!(facts.files("c").is_none());
    }

    #[test]
    fn directives_belong_to_the_next_function() {
        let text = "package a\n\n//escargo:leaks 0:none\n//escargo:heap none\nfunc F(p *int)\n\nfunc G(p *int)\n";
        let ast = escargo_grammar::parse(text).ast;
        let found = function_directives(&ast);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].1, Word::Leaks);
        assert_eq!(found[0].2.as_str(), "0:none");
        assert_eq!(found[1].1, Word::Heap);
        assert_eq!(&text[found[0].0 as usize..][..1], "F");
    }
}
