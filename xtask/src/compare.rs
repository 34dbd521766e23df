//! Two outputs as multisets of lines, and in order.

use std::collections::BTreeMap;

use crate::output::class;

/// How two outputs of a package agree.
#[derive(Default, Clone)]
pub struct Agreement {
    /// Lines in both.
    pub matching: usize,
    /// Lines of gc only.
    pub missing: Vec<String>,
    /// Lines of escargo only.
    pub extra: Vec<String>,
    /// Whether both are the same, order included.
    pub identical: bool,
}

/// Compares the lines of gc with ours.
pub fn compare(theirs: &[String], ours: &[String]) -> Agreement {
    let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
    for line in theirs {
        *counts.entry(line).or_default() += 1;
    }
    let mut agreement = Agreement {
        identical: theirs == ours,
        ..Agreement::default()
    };
    for line in ours {
        let left = counts.entry(line).or_default();
        *left -= 1;
        if *left >= 0 {
            agreement.matching += 1;
        } else {
            agreement.extra.push(line.clone());
        }
    }
    // In gc's order, so that the first difference of a package is shown first.
    for line in theirs {
        if let Some(left) = counts.get_mut(line.as_str()).filter(|left| **left > 0) {
            *left -= 1;
            agreement.missing.push(line.clone());
        }
    }
    agreement
}

/// Counts of matching, missing and extra lines.
#[derive(Default, Clone, Copy)]
pub struct Counts {
    pub matching: usize,
    pub missing: usize,
    pub extra: usize,
}

impl Counts {
    /// matching / (matching + missing + extra), in percent; 100 for nothing at all.
    pub fn percent(self) -> f64 {
        match self.matching + self.missing + self.extra {
            0 => 100.0,
            all => 100.0 * self.matching as f64 / all as f64,
        }
    }

    pub fn add(&mut self, other: Counts) {
        self.matching += other.matching;
        self.missing += other.missing;
        self.extra += other.extra;
    }
}

impl Agreement {
    pub fn counts(&self) -> Counts {
        Counts {
            matching: self.matching,
            missing: self.missing.len(),
            extra: self.extra.len(),
        }
    }
}

/// The counts by kind of message.
pub fn by_class(
    theirs: &[String],
    agreement: &Agreement,
    sums: &mut BTreeMap<&'static str, Counts>,
) {
    for line in theirs {
        sums.entry(class(line)).or_default().matching += 1;
    }
    for line in &agreement.missing {
        let sum = sums.entry(class(line)).or_default();
        sum.matching -= 1;
        sum.missing += 1;
    }
    for line in &agreement.extra {
        sums.entry(class(line)).or_default().extra += 1;
    }
}
