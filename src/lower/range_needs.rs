//! What the bodies of range-over-func loops need, found by a look at the syntax before they are lowered.
//!
//! THE QUESTION. Does the outermost loop of a nest declare `#next` and `#defers`, in which loop does each label stand, and are the
//! results of the function renamed? All that must be known when the first variable is declared, before any body is seen.
//!
//! ```text
//! for x := range f { if x > 1 { return x } }         #next, and the result is called #rv1
//! for x := range f { for range g { break } }         #next: a loop in a loop checks how it was left
//! for x := range f { switch { default: break } }     nothing
//! ```
//!
//! IGNORED. Function literals in bodies: they start anew.
//!
//! Source: the model, 6.4.

use escargo_grammar::Symbol;
use escargo_grammar::ast::{BranchKind, ClauseId, Stmt, StmtId};
use rustc_hash::FxHashMap;

use super::context::Lowerer;

/// What the bodies of a nest of loops need.
#[derive(Default)]
pub(super) struct Needs {
    /// Something leaves more than one round.
    pub next: bool,
    /// A `defer` stands in a body.
    pub defers: bool,
    /// The innermost loop that a label stands in.
    pub labels: FxHashMap<Symbol, StmtId>,
}

/// The numbers of a loop in its function.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct RangeNumbers {
    /// `#stateN`, in the order in which loops begin.
    pub state: u32,
    /// `#yieldN`, in the order in which they end.
    pub body: u32,
}

/// The statements around one inside a loop's body, as far as jumps are concerned.
#[derive(Clone, Default)]
struct Around {
    labels: Vec<Symbol>,
    own_label: Option<Symbol>,
}

