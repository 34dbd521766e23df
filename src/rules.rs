//! The rules of the analysis by name: what differs between Go releases, and the rules that add edges to the graph.
//!
//! A release difference is one row of [`ReleaseRule`]: from which minor release on it holds, and up to which one. The stages
//! ask [`Rules::has`]; no other place compares release numbers.
//!
//! An [`EdgeRule`] is one kind of flow. A test can switch one off and must then see the interpreter catch the wrong
//! placement: a rule that can be switched off unnoticed is not tested.
//!
//! SOURCE: the differences of `cmd/compile/internal/{escape,devirtualize,ir}` between Go 1.21 and 1.27, and of the
//! recorded outputs of these releases.

use crate::release::Release;
use crate::types::{Conventions, ShapeHash};

/// Something that not all releases do.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum ReleaseRule {
    /// Explicit variables may have 10 MiB on the stack (later 128 KiB).
    LargeVariables,
    /// A `make` of a size that is not constant is on the heap (`non-constant size`).
    NonConstantMakeEscapes,
    /// A `make` of elements without size is on the heap (`zero-sized element`).
    ZeroSizedMakeEscapes,
    /// `append` allocates in the analysis' eyes, and is reported.
    AppendAllocates,
    /// A copy of a literal that an expansion makes is named after the caller and all functions expanded around it.
    LiteralsNamedAfterCaller,
    /// The results of expanded calls that have no name are `~R0`, not `~r0`.
    UpperResults,
    /// Literals take the place of variables that hold them, in `make` and interface conversions.
    LiteralRewrite,
    /// … and the length of a slice literal that of `len` of the variable that holds it.
    LiteralLength,
    /// Writes and calls through parameters are tracked; `[]byte(s)` that is not written needs no copy.
    MutationsAndCalls,
    /// Leaks to seven results are told apart (later five).
    SevenResults,
    /// Results of a literal are tracked only if it is called where it stands (later: until it reaches an unknown call).
    OnlyDirectlyCalledLiterals,
    /// A parameter's leak is noted before the escape of its address, whatever the number of dereferences.
    LeaksBeforeEscapes,
    /// Every literal in a function is analysed with it (later: only those that capture something).
    LiteralsWithEnclosers,
    /// … and literals in those of initialisers and of `init` functions stand alone, as those of initialisers always do.
    NestedInitialisers,
    /// The initialiser of package variables is the last function of the package (later the first one).
    InitialiserLast,
    /// Assignments to variables that nothing reads are dropped before the analysis.
    DeadLocals,
    /// The walks take locations from the front of their queues (earlier: from the back).
    QueuedWalks,
    /// A func variable that is assigned several known functions is a known callee.
    SeveralCallees,
    /// Devirtualization looks at all assignments of a variable (earlier: at its only one).
    AllAssignments,
    /// `internal/abi.EscapeNonString` stands for the flow of what it is given, strings excepted.
    EscapeNonString,
    /// Long names of shapes are replaced by a hash: SHA-256 with its first byte inverted …
    HashedShapes,
    /// … with the last bit of that byte inverted …
    ShapeHashFlipsBit,
    /// … or with all bits inverted.
    ShapeHashFlipsAll,
    /// An interface holds `struct{ struct{}; *T }` by a pointer to it.
    OnlyLonePointers,
    /// Constants print as the source writes them (later: by their values).
    ConstantsAsWritten,
    /// Wrappers of embedded interfaces' methods jump.
    InterfaceTailCalls,
    /// What `println` cannot print is an error of `println` (earlier: of `print`).
    PrintlnByName,
}

