//! The corpus with which Go tests its own type checkers (`internal/types/testdata`): every comment `ERROR "text"` or
//! `ERRORx "regexp"` stands behind the token at which an error is expected, and no other errors may be reported.
//! Needs an installed Go; says so if there is none.

#[allow(dead_code, reason = "each test uses a part")]
mod std_packages;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use escargo::check::{CheckOptions, CheckedPackage, FileInput, check_package};
use escargo::diagnostic::{expand_places, in_file};
use escargo::source::Pos;
use escargo::types::Const;
use escargo_grammar::Symbol;
use escargo_grammar::ast::Expr;
use regex::Regex;
use std_packages::Std;

/// Folders with the tolerance for columns that Go's own test has.
const FOLDERS: [(&str, u32); 4] = [
    ("check", 50),
    ("spec", 20),
    ("examples", 125),
    ("fixedbugs", 100),
];

/// What share of the corpus must be right.
const LEAST_PERCENT: usize = 97;

/// Tests of what is not the language: predeclared `assert` and `trace`, cgo. Labels are here, too: gc checks them with the
/// syntax and in other words, see the tests of the grammar.
const LEFT_OUT: [&str; 3] = ["builtins0.go", "importC.go", "labels.go"];

/// An error that a comment announces.
#[derive(Debug)]
struct Expected {
    line: u32,
    column: u32,
    pattern: Pattern,
}

#[derive(Debug)]
enum Pattern {
    Text(String),
    Regex(Regex),
}

impl Pattern {
    fn matches(&self, message: &str) -> bool {
        match self {
            Pattern::Text(text) => message.contains(text.as_str()),
            Pattern::Regex(regex) => regex.is_match(message),
        }
    }
}

/// Operators of several characters, longest first.
const OPERATORS: [&str; 26] = [
    "<<=", ">>=", "&^=", "...", "&&", "||", "<-", "++", "--", "==", "!=", "<=", ">=", ":=", "+=",
    "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<", ">>", "&^", "->",
];

/// The expected errors of a file.
fn expected(text: &str) -> Vec<Expected> {
    let mut list = Vec::new();
    let (mut line, mut line_start) = (1, 0);
    let mut previous = (0, 0);
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let length = token_length(rest);
        let token = &rest[..length];
        if let Some(comment) = comment_text(token) {
            if let Some(pattern) = pattern(comment) {
                list.push(Expected {
                    line: previous.0,
                    column: previous.1,
                    pattern,
                });
            }
        } else if !token.trim().is_empty() {
            previous = (line, (at - line_start + 1) as u32);
        }
        for (offset, c) in token.char_indices() {
            if c == '\n' {
                line += 1;
                line_start = at + offset + 1;
            }
        }
        at += length;
    }
    list
}

fn comment_text(token: &str) -> Option<&str> {
    match token.strip_prefix("/*") {
        Some(block) => Some(block.strip_suffix("*/").unwrap_or(block)),
        None => token.strip_prefix("//"),
    }
}

/// The length of the token, comment or white space that the text starts with.
fn token_length(rest: &str) -> usize {
    let ends_at = |found: Option<usize>| found.unwrap_or(rest.len());
    if rest.starts_with("//") {
        return ends_at(rest.find('\n'));
    }
    if let Some(block) = rest.strip_prefix("/*") {
        return ends_at(block.find("*/").map(|at| at + 4));
    }
    let first = rest.chars().next().unwrap_or(' ');
    match first {
        '`' => ends_at(rest[1..].find('`').map(|at| at + 2)),
        '"' | '\'' => quoted_length(rest, first),
        c if c.is_alphabetic() || c == '_' => {
            ends_at(rest.find(|c: char| !c.is_alphanumeric() && c != '_'))
        }
        c if c.is_ascii_digit() => number_length(rest),
        '.' if rest[1..].starts_with(|c: char| c.is_ascii_digit()) => number_length(rest),
        c => OPERATORS
            .iter()
            .find(|operator| rest.starts_with(**operator))
            .map_or(c.len_utf8(), |operator| operator.len()),
    }
}

fn quoted_length(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\n' => return at,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

fn number_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let sign = matches!(bytes[at], b'+' | b'-')
            && at > 0
            && matches!(bytes[at - 1], b'e' | b'E' | b'p' | b'P')
            && !rest.starts_with("0x")
            || matches!(bytes[at], b'+' | b'-') && at > 0 && matches!(bytes[at - 1], b'p' | b'P');
        if !(bytes[at].is_ascii_alphanumeric() || matches!(bytes[at], b'_' | b'.') || sign) {
            break;
        }
        at += 1;
    }
    at.max(1)
}

