//! The findings as JSON (`escargo check --format json`). The schema is `docs/check.schema.json`; `version` changes whenever a field
//! changes its meaning or goes away. New fields may appear in any version.

use serde::Serialize;

use super::describe::{invariant_name, kind_name, rule_name};
use super::finding::{Class, Finding, FuncFindings, Subject};
use super::hint_text;
use super::paths::Paths;
use super::view::PackageView;
use crate::hints::Hint;
use crate::placement::Decision;
use crate::release::Release;
use crate::source::{FileId, FileSet, Pos};

/// The version of the schema.
pub const VERSION: u32 = 1;

#[derive(Serialize, Debug)]
struct Document {
    version: u32,
    go: String,
    findings: Vec<Record>,
}

/// A finding.
#[derive(Serialize, Debug)]
pub struct Record {
    /// The import path.
    pub package: &'static str,
    /// The function, as gc names it.
    pub function: &'static str,
    /// Where it is.
    pub position: Place,
    /// `heap`, `runtime`, `stack`, `params` or `elsewhere`.
    pub class: &'static str,
    /// What it is about: `variable`, `make slice`, `parameter`.
    pub kind: &'static str,
    /// In one line.
    pub message: String,
    /// The rule, for the heap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<&'static str>,
    /// The invariant that the stack would break.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invariant: Option<&'static str>,
    /// What the allocator takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    /// 1 in the function's body.
    pub loop_depth: u32,
    /// What findings are ordered by.
    pub cost: u64,
    /// The story.
    pub steps: Vec<StepRecord>,
    /// What else is known.
    pub notes: Vec<NoteRecord>,
    /// What would help.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<HintRecord>,
}

/// A place in a file; columns count bytes.
#[derive(Serialize, Debug)]
pub struct Place {
    /// The file.
    pub file: String,
    /// From 1.
    pub line: u32,
    /// From 1; absent behind a `//line` directive without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
}

/// A step of a story.
#[derive(Serialize, Debug)]
pub struct StepRecord {
    /// Where.
    pub position: Place,
    /// What.
    pub text: String,
}

/// A remark.
#[derive(Serialize, Debug)]
pub struct NoteRecord {
    /// What it is about: `rule`, `size`, `fact`, …
    pub name: &'static str,
    /// The remark.
    pub text: String,
}

/// A change.
#[derive(Serialize, Debug)]
pub struct HintRecord {
    /// What to do.
    pub advice: String,
    /// What was checked.
    pub checked: String,
    /// Replacements in the files as they are.
    pub edits: Vec<EditRecord>,
}

/// A replacement.
#[derive(Serialize, Debug)]
pub struct EditRecord {
    /// The first place that goes away.
    pub start: Place,
    /// The first place that stays.
    pub end: Place,
    /// What comes.
    pub text: String,
}

/// The document, with a line end.
pub fn document(
    groups: &[(PackageView<'_>, FuncFindings)],
    paths: &Paths,
    release: Release,
) -> String {
    let findings = groups.iter().flat_map(|(view, group)| {
        let findings = group.findings.iter();
        findings.map(move |finding| record(view, paths, finding))
    });
    let document = Document {
        version: VERSION,
        go: release.to_string(),
        findings: findings.collect(),
    };
    // Nothing in it can fail to be written.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

/// The record of a finding.
pub fn record(view: &PackageView<'_>, paths: &Paths, finding: &Finding) -> Record {
    let cause = match finding.subject {
        Subject::Site(site) => match view.placement(finding.func, site).decision {
            Decision::Heap { cause, .. } => Some(cause),
            _elsewhere => None,
        },
        Subject::Param(..) => None,
    };
    let story = finding.story(view);
    let steps = story.steps.into_iter().map(|step| StepRecord {
        position: place(view.files, paths, step.pos),
        text: step.text,
    });
    let notes = finding.notes(view).into_iter();
    Record {
        package: view.path(),
        function: view.func(finding.func).name.as_str(),
        position: place(view.files, paths, finding.pos),
        class: class_name(finding.class),
        kind: subject_name(view, finding),
        message: finding.headline(view),
        rule: cause.map(|cause| rule_name(cause.rule)),
        invariant: cause.and_then(|cause| cause.invariant).map(invariant_name),
        bytes: finding.bytes,
        loop_depth: finding.loop_depth,
        cost: finding.cost,
        steps: steps.collect(),
        notes: notes
            .map(|(name, text)| NoteRecord { name, text })
            .collect(),
        hint: finding
            .hint
            .as_ref()
            .map(|hint| hint_record(view.files, paths, hint)),
    }
}

fn hint_record(files: &FileSet, paths: &Paths, hint: &Hint) -> HintRecord {
    let edits = hint.edits.iter().map(|edit| EditRecord {
        start: true_place(files, paths, edit.file, edit.start),
        end: true_place(files, paths, edit.file, edit.end),
        text: edit.text.clone(),
    });
    HintRecord {
        advice: hint_text::advice(&hint.remedy),
        checked: hint_text::checked(hint),
        edits: edits.collect(),
    }
}

fn place(files: &FileSet, paths: &Paths, pos: Pos) -> Place {
    match files.position(pos) {
        Some(position) => Place {
            file: paths.show(&position.name),
            line: position.line,
            column: position.column,
        },
        None => Place {
            file: String::new(),
            line: 0,
            column: None,
        },
    }
}

/// The place in the file itself, whatever `//line` directives say.
fn true_place(files: &FileSet, paths: &Paths, file: FileId, offset: u32) -> Place {
    let Some(file) = files.get(file) else {
        return place(files, paths, Pos::NONE);
    };
    let (line, column) = file.line_column(offset);
    Place {
        file: paths.show(&file.name),
        line,
        column: Some(column),
    }
}

/// The word for a class.
pub fn class_name(class: Class) -> &'static str {
    match class {
        Class::Heap => "heap",
        Class::RunTime => "runtime",
        Class::Stack => "stack",
        Class::Params => "params",
        Class::Elsewhere => "elsewhere",
    }
}

fn subject_name(view: &PackageView<'_>, finding: &Finding) -> &'static str {
    match finding.subject {
        Subject::Site(site) => kind_name(view.func(finding.func).sites[site].kind),
        Subject::Param(..) => "parameter",
    }
}
