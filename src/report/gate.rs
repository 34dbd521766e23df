//! Broken promises of comments (`escargo gate`), as blocks for people and as single lines for tools.
//!
//! A block is that of `check` with two things more: the comment, and the calls by which the place is reached.

use codespan_reporting::diagnostic::{Diagnostic, Label};
use codespan_reporting::files::Error;
use codespan_reporting::term::termcolor::WriteColor;
use codespan_reporting::term::{self, Config};
use rustc_hash::FxHashMap;

use super::describe::decision_text;
use super::names::Names;
use super::paths::Paths;
use super::rich::{Sources, heap_diagnostic, token_range};
use super::view::PackageView;
use crate::analysis::Analysis;
use crate::gate::{
    self, Allocation, Ask, At, Comment, Fault, Judgement, Kinds, Offence, Scope, Violation,
};
use crate::ir::Value;
use crate::placement::Decision;
use crate::source::{FileId, Pos};
use crate::types::ObjectId;

/// Writes everything that is wrong: comments that are faulty, then broken promises.
pub fn write(
    analysis: &Analysis,
    judgement: &Judgement,
    paths: &Paths,
    out: &mut dyn WriteColor,
) -> Result<(), Error> {
    let sources = Sources {
        files: &analysis.files,
        paths,
    };
    let config = Config::default();
    for &(pos, fault) in &judgement.faults {
        let diagnostic = Diagnostic::error()
            .with_message(fault_text(fault))
            .with_labels(vec![comment_label(analysis, pos, "this comment")]);
        term::emit_to_write_style(out, &config, &sources, &diagnostic)?;
    }
    let reporter = Reporter {
        analysis,
        judgement,
    };
    for violation in &judgement.violations {
        let diagnostic = reporter.diagnostic(violation);
        term::emit_to_write_style(out, &config, &sources, &diagnostic)?;
    }
    for &(comment, count) in &judgement.unlisted {
        if let Some(comment) = judgement.comments.get(comment) {
            let place = paths.position(&analysis.files, comment.pos);
            let place = place.unwrap_or_default();
            writeln!(out, "{place}: and {count} more under this comment").map_err(Error::Io)?;
        }
    }
    Ok(())
}

/// Everything that is wrong, one finding each: its place, and a line of text.
pub fn findings(analysis: &Analysis, judgement: &Judgement) -> Vec<(Pos, String)> {
    let reporter = Reporter {
        analysis,
        judgement,
    };
    let faults = judgement.faults.iter();
    let mut findings: Vec<(Pos, String)> = faults
        .map(|&(pos, fault)| (pos, fault_text(fault)))
        .collect();
    for violation in &judgement.violations {
        let (pos, text) = reporter.message(violation);
        let comment = judgement.comments.get(violation.comment);
        let asked = comment.map_or("", |comment| ask_text(&comment.ask));
        let line = comment
            .and_then(|comment| analysis.files.position(comment.pos))
            .map_or(0, |position| position.line);
        let calls = violation.calls.first().map(|&(at, call)| {
            let name = reporter.callee(at, call);
            format!(", reached by the call of `{name}`")
        });
        let calls = calls.unwrap_or_default();
        // What is reached elsewhere is reported at the call that leaves the promised piece of source.
        let pos = violation
            .calls
            .first()
            .map_or(pos, |&(at, call)| reporter.value_pos(at, call));
        findings.push((pos, format!("{text}{calls} (`{asked}` in line {line})")));
    }
    findings
}

