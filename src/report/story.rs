//! A flow as a story: numbered steps in the order in which the address travels, each at its place in the source.
//!
//! gc explains a flow in the terms of its graph (`{heap} ← &x`, `spill`, `address-of`). A person who reads a program wants to
//! know what happens to the object, in order: it is declared, its address is taken, the address is passed on, returned. So each
//! note of the flow becomes a clause with a verb; what the compiler alone sees (spills, copies to temporaries) is left out; and
//! a flow that ends in another object that is on the heap itself goes on with the story of that object.
//!
//! ```text
//! flow: {storage for func literal} ← &n (captured by a closure, reference)    1: `n` is declared here
//! flow: ~r0 ← &{storage for func literal} (spill, return)                     2: the function literal captures it by reference here
//!                                                                             3: the function literal is returned here
//! ```

use super::go_text::is_spill_of;
use super::view::{PackageView, note_func};
use crate::escape::facts::{Flow, FlowStep, Note, NoteAt, Place, Reason};
use crate::ir::{
    Callee, FuncId, FuncRef, Inst, LocalKind, OutlineKind, SiteId, SiteKind, StmtId, Value,
};
use crate::placement::Decision;
use crate::rules::Rules;
use crate::source::Pos;

/// The longest story: what is beyond is cut.
const MAX_STEPS: usize = 40;
/// How many objects a story goes through.
const MAX_OBJECTS: usize = 8;
/// The longest piece of source in a step.
const MAX_TEXT: usize = 40;

/// A step of a story.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// From 1.
    pub number: usize,
    /// Where it happens.
    pub pos: Pos,
    /// What happens, as a clause that ends in a place: `returned here`.
    pub text: String,
}

/// The story of an object, or of a parameter that leaks.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Story {
    /// In order. The first one is where the object comes from.
    pub steps: Vec<Step>,
    /// Whether the flow is longer.
    pub truncated: bool,
}

/// The story of a site: where it comes from and, if it is on the heap, how its address got away.
pub fn of_site(view: &PackageView<'_>, func: FuncId, site: SiteId) -> Story {
    let mut teller = Teller::new(view);
    teller.say(view.site_pos(func, site), birth(view, func, site));
    if let Decision::Heap { .. } = view.placement(func, site).decision {
        teller.follow_site(func, site);
    }
    teller.story
}

/// The story of a recorded flow that begins at a parameter.
pub fn of_param_flow(view: &PackageView<'_>, flow: &Flow) -> Story {
    let mut teller = Teller::new(view);
    if let Place::Local(func, param) = flow.of {
        let local = &view.func(func).locals[param];
        let text = format!("`{}` comes in here", local.name);
        teller.say(local.pos, text);
    }
    teller.follow(flow);
    teller.story
}

/// How an object comes into being.
fn birth(view: &PackageView<'_>, func: FuncId, site: SiteId) -> String {
    let function = view.func(func);
    let text = cut(&view.printer(true).site(func, site));
    let local = function.sites[site].local.expand();
    match function.sites[site].kind {
        SiteKind::Variable => match local.map(|local| function.locals[local].kind) {
            Some(LocalKind::Param | LocalKind::Receiver) => {
                format!("the parameter `{text}` comes in here")
            }
            Some(LocalKind::Result(_)) if text.starts_with('~') => {
                "the result is declared here".to_owned()
            }
            _hidden if is_hidden(&text) => {
                "a variable that the compiler needs is made here".to_owned()
            }
            _variable => format!("`{text}` is declared here"),
        },
        SiteKind::InterfaceBox => format!("`{text}` is copied into an interface here"),
        SiteKind::Closure => "the function literal is made here".to_owned(),
        SiteKind::Variadic => "the slice of the arguments is made here".to_owned(),
        SiteKind::CallRecord => "the call is recorded here, to run later".to_owned(),
        SiteKind::Append => format!("`{text}` makes a larger backing store here"),
        SiteKind::Concat => format!("`{text}` makes a new string here"),
        SiteKind::StringConversion => format!("`{text}` makes a copy here"),
        SiteKind::MethodValue => format!("`{text}` binds its receiver here"),
        SiteKind::PtrLit
        | SiteKind::SliceLit
        | SiteKind::MapLit
        | SiteKind::New
        | SiteKind::MakeSlice
        | SiteKind::MakeMap
        | SiteKind::MakeChan => "allocated here".to_owned(),
    }
}

