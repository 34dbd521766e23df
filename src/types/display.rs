//! Types, objects and constants as the type checker's messages write them.
//!
//! `gc -m` writes types in another style (`report::names`): `struct { x int }` there, `struct{x int}` here.

use std::fmt::Write as _;

use escargo_grammar::ast::ChanDir;

use super::constant::Const;
use super::object::{ObjectId, PackageId};
use super::store::{
    Basic, Field, Interface, InterfaceSpelling, Signature, TypeId, TypeKind, TypeParamId, UnionTerm,
};
use super::world::World;

impl World {
    /// A type as seen from a package: other packages' objects are qualified by the package's name.
    pub fn type_text(&self, ty: TypeId, from: PackageId) -> String {
        self.text_of_type(ty, Qualifier::Names(from))
    }

    /// A type with all names qualified by package paths, as gc writes the terms of type sets.
    pub fn type_text_by_path(&self, ty: TypeId) -> String {
        self.text_of_type(ty, Qualifier::Paths)
    }

    fn text_of_type(&self, ty: TypeId, qualifier: Qualifier) -> String {
        let mut writer = Writer {
            world: self,
            qualifier,
            out: String::new(),
        };
        writer.ty(ty);
        writer.out
    }

    /// Parameters and results of a signature: `(a int, b ...string) (n int, err error)`.
    pub fn signature_text(&self, signature: &Signature, from: PackageId) -> String {
        let mut writer = Writer {
            world: self,
            qualifier: Qualifier::Names(from),
            out: String::new(),
        };
        writer.signature(signature);
        writer.out
    }

    /// `name`, or `pkg.name` of another package.
    pub fn qualified_name(&self, object: ObjectId, from: PackageId) -> String {
        let data = self.object(object);
        if data.pkg == from || data.pkg == PackageId::UNIVERSE || !data.package_level {
            return data.name.as_str().to_owned();
        }
        let package = self.package(data.pkg);
        if self.shares_name(data.pkg, from) {
            return format!("{:?}.{}", package.path.as_str(), data.name.as_str());
        }
        let name = package.name.get().unwrap_or(&package.path);
        format!("{}.{}", name.as_str(), data.name.as_str())
    }

    /// Whether another package that `from` imports, directly or not, has the name of `pkg`.
    fn shares_name(&self, pkg: PackageId, from: PackageId) -> bool {
        let name = self.package(pkg).name.get();
        let mut seen = vec![from];
        let mut next = 0;
        while let Some(&current) = seen.get(next) {
            next += 1;
            if current != pkg && self.package(current).name.get() == name {
                return true;
            }
            for &imported in self.package(current).imports.get().into_iter().flatten() {
                if !seen.contains(&imported) {
                    seen.push(imported);
                }
            }
        }
        false
    }
}

impl Const {
    /// The value as messages show a constant of that basic type: floats in short form, complex numbers with both parts.
    pub fn text_as(&self, basic: Option<Basic>) -> String {
        match (self, basic) {
            (Const::Int(_) | Const::Big(_) | Const::Float(_), Some(basic)) if basic.is_float() => {
                float_text(self)
            }
            (Const::Complex(parts), _) => {
                format!("({} + {}i)", float_text(&parts.0), float_text(&parts.1))
            }
            (Const::Int(_) | Const::Big(_) | Const::Float(_), Some(basic))
                if basic.is_complex() =>
            {
                format!("({} + 0i)", float_text(self))
            }
            _exact => self.text(),
        }
    }

    /// The value as messages show it.
    pub fn text(&self) -> String {
        match self {
            Const::Bool(value) => value.to_string(),
            Const::Str(bytes) => quoted(bytes),
            Const::Int(value) => value.to_string(),
            Const::Big(value) => value.to_string(),
            Const::Float(_) => float_text(self),
            Const::Complex(parts) => format!("({} + {}i)", parts.0.text(), parts.1.text()),
            Const::Unknown => "unknown".to_owned(),
        }
    }
}

fn float_text(value: &Const) -> String {
    match value.to_f64() {
        Some(float) if float.is_finite() => general(float, 6),
        Some(_) => beyond_floats(value),
        None => "unknown".to_owned(),
    }
}

