//! Instructions: one for each typed node of the desugared program.
//!
//! An instruction produces at most one value, assigned once, of the type in [`Function::types`](super::Function::types).
//! Within an *expression* values form a tree: each is used by one other instruction or statement of the outline, so the
//! gc-compatible analysis reads an operand chain as gc reads an expression. (Values made only for execution, on hidden
//! locals, are bound by no such rule.)
//!
//! *Places* are addresses that are no Go values: `LocalAddr`, `GlobalAddr`, `Deref`, `FieldAddr`, `IndexAddr`, `ElemAddr`,
//! `MapElem`. Only `Load`, `Store`, `AddrOf` and further places use them (`MapElem`: only `Load`, `LoadOk`, `Store`), and the
//! type of a place is that of what lies there. `x.f` is `Load(FieldAddr(LocalAddr x, f))`; `p.f` is
//! `Load(FieldAddr(Deref p, f))` with the `Deref` marked implicit in the source map; `&x` is `AddrOf(LocalAddr x)`.
//!
//! Instructions with several results (calls, comma-ok forms, iterator steps) have a tuple type and are taken apart by `Extract`.

use escargo_grammar::ast::{BinaryOp, UnaryOp};
use smallvec::SmallVec;

use super::entities::{Block, ExternId, FuncId, GlobalId, LocalId, SiteId, Value, ValueList};
use crate::types::{Const, ObjectId};

/// A function that is known by name.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum FuncRef {
    /// Of this package.
    Local(FuncId),
    /// Of another package.
    Extern(ExternId),
}

/// What a call calls.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Callee {
    /// A function or method; the receiver is the first argument.
    Static(FuncRef),
    /// A func value (closures called directly included: the value is then an [`Inst::Closure`]).
    Value(Value),
    /// A method of the interface value, which is not among the arguments.
    Interface(Value, ObjectId),
}

/// Conversions.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ConvertOp {
    /// Same representation: named types, channel directions, pointers.
    Nop,
    /// Between integers, floats, complex numbers.
    Numeric,
    /// Concrete value to interface. Has a site unless the type is stored directly in the interface word.
    ToInterface,
    /// Interface to interface.
    InterfaceToInterface,
    /// `string(bytes)`; site.
    BytesToString,
    /// `string(runes)`; site.
    RunesToString,
    /// `string(rune)`; site.
    RuneToString,
    /// `[]byte(s)`; site.
    StringToBytes,
    /// `[]rune(s)`; site.
    StringToRunes,
    /// `[4]T(s)`
    SliceToArray,
    /// `(*[4]T)(s)`
    SliceToArrayPointer,
    /// `unsafe.Pointer(uintptr)`
    UintptrToPointer,
    /// `uintptr(unsafe.Pointer)`
    PointerToUintptr,
}

/// Predeclared functions that are plain operations on their operands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum BuiltinOp {
    /// `len(x)`
    Len,
    /// `cap(x)`
    Cap,
    /// `clear(x)`
    Clear,
    /// `close(c)`
    Close,
    /// `complex(re, im)`
    Complex,
    /// `real(z)`
    Real,
    /// `imag(z)`
    Imag,
    /// `copy(dst, src)`
    Copy,
    /// `delete(m, k)`
    Delete,
    /// `max(a, b, …)`
    Max,
    /// `min(a, b, …)`
    Min,
    /// `panic(x)`: the operand is already an interface; the block ends in `Unreachable`.
    Panic,
    /// `print(…)`
    Print,
    /// `println(…)`
    Println,
    /// `recover()`
    Recover,
    /// `unsafe.Add(p, n)`
    UnsafeAdd,
    /// `unsafe.Slice(p, n)`
    UnsafeSlice,
    /// `unsafe.SliceData(s)`
    UnsafeSliceData,
    /// `unsafe.String(p, n)`
    UnsafeString,
    /// `unsafe.StringData(s)`
    UnsafeStringData,
}

/// One communication of a `select`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct SelectCase {
    /// The channel.
    pub channel: Value,
    /// The value sent; none for a receive.
    pub send: Option<Value>,
}

/// An instruction.
#[derive(Clone, PartialEq, Debug)]
#[allow(missing_docs)] // the fields are named in each variant's text
pub enum Inst {
    /// A constant of the value's type.
    Const(Const),
    /// `nil` of the value's type.
    Nil,
    /// The zero value of the value's type.
    Zero,
    /// A function as a value.
    FuncAddr(FuncRef),
    /// A method expression `T.M` as a value (the function takes the receiver first).
    MethodExpr(FuncRef),
    /// A method expression `I.M` of an interface type.
    InterfaceMethodExpr(ObjectId),

    /// Begins the life of a variable: fresh storage that holds its zero value. Stands where control passes the declaration, before
    /// the variable's first store; each round of a loop passes it again. No result. Parameters, results, temporaries and
    /// hidden slots have none: they begin with the call. Only for execution and SSA (gc's view is the outline's `Decl`).
    Declare(LocalId),

    /// Place: a local variable.
    LocalAddr(LocalId),
    /// Place: a package-level variable.
    GlobalAddr(GlobalId),
    /// Place: what a pointer points to; panics on nil.
    Deref(Value),
    /// Place: a field of a struct place.
    FieldAddr(Value, u32),
    /// Place: an element of an array place; panics out of range.
    IndexAddr(Value, Value),
    /// Place: an element of a slice value.
    ElemAddr(Value, Value),
    /// Place: an entry of a map value.
    MapElem(Value, Value),