/// Whether a name is the compiler's: `.autotmp_1`, `#yield1`, `~r0`.
fn is_hidden(name: &str) -> bool {
    name.starts_with(['.', '#', '~'])
}

/// Long pieces of source are cut: the source line is above the label.
pub(super) fn cut(text: &str) -> String {
    match text.char_indices().nth(MAX_TEXT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

struct Teller<'a> {
    view: &'a PackageView<'a>,
    story: Story,
    /// The objects that the story has been through.
    objects: Vec<(FuncId, SiteId)>,
    /// What the next clause is about, if that is no longer the first object.
    subject: Option<String>,
}

impl<'a> Teller<'a> {
    fn new(view: &'a PackageView<'a>) -> Teller<'a> {
        Teller {
            view,
            story: Story::default(),
            objects: Vec::new(),
            subject: None,
        }
    }

    fn say(&mut self, pos: Pos, text: String) {
        if !pos.is_known() {
            return;
        }
        if self.story.steps.len() >= MAX_STEPS {
            self.story.truncated = true;
            return;
        }
        let number = self.story.steps.len() + 1;
        self.story.steps.push(Step { number, pos, text });
    }

    fn follow_site(&mut self, func: FuncId, site: SiteId) {
        if self.objects.contains(&(func, site)) || self.objects.len() >= MAX_OBJECTS {
            return;
        }
        self.objects.push((func, site));
        let flow = self
            .view
            .facts
            .funcs
            .get(func)
            .and_then(|facts| facts.sites[site].flow);
        match flow.and_then(|flow| self.view.facts.flows.get(flow)) {
            Some(flow) => self.follow(flow),
            None => {
                if let Some(subject) = self.subject.take() {
                    let pos = self.view.site_pos(func, site);
                    self.say(pos, format!("{subject} is on the heap"));
                }
            }
        }
    }

    fn follow(&mut self, flow: &Flow) {
        let mut last_reference = None;
        for step in &flow.steps {
            for (number, note) in step.notes.iter().enumerate() {
                let next = step.notes.get(number + 1);
                let by_reference = next.is_some_and(|next| next.reason == Reason::Reference);
                if note.reason == Reason::Reference && last_reference == Some(note.at) {
                    continue;
                }
                last_reference = by_reference.then_some(note.at);
                self.note(step, note, by_reference);
            }
        }
        self.story.truncated |= flow.truncated;
        self.end(flow);
    }

    /// A flow that ends in another object goes on with that.
    fn end(&mut self, flow: &Flow) {
        let Some(last) = flow.steps.last() else {
            return;
        };
        match last.dst {
            Place::Site(func, site) => self.go_on(func, site),
            Place::Local(func, local) => {
                let local = &self.view.func(func).locals[local];
                match (local.kind, local.site) {
                    (LocalKind::Result(_), _) => {}
                    (_, Some(site)) if self.view.placement(func, site).decision.is_heap() => {
                        self.go_on(func, site);
                    }
                    _outlives => {
                        let text = format!("`{}` lives longer: it is declared here", local.name);
                        self.say(local.pos, text);
                    }
                }
            }
            Place::Heap | Place::Temp => {}
        }
    }

    fn go_on(&mut self, func: FuncId, site: SiteId) {
        let noun = match self.view.func(func).sites[site].kind {
            SiteKind::Closure => "the function literal".to_owned(),
            SiteKind::Variadic => "the slice of the arguments".to_owned(),
            _other => format!("`{}`", cut(&self.view.printer(true).site(func, site))),
        };
        self.subject = Some(noun);
        self.follow_site(func, site);
    }

    fn note(&mut self, step: &FlowStep, note: &Note, by_reference: bool) {
        let Some(clause) = self.clause(step, note, by_reference) else {
            return;
        };
        let text = match self.subject.take() {
            Some(subject) => format!("{subject} is {clause}"),
            None => clause,
        };
        self.say(self.view.note_pos(note.at), text);
    }

    /// What happens at a note; none for what only the compiler sees.
    fn clause(&self, step: &FlowStep, note: &Note, by_reference: bool) -> Option<String> {
        let view = self.view;
        let text = || cut(&view.note_text(&view.printer(true), note.at));
        Some(match note.reason {
            Reason::Spill if is_spill_of(step, note) => return None,
            Reason::Spill => format!("its address is taken here: `{}`", text()),
            Reason::AddressOf => "its address is taken here".to_owned(),
            Reason::Indirection => format!("read through a pointer here: `{}`", text()),
            Reason::Dot | Reason::DotOfPointer => format!("read as part of `{}` here", text()),
            Reason::FixedArrayIndexOf => format!("read as an element here: `{}`", text()),
            Reason::Slice => format!("sliced here: `{}`", text()),
            Reason::SliceToArray => "converted to an array here".to_owned(),
            Reason::ReflectHeaderData => "held by a reflect header here".to_owned(),
            Reason::InterfaceConverted => "converted to an interface here".to_owned(),
            Reason::ArrayLiteralElement => "put into the array here".to_owned(),
            Reason::SliceLiteralElement => self.slice_element(step),
            Reason::StructLiteralElement => "put into a field of the literal here".to_owned(),
            Reason::MapLiteralKey => "used as a key of the map here".to_owned(),
            Reason::MapLiteralValue => "put into the map here".to_owned(),
            Reason::KeyOfMapPut => "used as a key of the map here".to_owned(),
            Reason::Assign
            | Reason::AssignPair
            | Reason::AssignPairDotType
            | Reason::AssignPairMapr
            | Reason::AssignPairReceive => self.assigned(step, note)?,
            Reason::Return => self.returned(note),
            Reason::Send => "sent on the channel here".to_owned(),
            Reason::Range | Reason::RangeDeref => "taken by the range clause here".to_owned(),
            Reason::SwitchCase => "bound by the type switch here".to_owned(),
            Reason::CallParameter => self.passed(step, note),
            Reason::CalleeOperand => "called here".to_owned(),
            Reason::AppendeeSlice => {
                "appended to here: the result may share its elements".to_owned()
            }
            Reason::AppendedSlice => "appended here".to_owned(),
            Reason::CopiedSlice => "copied into the other slice here".to_owned(),
            Reason::CapturedByClosure | Reason::Reference => {
                let how = if by_reference { "reference" } else { "value" };
                format!("captured by {how} by the function literal here")
            }
            Reason::UintptrEscapes => "held by a uintptr argument here".to_owned(),
            Reason::TooLargeForStack => self.too_large(note),
            Reason::TooAlignedForStack => "it needs more than the stack's alignment".to_owned(),
            Reason::ZeroSizedElement => "its elements have no size".to_owned(),
            Reason::NonConstantSize => "its length is not a constant".to_owned(),
        })
    }

    fn slice_element(&self, step: &FlowStep) -> String {
        match step.dst {
            Place::Site(func, site)
                if self.view.func(func).sites[site].kind == SiteKind::Variadic =>
            {
                "put into the slice of the arguments here".to_owned()
            }
            _literal => "put into the slice here".to_owned(),
        }
    }

    fn returned(&self, note: &Note) -> String {
        match self.view.func(note_func(note.at)).outer {
            Some(_) => "returned by the function literal here".to_owned(),
            None => "returned here".to_owned(),
        }
    }

    fn too_large(&self, note: &Note) -> String {
        let rules = Rules::of(self.view.release);
        let (what, limit) = match note.at {
            NoteAt::Local(..) => ("variables", rules.max_variable()),
            _expression => ("expressions that allocate", rules.max_implicit()),
        };
        format!("{what} may have {limit} bytes on the stack, this one is larger")
    }

    /// None for an assignment to a variable that the source does not have.
    fn assigned(&self, step: &FlowStep, note: &Note) -> Option<String> {
        if let Place::Local(func, local) = step.dst {
            let name = self.view.func(func).locals[local].name.as_str();
            match is_hidden(name) {
                true if !name.starts_with('~') => return None,
                true => {}
                false => return Some(format!("kept in `{name}` here")),
            }
        }
        let NoteAt::Stmt(func, stmt) = note.at else {
            return Some("stored here".to_owned());
        };
        Some(match self.destination(func, stmt) {
            Some((text, true)) => format!("stored in the package variable `{text}` here"),
            Some((text, false)) => format!("stored in `{text}` here"),
            None => "stored here".to_owned(),
        })
    }

    /// The text of what a statement assigns to, and whether it is a package variable; none if there are several.
    fn destination(&self, func: FuncId, stmt: StmtId) -> Option<(String, bool)> {
        let function = self.view.func(func);
        let dst = match &function.source.stmts[stmt].kind {
            OutlineKind::Assign { dst, .. } => (*dst)?,
            OutlineKind::OpAssign { dst, .. } => *dst,
            _several => return None,
        };
        let is_global = matches!(function.insts[dst], Inst::GlobalAddr(_));
        Some((cut(&self.view.printer(true).value(func, dst)), is_global))
    }

    fn passed(&self, step: &FlowStep, note: &Note) -> String {
        let NoteAt::Value(func, call) = note.at else {
            return "passed to a call here".to_owned();
        };
        if let Inst::Append { slice, .. } | Inst::AppendSlice { slice, .. } =
            &self.view.func(func).insts[call]
        {
            let slice = cut(&self.view.printer(true).value(func, *slice));
            return format!(
                "appended to `{slice}` here: elements that are appended may be on the heap"
            );
        }
        let keeps = match step.dst {
            Place::Heap => true,
            Place::Temp | Place::Local(..) | Place::Site(..) => false,
        };
        match callee(self.view, func, call) {
            Called::Known(name) if keeps => {
                format!("passed to `{name}` here, which lets it get to the heap")
            }
            Called::Known(name) => match step.dst {
                Place::Local(callee, param) => {
                    let param = self.view.func(callee).locals[param].name;
                    format!("passed to `{name}` here, as its `{param}`")
                }
                _result => format!("passed to `{name}` here, whose result may hold it"),
            },
            Called::Bodiless(name) => {
                format!("passed to `{name}` here, which has no Go body: it may keep it")
            }
            Called::Method(name) => {
                format!(
                    "passed to the interface method `{name}` here: an implementation may keep it"
                )
            }
            Called::Value(name) if is_hidden(&name) => {
                "passed to a function value here: whatever is called may keep it".to_owned()
            }
            Called::Value(name) => {
                format!(
                    "passed to the function value `{name}` here: whatever is called may keep it"
                )
            }
            Called::Unknown => "passed to a call here".to_owned(),
        }
    }
}