/// What the functions of a package may allocate, in a line each: `p/a.go:3:2: variable `x` is on the heap: …`. Folders are
/// import paths, as the text is read elsewhere.
pub fn allocation_texts(
    analysis: &Analysis,
    allocations: &[Allocation],
) -> FxHashMap<ObjectId, String> {
    let judgement = Judgement::default();
    let reporter = Reporter {
        analysis,
        judgement: &judgement,
    };
    let texts = allocations.iter().map(|allocation| {
        let text = allocation.nearest.map(|offence| {
            let told = match offence {
                // The callee's own text says more.
                Offence::UnknownCall(_, _, object) => analysis.world.object(object).heap.get(),
                Offence::OnHeap(..) | Offence::InterfaceCall(..) | Offence::DynamicCall(..) => None,
            };
            if let Some(told) = told {
                return told.as_str().to_owned();
            }
            let (pos, text) = reporter.offence(offence);
            let package = analysis.world.object(allocation.function).pkg;
            let path = analysis.world.package(package).path;
            let place = Paths::default().position(&analysis.files, pos);
            let place = place.unwrap_or_default();
            let place = place.rsplit(['/', '\\']).next().unwrap_or_default();
            format!("{path}/{place}: {text}")
        });
        let text = text.unwrap_or_else(|| gate::nothing().to_owned());
        (allocation.function, text)
    });
    texts.collect()
}

struct Reporter<'a> {
    analysis: &'a Analysis,
    judgement: &'a Judgement,
}

impl<'a> Reporter<'a> {
    fn view(&self, number: usize) -> Option<PackageView<'a>> {
        self.analysis.view(self.analysis.packages.get(number)?)
    }

    fn value_pos(&self, (number, func): At, value: Value) -> Pos {
        self.view(number)
            .map_or(Pos::NONE, |view| view.value_pos(func, value))
    }

    fn diagnostic(&self, violation: &Violation) -> Diagnostic<FileId> {
        let (pos, message) = self.message(violation);
        let mut diagnostic = match violation.offence {
            Offence::OnHeap((number, func), site) => {
                let view = self.view(number);
                let found = view.map(|view| heap_diagnostic(&view, func, site));
                let mut found = found.unwrap_or_else(Diagnostic::error);
                if found.labels.is_empty() {
                    found.labels.push(self.label(pos, "allocated here"));
                }
                found
            }
            Offence::InterfaceCall(..) | Offence::DynamicCall(..) | Offence::UnknownCall(..) => {
                Diagnostic::error().with_labels(vec![self.label(pos, "called here")])
            }
        };
        diagnostic.severity = codespan_reporting::diagnostic::Severity::Error;
        diagnostic.message = message;
        for (number, &(at, call)) in violation.calls.iter().enumerate() {
            let name = self.callee(at, call);
            let text = format!("call {}: `{name}`", number + 1);
            let label = self.label(self.value_pos(at, call), &text);
            diagnostic.labels.push(Label {
                style: codespan_reporting::diagnostic::LabelStyle::Secondary,
                ..label
            });
        }
        if let Some(comment) = self.judgement.comments.get(violation.comment) {
            let text = promise(comment);
            let label = comment_label(self.analysis, comment.pos, text);
            diagnostic.labels.push(Label {
                style: codespan_reporting::diagnostic::LabelStyle::Secondary,
                ..label
            });
        }
        diagnostic
    }

    /// Where the violation is, and what it is.
    fn message(&self, violation: &Violation) -> (Pos, String) {
        self.offence(violation.offence)
    }

    fn offence(&self, offence: Offence) -> (Pos, String) {
        let call = |at: At, call: Value, what: &str| {
            let text = self
                .view(at.0)
                .map(|view| view.printer(true).value(at.1, call));
            let text = text.unwrap_or_default();
            let pos = self.value_pos(at, call);
            (pos, format!("`{text}` calls {what}, which may allocate"))
        };
        match offence {
            Offence::OnHeap((number, func), site) => {
                let Some(view) = self.view(number) else {
                    return (Pos::NONE, String::new());
                };
                let noun = view.site_noun(func, site);
                let decision = view.placement(func, site).decision;
                let text = match decision {
                    Decision::Heap { cause, .. } => {
                        let rule = super::describe::rule_name(cause.rule);
                        format!("{noun} is on the heap: {rule}")
                    }
                    Decision::StackBuffer { .. } => {
                        format!("{noun} may be on the heap: {}", decision_text(decision))
                    }
                    Decision::Stack { .. } | Decision::Static | Decision::Absent => noun,
                };
                (view.site_pos(func, site), text)
            }
            Offence::InterfaceCall(at, value) => call(at, value, "a method of an interface"),
            Offence::DynamicCall(at, value) => call(at, value, "a function value"),
            Offence::UnknownCall(at, value, object) => {
                let names = Names {
                    world: &self.analysis.world,
                    package: crate::types::PackageId::UNIVERSE,
                };
                let name = names.function(object);
                match self.analysis.world.object(object).heap.get() {
                    Some(told) => {
                        let pos = self.value_pos(at, value);
                        (pos, format!("{name} may allocate: {told}"))
                    }
                    None => call(at, value, &format!("{name}, whose body is not known")),
                }
            }
        }
    }

    fn callee(&self, (number, func): At, call: Value) -> String {
        let Some(view) = self.view(number) else {
            return String::new();
        };
        let text = view.printer(true).value(func, call);
        match text.char_indices().nth(40) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text,
        }
    }

    fn label(&self, pos: Pos, text: &str) -> Label<FileId> {
        let range = match self.analysis.files.get(pos.file) {
            Some(file) => token_range(&file.text, pos.offset as usize),
            None => 0..0,
        };
        Label::primary(pos.file, range).with_message(text)
    }
}

