//! What is on the heap, in a form that is kept beside the source and compared: a *baseline*.
//!
//! An entry is a package, a function, a kind of allocation and its expression, with the number of places: nothing in it says
//! where. So moving code, to another line or file, changes nothing, and a new entry is a new placement.
//!
//! ```text
//! # escargo baseline 1, go 1.24
//! example.com/store     New              variable           u
//! example.com/store     (*Store).Add     make slice         make([]byte, n)        2
//! ```
//!
//! Literals count as part of the function around them (their numbers change when another one is written before), instances as
//! the generic function. What only the run decides is no entry. Fields are separated by tabs; a number other than 1 is the last.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::describe::{kind_name, rule_name};
use super::paths::Paths;
use super::view::PackageView;
use crate::analysis::Analysis;
use crate::ir::{FuncId, SiteId};
use crate::placement::Decision;
use crate::release::Release;
use crate::source::Pos;

/// The first words of the file.
const HEAD: &str = "# escargo baseline 1";
/// Behind them, if calls were inlined.
const INLINED: &str = ", inlined";

/// A placement without its place.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Key {
    /// The import path.
    pub package: String,
    /// The declared function, as gc prints it, without type arguments.
    pub function: String,
    /// The kind of allocation.
    pub kind: String,
    /// What is allocated.
    pub expression: String,
}

/// The placements of packages.
#[derive(Clone, Debug, Default)]
pub struct Baseline {
    /// The release whose rules were applied, if it is known.
    pub release: Option<Release>,
    /// Whether calls were inlined.
    pub inlined: bool,
    /// The packages that were looked at; none if that is not known.
    pub packages: Option<BTreeSet<String>>,
    /// How often, and if known where and why: `./x.go:3:2: returned pointer`.
    pub entries: BTreeMap<Key, Places>,
}

/// Where a placement is found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Places {
    /// How many there are.
    pub count: usize,
    /// Their positions and causes, in order.
    pub shown: Vec<String>,
}

/// Why a file is no baseline.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BaselineError {
    /// The first line is another one.
    #[error("not a baseline: the first line must start with {HEAD:?}")]
    Head,
    /// A line has not the right fields.
    #[error("line {0}: not an entry of a baseline")]
    Entry(usize),
}

/// The placements of the packages that were asked for.
pub fn of_analysis(analysis: &Analysis, inlined: bool, paths: &Paths) -> Baseline {
    let mut baseline = Baseline {
        release: Some(analysis.release),
        inlined,
        packages: Some(BTreeSet::new()),
        entries: BTreeMap::new(),
    };
    for package in analysis.packages.iter().filter(|package| package.named) {
        if let Some(packages) = &mut baseline.packages {
            packages.insert(package.path.clone());
        }
        if let Some(view) = analysis.view(package) {
            baseline.add_package(&view, paths);
        }
    }
    baseline
}

impl Baseline {
    fn add_package(&mut self, view: &PackageView<'_>, paths: &Paths) {
        // Instances of one function share their places, and count once. So do copies of what was inlined at one call.
        let mut at_place: BTreeMap<(Pos, &str, String), (Key, String)> = BTreeMap::new();
        for (func, site) in view.sites_by_position() {
            let Decision::Heap { cause, .. } = view.placement(func, site).decision else {
                continue;
            };
            let key = key(view, func, site);
            let kind = kind_name(view.func(func).sites[site].kind);
            let text = match view.func(func).duplicable {
                true => String::new(),
                false => key.expression.clone(),
            };
            let found = at_place.entry((view.site_pos(func, site), kind, text));
            let entry = found.or_insert_with(|| (key.clone(), rule_name(cause.rule).to_owned()));
            if key < entry.0 {
                entry.0 = key;
            }
        }
        for ((pos, ..), (key, cause)) in at_place {
            let place = paths.position(view.files, pos).unwrap_or_default();
            let places = self.entries.entry(key).or_default();
            places.count += 1;
            places.shown.push(format!("{place}: {cause}"));
        }
    }

