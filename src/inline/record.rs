//! Whether a function can be inlined, and why not.

/// What was found out about a function.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Small enough, nothing in the way.
    Can(InlineRecord),
    /// Never inlined.
    Cannot(Bar),
}

impl Verdict {
    /// The record of a function that can be inlined.
    pub fn record(self) -> Option<InlineRecord> {
        match self {
            Verdict::Can(record) => Some(record),
            Verdict::Cannot(_) => None,
        }
    }
}

/// What callers need to know of a function that can be inlined, in whichever package they are.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct InlineRecord {
    /// The number of its nodes, as gc counts them.
    pub cost: u32,
    /// Whether results are declared at the `return`: there is exactly one, it has operands, and no result has a name.
    pub single_return: bool,
}

/// Why a function is never inlined.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Bar {
    /// `//go:noinline`
    NoInline,
    /// `//go:cgo_unsafe_args`
    CgoUnsafeArgs,
    /// `//go:uintptrkeepalive`, `//go:uintptrescapes`
    KeepAlive,
    /// `//go:yeswritebarrierrec`
    YesWriteBarrierRec,
    /// Declared without a body.
    NoBody,
    /// `recover()`
    Recover,
    /// A `go` statement.
    Go,
    /// A `defer` statement.
    Defer,
    /// A wrapper that jumps to its method.
    TailCall,
    /// Asks for the program counter of its caller.
    GetCallerPC,
    /// Asks for the stack pointer of its caller.
    GetCallerSP,
    /// A `defer` in the body of a loop over a function.
    DeferInRangeFunc,
    /// Costs more than the budget.
    TooComplex {
        /// What it costs; if not all nodes were counted, what was counted until the budget was spent.
        cost: u32,
        /// What it may cost.
        budget: u32,
    },
}
