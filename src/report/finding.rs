//! Findings: what `escargo check` lists, whatever the format. Each is an object or a parameter with its place, its cost, its
//! story and what follows from it.
//!
//! A finding's *cost* is `bytes × 10^(loop depth − 1)`: an object that is allocated in a loop costs as if the loop ran ten
//! times, in a loop in a loop a hundred times. Bytes are those that the allocator takes (its block, not the object); an object
//! whose size only the run knows counts as 64, one on the stack as nothing. The cost orders findings and functions; it predicts nothing.

use regex::Regex;

use super::describe::{
    bytes, decision_text, invariant_sentence, object_text, rule_name, rule_sentence, tier_text,
};
use super::stay_text;
use super::story::{self, Story};
use super::view::PackageView;
use crate::escape::facts::{Leaks, Message};
use crate::hints::Hint;
use crate::ir::{FuncId, LocalId, SiteId};
use crate::placement::Decision;
use crate::source::Pos;

/// What an object of unknown size counts as.
const UNKNOWN_SIZE: u64 = 64;
/// The deepest loop that makes a difference.
const MAX_DEPTH: u32 = 7;

/// What findings are about.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Class {
    /// Objects on the heap.
    Heap,
    /// Objects of which only the run says whether they fit a buffer in the frame.
    RunTime,
    /// Objects on the stack.
    Stack,
    /// Parameters that leak.
    Params,
    /// Static data, and what needs no memory of its own.
    Elsewhere,
}

/// The order of findings.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Order {
    /// The most costly function first, in it the most costly finding.
    #[default]
    Cost,
    /// As in the source.
    Position,
    /// The function with the most findings first.
    Count,
}

/// Which findings are wanted.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// The classes; none means [`Class::Heap`].
    pub classes: Vec<Class>,
    /// Functions whose name matches.
    pub function: Option<Regex>,
    /// The function of that name.
    pub name: Option<String>,
    /// Their order.
    pub order: Order,
}

impl Selection {
    fn wants(&self, class: Class) -> bool {
        match self.classes.is_empty() {
            true => class == Class::Heap,
            false => self.classes.contains(&class),
        }
    }

    fn wants_function(&self, name: &str) -> bool {
        self.name.as_deref().is_none_or(|wanted| wanted == name)
            && self
                .function
                .as_ref()
                .is_none_or(|regex| regex.is_match(name))
    }
}

/// What a finding is about.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Subject {
    /// An object.
    Site(SiteId),
    /// A parameter, by its number.
    Param(u32, LocalId),
}

/// A finding.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Its function.
    pub func: FuncId,
    /// What it is about.
    pub subject: Subject,
    /// Its class.
    pub class: Class,
    /// Where it is.
    pub pos: Pos,
    /// The bytes that the allocator takes, if known.
    pub bytes: Option<u64>,
    /// 1 in the function's body, one more for each loop.
    pub loop_depth: u32,
    /// See the top of this file.
    pub cost: u64,
    /// A change that puts the object on the stack, checked.
    pub hint: Option<Hint>,
}

/// The findings of one function.
#[derive(Clone, Debug)]
pub struct FuncFindings {
    /// The function.
    pub func: FuncId,
    /// Its findings.
    pub findings: Vec<Finding>,
    /// The sum of their costs.
    pub cost: u64,
    /// The sum of their known bytes.
    pub bytes: u64,
}

impl FuncFindings {
    /// A function with one finding.
    pub fn of_one(finding: Finding) -> FuncFindings {
        FuncFindings {
            func: finding.func,
            cost: finding.cost,
            bytes: finding.bytes.unwrap_or(0),
            findings: vec![finding],
        }
    }
}

/// The findings of a package, in the order asked for.
pub fn findings(view: &PackageView<'_>, selection: &Selection) -> Vec<FuncFindings> {
    let mut by_func: Vec<FuncFindings> = Vec::new();
    let mut all: Vec<Finding> = Vec::new();
    for (func, site) in view.sites_by_position() {
        let name = view.func(func).name.as_str();
        if selection.wants_function(name) {
            all.push(site_finding(view, func, site));
        }
    }
    if selection.wants(Class::Params) {
        all.extend(param_findings(view, selection));
    }
    all.retain(|finding| selection.wants(finding.class));
    all.sort_by_key(|finding| (finding.func, finding.pos.file, finding.pos.offset));
    for finding in all {
        let (cost, bytes) = (finding.cost, finding.bytes.unwrap_or(0));
        match by_func.last_mut() {
            Some(group) if group.func == finding.func => {
                group.cost = group.cost.saturating_add(cost);
                group.bytes = group.bytes.saturating_add(bytes);
                group.findings.push(finding);
            }
            _other => by_func.push(FuncFindings::of_one(finding)),
        }
    }
    sort(view, selection.order, &mut by_func);
    by_func
}

