//! CALLS MADE DIRECT, CALLS EXPANDED, in turns until nothing changes.
//!
//! ORDER. First all calls that the package has are looked at, function by function as gc lists them, arguments before calls:
//! interface calls whose receiver is known become direct, and calls of literals are counted, for a literal that is
//! called once may be expanded whatever it costs. Then batch by batch, callees first, the calls of each function are expanded in
//! that order; the calls that an expansion brings are looked at when those before them are done, so nesting goes breadth first.
//!
//! ```text
//! f(g()); h()      f, g, h expanded: g, f, h; then the calls in g's body, in f's, in h's
//! ```
//!
//! * With `-l` only the first step is taken.
//! * Calls in copies of literals are left alone: gc reads those functions too late.
//!
//! INVARIANTS. Bodies are kept ([`Bodies`]) before anything is changed. Blocks are spliced at the end, once for each function.
//!
//! SOURCE: sections 2.1, 2.2 and 3 of the model of gc's inliner; `cmd/compile/internal/inline/interleaved`.

use std::sync::Arc;

use cranelift_entity::{PrimaryMap, SecondaryMap};
use rustc_hash::{FxHashMap, FxHashSet};

use super::bodies::{Bodies, ForeignBodies};
use super::callee::{Target, target};
use super::devirtualize::{Context, devirtualize};
use super::examine::{Examination, Examined, ForeignRecords, examine_one, examine_package};
use super::expand::{Expanded, Expansion, expand};
use super::import::Imports;
use super::intrinsics::{Special, special};
use super::limits::Site;
use super::messages::InlineMessage;
use super::nodes::is_big;
use super::record::InlineRecord;
use super::site::{Refusal, Stand, test};
use super::splice::Splices;
use crate::callgraph::batches;
use crate::callgraph::nesting::is_literal;
use crate::callgraph::static_value::Variables;
use crate::ir::outline_walk::{Event, Node, OutlineWalk};
use crate::ir::{
    Callee, FuncId, FuncRef, Function, Inst, OutlineKind, OutlineStmt, Package, Value,
};
use crate::release::Release;
use crate::rules::Rules;
use crate::source::Pos;
use crate::types::{ObjectId, TypeId, World};

/// What inlining a package needs besides the package.
#[derive(Clone, Copy)]
pub struct InlineInput<'a> {
    /// All types and objects.
    pub world: &'a World,
    /// Whose rules apply.
    pub release: Release,
    /// Whether calls are expanded; else only made direct (`-l`).
    pub expands: bool,
    /// Whether all nodes are counted, as with `-m=2`.
    pub every_node: bool,
    /// Records of functions of other packages.
    pub records: &'a dyn ForeignRecords,
    /// Their bodies.
    pub bodies: &'a dyn ForeignBodies,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Inlined {
    /// What was found out about the package's functions, and what gc says, in its order.
    pub examined: Examined,
    /// Bodies for the packages that import this one.
    pub bodies: Option<Arc<Bodies>>,
    /// Functions of other packages that were expanded.
    pub expanded: FxHashSet<ObjectId>,
}

/// Makes calls of a package direct and expands them.
pub fn run(input: InlineInput<'_>, package: &mut Package) -> Inlined {
    let vars = Variables::new(input.world, package);
    let mut log = Vec::new();
    for &(func, call) in &package.imprecise_calls {
        let pos = package.funcs[func].source.values[call].pos;
        log.push(InlineMessage::ImpreciseCall { func, pos });
    }
    let mut inliner = Inliner {
        input,
        imports: Imports::new(package),
        vars,
        package,
        log,
        examined: Examined::default(),
        bodies: None,
        copies: FxHashMap::default(),
        states: SecondaryMap::new(),
        uses: FxHashMap::default(),
        generation: 0,
        expanded: FxHashSet::default(),
        told: FxHashSet::default(),
    };
    if input.expands {
        inliner.examine();
    }
    inliner.make_jumps();
    inliner.first_look();
    if input.expands {
        inliner.expand_batches();
    }
    inliner.splice();
    Inlined {
        examined: Examined {
            log: inliner.log,
            ..inliner.examined
        },
        bodies: inliner.bodies,
        expanded: inliner.expanded,
    }
}

/// A call that may be expanded.
#[derive(Clone)]
struct Candidate {
    call: Value,
    stand: Stand,
    /// Its callee, once known and counted.
    target: Option<Target>,
}

/// What is known of a function whose calls are expanded.
#[derive(Clone, Default)]
struct State {
    calls: Vec<Candidate>,
    big: bool,
    splices: Splices,
}

