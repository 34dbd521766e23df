//! Statements as gc's node printer prints them: in the `from …` lines of explanations and in self-assignment messages.
//!
//! Compound statements are not spelled out (`for loop`, `switch statement`); clauses are, with their bodies.

use escargo_grammar::Symbol;
use escargo_grammar::ast::BinaryOp;

use super::expr_text::{ExprPrinter, FuncPrinter};
use crate::ir::{FuncId, Inst, OutlineCase, OutlineKind, StmtId, Value};

/// States of the body of a loop over a function, by gc's numbers.
const DONE: &str = "0";
const MISSING_PANIC: &str = "4";

impl ExprPrinter<'_> {
    /// The text of a statement.
    pub fn stmt(&self, func: FuncId, stmt: StmtId) -> String {
        let mut text = String::new();
        self.function(func).stmt(stmt, &mut text);
        text
    }

    /// The text of a function's body.
    pub fn body(&self, func: FuncId) -> String {
        let function = self.function(func);
        let mut text = String::new();
        function.body(&function.func.source.body, &mut text);
        text
    }

    /// The text of a clause of a switch, by its number.
    pub fn clause(&self, func: FuncId, stmt: StmtId, clause: u32) -> String {
        let function = self.function(func);
        let mut text = String::new();
        match &function.func.source.stmts[stmt].kind {
            OutlineKind::Switch { cases, .. }
            | OutlineKind::TypeSwitch { cases, .. }
            | OutlineKind::Select { cases, .. } => {
                if let Some(case) = cases.get(clause as usize) {
                    function.clause(case, &mut text);
                }
            }
            _no_clauses => function.stmt(stmt, &mut text),
        }
        text
    }
}

