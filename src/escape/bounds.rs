//! Index expressions whose bounds need no check, as far as gc's front end can tell.
//!
//! THE QUESTION. gc's back end says `index bounds check elided` where an index that is no constant cannot leave an array (or
//! a constant string), going by its type and its outermost operation alone. The message is no part of escape analysis,
//! but stands in the same output, behind everything else.
//!
//! ```text
//! var a [256]int;  a[b]         b is a byte
//! var a [8]int;    a[i&7]  a[u%8]  a[u>>61]
//! ```
//!
//! ORDER. Functions as they are listed, literals behind the function that mentions them, last one first; within a
//! function as statements and expressions are walked, operands before the index expression.
//!
//! IGNORED. What else than calls gc copies out of expressions before it walks them; only the order on one line differs.
//!
//! Source: `walk.bounded` and `walk.walkIndex` of the compiler, in our own words; section 4.1 of the model.

use cranelift_entity::EntitySet;
use escargo_grammar::ast::BinaryOp;

use super::facts::Message;
use crate::ir::{
    FuncId, FuncKind, Function, Inst, OutlineCase, OutlineKind, Package, StmtId, Value,
};
use crate::types::{Basic, Const, TypeId, TypeKind, World};

/// All messages about checks that are left out.
pub(super) fn elided_checks(world: &World, package: &Package) -> Vec<Message> {
    let mut seen: EntitySet<FuncId> = EntitySet::new();
    let mut messages = Vec::new();
    for &root in &package.roots {
        let mut pending = match is_part_of_outer(&package.funcs[root]) {
            true => Vec::new(),
            false => vec![root],
        };
        while let Some(func) = pending.pop() {
            if !seen.insert(func) {
                continue;
            }
            let mut walk = Walk {
                world,
                func,
                function: &package.funcs[func],
                literals: Vec::new(),
                early: EntitySet::new(),
                messages: &mut messages,
            };
            walk.stmts(&package.funcs[func].source.body);
            let literals = std::mem::take(&mut walk.literals);
            let inner = |&literal: &FuncId| is_part_of_outer(&package.funcs[literal]);
            pending.extend(literals.into_iter().filter(inner));
        }
    }
    messages
}

/// Literals that capture nothing are functions like others.
fn is_part_of_outer(function: &Function) -> bool {
    let literal = matches!(
        function.kind,
        FuncKind::Literal | FuncKind::RangeBody | FuncKind::CallWrapper
    );
    literal && !function.captures.is_empty()
}

struct Walk<'a> {
    world: &'a World,
    func: FuncId,
    function: &'a Function,
    /// Literals met, in order.
    literals: Vec<FuncId>,
    /// Calls inside expressions that have been walked before the expression.
    early: EntitySet<Value>,
    messages: &'a mut Vec<Message>,
}

