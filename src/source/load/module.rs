//! Modules: the main one, and those it requires, in the module cache or in a `vendor` folder.
//!
//! Nothing is downloaded. The versions are those of minimal version selection: the newest of all that are required by the
//! main module and, transitively, by what it requires. From `go 1.17` on the main module's file lists all that its packages
//! need, so that what is listed there wins.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};

use super::modfile::{self, ModFile, Version};
use super::settings::Settings;

/// Modules without a `go` line are compiled as this release.
const NO_GO_LINE: u32 = 16;

/// A module whose packages can be imported.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Module {
    /// Its path.
    pub path: String,
    /// Its version; none for main modules and for those that a folder replaces.
    pub version: Option<String>,
    /// Its folder; there may be none if the module was not downloaded.
    pub dir: PathBuf,
    /// The language version of its packages.
    pub go_minor: u32,
}

/// What `vendor/modules.txt` says of a package.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Vendored {
    /// Its folder.
    pub dir: PathBuf,
    /// The language version of its module.
    pub go_minor: u32,
}

/// The modules that packages come from.
#[derive(Clone, Debug, Default)]
pub struct Modules {
    /// The main module; several in a workspace; none outside of modules.
    pub main: Vec<Module>,
    /// What they require, the longest paths first.
    pub required: Vec<Module>,
    /// The packages in `vendor`, if that is where dependencies come from.
    pub vendored: Option<FxHashMap<String, Vendored>>,
}

impl Modules {
    /// The modules seen from the current folder.
    pub fn find(settings: &Settings) -> Result<Modules, String> {
        if let Some(file) = work_file(settings) {
            return workspace(&file, settings);
        }
        let Some(root) = ancestor_with(&settings.current, "go.mod") else {
            return Ok(Modules::default());
        };
        let name = settings.mod_file.clone();
        let name = name.unwrap_or_else(|| root.join("go.mod"));
        let file = read_mod_file(&name)?;
        let main = main_module(&root, &file);
        let vendored = vendored(&root, &file, settings)?;
        let required = match vendored {
            Some(_) => Vec::new(),
            None => required(&[(root, file)], settings),
        };
        Ok(Modules {
            main: vec![main],
            required,
            vendored,
        })
    }

    /// The main module that has a folder.
    pub fn main_of(&self, dir: &Path) -> Option<&Module> {
        let holding = self.main.iter().filter(|main| dir.starts_with(&main.dir));
        holding.max_by_key(|main| main.dir.as_os_str().len())
    }
}

fn main_module(root: &Path, file: &ModFile) -> Module {
    Module {
        path: file.module.clone(),
        version: None,
        dir: root.to_owned(),
        go_minor: file.go_minor.unwrap_or(NO_GO_LINE),
    }
}

/// The nearest folder from `from` upwards that has the file.
fn ancestor_with(from: &Path, file: &str) -> Option<PathBuf> {
    let found = from.ancestors().find(|dir| dir.join(file).is_file())?;
    Some(found.to_owned())
}

fn work_file(settings: &Settings) -> Option<PathBuf> {
    match settings.work.as_str() {
        "off" => None,
        "" => Some(ancestor_with(&settings.current, "go.work")?.join("go.work")),
        file => Some(PathBuf::from(file)),
    }
}

fn workspace(file: &Path, settings: &Settings) -> Result<Modules, String> {
    let work = read_mod_file(file)?;
    let root = file.parent().unwrap_or(Path::new("."));
    let mut roots = Vec::new();
    for folder in &work.uses {
        let dir = normal(&root.join(folder));
        let mut used = read_mod_file(&dir.join("go.mod"))?;
        used.replace.splice(0..0, work.replace.iter().cloned());
        roots.push((dir, used));
    }
    let main: Vec<Module> = roots
        .iter()
        .map(|(root, file)| main_module(root, file))
        .collect();
    let mut required = required(&roots, settings);
    required.retain(|module| main.iter().all(|main| main.path != module.path));
    Ok(Modules {
        main,
        required,
        vendored: None,
    })
}

