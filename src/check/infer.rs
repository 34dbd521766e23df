//! Inference of type arguments.
//!
//! QUESTION. Which type arguments does a generic function get that is called (or assigned) without all of them?
//!
//! Four sources are asked in this order: typed arguments, by unification with the parameters' types; constraints, whose core types
//! and methods may determine more, as long as any round finds something; untyped constants, which give their default types to
//! what is still unknown; and at last what was found is simplified by itself until no parameter is left in it.
//!
//! ```text
//! func sum[S ~[]E, E int | float64](s S) E
//! sum(Celsius{1, 2})     // S = Celsius from the argument, E = float64 from S's core type []E
//! max2(1, 2.5)           // both untyped: float64
//! ```
//!
//! INVARIANTS. The result has a type for every parameter, and none of them mentions a parameter that was looked for.
//! IGNORED. Constraints beyond core types and methods: verified when the function is instantiated.
//! SOURCE: the Go specification, "Type inference"; wording and positions of types2.

use std::sync::OnceLock;

use super::checker::{Checker, Operand};
use super::unify::{Matching, Unifier};
use crate::types::store::TypeParam;
use crate::types::{Signature, Terms, TypeId, TypeKind, TypeParamId};

/// What is asked of inference.
pub(super) struct Question<'a> {
    /// Where errors are reported that belong to no argument.
    pub offset: u32,
    /// The type parameters whose arguments are looked for.
    pub tparams: &'a [TypeParamId],
    /// Parameter types of the function,
    pub params: &'a [TypeId],
    /// and an argument for each.
    pub args: &'a [Operand],
    /// For an assignment of a function: what it is assigned to, for messages.
    pub reverse: Option<&'a str>,
}

/// An offset and a message; nothing if an error was reported before.
pub(super) type Problem = Option<(u32, String)>;

/// The core type of a constraint.
struct Core {
    ty: TypeId,
    /// Whether any term has a tilde.
    tilde: bool,
    /// Whether there is only one term.
    single: bool,
}

impl Checker<'_> {
    /// Finds all type arguments, of which some may be given.
    pub(super) fn infer(
        &mut self,
        question: &Question<'_>,
        given: Vec<Option<TypeId>>,
    ) -> Result<Vec<TypeId>, Problem> {
        if let Some(complete) = given.iter().copied().collect::<Option<Vec<TypeId>>>() {
            return Ok(complete);
        }
        if question.args.iter().any(|arg| !arg.is_valid()) {
            return Err(None);
        }
        let params: Vec<TypeId> = question
            .params
            .iter()
            .map(|&param| self.substitute_known(param, question.tparams, &given))
            .collect();
        let mut unifier = Unifier::new(self, question.tparams, &given);
        let untyped = from_arguments(&mut unifier, question, &params)?;
        from_constraints(&mut unifier, question)?;
        from_constants(&mut unifier, question, &params, &untyped)?;
        let inferred = unifier.inferred(question.tparams);
        self.simplify(question, &given, inferred)
    }

    /// The type with what is known in place of type parameters.
    fn substitute_known(
        &self,
        ty: TypeId,
        tparams: &[TypeParamId],
        known: &[Option<TypeId>],
    ) -> TypeId {
        let pairs = tparams.iter().zip(known);
        let (from, to): (Vec<TypeParamId>, Vec<TypeId>) = pairs
            .filter_map(|(&tparam, known)| known.map(|ty| (tparam, ty)))
            .unzip();
        self.world.substitute(ty, &from, &to)
    }
}

/// Unifies the types of typed arguments with the parameters'. Gives the numbers of untyped arguments for bare type parameters.
fn from_arguments(
    unifier: &mut Unifier<'_, '_>,
    question: &Question<'_>,
    params: &[TypeId],
) -> Result<Vec<usize>, Problem> {
    let world = unifier.checker.world;
    let mut untyped = Vec::new();
    for (index, (arg, &param)) in question.args.iter().zip(params).enumerate() {
        let checker = &unifier.checker;
        let is_generic = checker.is_parameterized(question.tparams, param)
            || checker.is_parameterized(question.tparams, arg.ty);
        if !is_generic {
            continue;
        }
        if world.is_typed(arg.ty) {
            if !unifier.unify(param, arg.ty, Matching::ASSIGN) {
                return Err(Some(mismatch(unifier, question, param, arg)));
            }
        } else if matches!(world.kind(param), TypeKind::TypeParam(_)) && !arg.is_nil() {
            // Default types are basic: only a bare type parameter can take one.
            untyped.push(index);
        }
    }
    Ok(untyped)
}

