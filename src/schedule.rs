//! Which package is worked on when: all cores, each package as soon as those that it imports are done.
//!
//! A package goes through all stages at once, on one thread. It sees of the packages it imports: their objects and types (in
//! the [`World`]), the trees of those that declare generic functions, and leak summaries. So the results are a function of the
//! input, whatever the order in which packages become ready.
//!
//! What only the package itself needs is given back when it is done: the tree and the tables of its expressions, and of
//! packages that were not asked for everything but their summaries. Those stay ([`Retained`]), so that a package can be
//! analysed once more after an edit.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use escargo_grammar::Symbol;
use escargo_grammar::ast::{Ast, Decl};
use rayon::Scope;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::analysis::{AnalyzedPackage, Keep, PackageResult, Watch, Watcher};
use crate::check::{self, CheckOptions, CheckedPackage, FileInput, Importer};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::escape::{self, EscapeOptions, Leaks, Summaries};
use crate::facts::declare_leaks;
use crate::gate;
use crate::inline::export::handed_on;
use crate::inline::{
    self, Bodies, Examined, ForeignBodies, ForeignRecords, InlineInput, InlineRecord, Inlined,
    Inlining,
};
use crate::ir;
use crate::lower::{self, LowerInput, Sources};
use crate::placement::place_package;
use crate::release::Release;
use crate::retained::{Retained, RetainedPackage};
use crate::rules::EdgeRule;
use crate::source::FileSet;
use crate::source::load::LoadedPackage;
use crate::source::load::resolve::Origin;
use crate::types::{ObjectId, PackageId, World};

/// Runs all stages on the packages of a session. The results are in the order in which the packages were loaded.
pub fn run(
    world: &World,
    rules: StageRules<'_>,
    watch: &Watcher,
    files: &FileSet,
    packages: Vec<LoadedPackage>,
) -> (Vec<AnalyzedPackage>, Retained) {
    let watch = watch.0.as_deref();
    if let Some(watch) = watch {
        watch.begin(packages.len());
    }
    let mut session = Session::new(world, rules, files, packages);
    session.watch = watch;
    session.run()
}

/// Where a package's stages get from what its imports left behind.
pub(crate) trait Links: Importer + Sources + Summaries {}

impl<T: Importer + Sources + Summaries> Links for T {}

/// The stages of one package.
pub(crate) struct Stages<'a> {
    pub world: &'a World,
    pub files: &'a FileSet,
    pub rules: StageRules<'a>,
    pub links: &'a dyn Links,
}

impl Stages<'_> {
    pub fn lower(&self, checked: &CheckedPackage) -> (ir::Package, Diagnostics) {
        lower::lower_package(&LowerInput {
            world: self.world,
            files: self.files,
            checked,
            sources: self.links,
            release: self.rules.release,
        })
    }

    pub fn decide(
        &self,
        checked: Arc<CheckedPackage>,
        mut ir: ir::Package,
    ) -> (PackageResult, LeaksByFunction) {
        let options = EscapeOptions {
            explain: self.rules.explain,
            disabled: self.rules.disabled,
            ..EscapeOptions::of(self.rules.release)
        };
        let facts = escape::analyze_package(self.world, &mut ir, self.links, &options);
        let placements = place_package(self.world, &ir, &facts, self.rules.release);
        let summaries = facts.summaries.iter();
        let summaries = summaries.map(|(&function, leaks)| (function, Arc::from(leaks.as_slice())));
        let summaries = summaries.collect();
        let result = PackageResult {
            checked,
            ir,
            examined: None,
            source: None,
            facts,
            placements,
        };
        (result, summaries)
    }
}

/// How packages are analysed.
#[derive(Clone, Copy, Debug)]
pub struct StageRules<'a> {
    /// Which packages are compiled with inlining.
    pub inlining: &'a Inlining,
    /// Whose rules apply.
    pub release: Release,
    /// The results of which packages are wanted.
    pub keep: Keep,
    /// Whether all flows are wanted, as `-m=2` prints them.
    pub explain: bool,
    /// A rule of the analysis that is left out.
    pub disabled: Option<EdgeRule>,
}

/// Summaries of receivers and parameters.
pub(crate) type LeaksByFunction = FxHashMap<ObjectId, Arc<[Option<Leaks>]>>;

/// What a package left behind.
struct Finished {
    id: PackageId,
    package: AnalyzedPackage,
    /// The typed tree, if other packages need it for instances of generic functions.
    checked: Option<Arc<CheckedPackage>>,
    /// The leak summaries of its functions.
    summaries: LeaksByFunction,
    /// The records of its functions that can be inlined.
    records: FxHashMap<ObjectId, InlineRecord>,
    /// Their bodies.
    bodies: Option<Arc<Bodies>>,
    /// Functions of other packages whose bodies it hands on.
    expanded: FxHashSet<ObjectId>,
    /// Whether calls were expanded in it.
    inlines: bool,
    /// Whether other packages can import it.
    is_usable: bool,
}

