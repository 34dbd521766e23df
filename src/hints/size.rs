//! Let the size be known, or declare a variable.
//!
//! * `make([]T, n)` of a length that is bounded: with the bound as constant capacity it is on the stack, `make([]T, n, 64)`. The bound
//!   is read off the code: `min(n, 64)`, `n % 64`, `n & 63`, `if n > 64 { return }` before it; or all calls of an unexported function pass
//!   constants.
//! * `make([]T, 9000)` of a constant size between the limit of expressions and that of variables: `var array [9000]T`, sliced.
//! * `new(T)`, `&T{}` in between: `var v T`, `&v`.
//!
//! Required so that the program does the same: the capacity is nowhere asked for and the slice not appended to (only then could it
//! tell); with a bound read off the code, the length cannot be more. In a loop a variable declared in the body is as new
//! as what `make` makes.

use escargo_grammar::ast::{BinaryOp, Decl, Expr, ExprId, Stmt, StmtId};

use super::buffer::{calls, constant, constant_in};
use super::tree::{Node, Spot};
use super::{Bound, Proposal, Remedy};
use crate::ir::SiteKind;
use crate::placement::{Decision, Rule};
use crate::rules::Rules;
use crate::types::ObjectId;

/// The largest buffer that is proposed for a length that is usually less, in bytes.
const MAX_BUFFER: u64 = 4096;

/// Proposes sizes.
pub(super) fn propose(spot: &Spot<'_>) -> Vec<Proposal> {
    let proposal = match (spot.site.kind, spot.rule) {
        (SiteKind::MakeSlice, Some(Rule::TooLarge)) => array_variable(spot),
        (SiteKind::MakeSlice, Some(Rule::SizeUnknown)) => constant_capacity(spot),
        (SiteKind::MakeSlice, None) if is_decided_at_run_time(spot) => constant_capacity(spot),
        (SiteKind::New | SiteKind::PtrLit, Some(Rule::TooLarge)) => variable(spot),
        _other => None,
    };
    proposal.into_iter().collect()
}

fn is_decided_at_run_time(spot: &Spot<'_>) -> bool {
    matches!(spot.placement.decision, Decision::StackBuffer { .. })
}

fn fits_variable(spot: &Spot<'_>) -> Option<u64> {
    let size = spot.placement.object?.size;
    let limit = Rules::of(spot.tree.analysis.release).max_variable();
    (size <= limit).then_some(size)
}

/// `x := make([]T, C)` → `var xArray [C]T; x := xArray[:]`
fn array_variable(spot: &Spot<'_>) -> Option<Proposal> {
    let (call, args) = spot.builtin("make")?;
    let file = spot.file();
    let &[ty, length] = args else {
        return None;
    };
    let count = constant(spot, length)?;
    let Expr::SliceType(elem) = spot.ast().expr(ty) else {
        return None;
    };
    let size = fits_variable(spot)?;
    let name = fresh_name(spot, call, "array")?;
    declared(
        spot,
        call,
        format!("var {name} [{count}]{}", file.text_of(elem)),
        format!("{name}[:]"),
        size,
    )
}

/// `x := new(T)` → `var xVar T; x := &xVar`
fn variable(spot: &Spot<'_>) -> Option<Proposal> {
    let size = fits_variable(spot)?;
    let file = spot.file();
    if let Some((call, args)) = spot.builtin("new") {
        let ty = file.text_of(*args.first()?);
        let name = fresh_name(spot, call, "object")?;
        return declared(
            spot,
            call,
            format!("var {name} {ty}"),
            format!("&{name}"),
            size,
        );
    }
    let ast = spot.ast();
    let address = spot.expr(|expr| matches!(expr, Expr::Unary(..)))?;
    let Expr::Unary(_, literal) = ast.expr(address) else {
        return None;
    };
    let name = fresh_name(spot, address, "object")?;
    let text = file.text_of(literal);
    declared(
        spot,
        address,
        format!("{name} := {text}"),
        format!("&{name}"),
        size,
    )
}

fn declared(
    spot: &Spot<'_>,
    expr: ExprId,
    declaration: String,
    replacement: String,
    size: u64,
) -> Option<Proposal> {
    let file = spot.file();
    let stmt = file.stmt_of(expr)?;
    if !file.is_listed(stmt) {
        return None;
    }
    let start = file.stmt_start(stmt);
    let (_, indent) = file.indent(start);
    Some(Proposal {
        remedy: Remedy::DeclareVariable { size },
        edits: vec![
            file.edit(start, start, format!("{declaration}\n{indent}")),
            file.edit(file.start(expr), file.end(expr), replacement),
        ],
        is_exported: false,
    })
}

