//! Replacing pieces of a file's text, and where places are afterwards.

use super::pos::{FileId, Pos};

/// A piece of a file's text replaced by another; an insertion if the piece is empty.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Edit {
    /// The file.
    pub file: FileId,
    /// The first byte that goes away.
    pub start: u32,
    /// One past the last byte that goes away.
    pub end: u32,
    /// What stands there instead.
    pub text: String,
}

/// The text with the edits of that file applied; `Some(None)` if there are none, `None` if they overlap or are out of the text.
pub fn apply(text: &str, file: FileId, edits: &[Edit]) -> Option<Option<String>> {
    let edits = of_file(file, edits);
    if edits.is_empty() {
        return Some(None);
    }
    let mut out = String::with_capacity(text.len() + 256);
    let mut done = 0;
    for edit in edits {
        let (start, end) = (edit.start as usize, edit.end as usize);
        if start < done || end < start {
            return None;
        }
        out.push_str(text.get(done..start)?);
        out.push_str(&edit.text);
        done = end;
    }
    out.push_str(text.get(done..)?);
    Some(Some(out))
}

/// The edits of a file in order; the same edit given twice counts once.
pub fn of_file(file: FileId, edits: &[Edit]) -> Vec<&Edit> {
    let mut edits: Vec<&Edit> = edits.iter().filter(|edit| edit.file == file).collect();
    edits.sort();
    edits.dedup();
    edits
}

/// Where a place of the edited file was before: `Err` if it is in text that an edit put there.
pub fn before(offset: u32, file: FileId, edits: &[Edit]) -> Result<Pos, Pos> {
    let mut shift: i64 = 0;
    for edit in of_file(file, edits) {
        let new_start = i64::from(edit.start) + shift;
        let new_end = new_start + edit.text.len() as i64;
        if i64::from(offset) < new_start {
            break;
        }
        if i64::from(offset) < new_end {
            return Err(Pos::new(file, edit.start));
        }
        shift += edit.text.len() as i64 - i64::from(edit.end - edit.start);
    }
    let old = i64::from(offset) - shift;
    Ok(Pos::new(file, u32::try_from(old).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileSet;

    fn edit(file: FileId, start: u32, end: u32, text: &str) -> Edit {
        Edit {
            file,
            start,
            end,
            text: text.to_owned(),
        }
    }

    #[test]
    fn edits_are_applied_in_the_order_of_their_places() {
        let file = FileSet::default().next_id();
        let edits = [
            edit(file, 6, 7, "Y"),
            edit(file, 0, 0, "a "),
            edit(file, 6, 7, "Y"),
        ];
        let text = apply("b c d x.", file, &edits);
        assert_eq!(text, Some(Some("a b c d Y.".to_owned())));
        assert_eq!(apply("b", file, &[]), Some(None));
        assert_eq!(apply("b", file, &[edit(file, 0, 9, "")]), None);
    }

    #[test]
    fn places_go_back() {
        let file = FileSet::default().next_id();
        let edits = [edit(file, 2, 4, "xyz")];
        assert_eq!(before(1, file, &edits), Ok(Pos::new(file, 1)));
        assert_eq!(before(3, file, &edits), Err(Pos::new(file, 2)));
        assert_eq!(before(5, file, &edits), Ok(Pos::new(file, 4)));
    }
}
