//! How types, functions and constants are written in gc's own messages: seen from a package, whose objects are not qualified.

use std::fmt::Write as _;

use escargo_grammar::Symbol;
use escargo_grammar::ast::ChanDir;

use crate::types::display::general;
use crate::types::store::InterfaceSpelling;
use crate::types::{Basic, Const, Field, ObjectId, PackageId, Signature, TypeId, TypeKind, World};

/// Writes names as they appear from a package.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    /// The types.
    pub world: &'a World,
    /// The package from which names are seen.
    pub package: PackageId,
}

impl Names<'_> {
    /// A type.
    pub fn ty(&self, ty: TypeId) -> String {
        let mut out = String::new();
        self.write_type(ty, &mut out);
        out
    }

    /// A type that is known to exist wherever lowering made no mistake.
    pub fn optional_ty(&self, ty: Option<TypeId>) -> String {
        ty.map_or_else(|| "<nil>".to_owned(), |ty| self.ty(ty))
    }

    /// The type of a conversion: in parentheses unless it is a name.
    pub fn conversion_type(&self, ty: Option<TypeId>) -> String {
        let text = self.optional_ty(ty);
        match ty.map(|ty| self.world.unaliased_kind(ty)) {
            Some(TypeKind::Basic(_) | TypeKind::Named(_) | TypeKind::TypeParam(_)) => text,
            Some(TypeKind::Interface(interface))
                if interface.spelling == InterfaceSpelling::Any =>
            {
                text
            }
            _literal => format!("({text})"),
        }
    }

    /// `name`, or `pkg.name` of another package.
    pub fn qualified(&self, package: PackageId, name: Symbol) -> String {
        match self.qualifier(package) {
            Some(package) => format!("{package}.{name}"),
            None => name.as_str().to_owned(),
        }
    }

    /// A function by its object: `f`, `pkg.f`, `T.M`, `(*pkg.T).M`.
    pub fn function(&self, object: ObjectId) -> String {
        let function = self.world.object(object);
        let Some(&receiver) = function.receiver.get() else {
            return self.qualified(function.pkg, function.name);
        };
        let text = self.ty(receiver);
        match self.world.unaliased_kind(receiver) {
            TypeKind::Pointer(_) => format!("({text}).{}", function.name),
            _value => format!("{text}.{}", function.name),
        }
    }

    /// A function as messages of inlining name it: `f`, `pkg.f`, `pkg.T.M`, `pkg.(*T).M`.
    pub fn function_symbol(&self, object: ObjectId) -> String {
        let function = self.world.object(object);
        let own = Names {
            world: self.world,
            package: function.pkg,
        };
        self.qualified(function.pkg, Symbol::intern(&own.function(object)))
    }

    fn qualifier(&self, package: PackageId) -> Option<&'static str> {
        if package == self.package || package == PackageId::UNIVERSE {
            return None;
        }
        let info = self.world.package(package);
        Some(info.name.get().unwrap_or(&info.path).as_str())
    }

    fn write_type(&self, ty: TypeId, out: &mut String) {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            match self.world.unaliased_kind(ty) {
                TypeKind::Basic(basic) => out.push_str(basic_name(*basic)),
                TypeKind::Array(len, elem) => {
                    let _ = write!(out, "[{len}]");
                    self.write_type(*elem, out);
                }
                TypeKind::Slice(elem) => {
                    out.push_str("[]");
                    self.write_type(*elem, out);
                }
                TypeKind::Pointer(elem) => {
                    out.push('*');
                    self.write_type(*elem, out);
                }
                TypeKind::Struct(fields) => self.write_struct(fields, out),
                TypeKind::Func(signature) => {
                    out.push_str("func");
                    self.write_signature(signature, out);
                }
                TypeKind::Interface(interface) if interface.spelling == InterfaceSpelling::Any => {
                    out.push_str("any")
                }
                TypeKind::Interface(_) => self.write_interface(ty, out),
                TypeKind::Map(key, elem) => {
                    out.push_str("map[");
                    self.write_type(*key, out);
                    out.push(']');
                    self.write_type(*elem, out);
                }
                TypeKind::Chan(dir, elem) => self.write_chan(*dir, *elem, out),
                TypeKind::Tuple(parts) => self.write_list(parts, false, out),
                TypeKind::Named(id) => {
                    let named = self.world.named(*id);
                    self.write_object(named.object, out);
                    if !named.targs.is_empty() {
                        out.push('[');
                        for (n, arg) in named.targs.iter().enumerate() {
                            if n > 0 {
                                out.push(',');
                            }
                            // Type arguments are written as linker symbols are.
                            out.push_str(&self.world.link_name(*arg));
                        }
                        out.push(']');
                    }
                }
                TypeKind::TypeParam(id) => {
                    self.write_object(self.world.type_param(*id).object, out);
                }
                TypeKind::Alias(_) | TypeKind::Union(_) => out.push_str("<T>"),
            }
        });
    }

    fn write_object(&self, object: ObjectId, out: &mut String) {
        let object = self.world.object(object);
        out.push_str(&self.qualified(object.pkg, object.name));
    }

    fn write_struct(&self, fields: &[Field], out: &mut String) {
        out.push_str("struct {");
        for (n, field) in fields.iter().enumerate() {
            out.push_str(if n == 0 { " " } else { "; " });
            if !field.embedded {
                match is_exported(field.name) {
                    true => out.push_str(field.name.as_str()),
                    false => out.push_str(&self.qualified(field.pkg, field.name)),
                }
                out.push(' ');
            }
            self.write_type(field.ty, out);
            if let Some(tag) = field.tag {
                out.push(' ');
                quote(tag.as_str().as_bytes(), out);
            }
        }
        out.push_str(if fields.is_empty() { "}" } else { " }" });
    }

    fn write_interface(&self, ty: TypeId, out: &mut String) {
        let set = self.world.type_set(ty);
        out.push_str("interface {");
        for (n, method) in set.methods.iter().enumerate() {
            out.push_str(if n == 0 { " " } else { "; " });
            if !is_exported(method.name) {
                // gc qualifies these by path, even those of the package itself.
                out.push_str(&self.world.link_prefix(method.pkg));
                out.push('.');
            }
            out.push_str(method.name.as_str());
            if let TypeKind::Func(signature) = self.world.kind(method.ty) {
                self.write_signature(signature, out);
            }
        }
        out.push_str(if set.methods.is_empty() { "}" } else { " }" });
    }

    fn write_chan(&self, dir: ChanDir, elem: TypeId, out: &mut String) {
        out.push_str(match dir {
            ChanDir::Both => "chan ",
            ChanDir::Send => "chan<- ",
            ChanDir::Recv => "<-chan ",
        });
        let receives = matches!(
            self.world.unaliased_kind(elem),
            TypeKind::Chan(ChanDir::Recv, _)
        );
        let parenthesised = dir != ChanDir::Recv && receives;
        if parenthesised {
            out.push('(');
        }
        self.write_type(elem, out);
        if parenthesised {
            out.push(')');
        }
    }

    /// A function type of these parameters and results.
    pub fn func_type(&self, params: &[TypeId], results: &[TypeId], variadic: bool) -> String {
        let mut out = "func".to_owned();
        self.write_func(params, results, variadic, &mut out);
        out
    }

    fn write_signature(&self, signature: &Signature, out: &mut String) {
        let Signature {
            params,
            results,
            variadic,
            ..
        } = signature;
        self.write_func(params, results, *variadic, out);
    }

    fn write_func(&self, params: &[TypeId], results: &[TypeId], variadic: bool, out: &mut String) {
        self.write_list(params, variadic, out);
        match results {
            [] => {}
            [result] => {
                out.push(' ');
                self.write_type(*result, out);
            }
            results => {
                out.push(' ');
                self.write_list(results, false, out);
            }
        }
    }

    fn write_list(&self, types: &[TypeId], variadic: bool, out: &mut String) {
        out.push('(');
        for (n, &ty) in types.iter().enumerate() {
            if n > 0 {
                out.push_str(", ");
            }
            match self.world.unaliased_kind(ty) {
                TypeKind::Slice(elem) if variadic && n + 1 == types.len() => {
                    out.push_str("...");
                    self.write_type(*elem, out);
                }
                _other => self.write_type(ty, out),
            }
        }
        out.push(')');
    }

    /// A constant: its value, with its type around it unless that is the default type of its kind.
    pub fn constant(&self, value: &Const, ty: Option<TypeId>) -> String {
        let Some(ty) = ty else {
            return value_text(value, None);
        };
        let basic = self.world.as_basic(ty);
        let plain = match self.world.unaliased_kind(ty) {
            TypeKind::Basic(own) => Some(*own),
            _named => None,
        };
        if let (Some(Basic::Rune | Basic::UntypedRune), Const::Int(n)) = (plain, value)
            && let Ok(n) = u32::try_from(*n)
            && n <= char::MAX as u32
        {
            // A half of a surrogate pair is no character; it prints as the replacement character.
            return quote_char(char::from_u32(n).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let text = value_text(value, basic);
        if plain.is_some_and(is_default) {
            return text;
        }
        format!("{}({text})", self.ty(ty))
    }
}

fn is_exported(name: Symbol) -> bool {
    name.as_str().chars().next().is_some_and(char::is_uppercase)
}

fn is_default(basic: Basic) -> bool {
    matches!(
        basic,
        Basic::Bool | Basic::String | Basic::Int | Basic::Float64 | Basic::Complex128
    ) || basic.is_untyped()
}

/// A value as a constant of a basic type: the type decides whether `10` is an integer, a float or a complex number.
fn value_text(value: &Const, basic: Option<Basic>) -> String {
    match value {
        Const::Str(bytes) => {
            let mut text = String::new();
            quote(bytes, &mut text);
            shorten(text)
        }
        Const::Int(_) | Const::Big(_) | Const::Float(_) if basic.is_some_and(Basic::is_complex) => {
            format!("({} + 0i)", value_text(value, Some(Basic::Float64)))
        }
        Const::Big(_) if basic.is_some_and(Basic::is_float) => {
            let float = value.to_f64().map(|value| general(value, 6));
            float.unwrap_or_else(|| value.text())
        }
        Const::Int(n) if basic.is_some_and(Basic::is_float) => general(*n as f64, 6),
        Const::Complex(parts) => {
            let part = |part| value_text(part, Some(Basic::Float64));
            format!("({} + {}i)", part(&parts.0), part(&parts.1))
        }
        Const::Bool(_) | Const::Int(_) | Const::Big(_) | Const::Float(_) | Const::Unknown => {
            value.text()
        }
    }
}

/// At most 72 characters, the last three of them dots.
fn shorten(text: String) -> String {
    const LIMIT: usize = 72;
    match text.char_indices().nth(LIMIT) {
        None => text,
        Some(_) => {
            let cut = text.char_indices().nth(LIMIT - 3).map_or(0, |(at, _)| at);
            format!("{}...", &text[..cut])
        }
    }
}

fn quote(bytes: &[u8], out: &mut String) {
    out.push('"');
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            push_escaped(c, '"', out);
        }
        for byte in chunk.invalid() {
            let _ = write!(out, "\\x{byte:02x}");
        }
    }
    out.push('"');
}

