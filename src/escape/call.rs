//! Calls: whom they call, and where arguments and results go (sections 1.8, 1.9 and 2.7 of the model).
//!
//! A known callee of the same batch is part of the graph: arguments go to its parameters, results come from its result
//! variables. A known callee that was analysed before has leak summaries instead. What an unknown callee is given goes to the
//! heap.
//!
//! ```text
//! func id(p *int) *int { return p }
//! q := id(&x)          summary of p: result 0, no dereference:   q ← x −1
//! ```

use super::facts::{Leaks, Reason};
use super::generate::{Holes, Reader, blank, heap};
use super::graph::{Hole, pseudo};
use crate::callgraph::static_value::{Assigned, analysed_value, read_local};
use crate::ir::{BuiltinOp, Callee, ConvertOp, FuncRef, Function, Inst, LocalId, Pragmas, Value};
use crate::rules::{EdgeRule, ReleaseRule};
use crate::types::TypeKind;

/// The functions that a call may call; none: unknown.
type Callees = Vec<FuncRef>;

impl Reader<'_, '_> {
    /// A call whose results go into the holes; none for a call as a statement.
    pub fn call(&mut self, results: Option<&[Hole]>, call: Value) {
        let function = self.function;
        if let Inst::Inlined { results: given, .. } = &function.insts[call] {
            return self.inlined(results, call, given.as_slice(&function.value_lists));
        }
        let Inst::Call { callee, args, .. } = &function.insts[call] else {
            return self.expr(blank(), call);
        };
        let args = args.as_slice(&function.value_lists);
        let callees = self.callees(*callee);
        self.results_of_batch(results, &callees);
        match *callee {
            Callee::Static(_) => {}
            Callee::Value(value) => self.callee_operand(results, &callees, call, value),
            Callee::Interface(receiver, _) => {
                let hole = self.by(EdgeRule::UnknownCall, heap());
                self.argument(hole, call, receiver);
            }
        }
        if let Some(hole) = self.escape_non_string(&callees, args) {
            for &arg in args {
                self.argument(hole, call, arg);
            }
            return;
        }
        let pragmas = self.pragmas(&callees);
        for (n, &arg) in args.iter().enumerate() {
            self.hold_uintptr(pragmas, arg);
            let hole = self.merged_parameter(results, &callees, n);
            self.argument(hole, call, arg);
        }
    }

    /// An expanded call: its body, then what its result variables hold.
    fn inlined(&mut self, results: Option<&[Hole]>, call: Value, given: &[Value]) {
        let function = self.function;
        if let Some(body) = function.source.inlined.get(&call) {
            self.stmts(body);
        }
        for (n, &value) in given.iter().enumerate() {
            let hole = results.and_then(|results| results.get(n).copied());
            self.expr(hole.unwrap_or(blank()), value);
        }
    }

    /// Whom a call calls, as far as that is known.
    fn callees(&mut self, callee: Callee) -> Callees {
        let value = match callee {
            Callee::Static(func) => {
                let known = self.analysis.package.behind_wrapper(func);
                return known.into_iter().collect();
            }
            Callee::Interface(..) => return Vec::new(),
            Callee::Value(value) => value,
        };
        if let Inst::Closure { func, .. } = self.function.insts[value] {
            self.analysis.called_where_it_stands(func);
        }
        let package = self.analysis.package;
        let (world, vars) = (self.analysis.world, self.analysis.vars);
        let (func, value) = analysed_value(world, package, vars, self.func, value);
        let function = &package.funcs[func];
        if let Some(named) = named_function(function, value) {
            return package.behind_wrapper(named).into_iter().collect();
        }
        if !self.analysis.rules.has(ReleaseRule::SeveralCallees) {
            return Vec::new();
        }
        let assigned = read_local(function, value)
            .and_then(|local| vars.func_values(package, func, local))
            .unwrap_or_default();
        let known: Option<Callees> = assigned
            .iter()
            .map(|&it| self.assigned_callee(it))
            .collect();
        known.unwrap_or_default()
    }

    /// A function that is assigned to a func variable. Variables are not followed here.
    fn assigned_callee(&self, assigned: Assigned) -> Option<FuncRef> {
        let Assigned::Value(func, value) = assigned else {
            return None;
        };
        let package = self.analysis.package;
        let callee = named_function(&package.funcs[func], value)?;
        let callee = package.behind_wrapper(callee)?;
        let pragmas = self.pragmas(&[callee]);
        (!pragmas.uintptrescapes && !pragmas.uintptrkeepalive).then_some(callee)
    }

