//! Statements and function bodies. Switches, `range`, labels and `missing return` have files of their own.
//!
//! QUESTION. Is every statement valid where it stands, and which names does each block declare?
//!
//! A body is walked once, in order. Names become visible when their declaration has been walked, so no lookup needs positions.
//! Function literals met on the way are put off to the end of their statement, when the types of the variables around them are
//! known but scopes have not changed. Terminating statements are looked at afterwards; branches and labels by the parser.
//!
//! ```text
//! x, err := f()        // declares
//! defer func() { … }() // the body is checked when the defer statement is done
//! ```
//!
//! INVARIANTS. A statement leaves the scope as it found it.
//! IGNORED. Unreachable code is valid Go.
//! SOURCE: the Go specification, "Statements"; wording and positions of types2.

use escargo_grammar::Ast;
use escargo_grammar::ast::{
    BinaryOp, Clause, ClauseId, Expr, ExprId, ExprList, Stmt, StmtId, UnaryOp,
};

use super::call::CallKind;
use super::checker::{Checker, Context, Operand, ScopeId};
use super::info::Mode;
use crate::types::ObjectId;

impl Checker<'_> {
    /// Checks a function body, whose outermost block shares `scope` with the parameters.
    pub(super) fn func_body(
        &mut self,
        context: Context,
        scope: ScopeId,
        body: StmtId,
        _object: Option<ObjectId>,
    ) {
        let outer_context = std::mem::replace(&mut self.context, context);
        let outer_scope = std::mem::replace(&mut self.scope, scope);
        let ast = self.ast();
        if let Stmt::Block { stmts, rbrace } = ast.stmt(body) {
            self.stmt_list(&ast, ast.stmt_list(stmts));
            let has_results = self
                .context
                .signature
                .and_then(|ty| self.world.as_signature(ty))
                .is_some_and(|signature| !signature.results.is_empty());
            if has_results && !self.is_terminating(body) {
                self.error(rbrace, "missing return");
            }
        }
        self.usage(scope);
        self.scope = outer_scope;
        self.context = outer_context;
    }

    /// Checks the statements of a block.
    pub(super) fn stmt_list(&mut self, ast: &Ast, list: &[StmtId]) {
        for &s in list {
            self.stmt(ast, s);
        }
    }

    /// Checks the statement before a condition, tag or clause, if there is one.
    fn simple_stmt(&mut self, ast: &Ast, s: Option<StmtId>) {
        if let Some(s) = s {
            self.stmt(ast, s);
        }
    }

    /// Checks a statement.
    pub(super) fn stmt(&mut self, ast: &Ast, s: StmtId) {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            let waiting = self.later.len();
            let scope = self.scope;
            self.stmt_kind(ast, s, waiting);
            debug_assert!(self.scope == scope, "statements close the scopes they open");
        });
    }

    fn stmt_kind(&mut self, ast: &Ast, s: StmtId, waiting: usize) {
        let pos = ast.stmt_pos[s];
        let opens = matches!(
            ast.stmt(s),
            Stmt::Block { .. }
                | Stmt::If { .. }
                | Stmt::Switch { .. }
                | Stmt::TypeSwitch { .. }
                | Stmt::For { .. }
        );
        if opens {
            self.open_scope(false);
        }
        match ast.stmt(s) {
            // The parser has looked at branches.
            Stmt::Bad | Stmt::Empty | Stmt::Branch(..) => {}
            Stmt::Decl(decls) => self.decl_stmt(ast.decl_list(decls)),
            Stmt::Expr(e) => self.expr_stmt(e),
            Stmt::Send(channel, value) => self.send_stmt(channel, value),
            Stmt::Assign { lhs, rhs, define } => self.assign_stmt(ast, pos, (lhs, rhs), define),
            Stmt::OpAssign(op, lhs, rhs) => {
                let mut x = Operand::invalid(self.world);
                self.binary(&mut x, None, op, lhs, rhs, pos);
                self.assign_var(lhs, None, Some(&mut x), "assignment");
            }
            Stmt::IncDec(op, lhs) => self.inc_dec_stmt(op, lhs),
            Stmt::Go(call) => self.suspended_call("go", call),
            Stmt::Defer(call) => self.suspended_call("defer", call),
            Stmt::Return(results) => self.return_stmt(pos, ast.expr_list(results)),
            Stmt::Block { stmts, .. } => self.stmt_list(ast, ast.stmt_list(stmts)),
            Stmt::If {
                init,
                cond,
                then,
                els,
            } => {
                self.simple_stmt(ast, init.expand());
                self.condition(cond, "if");
                self.stmt(ast, then);
                if let Some(els) = els.expand() {
                    self.stmt(ast, els);
                }
            }
            Stmt::Switch {
                init, tag, clauses, ..
            } => {
                self.simple_stmt(ast, init.expand());
                self.switch_stmt(ast, tag.expand(), ast.clause_list(clauses));
            }
            Stmt::TypeSwitch {
                init,
                bind,
                x,
                clauses,
                ..
            } => {
                self.simple_stmt(ast, init.expand());
                self.type_switch_stmt(ast, bind, x, ast.clause_list(clauses));
            }
            Stmt::Select { clauses, .. } => {
                self.select_stmt(ast, ast.clause_list(clauses));
            }
            Stmt::For {
                init,
                cond,
                post,
                body,
            } => {
                self.simple_stmt(ast, init.expand());
                if let Some(cond) = cond.expand() {
                    self.condition(cond, "for");
                }
                self.simple_stmt(ast, post.expand());
                // The parser has reported a declaration here; its variables count as used.
                if let Some(post) = post.expand()
                    && let Stmt::Assign {
                        lhs, define: true, ..
                    } = ast.stmt(post)
                {
                    self.use_exprs(ast.expr_list(lhs));
                }
                self.stmt(ast, body);
            }
            Stmt::Range { .. } => self.range_stmt(ast, s),
            Stmt::Labeled(_, labeled) => self.stmt(ast, labeled),
        }
        self.process_later(waiting);
        if opens {
            self.close_scope();
        }
    }

    fn condition(&mut self, cond: ExprId, statement: &str) {
        let mut x = Operand::invalid(self.world);
        self.expr(None, &mut x, cond);
        if x.is_valid() && !self.world.all_boolean(x.ty) {
            self.error(
                self.start(cond),
                format!("non-boolean condition in {statement} statement"),
            );
        }
    }
}

