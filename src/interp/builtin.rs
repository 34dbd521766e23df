//! Predeclared functions.

use super::arith::{basic_of, round};
use super::fmt_verbs::shortest;
use super::frame::Frame;
use super::machine::{Machine, Step};
use super::value::{Cell, SliceVal, Str, Val};
use crate::ir::{BuiltinOp, Value, ValueList};
use crate::source::Pos;
use crate::types::{Basic, TypeId, TypeKind};
use escargo_grammar::ast::BinaryOp;

impl<'a, 'p> Machine<'a, 'p> {
    /// A call of a predeclared function.
    pub fn builtin(
        &mut self,
        frame: &mut Frame<'a, 'p>,
        value: Value,
        op: BuiltinOp,
        args: ValueList,
    ) -> Step<Val> {
        let args: Vec<Value> = args.as_slice(&frame.function.value_lists).to_vec();
        let pos = frame.pos(value);
        let first = args.first().map_or(Val::Unit, |&arg| frame.val(arg));
        let first_ty = match args.first() {
            Some(&arg) => Some(self.type_of(frame, arg)?),
            None => None,
        };
        match op {
            BuiltinOp::Len => Ok(Val::int(self.length(&first, first_ty, pos)?)),
            BuiltinOp::Cap => Ok(Val::int(self.capacity(&first, first_ty))),
            BuiltinOp::Clear => self.clear(&first, first_ty, pos),
            BuiltinOp::Close => Err(self.unsupported("channels", pos)),
            BuiltinOp::Complex => self.complex(frame, value, &args),
            BuiltinOp::Real | BuiltinOp::Imag => Ok(match first.cells() {
                [Cell::Complex(re, im)] => {
                    let part = if op == BuiltinOp::Real { *re } else { *im };
                    Val::One(Cell::Float(part))
                }
                _other => Val::One(Cell::Float(0.0)),
            }),
            BuiltinOp::Copy => self.copy(frame, &args, pos),
            BuiltinOp::Delete => {
                let key = args.get(1).map(|&key| frame.cells(key)).unwrap_or_default();
                self.delete(&first, &key)
            }
            BuiltinOp::Max | BuiltinOp::Min => self.extreme(frame, op, &args, first_ty),
            BuiltinOp::Panic => Err(self.panic_with(&first)),
            BuiltinOp::Print | BuiltinOp::Println => self.print(frame, op, &args),
            BuiltinOp::Recover => Ok(self.recover(frame.deferred)),
            BuiltinOp::UnsafeString | BuiltinOp::UnsafeStringData => {
                Err(self.unsupported("unsafe strings", pos))
            }
            BuiltinOp::UnsafeAdd | BuiltinOp::UnsafeSlice => {
                Err(self.unsupported("unsafe pointers", pos))
            }
            BuiltinOp::UnsafeSliceData => Ok(Val::One(Cell::Ptr(self.slice_of(&first).ptr))),
        }
    }

    fn length(&self, val: &Val, ty: Option<TypeId>, pos: Pos) -> Step<i64> {
        Ok(match (val.cells(), ty.map(|ty| self.array_length(ty))) {
            (_, Some(Some(len))) => len,
            ([Cell::Str(text)], _) => text.len() as i64,
            ([Cell::Slice(slice)], _) => i64::from(slice.len),
            ([Cell::Ptr(Some(ptr))], _) => match self.memory.map(ptr.obj) {
                Some(map) => map.len() as i64,
                None => return Err(self.dangling(ptr.obj, "len", pos)),
            },
            _nil => 0,
        })
    }

    fn capacity(&self, val: &Val, ty: Option<TypeId>) -> i64 {
        match ty.and_then(|ty| self.array_length(ty)) {
            Some(len) => len,
            None => i64::from(self.slice_of(val).cap),
        }
    }

    /// The length of an array, or of the array that a pointer points to.
    fn array_length(&self, ty: TypeId) -> Option<i64> {
        let world = self.program.world;
        let array = world.pointee(ty).unwrap_or(ty);
        match world.underlying_kind(array) {
            TypeKind::Array(len, _) => Some(*len),
            _other => None,
        }
    }

