//! Copy a variable before a function literal captures it.
//!
//! A literal captures a variable by value if its address is not taken and, as far as gc looks, nothing is assigned to it any more (gc
//! looks at loop depths: an assignment before a loop counts for a literal in the loop); else by reference, and if
//! the literal escapes, the variable goes to the heap. A copy right before the literal is not assigned again:
//!
//! ```text
//! var c config                            var c config
//! load(&c)                                load(&c)
//! return func() int {…c.depth…}           cCopy := c
//!                                         return func() int {…cCopy.depth…}
//! ```
//!
//! In an inner block the copy has the variable's own name, as Go programmers write it: `i := i`.
//!
//! Required so that the program does the same: nothing is assigned to the variable in a literal or, in time, after one was made:
//! all assignments stand before the literal, and not in a loop around it that the declaration is outside of. The loop variable of
//! a `for` clause may be assigned by that clause, as each round has its own since Go 1.22.

use escargo_grammar::ast::{Expr, ExprId, Stmt, StmtId, UnaryOp};

use super::tree::{At, Node, Spot, Tree};
use super::{Proposal, Remedy};
use crate::ir::SiteKind;
use crate::source::Edit;
use crate::types::ObjectId;

/// Since when each round of a `for` clause has its own variables.
const OWN_VARIABLES: u32 = 22;

/// Proposes a copy.
pub(super) fn propose(spot: &Spot<'_>) -> Vec<Proposal> {
    if spot.site.kind != SiteKind::Variable {
        return Vec::new();
    }
    let Some(variable) = spot.variable() else {
        return Vec::new();
    };
    copied(spot, variable).into_iter().collect()
}

fn copied(spot: &Spot<'_>, variable: ObjectId) -> Option<Proposal> {
    let tree = spot.tree;
    let uses = tree.uses(variable);
    let declared = spot.pos.offset;
    let home = home(spot, declared)?;
    let mut literals: Vec<ExprId> = Vec::new();
    for at in &uses {
        if let Some(literal) = outermost_literal(tree, *at, home) {
            if is_assigned(tree, *at) {
                return None;
            }
            if !literals.contains(&literal) {
                literals.push(literal);
            }
        }
    }
    if literals.is_empty() || uses.iter().any(|&at| is_address_kept(tree, at)) {
        return None;
    }
    for &literal in &literals {
        for at in &uses {
            if is_assigned(tree, *at) && !is_before(spot, *at, literal, declared) {
                return None;
            }
        }
    }
    let name = tree.name(variable);
    let mut edits: Vec<Edit> = Vec::new();
    for literal in literals {
        let file = spot.file();
        let stmt = file.stmt_of(literal)?;
        if !file.is_listed(stmt) || declares(tree, spot.file, stmt, variable) {
            return None;
        }
        let copy = match is_same_block(spot, home, declared, stmt) {
            true => format!("{name}Copy"),
            false => name.to_owned(),
        };
        if copy != name {
            if file.text.contains(&copy) {
                return None;
            }
            let inside = uses
                .iter()
                .filter(|&&at| outermost_literal(tree, at, home) == Some(literal));
            edits
                .extend(inside.map(|at| file.edit(file.start(at.expr), file.end(at.expr), &*copy)));
        }
        let start = file.stmt_start(stmt);
        let (_, indent) = file.indent(start);
        edits.push(file.edit(start, start, format!("{copy} := {name}\n{indent}")));
    }
    edits.sort();
    edits.dedup();
    Some(Proposal {
        remedy: Remedy::CopyBeforeCapture {
            variable: name.to_owned(),
        },
        edits,
        is_exported: false,
    })
}

/// Whether a statement stands in the block that declares the variable, where its name cannot be declared again.
fn is_same_block(spot: &Spot<'_>, home: Node, declared: u32, stmt: StmtId) -> bool {
    let file = spot.file();
    let block = file.parent(Node::Stmt(stmt));
    let declaring = spot.variable().and_then(|variable| {
        let uses = spot.tree.uses(variable);
        let at = uses.iter().find(|at| file.start(at.expr) == declared)?;
        file.parent(Node::Stmt(file.stmt_of(at.expr)?))
    });
    match declaring {
        Some(declaring) => block == Some(declaring),
        // Parameters are declared in the block of the body.
        None => block.and_then(|block| file.parent(block)) == Some(home),
    }
}

/// The function in whose body the variable is declared.
fn home(spot: &Spot<'_>, declared: u32) -> Option<Node> {
    let variable = spot.variable()?;
    let uses = spot.tree.uses(variable);
    let at_declaration = uses
        .iter()
        .find(|at| spot.tree.files[at.file].start(at.expr) == declared);
    match at_declaration {
        Some(at) => spot.tree.enclosing_func(at.file, Node::Expr(at.expr)),
        // Parameters are declared by fields: the function is that which holds all uses.
        None => {
            let first = uses.first()?;
            let mut func = spot
                .tree
                .enclosing_func(first.file, Node::Expr(first.expr))?;
            let file = &spot.tree.files[first.file];
            while let Node::Expr(literal) = func {
                if file.start(literal) <= declared {
                    return Some(func);
                }
                func = spot.tree.enclosing_func(first.file, func)?;
            }
            Some(func)
        }
    }
}