fn read_mod_file(file: &Path) -> Result<ModFile, String> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| format!("open {}: {}", file.display(), super::folder::reason(&error)))?;
    let name = file.file_name().map(|name| name.to_string_lossy());
    ModFile::parse(&name.unwrap_or_default(), &text)
}

/// A path without `.` and `..`, links not followed.
pub fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}

/// The packages in `vendor`, where that is where they come from.
fn vendored(
    root: &Path,
    file: &ModFile,
    settings: &Settings,
) -> Result<Option<FxHashMap<String, Vendored>>, String> {
    let folder = root.join("vendor");
    let by_itself = folder.is_dir() && file.go_minor.unwrap_or(NO_GO_LINE) >= 14;
    let wanted = settings.vendor.unwrap_or(by_itself);
    if !wanted {
        return Ok(None);
    }
    let list = folder.join("modules.txt");
    let text = match std::fs::read_to_string(&list) {
        Ok(text) => text,
        // A module that requires nothing has no list.
        Err(_) if file.require.is_empty() => String::new(),
        Err(error) => {
            let reason = super::folder::reason(&error);
            return Err(format!("open {}: {reason}", list.display()));
        }
    };
    Ok(Some(vendored_packages(&folder, &text)))
}

/// The lines of `modules.txt`: `# module version`, `## explicit; go 1.17`, package paths.
pub fn vendored_packages(folder: &Path, text: &str) -> FxHashMap<String, Vendored> {
    let mut packages = FxHashMap::default();
    let mut go_minor = NO_GO_LINE;
    for line in text.lines() {
        if let Some(notes) = line.strip_prefix("## ") {
            let go = notes
                .split(';')
                .find_map(|note| note.trim().strip_prefix("go "));
            go_minor = go.and_then(modfile::minor).unwrap_or(go_minor);
        } else if line.starts_with("# ") {
            go_minor = NO_GO_LINE;
        } else if !line.trim().is_empty() {
            let dir = folder.join(line.trim());
            packages.insert(line.trim().to_owned(), Vendored { dir, go_minor });
        }
    }
    packages
}

/// What the main modules require, directly and not.
fn required(roots: &[(PathBuf, ModFile)], settings: &Settings) -> Vec<Module> {
    let lists_all = roots
        .iter()
        .all(|(_, file)| file.go_minor.unwrap_or(NO_GO_LINE) >= 17);
    let listed: FxHashSet<&str> = roots
        .iter()
        .flat_map(|(_, file)| file.require.iter())
        .map(|version| version.path.as_str())
        .collect();
    let mut selected: FxHashMap<String, (String, Found)> = FxHashMap::default();
    let mut queue: VecDeque<(Version, bool)> = VecDeque::new();
    for (_, file) in roots {
        queue.extend(file.require.iter().map(|version| (version.clone(), true)));
    }
    let mut seen = FxHashSet::default();
    while let Some((want, is_direct)) = queue.pop_front() {
        if !is_direct && lists_all && listed.contains(want.path.as_str()) {
            continue;
        }
        if !seen.insert((want.path.clone(), want.version.clone())) {
            continue;
        }
        let Some(found) = find(&want, roots, settings) else {
            continue;
        };
        queue.extend(found.file.require.iter().map(|next| (next.clone(), false)));
        let newest = selected.get(&want.path);
        if newest.is_none_or(|(version, _)| is_older(version, &want.version)) {
            selected.insert(want.path, (want.version, found));
        }
    }
    let mut modules: Vec<Module> = selected
        .into_iter()
        .map(|(path, (version, found))| Module {
            path,
            version: (!found.is_folder).then_some(version),
            dir: found.dir,
            go_minor: found.file.go_minor.unwrap_or(NO_GO_LINE),
        })
        .collect();
    modules.sort_by(|a, b| {
        let longest_first = b.path.len().cmp(&a.path.len());
        longest_first.then_with(|| a.path.cmp(&b.path))
    });
    modules
}

/// A module at a version: its folder and file.
struct Found {
    dir: PathBuf,
    file: ModFile,
    is_folder: bool,
}

