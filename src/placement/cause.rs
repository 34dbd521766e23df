//! Why a site is on the heap: the invariant that the stack would break, and the rule by which it would.
//!
//! The analysis gives the flow: the steps by which an address reaches what outlives it, each with gc's own reason. The rule is
//! read from the flow's last step, because that is where the address leaves; two things earlier on the way say more:
//! that a closure captured the variable, and that a rule on sizes decided alone.
//!
//! ```text
//! flow: p ← &x (address-of, assign) · ~r0 ← p (return)                          returned pointer
//! flow: {storage for ... argument} ← &{storage for x} · {heap} ← … (call parameter)   interface argument
//! ```

use cranelift_entity::SecondaryMap;
use rustc_hash::FxHashMap;

use crate::escape::facts::{Flow, FlowStep, Invariant, Note, NoteAt, PackageFacts, Place, Reason};
use crate::ir::{
    FuncId, Function, Inst, LocalKind, OutlineKind, Package, SiteId, SiteKind, StmtId, Value,
};

/// The rule by which a site must be on the heap.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Rule {
    /// A pointer to it is returned.
    ReturnedPointer,
    /// A pointer to it is stored in a package-level variable.
    StoredInGlobal,
    /// A pointer to it is stored through another pointer, or in a slice's elements.
    StoredThroughPointer,
    /// A pointer to it becomes a key or an element of a map.
    StoredInMap,
    /// A pointer to it is stored in an object that is on the heap itself.
    StoredInEscapingObject,
    /// A pointer to it is sent on a channel.
    SentOnChannel,
    /// It is boxed in an interface that is passed to a call which keeps its argument or is unknown.
    InterfaceArgument,
    /// A pointer to it is passed to a call which keeps its argument or is unknown.
    PassedToCall,
    /// A closure that escapes captures it, or a pointer to it.
    CapturedByEscapingClosure,
    /// A goroutine uses it.
    Goroutine,
    /// A call that is deferred in a loop uses it.
    DeferredInLoop,
    /// A variable declared outside of the loop keeps a pointer to it from one round to the next.
    OutlivesLoopRound,
    /// Larger than what the stack may hold.
    TooLarge,
    /// Stronger alignment than the stack has.
    TooAligned,
    /// A slice of elements without size, which is never on the stack.
    ZeroSizedElement,
    /// The size is not known when compiling.
    SizeUnknown,
    /// It is held by a `uintptr` argument of a `//go:uintptrescapes` function.
    UintptrEscapes,
    /// Channels are always on the heap.
    Channel,
    /// `append` makes the backing store, of a size that only the run decides.
    GrowsAtRunTime,
    /// The result is longer than the 32-byte buffer that a string on the stack may use.
    DoesNotFitBuffer,
    /// A boxed value of more than 1024 bytes.
    BoxTooLarge,
    /// None of the above: see the flow.
    Flow,
}

impl Rule {
    /// All rules, in the order in which they are documented.
    pub const ALL: [Rule; 22] = [
        Rule::ReturnedPointer,
        Rule::StoredInGlobal,
        Rule::StoredThroughPointer,
        Rule::StoredInMap,
        Rule::StoredInEscapingObject,
        Rule::SentOnChannel,
        Rule::InterfaceArgument,
        Rule::PassedToCall,
        Rule::CapturedByEscapingClosure,
        Rule::Goroutine,
        Rule::DeferredInLoop,
        Rule::OutlivesLoopRound,
        Rule::TooLarge,
        Rule::TooAligned,
        Rule::ZeroSizedElement,
        Rule::SizeUnknown,
        Rule::UintptrEscapes,
        Rule::Channel,
        Rule::GrowsAtRunTime,
        Rule::DoesNotFitBuffer,
        Rule::BoxTooLarge,
        Rule::Flow,
    ];
}

/// Why a site is on the heap.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Cause {
    /// Which invariant the stack would break; none for rules that concern sizes only.
    pub invariant: Option<Invariant>,
    /// The rule.
    pub rule: Rule,
}

/// Finds causes in a package.
pub struct Causes<'a> {
    package: &'a Package,
    facts: &'a PackageFacts,
    /// By function, the closures that `go` and `defer` statements call.
    started: SecondaryMap<FuncId, FxHashMap<Value, Rule>>,
}

