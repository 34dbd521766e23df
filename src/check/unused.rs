//! What was declared or imported and is not used; functions without a body.

use cranelift_entity::EntityRef;
use escargo_grammar::ast::Decl;

use super::checker::{Checker, ScopeId};
use crate::types::ObjectKind;

impl Checker<'_> {
    /// Reports the unused variables of a block; blocks inside it were looked at when they were closed.
    pub fn usage(&mut self, scope: ScopeId) {
        let vars = std::mem::take(&mut self.scopes[scope].vars);
        for obj in vars {
            if !self.used.contains(&obj) {
                let object = self.world.object(obj);
                self.error_at_pos(
                    object.pos,
                    format!("declared and not used: {}", object.name),
                );
            }
        }
    }

    /// Reports imports that nothing mentions.
    pub fn unused_imports(&mut self) {
        for (_, obj) in std::mem::take(&mut self.imports) {
            let object = self.world.object(obj);
            let ObjectKind::PkgName(package) = object.kind else {
                continue;
            };
            if object.name.is_blank() || self.used.contains(&obj) {
                continue;
            }
            let path = self.world.package_path(package);
            let last = path.rsplit('/').next().unwrap_or(path);
            let name = object.name.as_str();
            let message = match name == "." || name == last {
                true => format!("{path:?} imported and not used"),
                false => format!("{path:?} imported as {name} and not used"),
            };
            self.error_at_pos(object.pos, message);
        }
    }

    /// Reports functions without a body, unless another package provides it under that name.
    pub fn missing_bodies(&mut self) {
        for index in 0..self.order.len() {
            let obj = self.order[index];
            if !matches!(self.world.object(obj).kind, ObjectKind::Func(_)) {
                continue;
            }
            let Some(info) = self.decls.get(&obj) else {
                continue;
            };
            let ast = &self.files[info.file.index()].ast;
            if let Decl::Func {
                recv, name, body, ..
            } = ast.decl(info.decl)
                && body.is_none()
            {
                let linked = ast.directives.iter().any(|directive| {
                    let mut words = directive.text.as_str().split_whitespace();
                    words.next() == Some("linkname") && words.next() == Some(name.name.as_str())
                });
                if !linked || recv.is_some() {
                    let pos = self.world.object(obj).pos;
                    self.error_at_pos(pos, "missing function body");
                }
            }
        }
    }
}
