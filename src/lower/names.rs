//! Names of functions and variables as gc prints them.
//!
//! Everything of the package being compiled is bare; what belongs to another package (instances of its generic functions, the
//! variables in them) has that package's name in front. Type arguments are written as linker symbols write them.
//!
//! ```text
//! f   T.M   (*T).M   F[go.shape.int]   (*L[go.shape.int]).Push   slices.Sorted[go.shape.string]   slices.data
//! ```

use escargo_grammar::Symbol;

use super::context::Lowerer;
use crate::types::{ObjectId, PackageId, TypeId, TypeKind};

impl Lowerer<'_> {
    /// The name of a declared variable, parameter or result of the body being lowered.
    pub fn local_name(&self, name: Symbol) -> Symbol {
        let package = self.unit.checked.package;
        if package == self.checked.package || name.is_blank() {
            return name;
        }
        Symbol::intern(&self.qualified(package, name.as_str()))
    }

    /// `name`, or `pkg.name` of another package.
    pub fn qualified(&self, package: PackageId, name: &str) -> String {
        if package == self.checked.package || package == PackageId::UNIVERSE {
            return name.to_owned();
        }
        let info = self.world.package(package);
        let package = info.name.get().unwrap_or(&info.path);
        format!("{package}.{name}")
    }

    /// `[A,B]`; nothing without type arguments.
    pub fn type_args_text(&self, targs: &[TypeId]) -> String {
        if targs.is_empty() {
            return String::new();
        }
        let names: Vec<String> = targs
            .iter()
            .map(|&targ| self.world.link_name(targ))
            .collect();
        format!("[{}]", names.join(","))
    }

    /// A function, or a method declared on a named type, with the type arguments of an instance: those of the receiver
    /// first.
    pub fn function_name(&self, object: ObjectId, targs: &[TypeId]) -> Symbol {
        let function = self.world.object(object);
        let Some(&receiver) = function.receiver.get() else {
            let args = self.type_args_text(targs);
            let text = format!("{}{args}", function.name);
            return Symbol::intern(&self.qualified(function.pkg, &text));
        };
        let (base, pointer) = self.world.deref(receiver);
        let Some(named) = self.world.as_named(base) else {
            return function.name;
        };
        let named = self.world.named(named);
        let (own, rest) = targs.split_at(named.targs.len().min(targs.len()));
        let base = self.world.object(named.object);
        let text = format!("{}{}", base.name, self.type_args_text(own));
        let text = self.qualified(base.pkg, &text);
        let method = format!("{}{}", function.name, self.type_args_text(rest));
        Symbol::intern(&method_text(&text, pointer, &method))
    }

    /// The method of a receiver type that need not declare it: `(*T).M`, `struct { T }.M`.
    pub fn method_name(&self, recv: TypeId, method: ObjectId) -> String {
        let object = self.world.object(method);
        let method = object.name;
        let (base, pointer) = self.world.deref(recv);
        // Methods of type literals are in a package of their own.
        let mut home = None;
        let text = match self.world.unaliased_kind(base) {
            TypeKind::Named(id) if self.world.is_shape(base) => {
                let shape = self.world.named(*id).object;
                self.world.object(shape).name.as_str().to_owned()
            }
            TypeKind::Named(id) => {
                let named = self.world.named(*id);
                let object = self.world.object(named.object);
                let text = format!("{}{}", object.name, self.type_args_text(&named.targs));
                home = Some(object.pkg);
                match object.package_level {
                    true => self.qualified(object.pkg, &text),
                    false => text,
                }
            }
            _literal => self.world.link_name(base),
        };
        let exported = method.as_str().starts_with(char::is_uppercase);
        if exported || home == Some(object.pkg) {
            return method_text(&text, pointer, method.as_str());
        }
        // A promoted method that is not exported where it comes from.
        let prefix = self.world.link_prefix(object.pkg);
        method_text(&text, pointer, &format!("{prefix}.{method}"))
    }

    /// The name of the dictionary of an instance: that of a function, or of a type with methods.
    pub fn dictionary_name(&self, object: ObjectId, targs: &[TypeId]) -> Symbol {
        let name = self.world.object(object).name;
        Symbol::intern(&format!(".dict.{name}{}", self.type_args_text(targs)))
    }
}

fn method_text(base: &str, pointer: bool, method: &str) -> String {
    match pointer {
        true => format!("(*{base}).{method}"),
        false => format!("{base}.{method}"),
    }
}
