//! Calls and conversions written as calls; instantiation of generic functions.
//!
//! QUESTION. What does `f(a, b...)` mean — a conversion, a predeclared function, an ordinary call — which type arguments does
//! `f` get, and which parameter takes which argument?
//!
//! Type arguments of the function called and of generic functions among its arguments are found together, by one inference over
//! all their type parameters (see [`infer`](super::infer)). Parameters of a variadic function are first spread to one for each
//! argument.
//!
//! ```text
//! func apply[S, T any](x S, f func(S) T) T;  func double[N ~int](n N) N
//! apply(1, double)       // parameters S, T of apply and N of double, unknown together: S = T = N = int
//! ```
//!
//! INVARIANTS. After [`Checker::call_expr`] `x.expr` is the call. A function that was instantiated has its instance recorded
//! under the name (or selector, or index expression) that stands for it, and its plain signature as that expression's type.
//! IGNORED. Whether type arguments satisfy their constraints is verified later, when all types are complete.
//! SOURCE: the Go specification, "Calls", "Conversions", "Instantiations"; wording and positions of types2.

use escargo_grammar::Ast;
use escargo_grammar::ast::{Expr, ExprId};

use super::checker::{Checker, Operand};
use super::infer::Question;
use super::info::Mode;
use crate::types::object::Builtin;
use crate::types::{Signature, TypeId, TypeKind, TypeParamId};

/// What a call is, for statements: which values may be thrown away.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum CallKind {
    /// A conversion: may not stand as a statement.
    Conversion,
    /// A value that must be used.
    Expression,
    /// May stand as a statement.
    Statement,
}

/// A call's parts.
#[derive(Clone, Copy)]
pub(super) struct CallSite<'a> {
    /// The whole expression.
    pub call: ExprId,
    /// What is called.
    pub fun: ExprId,
    /// The arguments.
    pub args: &'a [ExprId],
    /// Whether the last one is followed by `...`.
    pub spread: bool,
}

/// Type arguments written after a function's name, not used yet.
#[derive(Default)]
struct TypeArgs<'a> {
    types: Vec<TypeId>,
    exprs: &'a [ExprId],
}

/// The parameters that a function has for the arguments of one call.
struct Fitted {
    /// One for each argument.
    params: Vec<TypeId>,
    /// Whether they are other ones than the signature's.
    adjusted: bool,
}

impl Checker<'_> {
    /// Checks a call or conversion.
    pub(super) fn call_expr(&mut self, x: &mut Operand, e: ExprId) -> CallKind {
        let ast = self.ast();
        let Expr::Call { fun, args, spread } = ast.expr(e) else {
            x.invalidate();
            return CallKind::Statement;
        };
        let site = CallSite {
            call: e,
            fun,
            args: ast.expr_list(args),
            spread,
        };
        let type_args = self.callee(&ast, x, fun);
        let kind = match x.mode {
            Mode::Invalid => {
                self.use_exprs(site.args);
                CallKind::Statement
            }
            Mode::Type => self.conversion_call(x, &site),
            Mode::Builtin(id) => self.builtin_call(x, &site, id),
            Mode::NoValue
            | Mode::Constant
            | Mode::Variable
            | Mode::MapIndex
            | Mode::Value
            | Mode::Nil
            | Mode::CommaOk => self.function_call(x, &site, type_args),
        };
        x.expr = Some(e);
        kind
    }

    /// Evaluates what is called; gives the type arguments that a generic function is followed by.
    fn callee<'a>(&mut self, ast: &'a Ast, x: &mut Operand, fun: ExprId) -> Option<&'a [ExprId]> {
        let Expr::Index(_, indices) = ast.expr(fun) else {
            self.expr_or_type(x, fun, true);
            return None;
        };
        let is_generic = self.index_expr(x, fun);
        x.expr = Some(fun);
        self.record(x, fun);
        is_generic.then(|| ast.expr_list(indices))
    }

    /// `T(x)`
    fn conversion_call(&mut self, x: &mut Operand, site: &CallSite<'_>) -> CallKind {
        self.non_generic(None, x);
        if !x.is_valid() {
            return CallKind::Conversion;
        }
        let target = x.ty;
        x.invalidate();
        if !self.is_complete(target) {
            return CallKind::Conversion;
        }
        let start = self.start(site.call);
        match *site.args {
            [] => {
                let ty = self.ty_text(target);
                self.error(start, format!("missing argument in conversion to {ty}"));
            }
            [arg] => {
                let wanted = self.target_of(Some(target));
                self.expr(wanted, x, arg);
                if x.is_valid() {
                    self.convert_argument(x, site, target);
                }
            }
            [.., last] => {
                self.use_exprs(site.args);
                let ty = self.ty_text(target);
                self.error(
                    self.start(last),
                    format!("too many arguments in conversion to {ty}"),
                );
            }
        }
        CallKind::Conversion
    }

    fn convert_argument(&mut self, x: &mut Operand, site: &CallSite<'_>, target: TypeId) {
        let world = self.world;
        if world.is_ordinary_interface(target) && !world.type_set(target).is_method_set() {
            let ty = self.ty_text(target);
            self.error(
                self.start(site.call),
                format!("cannot use interface {ty} in conversion (contains specific type constraints or is comparable)"),
            );
            x.invalidate();
        } else if site.spread {
            let ty = self.ty_text(target);
            self.error_at(x, format!("invalid use of ... in conversion to {ty}"));
            x.invalidate();
        } else {
            self.conversion(x, target);
        }
    }

    fn builtin_call(&mut self, x: &mut Operand, site: &CallSite<'_>, id: Builtin) -> CallKind {
        if !self.builtin_site(x, site, id) {
            x.invalidate();
        }
        x.expr = Some(site.call);
        if x.is_valid() && x.mode != Mode::Constant {
            self.context.has_call_or_recv = true;
        }
        super::builtins::kind(id)
    }
}

