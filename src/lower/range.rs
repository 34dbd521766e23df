//! `for k, v := range x` over integers, arrays, pointers to arrays, slices, strings, maps and channels.
//!
//! The blocks of a loop:
//!
//! ```text
//! before:  x; counter = 0 (or an iterator); jump head
//! head:    branch counter < len(x) (or: the iterator has a next step), bind, exit
//! bind:    declare k, v; store k, counter; store v, x[counter]; jump body
//! body:    …; jump next
//! next:    counter = counter + 1; jump head
//! exit:
//! ```
//!
//! Counter, iterator and the copy of an array are hidden: gc makes them after its analysis. In the outline the
//! statement has `x` and the two left sides, nothing else. Storing an element into a variable of an interface type converts
//! it in the blocks only, as in gc.
//!
//! An array is not evaluated if only its length matters and it has no calls and receives in it; gc's analysis sees it all the
//! same, so it is lowered into a block that nothing leads to.
//!
//! Functions are ranged over in [`super::range_func`].
//!
//! Source: the Go specification, "For statements with range clause"; the model, 2.9 and 6.4.

use escargo_grammar::Symbol;
use escargo_grammar::ast::{BinaryOp, Expr, ExprId, Stmt, StmtId, UnaryOp};

use super::assign::Dst;
use super::builder::Target;
use super::context::Lowerer;

use super::loops::DISTINCT_VARS;
use crate::ir::{self, Block, BuiltinOp, Inst, LocalId, Loop, LoopKind, OutlineKind, Value};
use crate::source::Pos;
use crate::types::{Basic, TypeId, TypeKind};

/// The range clause and the body.
#[derive(Clone, Copy)]
pub(super) struct RangeParts {
    /// First variable.
    pub key: Option<ExprId>,
    /// Second variable.
    pub value: Option<ExprId>,
    /// `:=`
    pub define: bool,
    /// What is ranged over.
    pub x: ExprId,
    /// The body.
    pub body: StmtId,
    /// The `for` keyword.
    pub for_pos: Pos,
    /// The `range` keyword.
    pub range_pos: Pos,
}

/// How the elements are found.
#[derive(Clone, Copy)]
enum Elements {
    /// Up to the integer.
    Integer(Value),
    /// Of an array in a local, of this length.
    Array(LocalId, i64),
    /// Of an array whose elements are not needed.
    Length(i64),
    /// Of an array through a pointer.
    Pointer(Value, i64),
    /// Of a slice.
    Slice(Value),
    /// By an iterator: string, map or channel.
    Iterator(Value),
}

/// The steps of a loop.
#[derive(Clone, Copy)]
struct Steps {
    head: Block,
    bind: Block,
    next: Block,
    exit: Block,
}

/// A left side of the clause, and where it was declared.
struct LoopDst {
    dst: Dst,
    /// The variable, if the clause declares it.
    declared: Option<LocalId>,
}

