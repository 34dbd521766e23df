//! The machine: program, memory, streams; calls of functions from start to end, with deferred calls and panics.

use std::rc::Rc;

use cranelift_entity::EntityRef;
use rustc_hash::FxHashMap;

use super::calls::Target;
use super::frame::Frame;
use super::memory::{Memory, Payload, Region};
use super::panics::Panic;
use super::program::{Program, Unit};
use super::stats::MemStats;
use super::value::{Cell, IfaceVal, ObjRef, Ptr, Val};
use super::{Breach, Failure, Outcome, RunOptions};
use crate::analysis::Analysis;
use crate::escape::facts::Invariant;
use crate::ir::{Block, FuncId, FuncKind, GlobalId, LocalKind, Value};
use crate::source::Pos;
use crate::types::PackageId;

/// What ends the ordinary course of an execution.
#[derive(Clone, Debug)]
pub(super) enum Stop {
    /// A panic, until a deferred call recovers it.
    Panic,
    /// `os.Exit`
    Exit(i32),
    /// The run is given up.
    Fail(Failure),
}

pub(super) type Step<T> = Result<T, Stop>;

/// What runs a program.
pub(super) struct Machine<'a, 'p> {
    pub program: &'p Program<'a>,
    pub memory: Memory,
    pub stats: MemStats,
    pub options: RunOptions<'p>,
    /// Panics in progress, the newest last.
    pub panics: Vec<Panic>,
    pub globals: FxHashMap<(PackageId, GlobalId), ObjRef>,
    /// Variables of packages that are executed natively, by qualified name.
    pub native_globals: FxHashMap<String, ObjRef>,
    /// Types of native packages that execution needs, by qualified name.
    pub native_types: FxHashMap<String, crate::types::TypeId>,
    /// Dictionaries by generic function and type arguments.
    pub dictionaries: FxHashMap<(crate::types::ObjectId, Box<[crate::types::TypeId]>), ObjRef>,
    /// What shapes stand for in each of them.
    pub meanings: FxHashMap<ObjRef, super::dictionary::Meaning>,
    /// The frames in progress, outermost first.
    pub calls: Vec<Call>,
    pub iters: Vec<super::slices::Iter>,
    pub depth: u32,
    pub steps: u64,
    /// Makes each NaN that is a map's key different.
    pub nans: u64,
}

/// A frame in progress, as far as others need to know.
pub(super) struct Call {
    package: PackageId,
    func: FuncId,
    /// Its deferred calls.
    pub defers: Vec<Val>,
    /// The number of the frame whose deferred calls those of this one are: the bodies of range-over-func loops are parts of
    /// the function around them.
    defers_to: usize,
}

/// More frames than any sensible recursion; Go's own limit is a gigabyte of stack.
const MAX_DEPTH: u32 = 200_000;

/// Executes a program from its package initialisers to the end of `main`.
pub(super) fn run(analysis: &Analysis, options: RunOptions<'_>) -> Outcome {
    let program = Program::new(analysis);
    // The streams are borrowed anew for as long as the program lives here.
    let options = RunOptions {
        stdout: &mut *options.stdout,
        stderr: &mut *options.stderr,
        max_steps: options.max_steps,
    };
    let mut machine = Machine {
        program: &program,
        memory: Memory::default(),
        stats: MemStats::default(),
        options,
        panics: Vec::new(),
        globals: FxHashMap::default(),
        native_globals: FxHashMap::default(),
        native_types: FxHashMap::default(),
        dictionaries: FxHashMap::default(),
        meanings: FxHashMap::default(),
        calls: Vec::new(),
        iters: Vec::new(),
        depth: 0,
        steps: 0,
        nans: 0,
    };
    let (code, failure) = match machine.main() {
        Ok(()) => (Some(0), None),
        Err(Stop::Exit(code)) => (Some(code), None),
        Err(Stop::Panic) => match machine.report_panic() {
            Ok(()) => (Some(2), None),
            Err(failure) => (None, Some(failure)),
        },
        Err(Stop::Fail(failure)) => (None, Some(failure)),
    };
    // A reader that went away is no error.
    let _ = machine.options.stdout.flush();
    let _ = machine.options.stderr.flush();
    Outcome {
        code,
        failure,
        stats: machine.stats,
    }
}

