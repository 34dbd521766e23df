//! The engine on programs made by hand: one rule each, and sizes that only the right complexity survives.

use std::time::{Duration, Instant};

use escargo_grammar::Symbol;

use super::facts::{Message, PackageFacts};
use super::{EscapeOptions, NoSummaries, analyze_package};
use crate::ir::testing::Maker;
use crate::ir::{
    Callee, FuncId, FuncRef, Inst, LocalId, LocalKind, OutlineKind, OutlineStmt, Package, SiteId,
    SiteKind, Value,
};
use crate::release::Release;
use crate::rules::EdgeRule;
use crate::source::Pos;
use crate::types::{Basic, TypeId, World};

/// Makes statements of the outline; blocks are not looked at.
struct Program {
    maker: Maker,
    int: TypeId,
    pointer: TypeId,
}

impl Program {
    fn new(name: &str) -> Program {
        let mut maker = Maker::new();
        maker.function.name = Symbol::intern(name);
        maker.branches(&[&[]]);
        let int = maker.world.basic(Basic::Int);
        let pointer = maker.world.pointer(int);
        Program {
            maker,
            int,
            pointer,
        }
    }

    fn stmt(&mut self, kind: OutlineKind) {
        let stmt = self.maker.function.source.stmts.push(OutlineStmt {
            pos: Pos::NONE,
            init: Vec::new(),
            kind,
        });
        self.maker.function.source.body.push(stmt);
    }

    fn place(&mut self, local: LocalId) -> Value {
        let ty = self.maker.function.locals[local].ty;
        self.maker.push(Inst::LocalAddr(local), ty)
    }

    fn address(&mut self, local: LocalId) -> Value {
        let place = self.place(local);
        let pointer = self.pointer;
        self.maker.push(Inst::AddrOf(place), pointer)
    }

    fn assign(&mut self, to: LocalId, src: Value, define: bool) {
        let dst = Some(self.place(to));
        let src = Some(src);
        self.stmt(OutlineKind::Assign { dst, src, define });
    }

    fn var(&mut self, name: &str) -> LocalId {
        let pointer = self.pointer;
        self.maker.local(name, pointer, LocalKind::Var)
    }

    fn finish(self) -> (World, Package) {
        (self.maker.world, Maker::package(vec![self.maker.function]))
    }
}

fn analyze(world: &World, package: &mut Package, disabled: Option<EdgeRule>) -> PackageFacts {
    let options = EscapeOptions {
        disabled,
        ..EscapeOptions::of(Release::NEWEST)
    };
    analyze_package(world, package, &NoSummaries, &options)
}

fn f() -> FuncId {
    FuncId::from_u32(0)
}

/// `func f(p *int) *int { x := 1; q := &x; r = p; return r }`-like programs.
fn returned_address() -> (World, Package) {
    let mut program = Program::new("f");
    let pointer = program.pointer;
    let int = program.int;
    program.maker.local("~r0", pointer, LocalKind::Result(0));
    let x = program.maker.local("x", int, LocalKind::Var);
    let q = program.var("q");
    let address = program.address(x);
    program.assign(q, address, true);
    let value = program.maker.load(q);
    program.stmt(OutlineKind::Return(vec![value]));
    program.finish()
}

#[test]
fn a_returned_address_moves_the_variable_to_the_heap() {
    let (world, mut package) = returned_address();
    let facts = analyze(&world, &mut package, None);
    let x = LocalId::from_u32(1);
    assert_eq!(
        facts.messages,
        [Message::MovedToHeap {
            func: f(),
            local: x
        }]
    );
    let site = package.funcs[f()].locals[x].site.expect("a variable");
    let found = &facts.funcs[f()].sites[site];
    let flow = &facts.flows[found.flow.expect("a flow")];
    assert_eq!(flow.steps.len(), 2);
    assert_eq!(flow.steps[0].derefs, -1);
}

#[test]
fn a_rule_that_is_switched_off_loses_the_flow() {
    for rule in [
        EdgeRule::AddressOf,
        EdgeRule::Assign,
        EdgeRule::Return,
        EdgeRule::Variable,
    ] {
        let (world, mut package) = returned_address();
        let facts = analyze(&world, &mut package, Some(rule));
        assert!(facts.messages.is_empty(), "{rule:?}: {:?}", facts.messages);
    }
    let (world, mut package) = returned_address();
    let facts = analyze(&world, &mut package, Some(EdgeRule::Send));
    assert_eq!(facts.messages.len(), 1);
}

