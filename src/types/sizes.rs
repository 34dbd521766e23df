//! Sizes, alignments and pointers of types.
//!
//! A machine has words of 8 or 4 bytes; no alignment is larger than a word, so `int64` is aligned to 4 bytes on 386. Only
//! the marker type `align64` of the packages for atomic operations gives its struct 8 bytes there, too.
//!
//! The rules are gc's: fields in source order at the next multiple of their alignment; a struct ends at a multiple of its
//! alignment; a struct whose last field has no size is a byte longer before that, so that the field's address stays inside
//! the object. A size that does not fit in 63 bits is unknown.

use super::store::{Basic, Field, TypeId, TypeKind};
use super::world::World;

/// The sizes of a machine.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Machine {
    /// Bytes of a word: of `int`, `uint`, `uintptr` and pointers.
    pub word: u64,
}

impl Machine {
    /// Words of 8 bytes.
    pub const BITS_64: Machine = Machine { word: 8 };
    /// Words of 4 bytes.
    pub const BITS_32: Machine = Machine { word: 4 };

    /// The machine of a `GOARCH`.
    pub fn of_arch(arch: &str) -> Machine {
        match arch {
            "386" | "arm" | "mips" | "mipsle" => Machine::BITS_32,
            _other => Machine::BITS_64,
        }
    }

    /// The width of an integer type.
    pub fn bits(self, basic: Basic) -> Option<u32> {
        Some(match basic.canonical() {
            Basic::Int8 | Basic::Uint8 => 8,
            Basic::Int16 | Basic::Uint16 => 16,
            Basic::Int32 | Basic::Uint32 => 32,
            Basic::Int64 | Basic::Uint64 => 64,
            Basic::Int | Basic::Uint | Basic::Uintptr => 8 * self.word as u32,
            _ => return None,
        })
    }

    fn words(self, count: u64) -> Layout {
        Layout {
            size: self.word * count,
            align: self.word,
        }
    }

    fn basic_layout(self, basic: Basic) -> Layout {
        let size = match basic {
            Basic::Bool | Basic::UntypedBool | Basic::Int8 | Basic::Uint8 | Basic::Byte => 1,
            Basic::Int16 | Basic::Uint16 => 2,
            Basic::Int32 | Basic::Uint32 | Basic::Rune | Basic::UntypedRune | Basic::Float32 => 4,
            Basic::Complex64 => return Layout { size: 8, align: 4 },
            Basic::Complex128 | Basic::UntypedComplex => {
                let align = self.word;
                return Layout { size: 16, align };
            }
            Basic::String | Basic::UntypedString => return self.words(2),
            Basic::Int64 | Basic::Uint64 | Basic::Float64 | Basic::UntypedFloat => 8,
            Basic::Invalid
            | Basic::Int
            | Basic::Uint
            | Basic::Uintptr
            | Basic::UnsafePointer
            | Basic::UntypedInt
            | Basic::UntypedNil => self.word,
        };
        Layout {
            size,
            align: size.min(self.word),
        }
    }
}

/// How deep types are nested by value at most: deeper ones contain themselves, which is an error that was reported.
const MAX_NESTING: u32 = 500;

/// Size and alignment of a type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Layout {
    /// Bytes.
    pub size: u64,
    /// Alignment.
    pub align: u64,
}

impl World {
    /// Size and alignment of a variable of the type; `None` if it is too large, not known yet, or depends on a type
    /// parameter. Cached.
    pub fn layout(&self, ty: TypeId) -> Option<Layout> {
        self.layout_at(ty, MAX_NESTING)
    }

    /// The layout of a part; `levels` more of them may be inside it.
    fn layout_at(&self, ty: TypeId, levels: u32) -> Option<Layout> {
        let record = self.record(ty);
        if let Some(&layout) = record.layout.get() {
            return Some(layout);
        }
        let levels = levels.checked_sub(1)?;
        let compute = || self.compute_layout(ty, levels);
        let layout = stacker::maybe_grow(64 * 1024, 1024 * 1024, compute)?;
        Some(*record.layout.get_or_init(|| layout))
    }

    /// Bytes of a variable of the type; `None` as for [`World::layout`].
    pub fn size_of(&self, ty: TypeId) -> Option<u64> {
        self.layout(ty).map(|layout| layout.size)
    }

    /// Alignment of a variable of the type.
    pub fn align_of(&self, ty: TypeId) -> Option<u64> {
        self.layout(ty).map(|layout| layout.align)
    }

    fn compute_layout(&self, ty: TypeId, levels: u32) -> Option<Layout> {
        let under = self.try_underlying(ty)?;
        match self.kind(under) {
            TypeKind::Basic(basic) => Some(self.machine().basic_layout(*basic)),
            TypeKind::Array(len, elem) => {
                let elem = self.layout_at(*elem, levels)?;
                let size = elem.size.checked_mul(u64::try_from(*len).ok()?)?;
                fits(Layout {
                    size,
                    align: elem.align,
                })
            }
            TypeKind::Struct(fields) => {
                let mut layout = self.struct_layout(fields.iter().map(|field| field.ty), levels)?;
                if self.is_align64(ty) {
                    layout.align = 8;
                }
                Some(layout)
            }
            TypeKind::Tuple(parts) => self.struct_layout(parts.iter().copied(), levels),
            TypeKind::Slice(_) => Some(self.machine().words(3)),
            TypeKind::Interface(_) => Some(self.machine().words(2)),
            TypeKind::Pointer(_) | TypeKind::Func(_) | TypeKind::Map(..) | TypeKind::Chan(..) => {
                Some(self.machine().words(1))
            }
            TypeKind::Named(_)
            | TypeKind::Alias(_)
            | TypeKind::TypeParam(_)
            | TypeKind::Union(_) => None,
        }
    }