fn find(want: &Version, roots: &[(PathBuf, ModFile)], settings: &Settings) -> Option<Found> {
    let mut replacements = roots
        .iter()
        .filter_map(|(root, file)| Some((root, file.replacement(&want.path, &want.version)?)));
    let replacement = replacements.next();
    if let Some((root, new)) = replacement
        && new.version.is_empty()
    {
        let dir = normal(&root.join(&new.path));
        let file = read_mod_file(&dir.join("go.mod")).unwrap_or_default();
        return Some(Found {
            dir,
            file,
            is_folder: true,
        });
    }
    let at = replacement.map_or(want, |(_, new)| new);
    let cache = settings.module_cache.as_ref()?;
    let (path, version) = (escaped(&at.path), escaped(&at.version));
    let dir = cache.join(format!("{path}@{version}"));
    let download = cache.join(format!("cache/download/{path}/@v/{version}.mod"));
    let file = read_mod_file(&download).or_else(|_| read_mod_file(&dir.join("go.mod")));
    Some(Found {
        dir,
        file: file.unwrap_or_default(),
        is_folder: false,
    })
}

/// Upper-case letters as the module cache writes them: `!a`.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_ascii_uppercase() {
            out.push('!');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// Whether version `a` comes before version `b`, by the rules of semantic versions.
fn is_older(a: &str, b: &str) -> bool {
    let (a, b) = (SemVer::parse(a), SemVer::parse(b));
    a.numbers
        .cmp(&b.numbers)
        .then_with(|| compare_prerelease(a.prerelease, b.prerelease))
        .is_lt()
}

struct SemVer<'a> {
    numbers: [u64; 3],
    prerelease: &'a str,
}

impl SemVer<'_> {
    fn parse(text: &str) -> SemVer<'_> {
        let text = text.strip_prefix('v').unwrap_or(text);
        let text = text.split('+').next().unwrap_or(text);
        let (core, prerelease) = text.split_once('-').unwrap_or((text, ""));
        let mut numbers = [0; 3];
        for (number, part) in numbers.iter_mut().zip(core.split('.')) {
            *number = part.parse().unwrap_or(0);
        }
        SemVer {
            numbers,
            prerelease,
        }
    }
}

fn compare_prerelease(a: &str, b: &str) -> std::cmp::Ordering {
    use std::cmp::Ordering;
    match (a.is_empty(), b.is_empty()) {
        (true, true) => return Ordering::Equal,
        (true, false) => return Ordering::Greater,
        (false, true) => return Ordering::Less,
        (false, false) => {}
    }
    let (mut a, mut b) = (a.split('.'), b.split('.'));
    loop {
        let order = match (a.next(), b.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(x), Some(y)) => match (x.parse::<u64>(), y.parse::<u64>()) {
                (Ok(x), Ok(y)) => x.cmp(&y),
                (Ok(_), Err(_)) => Ordering::Less,
                (Err(_), Ok(_)) => Ordering::Greater,
                (Err(_), Err(_)) => x.cmp(y),
            },
        };
        if order.is_ne() {
            return order;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_ordered() {
        let ascending = [
            "v0.0.0-20200101000000-abcdef",
            "v0.9.0",
            "v1.0.0-alpha",
            "v1.0.0-alpha.1",
            "v1.0.0-beta.2",
            "v1.0.0-beta.11",
            "v1.0.0",
            "v1.2.0",
            "v1.10.0",
            "v2.0.0+incompatible",
        ];
        for pair in ascending.windows(2) {
            assert!(is_older(pair[0], pair[1]), "{pair:?}");
            assert!(!is_older(pair[1], pair[0]), "{pair:?}");
        }
    }

    #[test]
    fn vendored_packages_have_their_modules_version() {
        let text = "# a.org/x v1.0.0\n## explicit; go 1.20\na.org/x\na.org/x/y\n# b.org/z v1.0.0\nb.org/z\n";
        let packages = vendored_packages(Path::new("/v"), text);
        let minor = |path: &str| packages.get(path).map(|package| package.go_minor);
        assert_eq!(minor("a.org/x/y"), Some(20));
        assert_eq!(minor("b.org/z"), Some(16));
    }
}
