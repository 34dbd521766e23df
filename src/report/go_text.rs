//! The messages of `go build -gcflags=-m`, in gc's words and order.
//!
//! Each [`Message`] of the facts becomes one line, at `-m=2` those of flows one block. What older releases word differently is
//! in `Wording`.
//!
//! ```text
//! ./a.go:3:17: leaking param: p to result ~r0 level=0
//! ./a.go:7:2: x escapes to heap in f:
//! ./a.go:7:2:   flow: ~r0 ← &x:
//! ./a.go:7:2:     from &x (address-of) at ./a.go:8:9
//! ./a.go:7:2:     from return &x (return) at ./a.go:8:2
//! ./a.go:7:2: moved to heap: x
//! ```
//!
//! Source: sections 4, 5 and 7 of the model of gc's analysis; the wording of older releases from their recordings and from
//! `escape/{graph,solve}.go` of Go 1.21 to 1.26.

use std::fmt::Write as _;

use super::expr_text::ExprPrinter;
use super::paths::Paths;
use super::view::{PackageView, note_func};
use crate::escape::facts::{Flow, FlowStep, Message, Note, Place, Reason};
use crate::ir::{FuncId, FuncKind, Function, LocalId, LocalKind, SiteId, SiteKind};
use crate::release::Release;
use crate::source::Pos;

/// How much gc says.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Level {
    /// `-m`: the decisions.
    Decisions,
    /// `-m=2`: and how they came about.
    Explanations,
}

/// What a release of gc words differently.
#[derive(Clone, Copy, Debug)]
struct Wording {
    /// Between destination and source of a flow.
    arrow: &'static str,
    /// Whether headers of explanations name the function.
    names_function: bool,
}

impl Wording {
    fn of(release: Release) -> Wording {
        match release.minor() {
            ..=24 => Wording {
                arrow: "=",
                names_function: false,
            },
            _from_25 => Wording {
                arrow: "←",
                names_function: true,
            },
        }
    }
}

/// Prints the messages of one package.
#[derive(Clone, Copy)]
pub struct GoText<'a> {
    /// The package.
    pub view: PackageView<'a>,
    /// How much is said.
    pub level: Level,
    /// How file names are shortened.
    pub paths: &'a Paths,
}

impl<'a> GoText<'a> {
    /// The lines of the package, without the `# package` header; empty if gc has nothing to say.
    pub fn lines(&self) -> String {
        let mut out = String::new();
        if let Some(examined) = self.view.examined {
            for message in &examined.log {
                self.inline_message(message, &mut out);
            }
        }
        for message in &self.view.facts.messages {
            self.message(message, &mut out);
        }
        out
    }

    fn message(&self, message: &Message, out: &mut String) {
        match *message {
            Message::SelfAssignment { func, stmt } => {
                let name = self.qualified_name(func);
                let stmt_text = self.printer(false).stmt(func, stmt);
                let text = format!("{name} ignoring self-assignment in {stmt_text}");
                self.line(func, self.func(func).source.stmts[stmt].pos, &text, out);
            }
            Message::Capturing { .. } | Message::EscapeFlow { .. } | Message::LeakFlow { .. } => {
                if self.level == Level::Explanations {
                    self.explanation(message, out);
                }
            }
            Message::LeaksToHeap {
                func,
                param,
                content,
            } => {
                let what = if content { "param content" } else { "param" };
                let text = format!("leaking {what}: {}", self.param_name(func, param));
                self.param_line(func, param, &text, out);
            }
            Message::LeaksToResult {
                func,
                param,
                result,
                level,
            } => {
                let result = self.result_name(func, result);
                let name = self.param_name(func, param);
                let text = format!("leaking param: {name} to result {result} level={level}");
                self.param_line(func, param, &text, out);
            }
            Message::ParamStays { func, param } => {
                let text = format!("{} does not escape", self.param_name(func, param));
                self.param_line(func, param, &text, out);
            }
            Message::AssumingUintptr { func, param } => {
                let text = format!(
                    "assuming {} is unsafe uintptr",
                    self.param_name(func, param)
                );
                self.param_line(func, param, &text, out);
            }
            Message::EscapingUintptr {
                func,
                param,
                variadic,
            } => {
                let dots = if variadic { "..." } else { "" };
                let name = self.param_name(func, param);
                let text = format!("marking {name} as escaping {dots}uintptr");
                self.param_line(func, param, &text, out);
            }
            Message::MovedToHeap { func, local } => {
                let text = format!("moved to heap: {}", self.local_name(func, local));
                self.param_line(func, local, &text, out);
            }
            Message::Site {
                func,
                site,
                escapes,
            } => {
                let verdict = if escapes {
                    "escapes to heap"
                } else {
                    "does not escape"
                };
                let text = format!("{} {verdict}", self.site_message_text(func, site));
                self.line(func, self.view.site_pos(func, site), &text, out);
            }
            Message::ZeroCopy { func, site } => {
                let pos = self.view.site_pos(func, site);
                self.line(func, pos, "zero-copy string->[]byte conversion", out);
            }
            Message::BoundsCheckElided { func, value } => {
                let pos = self.view.value_pos(func, value);
                self.line(func, pos, "index bounds check elided", out);
            }
        }
    }

