//! Calls.
//!
//! QUESTION. What is called, and what does gc pass to it? Method calls become calls of functions whose first argument is the
//! receiver; calls of instances pass a dictionary; what stands for `...T` is packed into a slice; arguments are converted
//! to the parameters' types; `f(g())` goes through temporaries. A callee that is not a plain name and contains a call or receive
//! (`mk()(x)`, `get().M(x)` of an interface) is first copied to a temporary, which makes it unknown to the analysis.
//!
//! ```text
//! x.M(a)            Call(Static((*T).M), [&x implicit, a])
//! mk()(a)           [.autotmp_2 = mk()]  Call(Value(.autotmp_2), [a])
//! fmt.Println(a)    Call(Static(fmt.Println), [SliceLit(a converted) at the call's parenthesis])
//! ```
//!
//! SOURCE: sections 2.7, 6.3 and 6.9 of the model of gc's analysis; `typecheck.RewriteNonNameCall` and `FixVariadicCall`
//! of the compiler, which it describes.

use escargo_grammar::ast::{Expr, ExprId, UnaryOp};

use super::context::Lowerer;
use crate::check::info::{Mode, Selection, SelectionKind};
use crate::ir::{Callee, FuncRef, Inst, LocalId, OutlineKind, SiteKind, StmtId, Value};
use crate::source::Pos;
use crate::types::{ObjectId, ObjectKind, TypeId, TypeKind};

/// A call whose operands are evaluated.
#[derive(Clone, Debug)]
pub(super) struct CallParts {
    /// What is called.
    pub callee: Callee,
    /// All arguments, receiver and dictionary included, the variadic slice packed.
    pub args: Vec<Value>,
    /// Whether the last argument was written `x...`.
    pub spread: bool,
    /// The type of the call: one type, or a tuple.
    pub result: TypeId,
    /// Where gc reports the call.
    pub pos: Pos,
    /// Statements that gc walks before the call.
    pub init: Vec<StmtId>,
}

/// A callee before the arguments are evaluated.
struct Target {
    callee: Callee,
    /// Receiver and dictionary.
    leading: Vec<Value>,
    /// Whether the callee or the receiver selected from must be copied to a temporary.
    copied: bool,
}

