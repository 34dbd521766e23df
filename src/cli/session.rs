//! From arguments to an analysis, and the errors on the way.

use std::path::PathBuf;

use escargo::diagnostic::{Diagnostic, Severity};
use escargo::inline::Inlining;
use escargo::release::Release;
use escargo::report::errors::{LIMIT, error_lines, load_lines};
use escargo::report::paths::Paths;
use escargo::report::view::PackageView;
use escargo::{Analysis, AnalyzedPackage, Analyzer, Input, Keep, Options, Watcher};

use super::Outcome;
use super::args::InputArgs;
use super::output::err;
use super::progress::Progress;

/// What a command works on.
pub struct Session {
    /// The results.
    pub analysis: Analysis,
    /// How file names are shortened.
    pub paths: Paths,
}

/// The parts of the arguments that say what is analysed, and how.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// `-C`
    pub chdir: Option<PathBuf>,
    /// `-tags`
    pub tags: String,
    /// `--go`
    pub go: Option<String>,
    /// `--goroot`
    pub goroot: Option<PathBuf>,
    /// `--facts`
    pub facts: Option<PathBuf>,
    /// `-mod`
    pub vendor: Option<bool>,
    /// Packages or files.
    pub inputs: Vec<String>,
    /// The results of which packages are needed.
    pub keep: Keep,
    /// Whether all flows are needed.
    pub explain: bool,
    /// Which packages are compiled with inlining.
    pub inlining: Inlining,
}

impl From<&InputArgs> for Request {
    fn from(args: &InputArgs) -> Request {
        Request {
            chdir: args.chdir.clone(),
            tags: args.tags.clone(),
            go: args.go.clone(),
            goroot: args.goroot.clone(),
            facts: args.facts.clone(),
            inputs: args.inputs.clone(),
            ..Request::default()
        }
    }
}

impl Session {
    /// Analyses what is asked for. Wrong usage is reported here; errors in the input are part of the session.
    pub fn start(request: &Request) -> Result<Session, Outcome> {
        enter(request.chdir.as_ref())?;
        let progress = Progress::start();
        let options = Options {
            watch: Watcher(progress.as_ref().map(Progress::watch)),
            release: release(request.go.as_deref())?,
            goroot: request.goroot.clone(),
            tags: split_tags(&request.tags),
            facts: request.facts.clone(),
            vendor: request.vendor,
            keep: request.keep,
            explain: request.explain,
            inlining: request.inlining.clone(),
            disabled: None,
        };
        let input = input(&request.inputs)?;
        let analysis = Analyzer::new(options).analyze(&input);
        drop(progress);
        Ok(Session {
            analysis,
            paths: current_paths(),
        })
    }

    /// Prints the errors of loading and of all packages, each package under its header. Says whether there are any.
    pub fn report_errors(&self, all: bool) -> bool {
        let mut failed = self.report_load_errors();
        for package in &self.analysis.packages {
            failed |= self.report_package_errors(package, all);
        }
        failed
    }

    /// Prints what kept packages from being loaded. Says whether there was anything.
    pub fn report_load_errors(&self) -> bool {
        let diagnostics = &self.analysis.diagnostics;
        err(&load_lines(diagnostics));
        let is_error = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
        diagnostics.iter().any(is_error)
    }

    /// Prints a package's errors under its header. Says whether there are any.
    pub fn report_package_errors(&self, package: &AnalyzedPackage, all: bool) -> bool {
        let is_error = |severity| severity == Severity::Error;
        if !package
            .diagnostics
            .iter()
            .any(|diagnostic| is_error(diagnostic.severity))
        {
            return false;
        }
        let limit = (!all).then_some(LIMIT);
        let lines = error_lines(
            &self.analysis.files,
            &package.diagnostics,
            &self.paths,
            limit,
        );
        err(&format!("# {}\n{lines}", package.path));
        true
    }

    /// The packages that the command line names, dependencies first.
    pub fn named(&self) -> impl Iterator<Item = &AnalyzedPackage> {
        let packages = self.analysis.packages.iter();
        packages.filter(|package| package.named)
    }

    /// The packages that the command line names and that could be analysed, dependencies first.
    pub fn views(&self) -> impl Iterator<Item = PackageView<'_>> {
        self.named()
            .filter_map(|package| self.analysis.view(package))
    }
}

/// With inlining in all packages, or in none.
pub fn inlining(on: bool) -> Inlining {
    match on {
        true => Inlining::Settings(Vec::new()),
        false => Inlining::Off,
    }
}

/// Goes to the folder of `-C`.
pub fn enter(folder: Option<&PathBuf>) -> Result<(), Outcome> {
    let Some(folder) = folder else {
        return Ok(());
    };
    std::env::set_current_dir(folder).map_err(|error| {
        err(&format!(
            "escargo: chdir {}: {}\n",
            folder.display(),
            reason(&error)
        ));
        Outcome::Failed
    })
}

/// File names relative to the current folder.
pub fn current_paths() -> Paths {
    Paths {
        current: std::env::current_dir().ok(),
        ..Paths::default()
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

/// The release of `--go`.
pub fn release(text: Option<&str>) -> Result<Option<Release>, Outcome> {
    let Some(text) = text else {
        return Ok(None);
    };
    match text.parse() {
        Ok(release) => Ok(Some(release)),
        Err(error) => {
            err(&format!("escargo: --go {text}: {error}\n"));
            Err(Outcome::Misused)
        }
    }
}

fn split_tags(tags: &str) -> Vec<String> {
    let tags = tags.split([',', ' ']).filter(|tag| !tag.is_empty());
    tags.map(str::to_owned).collect()
}

/// Either all arguments are files of one package, or all are packages.
fn input(arguments: &[String]) -> Result<Input, Outcome> {
    let files = arguments
        .iter()
        .filter(|name| name.ends_with(".go"))
        .count();
    if files == 0 {
        return Ok(Input::Packages(arguments.to_vec()));
    }
    if files == arguments.len() {
        return Ok(Input::Files(arguments.iter().map(PathBuf::from).collect()));
    }
    let other = arguments.iter().find(|name| !name.ends_with(".go"));
    let other = other.map_or("", String::as_str);
    err(&format!("named files must be .go files: {other}\n"));
    Err(Outcome::Failed)
}
