//! Assignments to variables that nothing reads.
//!
//! QUESTION. What does gc drop before the analysis? In a function and the literals in it, `x = e` where the local variable or
//! parameter `x` is never used and `e` is a name, a constant, nil or a function literal becomes `_ = 0`. So literals assigned only to such
//! variables vanish: no message, no capture.
//!
//! ```text
//! f := func() { sink = &x }   with f unused   →   _ = 0;  x does not escape
//! _ = f                                       →   f is used
//! ```
//!
//! INVARIANTS. Only the outline changes. A literal with captures is looked at with the function around it.
//! SOURCE: section 6.7 of the model of gc's analysis; cmd/compile/internal/deadlocals.

use rustc_hash::FxHashMap;

use crate::ir::{
    FuncId, Function, Inst, LocalId, LocalKind, OutlineCase, OutlineKind, Package, StmtId, Value,
};
use crate::types::{Basic, Const, TypeId, World};

/// Drops dead assignments from all outlines.
pub(super) fn remove_dead_locals(world: &World, package: &mut Package) {
    let int = world.basic(Basic::Int);
    let ids: Vec<FuncId> = package.funcs.keys().collect();
    for id in ids {
        if package.funcs[id].captures.is_empty() {
            let dead = Finder::new(package).run(id);
            for assign in dead {
                drop_assign(package, assign, int);
            }
        }
    }
}

/// An assignment: the number is that of the pair in `a, b = c, d`.
#[derive(Clone, Copy)]
struct Assign {
    func: FuncId,
    stmt: StmtId,
    pair: Option<usize>,
}

fn drop_assign(package: &mut Package, assign: Assign, int: TypeId) {
    let function = &mut package.funcs[assign.func];
    let zero = function.insts.push(Inst::Const(Const::Int(0)));
    function.types[zero] = int.into();
    if let Some(entry) = function.blocks.values_mut().next() {
        entry.insert(0, zero);
    }
    match (&mut function.source.stmts[assign.stmt].kind, assign.pair) {
        (OutlineKind::Assign { dst, src, .. }, None) => {
            *dst = None;
            *src = Some(zero);
        }
        (OutlineKind::AssignPairs { dsts, srcs, .. }, Some(pair)) => {
            if let (Some(dst), Some(src)) = (dsts.get_mut(pair), srcs.get_mut(pair)) {
                *dst = None;
                *src = zero;
            }
        }
        _other => {}
    }
}

/// A variable in the function that declares it.
type Variable = (FuncId, LocalId);

struct Finder<'p> {
    package: &'p Package,
    /// Assignments that go if the variable is not used; none if it is.
    found: FxHashMap<Variable, Option<Vec<Assign>>>,
    /// The variables in the order in which they were met.
    order: Vec<Variable>,
    /// What is assigned to `_` beside another variable.
    discarded: Vec<Assign>,
}

impl<'p> Finder<'p> {
    fn new(package: &'p Package) -> Finder<'p> {
        Finder {
            package,
            found: FxHashMap::default(),
            order: Vec::new(),
            discarded: Vec::new(),
        }
    }

    fn run(mut self, func: FuncId) -> Vec<Assign> {
        self.stmts(func, &self.package.funcs[func].source.body);
        let mut dead = std::mem::take(&mut self.discarded);
        for variable in &self.order {
            if let Some(Some(assigns)) = self.found.get(variable) {
                dead.extend(assigns);
            }
        }
        dead
    }

    /// The variable that a local stands for.
    fn canonical(&self, mut func: FuncId, mut local: LocalId) -> Variable {
        while let LocalKind::Captured(number) = self.package.funcs[func].locals[local].kind {
            let function = &self.package.funcs[func];
            match (function.outer, function.captures.get(number as usize)) {
                (Some(outer), Some(capture)) => (func, local) = (outer, capture.outer),
                _malformed => break,
            }
        }
        (func, local)
    }

    fn is_local(&self, (func, local): Variable) -> bool {
        match self.package.funcs[func].locals[local].kind {
            LocalKind::Receiver | LocalKind::Param | LocalKind::Var | LocalKind::Temp => true,
            LocalKind::Result(_) | LocalKind::Captured(_) | LocalKind::Hidden => false,
        }
    }

    fn stmts(&mut self, func: FuncId, stmts: &'p [StmtId]) {
        for &stmt in stmts {
            self.stmt(func, stmt);
        }
    }

    fn stmt(&mut self, func: FuncId, id: StmtId) {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.stmt_unguarded(func, id));
    }

