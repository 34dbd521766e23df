//! The decision table as text (`escargo placement`): one line a site, columns aligned, functions in source order.

use std::fmt::Write as _;

use super::describe::{decision_text, kind_name};
use super::paths::Paths;
use super::view::PackageView;
use crate::ir::{FuncId, SiteId};

/// One row.
struct Row {
    cells: [String; 5],
    decision: String,
}

/// The table of a package. Narrowed to one function where `only` names it.
pub fn placement_table(view: &PackageView<'_>, paths: &Paths, only: Option<&str>) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "# {} (go {})", view.path(), view.release);
    let mut sites = view.sites_by_position();
    sites.retain(|&(func, _)| only.is_none_or(|name| view.func(func).name.as_str() == name));
    let rows: Vec<Row> = sites
        .iter()
        .map(|&(func, site)| row(view, paths, func, site))
        .collect();
    let mut widths = [0; 5];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(&row.cells) {
            *width = cell.chars().count().max(*width);
        }
    }
    for row in &rows {
        for (width, cell) in widths.iter().zip(&row.cells) {
            let _ = write!(out, "{cell:width$}  ");
        }
        let _ = writeln!(out, "{}", row.decision);
    }
    for (func, function) in view.package.funcs.iter() {
        let wanted = only.is_none_or(|name| function.name.as_str() == name);
        let size = view
            .placements
            .funcs
            .get(func)
            .map_or(0, |func| func.frame_size);
        if wanted && size > 0 {
            let _ = writeln!(out, "frame of {}: {size} bytes", function.name);
        }
    }
    out
}

fn row(view: &PackageView<'_>, paths: &Paths, func: FuncId, site: SiteId) -> Row {
    let function = view.func(func);
    let placement = view.placement(func, site);
    let position = paths.position(view.files, view.site_pos(func, site));
    Row {
        cells: [
            position.unwrap_or_default(),
            function.name.as_str().to_owned(),
            kind_name(function.sites[site].kind).to_owned(),
            view.printer(true).site(func, site),
            placement
                .object
                .map_or_else(|| "?".to_owned(), |object| object.size.to_string()),
        ],
        decision: decision_text(placement.decision),
    }
}
