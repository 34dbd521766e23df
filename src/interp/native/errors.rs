//! Errors as values: those of errors.New and fmt.Errorf, errors.Is, errors.As, errors.Unwrap.

use super::Args;
use crate::interp::machine::{Machine, Step};
use crate::interp::memory::Region;
use crate::interp::value::{Cell, IfaceVal, Str, Val};
use crate::source::Pos;
use crate::types::TypeId;

impl Machine<'_, '_> {
    pub(super) fn native_errors(&mut self, name: &str, args: Args<'_>) -> Step<Option<Val>> {
        Ok(match name {
            "errors.New" => {
                let text = self.arg_text(args, 0).lossy();
                Some(iface(Some(self.new_error(&text))))
            }
            "errors.Unwrap" => {
                let inner = self.unwrap(arg_iface(args, 0))?;
                Some(iface(inner))
            }
            "errors.Is" => {
                let (error, target) = (arg_iface(args, 0), arg_iface(args, 1));
                Some(Val::bool(self.error_is(error, target)?))
            }
            "errors.As" => Some(Val::bool(
                self.error_as(arg_iface(args, 0), arg_iface(args, 1))?,
            )),
            // The receivers of errors that are made here: their text, and the error inside.
            "errors.errorString.Error"
            | "fmt.wrapError.Error"
            | "strconv.NumError.Error"
            | "(*strconv.NumError).Error" => args.first().and_then(first_cell),
            "fmt.wrapError.Unwrap" => args.first().and_then(|recv| match recv.cells() {
                [_, inner] => Some(Val::One(inner.clone())),
                _other => None,
            }),
            _runtime if name.starts_with("runtime.") && name.ends_with(".Error") => {
                args.first().and_then(first_cell)
            }
            _other => None,
        })
    }

    /// `errors.New(text)`: each call gives an error of its own.
    pub fn new_error(&mut self, text: &str) -> IfaceVal {
        let ty = self.native_error_type("errors", "errorString", &["Error"]);
        self.pointer_error(ty, vec![Cell::Str(Str::fixed(text))])
    }

    fn pointer_error(&mut self, ty: TypeId, cells: Vec<Cell>) -> IfaceVal {
        let world = self.program.world;
        let ty = world.canonical(world.pointer(ty));
        let data = Some(self.add_object(Region::Heap, cells));
        IfaceVal { ty, data }
    }

    /// `fmt.Errorf`; with one `%w` the error is wrapped.
    pub(super) fn errorf(&mut self, args: Args<'_>) -> Step<Val> {
        let format = self.arg_text(args, 0).lossy();
        let operands = self.fmt_args(args.get(1))?;
        let text = self.sprintf(&format, &operands)?;
        let wrapped = match format.find("%w") {
            Some(at) => {
                let before =
                    format[..at].matches('%').count() - 2 * format[..at].matches("%%").count();
                operands.get(before).copied().flatten()
            }
            None => None,
        };
        let text = Str::new(text, None);
        let Some(inner) = wrapped else {
            let ty = self.native_error_type("errors", "errorString", &["Error"]);
            return Ok(iface(Some(self.pointer_error(ty, vec![Cell::Str(text)]))));
        };
        let ty = self.native_wrapper_type();
        let cells = vec![Cell::Str(text), Cell::Iface(Some(inner))];
        Ok(iface(Some(self.pointer_error(ty, cells))))
    }

    fn unwrap(&mut self, error: Option<IfaceVal>) -> Step<Option<IfaceVal>> {
        let Some(error) = error else {
            return Ok(None);
        };
        let inner = self.call_method_named(error, "Unwrap", Vec::new())?;
        Ok(match inner.as_ref().map(Val::cells) {
            Some([Cell::Iface(inner)]) => *inner,
            _none => None,
        })
    }

    fn error_is(&mut self, error: Option<IfaceVal>, target: Option<IfaceVal>) -> Step<bool> {
        let mut current = error;
        let Some(target) = target else {
            return Ok(error.is_none());
        };
        while let Some(error) = current {
            let comparable = self
                .program
                .world
                .comparable(target.ty, crate::types::Comparability::Dynamic);
            let pair = [Cell::Iface(Some(error)), Cell::Iface(Some(target))];
            let any = self.program.world.any_type();
            if comparable.is_ok() && self.equal(&pair[..1], &pair[1..], any)? {
                return Ok(true);
            }
            let arg = vec![iface(Some(target))];
            let is = self.call_method_named(error, "Is", arg)?;
            if matches!(is.as_ref().map(Val::cells), Some([Cell::Bool(true)])) {
                return Ok(true);
            }
            current = self.unwrap(Some(error))?;
        }
        Ok(false)
    }

    /// `errors.As(err, &target)`
    fn error_as(&mut self, error: Option<IfaceVal>, target: Option<IfaceVal>) -> Step<bool> {
        let world = self.program.world;
        let Some((ptr, wanted)) =
            target.and_then(|target| Some((target.data?, world.pointee(target.ty)?)))
        else {
            return Err(self.unsupported("errors.As without a pointer", Pos::NONE));
        };
        let mut current = error;
        while let Some(error) = current {
            if self.has_type(error.ty, wanted) {
                let cells = match world.is_interface(wanted) {
                    true => vec![Cell::Iface(Some(error))],
                    false => self.unboxed(error)?.to_vec(),
                };
                self.write_memory(ptr, &cells, Pos::NONE)?;
                return Ok(true);
            }
            current = self.unwrap(Some(error))?;
        }
        Ok(false)
    }
}

fn first_cell(val: &Val) -> Option<Val> {
    val.cells().first().cloned().map(Val::One)
}

fn arg_iface(args: Args<'_>, n: usize) -> Option<IfaceVal> {
    match args.get(n).map(Val::cells) {
        Some([Cell::Iface(value)]) => *value,
        _other => None,
    }
}

fn iface(value: Option<IfaceVal>) -> Val {
    Val::One(Cell::Iface(value))
}