    fn stmt_unguarded(&mut self, func: FuncId, id: StmtId) {
        let function: &'p Function = &self.package.funcs[func];
        let stmt = &function.source.stmts[id];
        self.stmts(func, &stmt.init);
        match &stmt.kind {
            OutlineKind::Block(body) => self.stmts(func, body),
            OutlineKind::Decl(_) => {}
            OutlineKind::Assign { dst, src, .. } => {
                let assign = Assign {
                    func,
                    stmt: id,
                    pair: None,
                };
                self.assign(assign, *dst, *src, false);
            }
            OutlineKind::AssignPairs { dsts, srcs, .. } => {
                let blanks_discard = dsts.iter().any(Option::is_some);
                for (pair, (&dst, &src)) in dsts.iter().zip(srcs).enumerate() {
                    let assign = Assign {
                        func,
                        stmt: id,
                        pair: Some(pair),
                    };
                    self.assign(assign, dst, Some(src), blanks_discard);
                }
            }
            OutlineKind::OpAssign { dst, src, .. } => self.values(func, [*dst, *src]),
            OutlineKind::AssignMulti { dsts, src, .. } => {
                self.values(func, dsts.iter().flatten().copied());
                self.value(func, *src);
            }
            OutlineKind::Expr(value) | OutlineKind::Go(value) | OutlineKind::Defer(value) => {
                self.value(func, *value);
            }
            OutlineKind::Return(values) => self.values(func, values.iter().copied()),
            OutlineKind::If { cond, then, els } => {
                self.value(func, *cond);
                self.stmts(func, then);
                self.stmts(func, els);
            }
            OutlineKind::For {
                cond, post, body, ..
            } => {
                self.values(func, *cond);
                self.stmts(func, post.as_slice());
                self.stmts(func, body);
            }
            OutlineKind::Range {
                x,
                key,
                value,
                body,
                ..
            } => {
                self.value(func, *x);
                self.values(func, [*key, *value].into_iter().flatten());
                self.stmts(func, body);
            }
            OutlineKind::Switch { tag, cases, .. } => {
                self.values(func, *tag);
                self.cases(func, cases);
            }
            OutlineKind::TypeSwitch { x, cases, .. } => {
                self.value(func, *x);
                self.cases(func, cases);
            }
            OutlineKind::Select { cases, .. } => self.cases(func, cases),
            OutlineKind::Label(_)
            | OutlineKind::Goto(_)
            | OutlineKind::Break(_)
            | OutlineKind::Continue(_)
            | OutlineKind::Fallthrough => {}
        }
    }

    fn cases(&mut self, func: FuncId, cases: &'p [OutlineCase]) {
        for case in cases {
            if let Some(local) = case.local {
                self.used(func, local);
            }
            self.values(func, case.exprs.iter().copied());
            self.stmts(func, case.comm.as_slice());
            self.stmts(func, &case.body);
        }
    }

    fn assign(&mut self, assign: Assign, dst: Option<Value>, src: Option<Value>, blank: bool) {
        let function: &'p Function = &self.package.funcs[assign.func];
        let Some(src) = src else {
            return;
        };
        let Some(dst) = dst else {
            match !blank || self.has_effects(assign.func, src) {
                true => self.value(assign.func, src),
                false => self.discarded.push(assign),
            }
            return;
        };
        if let Inst::LocalAddr(local) = function.insts[dst] {
            let variable = self.canonical(assign.func, local);
            if self.is_local(variable) && !self.has_effects(assign.func, src) {
                let order = &mut self.order;
                let entry = self.found.entry(variable).or_insert_with(|| {
                    order.push(variable);
                    Some(Vec::new())
                });
                if let Some(assigns) = entry {
                    assigns.push(assign);
                    return;
                }
            }
            return self.value(assign.func, src);
        }
        self.value(assign.func, dst);
        self.value(assign.func, src);
    }

    fn has_effects(&self, func: FuncId, value: Value) -> bool {
        let function = &self.package.funcs[func];
        if function.source.value_init.contains_key(&value) {
            return true;
        }
        match &function.insts[value] {
            Inst::Const(_) | Inst::Nil | Inst::FuncAddr(_) | Inst::Closure { .. } => false,
            Inst::Load(place) => !matches!(
                function.insts[*place],
                Inst::LocalAddr(_) | Inst::GlobalAddr(_)
            ),
            _other => true,
        }
    }

    fn values(&mut self, func: FuncId, values: impl IntoIterator<Item = Value>) {
        for value in values {
            self.value(func, value);
        }
    }

    fn value(&mut self, func: FuncId, value: Value) {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.value_unguarded(func, value));
    }

    fn value_unguarded(&mut self, func: FuncId, value: Value) {
        let function: &'p Function = &self.package.funcs[func];
        if let Some(stmts) = function.source.value_init.get(&value) {
            self.stmts(func, stmts);
        }
        if let Some(body) = function.source.inlined.get(&value) {
            self.stmts(func, body);
        }
        match &function.insts[value] {
            Inst::LocalAddr(local) => self.used(func, *local),
            Inst::Closure { func: inner, .. } => {
                let literal: &'p Function = &self.package.funcs[*inner];
                for capture in &literal.captures {
                    self.used(func, capture.outer);
                }
                self.stmts(*inner, &literal.source.body);
            }
            inst => {
                let mut operands = Vec::new();
                inst.each_operand(&function.value_lists, |operand| operands.push(operand));
                self.values(func, operands);
            }
        }
    }

    fn used(&mut self, func: FuncId, local: LocalId) {
        let variable = self.canonical(func, local);
        if !self.is_local(variable) {
            return;
        }
        let order = &mut self.order;
        let entry = self.found.entry(variable).or_insert_with(|| {
            order.push(variable);
            None
        });
        for assign in entry.take().into_iter().flatten() {
            let stmt = &self.package.funcs[assign.func].source.stmts[assign.stmt].kind;
            let src = match (stmt, assign.pair) {
                (OutlineKind::Assign { src, .. }, None) => *src,
                (OutlineKind::AssignPairs { srcs, .. }, Some(pair)) => srcs.get(pair).copied(),
                _other => None,
            };
            self.values(assign.func, src);
        }
    }
}
