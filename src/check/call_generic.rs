//! Generic functions as values: type arguments written behind the name, and those that the context gives. See
//! [`call`](super::call).
//!
//! SOURCE: the Go specification, "Instantiations"; wording and positions of types2.

use escargo_grammar::ast::{Expr, ExprId};

use super::checker::{Checker, Operand};
use super::infer::Question;
use crate::types::{Signature, TypeId, TypeKind};

impl Checker<'_> {
    /// Instantiates the generic function that the operand is: with the type arguments of the index expression `e`, if it is one, and
    /// those that follow from the function type `target`.
    pub(super) fn func_inst(&mut self, target: Option<TypeId>, x: &mut Operand, e: ExprId) {
        self.instantiate_function(target, x, e, true);
    }

    /// Like [`Checker::func_inst`]. Unless `infer`, missing type arguments are no error: those that are given are the result.
    pub(super) fn instantiate_function(
        &mut self,
        target: Option<TypeId>,
        x: &mut Operand,
        e: ExprId,
        infer: bool,
    ) -> Option<Vec<TypeId>> {
        let ast = self.ast();
        let world = self.world;
        let (exprs, is_index): (&[ExprId], bool) = match ast.expr(e) {
            Expr::Index(_, indices) => (ast.expr_list(indices), true),
            _name => (&[], false),
        };
        x.expr = Some(e);
        let offset = self.pos_of(e);
        let version_ok = self.require_version(offset, 18, "function instantiation");
        let Some(types) = self.type_list(exprs) else {
            x.invalidate();
            return None;
        };
        let TypeKind::Func(signature) = world.kind(x.ty) else {
            x.invalidate();
            return None;
        };
        let want = signature.tparams.len();
        if types.len() > want {
            if let Some(&last) = exprs.last() {
                let got = types.len();
                self.error(
                    self.start(last),
                    format!("got {got} type arguments but want {want}"),
                );
            }
            x.invalidate();
            return None;
        }
        let mut targs = types;
        if targs.len() < want {
            if !infer {
                return Some(targs);
            }
            if target.is_some() && version_ok {
                let what = match is_index {
                    true => "partially instantiated function in assignment",
                    false => "implicitly instantiated function in assignment",
                };
                self.require_version(offset, 21, what);
            }
            match self.infer_from_target(target, signature, targs, offset) {
                Some(found) => targs = found,
                None => {
                    x.invalidate();
                    return None;
                }
            }
        }
        let generic = x.ty;
        x.set_value(self.instantiate_signature(offset, e, generic, &targs, exprs));
        None
    }

    /// The missing type arguments of a function that is assigned to a variable of type `target`.
    fn infer_from_target(
        &mut self,
        target: Option<TypeId>,
        signature: &Signature,
        given: Vec<TypeId>,
        offset: u32,
    ) -> Option<Vec<TypeId>> {
        let world = self.world;
        let mut params = Vec::new();
        let mut args = Vec::new();
        if let Some(target) = target {
            params.push(world.intern(TypeKind::Func(Signature {
                tparams: Box::default(),
                ..signature.clone()
            })));
            let mut arg = Operand::invalid(world);
            arg.set_value(target);
            args.push(arg);
        }
        let tparams = self.rename_if_mentioned(&signature.tparams, &mut params, &args, &given);
        let mut targs: Vec<Option<TypeId>> = given.into_iter().map(Some).collect();
        targs.resize(tparams.len(), None);
        let description = self.target_text();
        let question = Question {
            offset,
            tparams: &tparams,
            params: &params,
            args: &args,
            reverse: Some(&description),
        };
        match self.infer(&question, targs) {
            Ok(targs) => Some(targs),
            Err(problem) => {
                if let Some((at, message)) = problem {
                    self.error(at, message);
                }
                None
            }
        }
    }

    /// The signature for these type arguments, recorded for the expression that names the function. Whether they satisfy their
    /// constraints is checked later; errors are reported at the type argument's expression if there is one.
    pub(super) fn instantiate_signature(
        &mut self,
        offset: u32,
        e: ExprId,
        generic: TypeId,
        targs: &[TypeId],
        exprs: &[ExprId],
    ) -> TypeId {
        let world = self.world;
        let Some(signature) = world.as_signature(generic) else {
            return generic;
        };
        let instance = world.instantiate_signature(signature, targs);
        self.record_instance(e, targs, instance);
        let tparams = signature.tparams.clone();
        let targs: Box<[TypeId]> = targs.into();
        let starts: Vec<u32> = exprs.iter().map(|&e| self.start(e)).collect();
        self.later(
            move |checker| match checker.verify_instance(offset, &tparams, &targs) {
                Ok(()) => checker.note_instantiation(offset, &tparams, &targs, &starts),
                Err((index, message)) => {
                    let at = starts.get(index).copied().unwrap_or(offset);
                    checker.error(at, message);
                }
            },
        );
        instance
    }
}
