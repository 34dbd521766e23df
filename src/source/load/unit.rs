//! One package by itself: its files are given, and so is what is known of the packages that it imports.
//!
//! That is how build systems that cache and distribute work start a tool (`go vet -vettool`): package by package, with results
//! of the packages below. Nothing is looked for on disk but the files named.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::resolve::{Fallback, Missing, Origin, Place, Resolver};

/// A package to be analysed.
#[derive(Clone, Debug, Default)]
pub struct Unit {
    /// Its import path.
    pub path: String,
    /// Its folder.
    pub dir: PathBuf,
    /// Its files.
    pub files: Vec<PathBuf>,
    /// The minor number of the Go version of its module.
    pub go_minor: u32,
    /// What import declarations stand for, where that is another path than the one written.
    pub import_map: BTreeMap<String, String>,
    /// What is known of packages.
    pub known: Records,
    /// Whether facts stand in for packages of the standard library that have no record.
    pub standard_facts: bool,
}

/// What is known of packages, by import path.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// The records.
    pub list: BTreeMap<String, Record>,
}

/// What is known of a package: its declarations as source text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Record {
    /// Names and texts of files.
    pub files: Vec<(String, String)>,
    /// The minor number of the Go version that bodies are compiled as.
    pub go_minor: u32,
    /// The packages that the texts import.
    pub needs: Vec<String>,
}

impl Unit {
    /// The package that an import stands for. Records name packages as they are.
    pub fn import(
        &self,
        from: Option<&Place>,
        path: &str,
        resolver: &Resolver<'_>,
    ) -> Result<Place, Missing> {
        let is_own = from.is_none_or(|from| from.origin == Origin::Given);
        let path = match self.import_map.get(path) {
            Some(path) if is_own => path,
            _as_written => path,
        };
        let place = |origin, go_minor| Place {
            path: path.to_owned(),
            dir: PathBuf::new(),
            origin,
            go_minor,
        };
        match self.known.list.get(path) {
            Some(record) => Ok(place(Origin::Record, record.go_minor)),
            None if self.standard_facts && resolver.fallback.has(path) => {
                Ok(place(Origin::Fallback, resolver.standard_minor))
            }
            None => Err(Missing {
                path: path.to_owned(),
                message: format!("nothing is known of package {path}: it could not be analysed"),
            }),
        }
    }
}

/// Records, and behind them what is known without any.
pub struct Known<'a> {
    /// The records.
    pub records: &'a Records,
    /// What is known else.
    pub rest: &'a dyn Fallback,
}

impl Fallback for Known<'_> {
    fn files(&self, path: &str) -> Option<Vec<(String, String)>> {
        match self.records.list.get(path) {
            Some(record) => Some(record.files.clone()),
            None => self.rest.files(path),
        }
    }

    fn has(&self, path: &str) -> bool {
        self.records.list.contains_key(path) || self.rest.has(path)
    }
}
