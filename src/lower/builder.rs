//! Building one function: blocks for execution and, beside them, the outline that gc's analysis reads.
//!
//! HOW TO USE. There is one [`FuncBuilder`] for each function whose body is being lowered; literals nest, so they form a
//! stack in [`Lowerer`](super::context::Lowerer), reached by `self.b()`. Instructions go to the end of the *current block*;
//! behind a terminator the next instruction opens a block of its own that nothing leads to, so no caller needs to ask
//! whether a place can be reached. Blocks left without terminator get `Unreachable` when the function is finished.
//!
//! Outline statements go to the innermost open *statement list*. A list is opened with [`FuncBuilder::begin_stmts`] and
//! taken with [`FuncBuilder::end_stmts`] (or both by `Lowerer::with_stmts`):
//!
//! ```text
//! let cond = self.expr(e);                           // emits into the current block
//! let (then, els, join) = (b.new_block(), …);
//! b.branch(cond, then, els, pos);
//! b.switch_to(then);  let body = self.with_stmts(|l| l.block(stmt));  b.jump(join, pos);
//! …
//! b.push_stmt(pos, OutlineKind::If { cond, then: body, els });
//! ```
//!
//! Sites are made together with the instruction that owns them ([`FuncBuilder::emit_site`]), variables together with theirs
//! ([`FuncBuilder::new_local`]).
//!
//! TEMPORARIES. gc calls a temporary `.autotmp_N`, N being the number of entries of the function's declaration list when it
//! is made: receiver, parameters, results, variables and earlier temporaries. [`FuncBuilder::declared`] counts them; captured
//! and hidden locals are no entries. What gc declares and we have no local for (the dictionary of generic code) is counted by hand.

use cranelift_entity::{ListPool, PrimaryMap, SecondaryMap};
use escargo_grammar::{Symbol, ast};
use rustc_hash::FxHashMap;

use crate::ir::{
    Block, FuncId, FuncKind, Function, Inst, Local, LocalId, LocalKind, OutlineKind, OutlineStmt,
    Pragmas, Site, SiteId, SiteKind, SourceMap, StmtId, Value, ValueList,
};
use crate::source::Pos;
use crate::types::{Const, ObjectId, TypeId};

use super::range_needs::RangeNumbers;

/// Where `break` and `continue` lead to inside a loop, `switch` or `select`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Target {
    /// The label of the statement.
    pub label: Option<Symbol>,
    /// Behind the statement.
    pub break_to: Block,
    /// The next round; none for `switch` and `select`.
    pub continue_to: Option<Block>,
}

/// What names a literal: the counters of the function around it.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct LiteralCounters {
    /// `f.func1`
    pub literals: u32,
    /// `f-range1`
    pub ranges: u32,
    /// `f.gowrap1` and `f.deferwrap1` share one.
    pub wrappers: u32,
}

/// A function under construction.
pub(super) struct FuncBuilder {
    /// Its number in the package, reserved.
    pub id: FuncId,
    /// What is built.
    pub function: Function,
    /// Locals of declared objects (captured ones included).
    pub locals: FxHashMap<ObjectId, LocalId>,
    /// Captured locals by the outer function's local.
    pub captured: FxHashMap<LocalId, LocalId>,
    /// Entries of gc's declaration list so far.
    pub declared: u32,
    /// Enclosing statements that `break` and `continue` can leave, innermost last.
    pub targets: Vec<Target>,
    /// Blocks of labels, made when first mentioned.
    pub labels: FxHashMap<Symbol, Block>,
    /// Names of literals.
    pub counters: LiteralCounters,
    /// Whether control passes on behind a block or `if`, as far as has been asked: statements around ask again.
    pub terminating: FxHashMap<escargo_grammar::ast::StmtId, bool>,
    /// Labels made for such loops.
    pub next_labels: u32,
    /// The numbers of the function's range-over-func loops.
    pub range_numbers: FxHashMap<ast::StmtId, RangeNumbers>,
    /// Whether sites have lost their owners.
    pub dropped_sites: bool,
    current: Block,
    /// Open statement lists, innermost last; the first one is the body.
    lists: Vec<Vec<StmtId>>,
}

