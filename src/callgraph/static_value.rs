//! WHAT DOES A VARIABLE HOLD? Where the answer is the same at every point of the program, without looking at control flow.
//!
//! A local variable has a *static value* if the statement that declares it gives it one and nothing else assigns to it, in its
//! function or in a literal inside, and its address is not taken. The static value of an expression follows such variables
//! and conversions that change nothing:
//!
//! ```text
//! f := func() {}; g := f; g()       the callee is the literal
//! n := 10; make([]int, n)           the size is 10
//! x := n + 1                        x has the static value n + 1, which is no literal
//! ```
//!
//! The same pass notes, for func and interface variables with several assignments, what all of these assign: known callees
//! and devirtualization look there.
//!
//! IGNORED. Parameters, results, package-level variables, fields, elements: they have no static value. Assignments to a part of
//! a variable count as assignments to it.
//!
//! SOURCE: section 6.6 of the model; `cmd/compile/internal/ir/reassignment.go`.

use cranelift_entity::{EntityRef, EntitySet, PrimaryMap};

use crate::ir::{
    ConvertOp, FuncId, FuncKind, Function, Inst, LocalId, LocalKind, MultiKind, OutlineKind,
    OutlineStmt, Package, StmtId, Value,
};
use crate::types::{Basic, TypeId, TypeKind, World};

use super::nesting::{canonical, is_literal};
use crate::ir::outline_walk::{Event, Node, OutlineWalk};

/// What is assigned to a variable somewhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Assigned {
    /// The value of an expression.
    Value(FuncId, Value),
    /// Some value of the type.
    Type(TypeId),
    /// One of the results of a call, of the type as long as the call is not expanded.
    Result(FuncId, Value, u32, TypeId),
}

/// What is known of a variable.
#[derive(Clone, Debug, Default)]
struct Var {
    /// The statement that declares it, and the value given to it there.
    definition: Option<StmtId>,
    value: Option<Value>,
    /// Assigned by anything else.
    reassigned: bool,
    /// A func variable with assignments of other forms than `x = y`.
    opaque: bool,
    /// All assignments of a func or interface variable, `nil` excepted.
    assigned: Vec<Assigned>,
}

/// Of a variable that nothing was found out about.
static UNKNOWN: Var = Var {
    definition: None,
    value: None,
    reassigned: false,
    opaque: false,
    assigned: Vec::new(),
};

/// What is known of all variables of a package.
#[derive(Default)]
pub struct Variables {
    /// By function and local.
    vars: PrimaryMap<FuncId, Vec<Var>>,
    /// The functions whose bodies were looked at.
    visited: EntitySet<FuncId>,
}

impl Variables {
    /// O(size of the package).
    pub fn new(world: &World, package: &Package) -> Variables {
        let outermost = |function: &Function| {
            let outer = function.outer.filter(|_| is_literal(function.kind));
            // Literals of statically initialised variables stand in no body.
            outer.is_none_or(|outer| !is_literal(package.funcs[outer].kind))
        };
        let declared = |function: &Function| !is_literal(function.kind) || function.outer.is_none();
        let any = |_: &Function| true;
        let passes: [&dyn Fn(&Function) -> bool; 3] = [&declared, &outermost, &any];
        let mut vars = Variables::default();
        vars.collect(world, package, |collector| {
            for is_root in passes {
                for (func, function) in package.funcs.iter() {
                    if is_root(function) {
                        collector.tree(func);
                    }
                }
            }
        });
        vars
    }

    /// Takes in a call that was expanded: what binds its parameters, and the body. O(size of the body + functions).
    pub fn add_expansion(
        &mut self,
        world: &World,
        package: &Package,
        (func, bindings, body): (FuncId, &[StmtId], &[StmtId]),
    ) {
        self.collect(world, package, |collector| {
            for &stmt in bindings {
                // What is below was there before.
                collector.stmt(func, stmt);
            }
            collector.walk(func, OutlineWalk::of_stmts(&package.funcs[func], body));
        });
    }

