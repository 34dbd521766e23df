//! Allocation: an object for a site, where its placement says.

use super::frame::Frame;
use super::machine::Machine;
use super::memory::{Payload, Region};
use super::value::{Cell, ObjRef, Ptr};
use crate::ir::SiteId;
use crate::placement::{BufferKind, Decision, Tier};

impl<'a, 'p> Machine<'a, 'p> {
    /// An object made of cells. `bytes`: its size, where only the run knows it.
    pub fn allocate_cells(
        &mut self,
        frame: &mut Frame<'a, 'p>,
        site: SiteId,
        cells: Vec<Cell>,
        bytes: Option<u64>,
    ) -> Ptr {
        let obj = self.allocate(frame, site, Payload::Cells(cells), bytes);
        Ptr { obj, off: 0 }
    }

    /// An object of a site.
    pub fn allocate(
        &mut self,
        frame: &mut Frame<'a, 'p>,
        site: SiteId,
        payload: Payload,
        bytes: Option<u64>,
    ) -> ObjRef {
        let region = self.region_for(frame, site, bytes);
        let key = (frame.unit.id, frame.func, site);
        self.count(frame, site, region, bytes);
        let obj = self.memory.add(region, Some(key), payload);
        if let Region::Stack { .. } = region {
            // The site's memory in the frame is used again: what was there has ended.
            if let Some(old) = frame.by_site[site].replace(obj) {
                self.memory.end(old);
            }
            frame.owned.push(obj);
        }
        obj
    }

    fn region_for(&self, frame: &Frame<'a, 'p>, site: SiteId, bytes: Option<u64>) -> Region {
        let placement = frame.unit.result.placements.site(frame.func, site);
        let facts = frame.unit.result.facts.funcs.get(frame.func);
        let stack = Region::Stack {
            depth: frame.depth,
            loop_depth: facts.map_or(1, |facts| facts.sites[site].loop_depth),
        };
        match placement.decision {
            Decision::Stack { .. } => stack,
            Decision::StackBuffer { size, kind, .. } => {
                let fits = bytes.is_some_and(|bytes| bytes <= size);
                // The buffer of an append serves its first growth in a call only.
                let free = kind != BufferKind::Append || frame.by_site[site].is_none();
                if fits && free { stack } else { Region::Heap }
            }
            Decision::Heap { .. } => Region::Heap,
            Decision::Static => Region::Static,
            Decision::Absent => Region::Nowhere,
        }
    }

    fn count(&mut self, frame: &Frame<'a, 'p>, site: SiteId, region: Region, bytes: Option<u64>) {
        let placement = frame.unit.result.placements.site(frame.func, site);
        let object = placement.object;
        let bytes = bytes.or(object.map(|object| object.size)).unwrap_or(0);
        let key = (frame.unit.id, frame.func, site);
        match region {
            Region::Stack { .. } => {
                let stats = self.stats.sites.entry(key).or_default();
                stats.stack_objects += 1;
                stats.stack_bytes += bytes;
            }
            Region::Heap => {
                let pointers = object.is_some_and(|object| object.has_pointers);
                let tier = Tier::of(bytes, pointers, self.program.analysis.release);
                let stats = self.stats.sites.entry(key).or_default();
                stats.heap_objects += 1;
                stats.heap_bytes += bytes;
                stats.tier = Some(tier);
            }
            Region::Static | Region::Nowhere => {}
        }
    }
}
