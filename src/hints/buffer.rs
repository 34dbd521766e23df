//! Let the caller pass the memory in.
//!
//! ```text
//! func read() []byte {            func read(b []byte) []byte {
//!     b := make([]byte, 64)           …
//!     …                           }
//!     return b                    …
//! }                               var buf [64]byte
//! x := read()                     x := read(buf[:])
//! ```
//!
//! Required so that the program does the same: the slice is made once at the top of the function's body, with a constant size; the
//! function is only called, each time in a statement before which another may stand. The buffer is declared there, so it is
//! new and zero for each call, as the slice was.

use escargo_grammar::ast::{Decl, Expr, ExprId, Stmt};

use super::tree::{At, Node, Spot, Tree};
use super::{Proposal, Remedy};
use crate::ir::SiteKind;
use crate::placement::Rule;
use crate::source::Edit;
use crate::types::{Const, ObjectId};

/// The largest buffer that is proposed.
const MAX_BUFFER: u64 = 64 * 1024;

/// Proposes to pass a buffer in.
pub(super) fn propose(spot: &Spot<'_>) -> Vec<Proposal> {
    if spot.site.kind != SiteKind::MakeSlice || spot.rule != Some(Rule::ReturnedPointer) {
        return Vec::new();
    }
    passed_in(spot).into_iter().collect()
}

fn passed_in(spot: &Spot<'_>) -> Option<Proposal> {
    let (call, args) = spot.builtin("make")?;
    let (file, ast) = (spot.file(), spot.ast());
    let (length, capacity) = match args {
        &[_, length] => (length, length),
        &[_, length, capacity] => (length, capacity),
        _other => return None,
    };
    let (length, capacity) = (constant(spot, length)?, constant(spot, capacity)?);
    let size = spot.placement.object?.size;
    let Expr::SliceType(elem) = ast.expr(*args.first()?) else {
        return None;
    };
    if size > MAX_BUFFER || capacity == 0 {
        return None;
    }
    let stmt = file.stmt_of(call)?;
    let Stmt::Assign { lhs, rhs, define } = ast.stmt(stmt) else {
        return None;
    };
    let (&[name], &[_]) = (ast.expr_list(lhs), ast.expr_list(rhs)) else {
        return None;
    };
    let Node::Decl(decl_id) = spot.tree.enclosing_func(spot.file, Node::Stmt(stmt))? else {
        return None;
    };
    let Decl::Func {
        sig,
        body,
        name: func_name,
        ..
    } = ast.decl(decl_id)
    else {
        return None;
    };
    let at_top = file.parent(Node::Stmt(stmt)) == body.expand().map(Node::Stmt);
    if !define || !at_top || has_variadic(spot.tree, spot.file, sig.params) {
        return None;
    }
    let function = spot.tree.func_object(spot.file, decl_id)?;
    let buffer = file.text_of(name);
    let slice = format!("[]{}", file.text_of(elem));
    let mut edits = vec![remove_line(spot, stmt)];
    let params = ast.field_list(sig.params);
    let named = params.iter().all(|&field| ast.fields[field].name.is_some());
    let insert = params_end(
        spot,
        func_name.pos,
        params.last().map(|&f| ast.fields[f].ty),
    )?;
    if !named {
        return None;
    }
    let comma = if params.is_empty() { "" } else { ", " };
    edits.push(file.edit(insert, insert, format!("{comma}{buffer} {slice}")));
    let wanted = Buffer {
        name: format!("{buffer}Array"),
        elem: file.text_of(elem),
        length,
        capacity,
    };
    for at in spot.tree.uses(function) {
        wanted.pass(spot.tree, at, &mut edits)?;
    }
    Some(Proposal {
        remedy: Remedy::PassBuffer {
            function: spot.tree.name(function).to_owned(),
            buffer: buffer.to_owned(),
        },
        edits,
        is_exported: spot.tree.is_exported(spot.tree.name(function)),
    })
}

