//! `escargo diff REV1 REV2`: which placements are new and which are gone between two git revisions.
//!
//! The files of a revision are written to a temporary folder through an index of their own: neither the repository's index
//! nor its working tree is touched, and nothing has to be cleaned up in it.

use std::path::{Path, PathBuf};
use std::process::Command;

use escargo::report::baseline::Baseline;

use super::Outcome;
use super::args::DiffArgs;
use super::baseline::{current, report};
use super::files::Temporary;
use super::output::err;
use super::session::{Request, enter, inlining};

pub fn run(args: DiffArgs) -> Outcome {
    compare(&args).unwrap_or_else(|outcome| outcome)
}

fn compare(args: &DiffArgs) -> Result<Outcome, Outcome> {
    enter(args.chdir.as_ref())?;
    let repository = Repository::around_here()?;
    let older = repository.commit(&args.older)?;
    let newer = repository.commit(&args.newer)?;
    let older = at(&repository, &older, args)?;
    let newer = at(&repository, &newer, args)?;
    Ok(report(&older, &newer))
}

/// The placements in a commit.
fn at(repository: &Repository, commit: &str, args: &DiffArgs) -> Result<Baseline, Outcome> {
    let folder = Temporary::folder().map_err(|error| failed(&error.to_string()))?;
    let tree = repository.write_tree(commit, folder.path())?;
    let here = tree.join(&repository.prefix);
    if !here.is_dir() {
        let prefix = repository.prefix.display();
        return Err(failed(&format!("{commit} has no folder {prefix}")));
    }
    let request = Request {
        chdir: Some(here),
        tags: args.tags.clone(),
        go: args.go.clone(),
        goroot: args.goroot.clone(),
        inputs: args.packages.clone(),
        inlining: inlining(args.inline),
        ..Request::default()
    };
    let placements = current(&request);
    // The folder is about to go away.
    enter(Some(&repository.root))?;
    placements
}

/// The git repository around the current folder.
struct Repository {
    root: PathBuf,
    /// The current folder in it.
    prefix: PathBuf,
}

impl Repository {
    fn around_here() -> Result<Repository, Outcome> {
        let root = git(Command::new("git").args(["rev-parse", "--show-toplevel"]))?;
        let prefix = git(Command::new("git").args(["rev-parse", "--show-prefix"]))?;
        Ok(Repository {
            root: PathBuf::from(root),
            prefix: PathBuf::from(prefix),
        })
    }

    fn git(&self) -> Command {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.root);
        command
    }

    fn commit(&self, revision: &str) -> Result<String, Outcome> {
        let commit = format!("{revision}^{{commit}}");
        git(self
            .git()
            .args(["rev-parse", "--verify", "--end-of-options", &commit]))
    }

    /// Writes the files of a commit below a folder. Gives the folder that stands for the repository's.
    fn write_tree(&self, commit: &str, folder: &Path) -> Result<PathBuf, Outcome> {
        let index = folder.join("index");
        let tree = folder.join("tree");
        let mut prefix = std::ffi::OsString::from("--prefix=");
        prefix.push(&tree);
        prefix.push("/");
        git(self
            .git()
            .env("GIT_INDEX_FILE", &index)
            .args(["read-tree", commit]))?;
        git(self
            .git()
            .env("GIT_INDEX_FILE", &index)
            .args(["checkout-index", "--all", "--quiet"])
            .arg(prefix))?;
        Ok(tree)
    }
}

/// The first line that a git command prints; what it says is wrong otherwise.
fn git(command: &mut Command) -> Result<String, Outcome> {
    let output = match command.output() {
        Ok(output) => output,
        Err(error) => return Err(failed(&format!("git: {error}"))),
    };
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr);
        return Err(failed(message.trim_end()));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

fn failed(message: &str) -> Outcome {
    err(&format!("escargo: {message}\n"));
    Outcome::Failed
}
