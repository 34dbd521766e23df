//! THE VERIFIER: is this IR what every later stage takes it for? An error here is always a bug of a stage of ours, never of the
//! program that is compiled. Tests run it after each pass.
//!
//! THE CONTRACT
//!
//! * Blocks: a function with a body has an entry block; each block is not empty, its last instruction is a terminator and no
//!   other one is; each value stands in at most one block, once; terminators lead to blocks that exist.
//! * Values: operands exist and are defined before: earlier in the block, or in a block that dominates it. (Phi: at the end of
//!   the named predecessor; a short-circuit join: the right side at the end of its block.) Unreachable blocks are exempt.
//! * Phis stand first in their block and name each predecessor exactly once.
//! * Places are used by `Load`, `LoadOk`, `Store`, `AddrOf` and further places only (`MapElem`: `Load`, `LoadOk`, `Store`), and
//!   these use places where they need one.
//! * Types: an instruction has a type exactly when it has a result; a load has its place's type, a stored value that of the
//!   place; a branch's condition is boolean; `Extract` takes an existing part of a tuple and has its type; a call has as many
//!   arguments as its callee takes; `AddrOf` makes a pointer to its place's type; a `Deref` goes through a pointer to its own.
//! * Types are compared up to shapes: in shared code of instances a shape is identical to what it stands for.
//! * Sites: each site belongs to one instruction or one local that names it back; each instruction that allocates has one.
//! * Locals: parameters and results are in their lists, in order; captured locals are those of the captures; a literal's
//!   captures name locals of the function around it.
//! * Outline: statements and the values below them exist, and each value hangs below at most one statement.
//!
//! IGNORED. Whether the program means what its source says: that is what executing it shows.

use std::fmt;

use cranelift_entity::{EntitySet, SecondaryMap};

use super::dominators::Dominators;
use super::outline_walk::parts;
use super::*;
use crate::types::{TypeId, TypeKind, World};

/// What is wrong.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)] // the texts say it
pub enum Problem {
    NoEntry,
    EmptyBlock,
    NoTerminator,
    EarlyTerminator,
    UnknownValue,
    UnknownBlock,
    UnknownLocal,
    UnknownGlobal,
    UnknownFunction,
    UnknownSite,
    UnknownStatement,
    TwicePlaced,
    NotDominated,
    PlaceAsValue,
    ValueAsPlace,
    MapEntryAddressed,
    MissingType,
    UnwantedType,
    LoadType,
    StoreType,
    PointerType,
    ConditionType,
    ExtractRange,
    ExtractType,
    Arity,
    FieldRange,
    PhiPlace,
    PhiPredecessors,
    SiteOwner,
    MissingSite,
    ListedLocal,
    CaptureMismatch,
    HangsTwice,
}

impl Problem {
    /// The rule that is broken.
    pub fn text(self) -> &'static str {
        match self {
            Problem::NoEntry => "a function with a body has no block",
            Problem::EmptyBlock => "the block is empty",
            Problem::NoTerminator => "the block does not end in a terminator",
            Problem::EarlyTerminator => "a terminator stands before the end of its block",
            Problem::UnknownValue => "the value does not exist or stands in no block",
            Problem::UnknownBlock => "the block does not exist",
            Problem::UnknownLocal => "the local does not exist",
            Problem::UnknownGlobal => "the package-level variable does not exist",
            Problem::UnknownFunction => "the function does not exist",
            Problem::UnknownSite => "the site does not exist",
            Problem::UnknownStatement => "the statement does not exist",
            Problem::TwicePlaced => "the value stands in blocks twice",
            Problem::NotDominated => "the operand is not defined on every way to its use",
            Problem::PlaceAsValue => "a place is used as a value",
            Problem::ValueAsPlace => "a value is used as a place",
            Problem::MapEntryAddressed => "a map's entry is neither loaded nor stored",
            Problem::MissingType => "the result has no type",
            Problem::UnwantedType => "an instruction without result has a type",
            Problem::LoadType => "a load's type is not that of its place",
            Problem::StoreType => "the stored value's type is not that of the place",
            Problem::PointerType => "the pointer's type does not fit the place's",
            Problem::ConditionType => "the condition is not boolean",
            Problem::ExtractRange => "the tuple has no such part",
            Problem::ExtractType => "the part of the tuple has another type",
            Problem::Arity => "the call has the wrong number of arguments",
            Problem::FieldRange => "the struct has no such field",
            Problem::PhiPlace => "a phi stands behind other instructions",
            Problem::PhiPredecessors => "the phi does not name each predecessor once",
            Problem::SiteOwner => "the site and its owner do not name each other",
            Problem::MissingSite => "an allocation has no site",
            Problem::ListedLocal => "parameter and result lists do not fit the locals",
            Problem::CaptureMismatch => "captures and captured locals do not fit",
            Problem::HangsTwice => "the value hangs below two statements",
        }
    }
}

