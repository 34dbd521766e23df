//! WHAT A FUNCTION COSTS: its nodes, as gc counts them.
//!
//! QUESTION. How many nodes has the body of a function when gc's inliner looks at it, and is there anything in it that gc does not inline?
//! Each expression and statement is one node, with the exceptions that `Counter::value` and `Counter::stmt` list: some nodes are free
//! (conversions that change nothing, blocks, method expressions), some dear (function literals, `panic`), some give a credit
//! (`&x.f` of the first field, comma-ok assignments). A call is as dear as what it would be replaced with: the body of its callee if
//! that would be inlined here, else a flat price.
//!
//! ```text
//! return x + y                   4: return, +, x, y
//! y := x                         5: assignment, declaration with its name, target, value
//! return f(x)                   60 if f is not inlined: return, call, f, x, and 57
//! ```
//!
//! INVARIANTS. Nodes are visited in gc's order, for a call of a function literal lets that literal be examined first, which
//! decides the order of messages. Without `-m=2` gc stops counting when the budget is spent, so later literals are not
//! examined early.
//!
//! SOURCE: sections 1.4 and 1.5 of the model of gc's inliner; `hairyVisitor` in `cmd/compile/internal/inline/inl.go`.

use super::callee::{self, Target};
use super::examine::Examiner;
use super::intrinsics::{Special, special};
use super::limits::{self, Site};
use super::record::Bar;
use crate::callgraph::static_value::{changes_nothing, read_local};
use crate::ir::{
    BuiltinOp, Callee, ConvertOp, FuncId, FuncRef, Function, Inst, LocalId, LocalKind, OutlineCase,
    OutlineKind, StmtId, Value,
};
use crate::types::{Const, ObjectId, TypeId, TypeKind};

/// Why counting ended before the end.
pub(super) enum Stop {
    /// The function is not inlined, whatever it costs.
    Bar(Bar),
    /// The budget is spent.
    Spent,
}

/// The nodes of a type that shared code finds in its dictionary: the type and the word, `(*.dict)[n]`.
const DYNAMIC_TYPE: i64 = 1 + DICTIONARY_WORD;

/// The nodes of a word of a dictionary.
const DICTIONARY_WORD: i64 = 4;

/// The nodes of the address of a run-time type.
const STATIC_WORD: i64 = 2;

/// The variable that holds the deferred calls of a loop over a function: declared where gc calls `runtime.deferrangefunc`.
const DEFERS: &str = "#defers";

type Counted = Result<(), Stop>;

/// Counts the nodes of one function.
pub(super) struct Counter<'e, 'a> {
    pub examiner: &'e mut Examiner<'a>,
    pub id: FuncId,
    pub func: &'a Function,
    /// Whether it is a big function itself.
    pub is_big: bool,
    /// What is left of the budget.
    pub left: i64,
}

impl Counter<'_, '_> {
    /// All nodes of the body.
    pub fn body(&mut self) -> Counted {
        let func = self.func;
        self.stmts(&func.source.body)
    }

    /// A node of this price.
    fn node(&mut self, price: i64) -> Counted {
        self.left -= price;
        match self.left < 0 && !self.examiner.input.every_node {
            true => Err(Stop::Spent),
            false => Ok(()),
        }
    }

    // Expressions.

