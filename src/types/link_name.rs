//! Types as gc's linker symbols write them: `map[string]net/http.Header`, `struct { p.x int }`.
//!
//! These names stand between the brackets of instances (`F[go.shape.int]`, `L[encoding/json.Number]`) and in the names of
//! shape types. Packages are written by path, names that are not exported are qualified even inside structs and
//! interfaces, `byte` and `any` are written as what they stand for.
//!
//! Types declared in functions have a number, `T·1`, as soon as lowering has given them one.
//!
//! SOURCE: cmd/compile/internal/types, the format of type identifiers.

use std::fmt::Write as _;

use escargo_grammar::Symbol;
use escargo_grammar::ast::ChanDir;

use super::object::PackageId;
use super::store::{Basic, Field, Signature, TypeId, TypeKind};
use super::world::World;

impl World {
    /// The type as symbols write it.
    pub fn link_name(&self, ty: TypeId) -> String {
        let mut writer = Writer {
            world: self,
            out: String::new(),
        };
        writer.ty(ty);
        writer.out
    }

    /// The package as symbols write it: its path, with the dots of the last element and other special characters escaped.
    pub fn link_prefix(&self, package: PackageId) -> String {
        let info = self.package(package);
        if info.name.get().is_some_and(|name| name.as_str() == "main") {
            return "main".to_owned();
        }
        escape_path(info.path.as_str())
    }
}

fn escape_path(path: &str) -> String {
    // Pseudo packages of the compiler, such as that of shape types.
    if path.starts_with("go.") && !path.contains('/') {
        return path.to_owned();
    }
    let slash = path.rfind('/').unwrap_or(0);
    let mut out = String::with_capacity(path.len());
    for (n, byte) in path.bytes().enumerate() {
        let dot = byte == b'.' && n > slash;
        if byte <= b' ' || dot || byte == b'%' || byte == b'"' || byte >= 0x7f {
            let _ = write!(out, "%{byte:02x}");
        } else {
            out.push(char::from(byte));
        }
    }
    out
}

fn is_exported(name: Symbol) -> bool {
    name.as_str().chars().next().is_some_and(char::is_uppercase)
}

struct Writer<'w> {
    world: &'w World,
    out: String,
}

