//! Build constraints: `//go:build linux && (amd64 || !cgo)`, and the older `// +build` lines.

use super::platform::Platform;

/// A constraint.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Constraint {
    /// A tag holds.
    Tag(String),
    /// `!x`
    Not(Box<Constraint>),
    /// `x && y`
    And(Box<Constraint>, Box<Constraint>),
    /// `x || y`
    Or(Box<Constraint>, Box<Constraint>),
}

/// How deep parentheses and negations may nest; nobody writes more, and parsing recurses.
const MAX_DEPTH: u32 = 500;

impl Constraint {
    /// Whether it holds.
    pub fn holds(&self, platform: &Platform) -> bool {
        match self {
            Constraint::Tag(tag) => platform.has_tag(tag),
            Constraint::Not(x) => !x.holds(platform),
            Constraint::And(x, y) => x.holds(platform) && y.holds(platform),
            Constraint::Or(x, y) => x.holds(platform) || y.holds(platform),
        }
    }

    /// The Go release that it implies: the minor number of the least release for which it can hold.
    pub fn go_minor(&self) -> Option<u32> {
        self.least(true)
    }

    /// The least release that the constraint (or, if not `positive`, its negation) implies.
    fn least(&self, positive: bool) -> Option<u32> {
        match self {
            Constraint::Tag(_) if !positive => None,
            Constraint::Tag(tag) if tag == "go1" => Some(0),
            Constraint::Tag(tag) => tag.strip_prefix("go1.")?.parse().ok(),
            Constraint::Not(x) => x.least(!positive),
            Constraint::And(x, y) if positive => x.least(true).max(y.least(true)),
            Constraint::Or(x, y) if !positive => x.least(false).max(y.least(false)),
            // Both must imply one; the lower of the two is implied.
            Constraint::And(x, y) | Constraint::Or(x, y) => {
                x.least(positive).min(y.least(positive))
            }
        }
    }

    fn and(x: Constraint, y: Constraint) -> Constraint {
        Constraint::And(Box::new(x), Box::new(y))
    }

    fn or(x: Constraint, y: Constraint) -> Constraint {
        Constraint::Or(Box::new(x), Box::new(y))
    }
}

/// Parses what stands behind `//go:build`. The error is in the words of go/build/constraint.
pub fn parse(text: &str) -> Result<Constraint, String> {
    let mut parser = Parser {
        rest: text,
        token: "",
        depth: 0,
    };
    parser.advance()?;
    let constraint = parser.or()?;
    match parser.token {
        "" => Ok(constraint),
        token => Err(format!("unexpected token {token}")),
    }
}

struct Parser<'a> {
    rest: &'a str,
    /// The current token; empty at the end.
    token: &'a str,
    depth: u32,
}

impl<'a> Parser<'a> {
    fn advance(&mut self) -> Result<(), String> {
        let rest = self.rest.trim_start_matches([' ', '\t']);
        let length = match rest.chars().next() {
            None => 0,
            Some('(' | ')' | '!') => 1,
            Some(c @ ('&' | '|')) => {
                if !rest[1..].starts_with(c) {
                    return Err(format!("invalid syntax at {c}"));
                }
                2
            }
            Some(_) => match rest.find(|c: char| !is_tag_char(c)).unwrap_or(rest.len()) {
                0 => {
                    let c = rest.chars().next().unwrap_or_default();
                    return Err(format!("invalid syntax at {c}"));
                }
                length => length,
            },
        };
        (self.token, self.rest) = rest.split_at(length);
        Ok(())
    }

    fn or(&mut self) -> Result<Constraint, String> {
        let mut x = self.and()?;
        while self.token == "||" {
            self.advance()?;
            x = Constraint::or(x, self.and()?);
        }
        Ok(x)
    }

    fn and(&mut self) -> Result<Constraint, String> {
        let mut x = self.not()?;
        while self.token == "&&" {
            self.advance()?;
            x = Constraint::and(x, self.not()?);
        }
        Ok(x)
    }

    fn not(&mut self) -> Result<Constraint, String> {
        if self.token != "!" {
            return self.atom();
        }
        self.advance()?;
        if self.token == "!" {
            return Err("double negation not allowed".to_owned());
        }
        Ok(Constraint::Not(Box::new(self.not()?)))
    }

    fn atom(&mut self) -> Result<Constraint, String> {
        if self.token != "(" {
            return self.tag();
        }
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err("expression nested too deeply".to_owned());
        }
        self.advance()?;
        let x = self.or()?;
        if self.token != ")" {
            return Err("missing close paren".to_owned());
        }
        self.depth -= 1;
        self.advance()?;
        Ok(x)
    }

    fn tag(&mut self) -> Result<Constraint, String> {
        let tag = self.token;
        if tag.is_empty() {
            return Err("unexpected end of expression".to_owned());
        }
        if !tag.starts_with(is_tag_char) {
            return Err(format!("unexpected token {tag}"));
        }
        self.advance()?;
        Ok(Constraint::Tag(tag.to_owned()))
    }
}

fn is_tag_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '.'
}

/// What the head of a file says about building it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Head {
    /// The constraint, if there is one.
    pub constraint: Option<Constraint>,
    /// What is wrong with it.
    pub error: Option<String>,
}

impl Head {
    /// Whether the file belongs to a package of this platform.
    pub fn holds(&self, platform: &Platform) -> bool {
        self.constraint
            .as_ref()
            .is_none_or(|constraint| constraint.holds(platform))
    }

    /// The Go release that a `//go:build` line asks for.
    pub fn go_minor(&self) -> Option<u32> {
        self.constraint.as_ref()?.go_minor()
    }
}