    fn clear(&mut self, val: &Val, ty: Option<TypeId>, pos: Pos) -> Step<Val> {
        match val.cells() {
            [Cell::Ptr(Some(ptr))] => {
                if let Some(map) = self.memory.map_mut(ptr.obj) {
                    map.clear();
                }
            }
            [
                Cell::Slice(SliceVal {
                    ptr: Some(ptr),
                    len,
                    ..
                }),
            ] => {
                if let Some(TypeKind::Slice(elem)) =
                    ty.map(|ty| self.program.world.underlying_kind(ty))
                {
                    let zero = self.program.layouts.zero(*elem);
                    for n in 0..*len {
                        self.write_memory(ptr.plus(n * zero.len() as u32), &zero, pos)?;
                    }
                }
            }
            _nil => {}
        }
        Ok(Val::Unit)
    }

    fn complex(&mut self, frame: &Frame<'a, 'p>, value: Value, args: &[Value]) -> Step<Val> {
        let ty = self.type_of(frame, value)?;
        let basic = basic_of(self.program.world, ty);
        let part = |n: usize| match args.get(n).map(|&arg| frame.val(arg)) {
            Some(Val::One(Cell::Float(value))) => round(basic, value),
            _other => 0.0,
        };
        Ok(Val::One(Cell::Complex(part(0), part(1))))
    }

    fn copy(&mut self, frame: &Frame<'a, 'p>, args: &[Value], pos: Pos) -> Step<Val> {
        let &[to, from] = args else {
            return Ok(Val::int(0));
        };
        let to_slice = self.slice_of(&frame.val(to));
        let ty = self.type_of(frame, to)?;
        let width = match self.program.world.underlying_kind(ty) {
            TypeKind::Slice(elem) => self.program.layouts.cells(*elem),
            _other => 0,
        };
        let from_val = frame.val(from);
        let from_len = match from_val.cells() {
            [Cell::Str(text)] => text.len() as u32,
            _slice => self.slice_of(&from_val).len,
        };
        let count = to_slice.len.min(from_len);
        let cells = self.spread_cells(frame, from)?;
        let cells = cells.get(..(count * width) as usize).unwrap_or(&[]);
        if let Some(ptr) = to_slice.ptr {
            self.write_memory(ptr, cells, pos)?;
        }
        Ok(Val::int(i64::from(count)))
    }

    fn delete(&mut self, map: &Val, key: &[Cell]) -> Step<Val> {
        let atoms = self.key_atoms(key)?;
        if let [Cell::Ptr(Some(ptr))] = map.cells()
            && let Some(map) = self.memory.map_mut(ptr.obj)
        {
            map.remove(&atoms);
        }
        Ok(Val::Unit)
    }

    fn extreme(
        &mut self,
        frame: &Frame<'a, 'p>,
        op: BuiltinOp,
        args: &[Value],
        ty: Option<TypeId>,
    ) -> Step<Val> {
        let Some(ty) = ty else {
            return Ok(Val::Unit);
        };
        let mut best: Option<Val> = None;
        for &arg in args {
            let val = frame.val(arg);
            best = Some(match best {
                None => val,
                Some(best) => self.better(op, best, val, ty)?,
            });
        }
        Ok(best.unwrap_or(Val::Unit))
    }

    /// NaN wins; of two zeros `min` takes the negative one and `max` the positive one.
    fn better(&mut self, op: BuiltinOp, best: Val, val: Val, ty: TypeId) -> Step<Val> {
        if let (&[Cell::Float(a)], &[Cell::Float(b)]) = (best.cells(), val.cells()) {
            if a.is_nan() {
                return Ok(best);
            }
            if b.is_nan() {
                return Ok(val);
            }
            if a == 0.0 && b == 0.0 {
                let takes_b = a.is_sign_negative() != (op == BuiltinOp::Min);
                return Ok(if takes_b { val } else { best });
            }
        }
        let less = if op == BuiltinOp::Min {
            BinaryOp::Lt
        } else {
            BinaryOp::Gt
        };
        let is_better = self.binary(less, &val, &best, ty, ty)?;
        let is_better = matches!(is_better.cells(), [Cell::Bool(true)]);
        Ok(if is_better { val } else { best })
    }