    fn struct_layout(&self, fields: impl Iterator<Item = TypeId>, levels: u32) -> Option<Layout> {
        let mut whole = Layout { size: 0, align: 1 };
        let mut last_is_empty = false;
        for field in fields {
            let field = self.layout_at(field, levels)?;
            last_is_empty = field.size == 0;
            whole.size = whole
                .size
                .checked_next_multiple_of(field.align)?
                .checked_add(field.size)?;
            whole.align = whole.align.max(field.align);
        }
        if last_is_empty && whole.size > 0 {
            whole.size += 1;
        }
        whole.size = whole.size.checked_next_multiple_of(whole.align)?;
        fits(whole)
    }

    /// The marker type that aligns what contains it to 8 bytes on every machine.
    fn is_align64(&self, ty: TypeId) -> bool {
        let Some(named) = self.as_named(ty) else {
            return false;
        };
        let object = self.object(self.named(named).object);
        object.name.as_str() == "align64"
            && matches!(
                self.package_path(object.pkg),
                "sync/atomic" | "internal/runtime/atomic" | "runtime/internal/atomic"
            )
    }

    /// The offset of one field of a struct type.
    pub fn field_offset(&self, ty: TypeId, field: usize) -> Option<u64> {
        match self.underlying_kind(ty) {
            // The first one stands at the start whatever the sizes are.
            TypeKind::Struct(_) if field == 0 => Some(0),
            TypeKind::Struct(fields) => self.field_offsets(fields)?.get(field).copied(),
            _no_struct => None,
        }
    }

    /// The offsets of a struct's fields.
    pub fn field_offsets(&self, fields: &[Field]) -> Option<Vec<u64>> {
        let mut end: u64 = 0;
        let mut offsets = Vec::with_capacity(fields.len());
        for field in fields {
            let layout = self.layout(field.ty)?;
            let offset = end.checked_next_multiple_of(layout.align)?;
            offsets.push(offset);
            end = offset.checked_add(layout.size)?;
        }
        Some(offsets)
    }

    /// Whether the collector must look into a variable of the type. Type parameters are taken to hold pointers.
    pub fn has_pointers(&self, ty: TypeId) -> bool {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || match self.underlying_kind(ty) {
            TypeKind::Basic(basic) => matches!(
                basic,
                Basic::String | Basic::UntypedString | Basic::UnsafePointer | Basic::UntypedNil
            ),
            TypeKind::Array(len, elem) => *len > 0 && self.has_pointers(*elem),
            TypeKind::Struct(fields) => fields.iter().any(|field| self.has_pointers(field.ty)),
            TypeKind::Tuple(parts) => parts.iter().any(|&part| self.has_pointers(part)),
            TypeKind::Pointer(elem) => !self.is_not_in_heap(*elem),
            _reference => true,
        })
    }

    /// Whether objects of the type are never in the collected heap: the runtime's marker type `sys.NotInHeap`, and what
    /// contains it. The collector does not follow pointers to them.
    pub fn is_not_in_heap(&self, ty: TypeId) -> bool {
        if let Some(named) = self.as_named(ty) {
            let object = self.object(self.named(named).object);
            if object.name.as_str() == "NotInHeap" {
                let path = self.package_path(object.pkg);
                return matches!(path, "internal/runtime/sys" | "runtime/internal/sys");
            }
        }
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || match self.underlying_kind(ty) {
            TypeKind::Struct(fields) => fields.iter().any(|field| self.is_not_in_heap(field.ty)),
            TypeKind::Array(_, elem) => self.is_not_in_heap(*elem),
            _other => false,
        })
    }

    /// Whether a value of the type is stored in an interface's data word itself: it is one word, all of it a pointer.
    pub fn is_direct_iface(&self, ty: TypeId) -> bool {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || match self.underlying_kind(ty) {
            TypeKind::Basic(basic) => *basic == Basic::UnsafePointer,
            TypeKind::Pointer(elem) => !self.is_not_in_heap(*elem),
            TypeKind::Func(_) | TypeKind::Map(..) | TypeKind::Chan(..) => true,
            TypeKind::Array(len, elem) => *len == 1 && self.is_direct_iface(*elem),
            TypeKind::Struct(fields) => {
                let fits = match self.conventions().only_lone_pointers {
                    true => fields.len() == 1,
                    false => self.size_of(ty) == Some(self.machine().word),
                };
                fits && fields.iter().any(|field| self.is_direct_iface(field.ty))
            }
            _other => false,
        })
    }
}

fn fits(layout: Layout) -> Option<Layout> {
    i64::try_from(layout.size).is_ok().then_some(layout)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrays_of_words() {
        let world = World::new();
        let int = world.basic(Basic::Int);
        let array = world.array(3, int);
        assert_eq!(world.size_of(array), Some(24));
        assert!(!world.has_pointers(array));
        let pointer = world.pointer(int);
        assert!(world.is_direct_iface(world.array(1, pointer)));
        assert!(!world.is_direct_iface(int));
        assert_eq!(world.size_of(world.array(i64::MAX, int)), None);
    }

    #[test]
    fn small_machines_have_small_alignments() {
        let world = World::for_machine(Machine::of_arch("386"));
        let parts = [world.basic(Basic::Bool), world.basic(Basic::Int64)];
        let pair = world.tuple(&parts);
        assert_eq!(world.machine().bits(Basic::Uint), Some(32));
        assert_eq!(world.layout(pair), Some(Layout { size: 12, align: 4 }));
        assert_eq!(world.size_of(world.basic(Basic::String)), Some(8));
    }
}
