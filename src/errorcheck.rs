//! `// ERROR "regexp"` comments, as Go's own compiler tests have them: the expected messages stand on the line they are about.
//!
//! Every quoted text behind `// ERROR` (or `// GC_ERROR`) is a regular expression that one message on this line must match;
//! a message that none of them matches is unexpected. `LINE`, `LINE+2`, `LINE-1` in an expression stand for `file:line` of that
//! line. A comment that begins with four slashes is switched off. The first line of a file may give compiler flags:
//! `// errorcheck -0 -m -l`.
//!
//! ```go
//! func f() *int {
//!     x := 1 // ERROR "moved to heap: x"
//!     return &x
//! }
//! ```
//!
//! Source: `cmd/internal/testdir` of the Go distribution.

use std::collections::BTreeMap;

use regex::Regex;

/// An expected message.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// The line, from 1.
    pub line: u32,
    /// What the message must match.
    pub pattern: Regex,
}

/// An expected message that cannot be read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ExpectationError {
    /// No quoted text follows `ERROR`.
    #[error("line {line}: ERROR without a quoted regular expression")]
    Missing {
        /// The line, from 1.
        line: u32,
    },
    /// Not a regular expression.
    #[error("line {line}: bad regular expression {pattern:?}")]
    Bad {
        /// The line, from 1.
        line: u32,
        /// The text.
        pattern: String,
    },
}

/// A message that a compiler printed about a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Printed {
    /// The line, from 1.
    pub line: u32,
    /// The text behind the position.
    pub text: String,
}

/// Where expectations and messages differ.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Difference {
    /// Nothing on the line matches.
    Missing {
        /// The line, from 1.
        line: u32,
        /// What was expected.
        pattern: String,
    },
    /// Nothing expects the message.
    Unexpected(Printed),
}

/// The flags of `// errorcheck …` in the first line of a test; none if there is no such line.
pub fn flags(source: &str) -> Option<Vec<String>> {
    let first = source.lines().find(|line| !line.trim().is_empty())?;
    let rest = first.strip_prefix("//")?.trim_start();
    let rest = rest.strip_prefix("errorcheck")?;
    let is_word = rest.is_empty() || rest.starts_with(char::is_whitespace);
    is_word.then(|| rest.split_whitespace().map(str::to_owned).collect())
}

/// The expected messages of a source, in order. `name` is the file's name as messages show it.
pub fn expectations(name: &str, source: &str) -> Result<Vec<Expectation>, ExpectationError> {
    let mut found = Vec::new();
    for (number, text) in source.lines().enumerate() {
        let line = number as u32 + 1;
        if text.contains("////") {
            continue;
        }
        let Some(rest) = after_marker(text) else {
            continue;
        };
        let patterns: Vec<&str> = rest.split('"').skip(1).step_by(2).collect();
        if patterns.is_empty() {
            return Err(ExpectationError::Missing { line });
        }
        for pattern in patterns {
            let expanded = expand_line(pattern, name, line);
            let pattern = Regex::new(&expanded).map_err(|_| ExpectationError::Bad {
                line,
                pattern: expanded,
            })?;
            found.push(Expectation { line, pattern });
        }
    }
    Ok(found)
}

fn after_marker(text: &str) -> Option<&str> {
    ["// ERROR ", "// GC_ERROR "]
        .iter()
        .find_map(|marker| text.split_once(marker).map(|(_, rest)| rest))
}

/// `LINE`, `LINE+2`, `LINE-1`: a position near the line.
fn expand_line(pattern: &str, name: &str, line: u32) -> String {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once("LINE") {
        out.push_str(before);
        let sign = after.chars().next().filter(|c| matches!(c, '+' | '-'));
        let digits: String = match sign {
            Some(_) => after[1..]
                .chars()
                .take_while(char::is_ascii_digit)
                .collect(),
            None => String::new(),
        };
        let delta: u32 = digits.parse().unwrap_or(0);
        let target = match sign {
            Some('-') => line.saturating_sub(delta),
            _plus => line.saturating_add(delta),
        };
        out.push_str(&format!("{}:{target}", regex::escape(name)));
        rest = match digits.is_empty() {
            true => after,
            false => &after[1 + digits.len()..],
        };
    }
    out.push_str(rest);
    out
}

