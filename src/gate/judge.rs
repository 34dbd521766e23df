//! Holds comments against decisions.
//!
//! First every site of the packages asked for, against the comments of the file that it is in: instances of generic functions
//! are judged where they are made. Then, for each comment that asks for more, what is reached by calls. A place that is judged
//! under several instances is one violation.

use rustc_hash::FxHashSet;

use super::comments;
use super::deep::{Program, Reached, Target};
use super::scopes::{ByFile, Holders, covers};
use super::{Ask, At, Comment, Fault, Judgement, Offence, Scope, Violation};
use crate::analysis::{Analysis, PackageResult};
use crate::check::CheckedFile;
use crate::ir::{Function, SiteId, SiteKind, Value};
use crate::placement::Decision;
use crate::source::Pos;
use crate::types::{ObjectId, ObjectKind};

/// So many violations are listed of a comment.
const LIMIT: usize = 10;

/// Judges all comments of the packages that were asked for. Comments that look into callees need the results of all packages
/// ([`Keep::ForGate`](crate::Keep::ForGate)): a function without them is an unknown one.
pub fn judge(analysis: &Analysis) -> Judgement {
    let mut judge = Judge::new(analysis);
    judge.sites();
    judge.deep();
    judge.finish()
}

struct Judge<'a> {
    analysis: &'a Analysis,
    comments: Vec<Comment>,
    faults: Vec<(Pos, Fault)>,
    /// What is allowed, by files of all packages.
    allowed: Vec<Comment>,
    allowed_by_file: ByFile,
    /// Which of them allow something.
    used: FxHashSet<usize>,
    /// By comment.
    found: Vec<Found>,
}

/// The violations of one comment.
#[derive(Default)]
struct Found {
    seen: FxHashSet<(Pos, u8, Option<SiteKind>)>,
    listed: Vec<(Offence, Vec<(At, Value)>)>,
    unlisted: usize,
}

