//! How much is too much: gc's budgets.

/// What a declared function may cost.
pub const FUNCTION_BUDGET: u32 = 80;
/// What a literal may cost: it may turn out to be called once.
pub const LITERAL_BUDGET: u32 = 800;
/// From this number of nodes on a function counts as big.
pub const BIG_FUNCTION_NODES: u32 = 5000;
/// What a function may cost that is expanded in a big one.
const BIG_CALLER_LIMIT: u32 = 20;

/// What a call costs besides its node, where it stays a call.
pub const CALL: u32 = 57;
/// What the call of a func parameter or of a captured variable costs instead.
pub const PARAM_CALL: u32 = 17;
/// What `panic` costs besides its node.
pub const PANIC: u32 = 1;
/// What a function literal costs besides its node.
pub const CLOSURE: u32 = 15;

/// The circumstances of a call that decide how much its callee may cost.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Site {
    /// The callee is a function literal (also the body of a loop over a function, the wrapper of a `go` or `defer` statement).
    pub literal: bool,
    /// No other call of the package is known to call that literal.
    pub called_once: bool,
    /// The caller is big.
    pub big_caller: bool,
}

impl Site {
    /// What the callee may cost.
    pub fn limit(self) -> u32 {
        let limit = match self.big_caller {
            true => BIG_CALLER_LIMIT,
            false => FUNCTION_BUDGET,
        };
        match (self.literal, self.called_once) {
            (false, _) => limit,
            (true, false) => 2 * limit,
            (true, true) => (2 * limit).max(LITERAL_BUDGET),
        }
    }
}
