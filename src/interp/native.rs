//! The standard library as far as it is executed: natively, by qualified name.
//!
//! What is not listed ends the run with a failure that names it. Values that natives allocate are on the heap, as their
//! counterparts' results are; what they only read they do not keep.

mod errors;
mod print;
mod sorting;
mod strconv;
mod strings;

use super::machine::{Machine, Step};
use super::memory::Region;
use super::value::{Cell, Place, Ptr, SliceVal, Str, Val};
use crate::ir::Global;
use crate::source::Pos;
use crate::types::{ObjectId, TypeKind};

/// The arguments of a native call.
pub(super) type Args<'v> = &'v [Val];

impl Machine<'_, '_> {
    /// The name by which a native is found: `strings.Repeat`, `(*strings.Builder).Len`, `errors.errorString.Error`.
    fn native_name(&self, object: ObjectId) -> String {
        let world = self.program.world;
        let info = world.object(object);
        let path = world.package(info.pkg).path;
        let Some(&receiver) = info.receiver.get() else {
            return format!("{path}.{}", info.name);
        };
        let (base, is_pointer) = match world.unaliased_kind(receiver) {
            TypeKind::Pointer(elem) => (*elem, true),
            _value => (receiver, false),
        };
        let name = match world.as_named(base) {
            Some(named) => world.object(world.named(named).object).name.as_str(),
            None => "_",
        };
        match is_pointer {
            true => format!("(*{path}.{name}).{}", info.name),
            false => format!("{path}.{name}.{}", info.name),
        }
    }

    /// Executes a function of the standard library.
    pub fn call_native(&mut self, object: ObjectId, args: Vec<Val>) -> Step<Val> {
        let name = self.native_name(object);
        let args = args.as_slice();
        let groups = [
            Self::native_print,
            Self::native_errors,
            Self::native_strings,
            Self::native_strconv,
            Self::native_sorting,
            Self::native_numbers,
        ];
        for group in groups {
            if let Some(result) = group(self, &name, args)? {
                return Ok(result);
            }
        }
        Err(self.unsupported(&name, Pos::NONE))
    }

    /// A variable of a package that is executed natively.
    pub fn native_global(&mut self, global: Global) -> Step<Place> {
        let path = self.program.world.package(global.package).path;
        let name = format!("{path}.{}", global.name);
        if let Some(&obj) = self.native_globals.get(&name) {
            return Ok(Place::Memory(Ptr { obj, off: 0 }));
        }
        let cell = match name.as_str() {
            "io.EOF" => Cell::Iface(Some(self.new_error("EOF"))),
            "os.Stdout" => Cell::Ptr(Some(self.add_object(Region::Static, vec![Cell::Int(1)]))),
            "os.Stderr" => Cell::Ptr(Some(self.add_object(Region::Static, vec![Cell::Int(2)]))),
            "strconv.ErrSyntax" => Cell::Iface(Some(self.new_error("invalid syntax"))),
            "strconv.ErrRange" => Cell::Iface(Some(self.new_error("value out of range"))),
            "errors.ErrUnsupported" => Cell::Iface(Some(self.new_error("unsupported operation"))),
            _unknown => return Err(self.unsupported(&format!("variable {name}"), Pos::NONE)),
        };
        let ptr = self.add_object(Region::Static, vec![cell]);
        self.native_globals.insert(name, ptr.obj);
        Ok(Place::Memory(ptr))
    }

    /// The string of an argument.
    fn arg_text(&self, args: Args<'_>, n: usize) -> Str {
        args.get(n)
            .map_or_else(|| Str::fixed(""), |arg| self.text_of(arg))
    }

    /// The integer of an argument.
    fn arg_int(&self, args: Args<'_>, n: usize) -> i64 {
        args.get(n).map_or(0, |arg| self.int_of(arg))
    }

    fn arg_float(&self, args: Args<'_>, n: usize) -> f64 {
        match args.get(n).map(Val::cells) {
            Some([Cell::Float(value)]) => *value,
            _other => 0.0,
        }
    }

