//! The layout of a function's frame.
//!
//! Slots with pointers come first, so that the map that tells the collector about the frame is short; among them, and among
//! the others, the stronger alignment first, so that nothing is lost between slots. gc does the same for the first of these
//! reasons.

use std::cmp::Reverse;

use super::object::{Object, round_up};
use crate::ir::SiteId;

/// The slots of a frame.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    slots: Vec<(SiteId, Object)>,
    size: u64,
}

impl Frame {
    /// Reserves memory for a site.
    pub fn add(&mut self, site: SiteId, object: Object) {
        self.slots.push((site, object));
    }

    /// The offset of each slot.
    pub fn lay_out(&mut self) -> Vec<(SiteId, u64)> {
        self.slots
            .sort_by_key(|(site, object)| (!object.has_pointers, Reverse(object.align), *site));
        let mut end = 0_u64;
        let mut offsets = Vec::with_capacity(self.slots.len());
        for (site, object) in &self.slots {
            let offset = round_up(end, object.align);
            offsets.push((*site, offset));
            end = offset.saturating_add(object.size);
        }
        self.size = round_up(end, 8);
        offsets
    }

    /// The bytes of all slots, known once they are laid out.
    pub fn size(&self) -> u64 {
        self.size
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_aligned_and_do_not_overlap() {
        let object = |size, align, has_pointers| Object {
            size,
            align,
            has_pointers,
        };
        let site = SiteId::from_u32;
        let mut frame = Frame::default();
        frame.add(site(0), object(1, 1, false));
        frame.add(site(1), object(8, 8, false));
        frame.add(site(2), object(24, 8, true));
        frame.add(site(3), object(3, 1, false));
        let offsets = frame.lay_out();
        assert_eq!(
            offsets,
            [(site(2), 0), (site(1), 24), (site(0), 32), (site(3), 33)]
        );
        assert_eq!(frame.size(), 40);
    }
}
