//! Names in a package of what comes from another one.
//!
//! What a body declares belongs to the package in which it was written, and prints with that package's name everywhere else. What
//! has no name in the source belongs to the function it is made for: results of an expanded call to the package of the
//! caller.
//!
//! ```text
//! h2.t     a variable of h2     ~r0   the unnamed result of an expanded call     .autotmp_3   a temporary
//! h2.Clo.func1                  a copy of the literal in h2.Clo
//! ```

use escargo_grammar::Symbol;

use crate::ir::{Function, Local};
use crate::types::{PackageId, World};

/// How what comes from `home` is named in `here`.
#[derive(Clone, Copy)]
pub(super) struct NameRules<'a> {
    pub world: &'a World,
    pub here: PackageId,
    pub home: PackageId,
}

impl NameRules<'_> {
    /// The name of a package.
    fn package(&self, package: PackageId) -> Symbol {
        let info = self.world.package(package);
        *info.name.get().unwrap_or(&info.path)
    }

    /// `name`, or `pkg.name` of another package.
    pub fn qualified(&self, package: PackageId, name: &str) -> Symbol {
        match package == self.here || package == PackageId::UNIVERSE {
            true => Symbol::intern(name),
            false => Symbol::intern(&format!("{}.{name}", self.package(package))),
        }
    }

    /// A local of a body; what has no name belongs to `unnamed`.
    pub fn local(&self, local: &Local, unnamed: PackageId) -> Symbol {
        let text = local.name.as_str();
        if text.starts_with(".autotmp_") || local.name.is_blank() {
            return local.name;
        }
        let (prefix, base) = split(text);
        if base.starts_with("~r") || base.starts_with("~p") {
            return self.qualified(unnamed, base);
        }
        let object = local.object.map(|object| self.world.object(object).pkg);
        match (object, prefix) {
            (Some(package), _) => self.qualified(package, base),
            (None, None) => self.qualified(self.home, base),
            (None, Some(prefix)) if prefix == self.package(self.here).as_str() => {
                Symbol::intern(base)
            }
            (None, Some(_)) => local.name,
        }
    }

    /// All locals of a function that was copied.
    pub fn locals(&self, function: &mut Function) {
        if self.here == self.home {
            return;
        }
        for local in function.locals.values_mut() {
            local.name = self.local(local, self.home);
        }
    }

    /// An instance or wrapper that was copied: `(*pkg.T).M`.
    pub fn function(&self, function: &Function) -> Symbol {
        let package = function.object.map(|object| self.world.object(object).pkg);
        if package != Some(self.home) || self.here == self.home {
            return function.name;
        }
        let (pointer, rest) = split_pointer(function.name.as_str());
        let package = self.package(self.home);
        Symbol::intern(&format!("{pointer}{package}.{rest}"))
    }

    /// The name of a function as literals in it have it, and the package it belongs to.
    pub fn bare(&self, function: &Function) -> (PackageId, Symbol) {
        let object = function.object.map(|object| self.world.object(object).pkg);
        let package = object.unwrap_or(self.home);
        if package == self.home {
            return (package, function.name);
        }
        let prefix = format!("{}.", self.package(package));
        let (pointer, rest) = split_pointer(function.name.as_str());
        let rest = rest.strip_prefix(&prefix).unwrap_or(rest);
        (package, Symbol::intern(&format!("{pointer}{rest}")))
    }
}

fn split_pointer(name: &str) -> (&'static str, &str) {
    match name.strip_prefix("(*") {
        Some(rest) => ("(*", rest),
        None => ("", name),
    }
}

/// Takes the package off a name.
fn split(name: &str) -> (Option<&str>, &str) {
    match name.find('.') {
        Some(at) if at > 0 => (Some(&name[..at]), &name[at + 1..]),
        _bare => (None, name),
    }
}
