//! Declare a variable once, before the loop, and not in each round.
//!
//! ```text
//! for _, v := range samples {          var s sample
//!     s := sample{v}                   for _, v := range samples {
//!     if best == nil || … {                s = sample{v}
//!         best = &s                        …
//! ```
//!
//! is *not* proposed: all rounds would share the variable that `best` points to. Required so that the program does the same: the
//! outer pointer is assigned in each round (its last statement list is not in an `if`), only used within the round, and the object
//! holds no pointers.

use escargo_grammar::ast::{Expr, Stmt, UnaryOp};

use super::tree::{Node, Spot};
use super::{Proposal, Remedy};
use crate::ir::SiteKind;
use crate::placement::Rule;

/// Proposes a declaration outside.
pub(super) fn propose(spot: &Spot<'_>) -> Vec<Proposal> {
    let wanted = spot.site.kind == SiteKind::Variable && spot.rule == Some(Rule::OutlivesLoopRound);
    let proposal = if wanted { outside(spot) } else { None };
    proposal.into_iter().collect()
}

fn outside(spot: &Spot<'_>) -> Option<Proposal> {
    let variable = spot.variable()?;
    if spot.placement.object?.has_pointers {
        return None;
    }
    let (file, ast) = (spot.file(), spot.ast());
    let uses = spot.tree.uses(variable);
    let declared = uses
        .iter()
        .find(|at| file.start(at.expr) == spot.pos.offset)?;
    let stmt = file.stmt_of(declared.expr)?;
    let Stmt::Assign {
        lhs,
        rhs,
        define: true,
    } = ast.stmt(stmt)
    else {
        return None;
    };
    let (&[_], &[value]) = (ast.expr_list(lhs), ast.expr_list(rhs)) else {
        return None;
    };
    let Expr::CompositeLit { ty, .. } = ast.expr(ast.unparen(value)) else {
        return None;
    };
    let ty = file.text_of(ty.expand()?);
    let round = spot.tree.enclosing_loop(spot.file, Node::Stmt(stmt))?;
    let body = match ast.stmt(round) {
        Stmt::For { body, .. } | Stmt::Range { body, .. } => body,
        _other => return None,
    };
    if file.parent(Node::Stmt(stmt)) != Some(Node::Stmt(body)) || !file.is_listed(round) {
        return None;
    }
    let home = spot.tree.enclosing_func(spot.file, Node::Stmt(stmt));
    for at in &uses {
        if spot.tree.enclosing_func(at.file, Node::Expr(at.expr)) != home {
            return None;
        }
        let (_, parent) = file.outside(at.expr);
        if let Some(Node::Expr(outer)) = parent
            && matches!(ast.expr(outer), Expr::Unary(UnaryOp::Addr, _))
            && !is_kept_each_round(spot, outer, body)
        {
            return None;
        }
    }
    let (start, end) = (file.end(*ast.expr_list(lhs).first()?), file.start(value));
    let before = file.stmt_start(round);
    let (_, indent) = file.indent(before);
    let name = spot.tree.name(variable);
    Some(Proposal {
        remedy: Remedy::DeclareOutside {
            variable: name.to_owned(),
        },
        edits: vec![
            file.edit(before, before, format!("var {name} {ty}\n{indent}")),
            file.edit(start, end, " = "),
        ],
        is_exported: false,
    })
}

/// Whether an address goes to an outer variable by a statement that each round passes, and that variable is used for fields only.
fn is_kept_each_round(
    spot: &Spot<'_>,
    address: escargo_grammar::ast::ExprId,
    body: escargo_grammar::ast::StmtId,
) -> bool {
    let (file, ast) = (spot.file(), spot.ast());
    let (expr, Some(Node::Stmt(stmt))) = file.outside(address) else {
        return false;
    };
    let Stmt::Assign {
        lhs,
        rhs,
        define: false,
    } = ast.stmt(stmt)
    else {
        return false;
    };
    let (&[holder], &[value]) = (ast.expr_list(lhs), ast.expr_list(rhs)) else {
        return false;
    };
    let Some(object) = file.object(holder) else {
        return false;
    };
    let unconditional = file.parent(Node::Stmt(stmt)) == Some(Node::Stmt(body));
    value == expr && unconditional && is_read_by_field(spot, object, stmt)
}

fn is_read_by_field(
    spot: &Spot<'_>,
    holder: crate::types::ObjectId,
    assignment: escargo_grammar::ast::StmtId,
) -> bool {
    let uses = spot.tree.uses(holder);
    spot.tree.is_local_variable(holder)
        && uses.into_iter().all(|at| {
            let file = &spot.tree.files[at.file];
            let (_, parent) = file.outside(at.expr);
            match parent {
                Some(Node::Expr(outer)) => match file.ast().expr(outer) {
                    Expr::Selector(..) => {
                        let selection = file.info().selections.get(&outer);
                        selection.is_some_and(|selection| {
                            selection.kind == crate::check::info::SelectionKind::Field
                        })
                    }
                    Expr::Star(_) => true,
                    _other => false,
                },
                Some(Node::Stmt(stmt)) => stmt == assignment,
                Some(Node::Decl(_)) => true,
                _other => false,
            }
        })
}
