//! What every stage makes of small programs: `tests/golden/stages/STAGE/*.go`.
//!
//! A file is a Go program without imports; below it, behind the line `// STAGE:`, stands what the stage makes of it, as comments.
//! `ESCARGO_BLESS=1 cargo test --test golden_stages` writes what it makes now. The IR has files of its own, `golden/ir`, and so has
//! gc's text, `golden/corpus`.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use escargo::check::CheckedFile;
use escargo::types::{PackageId, World};
use escargo::{Analyzer, Input, Options};

const BLESS: &str = "ESCARGO_BLESS";

/// What makes the output of a stage.
enum Maker {
    /// The command with these words and the file.
    Command(&'static [&'static str]),
    /// The library.
    Library(fn(&str) -> String),
}

/// A stage: its folder, and how its output is made.
const STAGES: &[(&str, Maker)] = &[
    ("tokens", Maker::Command(&["tokens"])),
    ("ast", Maker::Command(&["ast"])),
    ("errors", Maker::Command(&["build", "--go=1.27"])),
    ("types", Maker::Library(types)),
    ("ssa", Maker::Command(&["ir", "--go=1.27", "--ssa"])),
    (
        "graph",
        Maker::Command(&["graph", "--go=1.27", "--format=json"]),
    ),
    (
        "placement",
        Maker::Command(&["placement", "--go=1.27", "--format=text"]),
    ),
    (
        "json",
        Maker::Command(&["placement", "--go=1.27", "--format=json"]),
    ),
    ("report", Maker::Command(&["check", "--go=1.27"])),
];

#[test]
fn stages() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/stages");
    let mut differing = Vec::new();
    for (stage, maker) in STAGES {
        let programs = programs(&root.join(stage));
        assert!(!programs.is_empty(), "{stage}");
        for path in programs {
            differing.extend(compare(stage, maker, &path));
        }
    }
    assert!(
        differing.is_empty(),
        "{}\n{BLESS}=1 cargo test --test golden_stages accepts the new output",
        differing.join("\n")
    );
}

fn programs(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder of a stage");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut programs: Vec<PathBuf> = paths.collect();
    programs.sort();
    programs
}

fn compare(stage: &str, maker: &Maker, path: &Path) -> Option<String> {
    let recorded = fs::read_to_string(path).expect("a program");
    let mark = format!("// {stage}:\n");
    let source = recorded.split(&mark).next().unwrap_or_default();
    let output = match maker {
        Maker::Command(words) => run(words, stage, path, source),
        Maker::Library(make) => make(source),
    };
    let mut actual = format!("{source}{mark}");
    for line in output.lines() {
        actual.push_str(format!("// {line}").trim_end());
        actual.push('\n');
    }
    if actual == recorded {
        return None;
    }
    if std::env::var_os(BLESS).is_some() {
        fs::write(path, actual).expect("the program is written");
        return None;
    }
    let pairs = recorded.lines().zip(actual.lines()).enumerate();
    let mut differing = pairs.filter(|(_, (old, new))| old != new);
    let difference = differing
        .next()
        .map(|(number, (old, new))| format!("line {}:\n- {old}\n+ {new}", number + 1));
    let difference = difference.unwrap_or_else(|| "one is longer than the other".to_owned());
    Some(format!("{}\n{difference}", path.display()))
}

/// What the command prints on both streams, without a Go installation.
fn run(words: &[&str], stage: &str, path: &Path, source: &str) -> String {
    let folder =
        std::env::temp_dir().join(format!("escargo-stages-{}-{stage}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let name = path.file_name().expect("a name");
    fs::write(folder.join(name), source).expect("the program is written");
    let output = Command::new(env!("CARGO_BIN_EXE_escargo"))
        .args(words)
        .arg(name)
        .current_dir(&folder)
        .env_remove("GOROOT")
        .envs([
            ("GOFLAGS", ""),
            ("GOENV", "off"),
            ("PATH", ""),
            ("NO_COLOR", "1"),
        ])
        .output()
        .expect("the command runs");
    fs::remove_dir_all(&folder).expect("the folder goes away");
    String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout)
}

/// The expressions of a program by place: kind of operand, type, value of a constant.
fn types(source: &str) -> String {
    let options = Options {
        goroot: Some(PathBuf::new()),
        ..Options::default()
    };
    let input = Input::Memory(vec![("p.go".to_owned(), source.to_owned())]);
    let analysis = Analyzer::new(options).analyze(&input);
    let mut out = String::new();
    for package in analysis.packages.iter().filter(|package| package.named) {
        let result = package.result.as_ref().expect("a valid program");
        for file in &result.checked.files {
            out += &expressions(&analysis.world, file, result.checked.package, source);
        }
    }
    out
}

fn expressions(world: &World, file: &CheckedFile, package: PackageId, source: &str) -> String {
    let mut lines = BTreeMap::new();
    for (id, _) in &file.ast.exprs {
        let known = file.info.types[id];
        let Some(ty) = known.ty.expand() else {
            continue;
        };
        let mut line = format!("{:?} {}", known.mode, world.type_text(ty, package));
        if let Some(value) = file.info.consts.get(&id) {
            let _ = write!(line, " = {}", value.text());
        }
        lines.insert((file.ast.expr_pos[id].pos, id), line);
    }
    let mut out = String::new();
    for ((offset, _), line) in lines {
        let before = source.get(..offset as usize).unwrap_or(source);
        let row = before.matches('\n').count() + 1;
        let column = before.len() - before.rfind('\n').map_or(0, |at| at + 1) + 1;
        let _ = writeln!(out, "{row}:{column}: {line}");
    }
    out
}
