//! Which values an instruction uses, and which blocks a terminator leads to: one place that knows, for all passes.

use cranelift_entity::ListPool;
use smallvec::{SmallVec, smallvec};

use super::entities::{Block, SiteId, Value, ValueList};
use super::inst::{Callee, FuncRef, Inst};

impl Inst {
    /// Calls `see` for each operand, in order. Those of a phi and of a short-circuit join are used at the end of a
    /// predecessor, not here; they are seen too.
    pub fn each_operand(&self, pool: &ListPool<Value>, mut see: impl FnMut(Value)) {
        match self {
            Inst::Const(_)
            | Inst::Nil
            | Inst::Zero
            | Inst::FuncAddr(_)
            | Inst::MethodExpr(_)
            | Inst::InterfaceMethodExpr(_)
            | Inst::Declare(_)
            | Inst::LocalAddr(_)
            | Inst::GlobalAddr(_)
            | Inst::New(_)
            | Inst::Closure { .. }
            | Inst::Jump(_)
            | Inst::Return
            | Inst::Unreachable => {}
            Inst::Deref(x)
            | Inst::FieldAddr(x, _)
            | Inst::Load(x)
            | Inst::LoadOk(x)
            | Inst::AddrOf(x)
            | Inst::Field(x, _)
            | Inst::Extract(x, _)
            | Inst::Unary(_, x)
            | Inst::Convert(_, x, _)
            | Inst::TypeAssert { x, .. }
            | Inst::PtrLit(_, x)
            | Inst::MethodValue { recv: x, .. }
            | Inst::InterfaceMethodValue { recv: x, .. }
            | Inst::Recv { channel: x, .. }
            | Inst::Go(_, x)
            | Inst::Defer(_, x)
            | Inst::IterNew(x)
            | Inst::IterNext(x)
            | Inst::Branch { cond: x, .. } => see(*x),
            Inst::IndexAddr(x, y)
            | Inst::ElemAddr(x, y)
            | Inst::MapElem(x, y)
            | Inst::Store(x, y)
            | Inst::Index(x, y)
            | Inst::StringIndex(x, y)
            | Inst::Binary(_, x, y)
            | Inst::Send(x, y)
            | Inst::ShortCircuit {
                left: x, right: y, ..
            }
            | Inst::AppendSlice {
                slice: x, other: y, ..
            } => {
                see(*x);
                see(*y);
            }
            Inst::Slice { x, lo, hi, max } => {
                see(*x);
                [lo, hi, max].into_iter().flatten().for_each(|&v| see(v));
            }
            Inst::Phi(ways) => ways.iter().for_each(|&(_, v)| see(v)),
            Inst::Concat(_, list)
            | Inst::Builtin(_, list)
            | Inst::Inlined { results: list, .. } => {
                list.as_slice(pool).iter().for_each(|&v| see(v));
            }
            Inst::StructLit(fields) => fields.iter().for_each(|&(_, v)| see(v)),
            Inst::ArrayLit(elems) | Inst::SliceLit { elems, .. } => {
                elems.iter().for_each(|&(_, v)| see(v));
            }
            Inst::MapLit { pairs, .. } => pairs.iter().for_each(|&(k, v)| {
                see(k);
                see(v);
            }),
            Inst::MakeSlice { len, cap, .. } => {
                see(*len);
                cap.iter().for_each(|&v| see(v));
            }
            Inst::MakeMap { size, .. } | Inst::MakeChan { size, .. } => {
                size.iter().for_each(|&v| see(v));
            }
            Inst::Append { slice, elems, .. } => {
                see(*slice);
                elems.as_slice(pool).iter().for_each(|&v| see(v));
            }
            Inst::Call { callee, args, .. } => {
                match callee {
                    Callee::Static(_) => {}
                    Callee::Value(v) | Callee::Interface(v, _) => see(*v),
                }
                args.as_slice(pool).iter().for_each(|&v| see(v));
            }
            Inst::Select { cases, .. } => cases.iter().for_each(|case| {
                see(case.channel);
                case.send.iter().for_each(|&v| see(v));
            }),
        }
    }

