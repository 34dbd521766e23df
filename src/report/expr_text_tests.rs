//! Texts of hand-made trees; the golden files of `escape` check the same on whole programs.

use cranelift_entity::PrimaryMap;
use cranelift_entity::packed_option::PackedOption;
use escargo_grammar::Symbol;
use escargo_grammar::ast::{BinaryOp, UnaryOp};

use super::expr_text::ExprPrinter;
use crate::ir::{
    BuiltinOp, FuncId, FuncKind, Function, Inst, Local, LocalKind, Package, Pragmas, Site,
    SiteKind, Value,
};
use crate::source::Pos;
use crate::types::{Basic, Const, TypeId, TypeKind, World};

struct Fixture {
    world: World,
    package: Package,
    func: FuncId,
}

impl Fixture {
    fn new() -> Fixture {
        let world = World::new();
        let ty = world.intern(TypeKind::Basic(Basic::Int));
        let func = Function {
            name: Symbol::intern("f"),
            object: None,
            kind: FuncKind::Declared,
            pos: Pos::NONE,
            start: Pos::NONE,
            ty,
            outer: None,
            pragmas: Pragmas::default(),
            has_body: true,
            may_jump: false,
            elsewhere: None,
            duplicable: false,
            locals: PrimaryMap::new(),
            params: Vec::new(),
            results: Vec::new(),
            captures: Vec::new(),
            sites: PrimaryMap::new(),
            insts: PrimaryMap::new(),
            types: Default::default(),
            value_lists: Default::default(),
            blocks: PrimaryMap::new(),
            source: Default::default(),
        };
        let mut funcs = PrimaryMap::new();
        let func = funcs.push(func);
        let package = world.package_id(Symbol::intern("p"));
        let package = Package {
            package,
            funcs,
            globals: PrimaryMap::new(),
            externs: PrimaryMap::new(),
            by_object: Default::default(),
            roots: vec![func],
            init: None,
            user_inits: Vec::new(),
            instances: Default::default(),
            dictionaries: Default::default(),
            dictionary_words: Default::default(),
            imprecise_calls: Vec::new(),
        };
        Fixture {
            world,
            package,
            func,
        }
    }

    fn ty(&self, basic: Basic) -> TypeId {
        self.world.intern(TypeKind::Basic(basic))
    }

    fn add(&mut self, inst: Inst, ty: TypeId) -> Value {
        let func = &mut self.package.funcs[self.func];
        let value = func.insts.push(inst);
        func.types[value] = Some(ty).into();
        value
    }

    fn variable(&mut self, name: &str, basic: Basic) -> Value {
        let ty = self.ty(basic);
        let local = self.package.funcs[self.func].locals.push(Local {
            name: Symbol::intern(name),
            ty,
            pos: Pos::NONE,
            kind: LocalKind::Var,
            object: None,
            site: None,
            unnamed: false,
            addr_taken: false,
        });
        let place = self.add(Inst::LocalAddr(local), ty);
        self.add(Inst::Load(place), ty)
    }

    fn concat(&mut self, parts: &[Value]) -> Value {
        let ty = self.ty(Basic::String);
        let func = &mut self.package.funcs[self.func];
        let site = func.sites.push(Site {
            kind: SiteKind::Concat,
            ty,
            count: None,
            value: PackedOption::default(),
            local: PackedOption::default(),
            is_static: false,
        });
        let mut list = cranelift_entity::EntityList::new();
        list.extend(parts.iter().copied(), &mut func.value_lists);
        self.add(Inst::Concat(site, list), ty)
    }

    fn text(&self, value: Value) -> String {
        let printer = ExprPrinter {
            world: &self.world,
            package: &self.package,
            facts: None,
        };
        printer.value(self.func, value)
    }
}

