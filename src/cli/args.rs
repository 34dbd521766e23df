//! The arguments of all subcommands.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

/// Escape analysis for Go: stack or heap, and why.
#[derive(Parser, Debug)]
#[command(name = "escargo", version, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Print what `go build -gcflags=-m` prints
    Build(BuildArgs),
    /// Report every heap allocation with its source, its flow and its cause
    Check(ReportArgs),
    /// Write a page to look at: source, flows, graphs
    Report(PageArgs),
    /// Check what comments promise: `//escargo:noheap` and its kin
    Gate(GateArgs),
    /// Keep what is on the heap in a file, and compare with it
    Baseline(BaselineArgs),
    /// Compare what is on the heap in two git revisions
    Diff(DiffArgs),
    /// Print the decision table: where every variable and allocation lives
    Placement(PlacementArgs),
    /// Tell everything that is known of the sites at a place
    Explain(ExplainArgs),
    /// Execute a program with every object where its placement put it
    Run(RunArgs),
    /// Print the intermediate representation
    Ir(IrArgs),
    /// Print the flows that decide placements as a graph
    Graph(GraphArgs),
    /// Print the syntax tree
    Ast(SyntaxArgs),
    /// Print the tokens
    Tokens(SyntaxArgs),
    /// Make a facts file: what is known of packages without their sources
    Facts(FactsArgs),
    /// Print the completions for a shell
    Completions(CompletionsArgs),
    /// Print the manual page
    Man,
    /// Check `// ERROR "regexp"` comments as Go's own errorcheck tests do
    Verify(VerifyArgs),
}

/// What is analysed, and by which rules.
#[derive(Args, Debug, Clone)]
pub struct InputArgs {
    /// Go to this folder first
    #[arg(short = 'C', value_name = "DIR")]
    pub chdir: Option<PathBuf>,
    /// Build tags, separated by commas
    #[arg(long, value_name = "LIST", default_value = "")]
    pub tags: String,
    /// The Go release whose rules apply, 1.21 to 1.27 [default: that of the Go installation found, else 1.24]
    #[arg(long, value_name = "RELEASE")]
    pub go: Option<String>,
    /// The Go installation whose sources are read [default: $GOROOT, or that of `go` on the PATH]
    #[arg(long, value_name = "DIR")]
    pub goroot: Option<PathBuf>,
    /// A facts file for what has no source [default: the standard library of Go 1.24]
    #[arg(long, value_name = "FILE")]
    pub facts: Option<PathBuf>,
    /// Packages, or .go files of one package
    #[arg(value_name = "PACKAGES or FILES", default_value = ".")]
    pub inputs: Vec<String>,
    /// Print all errors, not only the first ten
    #[arg(short = 'e', long = "all-errors")]
    pub all_errors: bool,
}

/// Flags of `go build` that change nothing here: accepted so that escargo can stand where go stood.
#[derive(Args, Debug, Clone)]
pub struct IgnoredArgs {
    #[arg(short = 'o', value_name = "FILE", hide = true)]
    output: Option<PathBuf>,
    #[arg(short = 'a', hide = true)]
    all: bool,
    #[arg(short = 'v', hide = true)]
    verbose: bool,
    #[arg(short = 'x', hide = true)]
    print_commands: bool,
    #[arg(short = 'p', value_name = "N", hide = true)]
    parallel: Option<u32>,
    #[arg(long, hide = true)]
    trimpath: bool,
    #[arg(long, value_name = "FLAGS", hide = true)]
    ldflags: Vec<String>,
    #[arg(long, value_name = "MODE", hide = true)]
    buildvcs: Option<String>,
}

/// `escargo build`
#[derive(Args, Debug)]
pub struct BuildArgs {
    /// What is analysed.
    #[command(flatten)]
    pub input: InputArgs,
    /// Flags of the compiler: `[PATTERN=]-m [-m|-m=2] [-l] [-e]`
    #[arg(long, value_name = "FLAGS", allow_hyphen_values = true)]
    pub gcflags: Vec<String>,
    /// Where dependencies come from: `vendor`, `mod` or `readonly` (nothing is ever downloaded)
    #[arg(long, value_name = "MODE")]
    pub r#mod: Option<String>,
    /// Ignored.
    #[command(flatten)]
    pub ignored: IgnoredArgs,
}