/// What a call calls, in words.
pub(super) enum Called {
    /// A function or method whose summary is known.
    Known(String),
    /// One that is implemented elsewhere.
    Bodiless(String),
    /// A method of an interface value.
    Method(String),
    /// A func value.
    Value(String),
    /// No call.
    Unknown,
}

/// What the call calls.
pub(super) fn callee(view: &PackageView<'_>, func: FuncId, call: Value) -> Called {
    let function = view.func(func);
    let printer = view.printer(true);
    let Inst::Call { callee, .. } = &function.insts[call] else {
        return Called::Unknown;
    };
    match callee {
        Callee::Static(FuncRef::Local(id)) => {
            let callee = view.func(*id);
            let name = callee.name.as_str().to_owned();
            match callee.has_body {
                true => Called::Known(name),
                false => Called::Bodiless(name),
            }
        }
        Callee::Static(FuncRef::Extern(id)) => {
            let object = view.package.externs[*id].object;
            Called::Known(printer.names().function(object))
        }
        Callee::Value(value) => match &function.insts[*value] {
            Inst::Closure { .. } => Called::Known("the function literal".to_owned()),
            _value => Called::Value(cut(&printer.value(func, *value))),
        },
        Callee::Interface(value, method) => {
            let method = view.world.object(*method).name;
            Called::Method(format!("{}.{method}", cut(&printer.primary(func, *value))))
        }
    }
}
