//! What gc says about inlining, as data, in its order. Strings are made in `report/`.

use crate::ir::{FuncId, FuncRef, Value};
use crate::source::Pos;
use crate::types::{ObjectId, TypeId};

use super::record::Bar;

/// A message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // the fields are named in each variant's text
pub enum InlineMessage {
    /// `imprecise interface call`
    ImpreciseCall { func: FuncId, pos: Pos },
    /// `devirtualizing X.M to T`: the interface value, and the method as the interface names it.
    Devirtualized {
        func: FuncId,
        pos: Pos,
        receiver: Value,
        method: ObjectId,
        to: TypeId,
        partially: bool,
    },
    /// `can inline F`; at `-m=2` `can inline F with cost N as: TYPE { BODY }`. The position is the function's.
    CanInline { func: FuncId, cost: u32 },
    /// `cannot inline F: REASON`; only at `-m=2`.
    CannotInline { func: FuncId, bar: Bar },
    /// `function F considered 'big'; reducing max cost of inlinees`; only at `-m=2`.
    BigFunction { func: FuncId },
    /// `inlining call to F`: the function in which the call stands at last, the position of the outermost call.
    InliningCall {
        func: FuncId,
        pos: Pos,
        callee: FuncRef,
    },
    /// `cannot inline F into G: repeated recursive cycle`; only at `-m=2`.
    RecursiveCycle {
        func: FuncId,
        pos: Pos,
        callee: FuncRef,
    },
}
