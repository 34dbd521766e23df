//! The Go installation of the machine, if there is one: its sources give the packages that programs import, its version
//! the default for the rules.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::release::Release;

/// A Go installation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Toolchain {
    /// Its folder (`GOROOT`).
    pub root: PathBuf,
    /// Its release: the nearest one that escargo knows.
    pub release: Release,
}

impl Toolchain {
    /// The installation in a folder; none if there is no `VERSION` file of Go in it.
    pub fn at(root: &Path) -> Option<Toolchain> {
        let version = std::fs::read_to_string(root.join("VERSION")).ok()?;
        Some(Toolchain {
            root: root.to_owned(),
            release: nearest_release(version.lines().next()?)?,
        })
    }

    /// The installation that `$GOROOT` names, else that of the `go` command on the `PATH`.
    pub fn find() -> Option<Toolchain> {
        let named = std::env::var_os("GOROOT").filter(|root| !root.is_empty());
        if let Some(root) = named {
            return Toolchain::at(Path::new(&root));
        }
        let path = std::env::var_os("PATH")?;
        let go = std::env::split_paths(&path)
            .map(|folder| folder.join("go"))
            .find(|go| go.is_file())?;
        beside_command(&go).or_else(|| told_by_command(go.as_os_str()))
    }
}

/// `bin/go` of an installation, links followed.
fn beside_command(go: &Path) -> Option<Toolchain> {
    Toolchain::at(go.canonicalize().ok()?.parent()?.parent()?)
}

/// What `go env GOROOT` says: the command may be a wrapper that is installed elsewhere.
fn told_by_command(go: &OsStr) -> Option<Toolchain> {
    let output = Command::new(go)
        .args(["env", "GOROOT"])
        .env("GOTOOLCHAIN", "local")
        .output()
        .ok()?;
    let root = String::from_utf8(output.stdout).ok()?;
    Toolchain::at(Path::new(root.trim()))
}

/// The release of a version such as `go1.24.11` or `go1.28rc1`; those beyond the known ones give the first or last.
fn nearest_release(version: &str) -> Option<Release> {
    let digits = version.trim().strip_prefix("go1.")?;
    let end = digits
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(digits.len());
    let minor: u32 = digits[..end].parse().ok()?;
    let known = minor.clamp(Release::OLDEST.minor(), Release::NEWEST.minor());
    Release::from_minor(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_give_the_nearest_release() {
        let minor = |version| nearest_release(version).map(Release::minor);
        assert_eq!(minor("go1.24.11"), Some(24));
        assert_eq!(minor("go1.28rc1"), Some(27));
        assert_eq!(minor("go1.18"), Some(21));
        assert_eq!(minor("devel"), None);
    }
}