    fn values<'v>(&mut self, list: impl IntoIterator<Item = &'v Value>) -> Counted {
        list.into_iter().try_for_each(|&value| self.value(value))
    }

    /// An operand that may be missing where gc has a node nevertheless (`_`, an implied 0).
    fn value_or_node(&mut self, value: Option<Value>) -> Counted {
        match value {
            Some(value) => self.value(value),
            None => self.node(1),
        }
    }

    fn value(&mut self, value: Value) -> Counted {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.value_node(value))
    }

    fn value_node(&mut self, value: Value) -> Counted {
        let func = self.func;
        let pool = &func.value_lists;
        // What is not gc's node itself but part of another one has no statements attached.
        if let Inst::Load(inner) | Inst::LoadOk(inner) | Inst::Extract(inner, _) = func.insts[value]
        {
            self.init_of(value)?;
            return self.value(inner);
        }
        match &func.insts[value] {
            Inst::Const(_) | Inst::Nil | Inst::Zero | Inst::LocalAddr(_) | Inst::GlobalAddr(_) => {
                self.priced(value, 1)
            }
            Inst::FuncAddr(_) => self.priced(value, 1),
            Inst::MethodExpr(_) | Inst::InterfaceMethodExpr(_) => self.priced(value, 0),
            Inst::Deref(x) => {
                let free = matches!(func.insts[self.without_casts(*x)], Inst::AddrOf(_));
                self.priced(value, if free { 0 } else { 1 })?;
                self.value(*x)
            }
            Inst::FieldAddr(x, _) | Inst::Field(x, _) => {
                self.priced(value, 1)?;
                self.selected(*x)
            }
            Inst::AddrOf(place) => {
                let credit = if self.is_first_field(*place) { 2 } else { 0 };
                self.priced(value, 1 - credit)?;
                self.value(*place)
            }
            Inst::Slice { x, lo, hi, max } => {
                self.priced(value, 1 - self.slice_credit(*x, *lo, *hi))?;
                self.value(*x)?;
                self.values([lo, hi, max].into_iter().flatten())
            }
            Inst::Convert(op, x, _) => {
                let free = self.is_free(*op, *x, value);
                self.priced(value, if free { 0 } else { 1 })?;
                self.value(*x)
            }
            Inst::StructLit(fields) => {
                self.priced(value, 1)?;
                self.fields(fields)
            }
            Inst::ArrayLit(elems) => {
                self.priced(value, 1)?;
                self.elems(elems)
            }
            Inst::SliceLit { elems, .. } => {
                self.priced(value, 2)?;
                self.elems(elems)
            }
            Inst::New(site) => {
                self.priced(value, 1)?;
                let ty = func.sites[*site].ty;
                self.node(if self.has_shape(ty) { DYNAMIC_TYPE } else { 0 })
            }
            Inst::TypeAssert { x, .. } => {
                self.priced(value, 1)?;
                self.value(*x)?;
                self.node(self.assertion_words(value, *x))
            }
            Inst::MapLit { pairs, .. } => {
                self.priced(value, 1)?;
                pairs.iter().try_for_each(|(key, elem)| {
                    self.node(1)?;
                    self.values([key, elem])
                })
            }
            Inst::MakeMap { size, .. } | Inst::MakeChan { size, .. } => {
                self.priced(value, 1)?;
                self.value_or_node(*size)
            }
            Inst::Closure { .. } => self.priced(value, 1 + i64::from(limits::CLOSURE)),
            Inst::MethodValue { recv, .. } | Inst::InterfaceMethodValue { recv, .. } => {
                self.priced(value, 2)?;
                self.value(*recv)
            }
            Inst::Call { callee, args, .. } => {
                self.call(value, *callee)?;
                self.values(args.as_slice(pool))
            }
            Inst::Builtin(op, args) => {
                self.builtin(value, *op, args.as_slice(pool))?;
                self.values(args.as_slice(pool))
            }
            Inst::Go(..) => Err(Stop::Bar(Bar::Go)),
            Inst::Defer(..) => Err(Stop::Bar(Bar::Defer)),
            Inst::IndexAddr(..)
            | Inst::ElemAddr(..)
            | Inst::MapElem(..)
            | Inst::Index(..)
            | Inst::StringIndex(..)
            | Inst::Unary(..)
            | Inst::Binary(..)
            | Inst::ShortCircuit { .. }
            | Inst::Concat(..)
            | Inst::PtrLit(..)
            | Inst::MakeSlice { .. }
            | Inst::Append { .. }
            | Inst::AppendSlice { .. }
            | Inst::Recv { .. }
            | Inst::Send(..)
            | Inst::Select { .. }
            | Inst::Inlined { .. } => {
                self.priced(value, 1)?;
                self.operands(value)
            }
            // Only in blocks: no nodes.
            Inst::Load(_)
            | Inst::LoadOk(_)
            | Inst::Extract(..)
            | Inst::Declare(_)
            | Inst::Store(..)
            | Inst::Phi(_)
            | Inst::IterNew(_)
            | Inst::IterNext(_)
            | Inst::Jump(_)
            | Inst::Branch { .. }
            | Inst::Return
            | Inst::Unreachable => Ok(()),
        }
    }

    /// The node of a value, and the statements attached to it.
    fn priced(&mut self, value: Value, price: i64) -> Counted {
        self.node(price)?;
        self.init_of(value)
    }

    fn init_of(&mut self, value: Value) -> Counted {
        let func = self.func;
        match func.source.value_init.get(&value) {
            Some(init) => self.stmts(init),
            None => Ok(()),
        }
    }

    fn operands(&mut self, value: Value) -> Counted {
        let func = self.func;
        let mut list = Vec::new();
        func.insts[value].each_operand(&func.value_lists, |operand| list.push(operand));
        self.values(&list)
    }

    /// What a field is selected from; through a pointer, selector and dereference are one node.
    fn selected(&mut self, x: Value) -> Counted {
        match &self.func.insts[x] {
            Inst::Deref(pointer) if self.func.source.values[x].implicit => self.value(*pointer),
            _other => self.value(x),
        }
    }

    fn fields(&mut self, fields: &[(u32, Value)]) -> Counted {
        let func = self.func;
        fields.iter().try_for_each(|&(_, field)| {
            match &func.insts[field] {
                // Fields of an embedded struct that are written as the outer one's.
                Inst::StructLit(inner) if func.source.values[field].implicit => self.fields(inner),
                _value => {
                    self.node(1)?;
                    self.value(field)
                }
            }
        })
    }

    fn elems(&mut self, elems: &[(u64, Value)]) -> Counted {
        let func = self.func;
        elems.iter().try_for_each(|&(_, elem)| {
            if func.source.keyed_elems.contains(&elem) {
                // The pair and its key.
                self.node(1)?;
                self.node(1)?;
            }
            self.value(elem)
        })
    }

    fn without_casts(&self, mut value: Value) -> Value {
        while let Inst::Convert(op, x, _) = self.func.insts[value]
            && self.is_free(op, x, value)
        {
            value = x;
        }
        value
    }

    fn is_free(&self, op: ConvertOp, from: Value, to: Value) -> bool {
        changes_nothing(self.examiner.input.world, self.func, op, from, to) && !self.rounds(to)
    }

    /// A written conversion to a floating point type rounds, so it stays even where the types agree. (What statements hang on is no
    /// written conversion.)
    fn rounds(&self, to: Value) -> bool {
        let world = self.examiner.input.world;
        let source = &self.func.source;
        let basic = self.func.types[to]
            .expand()
            .and_then(|ty| world.as_basic(ty));
        basic.is_some_and(|basic| basic.is_float() || basic.is_complex())
            && !source.values[to].implicit
            && !source.value_init.contains_key(&to)
    }

    /// `x.f` or `p.f` with a variable on the left and `f` at the start of the struct.
    fn is_first_field(&self, place: Value) -> bool {
        let Inst::FieldAddr(x, field) = self.func.insts[place] else {
            return false;
        };
        let (base, ty) = match &self.func.insts[x] {
            Inst::Deref(pointer) if self.func.source.values[x].implicit => {
                match &self.func.insts[*pointer] {
                    Inst::Load(place) => (*place, self.func.types[x].expand()),
                    _other => return false,
                }
            }
            _value => (x, self.func.types[x].expand()),
        };
        let is_name = matches!(
            self.func.insts[base],
            Inst::LocalAddr(_) | Inst::GlobalAddr(_)
        );
        let world = self.examiner.input.world;
        let offset = ty.and_then(|ty| world.field_offset(ty, field as usize));
        is_name && offset == Some(0)
    }

    /// Bounds that say nothing cost nothing.
    fn slice_credit(&self, x: Value, lo: Option<Value>, hi: Option<Value>) -> i64 {
        let zero = lo.is_some_and(|lo| matches!(&self.func.insts[lo], Inst::Const(Const::Int(0))));
        let whole = hi.is_some_and(|hi| match &self.func.insts[hi] {
            Inst::Builtin(BuiltinOp::Len, args) => {
                let args = args.as_slice(&self.func.value_lists);
                args.first().is_some_and(|&arg| self.same_name(arg, x))
            }
            _other => false,
        });
        i64::from(zero) + 2 * i64::from(whole)
    }

    /// Whether two expressions are the same variable: gc has one node for it.
    fn same_name(&self, a: Value, b: Value) -> bool {
        let name = |value: Value| match &self.func.insts[value] {
            Inst::Load(place) => match &self.func.insts[*place] {
                name @ (Inst::LocalAddr(_) | Inst::GlobalAddr(_)) => Some(name),
                _other => None,
            },
            _other => None,
        };
        name(a).is_some() && name(a) == name(b)
    }

    // Types in shared code.

    fn has_shape(&self, ty: TypeId) -> bool {
        self.examiner.input.world.has_shape(ty)
    }

    /// Whether gc finds a type that a value is compared with when the program runs.
    fn is_dynamic(&self, x: Value, ty: TypeId) -> bool {
        let world = self.examiner.input.world;
        let by_table = || {
            let from = self.func.types[x].expand();
            from.is_some_and(|from| {
                world.has_shape(from)
                    && !world.type_set(from).methods.is_empty()
                    && !world.is_interface(ty)
            })
        };
        world.has_shape(ty) || by_table()
    }

    /// The words of run-time types that an assertion in shared code needs: of the type asked for, and of the operand's.
    fn assertion_words(&self, value: Value, x: Value) -> i64 {
        let world = self.examiner.input.world;
        let ty = self.func.types[value]
            .expand()
            .map(|ty| match world.kind(ty) {
                TypeKind::Tuple(parts) => parts.first().copied().unwrap_or(ty),
                _single => ty,
            });
        if !ty.is_some_and(|ty| self.is_dynamic(x, ty)) {
            return 0;
        }
        let from = self.func.types[x].expand();
        let from = match from.is_some_and(|from| world.has_shape(from)) {
            true => DICTIONARY_WORD,
            false => STATIC_WORD,
        };
        DICTIONARY_WORD + from
    }

    // Calls.

    fn builtin(&mut self, value: Value, op: BuiltinOp, args: &[Value]) -> Counted {
        let price = match op {
            BuiltinOp::Recover => return Err(Stop::Bar(Bar::Recover)),
            BuiltinOp::Panic => {
                let boxed = args.first().is_some_and(|&arg| {
                    let to_interface = match &self.func.insts[arg] {
                        Inst::Convert(
                            ConvertOp::ToInterface | ConvertOp::InterfaceToInterface,
                            ..,
                        ) => true,
                        _other => false,
                    };
                    to_interface && self.func.source.values[arg].implicit
                });
                1 + i64::from(limits::PANIC) - i64::from(boxed)
            }
            BuiltinOp::Len
            | BuiltinOp::Cap
            | BuiltinOp::Clear
            | BuiltinOp::Close
            | BuiltinOp::Complex
            | BuiltinOp::Real
            | BuiltinOp::Imag
            | BuiltinOp::Copy
            | BuiltinOp::Delete
            | BuiltinOp::Max
            | BuiltinOp::Min
            | BuiltinOp::Print
            | BuiltinOp::Println
            | BuiltinOp::UnsafeAdd
            | BuiltinOp::UnsafeSlice
            | BuiltinOp::UnsafeSliceData
            | BuiltinOp::UnsafeString
            | BuiltinOp::UnsafeStringData => 1,
        };
        self.priced(value, price)
    }

    /// The call without its arguments.
    fn call(&mut self, value: Value, callee: Callee) -> Counted {
        let extra = self.call_price(value, callee)?;
        self.priced(value, 1 + extra)?;
        match callee {
            // A method is named by a method expression, which is free.
            Callee::Static(func) if self.is_method(func) => Ok(()),
            Callee::Static(_) => self.node(1),
            Callee::Value(func) => self.value(func),
            Callee::Interface(receiver, _) => {
                self.node(1)?;
                self.value(receiver)
            }
        }
    }

    /// What the call costs besides its nodes.
    fn call_price(&mut self, value: Value, callee: Callee) -> Result<i64, Stop> {
        if let Callee::Interface(..) = callee {
            return Ok(limits::CALL.into());
        }
        if let Some(special) = self.special(callee) {
            match special {
                Special::CallerPC => return Err(Stop::Bar(Bar::GetCallerPC)),
                Special::CallerSP => return Err(Stop::Bar(Bar::GetCallerSP)),
                Special::Intrinsic | Special::Cheap | Special::CheapIntrinsic => return Ok(0),
            }
        }
        let examination = self.examiner.input;
        let found = callee::target(
            examination.world,
            examination.package,
            examination.vars,
            self.id,
            value,
        );
        if let Some(target) = found
            && let Some(cost) = self.inlined_cost(target)
        {
            return Ok(cost.into());
        }
        let price = match callee {
            Callee::Value(func) if self.is_given_func(func) => limits::PARAM_CALL,
            Callee::Value(_) | Callee::Static(_) | Callee::Interface(..) => limits::CALL,
        };
        Ok(price.into())
    }

    /// The cost of the callee, if it would be inlined here.
    fn inlined_cost(&mut self, target: Target) -> Option<u32> {
        let literal = match target {
            Target::Literal(literal) => {
                self.examiner.examine(literal);
                true
            }
            Target::Function(func) => self.examiner.is_literal(func),
        };
        let record = self.examiner.record(target.func())?;
        let site = Site {
            literal,
            called_once: false,
            big_caller: self.is_big,
        };
        (record.cost <= site.limit()).then_some(record.cost)
    }

    fn object(&self, func: FuncRef) -> Option<ObjectId> {
        self.examiner.object(func)
    }

    fn is_method(&self, func: FuncRef) -> bool {
        let world = self.examiner.input.world;
        let object = self.object(func).map(|object| world.object(object));
        object.is_some_and(|object| object.receiver.get().is_some())
    }

    /// gc looks at names only, not at variables that hold functions.
    fn special(&self, callee: Callee) -> Option<Special> {
        let func = match callee {
            Callee::Static(func) => func,
            Callee::Value(value) => match &self.func.insts[value] {
                Inst::FuncAddr(func) | Inst::MethodExpr(func) => *func,
                _unknown => return None,
            },
            Callee::Interface(..) => return None,
        };
        special(self.examiner.input.world, self.object(func)?)
    }

    /// A parameter, or a variable of an enclosing function.
    fn is_given_func(&self, callee: Value) -> bool {
        let kind = read_local(self.func, callee).map(|local| self.local_kind(local));
        matches!(
            kind,
            Some(LocalKind::Param | LocalKind::Receiver | LocalKind::Captured(_))
        )
    }

    fn local_kind(&self, local: LocalId) -> LocalKind {
        self.func.locals[local].kind
    }

    // Statements.

    fn stmts(&mut self, list: &[StmtId]) -> Counted {
        list.iter().try_for_each(|&stmt| self.stmt(stmt))
    }

    fn stmt(&mut self, stmt: StmtId) -> Counted {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.stmt_node(stmt))
    }

    fn stmt_node(&mut self, id: StmtId) -> Counted {
        let func = self.func;
        let stmt = &func.source.stmts[id];
        match &stmt.kind {
            OutlineKind::If { cond, then, els } => {
                if let Inst::Const(Const::Bool(taken)) = func.insts[*cond] {
                    self.stmts(&stmt.init)?;
                    return self.stmts(if taken { then } else { els });
                }
                self.node(1)?;
                if func.source.range_checks.contains(&id) {
                    // A cheap call of the runtime, its name, and the state.
                    self.node(3)?;
                }
            }
            OutlineKind::AssignPairs { dsts, srcs, .. } => {
                self.node(1 - self.tuple_credit(dsts.len(), srcs))?;
            }
            OutlineKind::Range { .. } => {
                let blanks = func.source.range_blanks.get(&id).copied().unwrap_or(0);
                self.node(1 + i64::from(blanks))?;
            }
            // An expression is a statement by itself.
            OutlineKind::Expr(_)
            | OutlineKind::Go(_)
            | OutlineKind::Defer(_)
            | OutlineKind::Block(_)
            | OutlineKind::Fallthrough => {}
            OutlineKind::Decl(_)
            | OutlineKind::Assign { .. }
            | OutlineKind::OpAssign { .. }
            | OutlineKind::AssignMulti { .. }
            | OutlineKind::Return(_)
            | OutlineKind::For { .. }
            | OutlineKind::Switch { .. }
            | OutlineKind::TypeSwitch { .. }
            | OutlineKind::Select { .. }
            | OutlineKind::Label(_)
            | OutlineKind::Goto(_)
            | OutlineKind::Break(_)
            | OutlineKind::Continue(_) => self.node(1)?,
        }
        self.stmts(&stmt.init)?;
        self.stmt_parts(&stmt.kind)
    }

    fn stmt_parts(&mut self, kind: &OutlineKind) -> Counted {
        match kind {
            OutlineKind::Block(list) => self.stmts(list),
            // The name.
            OutlineKind::Decl(local) => match self.func.locals[*local].name.as_str() {
                DEFERS => Err(Stop::Bar(Bar::DeferInRangeFunc)),
                _variable => self.node(1),
            },
            OutlineKind::Assign { dst, src, .. } => {
                self.value_or_node(*dst)?;
                self.values(src)
            }
            OutlineKind::OpAssign { dst, src, .. } => self.values([dst, src]),
            OutlineKind::AssignPairs { dsts, srcs, .. } => {
                dsts.iter().try_for_each(|&dst| self.value_or_node(dst))?;
                self.values(srcs)
            }
            OutlineKind::AssignMulti { dsts, src, .. } => {
                dsts.iter().try_for_each(|&dst| self.value_or_node(dst))?;
                self.value(*src)
            }
            OutlineKind::Expr(value) | OutlineKind::Go(value) | OutlineKind::Defer(value) => {
                self.value(*value)
            }
            OutlineKind::Return(list) => self.values(list),
            OutlineKind::If { cond, then, els } => {
                self.value(*cond)?;
                self.stmts(then)?;
                self.stmts(els)
            }
            OutlineKind::For {
                cond, post, body, ..
            } => {
                self.values(cond)?;
                self.stmts(post.as_slice())?;
                self.stmts(body)
            }
            OutlineKind::Range {
                x,
                key,
                value,
                body,
                ..
            } => {
                self.value(*x)?;
                self.values(key)?;
                self.values(value)?;
                self.stmts(body)
            }
            OutlineKind::Switch { tag, cases, .. } => {
                self.values(tag)?;
                self.cases(cases)
            }
            OutlineKind::TypeSwitch { x, bind, cases, .. } => {
                // The guard, and the variable that it declares.
                self.node(1)?;
                if bind.is_some() {
                    self.node(1)?;
                }
                self.value(*x)?;
                let types = cases.iter().flat_map(|case| &case.types).flatten();
                let dynamic = types.filter(|&&ty| self.is_dynamic(*x, ty)).count();
                self.node(DYNAMIC_TYPE * dynamic as i64)?;
                self.cases(cases)
            }
            OutlineKind::Select { cases, .. } => self.cases(cases),
            OutlineKind::Label(_)
            | OutlineKind::Goto(_)
            | OutlineKind::Break(_)
            | OutlineKind::Continue(_)
            | OutlineKind::Fallthrough => Ok(()),
        }
    }

    fn cases(&mut self, cases: &[OutlineCase]) -> Counted {
        cases.iter().try_for_each(|case| {
            self.node(1)?;
            if case.local.is_some() {
                self.node(1)?;
            }
            // Of the types of a clause only `nil` is a node that counts.
            let nils = case.types.iter().filter(|ty| ty.is_none()).count();
            self.node(nils as i64)?;
            self.values(&case.exprs)?;
            self.stmts(case.comm.as_slice())?;
            self.stmts(&case.body)
        })
    }

    /// gc makes temporaries for `a, b = f()` and does not want them to count: four nodes for each, and their assignment.
    fn tuple_credit(&self, count: usize, srcs: &[Value]) -> i64 {
        match is_unpacked(self.func, srcs) {
            true => 4 * count as i64 + 1,
            false => 0,
        }
    }
}

/// Whether the sources of a list assignment are the temporaries of a call or comma-ok form.
pub(super) fn is_unpacked(func: &Function, srcs: &[Value]) -> bool {
    let Some(init) = srcs
        .first()
        .and_then(|first| func.source.value_init.get(first))
    else {
        return false;
    };
    let [stmt] = init[..] else {
        return false;
    };
    matches!(
        func.source.stmts[stmt].kind,
        OutlineKind::AssignMulti { .. } | OutlineKind::AssignPairs { .. }
    )
}