    /// A slice of strings on the heap.
    fn new_strings(&mut self, parts: Vec<Str>) -> Val {
        let len = parts.len() as u32;
        let cells = parts.into_iter().map(Cell::Str).collect();
        let ptr = Some(self.add_object(Region::Heap, cells));
        Val::One(Cell::Slice(SliceVal { ptr, len, cap: len }))
    }

    /// The strings of a slice.
    fn strings_of(&self, val: Option<&Val>) -> Step<Vec<Str>> {
        let slice = val.map_or(SliceVal::NIL, |val| self.slice_of(val));
        let cells = self.elements(slice, 1, Pos::NONE)?;
        Ok(cells.iter().map(super::builtin::text_cell).collect())
    }

    /// math, os, unicode, sync, time: what needs no file of its own.
    fn native_numbers(&mut self, name: &str, args: Args<'_>) -> Step<Option<Val>> {
        let (x, y) = (self.arg_float(args, 0), self.arg_float(args, 1));
        let rune = u32::try_from(self.arg_int(args, 0))
            .ok()
            .and_then(char::from_u32);
        let rune = rune.unwrap_or(char::REPLACEMENT_CHARACTER);
        let float = |value| Some(Val::One(Cell::Float(value)));
        let truth = |value| Some(Val::bool(value));
        let int = |value| Some(Val::int(value));
        Ok(match name {
            "os.Exit" => return Err(super::machine::Stop::Exit(self.arg_int(args, 0) as i32)),
            "math.Sqrt" => float(x.sqrt()),
            "math.Abs" => float(x.abs()),
            "math.Floor" => float(x.floor()),
            "math.Ceil" => float(x.ceil()),
            "math.Trunc" => float(x.trunc()),
            "math.Round" => float(x.round()),
            "math.Pow" => float(x.powf(y)),
            "math.Mod" => float(x % y),
            "math.Hypot" => float(x.hypot(y)),
            "math.Max" => float(if x.is_nan() || y.is_nan() {
                f64::NAN
            } else {
                x.max(y)
            }),
            "math.Min" => float(if x.is_nan() || y.is_nan() {
                f64::NAN
            } else {
                x.min(y)
            }),
            "math.NaN" => float(f64::NAN),
            "math.Inf" if self.arg_int(args, 0) >= 0 => float(f64::INFINITY),
            "math.Inf" => float(f64::NEG_INFINITY),
            "math.IsNaN" => truth(x.is_nan()),
            "math.IsInf" => {
                let sign = self.arg_int(args, 1);
                truth((sign >= 0 && x == f64::INFINITY) || (sign <= 0 && x == f64::NEG_INFINITY))
            }
            "math.Float64bits" => int(x.to_bits() as i64),
            "math.Float64frombits" => float(f64::from_bits(self.arg_int(args, 0) as u64)),
            "math/bits.OnesCount" | "math/bits.OnesCount64" => {
                int(i64::from(self.arg_int(args, 0).count_ones()))
            }
            "unicode.IsUpper" => truth(rune.is_uppercase()),
            "unicode.IsLower" => truth(rune.is_lowercase()),
            "unicode.IsLetter" => truth(rune.is_alphabetic()),
            "unicode.IsDigit" => truth(rune.is_ascii_digit() || rune.is_numeric()),
            "unicode.IsSpace" => truth(rune.is_whitespace()),
            "unicode.ToUpper" => int(rune.to_uppercase().next().map_or(0, |c| c as i64)),
            "unicode.ToLower" => int(rune.to_lowercase().next().map_or(0, |c| c as i64)),
            "unicode/utf8.RuneCountInString" => {
                int(super::convert::decode(self.arg_text(args, 0).bytes()).count() as i64)
            }
            "unicode/utf8.RuneLen" => int(rune.len_utf8() as i64),
            "unicode/utf8.ValidString" => {
                truth(std::str::from_utf8(self.arg_text(args, 0).bytes()).is_ok())
            }
            "(*sync.Mutex).Lock"
            | "(*sync.Mutex).Unlock"
            | "(*sync.RWMutex).Lock"
            | "(*sync.RWMutex).Unlock"
            | "(*sync.RWMutex).RLock"
            | "(*sync.RWMutex).RUnlock" => Some(Val::Unit),
            _other => None,
        })
    }
}
