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

/// Like [`place`], for the number of the line alone.
pub fn line_of(pos: Pos) -> String {
    format!("\u{1}line {}:{}\u{1}", pos.file.index(), pos.offset)
}

/// The message with its places written by `render` (`name:line:column` or `name:line`).
pub fn expand_places(message: &str, render: impl Fn(Pos) -> String) -> String {
    let mut out = String::with_capacity(message.len());
    for (number, part) in message.split('\u{1}').enumerate() {
        let (is_line, numbers) = match part.strip_prefix("line ") {
            Some(numbers) => (true, numbers),
            None => (false, part),
        };
        let place = numbers.split_once(':').filter(|_| number % 2 == 1);
        match place.map(|(file, offset)| (file.parse(), offset.parse())) {
            Some((Ok(file), Ok(offset))) => {
                let rendered = render(Pos::new(FileId::new(file), offset));
                out += match is_line {
                    true => line_part(&rendered),
                    false => &rendered,
                };
            }
            _text => out += part,
        }
    }
    out
}

/// The line in `name:line:column` or `name:line`.
fn line_part(place: &str) -> &str {
    let is_number = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    place
        .rsplit(':')
        .take(2)
        .take_while(is_number)
        .last()
        .unwrap_or("")
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
        self.list.push(Diagnostic {
            severity: Severity::Error,
            pos,
            message: message.into(),
        });
    }

    /// Whether any of them is an error.
    pub fn has_errors(&self) -> bool {
        self.list
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}
