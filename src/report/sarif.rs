//! Findings as SARIF 2.1.0, which code scanning services and editors read.
//!
//! One run; a rule of the placement is a reporting descriptor (`escargo/returned-pointer`), a finding a result, its story a code
//! flow, its checked change a fix. A result's fingerprint is made of package, function and message, not of lines, so that moving
//! code does not make old findings new.
//!
//! SOURCE: the OASIS standard and its schema; `tests/machine_formats.rs` holds its constraints.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::describe::{rule_name, rule_sentence};
use super::finding::{Class, Finding, FuncFindings, Subject};
use super::hint_text;
use super::paths::Paths;
use super::view::PackageView;
use crate::hints::Hint;
use crate::placement::{Decision, Rule};
use crate::source::{FileId, Pos};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What findings that have no rule are reported under.
const OTHER_RULES: [(&str, &str); 3] = [
    (
        "decided-at-run-time",
        "only the run can say whether the object fits the stack",
    ),
    ("on-the-stack", "the object is on the stack"),
    ("leaking-parameter", "what is passed to the parameter leaks"),
];

/// The document, with a line end.
pub fn document(groups: &[(PackageView<'_>, FuncFindings)], paths: &Paths) -> String {
    let driver = json!({ "driver": {
        "name": "escargo",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules(),
    }});
    // One result a line, each written as soon as it is made: there may be tens of thousands.
    let mut out = format!(
        "{{\n\"$schema\": {},\n\"version\": \"2.1.0\",\n\"runs\": [{{\n\"tool\": {driver},\n\"columnKind\": \"utf16CodeUnits\",\n\"results\": [",
        json!(SCHEMA)
    );
    let mut separator = "\n";
    for (view, group) in groups {
        for finding in &group.findings {
            let _ = write!(out, "{separator}{}", result(view, paths, finding));
            separator = ",\n";
        }
    }
    out.push_str("\n]}]\n}\n");
    out
}

fn rules() -> Vec<Value> {
    let heap = Rule::ALL.iter().map(|&rule| {
        json!({
            "id": rule_id(rule),
            "shortDescription": { "text": format!("On the heap: {}", rule_name(rule)) },
            "fullDescription": { "text": format!("The object is on the heap because {}.", rule_sentence(rule)) },
            "defaultConfiguration": { "level": "warning" },
        })
    });
    let other = OTHER_RULES.iter().map(|(id, text)| {
        json!({
            "id": format!("escargo/{id}"),
            "shortDescription": { "text": text },
            "defaultConfiguration": { "level": "note" },
        })
    });
    heap.chain(other).collect()
}

fn rule_id(rule: Rule) -> String {
    format!("escargo/{}", rule_name(rule).replace(' ', "-"))
}

/// The rule's id and its number among [`rules`].
fn rule_of(view: &PackageView<'_>, finding: &Finding) -> (String, usize) {
    let heap = match finding.subject {
        Subject::Site(site) => match view.placement(finding.func, site).decision {
            Decision::Heap { cause, .. } => Some(cause.rule),
            _elsewhere => None,
        },
        Subject::Param(..) => None,
    };
    if let Some(rule) = heap {
        let index = Rule::ALL.iter().position(|&other| other == rule);
        return (rule_id(rule), index.unwrap_or(0));
    }
    let other = match finding.class {
        Class::RunTime => 0,
        Class::Stack | Class::Heap | Class::Elsewhere => 1,
        Class::Params => 2,
    };
    let (id, _) = OTHER_RULES[other];
    (format!("escargo/{id}"), Rule::ALL.len() + other)
}

fn result(view: &PackageView<'_>, paths: &Paths, finding: &Finding) -> Value {
    let (id, index) = rule_of(view, finding);
    let function = view.func(finding.func).name.as_str();
    let headline = finding.headline(view);
    let level = match finding.class {
        Class::Heap => "warning",
        Class::RunTime | Class::Stack | Class::Params | Class::Elsewhere => "note",
    };
    let mut location = json!({
        "logicalLocations": [{
            "fullyQualifiedName": format!("{}.{function}", view.path()),
            "kind": "function",
        }],
    });
    if let Some(physical) = physical(view, paths, finding.pos) {
        location["physicalLocation"] = physical;
    }
    let mut result = json!({
        "ruleId": id,
        "ruleIndex": index,
        "level": level,
        "message": { "text": message(view, finding, &headline) },
        "locations": [location],
        "partialFingerprints": {
            "escargo/v1": fingerprint(&format!("{}\n{function}\n{headline}", view.path())),
        },
        "rank": rank(finding.cost),
    });
    if let Some(flow) = code_flow(view, paths, finding) {
        result["codeFlows"] = json!([flow]);
    }
    if let Some(hint) = &finding.hint {
        result["fixes"] = json!([fix(view, paths, hint)]);
    }
    result
}

fn message(view: &PackageView<'_>, finding: &Finding, headline: &str) -> String {
    let mut text = format!("{headline}.");
    for (name, note) in finding.notes(view) {
        text.push_str(&format!("\n{name}: {note}"));
    }
    text
}

/// SARIF wants 0 to 100: one step for each doubling of the cost.
fn rank(cost: u64) -> f64 {
    f64::from(cost.max(1).ilog2().min(50) * 2)
}

fn code_flow(view: &PackageView<'_>, paths: &Paths, finding: &Finding) -> Option<Value> {
    let steps = finding.story(view).steps;
    let locations: Vec<Value> = steps
        .iter()
        .filter_map(|step| {
            Some(json!({
                "location": {
                    "physicalLocation": physical(view, paths, step.pos)?,
                    "message": { "text": step.text },
                },
                "executionOrder": step.number,
            }))
        })
        .collect();
    (locations.len() > 1).then(|| json!({ "threadFlows": [{ "locations": locations }] }))
}

fn physical(view: &PackageView<'_>, paths: &Paths, pos: Pos) -> Option<Value> {
    let (file, offset) = (pos.file, pos.offset);
    let source = view.files.get(file)?;
    let range = super::rich::label_range(&source.text, offset as usize);
    Some(json!({
        "artifactLocation": artifact(view, paths, file)?,
        "region": region(view, file, range.start as u32, range.end as u32)?,
    }))
}

fn artifact(view: &PackageView<'_>, paths: &Paths, file: FileId) -> Option<Value> {
    let name = paths.show(&view.files.get(file)?.name);
    let name = name.strip_prefix("./").unwrap_or(&name);
    Some(json!({ "uri": uri(name) }))
}

/// A relative reference, or a `file` URI for an absolute name.
pub(super) fn uri(name: &str) -> String {
    let scheme = if name.starts_with('/') { "file://" } else { "" };
    format!("{scheme}{}", percent_encoded(name, b"-._~/!$&'()*+,;=@"))
}

/// The text with all but letters, digits and some other characters as `%XX`.
pub(super) fn percent_encoded(text: &str, plain: &[u8]) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte.is_ascii_alphanumeric() || plain.contains(&byte) {
            true => encoded.push(char::from(byte)),
            false => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// Lines from 1, columns from 1 in UTF-16 code units; the end is the first column beyond.
fn region(view: &PackageView<'_>, file: FileId, start: u32, end: u32) -> Option<Value> {
    let source = view.files.get(file)?;
    let column = |offset: u32| {
        let (line, column) = source.line_column(offset);
        let before = offset - (column - 1);
        let text = source
            .text
            .get(before as usize..offset as usize)
            .unwrap_or("");
        (line, text.encode_utf16().count() + 1)
    };
    let ((start_line, start_column), (end_line, end_column)) = (column(start), column(end));
    Some(json!({
        "startLine": start_line,
        "startColumn": start_column,
        "endLine": end_line,
        "endColumn": end_column,
    }))
}

fn fix(view: &PackageView<'_>, paths: &Paths, hint: &Hint) -> Value {
    let mut files: Vec<FileId> = hint.edits.iter().map(|edit| edit.file).collect();
    files.sort();
    files.dedup();
    let changes = files.into_iter().filter_map(|file| {
        let edits = crate::source::edit::of_file(file, &hint.edits);
        let replacements = edits.into_iter().filter_map(|edit| {
            let mut replacement =
                json!({ "deletedRegion": region(view, file, edit.start, edit.end)? });
            if !edit.text.is_empty() {
                replacement["insertedContent"] = json!({ "text": edit.text });
            }
            Some(replacement)
        });
        Some(json!({
            "artifactLocation": artifact(view, paths, file)?,
            "replacements": replacements.collect::<Vec<Value>>(),
        }))
    });
    let advice = hint_text::advice(&hint.remedy);
    json!({
        "description": { "text": format!("{advice}; checked: {}", hint_text::checked(hint)) },
        "artifactChanges": changes.collect::<Vec<Value>>(),
    })
}

/// FNV-1a of 64 bits: stable over releases of Rust, which hashers of the standard library are not.
fn fingerprint(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::{fingerprint, rank, uri};

    #[test]
    fn names_become_uris() {
        assert_eq!(uri("a b/c.go"), "a%20b/c.go");
        assert_eq!(uri("/x/ö.go"), "file:///x/%C3%B6.go");
    }

    #[test]
    fn ranks_and_fingerprints_are_stable() {
        assert_eq!(rank(1), 0.0);
        assert_eq!(rank(u64::MAX), 100.0);
        assert_eq!(fingerprint(""), "cbf29ce484222325");
    }
}
