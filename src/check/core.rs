//! Type sets seen through their underlying types: what all types of a type parameter have in common.
//!
//! Operations on a value of a type parameter's type are allowed if they are for every type of the set. Most of them need one
//! underlying type that all share; the questions here word gc's reason where there is none.

use super::checker::Checker;
use crate::types::{NoCommonType, TypeId};

impl Checker<'_> {
    /// The (type, underlying type) pairs of the type's set. A type parameter without specific types gives one pair without an
    /// underlying type.
    pub(super) fn type_set_pairs(&self, ty: TypeId) -> Vec<(TypeId, Option<TypeId>)> {
        match self.world.underlying_types(ty) {
            Some(pairs) => pairs
                .into_iter()
                .map(|(ty, under)| (ty, Some(under)))
                .collect(),
            None => vec![(ty, None)],
        }
    }

    /// Whether the property holds for the underlying types of the whole set, of which there must be some.
    pub(super) fn under_is(&self, ty: TypeId, mut property: impl FnMut(TypeId) -> bool) -> bool {
        self.type_set_pairs(ty)
            .into_iter()
            .all(|(_, under)| under.is_some_and(&mut property))
    }

    /// The underlying type that all types of the set share, each of which must satisfy a condition first: one that is violated
    /// gives the reason. The condition is asked without an underlying type where there are no specific types.
    pub(super) fn common_under_if(
        &self,
        ty: TypeId,
        mut condition: impl FnMut(&Self, TypeId, Option<TypeId>) -> Option<String>,
    ) -> Result<TypeId, String> {
        for (ty, under) in self.type_set_pairs(ty) {
            if let Some(cause) = condition(self, ty, under) {
                return Err(cause);
            }
        }
        self.common_under(ty)
    }

    /// The underlying type that all types of the set share, or gc's reason why there is none.
    pub(super) fn common_under(&self, ty: TypeId) -> Result<TypeId, String> {
        self.world
            .common_underlying(ty)
            .map_err(|reason| self.no_common_text(reason))
    }

    fn no_common_text(&self, reason: NoCommonType) -> String {
        let text = |ty| self.ty_text(ty);
        match reason {
            NoCommonType::NoSpecificType => "no specific type".to_owned(),
            NoCommonType::ChannelElements(a, b) => format!(
                "channels {} and {} have different element types",
                text(a),
                text(b)
            ),
            NoCommonType::ChannelDirections(a, b) => format!(
                "channels {} and {} have conflicting directions",
                text(a),
                text(b)
            ),
            NoCommonType::Different(a, b) => format!(
                "{} and {} have different underlying types",
                text(a),
                text(b)
            ),
        }
    }
}
