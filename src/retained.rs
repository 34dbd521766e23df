//! One package once more: the same session, other sources.
//!
//! QUESTION. What would the analysis say of a package if this piece of its text were another? A hint is shown only if the
//! answer is that the object is on the stack then, so the answer must be quick: the packages that it imports are not touched.
//!
//! A session keeps of every package its leak summaries, and its typed tree if it declares generic functions. The edited package
//! is checked, lowered and analysed as a package of its own that stands in for the first one: it has the same path and other
//! objects. IGNORED on purpose: the packages that import it. An edit that changes what it exports may break them.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::analysis::{Keep, PackageResult};
use crate::check::{self, CheckOptions, CheckedPackage, FileInput, Importer};
use crate::escape::{Leaks, Summaries};
use crate::inline::settings::Inlining;
use crate::inline::{self, InlineInput, NoBodies, NoRecords};
use crate::lower::{self, Sources};
use crate::release::Release;
use crate::rules::EdgeRule;
use crate::schedule::{LeaksByFunction, StageRules, Stages};
use crate::source::FileSet;
use crate::types::{ObjectId, PackageId, World};

/// What the packages of a session left behind.
#[derive(Clone, Debug)]
pub struct Retained {
    release: Release,
    explain: bool,
    disabled: Option<EdgeRule>,
    packages: Vec<RetainedPackage>,
    numbers: FxHashMap<PackageId, usize>,
}

/// What one package left behind.
#[derive(Clone, Debug)]
pub(crate) struct RetainedPackage {
    pub id: PackageId,
    pub imports: FxHashMap<String, usize>,
    pub checked: Option<Arc<CheckedPackage>>,
    pub summaries: LeaksByFunction,
    pub has_assembly: bool,
    pub inlines: bool,
}

impl Retained {
    pub(crate) fn new(
        rules: StageRules<'_>,
        packages: Vec<RetainedPackage>,
        numbers: FxHashMap<PackageId, usize>,
    ) -> Retained {
        Retained {
            release: rules.release,
            explain: rules.explain,
            disabled: rules.disabled,
            packages,
            numbers,
        }
    }

    /// Of a session without packages.
    pub(crate) fn empty(release: Release) -> Retained {
        Retained {
            release,
            explain: false,
            disabled: None,
            packages: Vec::new(),
            numbers: FxHashMap::default(),
        }
    }

    fn package(&self, id: PackageId) -> Option<&RetainedPackage> {
        self.packages.get(*self.numbers.get(&id)?)
    }

    /// The leak summaries of a function: receiver first, then the parameters. None if nothing is known of it.
    pub fn leaks(&self, world: &World, function: ObjectId) -> Option<Arc<[Option<Leaks>]>> {
        let package = self.package(world.object(function).pkg)?;
        package.summaries.get(&function).cloned()
    }

    /// Whether any package of the session imports that path: then an edit may import it too.
    pub fn knows_import(&self, path: &str) -> bool {
        self.anywhere(path).is_some()
    }

    fn anywhere(&self, path: &str) -> Option<usize> {
        let mut packages = self.packages.iter();
        packages.find_map(|package| package.imports.get(path).copied())
    }

    /// Analyses a package once more, from other trees. None if it has errors, or if calls were expanded in it: bodies are not
    /// retained.
    pub(crate) fn analyze(
        &self,
        world: &World,
        files: &FileSet,
        package: PackageId,
        trees: Vec<FileInput>,
    ) -> Option<PackageResult> {
        let again = Again {
            retained: self,
            world,
            package: self.package(package)?,
        };
        if again.package.inlines {
            return None;
        }
        let stages = Stages {
            world,
            files,
            rules: StageRules {
                inlining: &Inlining::default(),
                release: self.release,
                keep: Keep::Named,
                explain: self.explain,
                disabled: self.disabled,
            },
            links: &again,
        };
        let options = CheckOptions {
            lenient: false,
            has_assembly: again.package.has_assembly,
        };
        let id = world.stand_in(package);
        let (checked, found) = check::check_package(world, &again, id, trees, options);
        if found.has_errors() {
            return None;
        }
        let (mut ir, found) = stages.lower(&checked);
        if found.has_errors() {
            return None;
        }
        let calls = InlineInput {
            world,
            release: self.release,
            expands: false,
            every_node: false,
            records: &NoRecords,
            bodies: &NoBodies,
        };
        inline::run(calls, &mut ir);
        lower::finish_package(world, &mut ir, self.release);
        Some(stages.decide(Arc::new(checked), ir).0)
    }
}

/// A package of a session, analysed once more.
struct Again<'a> {
    retained: &'a Retained,
    world: &'a World,
    package: &'a RetainedPackage,
}

impl Importer for Again<'_> {
    fn import(&self, _from: PackageId, path: &str) -> Result<PackageId, String> {
        let own = self.package.imports.get(path).copied();
        let number = own.or_else(|| self.retained.anywhere(path));
        let package = number.and_then(|number| self.retained.packages.get(number));
        package
            .map(|package| package.id)
            .ok_or_else(|| format!("could not import {path} (not loaded)"))
    }
}

impl Sources for Again<'_> {
    fn checked(&self, package: PackageId) -> Option<Arc<CheckedPackage>> {
        self.retained.package(package)?.checked.clone()
    }
}

impl Summaries for Again<'_> {
    fn leaks(&self, function: ObjectId) -> Option<Arc<[Option<Leaks>]>> {
        self.retained.leaks(self.world, function)
    }
}
