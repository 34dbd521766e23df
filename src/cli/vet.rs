//! `go vet -vettool=$(which escargo)`: the protocol by which the go command starts a tool, package by package.
//!
//! ```text
//! escargo -flags                   which flags the tool takes, as JSON
//! escargo -V=full                  one line that names the tool: the go command's cache is keyed by it
//! escargo [flags] DIR/vet.cfg      one package: files, imports, where facts are read and written
//! ```
//!
//! Findings are broken promises ([`escargo::gate`]); with `-escargo.m` also the lines of `escargo build -gcflags='-m -l'`. Up to
//! Go 1.26 they are printed as text, and the exit code is 1; from Go 1.27 on the configuration names a file for them, in JSON, and
//! the go command prints them, from its cache too.
//!
//! Facts are the record of a package ([`escargo::facts::archive`]): packages above need no sources of those below, so work can be
//! cached and sent anywhere.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use escargo::facts::{archive, generate};
use escargo::gate;
use escargo::release::Release;
use escargo::report::errors::{error_lines, load_lines};
use escargo::report::gate::{allocation_texts, findings};
use escargo::report::go_text::{GoText, Level};
use escargo::report::paths::Paths;
use escargo::source::load::unit::{Records, Unit};
use escargo::{Analysis, AnalyzedPackage, Analyzer, Input, Options};
use serde::{Deserialize, Serialize};

use super::Outcome;
use super::files;
use super::output::{err, out};
use super::session::reason;

/// The name of the analyzer in JSON.
const ANALYZER: &str = "escargo";

/// What the go command asks for, if it is the go command that starts us.
pub fn asked(args: &[OsString]) -> Option<Outcome> {
    let words: Vec<&str> = args.iter().skip(1).filter_map(|arg| arg.to_str()).collect();
    match words.as_slice() {
        ["-V=full" | "--V=full"] => Some(version()),
        ["-flags" | "--flags"] => Some(flags()),
        [flags @ .., config] if config.ends_with(".cfg") && flags.iter().all(is_flag) => {
            Some(package(flags, Path::new(config)))
        }
        _other => None,
    }
}

fn is_flag(word: &&str) -> bool {
    word.starts_with('-')
}

/// The last word stands for the content of the tool: another build of it has other results.
fn version() -> Outcome {
    let content = std::env::current_exe().and_then(std::fs::read);
    let mut hasher = DefaultHasher::new();
    hasher.write(&content.unwrap_or_default());
    let version = env!("CARGO_PKG_VERSION");
    out(&format!(
        "escargo version {version}-{:016x}\n",
        hasher.finish()
    ));
    Outcome::Done
}

/// A flag as the go command reads it.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Flag {
    name: &'static str,
    bool: bool,
    usage: &'static str,
}

fn flags() -> Outcome {
    let list = [
        Flag {
            name: "escargo.m",
            bool: true,
            usage: "print what escargo build -gcflags='-m -l' prints, too",
        },
        Flag {
            name: "escargo.go",
            bool: false,
            usage: "the Go release whose rules apply (default: that of the go command)",
        },
        Flag {
            name: "json",
            bool: true,
            usage: "print findings as JSON",
        },
    ];
    out(&serde_json::to_string(&list).unwrap_or_default());
    out("\n");
    Outcome::Done
}

/// The flags of a run.
#[derive(Default)]
struct Settings {
    messages: bool,
    json: bool,
    release: Option<Release>,
}

fn settings(flags: &[&str]) -> Result<Settings, String> {
    let mut settings = Settings::default();
    for flag in flags {
        let name = flag.trim_start_matches('-');
        let (name, value) = name.split_once('=').unwrap_or((name, "true"));
        let is_on = value.parse().unwrap_or(value == "1");
        match name {
            "escargo.m" => settings.messages = is_on,
            "json" => settings.json = is_on,
            "escargo.go" => {
                let release = value.parse();
                settings.release =
                    Some(release.map_err(|error| format!("-escargo.go={value}: {error}"))?);
            }
            _other => return Err(format!("flag provided but not defined: {flag}")),
        }
    }
    Ok(settings)
}