/// A label over a comment.
fn comment_label(analysis: &Analysis, pos: Pos, text: &str) -> Label<FileId> {
    let start = pos.offset as usize;
    let length = match analysis.files.get(pos.file) {
        Some(file) => {
            let rest = file.text.get(start..).unwrap_or_default();
            rest.lines().next().unwrap_or_default().trim_end().len()
        }
        None => 0,
    };
    Label::primary(pos.file, start..start + length).with_message(text)
}

/// What a comment promises.
fn promise(comment: &Comment) -> &'static str {
    match (&comment.ask, &comment.scope) {
        (Ask::NoHeap { deep: true }, _) => "nothing here or in what it calls may be on the heap",
        (Ask::NoHeap { .. }, Scope::Types { .. }) => "no object of the type may be on the heap",
        (Ask::NoHeap { .. }, Scope::Function { .. }) => {
            "nothing in the function may be on the heap"
        }
        (Ask::NoHeap { .. }, Scope::Range(_)) => "nothing here may be on the heap",
        (Ask::Stack(_), _) => "this variable must be on the stack",
        (Ask::CheckEscape(Kinds { local: true, .. }), _) => "nothing here may allocate",
        (Ask::CheckEscape(_), _) => "nothing here or in what it calls may allocate",
        (Ask::NoEscape, _) => "nothing here may escape",
        (Ask::Allow | Ask::Exempt, _) => "allowed",
    }
}

/// A comment in short.
fn ask_text(ask: &Ask) -> &'static str {
    match ask {
        Ask::NoHeap { deep: true } => "//escargo:noheap deep",
        Ask::NoHeap { deep: false } => "//escargo:noheap",
        Ask::Stack(_) => "//escargo:stack",
        Ask::Allow => "//escargo:allow",
        Ask::Exempt => "// escapes:",
        Ask::CheckEscape(_) => "// +checkescape",
        Ask::NoEscape => "//gcassert:noescape",
    }
}

/// What is wrong with a comment.
pub fn fault_text(fault: Fault) -> String {
    match fault {
        Fault::UnknownWord(word) => format!("comment not understood: {word}"),
        Fault::MissingName => "comment without the name of a variable".to_owned(),
        Fault::MissingReason => "comment without a reason".to_owned(),
        Fault::NotJudged(word) => {
            format!("`{word}` is about machine code, which escargo does not make")
        }
        Fault::NothingFollows => {
            "comment that stands before no statement or declaration".to_owned()
        }
        Fault::NoVariable(name) => format!("no variable `{name}` is declared here"),
        Fault::NothingAllowed => {
            "comment that allows nothing: nothing here is on the heap".to_owned()
        }
    }
}