impl<'a> Causes<'a> {
    /// O(size of the package).
    pub fn new(package: &'a Package, facts: &'a PackageFacts) -> Causes<'a> {
        let mut started: SecondaryMap<FuncId, FxHashMap<Value, Rule>> = SecondaryMap::new();
        for (func, function) in package.funcs.iter() {
            for inst in function.insts.values() {
                match inst {
                    Inst::Go(_, callee) => started[func].insert(*callee, Rule::Goroutine),
                    Inst::Defer(_, callee) => started[func].insert(*callee, Rule::DeferredInLoop),
                    _other => None,
                };
            }
        }
        Causes {
            package,
            facts,
            started,
        }
    }

    /// The cause of a site that the analysis found to escape. O(length of its flow).
    pub fn of_escaping(&self, func: FuncId, site: SiteId) -> Cause {
        let found = &self.facts.funcs[func].sites[site];
        let flow = found.flow.and_then(|flow| self.facts.flows.get(flow));
        let rule = flow
            .and_then(|flow| self.rule_of_flow(func, site, flow))
            .unwrap_or_else(|| self.rule_without_flow(func, site));
        let invariant = match is_size_rule(rule) {
            true => None,
            false => found.invariant,
        };
        Cause { invariant, rule }
    }

    fn rule_without_flow(&self, func: FuncId, site: SiteId) -> Rule {
        match self.package.funcs[func].sites[site].kind {
            SiteKind::MakeChan => Rule::Channel,
            SiteKind::CallRecord => Rule::DeferredInLoop,
            _other => self.started(func, site).unwrap_or(Rule::Flow),
        }
    }

    fn rule_of_flow(&self, func: FuncId, site: SiteId, flow: &Flow) -> Option<Rule> {
        if let Some(rule) = notes(flow).find_map(|note| size_rule(note.reason)) {
            return Some(rule);
        }
        if let Some(rule) = flow.steps.iter().find_map(|step| self.capture_rule(step)) {
            return Some(rule);
        }
        let last = flow.steps.last()?;
        match last.dst {
            Place::Local(func, local) => match self.package.funcs[func].locals[local].kind {
                LocalKind::Result(_) => Some(Rule::ReturnedPointer),
                _variable => Some(Rule::OutlivesLoopRound),
            },
            Place::Site(..) => Some(Rule::StoredInEscapingObject),
            Place::Heap | Place::Temp => {
                let kind = self.package.funcs[func].sites[site].kind;
                let boxed = kind == SiteKind::InterfaceBox
                    || notes(flow).any(|note| note.reason == Reason::InterfaceConverted);
                heap_rule(self.package, last, boxed)
            }
        }
    }

    /// The step puts the address into a closure: what becomes of that closure is the rule.
    fn capture_rule(&self, step: &FlowStep) -> Option<Rule> {
        let captured = step
            .notes
            .iter()
            .any(|note| note.reason == Reason::CapturedByClosure);
        if !captured {
            return None;
        }
        let started = match step.dst {
            Place::Site(func, site) => self.started(func, site),
            Place::Heap | Place::Temp | Place::Local(..) => None,
        };
        Some(started.unwrap_or(Rule::CapturedByEscapingClosure))
    }

    /// What a closure is made for, if a `go` or `defer` statement calls it.
    fn started(&self, func: FuncId, site: SiteId) -> Option<Rule> {
        let closure = self.package.funcs[func].sites[site].value.expand()?;
        self.started.get(func)?.get(&closure).copied()
    }
}

/// A cause that does not come from the analysis of flows.
pub fn of_size(rule: Rule) -> Cause {
    Cause {
        invariant: None,
        rule,
    }
}

fn is_size_rule(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::TooLarge
            | Rule::TooAligned
            | Rule::ZeroSizedElement
            | Rule::SizeUnknown
            | Rule::GrowsAtRunTime
            | Rule::DoesNotFitBuffer
            | Rule::BoxTooLarge
    )
}

fn notes(flow: &Flow) -> impl Iterator<Item = &Note> {
    flow.steps.iter().flat_map(|step| &step.notes)
}