    /// The lines that only `-m=2` has.
    fn explanation(&self, message: &Message, out: &mut String) {
        match message {
            Message::Capturing {
                literal,
                capture,
                by_ref,
                addr,
                assign,
                width,
            } => {
                let Some((func, local)) = self.captured(*literal, *capture) else {
                    return;
                };
                let how = if *by_ref { "ref" } else { "value" };
                let text = format!(
                    "{} capturing by {how}: {} (addr={addr} assign={assign} width={width})",
                    self.qualified_name(func),
                    self.local_name(func, local),
                );
                self.param_line(func, local, &text, out);
            }
            Message::EscapeFlow { func, flow } => {
                let flow = &self.view.facts.flows[*flow];
                let printer = self.printer(!is_immediate(flow));
                let mut header = format!("{} escapes to heap", place_name(&printer, flow.of));
                if self.wording().names_function {
                    let _ = write!(header, " in {}", self.bare_name(*func));
                }
                self.flow(*func, &header, flow, out);
            }
            Message::LeakFlow {
                func,
                param,
                to,
                derefs,
                flow,
            } => {
                let to = place_text(&self.printer(true), *to);
                let mut header =
                    format!("parameter {} leaks to {to}", self.local_name(*func, *param));
                if self.wording().names_function {
                    let _ = write!(header, " for {}", self.bare_name(*func));
                }
                let _ = write!(header, " with derefs={derefs}");
                self.flow(*func, &header, &self.view.facts.flows[*flow], out);
            }
            _decision => {}
        }
    }

    fn flow(&self, func: FuncId, header: &str, flow: &Flow, out: &mut String) {
        let at = self.position(func, self.view.place_pos(flow.of));
        let _ = writeln!(out, "{at}: {header}:");
        let printer = self.printer(!is_immediate(flow));
        for step in &flow.steps {
            let _ = writeln!(out, "{at}:   flow: {}:", self.step_text(&printer, step));
            for note in &step.notes {
                let place = self.position(note_func(note.at), self.view.note_pos(note.at));
                let text = self.note_text(&printer, note);
                let _ = writeln!(out, "{at}:     from {text} at {place}");
            }
        }
        if flow.truncated {
            let _ = writeln!(
                out,
                "{at}:   warning: truncated explanation due to assignment cycle; see golang.org/issue/35518"
            );
        }
    }

    fn step_text(&self, printer: &ExprPrinter<'_>, step: &FlowStep) -> String {
        let ops = match usize::try_from(step.derefs) {
            Ok(derefs) => "*".repeat(derefs),
            Err(_negative) => "&".to_owned(),
        };
        let (dst, src) = (place_text(printer, step.dst), place_text(printer, step.src));
        format!("{dst} {} {ops}{src}", self.wording().arrow)
    }

    fn note_text(&self, printer: &ExprPrinter<'_>, note: &Note) -> String {
        let text = self.view.note_text(printer, note.at);
        format!("{text} ({})", reason_text(note.reason))
    }

    /// What a flow is about.
    pub(super) fn flow_subject(&self, flow: &Flow) -> String {
        place_name(&self.printer(!is_immediate(flow)), flow.of)
    }

    /// `parameter p leaks to r with derefs=0`
    pub(super) fn leak_header(
        &self,
        func: FuncId,
        param: LocalId,
        to: Place,
        derefs: u32,
    ) -> String {
        let to = place_text(&self.printer(true), to);
        let name = self.local_name(func, param);
        format!("parameter {name} leaks to {to} with derefs={derefs}")
    }

