//! Imports: the names they give a file, dot imports, and whether they are used.

use escargo_grammar::Symbol;
use escargo_grammar::ast::{DeclId, Expr, ExprId, Ident, LitKind};
use escargo_grammar::literal::string_value;

use super::checker::Checker;
use crate::source::Pos;
use crate::types::{ObjectId, ObjectKind, PackageId};

/// Characters that import paths do not have, besides blanks and what is not graphic.
const ILLEGAL: &str = "!\"#$%&'()*,:;<=>?[\\]^{|}`\u{FFFD}";

impl Checker<'_> {
    /// Declares an import in its file.
    pub fn import_decl(&mut self, decl: DeclId, name: Option<Ident>, path: ExprId) {
        let Some(path_text) = self.import_path(path) else {
            return;
        };
        let imported = self.import_package(path, &path_text);
        let start = self.ast().decl_pos[decl];
        let own_name = self.package_name(imported);
        if path_text == "C" && name.is_some() {
            self.error(start, "cannot rename import \"C\"");
            return;
        }
        let name_text = name.map_or(own_name, |name| name.name);
        if name_text.as_str() == "init" {
            self.error(start, "cannot import package as init - init must be a func");
            return;
        }
        let offset = match name {
            Some(name) => name.pos,
            None => self.start(path),
        };
        let obj = self.new_object(name_text, offset, ObjectKind::PkgName(imported));
        self.record_def(offset, obj);
        if self.world.package(imported).scope.get().is_none() {
            self.used.insert(obj);
        }
        self.imports.push((self.current, obj));
        match name_text.as_str() {
            "." => self.dot_import(offset, obj, imported),
            _ => self.declare(self.scope, obj, 0),
        }
    }

    /// The path between the quotes; nothing after an error.
    fn import_path(&mut self, path: ExprId) -> Option<String> {
        let Expr::BasicLit(LitKind::String, literal) = self.node(path) else {
            return None;
        };
        let bytes = string_value(literal.as_str())?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if text.is_empty() {
            self.error(self.start(path), "invalid import path (empty string)");
            return None;
        }
        let illegal = |c: &char| c.is_control() || c.is_whitespace() || ILLEGAL.contains(*c);
        if let Some(c) = text.chars().find(illegal) {
            let code = c as u32;
            let message = format!("invalid import path (invalid character U+{code:04X} '{c}')");
            self.error(self.start(path), message);
            return None;
        }
        Some(text)
    }

    fn import_package(&mut self, at: ExprId, path: &str) -> PackageId {
        if path == "unsafe" {
            return self.world.universe().unsafe_package;
        }
        match self.importer.import(self.pkg, path) {
            Ok(package) => package,
            Err(message) => {
                self.error(self.start(at), message);
                // A package that never gets a scope; selectors on it stay silent.
                let broken = Symbol::intern(&format!("{path} (not found)"));
                self.world.package_id(broken)
            }
        }
    }

    /// The name in a package's clauses; a guess from the path for one that was not found.
    fn package_name(&self, package: PackageId) -> Symbol {
        let info = self.world.package(package);
        if let Some(&name) = info.name.get() {
            return name;
        }
        let path = info.path.as_str();
        let path = path.strip_suffix(" (not found)").unwrap_or(path);
        let path = path.trim_end_matches('/');
        Symbol::intern(path.rsplit('/').next().unwrap_or(path))
    }

    /// Makes the exported names of a package names of the file.
    fn dot_import(&mut self, offset: u32, obj: ObjectId, imported: PackageId) {
        let Some(names) = self.world.package(imported).scope.get() else {
            return;
        };
        let mut exported: Vec<(Symbol, ObjectId)> = names
            .iter()
            .filter(|(name, _)| name.is_exported())
            .map(|(&name, &object)| (name, object))
            .collect();
        exported.sort_by_key(|(name, _)| name.as_str());
        for (name, object) in exported {
            let scope = &mut self.scopes[self.scope];
            if let Some(&(other, _)) = scope.names.get(&name) {
                let other_text = self.other_declaration(other);
                self.error(
                    offset,
                    format!("{name} redeclared in this block{other_text}"),
                );
            } else {
                scope.names.insert(name, (object, 0));
                self.dot_imports.insert((self.scope, name), obj);
            }
        }
    }

    /// Reports names that are declared both by the package and by an import of a file.
    pub fn check_file_scopes(&mut self) {
        let mut conflicts: Vec<(ObjectId, ObjectId, bool)> = Vec::new();
        for file in &self.files {
            for (name, &(imported, _)) in &self.scopes[file.scope].names {
                if let Some(&(declared, _)) = self.scopes[self.package_scope].names.get(name) {
                    let dot = self.dot_imports.contains_key(&(file.scope, *name));
                    conflicts.push((declared, imported, dot));
                }
            }
        }
        conflicts.sort_by_key(|&(declared, imported, _)| (self.pos_key(declared), imported));
        for (declared, imported, dot) in conflicts {
            self.import_conflict(declared, imported, dot);
        }
    }

    fn pos_key(&self, obj: ObjectId) -> (Pos, ObjectId) {
        (self.world.object(obj).pos, obj)
    }

    fn import_conflict(&mut self, declared: ObjectId, imported: ObjectId, dot: bool) {
        let (object, import) = (self.world.object(declared), self.world.object(imported));
        let (how, package) = match import.kind {
            ObjectKind::PkgName(package) if !dot => ("import", package),
            _ => ("dot-import", import.pkg),
        };
        let name = self.package_name(package);
        let path = self.world.package_path(package);
        let message = format!(
            "{} already declared through {how} of package {name} ({path:?}){}",
            object.name,
            self.other_declaration(imported)
        );
        self.error_at_pos(object.pos, message);
    }
}
