//! Why a site is on the stack: the facts that let it stay.
//!
//! The analysis finds reasons for the heap only; what has none is on the stack. A person asks for more: is the address taken at
//! all, who gets it, and why is that harmless? These facts are read off the function again: each use of the address that is
//! seen at the site itself, with the leak summary of the callee that receives it. What happens to copies of the address in
//! other variables is not retold: that the analysis found no flow out covers it.

use crate::escape::facts::{Leaks, PackageFacts};
use crate::ir::{
    Callee, FuncId, FuncRef, Function, Inst, LocalId, Package, SiteId, SiteKind, Value,
};
use crate::rules::Rules;
use crate::types::ObjectId;

/// A fact that lets a site be on the stack.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum StayFact {
    /// A variable whose address nobody takes.
    AddressNotTaken,
    /// Its address does not leave the function: the analysis found no flow to what outlives it.
    NoFlowOut,
    /// The call gets its address as this argument, and the callee's summary says that it is not kept.
    PassedToHarmless {
        /// The call.
        call: Value,
        /// The argument's number, the receiver first.
        argument: u32,
        /// Whether a result of the call may hold the address.
        to_result: bool,
    },
    /// A literal captures a copy.
    CapturedByValue(FuncId),
    /// A literal captures it by reference, and the literal stays too.
    CapturedByReference(FuncId),
    /// Not larger than what may be on the stack.
    WithinLimit {
        /// Bytes.
        size: u64,
        /// Bytes.
        limit: u64,
        /// Whether the limit is that of variables.
        is_variable: bool,
    },
}

/// Summaries of functions of other packages.
pub type Known<'a> = &'a dyn Fn(ObjectId) -> Option<Vec<Option<Leaks>>>;

/// The facts on a site that is on the stack.
pub fn facts_of(
    package: &Package,
    facts: &PackageFacts,
    known: Known<'_>,
    rules: Rules,
    (func, site): (FuncId, SiteId),
    size: Option<u64>,
) -> Vec<StayFact> {
    let function = &package.funcs[func];
    let looked_at = &function.sites[site];
    let finder = Finder {
        package,
        facts,
        known,
        function,
        func,
        local: looked_at.local.expand(),
        value: looked_at.value.expand(),
    };
    let mut found = Vec::new();
    match finder.local {
        Some(local) => {
            let taken = function.locals[local].addr_taken;
            let captures = finder.captures(local);
            found.push(match taken || captures.iter().any(by_reference) {
                true => StayFact::NoFlowOut,
                false => StayFact::AddressNotTaken,
            });
            found.extend(captures);
        }
        None => found.push(StayFact::NoFlowOut),
    }
    found.extend(finder.calls());
    found.extend(limit(looked_at.kind, size, rules));
    found
}

fn by_reference(fact: &StayFact) -> bool {
    matches!(fact, StayFact::CapturedByReference(_))
}

fn limit(kind: SiteKind, size: Option<u64>, rules: Rules) -> Option<StayFact> {
    let is_variable = kind == SiteKind::Variable;
    let limit = match kind {
        SiteKind::Variable => rules.max_variable(),
        SiteKind::New | SiteKind::PtrLit | SiteKind::MakeSlice | SiteKind::Closure => {
            rules.max_implicit()
        }
        _unlimited => return None,
    };
    let size = size?;
    Some(StayFact::WithinLimit {
        size,
        limit,
        is_variable,
    })
}

struct Finder<'a> {
    package: &'a Package,
    facts: &'a PackageFacts,
    known: Known<'a>,
    function: &'a Function,
    func: FuncId,
    local: Option<LocalId>,
    value: Option<Value>,
}

impl Finder<'_> {
    /// The literals of the function that capture the variable.
    fn captures(&self, local: LocalId) -> Vec<StayFact> {
        let literals = self.package.funcs.iter();
        let literals = literals.filter(|(_, literal)| literal.outer == Some(self.func));
        literals
            .filter_map(|(id, literal)| {
                let number = literal.captures.iter().position(|c| c.outer == local)?;
                let by_value = self.facts.funcs.get(id)?.by_value.get(number).copied();
                Some(match by_value {
                    Some(true) => StayFact::CapturedByValue(id),
                    Some(false) | None => StayFact::CapturedByReference(id),
                })
            })
            .collect()
    }

    /// The calls that get the address directly.
    fn calls(&self) -> Vec<StayFact> {
        let mut found = Vec::new();
        for (call, inst) in self.function.insts.iter() {
            let Inst::Call { callee, args, .. } = inst else {
                continue;
            };
            let args = args.as_slice(&self.function.value_lists);
            for (number, &arg) in args.iter().enumerate() {
                if !self.is_address(arg) {
                    continue;
                }
                let Some(leaks) = self.leaks(*callee, number) else {
                    continue;
                };
                if leaks.heap.is_none() {
                    found.push(StayFact::PassedToHarmless {
                        call,
                        argument: number as u32,
                        to_result: leaks.results.iter().any(Option::is_some),
                    });
                }
            }
        }
        found
    }

    /// Whether a value is the site's address, but for operations that keep it.
    fn is_address(&self, value: Value) -> bool {
        let mut current = value;
        loop {
            if Some(current) == self.value {
                return true;
            }
            current = match &self.function.insts[current] {
                Inst::AddrOf(place) => *place,
                Inst::FieldAddr(base, _) | Inst::IndexAddr(base, _) => *base,
                Inst::Slice { x, .. } => *x,
                Inst::Convert(_, operand, None) => *operand,
                Inst::LocalAddr(local) => return Some(*local) == self.local && current != value,
                _other => return false,
            };
        }
    }

    fn leaks(&self, callee: Callee, number: usize) -> Option<Leaks> {
        match callee {
            Callee::Static(FuncRef::Local(id)) => *self.facts.funcs.get(id)?.params.get(number)?,
            Callee::Static(FuncRef::Extern(id)) => {
                let object = self.package.externs[id].object;
                (self.known)(object)?.get(number).copied().flatten()
            }
            Callee::Value(_) | Callee::Interface(..) => None,
        }
    }
}
