//! Calls of predeclared functions. Those of package `unsafe` are in [`builtins_unsafe`](super::builtins_unsafe).
//!
//! QUESTION. Is the call valid, what does it give, and which signature did the function have for it?
//!
//! Predeclared functions have no signature of their own: each is a set of rules about its arguments. Most take values, which are
//! evaluated first (a single argument may be a call with several results); `make`, `new` and `unsafe.Offsetof` look at their
//! arguments' syntax. The signature that fits the call is recorded for the function's name, as if it had been a generic function.
//!
//! ```text
//! len("abc")      // constant 3
//! len(a)          // constant if a is an array and the expression contains no call or receive
//! append(b, s...) // b []byte, s string: recorded as func([]byte, string...) []byte
//! ```
//!
//! INVARIANTS. A method that gives `false` has reported an error; the operand is of no use then. Values that are thrown away keep
//! their untyped types.
//! SOURCE: the Go specification, "Built-in functions"; wording and positions of types2.

use escargo_grammar::ast::{ChanDir, Expr, ExprId};

use super::call::{CallKind, CallSite};
use super::checker::{Checker, Operand};
use super::info::Mode;
use crate::types::object::Builtin;
use crate::types::{Basic, Const, Signature, TypeId, TypeKind};

/// What calls of the function are good for as statements.
pub(super) fn kind(id: Builtin) -> CallKind {
    match id {
        Builtin::Append
        | Builtin::Cap
        | Builtin::Complex
        | Builtin::Imag
        | Builtin::Len
        | Builtin::Make
        | Builtin::Max
        | Builtin::Min
        | Builtin::New
        | Builtin::Real
        | Builtin::UnsafeAdd
        | Builtin::UnsafeAlignof
        | Builtin::UnsafeOffsetof
        | Builtin::UnsafeSizeof
        | Builtin::UnsafeSlice
        | Builtin::UnsafeSliceData
        | Builtin::UnsafeString
        | Builtin::UnsafeStringData => CallKind::Expression,
        Builtin::Clear
        | Builtin::Close
        | Builtin::Copy
        | Builtin::Delete
        | Builtin::Panic
        | Builtin::Print
        | Builtin::Println
        | Builtin::Recover => CallKind::Statement,
    }
}

/// The least number of arguments, and whether there may be more.
fn arity(id: Builtin) -> (usize, bool) {
    match id {
        Builtin::Append | Builtin::Make | Builtin::Max | Builtin::Min => (1, true),
        Builtin::Print | Builtin::Println => (0, true),
        Builtin::Recover => (0, false),
        Builtin::Cap
        | Builtin::Clear
        | Builtin::Close
        | Builtin::Imag
        | Builtin::Len
        | Builtin::New
        | Builtin::Panic
        | Builtin::Real
        | Builtin::UnsafeAlignof
        | Builtin::UnsafeOffsetof
        | Builtin::UnsafeSizeof
        | Builtin::UnsafeSliceData
        | Builtin::UnsafeStringData => (1, false),
        Builtin::Complex
        | Builtin::Copy
        | Builtin::Delete
        | Builtin::UnsafeAdd
        | Builtin::UnsafeSlice
        | Builtin::UnsafeString => (2, false),
    }
}