/// A number that is too large for a float: its first digits and the power of ten.
fn beyond_floats(value: &Const) -> String {
    let Some(integer) = value.as_rational().map(|value| value.to_integer()) else {
        return "unknown".to_owned();
    };
    let digits = integer.to_string();
    let (sign, digits) = match digits.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", digits.as_str()),
    };
    let (first, rest) = digits.split_at(1);
    let exponent = rest.len();
    let mantissa = format!("{first}.{}", rest.get(..16).unwrap_or(rest));
    let mantissa: f64 = mantissa.parse().unwrap_or(0.0);
    format!("{sign}{}e+{exponent}", general(mantissa, 6))
}

/// A float like C's `%.*g`.
pub fn general(value: f64, precision: usize) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    if !value.is_finite() {
        return if value.is_nan() {
            "NaN".to_owned()
        } else if value > 0.0 {
            "+Inf".to_owned()
        } else {
            "-Inf".to_owned()
        };
    }
    let scientific = format!("{:.*e}", precision - 1, value);
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if exponent < -4 || exponent >= precision as i32 {
        let mantissa = trimmed(mantissa);
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{mantissa}e{sign}{:02}", exponent.abs());
    }
    let places = (precision as i32 - 1 - exponent).max(0) as usize;
    trimmed(&format!("{value:.places$}")).to_owned()
}

fn trimmed(digits: &str) -> &str {
    if digits.contains('.') {
        digits.trim_end_matches('0').trim_end_matches('.')
    } else {
        digits
    }
}