    /// The text of the file.
    pub fn print(&self) -> String {
        let mut text = HEAD.to_owned();
        if let Some(release) = self.release {
            let _ = write!(text, ", go {release}");
        }
        if self.inlined {
            text.push_str(INLINED);
        }
        text.push('\n');
        for (key, places) in &self.entries {
            let fields = [&key.package, &key.function, &key.kind, &key.expression];
            text.push_str(&fields.map(|field| escape(field)).join("\t"));
            if places.count != 1 {
                let _ = write!(text, "\t{}", places.count);
            }
            text.push('\n');
        }
        text
    }

    /// Reads the text of a file.
    pub fn parse(text: &str) -> Result<Baseline, BaselineError> {
        let mut lines = text.lines().enumerate();
        let head = lines.next().map_or("", |(_, line)| line);
        let head = head.strip_prefix(HEAD).ok_or(BaselineError::Head)?;
        let (head, inlined) = match head.trim_end().strip_suffix(INLINED) {
            Some(head) => (head, true),
            None => (head, false),
        };
        let release = head.strip_prefix(", go ");
        let mut baseline = Baseline {
            inlined,
            release: release.and_then(|release| release.trim().parse().ok()),
            ..Baseline::default()
        };
        for (number, line) in lines {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let (key, count) = entry(line).ok_or(BaselineError::Entry(number + 1))?;
            // The merge of two branches may have an entry twice.
            baseline.entries.entry(key).or_default().count += count;
        }
        Ok(baseline)
    }

    /// What differs in another one that is newer: of the packages that both looked at.
    pub fn compare(&self, newer: &Baseline) -> Difference {
        let mut difference = Difference::default();
        for (key, places) in &newer.entries {
            let before = self.entries.get(key).map_or(0, |places| places.count);
            if places.count > before && self.looked_at(&key.package) {
                difference.new.push(Change {
                    key: key.clone(),
                    count: places.count - before,
                    shown: places.shown.clone(),
                });
            }
        }
        for (key, places) in &self.entries {
            let now = newer.entries.get(key).map_or(0, |places| places.count);
            if places.count > now && newer.looked_at(&key.package) {
                difference.gone.push(Change {
                    key: key.clone(),
                    count: places.count - now,
                    shown: Vec::new(),
                });
            }
        }
        difference
    }

    fn looked_at(&self, package: &str) -> bool {
        self.packages
            .as_ref()
            .is_none_or(|packages| packages.contains(package))
    }
}

fn entry(line: &str) -> Option<(Key, usize)> {
    let fields: Vec<&str> = line.split('\t').collect();
    let (fields, count) = match fields.as_slice() {
        [fields @ .., count] if fields.len() == 4 => (fields, count.trim().parse().ok()?),
        fields => (fields, 1),
    };
    match fields {
        [package, function, kind, expression] => Some((
            Key {
                package: unescape(package),
                function: unescape(function),
                kind: unescape(kind),
                expression: unescape(expression),
            },
            count,
        )),
        _too_few => None,
    }
}

fn escape(field: &str) -> String {
    field
        .replace('\\', "\\\\")
        .replace('\t', "\\t")
        .replace('\n', "\\n")
}

fn unescape(field: &str) -> String {
    let mut out = String::with_capacity(field.len());
    let mut chars = field.chars();
    while let Some(c) = chars.next() {
        match (c, chars.as_str().chars().next()) {
            ('\\', Some(next)) => {
                chars.next();
                out.push(match next {
                    't' => '\t',
                    'n' => '\n',
                    other => other,
                });
            }
            (c, _) => out.push(c),
        }
    }
    out
}

/// What differs between two baselines.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Difference {
    /// On the heap now, not before.
    pub new: Vec<Change>,
    /// On the heap before, not now.
    pub gone: Vec<Change>,
}

/// A placement that came or went.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// What.
    pub key: Key,
    /// How many more, or fewer.
    pub count: usize,
    /// All places where it is now.
    pub shown: Vec<String>,
}

