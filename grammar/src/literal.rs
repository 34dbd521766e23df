//! Numbers, strings and characters: where they end, what is wrong with them, what they mean.

use crate::ast::LitKind;

/// A number at the start of a text.
#[derive(Debug)]
pub struct Number {
    /// Its length in bytes.
    pub length: usize,
    /// What it is.
    pub kind: LitKind,
    /// What is wrong, and where.
    pub error: Option<(usize, String)>,
}

/// A number taken apart.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NumberParts {
    /// 2, 8, 10 or 16.
    pub base: u32,
    /// Digits before the point, without underscores and prefix.
    pub integer: String,
    /// Digits behind the point.
    pub fraction: String,
    /// The exponent: of two in hexadecimal numbers, else of ten. Saturates.
    pub exponent: i64,
    /// Whether it ends in `i`.
    pub imaginary: bool,
}

/// Finds the end of the number that `text` starts with (a digit, or a point and a digit).
pub fn scan_number(text: &str) -> Number {
    let mut scan = NumberScan {
        bytes: text.as_bytes(),
        at: 0,
        error: None,
    };
    let kind = scan.number();
    Number {
        length: scan.at,
        kind,
        error: scan.error,
    }
}

struct NumberScan<'t> {
    bytes: &'t [u8],
    at: usize,
    error: Option<(usize, String)>,
}

/// What a run of digits was like.
#[derive(Default)]
struct Digits {
    any: bool,
    separator: bool,
    bad: Option<usize>,
}

impl NumberScan<'_> {
    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    fn fail(&mut self, at: usize, message: impl Into<String>) {
        if self.error.is_none() {
            self.error = Some((at, message.into()));
        }
    }

    fn number(&mut self) -> LitKind {
        let mut base = 10;
        let mut prefix = 0u8;
        let mut kind = LitKind::Int;
        let mut digits = Digits::default();
        let mut separators = false;
        if self.peek() != b'.' {
            if self.peek() == b'0' {
                self.at += 1;
                (base, prefix) = match self.peek().to_ascii_lowercase() {
                    b'x' => (16, b'x'),
                    b'o' => (8, b'o'),
                    b'b' => (2, b'b'),
                    _ => (8, b'0'),
                };
                if prefix == b'0' {
                    digits.any = true;
                } else {
                    self.at += 1;
                }
            }
            self.digits(base, &mut digits);
            separators |= digits.separator;
        }
        if self.peek() == b'.' {
            kind = LitKind::Float;
            if prefix == b'o' || prefix == b'b' {
                self.fail(
                    self.at,
                    format!("invalid radix point in {} literal", base_name(base)),
                );
            }
            self.at += 1;
            self.digits(base, &mut digits);
            separators |= digits.separator;
        }
        if !digits.any {
            self.fail(
                self.at,
                format!("{} literal has no digits", base_name(base)),
            );
        }
        kind = self.exponent(prefix, kind, &mut separators);
        if self.peek() == b'i' {
            kind = LitKind::Imaginary;
            self.at += 1;
        }
        if kind == LitKind::Int
            && let Some(bad) = digits.bad
        {
            let digit = self.bytes[bad] as char;
            self.fail(
                bad,
                format!("invalid digit '{digit}' in {} literal", base_name(base)),
            );
        }
        if separators && let Some(at) = misplaced_separator(&self.bytes[..self.at]) {
            self.fail(at, "'_' must separate successive digits");
        }
        kind
    }

    fn exponent(&mut self, prefix: u8, kind: LitKind, separators: &mut bool) -> LitKind {
        let e = self.peek().to_ascii_lowercase();
        if e != b'e' && e != b'p' {
            if prefix == b'x' && kind == LitKind::Float {
                self.fail(self.at, "hexadecimal mantissa requires a 'p' exponent");
            }
            return kind;
        }
        let written = self.peek() as char;
        if e == b'e' && prefix != 0 && prefix != b'0' {
            self.fail(
                self.at,
                format!("'{written}' exponent requires decimal mantissa"),
            );
        } else if e == b'p' && prefix != b'x' {
            self.fail(
                self.at,
                format!("'{written}' exponent requires hexadecimal mantissa"),
            );
        }
        self.at += 1;
        if matches!(self.peek(), b'+' | b'-') {
            self.at += 1;
        }
        let mut digits = Digits::default();
        self.digits(10, &mut digits);
        *separators |= digits.separator;
        if !digits.any {
            self.fail(self.at, "exponent has no digits");
        }
        LitKind::Float
    }

    /// Digits and underscores. Decimal digits too large for the base are taken along and noted.
    fn digits(&mut self, base: u32, digits: &mut Digits) {
        loop {
            let c = self.peek();
            let taken = match base {
                16 => c.is_ascii_hexdigit(),
                _ => c.is_ascii_digit(),
            };
            if c == b'_' {
                digits.separator = true;
            } else if taken {
                digits.any = true;
                if base < 10 && u32::from(c - b'0') >= base && digits.bad.is_none() {
                    digits.bad = Some(self.at);
                }
            } else {
                return;
            }
            self.at += 1;
        }
    }
}