impl Checker<'_> {
    /// Checks a call of a predeclared function; false after an error. `x.expr` is left to the caller.
    pub(super) fn builtin_site(
        &mut self,
        x: &mut Operand,
        site: &CallSite<'_>,
        id: Builtin,
    ) -> bool {
        if site.spread && id != Builtin::Append {
            let message = format!(
                "invalid operation: invalid use of ... with built-in {}",
                id.name()
            );
            self.error(self.start(site.call), message);
            self.use_exprs(site.args);
            return false;
        }
        // Whether `len` of an array is constant depends on the argument alone.
        let outer = self.context.has_call_or_recv;
        let measures = matches!(id, Builtin::Len | Builtin::Cap);
        if measures {
            self.context.has_call_or_recv = false;
        }
        let ok = self.builtin_with_values(x, site, id);
        if measures {
            self.context.has_call_or_recv = outer;
        }
        ok
    }

    fn builtin_with_values(&mut self, x: &mut Operand, site: &CallSite<'_>, id: Builtin) -> bool {
        let by_syntax = matches!(id, Builtin::Make | Builtin::New | Builtin::UnsafeOffsetof);
        let mut args = Vec::new();
        if !by_syntax {
            args = self.expr_list(site.args);
            if args.iter().any(|arg| !arg.is_valid()) {
                return false;
            }
            if let Some(first) = args.first() {
                *x = first.clone();
            }
        }
        let count = if by_syntax {
            site.args.len()
        } else {
            args.len()
        };
        let (least, variadic) = arity(id);
        if count < least || count > least && !variadic {
            let qualifier = if count < least {
                "not enough"
            } else {
                "too many"
            };
            let text = self.expr_text(site.call);
            self.error(
                self.start(site.call),
                format!("invalid operation: {qualifier} arguments for {text} (expected {least}, found {count})"),
            );
            return false;
        }
        self.builtin_rules(x, site, id, args)
    }

    fn builtin_rules(
        &mut self,
        x: &mut Operand,
        site: &CallSite<'_>,
        id: Builtin,
        mut args: Vec<Operand>,
    ) -> bool {
        match id {
            Builtin::Append => self.builtin_append(x, site, args),
            Builtin::Cap | Builtin::Len => self.builtin_len(x, site, id),
            Builtin::Clear => self.builtin_clear(x, site),
            Builtin::Close => self.builtin_close(x, site),
            Builtin::Complex => self.builtin_complex(x, site, &mut args),
            Builtin::Copy => self.builtin_copy(x, site, &args),
            Builtin::Delete => self.builtin_delete(x, site, &args),
            Builtin::Imag | Builtin::Real => self.builtin_part(x, site, id),
            Builtin::Make => self.builtin_make(x, site),
            Builtin::Max | Builtin::Min => self.builtin_extreme(x, site, id, args),
            Builtin::New => self.builtin_new(x, site),
            Builtin::Panic => self.builtin_panic(x, site),
            Builtin::Print | Builtin::Println => self.builtin_print(x, site, id, args),
            Builtin::Recover => {
                x.set_value(self.world.universe().empty_interface);
                self.record_builtin(site, id, &[], Some(x.ty), false);
                true
            }
            Builtin::UnsafeAdd
            | Builtin::UnsafeAlignof
            | Builtin::UnsafeOffsetof
            | Builtin::UnsafeSizeof
            | Builtin::UnsafeSlice
            | Builtin::UnsafeSliceData
            | Builtin::UnsafeString
            | Builtin::UnsafeStringData => self.builtin_unsafe(x, site, id, &mut args),
        }
    }

    /// Records the signature that a predeclared function had in a call.
    pub(super) fn record_builtin(
        &mut self,
        site: &CallSite<'_>,
        id: Builtin,
        params: &[TypeId],
        result: Option<TypeId>,
        variadic: bool,
    ) {
        let world = self.world;
        let params = params.iter().map(|&ty| world.default_type(ty)).collect();
        let signature = world.intern(TypeKind::Func(Signature {
            params,
            results: result.into_iter().collect(),
            variadic,
            param_names: None,
            result_names: None,
            tparams: Box::default(),
        }));
        let mut fun = site.fun;
        loop {
            self.record_type(fun, Mode::Builtin(id), signature, None);
            match self.node(fun) {
                Expr::Paren(inner) => fun = inner,
                _name => return,
            }
        }
    }

    /// The result of a call that gives none.
    fn no_value(&self, x: &mut Operand) {
        x.mode = Mode::NoValue;
        x.ty = self.world.universe().empty_tuple;
        x.value = None;
    }
}

