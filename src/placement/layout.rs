//! Sizes, alignments and pointers of types on a 64-bit machine.

use crate::types::sizes::Layout;
use crate::types::{Basic, TypeId, TypeKind, World};

/// Size and alignment of a variable of the type.
pub fn layout(world: &World, ty: TypeId) -> Layout {
    stacker::maybe_grow(64 * 1024, 1024 * 1024, || match world.underlying_kind(ty) {
        TypeKind::Basic(basic) => basic_layout(*basic),
        TypeKind::Array(len, elem) => {
            let elem = layout(world, *elem);
            Layout {
                size: elem.size.saturating_mul(u64::try_from(*len).unwrap_or(0)),
                align: elem.align,
            }
        }
        TypeKind::Struct(fields) => {
            let parts = fields.iter().map(|field| field.ty);
            struct_layout(world, parts)
        }
        TypeKind::Tuple(parts) => struct_layout(world, parts.iter().copied()),
        TypeKind::Slice(_) => words(3),
        TypeKind::Interface(_) => words(2),
        TypeKind::Pointer(_) | TypeKind::Func(_) | TypeKind::Map(..) | TypeKind::Chan(..) => {
            words(1)
        }
        TypeKind::Named(_) | TypeKind::Alias(_) | TypeKind::TypeParam(_) | TypeKind::Union(_) => {
            words(0)
        }
    })
}

fn words(count: u64) -> Layout {
    Layout {
        size: 8 * count,
        align: 8,
    }
}

/// A struct whose last field has no size gets a byte more, so that the field's address stays inside.
fn struct_layout(world: &World, fields: impl Iterator<Item = TypeId>) -> Layout {
    let mut whole = Layout { size: 0, align: 1 };
    let mut last_is_empty = false;
    for field in fields {
        let field = layout(world, field);
        last_is_empty = field.size == 0;
        whole.size = whole
            .size
            .next_multiple_of(field.align)
            .saturating_add(field.size);
        whole.align = whole.align.max(field.align);
    }
    if last_is_empty && whole.size > 0 {
        whole.size += 1;
    }
    whole.size = whole.size.div_ceil(whole.align).saturating_mul(whole.align);
    whole
}

fn basic_layout(basic: Basic) -> Layout {
    let size = match basic {
        Basic::Bool | Basic::Int8 | Basic::Uint8 | Basic::Byte => 1,
        Basic::Int16 | Basic::Uint16 => 2,
        Basic::Int32 | Basic::Uint32 | Basic::Rune | Basic::Float32 => 4,
        Basic::Complex64 => return Layout { size: 8, align: 4 },
        Basic::Complex128 => return Layout { size: 16, align: 8 },
        Basic::String | Basic::UntypedString => return words(2),
        _word => 8,
    };
    Layout { size, align: size }
}

/// Whether the collector must look into a variable of the type.
pub fn has_pointers(world: &World, ty: TypeId) -> bool {
    stacker::maybe_grow(64 * 1024, 1024 * 1024, || match world.underlying_kind(ty) {
        TypeKind::Basic(basic) => matches!(
            basic,
            Basic::String | Basic::UntypedString | Basic::UnsafePointer | Basic::UntypedNil
        ),
        TypeKind::Array(len, elem) => *len > 0 && has_pointers(world, *elem),
        TypeKind::Struct(fields) => fields.iter().any(|field| has_pointers(world, field.ty)),
        TypeKind::Tuple(parts) => parts.iter().any(|&part| has_pointers(world, part)),
        _reference => true,
    })
}
