//! Diagnostics: what is wrong with the input, as data. Renderers are in `report/`.

use crate::source::Pos;

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
