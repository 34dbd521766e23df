//! WHICH FUNCTION DOES A CALL CALL, as far as the inliner sees.
//!
//! A function or method by its name; a function literal, directly or by a variable that is assigned once where it is declared.
//! A literal that captures variables can only be expanded in the function whose variables they are: its captures become
//! those variables again.
//!
//! ```text
//! f := func() { x++ }; f()                    the literal
//! f := func() { x++ }; func() { f() }()       the outer call: the literal; the inner one: unknown
//! ```
//!
//! IGNORED. Variables of the package, fields, parameters: never known.

use crate::callgraph::static_value::{Variables, static_value};
use crate::ir::{Callee, FuncId, FuncRef, Inst, Package, Value};
use crate::types::World;

/// A function that a call is known to call.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Target {
    /// By name.
    Function(FuncRef),
    /// A literal of the package.
    Literal(FuncId),
}

impl Target {
    /// The function.
    pub fn func(self) -> FuncRef {
        match self {
            Target::Function(func) => func,
            Target::Literal(func) => FuncRef::Local(func),
        }
    }
}

/// The function that a call calls; none for interface calls and unknown functions. The call stands in `caller`.
pub fn target(
    world: &World,
    package: &Package,
    vars: &Variables,
    caller: FuncId,
    call: Value,
) -> Option<Target> {
    let function = &package.funcs[caller];
    let Inst::Call { callee, .. } = &function.insts[call] else {
        return None;
    };
    match *callee {
        Callee::Static(func) => declared(package, func),
        Callee::Interface(..) => None,
        Callee::Value(value) => {
            let (home, value) = static_value(world, package, vars, caller, value);
            match &package.funcs[home].insts[value] {
                Inst::FuncAddr(func) | Inst::MethodExpr(func) => declared(package, *func),
                Inst::Closure { func, .. } => {
                    let literal = &package.funcs[*func];
                    let here = literal.captures.is_empty() || literal.outer == Some(caller);
                    here.then_some(Target::Literal(*func))
                }
                _unknown => None,
            }
        }
    }
}

/// A function that is no wrapper: a method by another receiver type than its own is not known.
fn declared(package: &Package, func: FuncRef) -> Option<Target> {
    (package.behind_wrapper(func) == Some(func)).then_some(Target::Function(func))
}