/// Ordinary calls.
impl Checker<'_> {
    fn function_call(
        &mut self,
        x: &mut Operand,
        site: &CallSite<'_>,
        type_args: Option<&[ExprId]>,
    ) -> CallKind {
        let Some(generic) = self.signature_of(x) else {
            self.use_exprs_after_error(x, site);
            return CallKind::Statement;
        };
        let Some((signature, rest)) = self.explicit_type_args(generic, site, type_args) else {
            self.use_exprs_after_error(x, site);
            return CallKind::Statement;
        };
        let (mut args, partial) = self.generic_expr_list(site.args);
        let signature = self.arguments(site, signature, rest, &mut args, partial);
        let world = self.world;
        let (Some(before), Some(after)) =
            (world.as_signature(generic), world.as_signature(signature))
        else {
            x.invalidate();
            return CallKind::Statement;
        };
        if !before.tparams.is_empty() && after.tparams.is_empty() {
            self.record_type(site.fun, Mode::Value, signature, None);
        }
        self.call_result(x, after);
        CallKind::Statement
    }

    /// Checks the arguments of a call whose function is wrong.
    fn use_exprs_after_error(&mut self, x: &mut Operand, site: &CallSite<'_>) {
        self.use_exprs(site.args);
        x.invalidate();
    }

    /// The signature that all types of the operand's type set share.
    fn signature_of(&mut self, x: &Operand) -> Option<TypeId> {
        let world = self.world;
        let common = self.common_under_if(x.ty, |checker, ty, under| match under {
            Some(under) if !matches!(world.kind(under), TypeKind::Func(_)) => {
                Some(format!("{} is not a function", checker.ty_text(ty)))
            }
            _function_or_none => None,
        });
        match common {
            Ok(signature) => Some(signature),
            Err(cause) => {
                let text = self.operand_text(x);
                self.error_at(x, format!("invalid operation: cannot call {text}: {cause}"));
                None
            }
        }
    }

    /// Evaluates the type arguments of the function called. If they are all there the function is instantiated at once, so
    /// that its type is known even if the arguments are wrong.
    fn explicit_type_args<'a>(
        &mut self,
        signature: TypeId,
        site: &CallSite<'_>,
        exprs: Option<&'a [ExprId]>,
    ) -> Option<(TypeId, TypeArgs<'a>)> {
        let Some(exprs) = exprs else {
            return Some((signature, TypeArgs::default()));
        };
        let types = self.type_list(exprs)?;
        let want = self.type_param_count(signature);
        if let Some(&extra) = exprs.get(want) {
            let got = exprs.len();
            self.error(
                self.start(extra),
                format!("got {got} type arguments but want {want}"),
            );
            return None;
        }
        if types.len() < want || want == 0 {
            return Some((signature, TypeArgs { types, exprs }));
        }
        self.require_version(self.start(site.fun), 18, "function instantiation");
        let offset = self.pos_of(site.fun);
        let instance = self.instantiate_signature(offset, site.fun, signature, &types, exprs);
        Some((instance, TypeArgs::default()))
    }

    fn type_param_count(&self, signature: TypeId) -> usize {
        self.world
            .as_signature(signature)
            .map_or(0, |signature| signature.tparams.len())
    }

    /// The types that a list of type arguments names; none if one is wrong.
    pub(super) fn type_list(&mut self, exprs: &[ExprId]) -> Option<Vec<TypeId>> {
        let types: Vec<TypeId> = exprs.iter().map(|&e| self.var_type(e)).collect();
        types
            .iter()
            .all(|&ty| self.world.is_valid(ty))
            .then_some(types)
    }

    /// Sets the operand to what a call gives.
    fn call_result(&mut self, x: &mut Operand, signature: &Signature) {
        let world = self.world;
        x.value = None;
        x.dummy = None;
        match *signature.results {
            // The type stays the function's: gc's messages show it.
            [] => x.mode = Mode::NoValue,
            [result] => {
                if !self.is_complete(result) {
                    x.invalidate();
                    return;
                }
                x.set_value(result);
            }
            [..] => x.set_value(world.tuple(&signature.results)),
        }
        self.context.has_call_or_recv = true;
        // Where inference failed the result may mention type parameters of the function called.
        if x.mode == Mode::Value && self.is_parameterized(&signature.tparams, x.ty) {
            x.invalidate();
        }
    }
}