    /// Takes in functions that were added to the package.
    pub fn add_functions(&mut self, world: &World, package: &Package, added: &[FuncId]) {
        self.collect(world, package, |collector| {
            for &func in added {
                collector.tree(func);
            }
        });
    }

    /// Takes in what `look` looks at.
    fn collect(&mut self, world: &World, package: &Package, look: impl FnOnce(&mut Collector<'_>)) {
        let mut collector = Collector {
            world,
            package,
            vars: std::mem::take(self),
        };
        collector.vars.grow(package);
        look(&mut collector);
        *self = collector.vars;
    }

    /// Room for all functions and variables.
    fn grow(&mut self, package: &Package) {
        while self.vars.len() < package.funcs.len() {
            self.vars.push(Vec::new());
        }
    }

    fn at(&self, package: &Package, func: FuncId, local: LocalId) -> &Var {
        debug_assert!(local.index() < package.funcs[func].locals.len());
        self.vars[func].get(local.index()).unwrap_or(&UNKNOWN)
    }

    fn at_mut(&mut self, package: &Package, func: FuncId, local: LocalId) -> &mut Var {
        let vars = &mut self.vars[func];
        if vars.len() <= local.index() {
            vars.resize_with(package.funcs[func].locals.len(), Var::default);
        }
        &mut vars[local.index()]
    }

    /// The statement that declares a variable of its own function, unless it stands in no assignment.
    pub fn definition(&self, package: &Package, func: FuncId, local: LocalId) -> Option<StmtId> {
        self.at(package, func, local).definition
    }

    /// The value that a variable has everywhere; the variable must be named in its own function.
    fn static_value(&self, package: &Package, func: FuncId, local: LocalId) -> Option<Value> {
        let declared = &package.funcs[func].locals[local];
        let var = self.at(package, func, local);
        let may_have = is_local_variable(declared.kind) && !declared.addr_taken && !var.reassigned;
        var.value.filter(|_| may_have)
    }

    /// All func values that a variable is assigned, in order, `nil` excepted; none if they are not all known.
    pub fn func_values(
        &self,
        package: &Package,
        func: FuncId,
        local: LocalId,
    ) -> Option<&[Assigned]> {
        let (func, local) = canonical(package, func, local);
        let declared = &package.funcs[func].locals[local];
        let var = self.at(package, func, local);
        let known = is_local_variable(declared.kind) && !declared.addr_taken && !var.opaque;
        known.then_some(&var.assigned)
    }

    /// All that an interface variable is assigned, in order, `nil` excepted; none if its address is taken or it is a parameter.
    pub fn interface_values(
        &self,
        package: &Package,
        func: FuncId,
        local: LocalId,
    ) -> Option<&[Assigned]> {
        let (func, local) = canonical(package, func, local);
        let declared = &package.funcs[func].locals[local];
        let known = is_local_variable(declared.kind) && !declared.addr_taken;
        known.then(|| &self.at(package, func, local).assigned[..])
    }
}

fn is_local_variable(kind: LocalKind) -> bool {
    matches!(kind, LocalKind::Var | LocalKind::Temp)
}

/// The expression that an expression is a name for, and the function where it stands. O(length of the chain of variables).
pub fn static_value(
    world: &World,
    package: &Package,
    vars: &Variables,
    func: FuncId,
    value: Value,
) -> (FuncId, Value) {
    follow(world, package, vars, (func, value), |_| true)
}

/// The same as gc's analysis sees it: for literals in initialisers of package-level variables the variables that an expansion has
/// brought into the initialiser have no static values.
pub fn analysed_value(
    world: &World,
    package: &Package,
    vars: &Variables,
    func: FuncId,
    value: Value,
) -> (FuncId, Value) {
    let is_known = |home: FuncId| home == func || package.funcs[home].kind != FuncKind::PackageInit;
    follow(world, package, vars, (func, value), is_known)
}

fn follow(
    world: &World,
    package: &Package,
    vars: &Variables,
    (func, value): (FuncId, Value),
    is_known: impl Fn(FuncId) -> bool,
) -> (FuncId, Value) {
    let (mut func, mut value) = (func, value);
    loop {
        let function = &package.funcs[func];
        match &function.insts[value] {
            Inst::Convert(op, x, _) if changes_nothing(world, function, *op, *x, value) => {
                value = *x;
            }
            Inst::Inlined { results, .. } => match results.as_slice(&function.value_lists) {
                &[result] => value = result,
                _several => return (func, value),
            },
            Inst::Load(place) => {
                let Inst::LocalAddr(local) = function.insts[*place] else {
                    return (func, value);
                };
                let (home, local) = canonical(package, func, local);
                match vars.static_value(package, home, local) {
                    Some(_) if !is_known(home) => return (func, value),
                    Some(definition) => (func, value) = (home, definition),
                    None => return (func, value),
                }
            }
            _other => return (func, value),
        }
    }
}

/// The variable that is read, if the expression is one.
pub fn read_local(func: &Function, value: Value) -> Option<LocalId> {
    match &func.insts[value] {
        Inst::Load(place) => match &func.insts[*place] {
            Inst::LocalAddr(local) => Some(*local),
            _other => None,
        },
        _other => None,
    }
}

/// Whether gc has a conversion for it that changes nothing: the same bits under another type.
pub fn changes_nothing(
    world: &World,
    func: &Function,
    op: ConvertOp,
    from: Value,
    to: Value,
) -> bool {
    match op {
        ConvertOp::Nop | ConvertOp::UintptrToPointer | ConvertOp::PointerToUintptr => true,
        ConvertOp::Numeric => {
            let machine =
                |value: Value| func.types[value].expand().and_then(|ty| machine(world, ty));
            let (from, to) = (machine(from), machine(to));
            from.is_some() && from == to
        }
        ConvertOp::ToInterface
        | ConvertOp::InterfaceToInterface
        | ConvertOp::BytesToString
        | ConvertOp::RunesToString
        | ConvertOp::RuneToString
        | ConvertOp::StringToBytes
        | ConvertOp::StringToRunes
        | ConvertOp::SliceToArray
        | ConvertOp::SliceToArrayPointer => false,
    }
}

/// The type of the machine that a numeric type is.
fn machine(world: &World, ty: TypeId) -> Option<Basic> {
    Some(match world.as_basic(ty)?.canonical() {
        Basic::Int => Basic::Int64,
        Basic::Uint | Basic::Uintptr => Basic::Uint64,
        other => other,
    })
}

struct Collector<'a> {
    world: &'a World,
    package: &'a Package,
    vars: Variables,
}

