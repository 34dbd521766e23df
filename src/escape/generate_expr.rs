//! Expressions and places in the context of a hole (sections 2.2 to 2.6 of the model).

use super::facts::{NoteAt, Reason};
use super::generate::{Reader, blank, heap};
use super::graph::Hole;
use crate::ir::{ConvertOp, FuncId, FuncRef, Inst, SiteId, Value};
use crate::rules::EdgeRule;
use crate::types::TypeKind;
use escargo_grammar::ast::{BinaryOp, UnaryOp};

impl Reader<'_, '_> {
    /// An expression, with the statements attached to it.
    pub fn expr(&mut self, hole: Hole, value: Value) {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            self.value_init(value);
            self.expr_without_init(hole, value);
        });
    }

    /// An expression whose value nobody keeps.
    pub fn discard(&mut self, value: Value) {
        self.expr(blank(), value);
    }

    pub fn discard_all(&mut self, values: impl IntoIterator<Item = Value>) {
        for value in values {
            self.discard(value);
        }
    }

    /// The statements that gc walks before an expression.
    pub fn value_init(&mut self, value: Value) {
        let function = self.function;
        if let Some(init) = function.source.value_init.get(&value) {
            self.stmts(init);
        }
    }

    fn expr_without_init(&mut self, hole: Hole, value: Value) {
        let function = self.function;
        let hole = self.cut(hole, value);
        match &function.insts[value] {
            Inst::Const(_)
            | Inst::Nil
            | Inst::Zero
            | Inst::FuncAddr(_)
            | Inst::MethodExpr(_)
            | Inst::InterfaceMethodExpr(_)
            | Inst::GlobalAddr(_) => {}

            Inst::LocalAddr(local) => {
                let loc = self.local(*local);
                let hole = self.by(EdgeRule::Variable, hole);
                self.flow(hole, loc);
            }
            Inst::Load(place) | Inst::LoadOk(place) => self.expr(hole, *place),
            Inst::Deref(pointer) => {
                let hole = self.by(EdgeRule::Indirection, hole);
                let hole = self.deref(hole, value, Reason::Indirection);
                self.expr(hole, *pointer);
            }
            Inst::FieldAddr(base, _) => self.field(hole, value, *base),
            Inst::Field(x, _) => {
                let hole = self.by(EdgeRule::Dot, hole);
                let hole = self.noted(hole, value, Reason::Dot);
                self.expr(hole, *x);
            }
            Inst::IndexAddr(x, index) | Inst::Index(x, index) => {
                let hole = self.by(EdgeRule::ArrayIndex, hole);
                let hole = self.noted(hole, value, Reason::FixedArrayIndexOf);
                self.expr(hole, *x);
                self.discard(*index);
            }
            Inst::ElemAddr(x, index) | Inst::StringIndex(x, index) => {
                let hole = self.by(EdgeRule::SliceIndex, hole);
                let hole = self.deref(hole, value, Reason::DotOfPointer);
                self.expr(hole, *x);
                self.discard(*index);
            }
            Inst::MapElem(map, key) => self.discard_all([*map, *key]),
            Inst::AddrOf(place) => {
                let hole = self.by(EdgeRule::AddressOf, hole);
                let hole = self.address(hole, value, Reason::AddressOf);
                self.expr(hole, *place);
            }
            Inst::Slice { x, lo, hi, max } => {
                let hole = self.by(EdgeRule::Slicing, hole);
                let hole = self.noted(hole, value, Reason::Slice);
                self.expr(hole, *x);
                self.discard_all([*lo, *hi, *max].into_iter().flatten());
            }
            Inst::Extract(tuple, part) => self.extract(hole, *tuple, *part),

            Inst::Unary(_, x) => self.discard(*x),
            Inst::Binary(_, x, y)
            | Inst::ShortCircuit {
                left: x, right: y, ..
            } => self.discard_all([*x, *y]),
            Inst::Phi(ways) => {
                for &(_, way) in ways {
                    self.expr(hole, way);
                }
            }
            Inst::Concat(site, parts) => {
                self.spill(hole, value, *site);
                self.discard_all(parts.as_slice(&function.value_lists).iter().copied());
            }
            Inst::Convert(op, x, site) => self.convert(hole, value, *op, *x, *site),
            Inst::TypeAssert { x, .. } => self.type_assert(hole, value, *x),

            Inst::StructLit(_)
            | Inst::ArrayLit(_)
            | Inst::SliceLit { .. }
            | Inst::MapLit { .. }
            | Inst::PtrLit(..) => self.literal(hole, value),
            Inst::New(site) => {
                self.spill(hole, value, *site);
            }
            Inst::MakeSlice { site, len, cap } => {
                self.spill(hole, value, *site);
                self.discard(*len);
                self.discard_all(*cap);
            }
            Inst::MakeMap { site, size } => {
                self.spill(hole, value, *site);
                self.discard_all(*size);
            }
            Inst::MakeChan { site, size } => {
                // Channels are always on the heap: nothing to find out.
                self.analysis.reach_site(self.func, *site);
                self.discard_all(*size);
            }
            Inst::Closure { site, func } => self.closure(hole, value, *site, *func),
            Inst::MethodValue { site, recv, method } => {
                self.method_value(hole, value, *site, *recv, Some(*method));
            }
            Inst::InterfaceMethodValue { site, recv, .. } => {
                self.method_value(hole, value, *site, *recv, None);
            }

            Inst::Append { .. } | Inst::AppendSlice { .. } => self.append(hole, value),
            Inst::Call { .. } | Inst::Inlined { .. } => self.call(Some(&[hole]), value),
            Inst::Builtin(op, args) => {
                self.builtin(Some(hole), value, *op, args.as_slice(&function.value_lists));
            }
            Inst::Recv { channel, .. } => self.discard(*channel),
            Inst::Send(channel, x) => self.send(value, *channel, *x),
            Inst::Go(site, callee) => self.go_or_defer(value, *site, *callee),
            Inst::Defer(site, callee) => self.go_or_defer(value, *site, *callee),

            // Only blocks have these.
            Inst::Declare(_)
            | Inst::Store(..)
            | Inst::Select { .. }
            | Inst::IterNew(_)
            | Inst::IterNext(_)
            | Inst::Jump(_)
            | Inst::Branch { .. }
            | Inst::Return
            | Inst::Unreachable => {}
        }
    }

    /// A value without pointers goes nowhere, unless its address is taken.
    fn cut(&mut self, hole: Hole, value: Value) -> Hole {
        if hole.derefs < 0 {
            return hole;
        }
        match self.ty(value) {
            Some(ty) if !self.has_pointers(ty) => Hole {
                dst: blank().dst,
                ..hole
            },
            _other => hole,
        }
    }

    /// `x.f`: of a struct, or through a pointer that the source does not show to be followed.
    fn field(&mut self, hole: Hole, value: Value, base: Value) {
        if let Some(pointer) = self.followed_pointer(base) {
            let hole = self.by(EdgeRule::DotOfPointer, hole);
            let hole = self.deref(hole, value, Reason::DotOfPointer);
            self.value_init(base);
            self.expr(hole, pointer);
        } else {
            let hole = self.by(EdgeRule::Dot, hole);
            let hole = self.noted(hole, value, Reason::Dot);
            self.expr(hole, base);
        }
    }

    /// The pointer, if the base of a selector is one that is followed implicitly: gc has one node for both.
    pub fn followed_pointer(&self, base: Value) -> Option<Value> {
        match &self.function.insts[base] {
            Inst::Deref(pointer) if self.function.source.values[base].implicit => Some(*pointer),
            _other => None,
        }
    }

    /// Part of what a call or a comma-ok form gives.
    fn extract(&mut self, hole: Hole, tuple: Value, part: u32) {
        if !matches!(
            self.function.insts[tuple],
            Inst::Call { .. } | Inst::Inlined { .. }
        ) {
            let hole = match part {
                0 => hole,
                _ok => blank(),
            };
            return self.expr(hole, tuple);
        }
        let count = match self.ty(tuple).map(|ty| self.analysis.world.kind(ty)) {
            Some(TypeKind::Tuple(parts)) => parts.len(),
            _one => 1,
        };
        let holes: Vec<Hole> = (0..count)
            .map(|n| match n == part as usize {
                true => hole,
                false => blank(),
            })
            .collect();
        self.value_init(tuple);
        self.call(Some(&holes), tuple);
    }

    fn convert(&mut self, hole: Hole, value: Value, op: ConvertOp, x: Value, site: Option<SiteId>) {
        match op {
            ConvertOp::PointerToUintptr if self.held.contains(&value) => {}
            ConvertOp::Nop | ConvertOp::Numeric | ConvertOp::PointerToUintptr => {
                let hole = self.by(EdgeRule::Conversion, hole);
                self.expr(hole, x);
            }
            ConvertOp::UintptrToPointer => {
                let hole = self.by(EdgeRule::UnsafePointer, hole);
                self.unsafe_value(hole, x);
            }
            ConvertOp::ToInterface | ConvertOp::InterfaceToInterface => {
                let hole = match site {
                    Some(site) => self.spill(hole, value, site),
                    None => hole,
                };
                let hole = self.by(EdgeRule::InterfaceConversion, hole);
                let hole = self.noted(hole, value, Reason::InterfaceConverted);
                self.expr(hole, x);
            }
            ConvertOp::BytesToString
            | ConvertOp::RunesToString
            | ConvertOp::RuneToString
            | ConvertOp::StringToBytes
            | ConvertOp::StringToRunes => {
                if let Some(site) = site {
                    self.spill(hole, value, site);
                }
                self.discard(x);
            }
            ConvertOp::SliceToArray => {
                let hole = self.by(EdgeRule::SliceToArray, hole);
                let hole = self.deref(hole, value, Reason::SliceToArray);
                self.expr(hole, x);
            }
            ConvertOp::SliceToArrayPointer => {
                let hole = self.by(EdgeRule::SliceToArray, hole);
                self.expr(hole, x);
            }
        }
    }

    fn type_assert(&mut self, hole: Hole, value: Value, x: Value) {
        let world = self.analysis.world;
        let ty = self.ty(value).map(|ty| match world.kind(ty) {
            TypeKind::Tuple(parts) => parts.first().copied().unwrap_or(ty),
            _single => ty,
        });
        let hole = self.by(EdgeRule::TypeAssertion, hole);
        let at = NoteAt::Value(self.func, value);
        let hole = match ty {
            Some(ty) => self.assert(hole, ty, at, Reason::Dot),
            None => self.note(hole, at, Reason::Dot),
        };
        self.expr(hole, x);
    }

    /// A `uintptr` that becomes an `unsafe.Pointer`: the pointers from which it was computed flow.
    pub fn unsafe_value(&mut self, hole: Hole, value: Value) {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            self.value_init(value);
            self.unsafe_form(hole, value);
        });
    }

    fn unsafe_form(&mut self, hole: Hole, value: Value) {
        match &self.function.insts[value] {
            Inst::Convert(ConvertOp::PointerToUintptr, x, _) => self.expr(hole, *x),
            Inst::Convert(_, x, _) => self.discard(*x),
            Inst::Load(place) if self.is_reflect_header_data(*place) => {
                let Inst::FieldAddr(base, _) = self.function.insts[*place] else {
                    return;
                };
                let Some(pointer) = self.followed_pointer(base) else {
                    return self.expr_without_init(blank(), value);
                };
                let hole = self.deref(hole, *place, Reason::ReflectHeaderData);
                self.expr(hole, pointer);
            }
            Inst::Unary(UnaryOp::Plus | UnaryOp::Neg | UnaryOp::BitNot, x) => {
                self.unsafe_value(hole, *x);
            }
            Inst::Binary(op, x, y) => match op {
                BinaryOp::Add
                | BinaryOp::Sub
                | BinaryOp::Or
                | BinaryOp::Xor
                | BinaryOp::Mul
                | BinaryOp::Div
                | BinaryOp::Rem
                | BinaryOp::And
                | BinaryOp::AndNot => {
                    self.unsafe_value(hole, *x);
                    self.unsafe_value(hole, *y);
                }
                BinaryOp::Shl | BinaryOp::Shr => {
                    self.unsafe_value(hole, *x);
                    self.discard(*y);
                }
                _comparison => self.expr_without_init(blank(), value),
            },
            _other => self.expr_without_init(blank(), value),
        }
    }

    fn literal(&mut self, hole: Hole, value: Value) {
        let function = self.function;
        match &function.insts[value] {
            Inst::StructLit(fields) => {
                let hole = self.by(EdgeRule::StructElement, hole);
                for &(_, field) in fields {
                    let hole = self.noted(hole, value, Reason::StructLiteralElement);
                    self.expr(hole, field);
                }
            }
            Inst::ArrayLit(elems) => {
                let hole = self.by(EdgeRule::ArrayElement, hole);
                for &(_, elem) in elems {
                    let hole = self.noted(hole, value, Reason::ArrayLiteralElement);
                    self.expr(hole, elem);
                }
            }
            Inst::SliceLit { site, elems, .. } => {
                let hole = self.spill(hole, value, *site);
                let hole = self.by(EdgeRule::SliceElement, hole);
                for &(_, elem) in elems {
                    let hole = self.noted(hole, value, Reason::SliceLiteralElement);
                    self.expr(hole, elem);
                }
            }
            Inst::MapLit { site, pairs } => {
                self.spill(hole, value, *site);
                let heap = self.by(EdgeRule::MapElement, heap());
                for &(key, elem) in pairs {
                    let hole = self.noted(heap, value, Reason::MapLiteralKey);
                    self.expr(hole, key);
                    let hole = self.noted(heap, value, Reason::MapLiteralValue);
                    self.expr(hole, elem);
                }
            }
            Inst::PtrLit(site, x) => {
                let hole = self.spill(hole, value, *site);
                let hole = self.by(EdgeRule::PointerLiteral, hole);
                self.expr(hole, *x);
            }
            _no_literal => {}
        }
    }

    /// `x.M` as a value: the receiver is kept, and given to the method by whoever calls the value.
    fn method_value(
        &mut self,
        hole: Hole,
        value: Value,
        site: SiteId,
        recv: Value,
        method: Option<FuncRef>,
    ) {
        let closure = self.spill(hole, value, site);
        // Nobody knows where results go.
        let results = [heap(); super::summary::TRACKED_RESULTS];
        let param = match method {
            Some(method) => self.parameter(Some(&results), method, 0),
            None => heap(),
        };
        let param = self.by(EdgeRule::MethodValue, param);
        let hole = self.tee(&[param, closure]);
        self.expr(hole, recv);
    }

    /// A function literal: its body is read here if it captures something.
    fn closure(&mut self, hole: Hole, value: Value, site: SiteId, literal: FuncId) {
        let hole = self.spill(hole, value, site);
        self.analysis.closures.push((hole, literal));
        let package = self.analysis.package;
        let function = &package.funcs[literal];
        for capture in &function.captures {
            let loc = self.local(capture.outer);
            let depth = self.depth;
            let captured = self.analysis.graph.at_mut(loc);
            if !captured.captured {
                captured.captured = true;
                // What was assigned before in straight-line code does not count.
                captured.reassigned &= captured.loop_depth != depth;
            }
        }
        if self.analysis.is_in_batch(literal)
            && crate::callgraph::belongs_to_outer(
                self.analysis.package,
                literal,
                self.analysis.rules,
            )
        {
            Reader::new(self.analysis, literal).body();
        }
    }

    /// `append` does not keep its elements in what it makes: they go to the heap. What it makes is the last location, and
    /// outside of all loops, because a flag says whether it is used up.
    fn append(&mut self, hole: Hole, value: Value) {
        let function = self.function;
        let (site, slice) = match &function.insts[value] {
            Inst::Append { site, slice, .. } | Inst::AppendSlice { site, slice, .. } => {
                (*site, *slice)
            }
            _other => return,
        };
        let elems_point = self
            .ty(slice)
            .and_then(|ty| self.element(ty))
            .is_some_and(|elem| self.has_pointers(elem));
        let result = self.by(EdgeRule::Append, hole);
        let mut appendee = match self.analysis.tracks_mutations() {
            true => {
                let mutator = self.mutator();
                self.tee(&[result, mutator])
            }
            false => result,
        };
        let heap = self.by(EdgeRule::Append, heap());
        if elems_point {
            let contents = self.deref(heap, value, Reason::AppendeeSlice);
            appendee = self.tee(&[appendee, contents]);
        }
        self.argument(appendee, value, slice);
        match &function.insts[value] {
            Inst::AppendSlice { other, .. } => {
                let hole = match self.slice_of_pointers(*other) {
                    true => self.deref(heap, value, Reason::AppendedSlice),
                    false => blank(),
                };
                self.argument(hole, value, *other);
            }
            Inst::Append { elems, .. } => {
                for &elem in elems.as_slice(&function.value_lists) {
                    self.argument(heap, value, elem);
                }
            }
            _other => {}
        }
        match self.analysis.reports_append() {
            true => {
                let made = self.spill(hole, value, site);
                self.analysis.graph.at_mut(made.dst).loop_depth = 0;
            }
            false => self.analysis.reach_site(self.func, site),
        }
    }

    fn send(&mut self, value: Value, channel: Value, x: Value) {
        self.discard(channel);
        let hole = self.by(EdgeRule::Send, heap());
        let hole = self.noted(hole, value, Reason::Send);
        self.expr(hole, x);
    }

    /// `go f()` and `defer f()`: a deferred call outside of loops ends with the function.
    fn go_or_defer(&mut self, value: Value, site: SiteId, callee: Value) {
        let is_defer = matches!(self.function.insts[value], Inst::Defer(..));
        let in_range_body = self.function.kind == crate::ir::FuncKind::RangeBody;
        let ends_with_function = is_defer && self.depth == 1 && !in_range_body;
        self.analysis.reach_site(self.func, site);
        let record = self.analysis.site_facts(self.func, site);
        record.loop_depth = self.depth;
        record.escapes = is_defer && !ends_with_function;
        record.persists = true;
        let hole = match ends_with_function {
            true => self.later(),
            false => self.by(EdgeRule::GoDefer, heap()),
        };
        self.expr(hole, callee);
    }

    /// An argument of a call or builtin.
    pub fn argument(&mut self, hole: Hole, call: Value, arg: Value) {
        let hole = self.noted(hole, call, Reason::CallParameter);
        self.expr(hole, arg);
    }

    pub fn element(&self, ty: crate::types::TypeId) -> Option<crate::types::TypeId> {
        match self.analysis.world.underlying_kind(ty) {
            TypeKind::Slice(elem) | TypeKind::Array(_, elem) => Some(*elem),
            _other => None,
        }
    }

    /// Whether it is a slice whose elements hold pointers.
    pub fn slice_of_pointers(&mut self, value: Value) -> bool {
        let Some(ty) = self.ty(value) else {
            return false;
        };
        match self.analysis.world.underlying_kind(ty) {
            TypeKind::Slice(elem) => self.has_pointers(*elem),
            _string => false,
        }
    }

    /// `h.Data` of a `*reflect.SliceHeader` or `*reflect.StringHeader`.
    pub fn is_reflect_header_data(&self, place: Value) -> bool {
        let world = self.analysis.world;
        let Inst::FieldAddr(base, field) = self.function.insts[place] else {
            return false;
        };
        let Some(named) = self.ty(base).and_then(|ty| world.as_named(ty)) else {
            return false;
        };
        let object = world.object(world.named(named).object);
        let is_header = matches!(object.name.as_str(), "SliceHeader" | "StringHeader")
            && world.package(object.pkg).path.as_str() == "reflect";
        field == 0 && is_header
    }
}