struct Inliner<'a> {
    input: InlineInput<'a>,
    package: &'a mut Package,
    vars: Variables,
    imports: Imports,
    log: Vec<InlineMessage>,
    examined: Examined,
    bodies: Option<Arc<Bodies>>,
    /// Literals that expansions have made and that were expanded themselves.
    copies: FxHashMap<FuncId, Arc<Bodies>>,
    states: SecondaryMap<FuncId, Option<Box<State>>>,
    /// How many calls are known to call a function.
    uses: FxHashMap<FuncRef, u32>,
    generation: u32,
    expanded: FxHashSet<ObjectId>,
    /// Calls that gc expands and we cannot.
    told: FxHashSet<(FuncId, Value)>,
}

impl Inliner<'_> {
    fn rules(&self) -> Rules {
        Rules::of(self.input.release)
    }

    fn examination(&self) -> Examination<'_> {
        Examination {
            world: self.input.world,
            package: self.package,
            vars: &self.vars,
            foreign: self.input.records,
            release: self.input.release,
            every_node: self.input.every_node,
        }
    }

    fn examine(&mut self) {
        self.examined = examine_package(self.examination());
        self.log.append(&mut self.examined.log);
        let record = |func| self.examined.record(func);
        self.bodies = Some(Arc::new(Bodies::keep(self.package, record)));
    }

    /// Wrappers of methods that cannot be inlined jump: to the analysis that is a call whose results go nowhere.
    fn make_jumps(&mut self) {
        let wrappers = self.package.funcs.iter();
        let wrappers: Vec<FuncId> = wrappers
            .filter(|(_, function)| function.may_jump)
            .map(|(func, _)| func)
            .collect();
        for func in wrappers {
            let insts = self.package.funcs[func].insts.iter();
            let mut calls = insts.filter_map(|(value, inst)| match inst {
                Inst::Call { callee, .. } => Some((value, *callee)),
                _other => None,
            });
            let Some((call, callee)) = calls.next_back() else {
                continue;
            };
            let inlined = match callee {
                Callee::Static(callee) => self.record(callee).is_some(),
                Callee::Value(_) | Callee::Interface(..) => false,
            };
            let source = &mut self.package.funcs[func].source;
            if inlined {
                self.package.funcs[func].may_jump = false;
            } else {
                // Neither results nor what takes several of them apart.
                source.value_init.clear();
                let pos = source.values[call].pos;
                source.stmts = PrimaryMap::new();
                let stmt = source.stmts.push(OutlineStmt {
                    pos,
                    init: Vec::new(),
                    kind: OutlineKind::Expr(call),
                });
                source.body = vec![stmt];
            }
        }
    }

    /// All calls of the package as it is.
    fn first_look(&mut self) {
        for func in self.package.roots.clone() {
            let function = &self.package.funcs[func];
            let big = self.input.expands && is_big(function);
            // The call of a jump is never expanded.
            let body = match function.may_jump {
                true => OutlineWalk::of_stmts(function, &[]),
                false => OutlineWalk::new(function),
            };
            let calls = calls(function, body);
            let calls = calls.map(|call| Candidate {
                call,
                stand: Stand {
                    parent: None,
                    pos: function.source.values[call].pos,
                },
                target: None,
            });
            let state = State {
                calls: calls.collect(),
                big,
                splices: Splices::default(),
            };
            if big {
                self.log.push(InlineMessage::BigFunction { func });
            }
            let count = state.calls.len();
            self.states[func] = Some(Box::new(state));
            for number in 0..count {
                self.resolve(func, number);
            }
        }
    }

    /// The callee of a call, and how many calls it has; counted when it is found.
    fn resolve(&mut self, func: FuncId, number: usize) -> Option<(Target, u32)> {
        let candidate = self.states[func].as_ref()?.calls.get(number)?;
        let call = candidate.call;
        if let Some(target) = candidate.target {
            return Some((target, self.uses_of(target.func())));
        }
        let Inst::Call { callee, .. } = self.package.funcs[func].insts[call] else {
            return None;
        };
        if matches!(callee, Callee::Interface(..)) {
            self.make_direct(func, call);
        }
        if !self.input.expands {
            return None;
        }
        let target = target(self.input.world, self.package, &self.vars, func, call)?;
        if self.is_intrinsic(target.func()) {
            return None;
        }
        if let Some(state) = &mut self.states[func]
            && let Some(candidate) = state.calls.get_mut(number)
        {
            candidate.target = Some(target);
        }
        *self.uses.entry(target.func()).or_default() += 1;
        Some((target, self.uses_of(target.func())))
    }

    fn uses_of(&self, func: FuncRef) -> u32 {
        self.uses.get(&func).copied().unwrap_or(0)
    }

    fn object(&self, func: FuncRef) -> Option<ObjectId> {
        match func {
            FuncRef::Local(func) => self.package.funcs[func].object,
            FuncRef::Extern(id) => Some(self.package.externs[id].object),
        }
    }

    fn is_intrinsic(&self, func: FuncRef) -> bool {
        let special = self
            .object(func)
            .and_then(|object| special(self.input.world, object));
        match special {
            Some(
                Special::Intrinsic
                | Special::CheapIntrinsic
                | Special::CallerPC
                | Special::CallerSP,
            ) => true,
            Some(Special::Cheap) | None => false,
        }
    }

    fn make_direct(&mut self, func: FuncId, call: Value) {
        let (world, rules) = (self.input.world, self.rules());
        let (imports, bodies) = (&mut self.imports, self.input.bodies);
        let mut elsewhere = |package: &mut Package, object: ObjectId, targs: Box<[TypeId]>| {
            let home = bodies.bodies(world.object(object).pkg)?;
            imports.instance_of(world, package, &home, (object, targs))
        };
        let context = Context {
            world,
            vars: &self.vars,
            rules,
            instance: &mut elsewhere,
        };
        let found = devirtualize(context, self.package, (func, call));
        let Some(direct) = found else { return };
        self.log.push(InlineMessage::Devirtualized {
            func,
            pos: self.package.funcs[func].source.values[call].pos,
            receiver: direct.receiver,
            method: direct.method,
            to: direct.ty,
            partially: direct.partially,
        });
        if let Some(state) = &mut self.states[func] {
            let before = state.splices.before.entry(call).or_default();
            before.extend(direct.before);
        }
    }

    fn expand_batches(&mut self) {
        for batch in batches(self.package, self.rules()) {
            let mut changed = true;
            while changed {
                changed = false;
                for &func in &batch {
                    changed |= self.expand_calls(func);
                }
            }
        }
    }

    /// Expands what can be expanded in a function. Whether anything was.
    fn expand_calls(&mut self, func: FuncId) -> bool {
        let mut changed = false;
        let mut start = 0;
        let mut end = self.call_count(func);
        while start < end {
            for number in start..end {
                changed |= self.try_expand(func, number);
            }
            (start, end) = (end, self.call_count(func));
            for number in start..end {
                self.resolve(func, number);
            }
        }
        changed
    }

    fn call_count(&self, func: FuncId) -> usize {
        self.states[func]
            .as_ref()
            .map_or(0, |state| state.calls.len())
    }

    fn try_expand(&mut self, func: FuncId, number: usize) -> bool {
        let Some((target, uses)) = self.resolve(func, number) else {
            return false;
        };
        let Some((call, stand, big)) = self.states[func].as_ref().and_then(|state| {
            let candidate = state.calls.get(number)?;
            Some((candidate.call, candidate.stand, state.big))
        }) else {
            return false;
        };
        let function = &self.package.funcs[func];
        if !matches!(function.insts[call], Inst::Call { .. }) {
            return false;
        }
        if let Target::Literal(literal) = target {
            self.examine_copy(literal);
        }
        let callee = target.func();
        let Some(record) = self.record(callee) else {
            return false;
        };
        let literal = match callee {
            FuncRef::Local(func) => is_literal(self.package.funcs[func].kind),
            FuncRef::Extern(_) => false,
        };
        let site = Site {
            literal,
            called_once: literal && uses == 1,
            big_caller: big,
        };
        let function = &self.package.funcs[func];
        let pos = function.source.values[call].pos;
        match test(function, stand, callee, record, site) {
            Ok(()) => {}
            Err(Refusal::Cycle) => {
                self.log
                    .push(InlineMessage::RecursiveCycle { func, pos, callee });
                return false;
            }
            Err(Refusal::TooDear | Refusal::Recursive) => return false,
        }
        self.expand(func, (call, stand), callee, record, pos)
            .is_some()
    }

    /// A copy of a literal is examined when it turns out to be called.
    fn examine_copy(&mut self, literal: FuncId) {
        if self.examined.verdicts[literal].is_some() {
            return;
        }
        let mut examined = std::mem::take(&mut self.examined);
        examine_one(self.examination(), &mut examined, literal);
        self.examined = examined;
        self.log.append(&mut self.examined.log);
    }

    fn record(&self, callee: FuncRef) -> Option<InlineRecord> {
        match callee {
            FuncRef::Local(func) => match self.package.funcs[func].elsewhere {
                Some((package, func)) => self.input.bodies.bodies(package)?.record(func),
                None => self.examined.record(func),
            },
            FuncRef::Extern(id) => {
                let object = self.package.externs[id].object;
                self.input.records.record(object)
            }
        }
    }

    /// Where the body of a callee is, and its number there.
    fn body(&mut self, callee: FuncRef) -> Option<(Arc<Bodies>, FuncId)> {
        let func = match callee {
            FuncRef::Extern(id) => {
                let object = self.package.externs[id].object;
                let package = self.input.world.object(object).pkg;
                let bodies = self.input.bodies.bodies(package)?;
                let func = bodies.declared(object)?;
                return Some((bodies, func));
            }
            FuncRef::Local(func) => func,
        };
        if let Some((package, func)) = self.package.funcs[func].elsewhere {
            return Some((self.input.bodies.bodies(package)?, func));
        }
        let bodies = self.bodies.as_ref()?;
        if bodies.body(func).is_some() {
            return Some((Arc::clone(bodies), func));
        }
        let package = &*self.package;
        let copy = self.copies.entry(func);
        let bodies = copy.or_insert_with(|| Arc::new(Bodies::of_copy(package, func)));
        Some((Arc::clone(bodies), func))
    }

    fn expand(
        &mut self,
        func: FuncId,
        (call, stand): (Value, Stand),
        callee: FuncRef,
        record: InlineRecord,
        pos: Pos,
    ) -> Option<()> {
        let Some((home, number)) = self.body(callee) else {
            return self.tell(func, call, callee, pos);
        };
        let body = home.body(number)?;
        let args = match &self.package.funcs[func].insts[call] {
            Inst::Call { args, .. } => args.len(&self.package.funcs[func].value_lists),
            _no_call => 0,
        };
        if args != body.params.len() {
            return None;
        }
        self.generation += 1;
        let expansion = Expansion {
            here: self.package.package,
            caller: func,
            call,
            callee,
            body: &body,
            home: &home,
            parent: stand.parent,
            pos: stand.pos,
            single_return: record.single_return,
            generation: self.generation,
            rules: self.rules(),
        };
        let expanded = expand(
            self.input.world,
            self.package,
            &mut self.imports,
            &expansion,
        )?;
        self.log
            .push(InlineMessage::InliningCall { func, pos, callee });
        for _call in home.imprecise.get(&number).into_iter().flatten() {
            self.log.push(InlineMessage::ImpreciseCall { func, pos });
        }
        if let FuncRef::Extern(id) = callee {
            self.expanded.insert(self.package.externs[id].object);
        }
        self.take_in(func, call, &body, expanded);
        Some(())
    }

    /// A call that gc expands whose body is not at hand, for the callee is known by a facts file only: it stays a call.
    fn tell(&mut self, func: FuncId, call: Value, callee: FuncRef, pos: Pos) -> Option<()> {
        let is_new = matches!(callee, FuncRef::Extern(_)) && self.told.insert((func, call));
        if is_new {
            self.log
                .push(InlineMessage::InliningCall { func, pos, callee });
        }
        None
    }

    /// What an expansion brings: variables, calls, work in the blocks.
    fn take_in(&mut self, func: FuncId, call: Value, body: &Function, expanded: Expanded) {
        let world = self.input.world;
        let added = std::mem::take(&mut self.imports.added);
        self.vars.add_functions(world, self.package, &[]);
        self.vars.add_expansion(
            world,
            self.package,
            (func, &expanded.bindings, &expanded.body),
        );
        self.vars.add_functions(world, self.package, &added);
        let function = &self.package.funcs[func];
        let walk = OutlineWalk::of_stmts(function, &expanded.body);
        let new = calls(function, walk).map(|call| {
            let old = cranelift_entity::EntityRef::index(call).wrapping_sub(expanded.base);
            let old: Value = cranelift_entity::EntityRef::new(old);
            Candidate {
                call,
                stand: Stand {
                    parent: Some(expanded.id),
                    pos: body.source.values[old].pos,
                },
                target: None,
            }
        });
        let new: Vec<Candidate> = new.collect();
        if let Some(state) = &mut self.states[func] {
            state.calls.extend(new);
            state.splices.calls.insert(call, expanded.splice);
        }
    }

    fn splice(&mut self) {
        for func in self.package.roots.clone() {
            if let Some(state) = self.states[func].take() {
                state.splices.apply(&mut self.package.funcs[func]);
            }
        }
    }
}

/// The calls that a walk comes by, inner ones first.
fn calls<'f>(
    function: &'f Function,
    walk: OutlineWalk<'f>,
) -> impl Iterator<Item = Value> + use<'f> {
    walk.filter_map(|event| match event {
        Event::Leave(Node::Value(call)) if matches!(function.insts[call], Inst::Call { .. }) => {
            Some(call)
        }
        _other => None,
    })
}
