//! Package fmt: `Print`, `Println` and the format strings of `Printf`.

use super::fmt_verbs::{Spec, pad};
use super::machine::{Machine, Step};
use super::type_name::runtime_name;
use super::value::{Cell, IfaceVal, Val};

/// An operand: an interface value.
pub(super) type Arg = Option<IfaceVal>;

/// The state of reading a format.
struct Format<'f> {
    rest: &'f str,
    args: &'f [Arg],
    next: usize,
    reordered: bool,
    good_index: bool,
}

impl Machine<'_, '_> {
    /// The operands of a call: the elements of its last argument.
    pub fn fmt_args(&self, val: Option<&Val>) -> Step<Vec<Arg>> {
        let slice = val.map_or(super::value::SliceVal::NIL, |val| self.slice_of(val));
        let cells = self.elements(slice, 1, crate::source::Pos::NONE)?;
        let arg = |cell| match cell {
            Cell::Iface(arg) => arg,
            _other => None,
        };
        Ok(cells.into_iter().map(arg).collect())
    }

    /// `fmt.Sprint`: blanks between operands of which neither is a string.
    pub fn sprint(&mut self, args: &[Arg]) -> Step<Vec<u8>> {
        let mut out = Vec::new();
        let mut was_string = false;
        for (n, arg) in args.iter().enumerate() {
            let is_string = arg.is_some_and(|arg| self.is_string(arg));
            if n > 0 && !is_string && !was_string {
                out.push(b' ');
            }
            self.operand(&mut out, &Spec::default(), 'v', *arg)?;
            was_string = is_string;
        }
        Ok(out)
    }

    fn is_string(&self, arg: IfaceVal) -> bool {
        let basic = super::arith::basic_of(self.program.world, arg.ty);
        basic == crate::types::Basic::String
    }

    /// `fmt.Sprintln`
    pub fn sprintln(&mut self, args: &[Arg]) -> Step<Vec<u8>> {
        let mut out = Vec::new();
        for (n, arg) in args.iter().enumerate() {
            if n > 0 {
                out.push(b' ');
            }
            self.operand(&mut out, &Spec::default(), 'v', *arg)?;
        }
        out.push(b'\n');
        Ok(out)
    }

    /// `fmt.Sprintf`
    pub fn sprintf(&mut self, format: &str, args: &[Arg]) -> Step<Vec<u8>> {
        let mut out = Vec::new();
        let mut state = Format {
            rest: format,
            args,
            next: 0,
            reordered: false,
            good_index: true,
        };
        while let Some(at) = state.rest.find('%') {
            out.extend_from_slice(&state.rest.as_bytes()[..at]);
            state.rest = &state.rest[at + 1..];
            self.directive(&mut state, &mut out)?;
        }
        out.extend_from_slice(state.rest.as_bytes());
        if !state.reordered && state.next < args.len() {
            self.extra(&args[state.next..], &mut out)?;
        }
        Ok(out)
    }

    /// One `%…` of a format, after the percent sign.
    fn directive(&mut self, state: &mut Format<'_>, out: &mut Vec<u8>) -> Step<()> {
        let mut spec = Spec::default();
        state.good_index = true;
        state.flags(&mut spec);
        state.index();
        if state.take('*') {
            match self.star(state) {
                Some(width) => {
                    spec.minus |= width < 0;
                    spec.zero &= width >= 0;
                    spec.width = Some(width.unsigned_abs() as usize);
                }
                None => out.extend_from_slice(b"%!(BADWIDTH)"),
            }
        } else {
            spec.width = state.number();
        }
        if state.take('.') {
            state.index();
            if state.take('*') {
                match self.star(state) {
                    Some(precision) if precision >= 0 => spec.precision = Some(precision as usize),
                    Some(_) => {}
                    None => out.extend_from_slice(b"%!(BADPREC)"),
                }
            } else {
                spec.precision = Some(state.number().unwrap_or(0));
            }
        }
        state.index();
        let Some(verb) = state.rest.chars().next() else {
            out.extend_from_slice(b"%!(NOVERB)");
            return Ok(());
        };
        state.rest = &state.rest[verb.len_utf8()..];
        if verb == '%' {
            out.push(b'%');
        } else if !state.good_index {
            out.extend_from_slice(format!("%!{verb}(BADINDEX)").as_bytes());
        } else if let Some(arg) = state.args.get(state.next).copied() {
            state.next += 1;
            let verb = if verb == 'w' { 'v' } else { verb };
            if verb == 'v' {
                spec.settle_for_v();
            }
            self.operand(out, &spec, verb, arg)?;
        } else {
            out.extend_from_slice(format!("%!{verb}(MISSING)").as_bytes());
        }
        Ok(())
    }

    /// The operand of a `*`.
    fn star(&self, state: &mut Format<'_>) -> Option<i64> {
        let arg = state.args.get(state.next).copied().flatten()?;
        state.next += 1;
        match self.unboxed(arg).ok()?.as_ref() {
            [Cell::Int(value)] if value.abs() <= 1_000_000 => Some(*value),
            _other => None,
        }
    }

    fn extra(&mut self, args: &[Arg], out: &mut Vec<u8>) -> Step<()> {
        out.extend_from_slice(b"%!(EXTRA ");
        for (n, arg) in args.iter().enumerate() {
            if n > 0 {
                out.extend_from_slice(b", ");
            }
            match arg {
                None => out.extend_from_slice(b"<nil>"),
                Some(value) => {
                    out.extend_from_slice(runtime_name(self.program.world, value.ty).as_bytes());
                    out.push(b'=');
                    self.operand(out, &Spec::default(), 'v', *arg)?;
                }
            }
        }
        out.push(b')');
        Ok(())
    }

    /// One operand.
    pub fn operand(&mut self, out: &mut Vec<u8>, spec: &Spec, verb: char, arg: Arg) -> Step<()> {
        let Some(value) = arg else {
            match verb {
                'T' | 'v' => pad(out, spec, "<nil>"),
                _other => out.extend_from_slice(format!("%!{verb}(<nil>)").as_bytes()),
            }
            return Ok(());
        };
        if verb == 'T' {
            pad(out, spec, &runtime_name(self.program.world, value.ty));
            return Ok(());
        }
        let cells = self.unboxed(value)?;
        self.format_value(out, spec, verb, (&cells, value.ty), (0, true))
    }
}

impl Format<'_> {
    fn take(&mut self, c: char) -> bool {
        match self.rest.strip_prefix(c) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn flags(&mut self, spec: &mut Spec) {
        loop {
            match self.rest.as_bytes().first() {
                Some(b'#') => spec.sharp = true,
                Some(b'0') => spec.zero = true,
                Some(b'+') => spec.plus = true,
                Some(b'-') => spec.minus = true,
                Some(b' ') => spec.space = true,
                _other => break,
            }
            self.rest = &self.rest[1..];
        }
    }

    fn number(&mut self) -> Option<usize> {
        let end = self.rest.find(|c: char| !c.is_ascii_digit());
        let (digits, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        digits.parse().ok().filter(|&n| n <= 1_000_000)
    }

    /// `[3]`: the number of the operand that comes next.
    fn index(&mut self) {
        if !self.rest.starts_with('[') {
            return;
        }
        self.reordered = true;
        let Some(end) = self.rest.find(']') else {
            self.good_index = false;
            self.rest = &self.rest[1..];
            return;
        };
        let number: Option<usize> = self.rest[1..end].parse().ok();
        self.rest = &self.rest[end + 1..];
        match number {
            Some(n) if (1..=self.args.len()).contains(&n) => self.next = n - 1,
            _wrong => self.good_index = false,
        }
    }
}
