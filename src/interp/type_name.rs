//! Types as Go's runtime names them: `%T`, panic messages. Packages by name, not by path; `interface {}`, not `any`.

use crate::types::store::{Field, Interface, Signature};
use crate::types::{Basic, NamedId, PackageId, TypeId, TypeKind, World};
use escargo_grammar::ast::ChanDir;

/// The type's name as `reflect` gives it: `[]int`, `map[string]main.T`, `func(int) error`, `interface {}`.
pub fn runtime_name(world: &World, ty: TypeId) -> String {
    let mut namer = Namer {
        world,
        out: String::new(),
    };
    namer.ty(ty);
    namer.out
}

struct Namer<'w> {
    world: &'w World,
    out: String,
}

impl Namer<'_> {
    fn ty(&mut self, ty: TypeId) {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.kind(ty));
    }

    fn kind(&mut self, ty: TypeId) {
        match self.world.kind(ty) {
            TypeKind::Basic(basic) => self.basic(*basic),
            TypeKind::Array(len, elem) => {
                self.out.push_str(&format!("[{len}]"));
                self.ty(*elem);
            }
            TypeKind::Slice(elem) => self.prefixed("[]", *elem),
            TypeKind::Struct(fields) => self.fields(fields),
            TypeKind::Pointer(elem) => self.prefixed("*", *elem),
            TypeKind::Func(signature) => {
                self.out.push_str("func");
                self.signature(signature);
            }
            TypeKind::Interface(interface) => self.interface(ty, interface),
            TypeKind::Map(key, elem) => {
                self.prefixed("map[", *key);
                self.prefixed("]", *elem);
            }
            TypeKind::Chan(dir, elem) => self.chan(*dir, *elem),
            TypeKind::Tuple(types) => {
                self.out.push('(');
                self.list(types, false);
                self.out.push(')');
            }
            TypeKind::Named(id) => self.named(*id),
            TypeKind::Alias(_) => {
                let target = self.world.unalias(ty);
                match target == ty {
                    true => self.out.push('?'),
                    false => self.ty(target),
                }
            }
            TypeKind::TypeParam(id) => {
                let object = self.world.type_param(*id).object;
                self.out.push_str(self.world.object(object).name.as_str());
            }
            TypeKind::Union(terms) => {
                for (n, term) in terms.iter().enumerate() {
                    let bar = if n > 0 { " | " } else { "" };
                    let tilde = if term.tilde { "~" } else { "" };
                    self.prefixed(&format!("{bar}{tilde}"), term.ty);
                }
            }
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

    fn list(&mut self, types: &[TypeId], variadic: bool) {
        for (n, &ty) in types.iter().enumerate() {
            if n > 0 {
                self.out.push_str(", ");
            }
            match (self.world.kind(ty), variadic && n + 1 == types.len()) {
                (TypeKind::Slice(elem), true) => self.prefixed("...", *elem),
                _ => self.ty(ty),
            }
        }
    }

    fn signature(&mut self, signature: &Signature) {
        self.out.push('(');
        self.list(&signature.params, signature.variadic);
        self.out.push(')');
        match &*signature.results {
            [] => {}
            [one] => self.prefixed(" ", *one),
            several => {
                self.out.push_str(" (");
                self.list(several, false);
                self.out.push(')');
            }
        }
    }

    fn chan(&mut self, dir: ChanDir, elem: TypeId) {
        let prefix = match dir {
            ChanDir::Both => "chan ",
            ChanDir::Send => "chan<- ",
            ChanDir::Recv => "<-chan ",
        };
        let nested = matches!(self.world.kind(elem), TypeKind::Chan(ChanDir::Recv, _));
        match nested && dir == ChanDir::Both {
            true => {
                self.prefixed("chan (", elem);
                self.out.push(')');
            }
            false => self.prefixed(prefix, elem),
        }
    }

    fn fields(&mut self, fields: &[Field]) {
        if fields.is_empty() {
            return self.out.push_str("struct {}");
        }
        self.out.push_str("struct { ");
        for (n, field) in fields.iter().enumerate() {
            if n > 0 {
                self.out.push_str("; ");
            }
            if !field.embedded {
                self.out.push_str(field.name.as_str());
                self.out.push(' ');
            }
            self.ty(field.ty);
            if let Some(tag) = field.tag {
                self.out.push_str(&format!(" {:?}", tag.as_str()));
            }
        }
        self.out.push_str(" }");
    }

    fn interface(&mut self, ty: TypeId, interface: &Interface) {
        if interface.methods.is_empty() && interface.embeds.is_empty() {
            return self.out.push_str("interface {}");
        }
        let set = self.world.type_set(ty);
        self.out.push_str("interface { ");
        for (n, method) in set.methods.iter().enumerate() {
            if n > 0 {
                self.out.push_str("; ");
            }
            self.out.push_str(method.name.as_str());
            match self.world.kind(method.ty) {
                TypeKind::Func(signature) => self.signature(signature),
                _ => self.out.push_str("()"),
            }
        }
        self.out.push_str(" }");
    }

    fn named(&mut self, id: NamedId) {
        let named = self.world.named(id);
        let object = self.world.object(named.object);
        if object.pkg != PackageId::UNIVERSE {
            let package = self.world.package(object.pkg);
            let name = package.name.get().copied();
            let path = package.path.as_str();
            let last = path.rsplit('/').next().unwrap_or(path);
            self.out.push_str(name.map_or(last, |name| name.as_str()));
            self.out.push('.');
        }
        self.out.push_str(object.name.as_str());
        if !named.targs.is_empty() {
            self.out.push('[');
            for (n, &targ) in named.targs.iter().enumerate() {
                let comma = if n > 0 { "," } else { "" };
                self.prefixed(comma, targ);
            }
            self.out.push(']');
        }
    }
}
