//! Expression switches and type switches.
//!
//! Each clause is a block. Case values are compared with the tag as `==` would; constants and types may not occur twice. The name
//! that a type switch binds is a variable of its own in every clause: of the case's type if there is one type, else of the
//! tag's. It is used if it is used in any clause.
//!
//! SOURCE: the Go specification, "Switch statements"; wording and positions of types2.

use escargo_grammar::Ast;
use escargo_grammar::ast::{BinaryOp, ClauseId, Expr, ExprId, Ident};
use rustc_hash::FxHashMap;

use super::checker::{Checker, Operand};
use super::info::Mode;
use crate::types::{Basic, Comparability, Const, ObjectKind, TypeId, VarKind};

/// Constant case values met so far, with the offsets and types of each.
type SeenValues = FxHashMap<Const, Vec<(u32, TypeId)>>;
/// Types of cases met so far (`nil` is none of them); canonical.
type SeenTypes = FxHashMap<Option<TypeId>, ExprId>;

/// Expression switches.
impl Checker<'_> {
    /// Checks a switch whose init statement is done and whose scope is open.
    pub(super) fn switch_stmt(&mut self, ast: &Ast, tag: Option<ExprId>, clauses: &[ClauseId]) {
        let mut x = Operand::invalid(self.world);
        match tag {
            Some(tag) => self.switch_tag(&mut x, tag),
            None => {
                x.mode = Mode::Constant;
                x.ty = self.world.basic(Basic::Bool);
                x.value = Some(Const::Bool(true));
            }
        }
        self.several_defaults(ast, clauses, |clause| clause.is_default);
        let mut seen = SeenValues::default();
        for &id in clauses {
            let clause = ast.clauses[id];
            if let Some(values) = clause.exprs {
                self.case_values(&x, ast.expr_list(values), &mut seen);
            }
            self.open_scope(false);
            self.stmt_list(ast, ast.stmt_list(clause.body));
            self.close_scope();
        }
    }

    fn switch_tag(&mut self, x: &mut Operand, tag: ExprId) {
        let world = self.world;
        self.expr(None, x, tag);
        // As if it were assigned to a variable.
        self.assignment(x, None, "switch expression");
        if x.is_valid()
            && world.comparable(x.ty, Comparability::Dynamic).is_err()
            && !world.has_nil(x.ty)
        {
            let (text, ty) = (self.operand_text(x), self.ty_text(x.ty));
            self.error_at(
                x,
                format!("cannot switch on {text} ({ty} is not comparable)"),
            );
            x.invalidate();
        }
    }

    fn case_values(&mut self, x: &Operand, values: &[ExprId], seen: &mut SeenValues) {
        for &e in values {
            let mut value = Operand::invalid(self.world);
            self.expr(None, &mut value, e);
            if !x.is_valid() || !value.is_valid() {
                continue;
            }
            self.convert_untyped(&mut value, x.ty);
            if !value.is_valid() {
                continue;
            }
            // The case value comes first, so that errors are reported there.
            let mut result = value.clone();
            self.comparison(&mut result, &mut x.clone(), BinaryOp::Eq, true);
            if result.is_valid() && value.mode == Mode::Constant {
                self.repeated_value(&value, e, seen);
            }
        }
    }

    /// Reports a constant that occurred before with the same type. Only numbers and strings count.
    fn repeated_value(&mut self, value: &Operand, e: ExprId, seen: &mut SeenValues) {
        let Some(constant) = value.value.as_ref().filter(|value| is_counted(value)) else {
            return;
        };
        let before = seen.entry(constant.clone()).or_default();
        let found = before
            .iter()
            .find(|&&(_, ty)| self.world.identical(ty, value.ty));
        match found {
            Some(&(offset, _)) => {
                let message = format!(
                    "duplicate case {} in expression switch\n\t{}: previous case",
                    self.operand_text(value),
                    self.place(self.pos(offset))
                );
                self.error_at(value, message);
            }
            None => before.push((self.pos_of(e), value.ty)),
        }
    }
}

