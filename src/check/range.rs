//! `for … range`.
//!
//! QUESTION. What does the range expression give in each round, and do the iteration variables take it?
//!
//! | over | first | second |
//! |---|---|---|
//! | string | `int` | `rune` |
//! | integer (Go 1.22) | its type | |
//! | array, pointer to array, slice | `int` | element |
//! | map | key | element |
//! | channel | element | |
//! | `func(yield func(K, V) bool)` (Go 1.23) | `K` | `V` |
//!
//! An untyped constant integer takes the type of the variable it is assigned to, else its default type.
//!
//! IGNORED. Whether variables are new in each round (since Go 1.22): lowering's business.
//! SOURCE: the Go specification, "For statements with range clause"; wording and positions of types2.

use escargo_grammar::Ast;
use escargo_grammar::ast::{ChanDir, Expr, ExprId, Stmt, StmtId};

use super::checker::{Checker, Operand};
use super::info::Mode;
use crate::types::{Basic, Const, ObjectId, Signature, TypeId, TypeKind, VarKind};

/// What each round gives; the types are missing where there is nothing.
#[derive(Clone, Copy, Default)]
struct Given {
    key: Option<TypeId>,
    value: Option<TypeId>,
}

const ITERATOR: &str = "func must be func(yield func(...) bool)";

impl Checker<'_> {
    /// Checks a range statement.
    pub(super) fn range_stmt(&mut self, ast: &Ast, s: StmtId) {
        let Stmt::Range {
            key,
            value,
            define,
            x: range,
            body,
            ..
        } = ast.stmt(s)
        else {
            return;
        };
        let (key, value) = (key.expand(), value.expand());
        let mut x = Operand::invalid(self.world);
        self.context.has_call_or_recv = false;
        self.expr(None, &mut x, range);
        if x.is_valid() && value.is_none() && !self.context.has_call_or_recv {
            self.constant_array_range(range, x.ty);
        }
        let extra = ast.extra_range_vars.iter().find(|&&(range, _)| range == s);
        let extra = extra.map(|&(_, variable)| variable);
        let given = self.range_types(&x, key, value, extra);
        // Iteration variables belong to the statement's block, which the range expression does not see.
        self.open_scope(false);
        let variables = [(key, given.key), (value, given.value)];
        if define {
            self.range_define(ast.stmt_pos[s], ast.stmt_pos[body], &mut x, variables);
        } else if key.is_some() {
            self.range_assign(&mut x, variables);
        } else if self.is_integer_range(&x) {
            self.assignment(&mut x, None, "range clause");
        }
        self.stmt(ast, body);
        self.close_scope();
    }

    fn is_integer_range(&self, x: &Operand) -> bool {
        self.world.is_integer(x.ty)
    }

    /// An array of which only the length matters is not evaluated: the expression is recorded as the constant length, as the
    /// compiler behind types2 expects it.
    fn constant_array_range(&mut self, range: ExprId, ty: TypeId) {
        let under = self.world.underlying(ty);
        if let TypeKind::Array(len, _) = self.world.kind(self.array_behind(under)) {
            let inner = self.unparen(range);
            let int = self.world.basic(Basic::Int);
            self.record_type(inner, Mode::Constant, int, Some(Const::Int(*len)));
        }
    }

    /// What each round gives, with the errors of the range expression and of variables that get nothing.
    fn range_types(
        &mut self,
        x: &Operand,
        key: Option<ExprId>,
        value: Option<ExprId>,
        extra: Option<ExprId>,
    ) -> Given {
        if !x.is_valid() {
            return Given::default();
        }
        let given = match self.iteration_types(x.ty) {
            Ok(given) => given,
            Err(cause) => {
                let text = self.operand_text(x);
                let message = match cause.is_empty() {
                    true => format!("cannot range over {text}"),
                    false => format!("cannot range over {text}: {cause}"),
                };
                self.error_at(x, message);
                let invalid = Some(self.world.invalid());
                return Given {
                    key: invalid,
                    value: invalid,
                };
            }
        };
        match (given.key, key, given.value, value) {
            (None, Some(key), _, _) => {
                let text = self.operand_text(x);
                self.error(
                    self.start(key),
                    format!("range over {text} permits no iteration variables"),
                );
            }
            (_, _, None, Some(value)) => {
                let text = self.operand_text(x);
                self.error(
                    self.start(value),
                    format!("range over {text} permits only one iteration variable"),
                );
            }
            _enough => {
                if let Some(extra) = extra {
                    self.error(
                        self.start(extra),
                        "range clause permits at most two iteration variables",
                    );
                }
            }
        }
        given
    }

    /// The types that ranging over a value of the type gives; the reason if that is not possible, empty if there is no more to
    /// say.
    fn iteration_types(&self, ty: TypeId) -> Result<Given, String> {
        let world = self.world;
        let under = self.common_under_if(ty, |checker, ty, under| {
            match under.map(|under| checker.world.kind(under)) {
                Some(TypeKind::Chan(ChanDir::Send, _)) => Some(format!(
                    "receive from send-only channel {}",
                    checker.ty_text(ty)
                )),
                _other => None,
            }
        })?;
        let int = world.basic(Basic::Int);
        let pair = |key, value| {
            Ok(Given {
                key: Some(key),
                value: Some(value),
            })
        };
        let single = |key| {
            Ok(Given {
                key: Some(key),
                value: None,
            })
        };
        match world.kind(self.array_behind(under)) {
            TypeKind::Basic(basic) if basic.is_string() => pair(int, world.basic(Basic::Rune)),
            TypeKind::Basic(basic) if basic.is_integer() => match self.version_ok(22) {
                true => single(ty),
                false => Err("requires go1.22 or later".to_owned()),
            },
            TypeKind::Array(_, elem) | TypeKind::Slice(elem) => pair(int, *elem),
            TypeKind::Map(key, elem) => pair(*key, *elem),
            TypeKind::Chan(_, elem) => single(*elem),
            TypeKind::Func(signature) => self.iterator_types(signature),
            TypeKind::Basic(_)
            | TypeKind::Struct(_)
            | TypeKind::Pointer(_)
            | TypeKind::Interface(_)
            | TypeKind::Tuple(_)
            | TypeKind::Named(_)
            | TypeKind::Alias(_)
            | TypeKind::TypeParam(_)
            | TypeKind::Union(_) => Err(String::new()),
        }
    }

    /// What an iterator function gives its `yield`.
    fn iterator_types(&self, signature: &Signature) -> Result<Given, String> {
        if !self.version_ok(23) {
            return Err("requires go1.23 or later".to_owned());
        }
        let world = self.world;
        let [argument] = *signature.params else {
            return Err(format!("{ITERATOR}: wrong argument count"));
        };
        if !signature.results.is_empty() {
            return Err(format!("{ITERATOR}: unexpected results"));
        }
        let under = self
            .common_under(argument)
            .map_err(|cause| format!("{ITERATOR}: in yield type, {cause}"))?;
        let TypeKind::Func(callback) = world.kind(under) else {
            return Err(format!("{ITERATOR}: argument is not func"));
        };
        if callback.params.len() > 2 {
            return Err(format!("{ITERATOR}: yield func has too many parameters"));
        }
        match *callback.results {
            [result] if world.identical(result, world.basic(Basic::Bool)) => {}
            [result] if world.is_boolean(result) => {
                return Err(format!(
                    "{ITERATOR}: yield func returns user-defined boolean, not bool"
                ));
            }
            [..] => return Err(format!("{ITERATOR}: yield func does not return bool")),
        }
        if callback.variadic {
            let text = self.ty_text(under);
            return Err(format!("yield func of type {text} cannot be variadic"));
        }
        Ok(Given {
            key: callback.params.first().copied(),
            value: callback.params.get(1).copied(),
        })
    }
}