/// When to colour.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum ColorWhen {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What `escargo check` lists.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Only {
    /// Objects on the heap.
    Heap,
    /// Objects that are on the stack only if they turn out to fit.
    Runtime,
    /// Objects on the stack, and why.
    Stack,
    /// Parameters that leak.
    Params,
}

/// The order of findings.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sort {
    /// Bytes, ten times as much for each loop around them.
    Cost,
    /// As in the source.
    Position,
    /// Functions with the most findings first.
    Count,
}

/// How many hints are looked for.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hints {
    /// Until a tenth of the session's lines have been analysed again, the most costly findings first.
    Auto,
    /// For every finding.
    All,
    /// None.
    Off,
}

/// The formats of reports.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReportFormat {
    /// For people.
    Text,
    /// One document, see docs/check.schema.json.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
}

/// Which findings are listed.
#[derive(Args, Debug, Clone)]
pub struct FindingArgs {
    /// What is listed
    #[arg(
        long,
        value_name = "WHAT",
        value_delimiter = ',',
        default_value = "heap"
    )]
    pub only: Vec<Only>,
    /// Only this function
    #[arg(long, value_name = "NAME")]
    pub func: Option<String>,
    /// Only functions whose name matches
    #[arg(long, value_name = "REGEX")]
    pub function: Option<String>,
    /// The order
    #[arg(long, value_name = "ORDER", default_value = "cost")]
    pub sort: Sort,
    /// Only that many findings
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Look for changes that would help, and try them
    #[arg(long, value_name = "HOW", default_value = "auto")]
    pub hints: Hints,
}

/// `escargo check`
#[derive(Args, Debug)]
pub struct ReportArgs {
    /// What is analysed.
    #[command(flatten)]
    pub input: InputArgs,
    /// What is listed.
    #[command(flatten)]
    pub findings: FindingArgs,
    /// The form of the output
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: ReportFormat,
    /// When to colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: ColorWhen,
}

/// `escargo report`
#[derive(Args, Debug)]
pub struct PageArgs {
    /// What is analysed.
    #[command(flatten)]
    pub input: InputArgs,
    /// Where the page goes
    #[arg(long, value_name = "FILE")]
    pub html: PathBuf,
    /// Look for changes that would help, and try them
    #[arg(long, value_name = "HOW", default_value = "auto")]
    pub hints: Hints,
}

/// `escargo gate`
#[derive(Args, Debug)]
pub struct GateArgs {
    /// What is analysed.
    #[command(flatten)]
    pub input: InputArgs,
    /// When to colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: ColorWhen,
    /// Decide as a build that inlines calls does
    #[arg(long)]
    pub inline: bool,
}

/// `escargo baseline`
#[derive(Args, Debug)]
pub struct BaselineArgs {
    /// What to do with the file.
    #[command(subcommand)]
    pub action: BaselineAction,
}

/// `escargo baseline …`
#[derive(Subcommand, Debug)]
pub enum BaselineAction {
    /// Write what is on the heap to a file
    Write(BaselineFileArgs),
    /// Print what is new and what is gone; fail if anything is new
    Diff(BaselineFileArgs),
}

/// `escargo baseline write`, `escargo baseline diff`
#[derive(Args, Debug)]
pub struct BaselineFileArgs {
    /// The file; `-` writes to standard output
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// What is analysed.
    #[command(flatten)]
    pub input: InputArgs,
    /// Decide as a build that inlines calls does
    #[arg(long)]
    pub inline: bool,
}

/// `escargo diff`
#[derive(Args, Debug)]
pub struct DiffArgs {
    /// The older revision
    #[arg(value_name = "REV1")]
    pub older: String,
    /// The newer revision
    #[arg(value_name = "REV2")]
    pub newer: String,
    /// Packages
    #[arg(value_name = "PACKAGES", default_value = "./...")]
    pub packages: Vec<String>,
    /// Go to this folder first
    #[arg(short = 'C', value_name = "DIR")]
    pub chdir: Option<PathBuf>,
    /// Build tags, separated by commas
    #[arg(long, value_name = "LIST", default_value = "")]
    pub tags: String,
    /// The Go release whose rules apply
    #[arg(long, value_name = "RELEASE")]
    pub go: Option<String>,
    /// The Go installation whose sources are read
    #[arg(long, value_name = "DIR")]
    pub goroot: Option<PathBuf>,
    /// Decide as a build that inlines calls does
    #[arg(long)]
    pub inline: bool,
}

