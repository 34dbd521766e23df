//! Assignments: `=`, `:=`, `var`, `op=`, `++`; declarations of local variables.
//!
//! THE QUESTION. In which order does an assignment run, and what does gc make of it?
//!
//! Go evaluates in two phases: first the operands of index expressions and dereferences on the left and all
//! expressions on the right, in the usual order, then the assignments from left to right. The steps that only compute *where*
//! to write (dereference, bounds check, field) belong to the second phase: `a[i] = f()` calls `f` before it finds that `i` is out of
//! range. Lowering builds the whole place first, for gc builds left sides first, and then takes those steps out of the block
//! ([`FuncBuilder::lift_place`]) and puts them behind the right sides.
//!
//! What the outline gets:
//!
//! ```text
//! x = y, x := y, var x = y     Assign         (a declaration hangs in the statement's init)
//! var x, y T                   one Assign without source for each name
//! a, b = c, d                  AssignPairs
//! a, b = f()                   AssignPairs of temporaries; the call is in the first value's init
//! x += y, x++                  OpAssign       (the load and the sum are in the blocks only)
//! ```
//!
//! Source: the Go specification, "Assignment statements"; the model, 6.3 and 7.

use escargo_grammar::Symbol;
use escargo_grammar::ast::{BinaryOp, Expr, ExprId};

use super::builder::FuncBuilder;
use super::context::Lowerer;
use crate::ir::{Inst, LocalId, LocalKind, OutlineKind, StmtId, Value};
use crate::source::Pos;
use crate::types::{Const, ObjectId, TypeId};

/// The left side of an assignment.
pub(super) enum Dst {
    /// `_`
    Blank,
    /// A variable that the statement declares.
    New(LocalId),
    /// A place, and the steps that find it, taken out of the block.
    Place(Value, Vec<Value>),
}

