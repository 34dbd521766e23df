//! What keeps packages from being loaded, in the go command's words.

use super::folder::Unfit;
use super::graph::{Graph, NodeId};
use super::resolve::{Origin, Place, is_below};

/// A place in a package's files.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct At {
    /// The package.
    pub node: NodeId,
    /// The number of the file.
    pub file: usize,
    /// The offset.
    pub offset: u32,
}

/// One thing that is wrong with a package.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// The shortest way on which the package was reached, from what the command line names to the package itself, if that is
    /// part of the message.
    pub way: Option<Vec<NodeId>>,
    /// Where it is reported.
    pub at: Option<At>,
    /// What is wrong.
    pub message: String,
    /// Whether the go command sees it only when it comes to the package, after all have been found: other faults hide it.
    pub is_late: bool,
}

impl Fault {
    fn new(at: Option<At>, message: impl Into<String>) -> Fault {
        Fault {
            way: None,
            at,
            message: message.into(),
            is_late: false,
        }
    }

    /// The message. `place` gives places as text.
    pub fn text(&self, graph: &Graph, place: impl Fn(At) -> Option<String>) -> String {
        let at = self.at.and_then(place);
        let message = match &at {
            Some(at) => format!("{at}: {}", self.message),
            None => self.message.clone(),
        };
        let Some(way) = &self.way else {
            return message;
        };
        let paths: Vec<&str> = way.iter().map(|&node| graph.nodes[node].path()).collect();
        let separator = if at.is_some() { "\n\t" } else { ": " };
        format!("package {}{separator}{message}", paths.join("\n\timports "))
    }

    /// The package has been reached on another way: the shorter one counts.
    pub fn reached(&mut self, steps: &[(NodeId, usize)], end: NodeId) {
        if let Some(way) = &mut self.way
            && steps.len() + 1 < way.len()
        {
            *way = nodes_of(steps, end);
        }
    }
}

fn nodes_of(steps: &[(NodeId, usize)], end: NodeId) -> Vec<NodeId> {
    steps.iter().map(|&(node, _)| node).chain([end]).collect()
}

impl Unfit {
    /// Whether there is nothing for this platform: patterns pass over such folders.
    pub fn has_nothing_to_build(&self) -> bool {
        matches!(self, Unfit::NoFiles | Unfit::TestsOnly | Unfit::Excluded)
    }
}

/// The way on which the walk has reached a package: the packages, each with the import that leads on.
pub struct Way<'a> {
    /// The graph.
    pub graph: &'a Graph,
    /// Packages and the numbers of their imports being followed.
    pub steps: &'a [(NodeId, usize)],
}

