//! IR → POINTS-TO GRAPH → FACTS: the gc engine.

pub mod facts;
pub mod summary;

pub use facts::{
    Flow, FlowId, FlowStep, FuncFacts, Invariant, Leaks, Message, Note, NoteAt, PackageFacts,
    Place, Reason, SiteFacts,
};
