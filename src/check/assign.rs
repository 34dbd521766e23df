//! Assignments, initialisation, short variable declarations.
//!
//! QUESTION. May these values be assigned to those variables, and which types do variables without one get?
//!
//! Either there are as many values as variables, or there is one expression that has as many: a call with several results,
//! or a comma-ok expression. Untyped values become values of the variable's type, or of their default type where the
//! variable is blank or an interface.
//!
//! ```text
//! a, b := f()           // f's results, one each
//! v, ok := m[k]         // comma-ok: the expression m[k] is recorded with type (V, bool)
//! x, y = 1              // assignment mismatch: 2 variables but 1 value
//! ```
//!
//! INVARIANTS. Afterwards every variable has a type, the invalid one after an error. Assigning to a variable does not use it.
//! SOURCE: the Go specification, "Assignment statements"; wording and positions of types2.

use escargo_grammar::Symbol;
use escargo_grammar::ast::{Expr, ExprId};
use rustc_hash::FxHashSet;

use super::checker::{Checker, Operand, TargetName};
use super::info::Mode;
use super::untyped::Unfit;
use crate::types::{ObjectId, ObjectKind, TypeId, TypeKind, VarKind};

/// One value, one variable.
impl Checker<'_> {
    /// Checks that `x` can be assigned to a variable of type `ty` (none: a blank one without a type) and converts it if it is untyped.
    pub(super) fn assignment(&mut self, x: &mut Operand, ty: Option<TypeId>, context: &str) {
        self.single_value(x);
        match x.mode {
            Mode::Invalid => return,
            Mode::Constant
            | Mode::Variable
            | Mode::MapIndex
            | Mode::Value
            | Mode::Nil
            | Mode::CommaOk => {}
            Mode::NoValue | Mode::Builtin(_) | Mode::Type => {
                let text = self.operand_text(x);
                let target = ty.map_or_else(String::new, |ty| self.ty_text(ty));
                self.error_at(x, format!("cannot assign {text} to {target} in {context}"));
                x.invalidate();
                return;
            }
        }
        if self.world.is_untyped(x.ty) && !self.assign_untyped(x, ty, context) {
            x.invalidate();
            return;
        }
        if let TypeKind::Func(signature) = self.world.kind(x.ty)
            && !signature.tparams.is_empty()
        {
            self.target_name = TargetName::Text(context.to_owned());
            self.non_generic(self.target_of(ty), x);
            if !x.is_valid() {
                return;
            }
        }
        let Some(ty) = ty else { return };
        if let Err(cause) = self.assignable_to(x, ty) {
            let (text, target) = (self.operand_text(x), self.ty_text(ty));
            let colon = if cause.is_empty() { "" } else { ": " };
            self.error_at(
                x,
                format!("cannot use {text} as {target} value in {context}{colon}{cause}"),
            );
            x.invalidate();
        }
    }

    /// Converts an untyped operand for assignment; false if that is an error.
    fn assign_untyped(&mut self, x: &mut Operand, ty: Option<TypeId>, context: &str) -> bool {
        let world = self.world;
        let target = match ty {
            None if x.is_nil() => {
                self.error_at(x, format!("use of untyped nil in {context}"));
                return false;
            }
            Some(ty) if x.is_nil() || !world.is_ordinary_interface(ty) => ty,
            _any_type => world.default_type(x.ty),
        };
        match self.implicit_type(x, target) {
            Ok((ty, value)) => {
                self.adopt(x, ty, value);
                true
            }
            Err(unfit) => {
                let (text, target) = (self.operand_text(x), self.ty_text(target));
                let why = match unfit {
                    Unfit::Kind => "",
                    Unfit::Truncated => " (truncated)",
                    Unfit::Overflows => " (overflows)",
                };
                self.error_at(
                    x,
                    format!("cannot use {text} as {target} value in {context}{why}"),
                );
                false
            }
        }
    }

    /// The type if it is a function type, so that a generic function assigned to it can be instantiated.
    pub(super) fn target_of(&self, ty: Option<TypeId>) -> Option<TypeId> {
        let core = self.world.core_type(ty?)?;
        matches!(self.world.kind(core), TypeKind::Func(_)).then_some(core)
    }

    /// What messages call the variable whose type the last target was.
    pub(super) fn target_text(&self) -> String {
        match &self.target_name {
            TargetName::None => String::new(),
            TargetName::Object(obj) => match self.world.object(*obj).name.as_str() {
                "" => "result variable".to_owned(),
                name => name.to_owned(),
            },
            TargetName::Expr(e) => self.expr_text(*e),
            TargetName::Text(text) => text.clone(),
        }
    }

    /// The type of an object if it has one yet.
    fn known_type(&self, obj: ObjectId) -> Option<TypeId> {
        self.world.object(obj).ty.get().copied()
    }

    /// Gives an object its type, if it has none.
    fn settle_type(&mut self, obj: ObjectId, ty: TypeId) {
        self.world.object(obj).ty.get_or_init(|| ty);
    }

    fn settle_invalid(&mut self, objects: &[ObjectId]) {
        for &obj in objects {
            self.settle_type(obj, self.world.invalid());
        }
    }

    /// `const obj = x`
    pub(super) fn init_const(&mut self, obj: ObjectId, x: &mut Operand) {
        let world = self.world;
        let invalid = world.invalid();
        let known = self.known_type(obj);
        if !x.is_valid() || !world.is_valid(x.ty) || known.is_some_and(|ty| !world.is_valid(ty)) {
            self.settle_type(obj, invalid);
            return;
        }
        if x.mode != Mode::Constant {
            let text = self.operand_text(x);
            self.error_at(x, format!("{text} is not constant"));
            self.settle_type(obj, invalid);
            return;
        }
        let ty = known.unwrap_or(x.ty);
        self.settle_type(obj, ty);
        self.assignment(x, Some(ty), "constant declaration");
        if x.is_valid()
            && let Some(value) = x.value.clone()
        {
            world.object(obj).value.get_or_init(|| value);
        }
    }

    /// `var obj = x`: the variable gets the type of `x` if it has none. `x` is invalid after an error.
    pub(super) fn init_var(&mut self, obj: ObjectId, x: &mut Operand, context: &str) {
        let world = self.world;
        let known = self.known_type(obj);
        if !x.is_valid() || !world.is_valid(x.ty) || known.is_some_and(|ty| !world.is_valid(ty)) {
            self.settle_type(obj, world.invalid());
            x.invalidate();
            return;
        }
        let ty = match known {
            Some(ty) => ty,
            None if world.is_untyped_nil(x.ty) => {
                self.error_at(x, format!("use of untyped nil in {context}"));
                self.settle_type(obj, world.invalid());
                x.invalidate();
                return;
            }
            None => world.default_type(x.ty),
        };
        self.settle_type(obj, ty);
        self.assignment(x, Some(ty), context);
    }
}

