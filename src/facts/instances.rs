//! Leak summaries of generic functions.
//!
//! A generic function is analysed only as an instance. So a program is made up that has an instance of every generic function
//! and of every method of a generic type, with type arguments that hold pointers wherever the constraint lets them: these
//! leak whatever others leak. What such an instance does with its parameters is the generic function's summary.
//!
//! ```text
//! func Index[S ~[]E, E comparable](s S, v E) int        var _ = slices.Index[[]*int, *int]
//! type Pointer[T any] struct{…}                         var _ atomic.Pointer[*int]
//! ```
//!
//! A constraint that asks for methods is its own type argument: what is called through it is unknown, and so the most that any
//! argument can do. Functions whose constraints ask for methods and more have no summary: without one all parameters leak.

use std::fmt::Write as _;

use escargo_grammar::Symbol;
use escargo_grammar::ast::ChanDir;
use rustc_hash::FxHashMap;

use crate::analysis::Analysis;
use crate::escape::Leaks;
use crate::ir::{FuncKind, Function};
use crate::types::{
    Basic, ObjectId, ObjectKind, PackageId, Terms, TypeId, TypeKind, TypeParamId, UnionTerm, World,
};

/// A function by its names, which hold in any session: package, receiver, function.
pub type Name = (Symbol, Option<Symbol>, Symbol);

/// The names of a function.
pub fn name_of(world: &World, function: ObjectId) -> Name {
    let data = world.object(function);
    let receiver = data.receiver.get().and_then(|&receiver| {
        let (base, _) = world.deref(receiver);
        let named = world.named(world.as_named(base)?);
        Some(world.object(named.object).name)
    });
    (world.package(data.pkg).path, receiver, data.name)
}

/// The source of a program with instances of the generic functions and types among the objects.
pub fn program(world: &World, objects: impl Iterator<Item = ObjectId>) -> String {
    let mut lines: Vec<(PackageId, String)> = objects
        .filter(|&object| world.object(object).name.is_exported())
        .filter_map(|object| Some((world.object(object).pkg, instance(world, object)?)))
        .collect();
    lines.sort_by(|a, b| {
        let path = |id| world.package(id).path.as_str();
        path(a.0).cmp(path(b.0)).then_with(|| a.1.cmp(&b.1))
    });
    let mut text = "package instances\n".to_owned();
    let mut body = String::new();
    let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
    for (_, line) in &lines {
        // Every other part is a path.
        for (n, part) in line.split('$').enumerate() {
            if n % 2 == 0 {
                body.push_str(part);
                continue;
            }
            let next = numbers.len() + 1;
            let number = *numbers.entry(part).or_insert(next);
            if number == next {
                let _ = writeln!(text, "import p{number} {part:?}");
            }
            let _ = write!(body, "p{number}");
        }
    }
    text + &body
}

/// A name of a package; the path stands between `$`.
fn qualified(world: &World, object: ObjectId) -> String {
    let data = world.object(object);
    format!("${}$.{}", world.package(data.pkg).path.as_str(), data.name)
}

/// An instance.
fn instance(world: &World, object: ObjectId) -> Option<String> {
    let data = world.object(object);
    let ty = *data.ty.get()?;
    let (tparams, is_type): (&[TypeParamId], bool) = match (data.kind, world.kind(ty)) {
        (ObjectKind::Func(_), TypeKind::Func(signature)) => (&signature.tparams, false),
        (ObjectKind::TypeName, TypeKind::Named(id)) => (world.named(*id).tparams.get()?, true),
        _plain => return None,
    };
    if tparams.is_empty() {
        return None;
    }
    let args: Option<Vec<String>> = tparams
        .iter()
        .map(|&tparam| argument(world, tparam))
        .collect();
    let (name, args) = (qualified(world, object), args?.join(", "));
    Some(match is_type {
        true => format!("var _ {name}[{args}]\n"),
        false => format!("var _ = {name}[{args}]\n"),
    })
}

/// A type argument for a type parameter.
fn argument(world: &World, tparam: TypeParamId) -> Option<String> {
    let constraint = *world.type_param(tparam).constraint.get()?;
    let set = world.type_set(constraint);
    if !set.methods.is_empty() {
        return itself(world, constraint);
    }
    match &set.terms {
        Terms::All => Some("*int".to_owned()),
        Terms::List(terms) => of_terms(world, terms),
    }
}

