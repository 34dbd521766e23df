//! The analysis of a package: batch after batch, callees first.
//!
//! For each batch: locations for all variables of its functions; the graph, from the bodies of the functions that are no literals
//! inside of others (those are read where they stand); captures by value or by reference; literals in the place of variables,
//! and sizes that no stack holds; walks until nothing new is found; summaries and messages.
//!
//! ```text
//! func f() *int { x := 1; return &x }
//! locations: ~r0, x        edges: ~r0 ← x −1        walk from ~r0: x at −1, and results outlive variables: x escapes
//! messages: moved to heap: x
//! ```
//!
//! The messages come in gc's order: batch by batch what was found in it.
//!
//! SOURCE: sections 1 and 9 of the model.

use std::sync::Arc;

use cranelift_entity::{EntityRef, SecondaryMap};
use rustc_hash::FxHashMap;

use super::bounds::elided_checks;
use super::facts::{FuncFacts, Leaks, Message, PackageFacts, SiteFacts};
use super::generate::Reader;
use super::graph::{Attrs, FlowGraph, Hole, Loc, Location, Node, Role};
use super::locals::Locals;
use super::solve::Solver;
use super::summary;
use crate::callgraph::nesting::Nesting;
use crate::callgraph::static_value::Variables;
use crate::callgraph::{batches, belongs_to_outer};
use crate::ir::{
    FuncId, FuncKind, FuncRef, Inst, LocalId, LocalKind, Package, SiteId, StmtId, Value,
};
use crate::release::Release;
use crate::rules::{EdgeRule, ReleaseRule, Rules};
use crate::source::Pos;
use crate::types::{ObjectId, TypeId, World};

/// Leak summaries of functions of other packages.
pub trait Summaries: Sync {
    /// Those of a function: receiver first, then the parameters. None if nothing is known of it.
    fn leaks(&self, function: ObjectId) -> Option<Arc<[Option<Leaks>]>>;
}

/// Nothing is known of other packages but what facts files say.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoSummaries;

impl Summaries for NoSummaries {
    fn leaks(&self, _function: ObjectId) -> Option<Arc<[Option<Leaks>]>> {
        None
    }
}

/// How a package is analysed.
#[derive(Clone, Copy, Debug)]
pub struct EscapeOptions {
    /// Whose rules apply.
    pub release: Release,
    /// All explanations of `-m=2` are wanted.
    pub explain: bool,
    /// For tests: a rule that adds no edges.
    pub disabled: Option<EdgeRule>,
}

impl EscapeOptions {
    /// The rules of a release, without explanations.
    pub fn of(release: Release) -> EscapeOptions {
        EscapeOptions {
            release,
            explain: false,
            disabled: None,
        }
    }
}

/// Analyses a package. Constants that take the place of variables are added to it.
pub fn analyze_package(
    world: &World,
    package: &mut Package,
    summaries: &dyn Summaries,
    options: &EscapeOptions,
) -> PackageFacts {
    let rules = Rules::of(options.release);
    let vars = Variables::new(world, package);
    let nesting = Nesting::new(package);
    let mut analysis = Analysis::new(world, package, summaries, *options, &vars, &nesting);
    let mut solver = Solver::default();
    for batch in batches(package, rules) {
        analysis.batch(&batch, &mut solver);
    }
    let Analysis {
        mut facts,
        constants,
        ..
    } = analysis;
    export_summaries(package, &mut facts);
    facts.messages.extend(elided_checks(world, package));
    for constant in constants {
        let function = &mut package.funcs[constant.func];
        let value = function.insts.push(constant.inst);
        function.types[value] = constant.ty.into();
        function.source.values[value].pos = constant.pos;
    }
    facts
}

fn export_summaries(package: &Package, facts: &mut PackageFacts) {
    for (func, function) in package.funcs.iter() {
        if let Some(object) = function.object
            && function.kind == FuncKind::Declared
            && !function.duplicable
        {
            let params = facts.funcs[func].params.clone();
            facts.summaries.insert(object, params);
        }
    }
}

/// A constant that takes the place of a variable.
pub(super) struct NewConstant {
    pub func: FuncId,
    pub inst: Inst,
    pub ty: TypeId,
    pub pos: Pos,
}

/// How far a function is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Stage {
    Waiting,
    InBatch,
    Done,
}

