//! The source map of a function, and in it the *outline*: the statements as gc sees them.
//!
//! Blocks say how a function runs. gc's analysis does not look at control flow; it walks statements in an order of its own
//! (left sides before right sides, the post statement before the body) and prints pieces of them. The outline is that
//! statement tree, after gc's own rewrites (temporaries of multi-value forms, `go`/`defer` wrappers, statically decided
//! conditions, removed dead assignments), over the values of the same function: each value that gc evaluates hangs below
//! exactly one statement. What stands only in blocks (range counters, hidden slots, static initialisation) gc has no
//! node for, and the gc engine does not see it. Execution and SSA read blocks and never the outline.

use cranelift_entity::packed_option::PackedOption;
use cranelift_entity::{PrimaryMap, SecondaryMap};
use escargo_grammar::Symbol;
use escargo_grammar::ast::BinaryOp;
use rustc_hash::{FxHashMap, FxHashSet};

use super::entities::{Block, InlineId, LocalId, StmtId, Value};
use super::inst::FuncRef;
use crate::source::Pos;
use crate::types::TypeId;

/// Positions, printed forms and gc's statement order.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    /// Where gc reports each value.
    pub values: SecondaryMap<Value, ValueSource>,
    /// Statements of the outline.
    pub stmts: PrimaryMap<StmtId, OutlineStmt>,
    /// The body.
    pub body: Vec<StmtId>,
    /// Statements that gc attaches to an expression and walks before it (temporaries of `f(g())`, copies of callees).
    pub value_init: FxHashMap<Value, Vec<StmtId>>,
    /// The bodies of expanded calls, walked behind what is attached to the call and before its results.
    pub inlined: FxHashMap<Value, Vec<StmtId>>,
    /// The expansions in this function, each behind the one in which it stands.
    pub inline_tree: PrimaryMap<InlineId, InlinedCall>,
    /// The expansion that brought each value; none for the function's own.
    pub inline_of: SecondaryMap<Value, PackedOption<InlineId>>,
    /// Loops that may need variables of their own for each round, in the order in which they end.
    pub loops: Vec<Loop>,
    /// Copies `z := z'` of a loop variable for one round: they print as definitions, but gc counts them as further assignments
    /// of a variable that its loop defines.
    pub round_copies: FxHashSet<StmtId>,
    /// Elements of array and slice literals that are written with their keys (gc counts the pair).
    pub keyed_elems: FxHashSet<Value>,
    /// How many left sides of a range statement are `_`, where there are any.
    pub range_blanks: FxHashMap<StmtId, u8>,
    /// The `if` statements that report a misused iterator: gc calls the runtime in them, which is none of our business otherwise.
    pub range_checks: FxHashSet<StmtId>,
    /// Constants that print as the source writes them (Go 1.21).
    pub written: FxHashMap<Value, WrittenConstant>,
    /// Where the function's body ends (for positions of synthesized returns).
    pub end: Option<Pos>,
}

/// An expanded call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InlinedCall {
    /// The expansion in which the call stands; none if it stands in the function itself.
    pub parent: Option<InlineId>,
    /// Where the call stands in the source, which is not where gc reports what it brings.
    pub pos: Pos,
    /// What was called.
    pub callee: FuncRef,
    /// Its name, without its package.
    pub name: Symbol,
}

/// The blocks of a loop with three clauses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ForBlocks {
    /// Before the first round: a jump to `head`.
    pub entry: Block,
    /// The condition.
    pub head: Block,
    /// The body.
    pub body: Block,
    /// Behind the body: a jump to `post`.
    pub next: Block,
    /// The post statement, and a jump to `head`.
    pub post: Block,
}

/// What kind of loop it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LoopKind {
    /// With three clauses.
    For(ForBlocks),
    /// Over a range, with its own variables: they are set in this block, which ends in a jump to the body.
    Range(Block),
}

/// A loop that may need variables of its own for each round.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Loop {
    /// Its statement in the outline.
    pub stmt: StmtId,
    /// Its kind and blocks.
    pub kind: LoopKind,
    /// Whether the file's Go version gives each round its own variables.
    pub distinct: bool,
}

/// How the source writes a constant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WrittenConstant {
    /// Its text.
    pub text: Symbol,
    /// The outermost operation, as far as it decides about parentheses.
    pub form: WrittenForm,
}

/// The outermost operation of a constant expression.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WrittenForm {
    /// A literal, a name or a call.
    Primary,
    /// A prefix operator.
    Unary,
    /// An infix operator.
    Binary(BinaryOp),
}

