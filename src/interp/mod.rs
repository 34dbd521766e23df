//! THE INTERPRETER: runs a program's IR with every object where its placement put it, and checks both invariants as it goes.
//!
//! QUESTION. Does the IR keep the meaning of the program, and are the placements right? Both are shown by running it: what it
//! prints must be what Go prints, and no pointer may break an invariant on the way.
//!
//! Memory is a table of objects, each in a region: static data, the heap, or a frame of the stack at a loop depth. At every store
//! of a pointer the region of the container is compared with that of the object pointed to:
//!
//! ```text
//! container        pointee                      breach
//! heap, static     any frame                    no pointer to a stack object is stored in the heap
//! frame of f       frame of something f called  no pointer outlives its object: the callee's frame ends first
//! loop depth 1     same frame, loop depth 2     the same: the object ends with its round of the loop
//! ```
//!
//! The same holds for results when a frame ends. An object that ends is poisoned: its slot gets a new generation, and any later use
//! through an old pointer is a breach too. Maps keep keys and values on the heap wherever their header lies, as Go's do.
//!
//! IGNORED. Goroutines, channels, `select`, reinterpretation of memory through `unsafe`, reflection: a program that comes to one of
//! them ends with a failure that says so. Nothing is collected. Packages of the standard library are executed natively, as far as
//! `native` knows them, never from their sources: so a program runs the same with and without a Go installation.

mod alloc;
mod arith;
mod assert;
mod builtin;
mod calls;
mod compare;
mod convert;
mod dictionary;
mod exec;
mod fmt;
mod fmt_verbs;
mod frame;
mod layout;
mod literal;
mod machine;
mod map;
mod memory;
mod native;
mod panics;
mod place;
mod program;
mod slices;
pub mod stats;
pub mod type_name;
pub mod value;

use std::io::Write;

use crate::analysis::Analysis;
use crate::escape::facts::Invariant;
use crate::source::Pos;

pub use stats::{MemStats, SiteKey, SiteStats};

/// Limits and streams of an execution.
pub struct RunOptions<'a> {
    /// Where `fmt.Print` and the like write.
    pub stdout: &'a mut dyn Write,
    /// Where `print`, `println` and panics write.
    pub stderr: &'a mut dyn Write,
    /// Instructions after which the run is given up; none: no limit.
    pub max_steps: Option<u64>,
}

/// How an execution ended.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The exit code; 2 after a panic. None if the run was given up.
    pub code: Option<i32>,
    /// Why it was given up.
    pub failure: Option<Failure>,
    /// What was allocated.
    pub stats: MemStats,
}

/// Why an execution was given up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Failure {
    /// The analysed input has no package `main` with a function `main`.
    NoMain,
    /// Something that is not executed yet.
    Unsupported {
        /// What.
        what: String,
        /// Where.
        pos: Pos,
    },
    /// A pointer broke an invariant: a placement or the IR is wrong.
    Breach(Breach),
    /// More frames than the interpreter keeps.
    StackOverflow,
    /// More instructions than allowed.
    OutOfSteps,
}

/// A broken invariant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Breach {
    /// Which one.
    pub invariant: Invariant,
    /// The site of the object pointed to; none for objects that the runtime makes.
    pub object: Option<SiteKey>,
    /// The container, in words.
    pub container: String,
    /// Where it happened.
    pub pos: Pos,
}

/// Executes the program among the analysed packages.
pub fn run(analysis: &Analysis, options: RunOptions<'_>) -> Outcome {
    machine::run(analysis, options)
}
