//! Records of packages as one text: what a tool that is started package by package leaves for the packages above.
//!
//! Each file of a record stands behind a line that says what follows and how many bytes it has:
//!
//! ```text
//! escargo facts 1
//! {"path":"slices","go":24,"needs":["cmp"],"file":"facts/slices.go","length":123}
//! package slices
//! …
//! ```
//!
//! A text holds the record of one package and those that it needs, so importers need the texts of direct imports only.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::source::load::unit::{Record, Records};

const HEAD: &str = "escargo facts 1\n";

/// The line before a file.
#[derive(Serialize, Deserialize, Debug)]
struct Line {
    path: String,
    go: u32,
    needs: Vec<String>,
    file: String,
    length: usize,
}

/// The record of a package and of all that it needs, as far as they are known.
pub fn print(records: &Records, path: &str) -> String {
    let mut text = HEAD.to_owned();
    let mut seen = BTreeSet::new();
    let mut waiting = vec![path];
    while let Some(path) = waiting.pop() {
        if !seen.insert(path) {
            continue;
        }
        if let Some(record) = records.list.get(path) {
            waiting.extend(record.needs.iter().map(String::as_str));
        }
    }
    for path in seen {
        let Some(record) = records.list.get(path) else {
            continue;
        };
        for (name, content) in &record.files {
            let line = Line {
                path: path.to_owned(),
                go: record.go_minor,
                needs: record.needs.clone(),
                file: name.clone(),
                length: content.len(),
            };
            // Text and numbers always have a form.
            text.push_str(&serde_json::to_string(&line).unwrap_or_default());
            text.push('\n');
            text.push_str(content);
            text.push('\n');
        }
    }
    text
}

/// Adds the records of a text to those that are known. What is known stays as it is. False if the text is something else.
pub fn read(text: &str, records: &mut Records) -> bool {
    let Some(mut rest) = text.strip_prefix(HEAD) else {
        return false;
    };
    let known: BTreeSet<String> = records.list.keys().cloned().collect();
    while let Some((line, after)) = rest.split_once('\n') {
        let Ok(line) = serde_json::from_str::<Line>(line) else {
            return false;
        };
        let Some((content, after)) = after.split_at_checked(line.length) else {
            return false;
        };
        rest = after.strip_prefix('\n').unwrap_or(after);
        if known.contains(&line.path) {
            continue;
        }
        let record = records.list.entry(line.path).or_insert_with(|| Record {
            files: Vec::new(),
            go_minor: line.go,
            needs: line.needs,
        });
        record.files.push((line.file, content.to_owned()));
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(needs: &[&str], text: &str) -> Record {
        Record {
            files: vec![("x.go".to_owned(), text.to_owned())],
            go_minor: 24,
            needs: needs.iter().map(|need| (*need).to_owned()).collect(),
        }
    }

    #[test]
    fn what_is_needed_goes_along() {
        let mut records = Records::default();
        for (path, record) in [
            ("a", record(&["b"], "package a\n\n{\"path\":")),
            ("b", record(&["a", "missing"], "package b")),
            ("c", record(&[], "package c")),
        ] {
            records.list.insert(path.to_owned(), record);
        }
        let text = print(&records, "a");
        let mut again = Records::default();
        assert!(read(&text, &mut again));
        assert_eq!(again.list.keys().collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(again.list["a"], records.list["a"]);
        assert!(read(&text, &mut again));
        assert_eq!(again.list["a"].files.len(), 1);
        assert!(!read("facts\n", &mut again));
        assert!(!read(&text[..text.len() - 3], &mut again));
    }
}
