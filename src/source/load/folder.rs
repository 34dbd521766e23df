//! The files of one package: which of a folder's files belong to it, read and parsed.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use escargo_grammar::ast::{Ast, Decl, Expr};
use escargo_grammar::{SyntaxError, literal};
use rayon::prelude::*;

use super::constraint::{self, Head};
use super::platform::Platform;

/// A source file that belongs to a package.
#[derive(Clone, Debug)]
pub struct SourceText {
    /// Its name without folder.
    pub base: String,
    /// Its name with folder, absolute but for files in memory.
    pub name: String,
    /// Its text; bytes that are no UTF-8 are replaced by blanks.
    pub text: String,
    /// Its tree.
    pub ast: Arc<Ast>,
    /// Syntax errors.
    pub errors: Vec<SyntaxError>,
    /// The release that its `//go:build` line asks for.
    pub go_minor: Option<u32>,
    /// What it imports.
    pub imports: Vec<Import>,
}

/// An import declaration.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Import {
    /// The path as written.
    pub path: String,
    /// Offset of the declaration: of the name, or of the path if there is none.
    pub offset: u32,
}

/// Why a folder is no package.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unfit {
    /// There is no such folder, or it cannot be read.
    Unreadable(String),
    /// It has no Go files.
    NoFiles,
    /// It has files of tests only.
    TestsOnly,
    /// It has only files of other platforms.
    Excluded,
    /// Two package clauses do not agree: names and files.
    Several([String; 4]),
    /// The part up to the imports of a file is wrong; the place, or none if it is the file as a whole.
    Header {
        /// The file's number in [`Folder::files`], and the offset.
        at: Option<(usize, u32)>,
        /// What is wrong.
        message: String,
    },
    /// A file needs a C compiler.
    Cgo(String),
}

/// The files of a package.
#[derive(Clone, Debug, Default)]
pub struct Folder {
    /// In order of their names.
    pub files: Vec<SourceText>,
    /// Why they are no package.
    pub unfit: Option<Unfit>,
    /// Whether functions may be implemented in other languages.
    pub has_assembly: bool,
}

impl Folder {
    /// The name in the package clauses.
    pub fn package_name(&self) -> &'static str {
        self.files
            .first()
            .map_or("", |file| file.ast.package.name.as_str())
    }
}

/// What one directory entry turned out to be.
enum Candidate {
    Member(Box<SourceText>),
    Test,
    Excluded,
    Broken(String),
    NeedsC,
}

/// Whether the folder has any file that could be Go source.
pub fn has_go_files(folder: &Path) -> bool {
    go_file_names(folder).is_ok_and(|names| !names.is_empty())
}