/// Slices and strings.
impl Checker<'_> {
    fn builtin_append(
        &mut self,
        x: &mut Operand,
        site: &CallSite<'_>,
        mut args: Vec<Operand>,
    ) -> bool {
        let world = self.world;
        let elem = match self.slice_elem(x) {
            Ok(elem) => elem,
            Err(cause) => {
                self.error_at(x, format!("invalid append: {cause}"));
                return false;
            }
        };
        let slice = x.ty;
        let last = match args.as_slice() {
            [_, text] if site.spread && self.is_bytes(x) && self.has_strings(text.ty) => text.ty,
            _ordinary => {
                let last = world.slice(elem);
                let signature = world.func(&[slice, last], &[slice], true);
                self.plain_arguments(site, signature, &mut args);
                last
            }
        };
        self.record_builtin(site, Builtin::Append, &[slice, last], Some(slice), true);
        x.set_value(slice);
        true
    }

    /// Whether the operand can be assigned to a `[]byte`.
    fn is_bytes(&mut self, x: &Operand) -> bool {
        let bytes = self.world.slice(self.world.basic(Basic::Byte));
        self.assignable_to(x, bytes).is_ok()
    }

    /// Whether the type's set has only strings and `[]byte`, and strings among them.
    fn has_strings(&self, ty: TypeId) -> bool {
        self.is_string_or_bytes(ty)
            && self
                .type_set_pairs(ty)
                .iter()
                .any(|&(_, under)| under.is_some_and(|under| self.world.is_string(under)))
    }

    /// Whether the type's set has only strings and `[]byte`.
    fn is_string_or_bytes(&self, ty: TypeId) -> bool {
        let world = self.world;
        let byte = world.basic(Basic::Byte);
        self.under_is(ty, |under| match world.kind(under) {
            TypeKind::Slice(elem) => world.identical(*elem, byte),
            _other => world.is_string(under),
        })
    }

    /// The element type that all slices of the operand's type set share, or what is wrong with it.
    fn slice_elem(&self, x: &Operand) -> Result<TypeId, String> {
        let world = self.world;
        let mut shared = None;
        for (_, under) in self.type_set_pairs(x.ty) {
            let kind = under.map(|under| world.kind(under));
            let Some(TypeKind::Slice(elem)) = kind else {
                let have = match x.is_nil() {
                    true => "untyped nil".to_owned(),
                    false => self.operand_text(x),
                };
                return Err(format!("argument must be a slice; have {have}"));
            };
            match shared {
                Some(shared) if !world.identical(shared, *elem) => {
                    return Err(format!(
                        "mismatched slice element types {} and {} in {}",
                        self.ty_text(shared),
                        self.ty_text(*elem),
                        self.operand_text(x)
                    ));
                }
                Some(_) => {}
                None => shared = Some(*elem),
            }
        }
        Ok(shared.unwrap_or_else(|| world.invalid()))
    }

    fn builtin_copy(&mut self, x: &mut Operand, site: &CallSite<'_>, args: &[Operand]) -> bool {
        let world = self.world;
        let [_, source] = args else { return false };
        let to = match self.slice_elem(x) {
            Ok(elem) => elem,
            Err(cause) => {
                self.error_at(x, format!("invalid copy: {cause}"));
                return false;
            }
        };
        if !(self.is_bytes(x) && self.is_string_or_bytes(source.ty)) {
            let from = match self.slice_elem(source) {
                Ok(elem) => elem,
                Err(_) if world.all_string(source.ty) => world.basic(Basic::Byte),
                Err(cause) => {
                    self.error_at(source, format!("invalid copy: {cause}"));
                    return false;
                }
            };
            if !world.identical(to, from) {
                let message = format!(
                    "invalid copy: arguments {} and {} have different element types {} and {}",
                    self.operand_text(x),
                    self.operand_text(source),
                    self.ty_text(to),
                    self.ty_text(from)
                );
                self.error_at(x, message);
                return false;
            }
        }
        let int = world.basic(Basic::Int);
        self.record_builtin(site, Builtin::Copy, &[x.ty, source.ty], Some(int), false);
        x.set_value(int);
        true
    }

    fn builtin_len(&mut self, x: &mut Operand, site: &CallSite<'_>, id: Builtin) -> bool {
        let world = self.world;
        let int = world.basic(Basic::Int);
        let under = world.underlying(x.ty);
        let mut value = None;
        let is_measurable = match world.kind(self.array_behind(under)) {
            TypeKind::Basic(basic) if basic.is_string() && id == Builtin::Len => {
                value = match (&x.value, x.mode) {
                    (Some(Const::Str(bytes)), Mode::Constant) => {
                        i64::try_from(bytes.len()).ok().map(Const::Int)
                    }
                    (Some(_), Mode::Constant) => Some(Const::Unknown),
                    _variable => None,
                };
                true
            }
            TypeKind::Array(len, _) => {
                if !self.context.has_call_or_recv {
                    value = Some(match *len >= 0 {
                        true => Const::Int(*len),
                        false => Const::Unknown,
                    });
                }
                true
            }
            TypeKind::Interface(_) if world.is_type_param(x.ty) => {
                self.under_is(x.ty, |under| self.has_length(under, id))
            }
            _other => self.has_length(under, id),
        };
        if !is_measurable {
            if world.is_valid(under) {
                let text = self.operand_text(x);
                let message = format!("invalid argument: {text} for built-in {}", id.name());
                self.error_at(x, message);
            }
            return false;
        }
        match value {
            Some(value) => {
                x.mode = Mode::Constant;
                x.ty = int;
                x.value = Some(value);
            }
            None => {
                self.record_builtin(site, id, &[x.ty], Some(int), false);
                x.set_value(int);
            }
        }
        true
    }

    /// The array that a type literal `*A` points to, or the type.
    pub(super) fn array_behind(&self, ty: TypeId) -> TypeId {
        let world = self.world;
        match world.unaliased_kind(ty) {
            TypeKind::Pointer(base) => match world.underlying_kind(*base) {
                TypeKind::Array(..) => world.underlying(*base),
                _other => ty,
            },
            _other => ty,
        }
    }

    fn has_length(&self, under: TypeId, id: Builtin) -> bool {
        match self.world.kind(self.array_behind(under)) {
            TypeKind::Basic(basic) => basic.is_string() && id == Builtin::Len,
            TypeKind::Array(..) | TypeKind::Slice(_) | TypeKind::Chan(..) => true,
            TypeKind::Map(..) => id == Builtin::Len,
            TypeKind::Struct(_)
            | TypeKind::Pointer(_)
            | TypeKind::Func(_)
            | TypeKind::Interface(_)
            | TypeKind::Tuple(_)
            | TypeKind::Named(_)
            | TypeKind::Alias(_)
            | TypeKind::TypeParam(_)
            | TypeKind::Union(_) => false,
        }
    }
}

