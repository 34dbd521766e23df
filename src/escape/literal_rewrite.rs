//! Literals in the place of the variables that hold them: the size of a `make`, the operand of an interface conversion.
//!
//! ```text
//! k := 10; make([]int, k)        make([]int, 10): small enough for the stack, and printed so
//! x := 5; ga = x                 5 escapes to heap: boxed in read-only data
//! ```
//!
//! gc changes its tree, so the constants show in all messages printed afterwards. Here they become new constants of the
//! function, which the facts of the site name.
//!
//! SOURCE: section 2.4 and 3 of the model.

use super::analysis::{Analysis, NewConstant};
use super::graph::{Location, Node};
use crate::callgraph::static_value::analysed_value;
use crate::ir::{BuiltinOp, ConvertOp, FuncId, Inst, SiteId, Value};
use crate::rules::ReleaseRule;
use crate::types::{Basic, Const, TypeId};

impl Analysis<'_> {
    /// Looks for a literal that can stand in a location's expression.
    pub(super) fn rewrite_with_literals(&mut self, location: &Location) {
        let Node::Site(site) = location.node else {
            return;
        };
        if !self.rules.has(ReleaseRule::LiteralRewrite) {
            return;
        }
        let func = location.func;
        let function = &self.package.funcs[func];
        let Some(value) = function.sites[site].value.expand() else {
            return;
        };
        match &function.insts[value] {
            Inst::MakeSlice { len, cap, .. } => {
                self.rewrite_size(func, site, value, cap.unwrap_or(*len));
            }
            Inst::Convert(ConvertOp::ToInterface, x, _) => {
                self.rewrite_operand(func, site, value, *x);
            }
            _other => {}
        }
    }

    /// The size that decides: the capacity if it is given.
    pub(super) fn deciding_size(&self, func: FuncId, site: SiteId) -> Option<Const> {
        let function = &self.package.funcs[func];
        let value = function.sites[site].value.expand()?;
        let Inst::MakeSlice { len, cap, .. } = &function.insts[value] else {
            return None;
        };
        let size = cap.unwrap_or(*len);
        let replaced = self.facts.funcs[func].sites[site].replaced_operand;
        self.constant(func, replaced.unwrap_or(size))
    }

    /// The constant that a value is, those to be added included.
    fn constant(&self, func: FuncId, value: Value) -> Option<Const> {
        let function = &self.package.funcs[func];
        let known = function.insts.len();
        let inst = match function.insts.get(value) {
            Some(inst) => inst,
            None => {
                let number = (value.as_u32() as usize).checked_sub(known)?;
                let mut added = self.constants.iter().filter(|added| added.func == func);
                &added.nth(number)?.inst
            }
        };
        match inst {
            Inst::Const(constant) => Some(constant.clone()),
            _other => None,
        }
    }

    fn rewrite_size(&mut self, func: FuncId, site: SiteId, make: Value, size: Value) {
        let function = &self.package.funcs[func];
        if matches!(function.insts[size], Inst::Const(_)) {
            return;
        }
        let (home, origin) = analysed_value(self.world, self.package, self.vars, func, size);
        match &self.package.funcs[home].insts[origin] {
            Inst::Const(constant) => {
                let integer = constant.as_integer().map(Const::integer);
                let positive = constant.sign().is_some_and(|sign| sign >= 0);
                if let (Some(integer), Some(ty), true) =
                    (integer, function.types[size].expand(), positive)
                {
                    self.replace(func, site, make, integer, ty);
                }
            }
            Inst::Builtin(BuiltinOp::Len, args) => {
                let args = args.as_slice(&self.package.funcs[home].value_lists);
                if let Some(length) = self.literal_length(home, args) {
                    let ty = self.world.basic(Basic::Int);
                    self.replace(func, site, make, length, ty);
                }
            }
            _other => {}
        }
    }

    /// The length of a slice literal, if the variable holds one.
    fn literal_length(&self, func: FuncId, args: &[Value]) -> Option<Const> {
        let &[x] = args else { return None };
        if !self.rules.has(ReleaseRule::LiteralLength) {
            return None;
        }
        let (home, origin) = analysed_value(self.world, self.package, self.vars, func, x);
        match &self.package.funcs[home].insts[origin] {
            Inst::SliceLit { len, .. } => Some(Const::integer((*len).into())),
            _other => None,
        }
    }

    fn rewrite_operand(&mut self, func: FuncId, site: SiteId, conversion: Value, x: Value) {
        let function = &self.package.funcs[func];
        let Some(ty) = function.types[x].expand() else {
            return;
        };
        if matches!(function.insts[x], Inst::Const(_)) || self.world.is_interface(ty) {
            return;
        }
        let (home, origin) = analysed_value(self.world, self.package, self.vars, func, x);
        if let Inst::Const(constant) = &self.package.funcs[home].insts[origin]
            && self.fits(constant, ty)
        {
            self.replace(func, site, conversion, constant.clone(), ty);
        }
    }

    /// Whether values of the type can be such constants.
    fn fits(&self, constant: &Const, ty: TypeId) -> bool {
        match constant {
            Const::Bool(_) => self.world.is_boolean(ty),
            Const::Str(_) => self.world.is_string(ty),
            _number => self.world.is_numeric(ty),
        }
    }

    fn replace(&mut self, func: FuncId, site: SiteId, at: Value, constant: Const, ty: TypeId) {
        let pos = self.package.funcs[func].source.values[at].pos;
        let value = self.new_constant(NewConstant {
            func,
            inst: Inst::Const(constant),
            ty,
            pos,
        });
        self.site_facts(func, site).replaced_operand = Some(value);
    }
}