    /// The lines of a flow, each with the place that it is about.
    pub(super) fn flow_lines(&self, flow: &Flow) -> Vec<(Pos, String)> {
        let printer = self.printer(!is_immediate(flow));
        let mut lines = Vec::new();
        for step in &flow.steps {
            let first = step.notes.first().map(|note| self.view.note_pos(note.at));
            let pos = first.unwrap_or_else(|| self.view.place_pos(step.src));
            let text = self.step_text(&printer, step);
            lines.push((pos, format!("   flow: {text}:")));
            for note in &step.notes {
                let text = self.note_text(&printer, note);
                lines.push((self.view.note_pos(note.at), format!("     from {text}")));
            }
        }
        lines
    }

    fn wording(&self) -> Wording {
        Wording::of(self.view.release)
    }

    /// A printer that shows the operands which the analysis replaced by constants, or the tree as it was before.
    pub(super) fn printer(&self, replaced: bool) -> ExprPrinter<'a> {
        self.view.printer(replaced)
    }

    pub(super) fn func(&self, func: FuncId) -> &'a Function {
        &self.view.package.funcs[func]
    }

    fn local_name(&self, func: FuncId, local: LocalId) -> &'static str {
        self.func(func).locals[local].name.as_str()
    }

    /// The name of a parameter as its declaration has it.
    fn param_name(&self, func: FuncId, param: LocalId) -> &'static str {
        let name = self.local_name(func, param);
        match name.find('.') {
            Some(at) if at > 0 => &name[at + 1..],
            _own => name,
        }
    }

    fn result_name(&self, func: FuncId, result: u32) -> String {
        let function = self.func(func);
        match function.results.get(result as usize) {
            Some(&local) if !function.locals[local].name.is_blank() => {
                function.locals[local].name.as_str().to_owned()
            }
            _unnamed => format!("~r{result}"),
        }
    }

    fn site_message_text(&self, func: FuncId, site: SiteId) -> String {
        match self.func(func).sites[site].kind {
            SiteKind::Append => "append".to_owned(),
            _other => self.printer(true).site(func, site),
        }
    }

    /// The prefix of names of another package's function: `slices.`.
    fn foreign_prefix(&self, func: FuncId) -> Option<String> {
        let mut root = func;
        while let Some(outer) = self.func(root).outer {
            root = outer;
        }
        let object = self.func(root).object?;
        let package = self.view.world.object(object).pkg;
        let info = self.view.world.package(package);
        let foreign = package != self.view.package.package;
        foreign.then(|| format!("{}.", info.name.get().unwrap_or(&info.path)))
    }

    /// A function's name with the package of another one in front: `slices.AppendSeq[…]`, `atomic.(*Pointer[…]).Load`.
    pub(super) fn qualified_name(&self, func: FuncId) -> String {
        let prefix = self.foreign_prefix(func).unwrap_or_default();
        format!("{prefix}{}", self.bare_name(func))
    }

    /// A function's name without the package of another one: `AppendSeq[…]`, `(*Pointer[…]).Load`.
    pub(super) fn bare_name(&self, func: FuncId) -> String {
        let name = self.func(func).name.as_str();
        let Some(prefix) = self.foreign_prefix(func) else {
            return name.to_owned();
        };
        let (pointer, rest) = match name.strip_prefix("(*") {
            Some(rest) => ("(*", rest),
            None => ("", name),
        };
        match rest.strip_prefix(&prefix) {
            Some(rest) => format!("{pointer}{rest}"),
            None => name.to_owned(),
        }
    }

    /// The variable that a literal's capture stands for, in the function that declares it.
    fn captured(&self, literal: FuncId, capture: u32) -> Option<(FuncId, LocalId)> {
        let (mut func, mut index) = (literal, capture);
        loop {
            let function = self.func(func);
            let capture = function.captures.get(index as usize)?;
            let outer = function.outer?;
            match self.func(outer).locals[capture.outer].kind {
                LocalKind::Captured(next) => (func, index) = (outer, next),
                _declared => return Some((outer, capture.outer)),
            }
        }
    }

    /// A position in an explanation, where it is never left out.
    fn position(&self, func: FuncId, pos: Pos) -> String {
        self.known_position(func, pos)
            .unwrap_or_else(|| "<unknown line number>".to_owned())
    }

    fn known_position(&self, func: FuncId, pos: Pos) -> Option<String> {
        let autogenerated = match self.func(func).kind {
            FuncKind::MethodWrapper
            | FuncKind::MethodValueWrapper
            | FuncKind::PackageInit
            | FuncKind::MapInit => Some("<autogenerated>:1".to_owned()),
            FuncKind::Declared
            | FuncKind::Literal
            | FuncKind::CallWrapper
            | FuncKind::RangeBody => None,
        };
        self.paths.position(self.view.files, pos).or(autogenerated)
    }

    fn param_line(&self, func: FuncId, local: LocalId, text: &str, out: &mut String) {
        self.line(func, self.func(func).locals[local].pos, text, out);
    }

    pub(super) fn line(&self, func: FuncId, pos: Pos, text: &str, out: &mut String) {
        if let Some(position) = self.known_position(func, pos) {
            let _ = write!(out, "{position}: ");
        }
        let _ = writeln!(out, "{text}");
    }
}