impl FuncPrinter<'_> {
    fn stmt(&self, stmt: StmtId, out: &mut String) {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.stmt_kind(stmt, out));
    }

    fn stmt_kind(&self, stmt: StmtId, out: &mut String) {
        match &self.func.source.stmts[stmt].kind {
            OutlineKind::Block(body) => self.body(body, out),
            OutlineKind::Decl(local) => {
                let local = self.func.locals[*local];
                out.push_str(&format!("var {} {}", local.name, self.names().ty(local.ty)));
            }
            OutlineKind::Assign { dst, src, define } => {
                self.assignment(&[*dst], src.as_slice(), *define, out)
            }
            OutlineKind::OpAssign {
                op,
                dst,
                src,
                inc_dec,
            } => {
                self.expr(*dst, 0, out);
                if *inc_dec {
                    out.push_str(op.as_str());
                    out.push_str(op.as_str());
                } else {
                    out.push_str(&format!(" {}= ", op.as_str()));
                    self.expr(*src, 0, out);
                }
            }
            OutlineKind::AssignPairs { dsts, srcs, define } => {
                self.assignment(dsts, srcs, *define, out)
            }
            OutlineKind::AssignMulti {
                dsts, src, define, ..
            } => self.assignment(dsts, &[*src], *define, out),
            OutlineKind::Expr(value) | OutlineKind::Go(value) | OutlineKind::Defer(value) => {
                self.expr(*value, 0, out)
            }
            OutlineKind::Return(values) => {
                out.push_str("return ");
                self.values(values, out);
            }
            OutlineKind::If { cond, then, els } => {
                self.if_stmt(stmt, *cond, then, els, out);
            }
            OutlineKind::For { .. } | OutlineKind::Range { .. } => out.push_str("for loop"),
            OutlineKind::Switch { .. } | OutlineKind::TypeSwitch { .. } => {
                out.push_str("switch statement")
            }
            OutlineKind::Select { .. } => out.push_str("select statement"),
            OutlineKind::Label(label) => out.push_str(&format!("{label}: ")),
            OutlineKind::Goto(label) => out.push_str(&format!("goto {label}")),
            OutlineKind::Break(label) => branch("break", *label, out),
            OutlineKind::Continue(label) => branch("continue", *label, out),
            OutlineKind::Fallthrough => out.push_str("fallthrough"),
        }
    }

    /// `a, b = c, d`; without a source gc's node for it is nil.
    fn assignment(&self, dsts: &[Option<Value>], srcs: &[Value], define: bool, out: &mut String) {
        for (n, dst) in dsts.iter().enumerate() {
            if n > 0 {
                out.push_str(", ");
            }
            match dst {
                Some(dst) => self.expr(*dst, 0, out),
                None => out.push('_'),
            }
        }
        out.push_str(if define { " := " } else { " = " });
        if srcs.is_empty() {
            out.push_str("<nil>");
        }
        self.values(srcs, out);
    }

    fn values(&self, values: &[Value], out: &mut String) {
        for (n, value) in values.iter().enumerate() {
            if n > 0 {
                out.push_str(", ");
            }
            self.expr(*value, 0, out);
        }
    }

    /// A statement list. Declarations are no statements of their own in gc's tree: they hang on the assignments that begin them.
    fn body(&self, body: &[StmtId], out: &mut String) {
        let stmts = body
            .iter()
            .filter(|&&stmt| !matches!(self.func.source.stmts[stmt].kind, OutlineKind::Decl(_)));
        for (n, &stmt) in stmts.enumerate() {
            if n > 0 {
                out.push_str("; ");
            }
            self.stmt(stmt, out);
        }
    }

    fn if_stmt(
        &self,
        stmt: StmtId,
        cond: Value,
        then: &[StmtId],
        els: &[StmtId],
        out: &mut String,
    ) {
        out.push_str("if ");
        if let [init] = self.func.source.stmts[stmt].init[..]
            && self.func.source.stmts[init].init.is_empty()
        {
            self.stmt(init, out);
            out.push_str("; ");
        }
        self.expr(cond, 0, out);
        out.push_str(" { ");
        match self.func.source.range_checks.contains(&stmt) {
            true => self.range_check(cond, out),
            false => self.body(then, out),
        }
        out.push_str(" }");
        if !els.is_empty() {
            out.push_str(" else { ");
            self.body(els, out);
            out.push_str(" }");
        }
    }

    /// The call that reports a misused iterator: of a body called too late, of a panic that is missing, of a loop left wrongly.
    fn range_check(&self, cond: Value, out: &mut String) {
        let state = match &self.func.insts[cond] {
            Inst::Binary(BinaryOp::Ne, state, _) => {
                let mut text = String::new();
                self.expr(*state, 0, &mut text);
                text
            }
            Inst::Binary(BinaryOp::Eq, ..) => MISSING_PANIC.to_owned(),
            _left_wrongly => DONE.to_owned(),
        };
        out.push_str(&format!("runtime.panicrangestate({state})"));
    }

    fn clause(&self, case: &OutlineCase, out: &mut String) {
        if case.exprs.is_empty() && case.types.is_empty() && case.comm.is_none() {
            out.push_str("default");
        } else {
            out.push_str("case ");
            self.values(&case.exprs, out);
            for (n, ty) in case.types.iter().enumerate() {
                if n > 0 {
                    out.push_str(", ");
                }
                match ty {
                    // Looked up in the dictionary when the program runs.
                    Some(ty) if self.names().world.has_shape(*ty) => {
                        out.push_str("<node DYNAMICTYPE>");
                    }
                    Some(ty) => out.push_str(&self.names().ty(*ty)),
                    None => out.push_str("nil"),
                }
            }
            if let Some(comm) = case.comm {
                self.stmt(comm, out);
            }
        }
        out.push_str(": ");
        self.body(&case.body, out);
    }
}

fn branch(keyword: &str, label: Option<Symbol>, out: &mut String) {
    out.push_str(keyword);
    if let Some(label) = label {
        out.push(' ');
        out.push_str(label.as_str());
    }
}