/// Lists of expressions.
impl Checker<'_> {
    /// Checks expressions that must be values; a single one may be a call with several results.
    pub(super) fn expr_list(&mut self, exprs: &[ExprId]) -> Vec<Operand> {
        match *exprs {
            [single] => self.multi_expr(single, false).0,
            [..] => {
                let mut list = Vec::with_capacity(exprs.len());
                for &e in exprs {
                    let mut x = Operand::invalid(self.world);
                    self.expr(None, &mut x, e);
                    list.push(x);
                }
                list
            }
        }
    }

    /// Like [`Checker::expr_list`], for arguments: these may be generic functions, with some of their type arguments, which the second
    /// list holds (it is empty, or as long as the first).
    fn generic_expr_list(&mut self, exprs: &[ExprId]) -> (Vec<Operand>, Vec<Vec<TypeId>>) {
        if let [single] = *exprs
            && !matches!(self.node(single), Expr::Index(..))
        {
            return (self.generic_multi_expr(single), Vec::new());
        }
        // Before Go 1.21 generic functions as arguments must have all their type arguments.
        let infer = !self.version_ok(21);
        let mut list = Vec::with_capacity(exprs.len());
        let mut partial = Vec::new();
        for (index, &e) in exprs.iter().enumerate() {
            let mut x = Operand::invalid(self.world);
            if !matches!(self.node(e), Expr::Index(..)) {
                self.generic_expr(&mut x, e);
            } else if self.index_expr(&mut x, e) {
                x.expr = Some(e);
                match self.instantiate_function(None, &mut x, e, infer) {
                    Some(types) => {
                        partial.resize(exprs.len(), Vec::new());
                        partial[index] = types;
                    }
                    None => self.record(&x, e),
                }
            } else {
                x.expr = Some(e);
                self.record(&x, e);
                self.exclude_non_values(&mut x);
                self.single_value(&mut x);
            }
            list.push(x);
        }
        (list, partial)
    }

    /// A single argument: a value, a generic function, or a call with several results.
    fn generic_multi_expr(&mut self, e: ExprId) -> Vec<Operand> {
        let mut x = Operand::invalid(self.world);
        self.raw_expr(None, &mut x, e, None, true);
        self.exclude_non_values(&mut x);
        match self.world.kind(x.ty) {
            TypeKind::Tuple(parts) if x.is_valid() => {
                let results = parts.iter().map(|&ty| {
                    let mut result = Operand::invalid(self.world);
                    result.set_value(ty);
                    result.expr = Some(e);
                    result
                });
                results.collect()
            }
            _one => vec![x],
        }
    }

    /// Checks expressions whose values are of no use, for what is wrong in them and for the names they use. False if anything was wrong.
    pub(super) fn use_exprs(&mut self, exprs: &[ExprId]) -> bool {
        let mut ok = true;
        for &e in exprs {
            let mut x = Operand::invalid(self.world);
            let inner = self.unparen(e);
            match self.node(inner) {
                Expr::Ident(name) if name.as_str() == "_" => continue,
                Expr::Ident(_) => self.expr_or_type(&mut x, inner, true),
                Expr::KeyValue(key, value) => {
                    ok &= self.use_exprs(&[key, value]);
                    continue;
                }
                _other => {
                    self.raw_expr(None, &mut x, e, None, true);
                }
            }
            ok &= x.is_valid();
        }
        ok
    }
}

