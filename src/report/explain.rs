//! Everything known of the sites and parameters at a place (`escargo explain`).

use std::fmt::Write as _;

use super::describe::{
    decision_text, invariant_sentence, kind_name, object_text, rule_sentence, tier_text,
};
use super::go_text::{place_text, reason_text};
use super::paths::Paths;
use super::view::PackageView;
use crate::escape::facts::{Flow, Leaks};
use crate::ir::{FuncId, LocalId, SiteId};
use crate::placement::Decision;
use crate::source::{FileId, Pos};

/// The place asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct At {
    /// The file.
    pub file: FileId,
    /// The line in it, from 1.
    pub line: u32,
    /// The column in bytes, from 1; none for the whole line.
    pub column: Option<u32>,
}

/// The explanation of all sites and parameters there; empty if there are none.
pub fn explain(view: &PackageView<'_>, paths: &Paths, at: At) -> String {
    let explainer = Explainer { view, paths };
    let mut out = String::new();
    for (func, function) in view.package.funcs.iter() {
        for (number, &param) in function.params.iter().enumerate() {
            if is_at(view, function.locals[param].pos, at) {
                explainer.param(func, number, param, &mut out);
            }
        }
    }
    for (func, site) in view.sites_by_position() {
        if is_at(view, view.site_pos(func, site), at) {
            explainer.site(func, site, &mut out);
        }
    }
    out
}

/// Columns match anywhere in the word that stands there.
fn is_at(view: &PackageView<'_>, pos: Pos, at: At) -> bool {
    if !pos.is_known() || pos.file != at.file {
        return false;
    }
    let Some(file) = view.files.get(pos.file) else {
        return false;
    };
    let (line, column) = file.line_column(pos.offset);
    let word = super::rich::token_range(&file.text, pos.offset as usize).len() as u32;
    line == at.line
        && at
            .column
            .is_none_or(|wanted| (column..column + word.max(1)).contains(&wanted))
}

struct Explainer<'a> {
    view: &'a PackageView<'a>,
    paths: &'a Paths,
}

impl Explainer<'_> {
    fn site(&self, func: FuncId, site: SiteId, out: &mut String) {
        let view = self.view;
        let placement = view.placement(func, site);
        let function = view.func(func);
        let text = view.printer(true).site(func, site);
        let kind = kind_name(function.sites[site].kind);
        let at = self.position(view.site_pos(func, site));
        let _ = writeln!(out, "{at}: {kind} `{text}` in {}", function.name);
        let _ = writeln!(out, "  placement: {}", decision_text(placement.decision));
        let _ = writeln!(out, "  object: {}", object_text(placement.object));
        if let Decision::Heap { cause, tier } = placement.decision {
            let _ = writeln!(out, "  rule: {}", rule_sentence(cause.rule));
            if let Some(invariant) = cause.invariant {
                let _ = writeln!(out, "  invariant: {}", invariant_sentence(invariant));
            }
            if let Some(tier) = tier {
                let _ = writeln!(out, "  allocator: {}", tier_text(tier));
            }
        }
        let Some(facts) = view.facts.funcs.get(func).map(|facts| &facts.sites[site]) else {
            return;
        };
        let _ = writeln!(out, "  loop depth: {}", facts.loop_depth);
        if let Some(flow) = facts.flow.and_then(|flow| view.facts.flows.get(flow)) {
            self.flow(flow, out);
        }
    }

    fn flow(&self, flow: &Flow, out: &mut String) {
        let printer = self.view.printer(true);
        let _ = writeln!(out, "  flow:");
        for step in &flow.steps {
            let ops = match usize::try_from(step.derefs) {
                Ok(derefs) => "*".repeat(derefs),
                Err(_negative) => "&".to_owned(),
            };
            let (dst, src) = (
                place_text(&printer, step.dst),
                place_text(&printer, step.src),
            );
            let _ = writeln!(out, "    {dst} ← {ops}{src}");
            for note in &step.notes {
                let text = self.view.note_text(&printer, note.at);
                let at = self.position(self.view.note_pos(note.at));
                let _ = writeln!(out, "      {at}: {text} ({})", reason_text(note.reason));
            }
        }
        if flow.truncated {
            let _ = writeln!(out, "    (cut: assignments form a cycle)");
        }
    }

    fn param(&self, func: FuncId, number: usize, param: LocalId, out: &mut String) {
        let function = self.view.func(func);
        let local = &function.locals[param];
        let at = self.position(local.pos);
        let _ = writeln!(out, "{at}: parameter `{}` of {}", local.name, function.name);
        let facts = self.view.facts.funcs.get(func);
        let Some(leaks) = facts.and_then(|facts| facts.params.get(number)) else {
            return;
        };
        let leaks = leaks.unwrap_or(Leaks {
            heap: Some(0),
            ..Leaks::default()
        });
        let mut stays = true;
        if let Some(derefs) = leaks.heap {
            stays = false;
            let _ = writeln!(out, "  leaks: to the heap {}", after(derefs));
        }
        for (result, derefs) in leaks.results.iter().enumerate() {
            if let Some(derefs) = derefs {
                stays = false;
                let _ = writeln!(out, "  leaks: to result {result} {}", after(*derefs));
            }
        }
        if stays {
            let _ = writeln!(out, "  leaks: nothing");
        }
    }

    fn position(&self, pos: Pos) -> String {
        self.paths
            .position(self.view.files, pos)
            .unwrap_or_else(|| "?".to_owned())
    }
}

fn after(derefs: u8) -> String {
    match derefs {
        0 => "itself".to_owned(),
        1 => "what it points to".to_owned(),
        several => format!("what {several} dereferences of it give"),
    }
}