/// A name after the variable that the expression is assigned to, which the file does not use.
fn fresh_name(spot: &Spot<'_>, expr: ExprId, suffix: &str) -> Option<String> {
    let file = spot.file();
    let stmt = file.stmt_of(expr)?;
    let base = match spot.ast().stmt(stmt) {
        Stmt::Assign { lhs, .. } => match spot.ast().expr_list(lhs) {
            &[name] if matches!(spot.ast().expr(name), Expr::Ident(_)) => file.text_of(name),
            _several => "",
        },
        _other => "",
    };
    let name = match base {
        "" => suffix.to_owned(),
        base => {
            let mut chars = suffix.chars();
            let first = chars.next()?.to_uppercase();
            format!("{base}{first}{}", chars.as_str())
        }
    };
    (!file.text.contains(&name)).then_some(name)
}

/// `make([]T, n)` → `make([]T, n, 64)`
fn constant_capacity(spot: &Spot<'_>) -> Option<Proposal> {
    let (call, args) = spot.builtin("make")?;
    let &[_, length] = args else {
        return None;
    };
    let file = spot.file();
    if !capacity_is_unseen(spot, call) {
        return None;
    }
    let (capacity, because) = bound(spot, length, call)?;
    let elem = spot.tree.world().size_of(spot.site.ty)?;
    if capacity == 0 || capacity.checked_mul(elem)? > MAX_BUFFER.max(elem) {
        return None;
    }
    let end = file.end(length);
    Some(Proposal {
        remedy: Remedy::ConstantSize { capacity, because },
        edits: vec![file.edit(end, end, format!(", {capacity}"))],
        is_exported: false,
    })
}

/// Whether the slice is kept in a variable of which nobody asks the capacity, directly or by appending or slicing.
fn capacity_is_unseen(spot: &Spot<'_>, call: ExprId) -> bool {
    let (file, ast) = (spot.file(), spot.ast());
    let Some(stmt) = file.stmt_of(call) else {
        return false;
    };
    let Stmt::Assign {
        lhs, define: true, ..
    } = ast.stmt(stmt)
    else {
        return false;
    };
    let &[name] = ast.expr_list(lhs) else {
        return false;
    };
    let Some(object) = file.object(name) else {
        return false;
    };
    spot.tree.uses(object).into_iter().all(|at| {
        let file = &spot.tree.files[at.file];
        let (expr, parent) = file.outside(at.expr);
        match parent {
            Some(Node::Expr(outer)) => match file.ast().expr(outer) {
                Expr::Call { fun, args, .. } => {
                    let name = file.text_of(fun);
                    let first = file.ast().expr_list(args).first() == Some(&expr);
                    name != "cap" && !(name == "append" && first)
                }
                Expr::Slice { .. } => false,
                _read => true,
            },
            _stmt => true,
        }
    })
}

/// What the length can be at the most.
fn bound(spot: &Spot<'_>, length: ExprId, call: ExprId) -> Option<(u64, Bound)> {
    let ast = spot.ast();
    let length = ast.unparen(length);
    if let Some(bound) = bound_of_expr(spot, length) {
        return Some((bound, Bound::Code));
    }
    let variable = spot.file().object(length)?;
    if let Some(bound) = bound_by_guard(spot, variable, call) {
        return Some((bound, Bound::Code));
    }
    if let Some(value) = only_value(spot, variable) {
        let bound = bound_of_expr(spot, value).or_else(|| constant(spot, value))?;
        return Some((bound, Bound::Code));
    }
    let (bound, function) = bound_by_callers(spot, variable)?;
    Some((bound, Bound::Callers { function }))
}

/// `min(n, 64)`, `n % 64` and `n & 63` of unsigned or non-negative operands (`make` panics with negative ones before and after).
fn bound_of_expr(spot: &Spot<'_>, expr: ExprId) -> Option<u64> {
    let ast = spot.ast();
    match ast.expr(ast.unparen(expr)) {
        Expr::Call { fun, args, .. } if spot.file().text_of(fun) == "min" => {
            let args = ast.expr_list(args).iter();
            args.filter_map(|&arg| constant(spot, arg)).min()
        }
        Expr::Binary(BinaryOp::Rem, _, right) => constant(spot, right)?.checked_sub(1),
        Expr::Binary(BinaryOp::And, left, right) => {
            constant(spot, right).or_else(|| constant(spot, left))
        }
        Expr::Binary(BinaryOp::Add, left, right) => {
            let part = |expr| constant(spot, expr).or_else(|| bound_of_expr(spot, expr));
            part(left)?.checked_add(part(right)?)
        }
        _other => None,
    }
}

/// The only value that a variable ever gets.
fn only_value(spot: &Spot<'_>, variable: ObjectId) -> Option<ExprId> {
    let mut value = None;
    for at in spot.tree.uses(variable) {
        let file = &spot.tree.files[at.file];
        let (expr, parent) = file.outside(at.expr);
        match parent {
            Some(Node::Stmt(stmt)) => match file.ast().stmt(stmt) {
                Stmt::Assign { lhs, rhs, .. } if file.ast().expr_list(lhs).contains(&expr) => {
                    let (&[_], &[rhs]) = (file.ast().expr_list(lhs), file.ast().expr_list(rhs))
                    else {
                        return None;
                    };
                    if value.replace(rhs).is_some() {
                        return None;
                    }
                }
                Stmt::OpAssign(_, x, _) | Stmt::IncDec(_, x) if x == expr => return None,
                Stmt::Range { .. } => return None,
                _read => {}
            },
            Some(Node::Expr(outer)) => {
                if let Expr::Unary(escargo_grammar::ast::UnaryOp::Addr, _) = file.ast().expr(outer)
                {
                    return None;
                }
            }
            _other => return None,
        }
    }
    value
}