/// The state of the analysis of a package.
pub(super) struct Analysis<'a> {
    pub world: &'a World,
    pub package: &'a Package,
    pub summaries: &'a dyn Summaries,
    pub options: EscapeOptions,
    pub rules: Rules,
    pub vars: &'a Variables,
    pub nesting: &'a Nesting,
    pub facts: PackageFacts,
    pub graph: FlowGraph,
    pub locals: Locals,
    /// The literals of the batch, with the holes of what they capture.
    pub closures: Vec<(Hole, FuncId)>,
    /// By function: somebody may call it whose results nobody follows.
    pub results_lost: Vec<bool>,
    /// Constants to be added to the package.
    pub constants: Vec<NewConstant>,
    pub constants_of: FxHashMap<FuncId, u32>,
    stages: Vec<Stage>,
    pointers: SecondaryMap<TypeId, Option<bool>>,
    known: FxHashMap<ObjectId, Option<Arc<[Option<Leaks>]>>>,
}

impl<'a> Analysis<'a> {
    fn new(
        world: &'a World,
        package: &'a Package,
        summaries: &'a dyn Summaries,
        options: EscapeOptions,
        vars: &'a Variables,
        nesting: &'a Nesting,
    ) -> Analysis<'a> {
        let rules = Rules::of(options.release);
        let count = package.funcs.len();
        let mut facts = PackageFacts::default();
        for function in package.funcs.values() {
            let nowhere = SiteFacts {
                unreached: true,
                ..SiteFacts::default()
            };
            let mut sites = SecondaryMap::with_default(nowhere);
            sites.resize(function.sites.len());
            facts.funcs.push(FuncFacts {
                sites,
                params: vec![None; function.params.len()],
                by_value: vec![false; function.captures.len()],
            });
        }
        Analysis {
            world,
            package,
            summaries,
            options,
            rules,
            vars,
            nesting,
            facts,
            graph: FlowGraph::default(),
            locals: Locals::new(package),
            closures: Vec::new(),
            results_lost: vec![rules.has(ReleaseRule::OnlyDirectlyCalledLiterals); count],
            constants: Vec::new(),
            constants_of: FxHashMap::default(),
            stages: vec![Stage::Waiting; count],
            pointers: SecondaryMap::new(),
            known: FxHashMap::default(),
        }
    }

    fn batch(&mut self, batch: &[FuncId], solver: &mut Solver) {
        self.graph.clear();
        for &func in batch {
            self.stages[func.index()] = Stage::InBatch;
            self.declare_locals(func);
        }
        for &func in batch {
            if !belongs_to_outer(self.package, func, self.rules) {
                Reader::new(self, func).body();
            }
        }
        self.flow_captures();
        self.place_by_size();
        self.solve(solver);
        self.finish(batch);
    }

    /// Locations for all variables of a function, in the order of their declarations.
    fn declare_locals(&mut self, func: FuncId) {
        let function = &self.package.funcs[func];
        for (local, declared) in function.locals.iter() {
            let role = match declared.kind {
                LocalKind::Hidden | LocalKind::Captured(_) => continue,
                LocalKind::Receiver | LocalKind::Param => Role::Param,
                LocalKind::Result(number) => Role::Result(number),
                LocalKind::Var | LocalKind::Temp => Role::Inner,
            };
            self.declare_local(func, local, role);
            if let Some(site) = declared.site {
                self.reach_site(func, site);
            }
        }
        self.locals.set_captured(self.package, func);
        // What a method value wrapper holds of its receiver is a variable of its own.
        for (local, declared) in function.locals.iter() {
            let captured = matches!(declared.kind, LocalKind::Captured(_));
            if captured && function.kind == FuncKind::MethodValueWrapper {
                self.declare_local(func, local, Role::Param);
            }
        }
    }

    fn declare_local(&mut self, func: FuncId, local: LocalId, role: Role) {
        let loc = self.graph.add(Node::Local(local), func, 1, Attrs::PERSISTS);
        self.graph.at_mut(loc).role = role;
        self.locals.set(func, local, loc);
    }

    /// What literals capture flows into them: the values of small variables that are never assigned again, else their
    /// addresses.
    fn flow_captures(&mut self) {
        for (hole, literal) in std::mem::take(&mut self.closures) {
            let function = &self.package.funcs[literal];
            for (number, capture) in function.captures.iter().enumerate() {
                let Some(outer) = function.outer else { break };
                let loc = self.local(outer, capture.outer);
                self.flow_capture(hole, literal, number, loc);
            }
        }
    }

    fn flow_capture(&mut self, hole: Hole, literal: FuncId, number: usize, loc: Loc) {
        let function = &self.package.funcs[literal];
        let inner = function.captures[number].inner;
        let width = self.world.size_of(function.locals[inner].ty);
        let location = self.graph.at(loc);
        let (addr, assign) = (location.addr_taken, location.reassigned);
        let small = width.is_some_and(|width| width <= self.rules.max_captured_value());
        let by_value = !addr && !assign && small;
        if let Some(slot) = self.facts.funcs[literal].by_value.get_mut(number) {
            *slot = by_value;
        }
        let capture = u32::try_from(number).unwrap_or(u32::MAX);
        if self.options.explain {
            self.facts.messages.push(Message::Capturing {
                literal,
                capture,
                by_ref: !by_value,
                addr,
                assign,
                width: width.unwrap_or(u64::MAX),
            });
        }
        self.capture_edge(hole, literal, capture, by_value, loc);
    }

    // What the graph's makers ask.

    /// Whether the function is one of those being analysed.
    pub fn is_in_batch(&self, func: FuncId) -> bool {
        self.stages[func.index()] == Stage::InBatch
    }

    pub(super) fn done(&mut self, func: FuncId) {
        self.stages[func.index()] = Stage::Done;
    }

    /// Whether writes and calls through values are tracked.
    pub fn tracks_mutations(&self) -> bool {
        self.rules.has(ReleaseRule::MutationsAndCalls)
    }

    /// Whether `append` is a location.
    pub fn reports_append(&self) -> bool {
        self.rules.has(ReleaseRule::AppendAllocates)
    }

    /// The literal is called right where it stands; Go 1.21 follows results of such calls only.
    pub fn called_where_it_stands(&mut self, literal: FuncId) {
        if self.rules.has(ReleaseRule::OnlyDirectlyCalledLiterals) {
            self.results_lost[literal.index()] = false;
        }
    }

    /// The leak summary of the n-th parameter of a function that is analysed already, or is of another package. None: it leaks.
    pub fn summary(&mut self, callee: FuncRef, n: usize) -> Option<Leaks> {
        match callee {
            FuncRef::Local(func) => match self.stages[func.index()] {
                Stage::Done => self.facts.funcs[func].params.get(n).copied().flatten(),
                Stage::Waiting | Stage::InBatch => None,
            },
            FuncRef::Extern(external) => {
                let object = self.package.externs[external].object;
                self.summary_of(object)?.get(n).copied().flatten()
            }
        }
    }

    fn summary_of(&mut self, object: ObjectId) -> Option<Arc<[Option<Leaks>]>> {
        if let Some(known) = self.known.get(&object) {
            return known.clone();
        }
        let found = self
            .summaries
            .leaks(object)
            .or_else(|| declared_summary(self.world, object));
        self.known.insert(object, found.clone());
        found
    }

    /// Whether the statement declares the variable that the location stands for.
    pub fn is_definition(&self, loc: Loc, func: FuncId, stmt: StmtId) -> bool {
        let location = self.graph.at(loc);
        match location.node {
            Node::Local(local) => {
                location.func == func
                    && self.vars.definition(self.package, func, local) == Some(stmt)
            }
            _other => false,
        }
    }

    pub fn has_pointers(&mut self, ty: TypeId) -> bool {
        if let Some(known) = self.pointers[ty] {
            return known;
        }
        let known = self.world.has_pointers(ty);
        self.pointers[ty] = Some(known);
        known
    }

    pub fn site_facts(&mut self, func: FuncId, site: SiteId) -> &mut SiteFacts {
        &mut self.facts.funcs[func].sites[site]
    }

    /// The site is no dead code.
    pub fn reach_site(&mut self, func: FuncId, site: SiteId) {
        self.site_facts(func, site).unreached = false;
    }

    /// The site of a location.
    pub fn site_of(&self, location: &Location) -> Option<(FuncId, SiteId)> {
        match location.node {
            Node::Site(site) => Some((location.func, site)),
            Node::Local(local) => {
                let site = self.package.funcs[location.func].locals[local].site?;
                Some((location.func, site))
            }
            Node::Heap | Node::Mutator | Node::Callee | Node::Blank | Node::Temp => None,
        }
    }

    /// A constant of the function that will be added to it.
    pub fn new_constant(&mut self, constant: NewConstant) -> Value {
        let function = &self.package.funcs[constant.func];
        let count = self.constants_of.entry(constant.func).or_default();
        let value = Value::new(function.insts.len() + *count as usize);
        *count += 1;
        self.constants.push(constant);
        value
    }
}

/// The summary that a facts file gives.
pub(super) fn declared_summary(world: &World, object: ObjectId) -> Option<Arc<[Option<Leaks>]>> {
    let object = world.object(object);
    let text = object.leaks.get()?;
    let signature = world.as_signature(*object.ty.get()?)?;
    let has_receiver = object.receiver.get().is_some();
    let params = signature.params.len();
    summary::parse(text.as_str(), has_receiver, params)
        .ok()
        .map(Arc::from)
}
