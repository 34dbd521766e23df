//! Interfaces without a name that refer to themselves.
//!
//! QUESTION. Has every type a finite spelling? Checking accepts an interface whose method mentions, through another literal, an
//! interface that embeds it; gc's front end then refuses it, as such a type cannot be written down (go.dev/issue/56103). Names of
//! symbols, which everything behind may ask for, rely on that.
//!
//! ```text
//! type T interface { m() interface { T } }    →    invalid recursive type: anonymous interface refers to itself
//! ```
//!
//! INVARIANTS. A cycle is reported once, at the outermost interface type where it is first met. Methods count with those that come from embedded
//! interfaces; a defined type ends the search.
//! SOURCE: cmd/compile/internal/noder, `checkFiles`.

use escargo_grammar::ast::Expr;
use rustc_hash::FxHashMap;

use super::context::Lowerer;
use crate::source::Pos;
use crate::types::{Signature, TypeId, TypeKind, World};

const MESSAGE: &str =
    "invalid recursive type: anonymous interface refers to itself (see https://go.dev/issue/56103)";

impl Lowerer<'_> {
    /// Reports interface types that refer to themselves.
    pub(super) fn refuse_anonymous_cycles(&mut self) {
        let mut search = Search {
            world: self.world,
            seen: FxHashMap::default(),
        };
        for file in &self.checked.files {
            let mut interfaces = Vec::new();
            for (id, expr) in &file.ast.exprs {
                if matches!(expr, Expr::InterfaceType(methods) if !methods.is_empty())
                    && let Some(ty) = file.info.types[id].ty.expand()
                {
                    interfaces.push((file.ast.expr_pos[id].pos, id, ty));
                }
            }
            interfaces.sort_unstable_by_key(|&(offset, ..)| offset);
            let mut outer = None;
            for (offset, id, ty) in interfaces {
                // What stands inside of another one was made before it.
                if outer.is_some_and(|outer| id < outer) {
                    continue;
                }
                outer = Some(id);
                if search.methods_lead_back(ty) {
                    self.diagnostics.error(Pos::new(file.file, offset), MESSAGE);
                    search.seen.values_mut().for_each(|open| *open = false);
                }
            }
        }
    }
}

/// A search for ways from an interface type back to itself.
struct Search<'w> {
    world: &'w World,
    /// Interface types that were met, and whether the search is inside of them.
    seen: FxHashMap<TypeId, bool>,
}

impl Search<'_> {
    fn methods_lead_back(&mut self, interface: TypeId) -> bool {
        let set = self.world.type_set(interface);
        set.methods.iter().any(|method| self.leads_back(method.ty))
    }

    fn leads_back(&mut self, ty: TypeId) -> bool {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.leads_back_by_kind(ty))
    }

    fn leads_back_by_kind(&mut self, ty: TypeId) -> bool {
        let ty = self.world.unalias(ty);
        match self.world.kind(ty) {
            TypeKind::Basic(_)
            | TypeKind::Named(_)
            | TypeKind::Alias(_)
            | TypeKind::TypeParam(_)
            | TypeKind::Union(_) => false,
            TypeKind::Array(_, elem)
            | TypeKind::Slice(elem)
            | TypeKind::Pointer(elem)
            | TypeKind::Chan(_, elem) => self.leads_back(*elem),
            TypeKind::Map(key, elem) => self.leads_back(*key) || self.leads_back(*elem),
            TypeKind::Struct(fields) => fields.iter().any(|field| self.leads_back(field.ty)),
            TypeKind::Tuple(parts) => parts.iter().any(|&part| self.leads_back(part)),
            TypeKind::Func(signature) => self.signature_leads_back(signature),
            TypeKind::Interface(_) => {
                if let Some(&open) = self.seen.get(&ty) {
                    return open;
                }
                self.seen.insert(ty, true);
                let found = self.methods_lead_back(ty);
                if !found {
                    self.seen.insert(ty, false);
                }
                found
            }
        }
    }

    fn signature_leads_back(&mut self, signature: &Signature) -> bool {
        let types = signature.params.iter().chain(&signature.results);
        types.into_iter().any(|&ty| self.leads_back(ty))
    }
}