/// `if n > 64 { return }` (or a panic) in the same list of statements before the call, and no assignment to `n` anywhere.
fn bound_by_guard(spot: &Spot<'_>, variable: ObjectId, call: ExprId) -> Option<u64> {
    let (file, ast) = (spot.file(), spot.ast());
    if is_assigned(spot, variable) {
        return None;
    }
    let stmt = file.stmt_of(call)?;
    let Some(Node::Stmt(block)) = file.parent(Node::Stmt(stmt)) else {
        return None;
    };
    let Stmt::Block { stmts, .. } = ast.stmt(block) else {
        return None;
    };
    let before = ast.stmt_list(stmts).iter().take_while(|&&s| s != stmt);
    let mut found = None;
    for &guard in before {
        found = found.or(guard_bound(spot, variable, guard));
    }
    found
}

fn guard_bound(spot: &Spot<'_>, variable: ObjectId, guard: StmtId) -> Option<u64> {
    let (file, ast) = (spot.file(), spot.ast());
    let Stmt::If {
        init,
        cond,
        then,
        els,
    } = ast.stmt(guard)
    else {
        return None;
    };
    let Stmt::Block { stmts, .. } = ast.stmt(then) else {
        return None;
    };
    let leaves = match ast.stmt(*ast.stmt_list(stmts).last()?) {
        Stmt::Return(_) => true,
        Stmt::Expr(call) => file.text_of(call).starts_with("panic("),
        _other => false,
    };
    if init.is_some() || els.is_some() || !leaves {
        return None;
    }
    let mut conditions = vec![ast.unparen(cond)];
    while let Some(condition) = conditions.pop() {
        match ast.expr(condition) {
            Expr::Binary(BinaryOp::LogOr, left, right) => {
                conditions.extend([ast.unparen(left), ast.unparen(right)]);
            }
            Expr::Binary(op @ (BinaryOp::Gt | BinaryOp::Ge), left, right)
                if file.object(ast.unparen(left)) == Some(variable) =>
            {
                let limit = constant(spot, right)?;
                return match op {
                    BinaryOp::Gt => Some(limit),
                    _at_least => limit.checked_sub(1),
                };
            }
            _other => {}
        }
    }
    None
}

/// Whether a parameter or variable is assigned to after its declaration, or its address taken.
fn is_assigned(spot: &Spot<'_>, variable: ObjectId) -> bool {
    spot.tree.uses(variable).into_iter().any(|at| {
        let file = &spot.tree.files[at.file];
        let (expr, parent) = file.outside(at.expr);
        match parent {
            Some(Node::Stmt(stmt)) => match file.ast().stmt(stmt) {
                Stmt::Assign { lhs, define, .. } => {
                    !define && file.ast().expr_list(lhs).contains(&expr)
                }
                Stmt::OpAssign(_, x, _) | Stmt::IncDec(_, x) => x == expr,
                _read => false,
            },
            Some(Node::Expr(outer)) => matches!(
                file.ast().expr(outer),
                Expr::Unary(escargo_grammar::ast::UnaryOp::Addr, _)
            ),
            _other => false,
        }
    })
}

/// The largest constant that the calls of the function pass for the parameter, if all pass constants.
fn bound_by_callers(spot: &Spot<'_>, param: ObjectId) -> Option<(u64, String)> {
    if is_assigned(spot, param) {
        return None;
    }
    let file = spot.file();
    let first = *spot.tree.uses(param).first()?;
    let Node::Decl(decl) = spot
        .tree
        .enclosing_func(first.file, Node::Expr(first.expr))?
    else {
        return None;
    };
    let Decl::Func {
        recv: None,
        sig,
        name,
        ..
    } = file.ast().decl(decl)
    else {
        return None;
    };
    let params = file.ast().field_list(sig.params);
    let number = params.iter().position(|&field| {
        let name = file.ast().fields[field].name;
        name.and_then(|name| file.info().defs.get(&name.pos)) == Some(&param)
    })?;
    if spot.tree.is_exported(name.name.as_str()) {
        return None;
    }
    let function = spot.tree.func_object(spot.file, decl)?;
    let mut largest = None;
    for at in calls(spot.tree, function)? {
        let file = &spot.tree.files[at.file];
        let Expr::Call { args, .. } = file.ast().expr(at.expr) else {
            return None;
        };
        let arg = *file.ast().expr_list(args).get(number)?;
        largest = largest.max(Some(constant_in(spot.tree, at.file, arg)?));
    }
    Some((largest?, name.name.as_str().to_owned()))
}