/// Sorts functions and their findings; ties stay in the order of the source.
fn sort(view: &PackageView<'_>, order: Order, groups: &mut [FuncFindings]) {
    groups.sort_by_key(|group| {
        let pos = view.func(group.func).pos;
        (pos.file, pos.offset, group.func)
    });
    match order {
        Order::Cost => {
            for group in groups.iter_mut() {
                group.findings.sort_by_key(|f| std::cmp::Reverse(f.cost));
            }
            groups.sort_by_key(|group| std::cmp::Reverse(group.cost));
        }
        Order::Position => {}
        Order::Count => groups.sort_by_key(|group| std::cmp::Reverse(group.findings.len())),
    }
}

/// The finding on a site.
pub fn site_finding(view: &PackageView<'_>, func: FuncId, site: SiteId) -> Finding {
    let placement = view.placement(func, site);
    let class = match placement.decision {
        Decision::Heap { .. } => Class::Heap,
        Decision::StackBuffer { .. } => Class::RunTime,
        Decision::Stack { .. } => Class::Stack,
        Decision::Static | Decision::Absent => Class::Elsewhere,
    };
    let size = placement.object.map(|object| object.size);
    let bytes = match placement.decision {
        Decision::Heap { tier, .. } => tier.zip(size).map(|(tier, size)| tier.block_size(size)),
        _frame => size,
    };
    let facts = view.facts.funcs.get(func).map(|facts| &facts.sites[site]);
    let loop_depth = facts.map_or(1, |facts| facts.loop_depth).max(1);
    let weight = match class {
        Class::Heap | Class::RunTime => 10u64.saturating_pow(loop_depth.min(MAX_DEPTH) - 1),
        Class::Stack | Class::Params | Class::Elsewhere => 0,
    };
    Finding {
        func,
        subject: Subject::Site(site),
        class,
        pos: view.site_pos(func, site),
        bytes,
        loop_depth,
        cost: bytes.unwrap_or(UNKNOWN_SIZE).saturating_mul(weight),
        hint: None,
    }
}

fn param_findings(view: &PackageView<'_>, selection: &Selection) -> Vec<Finding> {
    let mut found = Vec::new();
    for (func, function) in view.package.funcs.iter() {
        if !selection.wants_function(function.name.as_str()) {
            continue;
        }
        for (number, &param) in function.params.iter().enumerate() {
            let finding = param_finding(view, func, number as u32, param);
            found.extend(finding.filter(|_| leaks_of(view, func, number).is_some_and(leaks)));
        }
    }
    found
}

fn param_finding(
    view: &PackageView<'_>,
    func: FuncId,
    number: u32,
    param: LocalId,
) -> Option<Finding> {
    let function = view.func(func);
    let local = &function.locals[param];
    let is_pointed = view.world.has_pointers(local.ty);
    (function.has_body && local.pos.is_known() && is_pointed).then_some(Finding {
        func,
        subject: Subject::Param(number, param),
        class: Class::Params,
        pos: local.pos,
        bytes: None,
        loop_depth: 1,
        cost: 0,
        hint: None,
    })
}

/// Findings on parameters whether they leak or not, for one place.
pub fn any_param_finding(
    view: &PackageView<'_>,
    func: FuncId,
    number: usize,
    param: LocalId,
) -> Option<Finding> {
    param_finding(view, func, number as u32, param)
}

/// The leaks of a parameter: one without a summary leaks as it is.
pub fn leaks_of(view: &PackageView<'_>, func: FuncId, number: usize) -> Option<Leaks> {
    let leaks = view.facts.funcs.get(func)?.params.get(number)?;
    Some(leaks.unwrap_or(Leaks {
        heap: Some(0),
        ..Leaks::default()
    }))
}

/// Whether anything leaks.
pub fn leaks(leaks: Leaks) -> bool {
    leaks.heap.is_some() || leaks.results.iter().any(Option::is_some)
}

impl Finding {
    /// What the finding says, in one line.
    pub fn headline(&self, view: &PackageView<'_>) -> String {
        match self.subject {
            Subject::Site(site) => {
                let noun = view.site_noun(self.func, site);
                match view.placement(self.func, site).decision {
                    Decision::Heap { cause, .. } => {
                        format!("{noun} is on the heap: {}", rule_name(cause.rule))
                    }
                    Decision::StackBuffer { .. } => {
                        format!("{noun} is on the stack if it fits, else on the heap")
                    }
                    Decision::Stack { .. } => format!("{noun} is on the stack"),
                    Decision::Static => format!("{noun} is static data"),
                    Decision::Absent => format!("{noun} needs no memory"),
                }
            }
            Subject::Param(number, param) => {
                let name = view.func(self.func).locals[param].name;
                let leaks = leaks_of(view, self.func, number as usize).unwrap_or_default();
                format!("parameter `{name}` {}", leak_text(view, self.func, leaks))
            }
        }
    }

