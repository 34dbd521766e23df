//! Which packages are compiled with inlining: all but those whose flags say `-l`.

/// Which packages are compiled with inlining.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Inlining {
    /// None.
    #[default]
    Off,
    /// All but the standard library, whose functions are not expanded either: for executions, which have functions of their own
    /// in its place.
    Program,
    /// All for which no setting says otherwise; the last one that matches a package counts.
    Settings(Vec<Setting>),
}

/// What is said of some packages.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Setting {
    /// Which packages are meant; none: those that were asked for.
    pub pattern: Option<String>,
    /// Whether they are compiled with inlining.
    pub on: bool,
}

impl Inlining {
    /// Whether a package is compiled with inlining; `named`: whether it was asked for, `standard`: whether it is of the standard
    /// library.
    pub fn is_on(&self, path: &str, named: bool, standard: bool) -> bool {
        let settings = match self {
            Inlining::Off => return false,
            Inlining::Program => return !standard,
            Inlining::Settings(settings) => settings,
        };
        let matching = settings
            .iter()
            .rev()
            .find(|setting| match &setting.pattern {
                Some(pattern) => matches_pattern(pattern, path),
                None => named,
            });
        matching.is_none_or(|setting| setting.on)
    }
}

/// Whether an import path matches a pattern, in which `...` stands for any text.
pub fn matches_pattern(pattern: &str, path: &str) -> bool {
    if pattern == "all" {
        return true;
    }
    let mut parts = pattern.split("...");
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else {
        // `a/...` matches `a` too.
        return pattern.strip_suffix("/...") == Some(path);
    };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else {
        return rest.is_empty();
    };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dependencies_are_inlined_unless_their_own_flags_say_otherwise() {
        let plain = |on| Setting { pattern: None, on };
        let all = |on| Setting {
            pattern: Some("all".to_owned()),
            on,
        };
        let named_without = Inlining::Settings(vec![plain(false)]);
        assert!(!named_without.is_on("p", true, false));
        assert!(named_without.is_on("fmt", false, false));
        assert!(!Inlining::Settings(vec![all(false)]).is_on("fmt", false, false));
        assert!(Inlining::Settings(vec![all(false), plain(true)]).is_on("p", true, false));
        assert!(!Inlining::Off.is_on("p", true, false));
    }
}