/// Words that an argument does not fit its parameter, with as much as is known.
fn mismatch(
    unifier: &Unifier<'_, '_>,
    question: &Question<'_>,
    param: TypeId,
    arg: &Operand,
) -> (u32, String) {
    let checker = &unifier.checker;
    let offset = arg.expr.map_or(question.offset, |e| checker.start(e));
    let (ty, param_text) = (checker.ty_text(arg.ty), checker.ty_text(param));
    let of = match (question.reverse, arg.expr) {
        (Some(description), _) => description.to_owned(),
        (None, Some(e)) => checker.expr_text(e),
        (None, None) => String::new(),
    };
    let inferred = unifier.inferred(question.tparams);
    if inferred.iter().all(Option::is_none) {
        let list = checker.type_params_text(question.tparams);
        let message =
            format!("type {ty} of {of} does not match {param_text} (cannot infer {list})");
        return (offset, message);
    }
    let known = checker.substitute_known(param, question.tparams, &inferred);
    if known == param {
        return (
            offset,
            format!("type {ty} of {of} does not match {param_text}"),
        );
    }
    let known = checker.ty_text(known);
    let message = match question.reverse {
        Some(_) => {
            format!("inferred type {known} for {param_text} does not match type {ty} of {of}")
        }
        None => format!("type {ty} of {of} does not match inferred type {known} for {param_text}"),
    };
    (offset, message)
}

/// Unifies what is known with the constraints' core types and methods, as long as that finds something.
fn from_constraints(unifier: &mut Unifier<'_, '_>, question: &Question<'_>) -> Result<(), Problem> {
    loop {
        let before = unifier.unknowns();
        for &tparam in question.tparams {
            let known = unifier.at(tparam);
            core_step(unifier, question, tparam, known)?;
            if let Some(known) = known
                && !unifier.checker.is_parameterized(question.tparams, known)
            {
                method_step(unifier, question, tparam, known)?;
            }
        }
        if unifier.unknowns() == before {
            return Ok(());
        }
    }
}

fn core_step(
    unifier: &mut Unifier<'_, '_>,
    question: &Question<'_>,
    tparam: TypeParamId,
    known: Option<TypeId>,
) -> Result<(), Problem> {
    let Some(core) = unifier.checker.core_term(tparam) else {
        return Ok(());
    };
    match known {
        Some(known) if !unifier.unify(known, core.ty, Matching::INEXACT) => {
            let text = unifier.checker.unsatisfied_text(tparam, known);
            Err(Some((question.offset, text)))
        }
        Some(_) => Ok(()),
        None => {
            if core.single && !core.tilde {
                unifier.set(tparam, core.ty);
            }
            Ok(())
        }
    }
}

fn method_step(
    unifier: &mut Unifier<'_, '_>,
    question: &Question<'_>,
    tparam: TypeParamId,
    known: TypeId,
) -> Result<(), Problem> {
    let world = unifier.checker.world;
    let constraint = world.underlying(world.type_param_type(tparam));
    unifier.checker.resolve_methods(known, constraint);
    let missing = world.missing_method_by(known, constraint, true, &mut |have, want| {
        unifier.unify(have, want, Matching::EXACT)
    });
    match missing {
        Some(missing) if !world.has_invalid_embedded_fields(known) => {
            let checker = &unifier.checker;
            let text = checker.unsatisfied_text(tparam, known);
            let cause = checker.missing_method_text(known, constraint, &missing);
            Err(Some((question.offset, format!("{text} {cause}"))))
        }
        _none => Ok(()),
    }
}

/// Gives parameters that only met untyped constants the default type of the largest.
fn from_constants(
    unifier: &mut Unifier<'_, '_>,
    question: &Question<'_>,
    params: &[TypeId],
    untyped: &[usize],
) -> Result<(), Problem> {
    let world = unifier.checker.world;
    let mut largest: Vec<(TypeParamId, TypeId)> = Vec::new();
    for &index in untyped {
        let (Some(arg), Some(&param)) = (question.args.get(index), params.get(index)) else {
            continue;
        };
        let Some(tparam) = world.as_type_param(param) else {
            continue;
        };
        if unifier.at(tparam).is_some() {
            continue;
        }
        let Some(entry) = largest.iter_mut().find(|(known, _)| *known == tparam) else {
            largest.push((tparam, arg.ty));
            continue;
        };
        match world.larger_untyped(entry.1, arg.ty) {
            Some(larger) => entry.1 = larger,
            None => {
                let checker = &unifier.checker;
                let offset = arg.expr.map_or(question.offset, |e| checker.start(e));
                let message = format!(
                    "mismatched types {} and {} (cannot infer {})",
                    checker.ty_text(entry.1),
                    checker.ty_text(arg.ty),
                    checker.ty_text(param)
                );
                return Err(Some((offset, message)));
            }
        }
    }
    for (tparam, ty) in largest {
        unifier.set(tparam, world.default_type(ty));
    }
    Ok(())
}