/// A broken rule and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VerifyError {
    /// The function's name.
    pub function: &'static str,
    /// What is wrong.
    pub problem: Problem,
    /// The entity at fault, as dumps show it: `v17`, `block3`.
    pub at: String,
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.function, self.at, self.problem.text())
    }
}

impl std::error::Error for VerifyError {}

/// Checks all functions of a package, in order.
pub fn verify_package(world: &World, package: &Package) -> Vec<VerifyError> {
    let functions = package.funcs.values();
    functions
        .flat_map(|function| verify_function(world, package, function))
        .collect()
}

/// Checks a function against the contract; `package` is the one that its numbers refer to.
pub fn verify_function(world: &World, package: &Package, function: &Function) -> Vec<VerifyError> {
    let mut verifier = Verifier {
        world,
        package,
        function,
        dominators: Dominators::compute(function),
        place_of: SecondaryMap::new(),
        errors: Vec::new(),
    };
    verifier.locals();
    verifier.sites();
    if function.has_body {
        verifier.layout();
        verifier.instructions();
    }
    verifier.outline();
    verifier.errors
}

struct Verifier<'a> {
    world: &'a World,
    package: &'a Package,
    function: &'a Function,
    dominators: Dominators,
    /// Block and number in it of each value that stands in a block.
    place_of: SecondaryMap<Value, Option<(Block, u32)>>,
    errors: Vec<VerifyError>,
}