/// Reads the comments in front of the package clause.
pub fn head(text: &str) -> Head {
    let (header, blank_end) = header(text);
    let mut lines = Vec::new();
    for line in comment_lines(header) {
        lines.extend(
            line.strip_prefix("//go:build")
                .filter(|rest| rest.is_empty() || rest.starts_with([' ', '\t'])),
        );
    }
    match lines.as_slice() {
        [] => Head {
            constraint: plus_build(&header[..blank_end]),
            error: None,
        },
        [line] => match parse(line.trim()) {
            Ok(constraint) => Head {
                constraint: Some(constraint),
                error: None,
            },
            Err(error) => Head {
                constraint: None,
                error: Some(format!("parsing //go:build line: {error}")),
            },
        },
        [..] => Head {
            constraint: None,
            error: Some("multiple //go:build comments".to_owned()),
        },
    }
}

/// The leading comments and blank lines, and the end of the last blank line in them.
fn header(text: &str) -> (&str, usize) {
    let mut at = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut blank_end = 0;
    let mut in_block = false;
    while at < text.len() {
        let end = text[at..].find('\n').map_or(text.len(), |n| at + n + 1);
        let line = text[at..end].trim();
        if !in_block && line.is_empty() {
            blank_end = end;
        }
        if in_block || !(line.is_empty() || line.starts_with("//")) {
            match only_comments(line, &mut in_block) {
                true => {}
                false => break,
            }
        }
        at = end;
    }
    (&text[..at], blank_end)
}

/// Whether there is nothing but (parts of) comments on the line.
fn only_comments(line: &str, in_block: &mut bool) -> bool {
    let mut rest = line;
    loop {
        if *in_block {
            let Some(end) = rest.find("*/") else {
                return true;
            };
            *in_block = false;
            rest = rest[end + 2..].trim_start();
        }
        if rest.is_empty() || rest.starts_with("//") {
            return true;
        }
        let Some(inside) = rest.strip_prefix("/*") else {
            return false;
        };
        *in_block = true;
        rest = inside;
    }
}

/// The lines of a header that are `//` comments.
fn comment_lines(header: &str) -> impl Iterator<Item = &str> {
    let mut in_block = false;
    header.lines().filter_map(move |line| {
        let line = line.trim_start_matches('\u{feff}').trim();
        let is_comment = !in_block && line.starts_with("//");
        if !is_comment {
            only_comments(line, &mut in_block);
        }
        is_comment.then_some(line)
    })
}

/// `// +build a,!b c`: blanks are or, commas are and, lines are and.
fn plus_build(header: &str) -> Option<Constraint> {
    let mut all: Option<Constraint> = None;
    for line in comment_lines(header) {
        let words = line[2..].trim_start().strip_prefix("+build");
        let Some(words) = words.filter(|rest| rest.starts_with([' ', '\t'])) else {
            continue;
        };
        let options = words.split_whitespace().map(|option| {
            let terms = option.split(',').map(|term| match term.strip_prefix('!') {
                Some(tag) => Constraint::Not(Box::new(Constraint::Tag(tag.to_owned()))),
                None => Constraint::Tag(term.to_owned()),
            });
            terms.reduce(Constraint::and)
        });
        let line = options.flatten().reduce(Constraint::or);
        all = match (all, line) {
            (Some(x), Some(y)) => Some(Constraint::and(x, y)),
            (x, y) => x.or(y),
        };
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn platform() -> Platform {
        Platform::new("linux", "amd64", false, 24, &[], "")
    }

    #[test]
    fn expressions_hold() {
        let holds = |text| parse(text).map(|constraint| constraint.holds(&platform()));
        assert_eq!(holds("linux && !cgo"), Ok(true));
        assert_eq!(holds("windows || (linux && arm64)"), Ok(false));
        assert_eq!(holds("!(windows||arm64)"), Ok(true));
        assert_eq!(
            holds("linux &&"),
            Err("unexpected end of expression".into())
        );
        assert_eq!(holds("linux & x"), Err("invalid syntax at &".into()));
        assert_eq!(holds("linux amd64"), Err("unexpected token amd64".into()));
        assert_eq!(holds("(linux"), Err("missing close paren".into()));
        assert_eq!(holds("!!linux"), Err("double negation not allowed".into()));
    }

    #[test]
    fn releases_are_implied() {
        let minor = |text| {
            parse(text)
                .ok()
                .and_then(|constraint| constraint.go_minor())
        };
        assert_eq!(minor("go1.22"), Some(22));
        assert_eq!(minor("linux && go1.22"), Some(22));
        assert_eq!(minor("linux || go1.22"), None);
        assert_eq!(minor("go1.21 || go1.22"), Some(21));
        assert_eq!(minor("go1.21 && go1.22"), Some(22));
        assert_eq!(minor("!go1.22"), None);
        assert_eq!(minor("!(!go1.22)"), Some(22));
    }

    #[test]
    fn heads_are_read() {
        let holds = |text| head(text).holds(&platform());
        assert!(!holds("// Copyright\n\n//go:build windows\n\npackage p\n"));
        assert!(!holds("//go:build windows\npackage p\n"));
        assert!(holds("package p\n\n//go:build windows\n"));
        assert!(holds("/*\n//go:build windows\n*/\npackage p\n"));
        assert!(!holds(
            "/* x */ //go:build linux\n//go:build windows\npackage p\n"
        ));
        assert!(!holds("// +build windows\n\npackage p\n"));
        assert!(holds("// +build windows\npackage p\n"));
        assert!(holds("// +build windows linux,amd64\n\npackage p\n"));
        assert!(!holds("// +build linux\n// +build !amd64\n\npackage p\n"));
        let error = head("//go:build linux\n//go:build windows\n\npackage p\n").error;
        assert_eq!(error.as_deref(), Some("multiple //go:build comments"));
    }
}