/// The packages of a session, on their way through the stages.
struct Session<'a> {
    world: &'a World,
    files: &'a FileSet,
    rules: StageRules<'a>,
    watch: Option<&'a dyn Watch>,
    packages: Vec<Work>,
    numbers: FxHashMap<PackageId, usize>,
}

/// A package, and where it stands.
struct Work {
    id: PackageId,
    /// What has been loaded; taken by the thread that works on it.
    loaded: Mutex<Option<LoadedPackage>>,
    imports: FxHashMap<String, usize>,
    has_assembly: bool,
    /// The packages that import it.
    importers: Vec<usize>,
    /// How many of those that it imports are not done.
    waiting: AtomicUsize,
    finished: OnceLock<Finished>,
}

impl<'a> Session<'a> {
    fn new(
        world: &'a World,
        rules: StageRules<'a>,
        files: &'a FileSet,
        packages: Vec<LoadedPackage>,
    ) -> Session<'a> {
        let rules = StageRules {
            keep: decided(rules.keep, &packages),
            ..rules
        };
        let mut works: Vec<Work> = packages
            .into_iter()
            .map(|package| Work {
                id: world.package_id(Symbol::intern(&package.path)),
                imports: package.imports.clone(),
                has_assembly: package.has_assembly,
                importers: Vec::new(),
                waiting: AtomicUsize::new(0),
                finished: OnceLock::new(),
                loaded: Mutex::new(Some(package)),
            })
            .collect();
        for number in 0..works.len() {
            let mut imports: Vec<usize> = works[number].imports.values().copied().collect();
            imports.sort_unstable();
            imports.dedup();
            works[number].waiting = AtomicUsize::new(imports.len());
            for import in imports {
                works[import].importers.push(number);
            }
        }
        let numbers = works
            .iter()
            .enumerate()
            .map(|(number, work)| (work.id, number));
        Session {
            numbers: numbers.collect(),
            world,
            files,
            rules,
            watch: None,
            packages: works,
        }
    }

    fn run(self) -> (Vec<AnalyzedPackage>, Retained) {
        let ready = (0..self.packages.len())
            .filter(|&number| self.packages[number].waiting.load(Ordering::Relaxed) == 0);
        let ready: Vec<usize> = ready.collect();
        rayon::scope(|scope| {
            for number in ready {
                let session = &self;
                scope.spawn(move |scope| session.work_on(number, scope));
            }
        });
        let mut packages = Vec::new();
        let mut retained = Vec::new();
        for work in self.packages {
            let Some(finished) = work.finished.into_inner() else {
                continue;
            };
            packages.push(finished.package);
            retained.push(RetainedPackage {
                id: work.id,
                imports: work.imports,
                checked: finished.checked,
                summaries: finished.summaries,
                has_assembly: work.has_assembly,
                inlines: finished.inlines,
            });
        }
        (packages, Retained::new(self.rules, retained, self.numbers))
    }

    fn work_on<'s>(&'s self, number: usize, scope: &Scope<'s>) {
        let work = &self.packages[number];
        let mut slot = work
            .loaded
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        let loaded = slot.take();
        drop(slot);
        if let Some(loaded) = loaded {
            let path = loaded.path.clone();
            if let Some(watch) = self.watch {
                watch.enter(&path);
            }
            // Set once: the counter of a package reaches zero once.
            let _ = work.finished.set(self.stages(work, loaded));
            if let Some(watch) = self.watch {
                watch.leave(&path);
            }
        }
        for &importer in &work.importers {
            let waiting = &self.packages[importer].waiting;
            if waiting.fetch_sub(1, Ordering::AcqRel) == 1 {
                scope.spawn(move |scope| self.work_on(importer, scope));
            }
        }
    }

    fn stages(&self, work: &Work, loaded: LoadedPackage) -> Finished {
        let mut finished = Finished {
            id: work.id,
            package: AnalyzedPackage {
                path: loaded.path.clone(),
                named: loaded.named,
                diagnostics: loaded.diagnostics.clone(),
                result: None,
            },
            checked: None,
            summaries: FxHashMap::default(),
            records: FxHashMap::default(),
            bodies: None,
            expanded: FxHashSet::default(),
            inlines: false,
            is_usable: false,
        };
        let diagnostics = &mut finished.package.diagnostics;
        let is_complete = !loaded.diagnostics.iter().any(leaves_out_syntax);
        if !self.imports_are_usable(work) || !is_complete {
            return finished;
        }
        let is_kept = self.keeps(&loaded);
        let inlines = self.rules.inlining.is_on(
            &loaded.path,
            loaded.named,
            loaded.origin == Origin::Standard || is_known_by_facts(loaded.origin),
        );
        let is_known_by_facts = is_known_by_facts(loaded.origin);
        let has_generics = loaded.files.iter().any(|file| declares_generics(&file.ast));
        let (checked, found) = self.check(work.id, loaded);
        diagnostics.extend(found.list);
        if has_errors(diagnostics) {
            return finished;
        }
        let checked = Arc::new(checked);
        finished.checked = has_generics.then(|| Arc::clone(&checked));
        finished.is_usable = true;
        if is_known_by_facts {
            declare_leaks(self.world, &checked);
            return finished;
        }
        let (mut ir, found) = self.of_package().lower(&checked);
        diagnostics.extend(found.list);
        finished.is_usable = !has_errors(diagnostics);
        if finished.is_usable {
            let source = (self.rules.explain && inlines && is_kept).then(|| ir.clone());
            let inlined = self.inline(work, &mut ir, inlines);
            finished.records = exported_records(&ir, &inlined.examined);
            finished.bodies = inlined.bodies;
            finished.expanded = inlined.expanded;
            lower::finish_package(self.world, &mut ir, self.rules.release);
            let (mut result, summaries) = self.of_package().decide(checked, ir);
            result.examined = Some(inlined.examined);
            finished.inlines = inlines;
            result.source = source;
            finished.summaries = summaries;
            finished.package.result = is_kept.then_some(result);
        }
        finished
    }

    fn of_package(&self) -> Stages<'_> {
        Stages {
            world: self.world,
            files: self.files,
            rules: self.rules,
            links: self,
        }
    }

    /// As with cmd/go, a package is not compiled if it imports one that could not be.
    fn imports_are_usable(&self, work: &Work) -> bool {
        work.imports.values().all(|&import| {
            let finished = self.packages[import].finished.get();
            finished.is_some_and(|finished| finished.is_usable)
        })
    }

    fn keeps(&self, loaded: &LoadedPackage) -> bool {
        match self.rules.keep {
            Keep::Named => loaded.named,
            Keep::Program => loaded.named || loaded.origin != Origin::Standard,
            Keep::All | Keep::ForGate => true,
        }
    }

    fn check(&self, id: PackageId, loaded: LoadedPackage) -> (CheckedPackage, Diagnostics) {
        let options = CheckOptions {
            lenient: is_known_by_facts(loaded.origin),
            has_assembly: loaded.has_assembly,
        };
        let files = loaded.files.iter().map(|file| FileInput {
            file: file.file,
            ast: Arc::clone(&file.ast),
            go_minor: file.go_minor,
        });
        let files = files.collect();
        let (checked, mut found) = check::check_package(self.world, self, id, files, options);
        for diagnostic in &mut found.list {
            explain_version(diagnostic, &loaded);
        }
        (checked, found)
    }

    /// Makes calls direct and expands them.
    fn inline(&self, work: &Work, ir: &mut ir::Package, expands: bool) -> Inlined {
        let view = ImportView::new(self, work);
        let input = InlineInput {
            world: self.world,
            release: self.rules.release,
            expands,
            every_node: self.rules.explain,
            records: &view,
            bodies: &view,
        };
        let mut inlined = inline::run(input, ir);
        let own = inlined.bodies.as_ref();
        inlined.expanded = handed_on(self.world, work.id, own, &view, &inlined.expanded);
        inlined
    }
}