impl Lowerer<'_> {
    /// The left side of an assignment, its operands evaluated; a variable that is new here is declared.
    pub(super) fn dst(&mut self, e: ExprId) -> Dst {
        let (e, syntax) = self.syntax(e);
        if let Expr::Ident(name) = syntax {
            if name.as_str() == "_" {
                return Dst::Blank;
            }
            if let Some(object) = self.defined_object(e) {
                return Dst::New(self.new_var(object));
            }
        }
        let place = self.place(e);
        let steps = self.b().lift_place(place);
        Dst::Place(place, steps)
    }

    /// The variable that an identifier declares, if it does.
    pub(super) fn defined_object(&self, e: ExprId) -> Option<ObjectId> {
        let start = self.expr_span(e).start;
        self.info().defs.get(&start).copied()
    }

    /// A local for a declared variable. It begins to live where [`Lowerer::begin_var`] stands.
    pub(super) fn new_var(&mut self, object: ObjectId) -> LocalId {
        let info = self.world.object(object);
        let (name, pos) = (self.local_name(info.name), info.pos);
        let ty = self.object_type(object);
        self.note_type(ty);
        self.b()
            .new_local(name, ty, pos, LocalKind::Var, Some(object))
    }

    /// The point at which a variable begins to live.
    pub(super) fn begin_var(&mut self, local: LocalId) {
        let pos = self.b().function.locals[local].pos;
        self.b().emit_void(Inst::Declare(local), pos);
    }

    /// The outline's declaration of a variable, in no list yet.
    pub(super) fn decl_stmt(&mut self, local: LocalId) -> StmtId {
        let pos = self.b().function.locals[local].pos;
        self.b().make_stmt(pos, OutlineKind::Decl(local))
    }

    /// The type that a value assigned to it gets; none for `_`.
    pub(super) fn dst_type(&mut self, dst: &Dst) -> Option<TypeId> {
        match dst {
            Dst::Blank => None,
            Dst::New(local) => Some(self.b().function.locals[*local].ty),
            Dst::Place(place, _) => self.b().ty(*place),
        }
    }

    /// Writes a value to a left side, in the blocks. Gives the place for the outline.
    pub(super) fn write_dst(&mut self, dst: Dst, value: Value, pos: Pos) -> Option<Value> {
        match dst {
            Dst::Blank => None,
            Dst::New(local) => {
                self.begin_var(local);
                let at = self.b().function.locals[local].pos;
                let place = self.b().local_place(local, at);
                self.b().emit_void(Inst::Store(place, value), pos);
                Some(place)
            }
            Dst::Place(place, steps) => {
                self.b().put_back(steps);
                self.b().emit_void(Inst::Store(place, value), pos);
                Some(place)
            }
        }
    }

    /// `lhs = rhs`, `lhs := rhs`, `var lhs = rhs`, `var lhs`.
    pub(super) fn assign_stmt(&mut self, lhs: &[ExprId], rhs: &[ExprId], pos: Pos) {
        let dsts: Vec<Dst> = lhs.iter().map(|&e| self.dst(e)).collect();
        if rhs.is_empty() {
            return self.zero_vars(dsts, pos);
        }
        let values = self.right_sides(&dsts, rhs, pos);
        self.finish_assign(dsts, values, pos);
    }

    /// The right sides, converted to the types of the left ones.
    fn right_sides(&mut self, dsts: &[Dst], rhs: &[ExprId], pos: Pos) -> Vec<Value> {
        let own = self.multi_types(rhs, dsts.len());
        let mut types = Vec::with_capacity(dsts.len());
        for (dst, own) in dsts.iter().zip(own) {
            let ty = self.dst_type(dst);
            types.push(ty.unwrap_or(own));
        }
        self.multi_expr(rhs, &types, pos)
    }

    /// Stores the values, adds the outline's statement.
    pub(super) fn finish_assign(&mut self, dsts: Vec<Dst>, values: Vec<Value>, pos: Pos) {
        let mut decls = Vec::new();
        let mut places = Vec::with_capacity(dsts.len());
        for (dst, &value) in dsts.into_iter().zip(&values) {
            if let Dst::New(local) = dst {
                decls.push(self.decl_stmt(local));
            }
            places.push(self.write_dst(dst, value, pos));
        }
        let define = !decls.is_empty();
        let kind = match (&places[..], &values[..]) {
            (&[dst], &[src]) => OutlineKind::Assign {
                dst,
                src: Some(src),
                define,
            },
            _several => OutlineKind::AssignPairs {
                dsts: places,
                srcs: values,
                define,
            },
        };
        let stmt = self.b().push_stmt(pos, kind);
        self.b().set_init(stmt, decls);
    }

    /// `var a, b T`: a zero assignment for each name.
    fn zero_vars(&mut self, dsts: Vec<Dst>, pos: Pos) {
        for dst in dsts {
            if let Dst::New(local) = dst {
                self.zero_var(local, pos);
            }
        }
    }

    /// Declares a variable that starts as zero.
    pub(super) fn zero_var(&mut self, local: LocalId, pos: Pos) {
        self.begin_var(local);
        // Unlike with an initial value, gc reports the declaration at the statement.
        let decl = self.b().make_stmt(pos, OutlineKind::Decl(local));
        let dst = Some(self.b().local_place(local, pos));
        let stmt = self.b().push_stmt(
            pos,
            OutlineKind::Assign {
                dst,
                src: None,
                define: false,
            },
        );
        self.b().set_init(stmt, vec![decl]);
    }

    /// `x op= y`: the place is found once, the operand is read after `y`.
    pub(super) fn op_assign_stmt(&mut self, op: BinaryOp, lhs: ExprId, rhs: ExprId, pos: Pos) {
        let dst = self.place(lhs);
        let steps = self.b().lift_place(dst);
        let ty = self.type_of(lhs);
        let src = match op {
            BinaryOp::Shl | BinaryOp::Shr => self.expr(rhs),
            _same_types => self.expr_to(rhs, ty),
        };
        self.finish_op_assign((op, dst, steps), src, false, pos);
    }

    /// `x++`, `x--`
    pub(super) fn inc_dec_stmt(&mut self, op: BinaryOp, x: ExprId, pos: Pos) {
        let dst = self.place(x);
        let steps = self.b().lift_place(dst);
        let ty = self.type_of(x);
        let one = self.b().emit(Inst::Const(Const::Int(1)), ty, pos);
        self.finish_op_assign((op, dst, steps), one, true, pos);
    }

    fn finish_op_assign(
        &mut self,
        (op, dst, steps): (BinaryOp, Value, Vec<Value>),
        src: Value,
        inc_dec: bool,
        pos: Pos,
    ) {
        self.b().put_back(steps);
        let old = self.b().load(dst, pos);
        let ty = self.b().ty(old).unwrap_or(self.world.invalid());
        let new = self.binary_values(op, old, src, ty, pos);
        self.b().emit_void(Inst::Store(dst, new), pos);
        let kind = OutlineKind::OpAssign {
            op,
            dst,
            src,
            inc_dec,
        };
        self.b().push_stmt(pos, kind);
    }

    /// `name := value` for a variable that lowering makes and gc too: declaration, store and statement.
    pub(super) fn define_synthetic(&mut self, local: LocalId, value: Value, pos: Pos) {
        self.finish_assign(vec![Dst::New(local)], vec![value], pos);
    }

    /// An object for a variable that lowering makes up (`#state1`), so that literals can capture it like any other.
    pub(super) fn synthetic_var(&mut self, name: &str, ty: TypeId, pos: Pos) -> ObjectId {
        let kind = crate::types::ObjectKind::Var(crate::types::VarKind::Local);
        let package = self.unit.checked.package;
        let object = self
            .world
            .add_object(Symbol::intern(name), package, pos, kind);
        // A fresh object's type is unset.
        let _ = self.world.object(object).ty.set(ty);
        object
    }
}

