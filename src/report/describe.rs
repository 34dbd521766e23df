//! Sites, decisions and causes in words, for people. The words of rules and kinds are also the ones in JSON.

use super::view::PackageView;
use crate::escape::facts::Invariant;
use crate::ir::{FuncId, LocalKind, SiteId, SiteKind};
use crate::placement::{BufferKind, Cause, Decision, Object, Rule, Tier};

/// The short name of a kind of site.
pub fn kind_name(kind: SiteKind) -> &'static str {
    match kind {
        SiteKind::Variable => "variable",
        SiteKind::PtrLit => "pointer literal",
        SiteKind::SliceLit => "slice literal",
        SiteKind::Variadic => "variadic slice",
        SiteKind::MapLit => "map literal",
        SiteKind::New => "new",
        SiteKind::MakeSlice => "make slice",
        SiteKind::MakeMap => "make map",
        SiteKind::MakeChan => "make channel",
        SiteKind::Closure => "closure",
        SiteKind::MethodValue => "method value",
        SiteKind::InterfaceBox => "interface box",
        SiteKind::StringConversion => "string conversion",
        SiteKind::Concat => "concatenation",
        SiteKind::Append => "append",
        SiteKind::CallRecord => "call record",
    }
}

/// The short name of a rule.
pub fn rule_name(rule: Rule) -> &'static str {
    match rule {
        Rule::ReturnedPointer => "returned pointer",
        Rule::StoredInGlobal => "stored in a package variable",
        Rule::StoredThroughPointer => "stored through a pointer",
        Rule::StoredInMap => "stored in a map",
        Rule::StoredInEscapingObject => "stored in an object that escapes",
        Rule::SentOnChannel => "sent on a channel",
        Rule::InterfaceArgument => "interface argument",
        Rule::PassedToCall => "passed to a call that keeps it",
        Rule::CapturedByEscapingClosure => "captured by a closure that escapes",
        Rule::Goroutine => "used by a goroutine",
        Rule::DeferredInLoop => "deferred in a loop",
        Rule::OutlivesLoopRound => "outlives a round of the loop",
        Rule::TooLarge => "too large for the stack",
        Rule::TooAligned => "too aligned for the stack",
        Rule::ZeroSizedElement => "elements without size",
        Rule::SizeUnknown => "size unknown",
        Rule::UintptrEscapes => "uintptr argument",
        Rule::Channel => "channel",
        Rule::GrowsAtRunTime => "grows at run time",
        Rule::DoesNotFitBuffer => "longer than the buffer",
        Rule::BoxTooLarge => "boxed value too large",
        Rule::Flow => "flows to the heap",
    }
}

/// What a rule says, as a sentence about the site.
pub fn rule_sentence(rule: Rule) -> &'static str {
    match rule {
        Rule::ReturnedPointer => "a pointer to it is returned to the caller",
        Rule::StoredInGlobal => "a pointer to it is stored in a package-level variable",
        Rule::StoredThroughPointer => {
            "a pointer to it is stored through another pointer, which may point to the heap"
        }
        Rule::StoredInMap => "a pointer to it is stored in a map, whose entries are on the heap",
        Rule::StoredInEscapingObject => {
            "a pointer to it is stored in an object that is on the heap itself"
        }
        Rule::SentOnChannel => "a pointer to it is sent on a channel",
        Rule::InterfaceArgument => {
            "it is boxed in an interface and passed to a call that keeps its argument or is unknown"
        }
        Rule::PassedToCall => {
            "a pointer to it is passed to a call that keeps its argument or is unknown"
        }
        Rule::CapturedByEscapingClosure => "a closure that escapes captures it",
        Rule::Goroutine => "a goroutine uses it, which may run longer than this function",
        Rule::DeferredInLoop => "a call deferred in a loop uses it, after the round has ended",
        Rule::OutlivesLoopRound => {
            "a variable declared outside of the loop keeps a pointer to it from round to round"
        }
        Rule::TooLarge => "it is larger than what gc puts on the stack",
        Rule::TooAligned => "it needs a stronger alignment than the stack has",
        Rule::ZeroSizedElement => "slices of elements without size are never on the stack",
        Rule::SizeUnknown => "its size is not known when compiling",
        Rule::UintptrEscapes => {
            "it is held by a uintptr argument of a //go:uintptrescapes function"
        }
        Rule::Channel => "channels are always on the heap",
        Rule::GrowsAtRunTime => "append makes the backing store when it is needed",
        Rule::DoesNotFitBuffer => "the result is longer than the 32-byte buffer of the stack",
        Rule::BoxTooLarge => "values of more than 1024 bytes are boxed on the heap",
        Rule::Flow => "the flow below ends on the heap",
    }
}