/// A function without body and locals, to be filled.
pub(super) fn empty_function(name: Symbol, kind: FuncKind, pos: Pos, ty: TypeId) -> Function {
    Function {
        name,
        object: None,
        kind,
        pos,
        start: pos,
        ty,
        outer: None,
        pragmas: Pragmas::default(),
        has_body: false,
        may_jump: false,
        elsewhere: None,
        duplicable: false,
        locals: PrimaryMap::new(),
        params: Vec::new(),
        results: Vec::new(),
        captures: Vec::new(),
        sites: PrimaryMap::new(),
        insts: PrimaryMap::new(),
        types: SecondaryMap::new(),
        value_lists: ListPool::new(),
        blocks: PrimaryMap::new(),
        source: SourceMap::default(),
    }
}

impl FuncBuilder {
    /// A builder that goes on with `function`; its entry block is the current one.
    pub fn new(id: FuncId, mut function: Function) -> FuncBuilder {
        let current = function.blocks.push(Vec::new());
        FuncBuilder::with_current(id, function, current)
    }

    fn with_current(id: FuncId, function: Function, current: Block) -> FuncBuilder {
        FuncBuilder {
            id,
            function,
            locals: FxHashMap::default(),
            captured: FxHashMap::default(),
            declared: 0,
            targets: Vec::new(),
            labels: FxHashMap::default(),
            counters: LiteralCounters::default(),
            terminating: FxHashMap::default(),
            next_labels: 0,
            range_numbers: FxHashMap::default(),
            dropped_sites: false,
            current,
            lists: vec![Vec::new()],
        }
    }

    /// A builder that goes on with a finished function: what is added to it must not open statement lists.
    pub fn resume(id: FuncId, mut function: Function) -> FuncBuilder {
        let body = std::mem::take(&mut function.source.body);
        let entry = function.blocks.keys().next();
        let entry = entry.unwrap_or_else(|| function.blocks.push(Vec::new()));
        let is_declared = |local: &&Local| match local.kind {
            LocalKind::Captured(_) | LocalKind::Hidden => false,
            LocalKind::Receiver
            | LocalKind::Param
            | LocalKind::Result(_)
            | LocalKind::Var
            | LocalKind::Temp => true,
        };
        let declared = function.locals.values().filter(is_declared).count();
        let mut builder = FuncBuilder::with_current(id, function, entry);
        builder.declared = u32::try_from(declared).unwrap_or(u32::MAX);
        builder.lists = vec![body];
        builder
    }

    /// The finished function: open blocks end in `Unreachable`, the outermost statement list is the body.
    pub fn finish(mut self) -> Function {
        let open: Vec<Block> = self
            .function
            .blocks
            .keys()
            .filter(|&block| !self.is_terminated(block))
            .collect();
        for block in open {
            let end = self.function.insts.push(Inst::Unreachable);
            self.function.blocks[block].push(end);
        }
        self.compact_sites();
        self.function.source.body = self.lists.drain(..).flatten().collect();
        self.function.has_body = true;
        self.function
    }

    // Instructions.

    /// Adds an instruction with a result to the current block.
    pub fn emit(&mut self, inst: Inst, ty: TypeId, pos: Pos) -> Value {
        let value = self.append(inst, pos);
        self.function.types[value] = ty.into();
        value
    }

    /// Adds an instruction without result (a store, a send, a terminator).
    pub fn emit_void(&mut self, inst: Inst, pos: Pos) -> Value {
        self.append(inst, pos)
    }

    /// Adds an instruction that the source does not show.
    pub fn emit_implicit(&mut self, inst: Inst, ty: TypeId, pos: Pos) -> Value {
        let value = self.emit(inst, ty, pos);
        self.set_implicit(value);
        value
    }

    /// Adds an instruction that allocates: `make` is given its site, `site_ty` is what [`Site::ty`] says.
    pub fn emit_site(
        &mut self,
        (kind, site_ty): (SiteKind, TypeId),
        make: impl FnOnce(SiteId) -> Inst,
        ty: TypeId,
        pos: Pos,
    ) -> Value {
        let inst = self.with_site(kind, site_ty, make);
        self.emit(inst, ty, pos)
    }

    /// Like [`FuncBuilder::emit_site`] for `go` and `defer`.
    pub fn emit_site_void(
        &mut self,
        (kind, site_ty): (SiteKind, TypeId),
        make: impl FnOnce(SiteId) -> Inst,
        pos: Pos,
    ) -> Value {
        let inst = self.with_site(kind, site_ty, make);
        self.emit_void(inst, pos)
    }

