//! What the analysis found out, as data: the verdict of every site with the flows that force it, leak summaries, and the
//! messages in gc's order. Strings are made in `report/`.

use cranelift_entity::{PrimaryMap, SecondaryMap, entity_impl};
use rustc_hash::FxHashMap;

use super::summary::TRACKED_RESULTS;
use crate::ir::{FuncId, LocalId, SiteId, StmtId, Value};
use crate::types::ObjectId;

/// A recorded flow: the chain of edges by which an address reaches what outlives it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FlowId(u32);
entity_impl!(FlowId, "flow");

/// The two invariants that make stack allocation sound, named as causes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Invariant {
    /// No pointer to a stack object is stored in the heap.
    NoStackPointerInHeap,
    /// No pointer to a stack object outlives the object: its frame, or its round of a loop.
    NoOutlivingPointer,
}

/// The step that an edge of the graph models. The variants are gc's own reasons.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
#[allow(missing_docs)]
pub enum Reason {
    AddressOf,
    Indirection,
    Dot,
    DotOfPointer,
    FixedArrayIndexOf,
    Slice,
    SliceToArray,
    ReflectHeaderData,
    InterfaceConverted,
    Spill,
    ArrayLiteralElement,
    SliceLiteralElement,
    StructLiteralElement,
    MapLiteralKey,
    MapLiteralValue,
    Assign,
    AssignPair,
    AssignPairDotType,
    AssignPairMapr,
    AssignPairReceive,
    Return,
    Send,
    KeyOfMapPut,
    Range,
    RangeDeref,
    SwitchCase,
    CallParameter,
    CalleeOperand,
    AppendeeSlice,
    AppendedSlice,
    CopiedSlice,
    CapturedByClosure,
    Reference,
    UintptrEscapes,
    TooLargeForStack,
    TooAlignedForStack,
    ZeroSizedElement,
    NonConstantSize,
}

/// What a note points at; its text and position are found in the function's source map.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum NoteAt {
    /// An expression.
    Value(FuncId, Value),
    /// A statement.
    Stmt(FuncId, StmtId),
    /// A clause of a type switch, by its number.
    Clause(FuncId, StmtId, u32),
    /// A captured variable, at its first use in the literal: the literal and the capture's number.
    Capture(FuncId, u32),
    /// The declaration of a variable.
    Local(FuncId, LocalId),
}

/// One step of a flow.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Note {
    /// Where.
    pub at: NoteAt,
    /// What happens there.
    pub reason: Reason,
}

/// What a location of the graph stands for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Place {
    /// Everything on the heap.
    Heap,
    /// A temporary without a node.
    Temp,
    /// A variable (of its declaring function, never a captured one).
    Local(FuncId, LocalId),
    /// The storage that an expression allocates.
    Site(FuncId, SiteId),
}

/// One edge of a flow, source to destination.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FlowStep {
    /// Where the value goes.
    pub dst: Place,
    /// Where it comes from.
    pub src: Place,
    /// Dereferences minus address-ofs: −1 for `&src`.
    pub derefs: i32,
    /// The operations on the way, innermost first.
    pub notes: Vec<Note>,
}

/// Why an address outlives its object, or a parameter leaks: steps from the explained location to the root.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Flow {
    /// The explained location.
    pub of: Place,
    /// The steps.
    pub steps: Vec<FlowStep>,
    /// The chain was cut because assignments form a cycle.
    pub truncated: bool,
}

/// A parameter's leak summary: for each destination the least number of dereferences, if the parameter reaches it at all.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Leaks {
    /// Into the heap.
    pub heap: Option<u8>,
    /// Into what may be written through.
    pub mutator: Option<u8>,
    /// Into a call of an unknown function.
    pub callee: Option<u8>,
    /// Into the results: the first five, in Go 1.21 the first seven.
    pub results: [Option<u8>; TRACKED_RESULTS],
}

/// The verdict on one site.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct SiteFacts {
    /// Must be on the heap.
    pub escapes: bool,
    /// Its storage must last longer than the statement.
    pub persists: bool,
    /// What it points to may be written (absent: zero-copy conversions are possible).
    pub mutates: bool,
    /// The loop depth of the allocation.
    pub loop_depth: u32,
    /// Which invariant would break on the stack.
    pub invariant: Option<Invariant>,
    /// The flow that forces it onto the heap.
    pub flow: Option<FlowId>,
    /// A constant that gc puts in the operand's place before it decides and prints: the boxed literal or `make` size.
    pub replaced_operand: Option<Value>,
    /// Not visited: dead or static code.
    pub unreached: bool,
}

/// What is known of one function.
#[derive(Clone, Debug, Default)]
pub struct FuncFacts {
    /// Verdicts.
    pub sites: SecondaryMap<SiteId, SiteFacts>,
    /// Leak summaries of receiver and parameters, in order. `None`: the empty tag, the parameter leaks (heap 0).
    pub params: Vec<Option<Leaks>>,
    /// For each capture whether the literal holds the value (else a reference).
    pub by_value: Vec<bool>,
}

/// A message, in the order in which gc prints it.
#[derive(Clone, PartialEq, Debug)]
#[allow(missing_docs)] // the fields are named in each variant's text
pub enum Message {
    /// `F ignoring self-assignment in S`
    SelfAssignment { func: FuncId, stmt: StmtId },
    /// `F capturing by value: x (addr=false assign=false width=8)`; only at `-m=2`.
    Capturing {
        literal: FuncId,
        capture: u32,
        by_ref: bool,
        addr: bool,
        assign: bool,
        width: u64,
    },
    /// `x escapes to heap in F:` with its flow; only at `-m=2`.
    EscapeFlow { func: FuncId, flow: FlowId },
    /// `parameter p leaks to D for F with derefs=N:` with its flow; only at `-m=2`.
    LeakFlow {
        func: FuncId,
        param: LocalId,
        to: Place,
        derefs: u32,
        flow: FlowId,
    },
    /// `leaking param: p`, `leaking param content: p`
    LeaksToHeap {
        func: FuncId,
        param: LocalId,
        content: bool,
    },
    /// `leaking param: p to result r level=N`
    LeaksToResult {
        func: FuncId,
        param: LocalId,
        result: u32,
        level: u32,
    },
    /// `p does not escape`
    ParamStays { func: FuncId, param: LocalId },
    /// `assuming p is unsafe uintptr`
    AssumingUintptr { func: FuncId, param: LocalId },
    /// `marking p as escaping uintptr`; `...uintptr` where `variadic`.
    EscapingUintptr {
        func: FuncId,
        param: LocalId,
        variadic: bool,
    },
    /// `moved to heap: x`
    MovedToHeap { func: FuncId, local: LocalId },
    /// `E escapes to heap` or `E does not escape`
    Site {
        func: FuncId,
        site: SiteId,
        escapes: bool,
    },
    /// `zero-copy string->[]byte conversion`
    ZeroCopy { func: FuncId, site: SiteId },
    /// `index bounds check elided`
    BoundsCheckElided { func: FuncId, value: Value },
}

/// What is known of a package.
#[derive(Clone, Debug, Default)]
pub struct PackageFacts {
    /// By function.
    pub funcs: PrimaryMap<FuncId, FuncFacts>,
    /// All recorded flows.
    pub flows: PrimaryMap<FlowId, Flow>,
    /// All messages, in gc's order.
    pub messages: Vec<Message>,
    /// The leak summaries that importers need, by function object.
    pub summaries: FxHashMap<ObjectId, Vec<Option<Leaks>>>,
}
