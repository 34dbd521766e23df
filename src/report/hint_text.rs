//! Hints in words, with the change as a diff.

use std::fmt::Write as _;

use super::describe::bytes;
use super::paths::Paths;
use crate::hints::{Bound, Hint, Remedy};
use crate::source::edit;
use crate::source::{FileId, FileSet};

/// What to do, as a sentence without its end.
pub fn advice(remedy: &Remedy) -> String {
    match remedy {
        Remedy::ReturnValue { function, ty } => {
            format!("let `{function}` return `{ty}` and not a pointer to it")
        }
        Remedy::HoldValue { holder, ty } => {
            format!("let `{holder}` hold `{ty}` and not a pointer to it")
        }
        Remedy::PassBuffer { function, buffer } => {
            format!("let the callers of `{function}` pass `{buffer}` in, from their own frames")
        }
        Remedy::ConstantSize { capacity, because } => {
            let because = match because {
                Bound::Callers { function } => {
                    format!("no call of `{function}` asks for more")
                }
                Bound::Code => "the code lets it be no more".to_owned(),
            };
            format!("give `make` the constant capacity {capacity}: {because}")
        }
        Remedy::DeclareVariable { size } => format!(
            "declare a variable: {} are too many for an expression that allocates, but not for a variable",
            bytes(*size)
        ),
        Remedy::CopyBeforeCapture { variable } => format!(
            "copy `{variable}` before the function literal: what is not assigned again is captured by value"
        ),
        Remedy::TypeParameter {
            function,
            parameter,
        } => format!(
            "give `{function}` a type parameter for `{parameter}`: then no interface is made"
        ),
        Remedy::WithoutInterface { call } => {
            format!("use `{call}`, which needs no interface")
        }
        Remedy::WriteString { call } => {
            format!("use `{call}`, which needs no copy of the string")
        }
        Remedy::DeclareOutside { variable } => {
            format!("declare `{variable}` before the loop, once for all rounds")
        }
    }
}

/// What has been checked.
pub fn checked(hint: &Hint) -> String {
    let mut text =
        "with this change the package still compiles and this object is not on the heap".to_owned();
    if hint.removed > 1 {
        let _ = write!(text, ", nor are {} others", hint.removed - 1);
    }
    text
}

/// A line of a diff.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DiffLine {
    /// The file.
    pub file: FileId,
    /// The line before the change.
    pub line: u32,
    /// Whether the line comes (else it goes).
    pub added: bool,
    /// Its text.
    pub text: String,
}

/// The change by lines: those that go and those that come, each group of edited lines in order.
pub fn diff(files: &FileSet, hint: &Hint) -> Vec<DiffLine> {
    let mut ids: Vec<FileId> = hint.edits.iter().map(|edit| edit.file).collect();
    ids.sort();
    ids.dedup();
    let mut lines = Vec::new();
    for id in ids {
        file_diff(files, id, hint, &mut lines);
    }
    lines
}

fn file_diff(files: &FileSet, id: FileId, hint: &Hint, lines: &mut Vec<DiffLine>) {
    let Some(file) = files.get(id) else {
        return;
    };
    let edits = edit::of_file(id, &hint.edits);
    let mut next = 0;
    while next < edits.len() {
        let (first, _) = file.line_column(edits[next].start);
        let (mut last, _) = file.line_column(edits[next].end);
        let begin = next;
        next += 1;
        while next < edits.len() && file.line_column(edits[next].start).0 <= last {
            last = last.max(file.line_column(edits[next].end).0);
            next += 1;
        }
        let start = file.line_start(first).unwrap_or(0);
        let end = file.line_start(last + 1).unwrap_or(file.text.len() as u32);
        let Some(old) = file.text.get(start as usize..end as usize) else {
            continue;
        };
        let mut new = old.to_owned();
        for edit in edits[begin..next].iter().rev() {
            let range = (edit.start - start) as usize..(edit.end - start) as usize;
            new.replace_range(range, &edit.text);
        }
        push(id, first, false, old, &new, lines);
        push(id, first, true, &new, old, lines);
    }
}

/// The lines of one side that the other side does not have at its beginning or end.
fn push(file: FileId, first: u32, added: bool, side: &str, other: &str, out: &mut Vec<DiffLine>) {
    let (side, other): (Vec<&str>, Vec<&str>) = (side.lines().collect(), other.lines().collect());
    let same = side.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let limit = side.len().min(other.len()) - same;
    let tail = side.iter().rev().zip(other.iter().rev());
    let tail = tail.take_while(|(a, b)| a == b).count().min(limit);
    for (number, text) in side.iter().enumerate().take(side.len() - tail).skip(same) {
        out.push(DiffLine {
            file,
            line: first + number as u32,
            added,
            text: (*text).to_owned(),
        });
    }
}

/// The hint as a note under a finding.
pub fn note(files: &FileSet, paths: &Paths, hint: &Hint) -> String {
    let mut text = format!("help: {}", advice(&hint.remedy));
    let lines = diff(files, hint);
    let one_file = lines.windows(2).all(|pair| pair[0].file == pair[1].file);
    let width = lines.iter().map(|line| line.line.to_string().len()).max();
    let width = width.unwrap_or(1);
    let mut before: Option<&DiffLine> = None;
    for line in &lines {
        if !one_file && before.is_none_or(|before| before.file != line.file) {
            let name = files.get(line.file).map_or("", |file| file.name.as_str());
            let _ = write!(text, "\n  {}", paths.show(name));
        }
        // What comes has the number of what goes, or its own if nothing goes there.
        let numbered = !line.added || before.is_none_or(|before| before.line + 1 < line.line);
        let number = if numbered {
            line.line.to_string()
        } else {
            String::new()
        };
        let sign = if line.added { '+' } else { '-' };
        let shown = line.text.replace('\t', "    ");
        let _ = write!(text, "\n  {number:width$} {sign} {shown}");
        before = Some(line);
    }
    let _ = write!(text, "\nchecked: {}", checked(hint));
    text
}
