//! What the arguments of a command stand for: `.`, `./...`, `./sub`, import paths, `std`, `cmd`, `all`, `net/...`.

use std::path::{Path, PathBuf};

use super::folder::{has_go_files, reason};
use super::resolve::{Missing, NO_GO_MOD, Place, Resolver};

/// A package that the command line asks for.
pub struct Root {
    /// Where it is, or why it is not found.
    pub place: Result<Place, Missing>,
    /// Whether it was met while looking for what matches a pattern: then it may have no Go files for this platform.
    pub by_pattern: bool,
}

/// The packages of a list of arguments, in their order, and the patterns that match nothing.
#[derive(Default)]
pub struct Roots {
    /// The packages; may be there several times.
    pub list: Vec<Root>,
    /// What is wrong with patterns as a whole.
    pub errors: Vec<String>,
    /// Warnings.
    pub warnings: Vec<String>,
    /// Whether what is imported counts as asked for too (`all`).
    pub with_imports: bool,
}

impl Roots {
    /// Expands arguments.
    pub fn expand(arguments: &[String], resolver: &Resolver<'_>) -> Roots {
        let mut roots = Roots::default();
        for argument in arguments {
            roots.add(argument, resolver);
        }
        roots
    }

    fn add(&mut self, argument: &str, resolver: &Resolver<'_>) {
        let is_local = argument.starts_with('.') || Path::new(argument).is_absolute();
        match argument {
            "std" | "cmd" | "all" => self.add_named_set(argument, resolver),
            _ if is_local && argument.contains("...") => self.add_folders(argument, resolver),
            _ if is_local => {
                let dir = resolver.absolute(argument);
                self.push(resolver.of_dir(&dir, argument), false);
            }
            _ if argument.contains("...") => self.add_paths(argument, resolver),
            _path => self.push(resolver.import(None, argument), false),
        }
    }

    fn push(&mut self, place: Result<Place, Missing>, by_pattern: bool) {
        self.list.push(Root { place, by_pattern });
    }

    /// `./sub/...`: the packages of the folders that match.
    fn add_folders(&mut self, argument: &str, resolver: &Resolver<'_>) {
        let (before, _) = argument.split_once("...").unwrap_or((argument, ""));
        let base = before.rsplit_once('/').map_or(".", |(base, _)| base);
        let base = if base.is_empty() { "/" } else { base };
        let top = resolver.absolute(base);
        if let Err(error) = std::fs::read_dir(&top) {
            let reason = reason(&error);
            self.errors
                .push(format!("pattern {argument}: lstat {before}: {reason}"));
            return;
        }
        if let Err(message) = resolver.place_of_dir(&top) {
            let message = match message.ends_with(NO_GO_MOD) {
                true => format!(
                    "directory prefix {base} does not contain main module or its selected dependencies"
                ),
                false => message,
            };
            self.errors.push(format!("pattern {argument}: {message}"));
            return;
        }
        let pattern = resolver.absolute(argument);
        let pattern = Glob::new(&pattern.to_string_lossy());
        let count = self.list.len();
        let mut walk = Walk::new(&top);
        while let Some(dir) = walk.next_folder() {
            if pattern.matches(&dir.to_string_lossy()) && has_go_files(&dir) {
                self.push(resolver.of_dir(&dir, argument), true);
            }
        }
        self.warn_if_empty(argument, count);
    }

    /// `net/...`: the packages of the standard library and of all modules that match.
    fn add_paths(&mut self, argument: &str, resolver: &Resolver<'_>) {
        let pattern = Glob::new(argument);
        let count = self.list.len();
        for (top, prefix) in tops(resolver) {
            self.add_tree(&top, &prefix, resolver, |path| pattern.matches(path));
        }
        self.warn_if_empty(argument, count);
    }

    fn add_named_set(&mut self, name: &str, resolver: &Resolver<'_>) {
        let count = self.list.len();
        if name == "all" {
            self.with_imports = true;
            for main in &resolver.modules.main {
                self.add_tree(&main.dir, &main.path, resolver, |_| true);
            }
        } else if let Some(root) = resolver.standard_root() {
            let of_commands = name == "cmd";
            let (top, prefix) = match of_commands {
                true => (root.join("cmd"), "cmd"),
                false => (root, ""),
            };
            self.add_tree(&top, prefix, resolver, |path| path != "builtin");
        } else {
            self.errors
                .push(format!("pattern {name}: there is no Go installation"));
            return;
        }
        self.warn_if_empty(name, count);
    }

