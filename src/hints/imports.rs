//! Edits of a file's imports: what a proposal calls must be imported, and what it no longer calls must not be.

use escargo_grammar::ast::{Decl, DeclId, Expr, ExprId};

use super::tree::{At, Spot};
use crate::source::Edit;
use crate::types::object::ObjectKind;

/// The imports of the file that an object is in.
pub(super) struct Imports<'s, 'a> {
    spot: &'s Spot<'a>,
    wanted: Vec<&'static str>,
    /// A package that one use less is made of.
    dropped: Option<&'static str>,
}

impl<'s, 'a> Imports<'s, 'a> {
    pub fn new(spot: &'s Spot<'a>) -> Imports<'s, 'a> {
        Imports {
            spot,
            wanted: Vec::new(),
            dropped: None,
        }
    }

    /// The name by which a package of the standard library can be used; none if it cannot be had.
    pub fn add(&mut self, path: &'static str) -> Option<String> {
        if let Some((decl, _)) = self.find(path) {
            let Decl::Import { name, .. } = self.spot.ast().decl(decl) else {
                return None;
            };
            return match name.map(|name| name.name.as_str()) {
                None => Some(path.to_owned()),
                Some("_" | ".") => None,
                Some(name) => Some(name.to_owned()),
            };
        }
        if !self.spot.tree.analysis.retained.knows_import(path) {
            return None;
        }
        let ast = self.spot.ast();
        let is_taken = ast
            .exprs
            .values()
            .any(|expr| matches!(expr, Expr::Ident(name) if name.as_str() == path));
        if is_taken {
            return None;
        }
        if !self.wanted.contains(&path) {
            self.wanted.push(path);
        }
        Some(path.to_owned())
    }

    /// One use of a package goes away.
    pub fn drop_use(&mut self, path: &'static str) {
        self.dropped = Some(path);
    }

    fn find(&self, path: &str) -> Option<(DeclId, ExprId)> {
        let ast = self.spot.ast();
        let mut decls = ast.decls.iter();
        decls.find_map(|&id| match ast.decl(id) {
            Decl::Import { path: literal, .. } => {
                let text = self.spot.file().text_of(literal);
                (text.trim_matches(['"', '`']) == path).then_some((id, literal))
            }
            _other => None,
        })
    }

    /// How often the file uses an imported package.
    fn uses(&self, path: &str) -> usize {
        let (tree, file) = (self.spot.tree, self.spot.file());
        let world = tree.world();
        let is_use = |at: At| {
            let object = file.object(at.expr);
            object.is_some_and(|object| match world.object(object).kind {
                ObjectKind::PkgName(package) => world.package(package).path.as_str() == path,
                _other => false,
            })
        };
        let exprs = file.ast().exprs.keys();
        exprs
            .filter(|&expr| {
                is_use(At {
                    file: self.spot.file,
                    expr,
                })
            })
            .count()
    }

    /// The edits; none if the imports are written in a way that is not understood.
    pub fn edits(self) -> Option<Vec<Edit>> {
        let file = self.spot.file();
        let mut edits = Vec::new();
        let mut wanted = self.wanted.clone();
        if let Some(path) = self.dropped
            && self.uses(path) <= 1
        {
            let (_, literal) = self.find(path)?;
            let (start, end) = (file.start(literal), file.end(literal));
            match wanted.pop() {
                Some(new) => edits.push(file.edit(start, end, format!("\"{new}\""))),
                None => {
                    let (line, _) = file.indent(start);
                    let rest = file.text.get(end as usize..)?;
                    let next = rest
                        .find('\n')
                        .map_or(file.text.len(), |n| end as usize + n + 1);
                    edits.push(file.edit(line, next as u32, ""));
                }
            }
        }
        for path in wanted {
            edits.push(self.insertion(path)?);
        }
        Some(edits)
    }

    fn insertion(&self, path: &str) -> Option<Edit> {
        let (file, ast) = (self.spot.file(), self.spot.ast());
        let mut decls = ast.decls.iter();
        let first = decls.find_map(|&id| match ast.decl(id) {
            Decl::Import { path, .. } => Some(path),
            _other => None,
        });
        let Some(first) = first else {
            let end = ast.package.pos + ast.package.name.as_str().len() as u32;
            return Some(file.edit(end, end, format!("\n\nimport \"{path}\"")));
        };
        let start = file.start(first);
        let (line, indent) = file.indent(start);
        let is_alone = file
            .text
            .get(line as usize..)?
            .trim_start()
            .starts_with("import");
        let text = match is_alone {
            true => format!("import \"{path}\"\n"),
            false => format!("{indent}\"{path}\"\n"),
        };
        Some(file.edit(line, line, text))
    }
}