impl Lowerer<'_> {
    /// A call, conversion or use of a predeclared function.
    pub(super) fn call_expr(&mut self, e: ExprId) -> Value {
        let (e, syntax) = self.syntax(e);
        let Expr::Call { fun, args, .. } = syntax else {
            return self.expr(e);
        };
        let args: &[ExprId] = self.unit.ast.expr_list(args);
        match self.mode(self.ast().unparen(fun)) {
            Mode::Type => match args {
                &[arg] => self.conversion_call(e, arg),
                _malformed => self.other_expr(e, Expr::Bad),
            },
            Mode::Builtin(builtin) => self.builtin(e, builtin),
            _function => {
                let parts = self.call_operands(e);
                self.emit_call(parts)
            }
        }
    }

    /// Evaluates callee and arguments of a call of a function (no conversion, no predeclared function).
    pub fn call_operands(&mut self, e: ExprId) -> CallParts {
        let (e, syntax) = self.syntax(e);
        let pos = self.expr_pos(e);
        let (fun, args, spread) = match syntax {
            Expr::Call { fun, args, spread } => (fun, args, spread),
            _malformed => (e, Default::default(), false),
        };
        let args: &[ExprId] = self.unit.ast.expr_list(args);
        let signature = self.type_of(self.ast().unparen(fun));
        let pack = |l: &mut Self| l.arguments(signature, args, spread, pos);
        let mut parts = self.call_parts_of(fun, pack, pos);
        parts.spread = spread;
        parts.result = self.result_type(signature);
        parts
    }

    /// Evaluates a callee, then the arguments. The result type is that of the callee's signature.
    pub fn call_parts_of(
        &mut self,
        fun: ExprId,
        args: impl FnOnce(&mut Self) -> Vec<Value>,
        pos: Pos,
    ) -> CallParts {
        let signature = self.type_of(self.ast().unparen(fun));
        let target = self.target(fun);
        let mut values = target.leading;
        let arguments = args(self);
        let mut init = Vec::new();
        let callee = if target.copied {
            self.copied_callee(target.callee, pos, &mut init)
        } else {
            target.callee
        };
        values.extend(arguments);
        CallParts {
            callee,
            args: values,
            spread: false,
            result: self.result_type(signature),
            pos,
            init,
        }
    }

    /// The type of a call: that of its one result, else a tuple.
    pub fn result_type(&self, signature: TypeId) -> TypeId {
        match self.signature_of(signature) {
            Some(signature) => match *signature.results {
                [result] => result,
                ref results => self.world.tuple(results),
            },
            None => self.world.invalid(),
        }
    }

    /// The function type that a type is, or that all types of a type parameter share.
    fn signature_of(&self, ty: TypeId) -> Option<&crate::types::Signature> {
        self.world.as_signature(self.world.underlying(ty))
    }

    /// The call itself.
    pub fn emit_call(&mut self, parts: CallParts) -> Value {
        let args = self.b().list(&parts.args);
        let inst = Inst::Call {
            callee: parts.callee,
            args,
            spread: parts.spread,
        };
        let value = self.b().emit(inst, parts.result, parts.pos);
        self.b().add_value_init(value, parts.init);
        value
    }

    // What is called.

    fn target(&mut self, fun: ExprId) -> Target {
        let (fun, syntax) = self.syntax(fun);
        let name = self.instance_name(fun);
        let base = name.unwrap_or(match syntax {
            Expr::Index(x, _) if self.is_method_selector(x) => self.ast().unparen(x),
            _plain => fun,
        });
        if let (base, Expr::Selector(x, _)) = self.syntax(base)
            && let Some(selection) = self.selection(base)
        {
            match selection.kind {
                SelectionKind::Method => return self.method_target(base, x, selection),
                SelectionKind::MethodExpr => return self.method_expr_target(base, selection),
                SelectionKind::Field => {}
            }
        }
        if let Some(name) = name
            && let Some(target) = self.instance_target(name)
        {
            return target;
        }
        match self.object_of(fun) {
            Some(object) if self.is_function(object) => {
                let func = self.func_ref(object);
                Target::known(func, Vec::new())
            }
            _value => {
                let copied = self.has_call(fun);
                let value = self.expr(fun);
                Target {
                    callee: Callee::Value(value),
                    leading: Vec::new(),
                    copied,
                }
            }
        }
    }

    fn is_method_selector(&self, x: ExprId) -> bool {
        let selection = self.selection(self.ast().unparen(x));
        selection.is_some_and(|selection| selection.kind != SelectionKind::Field)
    }

    fn is_function(&self, object: ObjectId) -> bool {
        matches!(self.world.object(object).kind, ObjectKind::Func(_))
    }

    fn instance_target(&mut self, name: ExprId) -> Option<Target> {
        let object = self.object_of(name)?;
        if !self.is_function(object) {
            return None;
        }
        let instance = self.info().instances.get(&name)?;
        let targs: Vec<TypeId> = instance.targs.iter().map(|&targ| self.ty(targ)).collect();
        let pos = self.expr_pos(name);
        let (func, dictionary) = self.instance_callee(object, &targs, pos);
        Some(Target::known(func, dictionary.into_iter().collect()))
    }

    fn method_target(&mut self, e: ExprId, x: ExprId, selection: &Selection) -> Target {
        let pos = self.expr_pos(e);
        let recv = self.receiver(e, x, selection);
        let ty = self.b().ty(recv).unwrap_or(self.world.invalid());
        let method = selection.object;
        if self.world.is_type_param(selection.recv) {
            let callee = self.dict_method(ty, method, pos);
            return Target {
                callee: Callee::Value(callee),
                leading: vec![recv],
                copied: false,
            };
        }
        if self.world.is_interface(ty) {
            return Target {
                callee: Callee::Interface(recv, method),
                leading: Vec::new(),
                copied: self.has_call(x),
            };
        }
        let (func, dictionary) = self.method_callee(ty, method, pos);
        let mut leading = vec![recv];
        leading.extend(dictionary);
        Target::known(func, leading)
    }

    /// `T.M(x)`: the function takes the receiver first, so it is called like any other.
    fn method_expr_target(&mut self, e: ExprId, selection: &Selection) -> Target {
        let recv = self.ty(selection.recv);
        let indirect = self.world.is_interface(recv) || self.world.is_type_param(selection.recv);
        if indirect {
            let value = self.expr(e);
            return Target {
                callee: Callee::Value(value),
                leading: Vec::new(),
                copied: false,
            };
        }
        let func = self.method_expr_ref(recv, selection);
        Target::known(func, Vec::new())
    }

    /// Whether gc finds a call or receive in a callee, function bodies left out.
    fn has_call(&self, e: ExprId) -> bool {
        let mut pending = vec![e];
        while let Some(e) = pending.pop() {
            let (e, syntax) = self.syntax(e);
            if self.const_of(e).is_some() || self.is_type(e) {
                continue;
            }
            match syntax {
                Expr::Call { fun, args, .. } => {
                    let args = self.ast().expr_list(args);
                    match self.mode(self.ast().unparen(fun)) {
                        Mode::Type => pending.extend(args),
                        Mode::Builtin(crate::types::object::Builtin::New) => {}
                        _call => return true,
                    }
                }
                Expr::Unary(UnaryOp::Recv, _) => return true,
                Expr::Unary(_, x)
                | Expr::Star(x)
                | Expr::Selector(x, _)
                | Expr::TypeAssert(x, _) => pending.push(x),
                Expr::Binary(_, x, y) | Expr::KeyValue(x, y) => pending.extend([x, y]),
                Expr::Index(x, list) => {
                    pending.push(x);
                    pending.extend(self.ast().expr_list(list));
                }
                Expr::Slice { x, lo, hi, max } => {
                    pending.push(x);
                    pending.extend([lo, hi, max].iter().filter_map(|bound| bound.expand()));
                }
                Expr::CompositeLit { elems, .. } => pending.extend(self.ast().expr_list(elems)),
                _leaf => {}
            }
        }
        false
    }

    /// Copies the callee, or the interface whose method is called, to a temporary. It is numbered behind the temporaries of
    /// the arguments, as gc makes it when the call is complete; its value was computed before them.
    fn copied_callee(&mut self, callee: Callee, pos: Pos, init: &mut Vec<StmtId>) -> Callee {
        match callee {
            Callee::Value(value) => Callee::Value(self.copied(value, pos, init)),
            Callee::Interface(value, method) => {
                Callee::Interface(self.copied(value, pos, init), method)
            }
            Callee::Static(func) => Callee::Static(func),
        }
    }

    fn copied(&mut self, value: Value, pos: Pos, init: &mut Vec<StmtId>) -> Value {
        let ty = self.b().ty(value).unwrap_or(self.world.invalid());
        let temp: LocalId = self.b().new_temp(ty, pos);
        let b = self.b();
        let place = b.local_place(temp, pos);
        b.emit_void(Inst::Store(place, value), pos);
        let decl = b.make_stmt(pos, OutlineKind::Decl(temp));
        let assign = OutlineKind::Assign {
            dst: Some(place),
            src: Some(value),
            define: false,
        };
        let stmt = b.make_stmt(pos, assign);
        b.set_init(stmt, vec![decl]);
        init.push(stmt);
        b.load_local(temp, pos)
    }

    // Arguments.

    /// The arguments of a call, without receiver and dictionary.
    fn arguments(&mut self, ty: TypeId, args: &[ExprId], spread: bool, pos: Pos) -> Vec<Value> {
        let Some(signature) = self.signature_of(ty) else {
            return args.iter().map(|&arg| self.expr(arg)).collect();
        };
        let signature = signature.clone();
        let pack = signature.variadic && !spread;
        let count = match args {
            &[arg] if self.is_multi(arg) => self.tuple_types(self.type_of(arg)).len(),
            _one_each => args.len(),
        };
        let fixed = signature.params.len() - usize::from(pack);
        let elem = match (pack, signature.params.last()) {
            (true, Some(&last)) => match self.world.underlying_kind(last) {
                TypeKind::Slice(elem) => Some((last, *elem)),
                _no_slice => None,
            },
            _fixed => None,
        };
        let types: Vec<TypeId> = (0..count)
            .filter_map(|n| match elem {
                Some((_, elem)) if n >= fixed => Some(elem),
                _fixed => signature.params.get(n).copied(),
            })
            .collect();
        let types = match self.world.is_shape(ty) {
            true => self.shapes_as_they_are(args, types),
            false => types,
        };
        let mut values = self.multi_expr(args, &types, pos);
        if let Some(variadic) = elem {
            let extra = values.split_off(fixed.min(values.len()));
            values.push(self.variadic_slice(variadic, extra, pos));
        }
        values
    }

    /// A function whose type is a type parameter takes, by its shape, what stands for other type parameters: these go in as they are.
    fn shapes_as_they_are(&self, args: &[ExprId], types: Vec<TypeId>) -> Vec<TypeId> {
        let types = types.into_iter().enumerate();
        types
            .map(|(n, ty)| match args.get(n).map(|&arg| self.type_of(arg)) {
                Some(own) if self.world.is_shape(own) && self.same_type(own, ty) => own,
                _other => ty,
            })
            .collect()
    }

    /// The slice of what stands for `...T`; nil if nothing does.
    pub fn variadic_slice(
        &mut self,
        (ty, elem): (TypeId, TypeId),
        extra: Vec<Value>,
        pos: Pos,
    ) -> Value {
        if extra.is_empty() {
            return self.b().emit_implicit(Inst::Nil, ty, pos);
        }
        let elems: Vec<(u64, Value)> = (0..).zip(extra).collect();
        let len = elems.len() as u64;
        let value = self.slice_literal((SiteKind::Variadic, elem), len, elems, ty, pos);
        self.b().set_implicit(value);
        value
    }
}

impl Target {
    fn known(func: FuncRef, leading: Vec<Value>) -> Target {
        Target {
            callee: Callee::Static(func),
            leading,
            copied: false,
        }
    }
}
