//! What Go checks beside its grammar.
//!
//! One pass over the tables, in the order of the nodes; nothing here recurses.

use crate::ast::{Ast, Decl, Expr, ExprId, Stmt};
use crate::error::SyntaxError;

/// Adds what is wrong with the shape of the tree.
pub(crate) fn validate(ast: &Ast, errors: &mut Vec<SyntaxError>) {
    let mut found = Vec::new();
    for stmt in ast.stmts.values() {
        match *stmt {
            Stmt::Go(e) => call_operand(ast, e, "go", &mut found),
            Stmt::Defer(e) => call_operand(ast, e, "defer", &mut found),
            Stmt::Assign {
                lhs, define: true, ..
            } => {
                for &e in ast.expr_list(lhs) {
                    if !matches!(ast.exprs[e], Expr::Ident(_)) {
                        let at = ast.expr_pos[e].start;
                        found.push((at, "non-name on left side of :=".to_owned()));
                    }
                }
            }
            _ => {}
        }
    }
    for (e, expr) in &ast.exprs {
        if let Expr::TypeAssert(_, ty) = expr
            && ty.is_none()
        {
            let at = ast.expr_pos[e].pos;
            found.push((
                at,
                "syntax error: use of .(type) outside type switch".to_owned(),
            ));
        }
    }
    for decl in ast.decl_table.values() {
        if let Decl::Func {
            recv: Some(recv),
            name,
            ..
        } = decl
        {
            let message = match ast.field_list(*recv).len() {
                0 => "method has no receiver",
                1 => continue,
                _ => "method has multiple receivers",
            };
            found.push((name.pos, message.to_owned()));
        }
    }
    errors.extend(
        found
            .into_iter()
            .map(|(offset, message)| SyntaxError { offset, message }),
    );
}

fn call_operand(ast: &Ast, e: ExprId, keyword: &str, found: &mut Vec<(u32, String)>) {
    match ast.exprs[e] {
        Expr::Call { .. } => {}
        Expr::Paren(inner) if matches!(ast.exprs[ast.unparen(inner)], Expr::Call { .. }) => {
            let at = ast.expr_pos[e].start;
            let message =
                format!("syntax error: expression in {keyword} must not be parenthesized");
            found.push((at, message));
        }
        _ => {
            let at = ast.expr_pos[e].start;
            let message = format!("syntax error: expression in {keyword} must be function call");
            found.push((at, message));
        }
    }
}
