//! What the page of `escargo report --html` shows, as data: sources by line, findings with their stories, graphs by function.
//!
//! Names that occur often are kept once and named by numbers, and what the page can work out itself is not written, as the whole
//! standard library should fit a page that a browser opens.

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::check_json::class_name;
use super::describe::{kind_name, rule_name};
use super::finding::{Class, Finding, FuncFindings, Subject};
use super::flow_graph::{self, FlowGraph};
use super::hint_text;
use super::paths::Paths;
use super::rich::label_range;
use super::view::PackageView;
use crate::placement::Decision;
use crate::source::{FileId, Pos};

/// The page's data.
#[derive(Serialize, Debug, Default)]
pub struct Data {
    go: String,
    packages: Vec<&'static str>,
    files: Vec<FileRecord>,
    functions: Vec<FuncRecord>,
    findings: Vec<FindingRecord>,
    /// By package.
    graphs: Vec<FlowGraph>,
}

#[derive(Serialize, Debug)]
struct FileRecord {
    name: String,
    package: usize,
    text: String,
}

#[derive(Serialize, Debug)]
struct FuncRecord {
    name: &'static str,
    package: usize,
    cost: u64,
}

/// A place: file, line from 1, columns from 0 in UTF-16 code units, the end exclusive.
type Span = (usize, u32, usize, usize);

#[derive(Serialize, Debug)]
struct FindingRecord {
    function: usize,
    class: &'static str,
    kind: &'static str,
    /// Why it is on the heap; what filters go by.
    reason: &'static str,
    at: Span,
    text: String,
    bytes: Option<u64>,
    cost: u64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    steps: Vec<(Span, String)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<(&'static str, String)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<HintRecord>,
}

#[derive(Serialize, Debug)]
struct HintRecord {
    advice: String,
    checked: String,
    /// Lines: number, whether it comes, text.
    diff: Vec<(u32, bool, String)>,
}

/// The data on the findings of some packages.
pub fn data(groups: &[(PackageView<'_>, FuncFindings)], paths: &Paths, release: String) -> Data {
    let mut collector = Collector {
        paths,
        data: Data {
            go: release,
            ..Data::default()
        },
        packages: FxHashMap::default(),
        files: FxHashMap::default(),
    };
    for (view, group) in groups {
        collector.group(view, group);
    }
    collector.data
}

struct Collector<'a> {
    paths: &'a Paths,
    data: Data,
    packages: FxHashMap<&'static str, usize>,
    files: FxHashMap<FileId, usize>,
}

impl Collector<'_> {
    fn package(&mut self, view: &PackageView<'_>) -> usize {
        if let Some(&number) = self.packages.get(view.path()) {
            return number;
        }
        let number = self.data.packages.len();
        self.packages.insert(view.path(), number);
        self.data.packages.push(view.path());
        let graph = flow_graph::flow_graph(view, self.paths, None);
        self.data.graphs.push(graph);
        number
    }

    fn group(&mut self, view: &PackageView<'_>, group: &FuncFindings) {
        let package = self.package(view);
        let function = self.data.functions.len();
        self.data.functions.push(FuncRecord {
            name: view.func(group.func).name.as_str(),
            package,
            cost: group.cost,
        });
        for finding in &group.findings {
            if let Some(record) = self.finding(view, finding, package, function) {
                self.data.findings.push(record);
            }
        }
    }

    fn finding(
        &mut self,
        view: &PackageView<'_>,
        finding: &Finding,
        package: usize,
        function: usize,
    ) -> Option<FindingRecord> {
        let at = self.span(view, finding.pos, package)?;
        let is_told = finding.class != Class::Stack;
        let mut steps = Vec::new();
        let mut notes = Vec::new();
        if is_told {
            for step in finding.story(view).steps {
                if let Some(span) = self.span(view, step.pos, package) {
                    steps.push((span, step.text));
                }
            }
        }
        notes.extend(finding.notes(view));
        let (kind, reason) = match finding.subject {
            Subject::Site(site) => {
                let kind = kind_name(view.func(finding.func).sites[site].kind);
                match view.placement(finding.func, site).decision {
                    Decision::Heap { cause, .. } => (kind, rule_name(cause.rule)),
                    _elsewhere => (kind, class_name(finding.class)),
                }
            }
            Subject::Param(..) => ("parameter", "leaking parameter"),
        };
        Some(FindingRecord {
            function,
            class: class_name(finding.class),
            kind,
            reason,
            at,
            text: finding.headline(view),
            bytes: finding.bytes,
            cost: finding.cost,
            steps,
            notes,
            hint: finding.hint.as_ref().map(|hint| HintRecord {
                advice: hint_text::advice(&hint.remedy),
                checked: hint_text::checked(hint),
                diff: hint_text::diff(view.files, hint)
                    .into_iter()
                    .map(|line| (line.line, line.added, line.text))
                    .collect(),
            }),
        })
    }

    fn span(&mut self, view: &PackageView<'_>, pos: Pos, package: usize) -> Option<Span> {
        let source = view.files.get(pos.file)?;
        let number = match self.files.get(&pos.file) {
            Some(&number) => number,
            None => {
                let number = self.data.files.len();
                self.files.insert(pos.file, number);
                self.data.files.push(FileRecord {
                    name: self.paths.show(&source.name),
                    package,
                    text: source.text.clone(),
                });
                number
            }
        };
        let (line, column) = source.line_column(pos.offset);
        let start = (pos.offset + 1 - column) as usize;
        let range = label_range(&source.text, pos.offset as usize);
        let units = |end: usize| {
            let text = source.text.get(start..end).unwrap_or("");
            text.encode_utf16().count()
        };
        Some((number, line, units(range.start), units(range.end)))
    }
}
