//! Findings as annotations of GitHub Actions: workflow commands on standard output, which the runner shows beside the lines of a
//! pull request.
//!
//! ```text
//! ::warning file=a.go,line=4,col=2,title=variable `x` is on the heap%3A returned pointer::1. `x` is declared here (line 4)%0A…
//! ```
//!
//! SOURCE: the escapes are those of `actions/toolkit`: `%`, CR and LF everywhere, in properties `:` and `,` too.

use std::fmt::Write as _;

use super::finding::{Class, Finding, FuncFindings};
use super::hint_text;
use super::paths::Paths;
use super::view::PackageView;

/// One line for each finding.
pub fn annotations(groups: &[(PackageView<'_>, FuncFindings)], paths: &Paths) -> String {
    let mut out = String::new();
    for (view, group) in groups {
        for finding in &group.findings {
            annotation(view, paths, finding, &mut out);
        }
    }
    out
}

fn annotation(view: &PackageView<'_>, paths: &Paths, finding: &Finding, out: &mut String) {
    let Some(position) = view.files.position(finding.pos) else {
        return;
    };
    let level = match finding.class {
        Class::Heap => "warning",
        Class::RunTime | Class::Stack | Class::Params | Class::Elsewhere => "notice",
    };
    let file = paths.show(&position.name);
    let file = file.strip_prefix("./").unwrap_or(&file);
    let _ = write!(
        out,
        "::{level} file={},line={}",
        property(file),
        position.line
    );
    if let Some(column) = position.column {
        let _ = write!(out, ",col={column}");
    }
    let title = property(&finding.headline(view));
    let _ = writeln!(out, ",title={title}::{}", message(&body(view, finding)));
}

fn body(view: &PackageView<'_>, finding: &Finding) -> String {
    let mut lines = Vec::new();
    for step in finding.story(view).steps {
        let line = view.files.position(step.pos).map_or(0, |at| at.line);
        lines.push(format!("{}. {} (line {line})", step.number, step.text));
    }
    for (name, text) in finding.notes(view) {
        lines.push(format!("{name}: {text}"));
    }
    if let Some(hint) = &finding.hint {
        lines.push(format!("help: {}", hint_text::advice(&hint.remedy)));
        lines.push(format!("checked: {}", hint_text::checked(hint)));
    }
    lines.join("\n")
}

fn message(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::property;

    #[test]
    fn properties_are_escaped() {
        assert_eq!(property("a:b,c%\n"), "a%3Ab%2Cc%25%0A");
    }
}