/// The invariant of stack allocation, as a sentence.
pub fn invariant_sentence(invariant: Invariant) -> &'static str {
    match invariant {
        Invariant::NoStackPointerInHeap => "no pointer to a stack object may be stored in the heap",
        Invariant::NoOutlivingPointer => "no pointer to a stack object may outlive the object",
    }
}

/// The short name of an invariant.
pub fn invariant_name(invariant: Invariant) -> &'static str {
    match invariant {
        Invariant::NoStackPointerInHeap => "no stack pointer in heap",
        Invariant::NoOutlivingPointer => "no outliving pointer",
    }
}

/// Why, in one line: `returned pointer (no pointer … may outlive the object)`.
pub fn cause_line(cause: Cause) -> String {
    match cause.invariant {
        Some(invariant) => format!(
            "{} ({})",
            rule_name(cause.rule),
            invariant_sentence(invariant)
        ),
        None => rule_name(cause.rule).to_owned(),
    }
}

/// How the allocator serves an object: `small, class 5 (48 bytes)`.
pub fn tier_text(tier: Tier) -> String {
    match tier {
        Tier::Zero => "no bytes".to_owned(),
        Tier::Tiny => "tiny".to_owned(),
        Tier::Small {
            class,
            block,
            header,
        } => {
            let header = if header { ", 8 of them a header" } else { "" };
            format!("small, class {class} ({block} bytes{header})")
        }
        Tier::Large { pages } => format!("large ({pages} pages)"),
    }
}

/// `8 bytes`, with the reading of one.
pub fn bytes(count: u64) -> String {
    match count {
        1 => "1 byte".to_owned(),
        _several => format!("{count} bytes"),
    }
}

/// Where a site is: `stack at 16`, `heap: returned pointer`, `run time: …`.
pub fn decision_text(decision: Decision) -> String {
    match decision {
        Decision::Stack { offset } => format!("stack at {offset}"),
        Decision::StackBuffer { offset, size, kind } => {
            format!(
                "run time: {} at {offset}, else heap",
                buffer_text(kind, size)
            )
        }
        Decision::Heap { cause, tier } => match tier {
            Some(tier) => format!("heap, {}: {}", tier_text(tier), rule_name(cause.rule)),
            None => format!("heap: {}", rule_name(cause.rule)),
        },
        Decision::Static => "static".to_owned(),
        Decision::Absent => "none".to_owned(),
    }
}

fn buffer_text(kind: BufferKind, size: u64) -> String {
    match kind {
        BufferKind::String => format!("stack buffer of {}", bytes(size)),
        BufferKind::Make | BufferKind::Append => format!("stack up to {}", bytes(size)),
    }
}

/// `24 bytes, with pointers`.
pub fn object_text(object: Option<Object>) -> String {
    match object {
        Some(object) => {
            let pointers = if object.has_pointers {
                "with pointers"
            } else {
                "no pointers"
            };
            format!("{}, {pointers}", bytes(object.size))
        }
        None => "size known at run time only".to_owned(),
    }
}

impl PackageView<'_> {
    /// A site as a noun: ``variable `x` ``, `` `&T{...}` ``.
    pub fn site_noun(&self, func: FuncId, site: SiteId) -> String {
        let text = self.printer(true).site(func, site);
        match self.func(func).sites[site].kind {
            SiteKind::Variable => self.variable_noun(func, site, &text),
            SiteKind::InterfaceBox => format!("`{text}`, boxed in an interface,"),
            SiteKind::Closure => "the function literal".to_owned(),
            SiteKind::Variadic => "the slice of the variadic arguments".to_owned(),
            SiteKind::CallRecord => format!("the record of `{text}`"),
            SiteKind::Append => format!("the growth of `{text}`"),
            _expression => format!("`{text}`"),
        }
    }

    fn variable_noun(&self, func: FuncId, site: SiteId, name: &str) -> String {
        let function = self.func(func);
        let local = function.sites[site].local.expand();
        match local.map(|local| function.locals[local].kind) {
            Some(LocalKind::Param | LocalKind::Receiver) => format!("parameter `{name}`"),
            Some(LocalKind::Result(_)) if name.starts_with('~') => "the result".to_owned(),
            Some(LocalKind::Result(_)) => format!("result `{name}`"),
            _hidden if name.starts_with(['.', '#']) => {
                format!("the compiler's variable `{name}`")
            }
            _variable => format!("variable `{name}`"),
        }
    }

    /// All sites that the report is about, by position: those in the source that need memory.
    pub fn sites_by_position(&self) -> Vec<(FuncId, SiteId)> {
        let mut sites: Vec<(FuncId, SiteId)> = self
            .package
            .funcs
            .iter()
            .flat_map(|(func, function)| function.sites.keys().map(move |site| (func, site)))
            .filter(|&(func, site)| self.site_pos(func, site).is_known())
            .collect();
        sites.sort_by_key(|&(func, site)| {
            let pos = self.site_pos(func, site);
            (pos.file, pos.offset, func, site)
        });
        sites
    }
}
