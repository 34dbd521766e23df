//! One page to look at (`escargo report --html FILE`): everything is in it, nothing is fetched.
//!
//! The page is `html/page.html` with style, script and data put in. The script draws only the lines of source that are on the screen,
//! so fifty thousand lines are no more work than fifty.

use super::finding::FuncFindings;
use super::html_data::data;
use super::paths::Paths;
use super::view::PackageView;
use crate::release::Release;

const PAGE: &str = include_str!("html/page.html");
const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");

/// The page on the findings of some packages.
pub fn page(
    groups: &[(PackageView<'_>, FuncFindings)],
    paths: &Paths,
    release: Release,
    title: &str,
) -> String {
    let data = data(groups, paths, release.to_string());
    // Nothing in it can fail to be written.
    let data = serde_json::to_string(&data).unwrap_or_default();
    let mut out = String::with_capacity(data.len() + PAGE.len() + STYLE.len() + SCRIPT.len());
    let mut rest = PAGE;
    for (mark, text) in [
        ("{{title}}", escaped(title)),
        ("{{style}}", STYLE.to_owned()),
        ("{{data}}", embedded(&data)),
        ("{{script}}", SCRIPT.to_owned()),
    ] {
        if let Some((before, after)) = rest.split_once(mark) {
            out.push_str(before);
            out.push_str(&text);
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// JSON inside of a script element: no `</script>` and no `<!--` can stand in it.
fn embedded(json: &str) -> String {
    json.replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_cannot_end_the_script() {
        assert_eq!(embedded("\"</script>\""), "\"\\u003c/script>\"");
    }

    #[test]
    fn a_page_fetches_nothing() {
        let page = page(&[], &Paths::default(), Release::DEFAULT, "a < b");
        assert!(page.contains("<title>a &lt; b</title>"));
        for foreign in ["http://", "https://", "src=", "@import", "url("] {
            let found = page
                .find(foreign)
                .map(|at| &page[at..(at + 40).min(page.len())]);
            let is_namespace =
                found.is_none_or(|text| text.starts_with("http://www.w3.org/2000/svg"));
            assert!(is_namespace, "{found:?}");
        }
    }
}