impl Lowerer<'_> {
    /// Whether results without name get the name `#rvN`: the body returns values from inside a range-over-func loop.
    pub(super) fn renames_results(&self, body: StmtId) -> bool {
        let mut work = vec![(body, false)];
        while let Some((s, inside)) = work.pop() {
            match self.ast().stmt(s) {
                Stmt::Return(values) if inside && !values.is_empty() => return true,
                _other => {
                    let inside = inside || self.is_func_loop(s);
                    let below = self.child_stmts(s).into_iter();
                    work.extend(below.map(|child| (child, inside)));
                }
            }
        }
        false
    }

    /// The numbers of a function's range-over-func loops. They are given before dead code goes, so that a loop that is never
    /// reached has one too.
    pub(super) fn range_numbers(&self, body: StmtId) -> FxHashMap<StmtId, RangeNumbers> {
        let mut numbers = FxHashMap::default();
        let (mut states, mut yields) = (0, 0);
        // Each statement twice: as it begins and as it ends.
        let mut work = vec![(body, false)];
        while let Some((s, ends)) = work.pop() {
            if self.is_func_loop(s) {
                let own: &mut RangeNumbers = numbers.entry(s).or_default();
                if ends {
                    yields += 1;
                    own.body = yields;
                } else {
                    states += 1;
                    own.state = states;
                }
            }
            if !ends {
                work.push((s, true));
                let below = self.child_stmts(s).into_iter().rev();
                work.extend(below.map(|child| (child, false)));
            }
        }
        numbers
    }

    /// The statements directly in a statement.
    pub(super) fn child_stmts(&self, s: StmtId) -> Vec<StmtId> {
        let ast = self.ast();
        match ast.stmt(s) {
            Stmt::Block { stmts, .. } => ast.stmt_list(stmts).to_vec(),
            Stmt::If {
                init, then, els, ..
            } => {
                let mut list: Vec<StmtId> = init.expand().into_iter().collect();
                list.push(then);
                list.extend(els.expand());
                list
            }
            Stmt::For {
                init, post, body, ..
            } => {
                let mut list: Vec<StmtId> = init.expand().into_iter().collect();
                list.extend(post.expand());
                list.push(body);
                list
            }
            Stmt::Range { body, .. } => vec![body],
            Stmt::Switch { init, clauses, .. } | Stmt::TypeSwitch { init, clauses, .. } => {
                let mut list: Vec<StmtId> = init.expand().into_iter().collect();
                list.extend(self.clause_stmts(ast.clause_list(clauses)));
                list
            }
            Stmt::Select { clauses, .. } => self.clause_stmts(ast.clause_list(clauses)),
            Stmt::Labeled(_, inner) => vec![inner],
            Stmt::Bad
            | Stmt::Empty
            | Stmt::Decl(_)
            | Stmt::Expr(_)
            | Stmt::Send(..)
            | Stmt::Assign { .. }
            | Stmt::OpAssign(..)
            | Stmt::IncDec(..)
            | Stmt::Go(_)
            | Stmt::Defer(_)
            | Stmt::Return(_)
            | Stmt::Branch(..) => Vec::new(),
        }
    }

    fn clause_stmts(&self, clauses: &[ClauseId]) -> Vec<StmtId> {
        let ast = self.ast();
        let mut list = Vec::new();
        for &clause in clauses {
            let clause = &ast.clauses[clause];
            list.extend(clause.comm.expand());
            list.extend(ast.stmt_list(clause.body));
        }
        list
    }

    /// What the loop, an outermost one, and those in it need.
    pub(super) fn range_needs(&self, s: StmtId, label: Option<Symbol>) -> Needs {
        let mut needs = Needs::default();
        self.labels_in(s, s, &mut needs.labels);
        let around = Around {
            own_label: label,
            ..Around::default()
        };
        for child in self.child_stmts(s) {
            self.add_needs(child, s, &around, &mut needs);
        }
        needs
    }

    fn labels_in(&self, s: StmtId, innermost: StmtId, labels: &mut FxHashMap<Symbol, StmtId>) {
        let mut work: Vec<(StmtId, StmtId)> = vec![(s, innermost)];
        while let Some((s, innermost)) = work.pop() {
            if let Stmt::Labeled(label, _) = self.ast().stmt(s) {
                labels.entry(label.name).or_insert(innermost);
            }
            let innermost = if self.is_func_loop(s) { s } else { innermost };
            let below = self.child_stmts(s).into_iter();
            work.extend(below.map(|child| (child, innermost)));
        }
    }

    fn add_needs(&self, s: StmtId, innermost: StmtId, around: &Around, needs: &mut Needs) {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            self.add_needs_of(s, innermost, around, needs)
        });
    }

    fn add_needs_of(&self, s: StmtId, innermost: StmtId, around: &Around, needs: &mut Needs) {
        let mut inner = around.clone();
        let mut loop_here = innermost;
        match self.ast().stmt(s) {
            Stmt::Return(_) => needs.next = true,
            Stmt::Defer(_) => needs.defers = true,
            Stmt::Branch(kind, label) => {
                let label = label.map(|label| label.name);
                needs.next |= jumps_out(kind, label, around, innermost, &needs.labels);
            }
            Stmt::Labeled(label, target) => {
                if self.is_func_loop(target) {
                    inner.own_label = Some(label.name);
                } else {
                    inner.labels.push(label.name);
                }
                // The labeled statement's own label matters only directly below.
                return self.add_needs(target, innermost, &inner, needs);
            }
            Stmt::Range { .. } if self.is_func_loop(s) => {
                // A loop in a loop always checks how it was left.
                needs.next = true;
                loop_here = s;
                inner = Around {
                    own_label: around.own_label,
                    ..Around::default()
                };
            }
            _other => {}
        }
        for child in self.child_stmts(s) {
            self.add_needs(child, loop_here, &inner, needs);
        }
    }
}

/// Whether a jump needs `#next`: it does more than to end or continue the innermost loop.
fn jumps_out(
    kind: BranchKind,
    label: Option<Symbol>,
    around: &Around,
    innermost: StmtId,
    labels: &FxHashMap<Symbol, StmtId>,
) -> bool {
    match (kind, label) {
        (BranchKind::Fallthrough, _) | (_, None) => false,
        (BranchKind::Goto, Some(label)) => labels.get(&label) != Some(&innermost),
        (BranchKind::Break | BranchKind::Continue, Some(label)) => {
            around.own_label != Some(label) && !around.labels.contains(&label)
        }
    }
}
