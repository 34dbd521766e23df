//! The files `go.mod` and `go.work`: lines of words, and blocks in parentheses.

use std::fmt::Write as _;

/// A module at a version.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Version {
    /// The module's path.
    pub path: String,
    /// Its version; empty where none is given.
    pub version: String,
}

/// `old [version] => new [version]`; the new path is a folder if there is no version.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Replace {
    /// What is replaced; at any version if it has none.
    pub old: Version,
    /// By what.
    pub new: Version,
}

/// What a `go.mod` or `go.work` file says.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ModFile {
    /// `module`
    pub module: String,
    /// The minor number of `go 1.N`.
    pub go_minor: Option<u32>,
    /// `require`
    pub require: Vec<Version>,
    /// `replace`
    pub replace: Vec<Replace>,
    /// `exclude`
    pub exclude: Vec<Version>,
    /// `use`, in `go.work`
    pub uses: Vec<String>,
}

/// Directives that change nothing here.
const IGNORED: &[&str] = &["toolchain", "retract", "godebug", "tool", "ignore"];

impl ModFile {
    /// Reads the text of a file called `name`. The error has a line for each thing that is wrong, in the go command's words.
    pub fn parse(name: &str, text: &str) -> Result<ModFile, String> {
        let mut file = ModFile::default();
        let mut errors = String::new();
        let mut block: Option<String> = None;
        for (number, line) in text.lines().enumerate() {
            let words = words(line);
            let result = file.line(&words, &mut block);
            if let Err(error) = result {
                let _ = write!(errors, "\n{name}:{}: {error}", number + 1);
            }
        }
        match errors.is_empty() {
            true => Ok(file),
            false => Err(format!("errors parsing {name}:{errors}")),
        }
    }

    fn line(&mut self, words: &[String], block: &mut Option<String>) -> Result<(), String> {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match (words.as_slice(), &block) {
            ([], _) => Ok(()),
            ([")"], Some(_)) => {
                *block = None;
                Ok(())
            }
            ([verb, "("], None) => {
                *block = Some((*verb).to_owned());
                Ok(())
            }
            (rest, Some(verb)) => self.directive(verb, rest),
            ([verb, rest @ ..], None) => self.directive(verb, rest),
        }
    }

    fn directive(&mut self, verb: &str, words: &[&str]) -> Result<(), String> {
        match (verb, words) {
            ("module", [path]) => self.module = (*path).to_owned(),
            ("go", [version]) => {
                let minor = minor(version);
                self.go_minor = Some(minor.ok_or_else(|| {
                    format!("invalid go version '{version}': must match format 1.23")
                })?);
            }
            ("require", [path, version]) => self.require.push(at(path, version)),
            ("exclude", [path, version]) => self.exclude.push(at(path, version)),
            ("replace", words) => self.replace.push(replacement(words)?),
            ("use", [folder]) => self.uses.push((*folder).to_owned()),
            (verb, _) if IGNORED.contains(&verb) => {}
            ("module" | "go" | "require" | "exclude" | "use", _) => {
                return Err(format!("usage: {verb} …"));
            }
            (verb, _) => return Err(format!("unknown directive: {verb}")),
        }
        Ok(())
    }

    /// The replacement of a module at a version.
    pub fn replacement(&self, path: &str, version: &str) -> Option<&Version> {
        let of_path = || self.replace.iter().filter(|r| r.old.path == path);
        let exact = of_path().find(|r| r.old.version == version);
        let any = || of_path().find(|r| r.old.version.is_empty());
        exact.or_else(any).map(|r| &r.new)
    }
}

fn at(path: &str, version: &str) -> Version {
    Version {
        path: path.to_owned(),
        version: version.to_owned(),
    }
}

fn replacement(words: &[&str]) -> Result<Replace, String> {
    let usage = || {
        "usage: replace module/path [v1.2.3] => other/module v1.4\n\t or replace module/path [v1.2.3] => ../local/directory".to_owned()
    };
    let arrow = words
        .iter()
        .position(|word| *word == "=>")
        .ok_or_else(usage)?;
    let side = |words: &[&str]| match words {
        [path] => Ok(at(path, "")),
        [path, version] => Ok(at(path, version)),
        _other => Err(usage()),
    };
    Ok(Replace {
        old: side(&words[..arrow])?,
        new: side(&words[arrow + 1..])?,
    })
}

/// `22` of `1.22`, `1.22.3`, `1.22rc1`.
pub fn minor(version: &str) -> Option<u32> {
    let rest = version.strip_prefix("1.")?;
    let end = rest
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(rest.len());
    rest[..end].parse().ok()
}

/// The words of a line: comments are left out, quotation marks and parentheses split.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    while let Some(first) = rest.chars().next() {
        if rest.starts_with("//") {
            break;
        }
        let length = match first {
            '(' | ')' => 1,
            '"' | '`' => rest[1..].find(first).map_or(rest.len(), |n| n + 2),
            _other => {
                let blank = rest.find(|c: char| c.is_whitespace() || c == '(' || c == ')');
                let comment = rest.find("//");
                blank.into_iter().chain(comment).min().unwrap_or(rest.len())
            }
        };
        // A `//` inside of a word, as in a URL, is no word of its own.
        let (word, behind) = rest.split_at(length.max(first.len_utf8()));
        words.push(word.trim_matches(['"', '`']).to_owned());
        rest = behind.trim_start();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn go_mod_is_read() {
        let text = "module \"ex.org/m\" // mine\n\ngo 1.22.3\nrequire a.org/x v1.0.0 // indirect\nrequire (\n\tb.org/y v2.0.0+incompatible\n)\nreplace b.org/y => ../y\nreplace a.org/x v1.0.0 => c.org/x v1.1.0\nretract [v1.0.0, v1.1.0]\ntoolchain go1.22.4\n";
        let file = ModFile::parse("go.mod", text).expect("no errors");
        assert_eq!(file.module, "ex.org/m");
        assert_eq!(file.go_minor, Some(22));
        assert_eq!(file.require.len(), 2);
        let new = |path, version| file.replacement(path, version).map(|v| v.path.as_str());
        assert_eq!(new("b.org/y", "v2.0.0+incompatible"), Some("../y"));
        assert_eq!(new("a.org/x", "v1.0.0"), Some("c.org/x"));
        assert_eq!(new("a.org/x", "v1.2.0"), None);
    }

    #[test]
    fn errors_name_the_line() {
        let error = ModFile::parse("go.mod", "module m\nfoo bar\n").err();
        let expected = "errors parsing go.mod:\ngo.mod:2: unknown directive: foo";
        assert_eq!(error.as_deref(), Some(expected));
    }
}
