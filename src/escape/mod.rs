//! IR → POINTS-TO GRAPH → FACTS: the gc engine.
//!
//! ```text
//! graph     locations and weighted edges           generate…   expressions and statements in the context of holes
//! solve     walks: what escapes, what leaks        call        callees, arguments, results, summaries
//! explain   flows of what was found                finish      summaries and messages of a batch
//! devirtualize  calls whose receiver is known         analysis    the package, batch after batch
//! ```

pub mod analysis;
mod bounds;
mod call;
mod declared;
mod explain;
pub mod facts;
mod finish;
mod generate;
mod generate_expr;
mod generate_stmt;
pub mod graph;
mod literal_rewrite;
mod locals;
#[cfg(test)]
mod naive;
mod reasons;
mod self_assign;
pub mod solve;
pub mod summary;
#[cfg(test)]
mod tests;

pub use analysis::{EscapeOptions, NoSummaries, Summaries, analyze_package};
pub use facts::{
    Flow, FlowId, FlowStep, FuncFacts, Invariant, Leaks, Message, Note, NoteAt, PackageFacts,
    Place, Reason, SiteFacts,
};
