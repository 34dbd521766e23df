//! What a compiler printed, by package.

use std::collections::BTreeMap;

/// Lines by package, in the order in which they were printed.
pub type ByPackage = BTreeMap<String, Vec<String>>;

/// Takes an output apart at its `# package` headers. The go command prints a package's header again when its output comes in
/// pieces; `[package.test]` and the like behind the path are dropped.
pub fn by_package(text: &str) -> ByPackage {
    let mut packages = ByPackage::new();
    let mut current: Option<String> = None;
    for line in text.lines() {
        if let Some(path) = line.strip_prefix("# ") {
            let path = path.split(' ').next().unwrap_or(path);
            packages.entry(path.to_owned()).or_default();
            current = Some(path.to_owned());
        } else if let Some(lines) = current.as_ref().and_then(|path| packages.get_mut(path))
            && counts(line)
        {
            lines.push(line.to_owned());
        }
    }
    packages
}

/// Whether the line is one that escape analysis, inlining or devirtualization is responsible for: bounds checks are decided
/// by gc's back end.
fn counts(line: &str) -> bool {
    !line.is_empty() && !line.contains("index bounds check elided")
}

/// The kinds of messages that figures are given for.
const CLASSES: [&str; 18] = [
    "leaking param content:",
    "leaking param:",
    "moved to heap:",
    "does not escape",
    "escapes to heap",
    "ignoring self-assignment",
    "zero-copy string->[]byte",
    "partially devirtualizing",
    "devirtualizing",
    "cannot devirtualize",
    "uintptr",
    "cannot inline",
    "can inline",
    "inlining call to",
    "flow:",
    "from ",
    "parameter ",
    "capturing by",
];

/// The kind of a message.
pub fn class(line: &str) -> &'static str {
    let found = CLASSES.into_iter().find(|class| line.contains(class));
    found.unwrap_or("other")
}