/// Bytes as a Go string literal, cut as messages do.
fn quoted(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() => {
                let _ = write!(out, "\\x{:02x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    const LIMIT: usize = 72;
    match out.char_indices().nth(LIMIT) {
        None => out,
        Some(_) => {
            let cut = out.char_indices().nth(LIMIT - 3).map_or(0, |(at, _)| at);
            format!("{}...", &out[..cut])
        }
    }
}

/// How names of objects are qualified.
#[derive(Clone, Copy)]
enum Qualifier {
    /// With the package's name, unless it is this package.
    Names(PackageId),
    /// With the package's path.
    Paths,
}

struct Writer<'w> {
    world: &'w World,
    qualifier: Qualifier,
    out: String,
}

impl Writer<'_> {
    fn ty(&mut self, ty: TypeId) {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.ty_unguarded(ty));
    }

    fn ty_unguarded(&mut self, ty: TypeId) {
        let world = self.world;
        match world.kind(ty) {
            TypeKind::Basic(basic) => {
                if *basic == Basic::UnsafePointer {
                    self.out.push_str("unsafe.");
                }
                self.out.push_str(basic.name());
            }
            TypeKind::Array(len, elem) => {
                let _ = write!(self.out, "[{len}]");
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
            TypeKind::Tuple(parts) => self.list(parts, None, false),
            TypeKind::Named(id) => {
                let named = world.named(*id);
                self.name(named.object);
                match named.tparams.get() {
                    Some(tparams) if named.targs.is_empty() => self.tparams(tparams),
                    _instance => self.args(&named.targs),
                }
            }
            TypeKind::Alias(id) => {
                let alias = world.alias(*id);
                self.name(alias.object);
                match alias.tparams.get() {
                    Some(tparams) if alias.targs.is_empty() => self.tparams(tparams),
                    _instance => self.args(&alias.targs),
                }
            }
            TypeKind::TypeParam(id) => self.tparam_name(world.type_param(*id).object),
            TypeKind::Union(terms) => self.union(terms),
        }
    }

    fn name(&mut self, object: ObjectId) {
        match self.qualifier {
            Qualifier::Names(from) => {
                let text = self.world.qualified_name(object, from);
                self.out.push_str(&text);
            }
            Qualifier::Paths => {
                let data = self.world.object(object);
                let path = self.world.package_path(data.pkg);
                if !path.is_empty() {
                    self.out.push_str(path);
                    self.out.push('.');
                }
                self.out.push_str(data.name.as_str());
            }
        }
    }

    /// A type parameter; one that has the name of something predeclared comes with its place.
    fn tparam_name(&mut self, object: ObjectId) {
        let object = self.world.object(object);
        let name = object.name.as_str();
        self.out.push_str(name);
        if self.world.universe_scope().contains_key(&object.name) {
            let place = crate::diagnostic::place(object.pos);
            let _ = write!(self.out, " /* with {name} declared at {place} */");
        }
    }

    fn args(&mut self, args: &[TypeId]) {
        if args.is_empty() {
            return;
        }
        self.out.push('[');
        for (n, &arg) in args.iter().enumerate() {
            if n > 0 {
                self.out.push(',');
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
                self.out.push_str(field.name.as_str());
                self.out.push(' ');
            }
            self.ty(field.ty);
            if let Some(tag) = field.tag {
                self.out.push(' ');
                self.out.push_str(&quoted(tag.as_str().as_bytes()));
            }
        }
        self.out.push('}');
    }

    fn interface(&mut self, interface: &Interface) {
        match interface.spelling {
            InterfaceSpelling::Any => return self.out.push_str("any"),
            InterfaceSpelling::Comparable => return self.out.push_str("comparable"),
            InterfaceSpelling::Implicit => {
                for (n, &embed) in interface.embeds.iter().enumerate() {
                    if n > 0 {
                        self.out.push_str("; ");
                    }
                    self.ty(embed);
                }
                return;
            }
            InterfaceSpelling::Literal => {}
        }
        self.out.push_str("interface{");
        let mut first = true;
        let mut separate = |out: &mut String| {
            if !std::mem::take(&mut first) {
                out.push_str("; ");
            }
        };
        for method in &interface.methods {
            separate(&mut self.out);
            self.out.push_str(method.name.as_str());
            if let TypeKind::Func(signature) = self.world.kind(method.ty) {
                self.signature(signature);
            }
        }
        for &embed in &interface.embeds {
            separate(&mut self.out);
            self.ty(embed);
        }
        self.out.push('}');
    }

    fn chan(&mut self, dir: ChanDir, elem: TypeId) {
        self.out.push_str(match dir {
            ChanDir::Both => "chan ",
            ChanDir::Send => "chan<- ",
            ChanDir::Recv => "<-chan ",
        });
        let receives = matches!(self.world.kind(elem), TypeKind::Chan(ChanDir::Recv, _));
        let parenthesised = dir != ChanDir::Recv && receives;
        if parenthesised {
            self.out.push('(');
        }
        self.ty(elem);
        if parenthesised {
            self.out.push(')');
        }
    }

    fn signature(&mut self, signature: &Signature) {
        self.tparams(&signature.tparams);
        let names = signature.param_names.as_deref();
        self.list(&signature.params, names, signature.variadic);
        let names = signature.result_names.as_deref();
        match (&*signature.results, names) {
            ([], _) => {}
            ([result], None) => {
                self.out.push(' ');
                self.ty(*result);
            }
            (results, names) => {
                self.out.push(' ');
                self.list(results, names, false);
            }
        }
    }

    /// `[P, Q any]`: the constraint after the last parameter that shares it.
    fn tparams(&mut self, tparams: &[TypeParamId]) {
        if tparams.is_empty() {
            return;
        }
        self.out.push('[');
        let mut previous: Option<TypeId> = None;
        for (n, &tparam) in tparams.iter().enumerate() {
            let tparam = self.world.type_param(tparam);
            let constraint = tparam.constraint.get().copied();
            if n > 0 {
                if let Some(previous) = previous.filter(|_| previous != constraint) {
                    self.out.push(' ');
                    self.ty(previous);
                }
                self.out.push(',');
            }
            previous = constraint;
            self.tparam_name(tparam.object);
        }
        if let Some(previous) = previous {
            self.out.push(' ');
            self.ty(previous);
        }
        self.out.push(']');
    }

    fn list(
        &mut self,
        types: &[TypeId],
        names: Option<&[escargo_grammar::Symbol]>,
        variadic: bool,
    ) {
        self.out.push('(');
        for (n, &ty) in types.iter().enumerate() {
            if n > 0 {
                self.out.push_str(", ");
            }
            if let Some(name) = names.and_then(|names| names.get(n))
                && !name.as_str().is_empty()
            {
                self.out.push_str(name.as_str());
                self.out.push(' ');
            }
            match self.world.kind(ty) {
                TypeKind::Slice(elem) if variadic && n + 1 == types.len() => {
                    self.out.push_str("...");
                    self.ty(*elem);
                }
                _ => self.ty(ty),
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