/// The names of the `.go` files of a folder, sorted; those that start with `_` or `.` are left out.
fn go_file_names(folder: &Path) -> std::io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let Some(name) = name.to_str().filter(|name| name.ends_with(".go")) else {
            continue;
        };
        if name.starts_with(['_', '.']) {
            continue;
        }
        let is_folder = match entry.file_type() {
            Ok(kind) if kind.is_symlink() => entry.path().is_dir(),
            Ok(kind) => kind.is_dir(),
            Err(_) => false,
        };
        if !is_folder {
            names.push(name.to_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// Reads the package in a folder.
pub fn read(folder: &Path, platform: &Platform) -> Folder {
    let names = match go_file_names(folder) {
        Ok(names) => names,
        Err(error) => {
            return Folder {
                files: Vec::new(),
                unfit: Some(Unfit::Unreadable(reason(&error))),
                has_assembly: false,
            };
        }
    };
    let candidates: Vec<Candidate> = names
        .par_iter()
        .map(|name| match platform.takes_name(name) {
            true => candidate(&folder.join(name), name, Some(platform), platform.cgo),
            false => Candidate::Excluded,
        })
        .collect();
    Folder {
        has_assembly: has_assembly(folder, platform),
        ..package_of(candidates)
    }
}

/// Whether there are assembly or object files for the platform.
fn has_assembly(folder: &Path, platform: &Platform) -> bool {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.into_iter().any(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_assembly = [".s", ".S", ".sx", ".syso"]
            .iter()
            .any(|end| name.ends_with(end));
        if !is_assembly || name.starts_with(['_', '.']) || !platform.takes_name(&name) {
            return false;
        }
        let text = std::fs::read(entry.path()).unwrap_or_default();
        name.ends_with(".syso") || constraint::head(&String::from_utf8_lossy(&text)).holds(platform)
    })
}

/// Reads a package that is given by its files: build constraints are not looked at.
pub fn read_files(files: &[PathBuf], platform: &Platform) -> Folder {
    let candidates: Vec<Candidate> = files
        .par_iter()
        .map(|file| {
            let base = file.file_name().map(|base| base.to_string_lossy());
            candidate(file, &base.unwrap_or_default(), None, platform.cgo)
        })
        .collect();
    package_of(candidates)
}

/// A package whose files are in memory: names and texts. Constraints are not looked at.
pub fn from_memory(files: &[(String, String)]) -> Folder {
    let files = files.par_iter().map(|(name, text)| {
        let base = name.rsplit('/').next().unwrap_or(name);
        let head = constraint::head(text);
        parse(base, name.clone(), text.clone(), Vec::new(), &head)
    });
    let files: Vec<Candidate> = files
        .map(|file| Candidate::Member(Box::new(file)))
        .collect();
    package_of(files)
}

/// Reads a file. Its constraints must hold on the platform, if there is one.
fn candidate(file: &Path, base: &str, platform: Option<&Platform>, cgo: bool) -> Candidate {
    if base.ends_with("_test.go") {
        return Candidate::Test;
    }
    let (text, errors) = match read_text(file) {
        Ok(read) => read,
        Err(message) => return Candidate::Broken(message),
    };
    let head = constraint::head(&text);
    if let Some(error) = &head.error {
        return Candidate::Broken(format!("{base}: {error}"));
    }
    if platform.is_some_and(|platform| !head.holds(platform)) {
        return Candidate::Excluded;
    }
    let name = file.to_string_lossy().into_owned();
    let source = parse(base, name, text, errors, &head);
    if source.ast.package.name.as_str() == "documentation" {
        return Candidate::Excluded;
    }
    match source.imports.iter().any(|import| import.path == "C") {
        true if cgo => Candidate::NeedsC,
        true => Candidate::Excluded,
        false => Candidate::Member(Box::new(source)),
    }
}

/// Go's words for what can go wrong with a file.
pub fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "no such file or directory".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        std::io::ErrorKind::NotADirectory => "not a directory".to_owned(),
        std::io::ErrorKind::IsADirectory => "is a directory".to_owned(),
        _other => error.to_string(),
    }
}

/// A file's text; what is no UTF-8 becomes blanks, each run with an error.
fn read_text(file: &Path) -> Result<(String, Vec<SyntaxError>), String> {
    let bytes = std::fs::read(file)
        .map_err(|error| format!("open {}: {}", file.display(), reason(&error)))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok((text, Vec::new())),
        Err(error) => Ok(without_invalid_bytes(error.into_bytes())),
    }
}