    fn with_site(&mut self, kind: SiteKind, ty: TypeId, make: impl FnOnce(SiteId) -> Inst) -> Inst {
        let next = Value::from_u32(self.function.insts.len() as u32);
        let site = self.function.sites.push(Site {
            kind,
            ty,
            count: None,
            value: next.into(),
            local: None.into(),
            is_static: false,
        });
        make(site)
    }

    fn append(&mut self, inst: Inst, pos: Pos) -> Value {
        if self.is_terminated(self.current) {
            self.current = self.new_block();
        }
        let value = self.function.insts.push(inst);
        self.function.blocks[self.current].push(value);
        self.function.source.values[value].pos = pos;
        value
    }

    /// A list in the function's pool.
    pub fn list(&mut self, values: &[Value]) -> ValueList {
        ValueList::from_slice(values, &mut self.function.value_lists)
    }

    /// The type of a value that has one.
    pub fn ty(&self, value: Value) -> Option<TypeId> {
        self.function.types[value].expand()
    }

    /// The instruction that makes a value.
    pub fn inst(&self, value: Value) -> &Inst {
        &self.function.insts[value]
    }

    /// Where gc reports the value.
    pub fn pos(&self, value: Value) -> Pos {
        self.function.source.values[value].pos
    }

    /// Marks what the source does not show: it prints as its operand.
    pub fn set_implicit(&mut self, value: Value) {
        self.function.source.values[value].implicit = true;
    }

    /// An integer constant that only execution needs, or one the program shows.
    pub fn int(&mut self, value: i64, ty: TypeId, pos: Pos) -> Value {
        self.emit(Inst::Const(Const::Int(value)), ty, pos)
    }

    // Blocks.

    /// A new block, not the current one.
    pub fn new_block(&mut self) -> Block {
        self.function.blocks.push(Vec::new())
    }

    /// The block that instructions are added to. (Behind a terminator: the one it ended.)
    pub fn current_block(&self) -> Block {
        self.current
    }

    /// Makes a block the current one.
    pub fn switch_to(&mut self, block: Block) {
        self.current = block;
    }

    /// Whether control can pass here as far as the current block shows: it has no terminator yet.
    pub fn is_open(&self) -> bool {
        !self.is_terminated(self.current)
    }

    fn is_terminated(&self, block: Block) -> bool {
        let last = self.function.blocks[block].last();
        last.is_some_and(|&last| self.function.insts[last].is_terminator())
    }

    /// Ends the current block with a jump, unless it has ended.
    pub fn jump(&mut self, to: Block, pos: Pos) {
        if self.is_open() {
            self.emit_void(Inst::Jump(to), pos);
        }
    }

    /// Ends the current block with a branch.
    pub fn branch(&mut self, cond: Value, then: Block, els: Block, pos: Pos) {
        self.emit_void(Inst::Branch { cond, then, els }, pos);
    }

    /// The block of a label.
    pub fn label_block(&mut self, label: Symbol) -> Block {
        match self.labels.get(&label) {
            Some(&block) => block,
            None => {
                let block = self.new_block();
                self.labels.insert(label, block);
                block
            }
        }
    }

    // Locals.

    /// A new local with its site; `object` is entered into the object map. Parameters and results are entered into their
    /// lists, in the order of the calls. Captured and hidden locals have no site and do not count as declared.
    pub fn new_local(
        &mut self,
        name: Symbol,
        ty: TypeId,
        pos: Pos,
        kind: LocalKind,
        object: Option<ObjectId>,
    ) -> LocalId {
        let id = self.function.locals.push(Local {
            name,
            ty,
            pos,
            kind,
            object,
            site: None,
            unnamed: false,
            addr_taken: false,
        });
        match kind {
            LocalKind::Captured(_) | LocalKind::Hidden => {}
            LocalKind::Receiver
            | LocalKind::Param
            | LocalKind::Result(_)
            | LocalKind::Var
            | LocalKind::Temp => {
                self.declared += 1;
                let site = self.function.sites.push(Site {
                    kind: SiteKind::Variable,
                    ty,
                    count: None,
                    value: None.into(),
                    local: id.into(),
                    is_static: false,
                });
                self.function.locals[id].site = Some(site);
            }
        }
        match kind {
            LocalKind::Receiver | LocalKind::Param => self.function.params.push(id),
            LocalKind::Result(_) => self.function.results.push(id),
            LocalKind::Var | LocalKind::Temp | LocalKind::Captured(_) | LocalKind::Hidden => {}
        }
        if let Some(object) = object {
            self.locals.insert(object, id);
        }
        id
    }