/// What the go command says of a package.
#[derive(Deserialize, Debug)]
#[serde(rename_all = "PascalCase")]
struct Config {
    #[serde(rename = "ID")]
    id: String,
    dir: PathBuf,
    import_path: String,
    #[serde(default)]
    go_files: Option<Vec<PathBuf>>,
    #[serde(default)]
    import_map: Option<BTreeMap<String, String>>,
    #[serde(default)]
    package_vetx: Option<BTreeMap<String, PathBuf>>,
    #[serde(default)]
    vetx_only: bool,
    #[serde(default)]
    vetx_output: PathBuf,
    #[serde(default)]
    stdout: PathBuf,
    #[serde(default)]
    go_version: String,
    #[serde(default)]
    succeed_on_typecheck_failure: bool,
    /// Not of the go command: whoever does not start the tool for the standard library says so.
    #[serde(default)]
    standard_facts: bool,
}

fn package(flags: &[&str], config: &Path) -> Outcome {
    let run = || -> Result<Outcome, String> {
        let settings = settings(flags)?;
        let with_path = |error: String| format!("{}: {error}", config.display());
        let text = std::fs::read(config).map_err(|error| with_path(reason(&error)))?;
        let config: Config =
            serde_json::from_slice(&text).map_err(|error| with_path(error.to_string()))?;
        analyze(&settings, &config)
    };
    run().unwrap_or_else(|message| {
        err(&format!("escargo: {message}\n"));
        Outcome::Failed
    })
}

fn analyze(settings: &Settings, config: &Config) -> Result<Outcome, String> {
    let unit = unit(config);
    let options = Options {
        release: settings.release,
        ..Options::default()
    };
    let unit = Arc::new(unit);
    let analysis = Analyzer::new(options).analyze(&Input::Unit(Arc::clone(&unit)));
    let number = analysis.packages.iter().position(|package| package.named);
    let package = number.and_then(|number| analysis.packages.get(number));
    if analysis.has_errors() {
        // Nothing is written, so nothing wrong is kept. What could not be loaded for want of facts below has been told there.
        let told_below = config.vetx_only && analysis.packages.is_empty();
        return match config.succeed_on_typecheck_failure || told_below {
            true => Ok(Outcome::Done),
            false => Err(error_text(&analysis)),
        };
    }
    write_facts(config, &unit, &analysis, number)?;
    if config.vetx_only {
        return Ok(Outcome::Done);
    }
    let mut found = of_gate(&analysis);
    if settings.messages
        && let Some(package) = package
    {
        found.extend(messages(&analysis, package));
    }
    tell(settings, config, &found)
}

fn unit(config: &Config) -> Unit {
    let mut known = Records::default();
    let texts = config.package_vetx.iter().flatten();
    for (_, file) in texts {
        // Of what is missing nothing is known: that is told where it is imported.
        if let Ok(text) = std::fs::read_to_string(file) {
            archive::read(&text, &mut known);
        }
    }
    Unit {
        path: plain(&config.import_path).to_owned(),
        dir: config.dir.clone(),
        files: config.go_files.clone().unwrap_or_default(),
        go_minor: go_minor(&config.go_version),
        import_map: config
            .import_map
            .iter()
            .flatten()
            .map(|(written, path)| (written.clone(), plain(path).to_owned()))
            .collect(),
        known,
        standard_facts: config.standard_facts,
    }
}

/// The path without the mark of a variant that is compiled for a test: `p [q.test]`.
fn plain(path: &str) -> &str {
    path.split(" [").next().unwrap_or(path)
}

/// `24` of `go1.24.11`.
fn go_minor(version: &str) -> u32 {
    let digits = version.strip_prefix("go1.").unwrap_or_default();
    let end = digits.find(|c: char| !c.is_ascii_digit());
    let minor = digits[..end.unwrap_or(digits.len())].parse();
    minor.unwrap_or(Release::NEWEST.minor())
}

