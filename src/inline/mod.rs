//! WHICH CALLS DISAPPEAR: gc's inliner, on the IR. Which functions can be inlined and what each costs ([`examine`], [`cost`]);
//! which calls are then expanded.
//!
//! QUESTION. Without `-l` gc analyses the program that is left when small functions have been copied into their callers. Which
//! functions are small is decided by counting the nodes of their bodies *as gc's front end leaves them*; so the count is
//! taken over the outline, before anything is devirtualized, expanded or dropped.
//!
//! ```text
//! func leaf(x int) int { return x * 2 }          can inline leaf with cost 4
//! func f(x int) int { return leaf(x) + 1 }       can inline f with cost 10: the call counts as its body
//! func g() { defer f(1) }                        cannot inline g: unhandled op DEFER
//! ```
//!
//! INVARIANTS. A function is examined once, callees first, in the order of gc's messages ([`messages`]). The record of a function
//! ([`record`]) is all that other packages need to price calls of it; it is never computed again elsewhere.
//!
//! IGNORED. Profiles, `GOEXPERIMENT=newinliner`, instrumented builds (`-race`, `-msan`, `-asan`, coverage).
//!
//! SOURCE: sections 0, 1, 2.5, 2.7, 4 and 7 of the model of gc's inliner; `cmd/compile/internal/inline/inl.go`.

pub mod bodies;
pub mod callee;
pub mod cost;
mod devirtualize;
pub mod examine;
mod expand;
pub mod export;
mod import;
mod intrinsics;
pub mod limits;
pub mod messages;
mod names;
pub mod nodes;
pub mod record;
pub mod run;
pub mod settings;
mod site;
mod splice;
mod translate;

pub use bodies::{Bodies, ForeignBodies, NoBodies};
pub use callee::Target;
pub use examine::{Examination, Examined, ForeignRecords, NoRecords, examine_one, examine_package};
pub use intrinsics::{Special, special};
pub use messages::InlineMessage;
pub use nodes::is_big;
pub use record::{Bar, InlineRecord, Verdict};
pub use run::{InlineInput, Inlined, run};
pub use settings::Inlining;
