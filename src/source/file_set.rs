//! The source files of a session: names, texts, and lines.
//!
//! Columns count bytes from 1, as Go's do. `//line` directives are honoured: a position behind one is reported in the named
//! file, without a column unless the directive gives one.

use std::sync::Arc;

use cranelift_entity::{EntityRef, PrimaryMap};
use escargo_grammar::ast::{Ast, DirectiveKind};

use super::pos::{FileId, Pos};

/// A position as a person reads it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Position {
    /// The file's name, as given when it was added or by a `//line` directive.
    pub name: String,
    /// The line, from 1.
    pub line: u32,
    /// The column in bytes, from 1; none behind a `//line` directive without a column.
    pub column: Option<u32>,
}

/// A `//line` directive in force from its end on.
#[derive(Clone, Debug)]
struct LineDirective {
    /// The offset from which it holds.
    from: u32,
    /// The true line on which it begins to hold.
    true_line: u32,
    name: Option<String>,
    line: u32,
    column: Option<u32>,
}

/// A source file.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Its name, as messages show it before the command shortens it.
    pub name: String,
    /// Its text.
    pub text: String,
    line_starts: Vec<u32>,
    directives: Vec<LineDirective>,
}

impl SourceFile {
    fn new(name: String, text: String) -> SourceFile {
        let starts = text
            .bytes()
            .enumerate()
            .filter(|&(_, byte)| byte == b'\n')
            .map(|(n, _)| n as u32 + 1);
        let line_starts = std::iter::once(0).chain(starts).collect();
        SourceFile {
            name,
            text,
            line_starts,
            directives: Vec::new(),
        }
    }

    /// Line and column of an offset in the file itself, both from 1. O(log lines).
    pub fn line_column(&self, offset: u32) -> (u32, u32) {
        let line = self.line_starts.partition_point(|&start| start <= offset);
        let start = self
            .line_starts
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or(0);
        (line as u32, offset - start + 1)
    }

    /// The number of lines; a last one without an end counts.
    pub fn line_count(&self) -> u32 {
        self.line_starts.len() as u32
    }

    /// The offset at which a line starts, from 1; none behind the last line.
    pub fn line_start(&self, line: u32) -> Option<u32> {
        self.line_starts.get(line.checked_sub(1)? as usize).copied()
    }

    /// The text of a line, from 1, without its end.
    pub fn line_text(&self, line: u32) -> &str {
        let Some(start) = self.line_start(line) else {
            return "";
        };
        let end = self
            .line_start(line + 1)
            .map_or(self.text.len(), |next| next as usize);
        self.text
            .get(start as usize..end)
            .unwrap_or("")
            .trim_end_matches(['\n', '\r'])
    }

    fn position(&self, offset: u32) -> Position {
        let (line, column) = self.line_column(offset);
        let index = self
            .directives
            .partition_point(|directive| directive.from <= offset);
        match index
            .checked_sub(1)
            .and_then(|index| self.directives.get(index))
        {
            Some(directive) => self.displaced(directive, line, column),
            None => Position {
                name: self.name.clone(),
                line,
                column: Some(column),
            },
        }
    }

    fn displaced(&self, directive: &LineDirective, line: u32, column: u32) -> Position {
        let down = line.saturating_sub(directive.true_line);
        let column = match (directive.column, down) {
            (Some(base), 0) => {
                let (_, start) = self.line_column(directive.from);
                Some(base + column.saturating_sub(start))
            }
            (Some(_), _) => Some(column),
            (None, _) => None,
        };
        let name = directive.name.clone().unwrap_or_else(|| self.name.clone());
        Position {
            name,
            line: directive.line + down,
            column,
        }
    }

    fn add_directives(&mut self, ast: &Ast) {
        for directive in ast
            .directives
            .iter()
            .filter(|directive| directive.kind == DirectiveKind::Line)
        {
            let text = directive.text.as_str();
            let is_block = self.text[directive.pos as usize..].starts_with("/*");
            let from = if is_block {
                self.text[directive.pos as usize..]
                    .find("*/")
                    .map_or(directive.pos, |n| directive.pos + n as u32 + 2)
            } else {
                let (line, _) = self.line_column(directive.pos);
                self.line_start(line + 1).unwrap_or(self.text.len() as u32)
            };
            let (true_line, _) = self.line_column(from);
            if let Some(parsed) = parse_line_directive(text.trim_end_matches("*/")) {
                let (name, line, column) = parsed;
                self.directives.push(LineDirective {
                    from,
                    true_line,
                    name,
                    line,
                    column,
                });
            }
        }
    }
}

/// `name:line` or `name:line:column`; an empty name with a column keeps the file's own.
fn parse_line_directive(text: &str) -> Option<(Option<String>, u32, Option<u32>)> {
    let (rest, last) = text.rsplit_once(':')?;
    let last: u32 = last.trim().parse().ok().filter(|&n| n > 0)?;
    match rest
        .rsplit_once(':')
        .and_then(|(name, line)| Some((name, line.parse::<u32>().ok()?)))
    {
        Some((name, line)) => Some((
            (!name.is_empty()).then(|| name.to_owned()),
            line,
            Some(last),
        )),
        None => Some((Some(rest.to_owned()), last, None)),
    }
}

/// All source files of a session. Cheap to clone: the texts are shared.
#[derive(Clone, Debug, Default)]
pub struct FileSet {
    files: PrimaryMap<FileId, Arc<SourceFile>>,
}

impl FileSet {
    /// Adds a file.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        let file = SourceFile::new(name.into(), text.into());
        self.files.push(Arc::new(file))
    }

    /// Applies the `//line` directives that parsing a file found.
    pub fn add_line_directives(&mut self, file: FileId, ast: &Ast) {
        Arc::make_mut(&mut self.files[file]).add_directives(ast);
    }

    /// The file, if the id is one of this set.
    pub fn get(&self, file: FileId) -> Option<&SourceFile> {
        self.files.get(file).map(|file| &**file)
    }

    /// All files with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().map(|(id, file)| (id, &**file))
    }

    /// The number of files.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The id that the next file gets.
    pub fn next_id(&self) -> FileId {
        FileId::new(self.files.len())
    }

    /// The position as a person reads it; none for [`Pos::NONE`].
    pub fn position(&self, pos: Pos) -> Option<Position> {
        if !pos.is_known() {
            return None;
        }
        self.files
            .get(pos.file)
            .map(|file| file.position(pos.offset))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_bytes() {
        let mut files = FileSet::default();
        let file = files.add("a.go", "package a\nvar s = \"世\" + x\n");
        let position = files
            .position(Pos::new(file, 25))
            .map(|p| (p.line, p.column));
        assert_eq!(position, Some((2, Some(16))));
        assert_eq!(
            files.get(file).map(|file| file.line_text(2)),
            Some("var s = \"世\" + x")
        );
        assert_eq!(files.position(Pos::NONE), None);
    }

    #[test]
    fn line_directives_parse() {
        assert_eq!(
            parse_line_directive("foo.go:10"),
            Some((Some("foo.go".into()), 10, None))
        );
        assert_eq!(
            parse_line_directive("foo.go:10:3"),
            Some((Some("foo.go".into()), 10, Some(3)))
        );
        assert_eq!(parse_line_directive(":10:3"), Some((None, 10, Some(3))));
        assert_eq!(parse_line_directive("foo"), None);
    }
}