fn base_name(base: u32) -> &'static str {
    match base {
        2 => "binary",
        8 => "octal",
        10 => "decimal",
        _ => "hexadecimal",
    }
}

/// The place of an underscore that does not stand between digits (or between a base prefix and a digit).
fn misplaced_separator(number: &[u8]) -> Option<usize> {
    let prefixed = number.len() > 1
        && number[0] == b'0'
        && matches!(number[1].to_ascii_lowercase(), b'x' | b'o' | b'b');
    let hex = prefixed && number[1].eq_ignore_ascii_case(&b'x');
    let digit = |c: u8| {
        if hex {
            c.is_ascii_hexdigit()
        } else {
            c.is_ascii_digit()
        }
    };
    let mut before = if prefixed { b'0' } else { b'.' };
    let start = if prefixed { 2 } else { 0 };
    for (at, &c) in number.iter().enumerate().skip(start) {
        let now = if c == b'_' {
            b'_'
        } else if digit(c) {
            b'0'
        } else {
            b'.'
        };
        if now == b'_' && before != b'0' {
            return Some(at);
        }
        if now == b'.' && before == b'_' {
            return Some(at - 1);
        }
        before = now;
    }
    (before == b'_').then(|| number.len() - 1)
}

/// Takes a number apart that the lexer found nothing wrong with.
pub fn number_parts(text: &str) -> NumberParts {
    let (text, imaginary) = match text.strip_suffix('i') {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    let lower = text.replace('_', "").to_ascii_lowercase();
    let (base, body) = if let Some(rest) = lower.strip_prefix("0x") {
        (16, rest)
    } else if let Some(rest) = lower.strip_prefix("0b") {
        (2, rest)
    } else if let Some(rest) = lower.strip_prefix("0o") {
        (8, rest)
    } else {
        (10, lower.as_str())
    };
    let mark = if base == 16 { 'p' } else { 'e' };
    let (mantissa, exponent) = match body.split_once(mark) {
        Some((mantissa, exponent)) => (mantissa, saturating_exponent(exponent)),
        None => (body, 0),
    };
    let (integer, fraction, is_float) = match mantissa.split_once('.') {
        Some((integer, fraction)) => (integer, fraction, true),
        None => (mantissa, "", body.contains(mark)),
    };
    // `0755` is octal, but `0755.5`, `0755e1` and `0755i` are decimal.
    let octal =
        base == 10 && integer.len() > 1 && integer.starts_with('0') && !is_float && !imaginary;
    NumberParts {
        base: if octal { 8 } else { base },
        integer: integer.to_owned(),
        fraction: fraction.to_owned(),
        exponent,
        imaginary,
    }
}

fn saturating_exponent(text: &str) -> i64 {
    match text.parse::<i64>() {
        Ok(value) => value,
        Err(_) if text.starts_with('-') => i64::MIN,
        Err(_) => i64::MAX,
    }
}

/// Finds the end of the string that `text` starts with, and what is wrong in it.
pub fn scan_string(text: &str) -> (usize, Vec<(usize, String)>) {
    if let Some(raw) = text.strip_prefix('`') {
        return match raw.find('`') {
            Some(at) => (at + 2, Vec::new()),
            None => (text.len(), vec![(0, "string not terminated".to_owned())]),
        };
    }
    let mut errors = Vec::new();
    let mut at = 1;
    loop {
        match text.as_bytes().get(at) {
            None => {
                errors.push((0, "string not terminated".to_owned()));
                return (at, errors);
            }
            Some(b'"') => return (at + 1, errors),
            Some(b'\n') => {
                errors.push((at, "newline in string".to_owned()));
                return (at, errors);
            }
            Some(b'\\') => {
                let (length, error) = scan_escape(&text[at..], '"');
                if let Some((offset, message)) = error {
                    errors.push((at + offset, message));
                }
                at += length;
            }
            Some(_) => at += text[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
}

/// Finds the end of the character that `text` starts with, and what is wrong in it.
pub fn scan_rune(text: &str) -> (usize, Vec<(usize, String)>) {
    let mut errors: Vec<(usize, String)> = Vec::new();
    let mut at = 1;
    let mut count = 0;
    loop {
        match text.as_bytes().get(at) {
            None => {
                if errors.is_empty() {
                    errors.push((0, "rune literal not terminated".to_owned()));
                }
                return (at, errors);
            }
            Some(b'\'') => {
                if errors.is_empty() && count == 0 {
                    errors.push((
                        0,
                        "empty rune literal or unescaped ' in rune literal".to_owned(),
                    ));
                } else if errors.is_empty() && count != 1 {
                    errors.push((0, "more than one character in rune literal".to_owned()));
                }
                return (at + 1, errors);
            }
            Some(b'\n') => {
                if errors.is_empty() {
                    errors.push((at, "newline in rune literal".to_owned()));
                }
                return (at, errors);
            }
            Some(b'\\') => {
                let (length, error) = scan_escape(&text[at..], '\'');
                if let Some((offset, message)) = error {
                    errors.push((at + offset, message));
                }
                at += length;
            }
            Some(_) => at += text[at..].chars().next().map_or(1, char::len_utf8),
        }
        count += 1;
    }
}

/// Length of the escape sequence at the start of `text`, and what is wrong with it.
fn scan_escape(text: &str, quote: char) -> (usize, Option<(usize, String)>) {
    let mut chars = text.char_indices().skip(1);
    let Some((_, kind)) = chars.next() else {
        return (text.len(), Some((1, "escape not terminated".to_owned())));
    };
    let (digits, base, max) = match kind {
        'a' | 'b' | 'f' | 'n' | 'r' | 't' | 'v' | '\\' => return (2, None),
        c if c == quote => return (2, None),
        '0'..='7' => (3, 8, 255),
        'x' => (2, 16, 255),
        'u' => (4, 16, 0x10_FFFF),
        'U' => (8, 16, 0x10_FFFF),
        _ => return (1, Some((1, "unknown escape".to_owned()))),
    };
    let start = if base == 8 { 1 } else { 2 };
    let mut value: u64 = 0;
    for n in 0..digits {
        let at = start + n;
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else {
            return (
                at.min(text.len()),
                Some((1, "escape not terminated".to_owned())),
            );
        };
        let Some(digit) = c.to_digit(base) else {
            let kind = base_name(base);
            let message = format!("invalid character {c:?} in {kind} escape");
            return (at, Some((at, message)));
        };
        value = value * u64::from(base) + u64::from(digit);
    }
    let length = start + digits;
    if value > max && base == 8 {
        let message = format!("octal escape value {value} > 255");
        return (length, Some((0, message)));
    }
    if value > max || (digits >= 4 && (0xD800..0xE000).contains(&value)) {
        let message =
            format!("escape is invalid Unicode code point {value:#X}").replacen("0X", "U+", 1);
        return (length, Some((0, message)));
    }
    (length, None)
}

/// The bytes that a string literal stands for; `None` if it is broken.
pub fn string_value(literal: &str) -> Option<Vec<u8>> {
    if let Some(raw) = literal.strip_prefix('`') {
        let raw = raw.strip_suffix('`')?;
        return Some(raw.bytes().filter(|&byte| byte != b'\r').collect());
    }
    let inner = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut bytes = Vec::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(c) = rest.chars().next() {
        if c != '\\' {
            let mut buffer = [0; 4];
            bytes.extend_from_slice(c.encode_utf8(&mut buffer).as_bytes());
            rest = &rest[c.len_utf8()..];
            continue;
        }
        let (length, value, is_byte) = escape_value(rest)?;
        if is_byte {
            bytes.push(u8::try_from(value).ok()?);
        } else {
            let mut buffer = [0; 4];
            let c = char::from_u32(value)?;
            bytes.extend_from_slice(c.encode_utf8(&mut buffer).as_bytes());
        }
        rest = rest.get(length..)?;
    }
    Some(bytes)
}

/// The code that a character literal stands for; `None` if it is broken.
pub fn rune_value(literal: &str) -> Option<u32> {
    let inner = literal.strip_prefix('\'')?.strip_suffix('\'')?;
    let first = inner.chars().next()?;
    if first == '\\' {
        return escape_value(inner).map(|(_, value, _)| value);
    }
    Some(first as u32)
}

/// Length, value and whether it is a single byte, of the escape sequence at the start of `text`.
fn escape_value(text: &str) -> Option<(usize, u32, bool)> {
    let simple = |value: u8| Some((2, u32::from(value), false));
    let kind = text.chars().nth(1)?;
    let (start, digits, base, is_byte) = match kind {
        'a' => return simple(7),
        'b' => return simple(8),
        'f' => return simple(12),
        'n' => return simple(b'\n'),
        'r' => return simple(b'\r'),
        't' => return simple(b'\t'),
        'v' => return simple(11),
        '\\' | '\'' | '"' => return simple(kind as u8),
        '0'..='7' => (1, 3, 8, true),
        'x' => (2, 2, 16, true),
        'u' => (2, 4, 16, false),
        'U' => (2, 8, 16, false),
        _ => return None,
    };
    let value = u32::from_str_radix(text.get(start..start + digits)?, base).ok()?;
    Some((start + digits, value, is_byte))
}