    /// Results of callees in the batch come from their result variables.
    fn results_of_batch(&mut self, results: Option<&[Hole]>, callees: &[FuncRef]) {
        let Some(results) = results else { return };
        for &callee in callees {
            let FuncRef::Local(func) = callee else {
                continue;
            };
            if !self.analysis.is_in_batch(func) {
                continue;
            }
            let package = self.analysis.package;
            let function = &package.funcs[func];
            for (&hole, &result) in results.iter().zip(&function.results) {
                let hole = self.by(EdgeRule::ResultVariable, hole);
                if hole.derefs < 0 || self.has_pointers(function.locals[result].ty) {
                    let loc = self.analysis.local(func, result);
                    self.flow(hole, loc);
                }
            }
        }
    }

    /// The func value that is called. If nobody knows whom it calls, a closure that it may be loses track of its results.
    fn callee_operand(
        &mut self,
        results: Option<&[Hole]>,
        callees: &[FuncRef],
        call: Value,
        value: Value,
    ) {
        let kept = results
            .unwrap_or_default()
            .iter()
            .any(|hole| hole.dst != pseudo::blank());
        let hole = match callees.is_empty() && kept && self.analysis.tracks_mutations() {
            true => {
                let callee = self.callee();
                self.noted(callee, call, Reason::CalleeOperand)
            }
            false => blank(),
        };
        self.expr(hole, value);
    }

    /// Where the n-th argument goes, over all callees.
    fn merged_parameter(
        &mut self,
        results: Option<&[Hole]>,
        callees: &[FuncRef],
        n: usize,
    ) -> Hole {
        match callees {
            [] => self.by(EdgeRule::UnknownCall, heap()),
            [callee] => self.parameter(results, *callee, n),
            several => {
                let mut holes = Holes::new();
                for &callee in several {
                    holes.push(self.parameter(results, callee, n));
                }
                self.tee(&holes)
            }
        }
    }

    /// Where the n-th argument goes, the receiver being the first one.
    pub fn parameter(&mut self, results: Option<&[Hole]>, callee: FuncRef, n: usize) -> Hole {
        if let FuncRef::Local(func) = callee
            && self.analysis.is_in_batch(func)
        {
            let package = self.analysis.package;
            let function = &package.funcs[func];
            let named = |param: &LocalId| !function.locals[*param].unnamed;
            return match function.params.get(n).copied().filter(named) {
                Some(param) => {
                    let loc = self.analysis.local(func, param);
                    self.by(EdgeRule::Parameter, Hole::of(loc))
                }
                None => blank(),
            };
        }
        let leaks = self.analysis.summary(callee, n).unwrap_or(Leaks::unknown());
        self.summarized(results, leaks)
    }

    /// Where an argument goes by a leak summary.
    fn summarized(&mut self, results: Option<&[Hole]>, leaks: Leaks) -> Hole {
        let mut holes = Holes::new();
        if let Some(derefs) = leaks.heap {
            let heap = self.by(EdgeRule::SummaryHeap, heap());
            holes.push(heap.shift(i32::from(derefs)));
        }
        if self.analysis.tracks_mutations() {
            holes.extend(
                leaks
                    .mutator
                    .map(|derefs| self.mutator().shift(i32::from(derefs))),
            );
            holes.extend(
                leaks
                    .callee
                    .map(|derefs| self.callee().shift(i32::from(derefs))),
            );
        }
        for (&hole, derefs) in results.unwrap_or_default().iter().zip(leaks.results) {
            if let Some(derefs) = derefs {
                let hole = self.by(EdgeRule::SummaryResult, hole);
                holes.push(hole.shift(i32::from(derefs)));
            }
        }
        self.tee(&holes)
    }

    /// `internal/abi.EscapeNonString[T](dictionary, x)`: stands for a flow to the heap, if there are pointers but those of strings.
    fn escape_non_string(&mut self, callees: &[FuncRef], args: &[Value]) -> Option<Hole> {
        let &[callee] = callees else { return None };
        if !self.analysis.rules.has(ReleaseRule::EscapeNonString) || args.len() != 2 {
            return None;
        }
        let name = match callee {
            FuncRef::Local(func) => self.analysis.package.funcs[func].name.as_str(),
            FuncRef::Extern(_) => return None,
        };
        if !name.contains("EscapeNonString[") {
            return None;
        }
        let ty = self.ty(args[1])?;
        Some(match has_non_string_pointers(self.analysis.world, ty) {
            true => heap(),
            false => blank(),
        })
    }

