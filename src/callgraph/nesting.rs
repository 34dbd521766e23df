//! Which function literals lie inside which functions, and which variable a captured one is.

use crate::ir::{FuncId, FuncKind, Function, LocalId, LocalKind, Package};

/// The nesting of a package's functions.
///
/// Each function has an interval that contains those of the literals in it, so that containment is two comparisons however
/// deep the nesting.
#[derive(Clone, Debug, Default)]
pub struct Nesting {
    enter: Vec<u32>,
    leave: Vec<u32>,
    outermost: Vec<bool>,
}

impl Nesting {
    /// O(functions).
    pub fn new(package: &Package) -> Nesting {
        let count = package.funcs.len();
        let mut inner: Vec<Vec<FuncId>> = vec![Vec::new(); count];
        let mut open: Vec<(FuncId, usize)> = Vec::new();
        let mut nesting = Nesting {
            enter: vec![0; count],
            leave: vec![0; count],
            outermost: vec![false; count],
        };
        for (id, func) in package.funcs.iter() {
            match enclosing(func).filter(|&outer| outer != id) {
                Some(outer) => inner[index(outer)].push(id),
                None => {
                    nesting.outermost[index(id)] = true;
                    open.push((id, 0));
                }
            }
        }
        open.reverse();
        let mut clock = 0;
        while let Some((func, next)) = open.pop() {
            if next == 0 {
                clock += 1;
                nesting.enter[index(func)] = clock;
            }
            match inner[index(func)].get(next) {
                Some(&literal) => {
                    open.push((func, next + 1));
                    open.push((literal, 0));
                }
                None => nesting.leave[index(func)] = clock,
            }
        }
        nesting
    }

    /// Whether `inner` is a literal inside of `outer`, at any depth.
    pub fn contains(&self, outer: FuncId, inner: FuncId) -> bool {
        let (outer, inner) = (index(outer), index(inner));
        self.enter[outer] < self.enter[inner] && self.enter[inner] <= self.leave[outer]
    }

    /// Whether it is no literal.
    pub fn is_outermost(&self, func: FuncId) -> bool {
        self.outermost[index(func)]
    }

    /// Whether there are literals in the function.
    pub fn has_literals(&self, func: FuncId) -> bool {
        self.leave[index(func)] > self.enter[index(func)]
    }
}

fn index(func: FuncId) -> usize {
    func.as_u32() as usize
}

fn enclosing(func: &Function) -> Option<FuncId> {
    is_literal(func.kind).then_some(func.outer).flatten()
}

/// Whether gc has a function literal for it, written or made up.
pub fn is_literal(kind: FuncKind) -> bool {
    match kind {
        FuncKind::Literal | FuncKind::CallWrapper | FuncKind::RangeBody => true,
        FuncKind::Declared
        | FuncKind::MethodWrapper
        | FuncKind::MethodValueWrapper
        | FuncKind::PackageInit
        | FuncKind::MapInit => false,
    }
}

/// The variable that a local stands for: of the function that declares it.
pub fn canonical(package: &Package, func: FuncId, local: LocalId) -> (FuncId, LocalId) {
    let (mut func, mut local) = (func, local);
    loop {
        let function = &package.funcs[func];
        let LocalKind::Captured(number) = function.locals[local].kind else {
            return (func, local);
        };
        let capture = function.captures.get(number as usize);
        match (capture, enclosing(function)) {
            (Some(capture), Some(outer)) => (func, local) = (outer, capture.outer),
            // The receiver that a method value wrapper holds: its own variable.
            _hidden_parameter => return (func, local),
        }
    }
}
