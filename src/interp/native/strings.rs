//! Package strings.

use super::Args;
use crate::interp::machine::{Machine, Step};
use crate::interp::value::{Cell, Ptr, Str, Val};
use crate::source::Pos;

impl Machine<'_, '_> {
    pub(super) fn native_strings(&mut self, name: &str, args: Args<'_>) -> Step<Option<Val>> {
        if let Some(method) = name.strip_prefix("(*strings.Builder).") {
            return self.native_builder(method, args);
        }
        let Some(name) = name.strip_prefix("strings.") else {
            return Ok(None);
        };
        let (a, b) = (
            self.arg_text(args, 0).lossy(),
            self.arg_text(args, 1).lossy(),
        );
        let text = |value: String| Some(Val::text(value));
        let truth = |value| Some(Val::bool(value));
        let place = |at: Option<usize>| Some(Val::int(at.map_or(-1, |at| at as i64)));
        Ok(match name {
            "Contains" => truth(a.contains(&b)),
            "ContainsAny" => truth(a.contains(|c| b.contains(c))),
            "HasPrefix" => truth(a.starts_with(&b)),
            "HasSuffix" => truth(a.ends_with(&b)),
            "EqualFold" => truth(a.to_lowercase() == b.to_lowercase()),
            "Index" => place(a.find(&b)),
            "LastIndex" => place(a.rfind(&b)),
            "IndexByte" => {
                let byte = self.arg_int(args, 1) as u8;
                place(a.bytes().position(|c| c == byte))
            }
            "IndexRune" | "ContainsRune" => {
                let rune = u32::try_from(self.arg_int(args, 1))
                    .ok()
                    .and_then(char::from_u32);
                let at = rune.and_then(|rune| a.find(rune));
                if name == "IndexRune" {
                    place(at)
                } else {
                    truth(at.is_some())
                }
            }
            "Count" if b.is_empty() => Some(Val::int(a.chars().count() as i64 + 1)),
            "Count" => Some(Val::int(a.matches(&b).count() as i64)),
            "ToUpper" => text(a.to_uppercase()),
            "ToLower" => text(a.to_lowercase()),
            "TrimSpace" => text(a.trim().to_owned()),
            "Trim" => text(a.trim_matches(|c| b.contains(c)).to_owned()),
            "TrimLeft" => text(a.trim_start_matches(|c| b.contains(c)).to_owned()),
            "TrimRight" => text(a.trim_end_matches(|c| b.contains(c)).to_owned()),
            "TrimPrefix" => text(a.strip_prefix(&b).unwrap_or(&a).to_owned()),
            "TrimSuffix" => text(a.strip_suffix(&b).unwrap_or(&a).to_owned()),
            "Repeat" => {
                let count = self.arg_int(args, 1);
                if count < 0 || count as usize * a.len() > 1 << 30 {
                    return Err(self.unsupported("strings.Repeat of that size", Pos::NONE));
                }
                text(a.repeat(count as usize))
            }
            "Replace" | "ReplaceAll" => {
                let new = self.arg_text(args, 2).lossy();
                let count = if name == "Replace" {
                    self.arg_int(args, 3)
                } else {
                    -1
                };
                text(match usize::try_from(count) {
                    Ok(count) => a.replacen(&b, &new, count),
                    Err(_) => a.replace(&b, &new),
                })
            }
            "Join" => {
                let parts = self.strings_of(args.first())?;
                let parts: Vec<String> = parts.iter().map(Str::lossy).collect();
                text(parts.join(&b))
            }
            "Split" => {
                let parts: Vec<Str> = match b.is_empty() {
                    true => a.chars().map(|c| Str::fixed(&c.to_string())).collect(),
                    false => a.split(&b).map(Str::fixed).collect(),
                };
                Some(self.new_strings(parts))
            }
            "Fields" => {
                let parts = a.split_whitespace().map(Str::fixed).collect();
                Some(self.new_strings(parts))
            }
            "Compare" => Some(Val::int(a.cmp(&b) as i64)),
            "Map" => Some(self.map_runes(args, &b)?),
            _other => None,
        })
    }

    /// `strings.Map(f, s)`
    fn map_runes(&mut self, args: Args<'_>, source: &str) -> Step<Val> {
        let func = args.first().cloned().unwrap_or(Val::Unit);
        let mut out = String::new();
        for rune in source.chars() {
            let arg = vec![Val::int(i64::from(u32::from(rune)))];
            let mapped = self.call_value(&func, arg, false, Pos::NONE)?;
            let mapped = u32::try_from(self.int_of(&mapped)).ok();
            out.extend(mapped.and_then(char::from_u32));
        }
        Ok(Val::text(out))
    }

    /// A builder keeps its text as a string in its last cell.
    fn native_builder(&mut self, method: &str, args: Args<'_>) -> Step<Option<Val>> {
        let recv = args.first().cloned().unwrap_or(Val::Unit);
        let ptr = self.non_nil(&recv)?;
        let no_error = Val::One(Cell::Iface(None));
        let text = self.arg_text(args, 1);
        Ok(match method {
            "WriteString" => {
                self.builder_push(ptr, text.bytes())?;
                Some(Val::tuple(vec![Val::int(text.len() as i64), no_error]))
            }
            "WriteByte" => {
                self.builder_push(ptr, &[self.arg_int(args, 1) as u8])?;
                Some(no_error)
            }
            "WriteRune" => {
                let rune = u32::try_from(self.arg_int(args, 1))
                    .ok()
                    .and_then(char::from_u32);
                let rune = rune.unwrap_or(char::REPLACEMENT_CHARACTER).to_string();
                self.builder_push(ptr, rune.as_bytes())?;
                Some(Val::tuple(vec![Val::int(rune.len() as i64), no_error]))
            }
            "String" => Some(Val::One(Cell::Str(self.builder_text(ptr)))),
            "Len" => Some(Val::int(self.builder_text(ptr).len() as i64)),
            "Reset" => {
                self.set_builder(ptr, Str::fixed(""))?;
                Some(Val::Unit)
            }
            "Grow" => Some(Val::Unit),
            _other => None,
        })
    }

    fn builder_cell(ptr: Ptr) -> Ptr {
        ptr.plus(1)
    }

    fn builder_text(&self, ptr: Ptr) -> Str {
        match self.memory.cells(Self::builder_cell(ptr), 1) {
            Some([Cell::Str(text)]) => text.clone(),
            _empty => Str::fixed(""),
        }
    }

    fn set_builder(&mut self, ptr: Ptr, text: Str) -> Step<()> {
        match self.memory.cells_mut(Self::builder_cell(ptr), 1) {
            Some([cell]) => {
                *cell = Cell::Str(text);
                Ok(())
            }
            _gone => Err(self.dangling(ptr.obj, "a use of a builder", Pos::NONE)),
        }
    }

    /// Adds bytes to a builder.
    pub(super) fn builder_push(&mut self, ptr: Ptr, bytes: &[u8]) -> Step<()> {
        // Taken out, so that nobody else holds it and it grows in place.
        let mut text = self.builder_text(ptr);
        self.set_builder(ptr, Str::fixed(""))?;
        text.push(bytes);
        self.set_builder(ptr, text)
    }
}