fn has_variadic(tree: &Tree<'_>, file: usize, params: escargo_grammar::ast::FieldList) -> bool {
    let ast = tree.files[file].ast();
    let fields = ast.field_list(params).iter();
    fields
        .map(|&field| ast.expr(ast.fields[field].ty))
        .any(|ty| matches!(ty, Expr::Variadic(_)))
}

/// The value of a constant expression.
pub(super) fn constant(spot: &Spot<'_>, expr: ExprId) -> Option<u64> {
    constant_in(spot.tree, spot.file, expr)
}

/// The value of a constant expression of some file.
pub(super) fn constant_in(tree: &Tree<'_>, file: usize, expr: ExprId) -> Option<u64> {
    match tree.files[file].info().consts.get(&expr)? {
        Const::Int(value) => u64::try_from(*value).ok(),
        _other => None,
    }
}

/// The offset before the `)` of the parameters.
fn params_end(spot: &Spot<'_>, name: u32, last: Option<ExprId>) -> Option<u32> {
    if let Some(last) = last {
        return Some(spot.file().end(last));
    }
    let text = spot.file().text;
    let open = text.get(name as usize..)?.find('(')? + name as usize;
    let close = text.get(open..)?.find(')')? + open;
    Some(close as u32)
}

/// The statement's line without the rest of the program.
fn remove_line(spot: &Spot<'_>, stmt: escargo_grammar::ast::StmtId) -> Edit {
    let file = spot.file();
    let start = file.stmt_start(stmt);
    let (line, _) = file.indent(start);
    let rest = file.text.get(start as usize..).unwrap_or("");
    let end = rest
        .find('\n')
        .map_or(file.text.len(), |n| start as usize + n + 1);
    file.edit(line, end as u32, "")
}

/// What callers declare and pass.
struct Buffer<'a> {
    name: String,
    elem: &'a str,
    length: u64,
    capacity: u64,
}

impl Buffer<'_> {
    fn pass(&self, tree: &Tree<'_>, at: At, edits: &mut Vec<Edit>) -> Option<()> {
        let file = &tree.files[at.file];
        let ast = file.ast();
        let mut callee = at.expr;
        // A method is named by its selector, which is the callee itself.
        if let (expr, Some(Node::Expr(_))) = file.outside(callee) {
            callee = expr;
        }
        let Some(Node::Expr(call)) = file.parent(Node::Expr(callee)) else {
            return None;
        };
        let Expr::Call { fun, args, spread } = ast.expr(call) else {
            return None;
        };
        let stmt = file.stmt_of(call)?;
        let deferred = matches!(ast.stmt(stmt), Stmt::Go(_) | Stmt::Defer(_));
        if fun != callee || spread || deferred || !file.is_listed(stmt) {
            return None;
        }
        let taken = file.text.contains(&self.name);
        if taken {
            return None;
        }
        let slice = match self.length == self.capacity {
            true => format!("{}[:]", self.name),
            false => format!("{}[:{}]", self.name, self.length),
        };
        let args = ast.expr_list(args);
        let comma = if args.is_empty() { "" } else { ", " };
        let close = file.end(call) - 1;
        edits.push(file.edit(close, close, format!("{comma}{slice}")));
        let (_, indent) = file.indent(file.stmt_start(stmt));
        let start = file.stmt_start(stmt);
        let declaration = format!(
            "var {} [{}]{}\n{indent}",
            self.name, self.capacity, self.elem
        );
        edits.push(file.edit(start, start, declaration));
        Some(())
    }
}

/// Whether all uses of a function are calls; the calls.
pub(super) fn calls(tree: &Tree<'_>, function: ObjectId) -> Option<Vec<At>> {
    let uses = tree.uses(function).into_iter();
    uses.map(|at| {
        let file = &tree.files[at.file];
        let Some(Node::Expr(call)) = file.parent(Node::Expr(at.expr)) else {
            return None;
        };
        match file.ast().expr(call) {
            Expr::Call { fun, .. } if fun == at.expr => Some(At {
                file: at.file,
                expr: call,
            }),
            _value => None,
        }
    })
    .collect()
}
