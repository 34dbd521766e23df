//! What there is at a place (`escargo explain`): the findings on all objects and parameters there, whatever was decided.

use super::finding::{Finding, any_param_finding, site_finding};
use super::view::PackageView;
use crate::source::{FileId, Pos};

/// The place asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct At {
    /// The file.
    pub file: FileId,
    /// The line in it, from 1.
    pub line: u32,
    /// The column in bytes, from 1; none for the whole line.
    pub column: Option<u32>,
}

/// The findings on all sites and parameters there; empty if there are none.
pub fn findings_at(view: &PackageView<'_>, at: At) -> Vec<Finding> {
    let mut found = Vec::new();
    for (func, function) in view.package.funcs.iter() {
        for (number, &param) in function.params.iter().enumerate() {
            if is_at(view, function.locals[param].pos, at) {
                found.extend(any_param_finding(view, func, number, param));
            }
        }
    }
    for (func, site) in view.sites_by_position() {
        if is_at(view, view.site_pos(func, site), at) {
            found.push(site_finding(view, func, site));
        }
    }
    found
}

/// Columns match anywhere in the word that stands there.
fn is_at(view: &PackageView<'_>, pos: Pos, at: At) -> bool {
    if !pos.is_known() || pos.file != at.file {
        return false;
    }
    let Some(file) = view.files.get(pos.file) else {
        return false;
    };
    let (line, column) = file.line_column(pos.offset);
    let word = super::rich::token_range(&file.text, pos.offset as usize).len() as u32;
    line == at.line
        && at
            .column
            .is_none_or(|wanted| (column..column + word.max(1)).contains(&wanted))
}