    /// The steps by which it came to that.
    pub fn story(&self, view: &PackageView<'_>) -> Story {
        match self.subject {
            Subject::Site(site) => story::of_site(view, self.func, site),
            Subject::Param(_, param) => {
                let flow = view
                    .facts
                    .messages
                    .iter()
                    .find_map(|message| match message {
                        Message::LeakFlow {
                            func,
                            param: leaking,
                            flow,
                            ..
                        } if *func == self.func && *leaking == param => Some(*flow),
                        _other => None,
                    });
                let flow = flow.and_then(|flow| view.facts.flows.get(flow));
                flow.map_or_else(Story::default, |flow| story::of_param_flow(view, flow))
            }
        }
    }

    /// What else is to be said: the rule, the invariant, the size; for the stack, the facts that let it stay.
    pub fn notes(&self, view: &PackageView<'_>) -> Vec<(&'static str, String)> {
        let site = match self.subject {
            Subject::Site(site) => site,
            Subject::Param(number, _) => return param_notes(view, self.func, number),
        };
        let placement = view.placement(self.func, site);
        let mut notes = Vec::new();
        let mut tier_note = String::new();
        match placement.decision {
            Decision::Heap { cause, tier } => {
                notes.push(("rule", rule_sentence(cause.rule).to_owned()));
                if let Some(invariant) = cause.invariant {
                    notes.push(("invariant", invariant_sentence(invariant).to_owned()));
                }
                tier_note = tier.map_or_else(String::new, |tier| format!("; {}", tier_text(tier)));
            }
            Decision::Stack { .. } | Decision::StackBuffer { .. } => {
                notes.push(("placement", decision_text(placement.decision)));
                notes.extend(stay_text::facts(view, self.func, site).map(|fact| ("fact", fact)));
            }
            Decision::Static | Decision::Absent => {
                notes.push(("placement", decision_text(placement.decision)));
            }
        }
        let size = format!("{}{tier_note}", object_text(placement.object));
        notes.push(("size", size));
        if self.loop_depth > 1 {
            let depth = self.loop_depth - 1;
            let loops = if depth == 1 {
                "a loop".to_owned()
            } else {
                format!("{depth} nested loops")
            };
            notes.push(("loop", format!("in {loops}: once for each round")));
        }
        notes
    }
}

fn param_notes(view: &PackageView<'_>, func: FuncId, number: u32) -> Vec<(&'static str, String)> {
    let found = leaks_of(view, func, number as usize).unwrap_or_default();
    let text = match (found.heap, leaks(found)) {
        (Some(0), _) => "what a caller passes here must be on the heap",
        (Some(_), _) => "what a caller passes here may be on the stack, what it points to may not",
        (None, true) => {
            "what a caller passes here must live as long as the result; it leaks no further"
        }
        (None, false) => "what a caller passes here may be on the caller's stack",
    };
    vec![("summary", text.to_owned())]
}

/// What leaks where: `leaks to the heap`, `what it points to leaks to the heap`, `leaks to result 0`.
pub fn leak_text(view: &PackageView<'_>, func: FuncId, leaks: Leaks) -> String {
    let mut parts = Vec::new();
    if let Some(derefs) = leaks.heap {
        parts.push(format!("{} to the heap", what_leaks(derefs)));
    }
    for (number, derefs) in leaks.results.iter().enumerate() {
        if let Some(derefs) = derefs {
            let results = &view.func(func).results;
            let name = results
                .get(number)
                .map(|&r| view.func(func).locals[r].name.as_str());
            let name = name.filter(|name| !name.starts_with('~') && *name != "_");
            let result = match (name, results.len()) {
                (Some(name), _) => format!("the result `{name}`"),
                (None, 1) => "the result".to_owned(),
                (None, _) => format!("result {}", number + 1),
            };
            parts.push(format!("{} to {result}", what_leaks(*derefs)));
        }
    }
    match parts.is_empty() {
        true => "does not leak".to_owned(),
        false => parts.join(", "),
    }
}

fn what_leaks(derefs: u8) -> String {
    match derefs {
        0 => "leaks".to_owned(),
        1 => "leaks what it points to".to_owned(),
        several => format!("leaks what is {several} pointers away from it"),
    }
}

/// `2 on the heap, 48 bytes`
pub fn group_text(group: &FuncFindings) -> String {
    let count = |class: Class| group.findings.iter().filter(|f| f.class == class).count();
    let mut parts = Vec::new();
    for (class, words) in [
        (Class::Heap, "on the heap"),
        (Class::RunTime, "decided at run time"),
        (Class::Stack, "on the stack"),
        (Class::Params, "leaking"),
        (Class::Elsewhere, "elsewhere"),
    ] {
        if count(class) > 0 {
            parts.push(format!("{} {words}", count(class)));
        }
    }
    if group.bytes > 0 {
        parts.push(bytes(group.bytes));
    }
    parts.join(", ")
}