/// Maps and channels.
impl Checker<'_> {
    fn builtin_clear(&mut self, x: &mut Operand, site: &CallSite<'_>) -> bool {
        self.require_version(self.start(site.fun), 21, "clear");
        let world = self.world;
        let clearable = |under| matches!(world.kind(under), TypeKind::Map(..) | TypeKind::Slice(_));
        if !self.under_is(x.ty, clearable) {
            let text = self.operand_text(x);
            self.error_at(x, format!("invalid argument: cannot clear {text}: argument must be (or constrained by) map or slice"));
            return false;
        }
        self.record_builtin(site, Builtin::Clear, &[x.ty], None, false);
        self.no_value(x);
        true
    }

    fn builtin_close(&mut self, x: &mut Operand, site: &CallSite<'_>) -> bool {
        let world = self.world;
        for (_, under) in self.type_set_pairs(x.ty) {
            let what = match under.map(|under| world.kind(under)) {
                Some(TypeKind::Chan(ChanDir::Recv, _)) => "receive-only channel",
                Some(TypeKind::Chan(..)) => continue,
                _other => "non-channel",
            };
            let text = self.operand_text(x);
            self.error_at(x, format!("invalid operation: cannot close {what} {text}"));
            return false;
        }
        self.record_builtin(site, Builtin::Close, &[x.ty], None, false);
        self.no_value(x);
        true
    }

    fn builtin_delete(&mut self, x: &mut Operand, site: &CallSite<'_>, args: &[Operand]) -> bool {
        let world = self.world;
        let map = x.ty;
        let mut shared: Option<TypeId> = None;
        for (_, under) in self.type_set_pairs(map) {
            let Some(TypeKind::Map(key, _)) = under.map(|under| world.kind(under)) else {
                let text = self.operand_text(x);
                self.error_at(x, format!("invalid argument: {text} is not a map"));
                return false;
            };
            if shared.is_some_and(|shared| !world.identical(shared, *key)) {
                let text = self.operand_text(x);
                self.error_at(
                    x,
                    format!("invalid argument: maps of {text} must have identical key types"),
                );
                return false;
            }
            shared = Some(*key);
        }
        let [_, key] = args else { return false };
        *x = key.clone();
        self.assignment(x, shared, "argument to delete");
        if !x.is_valid() {
            return false;
        }
        let key = shared.unwrap_or(x.ty);
        self.record_builtin(site, Builtin::Delete, &[map, key], None, false);
        self.no_value(x);
        true
    }
}