impl<'a, 'p> Machine<'a, 'p> {
    fn main(&mut self) -> Step<()> {
        let program = self.program;
        let main = program.in_order().find_map(|unit| {
            let is_main = |package: &&crate::analysis::AnalyzedPackage| {
                package.named
                    && package
                        .result
                        .as_ref()
                        .is_some_and(|r| r.ir.package == unit.id)
            };
            program.analysis.packages.iter().find(is_main)?;
            let funcs = unit.result.ir.funcs.iter();
            let mut mains = funcs.filter(|(_, f)| f.object.is_some() && f.name.as_str() == "main");
            let name = program.world.package(unit.id).name.get();
            let (func, _) = mains
                .next()
                .filter(|_| name.is_none_or(|n| n.as_str() == "main"))?;
            Some((unit.id, func))
        });
        let (package, func) = main.ok_or(Stop::Fail(Failure::NoMain))?;
        for unit in program.in_order() {
            if program.is_std(unit.id) {
                continue;
            }
            let ir = &unit.result.ir;
            for &init in ir.init.iter().chain(&ir.user_inits) {
                self.call(Target::Func(unit.id, init), Vec::new(), None, false)?;
            }
        }
        self.call(Target::Func(package, func), Vec::new(), None, false)?;
        Ok(())
    }

    /// Calls a function of the program; `closure` is the function value, if it was called through one.
    pub fn call(
        &mut self,
        target: Target,
        args: Vec<Val>,
        closure: Option<ObjRef>,
        deferred: bool,
    ) -> Step<Val> {
        match target {
            Target::Func(package, func) => {
                let Some(unit) = self.program.unit(package) else {
                    return Err(self.unsupported("a function without source", Pos::NONE));
                };
                if let Some((package, func)) = unit.result.ir.funcs[func].elsewhere {
                    return self.call(Target::Func(package, func), args, closure, deferred);
                }
                stacker::maybe_grow(128 * 1024, 4 * 1024 * 1024, || {
                    self.call_function(unit, func, args, closure, deferred)
                })
            }
            Target::Native(object) => self.call_native(object, args),
            Target::Bound(inner) => {
                let recv = self.bound_receiver(closure)?;
                let args = std::iter::once(recv).chain(args).collect();
                self.call((*inner).clone(), args, None, deferred)
            }
            Target::BoundInterface(method) => {
                let recv = self.bound_receiver(closure)?;
                self.dispatch(&recv, method, args, deferred, Pos::NONE)
            }
            Target::TypeMethod(recv, method) => self.call_type_method(recv, method, args, deferred),
            Target::InterfaceMethod(method) => {
                let mut args = args.into_iter();
                let recv = args.next().unwrap_or(Val::Unit);
                self.dispatch(&recv, method, args.collect(), deferred, Pos::NONE)
            }
        }
    }