impl Way<'_> {
    /// Where the package at the end of the way is imported.
    fn importing(&self) -> Option<At> {
        let &(node, edge) = self.steps.last()?;
        let edge = &self.graph.nodes[node].edges[edge];
        Some(At {
            node,
            file: edge.file,
            offset: edge.offset,
        })
    }

    /// What is wrong with a package by itself.
    pub fn fault_of(&self, id: NodeId) -> Option<Fault> {
        let node = &self.graph.nodes[id];
        let place = match &node.place {
            Ok(place) => place,
            Err(missing) => return Some(Fault::new(self.importing(), missing.message.clone())),
        };
        let dir = place.dir.display();
        Some(match node.folder.unfit.as_ref()? {
            Unfit::Unreadable(reason) => {
                Fault::new(self.importing(), format!("open {dir}: {reason}"))
            }
            Unfit::NoFiles => Fault::new(self.importing(), format!("no Go files in {dir}")),
            // Named files that are all tests are nothing, and nothing is wrong with that.
            Unfit::TestsOnly if place.origin == Origin::Given => return None,
            Unfit::TestsOnly => {
                let path = node.path();
                Fault {
                    is_late: true,
                    ..Fault::new(None, format!("{path}: no non-test Go files in {dir}"))
                }
            }
            Unfit::Excluded => Fault {
                way: Some(nodes_of(self.steps, id)),
                ..Fault::new(
                    None,
                    format!("build constraints exclude all Go files in {dir}"),
                )
            },
            Unfit::Several([a, a_file, b, b_file]) => {
                let message = format!("found packages {a} ({a_file}) and {b} ({b_file}) in {dir}");
                Fault::new(self.importing(), message)
            }
            Unfit::Header { at, message } => {
                let at = at.map(|(file, offset)| At {
                    node: id,
                    file,
                    offset,
                });
                Fault::new(at, message.clone())
            }
            Unfit::Cgo(message) => Fault::new(self.importing(), message.clone()),
        })
    }

    /// What forbids the import at the end of the way; the last step is the importing package.
    pub fn fault_of_import(&self, target: NodeId) -> Option<Fault> {
        let &(importer, edge) = self.steps.last()?;
        let at = self.importing();
        let (from, to) = (&self.graph.nodes[importer], &self.graph.nodes[target]);
        let written = &from.edges[edge].written;
        if written.starts_with("./") || written.starts_with("../") {
            let message = format!("local import \"{written}\" in non-local package");
            return Some(Fault::new(at, message));
        }
        let (Ok(from), Ok(to_place)) = (&from.place, &to.place) else {
            return None;
        };
        if to_place.origin == Origin::Record {
            // Whoever starts escargo package by package has looked at that.
            return None;
        }
        if !may_import_internal(from, to_place) {
            let path = &to_place.path;
            return Some(Fault {
                way: Some(self.steps.iter().map(|&(node, _)| node).collect()),
                ..Fault::new(at, format!("use of internal package {path} not allowed"))
            });
        }
        // The library's facts name packages as they lie.
        let in_library = matches!(from.origin, Origin::Standard | Origin::Fallback);
        if !in_library && is_vendored(&to_place.path) {
            return Some(Fault::new(at, "use of vendored package not allowed"));
        }
        if to.folder.package_name() == "main" && to.folder.unfit.is_none() {
            let path = &to_place.path;
            let message = format!("import \"{path}\" is a program, not an importable package");
            return Some(Fault::new(at, message));
        }
        None
    }

    /// The way leads back to a package that is on it.
    pub fn cycle(&self, end: NodeId) -> Fault {
        let mut message = String::new();
        for (number, &(node, edge)) in self.steps.iter().enumerate() {
            let node = &self.graph.nodes[node];
            if number == 0 {
                message.push_str(&format!("package {}", node.path()));
            }
            let edge = &node.edges[edge];
            let target = self.graph.nodes[edge.target].path();
            let file = node.folder.files.get(edge.file);
            let file = file.map_or("", |file| file.base.as_str());
            message.push_str(&format!("\n\timports {target} from {file}"));
        }
        debug_assert!(self.steps.iter().any(|&(node, _)| node == end));
        message.push_str(": import cycle not allowed");
        Fault::new(None, message)
    }
}

/// The rule of `internal`: a package below it is for those that share what stands before it.
fn may_import_internal(from: &Place, to: &Place) -> bool {
    let Some(parent) = internal_parent(&to.path) else {
        return true;
    };
    match (from.origin, to.origin) {
        // Files in memory are tests and experiments: theirs is no folder that rules could be read off.
        (Origin::Given, _) if from.dir.as_os_str().is_empty() => true,
        (Origin::Given, Origin::Module) => {
            let above = to.path[parent.len()..]
                .split('/')
                .filter(|part| !part.is_empty());
            let root = to.dir.ancestors().nth(above.count());
            root.is_some_and(|root| from.dir.starts_with(root))
        }
        (Origin::Module | Origin::Given, Origin::Standard | Origin::Fallback) => false,
        _same => parent.is_empty() || is_below(&from.path, parent),
    }
}

/// What stands before the last element `internal` of a path.
fn internal_parent(path: &str) -> Option<&str> {
    if let Some(at) = path.rfind("/internal/") {
        return Some(&path[..at]);
    }
    if let Some(parent) = path.strip_suffix("/internal") {
        return Some(parent);
    }
    (path == "internal" || path.starts_with("internal/")).then_some("")
}

fn is_vendored(path: &str) -> bool {
    path.starts_with("vendor/") || path.contains("/vendor/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn internal_has_a_parent() {
        assert_eq!(internal_parent("a/internal/b"), Some("a"));
        assert_eq!(internal_parent("a/internal"), Some("a"));
        assert_eq!(internal_parent("internal/abi"), Some(""));
        assert_eq!(internal_parent("a/internals/b"), None);
    }
}