/// Writes what packages above need.
fn write_facts(
    config: &Config,
    unit: &Unit,
    analysis: &Analysis,
    number: Option<usize>,
) -> Result<(), String> {
    if config.vetx_output.as_os_str().is_empty() {
        return Ok(());
    }
    let mut records = Records {
        list: unit.known.list.clone(),
    };
    let package = number.and_then(|number| Some((number, analysis.packages.get(number)?)));
    let record = package.and_then(|(number, package)| {
        let allocations = gate::allocations(analysis, number);
        let texts = allocation_texts(analysis, &allocations);
        generate::record(analysis, package, unit.go_minor, texts)
    });
    if let Some(record) = record {
        records.list.insert(unit.path.clone(), record);
    }
    let text = archive::print(&records, &unit.path);
    files::write(&config.vetx_output, text.as_bytes()).map_err(|error| {
        let file = config.vetx_output.display();
        format!("{file}: {}", reason(&error))
    })
}

fn error_text(analysis: &Analysis) -> String {
    let paths = Paths::default();
    let mut text = load_lines(&analysis.diagnostics);
    for package in &analysis.packages {
        text.push_str(&error_lines(
            &analysis.files,
            &package.diagnostics,
            &paths,
            None,
        ));
    }
    text.trim_end().to_owned()
}

/// A place, and what is said of it.
#[derive(Serialize, PartialEq, Eq, Debug)]
struct Finding {
    posn: String,
    message: String,
}

fn of_gate(analysis: &Analysis) -> Vec<Finding> {
    let paths = Paths::default();
    let judgement = gate::judge(analysis);
    let found = findings(analysis, &judgement).into_iter();
    found
        .map(|(pos, message)| Finding {
            posn: paths.position(&analysis.files, pos).unwrap_or_default(),
            message,
        })
        .collect()
}

fn messages(analysis: &Analysis, package: &AnalyzedPackage) -> Vec<Finding> {
    let Some(view) = analysis.view(package) else {
        return Vec::new();
    };
    let lines = GoText {
        view,
        level: Level::Decisions,
        paths: &Paths::default(),
    };
    let lines = lines.lines();
    let found = lines.lines().filter_map(|line| {
        let (posn, message) = line.split_once(": ")?;
        Some(Finding {
            posn: posn.to_owned(),
            message: message.to_owned(),
        })
    });
    found.collect()
}

/// Hands over the findings: to the file that the go command names, else on the streams.
fn tell(settings: &Settings, config: &Config, found: &[Finding]) -> Result<Outcome, String> {
    let mut of_analyzer = BTreeMap::new();
    if !found.is_empty() {
        of_analyzer.insert(ANALYZER, found);
    }
    let tree = BTreeMap::from([(config.id.as_str(), of_analyzer)]);
    let json = serde_json::to_string_pretty(&tree).unwrap_or_default() + "\n";
    if !config.stdout.as_os_str().is_empty() {
        files::write(&config.stdout, json.as_bytes()).map_err(|error| {
            let file = config.stdout.display();
            format!("{file}: {}", reason(&error))
        })?;
        return Ok(Outcome::Done);
    }
    if settings.json {
        out(&json);
        return Ok(Outcome::Done);
    }
    let lines: String = found
        .iter()
        .map(|finding| format!("{}: {}\n", finding.posn, finding.message))
        .collect();
    err(&lines);
    match found.is_empty() {
        true => Ok(Outcome::Done),
        false => Ok(Outcome::Failed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_and_versions_are_read() {
        let on = settings(&["-escargo.m", "-json=true"]).unwrap_or_default();
        assert!(on.messages && on.json);
        let off = settings(&["-escargo.m=false"]).unwrap_or_default();
        assert!(!off.messages);
        assert!(settings(&["-nosuch"]).is_err());
        assert_eq!(go_minor("go1.24.11"), 24);
        assert_eq!(go_minor("go1.27"), 27);
        assert_eq!(plain("p [q.test]"), "p");
    }
}