    /// Replaces each operand.
    pub fn map_operands(
        &mut self,
        pool: &mut ListPool<Value>,
        mut map: impl FnMut(Value) -> Value,
    ) {
        let mut change = |v: &mut Value| *v = map(*v);
        match self {
            Inst::Const(_)
            | Inst::Nil
            | Inst::Zero
            | Inst::FuncAddr(_)
            | Inst::MethodExpr(_)
            | Inst::InterfaceMethodExpr(_)
            | Inst::Declare(_)
            | Inst::LocalAddr(_)
            | Inst::GlobalAddr(_)
            | Inst::New(_)
            | Inst::Closure { .. }
            | Inst::Jump(_)
            | Inst::Return
            | Inst::Unreachable => {}
            Inst::Deref(x)
            | Inst::FieldAddr(x, _)
            | Inst::Load(x)
            | Inst::LoadOk(x)
            | Inst::AddrOf(x)
            | Inst::Field(x, _)
            | Inst::Extract(x, _)
            | Inst::Unary(_, x)
            | Inst::Convert(_, x, _)
            | Inst::TypeAssert { x, .. }
            | Inst::PtrLit(_, x)
            | Inst::MethodValue { recv: x, .. }
            | Inst::InterfaceMethodValue { recv: x, .. }
            | Inst::Recv { channel: x, .. }
            | Inst::Go(_, x)
            | Inst::Defer(_, x)
            | Inst::IterNew(x)
            | Inst::IterNext(x)
            | Inst::Branch { cond: x, .. } => change(x),
            Inst::IndexAddr(x, y)
            | Inst::ElemAddr(x, y)
            | Inst::MapElem(x, y)
            | Inst::Store(x, y)
            | Inst::Index(x, y)
            | Inst::StringIndex(x, y)
            | Inst::Binary(_, x, y)
            | Inst::Send(x, y)
            | Inst::ShortCircuit {
                left: x, right: y, ..
            }
            | Inst::AppendSlice {
                slice: x, other: y, ..
            } => {
                change(x);
                change(y);
            }
            Inst::Slice { x, lo, hi, max } => {
                change(x);
                [lo, hi, max].into_iter().flatten().for_each(change);
            }
            Inst::Phi(ways) => ways.iter_mut().for_each(|(_, v)| change(v)),
            Inst::Concat(_, list)
            | Inst::Builtin(_, list)
            | Inst::Inlined { results: list, .. } => {
                list.as_mut_slice(pool).iter_mut().for_each(change);
            }
            Inst::StructLit(fields) => fields.iter_mut().for_each(|(_, v)| change(v)),
            Inst::ArrayLit(elems) | Inst::SliceLit { elems, .. } => {
                elems.iter_mut().for_each(|(_, v)| change(v));
            }
            Inst::MapLit { pairs, .. } => pairs.iter_mut().for_each(|(k, v)| {
                change(k);
                change(v);
            }),
            Inst::MakeSlice { len, cap, .. } => {
                change(len);
                cap.iter_mut().for_each(change);
            }
            Inst::MakeMap { size, .. } | Inst::MakeChan { size, .. } => {
                size.iter_mut().for_each(change);
            }
            Inst::Append { slice, elems, .. } => {
                change(slice);
                elems.as_mut_slice(pool).iter_mut().for_each(change);
            }
            Inst::Call { callee, args, .. } => {
                match callee {
                    Callee::Static(_) => {}
                    Callee::Value(v) | Callee::Interface(v, _) => change(v),
                }
                args.as_mut_slice(pool).iter_mut().for_each(change);
            }
            Inst::Select { cases, .. } => cases.iter_mut().for_each(|case| {
                change(&mut case.channel);
                case.send.iter_mut().for_each(&mut change);
            }),
        }
    }

    /// The blocks that a terminator leads to; none for other instructions.
    pub fn successors(&self) -> SmallVec<[Block; 2]> {
        match self {
            Inst::Jump(block) => smallvec![*block],
            Inst::Branch { then, els, .. } => smallvec![*then, *els],
            _ => SmallVec::new(),
        }
    }