impl Verifier<'_> {
    fn report(&mut self, at: impl ToString, problem: Problem) {
        self.errors.push(VerifyError {
            function: self.function.name.as_str(),
            problem,
            at: at.to_string(),
        });
    }

    fn require(&mut self, holds: bool, at: impl ToString, problem: Problem) {
        if !holds {
            self.report(at, problem);
        }
    }

    fn ty(&self, value: Value) -> Option<TypeId> {
        self.function.types.get(value).and_then(|ty| ty.expand())
    }

    fn same(&self, a: Option<TypeId>, b: Option<TypeId>) -> bool {
        matches!((a, b), (Some(a), Some(b)) if self.world.identical_up_to_shapes(a, b))
    }

    fn locals(&mut self) {
        let function = self.function;
        let is_param = |kind| matches!(kind, LocalKind::Receiver | LocalKind::Param);
        let of_kind = |wanted: fn(LocalKind) -> bool| -> Vec<LocalId> {
            let locals = function.locals.iter();
            locals
                .filter(|(_, local)| wanted(local.kind))
                .map(|(id, _)| id)
                .collect()
        };
        self.require(
            of_kind(is_param) == function.params,
            "parameters",
            Problem::ListedLocal,
        );
        let results = of_kind(|kind| matches!(kind, LocalKind::Result(_)));
        self.require(results == function.results, "results", Problem::ListedLocal);
        self.captures();
    }

    fn captures(&mut self) {
        let function = self.function;
        let outer = function
            .outer
            .and_then(|outer| self.package.funcs.get(outer));
        for (n, capture) in function.captures.iter().enumerate() {
            let inner = function.locals.get(capture.inner);
            let named = inner.map(|local| local.kind) == Some(LocalKind::Captured(n as u32));
            let source = outer.and_then(|outer| outer.locals.get(capture.outer));
            let same = self.same(inner.map(|l| l.ty), source.map(|l| l.ty));
            self.require(
                named && same,
                format!("capture {n}"),
                Problem::CaptureMismatch,
            );
        }
        for (id, local) in &function.locals {
            if let LocalKind::Captured(n) = local.kind {
                let capture = function.captures.get(n as usize);
                let named = capture.map(|capture| capture.inner) == Some(id);
                self.require(named, id, Problem::CaptureMismatch);
            }
        }
    }

    fn sites(&mut self) {
        let function = self.function;
        for (id, site) in &function.sites {
            let by_value = site
                .value
                .expand()
                .map(|value| function.insts.get(value).and_then(Inst::site) == Some(id));
            let by_local = site
                .local
                .expand()
                .map(|local| function.locals.get(local).and_then(|l| l.site) == Some(id));
            let owned = matches!(
                (by_value, by_local),
                (Some(true), None) | (None, Some(true))
            );
            self.require(owned, id, Problem::SiteOwner);
        }
        for (id, local) in &function.locals {
            if let Some(site) = local.site {
                let owner = function
                    .sites
                    .get(site)
                    .and_then(|site| site.local.expand());
                self.require(owner == Some(id), id, Problem::SiteOwner);
            }
        }
    }

    fn layout(&mut self) {
        let function = self.function;
        self.require(!function.blocks.is_empty(), "blocks", Problem::NoEntry);
        for (block, list) in &function.blocks {
            self.require(!list.is_empty(), block, Problem::EmptyBlock);
            for (n, &value) in list.iter().enumerate() {
                let Some(inst) = function.insts.get(value) else {
                    self.report(value, Problem::UnknownValue);
                    continue;
                };
                match (inst.is_terminator(), n + 1 == list.len()) {
                    (true, false) => self.report(value, Problem::EarlyTerminator),
                    (false, true) => self.report(block, Problem::NoTerminator),
                    (true, true) | (false, false) => {}
                }
                for way in inst.successors() {
                    self.require(function.blocks.is_valid(way), value, Problem::UnknownBlock);
                }
                let before = self.place_of[value].replace((block, n as u32));
                self.require(before.is_none(), value, Problem::TwicePlaced);
            }
        }
    }

    fn instructions(&mut self) {
        let function = self.function;
        for (block, list) in &function.blocks {
            if !self.dominators.reachable(block) {
                continue;
            }
            let mut in_phis = true;
            for (n, &value) in list.iter().enumerate() {
                let Some(inst) = function.insts.get(value) else {
                    continue;
                };
                let phi = matches!(inst, Inst::Phi(_));
                self.require(!phi || in_phis, value, Problem::PhiPlace);
                in_phis &= phi;
                self.operands(value, inst, (block, n as u32));
                self.names(value, inst);
                self.places(value, inst);
                self.types(value, inst, block);
            }
        }
    }

    /// Whether the value is defined when control stands before this instruction.
    fn defined_at(&self, value: Value, at: (Block, u32)) -> bool {
        match self.place_of.get(value).copied().flatten() {
            Some((block, n)) if block == at.0 => n < at.1,
            Some((block, _)) => self.dominators.dominates(block, at.0),
            None => false,
        }
    }

    fn operands(&mut self, value: Value, inst: &Inst, at: (Block, u32)) {
        let function = self.function;
        let mut operands = Vec::new();
        inst.each_operand(&function.value_lists, |operand| operands.push(operand));
        for &operand in &operands {
            let placed = self.place_of.get(operand).copied().flatten().is_some();
            self.require(
                placed,
                format!("{operand} in {value}"),
                Problem::UnknownValue,
            );
        }
        let uses: Vec<(Value, (Block, u32))> = match inst {
            Inst::Phi(ways) => {
                self.phi(value, ways, at.0);
                ways.iter()
                    .map(|&(from, v)| (v, (from, u32::MAX)))
                    .collect()
            }
            Inst::ShortCircuit {
                left,
                right,
                right_block,
                ..
            } => vec![(*left, at), (*right, (*right_block, u32::MAX))],
            _ => operands.into_iter().map(|operand| (operand, at)).collect(),
        };
        for (operand, at) in uses {
            if self.place_of.get(operand).copied().flatten().is_some() {
                let text = format!("{operand} in {value}");
                self.require(self.defined_at(operand, at), text, Problem::NotDominated);
            }
        }
    }

    fn phi(&mut self, value: Value, ways: &[(Block, Value)], block: Block) {
        let mut named: Vec<Block> = ways.iter().map(|&(from, _)| from).collect();
        let mut preds = self.dominators.preds[block].clone();
        preds.sort_unstable();
        preds.dedup();
        named.sort_unstable();
        self.require(named == preds, value, Problem::PhiPredecessors);
        for &(_, operand) in ways {
            let same = self.same(self.ty(value), self.ty(operand));
            self.require(same, value, Problem::LoadType);
        }
    }

    /// What an instruction names by number exists.
    fn names(&mut self, value: Value, inst: &Inst) {
        let (function, package) = (self.function, self.package);
        match inst {
            Inst::LocalAddr(local) | Inst::Declare(local) => {
                self.require(
                    function.locals.is_valid(*local),
                    value,
                    Problem::UnknownLocal,
                );
            }
            Inst::GlobalAddr(global) => {
                self.require(
                    package.globals.is_valid(*global),
                    value,
                    Problem::UnknownGlobal,
                );
            }
            Inst::FuncAddr(func) | Inst::MethodExpr(func) => self.func_ref(value, *func),
            Inst::MethodValue { method, .. } => self.func_ref(value, *method),
            Inst::Closure { func, .. } => self.func_ref(value, FuncRef::Local(*func)),
            Inst::Call { callee, args, .. } => self.call(value, *callee, args),
            Inst::Inlined { callee, .. } => self.func_ref(value, *callee),
            _ => {}
        }
        let site = inst.site();
        if let Some(site) = site {
            let owner = function.sites.get(site).map(|site| site.value.expand());
            match owner {
                Some(owner) => self.require(owner == Some(value), value, Problem::SiteOwner),
                None => self.report(value, Problem::UnknownSite),
            }
        }
        let allocates = matches!(
            inst,
            Inst::Convert(
                ConvertOp::BytesToString
                    | ConvertOp::RunesToString
                    | ConvertOp::RuneToString
                    | ConvertOp::StringToBytes
                    | ConvertOp::StringToRunes,
                ..
            )
        );
        self.require(!allocates || site.is_some(), value, Problem::MissingSite);
    }

    fn func_ref(&mut self, value: Value, func: FuncRef) {
        let known = match func {
            FuncRef::Local(id) => self.package.funcs.is_valid(id),
            FuncRef::Extern(id) => self.package.externs.is_valid(id),
        };
        self.require(known, value, Problem::UnknownFunction);
    }

    fn call(&mut self, value: Value, callee: Callee, args: &ValueList) {
        let count = args.as_slice(&self.function.value_lists).len();
        let wanted = match callee {
            Callee::Static(func) => {
                self.func_ref(value, func);
                self.static_arity(func)
            }
            Callee::Value(func) => self
                .ty(func)
                .and_then(|ty| self.world.as_signature(ty))
                .map(|signature| signature.params.len()),
            Callee::Interface(_, method) => {
                let ty = self.world.object(method).ty.get();
                ty.and_then(|&ty| self.world.as_signature(ty))
                    .map(|signature| signature.params.len())
            }
        };
        if let Some(wanted) = wanted {
            self.require(count == wanted, value, Problem::Arity);
        }
    }

    fn static_arity(&self, func: FuncRef) -> Option<usize> {
        match func {
            FuncRef::Local(id) => self.package.funcs.get(id).map(|f| f.params.len()),
            FuncRef::Extern(id) => {
                let ext = self.package.externs.get(id)?;
                let receiver = self.world.object(ext.object).receiver.get().is_some();
                let signature = self.world.as_signature(ext.ty)?;
                Some(signature.params.len() + usize::from(receiver))
            }
        }
    }

    fn is_place(&self, value: Value) -> bool {
        self.function.insts.get(value).is_some_and(Inst::is_place)
    }

    fn places(&mut self, value: Value, inst: &Inst) {
        let wanted = match inst {
            Inst::Load(place)
            | Inst::LoadOk(place)
            | Inst::Store(place, _)
            | Inst::AddrOf(place)
            | Inst::FieldAddr(place, _)
            | Inst::IndexAddr(place, _) => Some(*place),
            _ => None,
        };
        if let Some(place) = wanted {
            self.require(self.is_place(place), value, Problem::ValueAsPlace);
            let entry = matches!(self.function.insts.get(place), Some(Inst::MapElem(..)));
            let may = matches!(inst, Inst::Load(_) | Inst::LoadOk(_) | Inst::Store(..));
            self.require(!entry || may, value, Problem::MapEntryAddressed);
        }
        let mut first = wanted.is_some();
        let mut wrong = false;
        inst.each_operand(&self.function.value_lists, |operand| {
            wrong |= !std::mem::take(&mut first) && self.is_place(operand);
        });
        self.require(!wrong, value, Problem::PlaceAsValue);
    }

    fn types(&mut self, value: Value, inst: &Inst, block: Block) {
        let ty = self.ty(value);
        match (ty.is_some(), inst.has_no_result()) {
            (false, false) => self.report(value, Problem::MissingType),
            (true, true) => self.report(value, Problem::UnwantedType),
            (true, false) | (false, true) => {}
        }
        match inst {
            Inst::Load(place) => {
                let same = self.same(ty, self.ty(*place));
                self.require(same, value, Problem::LoadType);
            }
            Inst::Store(place, stored) => {
                let same = self.same(self.ty(*place), self.ty(*stored));
                self.require(same, value, Problem::StoreType);
            }
            Inst::AddrOf(place) => {
                let same = self.same(ty.and_then(|ty| self.world.pointee(ty)), self.ty(*place));
                self.require(same, value, Problem::PointerType);
            }
            Inst::Deref(x) => {
                let pointee = self.ty(*x).and_then(|ty| self.world.pointee(ty));
                self.require(self.same(pointee, ty), value, Problem::PointerType);
            }
            Inst::LocalAddr(local) => {
                let declared = self.function.locals.get(*local).map(|local| local.ty);
                self.require(self.same(declared, ty), value, Problem::LoadType);
            }
            Inst::Branch { cond, .. } => {
                let boolean = self.ty(*cond).is_some_and(|ty| self.world.is_boolean(ty));
                self.require(
                    boolean,
                    format!("{value} in {block}"),
                    Problem::ConditionType,
                );
            }
            Inst::Extract(tuple, part) => self.extract(value, *tuple, *part),
            Inst::FieldAddr(x, field) | Inst::Field(x, field) => {
                let ty = self.ty(*x).map(|ty| self.world.underlying_kind(ty));
                let has = matches!(ty, Some(TypeKind::Struct(f)) if (*field as usize) < f.len());
                self.require(has, value, Problem::FieldRange);
            }
            _ => {}
        }
    }

    fn extract(&mut self, value: Value, tuple: Value, part: u32) {
        let kind = self.ty(tuple).map(|ty| self.world.kind(ty));
        let part = match kind {
            Some(TypeKind::Tuple(types)) => types.get(part as usize).copied(),
            _ => None,
        };
        match part {
            Some(part) => {
                let same = self.same(Some(part), self.ty(value));
                self.require(same, value, Problem::ExtractType);
            }
            None => self.report(value, Problem::ExtractRange),
        }
    }

    /// Roots below statements exist and hang once. The trees below them are disjoint where their roots are: an operand is used once.
    fn outline(&mut self) {
        let function = self.function;
        let mut roots: EntitySet<Value> = EntitySet::new();
        for (id, stmt) in &function.source.stmts {
            let mut below = Vec::new();
            parts(&stmt.kind, &mut below);
            let values = below.iter().filter_map(|node| node.value());
            for value in values {
                let known = function.insts.is_valid(value);
                self.require(known, format!("{value} in {id}"), Problem::UnknownValue);
                let twice = roots.contains(value);
                self.require(!twice, format!("{value} in {id}"), Problem::HangsTwice);
                roots.insert(value);
            }
            let stmts = below.iter().filter_map(|node| node.stmt());
            for below in stmt.init.iter().copied().chain(stmts) {
                let known = function.source.stmts.is_valid(below);
                self.require(known, format!("{below} in {id}"), Problem::UnknownStatement);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::Maker;
    use super::*;
    use crate::types::{Basic, Const};

    fn problems(maker: Maker) -> Vec<Problem> {
        let package = Maker::package(vec![maker.function]);
        let errors = verify_package(&maker.world, &package);
        errors.into_iter().map(|error| error.problem).collect()
    }

    /// A function `x = 1` that the tests break in one way each.
    fn sound() -> (Maker, LocalId, Value) {
        let mut m = Maker::new();
        let int = m.world.basic(Basic::Int);
        let x = m.local("x", int, LocalKind::Var);
        m.at = m.block();
        m.end(Inst::Declare(x));
        let one = m.push(Inst::Const(Const::Int(1)), int);
        m.store(x, one);
        (m, x, one)
    }

    #[test]
    fn a_sound_function_passes() {
        let (mut m, _, _) = sound();
        m.end(Inst::Return);
        assert_eq!(problems(m), []);
    }

    #[test]
    fn blocks_must_end() {
        assert_eq!(problems(sound().0), [Problem::NoTerminator]);
        let (mut m, _, _) = sound();
        m.end(Inst::Return);
        m.end(Inst::Return);
        assert_eq!(problems(m), [Problem::EarlyTerminator]);
        let (mut m, _, _) = sound();
        m.end(Inst::Jump(Block::from_u32(7)));
        assert_eq!(problems(m), [Problem::UnknownBlock]);
    }

    #[test]
    fn uses_must_be_dominated() {
        let (mut m, x, _) = sound();
        let int = m.world.basic(Basic::Int);
        let (a, b) = (m.block(), m.block());
        let cond = m.push(Inst::Const(Const::Bool(true)), m.world.basic(Basic::Bool));
        m.end(Inst::Branch {
            cond,
            then: a,
            els: b,
        });
        m.at = a;
        let two = m.push(Inst::Const(Const::Int(2)), int);
        m.end(Inst::Jump(b));
        m.at = b;
        m.store(x, two);
        m.end(Inst::Return);
        assert_eq!(problems(m), [Problem::NotDominated]);
    }

    #[test]
    fn types_and_places_must_fit() {
        let (mut m, x, one) = sound();
        let text = m.push(Inst::Zero, m.world.basic(Basic::String));
        m.store(x, text);
        m.end(Inst::Store(one, one));
        m.end(Inst::Return);
        assert_eq!(problems(m), [Problem::StoreType, Problem::ValueAsPlace]);
        let (mut m, _, one) = sound();
        let block = m.block();
        m.end(Inst::Branch {
            cond: one,
            then: block,
            els: block,
        });
        m.at = block;
        m.end(Inst::Return);
        assert_eq!(problems(m), [Problem::ConditionType]);
    }

    #[test]
    fn sites_belong_to_one_owner() {
        let (mut m, _, _) = sound();
        let int = m.world.basic(Basic::Int);
        let site = m.site(SiteKind::New, int);
        let pointer = m.world.pointer(int);
        m.push(Inst::New(site), pointer);
        m.push(Inst::New(site), pointer);
        m.end(Inst::Return);
        assert_eq!(problems(m), [Problem::SiteOwner]);
    }

    #[test]
    fn phis_name_their_predecessors() {
        let (mut m, _, one) = sound();
        let int = m.world.basic(Basic::Int);
        let next = m.block();
        m.end(Inst::Jump(next));
        m.at = next;
        let here = Block::from_u32(0);
        m.push(
            Inst::Phi([(here, one), (here, one)].into_iter().collect()),
            int,
        );
        m.end(Inst::Return);
        assert_eq!(problems(m), [Problem::PhiPredecessors]);
    }
}
