//! Declarations in Go syntax, from the tables of types.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use escargo_grammar::Symbol;
use escargo_grammar::ast::ChanDir;
use rustc_hash::{FxHashMap, FxHashSet};

use super::literal;
use crate::types::store::InterfaceSpelling;
use crate::types::{
    Basic, Field, Interface, ObjectId, ObjectKind, PackageId, Signature, TypeId, TypeKind,
    TypeParamId, UnionTerm, World,
};

/// Writes the declarations of one package.
pub struct Printer<'w> {
    world: &'w World,
    package: PackageId,
    /// What the names of imported packages must not be: those that the package declares.
    declared: FxHashSet<Symbol>,
    /// Imported packages by path, with the names they have here.
    imports: BTreeMap<&'static str, String>,
    names: FxHashMap<PackageId, String>,
    /// Types that are declared as a type of another package: what that holds may have no name here.
    declared_as: FxHashMap<ObjectId, TypeId>,
    out: String,
}

impl<'w> Printer<'w> {
    /// A printer for a package that declares these objects.
    pub fn new(world: &'w World, package: PackageId, objects: &[ObjectId]) -> Printer<'w> {
        let names = objects.iter().map(|&object| world.object(object).name);
        Printer {
            world,
            package,
            declared: names.collect(),
            imports: BTreeMap::new(),
            names: FxHashMap::default(),
            declared_as: FxHashMap::default(),
            out: String::new(),
        }
    }

    /// With what is known of types that are declared as a type of another package.
    pub fn with_types(self, declared_as: FxHashMap<ObjectId, TypeId>) -> Printer<'w> {
        Printer {
            declared_as,
            ..self
        }
    }

    /// The whole text: package clause, imports, declarations.
    pub fn finish(self) -> String {
        let info = self.world.package(self.package);
        let name = info.name.get().unwrap_or(&info.path);
        let mut text = format!("package {name}\n");
        for (path, name) in &self.imports {
            let own = path.rsplit('/').next() == Some(name.as_str());
            let _ = match own {
                true => writeln!(text, "import {path:?}"),
                false => writeln!(text, "import {name} {path:?}"),
            };
        }
        text.push_str(&self.out);
        text
    }

    /// Writes a line as it is.
    pub fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    /// Writes the declaration of a package-level object.
    pub fn declaration(&mut self, object: ObjectId) {
        let data = self.world.object(object);
        let Some(&ty) = data.ty.get() else {
            return;
        };
        match data.kind {
            ObjectKind::Const => self.constant(object, ty),
            ObjectKind::TypeName => self.type_name(object, ty),
            ObjectKind::Var(_) => {
                let _ = write!(self.out, "var {} ", data.name);
                self.ty(ty);
            }
            ObjectKind::Func(_) => {
                let _ = write!(self.out, "func {}", data.name);
                self.signature_of(ty);
            }
            ObjectKind::PkgName(_)
            | ObjectKind::Label
            | ObjectKind::Builtin(_)
            | ObjectKind::Nil => return,
        }
        self.out.push('\n');
    }

    /// Writes the declaration of a method.
    pub fn method(&mut self, method: ObjectId) {
        let data = self.world.object(method);
        let (Some(&receiver), Some(&ty)) = (data.receiver.get(), data.ty.get()) else {
            return;
        };
        self.out.push_str("func (");
        self.receiver(receiver);
        let _ = write!(self.out, ") {}", data.name);
        self.signature_of(ty);
        self.out.push('\n');
    }

    /// The receiver's type with the names of its type parameters, if it has any.
    fn receiver(&mut self, receiver: TypeId) {
        let world = self.world;
        let (base, star) = match world.kind(receiver) {
            TypeKind::Pointer(base) => (*base, "*"),
            _value => (receiver, ""),
        };
        self.out.push_str(star);
        let TypeKind::Named(id) = world.kind(base) else {
            return self.ty(base);
        };
        let named = world.named(*id);
        self.name(named.object);
        if let Some(tparams) = named.tparams.get().filter(|list| !list.is_empty()) {
            let names = tparams.iter().map(|&tparam| {
                let object = world.type_param(tparam).object;
                world.object(object).name.as_str()
            });
            let names: Vec<&str> = names.collect();
            let _ = write!(self.out, "[{}]", names.join(", "));
        } else {
            self.args(&named.targs);
        }
    }