impl Lowerer<'_> {
    /// `for k, v := range x { … }`
    pub(super) fn range_stmt(&mut self, s: StmtId, label: Option<Symbol>) {
        let Stmt::Range {
            key,
            value,
            define,
            x,
            body,
            range_pos,
        } = self.ast().stmt(s)
        else {
            return;
        };
        let parts = RangeParts {
            key: key.expand(),
            value: value.expand(),
            define,
            x,
            body,
            for_pos: self.stmt_pos(s),
            range_pos: self.pos(range_pos),
        };
        let ty = self.type_of(x);
        if matches!(self.world.underlying_kind(ty), TypeKind::Func(_)) {
            self.range_func_stmt(s, parts, label);
        } else {
            self.range_elements(parts, label);
        }
    }

    fn range_elements(&mut self, parts: RangeParts, label: Option<Symbol>) {
        let pos = parts.range_pos;
        let steps = self.steps();
        let (key, value, bind_end) = self.range_dsts(&parts, steps.bind);
        let distinct = self.unit.go_minor >= DISTINCT_VARS;
        if !distinct {
            for local in [key.declared, value.declared].into_iter().flatten() {
                self.begin_var(local);
            }
        }
        let wants_value = !matches!(value.dst, Dst::Blank);
        let Some((x, elements)) = self.range_operand(&parts, wants_value) else {
            return;
        };
        let (key_value, elem_value) =
            self.range_step(elements, wants_value, (steps, bind_end), pos);
        let decls: Vec<_> = [key.declared, value.declared]
            .into_iter()
            .flatten()
            .collect();
        let key = self.bind((key, key_value), distinct, pos);
        let value = self.bind((value, elem_value), distinct, pos);
        let bound = self.b().current_block();
        let body = self.range_body(parts.body, steps, label, pos);
        let kind = OutlineKind::Range {
            x,
            key,
            value,
            define: !decls.is_empty(),
            body,
            label,
        };
        let stmt = self.b().push_stmt(pos, kind);
        let blanks = self.blanks(&parts);
        if blanks > 0 {
            self.b().function.source.range_blanks.insert(stmt, blanks);
        }
        let init = decls.iter().map(|&local| self.decl_stmt(local)).collect();
        self.b().set_init(stmt, init);
        let kind = LoopKind::Range(bound);
        let distinct = distinct && !decls.is_empty();
        self.b().function.source.loops.push(Loop {
            stmt,
            kind,
            distinct,
        });
    }

    /// How many left sides are `_`.
    fn blanks(&self, parts: &RangeParts) -> u8 {
        let dsts = [parts.key, parts.value].into_iter().flatten();
        let blank = |&e: &ExprId| {
            let e = self.ast().unparen(e);
            matches!(self.ast().expr(e), Expr::Ident(name) if name.is_blank())
        };
        dsts.filter(blank).count() as u8
    }

    fn steps(&mut self) -> Steps {
        let b = self.b();
        Steps {
            head: b.new_block(),
            bind: b.new_block(),
            next: b.new_block(),
            exit: b.new_block(),
        }
    }

    /// The left sides. Operands of places are evaluated anew in each round, in the block `bind`; gives the block in which that ends.
    fn range_dsts(&mut self, parts: &RangeParts, bind: Block) -> (LoopDst, LoopDst, Block) {
        let before = self.b().current_block();
        let open = self.b().is_open();
        self.b().switch_to(bind);
        let key = self.range_dst(parts.key);
        let value = self.range_dst(parts.value);
        let end = self.b().current_block();
        self.b().switch_to(before);
        if !open {
            let fresh = self.b().new_block();
            self.b().switch_to(fresh);
        }
        (key, value, end)
    }

    fn range_dst(&mut self, e: Option<ExprId>) -> LoopDst {
        let dst = e.map_or(Dst::Blank, |e| self.dst(e));
        let declared = match dst {
            Dst::New(local) => Some(local),
            Dst::Blank | Dst::Place(..) => None,
        };
        LoopDst { dst, declared }
    }

    /// What is ranged over: the outline's value, and how to step through it.
    fn range_operand(
        &mut self,
        parts: &RangeParts,
        wants_value: bool,
    ) -> Option<(Value, Elements)> {
        let ty = self.type_of(parts.x);
        match self.world.underlying_kind(ty) {
            TypeKind::Basic(basic) if basic.is_string() => {
                let x = self.expr(parts.x);
                Some((x, Elements::Iterator(x)))
            }
            TypeKind::Basic(_) => {
                let x = self.expr(parts.x);
                Some((x, Elements::Integer(x)))
            }
            &TypeKind::Array(len, _) => Some(self.range_array(parts, len, wants_value)),
            TypeKind::Pointer(_) => {
                let x = self.expr(parts.x);
                let array = self.world.pointee(ty)?;
                match self.world.underlying_kind(array) {
                    &TypeKind::Array(len, _) => Some((x, Elements::Pointer(x, len))),
                    _wrong => None,
                }
            }
            TypeKind::Slice(_) => {
                let x = self.expr(parts.x);
                Some((x, Elements::Slice(x)))
            }
            TypeKind::Map(..) | TypeKind::Chan(..) => {
                let x = self.expr(parts.x);
                Some((x, Elements::Iterator(x)))
            }
            TypeKind::Struct(_)
            | TypeKind::Func(_)
            | TypeKind::Interface(_)
            | TypeKind::Tuple(_)
            | TypeKind::Named(_)
            | TypeKind::Alias(_)
            | TypeKind::TypeParam(_)
            | TypeKind::Union(_) => {
                self.unsupported(parts.range_pos, "range over this type");
                None
            }
        }
    }

    /// An array is copied if its elements are wanted.
    fn range_array(
        &mut self,
        parts: &RangeParts,
        len: i64,
        wants_value: bool,
    ) -> (Value, Elements) {
        let pos = parts.range_pos;
        if wants_value {
            let ty = self.type_of(parts.x);
            let x = self.expr(parts.x);
            let copy = self.b().new_hidden("array", ty, pos);
            self.b().store_local(copy, x, pos);
            (x, Elements::Array(copy, len))
        } else if self.may_call(parts.x) {
            (self.expr(parts.x), Elements::Length(len))
        } else {
            let x = self.unexecuted(|l| l.expr(parts.x));
            (x, Elements::Length(len))
        }
    }

    /// Lowers something that gc's analysis sees but that is not executed.
    pub(super) fn unexecuted<R>(&mut self, body: impl FnOnce(&mut Self) -> R) -> R {
        let before = self.b().current_block();
        let aside = self.b().new_block();
        self.b().switch_to(aside);
        let result = body(self);
        self.b().switch_to(before);
        result
    }

    /// Whether an expression has calls or receives in it, or may have.
    fn may_call(&self, e: ExprId) -> bool {
        if self.const_of(e).is_some() || self.is_type(e) {
            return false;
        }
        match self.syntax(e).1 {
            Expr::Ident(_) | Expr::BasicLit(..) => false,
            Expr::Selector(x, _) | Expr::Star(x) => self.may_call(x),
            Expr::Unary(op, x) => op == UnaryOp::Recv || self.may_call(x),
            Expr::Index(x, list) => {
                let list = self.ast().expr_list(list);
                self.may_call(x) || list.iter().any(|&e| self.may_call(e))
            }
            Expr::CompositeLit { elems, .. } => {
                let list = self.ast().expr_list(elems);
                list.iter().any(|&e| self.may_call(e))
            }
            Expr::KeyValue(_, value) => self.may_call(value),
            _other => true,
        }
    }

    /// The head and the first part of `bind`: gives key and element of a round. Ends in `bind`.
    fn range_step(
        &mut self,
        elements: Elements,
        wants_value: bool,
        (steps, bind): (Steps, Block),
        pos: Pos,
    ) -> (Option<Value>, Option<Value>) {
        match elements {
            Elements::Iterator(x) => self.iterate(x, (steps, bind), pos),
            Elements::Integer(_)
            | Elements::Array(..)
            | Elements::Length(_)
            | Elements::Pointer(..)
            | Elements::Slice(_) => self.count(elements, wants_value, (steps, bind), pos),
        }
    }

    fn iterate(
        &mut self,
        x: Value,
        (steps, bind): (Steps, Block),
        pos: Pos,
    ) -> (Option<Value>, Option<Value>) {
        let ty = self.b().ty(x).unwrap_or(self.world.invalid());
        let (key_ty, value_ty) = self.iterated_types(ty);
        let iterator = self.b().emit(Inst::IterNew(x), ty, pos);
        self.b().jump(steps.head, pos);
        self.b().switch_to(steps.next);
        self.b().jump(steps.head, pos);
        self.b().switch_to(steps.head);
        let bool_type = self.bool_type();
        let parts: Vec<TypeId> = [Some(bool_type), key_ty, value_ty]
            .into_iter()
            .flatten()
            .collect();
        let tuple = self.world.tuple(&parts);
        let step = self.b().emit(Inst::IterNext(iterator), tuple, pos);
        let more = self.b().extract(step, 0, bool_type, pos);
        self.b().branch(more, steps.bind, steps.exit, pos);
        self.b().switch_to(bind);
        let key = key_ty.map(|ty| self.b().extract(step, 1, ty, pos));
        let value = value_ty.map(|ty| self.b().extract(step, 2, ty, pos));
        (key, value)
    }

    /// The types of what an iterator gives.
    fn iterated_types(&self, ty: TypeId) -> (Option<TypeId>, Option<TypeId>) {
        match self.world.underlying_kind(ty) {
            &TypeKind::Map(key, value) => (Some(key), Some(value)),
            &TypeKind::Chan(_, elem) => (Some(elem), None),
            _string => (Some(self.int_type()), Some(self.basic(Basic::Rune))),
        }
    }

    fn count(
        &mut self,
        elements: Elements,
        wants_value: bool,
        (steps, bind): (Steps, Block),
        pos: Pos,
    ) -> (Option<Value>, Option<Value>) {
        let int = self.int_type();
        let ty = match elements {
            Elements::Integer(x) => self.b().ty(x).unwrap_or(int),
            _indexed => int,
        };
        let limit = self.limit(elements, pos);
        let counter = self.b().new_hidden("counter", ty, pos);
        let zero = self.b().int(0, ty, pos);
        self.b().store_local(counter, zero, pos);
        self.b().jump(steps.head, pos);
        self.count_on(counter, steps, pos);
        let bool_type = self.bool_type();
        self.b().switch_to(steps.head);
        let now = self.b().load_local(counter, pos);
        let less = Inst::Binary(BinaryOp::Lt, now, limit);
        let more = self.b().emit(less, bool_type, pos);
        self.b().branch(more, steps.bind, steps.exit, pos);
        self.b().switch_to(bind);
        let elem = if wants_value {
            self.element(elements, now, pos)
        } else {
            None
        };
        (Some(now), elem)
    }

    /// The number of rounds.
    fn limit(&mut self, elements: Elements, pos: Pos) -> Value {
        let int = self.int_type();
        match elements {
            Elements::Integer(x) => x,
            Elements::Array(_, len) | Elements::Length(len) | Elements::Pointer(_, len) => {
                self.b().int(len, int, pos)
            }
            Elements::Slice(x) | Elements::Iterator(x) => {
                let list = self.b().list(&[x]);
                self.b().emit(Inst::Builtin(BuiltinOp::Len, list), int, pos)
            }
        }
    }

    /// The step to the next round.
    fn count_on(&mut self, counter: LocalId, steps: Steps, pos: Pos) {
        self.b().switch_to(steps.next);
        let old = self.b().load_local(counter, pos);
        let ty = self.b().function.locals[counter].ty;
        let one = self.b().int(1, ty, pos);
        let new = self
            .b()
            .emit(Inst::Binary(BinaryOp::Add, old, one), ty, pos);
        self.b().store_local(counter, new, pos);
        self.b().jump(steps.head, pos);
    }

    fn element(&mut self, elements: Elements, index: Value, pos: Pos) -> Option<Value> {
        let place = match elements {
            Elements::Array(copy, _) => {
                let array = self.b().local_place(copy, pos);
                let elem = self.elem_type(self.builders.last()?.ty(array)?)?;
                self.b().emit(Inst::IndexAddr(array, index), elem, pos)
            }
            Elements::Pointer(pointer, _) => {
                let ty = self.world.pointee(self.b().ty(pointer)?)?;
                let elem = self.elem_type(ty)?;
                let array = self.b().emit_implicit(Inst::Deref(pointer), ty, pos);
                self.b().emit(Inst::IndexAddr(array, index), elem, pos)
            }
            Elements::Slice(slice) => {
                let elem = self.elem_type(self.builders.last()?.ty(slice)?)?;
                self.b().emit(Inst::ElemAddr(slice, index), elem, pos)
            }
            Elements::Integer(_) | Elements::Length(_) | Elements::Iterator(_) => return None,
        };
        Some(self.b().load(place, pos))
    }

    /// The element type of an array or slice.
    fn elem_type(&self, ty: TypeId) -> Option<TypeId> {
        match self.world.underlying_kind(ty) {
            TypeKind::Array(_, elem) | TypeKind::Slice(elem) => Some(*elem),
            _other => None,
        }
    }

    /// Sets a left side in the block at hand. Gives its place for the outline.
    fn bind(
        &mut self,
        (side, value): (LoopDst, Option<Value>),
        distinct: bool,
        pos: Pos,
    ) -> Option<Value> {
        let Some(value) = value else {
            return self.write_nothing(side.dst, pos);
        };
        let ty = self.dst_type(&side.dst)?;
        let value = self.convert(value, ty, pos);
        if let (Some(local), false) = (side.declared, distinct) {
            // One variable for all rounds: it has begun to live before the loop.
            let at = self.b().function.locals[local].pos;
            let place = self.b().local_place(local, at);
            self.b().emit_void(Inst::Store(place, value), pos);
            return Some(place);
        }
        self.write_dst(side.dst, value, pos)
    }

    /// A left side that gets nothing: only in programs that do not check.
    fn write_nothing(&mut self, dst: Dst, _pos: Pos) -> Option<Value> {
        match dst {
            Dst::Place(place, steps) => {
                self.b().put_back(steps);
                Some(place)
            }
            Dst::Blank | Dst::New(_) => None,
        }
    }

    fn range_body(
        &mut self,
        body: StmtId,
        steps: Steps,
        label: Option<Symbol>,
        pos: Pos,
    ) -> Vec<ir::StmtId> {
        let start = self.b().new_block();
        self.b().jump(start, pos);
        self.b().switch_to(start);
        let target = Target {
            label,
            break_to: steps.exit,
            continue_to: Some(steps.next),
        };
        let stmts = self.inside(target, |l| l.block(body));
        self.b().jump(steps.next, pos);
        self.b().switch_to(steps.exit);
        stmts
    }
}
