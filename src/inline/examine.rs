//! WHICH FUNCTIONS CAN BE INLINED: each function of a package examined once, callees first.
//!
//! The order is that of batches ([`crate::callgraph`]) over the package *before* any expansion, with gc's function list as roots; in
//! a batch functions come as they were discovered. A literal that is called where its function is being examined is examined on
//! the spot, so it precedes the function although it belongs to the same batch.
//!
//! ```text
//! func Outer(n int) int {                         can inline leaf
//!     f := func(x int) int { return x + n }       can inline Outer.func2       captures nothing: a batch of its own
//!     g := func(x int) int { return x + 1 }       can inline Outer.func1       called in Outer
//!     return f(1) + g(2) + leaf(n)                can inline Outer
//! }
//! ```
//!
//! IGNORED. The initialiser of the package and what was moved out of it: never inlined, never mentioned. Wrappers of methods: they
//! do not exist yet. Instances that only wrappers need: examined without a message.

use cranelift_entity::SecondaryMap;

use super::cost::{Counter, Stop};
use super::limits;
use super::messages::InlineMessage;
use super::nodes::is_big;
use super::record::{Bar, InlineRecord, Verdict};
use crate::callgraph;
use crate::callgraph::nesting;
use crate::callgraph::static_value::Variables;
use crate::ir::outline_walk::{Node, OutlineWalk};
use crate::ir::{Callee, FuncId, FuncKind, FuncRef, Function, Inst, OutlineKind, Package};
use crate::release::Release;
use crate::rules::Rules;
use crate::types::{ObjectId, World};

/// What is known of functions of other packages.
pub trait ForeignRecords: Sync {
    /// The record of a function that can be inlined; none if it cannot.
    fn record(&self, function: ObjectId) -> Option<InlineRecord>;
}

/// Nothing of other packages can be inlined.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoRecords;

impl ForeignRecords for NoRecords {
    fn record(&self, _function: ObjectId) -> Option<InlineRecord> {
        None
    }
}

/// What an examination needs.
#[derive(Clone, Copy)]
pub struct Examination<'a> {
    /// All types and objects.
    pub world: &'a World,
    /// The package, nothing in it expanded, devirtualized or dropped yet (for copies of literals: the package by then).
    pub package: &'a Package,
    /// What its variables hold.
    pub vars: &'a Variables,
    /// Functions of other packages.
    pub foreign: &'a dyn ForeignRecords,
    /// Whose rules apply.
    pub release: Release,
    /// Whether all nodes are counted even where the budget is spent, as `-m=2` does.
    pub every_node: bool,
}

/// What was found out about the functions of a package.
#[derive(Clone, Debug, Default)]
pub struct Examined {
    /// By function; none for those that were not examined.
    pub verdicts: SecondaryMap<FuncId, Option<Verdict>>,
    /// What gc says, in its order.
    pub log: Vec<InlineMessage>,
}

impl Examined {
    /// The record of a function of the package that can be inlined.
    pub fn record(&self, func: FuncId) -> Option<InlineRecord> {
        self.verdicts[func].and_then(Verdict::record)
    }
}

/// Examines all functions of a package.
pub fn examine_package(input: Examination<'_>) -> Examined {
    let mut examiner = Examiner::new(input, Examined::default());
    for batch in callgraph::batches(input.package, Rules::of(input.release)) {
        for func in batch {
            if is_examined(input.package, &input.package.funcs[func]) {
                examiner.examine(func);
            }
        }
    }
    examiner.examined
}

/// Examines one function, unless that has been done: a copy of a literal that an expansion has made.
pub fn examine_one(input: Examination<'_>, examined: &mut Examined, func: FuncId) {
    let mut examiner = Examiner::new(input, std::mem::take(examined));
    examiner.examine(func);
    *examined = examiner.examined;
}

/// Whether gc looks at it in the pass over all functions.
fn is_examined(package: &Package, func: &Function) -> bool {
    match func.kind {
        // Of generic functions in a facts file only the declaration is known.
        FuncKind::Declared => func.has_body || !func.duplicable,
        FuncKind::Literal | FuncKind::CallWrapper | FuncKind::RangeBody => true,
        // Plain instances have objects: they are functions of their own.
        FuncKind::MethodWrapper => func.object.is_some() && calls_shared_body(package, func),
        FuncKind::MethodValueWrapper | FuncKind::PackageInit | FuncKind::MapInit => false,
    }
}