/// Whether gc prints the flow while it builds the graph, before it replaces operands by constants: an address that goes to
/// the heap at once, other than by a rule on its size.
pub(super) fn is_immediate(flow: &Flow) -> bool {
    match &flow.steps[..] {
        [step] if step.dst == Place::Heap && step.derefs < 0 => {
            !step.notes.iter().any(|note| is_placement_rule(note.reason))
        }
        _walked => false,
    }
}

/// Whether a note says no more than that the address of what a site allocates is its value.
pub(super) fn is_spill_of(step: &FlowStep, note: &Note) -> bool {
    note.reason == Reason::Spill && matches!(step.src, Place::Site(..) | Place::Temp)
}

fn is_placement_rule(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::TooLargeForStack
            | Reason::TooAlignedForStack
            | Reason::ZeroSizedElement
            | Reason::NonConstantSize
    )
}

pub(super) fn place_name(printer: &ExprPrinter<'_>, place: Place) -> String {
    match place {
        Place::Heap => "{heap}".to_owned(),
        Place::Temp => "{temp}".to_owned(),
        Place::Local(func, local) => {
            let function = &printer.package.funcs[func];
            function.locals[local].name.as_str().to_owned()
        }
        Place::Site(func, site) => printer.site(func, site),
    }
}

pub(super) fn place_text(printer: &ExprPrinter<'_>, place: Place) -> String {
    let name = place_name(printer, place);
    match place {
        Place::Site(func, site) => {
            let site = &printer.package.funcs[func].sites[site];
            match site.kind {
                SiteKind::Variable => name,
                _expression => format!("{{storage for {name}}}"),
            }
        }
        Place::Heap | Place::Temp | Place::Local(..) => name,
    }
}

/// gc's word for a step of a flow.
pub fn reason_text(reason: Reason) -> &'static str {
    match reason {
        Reason::AddressOf => "address-of",
        Reason::Indirection => "indirection",
        Reason::Dot => "dot",
        Reason::DotOfPointer => "dot of pointer",
        Reason::FixedArrayIndexOf => "fixed-array-index-of",
        Reason::Slice => "slice",
        Reason::SliceToArray => "slice-to-array",
        Reason::ReflectHeaderData => "reflect.Header.Data",
        Reason::InterfaceConverted => "interface-converted",
        Reason::Spill => "spill",
        Reason::ArrayLiteralElement => "array literal element",
        Reason::SliceLiteralElement => "slice-literal-element",
        Reason::StructLiteralElement => "struct literal element",
        Reason::MapLiteralKey => "map literal key",
        Reason::MapLiteralValue => "map literal value",
        Reason::Assign => "assign",
        Reason::AssignPair => "assign-pair",
        Reason::AssignPairDotType => "assign-pair-dot-type",
        Reason::AssignPairMapr => "assign-pair-mapr",
        Reason::AssignPairReceive => "assign-pair-receive",
        Reason::Return => "return",
        Reason::Send => "send",
        Reason::KeyOfMapPut => "key of map put",
        Reason::Range => "range",
        Reason::RangeDeref => "range-deref",
        Reason::SwitchCase => "switch case",
        Reason::CallParameter => "call parameter",
        Reason::CalleeOperand => "callee operand",
        Reason::AppendeeSlice => "appendee slice",
        Reason::AppendedSlice => "appended slice...",
        Reason::CopiedSlice => "copied slice",
        Reason::CapturedByClosure => "captured by a closure",
        Reason::Reference => "reference",
        Reason::UintptrEscapes => "//go:uintptrescapes",
        Reason::TooLargeForStack => "too large for stack",
        Reason::TooAlignedForStack => "too aligned for stack",
        Reason::ZeroSizedElement => "zero-sized element",
        Reason::NonConstantSize => "non-constant size",
    }
}
