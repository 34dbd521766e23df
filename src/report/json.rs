//! The decision table as JSON (`escargo placement --format json`). The schema is documented in `docs/placement.md`; its version
//! changes whenever a field changes its meaning or goes away. New fields may appear in any version.

use serde::Serialize;

use super::describe::{invariant_name, kind_name, rule_name};
use super::go_text::{place_text, reason_text};
use super::paths::Paths;
use super::view::PackageView;
use crate::escape::facts::{Flow, Leaks};
use crate::ir::{FuncId, LocalId, SiteId};
use crate::placement::{BufferKind, Decision, Tier};
use crate::source::Pos;

/// The version of the schema.
pub const VERSION: u32 = 1;

/// The whole document.
#[derive(Serialize, Debug)]
pub struct Document {
    /// [`VERSION`]
    pub version: u32,
    /// The release whose rules were applied: `1.24`.
    pub go: String,
    /// The packages asked for, dependencies first.
    pub packages: Vec<PackageRecord>,
}

/// A package.
#[derive(Serialize, Debug)]
pub struct PackageRecord {
    path: &'static str,
    functions: Vec<FuncRecord>,
}

/// A function.
#[derive(Serialize, Debug)]
struct FuncRecord {
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<PositionRecord>,
    /// Bytes.
    frame_size: u64,
    parameters: Vec<ParamRecord>,
    sites: Vec<SiteRecord>,
}

/// What becomes of a parameter.
#[derive(Serialize, Debug)]
struct ParamRecord {
    name: &'static str,
    /// Dereferences before it reaches the heap; none if it does not.
    leaks_to_heap: Option<u8>,
    /// The same for each result.
    leaks_to_results: Vec<Option<u8>>,
}

/// A site.
#[derive(Serialize, Debug)]
struct SiteRecord {
    position: PositionRecord,
    kind: &'static str,
    text: String,
    loop_depth: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    align: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pointers: Option<bool>,
    placement: PlacementRecord,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    flow: Vec<StepRecord>,
}

/// A place in a file; columns count bytes.
#[derive(Serialize, Debug)]
struct PositionRecord {
    file: String,
    line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u32>,
}

#[derive(Serialize, Debug)]
#[serde(tag = "place", rename_all = "snake_case")]
enum PlacementRecord {
    Stack {
        offset: u64,
    },
    RunTime {
        buffer_offset: u64,
        buffer_size: u64,
        buffer: &'static str,
    },
    Heap {
        rule: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        invariant: Option<&'static str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        tier: Option<TierRecord>,
    },
    Static,
    None,
}

#[derive(Serialize, Debug)]
#[serde(tag = "name", rename_all = "snake_case")]
enum TierRecord {
    Zero,
    Tiny,
    Small { class: u8, block: u32, header: bool },
    Large { pages: u64 },
}

/// One edge of a flow.
#[derive(Serialize, Debug)]
struct StepRecord {
    to: String,
    from: String,
    dereferences: i32,
    notes: Vec<NoteRecord>,
}

#[derive(Serialize, Debug)]
struct NoteRecord {
    reason: &'static str,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<PositionRecord>,
}

/// The record of a package. Narrowed to one function where `only` names it.
pub fn package_record(view: &PackageView<'_>, paths: &Paths, only: Option<&str>) -> PackageRecord {
    let writer = Writer { view, paths };
    let mut by_func = vec![Vec::new(); view.package.funcs.len()];
    for (func, site) in view.sites_by_position() {
        if let Some(sites) = by_func.get_mut(func.as_u32() as usize) {
            sites.push(site);
        }
    }
    PackageRecord {
        path: view.path(),
        functions: view
            .package
            .funcs
            .keys()
            .zip(by_func)
            .filter(|(func, _)| only.is_none_or(|name| view.func(*func).name.as_str() == name))
            .map(|(func, sites)| writer.func(func, &sites))
            .collect(),
    }
}

struct Writer<'a> {
    view: &'a PackageView<'a>,
    paths: &'a Paths,
}

