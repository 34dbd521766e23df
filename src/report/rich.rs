//! The report that a person reads (`escargo check`): functions, and for each finding a block in the style of rustc.
//!
//! The labels tell the story in numbered steps, the notes name rule, invariant, size and tier, and the change that would help.
//! Positions go through codespan-reporting, which counts columns in characters; gc's own lines (`go_text`) count bytes and never
//! pass here.

use std::collections::BTreeMap;
use std::ops::Range;

use codespan_reporting::diagnostic::{Diagnostic, Label, LabelStyle, Severity};
use codespan_reporting::files::{Error, Files};
use codespan_reporting::term::termcolor::{ColorSpec, WriteColor};
use codespan_reporting::term::{self, Config};

use super::describe::{bytes, cause_line};
use super::finding::{Class, Finding, FuncFindings, group_text, site_finding};
use super::hint_text;
use super::paths::Paths;
use super::view::PackageView;
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

/// The report on the findings of some packages.
pub struct Report<'a> {
    /// How names are shortened.
    pub paths: &'a Paths,
    /// The packages with the functions that have findings, in the order in which they are shown.
    pub groups: &'a [(PackageView<'a>, FuncFindings)],
    /// Whether functions are named with their package.
    pub with_packages: bool,
}

impl Report<'_> {
    /// Writes one block for each finding, under a line for its function.
    pub fn write(&self, out: &mut dyn WriteColor) -> Result<(), Error> {
        for (view, group) in self.groups {
            let mut bold = ColorSpec::new();
            bold.set_bold(true);
            out.set_color(&bold)?;
            write!(out, "{}", self.title(view, group.func))?;
            out.reset()?;
            writeln!(out, " {}", group_text(group))?;
            writeln!(out)?;
            for finding in &group.findings {
                self.block(view, finding, out)?;
            }
        }
        Ok(())
    }

    /// Writes the blocks alone.
    pub fn write_blocks(&self, out: &mut dyn WriteColor) -> Result<(), Error> {
        for (view, group) in self.groups {
            for finding in &group.findings {
                self.block(view, finding, out)?;
            }
        }
        Ok(())
    }

    /// `func (*T).M (./x.go:3):`
    fn title(&self, view: &PackageView<'_>, func: FuncId) -> String {
        let function = view.func(func);
        let package = match self.with_packages {
            true => format!("{} ", view.path()),
            false => String::new(),
        };
        let at = view.files.position(function.pos);
        let at = at.map_or_else(String::new, |at| {
            format!(" ({}:{})", self.paths.show(&at.name), at.line)
        });
        format!("{package}func {}{at}:", function.name)
    }

    fn block(
        &self,
        view: &PackageView<'_>,
        finding: &Finding,
        out: &mut dyn WriteColor,
    ) -> Result<(), Error> {
        let sources = Sources {
            files: view.files,
            paths: self.paths,
        };
        let config = Config {
            tab_width: 4,
            ..Config::default()
        };
        let diagnostic = diagnostic(view, self.paths, finding);
        term::emit_to_write_style(out, &config, &sources, &diagnostic)
    }
}

/// The block on one finding.
pub fn diagnostic(view: &PackageView<'_>, paths: &Paths, finding: &Finding) -> Diagnostic<FileId> {
    let notes = finding.notes(view).into_iter();
    let mut notes: Vec<String> = notes
        .map(|(name, text)| format!("{name}: {text}"))
        .collect();
    if let Some(hint) = &finding.hint {
        notes.push(hint_text::note(view.files, paths, hint));
    }
    let severity = match finding.class {
        Class::Heap => Severity::Warning,
        Class::RunTime | Class::Stack | Class::Params | Class::Elsewhere => Severity::Note,
    };
    let mut labels = story_labels(view, finding);
    if labels.iter().any(|label| is_in_long_line(view, label)) {
        notes.splice(0..0, labels.drain(..).map(|label| as_note(view, &label)));
    }
    Diagnostic::new(severity)
        .with_message(finding.headline(view))
        .with_labels(labels)
        .with_notes(notes)
}

/// The block on one heap object.
pub fn heap_diagnostic(view: &PackageView<'_>, func: FuncId, site: SiteId) -> Diagnostic<FileId> {
    diagnostic(view, &Paths::default(), &site_finding(view, func, site))
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

/// The labels along the story. Several steps at one place share one label.
fn story_labels(view: &PackageView<'_>, finding: &Finding) -> Vec<Label<FileId>> {
    let story = finding.story(view);
    let alone = story.steps.len() <= 1;
    let mut texts: BTreeMap<(FileId, u32), Vec<String>> = BTreeMap::new();
    for step in story.steps {
        let text = match alone {
            true => step.text,
            false => format!("{}: {}", step.number, step.text),
        };
        let at = (step.pos.file, step.pos.offset);
        texts.entry(at).or_default().push(text);
    }
    if texts.is_empty() && finding.pos.is_known() {
        let at = (finding.pos.file, finding.pos.offset);
        texts.insert(at, vec!["here".to_owned()]);
    }
    let labels = texts.into_iter().map(|((file, offset), texts)| {
        let pos = Pos::new(file, offset);
        let style = match pos == finding.pos {
            true => LabelStyle::Primary,
            false => LabelStyle::Secondary,
        };
        label(view.files, style, pos, &texts.join("; "))
    });
    labels.collect()
}

fn label(files: &FileSet, style: LabelStyle, pos: Pos, message: &str) -> Label<FileId> {
    let range = match files.get(pos.file) {
        Some(file) => label_range(&file.text, pos.offset as usize),
        None => 0..0,
    };
    Label::new(style, pos.file, range).with_message(message)
}

/// The bytes that a label covers: gc reports calls at their `(` and selections at their `.`, people look at the name.
pub(super) fn label_range(text: &str, start: usize) -> Range<usize> {
    let token = token_range(text, start);
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    match text.get(token.clone()) {
        Some("(") => {
            let before = text.get(..start).unwrap_or("");
            let name = before.trim_end_matches(is_word).len();
            name..if name < start { start } else { token.end }
        }
        Some(".") => {
            let end = token_range(text, token.end).end;
            token.start..end
        }
        _other => token,
    }
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

/// What the report says of a package in its last lines.
#[derive(Clone, Copy, Default)]
pub struct Summary {
    stack: u64,
    run_time: u64,
    heap: u64,
    statics: u64,
    heap_bytes: u64,
    unknown_sizes: u64,
}

impl Summary {
    /// Counts all objects of a package.
    pub fn of(view: &PackageView<'_>) -> Summary {
        let mut summary = Summary::default();
        for (func, site) in view.sites_by_position() {
            summary.count(view, func, site, view.placement(func, site).decision);
        }
        summary
    }

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

    /// `5 on the stack, 1 on the heap (48 bytes), 0 decided at run time, 0 static`
    pub fn text(&self) -> String {
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
    use super::{label_range, token_range};

    #[test]
    fn labels_cover_a_word_or_a_sign() {
        let text = "x := &größe";
        assert_eq!(token_range(text, 0), 0..1);
        assert_eq!(token_range(text, 5), 5..6);
        assert_eq!(&text[token_range(text, 6)], "größe");
        assert_eq!(token_range(text, 99), text.len()..text.len());
        let text = "fmt.Println(x.y, (z))";
        assert_eq!(&text[label_range(text, 11)], "Println");
        assert_eq!(&text[label_range(text, 13)], ".y");
        assert_eq!(&text[label_range(text, 17)], "(");
    }
}