/// Simple statements.
impl Checker<'_> {
    fn expr_stmt(&mut self, e: ExprId) {
        let mut x = Operand::invalid(self.world);
        let kind = self.raw_expr(None, &mut x, e, None, false);
        let problem = match x.mode {
            Mode::Builtin(_) => "must be called",
            Mode::Type => "is not an expression",
            Mode::Invalid
            | Mode::NoValue
            | Mode::Constant
            | Mode::Variable
            | Mode::MapIndex
            | Mode::Value
            | Mode::Nil
            | Mode::CommaOk => match kind {
                CallKind::Statement => return,
                CallKind::Conversion | CallKind::Expression => "is not used",
            },
        };
        let text = self.operand_text(&x);
        self.error_at(&x, format!("{text} {problem}"));
    }

    fn send_stmt(&mut self, channel: ExprId, value: ExprId) {
        let mut ch = Operand::invalid(self.world);
        let mut x = Operand::invalid(self.world);
        self.expr(None, &mut ch, channel);
        self.generic_expr(&mut x, value);
        if !ch.is_valid() || !x.is_valid() {
            return;
        }
        if let Some(elem) = self.chan_elem(self.start(channel), &ch, false) {
            self.assignment(&mut x, Some(elem), "send");
        }
    }

    fn assign_stmt(&mut self, ast: &Ast, pos: u32, sides: (ExprList, ExprList), define: bool) {
        let (lhs, rhs) = (ast.expr_list(sides.0), ast.expr_list(sides.1));
        match define {
            true => self.short_var_decl(pos, lhs, rhs),
            false => self.assign_vars(lhs, rhs),
        }
    }

    fn inc_dec_stmt(&mut self, op: BinaryOp, lhs: ExprId) {
        let mut x = Operand::invalid(self.world);
        self.expr(None, &mut x, lhs);
        if !x.is_valid() {
            return;
        }
        if !self.world.all_numeric(x.ty) {
            let (text, op, ty) = (self.expr_text(lhs), op.as_str(), self.ty_text(x.ty));
            self.error(
                self.start(lhs),
                format!("invalid operation: {text}{op}{op} (non-numeric type {ty})"),
            );
            return;
        }
        self.assign_var(lhs, None, Some(&mut x), "assignment");
    }

    /// `go`, `defer`
    fn suspended_call(&mut self, keyword: &str, call: ExprId) {
        // The parser has reported parentheses.
        let call = self.unparen(call);
        if !matches!(self.node(call), Expr::Call { .. }) {
            self.error(
                self.start(call),
                format!("expression in {keyword} must be function call"),
            );
            self.use_exprs(&[call]);
            return;
        }
        let mut x = Operand::invalid(self.world);
        let problem = match self.raw_expr(None, &mut x, call, None, false) {
            CallKind::Conversion => "requires function call, not conversion",
            CallKind::Expression => "discards result of",
            CallKind::Statement => return,
        };
        let text = self.operand_text(&x);
        self.error_at(&x, format!("{keyword} {problem} {text}"));
    }

    fn return_stmt(&mut self, pos: u32, values: &[ExprId]) {
        let results = std::sync::Arc::clone(&self.context.results);
        let signature = self
            .context
            .signature
            .and_then(|ty| self.world.as_signature(ty));
        let is_named = signature.is_some_and(|signature| signature.result_names.is_some());
        if !values.is_empty() || results.is_empty() || !is_named {
            self.init_vars(&results, values, Some(pos));
            return;
        }
        for &result in results.iter() {
            let name = self.world.object(result).name;
            let Some((_, other)) = self.lookup(name, pos) else {
                continue;
            };
            if name.as_str() == "_" || other == result {
                continue;
            }
            let message = format!(
                "result parameter {} not in scope at return\n\t{}: inner declaration of {}",
                name.as_str(),
                self.place(self.world.object(other).pos),
                self.object_text(result)
            );
            self.error(pos, message);
        }
    }

    /// A variable as messages show it: `var x int`.
    fn object_text(&self, object: ObjectId) -> String {
        let object = self.world.object(object);
        let ty = object
            .ty
            .get()
            .map_or_else(String::new, |&ty| self.ty_text(ty));
        format!("var {} {ty}", object.name.as_str())
    }
}