#[test]
fn parentheses_come_from_precedence() {
    let mut t = Fixture::new();
    let int = t.ty(Basic::Int);
    let n = t.variable("n", Basic::Int);
    let one = t.add(Inst::Const(Const::Int(1)), int);
    let sum = t.add(Inst::Binary(BinaryOp::Add, n, one), int);
    let left = t.add(Inst::Binary(BinaryOp::Mul, sum, n), int);
    assert_eq!(t.text(left), "(n + 1) * n");
    let product = t.add(Inst::Binary(BinaryOp::Mul, one, n), int);
    let right = t.add(Inst::Binary(BinaryOp::Sub, n, product), int);
    assert_eq!(t.text(right), "n - 1 * n");
    let nested = t.add(Inst::Binary(BinaryOp::Sub, n, sum), int);
    assert_eq!(t.text(nested), "n - (n + 1)");
}

#[test]
fn equal_unary_operators_are_kept_apart() {
    let mut t = Fixture::new();
    let int = t.ty(Basic::Int);
    let n = t.variable("n", Basic::Int);
    let minus = t.add(Inst::Unary(UnaryOp::Neg, n), int);
    let twice = t.add(Inst::Unary(UnaryOp::Neg, minus), int);
    assert_eq!(t.text(twice), "- (-n)");
    let not = t.add(Inst::Unary(UnaryOp::BitNot, minus), int);
    assert_eq!(t.text(not), "^(-n)");
}

#[test]
fn concatenation_has_no_precedence() {
    let mut t = Fixture::new();
    let (int, byte) = (t.ty(Basic::Int), t.ty(Basic::Byte));
    let (s, n) = (t.variable("s", Basic::String), t.variable("n", Basic::Int));
    let both = t.concat(&[s, s]);
    let index = t.add(Inst::StringIndex(both, n), byte);
    assert_eq!(t.text(index), "(s + s)[n]");
    let args =
        cranelift_entity::EntityList::from_slice(&[both], &mut t.package.funcs[t.func].value_lists);
    let len = t.add(Inst::Builtin(BuiltinOp::Len, args), int);
    assert_eq!(t.text(len), "len(s + s)");
}

#[test]
fn constants_show_types_that_are_not_the_default() {
    let mut t = Fixture::new();
    let (int8, rune, string) = (t.ty(Basic::Int8), t.ty(Basic::Rune), t.ty(Basic::String));
    let small = t.add(Inst::Const(Const::Int(1)), int8);
    assert_eq!(t.text(small), "int8(1)");
    let letter = t.add(Inst::Const(Const::Int(65)), rune);
    assert_eq!(t.text(letter), "'A'");
    let long = "x".repeat(100).into_bytes();
    let long = t.add(Inst::Const(Const::Str(long.into())), string);
    assert_eq!(t.text(long), format!("\"{}...", "x".repeat(68)));
}

#[test]
fn a_long_sum_does_not_overflow_the_stack() {
    let mut t = Fixture::new();
    let int = t.ty(Basic::Int);
    let n = t.variable("n", Basic::Int);
    let sum = (0..200_000).fold(n, |sum, _| t.add(Inst::Binary(BinaryOp::Add, sum, n), int));
    assert_eq!(t.text(sum).len(), 200_001 * 4 - 3);
}

#[test]
fn numbers_are_written_as_their_type_says() {
    let mut t = Fixture::new();
    let (float, float32, complex) = (
        t.ty(Basic::Float64),
        t.ty(Basic::Float32),
        t.ty(Basic::Complex128),
    );
    let ten = t.add(Inst::Const(Const::Int(10)), float);
    assert_eq!(t.text(ten), "10");
    let ten = t.add(Inst::Const(Const::Int(10_000_000)), float32);
    assert_eq!(t.text(ten), "float32(1e+07)");
    let one = t.add(Inst::Const(Const::Int(1)), complex);
    assert_eq!(t.text(one), "(1 + 0i)");
}

#[test]
fn strings_are_quoted_as_go_quotes_them() {
    let mut t = Fixture::new();
    let string = t.ty(Basic::String);
    let text = "é\u{0}\u{301}\u{200b}\u{a0}\"".to_owned().into_bytes();
    let text = t.add(Inst::Const(Const::Str(text.into())), string);
    assert_eq!(t.text(text), "\"é\\x00\u{301}\\u200b\\u00a0\\\"\"");
}
