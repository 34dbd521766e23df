//! File names as cmd/go shortens them: relative to the current folder wherever that is shorter.

use std::path::{Component, Path, PathBuf};

use crate::source::{FileSet, Pos, Position};

/// Shortens file names relative to a folder.
#[derive(Clone, Debug, Default)]
pub struct Paths {
    /// The current folder, absolute. None: names stay as they are.
    pub current: Option<PathBuf>,
    /// The folder of the package whose output is shown, absolute: cmd/go looks for it and for the folders above it.
    pub package: Option<PathBuf>,
}

impl Paths {
    /// The same for the output of a package, whose folder is that of a file's name.
    pub fn of_package(&self, file: &str) -> Paths {
        let folder = Path::new(file)
            .parent()
            .filter(|folder| folder.is_absolute());
        Paths {
            package: folder.map(Path::to_owned),
            ..self.clone()
        }
    }

    /// A file's name: `./x.go` in the current folder, `sub/x.go` below it, `../x.go` beside it; absolute where that is
    /// shorter. In the output of a package, only its folder and those above it are shortened: a file of another package
    /// below the current folder is `./sub/x.go`.
    pub fn show(&self, name: &str) -> String {
        let path = Path::new(name);
        if path.is_relative() {
            return match path.components().count() {
                1 => format!("./{name}"),
                _several => name.to_owned(),
            };
        }
        let (Some(folder), Some(file), Some(current)) =
            (path.parent(), path.file_name(), &self.current)
        else {
            return name.to_owned();
        };
        if let Some(package) = &self.package
            && !folder.starts_with(package)
        {
            return from_above(path, package, current).unwrap_or_else(|| name.to_owned());
        }
        let relative = relative_to(folder, current);
        let shorter = relative.as_os_str().len() < folder.as_os_str().len();
        match (shorter, relative.as_os_str() == ".") {
            (true, true) => format!("./{}", file.to_string_lossy()),
            (true, false) => relative.join(file).to_string_lossy().into_owned(),
            (false, _) => name.to_owned(),
        }
    }

    /// A position as gc prints it: `./x.go:3:5`, without the column where a `//line` directive leaves none.
    pub fn position(&self, files: &FileSet, pos: Pos) -> Option<String> {
        files.position(pos).map(|position| self.text(&position))
    }

    fn text(&self, position: &Position) -> String {
        let name = self.show(&position.name);
        match position.column {
            Some(column) => format!("{name}:{}:{column}", position.line),
            None => format!("{name}:{}", position.line),
        }
    }
}

/// A path that has the nearest possible folder above the package's replaced by its shorter form; none if no form is shorter.
fn from_above(path: &Path, package: &Path, current: &Path) -> Option<String> {
    package.ancestors().skip(1).find_map(|above| {
        let rest = path.strip_prefix(above).ok()?;
        let relative = relative_to(above, current);
        let shorter = relative.as_os_str().len() < above.as_os_str().len();
        shorter.then(|| format!("{}/{}", relative.display(), rest.display()))
    })
}

/// `path` seen from `base`; both absolute.
fn relative_to(path: &Path, base: &Path) -> PathBuf {
    let path: Vec<Component<'_>> = path.components().collect();
    let base: Vec<Component<'_>> = base.components().collect();
    let common = path.iter().zip(&base).take_while(|(a, b)| a == b).count();
    let mut relative: PathBuf = base[common..]
        .iter()
        .map(|_| Component::ParentDir)
        .collect();
    relative.extend(&path[common..]);
    if relative.as_os_str().is_empty() {
        relative.push(".");
    }
    relative
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shortened_as_cmd_go_does() {
        let paths = Paths {
            current: Some(PathBuf::from("/home/me/project")),
            ..Paths::default()
        };
        assert_eq!(paths.show("/home/me/project/x.go"), "./x.go");
        assert_eq!(paths.show("/home/me/project/sub/x.go"), "sub/x.go");
        assert_eq!(paths.show("/home/me/x.go"), "../x.go");
        assert_eq!(paths.show("/usr/x.go"), "/usr/x.go");
        assert_eq!(paths.show("x.go"), "./x.go");
        let paths = paths.of_package("/home/me/project/sub/x.go");
        assert_eq!(paths.show("/home/me/project/sub/y.go"), "sub/y.go");
        assert_eq!(paths.show("/home/me/project/dep/y.go"), "./dep/y.go");
        assert_eq!(paths.show("/home/me/other/y.go"), "../other/y.go");
        assert_eq!(paths.show("/usr/y.go"), "/usr/y.go");
    }
}