/// What importers need to know of functions that can be inlined.
fn exported_records(ir: &ir::Package, examined: &Examined) -> FxHashMap<ObjectId, InlineRecord> {
    let functions = ir.by_object.iter();
    let records = functions.filter_map(|(&object, &func)| Some((object, examined.record(func)?)));
    records.collect()
}

/// Whether there are declarations only.
fn is_known_by_facts(origin: Origin) -> bool {
    match origin {
        Origin::Fallback | Origin::Record => true,
        Origin::Standard | Origin::Module | Origin::Given => false,
    }
}

/// What the comments of the packages that were asked for need.
fn decided(keep: Keep, packages: &[LoadedPackage]) -> Keep {
    let mut files = packages
        .iter()
        .filter(|package| package.named)
        .flat_map(|package| &package.files);
    match keep {
        Keep::ForGate if files.any(|file| gate::looks_deep(&file.ast)) => Keep::All,
        Keep::ForGate => Keep::Named,
        Keep::Named | Keep::Program | Keep::All => keep,
    }
}

/// gc says where the version comes from that is too old for something.
fn explain_version(diagnostic: &mut Diagnostic, loaded: &LoadedPackage) {
    let message = &mut diagnostic.message;
    let is_about_versions = message
        .split_once("requires go1.")
        .map(|(_, rest)| rest.trim_start_matches(|c: char| c.is_ascii_digit()))
        .is_some_and(|rest| rest.starts_with(" or later"));
    if !is_about_versions {
        return;
    }
    let mut files = loaded.files.iter();
    let file = files.find(|file| file.file == diagnostic.pos.file);
    *message += &match file {
        Some(file) if file.declares_version => {
            format!(" (file declares //go:build go1.{})", file.go_minor)
        }
        _module => format!(" (-lang was set to go1.{}; check go.mod)", loaded.go_minor),
    };
}

