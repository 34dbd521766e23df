//! Go-style command lines: `-gcflags=…` with one dash, as `go build` takes them.
//!
//! clap knows only `--gcflags`. Every argument that starts with one dash and names a long flag of ours gets a second one;
//! `-C` and other letters, negative numbers and values of flags stay as they are.

use std::ffi::OsString;

/// The flags that may be written with one dash, and whether a value follows.
const LONG_FLAGS: &[(&str, bool)] = &[
    ("all", false),
    ("buildvcs", true),
    ("color", true),
    ("facts", true),
    ("format", true),
    ("func", true),
    ("gcflags", true),
    ("go", true),
    ("goroot", true),
    ("help", false),
    ("ldflags", true),
    ("memstats", false),
    ("mod", true),
    ("ssa", false),
    ("tags", true),
    ("trimpath", false),
    ("version", false),
];

/// The arguments with two dashes where clap wants them.
pub fn with_long_flags(args: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut out = Vec::new();
    let mut is_value = false;
    for arg in args {
        let flag = if is_value { None } else { long_flag(&arg) };
        is_value = matches!(flag, Some((_, true))) && !contains_equals(&arg);
        match flag {
            Some(_) => {
                let mut long = OsString::from("-");
                long.push(&arg);
                out.push(long);
            }
            None => out.push(arg),
        }
    }
    out
}

fn long_flag(arg: &OsString) -> Option<(&'static str, bool)> {
    let name = arg.to_str()?.strip_prefix('-')?;
    let name = name.split('=').next().unwrap_or(name);
    LONG_FLAGS.iter().find(|(flag, _)| *flag == name).copied()
}

fn contains_equals(arg: &OsString) -> bool {
    arg.to_str().is_some_and(|text| text.contains('='))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn convert(args: &[&str]) -> Vec<OsString> {
        with_long_flags(args.iter().map(OsString::from))
    }

    #[test]
    fn one_dash_becomes_two() {
        assert_eq!(
            convert(&["build", "-gcflags=-m -l", "-C", "d", "x.go"]),
            ["build", "--gcflags=-m -l", "-C", "d", "x.go"]
        );
        assert_eq!(convert(&["--go", "1.24"]), ["--go", "1.24"]);
    }

    #[test]
    fn values_stay_as_they_are() {
        assert_eq!(
            convert(&["-gcflags", "-m", "-tags", "-go", "-m"]),
            ["--gcflags", "-m", "--tags", "-go", "-m"]
        );
    }
}
