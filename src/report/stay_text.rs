//! Why something is on the stack, in words.

use super::story::{Called, callee, cut};
use super::view::PackageView;
use crate::ir::{FuncId, SiteId};
use crate::placement::stay::{self, StayFact};
use crate::rules::Rules;

/// The facts that let a site be on the stack.
pub fn facts(view: &PackageView<'_>, func: FuncId, site: SiteId) -> impl Iterator<Item = String> {
    let known = |object| {
        let leaks = view.retained?.leaks(view.world, object)?;
        Some(leaks.to_vec())
    };
    let size = view.placement(func, site).object.map(|object| object.size);
    let rules = Rules::of(view.release);
    let facts = stay::facts_of(view.package, view.facts, &known, rules, (func, site), size);
    let texts: Vec<String> = facts.iter().map(|&fact| text(view, func, fact)).collect();
    texts.into_iter()
}

fn text(view: &PackageView<'_>, func: FuncId, fact: StayFact) -> String {
    let line = |pos| match view.files.position(pos) {
        Some(position) => format!(" (line {})", position.line),
        None => String::new(),
    };
    match fact {
        StayFact::AddressNotTaken => "its address is never taken".to_owned(),
        StayFact::NoFlowOut => {
            "no flow takes its address to the heap, to a result, or out of its loop round"
                .to_owned()
        }
        StayFact::PassedToHarmless {
            call, to_result, ..
        } => {
            let at = line(view.value_pos(func, call));
            let name = match callee(view, func, call) {
                Called::Known(name)
                | Called::Bodiless(name)
                | Called::Method(name)
                | Called::Value(name) => name,
                Called::Unknown => cut(&view.printer(true).value(func, call)),
            };
            match to_result {
                true => format!(
                    "passed to `{name}`{at}: its summary says that only the result may hold it"
                ),
                false => format!(
                    "passed to `{name}`{at}: its summary says that the parameter does not leak"
                ),
            }
        }
        StayFact::CapturedByValue(literal) => {
            let at = line(view.func(literal).pos);
            format!("the function literal{at} captures a copy of it")
        }
        StayFact::CapturedByReference(literal) => {
            let at = line(view.func(literal).pos);
            format!("the function literal{at} captures it by reference, and does not outlive it")
        }
        StayFact::WithinLimit {
            size,
            limit,
            is_variable,
        } => {
            let what = if is_variable {
                "variables"
            } else {
                "expressions that allocate"
            };
            format!("{size} bytes, and {what} may have {limit} on the stack")
        }
    }
}