/// Where an assignment takes its value from.
#[derive(Clone, Copy)]
enum Source {
    /// `var x T`
    Zero,
    /// `x = y`
    Single(Value),
    /// One of `a, b = c, d`.
    Pair(Value),
    /// Something of another form, of the type if it matters.
    Other(Option<TypeId>),
    /// The operand of a type switch or assertion.
    Operand(Value),
    /// One of the results of a call, and its type.
    Result(Value, u32, TypeId),
}

/// An assignment.
#[derive(Clone, Copy)]
struct Store {
    func: FuncId,
    stmt: StmtId,
    source: Source,
    /// Whether it may declare the variable.
    define: bool,
}

impl Collector<'_> {
    /// A function with the literals inside of it, each where it stands.
    fn tree(&mut self, root: FuncId) {
        if self.vars.visited.insert(root) {
            let walk = OutlineWalk::new(&self.package.funcs[root]);
            self.walk(root, walk);
        }
    }

    fn walk(&mut self, func: FuncId, walk: OutlineWalk<'_>) {
        let package = self.package;
        let mut walks = vec![(func, walk)];
        while let Some((func, walk)) = walks.last_mut() {
            let func = *func;
            match walk.next() {
                Some(Event::Enter(Node::Stmt(stmt))) => self.stmt(func, stmt),
                Some(Event::Enter(Node::Value(value))) => {
                    if let Inst::Closure { func: literal, .. } = package.funcs[func].insts[value]
                        && self.vars.visited.insert(literal)
                    {
                        walks.push((literal, OutlineWalk::new(&package.funcs[literal])));
                    }
                }
                Some(Event::Leave(_)) => {}
                None => {
                    walks.pop();
                }
            }
        }
    }

    fn stmt(&mut self, func: FuncId, id: StmtId) {
        let function = &self.package.funcs[func];
        let stmt: &OutlineStmt = &function.source.stmts[id];
        let store = |source: Source, define: bool| Store {
            func,
            stmt: id,
            source,
            define,
        };
        match &stmt.kind {
            OutlineKind::Assign { dst, src, define } => {
                let source = src.map_or(Source::Zero, Source::Single);
                let declares = *define && !function.source.round_copies.contains(&id);
                self.store(store(source, declares), *dst);
            }
            OutlineKind::OpAssign { dst, .. } => {
                self.store(store(Source::Other(None), false), Some(*dst));
            }
            OutlineKind::AssignPairs { dsts, srcs, define } => {
                for (dst, src) in dsts.iter().zip(srcs) {
                    self.store(store(Source::Pair(*src), *define), *dst);
                }
            }
            OutlineKind::AssignMulti {
                dsts,
                src,
                kind,
                define,
            } => {
                for (n, dst) in dsts.iter().enumerate() {
                    let source = self.part(function, *src, *kind, n);
                    self.store(store(source, *define), *dst);
                }
            }
            OutlineKind::Range { x, key, value, .. } => {
                let (key_type, value_type) = self.range_types(function, *x);
                self.range_store(store(Source::Other(key_type), true), *key);
                self.range_store(store(Source::Other(value_type), true), *value);
            }
            OutlineKind::TypeSwitch { x, cases, .. } => {
                for local in cases.iter().filter_map(|case| case.local) {
                    let store = store(Source::Operand(*x), true);
                    self.local_store(store, local, true);
                }
            }
            OutlineKind::Block(_)
            | OutlineKind::Decl(_)
            | OutlineKind::Expr(_)
            | OutlineKind::Return(_)
            | OutlineKind::If { .. }
            | OutlineKind::For { .. }
            | OutlineKind::Switch { .. }
            | OutlineKind::Select { .. }
            | OutlineKind::Go(_)
            | OutlineKind::Defer(_)
            | OutlineKind::Label(_)
            | OutlineKind::Goto(_)
            | OutlineKind::Break(_)
            | OutlineKind::Continue(_)
            | OutlineKind::Fallthrough => {}
        }
    }

    /// What a multi-value form gives to its n-th destination.
    fn part(&self, func: &Function, src: Value, kind: MultiKind, n: usize) -> Source {
        if kind == MultiKind::TypeAssert && n == 0 {
            return Source::Operand(src);
        }
        let parts = func.types[src].expand().map(|ty| self.world.kind(ty));
        match parts {
            Some(TypeKind::Tuple(parts)) => match (kind, parts.get(n)) {
                (MultiKind::Call, Some(&ty)) => {
                    Source::Result(src, u32::try_from(n).unwrap_or(u32::MAX), ty)
                }
                (_, ty) => Source::Other(ty.copied()),
            },
            _single => Source::Other(None),
        }
    }

    /// The types of key and value, where they may be interfaces.
    fn range_types(&self, func: &Function, x: Value) -> (Option<TypeId>, Option<TypeId>) {
        let Some(ty) = func.types[x].expand() else {
            return (None, None);
        };
        let (ty, _) = self.world.deref(ty);
        match self.world.underlying_kind(ty) {
            TypeKind::Array(_, elem) | TypeKind::Slice(elem) => (None, Some(*elem)),
            TypeKind::Chan(_, elem) => (Some(*elem), None),
            TypeKind::Map(key, elem) => (Some(*key), Some(*elem)),
            _no_interfaces => (None, None),
        }
    }

    /// Assigned in every round: what the loop declares has no static value either.
    fn range_store(&mut self, store: Store, dst: Option<Value>) {
        self.store(store, dst);
        if let Some((local, _)) = dst.and_then(|dst| root(&self.package.funcs[store.func], dst)) {
            let (func, local) = canonical(self.package, store.func, local);
            self.vars.at_mut(self.package, func, local).reassigned = true;
        }
    }

    fn store(&mut self, store: Store, dst: Option<Value>) {
        if let Some((local, whole)) = dst.and_then(|dst| root(&self.package.funcs[store.func], dst))
        {
            self.local_store(store, local, whole);
        }
    }

    fn local_store(&mut self, store: Store, local: LocalId, whole: bool) {
        let (func, local) = canonical(self.package, store.func, local);
        let declared = &self.package.funcs[func].locals[local];
        let var = self.vars.at_mut(self.package, func, local);
        let declares = store.define
            || matches!(store.source, Source::Zero)
            || declared.kind == LocalKind::Temp;
        let first = var.definition.is_none() && is_local_variable(declared.kind);
        let defines = first && whole && declares && func == store.func;
        if defines {
            var.definition = Some(store.stmt);
            var.value = match store.source {
                Source::Single(value) | Source::Pair(value) => Some(value),
                Source::Zero | Source::Other(_) | Source::Operand(_) | Source::Result(..) => None,
            };
        } else if !(matches!(store.source, Source::Zero) && var.definition == Some(store.stmt)) {
            var.reassigned = true;
        }
        match self.world.underlying_kind(declared.ty) {
            TypeKind::Func(_) => self.func_store(store, (func, local), whole),
            TypeKind::Interface(_) if whole => self.interface_store(store, (func, local)),
            _other => {}
        }
    }

    fn func_store(&mut self, store: Store, (func, local): (FuncId, LocalId), whole: bool) {
        let var = self.vars.at_mut(self.package, func, local);
        match store.source {
            Source::Zero => {}
            Source::Single(value) if is_nil(&self.package.funcs[store.func], value) => {}
            Source::Single(value) if whole => var.assigned.push(Assigned::Value(store.func, value)),
            _other => var.opaque = true,
        }
    }

    fn interface_store(&mut self, store: Store, (func, local): (FuncId, LocalId)) {
        let assigned = match store.source {
            Source::Zero | Source::Other(None) => return,
            // A converted `nil` is an operation, whose value gc does not know.
            Source::Single(value) | Source::Pair(value)
                if matches!(
                    self.package.funcs[store.func].insts[value],
                    Inst::Nil | Inst::Zero
                ) =>
            {
                return;
            }
            Source::Single(value) | Source::Pair(value) | Source::Operand(value) => {
                Assigned::Value(store.func, value)
            }
            Source::Other(Some(ty)) => Assigned::Type(ty),
            Source::Result(value, part, ty) => Assigned::Result(store.func, value, part, ty),
        };
        let var = self.vars.at_mut(self.package, func, local);
        var.assigned.push(assigned);
    }
}

/// The variable of which a place is a part, and whether it is all of it.
fn root(func: &Function, place: Value) -> Option<(LocalId, bool)> {
    let (mut place, mut whole) = (place, true);
    loop {
        match &func.insts[place] {
            Inst::LocalAddr(local) => return Some((*local, whole)),
            Inst::FieldAddr(base, _) | Inst::IndexAddr(base, _) => {
                whole = false;
                place = *base;
            }
            _indirect => return None,
        }
    }
}

/// `nil`, converted or not.
pub fn is_nil(func: &Function, value: Value) -> bool {
    let mut value = value;
    loop {
        match &func.insts[value] {
            Inst::Nil | Inst::Zero => return true,
            Inst::Convert(ConvertOp::Nop, x, _) => value = *x,
            _other => return false,
        }
    }
}