    fn constant(&mut self, object: ObjectId, ty: TypeId) {
        let data = self.world.object(object);
        let basic = self.basic_of(ty);
        let value = data
            .value
            .get()
            .and_then(|value| literal::constant(value, basic));
        let Some(value) = value else {
            return;
        };
        let _ = write!(self.out, "const {} ", data.name);
        if !basic.is_untyped() {
            self.ty(ty);
            self.out.push(' ');
        }
        let _ = write!(self.out, "= {value}");
    }

    fn basic_of(&self, ty: TypeId) -> Basic {
        match self.world.kind(self.world.underlying(ty)) {
            TypeKind::Basic(basic) => *basic,
            _other => Basic::Invalid,
        }
    }

    fn type_name(&mut self, object: ObjectId, ty: TypeId) {
        let world = self.world;
        let name = world.object(object).name;
        let _ = write!(self.out, "type {name}");
        match world.kind(ty) {
            TypeKind::Alias(id) if world.object(world.alias(*id).object).name == name => {
                let alias = world.alias(*id);
                self.tparams(alias.tparams.get().map_or(&[], |list| list));
                self.out.push_str(" = ");
                if let Some(&target) = alias.target.get() {
                    self.ty(target);
                }
            }
            TypeKind::Named(id) if world.object(world.named(*id).object).name == name => {
                let named = world.named(*id);
                self.tparams(named.tparams.get().map_or(&[], |list| list));
                self.out.push(' ');
                let declared_as = self.declared_as.get(&object).copied();
                self.ty(declared_as.unwrap_or_else(|| world.underlying(ty)));
            }
            _alias => {
                self.out.push_str(" = ");
                self.ty(ty);
            }
        }
    }

