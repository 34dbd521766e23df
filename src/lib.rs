//! Escape analysis for Go: stack or heap, and why.

pub mod check;
pub mod diagnostic;
pub mod escape;
pub mod interp;
pub mod ir;
pub mod placement;
pub mod release;
pub mod report;
pub mod source;
pub mod types;
