//! Package sort.

use super::Args;
use crate::interp::machine::{Machine, Step};
use crate::interp::value::{Cell, IfaceVal, SliceVal, Val};
use crate::source::Pos;
use crate::types::TypeKind;

impl Machine<'_, '_> {
    pub(super) fn native_sorting(&mut self, name: &str, args: Args<'_>) -> Step<Option<Val>> {
        match name {
            "sort.Ints" | "sort.Strings" | "sort.Float64s" => {
                let slice = args.first().map_or(SliceVal::NIL, |arg| self.slice_of(arg));
                let mut cells = self.elements(slice, 1, Pos::NONE)?;
                cells.sort_by(compare);
                if let Some(ptr) = slice.ptr {
                    self.write_memory(ptr, &cells, Pos::NONE)?;
                }
                Ok(Some(Val::Unit))
            }
            "sort.Slice" | "sort.SliceStable" => self.sort_slice(args).map(Some),
            "sort.Sort" | "sort.Stable" => self.sort_interface(args).map(Some),
            _other => Ok(None),
        }
    }

    /// Insertion sort: `less` is called with the numbers of elements as they lie, so elements are moved one by one.
    fn sort_slice(&mut self, args: Args<'_>) -> Step<Val> {
        let Some([Cell::Iface(Some(boxed))]) = args.first().map(Val::cells) else {
            return Ok(Val::Unit);
        };
        let cells = self.unboxed(*boxed)?;
        let elem = match self.program.world.underlying_kind(boxed.ty) {
            TypeKind::Slice(elem) => *elem,
            _other => return Err(self.unsupported("sort.Slice of another type", Pos::NONE)),
        };
        let slice = self.slice_of(&Val::from_cells(&cells));
        let width = self.program.layouts.cells(elem);
        let less = args.get(1).cloned().unwrap_or(Val::Unit);
        let Some(ptr) = slice.ptr else {
            return Ok(Val::Unit);
        };
        for n in 1..slice.len {
            let mut at = n;
            while at > 0 {
                let pair = vec![Val::int(i64::from(at)), Val::int(i64::from(at - 1))];
                let swap = self.call_value(&less, pair, false, Pos::NONE)?;
                if !matches!(swap.cells(), [Cell::Bool(true)]) {
                    break;
                }
                let (a, b) = (ptr.plus(at * width), ptr.plus((at - 1) * width));
                let first = self.memory.cells(a, width).unwrap_or(&[]).to_vec();
                let second = self.memory.cells(b, width).unwrap_or(&[]).to_vec();
                self.write_memory(a, &second, Pos::NONE)?;
                self.write_memory(b, &first, Pos::NONE)?;
                at -= 1;
            }
        }
        Ok(Val::Unit)
    }

    fn sort_interface(&mut self, args: Args<'_>) -> Step<Val> {
        let Some([Cell::Iface(Some(data))]) = args.first().map(Val::cells) else {
            return Ok(Val::Unit);
        };
        let data: IfaceVal = *data;
        let len = self.call_method_named(data, "Len", Vec::new())?;
        let len = len.map_or(0, |len| self.int_of(&len));
        for n in 1..len {
            let mut at = n;
            while at > 0 {
                let pair = vec![Val::int(at), Val::int(at - 1)];
                let less = self.call_method_named(data, "Less", pair.clone())?;
                if !matches!(less.as_ref().map(Val::cells), Some([Cell::Bool(true)])) {
                    break;
                }
                self.call_swap(data, pair)?;
                at -= 1;
            }
        }
        Ok(Val::Unit)
    }

    fn call_swap(&mut self, data: IfaceVal, pair: Vec<Val>) -> Step<()> {
        let world = self.program.world;
        let symbol = escargo_grammar::Symbol::intern("Swap");
        let pkg = crate::types::PackageId::UNIVERSE;
        match world
            .lookup_field_or_method(data.ty, false, pkg, symbol)
            .found()
        {
            Some(found) => {
                self.call_method(data, &found, pair, false, Pos::NONE)?;
                Ok(())
            }
            None => Err(self.unsupported("sort.Sort without Swap", Pos::NONE)),
        }
    }
}

fn compare(a: &Cell, b: &Cell) -> std::cmp::Ordering {
    match (a, b) {
        (Cell::Int(a), Cell::Int(b)) => a.cmp(b),
        (Cell::Float(a), Cell::Float(b)) => a.total_cmp(b),
        (Cell::Str(a), Cell::Str(b)) => a.bytes().cmp(b.bytes()),
        _other => std::cmp::Ordering::Equal,
    }
}