impl ReleaseRule {
    /// All rules with the minor releases, first and last, in which they hold.
    pub const TABLE: &[(ReleaseRule, u32, u32)] = &[
        (ReleaseRule::LargeVariables, 0, 23),
        (ReleaseRule::NonConstantMakeEscapes, 0, 24),
        (ReleaseRule::ZeroSizedMakeEscapes, 25, u32::MAX),
        (ReleaseRule::AppendAllocates, 25, u32::MAX),
        (ReleaseRule::LiteralsNamedAfterCaller, 21, 26),
        (ReleaseRule::UpperResults, 21, 21),
        (ReleaseRule::LiteralRewrite, 25, u32::MAX),
        (ReleaseRule::LiteralLength, 26, u32::MAX),
        (ReleaseRule::MutationsAndCalls, 22, u32::MAX),
        (ReleaseRule::SevenResults, 0, 21),
        (ReleaseRule::OnlyDirectlyCalledLiterals, 0, 21),
        (ReleaseRule::LeaksBeforeEscapes, 0, 21),
        (ReleaseRule::LiteralsWithEnclosers, 0, 23),
        (ReleaseRule::NestedInitialisers, 22, 23),
        (ReleaseRule::InitialiserLast, 0, 21),
        (ReleaseRule::QueuedWalks, 25, u32::MAX),
        (ReleaseRule::DeadLocals, 24, u32::MAX),
        (ReleaseRule::SeveralCallees, 27, u32::MAX),
        (ReleaseRule::AllAssignments, 26, u32::MAX),
        (ReleaseRule::EscapeNonString, 25, u32::MAX),
        (ReleaseRule::HashedShapes, 22, u32::MAX),
        (ReleaseRule::ShapeHashFlipsBit, 24, 24),
        (ReleaseRule::ShapeHashFlipsAll, 22, 23),
        (ReleaseRule::OnlyLonePointers, 0, 25),
        (ReleaseRule::ConstantsAsWritten, 0, 21),
        (ReleaseRule::InterfaceTailCalls, 27, u32::MAX),
        (ReleaseRule::PrintlnByName, 27, u32::MAX),
    ];
}

/// The rules of one release.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rules {
    bits: u32,
}

impl Rules {
    /// Those of a release.
    pub fn of(release: Release) -> Rules {
        let holds = |&&(_, first, last): &&(ReleaseRule, u32, u32)| {
            (first..=last).contains(&release.minor())
        };
        let rules = ReleaseRule::TABLE.iter().filter(holds);
        Rules {
            bits: rules.fold(0, |bits, (rule, ..)| bits | 1 << (*rule as u32)),
        }
    }

    /// Whether the release has the rule.
    pub fn has(self, rule: ReleaseRule) -> bool {
        self.bits & 1 << (rule as u32) != 0
    }

    /// The largest explicit variable on the stack.
    pub fn max_variable(self) -> u64 {
        match self.has(ReleaseRule::LargeVariables) {
            true => 10 << 20,
            false => 128 << 10,
        }
    }

    /// The largest object on the stack that `new`, `&T{}`, `make`, a literal or a method value makes.
    pub fn max_implicit(self) -> u64 {
        64 << 10
    }

    /// The largest variable that a literal captures by value.
    pub fn max_captured_value(self) -> u64 {
        128
    }

    /// What the release decides about types.
    pub fn conventions(self) -> Conventions {
        Conventions {
            shape_hash: self.shape_hash(),
            only_lone_pointers: self.has(ReleaseRule::OnlyLonePointers),
        }
    }

    fn shape_hash(self) -> Option<ShapeHash> {
        let flip = if self.has(ReleaseRule::ShapeHashFlipsAll) {
            ShapeHash::Complement
        } else if self.has(ReleaseRule::ShapeHashFlipsBit) {
            ShapeHash::FirstByte(1)
        } else {
            ShapeHash::FirstByte(0xff)
        };
        self.has(ReleaseRule::HashedShapes).then_some(flip)
    }

    /// How many results a leak summary tells apart.
    pub fn tracked_results(self) -> u32 {
        match self.has(ReleaseRule::SevenResults) {
            true => 7,
            false => 5,
        }
    }
}

