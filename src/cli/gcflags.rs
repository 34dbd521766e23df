//! `-gcflags='[PATTERN=]-m [-m|-m=2] [-l] [-e] [-json=0,DIR]'`.
//!
//! As with `go build`: flags are separated by blanks and may be quoted; a pattern says which packages they are for (`all`, or
//! an import path, with `...` for any text); without one they are for the packages named on the command line; the last
//! setting that matches a package wins.

use std::path::PathBuf;

use escargo::inline::settings::{Inlining, Setting as InliningSetting, matches_pattern};
use escargo::report::go_text::Level;

/// What the compiler is asked to say about a package.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Flags {
    /// `-m`
    pub level: Option<Level>,
    /// `-l`
    pub no_inlining: bool,
    /// `-e`
    pub all_errors: bool,
    /// The folder of `-json=0,DIR`
    pub json: Option<PathBuf>,
}

/// One `-gcflags` argument.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Setting {
    pattern: Option<String>,
    flags: Flags,
}

/// All `-gcflags` of a command line.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct GcFlags {
    settings: Vec<Setting>,
}

/// Why an argument is wrong.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum GcFlagsError {
    /// A flag of gc that escargo has no meaning for.
    #[error("-gcflags: {0} is not supported (known: -m, -m=2, -l, -e, -json)")]
    Unknown(String),
    /// A quotation mark without its partner.
    #[error("-gcflags: unterminated {0} string")]
    Unterminated(char),
    /// `-json` without its two parts.
    #[error("-json option should be '<version>,<destination>' where <version> is a number: {0}")]
    JsonValue(String),
    /// There is one version.
    #[error("-json version must be 0")]
    JsonVersion,
    /// A relative folder.
    #[error(
        "optimizer logging destination {0} was neither /-prefixed directory nor file://-prefixed file URI"
    )]
    JsonFolder(String),
    /// Nothing stands before `=`.
    #[error("invalid value {0:?} for flag -gcflags: missing <pattern> in <pattern>=<value>")]
    MissingPattern(String),
    /// Neither a flag nor a pattern with flags.
    #[error("invalid value {0:?} for flag -gcflags: missing =<value> in <pattern>=<value>")]
    MissingValue(String),
}

impl GcFlags {
    /// Reads the values of all `-gcflags` arguments, in order.
    pub fn parse(values: &[String]) -> Result<GcFlags, GcFlagsError> {
        let settings = values.iter().map(|value| parse_setting(value));
        Ok(GcFlags {
            settings: settings.collect::<Result<_, _>>()?,
        })
    }

    /// The flags for a package; `named`: whether the command line names it.
    pub fn of(&self, path: &str, named: bool) -> Flags {
        let matching = self
            .settings
            .iter()
            .rev()
            .find(|setting| match &setting.pattern {
                Some(pattern) => matches_pattern(pattern, path),
                None => named,
            });
        matching.map_or_else(Flags::default, |setting| setting.flags.clone())
    }

    /// Whether packages may be meant that the command line does not name.
    pub fn has_patterns(&self) -> bool {
        self.settings
            .iter()
            .any(|setting| setting.pattern.is_some())
    }

    /// Whether any package is asked about at `-m=2`, or records are to be written.
    pub fn wants_explanations(&self) -> bool {
        let mut flags = self.settings.iter().map(|setting| &setting.flags);
        flags.any(|flags| flags.level == Some(Level::Explanations) || flags.json.is_some())
    }

    /// Which packages are compiled with inlining.
    pub fn inlining(&self) -> Inlining {
        let settings = self.settings.iter().map(|setting| InliningSetting {
            pattern: setting.pattern.clone(),
            on: !setting.flags.no_inlining,
        });
        Inlining::Settings(settings.collect())
    }
}