/// The left side of an assignment.
enum Target {
    /// `_`
    Blank,
    /// A variable or map element of that type.
    Of(TypeId),
    /// An error was reported.
    Wrong,
}

impl Checker<'_> {
    fn lhs_target(&mut self, lhs: ExprId) -> Target {
        let inner = self.unparen(lhs);
        if let Expr::Ident(name) = self.node(inner)
            && name.is_blank()
        {
            return Target::Blank;
        }
        let mut x = Operand::invalid(self.world);
        self.keeping_unused(lhs, |checker| checker.expr(None, &mut x, lhs));
        if !x.is_valid() || !self.world.is_valid(x.ty) {
            return Target::Wrong;
        }
        if matches!(x.mode, Mode::Variable | Mode::MapIndex) {
            return Target::Of(x.ty);
        }
        let text = self.expr_text(lhs);
        if let Expr::Selector(outer, _) = self.node(lhs) {
            let mut left = Operand::invalid(self.world);
            self.expr(None, &mut left, outer);
            if left.mode == Mode::MapIndex {
                self.error_at(&x, format!("cannot assign to struct field {text} in map"));
                return Target::Wrong;
            }
        }
        self.error_at(
            &x,
            format!("cannot assign to {text} (neither addressable nor a map index expression)"),
        );
        Target::Wrong
    }

    /// Does something with an expression on the left side of an assignment: if it is a variable's name, that does not use it.
    fn keeping_unused(&mut self, lhs: ExprId, check: impl FnOnce(&mut Self)) {
        let variable = match self.node(self.unparen(lhs)) {
            Expr::Ident(name) => self.own_variable(name, self.start(lhs)),
            _no_name => None,
        };
        let unused = variable.filter(|variable| !self.used.contains(variable));
        check(self);
        if let Some(variable) = unused {
            self.used.remove(&variable);
        }
    }

    fn own_variable(&self, name: Symbol, offset: u32) -> Option<ObjectId> {
        let (_, obj) = self.lookup(name, offset)?;
        let object = self.world.object(obj);
        (object.pkg == self.pkg && matches!(object.kind, ObjectKind::Var(_))).then_some(obj)
    }

    /// Checks expressions on the left side of an assignment that is wrong; whether all are valid.
    pub(super) fn use_lhs(&mut self, list: &[ExprId]) -> bool {
        let mut ok = true;
        for &lhs in list {
            let inner = self.unparen(lhs);
            if matches!(self.node(inner), Expr::Ident(name) if name.is_blank()) {
                continue;
            }
            let mut x = Operand::invalid(self.world);
            self.keeping_unused(lhs, |checker| {
                checker.raw_expr(None, &mut x, lhs, None, true);
            });
            ok &= x.is_valid();
        }
        ok
    }

    /// `lhs = rhs`, or `lhs = x` where the right side has been checked.
    pub(super) fn assign_var(
        &mut self,
        lhs: ExprId,
        rhs: Option<ExprId>,
        x: Option<&mut Operand>,
        context: &str,
    ) {
        let ty = match self.lhs_target(lhs) {
            Target::Blank => None,
            Target::Of(ty) => Some(ty),
            Target::Wrong => {
                match (x, rhs) {
                    (Some(x), _) => x.invalidate(),
                    (None, Some(rhs)) => {
                        self.use_exprs(&[rhs]);
                    }
                    (None, None) => {}
                }
                return;
            }
        };
        let context = match (ty, context) {
            (None, "assignment") => "assignment to _ identifier",
            (_, context) => context,
        };
        match (x, rhs) {
            (Some(x), _) => self.assignment(x, ty, context),
            (None, Some(rhs)) => {
                let mut x = Operand::invalid(self.world);
                let target = ty.filter(|&ty| self.world.as_signature(ty).is_some());
                self.target_name = TargetName::Expr(lhs);
                self.expr(self.target_of(target), &mut x, rhs);
                self.assignment(&mut x, ty, context);
            }
            (None, None) => {}
        }
    }
}