    fn print(&mut self, frame: &Frame<'a, 'p>, op: BuiltinOp, args: &[Value]) -> Step<Val> {
        let mut out = Vec::new();
        for (n, &arg) in args.iter().enumerate() {
            if n > 0 && op == BuiltinOp::Println {
                out.push(b' ');
            }
            let ty = self.type_of(frame, arg)?;
            match frame.val(arg).cells() {
                [Cell::Str(text)] => out.extend_from_slice(text.bytes()),
                [cell] => out.extend_from_slice(self.print_text(cell, ty).as_bytes()),
                _other => {}
            }
        }
        if op == BuiltinOp::Println {
            out.push(b'\n');
        }
        self.print_err(&out);
        Ok(Val::Unit)
    }

    /// A float as the runtime prints it: the shortest text from Go 1.26 on, before it always seven digits.
    fn print_float(&self, value: f64, basic: Basic, signed: bool) -> String {
        if self.program.analysis.release.minor() < 26 || !value.is_finite() {
            return seven_digits(value);
        }
        let single = matches!(basic, Basic::Float32 | Basic::Complex64);
        let sign = match (value.is_sign_negative(), signed) {
            (true, _) => "-",
            (false, true) => "+",
            (false, false) => "",
        };
        format!("{sign}{}", shortest(value.abs(), single))
    }

    /// A scalar as the runtime prints it.
    pub fn print_text(&self, cell: &Cell, ty: TypeId) -> String {
        let basic = basic_of(self.program.world, ty);
        match cell {
            Cell::Bool(value) => value.to_string(),
            Cell::Int(value) => match basic {
                Basic::Uint | Basic::Uint64 | Basic::Uintptr => (*value as u64).to_string(),
                _signed => value.to_string(),
            },
            Cell::Float(value) => self.print_float(*value, basic, false),
            Cell::Complex(re, im) => {
                let re = self.print_float(*re, basic, false);
                format!("({re}{}i)", self.print_float(*im, basic, true))
            }
            Cell::Str(text) => text.lossy(),
            Cell::Ptr(None) => "0x0".to_owned(),
            Cell::Ptr(Some(ptr)) => address(ptr.obj, ptr.off),
            Cell::Slice(slice) => {
                let at = slice
                    .ptr
                    .map_or("0x0".to_owned(), |ptr| address(ptr.obj, ptr.off));
                format!("[{}/{}]{at}", slice.len, slice.cap)
            }
            Cell::Iface(iface) => {
                let data = iface.and_then(|iface| iface.data);
                let at = data.map_or("0x0".to_owned(), |ptr| address(ptr.obj, ptr.off));
                let ty = if iface.is_some() { "0x1000" } else { "0x0" };
                format!("({ty},{at})")
            }
        }
    }
}

/// An address that looks like one of Go's, and is the same in each run.
pub(super) fn address(obj: super::value::ObjRef, off: u32) -> String {
    let base = 0xc0_0000_0000_u64 + u64::from(obj.index.get()) * 0x1000;
    format!("{:#x}", base + u64::from(off) * 8)
}

/// `+1.500000e+000`
fn seven_digits(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    let text = format!("{value:+.6e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:03}", exponent.unsigned_abs())
}

/// The text of a string cell; empty for others.
pub(super) fn text_cell(cell: &Cell) -> Str {
    match cell {
        Cell::Str(text) => text.clone(),
        _other => Str::fixed(""),
    }
}

#[cfg(test)]
mod tests {
    use super::seven_digits;

    #[test]
    fn floats_as_the_runtime_prints_them() {
        assert_eq!(seven_digits(1.5), "+1.500000e+000");
        assert_eq!(seven_digits(-0.001), "-1.000000e-003");
    }
}