impl<'a> Judge<'a> {
    fn new(analysis: &'a Analysis) -> Judge<'a> {
        let (mut all, mut faults, mut allowed) = (Vec::new(), Vec::new(), Vec::new());
        for package in &analysis.packages {
            let Some(result) = &package.result else {
                continue;
            };
            for file in &result.checked.files {
                let Some(source) = analysis.files.get(file.file) else {
                    continue;
                };
                let mut wrong = Vec::new();
                let comments = comments::read(file.file, source, &file.ast, &mut wrong);
                let (allows, asks): (Vec<Comment>, Vec<Comment>) =
                    comments.into_iter().partition(is_allowance);
                allowed.extend(allows);
                if package.named {
                    for comment in &asks {
                        no_variables(analysis, file, comment, &mut wrong);
                    }
                    all.extend(asks);
                    faults.extend(wrong);
                }
            }
        }
        Judge {
            analysis,
            found: all.iter().map(|_| Found::default()).collect(),
            comments: all,
            faults,
            allowed_by_file: ByFile::new(allowed.iter().enumerate()),
            allowed,
            used: FxHashSet::default(),
        }
    }

    fn results(&self) -> impl Iterator<Item = (usize, &'a PackageResult)> + use<'a> {
        let packages = self.analysis.packages.iter().enumerate();
        packages
            .filter(|(_, package)| package.named)
            .filter_map(|(number, package)| Some((number, package.result.as_ref()?)))
    }

    /// Whether a comment allows what is at a place. Notes that it does.
    fn allows(&mut self, pos: Pos) -> bool {
        let mut allows = false;
        for &number in self.allowed_by_file.of_file(pos) {
            if covers(&self.allowed[number], pos) {
                self.used.insert(number);
                allows = true;
            }
        }
        allows
    }

    /// All sites against the comments around them, and those about their types.
    fn sites(&mut self) {
        let by_file = ByFile::new(self.comments.iter().enumerate());
        let mut types = self.types();
        for (number, result) in self.results() {
            for (func, function) in result.ir.funcs.iter() {
                for (site, _) in function.sites.iter() {
                    let pos = site_pos(function, site);
                    if !may_be_on_heap(result.placements.site(func, site).decision)
                        || self.allows(pos)
                    {
                        continue;
                    }
                    let offence = Offence::OnHeap((number, func), site);
                    for &comment in by_file.of_file(pos) {
                        let asked = &self.comments[comment];
                        if covers(asked, pos) && forbids(&asked.ask, function, site) {
                            self.add(comment, pos, offence, Vec::new());
                        }
                    }
                    for (comment, holders) in &mut types {
                        if pos.is_known() && holders.holds(function.sites[site].ty) {
                            self.add(*comment, pos, offence, Vec::new());
                        }
                    }
                }
            }
        }
    }

    /// The comments about types.
    fn types(&self) -> Vec<(usize, Holders<'a>)> {
        let world = &self.analysis.world;
        let mut types = Vec::new();
        for (number, comment) in self.comments.iter().enumerate() {
            if let (Ask::NoHeap { .. }, Scope::Types { names, .. }) = (&comment.ask, &comment.scope)
            {
                let file = self
                    .results()
                    .flat_map(|(_, result)| &result.checked.files)
                    .find(|file| file.file == comment.pos.file);
                let objects = names
                    .iter()
                    .filter_map(|name| file?.info.defs.get(name).copied());
                types.push((number, Holders::new(world, objects)));
            }
        }
        types
    }

    fn deep(&mut self) {
        let is_deep = |comment: &Comment| match &comment.ask {
            Ask::NoHeap { deep } => *deep && !matches!(comment.scope, Scope::Types { .. }),
            Ask::CheckEscape(kinds) => {
                !kinds.local || kinds.interface || kinds.dynamic || kinds.unknown
            }
            Ask::Stack(_) | Ask::Allow | Ask::Exempt | Ask::NoEscape => false,
        };
        let mut program = Program::new(self.analysis);
        for number in 0..self.comments.len() {
            if is_deep(&self.comments[number]) {
                self.deep_comment(&mut program, number);
            }
        }
    }

    fn deep_comment(&mut self, program: &mut Program<'a>, comment: usize) {
        let mut roots = Vec::new();
        for (number, result) in self.results() {
            for (func, function) in result.ir.funcs.iter() {
                if function.pos.file != self.comments[comment].pos.file {
                    continue;
                }
                let at = (number, func);
                for &(call, target) in program.calls(at).iter() {
                    let pos = function.source.values[call].pos;
                    if covers(&self.comments[comment], pos) && !self.allows(pos) {
                        match target {
                            Target::Function(to) => roots.push((at, call, to)),
                            other => self.unknown(comment, (at, call), other, Vec::new()),
                        }
                    }
                }
            }
        }
        if matches!(&self.comments[comment].ask, Ask::CheckEscape(kinds) if kinds.local) {
            return;
        }
        let reached = program.reach(&roots, |at, call| !self.allows(self.value_pos(at, call)));
        for &at in &reached.order {
            self.reached_function(program, comment, at, &reached);
        }
    }

    fn reached_function(
        &mut self,
        program: &mut Program<'a>,
        comment: usize,
        at: At,
        reached: &Reached,
    ) {
        let Some(result) = self.result(at.0) else {
            return;
        };
        let function = &result.ir.funcs[at.1];
        for site in function.sites.keys() {
            let pos = site_pos(function, site);
            let decision = result.placements.site(at.1, site).decision;
            let is_inside = covers(&self.comments[comment], pos);
            if may_be_on_heap(decision)
                && pos.is_known()
                && !is_inside
                && forbids(&self.comments[comment].ask, function, site)
                && !self.allows(pos)
            {
                self.add(
                    comment,
                    pos,
                    Offence::OnHeap(at, site),
                    reached.calls_to(at),
                );
            }
        }
        for &(call, target) in program.calls(at).iter() {
            let pos = function.source.values[call].pos;
            let is_inside = covers(&self.comments[comment], pos);
            if !matches!(target, Target::Function(_)) && !is_inside && !self.allows(pos) {
                self.unknown(comment, (at, call), target, reached.calls_to(at));
            }
        }
    }

    /// A call of a function that is not known.
    fn unknown(
        &mut self,
        comment: usize,
        (at, call): (At, Value),
        target: Target,
        calls: Vec<(At, Value)>,
    ) {
        let kinds = match &self.comments[comment].ask {
            Ask::CheckEscape(kinds) => *kinds,
            Ask::NoHeap { .. } | Ask::Stack(_) | Ask::Allow | Ask::Exempt | Ask::NoEscape => {
                super::Kinds::ALL
            }
        };
        let (offence, asked) = match target {
            Target::Function(_) => return,
            Target::Interface => (Offence::InterfaceCall(at, call), kinds.interface),
            Target::Value => (Offence::DynamicCall(at, call), kinds.dynamic),
            Target::Unknown(object) => (Offence::UnknownCall(at, call, object), kinds.unknown),
        };
        if asked {
            self.add(comment, self.value_pos(at, call), offence, calls);
        }
    }

    fn result(&self, number: usize) -> Option<&'a PackageResult> {
        self.analysis.packages.get(number)?.result.as_ref()
    }

    fn value_pos(&self, (number, func): At, value: Value) -> Pos {
        self.result(number).map_or(Pos::NONE, |result| {
            result.ir.funcs[func].source.values[value].pos
        })
    }

    fn add(&mut self, comment: usize, pos: Pos, offence: Offence, calls: Vec<(At, Value)>) {
        let (kind, site) = match offence {
            Offence::OnHeap((number, func), site) => {
                let kind = self
                    .result(number)
                    .map(|result| result.ir.funcs[func].sites[site].kind);
                (0, kind)
            }
            Offence::InterfaceCall(..) => (1, None),
            Offence::DynamicCall(..) => (2, None),
            Offence::UnknownCall(..) => (3, None),
        };
        let found = &mut self.found[comment];
        if found.seen.insert((pos, kind, site)) {
            match found.listed.len() < LIMIT {
                true => found.listed.push((offence, calls)),
                false => found.unlisted += 1,
            }
        }
    }

    fn finish(mut self) -> Judgement {
        let named: FxHashSet<_> = self
            .results()
            .flat_map(|(_, result)| result.checked.files.iter().map(|file| file.file))
            .collect();
        for (number, comment) in self.allowed.iter().enumerate() {
            let is_own = comment.ask == Ask::Allow && named.contains(&comment.pos.file);
            if is_own && !self.used.contains(&number) {
                self.faults.push((comment.pos, Fault::NothingAllowed));
            }
        }
        self.faults.sort_by_key(|(pos, _)| (pos.file, pos.offset));
        let mut judgement = Judgement {
            comments: self.comments,
            faults: self.faults,
            ..Judgement::default()
        };
        for (comment, found) in self.found.into_iter().enumerate() {
            let listed = found.listed.into_iter();
            judgement
                .violations
                .extend(listed.map(|(offence, calls)| Violation {
                    comment,
                    offence,
                    calls,
                }));
            if found.unlisted > 0 {
                judgement.unlisted.push((comment, found.unlisted));
            }
        }
        judgement
    }
}

pub(super) fn is_allowance(comment: &Comment) -> bool {
    match comment.ask {
        Ask::Allow | Ask::Exempt => true,
        Ask::NoHeap { .. } | Ask::Stack(_) | Ask::CheckEscape(_) | Ask::NoEscape => false,
    }
}

/// Names that `stack` gives and that no variable there has.
fn no_variables(
    analysis: &Analysis,
    file: &CheckedFile,
    comment: &Comment,
    faults: &mut Vec<(Pos, Fault)>,
) {
    let Ask::Stack(names) = &comment.ask else {
        return;
    };
    let range = comment.scope.range();
    let world = &analysis.world;
    let is_variable = |object: ObjectId| matches!(world.object(object).kind, ObjectKind::Var(_));
    for &name in names {
        let mut defs = file.info.defs.iter();
        let found = defs.any(|(offset, &object)| {
            range.contains(offset) && world.object(object).name == name && is_variable(object)
        });
        if !found {
            faults.push((comment.pos, Fault::NoVariable(name)));
        }
    }
}

/// Whether some run allocates it.
pub(super) fn may_be_on_heap(decision: Decision) -> bool {
    match decision {
        Decision::Heap { .. } | Decision::StackBuffer { .. } => true,
        Decision::Stack { .. } | Decision::Static | Decision::Absent => false,
    }
}

/// Whether a comment is about sites like this one.
fn forbids(ask: &Ask, function: &Function, site: SiteId) -> bool {
    let site = &function.sites[site];
    match ask {
        Ask::NoHeap { .. } | Ask::NoEscape => true,
        Ask::Stack(names) => site
            .local
            .expand()
            .is_some_and(|local| names.contains(&function.locals[local].name)),
        Ask::CheckEscape(kinds) => match site.kind {
            SiteKind::Variable
            | SiteKind::PtrLit
            | SiteKind::SliceLit
            | SiteKind::Variadic
            | SiteKind::MapLit
            | SiteKind::New
            | SiteKind::Closure
            | SiteKind::MethodValue
            | SiteKind::InterfaceBox
            | SiteKind::CallRecord => kinds.heap,
            SiteKind::MakeSlice
            | SiteKind::MakeMap
            | SiteKind::MakeChan
            | SiteKind::StringConversion
            | SiteKind::Concat
            | SiteKind::Append => kinds.builtin,
        },
        Ask::Allow | Ask::Exempt => false,
    }
}

/// The declaration of a variable, else the expression.
pub(super) fn site_pos(function: &Function, site: SiteId) -> Pos {
    let site = &function.sites[site];
    match (site.local.expand(), site.value.expand()) {
        (Some(local), _) => function.locals[local].pos,
        (None, Some(value)) => function.source.values[value].pos,
        (None, None) => Pos::NONE,
    }
}