    /// Reads a place.
    Load(Value),
    /// Reads a map entry: value and whether it was there (tuple).
    LoadOk(Value),
    /// Writes a value to a place. No result.
    Store(Value, Value),
    /// `&place` as a pointer.
    AddrOf(Value),

    /// A field of a struct value that is in no place.
    Field(Value, u32),
    /// An element of an array value that is in no place.
    Index(Value, Value),
    /// A byte of a string.
    StringIndex(Value, Value),
    /// `x[lo:hi:max]` of a slice or string value, or of an array through a pointer (for an array place: its `AddrOf`,
    /// marked implicit).
    Slice {
        x: Value,
        lo: Option<Value>,
        hi: Option<Value>,
        max: Option<Value>,
    },
    /// Part of a tuple.
    Extract(Value, u32),

    /// `-x`, `!x`, `^x`, `+x` (`Addr` and `Recv` never stand here).
    Unary(UnaryOp, Value),
    /// Arithmetic, shifts, comparisons (operands of the same type but for shifts; `LogAnd`/`LogOr` are [`Inst::ShortCircuit`]).
    Binary(BinaryOp, Value, Value),
    /// `a && b`, `a || b`: the join of a branch; `left` is computed before, `right` only where control came through
    /// `right_block` (the predecessor in which the right side ends).
    ShortCircuit {
        op: BinaryOp,
        left: Value,
        right: Value,
        right_block: Block,
    },
    /// The join of values by predecessor; from mem2reg.
    Phi(SmallVec<[(Block, Value); 2]>),
    /// Concatenation of two or more strings.
    Concat(SiteId, ValueList),
    /// A conversion.
    Convert(ConvertOp, Value, Option<SiteId>),
    /// `x.(T)`, with a tuple result where `comma_ok`; `T` is the value's type (the first of the tuple).
    TypeAssert { x: Value, comma_ok: bool },

    /// `T{…}` of a struct: field number and value, in source order; other fields are zero.
    StructLit(Box<[(u32, Value)]>),
    /// `[n]T{…}`: index and value, in source order.
    ArrayLit(Box<[(u64, Value)]>),
    /// `[]T{…}`, variadic slices included: length, index and value.
    SliceLit {
        site: SiteId,
        len: u64,
        elems: Box<[(u64, Value)]>,
    },
    /// `map[K]V{…}`
    MapLit {
        site: SiteId,
        pairs: Box<[(Value, Value)]>,
    },
    /// `&T{…}`: the operand is the literal's value.
    PtrLit(SiteId, Value),
    /// `new(T)`
    New(SiteId),
    /// `make([]T, len, cap)`
    MakeSlice {
        site: SiteId,
        len: Value,
        cap: Option<Value>,
    },
    /// `make(map[K]V, size)`
    MakeMap { site: SiteId, size: Option<Value> },
    /// `make(chan T, size)`
    MakeChan { site: SiteId, size: Option<Value> },
    /// A function literal; what it captures is in the function's [`captures`](super::Function::captures).
    Closure { site: SiteId, func: FuncId },
    /// `x.M` as a value, the receiver bound.
    MethodValue {
        site: SiteId,
        recv: Value,
        method: FuncRef,
    },
    /// `i.M` as a value of an interface.
    InterfaceMethodValue {
        site: SiteId,
        recv: Value,
        method: ObjectId,
    },
    /// `append(s, a, b)`
    Append {
        site: SiteId,
        slice: Value,
        elems: ValueList,
    },
    /// `append(s, t...)`; `t` may be a string.
    AppendSlice {
        site: SiteId,
        slice: Value,
        other: Value,
    },

    /// A call. `spread`: the last argument was written `x...`.
    Call {
        callee: Callee,
        args: ValueList,
        spread: bool,
    },
    /// A call that was expanded: the callee's body stands in the blocks before it (gc's view of it is in
    /// [`SourceMap::inlined`](super::outline::SourceMap::inlined)), the operands are what its result variables hold then. The value is
    /// that of the call: of one result, else a tuple.
    Inlined { callee: FuncRef, results: ValueList },
    /// A predeclared function.
    Builtin(BuiltinOp, ValueList),
    /// `<-c`, with a tuple result where `comma_ok`.
    Recv { channel: Value, comma_ok: bool },
    /// `c <- x`. No result.
    Send(Value, Value),
    /// `select`: a tuple of the chosen case's number (−1 for default), whether the receive was ok, and one value for each
    /// receiving case.
    Select {
        cases: Box<[SelectCase]>,
        has_default: bool,
    },
    /// `go f()`: the operand is a func value without parameters and results.
    Go(SiteId, Value),
    /// `defer f()`, the same.
    Defer(SiteId, Value),

    /// Starts an iteration over a map, string or channel. Only for execution.
    IterNew(Value),
    /// The next step of an iteration: tuple of whether there is one, key (string: byte offset; channel: element), value.
    IterNext(Value),

    /// Ends a block: goes on in another.
    Jump(Block),
    /// Ends a block: by a truth value.
    Branch {
        cond: Value,
        then: Block,
        els: Block,
    },
    /// Ends the function: runs deferred calls and returns what the result locals hold.
    Return,
    /// Ends a block that control never leaves.
    Unreachable,
}
