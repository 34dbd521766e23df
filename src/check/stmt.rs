//! Statements and function bodies. Switches, `range`, labels and `missing return` have files of their own.
//!
//! QUESTION. Is every statement valid where it stands, and which names does each block declare?
//!
//! A body is walked once, in order. Names become visible when their declaration has been walked, so no lookup needs positions.
//! Function literals met on the way are put off to the end of their statement, when the types of the variables around them are
//! known but scopes have not changed. Labels and terminating statements are looked at afterwards, on the tree alone.
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
    BinaryOp, BranchKind, Clause, ClauseId, Expr, ExprId, ExprList, Stmt, StmtId, UnaryOp,
};

use super::call::CallKind;
use super::checker::{Checker, Context, Operand, ScopeId};
use super::info::Mode;
use crate::types::ObjectId;

/// Which branches are allowed where a statement stands.
#[derive(Clone, Copy, Default)]
pub(super) struct Flow {
    pub break_ok: bool,
    pub continue_ok: bool,
    pub fallthrough_ok: bool,
    /// In the last clause of a switch,
    pub final_case: bool,
    /// or in a type switch: to word errors.
    pub in_type_switch: bool,
}

impl Flow {
    /// For statements inside of a statement.
    fn inner(self) -> Flow {
        Flow {
            break_ok: self.break_ok,
            continue_ok: self.continue_ok,
            ..Flow::default()
        }
    }
}

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
            self.stmt_list(&ast, Flow::default(), ast.stmt_list(stmts));
            if self.context.has_label {
                self.labels(body);
            }
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

    /// Checks the statements of a block. Only the last one, but for empty ones, may be `fallthrough`.
    pub(super) fn stmt_list(&mut self, ast: &Ast, flow: Flow, list: &[StmtId]) {
        let last = list
            .iter()
            .rposition(|&s| !matches!(ast.stmt(s), Stmt::Empty));
        for (index, &s) in list
            .iter()
            .enumerate()
            .take(last.map_or(0, |last| last + 1))
        {
            let fallthrough_ok = flow.fallthrough_ok && Some(index) == last;
            self.stmt(
                ast,
                Flow {
                    fallthrough_ok,
                    ..flow
                },
                s,
            );
        }
    }

    /// Checks the statement before a condition, tag or clause, if there is one.
    fn simple_stmt(&mut self, ast: &Ast, s: Option<StmtId>) {
        if let Some(s) = s {
            self.stmt(ast, Flow::default(), s);
        }
    }

    /// Checks a statement.
    pub(super) fn stmt(&mut self, ast: &Ast, flow: Flow, s: StmtId) {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            let waiting = self.later.len();
            let scope = self.scope;
            self.stmt_kind(ast, flow, s, waiting);
            debug_assert!(self.scope == scope, "statements close the scopes they open");
        });
    }

    fn stmt_kind(&mut self, ast: &Ast, flow: Flow, s: StmtId, waiting: usize) {
        let pos = ast.stmt_pos[s];
        let inner = flow.inner();
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
            Stmt::Bad | Stmt::Empty => {}
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
            Stmt::Branch(kind, label) => match label {
                Some(_) => self.context.has_label = true,
                None => self.branch_stmt(flow, pos, kind),
            },
            Stmt::Block { stmts, .. } => self.stmt_list(ast, inner, ast.stmt_list(stmts)),
            Stmt::If {
                init,
                cond,
                then,
                els,
            } => {
                self.simple_stmt(ast, init.expand());
                self.condition(cond, "if");
                self.stmt(ast, inner, then);
                if let Some(els) = els.expand() {
                    self.stmt(ast, inner, els);
                }
            }
            Stmt::Switch {
                init, tag, clauses, ..
            } => {
                self.simple_stmt(ast, init.expand());
                self.switch_stmt(
                    ast,
                    breakable(inner),
                    tag.expand(),
                    ast.clause_list(clauses),
                );
            }
            Stmt::TypeSwitch {
                init,
                bind,
                x,
                clauses,
                ..
            } => {
                self.simple_stmt(ast, init.expand());
                let flow = Flow {
                    in_type_switch: true,
                    ..breakable(inner)
                };
                self.type_switch_stmt(ast, flow, bind, x, ast.clause_list(clauses));
            }
            Stmt::Select { clauses, .. } => {
                self.select_stmt(ast, breakable(inner), ast.clause_list(clauses));
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
                self.stmt(ast, loop_flow(inner), body);
            }
            Stmt::Range { .. } => self.range_stmt(ast, loop_flow(inner), s),
            Stmt::Labeled(_, labeled) => {
                self.context.has_label = true;
                self.stmt(ast, flow, labeled);
            }
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

fn breakable(flow: Flow) -> Flow {
    Flow {
        break_ok: true,
        ..flow
    }
}

fn loop_flow(flow: Flow) -> Flow {
    Flow {
        break_ok: true,
        continue_ok: true,
        ..flow
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

    /// A branch without a label.
    fn branch_stmt(&mut self, flow: Flow, pos: u32, kind: BranchKind) {
        let problem = match kind {
            BranchKind::Break if !flow.break_ok => "break not in for, switch, or select statement",
            BranchKind::Continue if !flow.continue_ok => "continue not in for statement",
            BranchKind::Fallthrough if !flow.fallthrough_ok => {
                if flow.final_case {
                    "cannot fallthrough final case in switch"
                } else if flow.in_type_switch {
                    "cannot fallthrough in type switch"
                } else {
                    "fallthrough statement out of place"
                }
            }
            BranchKind::Goto => "invalid syntax tree: branch statement: goto",
            BranchKind::Break | BranchKind::Continue | BranchKind::Fallthrough => return,
        };
        self.error(pos, problem);
    }
}

/// Select.
impl Checker<'_> {
    fn select_stmt(&mut self, ast: &Ast, flow: Flow, clauses: &[ClauseId]) {
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
                self.stmt(ast, flow, comm);
            }
            self.stmt_list(ast, flow, ast.stmt_list(clause.body));
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
