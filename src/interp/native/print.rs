//! Package fmt.

use super::Args;
use crate::interp::machine::{Machine, Step};
use crate::interp::value::{Cell, Val};
use crate::source::Pos;

impl Machine<'_, '_> {
    pub(super) fn native_print(&mut self, name: &str, args: Args<'_>) -> Step<Option<Val>> {
        let Some(name) = name.strip_prefix("fmt.") else {
            return Ok(None);
        };
        let (writer, rest) = match name.strip_prefix('F') {
            Some(_) => (args.first().cloned(), args.get(1..).unwrap_or(&[])),
            None => (None, args),
        };
        let text = match name {
            "Print" | "Sprint" | "Fprint" => {
                let operands = self.fmt_args(rest.first())?;
                self.sprint(&operands)?
            }
            "Println" | "Sprintln" | "Fprintln" => {
                let operands = self.fmt_args(rest.first())?;
                self.sprintln(&operands)?
            }
            "Printf" | "Sprintf" | "Fprintf" => {
                let format = self.arg_text(rest, 0).lossy();
                let operands = self.fmt_args(rest.get(1))?;
                self.sprintf(&format, &operands)?
            }
            "Errorf" => return self.errorf(rest).map(Some),
            _other => return Ok(None),
        };
        if name.starts_with('S') {
            return Ok(Some(Val::text(text)));
        }
        self.write_to(writer.as_ref(), &text)?;
        let count = Val::int(text.len() as i64);
        Ok(Some(Val::tuple(vec![count, Val::One(Cell::Iface(None))])))
    }

    /// Writes to standard output, or to a writer: a file or a `strings.Builder` by pointer, else by its `Write` method.
    fn write_to(&mut self, writer: Option<&Val>, text: &[u8]) -> Step<()> {
        let Some([Cell::Iface(Some(value))]) = writer.map(Val::cells) else {
            self.print_out(text);
            return Ok(());
        };
        let value = *value;
        let ty = crate::interp::type_name::runtime_name(self.program.world, value.ty);
        match (ty.as_str(), value.data) {
            ("*os.File", Some(ptr)) => {
                match self.memory.cells(ptr, 1) {
                    Some([Cell::Int(2)]) => self.print_err(text),
                    _stdout => self.print_out(text),
                }
                Ok(())
            }
            ("*strings.Builder" | "*bytes.Buffer", Some(ptr)) => self.builder_push(ptr, text),
            _other => Err(self.unsupported(&format!("fmt.Fprint to {ty}"), Pos::NONE)),
        }
    }
}