#[test]
fn parameters_leak_to_results() {
    let mut program = Program::new("f");
    let pointer = program.pointer;
    let p = program.maker.local("p", pointer, LocalKind::Param);
    program.maker.local("~r0", pointer, LocalKind::Result(0));
    let value = program.maker.load(p);
    program.stmt(OutlineKind::Return(vec![value]));
    let (world, mut package) = program.finish();
    let facts = analyze(&world, &mut package, None);
    let leak = Message::LeaksToResult {
        func: f(),
        param: p,
        result: 0,
        level: 0,
    };
    assert_eq!(facts.messages, [leak]);
    let summary = facts.funcs[f()].params[0].expect("a summary");
    assert_eq!((summary.heap, summary.results[0]), (None, Some(0)));
}

/// Time that even a loaded machine needs only for more than n log n.
const PATIENCE: Duration = Duration::from_secs(60);

fn in_time(what: &str, run: impl FnOnce()) {
    let start = Instant::now();
    run();
    let taken = start.elapsed();
    assert!(taken < PATIENCE, "{what}: {taken:?}");
}

/// `p1 := &x1; p1 = p0; p2 := &x2; p2 = p1; …; return pn`: each address has a way as long as what is left of the program.
#[test]
fn long_chains_of_assignments() {
    let mut program = Program::new("f");
    let (int, pointer) = (program.int, program.pointer);
    program.maker.local("~r0", pointer, LocalKind::Result(0));
    let mut last = program.var("p0");
    for n in 1..50_000 {
        let x = program.maker.local(&format!("x{n}"), int, LocalKind::Var);
        let p = program.var(&format!("p{n}"));
        let address = program.address(x);
        program.assign(p, address, true);
        let value = program.maker.load(last);
        program.assign(p, value, false);
        last = p;
    }
    let value = program.maker.load(last);
    program.stmt(OutlineKind::Return(vec![value]));
    let (world, mut package) = program.finish();
    in_time("100,000 statements", || {
        let facts = analyze(&world, &mut package, None);
        assert_eq!(facts.messages.len(), 49_999);
    });
}

/// `return []*int{new(int), new(int), …}`
#[test]
fn large_literals() {
    let mut program = Program::new("f");
    let (int, pointer) = (program.int, program.pointer);
    let slice = program.maker.world.slice(pointer);
    program.maker.local("~r0", slice, LocalKind::Result(0));
    let elems: Vec<(u64, Value)> = (0..1_000_000)
        .map(|n| {
            let site = program.maker.site(SiteKind::New, int);
            (n, program.maker.push(Inst::New(site), pointer))
        })
        .collect();
    let site = program.maker.site(SiteKind::SliceLit, pointer);
    let len = elems.len() as u64;
    let elems = elems.into_boxed_slice();
    let literal = program
        .maker
        .push(Inst::SliceLit { site, len, elems }, slice);
    program.stmt(OutlineKind::Return(vec![literal]));
    let (world, mut package) = program.finish();
    in_time("a literal of 1,000,000 elements", || {
        let facts = analyze(&world, &mut package, None);
        assert_eq!(facts.messages.len(), 1_000_001);
        assert!(facts.funcs[f()].sites[SiteId::from_u32(1)].escapes);
    });
}

/// `func fN(p *int) *int { return fN+1(p) }`, in a circle.
#[test]
fn large_recursive_batches() {
    let count = 20_000u32;
    let mut functions = Vec::new();
    // All makers give the same types the same numbers.
    let mut world = World::new();
    for n in 0..count {
        let mut program = Program::new(&format!("f{n}"));
        let pointer = program.pointer;
        let p = program.maker.local("p", pointer, LocalKind::Param);
        program.maker.local("~r0", pointer, LocalKind::Result(0));
        let value = program.maker.load(p);
        let mut args = crate::ir::ValueList::new();
        args.push(value, &mut program.maker.function.value_lists);
        let callee = FuncId::from_u32((n + 1) % count);
        let call = Inst::Call {
            callee: Callee::Static(FuncRef::Local(callee)),
            args,
            spread: false,
        };
        let call = program.maker.push(call, pointer);
        program.stmt(OutlineKind::Return(vec![call]));
        functions.push(program.maker.function);
        world = program.maker.world;
    }
    let mut package = Maker::package(functions);
    in_time("20,000 mutually recursive functions", || {
        let facts = analyze(&world, &mut package, None);
        assert_eq!(facts.messages.len(), count as usize);
    });
}
