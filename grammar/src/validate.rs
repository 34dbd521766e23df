//! What Go checks beside its grammar.
//!
//! One pass over the tables, in the order of the nodes; nothing here recurses.

use crate::ast::{Ast, Decl, Expr, ExprId, FieldList, Stmt};
use crate::error::SyntaxError;

/// Adds what is wrong with the shape of the tree.
pub(crate) fn validate(ast: &Ast, errors: &mut Vec<SyntaxError>) {
    let mut found = Vec::new();
    for stmt in ast.stmts.values() {
        match *stmt {
            Stmt::Go(e) => call_operand(ast, e, "go", &mut found),
            Stmt::Defer(e) => call_operand(ast, e, "defer", &mut found),
            _ => {}
        }
    }
    for expr in ast.exprs.values() {
        if let Expr::FuncType(sig) = *expr {
            stray_dots(ast, sig.results, &mut found);
        }
    }
    for decl in ast.decl_table.values() {
        if let Decl::Func { recv, sig, .. } = *decl {
            stray_dots(ast, recv.unwrap_or_default(), &mut found);
            stray_dots(ast, sig.results, &mut found);
        }
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

/// Reports the first `...T` among results or receivers.
fn stray_dots(ast: &Ast, list: FieldList, found: &mut Vec<(u32, String)>) {
    let types = ast
        .field_list(list)
        .iter()
        .map(|&field| ast.fields[field].ty);
    let mut dots = types.filter(|&ty| matches!(ast.exprs[ty], Expr::Variadic(_)));
    if let Some(ty) = dots.next() {
        found.push((ast.expr_pos[ty].start, "invalid use of ...".to_owned()));
    }
}

/// Parentheses around the call of a `go` or `defer` statement; that it is a call is checked with the types.
fn call_operand(ast: &Ast, e: ExprId, keyword: &str, found: &mut Vec<(u32, String)>) {
    if let Expr::Paren(_) = ast.exprs[e] {
        let at = ast.expr_pos[e].start;
        let message = format!("expression in {keyword} must not be parenthesized");
        found.push((at, message));
    }
}