fn pattern(comment: &str) -> Option<Pattern> {
    let (text, is_regex) = match comment.strip_prefix(" ERRORx ") {
        Some(text) => (text, true),
        None => (comment.strip_prefix(" ERROR ")?, false),
    };
    let text = unquoted(text.trim())?;
    Some(match is_regex {
        // Go's regular expressions take braces that enclose nothing literally.
        true => Pattern::Regex(Regex::new(&text.replace("{}", r"\{\}")).ok()?),
        false => Pattern::Text(text),
    })
}

fn unquoted(literal: &str) -> Option<String> {
    if let Some(raw) = literal.strip_prefix('`') {
        return Some(raw.strip_suffix('`')?.to_owned());
    }
    let bytes = escargo_grammar::literal::string_value(literal)?;
    String::from_utf8(bytes).ok()
}

/// The minor version that the first line's `-lang` gives.
fn language(text: &str) -> u32 {
    let first = text.lines().next().unwrap_or("");
    first
        .strip_prefix("//")
        .and_then(|line| line.split_once("-lang=go1."))
        .and_then(|(_, version)| version.split_whitespace().next()?.parse().ok())
        .unwrap_or(27)
}

/// The minor version of a `//go:build go1.N` line: never below 21.
fn build_version(text: &str) -> Option<u32> {
    let before = text.split("\npackage ").next()?;
    let line = before
        .lines()
        .find_map(|line| line.strip_prefix("//go:build go1."))?;
    let minor: u32 = line.trim().parse().ok()?;
    Some(minor.max(21))
}

/// Branches are checked by gc's parser, whose words differ from those of types2 that the corpus has.
const BRANCHES: [(&str, &str); 7] = [
    (
        " is not in a loop, switch, or select",
        " not in for, switch, or select statement",
    ),
    (" is not in a loop", " not in for statement"),
    (" already defined at ", " already declared at "),
    (" defined and not used", " declared and not used"),
    (" not defined", " not declared"),
    ("break label not declared: ", "invalid break label "),
    ("continue label not declared: ", "invalid continue label "),
];

/// The message of the parser as types2 would word it.
fn of_types2(message: &str) -> String {
    let branches = BRANCHES.iter();
    let message = branches.fold(message.to_owned(), |message, (from, to)| {
        message.replace(from, to)
    });
    let Some((goto, variable)) = message.split_once(" jumps over declaration of ") else {
        return message;
    };
    let line = variable.rsplit(':').nth(1).unwrap_or("");
    format!("{goto} jumps over variable declaration at line {line}")
}

/// What is wrong with our errors for a package; nothing if all are as expected.
fn run(std: &Std, number: usize, files: &[PathBuf], tolerance: u32) -> Vec<String> {
    let mut problems = Vec::new();
    let mut wanted: BTreeMap<String, Vec<Expected>> = BTreeMap::new();
    let mut found: Vec<(Pos, String)> = Vec::new();
    let mut inputs = Vec::new();
    let mut language_minor = None;
    let mut uses_assert = None;
    for path in files {
        let Ok(text) = std::fs::read_to_string(path) else {
            return vec![format!("{}: not UTF-8", path.display())];
        };
        let name = path
            .file_name()
            .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let minor = *language_minor.get_or_insert_with(|| language(&text));
        if text.contains("assert(") {
            let package = text
                .split("\npackage ")
                .nth(1)
                .or(text.strip_prefix("package "));
            let package = package.and_then(|rest| {
                rest.split(|c: char| !c.is_alphanumeric() && c != '_')
                    .next()
            });
            uses_assert = package.map(str::to_owned);
        }
        wanted.insert(name.clone(), expected(&text));
        let file = std.add_file(&name, &text);
        let parsed = escargo_grammar::parse(&text);
        for error in parsed.errors {
            let message = in_file(error.message, file);
            let message = of_types2(&expand_places(&message, |pos| std.place(pos)));
            found.push((Pos::new(file, error.offset), message));
        }
        inputs.push(FileInput {
            file,
            ast: Arc::new(parsed.ast),
            go_minor: build_version(&text).unwrap_or(minor),
        });
    }
    if let Some(package) = uses_assert {
        let text = format!("package {package}\ntype assert bool\n");
        let file = std.add_file("assert.go", &text);
        inputs.push(FileInput {
            file,
            ast: Arc::new(escargo_grammar::parse(&text).ast),
            go_minor: 27,
        });
    }
    let package = std
        .world
        .package_id(Symbol::intern(&format!("conformance/{number}")));
    // Missing bodies are no matter of types.
    let options = CheckOptions {
        has_assembly: true,
        ..CheckOptions::default()
    };
    let (checked, diagnostics) = check_package(&std.world, std, package, inputs, options);
    let path = format!("conformance/{number}.");
    for diagnostic in &diagnostics.list {
        let message = std.message(diagnostic).replace(&path, "p.");
        // A conversion to the type `assert` stands for Go's predeclared function of that name.
        if !(message.starts_with("assert(") && message.ends_with("is not used")) {
            found.push((diagnostic.pos, message));
        }
    }
    for (pos, message) in found {
        let Some((name, line, column)) = std.position(pos) else {
            problems.push(format!("?: {message}"));
            continue;
        };
        let place = format!("{name}:{line}:{column}");
        let list = wanted.entry(name).or_default();
        let best = (0..list.len())
            .filter(|&n| list[n].line == line && list[n].pattern.matches(&message))
            .min_by_key(|&n| list[n].column.abs_diff(column));
        let Some(best) = best else {
            problems.push(format!("{place}: not expected: {message:?}"));
            continue;
        };
        if list[best].column.abs_diff(column) > tolerance {
            problems.push(format!(
                "{place}: expected at column {}: {message:?}",
                list[best].column
            ));
        }
        list.remove(best);
    }
    for (name, list) in &wanted {
        for expected in list {
            problems.push(format!(
                "{name}:{}:{}: not reported: {:?}",
                expected.line, expected.column, expected.pattern
            ));
        }
    }
    problems.extend(false_assertions(std, &checked));
    problems
}