    fn ty(&mut self, ty: TypeId) {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.ty_unguarded(ty));
    }

    fn ty_unguarded(&mut self, ty: TypeId) {
        let world = self.world;
        match world.kind(ty) {
            TypeKind::Basic(Basic::UnsafePointer) => {
                let name = self.import("unsafe", "unsafe");
                let _ = write!(self.out, "{name}.Pointer");
            }
            TypeKind::Basic(basic) => self.out.push_str(basic.name()),
            TypeKind::Array(length, elem) => {
                let _ = write!(self.out, "[{length}]");
                self.ty(*elem);
            }
            TypeKind::Slice(elem) => {
                self.out.push_str("[]");
                self.ty(*elem);
            }
            TypeKind::Pointer(elem) => {
                self.out.push('*');
                self.ty(*elem);
            }
            TypeKind::Struct(fields) => self.structure(fields),
            TypeKind::Func(signature) => {
                self.out.push_str("func");
                self.signature(signature);
            }
            TypeKind::Interface(interface) => self.interface(interface),
            TypeKind::Map(key, elem) => {
                self.out.push_str("map[");
                self.ty(*key);
                self.out.push(']');
                self.ty(*elem);
            }
            TypeKind::Chan(dir, elem) => self.chan(*dir, *elem),
            TypeKind::Tuple(types) => self.list(types, None, false),
            TypeKind::Named(id) => {
                let named = world.named(*id);
                self.name(named.object);
                self.args(&named.targs);
            }
            TypeKind::Alias(id) => {
                let alias = world.alias(*id);
                self.name(alias.object);
                self.args(&alias.targs);
            }
            TypeKind::TypeParam(id) => {
                let object = world.type_param(*id).object;
                self.out.push_str(world.object(object).name.as_str());
            }
            TypeKind::Union(terms) => self.union(terms),
        }
    }

    fn name(&mut self, object: ObjectId) {
        let data = self.world.object(object);
        if data.pkg != self.package && data.pkg != PackageId::UNIVERSE {
            let name = self.name_of_package(data.pkg);
            self.out.push_str(&name);
            self.out.push('.');
        }
        self.out.push_str(data.name.as_str());
    }

    fn name_of_package(&mut self, package: PackageId) -> String {
        if let Some(name) = self.names.get(&package) {
            return name.clone();
        }
        let info = self.world.package(package);
        let own = info.name.get().unwrap_or(&info.path).as_str();
        let name = self.import(info.path.as_str(), own);
        self.names.insert(package, name.clone());
        name
    }

    /// Imports a package under its own name, or with a number behind it where that is taken.
    fn import(&mut self, path: &'static str, own: &str) -> String {
        if let Some(name) = self.imports.get(path) {
            return name.clone();
        }
        let mut name = own.to_owned();
        let mut number = 1;
        while self.declared.contains(&Symbol::intern(&name))
            || self.imports.values().any(|other| *other == name)
        {
            number += 1;
            name = format!("{own}{number}");
        }
        self.imports.insert(path, name.clone());
        name
    }

    fn args(&mut self, args: &[TypeId]) {
        if args.is_empty() {
            return;
        }
        self.out.push('[');
        for (n, &arg) in args.iter().enumerate() {
            if n > 0 {
                self.out.push_str(", ");
            }
            self.ty(arg);
        }
        self.out.push(']');
    }

    fn structure(&mut self, fields: &[Field]) {
        self.out.push_str("struct{");
        for (n, field) in fields.iter().enumerate() {
            if n > 0 {
                self.out.push_str("; ");
            }
            if !field.embedded {
                let _ = write!(self.out, "{} ", field.name);
            }
            self.ty(field.ty);
            if let Some(tag) = field.tag {
                let _ = write!(self.out, " {}", literal::string(tag.as_str().as_bytes()));
            }
        }
        self.out.push('}');
    }

    fn interface(&mut self, interface: &Interface) {
        match interface.spelling {
            InterfaceSpelling::Any => return self.out.push_str("any"),
            InterfaceSpelling::Comparable => return self.out.push_str("comparable"),
            InterfaceSpelling::Implicit | InterfaceSpelling::Literal => {}
        }
        self.out.push_str("interface{");
        let mut separator = "";
        for method in &interface.methods {
            let _ = write!(self.out, "{separator}{}", method.name);
            self.signature_of(method.ty);
            separator = "; ";
        }
        for &embed in &interface.embeds {
            self.out.push_str(separator);
            self.ty(embed);
            separator = "; ";
        }
        self.out.push('}');
    }

    fn chan(&mut self, dir: ChanDir, elem: TypeId) {
        self.out.push_str(match dir {
            ChanDir::Both => "chan (",
            ChanDir::Send => "chan<- (",
            ChanDir::Recv => "<-chan (",
        });
        self.ty(elem);
        self.out.push(')');
    }

    fn signature_of(&mut self, ty: TypeId) {
        if let TypeKind::Func(signature) = self.world.kind(ty) {
            self.signature(signature);
        }
    }

    fn signature(&mut self, signature: &Signature) {
        self.tparams(&signature.tparams);
        let names = signature.param_names.as_deref();
        self.list(&signature.params, names, signature.variadic);
        if !signature.results.is_empty() {
            self.out.push(' ');
            let names = signature.result_names.as_deref();
            self.list(&signature.results, names, false);
        }
    }

    fn tparams(&mut self, tparams: &[TypeParamId]) {
        if tparams.is_empty() {
            return;
        }
        self.out.push('[');
        for (n, &tparam) in tparams.iter().enumerate() {
            if n > 0 {
                self.out.push_str(", ");
            }
            let tparam = self.world.type_param(tparam);
            let name = self.world.object(tparam.object).name;
            let _ = write!(self.out, "{name} ");
            if let Some(&constraint) = tparam.constraint.get() {
                self.ty(constraint);
            }
        }
        self.out.push(']');
    }

    fn list(&mut self, types: &[TypeId], names: Option<&[Symbol]>, variadic: bool) {
        self.out.push('(');
        for (n, &ty) in types.iter().enumerate() {
            if n > 0 {
                self.out.push_str(", ");
            }
            if let Some(names) = names {
                let name = names.get(n).map_or("", |name| name.as_str());
                // Unnamed among named ones: gc's `~r0` and the like.
                let is_name = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
                let _ = write!(self.out, "{} ", if is_name { name } else { "_" });
            }
            match self.world.kind(ty) {
                TypeKind::Slice(elem) if variadic && n + 1 == types.len() => {
                    self.out.push_str("...");
                    self.ty(*elem);
                }
                _other => self.ty(ty),
            }
        }
        self.out.push(')');
    }

    fn union(&mut self, terms: &[UnionTerm]) {
        for (n, term) in terms.iter().enumerate() {
            if n > 0 {
                self.out.push_str(" | ");
            }
            if term.tilde {
                self.out.push('~');
            }
            self.ty(term.ty);
        }
    }
}
