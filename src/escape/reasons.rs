//! Objects that no stack holds, whatever their flow: too large, too aligned, of elements without size.
//!
//! Such a rule is modelled as a flow of the object's address to the heap, with the rule as its reason. Slice literals, string
//! conversions, maps, boxes and appends have no limit.
//!
//! SOURCE: section 3 of the model, for all releases.

use super::analysis::Analysis;
use super::facts::{Note, NoteAt, Reason};
use super::generate::heap;
use super::graph::{Location, Node, Role};
use crate::ir::{FuncId, Inst, LocalId, SiteId, SiteKind};
use crate::rules::{EdgeRule, ReleaseRule};
use crate::types::TypeId;

impl Analysis<'_> {
    /// Sends what no stack holds to the heap, in the order of locations.
    pub(super) fn place_by_size(&mut self) {
        for loc in self.graph.locations() {
            let location = self.graph.at(loc).clone();
            self.rewrite_with_literals(&location);
            let Some(reason) = self.size_reason(&location) else {
                continue;
            };
            if self.options.disabled == Some(EdgeRule::Placement) {
                continue;
            }
            let func = location.func;
            let at = match location.node {
                Node::Local(local) => NoteAt::Local(func, local),
                Node::Site(site) => match self.package.funcs[func].sites[site].value.expand() {
                    Some(value) => NoteAt::Value(func, value),
                    None => continue,
                },
                Node::Heap | Node::Mutator | Node::Callee | Node::Blank | Node::Temp => continue,
            };
            let hole = self.graph.note(heap().shift(-1), Note { at, reason });
            self.flow(hole, loc);
        }
    }

    fn size_reason(&self, location: &Location) -> Option<Reason> {
        match location.node {
            Node::Local(local) => match location.role {
                // They are passed on the stack in any case.
                Role::Param | Role::Result(_) => None,
                Role::Inner => self.variable_reason(location.func, local),
            },
            Node::Site(site) => self.site_reason(location.func, site),
            Node::Heap | Node::Mutator | Node::Callee | Node::Blank | Node::Temp => None,
        }
    }

    fn variable_reason(&self, func: FuncId, local: LocalId) -> Option<Reason> {
        let ty = self.package.funcs[func].locals[local].ty;
        self.object_reason(ty, self.rules.max_variable())
    }

    fn object_reason(&self, ty: TypeId, limit: u64) -> Option<Reason> {
        match self.world.layout(ty) {
            // Larger than the address space.
            None => Some(Reason::TooLargeForStack),
            Some(layout) if layout.size > limit => Some(Reason::TooLargeForStack),
            Some(layout) if layout.align > self.world.machine().word => {
                Some(Reason::TooAlignedForStack)
            }
            Some(_) => None,
        }
    }

    fn site_reason(&self, func: FuncId, site: SiteId) -> Option<Reason> {
        let function = &self.package.funcs[func];
        let allocated = &function.sites[site];
        let value = allocated.value.expand()?;
        let limit = self.rules.max_implicit();
        match (allocated.kind, &function.insts[value]) {
            (SiteKind::New | SiteKind::PtrLit, _) => {
                let pointee = self.world.pointee(function.types[value].expand()?);
                self.object_reason(pointee.unwrap_or(allocated.ty), limit)
            }
            (SiteKind::MakeSlice, _) => self.make_reason(func, site, allocated.ty),
            (_, Inst::Closure { func: literal, .. }) => {
                (self.closure_size(*literal) > limit).then_some(Reason::TooLargeForStack)
            }
            (_, Inst::MethodValue { recv, .. }) => {
                let recv = function.types[*recv].expand()?;
                let size = self.world.size_of(recv).unwrap_or(u64::MAX);
                (size.saturating_add(self.world.machine().word) > limit)
                    .then_some(Reason::TooLargeForStack)
            }
            _unlimited => None,
        }
    }

    /// A word for the code and what is captured.
    fn closure_size(&self, literal: FuncId) -> u64 {
        let function = &self.package.funcs[literal];
        let by_value = &self.facts.funcs[literal].by_value;
        let word = self.world.machine().word;
        let mut size = word;
        for (capture, &by_value) in function.captures.iter().zip(by_value) {
            let (bytes, align) = match by_value {
                true => self
                    .world
                    .layout(function.locals[capture.inner].ty)
                    .map_or((u64::MAX, 1), |layout| (layout.size, layout.align)),
                false => (word, word),
            };
            size = size
                .checked_next_multiple_of(align.max(1))
                .unwrap_or(u64::MAX)
                .saturating_add(bytes);
        }
        size
    }

    fn make_reason(&self, func: FuncId, site: SiteId, elem: TypeId) -> Option<Reason> {
        let elem_size = self.world.size_of(elem);
        if elem_size == Some(0) && self.rules.has(ReleaseRule::ZeroSizedMakeEscapes) {
            return Some(Reason::ZeroSizedElement);
        }
        let small = self
            .deciding_size(func, site)
            .and_then(|size| size.as_i64())
            .and_then(|size| i32::try_from(size).ok());
        let Some(count) = small else {
            return self
                .rules
                .has(ReleaseRule::NonConstantMakeEscapes)
                .then_some(Reason::NonConstantSize);
        };
        let limit = match elem_size {
            Some(0) => return None,
            Some(size) => self.rules.max_implicit() / size,
            None => 0,
        };
        let too_large = u64::try_from(count).is_ok_and(|count| count > limit);
        too_large.then_some(Reason::TooLargeForStack)
    }
}