/// A rule by which the analysis adds edges: what flows where.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum EdgeRule {
    /// A variable's value is what it holds.
    Variable,
    /// `&x`
    AddressOf,
    /// `*p`
    Indirection,
    /// `x.f` of a struct value.
    Dot,
    /// `p.f` through a pointer.
    DotOfPointer,
    /// `a[i]` of an array.
    ArrayIndex,
    /// `s[i]` of a slice.
    SliceIndex,
    /// `s[i:j]`
    Slicing,
    /// `x.(T)`
    TypeAssertion,
    /// Conversions that keep the representation.
    Conversion,
    /// `unsafe.Pointer(u)`
    UnsafePointer,
    /// A concrete value becomes an interface; an interface becomes another one.
    InterfaceConversion,
    /// `[4]T(s)`, `(*[4]T)(s)`
    SliceToArray,
    /// An expression allocates, and its value is the address.
    Allocation,
    /// The operand of `&T{…}` is what the pointer points to.
    PointerLiteral,
    /// Elements of array literals.
    ArrayElement,
    /// Elements of slice literals.
    SliceElement,
    /// Fields of struct literals.
    StructElement,
    /// Keys and values of map literals go to the heap.
    MapElement,
    /// `x = y`, `x op= y`
    Assign,
    /// `a, b = c, d`, and what comma-ok forms give.
    AssignPairs,
    /// `m[k] = v`: the key goes to the heap.
    MapKey,
    /// `return x`
    Return,
    /// `c <- x`: to the heap.
    Send,
    /// `for _, v := range x`
    Range,
    /// `switch y := x.(type)`
    TypeSwitch,
    /// Arguments of known functions of the same batch go to their parameters.
    Parameter,
    /// Results of known functions of the same batch come from their result variables.
    ResultVariable,
    /// Arguments of functions with summaries go to the heap as these say.
    SummaryHeap,
    /// Arguments of functions with summaries go to results as these say.
    SummaryResult,
    /// Arguments of unknown functions go to the heap.
    UnknownCall,
    /// Receivers of method values.
    MethodValue,
    /// What a literal captures goes into it.
    Capture,
    /// `append`: the slice is the result; elements go to the heap.
    Append,
    /// `copy`: elements go to the heap.
    Copy,
    /// `panic(x)`: to the heap.
    Panic,
    /// `min`, `max`: the operands are the result.
    MinMax,
    /// `unsafe.Add` and the like: the pointer is the result.
    UnsafeData,
    /// `go f()`, `defer f()` in a loop: to the heap.
    GoDefer,
    /// Sizes that the stack does not hold.
    Placement,
}

impl EdgeRule {
    /// All of them.
    pub const ALL: [EdgeRule; 40] = [
        EdgeRule::Variable,
        EdgeRule::AddressOf,
        EdgeRule::Indirection,
        EdgeRule::Dot,
        EdgeRule::DotOfPointer,
        EdgeRule::ArrayIndex,
        EdgeRule::SliceIndex,
        EdgeRule::Slicing,
        EdgeRule::TypeAssertion,
        EdgeRule::Conversion,
        EdgeRule::UnsafePointer,
        EdgeRule::InterfaceConversion,
        EdgeRule::SliceToArray,
        EdgeRule::Allocation,
        EdgeRule::PointerLiteral,
        EdgeRule::ArrayElement,
        EdgeRule::SliceElement,
        EdgeRule::StructElement,
        EdgeRule::MapElement,
        EdgeRule::Assign,
        EdgeRule::AssignPairs,
        EdgeRule::MapKey,
        EdgeRule::Return,
        EdgeRule::Send,
        EdgeRule::Range,
        EdgeRule::TypeSwitch,
        EdgeRule::Parameter,
        EdgeRule::ResultVariable,
        EdgeRule::SummaryHeap,
        EdgeRule::SummaryResult,
        EdgeRule::UnknownCall,
        EdgeRule::MethodValue,
        EdgeRule::Capture,
        EdgeRule::Append,
        EdgeRule::Copy,
        EdgeRule::Panic,
        EdgeRule::MinMax,
        EdgeRule::UnsafeData,
        EdgeRule::GoDefer,
        EdgeRule::Placement,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(minor: u32) -> Rules {
        Rules::of(Release::from_minor(minor).expect("a known release"))
    }

    #[test]
    fn the_table_names_each_rule_once_in_order() {
        for (n, (rule, first, last)) in ReleaseRule::TABLE.iter().enumerate() {
            let earlier = ReleaseRule::TABLE[..n].iter();
            assert!(earlier.clone().all(|(other, ..)| other != rule), "{rule:?}");
            assert!(first <= last, "{rule:?}");
        }
        for (n, rule) in EdgeRule::ALL.iter().enumerate() {
            assert_eq!(*rule as usize, n, "{rule:?}");
        }
    }

    #[test]
    fn releases_differ() {
        assert_eq!(rules(23).max_variable(), 10 << 20);
        assert_eq!(rules(24).max_variable(), 128 << 10);
        assert_eq!(
            (rules(21).tracked_results(), rules(22).tracked_results()),
            (7, 5)
        );
        assert!(rules(24).has(ReleaseRule::NonConstantMakeEscapes));
        assert!(!rules(25).has(ReleaseRule::NonConstantMakeEscapes));
        assert!(!rules(26).has(ReleaseRule::SeveralCallees));
    }
}
