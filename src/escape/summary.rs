//! Leak summaries: what a caller needs to know of a function it does not look into.
//!
//! For each parameter a [`Leaks`] holds the least number of dereferences with which it reaches the heap, memory that may be
//! written through, an unknown call, and the first results. No summary at all (`None`) means: it leaks, heap 0.
//!
//! # Text
//!
//! A facts file gives summaries of functions without source in a directive:
//!
//! ```text
//! //escargo:leaks recv:none 0:heap1,result0=0 1:mutator0,callee0 2:leaks
//! func (b *Buffer) Write(p []byte, f func(), x any) (n []byte)
//! ```
//!
//! Items are separated by blanks. An item is `recv` or the number of a parameter (without the receiver, from 0), a colon, and
//! tags separated by commas:
//!
//! * `heapN`, `mutatorN`, `calleeN`, `resultR=N`: reaches it with N dereferences (0 to 254);
//! * `none`: goes nowhere; alone in its item;
//! * `leaks`: no information, the parameter leaks; alone in its item. The same holds for parameters that are not listed.
//!
//! Source: gc keeps the same counters in export data (its tags `esc:`).

use std::fmt::Write;

use super::facts::Leaks;

/// Results that a summary has room for. How many are told apart depends on the release; the others count as the heap.
pub const TRACKED_RESULTS: usize = 7;

/// The largest number of dereferences that a summary holds; more are the same as this.
pub const MAX_DEREFS: u8 = 254;

impl Leaks {
    /// The summary of a parameter of which nothing is known.
    pub fn unknown() -> Leaks {
        Leaks {
            heap: Some(0),
            ..Leaks::default()
        }
    }

    /// The summary of a parameter of a function that was promised not to leak: it may be written through and called.
    pub fn noescape() -> Leaks {
        Leaks {
            mutator: Some(0),
            callee: Some(0),
            ..Leaks::default()
        }
    }

    /// Notes a flow to the heap.
    pub fn add_heap(&mut self, derefs: i32) {
        lower(&mut self.heap, derefs);
    }

    /// Notes a flow into what may be written through.
    pub fn add_mutator(&mut self, derefs: i32) {
        lower(&mut self.mutator, derefs);
    }

    /// Notes a flow into an unknown call.
    pub fn add_callee(&mut self, derefs: i32) {
        lower(&mut self.callee, derefs);
    }

    /// Notes a flow to a result; false if results of that number are not told apart.
    pub fn add_result(&mut self, result: u32, derefs: i32) -> bool {
        match self.results.get_mut(result as usize) {
            Some(slot) => {
                lower(slot, derefs);
                true
            }
            None => false,
        }
    }

    /// Drops what the flow to the heap implies: every other one with at least as many dereferences.
    pub fn optimize(&mut self) {
        let Some(heap) = self.heap else { return };
        let others = [&mut self.mutator, &mut self.callee];
        for slot in others.into_iter().chain(&mut self.results) {
            if slot.is_some_and(|derefs| derefs >= heap) {
                *slot = None;
            }
        }
    }

    /// What importers see: nothing if the parameter leaks as it is, as gc's empty tag.
    pub fn encoded(self) -> Option<Leaks> {
        (self.heap != Some(0)).then_some(self)
    }
}

fn lower(slot: &mut Option<u8>, derefs: i32) {
    let derefs = u8::try_from(derefs.clamp(0, i32::from(MAX_DEREFS))).unwrap_or(MAX_DEREFS);
    *slot = Some(slot.map_or(derefs, |old| old.min(derefs)));
}

/// What is wrong with a summary's text.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SummaryError {
    /// An item without a colon, or with a word before it that is no parameter.
    #[error("`{0}`: want recv or a parameter number, a colon, and tags")]
    Item(String),
    /// An unknown tag.
    #[error("`{0}`: unknown tag")]
    Tag(String),
    /// `recv` for a function without receiver, or a parameter that the function does not have.
    #[error("`{0}`: no such parameter")]
    Parameter(String),
}

