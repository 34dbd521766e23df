//! A module that vendors libraries: what `cargo xtask libraries` compiles.
//!
//! Debian's `golang-*-dev` packages hold sources below `usr/share/gocode/src`, by import path, without the module cache's
//! versions. They are copied into the `vendor` folder of a module of their own, with the list `modules.txt` that
//! the go command wants. A folder that has a `go.mod` is a module; so is the topmost folder with Go files where there is none.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

/// The modules by path.
pub type Modules = BTreeMap<String, Module>;

/// A module that was found.
#[derive(Default)]
pub struct Module {
    /// Its `go` line, if it has one.
    go: Option<String>,
    /// Import paths of its packages.
    pub packages: Vec<String>,
}

/// Copies the libraries below `source` into the module `target`.
pub fn vendor(source: &Path, target: &Path) -> io::Result<Modules> {
    let mut modules = Modules::new();
    let place = Place {
        source,
        target: &target.join("vendor"),
    };
    place.walk("", None, &mut modules)?;
    let mut list = String::new();
    let mut file = "module scratch\n\ngo 1.27\n".to_owned();
    for (path, module) in &modules {
        let version = version(path);
        file.push_str(&format!("require {path} {version}\n"));
        let go = module.go.as_ref().map(|go| format!("; go {go}"));
        let go = go.unwrap_or_default();
        list.push_str(&format!("# {path} {version}\n## explicit{go}\n"));
        for package in &module.packages {
            list.push_str(&format!("{package}\n"));
        }
    }
    fs::write(target.join("go.mod"), file)?;
    fs::write(target.join("vendor/modules.txt"), list)?;
    Ok(modules)
}

/// A version that goes with the path.
fn version(path: &str) -> String {
    let number = path.rsplit(['/', '.']).next().unwrap_or_default();
    let major = number.strip_prefix('v').and_then(|n| n.parse::<u32>().ok());
    format!("v{}.0.0", major.unwrap_or(0))
}

struct Place<'a> {
    source: &'a Path,
    target: &'a Path,
}

/// The module that a folder belongs to.
#[derive(Clone, Copy)]
struct Within<'a> {
    path: &'a str,
    go: Option<&'a str>,
}

impl Place<'_> {
    fn walk(&self, path: &str, within: Option<Within>, modules: &mut Modules) -> io::Result<()> {
        let folder = self.source.join(path);
        let mut entries: Vec<fs::DirEntry> = fs::read_dir(&folder)?.collect::<Result<_, _>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        let (mut files, mut folders) = (Vec::new(), Vec::new());
        for entry in entries {
            let name = entry.file_name().to_string_lossy().into_owned();
            // Links to folders are second names of libraries, of old.
            let is_folder = entry.file_type()?.is_dir();
            let skipped = name == "testdata" || name.starts_with(['_', '.']);
            match is_folder {
                true if !skipped => folders.push(name),
                false if folder.join(&name).is_file() => files.push(name),
                _ => {}
            }
        }
        let has_code = files
            .iter()
            .any(|name| name.ends_with(".go") && !name.ends_with("_test.go"));
        let go = go_line(&folder)?;
        let within = match (&go, within) {
            (Some(go), _) if !path.is_empty() => Some(Within {
                path,
                go: go.as_deref(),
            }),
            (_, None) if has_code => Some(Within { path, go: None }),
            (_, within) => within,
        };
        if let Some(within) = within {
            self.copy(path, &files)?;
            if has_code {
                let module = modules.entry(within.path.to_owned()).or_default();
                module.go = within.go.map(str::to_owned);
                module.packages.push(path.to_owned());
            }
        }
        for name in folders {
            let below = match path {
                "" => name,
                path => format!("{path}/{name}"),
            };
            self.walk(&below, within, modules)?;
        }
        Ok(())
    }

    fn copy(&self, path: &str, files: &[String]) -> io::Result<()> {
        let target = self.target.join(path);
        fs::create_dir_all(&target)?;
        for name in files {
            fs::copy(self.source.join(path).join(name), target.join(name))?;
        }
        Ok(())
    }
}

/// The `go` line of a folder's `go.mod`, if it has that file.
fn go_line(folder: &Path) -> io::Result<Option<Option<String>>> {
    match fs::read_to_string(folder.join("go.mod")) {
        Ok(text) => {
            let mut lines = text.lines();
            let go = lines.find_map(|line| line.strip_prefix("go "));
            let word = go.and_then(|go| go.split_whitespace().next());
            Ok(Some(word.map(str::to_owned)))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