/// Arguments.
impl Checker<'_> {
    /// Checks the arguments of a call against the signature, which may be generic (with the type arguments given so far), as
    /// may be arguments (with theirs in `partial`). Gives the signature with its type arguments; unchanged after an error.
    fn arguments(
        &mut self,
        site: &CallSite<'_>,
        ty: TypeId,
        given: TypeArgs<'_>,
        args: &mut [Operand],
        partial: Vec<Vec<TypeId>>,
    ) -> TypeId {
        let world = self.world;
        let Some(signature) = world.as_signature(ty) else {
            return ty;
        };
        let Some(fitted) = self.fit_parameters(site, signature, args) else {
            return ty;
        };
        let Some((result, params)) =
            self.infer_call(site, ty, signature, fitted, given, args, partial)
        else {
            return ty;
        };
        if !args.is_empty() {
            let context = format!("argument to {}", self.expr_text(site.fun));
            for (arg, &param) in args.iter_mut().zip(&params) {
                self.assignment(arg, Some(param), &context);
            }
        }
        result
    }

    /// Checks arguments against a signature that is not generic: for predeclared functions.
    pub(super) fn plain_arguments(
        &mut self,
        site: &CallSite<'_>,
        signature: TypeId,
        args: &mut [Operand],
    ) {
        self.arguments(site, signature, TypeArgs::default(), args, Vec::new());
    }

    /// The parameters for the arguments of one call: those of a variadic function are repeated.
    fn fit_parameters(
        &mut self,
        site: &CallSite<'_>,
        signature: &Signature,
        args: &[Operand],
    ) -> Option<Fitted> {
        let start = self.start(site.call);
        let mut params = signature.params.to_vec();
        let mut wanted = params.len();
        let mut adjusted = false;
        match (signature.variadic, site.spread) {
            (true, true) => {
                if let [only] = *site.args
                    && args.len() > 1
                {
                    let (count, text) = (args.len(), self.expr_text(only));
                    self.error(start, format!("cannot use ... with {count}-valued {text}"));
                    return None;
                }
            }
            (true, false) if args.len() + 1 >= wanted => {
                if let Some(last) = params.pop() {
                    let elem = match self.world.underlying_kind(last) {
                        TypeKind::Slice(elem) => *elem,
                        _wrong => self.world.invalid(),
                    };
                    params.resize(args.len(), elem);
                }
                wanted = args.len();
                adjusted = true;
            }
            (true, false) => wanted -= 1,
            (false, true) => {
                let text = self.expr_text(site.fun);
                self.error(
                    start,
                    format!("cannot use ... in call to non-variadic {text}"),
                );
                return None;
            }
            (false, false) => {}
        }
        if args.len() != wanted {
            self.wrong_count(site, signature, args, wanted);
            return None;
        }
        Some(Fitted { params, adjusted })
    }

    fn wrong_count(
        &mut self,
        site: &CallSite<'_>,
        signature: &Signature,
        args: &[Operand],
        wanted: usize,
    ) {
        let (at, qualifier) = match args.get(wanted) {
            Some(extra) => (extra.expr, "too many"),
            None => (args.last().and_then(|last| last.expr), "not enough"),
        };
        let at = self.start(at.unwrap_or(site.call));
        let types: Vec<TypeId> = args.iter().map(|arg| arg.ty).collect();
        let text = self.expr_text(site.fun);
        let have = self.types_summary(&types, false, site.spread);
        let want = self.types_summary(&signature.params, signature.variadic, false);
        self.error(
            at,
            format!("{qualifier} arguments in call to {text}\n\thave {have}\n\twant {want}"),
        );
    }

    /// Finds the type arguments of the function called and of generic functions among the arguments. Gives the signature and the
    /// parameter types without type parameters of either.
    #[allow(clippy::too_many_arguments)]
    fn infer_call(
        &mut self,
        site: &CallSite<'_>,
        ty: TypeId,
        signature: &Signature,
        fitted: Fitted,
        given: TypeArgs<'_>,
        args: &mut [Operand],
        partial: Vec<Vec<TypeId>>,
    ) -> Option<(TypeId, Vec<TypeId>)> {
        let offset = self.pos_of(site.call);
        let own = signature.tparams.len();
        let mut params = fitted.params;
        let mut targs: Vec<Option<TypeId>> = given.types.iter().copied().map(Some).collect();
        let mut tparams: Vec<TypeParamId> = Vec::new();
        if own > 0 {
            self.implicit_version(site);
            tparams = self.rename_if_mentioned(&signature.tparams, &mut params, args, &given.types);
            targs.resize(own, None);
        }
        let generic_args = self.generic_arguments(args, partial, &mut tparams, &mut targs);
        if let Some(&(first, _)) = generic_args.first() {
            let start = args[first].expr.map_or(offset, |e| self.start(e));
            self.require_version(start, 21, "implicitly instantiated function as argument");
        }
        if tparams.is_empty() {
            return Some((ty, params));
        }
        let question = Question {
            offset,
            tparams: &tparams,
            params: &params,
            args,
            reverse: None,
        };
        let targs = match self.infer(&question, targs) {
            Ok(targs) => targs,
            Err(problem) => {
                if let Some((at, message)) = problem {
                    let text = self.expr_text(site.fun);
                    self.error(at, format!("in call to {text}, {message}"));
                }
                return None;
            }
        };
        let mut result = ty;
        if own > 0 {
            let (of_callee, _) = targs.split_at(own);
            result = self.instantiate_signature(offset, site.fun, ty, of_callee, given.exprs);
            if fitted.adjusted {
                for param in &mut params {
                    *param = self.world.substitute(*param, &tparams[..own], of_callee);
                }
            } else if let Some(signature) = self.world.as_signature(result) {
                params = signature.params.to_vec();
            }
        }
        self.instantiate_arguments(args, &generic_args, &targs[own..], offset);
        Some((result, params))
    }

    fn implicit_version(&mut self, site: &CallSite<'_>) {
        match self.node(site.fun) {
            Expr::Index(..) => {
                self.require_version(self.start(site.fun), 18, "function instantiation")
            }
            _other => {
                self.require_version(self.start(site.call), 18, "implicit function instantiation")
            }
        };
    }

    /// The type parameters to solve for. They must be told apart from those that arguments mention, which are the same ones
    /// where a generic function calls itself: then they are new ones, in the parameters too.
    pub(super) fn rename_if_mentioned(
        &self,
        tparams: &[TypeParamId],
        params: &mut [TypeId],
        args: &[Operand],
        given: &[TypeId],
    ) -> Vec<TypeParamId> {
        let mentioned = args.iter().any(|arg| self.mentions(tparams, arg.ty))
            || given.iter().any(|&ty| self.mentions(tparams, ty));
        if !mentioned {
            return tparams.to_vec();
        }
        let renamed = self.rename_type_params(tparams);
        let types = self.type_param_types(&renamed);
        for param in params {
            *param = self.world.substitute(*param, tparams, &types);
        }
        renamed
    }

    /// Whether the type mentions a type parameter, or is a generic function that declares it.
    fn mentions(&self, tparams: &[TypeParamId], ty: TypeId) -> bool {
        let declares = match self.world.kind(ty) {
            TypeKind::Func(signature) => signature.tparams.iter().any(|own| tparams.contains(own)),
            _other => false,
        };
        declares || self.is_parameterized(tparams, ty)
    }

    /// Gives generic functions among the arguments type parameters of their own, for calls like `f(g, g)`, and adds them to the
    /// unknowns. The result tells which arguments they are and how many type parameters each has.
    fn generic_arguments(
        &self,
        args: &mut [Operand],
        partial: Vec<Vec<TypeId>>,
        tparams: &mut Vec<TypeParamId>,
        targs: &mut Vec<Option<TypeId>>,
    ) -> Vec<(usize, usize)> {
        let world = self.world;
        let mut partial = partial.into_iter();
        let mut found = Vec::new();
        for (index, arg) in args.iter_mut().enumerate() {
            let known = partial.next().unwrap_or_default();
            let TypeKind::Func(signature) = world.kind(arg.ty) else {
                continue;
            };
            if signature.tparams.is_empty() || !arg.is_valid() {
                continue;
            }
            let renamed = self.rename_type_params(&signature.tparams);
            let plain = world.instantiate_signature(signature, &self.type_param_types(&renamed));
            if let TypeKind::Func(plain) = world.kind(plain) {
                arg.ty = world.intern(TypeKind::Func(Signature {
                    tparams: renamed.clone().into(),
                    ..plain.clone()
                }));
            }
            found.push((index, renamed.len()));
            tparams.extend(renamed);
            targs.extend(known.into_iter().map(Some));
            targs.resize(tparams.len(), None);
        }
        found
    }

    fn instantiate_arguments(
        &mut self,
        args: &mut [Operand],
        generic: &[(usize, usize)],
        targs: &[TypeId],
        offset: u32,
    ) {
        let mut rest = targs;
        for &(index, count) in generic {
            let (own, others) = rest.split_at(count);
            rest = others;
            let arg = &mut args[index];
            if let Some(e) = arg.expr {
                arg.ty = self.instantiate_signature(offset, e, arg.ty, own, &[]);
                let arg = arg.clone();
                self.record(&arg, e);
            }
        }
    }
}