/// Whether gc looks for the constant among the cases: integers of up to 64 bits, floats, strings.
fn is_counted(value: &Const) -> bool {
    match value {
        Const::Str(_) | Const::Int(_) | Const::Float(_) => true,
        Const::Big(_) => value.sign() == Some(1) && value.bit_length().is_some_and(|n| n <= 64),
        Const::Bool(_) | Const::Complex(_) | Const::Unknown => false,
    }
}

/// Type switches.
impl Checker<'_> {
    /// Checks a type switch whose init statement is done and whose scope is open.
    pub(super) fn type_switch_stmt(
        &mut self,
        ast: &Ast,
        bind: Option<Ident>,
        guard: ExprId,
        clauses: &[ClauseId],
    ) {
        let bind = match bind {
            Some(blank) if blank.name.as_str() == "_" => {
                self.error(blank.pos, "no new variable on left side of :=");
                None
            }
            bind => bind,
        };
        let x = self.type_switch_guard(guard);
        self.several_defaults(ast, clauses, |clause| clause.is_default);
        let mut seen = SeenTypes::default();
        let mut used = false;
        for &id in clauses {
            let clause = ast.clauses[id];
            let cases = clause
                .exprs
                .map_or(&[] as &[ExprId], |list| ast.expr_list(list));
            let ty = self.case_types(x.as_ref(), cases, &mut seen);
            self.open_scope(false);
            let variable = bind.map(|bind| {
                let variable = self.new_var(bind.name, bind.pos, VarKind::Local, Some(ty));
                let scope = self.scope;
                self.declare(scope, variable, clause.colon);
                self.info().clause_vars.insert(id, variable);
                variable
            });
            self.stmt_list(ast, ast.stmt_list(clause.body));
            if let Some(variable) = variable {
                // All clauses' variables count as one.
                used |= self.used.contains(&variable);
                self.used.insert(variable);
            }
            self.close_scope();
        }
        if let Some(bind) = bind
            && !used
        {
            self.error(
                bind.pos,
                format!("{} declared and not used", bind.name.as_str()),
            );
        }
    }

    /// The operand whose type is switched on; nothing if it is wrong.
    fn type_switch_guard(&mut self, guard: ExprId) -> Option<Operand> {
        let world = self.world;
        let mut x = Operand::invalid(world);
        self.expr(None, &mut x, guard);
        if !x.is_valid() {
            return None;
        }
        if world.is_ordinary_interface(x.ty) {
            return Some(x);
        }
        let text = self.operand_text(&x);
        let message = match world.is_type_param(x.ty) {
            true => format!("cannot use type switch on type parameter value {text}"),
            false => format!("{text} is not an interface"),
        };
        self.error_at(&x, message);
        None
    }

    /// Checks the types of a clause and gives the type of the variable there.
    fn case_types(
        &mut self,
        x: Option<&Operand>,
        cases: &[ExprId],
        seen: &mut SeenTypes,
    ) -> TypeId {
        let world = self.world;
        let mut last = None;
        for &e in cases {
            last = None;
            if self.is_nil_name(e) {
                self.expr(None, &mut Operand::invalid(world), e);
            } else {
                let ty = self.var_type(e);
                last = Some(ty);
                if !world.is_valid(ty) {
                    continue;
                }
            }
            let key = last.map(|ty| world.canonical(ty));
            if let Some(&other) = seen.get(&key) {
                let message = format!(
                    "duplicate case {} in type switch\n\t{}: previous case",
                    last.map_or_else(|| "nil".to_owned(), |ty| self.ty_text(ty)),
                    self.place(self.pos(self.start(other)))
                );
                self.error(self.start(e), message);
                continue;
            }
            seen.insert(key, e);
            if let (Some(x), Some(ty)) = (x, last) {
                self.type_assertion(e, x, ty, true);
            }
        }
        match (cases, last) {
            ([_], Some(only)) => only,
            _several => x.map_or_else(|| world.invalid(), |x| x.ty),
        }
    }

    /// Whether the expression is the predeclared `nil`.
    fn is_nil_name(&self, e: ExprId) -> bool {
        let inner = self.unparen(e);
        let Expr::Ident(name) = self.node(inner) else {
            return false;
        };
        self.lookup(name, self.start(inner))
            .is_some_and(|(_, object)| self.world.object(object).kind == ObjectKind::Nil)
    }
}
