//! WHAT THE IR IS: one linear, SSA-ish form. No syntax in here.
//!
//! Every typed node of the desugared program is one instruction that produces one value, assigned once. Named variables are
//! slots ([`Local`]) that instructions load, store and take the address of; control flow is basic blocks. Each place that
//! allocates is an entity of its own ([`Site`]). What exists only because gc prints or counts it is in the [`SourceMap`].

pub mod dominators;
pub mod entities;
pub mod function;
pub mod inst;
pub mod operands;
pub mod outline;
pub mod outline_walk;
pub mod print;
pub mod print_outline;
pub mod ssa;
#[cfg(test)]
pub(crate) mod testing;
pub mod verify;

pub use entities::{
    Block, ExternId, FuncId, GlobalId, InlineId, LocalId, SiteId, StmtId, Value, ValueList,
};
pub use function::{
    Capture, Dictionary, DictionaryWord, Extern, FuncKind, Function, Global, Local, LocalKind,
    Package, Pragmas, Site, SiteKind,
};
pub use inst::{BuiltinOp, Callee, ConvertOp, FuncRef, Inst, SelectCase};
pub use outline::{
    ForBlocks, InlinedCall, Loop, LoopKind, MultiKind, OutlineCase, OutlineKind, OutlineStmt,
    SourceMap, ValueSource, WrittenConstant, WrittenForm,
};