/// Iteration variables.
impl Checker<'_> {
    /// A value of the type that a round gives. There is no better expression for it than the variable.
    fn round_value(&self, variable: ExprId, ty: TypeId) -> Operand {
        let mut value = Operand::invalid(self.world);
        value.set_value(ty);
        value.expr = Some(variable);
        value
    }

    /// `for k, v := range x`
    fn range_define(
        &mut self,
        pos: u32,
        body: u32,
        x: &mut Operand,
        variables: [(Option<ExprId>, Option<TypeId>); 2],
    ) {
        let over_integer = self.is_integer_range(x);
        let mut declared: Vec<ObjectId> = Vec::new();
        for (lhs, ty) in variables {
            let Some(lhs) = lhs else { continue };
            let object = self.iteration_variable(lhs, &mut declared);
            match ty.filter(|&ty| self.world.is_valid(ty)) {
                None => {
                    let invalid = self.world.invalid();
                    self.world.object(object).ty.get_or_init(|| invalid);
                    self.mark_used(object);
                }
                Some(_) if over_integer => self.init_var(object, x, "range clause"),
                Some(ty) => {
                    let mut value = self.round_value(lhs, ty);
                    self.init_var(object, &mut value, "assignment");
                }
            }
        }
        if declared.is_empty() {
            self.error(pos, "no new variables on left side of :=");
        }
        let scope = self.scope;
        for object in declared {
            self.declare(scope, object, body);
        }
    }

    fn iteration_variable(&mut self, lhs: ExprId, declared: &mut Vec<ObjectId>) -> ObjectId {
        let start = self.start(lhs);
        let Expr::Ident(name) = self.node(lhs) else {
            let text = self.expr_text(lhs);
            self.error(start, format!("invalid syntax tree: cannot declare {text}"));
            let blank = escargo_grammar::Symbol::intern("_");
            return self.new_var(blank, start, VarKind::Local, None);
        };
        let object = self.new_var(name, start, VarKind::Local, None);
        self.record_def(start, object);
        self.info().objects[lhs] = Some(object).into();
        if name.as_str() != "_" {
            declared.push(object);
        }
        object
    }

    /// `for k, v = range x`
    fn range_assign(&mut self, x: &mut Operand, variables: [(Option<ExprId>, Option<TypeId>); 2]) {
        let over_integer = self.is_integer_range(x);
        for (lhs, ty) in variables {
            let (Some(lhs), Some(ty)) = (lhs, ty) else {
                continue;
            };
            if !self.world.is_valid(ty) {
                continue;
            }
            if !over_integer {
                let mut value = self.round_value(lhs, ty);
                self.assign_var(lhs, None, Some(&mut value), "assignment");
                continue;
            }
            self.assign_var(lhs, None, Some(x), "range clause");
            // An untyped integer may have got the type of the variable.
            if x.is_valid() && !self.world.is_integer(x.ty) {
                let ty = self.ty_text(x.ty);
                self.error(
                    self.start(lhs),
                    format!("cannot use iteration variable of type {ty}"),
                );
            }
        }
    }
}