/// Finishing.
impl Checker<'_> {
    /// Replaces type parameters in what was found by what was found for them.
    fn simplify(
        &self,
        question: &Question<'_>,
        given: &[Option<TypeId>],
        mut inferred: Vec<Option<TypeId>>,
    ) -> Result<Vec<TypeId>, Problem> {
        let tparams = question.tparams;
        self.kill_cycles(tparams, &mut inferred);
        let mut dirty: Vec<usize> = (0..inferred.len())
            .filter(|&index| {
                inferred[index].is_some() && given.get(index).copied().flatten().is_none()
            })
            .collect();
        while !dirty.is_empty() {
            let known = inferred.clone();
            dirty.retain(|&index| {
                let Some(old) = inferred[index] else {
                    return false;
                };
                let new = self.substitute_known(old, tparams, &known);
                if new != old {
                    inferred[index] = Some(self.without_own_params(tparams, new));
                }
                new != old
            });
        }
        let mut result = Vec::with_capacity(inferred.len());
        for (&tparam, found) in tparams.iter().zip(inferred) {
            match found {
                Some(ty) if !self.is_parameterized(tparams, ty) => result.push(ty),
                _unresolved => {
                    let object = self.world.object(self.world.type_param(tparam).object);
                    let (name, place) = (object.name, self.place(object.pos));
                    let message = format!("cannot infer {} (declared at {place})", name.as_str());
                    return Err(Some((question.offset, message)));
                }
            }
        }
        Ok(result)
    }

    /// A generic function's signature whose parameters are all replaced is generic no more.
    fn without_own_params(&self, tparams: &[TypeParamId], ty: TypeId) -> TypeId {
        match self.world.kind(ty) {
            TypeKind::Func(signature)
                if !signature.tparams.is_empty() && !self.is_parameterized(tparams, ty) =>
            {
                self.world.intern(TypeKind::Func(Signature {
                    tparams: Box::default(),
                    ..signature.clone()
                }))
            }
            _other => ty,
        }
    }

    /// Forgets what was found for parameters that are part of themselves: replacing would never end.
    fn kill_cycles(&self, tparams: &[TypeParamId], inferred: &mut [Option<TypeId>]) {
        for &tparam in tparams {
            let ty = self.world.type_param_type(tparam);
            self.find_cycle(ty, tparams, inferred, &mut Vec::new());
        }
    }

    fn find_cycle(
        &self,
        ty: TypeId,
        tparams: &[TypeParamId],
        inferred: &mut [Option<TypeId>],
        path: &mut Vec<TypeId>,
    ) {
        let world = self.world;
        let ty = world.unalias(ty);
        let own = world
            .as_type_param(ty)
            .and_then(|tparam| tparams.iter().position(|&own| own == tparam));
        if path.contains(&ty) {
            if let Some(index) = own {
                inferred[index] = None;
            }
            return;
        }
        path.push(ty);
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || match own {
            Some(index) => {
                if let Some(next) = inferred[index] {
                    self.find_cycle(next, tparams, inferred, path);
                }
            }
            None => {
                for part in self.parts(ty) {
                    self.find_cycle(part, tparams, inferred, path);
                }
            }
        });
        path.pop();
    }

    /// The types that a type is written with, underlying types aside.
    fn parts(&self, ty: TypeId) -> Vec<TypeId> {
        match self.world.kind(ty) {
            TypeKind::Basic(_) | TypeKind::TypeParam(_) => Vec::new(),
            TypeKind::Array(_, elem)
            | TypeKind::Slice(elem)
            | TypeKind::Pointer(elem)
            | TypeKind::Chan(_, elem) => vec![*elem],
            TypeKind::Struct(fields) => fields.iter().map(|field| field.ty).collect(),
            TypeKind::Func(signature) => {
                let all = signature.params.iter().chain(&signature.results);
                all.copied().collect()
            }
            TypeKind::Interface(interface) => {
                let methods = interface.methods.iter().map(|method| method.ty);
                methods.chain(interface.embeds.iter().copied()).collect()
            }
            TypeKind::Map(key, elem) => vec![*key, *elem],
            TypeKind::Tuple(types) => types.to_vec(),
            TypeKind::Named(id) => self.world.named(*id).targs.to_vec(),
            TypeKind::Alias(_) => vec![self.world.unalias(ty)],
            TypeKind::Union(terms) => terms.iter().map(|term| term.ty).collect(),
        }
    }
}

