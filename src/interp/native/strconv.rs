//! Package strconv.

use super::Args;
use crate::interp::fmt_verbs::{quoted, shortest};
use crate::interp::machine::{Machine, Step};
use crate::interp::value::{Cell, Val};

impl Machine<'_, '_> {
    pub(super) fn native_strconv(&mut self, name: &str, args: Args<'_>) -> Step<Option<Val>> {
        let Some(name) = name.strip_prefix("strconv.") else {
            return Ok(None);
        };
        Ok(match name {
            "Itoa" => Some(Val::text(self.arg_int(args, 0).to_string())),
            "FormatInt" => {
                let base = self.arg_int(args, 1);
                Some(Val::text(in_base(self.arg_int(args, 0), base)))
            }
            "FormatBool" => {
                let value = matches!(args.first().map(Val::cells), Some([Cell::Bool(true)]));
                Some(Val::text(value.to_string()))
            }
            "FormatFloat" if self.arg_int(args, 2) < 0 && self.arg_int(args, 1) == 103 => {
                Some(Val::text(shortest(
                    self.arg_float(args, 0),
                    self.arg_int(args, 3) == 32,
                )))
            }
            "Quote" => Some(Val::text(quoted(&self.arg_text(args, 0).lossy()))),
            "Atoi" => {
                let text = self.arg_text(args, 0).lossy();
                Some(self.parsed_int("Atoi", &text, 10))
            }
            "ParseInt" if matches!(self.arg_int(args, 2), 0 | 64) => {
                let text = self.arg_text(args, 0).lossy();
                let base = self.arg_int(args, 1);
                Some(self.parsed_int("ParseInt", &text, u32::try_from(base).unwrap_or(10)))
            }
            "ParseBool" => {
                let text = self.arg_text(args, 0).lossy();
                let value = match text.as_str() {
                    "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
                    "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
                    _other => None,
                };
                let error = value.is_none().then_some("invalid syntax");
                let error = self.number_error("ParseBool", &text, error);
                Some(Val::tuple(vec![Val::bool(value.unwrap_or(false)), error]))
            }
            "ParseFloat" => {
                let text = self.arg_text(args, 0).lossy();
                let value: Option<f64> = text.parse().ok();
                let error = value.is_none().then_some("invalid syntax");
                let error = self.number_error("ParseFloat", &text, error);
                Some(Val::tuple(vec![
                    Val::One(Cell::Float(value.unwrap_or(0.0))),
                    error,
                ]))
            }
            _other => None,
        })
    }

    fn parsed_int(&mut self, function: &str, text: &str, base: u32) -> Val {
        let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
        let well_formed =
            !digits.is_empty() && digits.chars().all(|c| c.is_digit(base.clamp(2, 36)));
        let parsed = match well_formed {
            true => i64::from_str_radix(text, base.clamp(2, 36)).map_err(|_| "value out of range"),
            false => Err("invalid syntax"),
        };
        let limit = if text.starts_with('-') {
            i64::MIN
        } else {
            i64::MAX
        };
        let value = match parsed {
            Ok(value) => value,
            Err("value out of range") => limit,
            Err(_) => 0,
        };
        let error = self.number_error(function, text, parsed.err());
        Val::tuple(vec![Val::int(value), error])
    }

    /// A `*strconv.NumError`, as far as it is visible: its text, and the error inside.
    fn number_error(&mut self, function: &str, text: &str, error: Option<&str>) -> Val {
        let value = error.map(|error| {
            let text = format!("strconv.{function}: parsing {}: {error}", quoted(text));
            self.new_error(&text)
        });
        Val::One(Cell::Iface(value))
    }
}

fn in_base(value: i64, base: i64) -> String {
    let base = u64::try_from(base).unwrap_or(10).clamp(2, 36);
    let mut rest = value.unsigned_abs();
    let mut digits = Vec::new();
    loop {
        let digit = char::from_digit((rest % base) as u32, base as u32);
        digits.push(digit.unwrap_or('0'));
        rest /= base;
        if rest == 0 {
            break;
        }
    }
    if value < 0 {
        digits.push('-');
    }
    digits.iter().rev().collect()
}