fn size_rule(reason: Reason) -> Option<Rule> {
    match reason {
        Reason::TooLargeForStack => Some(Rule::TooLarge),
        Reason::TooAlignedForStack => Some(Rule::TooAligned),
        Reason::ZeroSizedElement => Some(Rule::ZeroSizedElement),
        Reason::NonConstantSize => Some(Rule::SizeUnknown),
        Reason::UintptrEscapes => Some(Rule::UintptrEscapes),
        _flow => None,
    }
}

/// How the last step of a flow puts an address on the heap.
fn heap_rule(package: &Package, step: &FlowStep, boxed: bool) -> Option<Rule> {
    let note = step.notes.last()?;
    match note.reason {
        Reason::Return => Some(Rule::ReturnedPointer),
        Reason::Send => Some(Rule::SentOnChannel),
        Reason::KeyOfMapPut | Reason::MapLiteralKey | Reason::MapLiteralValue => {
            Some(Rule::StoredInMap)
        }
        Reason::CallParameter if boxed => Some(Rule::InterfaceArgument),
        Reason::CallParameter | Reason::CalleeOperand => Some(Rule::PassedToCall),
        Reason::AppendeeSlice
        | Reason::AppendedSlice
        | Reason::CopiedSlice
        | Reason::ArrayLiteralElement
        | Reason::SliceLiteralElement
        | Reason::StructLiteralElement => Some(Rule::StoredInEscapingObject),
        Reason::Assign
        | Reason::AssignPair
        | Reason::AssignPairDotType
        | Reason::AssignPairMapr
        | Reason::AssignPairReceive
        | Reason::Range
        | Reason::RangeDeref => Some(match note.at {
            NoteAt::Stmt(func, stmt) => store_rule(&package.funcs[func], stmt),
            _other => Rule::StoredThroughPointer,
        }),
        Reason::AddressOf
        | Reason::Indirection
        | Reason::Dot
        | Reason::DotOfPointer
        | Reason::FixedArrayIndexOf
        | Reason::Slice
        | Reason::SliceToArray
        | Reason::ReflectHeaderData
        | Reason::InterfaceConverted
        | Reason::Spill
        | Reason::SwitchCase
        | Reason::CapturedByClosure
        | Reason::Reference
        | Reason::UintptrEscapes
        | Reason::TooLargeForStack
        | Reason::TooAlignedForStack
        | Reason::ZeroSizedElement
        | Reason::NonConstantSize => None,
    }
}

/// What an assignment that loses an address writes to: its first destination that is not a local variable.
fn store_rule(func: &Function, stmt: StmtId) -> Rule {
    let destinations = match &func.source.stmts[stmt].kind {
        OutlineKind::Assign { dst, .. } => dst.as_slice(),
        OutlineKind::OpAssign { dst, .. } => std::slice::from_ref(dst),
        OutlineKind::AssignPairs { dsts, .. } | OutlineKind::AssignMulti { dsts, .. } => {
            return dsts
                .iter()
                .flatten()
                .find_map(|&dst| place_rule(func, dst))
                .unwrap_or(Rule::StoredThroughPointer);
        }
        OutlineKind::Range { key, value, .. } => {
            return [*key, *value]
                .into_iter()
                .flatten()
                .find_map(|dst| place_rule(func, dst))
                .unwrap_or(Rule::StoredThroughPointer);
        }
        _no_store => &[],
    };
    destinations
        .iter()
        .find_map(|&dst| place_rule(func, dst))
        .unwrap_or(Rule::StoredThroughPointer)
}

fn place_rule(func: &Function, place: Value) -> Option<Rule> {
    let mut current = place;
    loop {
        match &func.insts[current] {
            Inst::GlobalAddr(_) => return Some(Rule::StoredInGlobal),
            Inst::MapElem(..) => return Some(Rule::StoredInMap),
            Inst::Deref(_) | Inst::ElemAddr(..) => return Some(Rule::StoredThroughPointer),
            Inst::FieldAddr(base, _) | Inst::IndexAddr(base, _) => current = *base,
            _local => return None,
        }
    }
}