/// What the source says about a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ValueSource {
    /// Where gc reports the node (see section 7 of the model).
    pub pos: Pos,
    /// An `&`, `*`, or conversion that the source does not show: it prints as its operand.
    pub implicit: bool,
}

impl Default for ValueSource {
    fn default() -> Self {
        ValueSource {
            pos: Pos::NONE,
            implicit: false,
        }
    }
}

/// A statement with its place.
#[derive(Clone, Debug)]
pub struct OutlineStmt {
    /// Where gc reports it.
    pub pos: Pos,
    /// Statements walked before it: the `init;` of `if`, `for`, `switch`; temporaries.
    pub init: Vec<StmtId>,
    /// What it is.
    pub kind: OutlineKind,
}

/// How a multi-value assignment gets its values.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum MultiKind {
    /// `a, b = f()`
    Call,
    /// `v, ok = x.(T)`
    TypeAssert,
    /// `v, ok = m[k]`
    MapIndex,
    /// `v, ok = <-c`
    Recv,
}

/// A `case` of a switch.
#[derive(Clone, Debug)]
pub struct OutlineCase {
    /// Where gc reports the clause.
    pub pos: Pos,
    /// The case values (comparisons are implied; conversions to the tag's type stand in the values).
    pub exprs: Vec<Value>,
    /// The types of a type switch clause; `None` is `nil`.
    pub types: Vec<Option<TypeId>>,
    /// The clause's variable in a type switch.
    pub local: Option<LocalId>,
    /// The communication of a `select` clause.
    pub comm: Option<StmtId>,
    /// The statements.
    pub body: Vec<StmtId>,
}

/// What a statement of the outline is. Destinations are places; `None` is the blank identifier.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // the fields are named in each variant's text
pub enum OutlineKind {
    /// `{ … }`
    Block(Vec<StmtId>),
    /// The declaration of a variable: sets its loop depth.
    Decl(LocalId),
    /// `x = y`, `x := y`; without a source the variable is set to its zero value (`var x T`).
    Assign {
        dst: Option<Value>,
        src: Option<Value>,
        define: bool,
    },
    /// `x += y`; `x++` where `inc_dec` (the source is the constant 1).
    OpAssign {
        op: BinaryOp,
        dst: Value,
        src: Value,
        inc_dec: bool,
    },
    /// `a, b = c, d`
    AssignPairs {
        dsts: Vec<Option<Value>>,
        srcs: Vec<Value>,
        define: bool,
    },
    /// `a, b = f()`, and comma-ok forms; the destinations are temporaries, as gc makes them.
    AssignMulti {
        dsts: Vec<Option<Value>>,
        src: Value,
        kind: MultiKind,
        define: bool,
    },
    /// An expression as a statement: a call, a receive, a builtin, a send ([`super::Inst::Send`]).
    Expr(Value),
    /// `return a, b`; the values are also stored to the result locals by the blocks.
    Return(Vec<Value>),
    /// `if cond { … } else { … }`
    If {
        cond: Value,
        then: Vec<StmtId>,
        els: Vec<StmtId>,
    },
    /// `for init; cond; post { … }`; the init statements are in [`OutlineStmt::init`].
    For {
        cond: Option<Value>,
        post: Option<StmtId>,
        body: Vec<StmtId>,
        label: Option<Symbol>,
    },
    /// `for key, value = range x { … }`
    Range {
        x: Value,
        key: Option<Value>,
        value: Option<Value>,
        define: bool,
        body: Vec<StmtId>,
        label: Option<Symbol>,
    },
    /// `switch tag { … }`
    Switch {
        tag: Option<Value>,
        cases: Vec<OutlineCase>,
        label: Option<Symbol>,
    },
    /// `switch y := x.(type) { … }`
    TypeSwitch {
        x: Value,
        bind: Option<Symbol>,
        cases: Vec<OutlineCase>,
        label: Option<Symbol>,
    },
    /// `select { … }`
    Select {
        cases: Vec<OutlineCase>,
        label: Option<Symbol>,
    },
    /// `go f()`: an [`super::Inst::Go`].
    Go(Value),
    /// `defer f()`: an [`super::Inst::Defer`].
    Defer(Value),
    /// `L:`
    Label(Symbol),
    /// `goto L`
    Goto(Symbol),
    /// `break L`
    Break(Option<Symbol>),
    /// `continue L`
    Continue(Option<Symbol>),
    /// `fallthrough`
    Fallthrough,
}
