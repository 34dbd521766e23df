//! The report that a person reads (`escargo check`): one rustc-style block for each object on the heap.
//!
//! The label at the object says that it is on the heap, those along the flow say step by step how its address gets away, the
//! notes name rule, invariant, size and tier. Positions go through codespan-reporting, which counts columns in characters;
//! gc's own lines (`go_text`) count bytes and never pass here.

use std::collections::BTreeMap;
use std::ops::Range;

use codespan_reporting::diagnostic::{Diagnostic, Label, LabelStyle};
use codespan_reporting::files::{Error, Files};
use codespan_reporting::term::termcolor::WriteColor;
use codespan_reporting::term::{self, Config};

use super::describe::{
    bytes, cause_line, invariant_sentence, object_text, rule_name, rule_sentence, tier_text,
};
use super::go_text::reason_text;
use super::paths::Paths;
use super::view::PackageView;
use crate::escape::facts::{Flow, Reason};
use crate::ir::{FuncId, SiteId};
use crate::placement::{Decision, Tier};
use crate::source::{FileId, FileSet, Pos};

/// The sources as codespan reads them: real lines, shortened names.
pub struct Sources<'a> {
    /// The files.
    pub files: &'a FileSet,
    /// How names are shortened.
    pub paths: &'a Paths,
}

impl<'a> Files<'a> for Sources<'a> {
    type FileId = FileId;
    type Name = String;
    type Source = &'a str;

    fn name(&'a self, id: FileId) -> Result<String, Error> {
        let file = self.files.get(id).ok_or(Error::FileMissing)?;
        Ok(self.paths.show(&file.name))
    }

    fn source(&'a self, id: FileId) -> Result<&'a str, Error> {
        let file = self.files.get(id).ok_or(Error::FileMissing)?;
        Ok(&file.text)
    }

    fn line_index(&'a self, id: FileId, byte_index: usize) -> Result<usize, Error> {
        let file = self.files.get(id).ok_or(Error::FileMissing)?;
        let (line, _) = file.line_column(byte_index as u32);
        Ok(line as usize - 1)
    }

    fn line_range(&'a self, id: FileId, line_index: usize) -> Result<Range<usize>, Error> {
        let file = self.files.get(id).ok_or(Error::FileMissing)?;
        let line = line_index as u32 + 1;
        let start = file.line_start(line).ok_or(Error::LineTooLarge {
            given: line_index,
            max: line_index,
        })?;
        let end = file
            .line_start(line + 1)
            .map_or(file.text.len(), |end| end as usize);
        Ok(start as usize..end)
    }
}

/// Writes the report on a package: its heap objects by position, then a summary line. Narrowed to one function where `only`
/// names it.
pub fn write_package(
    view: &PackageView<'_>,
    paths: &Paths,
    only: Option<&str>,
    out: &mut dyn WriteColor,
) -> Result<(), Error> {
    let sources = Sources {
        files: view.files,
        paths,
    };
    let config = Config::default();
    let mut summary = Summary::default();
    for (func, site) in view.sites_by_position() {
        if only.is_some_and(|name| view.func(func).name.as_str() != name) {
            continue;
        }
        let decision = view.placement(func, site).decision;
        summary.count(view, func, site, decision);
        if let Decision::Heap { .. } = decision {
            let diagnostic = heap_diagnostic(view, func, site);
            term::emit_to_write_style(out, &config, &sources, &diagnostic)?;
        }
    }
    writeln!(out, "{}: {}", view.path(), summary.text()).map_err(Error::Io)
}

/// The block on one heap object.
pub fn heap_diagnostic(view: &PackageView<'_>, func: FuncId, site: SiteId) -> Diagnostic<FileId> {
    let placement = view.placement(func, site);
    let noun = view.site_noun(func, site);
    let Decision::Heap { cause, tier } = placement.decision else {
        return Diagnostic::note().with_message(noun);
    };
    let message = format!("{noun} is on the heap: {}", rule_name(cause.rule));
    let mut notes = vec![format!("rule: {}", rule_sentence(cause.rule))];
    if let Some(invariant) = cause.invariant {
        notes.push(format!("invariant: {}", invariant_sentence(invariant)));
    }
    let tier = tier.map_or_else(String::new, |tier| format!("; {}", tier_text(tier)));
    notes.push(format!("size: {}{tier}", object_text(placement.object)));
    let mut labels = labels(view, func, site);
    if labels.iter().any(|label| is_in_long_line(view, label)) {
        notes.splice(0..0, labels.drain(..).map(|label| as_note(view, &label)));
    }
    Diagnostic::warning()
        .with_message(message)
        .with_labels(labels)
        .with_notes(notes)
}

/// Whether the line of a label is too long to be shown: each block would repeat it.
fn is_in_long_line(view: &PackageView<'_>, label: &Label<FileId>) -> bool {
    const LONGEST: usize = 2_000;
    let Some(file) = view.files.get(label.file_id) else {
        return false;
    };
    let (before, after) = file
        .text
        .split_at_checked(label.range.start)
        .unwrap_or_default();
    let newline = |byte: &u8| *byte == b'\n';
    let before = before.as_bytes().iter().rev().take(LONGEST);
    let after = after.as_bytes().iter().take(LONGEST);
    let length = before.take_while(|byte| !newline(byte)).count()
        + after.take_while(|byte| !newline(byte)).count();
    length > LONGEST
}