/// The literal in `home` that holds a use, if any does.
fn outermost_literal(tree: &Tree<'_>, at: At, home: Node) -> Option<ExprId> {
    let mut found = None;
    let mut func = tree.enclosing_func(at.file, Node::Expr(at.expr))?;
    while func != home {
        if let Node::Expr(literal) = func {
            found = Some(literal);
        }
        func = tree.enclosing_func(at.file, func)?;
    }
    found
}

/// Whether a use assigns to the variable (not: declares it), or takes its address.
fn is_assigned(tree: &Tree<'_>, at: At) -> bool {
    let file = &tree.files[at.file];
    let ast = file.ast();
    let mut place = at.expr;
    loop {
        let (expr, parent) = file.outside(place);
        match parent {
            Some(Node::Stmt(stmt)) => {
                return match ast.stmt(stmt) {
                    Stmt::Assign { lhs, .. } => {
                        let is_new = file.info().defs.contains_key(&file.start(expr));
                        ast.expr_list(lhs).contains(&expr) && !is_new
                    }
                    Stmt::OpAssign(_, x, _) | Stmt::IncDec(_, x) => x == expr,
                    Stmt::Range {
                        key, value, define, ..
                    } => !define && (key.expand() == Some(expr) || value.expand() == Some(expr)),
                    _read => false,
                };
            }
            Some(Node::Expr(outer)) => match ast.expr(outer) {
                Expr::Unary(UnaryOp::Addr, _) => return true,
                Expr::Slice { x, .. } if x == expr => return true,
                Expr::Selector(..) => {
                    let selection = file.info().selections.get(&outer);
                    let writes = selection.is_some_and(|selection| {
                        tree.world().has_pointer_receiver(selection.object)
                    });
                    if writes {
                        return true;
                    }
                    place = outer;
                }
                Expr::Index(x, _) if x == expr => place = outer,
                _read => return false,
            },
            _other => return false,
        }
    }
}

/// Whether the variable's address goes anywhere but to a call: writes through it could come at any time.
fn is_address_kept(tree: &Tree<'_>, at: At) -> bool {
    let file = &tree.files[at.file];
    let ast = file.ast();
    let mut place = at.expr;
    loop {
        let (expr, parent) = file.outside(place);
        let Some(Node::Expr(outer)) = parent else {
            return false;
        };
        match ast.expr(outer) {
            Expr::Unary(UnaryOp::Addr, _) => {
                let (address, parent) = file.outside(outer);
                return match parent {
                    Some(Node::Expr(call)) => match ast.expr(call) {
                        Expr::Call { fun, args, .. } => {
                            let is_statement = matches!(
                                file.outside(call).1,
                                Some(Node::Stmt(stmt)) if !matches!(ast.stmt(stmt), Stmt::Go(_) | Stmt::Defer(_))
                            );
                            let is_append = file.text_of(fun) == "append";
                            !is_statement || is_append || !ast.expr_list(args).contains(&address)
                        }
                        _kept => true,
                    },
                    _kept => true,
                };
            }
            Expr::Slice { x, .. } => return x == expr,
            Expr::Selector(..) => place = outer,
            Expr::Index(x, _) if x == expr => place = outer,
            _read => return false,
        }
    }
}

/// Whether an assignment is over when the literal is made, and does not come again for the same variable.
fn is_before(spot: &Spot<'_>, at: At, literal: ExprId, declared: u32) -> bool {
    let file = spot.file();
    if let Some(round) = clause_of(spot, at, declared) {
        let is_inside = spot.tree.enclosing_loop(spot.file, Node::Expr(literal)) == Some(round);
        return is_inside && file.checked.go_minor >= OWN_VARIABLES;
    }
    if file.start(at.expr) >= file.start(literal) {
        return false;
    }
    let mut node = Node::Expr(literal);
    while let Some(around) = spot.tree.enclosing_loop(spot.file, node) {
        let start = file.ast().stmt_pos[around];
        let repeats = declared < start;
        let is_inside = file.start(at.expr) > start;
        if repeats && is_inside {
            return false;
        }
        node = Node::Stmt(around);
    }
    true
}

/// The `for` statement whose clause declares the variable and holds this use.
fn clause_of(spot: &Spot<'_>, at: At, declared: u32) -> Option<StmtId> {
    let file = spot.file();
    let stmt = file.stmt_of(at.expr)?;
    let Some(Node::Stmt(round)) = file.parent(Node::Stmt(stmt)) else {
        return None;
    };
    match file.ast().stmt(round) {
        Stmt::For { init, post, .. } => {
            let is_post = post.expand() == Some(stmt);
            let init = init.expand()?;
            let own = file.stmt_start(init) <= declared && declared < file.start(at.expr);
            (is_post && own).then_some(round)
        }
        _other => None,
    }
}

/// Whether the statement declares the variable itself: `x := func() {…x…}` cannot be, but `x, y := …` may.
fn declares(tree: &Tree<'_>, file: usize, stmt: StmtId, variable: ObjectId) -> bool {
    let data = &tree.files[file];
    match data.ast().stmt(stmt) {
        Stmt::Assign { lhs, .. } => {
            let lhs = data.ast().expr_list(lhs).iter();
            lhs.copied().any(|expr| data.object(expr) == Some(variable))
        }
        _other => false,
    }
}