/// Select.
impl Checker<'_> {
    fn select_stmt(&mut self, ast: &Ast, clauses: &[ClauseId]) {
        self.several_defaults(ast, clauses, |clause| clause.comm.is_none());
        for &id in clauses {
            let clause = ast.clauses[id];
            let comm = clause.comm.expand();
            if let Some(comm) = comm
                && !is_communication(ast, comm)
            {
                self.error(
                    self.stmt_start(ast, comm),
                    "select case must be send or receive (possibly with assignment)",
                );
                continue;
            }
            self.open_scope(false);
            if let Some(comm) = comm {
                self.stmt(ast, comm);
            }
            self.stmt_list(ast, ast.stmt_list(clause.body));
            self.close_scope();
        }
    }

    /// Reports all default clauses but the first.
    pub(super) fn several_defaults(
        &mut self,
        ast: &Ast,
        clauses: &[ClauseId],
        is_default: impl Fn(&Clause) -> bool,
    ) {
        let mut first = None;
        for &id in clauses {
            let clause = ast.clauses[id];
            if !is_default(&clause) {
                continue;
            }
            match first {
                None => first = Some(clause.pos),
                Some(first) => {
                    let place = self.place(self.pos(first));
                    self.error(clause.pos, format!("multiple defaults (first at {place})"));
                }
            }
        }
    }

    /// The offset of a simple statement's first byte.
    fn stmt_start(&self, ast: &Ast, s: StmtId) -> u32 {
        let first = match ast.stmt(s) {
            Stmt::Send(e, _) | Stmt::OpAssign(_, e, _) | Stmt::IncDec(_, e) => Some(e),
            Stmt::Assign { lhs, .. } => ast.expr_list(lhs).first().copied(),
            _other => None,
        };
        first.map_or(ast.stmt_pos[s], |e| self.start(e))
    }
}

/// Whether the statement may follow `case` in a `select`.
fn is_communication(ast: &Ast, s: StmtId) -> bool {
    let received = match ast.stmt(s) {
        Stmt::Send(..) => return true,
        Stmt::Expr(e) => e,
        Stmt::Assign { rhs, .. } => match *ast.expr_list(rhs) {
            [e] => e,
            [..] => return false,
        },
        _other => return false,
    };
    matches!(
        ast.expr(ast.unparen(received)),
        Expr::Unary(UnaryOp::Recv, _)
    )
}