fn parse_setting(value: &str) -> Result<Setting, GcFlagsError> {
    let value = value.trim();
    let (pattern, flags) = match value.split_once('=') {
        _ if value.is_empty() || value.starts_with('-') => (None, value),
        Some(("", _)) => return Err(GcFlagsError::MissingPattern(value.to_owned())),
        Some((pattern, flags)) => (Some(pattern.to_owned()), flags),
        None => return Err(GcFlagsError::MissingValue(value.to_owned())),
    };
    let mut parsed = Flags::default();
    let mut level = 0;
    for flag in split_quoted(flags)? {
        match flag.as_str() {
            "-m" | "--m" | "-m=true" => level += 1,
            "-l" | "--l" | "-l=true" | "-l=1" => parsed.no_inlining = true,
            "-l=false" | "-l=0" => parsed.no_inlining = false,
            "-e" | "--e" | "-e=true" => parsed.all_errors = true,
            other if other.starts_with("-json=") => parsed.json = Some(json_folder(other)?),
            other => match other
                .strip_prefix("-m=")
                .and_then(|n| n.parse::<u32>().ok())
            {
                Some(number) => level = number,
                None => return Err(GcFlagsError::Unknown(flag)),
            },
        }
    }
    parsed.level = match level {
        0 => None,
        1 => Some(Level::Decisions),
        _more => Some(Level::Explanations),
    };
    Ok(Setting {
        pattern,
        flags: parsed,
    })
}

/// The folder of `-json=0,DIR`: absolute, or a `file` URI.
fn json_folder(flag: &str) -> Result<PathBuf, GcFlagsError> {
    let value = flag.strip_prefix("-json=").unwrap_or_default();
    let Some((version, folder)) = value.split_once(',') else {
        return Err(GcFlagsError::JsonValue(value.to_owned()));
    };
    if version.parse::<u32>() != Ok(0) {
        return Err(GcFlagsError::JsonVersion);
    }
    let path = folder.strip_prefix("file://").unwrap_or(folder);
    match path.starts_with('/') {
        true => Ok(PathBuf::from(path)),
        false => Err(GcFlagsError::JsonFolder(folder.to_owned())),
    }
}

/// Words separated by blanks; a word that starts with a quotation mark goes on to the next one.
fn split_quoted(text: &str) -> Result<Vec<String>, GcFlagsError> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (word, tail) = match first {
            '"' | '\'' => rest[1..]
                .split_once(first)
                .ok_or(GcFlagsError::Unterminated(first))?,
            _letter => {
                let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
                rest.split_at(end)
            }
        };
        words.push(word.to_owned());
        rest = tail.trim_start();
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flags(values: &[&str]) -> Result<GcFlags, GcFlagsError> {
        let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
        GcFlags::parse(&values)
    }

    #[test]
    fn levels_add_up() {
        let level = |value: &str| flags(&[value]).map(|flags| flags.of("p", true).level);
        assert_eq!(level("-m"), Ok(Some(Level::Decisions)));
        assert_eq!(level("-m -m"), Ok(Some(Level::Explanations)));
        assert_eq!(level("-l '-m=2'"), Ok(Some(Level::Explanations)));
        assert_eq!(level("-l"), Ok(None));
        assert_eq!(level("-S"), Err(GcFlagsError::Unknown("-S".to_owned())));
        assert_eq!(level("-l '-m"), Err(GcFlagsError::Unterminated('\'')));
    }

    #[test]
    fn records_go_to_an_absolute_folder() {
        let folder = |value: &str| flags(&[value]).map(|flags| flags.of("p", true).json);
        assert_eq!(folder("-json=0,/x"), Ok(Some(PathBuf::from("/x"))));
        assert_eq!(folder("-json=0,file:///x"), Ok(Some(PathBuf::from("/x"))));
        assert_eq!(folder("-json=1,/x"), Err(GcFlagsError::JsonVersion));
        assert!(folder("-json=0,x").is_err());
    }

    #[test]
    fn patterns_choose_packages() {
        let both = flags(&["-m", "b/...=-m=2 -l"]).unwrap_or_default();
        assert_eq!(both.of("a", true).level, Some(Level::Decisions));
        assert_eq!(both.of("a", false).level, None);
        assert_eq!(both.of("b/c", false).level, Some(Level::Explanations));
        assert_eq!(both.of("b", false).level, Some(Level::Explanations));
        assert!(matches_pattern("all", "x"));
        assert!(matches_pattern("a...z", "a/b/z"));
        assert!(!matches_pattern("a...z", "a/b"));
    }
}
