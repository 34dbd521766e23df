//! What differs between Go releases, as one table of named rules.

use std::fmt;
use std::str::FromStr;

/// A Go release that the analysis can follow: its minor number, 21 to 27.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Release(u32);

impl Release {
    /// The oldest one.
    pub const OLDEST: Release = Release(21);
    /// The newest one.
    pub const NEWEST: Release = Release(27);
    /// What is assumed without a Go installation: the last release that decides every placement when compiling.
    pub const DEFAULT: Release = Release(24);

    /// The release `1.minor`, if it is one of those known.
    pub fn from_minor(minor: u32) -> Option<Release> {
        (Self::OLDEST.0..=Self::NEWEST.0)
            .contains(&minor)
            .then_some(Release(minor))
    }

    /// `27` of `1.27`.
    pub fn minor(self) -> u32 {
        self.0
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "1.{}", self.0)
    }
}

/// The text names no release between 1.21 and 1.27.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a Go release that escargo knows (1.21 to 1.27)")]
pub struct UnknownRelease;

impl FromStr for Release {
    type Err = UnknownRelease;

    /// Reads `1.24`, `go1.24`, `1.24.11`.
    fn from_str(text: &str) -> Result<Release, UnknownRelease> {
        let text = text.strip_prefix("go").unwrap_or(text);
        let minor = text
            .strip_prefix("1.")
            .and_then(|rest| rest.split('.').next())
            .ok_or(UnknownRelease)?;
        minor
            .parse()
            .ok()
            .and_then(Release::from_minor)
            .ok_or(UnknownRelease)
    }
}