/// Reads a summary; `params` counts the parameters without the receiver. The answer holds the receiver first, if there is one.
///
/// # Errors
///
/// The first item that is not of the form above, or names a parameter that is not there.
pub fn parse(
    text: &str,
    has_receiver: bool,
    params: usize,
) -> Result<Vec<Option<Leaks>>, SummaryError> {
    let first = usize::from(has_receiver);
    let mut all = vec![None; first + params];
    for item in text.split_whitespace() {
        let (who, tags) = item
            .split_once(':')
            .ok_or_else(|| SummaryError::Item(item.to_owned()))?;
        let slot = match who {
            "recv" if has_receiver => Some(0),
            "recv" => None,
            number => {
                let number: usize = number
                    .parse()
                    .map_err(|_| SummaryError::Item(item.to_owned()))?;
                number.checked_add(first)
            }
        };
        let leaks = parse_tags(tags)?;
        match slot.and_then(|slot| all.get_mut(slot)) {
            Some(slot) => *slot = leaks,
            None => return Err(SummaryError::Parameter(item.to_owned())),
        }
    }
    Ok(all)
}

fn parse_tags(tags: &str) -> Result<Option<Leaks>, SummaryError> {
    match tags {
        "none" => return Ok(Some(Leaks::default())),
        "leaks" => return Ok(None),
        _list => {}
    }
    let mut leaks = Leaks::default();
    for tag in tags.split(',') {
        parse_tag(tag, &mut leaks).ok_or_else(|| SummaryError::Tag(tag.to_owned()))?;
    }
    Ok(leaks.encoded())
}

fn parse_tag(tag: &str, leaks: &mut Leaks) -> Option<()> {
    let derefs = |text: &str| text.parse::<u8>().ok().map(i32::from);
    if let Some(rest) = tag.strip_prefix("result") {
        let (result, count) = rest.split_once('=')?;
        let known = leaks.add_result(result.parse().ok()?, derefs(count)?);
        return known.then_some(());
    }
    if let Some(rest) = tag.strip_prefix("heap") {
        leaks.add_heap(derefs(rest)?);
    } else if let Some(rest) = tag.strip_prefix("mutator") {
        leaks.add_mutator(derefs(rest)?);
    } else {
        leaks.add_callee(derefs(tag.strip_prefix("callee")?)?);
    }
    Some(())
}

/// The text of a summary, as [`parse`] reads it.
pub fn print(all: &[Option<Leaks>], has_receiver: bool) -> String {
    let mut text = String::new();
    for (n, leaks) in all.iter().enumerate() {
        if n > 0 {
            text.push(' ');
        }
        // Writing to a string cannot fail.
        let _ = match (n, has_receiver) {
            (0, true) => write!(text, "recv:"),
            (n, true) => write!(text, "{}:", n - 1),
            (n, false) => write!(text, "{n}:"),
        };
        match leaks {
            None => text.push_str("leaks"),
            Some(leaks) => print_tags(&mut text, leaks),
        }
    }
    text
}

fn print_tags(text: &mut String, leaks: &Leaks) {
    let plain = [
        ("heap", leaks.heap),
        ("mutator", leaks.mutator),
        ("callee", leaks.callee),
    ];
    let mut tags: Vec<String> = plain
        .iter()
        .filter_map(|(name, derefs)| derefs.map(|derefs| format!("{name}{derefs}")))
        .collect();
    for (n, derefs) in leaks.results.iter().enumerate() {
        tags.extend(derefs.map(|derefs| format!("result{n}={derefs}")));
    }
    if tags.is_empty() {
        tags.push("none".to_owned());
    }
    text.push_str(&tags.join(","));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        let text = "recv:none 0:heap1,result0=0 1:mutator0,callee0 2:leaks";
        let all = parse(text, true, 3).expect("well formed");
        assert_eq!(all[1].and_then(|leaks| leaks.results[0]), Some(0));
        assert_eq!(all[3], None);
        assert_eq!(print(&all, true), text);
    }

    #[test]
    fn parameters_not_listed_leak() {
        assert_eq!(
            parse("1:none", false, 2),
            Ok(vec![None, Some(Leaks::default())])
        );
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        let bad = [
            ("x", "item"),
            ("0:heapx", "tag"),
            ("0:result7=0", "tag"),
            ("1:none", "param"),
            ("recv:none", "param"),
        ];
        for (text, kind) in bad {
            let error = parse(text, false, 1).expect_err(text);
            let found = match error {
                SummaryError::Item(_) => "item",
                SummaryError::Tag(_) => "tag",
                SummaryError::Parameter(_) => "param",
            };
            assert_eq!(found, kind, "{text}");
        }
    }

    #[test]
    fn the_heap_swallows_deeper_flows() {
        let mut leaks = Leaks::default();
        leaks.add_heap(1);
        leaks.add_result(0, 0);
        leaks.add_result(1, 3);
        leaks.optimize();
        assert_eq!((leaks.results[0], leaks.results[1]), (Some(0), None));
        assert_eq!(Leaks::unknown().encoded(), None);
    }
}