impl<'a> Walk<'a> {
    fn stmts(&mut self, stmts: &[StmtId]) {
        for &stmt in stmts {
            stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.stmt(stmt));
        }
    }

    fn stmt(&mut self, stmt: StmtId) {
        let function: &'a Function = self.function;
        let stmt = &function.source.stmts[stmt];
        self.stmts(&stmt.init);
        match &stmt.kind {
            OutlineKind::Block(body) => self.stmts(body),
            OutlineKind::Decl(_)
            | OutlineKind::Label(_)
            | OutlineKind::Goto(_)
            | OutlineKind::Break(_)
            | OutlineKind::Continue(_)
            | OutlineKind::Fallthrough => {}
            OutlineKind::Assign { dst, src, .. } => self.values(dst.iter().chain(src)),
            OutlineKind::OpAssign { dst, src, .. } => self.values([dst, src]),
            OutlineKind::AssignPairs { dsts, srcs, .. } => {
                for (dst, src) in dsts.iter().zip(srcs) {
                    self.values(dst.iter().chain([src]));
                }
            }
            OutlineKind::AssignMulti { dsts, src, .. } => {
                self.values(dsts.iter().flatten().chain([src]));
            }
            OutlineKind::Expr(value) | OutlineKind::Go(value) | OutlineKind::Defer(value) => {
                self.values([value]);
            }
            OutlineKind::Return(values) => self.values(values),
            OutlineKind::If { cond, then, els } => {
                self.values([cond]);
                self.stmts(then);
                self.stmts(els);
            }
            OutlineKind::For {
                cond, post, body, ..
            } => {
                self.values(cond);
                self.stmts(post.as_slice());
                self.stmts(body);
            }
            OutlineKind::Range {
                x,
                key,
                value,
                body,
                ..
            } => {
                self.values([x].into_iter().chain(key).chain(value));
                self.stmts(body);
            }
            OutlineKind::Switch { tag, cases, .. } => {
                self.values(tag);
                self.cases(cases);
            }
            OutlineKind::TypeSwitch { x, cases, .. } => {
                self.values([x]);
                self.cases(cases);
            }
            OutlineKind::Select { cases, .. } => self.cases(cases),
        }
    }

    /// The comparisons of a switch stand before all bodies.
    fn cases(&mut self, cases: &[OutlineCase]) {
        for case in cases {
            self.values(&case.exprs);
        }
        for case in cases {
            self.stmts(case.comm.as_slice());
            self.stmts(&case.body);
        }
    }

    /// The values of a statement.
    fn values<'v>(&mut self, values: impl IntoIterator<Item = &'v Value>) {
        for &value in values {
            self.early_calls(value, true);
            self.value(value);
        }
    }

    /// gc copies the results of calls inside an expression to temporaries, in front of the statement.
    fn early_calls(&mut self, value: Value, root: bool) {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            let function: &'a Function = self.function;
            let inst = &function.insts[value];
            if matches!(inst, Inst::ShortCircuit { .. }) {
                return;
            }
            inst.each_operand(&function.value_lists, |operand| {
                self.early_calls(operand, false);
            });
            if !root && matches!(inst, Inst::Call { .. } | Inst::Inlined { .. }) {
                self.value(value);
                self.early.insert(value);
            }
        });
    }

    fn value(&mut self, value: Value) {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            let function: &'a Function = self.function;
            if self.early.contains(value) {
                return;
            }
            if let Some(init) = function.source.value_init.get(&value) {
                self.stmts(init);
            }
            if let Some(body) = function.source.inlined.get(&value) {
                self.stmts(body);
            }
            let inst = &function.insts[value];
            if let Inst::Append { slice, elems, .. } = inst {
                self.copied(*slice);
                for &elem in elems.as_slice(&function.value_lists) {
                    self.copied(elem);
                }
                return;
            }
            inst.each_operand(&function.value_lists, |operand| self.value(operand));
            match inst {
                Inst::Closure { func, .. } => self.literals.push(*func),
                Inst::IndexAddr(x, index) | Inst::Index(x, index) => {
                    let array = self.function.types[*x].expand();
                    let len = array.map(|array| self.world.underlying_kind(array));
                    if let Some(TypeKind::Array(len, _)) = len {
                        self.index(value, *index, *len, true);
                    }
                }
                Inst::StringIndex(x, index) => {
                    if let Inst::Const(Const::Str(text)) = &self.function.insts[*x] {
                        self.index(value, *index, text.len() as i64, true);
                    }
                }
                _no_index => {}
            }
        });
    }

    /// An operand of `append`: gc copies the indices of index expressions to temporaries first, and of a temporary it only
    /// knows the type.
    fn copied(&mut self, value: Value) {
        let function: &'a Function = self.function;
        match &function.insts[value] {
            &(Inst::Load(x) | Inst::FieldAddr(x, _) | Inst::Field(x, _) | Inst::Deref(x)) => {
                stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.copied(x));
            }
            &(Inst::IndexAddr(x, index) | Inst::Index(x, index)) => {
                self.copied(x);
                self.value(index);
                let array = function.types[x].expand();
                let len = array.map(|array| self.world.underlying_kind(array));
                if let Some(TypeKind::Array(len, _)) = len {
                    self.index(value, index, *len, false);
                }
            }
            &Inst::ElemAddr(x, index) => {
                self.copied(x);
                self.value(index);
            }
            &Inst::StringIndex(x, index) => {
                self.copied(x);
                self.value(index);
                if let Inst::Const(Const::Str(text)) = &function.insts[x] {
                    self.index(value, index, text.len() as i64, false);
                }
            }
            _other => self.value(value),
        }
    }

    /// `operation`: whether what computes the index is known, not only its type.
    fn index(&mut self, value: Value, index: Value, len: i64, operation: bool) {
        let constant = matches!(self.function.insts[index], Inst::Const(_));
        if !constant && self.is_below(index, len, operation) {
            let func = self.func;
            self.messages
                .push(Message::BoundsCheckElided { func, value });
        }
    }

    /// Whether a value lies in `0..len` whatever its operands are.
    fn is_below(&self, value: Value, len: i64, operation: bool) -> bool {
        let ty = self.function.types[value].expand();
        let Some((signed, mut bits)) = ty.and_then(|ty| self.integer(ty)) else {
            return false;
        };
        if operation && let Inst::Binary(op, x, y) = self.function.insts[value] {
            let right = self.small_constant(y);
            match op {
                BinaryOp::And | BinaryOp::AndNot => {
                    let inverted = |right: i64| match signed {
                        true => !right,
                        false => !right & ((1i64 << bits.min(62)) - 1),
                    };
                    let mask = match (self.small_constant(x), op) {
                        (Some(left), _) => Some(left),
                        (None, BinaryOp::And) => right,
                        (None, _) => right.map(inverted),
                    };
                    if mask.is_some_and(|mask| 0 <= mask && mask < len) {
                        return true;
                    }
                }
                BinaryOp::Rem
                    if !signed && right.is_some_and(|right| (0..=len).contains(&right)) =>
                {
                    return true;
                }
                BinaryOp::Div if !signed => {
                    let mut divisor = right.unwrap_or(1);
                    while bits > 0 && divisor >= 2 {
                        bits -= 1;
                        divisor >>= 1;
                    }
                }
                BinaryOp::Shr if !signed => {
                    if let Some(count) = right {
                        if count > i64::from(bits) {
                            return len > 0;
                        }
                        bits -= u32::try_from(count).unwrap_or(0);
                    }
                }
                _says_nothing => {}
            }
        }
        !signed && bits <= 62 && 1i64 << bits <= len
    }

    /// Whether an integer type is signed, and its size.
    fn integer(&self, ty: TypeId) -> Option<(bool, u32)> {
        let basic = self.world.as_basic(self.world.underlying(ty))?;
        let bits = match basic.canonical() {
            Basic::Int8 | Basic::Uint8 => 8,
            Basic::Int16 | Basic::Uint16 => 16,
            Basic::Int32 | Basic::Uint32 => 32,
            Basic::Int | Basic::Int64 | Basic::Uint | Basic::Uint64 | Basic::Uintptr => 64,
            _no_integer => return None,
        };
        Some((!basic.is_unsigned(), bits))
    }

    /// An integer constant of at most 32 bits.
    fn small_constant(&self, value: Value) -> Option<i64> {
        match &self.function.insts[value] {
            Inst::Const(Const::Int(n)) => i32::try_from(*n).ok().map(i64::from),
            _other => None,
        }
    }
}
