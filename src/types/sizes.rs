//! Sizes (to come in this step series).

/// Size and alignment of a type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Layout {
    /// Bytes.
    pub size: u64,
    /// Alignment.
    pub align: u64,
}