/// The messages of a compiler's output that are about a file. A line that starts with a tab goes on with the one before;
/// header lines (`# package`) are left out.
pub fn printed(name: &str, output: &str) -> Vec<Printed> {
    let mut messages: Vec<Printed> = Vec::new();
    for line in output.lines() {
        if let (true, Some(last)) = (line.starts_with('\t'), messages.last_mut()) {
            last.text.push('\n');
            last.text.push_str(line);
            continue;
        }
        messages.extend(parse_line(name, line));
    }
    messages
}

/// `name:line:column: text`, with or without the column.
fn parse_line(name: &str, line: &str) -> Option<Printed> {
    let rest = line.strip_prefix("./").unwrap_or(line);
    let rest = rest.strip_prefix(name)?.strip_prefix(':')?;
    let (number, rest) = rest.split_once(':')?;
    let text = match rest.split_once(": ") {
        Some((column, text)) if column.chars().all(|c| c.is_ascii_digit()) => text,
        _no_column => rest,
    };
    Some(Printed {
        line: number.parse().ok()?,
        text: text.trim_start().to_owned(),
    })
}

/// Compares. An expectation takes all messages of its line that it matches, as in Go's tests. Missing ones come first, in
/// the order of the source, then the messages left over, by line.
pub fn compare(expectations: &[Expectation], printed: &[Printed]) -> Vec<Difference> {
    let mut by_line: BTreeMap<u32, Vec<&Printed>> = BTreeMap::new();
    for message in printed {
        by_line.entry(message.line).or_default().push(message);
    }
    let mut differences = Vec::new();
    for Expectation { line, pattern } in expectations {
        let matched = by_line.get_mut(line).is_some_and(|messages| {
            let before = messages.len();
            messages.retain(|message| !pattern.is_match(&message.text));
            messages.len() < before
        });
        if !matched {
            differences.push(Difference::Missing {
                line: *line,
                pattern: pattern.as_str().to_owned(),
            });
        }
    }
    let left = by_line.into_values().flatten().cloned();
    differences.extend(left.map(Difference::Unexpected));
    differences
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, output: &str) -> Vec<Difference> {
        let expectations = expectations("a.go", source).unwrap_or_default();
        compare(&expectations, &printed("a.go", output))
    }

    #[test]
    fn expectations_take_the_messages_of_their_line() {
        let source = "x // ERROR \"moved to heap: x\" \"y escapes\"\n";
        let output = "# p\n./a.go:1:3: moved to heap: x\n./a.go:1:9: y escapes to heap\n";
        assert_eq!(check(source, output), []);
        let missing = check(source, "a.go:1:3: moved to heap: x\n");
        let pattern = "y escapes".to_owned();
        assert_eq!(missing, [Difference::Missing { line: 1, pattern }]);
    }

    #[test]
    fn messages_that_nothing_expects_are_differences() {
        let unexpected = check("x\n", "a.go:1:3: want\n\tmore\n");
        let text = "want\n\tmore".to_owned();
        assert_eq!(
            unexpected,
            [Difference::Unexpected(Printed { line: 1, text })]
        );
        assert_eq!(check("x //// ERROR \"a\"\n", ""), []);
    }

    #[test]
    fn line_stands_for_a_position() {
        assert_eq!(
            expand_line("at LINE-1 LINE", "a.go", 5),
            "at a\\.go:4 a\\.go:5"
        );
    }

    #[test]
    fn flags_are_in_the_first_line() {
        let flags = flags("// errorcheck -0 -m -l\n\npackage p\n").unwrap_or_default();
        assert_eq!(flags, ["-0", "-m", "-l"]);
        assert_eq!(super::flags("package p\n"), None);
    }
}
