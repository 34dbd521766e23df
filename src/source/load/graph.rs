//! The import graph: packages are read in waves, all of a wave in parallel, then ordered so that each stands behind those
//! that it imports.
//!
//! The order is that of a depth-first walk from what the command line names, imports by path, so that it depends on the input
//! only. The walk also finds what the go command finds: cycles, packages that must not be imported, and for each package that
//! is not as it should be the first way on which it is reached.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::fault::Fault;
use super::folder::{self, Folder};
use super::pattern::Root;
use super::platform::Platform;
use super::resolve::{Fallback, Missing, Origin, Place, Resolver};

/// The number of a package in the graph.
pub type NodeId = usize;

/// An import.
#[derive(Clone, Debug)]
pub struct Edge {
    /// The path as written.
    pub written: String,
    /// The package.
    pub target: NodeId,
    /// The first file that has it.
    pub file: usize,
    /// Where.
    pub offset: u32,
}

/// A package, found or not.
pub struct Node {
    /// Where it is, or why it is not found.
    pub place: Result<Place, Missing>,
    /// Its files.
    pub folder: Folder,
    /// What it imports, in order of the paths.
    pub edges: Vec<Edge>,
    /// Whether the command line names it.
    pub named: bool,
    /// What is wrong with it.
    pub fault: Option<Fault>,
}

impl Node {
    /// Its import path.
    pub fn path(&self) -> &str {
        match &self.place {
            Ok(place) => &place.path,
            Err(missing) => &missing.path,
        }
    }
}

/// All packages that are needed.
#[derive(Default)]
pub struct Graph {
    /// In the order in which they were met.
    pub nodes: Vec<Node>,
    /// Those that the command line names.
    pub roots: Vec<NodeId>,
    by_path: FxHashMap<String, NodeId>,
    /// The first node whose files have not been read.
    unread: usize,
}

/// How packages are read.
pub struct Reader<'a> {
    /// Finds packages.
    pub resolver: &'a Resolver<'a>,
    /// Selects files.
    pub platform: &'a Platform,
    /// Selects files of the standard library: these are written for the installation's own release.
    pub standard_platform: &'a Platform,
}

impl Graph {
    /// Adds a package whose files are at hand.
    pub fn add_given(&mut self, place: Place, folder: Folder, reader: &Reader<'_>) {
        let imports = reader.imports(&place, &folder);
        let id = self.intern(Ok(place));
        self.roots.push(id);
        self.nodes[id].named = true;
        self.unread = self.nodes.len();
        self.fill(id, folder, imports);
    }

    /// Adds what the command line names, and reads it.
    pub fn add_roots(&mut self, roots: Vec<Root>, reader: &Reader<'_>) {
        let mut by_pattern = Vec::new();
        for root in roots {
            if root
                .place
                .as_ref()
                .is_ok_and(|place| place.path == "unsafe")
            {
                continue;
            }
            let id = self.intern(root.place);
            self.nodes[id].named = true;
            if !self.roots.contains(&id) {
                self.roots.push(id);
                by_pattern.push(root.by_pattern);
            }
        }
        self.read_wave(reader);
        let mut by_pattern = by_pattern.into_iter();
        let nodes = &mut self.nodes;
        self.roots.retain(|&id| {
            let node = &mut nodes[id];
            let unfit = node.folder.unfit.as_ref();
            let is_empty = unfit.is_some_and(folder::Unfit::has_nothing_to_build);
            let passed_over = is_empty || is_passed_over(node, reader.platform);
            let keep = !(by_pattern.next().unwrap_or(false) && passed_over);
            node.named &= keep;
            keep
        });
    }

    /// Reads until nothing is missing.
    pub fn read_all(&mut self, reader: &Reader<'_>) {
        while self.unread < self.nodes.len() {
            self.read_wave(reader);
        }
    }

    fn intern(&mut self, place: Result<Place, Missing>) -> NodeId {
        let path = match &place {
            Ok(place) => &place.path,
            Err(missing) => &missing.path,
        };
        if let Some(&id) = self.by_path.get(path) {
            return id;
        }
        let id = self.nodes.len();
        self.by_path.insert(path.clone(), id);
        self.nodes.push(Node {
            place,
            folder: Folder::default(),
            edges: Vec::new(),
            named: false,
            fault: None,
        });
        id
    }

    fn read_wave(&mut self, reader: &Reader<'_>) {
        let wave = self.unread..self.nodes.len();
        self.unread = wave.end;
        let read: Vec<(Folder, Vec<Found>)> = self.nodes[wave.clone()]
            .par_iter()
            .map(|node| match &node.place {
                Ok(place) => {
                    let folder = reader.read(place);
                    let imports = reader.imports(place, &folder);
                    (folder, imports)
                }
                Err(_) => Default::default(),
            })
            .collect();
        for (id, (folder, imports)) in wave.zip(read) {
            self.fill(id, folder, imports);
        }
    }

    fn fill(&mut self, id: NodeId, folder: Folder, imports: Vec<Found>) {
        let edges = imports.into_iter().map(|found| Edge {
            target: self.intern(found.place),
            written: found.written,
            file: found.file,
            offset: found.offset,
        });
        let edges = edges.collect();
        self.nodes[id].edges = edges;
        self.nodes[id].folder = folder;
    }
}

/// What the go command does not count among the packages that match `std` and `cmd`: the vendored commands, and the package
/// that only cgo needs.
fn is_passed_over(node: &Node, platform: &Platform) -> bool {
    let path = node.path();
    let vendored_command = path.starts_with("cmd/vendor/") && node.folder.package_name() == "main";
    vendored_command || (path == "runtime/cgo" && !platform.cgo)
}

/// An import that has been looked up.
struct Found {
    written: String,
    place: Result<Place, Missing>,
    file: usize,
    offset: u32,
}

impl Reader<'_> {
    fn read(&self, place: &Place) -> Folder {
        match place.origin {
            Origin::Standard => folder::read(&place.dir, self.standard_platform),
            Origin::Module => folder::read(&place.dir, self.platform),
            Origin::Fallback | Origin::Record => {
                let fallback: &dyn Fallback = self.resolver.fallback;
                folder::from_memory(&fallback.files(&place.path).unwrap_or_default())
            }
            Origin::Given => Folder::default(),
        }
    }

    /// The imports of a package, each path once, in their order.
    fn imports(&self, place: &Place, folder: &Folder) -> Vec<Found> {
        if matches!(folder.unfit, Some(folder::Unfit::Header { .. })) {
            return Vec::new();
        }
        let mut first: FxHashMap<&str, (usize, u32)> = FxHashMap::default();
        for (number, file) in folder.files.iter().enumerate() {
            for import in &file.imports {
                first.entry(&import.path).or_insert((number, import.offset));
            }
        }
        let mut imports: Vec<(&str, (usize, u32))> = first.into_iter().collect();
        imports.sort_unstable();
        imports
            .into_iter()
            .filter(|(path, _)| !matches!(*path, "unsafe" | "C"))
            .map(|(path, (file, offset))| Found {
                written: path.to_owned(),
                place: self.resolver.import(Some(place), path),
                file,
                offset,
            })
            .collect()
    }
}
