//! What was declared or imported and is not used.

use super::checker::{Checker, ScopeId};
use crate::types::ObjectKind;

impl Checker<'_> {
    /// Reports the unused variables of a block; blocks inside it were looked at when they were closed.
    pub fn usage(&mut self, scope: ScopeId) {
        let vars = std::mem::take(&mut self.scopes[scope].vars);
        for obj in vars {
            if !self.used.contains(&obj) {
                let object = self.world.object(obj);
                self.error_at_pos(object.pos, format!("declared and not used: {}", object.name));
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
}