    /// A temporary that gc makes too: `.autotmp_N`.
    pub fn new_temp(&mut self, ty: TypeId, pos: Pos) -> LocalId {
        let name = Symbol::intern(&format!(".autotmp_{}", self.declared));
        self.new_local(name, ty, pos, LocalKind::Temp, None)
    }

    /// A slot for execution only.
    pub fn new_hidden(&mut self, name: &str, ty: TypeId, pos: Pos) -> LocalId {
        self.new_local(Symbol::intern(name), ty, pos, LocalKind::Hidden, None)
    }

    /// The place of a local of this function.
    pub fn local_place(&mut self, local: LocalId, pos: Pos) -> Value {
        let ty = self.function.locals[local].ty;
        self.emit(Inst::LocalAddr(local), ty, pos)
    }

    /// What a local of this function holds.
    pub fn load_local(&mut self, local: LocalId, pos: Pos) -> Value {
        let place = self.local_place(local, pos);
        self.load(place, pos)
    }

    /// Sets a local of this function (blocks only: the caller makes the outline's statement, if gc has one).
    pub fn store_local(&mut self, local: LocalId, value: Value, pos: Pos) {
        let place = self.local_place(local, pos);
        self.emit_void(Inst::Store(place, value), pos);
    }

    /// What lies in a place.
    pub fn load(&mut self, place: Value, pos: Pos) -> Value {
        let ty = self.function.types[place];
        let value = self.append(Inst::Load(place), pos);
        self.function.types[value] = ty;
        value
    }

    /// Part `index` of a tuple value.
    pub fn extract(&mut self, tuple: Value, index: u32, ty: TypeId, pos: Pos) -> Value {
        self.emit(Inst::Extract(tuple, index), ty, pos)
    }

    /// Moves the capture that a captured local stands for behind the others.
    pub fn move_capture_last(&mut self, inner: LocalId) {
        let captures = &mut self.function.captures;
        let Some(at) = captures.iter().position(|capture| capture.inner == inner) else {
            return;
        };
        let capture = captures.remove(at);
        captures.push(capture);
        for (number, capture) in captures.iter().enumerate() {
            self.function.locals[capture.inner].kind = LocalKind::Captured(number as u32);
        }
    }

    // Outline.

    /// A statement of the outline, in no list yet.
    pub fn make_stmt(&mut self, pos: Pos, kind: OutlineKind) -> StmtId {
        self.function.source.stmts.push(OutlineStmt {
            pos,
            init: Vec::new(),
            kind,
        })
    }

    /// Adds a statement to the innermost open list.
    pub fn push_stmt(&mut self, pos: Pos, kind: OutlineKind) -> StmtId {
        let stmt = self.make_stmt(pos, kind);
        self.add_stmt(stmt);
        stmt
    }

    /// Adds a statement that was made before to the innermost open list.
    pub fn add_stmt(&mut self, stmt: StmtId) {
        if let Some(list) = self.lists.last_mut() {
            list.push(stmt);
        }
    }

    /// Opens a statement list.
    pub fn begin_stmts(&mut self) {
        self.lists.push(Vec::new());
    }

    /// Closes the innermost list and gives its statements.
    pub fn end_stmts(&mut self) -> Vec<StmtId> {
        self.lists.pop().unwrap_or_default()
    }

    /// Statements walked before a statement.
    pub fn set_init(&mut self, stmt: StmtId, init: Vec<StmtId>) {
        self.function.source.stmts[stmt].init = init;
    }

    /// Statements that gc attaches to an expression, in front of those it has already.
    pub fn add_value_init(&mut self, value: Value, mut stmts: Vec<StmtId>) {
        if stmts.is_empty() {
            return;
        }
        let list = self.function.source.value_init.entry(value).or_default();
        stmts.append(list);
        *list = stmts;
    }
}
