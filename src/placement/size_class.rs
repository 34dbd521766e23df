//! How Go's runtime allocates an object on the heap: its tier and the block it takes.
//!
//! ```text
//! size       pointers   tier
//! 0          any        none: the address of a shared zero-sized object
//! 1..15      no         tiny: shares a 16-byte block with other tiny objects
//! ..32760    any        small: one of 67 block sizes
//! beyond     any        large: whole pages of 8 KiB
//! ```
//!
//! Since Go 1.22 a small object with pointers of more than 512 bytes carries a header of 8 bytes that tells the collector its
//! type, and since then objects between 32761 and 32768 bytes count as large. The classes are the same from 1.21 to 1.27.
//!
//! Source: `runtime/sizeclasses.go` and `runtime/malloc.go`.

use crate::release::Release;

/// The block sizes of small objects, in bytes.
pub const SIZE_CLASSES: [u32; 67] = [
    8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320, 352,
    384, 416, 448, 480, 512, 576, 640, 704, 768, 896, 1024, 1152, 1280, 1408, 1536, 1792, 2048,
    2304, 2688, 3072, 3200, 3456, 4096, 4864, 5376, 6144, 6528, 6784, 6912, 8192, 9472, 9728,
    10240, 10880, 12288, 13568, 14336, 16384, 18432, 19072, 20480, 21760, 24576, 27264, 28672,
    32768,
];

/// Objects without pointers below this size share a block.
pub const TINY_SIZE: u64 = 16;
/// The largest block of a size class.
pub const MAX_SMALL_SIZE: u64 = 32768;
/// The size of a page, the unit of large objects.
pub const PAGE_SIZE: u64 = 8192;
/// The largest object with pointers that needs no header.
const MAX_SIZE_WITHOUT_HEADER: u64 = 512;
const HEADER_SIZE: u64 = 8;

/// The part of the allocator that serves an object.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Tier {
    /// No bytes: nothing is allocated.
    Zero,
    /// Part of a 16-byte block that several objects share.
    Tiny,
    /// A block of a size class.
    Small {
        /// The number of the class, from 1, as the runtime counts.
        class: u8,
        /// The bytes of the block.
        block: u32,
        /// Whether 8 of them are a header with the object's type.
        header: bool,
    },
    /// Whole pages.
    Large {
        /// How many.
        pages: u64,
    },
}

impl Tier {
    /// The tier of an object of `size` bytes.
    pub fn of(size: u64, has_pointers: bool, release: Release) -> Tier {
        let headers = release.minor() >= 22;
        let max_small = if headers {
            MAX_SMALL_SIZE - HEADER_SIZE
        } else {
            MAX_SMALL_SIZE
        };
        if size == 0 {
            return Tier::Zero;
        }
        if size < TINY_SIZE && !has_pointers {
            return Tier::Tiny;
        }
        if size > max_small {
            return Tier::Large {
                pages: size.div_ceil(PAGE_SIZE),
            };
        }
        let header = headers && has_pointers && size > MAX_SIZE_WITHOUT_HEADER;
        let needed = if header { size + HEADER_SIZE } else { size };
        let index = SIZE_CLASSES.partition_point(|&block| u64::from(block) < needed);
        Tier::Small {
            class: index as u8 + 1,
            block: SIZE_CLASSES[index],
            header,
        }
    }

    /// The bytes that the object takes from the heap, what is lost to rounding included. A tiny object counts as itself.
    pub fn block_size(self, size: u64) -> u64 {
        match self {
            Tier::Zero => 0,
            Tier::Tiny => size,
            Tier::Small { block, .. } => block.into(),
            Tier::Large { pages } => pages * PAGE_SIZE,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small(class: u8, block: u32, header: bool) -> Tier {
        Tier::Small {
            class,
            block,
            header,
        }
    }

    #[test]
    fn tiers_change_where_the_runtime_changes_them() {
        let of = |size, pointers| Tier::of(size, pointers, Release::NEWEST);
        assert_eq!(of(0, true), Tier::Zero);
        assert_eq!(of(15, false), Tier::Tiny);
        assert_eq!(of(16, false), small(2, 16, false));
        assert_eq!(of(8, true), small(1, 8, false));
        assert_eq!(of(33, false), small(5, 48, false));
        assert_eq!(of(512, true), small(26, 512, false));
        assert_eq!(of(513, false), small(27, 576, false));
        assert_eq!(of(32760, false), small(67, 32768, false));
        assert_eq!(of(32761, false), Tier::Large { pages: 4 });
    }

    #[test]
    fn headers_came_with_go_1_22() {
        let old = Release::OLDEST;
        assert_eq!(Tier::of(576, true, old), small(27, 576, false));
        assert_eq!(Tier::of(576, true, Release::NEWEST), small(28, 640, true));
        assert_eq!(Tier::of(32768, false, old), small(67, 32768, false));
    }
}