/// Whether a plain instance has the body of the shared one to call.
fn calls_shared_body(package: &Package, func: &Function) -> bool {
    func.insts.values().any(|inst| match inst {
        Inst::Call {
            callee: Callee::Static(FuncRef::Local(shared)),
            ..
        } => package.funcs[*shared].has_body,
        _other => false,
    })
}

/// Examines functions; each knows those that were examined before.
pub(super) struct Examiner<'a> {
    pub input: Examination<'a>,
    examined: Examined,
    /// Functions whose examination has begun.
    begun: SecondaryMap<FuncId, bool>,
}

impl<'a> Examiner<'a> {
    fn new(input: Examination<'a>, examined: Examined) -> Examiner<'a> {
        Examiner {
            input,
            examined,
            begun: SecondaryMap::new(),
        }
    }

    /// Examines a function unless it has been, or is being.
    pub fn examine(&mut self, func: FuncId) {
        if self.begun[func] || self.examined.verdicts[func].is_some() {
            return;
        }
        self.begun[func] = true;
        let verdict = self.verdict(func);
        self.examined.verdicts[func] = Some(verdict);
        self.examined.log.push(match verdict {
            Verdict::Can(record) => InlineMessage::CanInline {
                func,
                cost: record.cost,
            },
            Verdict::Cannot(bar) => InlineMessage::CannotInline { func, bar },
        });
    }

    fn verdict(&mut self, id: FuncId) -> Verdict {
        let func = &self.input.package.funcs[id];
        if let Some(bar) = declared_bar(func) {
            return Verdict::Cannot(bar);
        }
        let budget = match nesting::is_literal(func.kind) {
            true => limits::LITERAL_BUDGET,
            false => limits::FUNCTION_BUDGET,
        };
        let mut counter = Counter {
            is_big: is_big(func),
            examiner: self,
            id,
            func,
            left: budget.into(),
        };
        let counted = counter.body();
        let cost = u32::try_from(i64::from(budget) - counter.left).unwrap_or(0);
        match counted {
            Err(Stop::Bar(bar)) => Verdict::Cannot(bar),
            Ok(()) if cost <= budget => Verdict::Can(InlineRecord {
                cost,
                single_return: has_single_return(self.input.world, func),
            }),
            Err(Stop::Spent) | Ok(()) => Verdict::Cannot(Bar::TooComplex { cost, budget }),
        }
    }

    /// The record of a function that can be inlined.
    pub fn record(&self, func: FuncRef) -> Option<InlineRecord> {
        match func {
            FuncRef::Local(func) => self.examined.record(func),
            FuncRef::Extern(id) => self
                .input
                .foreign
                .record(self.input.package.externs[id].object),
        }
    }

    pub fn is_literal(&self, func: FuncRef) -> bool {
        match func {
            FuncRef::Local(func) => nesting::is_literal(self.input.package.funcs[func].kind),
            FuncRef::Extern(_) => false,
        }
    }

    /// What a function was declared as.
    pub fn object(&self, func: FuncRef) -> Option<ObjectId> {
        match func {
            FuncRef::Local(func) => self.input.package.funcs[func].object,
            FuncRef::Extern(id) => Some(self.input.package.externs[id].object),
        }
    }
}

/// What in the declaration of a function keeps it from being inlined.
fn declared_bar(func: &Function) -> Option<Bar> {
    let pragmas = func.pragmas;
    let bars = [
        (pragmas.noinline, Bar::NoInline),
        (pragmas.cgo_unsafe_args, Bar::CgoUnsafeArgs),
        (pragmas.uintptrkeepalive, Bar::KeepAlive),
        (pragmas.yeswritebarrierrec, Bar::YesWriteBarrierRec),
        (!func.has_body, Bar::NoBody),
    ];
    bars.into_iter()
        .find_map(|(holds, bar)| holds.then_some(bar))
}

/// Whether results are declared at the function's `return`.
fn has_single_return(world: &World, func: &Function) -> bool {
    let mut returns = 0;
    for node in OutlineWalk::new(func).nodes() {
        if let Node::Stmt(stmt) = node
            && let OutlineKind::Return(values) = &func.source.stmts[stmt].kind
        {
            returns += if values.is_empty() { 2 } else { 1 };
        }
    }
    let named = func.results.iter().any(|&result| {
        let object = func.locals[result]
            .object
            .map(|object| world.object(object));
        object.is_some_and(|object| !object.name.is_blank() && !object.name.as_str().is_empty())
    });
    returns == 1 && !named
}