/// Calls `assert(c)` of constants that are not true.
fn false_assertions(std: &Std, checked: &CheckedPackage) -> Vec<String> {
    let mut problems = Vec::new();
    for file in &checked.files {
        for (_, expr) in file.ast.exprs.iter() {
            let Expr::Call { fun, args, .. } = expr else {
                continue;
            };
            let is_assert =
                matches!(file.ast.expr(*fun), Expr::Ident(name) if name.as_str() == "assert");
            let &[argument] = file.ast.expr_list(*args) else {
                continue;
            };
            if is_assert && file.info.consts.get(&argument) == Some(&Const::Bool(false)) {
                let offset = file.ast.expr_pos[argument].start;
                let place = std.place(Pos::new(file.file, offset));
                problems.push(format!("{place}: assertion is false"));
            }
        }
    }
    problems
}

/// The packages of a folder: single files, and folders of files.
fn packages(folder: &Path) -> Vec<Vec<PathBuf>> {
    let mut list = Vec::new();
    let Ok(entries) = std::fs::read_dir(folder) else {
        return list;
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            let inner = packages(&path).into_iter().flatten();
            list.push(inner.collect());
        } else if path.extension().is_some_and(|extension| extension == "go") {
            list.push(vec![path]);
        }
    }
    list
}

#[test]
fn gos_own_corpus_has_the_errors_it_announces() {
    let Some(std) = Std::find() else {
        eprintln!("NOT RUN: no go command on the PATH and no GOROOT");
        return;
    };
    let Some(source) = std.source() else {
        eprintln!("NOT RUN: the installed Go has no sources");
        return;
    };
    let only = std::env::var("ESCARGO_CONFORMANCE_ONLY").ok();
    let (mut right, mut total) = (0, 0);
    for (folder, tolerance) in FOLDERS {
        for files in packages(&source.join("internal/types/testdata").join(folder)) {
            let Some(first) = files.first() else { continue };
            let name = first.to_string_lossy();
            if LEFT_OUT.iter().any(|out| name.ends_with(out))
                || only.as_deref().is_some_and(|only| !name.contains(only))
            {
                continue;
            }
            total += 1;
            let outcome = catch_unwind(AssertUnwindSafe(|| run(&std, total, &files, tolerance)));
            let problems = outcome.unwrap_or_else(|_| vec!["panic".to_owned()]);
            if problems.is_empty() {
                right += 1;
                continue;
            }
            eprintln!("--- {folder}/{}", name.rsplit('/').next().unwrap_or(""));
            for problem in &problems {
                eprintln!("    {problem}");
            }
        }
    }
    eprintln!("{right} of {total} right");
    assert!(
        right * 100 >= total * LEAST_PERCENT,
        "{right} of {total} right"
    );
}