/// The formats of the decision table.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum TableFormat {
    /// A table.
    Text,
    /// One document, see docs/placement.md.
    Json,
}

/// `escargo placement`
#[derive(Args, Debug)]
pub struct PlacementArgs {
    /// What is analysed.
    #[command(flatten)]
    pub input: InputArgs,
    /// The form of the output
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: TableFormat,
    /// Only this function
    #[arg(long, value_name = "NAME")]
    pub func: Option<String>,
}

/// `escargo explain`
#[derive(Args, Debug)]
pub struct ExplainArgs {
    /// The place
    #[arg(value_name = "FILE:LINE[:COL]")]
    pub place: String,
    /// Go to this folder first
    #[arg(short = 'C', value_name = "DIR")]
    pub chdir: Option<PathBuf>,
    /// Build tags, separated by commas
    #[arg(long, value_name = "LIST", default_value = "")]
    pub tags: String,
    /// The Go release whose rules apply
    #[arg(long, value_name = "RELEASE")]
    pub go: Option<String>,
    /// The Go installation whose sources are read
    #[arg(long, value_name = "DIR")]
    pub goroot: Option<PathBuf>,
    /// When to colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: ColorWhen,
}

/// `escargo run`
#[derive(Args, Debug)]
pub struct RunArgs {
    /// What is executed.
    #[command(flatten)]
    pub input: InputArgs,
    /// Count allocations and bytes per site, on stderr when the program ends
    #[arg(long)]
    pub memstats: bool,
    /// Expand calls first, as go build does (of the program's own functions)
    #[arg(long)]
    pub inline: bool,
}

/// `escargo ir`
#[derive(Args, Debug)]
pub struct IrArgs {
    /// What is analysed.
    #[command(flatten)]
    pub input: InputArgs,
    /// After promotion of variables to SSA values
    #[arg(long)]
    pub ssa: bool,
    /// Only this function
    #[arg(long, value_name = "NAME")]
    pub func: Option<String>,
}

/// The formats of graphs.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum GraphFormat {
    /// For Graphviz.
    Dot,
    /// Nodes and edges.
    Json,
}

/// `escargo graph`
#[derive(Args, Debug)]
pub struct GraphArgs {
    /// What is analysed.
    #[command(flatten)]
    pub input: InputArgs,
    /// The form of the output
    #[arg(long, value_name = "FORMAT", default_value = "dot")]
    pub format: GraphFormat,
    /// Only this function
    #[arg(long, value_name = "NAME")]
    pub func: Option<String>,
}

/// `escargo ast`, `escargo tokens`
#[derive(Args, Debug)]
pub struct SyntaxArgs {
    /// Go to this folder first
    #[arg(short = 'C', value_name = "DIR")]
    pub chdir: Option<PathBuf>,
    /// Only this function
    #[arg(long, value_name = "NAME")]
    pub func: Option<String>,
    /// Print all errors, not only the first ten
    #[arg(short = 'e', long = "all-errors")]
    pub all_errors: bool,
    /// Go files
    #[arg(value_name = "FILES", required = true)]
    pub files: Vec<PathBuf>,
}

/// `escargo facts`
#[derive(Args, Debug)]
pub struct FactsArgs {
    /// The Go release whose rules apply
    #[arg(long, value_name = "RELEASE")]
    pub go: Option<String>,
    /// The Go installation whose sources are read
    #[arg(long, value_name = "DIR")]
    pub goroot: Option<PathBuf>,
    /// Packages
    #[arg(value_name = "PACKAGES", default_value = "std")]
    pub packages: Vec<String>,
}

/// `escargo verify`
#[derive(Args, Debug)]
pub struct VerifyArgs {
    /// The Go release whose rules apply
    #[arg(long, value_name = "RELEASE")]
    pub go: Option<String>,
    /// The Go installation whose sources are read
    #[arg(long, value_name = "DIR")]
    pub goroot: Option<PathBuf>,
    /// Go files, and folders whose .go files are taken one by one
    #[arg(value_name = "FILES or DIRS", required = true)]
    pub paths: Vec<PathBuf>,
}

/// `escargo completions`
#[derive(Args, Debug)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
}