/// Whether a parser's error means that parts of the tree are missing. What it says of literals, branches and the like keeps nothing from
/// being checked, as with gc.
fn leaves_out_syntax(diagnostic: &Diagnostic) -> bool {
    const OTHERS: [&str; 3] = [
        "file too large",
        "exceeded max nesting depth",
        "interface method must have no type parameters",
    ];
    let message = diagnostic.message.as_str();
    message.starts_with("syntax error") || OTHERS.contains(&message)
}

fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    let is_error = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
    diagnostics.iter().any(is_error)
}

/// Whether a file declares anything with type parameters: then other packages need its bodies.
fn declares_generics(ast: &Ast) -> bool {
    ast.decls.iter().any(|&decl| match ast.decl_table[decl] {
        Decl::Type { tparams, .. } | Decl::Func { tparams, .. } => !tparams.is_empty(),
        Decl::Import { .. } | Decl::Const { .. } | Decl::Var { .. } => false,
    })
}

impl Importer for Session<'_> {
    fn import(&self, from: PackageId, path: &str) -> Result<PackageId, String> {
        let importer = self
            .numbers
            .get(&from)
            .map(|&number| &self.packages[number]);
        let number = importer.and_then(|importer| importer.imports.get(path));
        match number {
            Some(&number) => Ok(self.packages[number].id),
            None => Err(format!("could not import {path} (not loaded)")),
        }
    }
}

impl Session<'_> {
    fn finished(&self, package: PackageId) -> Option<&Finished> {
        let &number = self.numbers.get(&package)?;
        self.packages[number].finished.get()
    }
}

impl Sources for Session<'_> {
    fn checked(&self, package: PackageId) -> Option<Arc<CheckedPackage>> {
        self.finished(package)?.checked.clone()
    }
}

impl Summaries for Session<'_> {
    fn leaks(&self, function: ObjectId) -> Option<Arc<[Option<Leaks>]>> {
        let package = self.world.object(function).pkg;
        self.finished(package)?.summaries.get(&function).cloned()
    }
}

/// What a package sees of others that can be inlined.
///
/// The body of a function is at hand if a package that is imported directly declares the function or hands its body on.
struct ImportView<'a> {
    session: &'a Session<'a>,
    /// The packages imported directly.
    imports: Vec<&'a Finished>,
    own: PackageId,
}

impl<'a> ImportView<'a> {
    fn new(session: &'a Session<'a>, work: &'a Work) -> ImportView<'a> {
        let mut numbers: Vec<usize> = work.imports.values().copied().collect();
        numbers.sort_unstable();
        numbers.dedup();
        let imports = numbers.into_iter();
        ImportView {
            session,
            imports: imports
                .filter_map(|number| session.packages[number].finished.get())
                .collect(),
            own: work.id,
        }
    }

    fn has_body(&self, function: ObjectId) -> bool {
        let package = self.session.world.object(function).pkg;
        let imports = &self.imports;
        package == self.own
            || imports
                .iter()
                .any(|import| import.id == package || import.expanded.contains(&function))
    }
}

impl ForeignRecords for ImportView<'_> {
    fn record(&self, function: ObjectId) -> Option<InlineRecord> {
        let object = self.session.world.object(function);
        if let Some(&cost) = object.inline.get() {
            // Of a facts file: nothing else is known of the body.
            let single_return = false;
            return Some(InlineRecord {
                cost,
                single_return,
            });
        }
        let package = object.pkg;
        let records = &self.session.finished(package)?.records;
        let record = records.get(&function).copied()?;
        self.has_body(function).then_some(record)
    }
}

impl ForeignBodies for ImportView<'_> {
    fn bodies(&self, package: PackageId) -> Option<Arc<Bodies>> {
        self.session.finished(package)?.bodies.clone()
    }
}
