//! Type assertions.

use super::frame::Frame;
use super::machine::{Machine, Step};
use super::panics::RuntimeError;
use super::type_name::runtime_name;
use super::value::{Cell, Val};
use crate::ir::Value;
use crate::types::{TypeId, TypeKind};

impl<'a, 'p> Machine<'a, 'p> {
    /// `x.(T)`
    pub fn type_assert(
        &mut self,
        frame: &Frame<'a, 'p>,
        x: Value,
        to: TypeId,
        comma_ok: bool,
    ) -> Step<Val> {
        let val = frame.val(x);
        let iface = match val.cells() {
            [Cell::Iface(iface)] => *iface,
            _other => None,
        };
        let asserted = match iface {
            Some(iface) if self.has_type(iface.ty, to) => match self.program.world.is_interface(to)
            {
                true => Some(val.clone()),
                false => Some(Val::from_cells(&self.unboxed(iface)?)),
            },
            _fails => None,
        };
        match (asserted, comma_ok) {
            (Some(val), true) => Ok(Val::tuple(vec![val, Val::bool(true)])),
            (Some(val), false) => Ok(val),
            (None, true) => {
                let zero = Val::from_cells(&self.program.layouts.zero(to));
                Ok(Val::tuple(vec![zero, Val::bool(false)]))
            }
            (None, false) => {
                let from = self.type_of(frame, x)?;
                let text = self.assertion_text(iface.map(|iface| iface.ty), from, to);
                Err(self.throw(RuntimeError::Assertion(text)))
            }
        }
    }

    /// Whether a value of that dynamic type passes as the type.
    pub fn has_type(&self, dynamic: TypeId, to: TypeId) -> bool {
        let world = self.program.world;
        match world.is_interface(to) {
            true => world.missing_method(dynamic, to, true).is_none(),
            false => world.identical(dynamic, to),
        }
    }

    /// The words of the runtime, which depend on the kinds of the three types.
    fn assertion_text(&self, dynamic: Option<TypeId>, from: TypeId, to: TypeId) -> String {
        let world = self.program.world;
        let name = |ty| runtime_name(world, ty);
        let to_interface = matches!(world.underlying_kind(to), TypeKind::Interface(_));
        match dynamic {
            None if to_interface => format!("interface is nil, not {}", name(to)),
            None => format!("{} is nil, not {}", name(from), name(to)),
            Some(dynamic) if to_interface => {
                let missing = world.missing_method(dynamic, to, true);
                let method = missing
                    .as_ref()
                    .map_or("", |missing| missing.method.name.as_str());
                format!(
                    "{} is not {}: missing method {method}",
                    name(dynamic),
                    name(to)
                )
            }
            Some(dynamic) => format!("{} is {}, not {}", name(from), name(dynamic), name(to)),
        }
    }
}