/// Several variables.
impl Checker<'_> {
    /// Whether the right side is a single call.
    fn is_single_call(&self, rhs: &[ExprId]) -> bool {
        match rhs {
            &[single] => matches!(self.node(self.unparen(single)), Expr::Call { .. }),
            _several => false,
        }
    }

    fn assign_error(&mut self, rhs: &[ExprId], vars: usize, values: usize) {
        let Some(&first) = rhs.first() else { return };
        let (vars, values) = (measure(vars, "variable"), measure(values, "value"));
        let source = match self.node(self.unparen(first)) {
            Expr::Call { fun, .. } if rhs.len() == 1 => {
                format!("{} returns ", self.expr_text(fun))
            }
            _no_call => String::new(),
        };
        self.error(
            self.start(first),
            format!("assignment mismatch: {vars} but {source}{values}"),
        );
    }

    fn return_error(&mut self, offset: u32, lhs: &[ObjectId], rhs: &[Operand]) {
        let (place, qualifier) = if rhs.len() > lhs.len() {
            (&rhs[lhs.len()..][..1], "too many")
        } else {
            (&rhs[rhs.len().saturating_sub(1)..], "not enough")
        };
        let offset = match place {
            [x] => x.expr.map_or(offset, |e| self.start(e)),
            _none => offset,
        };
        let have: Vec<TypeId> = rhs.iter().map(|x| x.ty).collect();
        let want: Vec<TypeId> = lhs
            .iter()
            .map(|&obj| self.known_type(obj).unwrap_or_else(|| self.world.invalid()))
            .collect();
        let (have, want) = (
            self.types_summary(&have, false, false),
            self.types_summary(&want, false, false),
        );
        self.error(
            offset,
            format!("{qualifier} return values\n\thave {have}\n\twant {want}"),
        );
    }

    /// Initialises variables: `var lhs = rhs`, `lhs := rhs`, or with `return_stmt`, its offset, the results of a function.
    pub(super) fn init_vars(&mut self, lhs: &[ObjectId], rhs: &[ExprId], return_stmt: Option<u32>) {
        let context = match return_stmt {
            Some(_) => "return statement",
            None if lhs.len() > 1 => "multiple assignment",
            None => "assignment",
        };
        if lhs.len() == rhs.len() && !self.is_single_call(rhs) {
            let mut x = Operand::invalid(self.world);
            for (&obj, &e) in lhs.iter().zip(rhs) {
                let target = self.target_of(self.known_type(obj));
                self.target_name = TargetName::Object(obj);
                self.expr(target, &mut x, e);
                self.init_var(obj, &mut x, context);
            }
            return;
        }
        let &[single] = rhs else {
            if self.use_exprs(rhs) {
                match return_stmt {
                    Some(offset) => {
                        let values = self.values_of(rhs);
                        self.return_error(offset, lhs, &values);
                    }
                    None => self.assign_error(rhs, lhs.len(), rhs.len()),
                }
            }
            self.settle_invalid(lhs);
            return;
        };
        let (mut values, comma_ok) =
            self.multi_expr(single, lhs.len() == 2 && return_stmt.is_none());
        if values.len() == lhs.len() {
            for (&obj, x) in lhs.iter().zip(&mut values) {
                self.init_var(obj, x, context);
            }
            self.record_comma_ok(single, comma_ok, &values);
            return;
        }
        if values.first().is_some_and(Operand::is_valid) {
            match return_stmt {
                Some(offset) => self.return_error(offset, lhs, &values),
                None => self.assign_error(rhs, lhs.len(), values.len()),
            }
        }
        self.settle_invalid(lhs);
    }

    /// The operands of expressions, for a message.
    fn values_of(&mut self, list: &[ExprId]) -> Vec<Operand> {
        let mut values = Vec::with_capacity(list.len());
        for &e in list {
            let mut x = Operand::invalid(self.world);
            self.expr(None, &mut x, e);
            values.push(x);
        }
        values
    }

    /// `lhs = rhs`
    pub(super) fn assign_vars(&mut self, lhs: &[ExprId], rhs: &[ExprId]) {
        let context = match lhs.len() {
            0 | 1 => "assignment",
            _several => "multiple assignment",
        };
        if lhs.len() == rhs.len() && !self.is_single_call(rhs) {
            for (&left, &right) in lhs.iter().zip(rhs) {
                self.assign_var(left, Some(right), None, context);
            }
            return;
        }
        let &[single] = rhs else {
            let left = self.use_lhs(lhs);
            let right = self.use_exprs(rhs);
            if left && right {
                self.assign_error(rhs, lhs.len(), rhs.len());
            }
            return;
        };
        let (mut values, comma_ok) = self.multi_expr(single, lhs.len() == 2);
        if values.len() == lhs.len() {
            for (&left, x) in lhs.iter().zip(&mut values) {
                self.assign_var(left, None, Some(x), context);
            }
            self.record_comma_ok(single, comma_ok, &values);
            return;
        }
        if values.first().is_some_and(Operand::is_valid) {
            self.assign_error(rhs, lhs.len(), values.len());
        }
        self.use_lhs(lhs);
    }

    /// Records the type `(T, bool)` of an expression of which both values were assigned.
    fn record_comma_ok(&mut self, e: ExprId, comma_ok: bool, values: &[Operand]) {
        let [value, ok] = values else { return };
        if !comma_ok || !value.is_valid() || !ok.is_valid() {
            return;
        }
        self.record_pair(e, value.ty, ok.ty);
    }

    /// Records the type `(value, ok)` of a comma-ok expression, parentheses around it included.
    pub(super) fn record_pair(&mut self, e: ExprId, value: TypeId, ok: TypeId) {
        let pair = self.world.tuple(&[value, ok]);
        let mut e = e;
        loop {
            self.info().types[e].ty = pair.into();
            match self.node(e) {
                Expr::Paren(inner) => e = inner,
                _expression => return,
            }
        }
    }
}