    fn call_function(
        &mut self,
        unit: &'p Unit<'a>,
        func: FuncId,
        args: Vec<Val>,
        closure: Option<ObjRef>,
        deferred: bool,
    ) -> Step<Val> {
        let function = &unit.result.ir.funcs[func];
        if !function.has_body {
            return Err(self.unsupported(
                &format!("{}, which has no body", function.name),
                function.pos,
            ));
        }
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Stop::Fail(Failure::StackOverflow));
        }
        let plan = unit.plan(&self.program.layouts, func);
        let mut frame = Frame {
            unit,
            func,
            function,
            depth: self.depth,
            vals: vec![Val::Unit; function.insts.len()],
            slots: vec![Cell::Int(0); plan.cells as usize],
            plan,
            objects: Default::default(),
            by_site: Default::default(),
            owned: Vec::new(),
            closure,
            previous: None,
            deferred,
        };
        self.begin_call(&frame);
        let done = self.run_frame(&mut frame, args);
        self.calls.truncate(frame.depth as usize - 1);
        self.depth = frame.depth - 1;
        done
    }

    /// Notes the frame, and where its deferred calls go.
    fn begin_call(&mut self, frame: &Frame<'a, 'p>) {
        let own = frame.depth as usize - 1;
        self.calls.truncate(own);
        let defers_to = match (frame.function.kind, frame.function.outer) {
            (FuncKind::RangeBody, Some(outer)) => self.frame_around(frame, outer),
            _function => own,
        };
        self.calls.push(Call {
            package: frame.unit.id,
            func: frame.func,
            defers: Vec::new(),
            defers_to,
        });
    }

    /// The frame in which the body of a loop was made, by its closure; else the newest one of the function around it.
    fn frame_around(&self, frame: &Frame<'a, 'p>, outer: FuncId) -> usize {
        let region = frame
            .closure
            .and_then(|closure| self.memory.region(closure));
        let made_in = match region {
            Some(Region::Stack { depth, .. }) => Some(depth as usize - 1),
            _heap => None,
        };
        let newest = || {
            let is_outer = |call: &Call| call.package == frame.unit.id && call.func == outer;
            self.calls.iter().rposition(is_outer)
        };
        let around = made_in.or_else(newest).unwrap_or(frame.depth as usize - 1);
        self.calls.get(around).map_or(around, |call| call.defers_to)
    }

    /// Puts a call off until the function returns.
    pub fn defer(&mut self, frame: &Frame<'a, 'p>, func: Val) {
        let to = self
            .calls
            .get(frame.depth as usize - 1)
            .map(|call| call.defers_to);
        if let Some(call) = to.and_then(|to| self.calls.get_mut(to)) {
            call.defers.push(func);
        }
    }

    fn next_deferred(&mut self, frame: &Frame<'a, 'p>) -> Option<Val> {
        self.calls.get_mut(frame.depth as usize - 1)?.defers.pop()
    }

    fn run_frame(&mut self, frame: &mut Frame<'a, 'p>, args: Vec<Val>) -> Step<Val> {
        self.enter(frame, args)?;
        match self.run_blocks(frame) {
            Ok(()) => {}
            // The panic in progress when the frame's own code ended is the newest one.
            Err(Stop::Panic) => self.unwind(frame)?,
            Err(other) => return Err(other),
        }
        self.leave(frame)
    }

    /// Lays out the variables that begin with the call, and stores the arguments.
    fn enter(&mut self, frame: &mut Frame<'a, 'p>, args: Vec<Val>) -> Step<()> {
        let function = frame.function;
        for (local, info) in function.locals.iter() {
            // Memory of declared variables begins where control passes the declaration.
            let declared = info.kind == LocalKind::Var && frame.plan.slots[local].is_none();
            if !declared && !matches!(info.kind, LocalKind::Captured(_)) {
                self.begin_local(frame, local);
            }
        }
        for (&param, arg) in function.params.iter().zip(&args) {
            self.store_local(frame, param, arg, function.pos)?;
        }
        Ok(())
    }

    fn run_blocks(&mut self, frame: &mut Frame<'a, 'p>) -> Step<()> {
        let mut block = Block::new(0);
        loop {
            let Some(insts) = frame.function.blocks.get(block) else {
                return Err(self.unsupported("a missing block", frame.function.pos));
            };
            let mut next = None;
            for &value in insts {
                self.steps += 1;
                if self.options.max_steps.is_some_and(|max| self.steps > max) {
                    return Err(Stop::Fail(Failure::OutOfSteps));
                }
                match self.exec(frame, block, value)? {
                    Flow::Next => {}
                    Flow::Jump(to) => next = Some(to),
                    Flow::Return => return self.run_defers(frame),
                }
            }
            let Some(to) = next else {
                return Err(self.unsupported("a block without end", frame.function.pos));
            };
            frame.previous = Some(block);
            block = to;
        }
    }

    /// Runs the deferred calls of a function that returns.
    fn run_defers(&mut self, frame: &mut Frame<'a, 'p>) -> Step<()> {
        while let Some(deferred) = self.next_deferred(frame) {
            let pos = frame.function.source.end.unwrap_or(frame.function.pos);
            self.call_value(&deferred, Vec::new(), false, pos)?;
        }
        Ok(())
    }

    /// Runs the deferred calls of a function that panics. Ok: one of them recovered.
    fn unwind(&mut self, frame: &mut Frame<'a, 'p>) -> Step<()> {
        // Calls in progress below this frame have ended.
        self.depth = frame.depth;
        self.calls.truncate(frame.depth as usize);
        while let Some(deferred) = self.next_deferred(frame) {
            let number = self.panics.len();
            let pos = frame.function.pos;
            match self.call_value(&deferred, Vec::new(), true, pos) {
                Ok(_) => {}
                Err(Stop::Panic) => {
                    // A new panic takes the place of the one in progress, which is kept for the report.
                    self.depth = frame.depth;
                    self.supersede(number);
                }
                Err(other) => return Err(other),
            }
            if self.panics.last().is_some_and(|panic| panic.recovered) {
                self.panics.pop();
                return self.run_defers(frame).or_else(|stop| match stop {
                    Stop::Panic => self.unwind(frame),
                    other => Err(other),
                });
            }
        }
        self.end_objects(frame);
        Err(Stop::Panic)
    }

    /// Gives the results and ends the frame.
    fn leave(&mut self, frame: &mut Frame<'a, 'p>) -> Step<Val> {
        let mut results = Vec::with_capacity(frame.function.results.len());
        for &result in &frame.function.results {
            results.push(self.load_local(frame, result)?);
        }
        let pos = frame.function.source.end.unwrap_or(frame.function.pos);
        let caller = Region::Stack {
            depth: frame.depth - 1,
            loop_depth: super::memory::ANY_DEPTH,
        };
        for result in &results {
            self.check(
                caller,
                result.cells(),
                "a result of the function that ends",
                pos,
            )?;
        }
        self.end_objects(frame);
        Ok(match results.len() {
            1 => results.pop().unwrap_or(Val::Unit),
            0 => Val::Unit,
            _ => Val::tuple(results),
        })
    }

    fn end_objects(&mut self, frame: &mut Frame<'a, 'p>) {
        for obj in frame.owned.drain(..) {
            self.memory.end(obj);
        }
    }

    /// Checks that a container in that region may hold the values.
    pub fn check(&self, container: Region, cells: &[Cell], what: &str, pos: Pos) -> Step<()> {
        match self.memory.may_hold(container, cells) {
            Ok(()) => Ok(()),
            Err((invariant, obj)) => Err(self.breach(invariant, obj, what, pos)),
        }
    }

    pub fn breach(&self, invariant: Invariant, obj: ObjRef, container: &str, pos: Pos) -> Stop {
        Stop::Fail(Failure::Breach(Breach {
            invariant,
            object: self.memory.site(obj),
            container: container.to_owned(),
            pos,
        }))
    }

    pub fn unsupported(&self, what: &str, pos: Pos) -> Stop {
        Stop::Fail(Failure::Unsupported {
            what: what.to_owned(),
            pos,
        })
    }

    /// A new object that no site made.
    pub fn add_object(&mut self, region: Region, cells: Vec<Cell>) -> Ptr {
        let obj = self.memory.add(region, None, Payload::Cells(cells));
        Ptr { obj, off: 0 }
    }

    /// The value as an interface value; its storage, if it needs any, is static.
    pub fn box_static(&mut self, ty: crate::types::TypeId, val: &Val) -> IfaceVal {
        let ty = self.program.world.canonical(ty);
        if self.program.world.is_direct_iface(ty)
            && let [Cell::Ptr(data)] = val.cells()
        {
            return IfaceVal { ty, data: *data };
        }
        let cells = val.cells().to_vec();
        let data = Some(self.add_object(Region::Static, cells));
        IfaceVal { ty, data }
    }

    /// Writes to standard output.
    pub fn print_out(&mut self, bytes: &[u8]) {
        let _ = self.options.stdout.write_all(bytes);
    }

    /// Writes to standard error.
    pub fn print_err(&mut self, bytes: &[u8]) {
        let _ = self.options.stderr.write_all(bytes);
    }
}

/// Where control goes after an instruction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Flow {
    Next,
    Jump(Block),
    Return,
}

impl Frame<'_, '_> {
    /// The value of an instruction.
    pub fn val(&self, value: Value) -> Val {
        self.vals.get(value.index()).cloned().unwrap_or(Val::Unit)
    }

    /// The cells of a value.
    pub fn cells(&self, value: Value) -> Rc<[Cell]> {
        match self.vals.get(value.index()) {
            Some(Val::Many(cells)) => Rc::clone(cells),
            Some(val) => val.cells().into(),
            None => Rc::from([]),
        }
    }

    /// Where the source has the value.
    pub fn pos(&self, value: Value) -> Pos {
        self.function.source.values[value].pos
    }

    /// Whether calls from here count as made by the caller: wrappers are invisible to `recover`.
    pub fn is_wrapper(&self) -> bool {
        matches!(
            self.function.kind,
            FuncKind::CallWrapper | FuncKind::MethodWrapper | FuncKind::MethodValueWrapper
        )
    }
}