impl Difference {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.gone.is_empty()
    }

    /// One line a change: `+` for what is new, `-` for what is gone; then a line that counts. Empty if nothing differs.
    pub fn print(&self) -> String {
        let mut text = String::new();
        for (sign, changes) in [('+', &self.new), ('-', &self.gone)] {
            for change in changes {
                let key = &change.key;
                let _ = write!(
                    text,
                    "{sign} {} {}: {} `{}`",
                    key.package, key.function, key.kind, key.expression
                );
                if change.count > 1 {
                    let _ = write!(text, ", {} times", change.count);
                }
                text.push('\n');
                let among = match change.shown.len() > change.count {
                    true => "among ",
                    false => "",
                };
                for place in &change.shown {
                    let _ = writeln!(text, "    {among}{place}");
                }
            }
        }
        if !self.is_empty() {
            let count = |changes: &[Change]| changes.iter().map(|change| change.count).sum();
            let (new, gone): (usize, usize) = (count(&self.new), count(&self.gone));
            let _ = writeln!(text, "{new} new, {gone} gone");
        }
        text
    }
}

fn key(view: &PackageView<'_>, func: FuncId, site: SiteId) -> Key {
    let mut outermost = func;
    while let Some(outer) = view.func(outermost).outer {
        outermost = outer;
    }
    let function = view.func(outermost);
    let text = view.printer(true).site(func, site);
    Key {
        package: view.path().to_owned(),
        function: without_arguments(function.name.as_str()),
        kind: kind_name(view.func(func).sites[site].kind).to_owned(),
        expression: match function.duplicable {
            true => without_shapes(&text),
            false => text,
        },
    }
}

/// A function's name without type arguments: `(*List[go.shape.int]).Push` is `(*List).Push`.
fn without_arguments(name: &str) -> String {
    let mut depth = 0;
    let mut out = String::new();
    for c in name.chars() {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            c if depth == 0 => out.push(c),
            _argument => {}
        }
    }
    out
}

/// An expression of an instance, whatever its type arguments.
fn without_shapes(text: &str) -> String {
    const SHAPE: &str = "go.shape.";
    let mut parts = text.split(SHAPE);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| !c.is_alphanumeric() && c != '_');
        out.push_str("go.shape");
        out.push_str(&part[end.unwrap_or(part.len())..]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Baseline {
        Baseline::parse(&format!("{HEAD}\n{text}")).unwrap_or_default()
    }

    #[test]
    fn what_is_printed_is_read_again() {
        let text = "p\tf\tvariable\tx\np\tf\tconcatenation\ts + \"\\\\t\\t\"\t3\n";
        let baseline = parse(text);
        let again = parse(baseline.print().split_once('\n').unwrap_or_default().1);
        assert_eq!(baseline.entries, again.entries);
        let counts: Vec<usize> = again.entries.values().map(|places| places.count).collect();
        assert_eq!(counts, [3, 1]);
        let inlined = Baseline::parse(&format!("{HEAD}, go 1.26, inlined\n"));
        let inlined = inlined.unwrap_or_default();
        assert!(inlined.inlined && inlined.release.is_some());
        assert!(
            inlined
                .print()
                .starts_with(&format!("{HEAD}, go 1.26, inlined\n"))
        );
        assert!(Baseline::parse("p\tf\tvariable\tx\n").is_err());
        let short = format!("{HEAD}\np\tf\n");
        assert_eq!(Baseline::parse(&short).err(), Some(BaselineError::Entry(2)));
    }

    #[test]
    fn only_packages_that_were_looked_at_count() {
        let old = parse("p\tf\tvariable\tx\nq\tg\tvariable\ty\n");
        let mut new = parse("p\tf\tvariable\tx\t2\n");
        new.packages = Some(BTreeSet::from(["p".to_owned()]));
        let difference = old.compare(&new);
        assert_eq!(difference.new.len(), 1);
        assert_eq!(difference.gone, []);
        new.packages = None;
        assert_eq!(old.compare(&new).gone.len(), 1);
        assert!(old.compare(&old).is_empty());
    }

    #[test]
    fn instances_are_one_function() {
        assert_eq!(without_arguments("(*L[go.shape.int]).Add"), "(*L).Add");
        assert_eq!(without_arguments("F[map[string]int]"), "F");
        let text = without_shapes("make([]go.shape.int, n)");
        assert_eq!(text, "make([]go.shape, n)");
    }
}