fn measure(count: usize, unit: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

/// Short variable declarations.
impl Checker<'_> {
    /// `lhs := rhs`, with the operator at `offset`.
    pub(super) fn short_var_decl(&mut self, offset: u32, lhs: &[ExprId], rhs: &[ExprId]) {
        let top = self.later.len();
        let mut seen = FxHashSet::default();
        let mut fresh = Vec::new();
        let mut has_error = false;
        let mut variables = Vec::with_capacity(lhs.len());
        for &left in lhs {
            let variable = match self.short_var(left, &mut seen, &mut fresh) {
                Some(variable) => variable,
                None => {
                    has_error = true;
                    self.new_var(Symbol::intern("_"), self.pos_of(left), VarKind::Local, None)
                }
            };
            variables.push(variable);
        }
        self.init_vars(&variables, rhs, None);
        // Function literals on the right side do not see the new variables.
        self.process_later(top);
        for (&left, &variable) in lhs.iter().zip(&variables) {
            if let (Expr::Ident(_), Some(ty)) = (self.node(left), self.known_type(variable)) {
                self.record_type(left, Mode::Variable, ty, None);
            }
        }
        if fresh.is_empty() && !has_error {
            self.error(offset, "no new variables on left side of :=");
            return;
        }
        let visible_from = rhs.last().map_or(offset, |&e| self.end(e));
        let scope = self.scope;
        for variable in fresh {
            self.declare(scope, variable, visible_from);
        }
    }

    /// The variable that a name on the left side stands for: one of the same block, or a new one, which is added to `fresh`
    /// unless it is blank. None after an error.
    fn short_var(
        &mut self,
        left: ExprId,
        seen: &mut FxHashSet<Symbol>,
        fresh: &mut Vec<ObjectId>,
    ) -> Option<ObjectId> {
        let start = self.start(left);
        let Expr::Ident(name) = self.node(left) else {
            self.use_lhs(&[left]);
            let text = self.expr_text(left);
            self.error(start, format!("non-name {text} on left side of :="));
            return None;
        };
        if !name.is_blank() && !seen.insert(name) {
            self.error(start, format!("{name} repeated on left side of :="));
            return None;
        }
        let known = self.scopes[self.scope].names.get(&name).copied();
        if let Some((known, _)) = known {
            self.record_use(left, known);
            if matches!(self.world.object(known).kind, ObjectKind::Var(_)) {
                return Some(known);
            }
            self.error(start, format!("cannot assign to {name}"));
            return None;
        }
        let variable = self.new_var(name, start, VarKind::Local, None);
        self.record_def(start, variable);
        self.record_use(left, variable);
        if !name.is_blank() {
            fresh.push(variable);
        }
        Some(variable)
    }
}