impl FuncBuilder {
    /// Takes the steps that find a place out of the current block, those that stand in it. [`FuncBuilder::put_back`] puts
    /// them to where the place is used.
    pub(super) fn lift_place(&mut self, place: Value) -> Vec<Value> {
        let mut steps = vec![place];
        let mut next = place;
        while let Inst::FieldAddr(base, _) | Inst::IndexAddr(base, _) = self.function.insts[next] {
            steps.push(base);
            next = base;
        }
        steps.reverse();
        let block = self.current_block();
        let list = &mut self.function.blocks[block];
        // They stand near the end; what is not found is left where it is.
        steps.retain(|step| match list.iter().rposition(|v| v == step) {
            Some(n) => {
                list.remove(n);
                true
            }
            None => false,
        });
        steps
    }

    /// Puts instructions that were taken out to the end of the current block.
    pub(super) fn put_back(&mut self, steps: Vec<Value>) {
        if !self.is_open() {
            let block = self.new_block();
            self.switch_to(block);
        }
        let block = self.current_block();
        self.function.blocks[block].extend(steps);
    }

    /// Takes an instruction out of its block and gives up its site: what lowering builds in another function instead.
    pub(super) fn discard(&mut self, value: Value) {
        let blocks = self.function.blocks.values_mut();
        for list in blocks.rev() {
            if let Some(n) = list.iter().rposition(|&v| v == value) {
                list.remove(n);
                break;
            }
        }
        if let Some(site) = self.function.insts[value].site() {
            self.function.sites[site].value = None.into();
            self.dropped_sites |= self.function.sites[site].local.is_none();
        }
        self.function.insts[value] = Inst::Unreachable;
        self.function.types[value] = None.into();
    }

    /// Removes sites that have lost their owners and renumbers the others.
    pub(super) fn compact_sites(&mut self) {
        if !std::mem::take(&mut self.dropped_sites) {
            return;
        }
        let old = std::mem::take(&mut self.function.sites);
        for (_, site) in old {
            if site.value.is_none() && site.local.is_none() {
                continue;
            }
            let new = self.function.sites.push(site);
            if let Some(value) = site.value.expand() {
                self.function.insts[value].set_site(new);
            }
            if let Some(local) = site.local.expand() {
                self.function.locals[local].site = Some(new);
            }
        }
    }
}