fn without_invalid_bytes(mut bytes: Vec<u8>) -> (String, Vec<SyntaxError>) {
    let mut errors = Vec::new();
    let mut from = 0;
    while let Err(error) = std::str::from_utf8(&bytes[from..]) {
        let at = from + error.valid_up_to();
        let end = error.error_len().map_or(bytes.len(), |length| at + length);
        errors.push(SyntaxError {
            offset: at as u32,
            message: "invalid UTF-8 encoding".to_owned(),
        });
        bytes[at..end].fill(b' ');
        from = end;
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    (text, errors)
}

fn parse(
    base: &str,
    name: String,
    text: String,
    mut errors: Vec<SyntaxError>,
    head: &Head,
) -> SourceText {
    let parsed = escargo_grammar::parse(&text);
    errors.extend(parsed.errors);
    errors.sort_by_key(|error| error.offset);
    SourceText {
        base: base.to_owned(),
        name,
        imports: imports(&parsed.ast),
        ast: Arc::new(parsed.ast),
        text,
        errors,
        go_minor: head.go_minor(),
    }
}

fn imports(ast: &Ast) -> Vec<Import> {
    let mut imports = Vec::new();
    for &decl in &ast.decls {
        let Decl::Import { name, path } = ast.decl_table[decl] else {
            continue;
        };
        let Expr::BasicLit(_, text) = ast.expr(path) else {
            continue;
        };
        let value = literal::string_value(text.as_str()).unwrap_or_default();
        imports.push(Import {
            path: String::from_utf8_lossy(&value).into_owned(),
            offset: name.map_or(ast.expr_pos[path].start, |name| name.pos),
        });
    }
    imports
}

fn package_of(candidates: Vec<Candidate>) -> Folder {
    let (mut tests, mut excluded, mut broken, mut needs_c) = (false, false, None, false);
    let mut files = Vec::new();
    for candidate in candidates {
        match candidate {
            Candidate::Member(file) => files.push(*file),
            Candidate::Test => tests = true,
            Candidate::Excluded => excluded = true,
            Candidate::Broken(message) => {
                broken.get_or_insert(message);
            }
            Candidate::NeedsC => needs_c = true,
        }
    }
    let unfit = if let Some(message) = broken {
        Some(Unfit::Header { at: None, message })
    } else if needs_c {
        Some(Unfit::Cgo("not supported yet: cgo".to_owned()))
    } else if files.is_empty() {
        Some(match (excluded, tests) {
            (true, _) => Unfit::Excluded,
            (false, true) => Unfit::TestsOnly,
            (false, false) => Unfit::NoFiles,
        })
    } else {
        header_error(&files).or_else(|| several(&files))
    };
    Folder {
        files,
        unfit,
        has_assembly: false,
    }
}

/// The first error in a file's package clause or imports: cmd/go finds these, the others are the compiler's.
fn header_error(files: &[SourceText]) -> Option<Unfit> {
    files.iter().enumerate().find_map(|(number, file)| {
        if file.errors.is_empty() {
            return None;
        }
        let error = escargo_grammar::parse_imports(&file.text)
            .errors
            .into_iter()
            .next()?;
        let (offset, message) = header_message(&file.text, &error);
        Some(Unfit::Header {
            at: Some((number, offset)),
            message,
        })
    })
}

/// go/parser, which reads headers, has words and places of its own.
fn header_message(text: &str, error: &SyntaxError) -> (u32, String) {
    let (before, rest) = text
        .split_at_checked(error.offset as usize)
        .unwrap_or((text, ""));
    if error.message.contains("package statement must be first") {
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
        let word = &rest[..end.unwrap_or(rest.len())];
        let found = match (word, rest.chars().next()) {
            ("", None) => "'EOF'".to_owned(),
            ("", Some(c)) => format!("'{c}'"),
            (word, Some(_) | None) => word.to_owned(),
        };
        return (error.offset, format!("expected 'package', found {found}"));
    }
    match error.message.as_str() {
        "newline in string" | "string not terminated" => {
            let start = before.rfind(['"', '`', '\n']).unwrap_or(before.len());
            (start as u32, "string literal not terminated".to_owned())
        }
        message => {
            let message = message.strip_prefix("syntax error: ").unwrap_or(message);
            (error.offset, message.to_owned())
        }
    }
}

fn several(files: &[SourceText]) -> Option<Unfit> {
    let first = files.first()?;
    let other = files
        .iter()
        .find(|file| file.ast.package.name != first.ast.package.name)?;
    Some(Unfit::Several([
        first.ast.package.name.to_string(),
        first.base.clone(),
        other.ast.package.name.to_string(),
        other.base.clone(),
    ]))
}
