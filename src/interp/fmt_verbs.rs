//! Package fmt: values by verb and type.

use super::builtin::address;
use super::machine::{Machine, Step};
use super::type_name::runtime_name;
use super::value::{Cell, IfaceVal, Ptr, Str, Val};
use crate::source::Pos;
use crate::types::display::general;
use crate::types::{Basic, TypeId, TypeKind};

/// Flags, width and precision of a directive.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Spec {
    pub sharp: bool,
    pub zero: bool,
    pub plus: bool,
    pub minus: bool,
    pub space: bool,
    pub width: Option<usize>,
    pub precision: Option<usize>,
    /// `%#v`: Go syntax.
    pub go_syntax: bool,
    /// `%+v`: field names.
    pub names: bool,
}

impl Spec {
    /// `#` and `+` have a meaning of their own for `%v`.
    pub fn settle_for_v(&mut self) {
        self.go_syntax = self.sharp;
        self.names = self.plus;
        self.sharp = false;
        self.plus = false;
    }
}

/// Appends a text, filled up to the width.
pub(super) fn pad(out: &mut Vec<u8>, spec: &Spec, text: &str) {
    let missing = spec.width.unwrap_or(0).saturating_sub(text.chars().count());
    let fill = if spec.zero && !spec.minus { b'0' } else { b' ' };
    if spec.minus {
        out.extend_from_slice(text.as_bytes());
        out.extend(std::iter::repeat_n(b' ', missing));
    } else {
        out.extend(std::iter::repeat_n(fill, missing));
        out.extend_from_slice(text.as_bytes());
    }
}

/// Appends a number: a sign stands before the zeros that fill it up.
fn pad_number(out: &mut Vec<u8>, spec: &Spec, text: &str) {
    let width = spec.width.unwrap_or(0);
    let signed = text.starts_with(['+', '-', ' ']);
    if spec.zero && !spec.minus && signed && width > text.len() {
        let (sign, digits) = text.split_at(1);
        out.extend_from_slice(sign.as_bytes());
        let inner = Spec {
            width: Some(width - 1),
            ..*spec
        };
        return pad(out, &inner, digits);
    }
    pad(out, spec, text);
}

type Typed<'v> = (&'v [Cell], TypeId);