    fn add_tree(
        &mut self,
        top: &Path,
        prefix: &str,
        resolver: &Resolver<'_>,
        wanted: impl Fn(&str) -> bool,
    ) {
        let mut walk = Walk::new(top);
        // Of the standard library, what it vendors belongs to it.
        walk.into_vendor = resolver
            .standard_root()
            .is_some_and(|root| top.starts_with(root));
        while let Some(dir) = walk.next_folder() {
            let relative = dir.strip_prefix(top).unwrap_or(&dir);
            let relative = relative.to_string_lossy().replace('\\', "/");
            let path = match (prefix.is_empty(), relative.is_empty()) {
                (true, _) => relative,
                (false, true) => prefix.to_owned(),
                (false, false) => format!("{prefix}/{relative}"),
            };
            if wanted(&path) && has_go_files(&dir) {
                self.push(resolver.of_dir(&dir, &path), true);
            }
        }
    }

    fn warn_if_empty(&mut self, argument: &str, count: usize) {
        if self.list.len() == count {
            self.warnings
                .push(format!("go: warning: \"{argument}\" matched no packages"));
        }
    }
}

/// The folders whose packages have import paths, with the paths' prefixes.
fn tops(resolver: &Resolver<'_>) -> Vec<(PathBuf, String)> {
    let mut tops = Vec::new();
    if let Some(root) = resolver.standard_root() {
        tops.push((root.clone(), String::new()));
        tops.push((root.join("cmd"), "cmd".to_owned()));
    }
    let modules = resolver
        .modules
        .main
        .iter()
        .chain(&resolver.modules.required);
    tops.extend(modules.map(|module| (module.dir.clone(), module.path.clone())));
    tops
}

/// The folders below a folder, that one included, in the order of their names. Left out are `testdata`, `vendor`, names that
/// start with `_` or `.`, and other modules.
struct Walk {
    top: PathBuf,
    /// Folders still to be visited, the next one last.
    stack: Vec<PathBuf>,
    into_vendor: bool,
}

impl Walk {
    fn new(top: &Path) -> Walk {
        Walk {
            top: top.to_owned(),
            stack: vec![top.to_owned()],
            into_vendor: false,
        }
    }

    fn next_folder(&mut self) -> Option<PathBuf> {
        let dir = self.stack.pop()?;
        let mut inner: Vec<PathBuf> = std::fs::read_dir(&dir)
            .into_iter()
            .flatten()
            .flatten()
            .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
            .map(|entry| entry.path())
            .filter(|path| self.enters(path))
            .collect();
        inner.sort();
        self.stack.extend(inner.into_iter().rev());
        Some(dir)
    }

    fn enters(&self, dir: &Path) -> bool {
        let name = dir.file_name().map(|name| name.to_string_lossy());
        let name = name.as_deref().unwrap_or_default();
        let hidden = name.starts_with(['_', '.']) || name == "testdata";
        let vendor = name == "vendor" && !self.into_vendor;
        !hidden && !vendor && (dir == self.top || !dir.join("go.mod").is_file())
    }
}

/// A pattern in which `...` stands for any text; `/...` at its end for none too.
struct Glob {
    parts: Vec<String>,
    /// What stands before a `/...` at the end.
    exact: Option<String>,
}

impl Glob {
    fn new(pattern: &str) -> Glob {
        Glob {
            parts: pattern.split("...").map(str::to_owned).collect(),
            exact: pattern
                .strip_suffix("/...")
                .filter(|before| !before.contains("..."))
                .map(str::to_owned),
        }
    }

    fn matches(&self, text: &str) -> bool {
        if self.exact.as_deref() == Some(text) {
            return true;
        }
        let [first, middle @ .., last] = self.parts.as_slice() else {
            return self.parts.first().is_some_and(|part| part == text);
        };
        let Some(mut rest) = text.strip_prefix(first.as_str()) else {
            return false;
        };
        for part in middle {
            let Some(at) = rest.find(part.as_str()) else {
                return false;
            };
            rest = &rest[at + part.len()..];
        }
        rest.ends_with(last.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Glob;

    #[test]
    fn dots_stand_for_any_text() {
        let matches = |pattern, text| Glob::new(pattern).matches(text);
        assert!(matches("net/...", "net"));
        assert!(matches("net/...", "net/http"));
        assert!(!matches("net/...", "netx"));
        assert!(matches("net...", "netx"));
        assert!(matches("a/.../c", "a/b/b/c"));
        assert!(!matches("a/.../c", "a/c"));
        assert!(matches("...", "anything/at/all"));
        assert!(!matches("net", "net/http"));
    }
}