    fn pragmas(&self, callees: &[FuncRef]) -> Pragmas {
        let mut all = Pragmas::default();
        for &callee in callees {
            if let FuncRef::Local(func) = callee {
                let function = &self.analysis.package.funcs[func];
                all.uintptrescapes |= function.pragmas.uintptrescapes;
                // What a function without body does with a uintptr is unknown.
                all.uintptrkeepalive |= function.pragmas.uintptrkeepalive || !function.has_body;
            }
        }
        all
    }

    /// `uintptr(p)` as an argument of a function that takes pointers as such: `p` is held while the call runs.
    fn hold_uintptr(&mut self, pragmas: Pragmas, arg: Value) {
        if !pragmas.uintptrescapes && !pragmas.uintptrkeepalive {
            return;
        }
        match &self.function.insts[arg] {
            Inst::SliceLit { elems, .. } => {
                for &(_, elem) in elems {
                    self.hold_pointer(pragmas, elem);
                }
            }
            _single => self.hold_pointer(pragmas, arg),
        }
    }

    fn hold_pointer(&mut self, pragmas: Pragmas, arg: Value) {
        let Inst::Convert(ConvertOp::PointerToUintptr, x, _) = self.function.insts[arg] else {
            return;
        };
        // gc copies the pointer to a temporary, which stands in the argument from then on.
        let copy = self.later();
        self.expr(copy, x);
        self.held.insert(arg);
        let hole = match pragmas.uintptrescapes {
            true => self.noted(heap(), arg, Reason::UintptrEscapes),
            false => self.mutator(),
        };
        self.flow(hole, copy.dst);
    }

    /// A predeclared function.
    pub fn builtin(&mut self, result: Option<Hole>, call: Value, op: BuiltinOp, args: &[Value]) {
        let first = args.first().copied();
        let rest = args.get(1..).unwrap_or_default().iter().copied();
        match op {
            BuiltinOp::Len
            | BuiltinOp::Cap
            | BuiltinOp::Real
            | BuiltinOp::Imag
            | BuiltinOp::Close
            | BuiltinOp::Complex
            | BuiltinOp::Print
            | BuiltinOp::Println
            | BuiltinOp::Delete
            | BuiltinOp::Recover => self.discard_all(args.iter().copied()),
            BuiltinOp::Max | BuiltinOp::Min => {
                let hole = self.by(EdgeRule::MinMax, result.unwrap_or(blank()));
                for &arg in args {
                    self.argument(hole, call, arg);
                }
            }
            BuiltinOp::Clear => {
                let hole = self.mutator();
                self.arguments(hole, call, first);
            }
            BuiltinOp::Copy => self.copy(call, args),
            BuiltinOp::Panic => {
                let hole = self.by(EdgeRule::Panic, heap());
                self.arguments(hole, call, first);
            }
            BuiltinOp::UnsafeAdd
            | BuiltinOp::UnsafeSlice
            | BuiltinOp::UnsafeString
            | BuiltinOp::UnsafeSliceData
            | BuiltinOp::UnsafeStringData => {
                let hole = self.by(EdgeRule::UnsafeData, result.unwrap_or(blank()));
                self.arguments(hole, call, first);
                self.discard_all(rest);
            }
        }
    }

    fn arguments(&mut self, hole: Hole, call: Value, args: impl IntoIterator<Item = Value>) {
        for arg in args {
            self.argument(hole, call, arg);
        }
    }

    fn copy(&mut self, call: Value, args: &[Value]) {
        let &[dst, src] = args else { return };
        let hole = self.mutator();
        self.argument(hole, call, dst);
        let hole = match self.slice_of_pointers(src) {
            true => {
                let heap = self.by(EdgeRule::Copy, heap());
                self.deref(heap, call, Reason::CopiedSlice)
            }
            false => blank(),
        };
        self.argument(hole, call, src);
    }
}

/// The function, if the expression names one or is a literal.
fn named_function(func: &Function, value: Value) -> Option<FuncRef> {
    match &func.insts[value] {
        Inst::FuncAddr(named) | Inst::MethodExpr(named) => Some(*named),
        Inst::Closure { func, .. } => Some(FuncRef::Local(*func)),
        _other => None,
    }
}

fn has_non_string_pointers(world: &crate::types::World, ty: crate::types::TypeId) -> bool {
    stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
        if !world.has_pointers(ty)
            || world.underlying(ty) == world.basic(crate::types::Basic::String)
        {
            return false;
        }
        match world.underlying_kind(ty) {
            TypeKind::Struct(fields) => {
                let mut fields = fields.iter();
                fields.any(|field| has_non_string_pointers(world, field.ty))
            }
            TypeKind::Array(_, elem) => has_non_string_pointers(world, *elem),
            _pointer => true,
        }
    })
}