/// Type parameters.
impl Checker<'_> {
    /// Whether the type mentions one of the type parameters. A generic signature's own declarations do not count.
    pub(super) fn is_parameterized(&self, tparams: &[TypeParamId], ty: TypeId) -> bool {
        !tparams.is_empty() && self.mentions_any(tparams, ty, &mut Vec::new())
    }

    fn mentions_any(&self, tparams: &[TypeParamId], ty: TypeId, seen: &mut Vec<TypeId>) -> bool {
        let world = self.world;
        match world.unaliased_kind(ty) {
            TypeKind::Basic(_) => false,
            TypeKind::TypeParam(tparam) => tparams.contains(tparam),
            TypeKind::Named(id) => {
                let targs = &world.named(*id).targs;
                targs.iter().any(|&ty| self.mentions_any(tparams, ty, seen))
            }
            TypeKind::Interface(_) => {
                if seen.contains(&ty) {
                    return false;
                }
                seen.push(ty);
                let set = world.type_set(ty);
                let methods = set.methods.iter().map(|method| method.ty);
                if methods
                    .into_iter()
                    .any(|ty| self.mentions_any(tparams, ty, seen))
                {
                    return true;
                }
                set.specific().is_some_and(|terms| {
                    terms
                        .iter()
                        .all(|term| self.mentions_any(tparams, term.ty, seen))
                })
            }
            TypeKind::Array(..)
            | TypeKind::Slice(_)
            | TypeKind::Struct(_)
            | TypeKind::Pointer(_)
            | TypeKind::Func(_)
            | TypeKind::Map(..)
            | TypeKind::Chan(..)
            | TypeKind::Tuple(_)
            | TypeKind::Alias(_)
            | TypeKind::Union(_) => stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
                let parts = self.parts(world.unalias(ty));
                parts
                    .into_iter()
                    .any(|ty| self.mentions_any(tparams, ty, seen))
            }),
        }
    }

    /// New type parameters in place of these, with constraints that mention the new ones.
    pub(super) fn rename_type_params(&self, tparams: &[TypeParamId]) -> Vec<TypeParamId> {
        let world = self.world;
        let renamed: Vec<TypeParamId> = tparams
            .iter()
            .map(|&tparam| {
                let old = world.type_param(tparam);
                world.add_type_param(TypeParam {
                    object: old.object,
                    index: old.index,
                    constraint: OnceLock::new(),
                })
            })
            .collect();
        let types = self.type_param_types(&renamed);
        for (&old, &new) in tparams.iter().zip(&renamed) {
            if let Some(&constraint) = world.type_param(old).constraint.get() {
                let constraint = world.substitute(constraint, tparams, &types);
                world.type_param(new).constraint.get_or_init(|| constraint);
            }
        }
        renamed
    }

    /// The types that type parameters are.
    pub(super) fn type_param_types(&self, tparams: &[TypeParamId]) -> Vec<TypeId> {
        let types = tparams.iter();
        types
            .map(|&tparam| self.world.type_param_type(tparam))
            .collect()
    }

    /// `P`, `P and Q`, `P, Q, and R`
    fn type_params_text(&self, tparams: &[TypeParamId]) -> String {
        let world = self.world;
        let name = |&tparam: &TypeParamId| {
            let object = world.object(world.type_param(tparam).object);
            object.name.as_str().to_owned()
        };
        let names: Vec<String> = tparams.iter().map(name).collect();
        match names.as_slice() {
            [] => String::new(),
            [one] => one.clone(),
            [one, other] => format!("{one} and {other}"),
            [init @ .., last] => format!("{}, and {last}", init.join(", ")),
        }
    }

    /// `P (type T) does not satisfy C`
    fn unsatisfied_text(&self, tparam: TypeParamId, ty: TypeId) -> String {
        let world = self.world;
        let constraint = world.type_param(tparam).constraint.get();
        format!(
            "{} (type {}) does not satisfy {}",
            self.ty_text(world.type_param_type(tparam)),
            self.ty_text(ty),
            constraint.map_or_else(String::new, |&constraint| self.ty_text(constraint))
        )
    }

    /// The core type of a parameter's constraint: its only term, or the underlying type that all terms share.
    fn core_term(&self, tparam: TypeParamId) -> Option<Core> {
        let world = self.world;
        let ty = world.type_param_type(tparam);
        let set = world.type_set(ty);
        let Terms::List(terms) = &set.terms else {
            return None;
        };
        if let [only] = terms.as_slice() {
            return Some(Core {
                ty: only.ty,
                tilde: only.tilde,
                single: true,
            });
        }
        let common = world.core_type(ty)?;
        Some(Core {
            ty: common,
            tilde: terms.iter().any(|term| term.tilde),
            single: false,
        })
    }

    /// Makes sure that the signatures of the methods which the interface wants from the type are known.
    pub(super) fn resolve_methods(&mut self, ty: TypeId, interface: TypeId) {
        let world = self.world;
        let set = world.type_set(interface);
        for method in &set.methods {
            let found = world.lookup_field_or_method(ty, true, method.pkg, method.name);
            if let crate::types::Lookup::Found(found) = found
                && found.is_method()
            {
                self.resolve_object(found.object);
            }
        }
    }
}