/// A label without its line.
fn as_note(view: &PackageView<'_>, label: &Label<FileId>) -> String {
    let place = view
        .files
        .get(label.file_id)
        .map_or_else(String::new, |file| {
            let (line, column) = file.line_column(label.range.start as u32);
            format!("{line}:{column}")
        });
    format!("at {place}: {}", label.message)
}

/// The labels along the flow. Several steps at one place share one label.
pub fn labels(view: &PackageView<'_>, func: FuncId, site: SiteId) -> Vec<Label<FileId>> {
    let pos = view.site_pos(func, site);
    let mut texts: BTreeMap<(FileId, u32), Vec<String>> = BTreeMap::new();
    let flow = view.facts.funcs[func].sites[site].flow;
    if let Some(flow) = flow.and_then(|flow| view.facts.flows.get(flow)) {
        add_steps(view, flow, pos, &mut texts);
    }
    let mut labels = vec![label(
        view.files,
        LabelStyle::Primary,
        pos,
        "allocated here",
    )];
    for ((file, offset), texts) in texts {
        let pos = Pos::new(file, offset);
        labels.push(label(
            view.files,
            LabelStyle::Secondary,
            pos,
            &texts.join(", then "),
        ));
    }
    labels
}

fn add_steps(
    view: &PackageView<'_>,
    flow: &Flow,
    origin: Pos,
    texts: &mut BTreeMap<(FileId, u32), Vec<String>>,
) {
    let printer = view.printer(true);
    for (number, note) in flow.steps.iter().flat_map(|step| &step.notes).enumerate() {
        let pos = view.note_pos(note.at);
        let plain = pos == origin && note.reason == Reason::Spill;
        if !pos.is_known() || plain {
            continue;
        }
        let text = view.note_text(&printer, note.at);
        let step = format!(
            "{}. `{}`: {}",
            number + 1,
            cut(&text),
            reason_text(note.reason)
        );
        texts.entry((pos.file, pos.offset)).or_default().push(step);
    }
}

/// Long expressions are cut: the source line is above the label.
fn cut(text: &str) -> String {
    const LIMIT: usize = 40;
    match text.char_indices().nth(LIMIT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn label(files: &FileSet, style: LabelStyle, pos: Pos, message: &str) -> Label<FileId> {
    let range = match files.get(pos.file) {
        Some(file) => token_range(&file.text, pos.offset as usize),
        None => 0..0,
    };
    Label::new(style, pos.file, range).with_message(message)
}

/// The bytes of the word or sign at an offset.
pub(super) fn token_range(text: &str, start: usize) -> Range<usize> {
    let Some(rest) = text.get(start..) else {
        return text.len()..text.len();
    };
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let word = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
    let length = match word {
        0 => rest.chars().next().map_or(0, char::len_utf8),
        word => word,
    };
    start..start + length
}

/// What the report says in its last line.
#[derive(Clone, Copy, Default)]
struct Summary {
    stack: u64,
    run_time: u64,
    heap: u64,
    statics: u64,
    heap_bytes: u64,
    unknown_sizes: u64,
}

impl Summary {
    fn count(&mut self, view: &PackageView<'_>, func: FuncId, site: SiteId, decision: Decision) {
        let size = view.placement(func, site).object.map_or(0, |o| o.size);
        match decision {
            Decision::Stack { .. } => self.stack += 1,
            Decision::StackBuffer { .. } => self.run_time += 1,
            Decision::Heap { tier, .. } => {
                self.heap += 1;
                self.heap_bytes = self
                    .heap_bytes
                    .saturating_add(tier.map_or(0, |tier: Tier| tier.block_size(size)));
                self.unknown_sizes += u64::from(tier.is_none());
            }
            Decision::Static => self.statics += 1,
            Decision::Absent => {}
        }
    }

    fn text(&self) -> String {
        let known = bytes(self.heap_bytes);
        let unknown = match self.unknown_sizes {
            0 => String::new(),
            count => format!(" and {count} of unknown size"),
        };
        let heap = match self.heap {
            0 => "0 on the heap".to_owned(),
            count => format!("{count} on the heap ({known}{unknown})"),
        };
        format!(
            "{} on the stack, {heap}, {} decided at run time, {} static",
            self.stack, self.run_time, self.statics
        )
    }
}

/// One line for a heap object, for narrow outputs.
pub fn heap_line(view: &PackageView<'_>, func: FuncId, site: SiteId) -> String {
    let noun = view.site_noun(func, site);
    match view.placement(func, site).decision {
        Decision::Heap { cause, .. } => format!("{noun}: {}", cause_line(cause)),
        _elsewhere => noun,
    }
}

#[cfg(test)]
mod tests {
    use super::token_range;

    #[test]
    fn labels_cover_a_word_or_a_sign() {
        let text = "x := &größe";
        assert_eq!(token_range(text, 0), 0..1);
        assert_eq!(token_range(text, 5), 5..6);
        assert_eq!(&text[token_range(text, 6)], "größe");
        assert_eq!(token_range(text, 99), text.len()..text.len());
    }
}
