//! Diagnostics: what is wrong with the input, as data. Renderers are in `report/`.

use cranelift_entity::EntityRef;

use crate::source::{FileId, Pos};

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Severity {
    /// The program is not valid Go, or cannot be analysed.
    Error,
    /// Worth knowing.
    Note,
}

/// One message about a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Where; [`Pos::NONE`] for messages about the whole package or command.
    pub pos: Pos,
    /// gc's wording wherever gc has one; may have several lines (`have (…)`/`want (…)`, tab-indented as gc prints them).
    pub message: String,
}

/// Stands for a place inside a message until it is rendered, because only renderers know names and lines.
pub fn place(pos: Pos) -> String {
    format!("\u{1}{}:{}\u{1}", pos.file.index(), pos.offset)
}

/// A syntax error's message with its places, which are offsets in `file`, as [`place`] writes them.
pub fn in_file(message: String, file: FileId) -> String {
    if !message.contains("\u{1}@") {
        return message;
    }
    let number = file.index();
    message.replace("\u{1}@", &format!("\u{1}{number}:"))
}

/// The message with its places written by `render`.
pub fn expand_places(message: &str, render: impl Fn(Pos) -> String) -> String {
    let mut out = String::with_capacity(message.len());
    for (number, part) in message.split('\u{1}').enumerate() {
        let place = part.split_once(':').filter(|_| number % 2 == 1);
        match place.map(|(file, offset)| (file.parse(), offset.parse())) {
            Some((Ok(file), Ok(offset))) => out += &render(Pos::new(FileId::new(file), offset)),
            _text => out += part,
        }
    }
    out
}

/// Where stages put their diagnostics. Ordering, one error a line, the limit of ten and the like are applied when it is
/// rendered.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    /// In the order they were found.
    pub list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds an error.
    pub fn error(&mut self, pos: Pos, message: impl Into<String>) {
        let message = in_file(message.into(), pos.file);
        self.list.push(Diagnostic {
            severity: Severity::Error,
            pos,
            message,
        });
    }

    /// Whether any of them is an error.
    pub fn has_errors(&self) -> bool {
        self.list
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}
