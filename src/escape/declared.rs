//! Summaries that a facts file declares for generic functions, at their instances.
//!
//! The declared summary is that of an instance with pointers everywhere. In an instance with `[]byte` in the place of `[]*int` what
//! the elements leak is nothing: flows of values without pointers are no flows. So each entry counts only if, after its
//! dereferences, the parameter's own type can still hold a pointer, and if the result's can.
//!
//! ```text
//! func Grow[S ~[]E, E any](s S, n int) S       //escargo:leaks 0:heap1,result0=0
//! Grow[[]byte]                                 0:result0=0
//! ```

use rustc_hash::FxHashSet;

use super::analysis::declared_summary;
use super::facts::Leaks;
use crate::ir::{Function, LocalId};
use crate::types::{Basic, TypeId, TypeKind, World};

/// What is declared of a parameter of an instance without a body; none if nothing is. The dictionary is no parameter of the
/// generic function, and leaks nothing.
pub(super) fn leaks_of_param(
    world: &World,
    function: &Function,
    param: LocalId,
) -> Option<Option<Leaks>> {
    let declared = declared_summary(world, function.object?)?;
    let is_dictionary = |param: LocalId| function.locals[param].name.as_str().ends_with(".dict");
    if is_dictionary(param) {
        return Some(Some(Leaks::default()));
    }
    let mut own = function
        .params
        .iter()
        .filter(|&&param| !is_dictionary(param));
    let number = own.position(|&own| own == param)?;
    let leaks = declared.get(number).copied().flatten();
    Some(leaks.map(|leaks| of_instance(world, function, param, leaks)))
}

fn of_instance(world: &World, function: &Function, param: LocalId, leaks: Leaks) -> Leaks {
    let ty = function.locals[param].ty;
    let flows = |derefs: Option<u8>| derefs.filter(|&derefs| holds_pointers(world, ty, derefs));
    let mut results = leaks.results;
    for (number, slot) in results.iter_mut().enumerate() {
        let result = function.results.get(number);
        let result = result.map(|&result| function.locals[result].ty);
        let is_flow = result.is_none_or(|result| world.has_pointers(result));
        *slot = flows(*slot).filter(|_| is_flow);
    }
    Leaks {
        heap: flows(leaks.heap),
        mutator: flows(leaks.mutator),
        callee: flows(leaks.callee),
        results,
    }
}

/// Whether a value can hold pointers that is reached from one of the type by so many dereferences.
fn holds_pointers(world: &World, ty: TypeId, derefs: u8) -> bool {
    let mut types = FxHashSet::from_iter([ty]);
    for _ in 0..derefs {
        let mut behind = FxHashSet::default();
        for ty in types {
            if !add_pointees(world, ty, &mut behind) {
                return true;
            }
        }
        types = behind;
    }
    types.into_iter().any(|ty| world.has_pointers(ty))
}

/// Adds the types that pointers in a value of the type point to. False if these are not known.
fn add_pointees(world: &World, ty: TypeId, out: &mut FxHashSet<TypeId>) -> bool {
    stacker::maybe_grow(64 * 1024, 1024 * 1024, || match world.underlying_kind(ty) {
        TypeKind::Basic(Basic::UnsafePointer) => false,
        // The bytes of strings are no pointers.
        TypeKind::Basic(_) => true,
        TypeKind::Pointer(elem) | TypeKind::Slice(elem) | TypeKind::Chan(_, elem) => {
            out.insert(*elem);
            true
        }
        TypeKind::Map(key, elem) => {
            out.extend([*key, *elem]);
            true
        }
        TypeKind::Array(_, elem) => add_pointees(world, *elem, out),
        TypeKind::Struct(fields) => fields
            .iter()
            .all(|field| add_pointees(world, field.ty, out)),
        TypeKind::Tuple(parts) => parts.iter().all(|&part| add_pointees(world, part, out)),
        TypeKind::Func(_)
        | TypeKind::Interface(_)
        | TypeKind::Named(_)
        | TypeKind::Alias(_)
        | TypeKind::TypeParam(_)
        | TypeKind::Union(_) => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_end_somewhere() {
        let world = World::new();
        let basic = |basic| world.intern(TypeKind::Basic(basic));
        let bytes = world.intern(TypeKind::Slice(basic(Basic::Uint8)));
        let strings = world.intern(TypeKind::Slice(basic(Basic::String)));
        assert!(holds_pointers(&world, bytes, 0));
        assert!(!holds_pointers(&world, bytes, 1));
        assert!(holds_pointers(&world, strings, 1));
        assert!(!holds_pointers(&world, strings, 2));
        assert!(holds_pointers(&world, basic(Basic::UnsafePointer), 3));
    }
}
