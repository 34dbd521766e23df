//! COMMENTS + DECISIONS → VIOLATIONS: does the source keep what its comments promise?
//!
//! QUESTION. `//escargo:noheap` and its kin say that nothing in a piece of source may be placed on the heap. Which
//! allocations break such a promise, and by which flow?
//!
//! ```text
//! //escargo:noheap            nothing in the function, statement or object of the type is placed on the heap
//! //escargo:noheap deep       nor in any function that is called from there, however far away
//! //escargo:stack x           the variable x, declared there, is on the stack
//! //escargo:allow REASON      what is allocated or called there is no offence
//! // +checkescape:KINDS       gVisor's: deep, by kinds
//! // escapes: REASON          gVisor's: like allow
//! //gcassert:noescape         gcassert's: nothing on the statement, no parameter of the function, is on the heap
//! ```
//!
//! INVARIANTS. What only the run decides (a buffer of the frame or the heap) counts as on the heap: a promise is kept in every
//! run or not at all. A call whose callee is not known breaks `deep`. A comment that cannot be read, stands
//! before nothing, names no variable or allows nothing is a fault: a promise that nobody checks would be worse than none.
//!
//! IGNORED. What the runtime allocates without a site in the source: entries of maps, stacks of goroutines, timers. Functions
//! without Go body (assembly, the runtime's) are taken to allocate only if they return pointers.
//!
//! SOURCE: `tools/checkescape` of gVisor and `gcassert` for the meaning of their comments.

mod comments;
mod deep;
mod judge;
mod reached;
mod scopes;
mod words;

use std::ops::Range;

use escargo_grammar::Symbol;
use escargo_grammar::ast::{Ast, DirectiveKind};

pub use judge::judge;
pub use reached::{Allocation, allocations, nothing};

use crate::ir::{FuncId, SiteId, Value};
use crate::source::Pos;
use crate::types::ObjectId;

/// What a comment asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ask {
    /// `//escargo:noheap [deep]`
    NoHeap {
        /// In callees too.
        deep: bool,
    },
    /// `//escargo:stack x`
    Stack(Vec<Symbol>),
    /// `//escargo:allow reason`
    Allow,
    /// `// escapes: reason`
    Exempt,
    /// `// +checkescape:…`
    CheckEscape(Kinds),
    /// `//gcassert:noescape`
    NoEscape,
}

/// What gVisor's comment forbids.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Kinds {
    /// Callees are not looked at.
    pub local: bool,
    /// Variables, literals, `new`, closures and boxes on the heap.
    pub heap: bool,
    /// `make`, `append`, string operations on the heap.
    pub builtin: bool,
    /// Calls of methods of interfaces.
    pub interface: bool,
    /// Calls of func values.
    pub dynamic: bool,
    /// Calls of functions that are not known.
    pub unknown: bool,
}

impl Kinds {
    /// What is on the heap.
    pub const HARD: Kinds = Kinds {
        local: false,
        heap: true,
        builtin: true,
        interface: false,
        dynamic: false,
        unknown: false,
    };
    /// Everything that can be judged.
    pub const ALL: Kinds = Kinds {
        local: false,
        heap: true,
        builtin: true,
        interface: true,
        dynamic: true,
        unknown: true,
    };

    fn with(self, other: Kinds) -> Kinds {
        Kinds {
            local: self.local || other.local,
            heap: self.heap || other.heap,
            builtin: self.builtin || other.builtin,
            interface: self.interface || other.interface,
            dynamic: self.dynamic || other.dynamic,
            unknown: self.unknown || other.unknown,
        }
    }

    fn asks_nothing(self) -> bool {
        let Kinds {
            local: _,
            heap,
            builtin,
            interface,
            dynamic,
            unknown,
        } = self;
        !(heap || builtin || interface || dynamic || unknown)
    }
}

/// The part of a file that a comment is about: byte offsets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Scope {
    /// A declared function.
    Function {
        /// All of it.
        range: Range<u32>,
        /// Up to the brace of the body.
        signature: Range<u32>,
    },
    /// Types, by the places of their names.
    Types {
        /// The names.
        names: Vec<u32>,
        /// The declaration.
        range: Range<u32>,
    },
    /// A statement or another declaration.
    Range(Range<u32>),
}

impl Scope {
    /// All of it.
    pub fn range(&self) -> Range<u32> {
        match self {
            Scope::Function { range, .. } | Scope::Types { range, .. } | Scope::Range(range) => {
                range.clone()
            }
        }
    }
}

/// A comment that could be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Comment {
    /// Where it is.
    pub pos: Pos,
    /// What it asks for.
    pub ask: Ask,
    /// Of what.
    pub scope: Scope,
}

/// What is wrong with a comment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// No such word.
    UnknownWord(Symbol),
    /// `stack` without a variable.
    MissingName,
    /// `allow` without a reason.
    MissingReason,
    /// A kind that only machine code shows.
    NotJudged(Symbol),
    /// No statement or declaration follows.
    NothingFollows,
    /// No such variable is declared there.
    NoVariable(Symbol),
    /// Nothing that is allowed there is on the heap.
    NothingAllowed,
}

/// A function of a package: the package's number in the analysis.
pub type At = (usize, FuncId);

/// What breaks a promise.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Offence {
    /// It is on the heap, or only the run decides.
    OnHeap(At, SiteId),
    /// A call of a method of an interface.
    InterfaceCall(At, Value),
    /// A call of a func value.
    DynamicCall(At, Value),
    /// A call of a function whose body is not at hand.
    UnknownCall(At, Value, ObjectId),
}

/// A broken promise.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Violation {
    /// The comment's number in [`Judgement::comments`].
    pub comment: usize,
    /// What breaks it.
    pub offence: Offence,
    /// The calls by which it is reached from the comment's piece of source.
    pub calls: Vec<(At, Value)>,
}

/// The result.
#[derive(Clone, Debug, Default)]
pub struct Judgement {
    /// All comments of the packages asked for, by place.
    pub comments: Vec<Comment>,
    /// What is wrong with comments, by place.
    pub faults: Vec<(Pos, Fault)>,
    /// Broken promises, by comment.
    pub violations: Vec<Violation>,
    /// How many more violations there are than those listed, by comment.
    pub unlisted: Vec<(usize, usize)>,
}

impl Judgement {
    /// Whether everything promised is kept, and every comment could be read.
    pub fn is_clean(&self) -> bool {
        self.violations.is_empty() && self.faults.is_empty()
    }
}

/// Whether a file has a comment that looks into other packages.
pub fn looks_deep(ast: &Ast) -> bool {
    ast.directives.iter().any(|directive| {
        let text = directive.text.as_str();
        match directive.kind {
            DirectiveKind::Escargo => text.starts_with("noheap") && text.contains("deep"),
            DirectiveKind::CheckEscape => {
                text.starts_with("+checkescape") && !text.contains("local")
            }
            DirectiveKind::Go | DirectiveKind::Line | DirectiveKind::GcAssert => false,
        }
    })
}