    /// Whether it ends a block.
    pub fn is_terminator(&self) -> bool {
        matches!(
            self,
            Inst::Jump(_) | Inst::Branch { .. } | Inst::Return | Inst::Unreachable
        )
    }

    /// Whether its result is a place.
    pub fn is_place(&self) -> bool {
        matches!(
            self,
            Inst::LocalAddr(_)
                | Inst::GlobalAddr(_)
                | Inst::Deref(_)
                | Inst::FieldAddr(..)
                | Inst::IndexAddr(..)
                | Inst::ElemAddr(..)
                | Inst::MapElem(..)
        )
    }

    /// Whether it has no result.
    pub fn has_no_result(&self) -> bool {
        self.is_terminator()
            || matches!(
                self,
                Inst::Declare(_)
                    | Inst::Store(..)
                    | Inst::Send(..)
                    | Inst::Go(..)
                    | Inst::Defer(..)
            )
    }

    /// Gives it another site, if it has one.
    pub fn set_site(&mut self, new: SiteId) {
        match self {
            Inst::Concat(site, _)
            | Inst::SliceLit { site, .. }
            | Inst::MapLit { site, .. }
            | Inst::PtrLit(site, _)
            | Inst::New(site)
            | Inst::MakeSlice { site, .. }
            | Inst::MakeMap { site, .. }
            | Inst::MakeChan { site, .. }
            | Inst::Closure { site, .. }
            | Inst::MethodValue { site, .. }
            | Inst::InterfaceMethodValue { site, .. }
            | Inst::Append { site, .. }
            | Inst::AppendSlice { site, .. }
            | Inst::Go(site, _)
            | Inst::Defer(site, _)
            | Inst::Convert(_, _, Some(site)) => *site = new,
            _ => {}
        }
    }

    /// The site that it allocates.
    pub fn site(&self) -> Option<SiteId> {
        match self {
            Inst::Concat(site, _)
            | Inst::SliceLit { site, .. }
            | Inst::MapLit { site, .. }
            | Inst::PtrLit(site, _)
            | Inst::New(site)
            | Inst::MakeSlice { site, .. }
            | Inst::MakeMap { site, .. }
            | Inst::MakeChan { site, .. }
            | Inst::Closure { site, .. }
            | Inst::MethodValue { site, .. }
            | Inst::InterfaceMethodValue { site, .. }
            | Inst::Append { site, .. }
            | Inst::AppendSlice { site, .. }
            | Inst::Go(site, _)
            | Inst::Defer(site, _) => Some(*site),
            Inst::Convert(_, _, site) => *site,
            _ => None,
        }
    }

    /// The function that it names: calls, takes as a value, or binds to a receiver. Literals are not named.
    pub fn named_func(&self) -> Option<FuncRef> {
        match self {
            Inst::FuncAddr(func)
            | Inst::MethodExpr(func)
            | Inst::MethodValue { method: func, .. }
            | Inst::Call {
                callee: Callee::Static(func),
                ..
            } => Some(*func),
            _other => None,
        }
    }

    /// The same, to be changed.
    pub fn named_func_mut(&mut self) -> Option<&mut FuncRef> {
        match self {
            Inst::FuncAddr(func)
            | Inst::MethodExpr(func)
            | Inst::MethodValue { method: func, .. }
            | Inst::Call {
                callee: Callee::Static(func),
                ..
            } => Some(func),
            _other => None,
        }
    }

    /// The list in the function's pool that it owns: who copies an instruction gives the copy a list of its own.
    pub fn value_list_mut(&mut self) -> Option<&mut ValueList> {
        match self {
            Inst::Concat(_, list)
            | Inst::Builtin(_, list)
            | Inst::Inlined { results: list, .. }
            | Inst::Append { elems: list, .. }
            | Inst::Call { args: list, .. } => Some(list),
            _other => None,
        }
    }
}