impl Machine<'_, '_> {
    /// A value; `accessible`: its methods may be called (it is not in an unexported field).
    pub fn format_value(
        &mut self,
        out: &mut Vec<u8>,
        spec: &Spec,
        verb: char,
        (cells, ty): Typed<'_>,
        (depth, accessible): (u32, bool),
    ) -> Step<()> {
        let is_iface = self.program.world.is_interface(ty);
        if accessible && !is_iface && self.by_method(out, spec, verb, (cells, ty))? {
            return Ok(());
        }
        let world = self.program.world;
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            match (world.underlying_kind(ty), cells) {
                (TypeKind::Basic(basic), [cell]) => {
                    self.format_basic(out, spec, verb, (cell, ty), basic.canonical());
                    Ok(())
                }
                (TypeKind::Struct(_), _) => {
                    self.format_struct(out, spec, verb, (cells, ty), (depth, accessible))
                }
                (TypeKind::Array(_, elem), _) => {
                    self.format_list(out, spec, verb, (cells, ty), *elem, (depth, accessible))
                }
                (TypeKind::Slice(elem), [Cell::Slice(slice)]) => {
                    let width = self.program.layouts.cells(*elem);
                    let elems = self.elements(*slice, width, Pos::NONE)?;
                    if slice.ptr.is_none() && spec.go_syntax {
                        let name = runtime_name(world, ty);
                        out.extend_from_slice(format!("{name}(nil)").as_bytes());
                        return Ok(());
                    }
                    let is_bytes = super::arith::basic_of(world, *elem) == Basic::Uint8;
                    if is_bytes && matches!(verb, 's' | 'q' | 'x' | 'X') {
                        let bytes = elems.iter().map(|cell| match cell {
                            Cell::Int(byte) => *byte as u8,
                            _other => 0,
                        });
                        let text = Str::new(bytes.collect(), None);
                        self.format_text(out, spec, verb, &text, ty);
                        return Ok(());
                    }
                    self.format_list(out, spec, verb, (&elems, ty), *elem, (depth, accessible))
                }
                (TypeKind::Map(key, value), [Cell::Ptr(map)]) => self.format_map(
                    out,
                    spec,
                    verb,
                    (*map, ty),
                    (*key, *value),
                    (depth, accessible),
                ),
                (TypeKind::Pointer(elem), [Cell::Ptr(Some(ptr))]) if depth == 0 && verb != 'p' => {
                    self.format_pointer(out, spec, verb, (*ptr, ty), *elem)
                }
                (TypeKind::Interface(_), [Cell::Iface(iface)]) => {
                    self.format_interface(out, spec, verb, (*iface, ty), (depth, accessible))
                }
                (_, [Cell::Ptr(ptr)]) => {
                    self.format_address(out, spec, verb, *ptr, ty);
                    Ok(())
                }
                _other => self.bad_verb(out, verb, (cells, ty)),
            }
        })
    }

    /// Formats by the value's own `Error` or `String`, if it has one and the verb asks for text.
    fn by_method(
        &mut self,
        out: &mut Vec<u8>,
        spec: &Spec,
        verb: char,
        (cells, ty): Typed<'_>,
    ) -> Step<bool> {
        if spec.go_syntax || !matches!(verb, 'v' | 's' | 'q' | 'x' | 'X') {
            return Ok(false);
        }
        let value = self.box_static(ty, &Val::from_cells(cells));
        for method in ["Error", "String"] {
            if let Some(text) = self.call_text_method(value, method)? {
                self.format_text(out, spec, verb, &text, ty);
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The result of a method without parameters that gives a string, if the value has it. A nil receiver that panics gives `<nil>`.
    pub fn call_text_method(&mut self, value: IfaceVal, name: &str) -> Step<Option<Str>> {
        let is_nil = self.program.world.is_direct_iface(value.ty) && value.data.is_none();
        let depth = self.depth;
        let panics = self.panics.len();
        match self.call_method_named(value, name, Vec::new()) {
            Ok(Some(Val::One(Cell::Str(text)))) => Ok(Some(text)),
            Ok(_) => Ok(None),
            Err(super::machine::Stop::Panic) if is_nil => {
                self.depth = depth;
                self.panics.truncate(panics);
                Ok(Some(Str::fixed("<nil>")))
            }
            Err(stop) => Err(stop),
        }
    }

    /// Calls a method by its name, if the value has one that takes as many arguments.
    pub fn call_method_named(
        &mut self,
        value: IfaceVal,
        name: &str,
        args: Vec<Val>,
    ) -> Step<Option<Val>> {
        let world = self.program.world;
        let symbol = escargo_grammar::Symbol::intern(name);
        let pkg = crate::types::PackageId::UNIVERSE;
        let found = world
            .lookup_field_or_method(value.ty, false, pkg, symbol)
            .found();
        let Some(found) = found.filter(|found| found.is_method()) else {
            return Ok(None);
        };
        let fits = world
            .found_type(&found)
            .and_then(|ty| world.as_signature(ty))
            .is_some_and(|sig| sig.params.len() == args.len() && sig.results.len() == 1);
        if !fits {
            return Ok(None);
        }
        self.call_method(value, &found, args, false, Pos::NONE)
            .map(Some)
    }

    fn format_basic(
        &mut self,
        out: &mut Vec<u8>,
        spec: &Spec,
        verb: char,
        (cell, ty): (&Cell, TypeId),
        basic: Basic,
    ) {
        match cell {
            Cell::Bool(value) if matches!(verb, 't' | 'v') => pad(out, spec, &value.to_string()),
            Cell::Int(value) => self.format_integer(out, spec, verb, (*value, ty), basic),
            Cell::Float(value) => match format_float(*value, basic, spec, verb) {
                Some(text) => pad_number(out, spec, &text),
                None => self.bad_basic(out, verb, cell, ty),
            },
            Cell::Complex(re, im) => {
                let signed = Spec {
                    plus: true,
                    ..*spec
                };
                let parts = (
                    format_float(*re, basic, spec, verb),
                    format_float(*im, basic, &signed, verb),
                );
                match parts {
                    (Some(re), Some(im)) => pad(out, spec, &format!("({re}{im}i)")),
                    _other => self.bad_basic(out, verb, cell, ty),
                }
            }
            Cell::Str(text) => self.format_text(out, spec, verb, text, ty),
            Cell::Ptr(ptr) => self.format_address(out, spec, verb, *ptr, ty),
            Cell::Bool(_) | Cell::Slice(_) | Cell::Iface(_) => self.bad_basic(out, verb, cell, ty),
        }
    }

    fn format_integer(
        &mut self,
        out: &mut Vec<u8>,
        spec: &Spec,
        verb: char,
        (value, ty): (i64, TypeId),
        basic: Basic,
    ) {
        let unsigned = basic.is_unsigned();
        let magnitude = if unsigned {
            value as u64
        } else {
            value.unsigned_abs()
        };
        let negative = value < 0 && !unsigned;
        let (digits, prefix) = match verb {
            'v' if spec.go_syntax && unsigned => (format!("{magnitude:x}"), "0x"),
            'd' | 'v' => (magnitude.to_string(), ""),
            'b' => (format!("{magnitude:b}"), if spec.sharp { "0b" } else { "" }),
            'o' => (format!("{magnitude:o}"), if spec.sharp { "0" } else { "" }),
            'O' => (format!("{magnitude:o}"), "0o"),
            'x' => (format!("{magnitude:x}"), if spec.sharp { "0x" } else { "" }),
            'X' => (format!("{magnitude:X}"), if spec.sharp { "0X" } else { "" }),
            'c' | 'q' | 'U' => return pad(out, spec, &rune_text(verb, magnitude, spec)),
            _other => return self.bad_basic(out, verb, &Cell::Int(value), ty),
        };
        let sign = match (negative, spec.plus, spec.space) {
            (true, ..) => "-",
            (false, true, _) => "+",
            (false, false, true) => " ",
            (false, false, false) => "",
        };
        if let Some(precision) = spec.precision {
            let zeros = "0".repeat(precision.saturating_sub(digits.len()));
            let unfilled = Spec {
                zero: false,
                ..*spec
            };
            return pad(out, &unfilled, &format!("{sign}{prefix}{zeros}{digits}"));
        }
        let width = spec.width.unwrap_or(0);
        let used = sign.len() + digits.len();
        let zeros = match spec.zero && !spec.minus {
            true => "0".repeat(width.saturating_sub(used)),
            false => String::new(),
        };
        pad(
            out,
            &Spec {
                zero: false,
                ..*spec
            },
            &format!("{sign}{prefix}{zeros}{digits}"),
        );
    }

    fn format_text(&mut self, out: &mut Vec<u8>, spec: &Spec, verb: char, text: &Str, ty: TypeId) {
        let full = text.lossy();
        let cut: String = match spec.precision {
            Some(precision) => full.chars().take(precision).collect(),
            None => full,
        };
        match verb {
            'v' if spec.go_syntax => pad(out, spec, &quoted(&cut)),
            'v' | 's' => {
                // Bytes that are no UTF-8 are printed as they are.
                if spec.width.is_none() && spec.precision.is_none() {
                    out.extend_from_slice(text.bytes());
                } else {
                    pad(out, spec, &cut);
                }
            }
            'q' if spec.sharp && !cut.contains('`') => pad(out, spec, &format!("`{cut}`")),
            'q' => pad(out, spec, &quoted(&cut)),
            'x' | 'X' => {
                let bytes = text.bytes().iter();
                let separator = if spec.space { " " } else { "" };
                let hex: Vec<String> = bytes
                    .take(spec.precision.unwrap_or(usize::MAX))
                    .map(|byte| {
                        if verb == 'x' {
                            format!("{byte:02x}")
                        } else {
                            format!("{byte:02X}")
                        }
                    })
                    .collect();
                let prefix = if spec.sharp { "0x" } else { "" };
                pad(out, spec, &format!("{prefix}{}", hex.join(separator)));
            }
            _other => self.bad_basic(out, verb, &Cell::Str(text.clone()), ty),
        }
    }

    fn format_struct(
        &mut self,
        out: &mut Vec<u8>,
        spec: &Spec,
        verb: char,
        (cells, ty): Typed<'_>,
        (depth, accessible): (u32, bool),
    ) -> Step<()> {
        let TypeKind::Struct(fields) = self.program.world.underlying_kind(ty) else {
            return Ok(());
        };
        if spec.go_syntax {
            out.extend_from_slice(runtime_name(self.program.world, ty).as_bytes());
        }
        out.push(b'{');
        for (n, field) in fields.iter().enumerate() {
            if n > 0 {
                out.extend_from_slice(if spec.go_syntax { b", " } else { b" " });
            }
            if spec.names || spec.go_syntax {
                out.extend_from_slice(format!("{}:", field.name).as_bytes());
            }
            let (start, count) = self.program.layouts.field(ty, n as u32);
            let part = cells
                .get(start as usize..(start + count) as usize)
                .unwrap_or(&[]);
            let reachable = accessible && field.name.is_exported();
            self.format_value(out, spec, verb, (part, field.ty), (depth + 1, reachable))?;
        }
        out.push(b'}');
        Ok(())
    }

    fn format_list(
        &mut self,
        out: &mut Vec<u8>,
        spec: &Spec,
        verb: char,
        (cells, ty): Typed<'_>,
        elem: TypeId,
        (depth, accessible): (u32, bool),
    ) -> Step<()> {
        if verb == 'p' {
            return self.bad_verb(out, verb, (cells, ty));
        }
        if spec.go_syntax {
            out.extend_from_slice(runtime_name(self.program.world, ty).as_bytes());
        }
        out.push(if spec.go_syntax { b'{' } else { b'[' });
        let width = self.program.layouts.cells(elem) as usize;
        let count = match self.program.world.underlying_kind(ty) {
            TypeKind::Array(len, _) => usize::try_from(*len).unwrap_or(0),
            _slice => cells.len().checked_div(width).unwrap_or(0),
        };
        for n in 0..count {
            if n > 0 {
                out.extend_from_slice(if spec.go_syntax { b", " } else { b" " });
            }
            let part = cells.get(n * width..(n + 1) * width).unwrap_or(&[]);
            self.format_value(out, spec, verb, (part, elem), (depth + 1, accessible))?;
        }
        out.push(if spec.go_syntax { b'}' } else { b']' });
        Ok(())
    }

    fn format_map(
        &mut self,
        out: &mut Vec<u8>,
        spec: &Spec,
        verb: char,
        (map, ty): (Option<Ptr>, TypeId),
        (key, value): (TypeId, TypeId),
        (depth, accessible): (u32, bool),
    ) -> Step<()> {
        let mut entries: Vec<(Vec<Cell>, Vec<Cell>)> = map
            .and_then(|map| self.memory.map(map.obj))
            .map(|map| {
                map.iter()
                    .map(|e| (e.key.to_vec(), e.value.to_vec()))
                    .collect()
            })
            .unwrap_or_default();
        entries.sort_by(|(a, _), (b, _)| compare_keys(a, b));
        let (open, separator, close) = match spec.go_syntax {
            true => {
                let name = runtime_name(self.program.world, ty);
                if map.is_none() {
                    out.extend_from_slice(format!("{name}(nil)").as_bytes());
                    return Ok(());
                }
                (format!("{name}{{"), ", ", "}")
            }
            false => ("map[".to_owned(), " ", "]"),
        };
        out.extend_from_slice(open.as_bytes());
        for (n, (key_cells, value_cells)) in entries.iter().enumerate() {
            if n > 0 {
                out.extend_from_slice(separator.as_bytes());
            }
            self.format_value(out, spec, verb, (key_cells, key), (depth + 1, accessible))?;
            out.push(b':');
            self.format_value(
                out,
                spec,
                verb,
                (value_cells, value),
                (depth + 1, accessible),
            )?;
        }
        out.extend_from_slice(close.as_bytes());
        Ok(())
    }

    /// A pointer to a compound value, at the top: `&{…}`.
    fn format_pointer(
        &mut self,
        out: &mut Vec<u8>,
        spec: &Spec,
        verb: char,
        (ptr, ty): (Ptr, TypeId),
        elem: TypeId,
    ) -> Step<()> {
        let compound = matches!(
            self.program.world.underlying_kind(elem),
            TypeKind::Struct(_) | TypeKind::Array(..) | TypeKind::Slice(_) | TypeKind::Map(..)
        );
        if !compound {
            self.format_address(out, spec, verb, Some(ptr), ty);
            return Ok(());
        }
        out.push(b'&');
        let val = self.read_memory(ptr, elem, Pos::NONE)?;
        self.format_value(out, spec, verb, (val.cells(), elem), (1, true))
    }

    fn format_interface(
        &mut self,
        out: &mut Vec<u8>,
        spec: &Spec,
        verb: char,
        (iface, ty): (Option<IfaceVal>, TypeId),
        (depth, accessible): (u32, bool),
    ) -> Step<()> {
        match iface {
            None if spec.go_syntax => {
                let name = runtime_name(self.program.world, ty);
                out.extend_from_slice(format!("{name}(nil)").as_bytes());
                Ok(())
            }
            None => {
                out.extend_from_slice(b"<nil>");
                Ok(())
            }
            Some(value) => {
                let cells = self.unboxed(value)?;
                self.format_value(out, spec, verb, (&cells, value.ty), (depth + 1, accessible))
            }
        }
    }

    fn format_address(
        &mut self,
        out: &mut Vec<u8>,
        spec: &Spec,
        verb: char,
        ptr: Option<Ptr>,
        ty: TypeId,
    ) {
        let text = ptr.map(|ptr| address(ptr.obj, ptr.off));
        match (verb, text) {
            ('v', _) if spec.go_syntax => {
                let name = runtime_name(self.program.world, ty);
                let at = ptr.map_or("nil".to_owned(), |ptr| address(ptr.obj, ptr.off));
                out.extend_from_slice(format!("({name})({at})").as_bytes());
            }
            ('v', None) => pad(out, spec, "<nil>"),
            ('p' | 'v', text) => pad(out, spec, &text.unwrap_or_else(|| "0x0".to_owned())),
            ('x', Some(text)) => pad(out, spec, text.trim_start_matches("0x")),
            _other => self.bad_basic(out, verb, &Cell::Ptr(ptr), ty),
        }
    }

    fn bad_basic(&mut self, out: &mut Vec<u8>, verb: char, cell: &Cell, ty: TypeId) {
        // Only methods can stop, and none is called for a scalar of its own type's verb.
        let _ = self.bad_verb(out, verb, (std::slice::from_ref(cell), ty));
    }

    /// `%!d(string=hi)`
    fn bad_verb(&mut self, out: &mut Vec<u8>, verb: char, value: Typed<'_>) -> Step<()> {
        let name = runtime_name(self.program.world, value.1);
        out.extend_from_slice(format!("%!{verb}({name}=").as_bytes());
        if verb != 'v' {
            self.format_value(out, &Spec::default(), 'v', value, (1, false))?;
        }
        out.push(b')');
        Ok(())
    }
}

/// fmt sorts the keys of maps.
fn compare_keys(a: &[Cell], b: &[Cell]) -> std::cmp::Ordering {
    use std::cmp::Ordering::Equal;
    for (a, b) in a.iter().zip(b) {
        let ordering = match (a, b) {
            (Cell::Int(a), Cell::Int(b)) => a.cmp(b),
            (Cell::Float(a), Cell::Float(b)) => a.partial_cmp(b).unwrap_or(Equal),
            (Cell::Str(a), Cell::Str(b)) => a.bytes().cmp(b.bytes()),
            (Cell::Bool(a), Cell::Bool(b)) => a.cmp(b),
            (Cell::Ptr(a), Cell::Ptr(b)) => a.cmp(b),
            _other => Equal,
        };
        if ordering != Equal {
            return ordering;
        }
    }
    Equal
}

/// `%c`, `%q`, `%U` of a number.
fn rune_text(verb: char, value: u64, spec: &Spec) -> String {
    let rune = u32::try_from(value).ok().and_then(char::from_u32);
    let rune = rune.unwrap_or(char::REPLACEMENT_CHARACTER);
    match verb {
        'c' => rune.to_string(),
        'q' => match rune {
            '\'' => r"'\''".to_owned(),
            '"' => "'\"'".to_owned(),
            rune => {
                let text = quoted(&rune.to_string());
                format!("'{}'", &text[1..text.len() - 1])
            }
        },
        _u if spec.sharp => format!("U+{value:04X} '{rune}'"),
        _u => format!("U+{value:04X}"),
    }
}

/// A float as the verb asks; none for a verb that is not one of floats.
fn format_float(value: f64, basic: Basic, spec: &Spec, verb: char) -> Option<String> {
    let single = matches!(basic, Basic::Float32 | Basic::Complex64);
    let magnitude = value.abs();
    let body = if value.is_nan() {
        "NaN".to_owned()
    } else if value.is_infinite() {
        "Inf".to_owned()
    } else {
        match verb {
            'v' | 'g' | 'G' => match spec.precision {
                Some(precision) => general(magnitude, precision),
                None => shortest(magnitude, single),
            },
            'f' | 'F' => format!("{magnitude:.*}", spec.precision.unwrap_or(6)),
            'e' | 'E' => exponent(&format!("{magnitude:.*e}", spec.precision.unwrap_or(6))),
            _other => return None,
        }
    };
    let sign = match (
        value.is_sign_negative() && !value.is_nan(),
        spec.plus,
        spec.space,
    ) {
        (true, ..) => "-",
        (false, true, _) => "+",
        (false, false, true) => " ",
        (false, false, false) if value.is_infinite() => "+",
        (false, false, false) => "",
    };
    let text = format!("{sign}{body}");
    Some(if verb.is_ascii_uppercase() {
        text.to_uppercase()
    } else {
        text
    })
}

/// The shortest text that reads back as the same float, with an exponent below 1e-4 and from 1e6 on.
pub(super) fn shortest(value: f64, single: bool) -> String {
    let scientific = match single {
        true => format!("{:e}", value as f32),
        false => format!("{value:e}"),
    };
    let (mantissa, power) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let power: i32 = power.parse().unwrap_or(0);
    if !(-4..6).contains(&power) {
        return exponent(&format!("{mantissa}e{power}"));
    }
    match single {
        true => format!("{}", value as f32),
        false => format!("{value}"),
    }
}

/// Rust writes `1.5e7`, Go `1.5e+07`.
pub(super) fn exponent(text: &str) -> String {
    let (mantissa, power) = text.split_once('e').unwrap_or((text, "0"));
    let power: i32 = power.parse().unwrap_or(0);
    let sign = if power < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", power.unsigned_abs())
}

/// The text as a Go string literal.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '\x07' => out.push_str("\\a"),
            '\x08' => out.push_str("\\b"),
            '\x0c' => out.push_str("\\f"),
            '\x0b' => out.push_str("\\v"),
            c if c.is_control() && (c as u32) < 0x80 => {
                out.push_str(&format!("\\x{:02x}", c as u32))
            }
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortest_floats() {
        assert_eq!(shortest(0.1, false), "0.1");
        assert_eq!(shortest(1e21, false), "1e+21");
        assert_eq!(shortest(123_456_789.0, false), "1.23456789e+08");
        assert_eq!(shortest(100_000.0, false), "100000");
        assert_eq!(shortest(1e-5, false), "1e-05");
        assert_eq!(shortest(f64::from(0.1_f32), true), "0.1");
    }
}
