//! FINDINGS → HINTS: changes to the source that put an object on the stack, each of them tried.
//!
//! QUESTION. What can a programmer do about this heap placement? Advice in general ("avoid pointers") is of no use; a hint is a
//! concrete edit. Proposers (`unbox`, `buffer`, `size`, `capture`, `boxing`) look at the typed tree around an object and propose edits
//! that keep the meaning of the program; each proposal is applied to the source in memory and the package analysed again.
//!
//! INVARIANTS. A hint is given only if the edited package has no errors, the object is no longer on the heap, and nothing else is
//! that was not before. So a hint is never wrong about the placement, however clever or foolish the proposer is. That the program
//! still does the same is the proposers' duty: each says at its top what it requires for that.
//!
//! IGNORED on purpose: packages that import the edited one. So no hint changes what they see: an exported function, variable or field.
//!
//! COST. A trial analyses one package once more. [`Budget`] counts the lines that trials analyse, and nothing is tried beyond it,
//! so the time is bounded and the output does not depend on the machine.

mod boxing;
mod buffer;
mod capture;
mod imports;
mod loops;
mod size;
mod tree;
mod trial;
mod unbox;
mod unbox_uses;

use crate::analysis::{Analysis, AnalyzedPackage};
use crate::ir::{FuncId, SiteId};
use crate::source::Edit;
pub use trial::Budget;

/// What to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Remedy {
    /// Return the value and not a pointer to it.
    ReturnValue {
        /// The function.
        function: String,
        /// The type returned then.
        ty: String,
    },
    /// Hold the value where a pointer was held: in a variable, a field, the elements of a slice, map or channel.
    HoldValue {
        /// What held the pointer.
        holder: String,
        /// The type held then.
        ty: String,
    },
    /// Let the caller pass the memory in.
    PassBuffer {
        /// The function.
        function: String,
        /// The buffer.
        buffer: String,
    },
    /// Give `make` a constant capacity.
    ConstantSize {
        /// The capacity.
        capacity: u64,
        /// What is known of the length.
        because: Bound,
    },
    /// Declare an array: variables may be larger than what `make`, `new` and `&T{}` make.
    DeclareVariable {
        /// The bytes.
        size: u64,
    },
    /// Copy the variable before the literal captures it, so that it is captured by value.
    CopyBeforeCapture {
        /// The variable.
        variable: String,
    },
    /// Take a type parameter in the place of the interface.
    TypeParameter {
        /// The function.
        function: String,
        /// The parameter.
        parameter: String,
    },
    /// Call something that takes the value as it is, without an interface.
    WithoutInterface {
        /// What is called then.
        call: String,
    },
    /// Write the string as it is, without a copy as bytes.
    WriteString {
        /// What is called then.
        call: String,
    },
    /// Declare the variable outside of the loop, once.
    DeclareOutside {
        /// The variable.
        variable: String,
    },
}

/// What is known of a length.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Bound {
    /// All calls of the function pass constants.
    Callers {
        /// The function.
        function: String,
    },
    /// The code says so itself: `min(n, 64)`, `n % 64`, `if n > 64 { return }`.
    Code,
}

/// A change that has been tried.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hint {
    /// What to do.
    pub remedy: Remedy,
    /// The change itself.
    pub edits: Vec<Edit>,
    /// How many objects are no longer on the heap.
    pub removed: usize,
}

/// A change that has not been tried yet.
#[derive(Clone, Debug)]
struct Proposal {
    remedy: Remedy,
    edits: Vec<Edit>,
    /// Whether it changes what other packages see: then it is not tried.
    is_exported: bool,
}

/// Looks for hints in one package.
pub struct Hinter<'a> {
    analysis: &'a Analysis,
    package: &'a AnalyzedPackage,
    tree: tree::Tree<'a>,
}

impl<'a> Hinter<'a> {
    /// Of a package; none if it has errors. O(size of the package).
    pub fn new(analysis: &'a Analysis, package: &'a AnalyzedPackage) -> Option<Hinter<'a>> {
        let result = package.result.as_ref()?;
        Some(Hinter {
            analysis,
            package,
            tree: tree::Tree::new(analysis, result),
        })
    }

    /// The first of the proposals for an object that works; none if none does or the budget is used up.
    pub fn hint(&self, func: FuncId, site: SiteId, budget: &mut Budget) -> Option<Hint> {
        let spot = tree::Spot::of(&self.tree, func, site)?;
        let proposers: [fn(&tree::Spot<'_>) -> Vec<Proposal>; 6] = [
            unbox::propose,
            buffer::propose,
            size::propose,
            capture::propose,
            boxing::propose,
            loops::propose,
        ];
        let proposals = proposers.iter().flat_map(|propose| propose(&spot));
        for proposal in proposals.take(trial::MAX_TRIALS) {
            let target = (func, site);
            let hint = trial::attempt(self.analysis, self.package, target, proposal, budget);
            if hint.is_some() {
                return hint;
            }
        }
        None
    }
}