impl Writer<'_> {
    fn func(&self, func: FuncId, sites: &[SiteId]) -> FuncRecord {
        let function = self.view.func(func);
        let facts = self.view.facts.funcs.get(func);
        let placements = self.view.placements.funcs.get(func);
        let params = function.params.iter().enumerate().map(|(n, &param)| {
            let leaks = facts.and_then(|facts| facts.params.get(n).copied());
            param_record(self.view, func, param, leaks, function.results.len())
        });
        FuncRecord {
            name: function.name.as_str(),
            position: self.position(function.pos),
            frame_size: placements.map_or(0, |placements| placements.frame_size),
            parameters: params.collect(),
            sites: sites
                .iter()
                .filter_map(|&site| self.site(func, site))
                .collect(),
        }
    }

    fn site(&self, func: FuncId, site: SiteId) -> Option<SiteRecord> {
        let found = &self.view.facts.funcs.get(func)?.sites[site];
        let placement = self.view.placement(func, site);
        let flow = found.flow.and_then(|flow| self.view.facts.flows.get(flow));
        Some(SiteRecord {
            position: self.position(self.view.site_pos(func, site))?,
            kind: kind_name(self.view.func(func).sites[site].kind),
            text: self.view.printer(true).site(func, site),
            loop_depth: found.loop_depth,
            size: placement.object.map(|object| object.size),
            align: placement.object.map(|object| object.align),
            pointers: placement.object.map(|object| object.has_pointers),
            placement: placement_record(placement.decision),
            flow: flow.map_or_else(Vec::new, |flow| self.flow(flow)),
        })
    }

    fn flow(&self, flow: &Flow) -> Vec<StepRecord> {
        let printer = self.view.printer(true);
        let steps = flow.steps.iter().map(|step| StepRecord {
            to: place_text(&printer, step.dst),
            from: place_text(&printer, step.src),
            dereferences: step.derefs,
            notes: step
                .notes
                .iter()
                .map(|note| NoteRecord {
                    reason: reason_text(note.reason),
                    text: self.view.note_text(&printer, note.at),
                    position: self.position(self.view.note_pos(note.at)),
                })
                .collect(),
        });
        steps.collect()
    }

    fn position(&self, pos: Pos) -> Option<PositionRecord> {
        let position = self.view.files.position(pos)?;
        Some(PositionRecord {
            file: self.paths.show(&position.name),
            line: position.line,
            column: position.column,
        })
    }
}

/// A parameter without a summary leaks as it is: gc's empty tag.
fn param_record(
    view: &PackageView<'_>,
    func: FuncId,
    param: LocalId,
    leaks: Option<Option<Leaks>>,
    results: usize,
) -> ParamRecord {
    let leaks = leaks.map(|leaks| {
        leaks.unwrap_or(Leaks {
            heap: Some(0),
            ..Leaks::default()
        })
    });
    let leaks = leaks.unwrap_or_default();
    let results = leaks.results.into_iter().take(results);
    ParamRecord {
        name: view.func(func).locals[param].name.as_str(),
        leaks_to_heap: leaks.heap,
        leaks_to_results: results.collect(),
    }
}

fn placement_record(decision: Decision) -> PlacementRecord {
    match decision {
        Decision::Stack { offset } => PlacementRecord::Stack { offset },
        Decision::StackBuffer { offset, size, kind } => PlacementRecord::RunTime {
            buffer_offset: offset,
            buffer_size: size,
            buffer: match kind {
                BufferKind::String => "string",
                BufferKind::Make => "make",
                BufferKind::Append => "append",
            },
        },
        Decision::Heap { cause, tier } => PlacementRecord::Heap {
            rule: rule_name(cause.rule),
            invariant: cause.invariant.map(invariant_name),
            tier: tier.map(tier_record),
        },
        Decision::Static => PlacementRecord::Static,
        Decision::Absent => PlacementRecord::None,
    }
}

fn tier_record(tier: Tier) -> TierRecord {
    match tier {
        Tier::Zero => TierRecord::Zero,
        Tier::Tiny => TierRecord::Tiny,
        Tier::Small {
            class,
            block,
            header,
        } => TierRecord::Small {
            class,
            block,
            header,
        },
        Tier::Large { pages } => TierRecord::Large { pages },
    }
}