/// A constraint that is an exported interface of methods only: it implements itself.
fn itself(world: &World, constraint: TypeId) -> Option<String> {
    let set = world.type_set(constraint);
    if set.comparable || !matches!(set.terms, Terms::All) {
        return None;
    }
    let named = world.named(world.as_named(constraint)?);
    let data = world.object(named.object);
    if data.pkg == PackageId::UNIVERSE {
        return Some(data.name.as_str().to_owned());
    }
    let usable = data.package_level && data.name.is_exported() && named.targs.is_empty();
    usable.then(|| qualified(world, named.object))
}

fn of_terms(world: &World, terms: &[UnionTerm]) -> Option<String> {
    let is_string = |term: &&UnionTerm| {
        matches!(
            world.kind(world.underlying(term.ty)),
            TypeKind::Basic(Basic::String)
        )
    };
    let term = terms.iter().find(is_string).or(terms.first())?;
    type_text(world, term.ty)
}

/// The text of a type with type parameters replaced.
fn type_text(world: &World, ty: TypeId) -> Option<String> {
    Some(match world.kind(ty) {
        TypeKind::Basic(basic) => basic.name().to_owned(),
        TypeKind::Slice(elem) => format!("[]{}", type_text(world, *elem)?),
        TypeKind::Pointer(elem) => format!("*{}", type_text(world, *elem)?),
        TypeKind::Array(length, elem) => format!("[{length}]{}", type_text(world, *elem)?),
        TypeKind::Map(key, elem) => {
            format!(
                "map[{}]{}",
                type_text(world, *key)?,
                type_text(world, *elem)?
            )
        }
        TypeKind::Chan(ChanDir::Both, elem) => format!("chan ({})", type_text(world, *elem)?),
        TypeKind::TypeParam(id) => argument(world, *id)?,
        TypeKind::Chan(..)
        | TypeKind::Struct(_)
        | TypeKind::Func(_)
        | TypeKind::Interface(_)
        | TypeKind::Tuple(_)
        | TypeKind::Named(_)
        | TypeKind::Alias(_)
        | TypeKind::Union(_) => return None,
    })
}

/// The summaries of the instances in an analysis, by the generic function; of several instances what any of them leaks.
pub fn summaries(analysis: &Analysis) -> FxHashMap<Name, Vec<Option<Leaks>>> {
    let mut summaries: FxHashMap<Name, Vec<Option<Leaks>>> = FxHashMap::default();
    let results = analysis
        .packages
        .iter()
        .filter_map(|package| package.result.as_ref());
    for result in results {
        for (id, function) in result.ir.funcs.iter() {
            if function.kind != FuncKind::Declared || !function.duplicable {
                continue;
            }
            let (Some(object), Some(facts)) = (function.object, result.facts.funcs.get(id)) else {
                continue;
            };
            let params = without_dictionary(function, &facts.params);
            let name = name_of(&analysis.world, object);
            match summaries.get_mut(&name) {
                Some(all) => all
                    .iter_mut()
                    .zip(params)
                    .for_each(|(old, new)| add(old, new)),
                None => {
                    summaries.insert(name, params);
                }
            }
        }
    }
    summaries
}

/// The dictionary is no parameter of the generic function.
fn without_dictionary(function: &Function, params: &[Option<Leaks>]) -> Vec<Option<Leaks>> {
    let named = function.params.iter().zip(params);
    let own = named.filter(|(local, _)| {
        let local = function.locals.get(**local);
        local.is_none_or(|local| !local.name.as_str().ends_with(".dict"))
    });
    own.map(|(_, leaks)| *leaks).collect()
}

/// None is the most that can leak.
fn add(all: &mut Option<Leaks>, more: Option<Leaks>) {
    let (Some(old), Some(new)) = (*all, more) else {
        *all = None;
        return;
    };
    let least = |a: Option<u8>, b: Option<u8>| a.into_iter().chain(b).min();
    let mut results = old.results;
    for (old, new) in results.iter_mut().zip(new.results) {
        *old = least(*old, new);
    }
    *all = Some(Leaks {
        heap: least(old.heap, new.heap),
        mutator: least(old.mutator, new.mutator),
        callee: least(old.callee, new.callee),
        results,
    });
}