fn quote_char(c: char) -> String {
    let mut out = String::from("'");
    push_escaped(c, '\'', &mut out);
    out.push('\'');
    out
}

fn push_escaped(c: char, delimiter: char, out: &mut String) {
    match c {
        '\\' => out.push_str("\\\\"),
        c if c == delimiter => {
            out.push('\\');
            out.push(c);
        }
        '\u{7}' => out.push_str("\\a"),
        '\u{8}' => out.push_str("\\b"),
        '\u{c}' => out.push_str("\\f"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        '\u{b}' => out.push_str("\\v"),
        c if (c as u32) < 0x20 || c as u32 == 0x7f => {
            let _ = write!(out, "\\x{:02x}", c as u32);
        }
        c if is_printable(c) => out.push(c),
        c if (c as u32) < 0x1_0000 => {
            let _ = write!(out, "\\u{:04x}", c as u32);
        }
        c => {
            let _ = write!(out, "\\U{:08x}", c as u32);
        }
    }
}

/// Letters, marks, numbers, punctuation, symbols. Rust escapes the same characters as Go in a text that does not begin
/// with them.
fn is_printable(c: char) -> bool {
    c.is_ascii() || format!("a{c}").escape_debug().nth(1) == Some(c)
}

fn basic_name(basic: Basic) -> &'static str {
    match basic {
        Basic::Invalid => "invalid type",
        Basic::Bool => "bool",
        Basic::Int => "int",
        Basic::Int8 => "int8",
        Basic::Int16 => "int16",
        Basic::Int32 => "int32",
        Basic::Int64 => "int64",
        Basic::Uint => "uint",
        Basic::Uint8 => "uint8",
        Basic::Uint16 => "uint16",
        Basic::Uint32 => "uint32",
        Basic::Uint64 => "uint64",
        Basic::Uintptr => "uintptr",
        Basic::Float32 => "float32",
        Basic::Float64 => "float64",
        Basic::Complex64 => "complex64",
        Basic::Complex128 => "complex128",
        Basic::String => "string",
        Basic::UnsafePointer => "unsafe.Pointer",
        Basic::Byte => "byte",
        Basic::Rune => "rune",
        Basic::UntypedBool => "untyped bool",
        Basic::UntypedInt => "untyped int",
        Basic::UntypedRune => "untyped rune",
        Basic::UntypedFloat => "untyped float",
        Basic::UntypedComplex => "untyped complex",
        Basic::UntypedString => "untyped string",
        Basic::UntypedNil => "untyped nil",
    }
}
