//! Escape analysis for Go: stack or heap, and why.
//!
//! [`Analyzer::analyze`] runs the stages in order; each is a folder:
//!
//! ```text
//! source → grammar → check → lower → callgraph, escape → placement → report
//! ```
//!
//! Everything is data: nothing prints, nothing ends the process, an [`Analyzer`] can be shared by threads.
//!
//! ```no_run
//! use escargo::{Analyzer, Input, Options};
//!
//! let source = "package p\nfunc f() *int { x := 1; return &x }\n";
//! let input = Input::Memory(vec![("p.go".to_owned(), source.to_owned())]);
//! let analysis = Analyzer::new(Options::default()).analyze(&input);
//! let x = analysis.placement_of("f", "x");
//! assert!(x.is_some_and(|placement| placement.decision.is_heap()));
//! ```

pub mod analysis;
pub mod callgraph;
pub mod check;
pub mod diagnostic;
pub mod errorcheck;
pub mod escape;
pub mod facts;
pub mod gate;
pub mod hints;
pub mod inline;
pub mod interp;
pub mod ir;
pub mod lower;
pub mod placement;
pub mod release;
pub mod report;
pub mod retained;
pub mod rules;
mod schedule;
pub mod source;
pub mod toolchain;
pub mod types;

pub use analysis::{
    Analysis, AnalyzedPackage, Analyzer, EditedPackage, Input, Keep, Options, PackageResult, Watch,
    Watcher,
};