impl Writer<'_> {
    fn ty(&mut self, ty: TypeId) {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.kind(ty));
    }

    fn kind(&mut self, ty: TypeId) {
        let world = self.world;
        match world.unaliased_kind(ty) {
            TypeKind::Basic(basic) => self.basic(*basic),
            TypeKind::Array(len, elem) => {
                let _ = write!(self.out, "[{len}]");
                self.ty(*elem);
            }
            TypeKind::Slice(elem) => self.prefixed("[]", *elem),
            TypeKind::Pointer(elem) => self.prefixed("*", *elem),
            TypeKind::Struct(fields) => self.structure(fields),
            TypeKind::Func(signature) => {
                self.out.push_str("func");
                self.signature(signature);
            }
            TypeKind::Interface(_) => self.interface(ty),
            TypeKind::Map(key, elem) => {
                self.prefixed("map[", *key);
                self.prefixed("]", *elem);
            }
            TypeKind::Chan(dir, elem) => self.chan(*dir, *elem),
            TypeKind::Tuple(types) => self.list(types, false),
            TypeKind::Named(id) => {
                let named = world.named(*id);
                let object = world.object(named.object);
                self.qualified(object.name, object.pkg);
                self.type_args(&named.targs);
                if let Some(number) = world.local_type_number(named.object) {
                    let _ = write!(self.out, "·{number}");
                }
            }
            TypeKind::TypeParam(id) => {
                let object = world.type_param(*id).object;
                self.out.push_str(world.object(object).name.as_str());
            }
            TypeKind::Alias(_) | TypeKind::Union(_) => self.out.push_str("<T>"),
        }
    }

    fn prefixed(&mut self, prefix: &str, ty: TypeId) {
        self.out.push_str(prefix);
        self.ty(ty);
    }

    fn basic(&mut self, basic: Basic) {
        match basic {
            Basic::UnsafePointer => self.out.push_str("unsafe.Pointer"),
            basic => self.out.push_str(basic.canonical().name()),
        }
    }

    fn qualified(&mut self, name: Symbol, package: PackageId) {
        if package != PackageId::UNIVERSE {
            let prefix = self.world.link_prefix(package);
            self.out.push_str(&prefix);
            self.out.push('.');
        }
        self.out.push_str(name.as_str());
    }

    /// A field's or method's name: alone if it is exported.
    fn member(&mut self, name: Symbol, package: PackageId) {
        match is_exported(name) {
            true => self.out.push_str(name.as_str()),
            false => self.qualified(name, package),
        }
    }

    fn type_args(&mut self, targs: &[TypeId]) {
        for (n, &targ) in targs.iter().enumerate() {
            self.prefixed(if n == 0 { "[" } else { "," }, targ);
        }
        if !targs.is_empty() {
            self.out.push(']');
        }
    }

    fn structure(&mut self, fields: &[Field]) {
        self.out.push_str("struct {");
        for (n, field) in fields.iter().enumerate() {
            self.out.push_str(if n == 0 { " " } else { "; " });
            self.field(field);
            if let Some(tag) = field.tag {
                let _ = write!(self.out, " {:?}", tag.as_str());
            }
        }
        self.out
            .push_str(if fields.is_empty() { "}" } else { " }" });
    }

    fn field(&mut self, field: &Field) {
        if !field.embedded {
            self.member(field.name, field.pkg);
            self.out.push(' ');
        } else if self.embedded_name(field.ty) != Some(field.name) {
            self.member(field.name, field.pkg);
            self.out.push_str(" = ");
        }
        self.ty(field.ty);
    }

    /// The name that an embedded field of the type has if the type is not embedded through an alias.
    fn embedded_name(&self, ty: TypeId) -> Option<Symbol> {
        let (base, _) = self.world.deref(ty);
        let named = self.world.named(self.world.as_named(base)?);
        // The symbol of an instance has its type arguments in its name.
        let plain = named.targs.is_empty();
        plain.then(|| self.world.object(named.object).name)
    }

    fn interface(&mut self, ty: TypeId) {
        let set = self.world.type_set(ty);
        self.out.push_str("interface {");
        for (n, method) in set.methods.iter().enumerate() {
            self.out.push_str(if n == 0 { " " } else { "; " });
            self.member(method.name, method.pkg);
            if let TypeKind::Func(signature) = self.world.kind(method.ty) {
                self.signature(signature);
            }
        }
        self.out
            .push_str(if set.methods.is_empty() { "}" } else { " }" });
    }

    fn chan(&mut self, dir: ChanDir, elem: TypeId) {
        let receives = matches!(
            self.world.unaliased_kind(elem),
            TypeKind::Chan(ChanDir::Recv, _)
        );
        match dir {
            ChanDir::Both if receives => {
                self.prefixed("chan (", elem);
                self.out.push(')');
            }
            ChanDir::Both => self.prefixed("chan ", elem),
            ChanDir::Send => self.prefixed("chan<- ", elem),
            ChanDir::Recv => self.prefixed("<-chan ", elem),
        }
    }

    fn signature(&mut self, signature: &Signature) {
        self.list(&signature.params, signature.variadic);
        match &*signature.results {
            [] => {}
            [result] => self.prefixed(" ", *result),
            results => {
                self.out.push(' ');
                self.list(results, false);
            }
        }
    }

    fn list(&mut self, types: &[TypeId], variadic: bool) {
        self.out.push('(');
        for (n, &ty) in types.iter().enumerate() {
            if n > 0 {
                self.out.push_str(", ");
            }
            match self.world.unaliased_kind(ty) {
                TypeKind::Slice(elem) if variadic && n + 1 == types.len() => {
                    self.prefixed("...", *elem);
                }
                _other => self.ty(ty),
            }
        }
        self.out.push(')');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_written_with_paths() {
        let world = World::new();
        let bytes = world.slice(world.basic(Basic::Byte));
        let map = world.map(world.basic(Basic::String), bytes);
        assert_eq!(world.link_name(map), "map[string][]uint8");
        assert_eq!(world.link_name(world.any_type()), "interface {}");
        let func = world.func(&[bytes, bytes], &[world.error_type()], true);
        assert_eq!(world.link_name(func), "func([]uint8, ...uint8) error");
    }

    #[test]
    fn dots_of_the_last_element_are_escaped() {
        assert_eq!(escape_path("gopkg.in/yaml.v3"), "gopkg.in/yaml%2ev3");
        assert_eq!(escape_path("net/http"), "net/http");
    }
}