/// Making.
impl Checker<'_> {
    fn builtin_make(&mut self, x: &mut Operand, site: &CallSite<'_>) -> bool {
        let world = self.world;
        let [first, ref sizes @ ..] = *site.args else {
            return false;
        };
        let ty = self.var_type(first);
        if !world.is_valid(ty) {
            return false;
        }
        let common = self.common_under_if(ty, |_, _, under| {
            match under.map(|under| world.kind(under)) {
                Some(TypeKind::Slice(_) | TypeKind::Map(..) | TypeKind::Chan(..)) => None,
                Some(_) => Some("type must be slice, map, or channel".to_owned()),
                None => Some("no specific type".to_owned()),
            }
        });
        let under = match common {
            Ok(under) => under,
            Err(cause) => {
                let text = self.expr_text(first);
                self.error(
                    self.start(first),
                    format!("invalid argument: cannot make {text}: {cause}"),
                );
                return false;
            }
        };
        let least = match world.kind(under) {
            TypeKind::Slice(_) => 2,
            _map_or_channel => 1,
        };
        let found = site.args.len();
        if found < least || found > least + 1 {
            let (text, most) = (self.expr_text(site.call), least + 1);
            self.error(
                self.start(site.call),
                format!(
                    "invalid operation: {text} expects {least} or {most} arguments; found {found}"
                ),
            );
            return false;
        }
        let mut params = vec![ty];
        let mut known = Vec::new();
        for &size in sizes {
            let (ty, value) = self.index_value(size, None);
            params.push(ty);
            known.extend(value);
        }
        if let [len, cap] = *known
            && len > cap
            && let Some(&size) = sizes.first()
        {
            self.error(
                self.start(size),
                "invalid argument: length and capacity swapped",
            );
        }
        x.set_value(ty);
        self.record_builtin(site, Builtin::Make, &params, Some(ty), false);
        true
    }

    fn builtin_new(&mut self, x: &mut Operand, site: &CallSite<'_>) -> bool {
        let world = self.world;
        let [arg] = *site.args else { return false };
        self.expr_or_type(x, arg, false);
        match x.mode {
            Mode::Invalid => return false,
            Mode::Type => self.valid_var_type(arg, x.ty),
            Mode::NoValue | Mode::Builtin(_) => {
                self.exclude_non_values(x);
                return false;
            }
            Mode::Constant
            | Mode::Variable
            | Mode::MapIndex
            | Mode::Value
            | Mode::Nil
            | Mode::CommaOk => {
                if world.is_untyped(x.ty) {
                    self.assignment(x, None, "argument to new");
                    if !x.is_valid() {
                        return false;
                    }
                }
                let what = format!("new({})", self.expr_text(arg));
                self.require_version(self.start(site.fun), 26, &what);
            }
        }
        let ty = x.ty;
        x.set_value(world.pointer(ty));
        self.record_builtin(site, Builtin::New, &[ty], Some(x.ty), false);
        true
    }
}

/// Panic and print.
impl Checker<'_> {
    fn builtin_panic(&mut self, x: &mut Operand, site: &CallSite<'_>) -> bool {
        let empty = self.world.universe().empty_interface;
        // Recorded first: a call of panic with a wrong argument ends a function too.
        self.record_builtin(site, Builtin::Panic, &[empty], None, false);
        self.assignment(x, Some(empty), "argument to panic");
        if !x.is_valid() {
            return false;
        }
        self.no_value(x);
        true
    }

    fn builtin_print(
        &mut self,
        x: &mut Operand,
        site: &CallSite<'_>,
        id: Builtin,
        mut args: Vec<Operand>,
    ) -> bool {
        let context = format!("argument to built-in {}", id.name());
        for arg in &mut args {
            self.assignment(arg, None, &context);
            if !arg.is_valid() {
                return false;
            }
        }
        let params: Vec<TypeId> = args.iter().map(|arg| arg.ty).collect();
        self.record_builtin(site, id, &params, None, false);
        self.no_value(x);
        true
    }

    /// Whether the expression is a call of the predeclared `panic`, which was checked before.
    pub(super) fn is_panic_call(&self, e: ExprId) -> bool {
        let Expr::Call { fun, .. } = self.node(self.unparen(e)) else {
            return false;
        };
        let file = &self.files[cranelift_entity::EntityRef::index(self.current)];
        file.info.types[self.unparen(fun)].mode == Mode::Builtin(Builtin::Panic)
    }
}
