//! A walk over everything that gc would visit in a function: statements and expressions, each before its children and once
//! more behind them.
//!
//! The order is that of gc's generic visitor: the statements attached to a node, then its operands in the order of their fields;
//! `for` as condition, post statement, body. It decides in which order functions are discovered, hence the order of messages.
//! A function literal is one node here; its body belongs to its own function.

use super::{Function, OutlineCase, OutlineKind, StmtId, Value};

/// Something that gc has a node for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Node {
    /// A statement.
    Stmt(StmtId),
    /// An expression or place.
    Value(Value),
}

impl Node {
    /// The statement, if it is one.
    pub fn stmt(self) -> Option<StmtId> {
        match self {
            Node::Stmt(stmt) => Some(stmt),
            Node::Value(_) => None,
        }
    }

    /// The value, if it is one.
    pub fn value(self) -> Option<Value> {
        match self {
            Node::Stmt(_) => None,
            Node::Value(value) => Some(value),
        }
    }
}

/// A step of the walk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Event {
    /// Before the children.
    Enter(Node),
    /// Behind them.
    Leave(Node),
}

/// Walks one function. The stack is kept by the walk itself: deeply nested programs do not overflow it.
pub struct OutlineWalk<'a> {
    func: &'a Function,
    stack: Vec<Event>,
    children: Vec<Node>,
}

impl<'a> OutlineWalk<'a> {
    /// A walk over the body.
    pub fn new(func: &'a Function) -> OutlineWalk<'a> {
        let body = func.source.body.iter().rev();
        OutlineWalk {
            func,
            stack: body.map(|&stmt| Event::Enter(Node::Stmt(stmt))).collect(),
            children: Vec::new(),
        }
    }

    /// A walk over statements of the function.
    pub fn of_stmts(func: &'a Function, stmts: &[StmtId]) -> OutlineWalk<'a> {
        let stmts = stmts.iter().rev();
        OutlineWalk {
            func,
            stack: stmts.map(|&stmt| Event::Enter(Node::Stmt(stmt))).collect(),
            children: Vec::new(),
        }
    }

    /// A walk over an expression of the function.
    pub fn of_value(func: &'a Function, value: Value) -> OutlineWalk<'a> {
        OutlineWalk {
            func,
            stack: vec![Event::Enter(Node::Value(value))],
            children: Vec::new(),
        }
    }

    /// The nodes, each before its children.
    pub fn nodes(self) -> impl Iterator<Item = Node> {
        self.filter_map(|event| match event {
            Event::Enter(node) => Some(node),
            Event::Leave(_) => None,
        })
    }

    fn push_children(&mut self, node: Node) {
        let mut children = std::mem::take(&mut self.children);
        match node {
            Node::Stmt(stmt) => stmt_children(self.func, stmt, &mut children),
            Node::Value(value) => value_children(self.func, value, &mut children),
        }
        self.stack
            .extend(children.drain(..).rev().map(Event::Enter));
        self.children = children;
    }
}

impl Iterator for OutlineWalk<'_> {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        let event = self.stack.pop()?;
        if let Event::Enter(node) = event {
            self.stack.push(Event::Leave(node));
            self.push_children(node);
        }
        Some(event)
    }
}

fn value_children(func: &Function, value: Value, out: &mut Vec<Node>) {
    if let Some(init) = func.source.value_init.get(&value) {
        stmts(init, out);
    }
    if let Some(body) = func.source.inlined.get(&value) {
        stmts(body, out);
    }
    func.insts[value].each_operand(&func.value_lists, |operand| {
        out.push(Node::Value(operand));
    });
}

fn stmt_children(func: &Function, stmt: StmtId, out: &mut Vec<Node>) {
    let stmt = &func.source.stmts[stmt];
    stmts(&stmt.init, out);
    parts(&stmt.kind, out);
}

/// What a statement has directly below it, in order, but for the statements that stand before it.
pub fn parts(kind: &OutlineKind, out: &mut Vec<Node>) {
    match kind {
        OutlineKind::Block(list) => stmts(list, out),
        OutlineKind::Decl(_)
        | OutlineKind::Label(_)
        | OutlineKind::Goto(_)
        | OutlineKind::Break(_)
        | OutlineKind::Continue(_)
        | OutlineKind::Fallthrough => {}
        OutlineKind::Assign { dst, src, .. } => values(dst.iter().chain(src), out),
        OutlineKind::OpAssign { dst, src, .. } => values([dst, src], out),
        OutlineKind::AssignPairs { dsts, srcs, .. } => {
            values(dsts.iter().flatten(), out);
            values(srcs, out);
        }
        OutlineKind::AssignMulti { dsts, src, .. } => {
            values(dsts.iter().flatten(), out);
            values([src], out);
        }
        OutlineKind::Expr(value) | OutlineKind::Go(value) | OutlineKind::Defer(value) => {
            values([value], out);
        }
        OutlineKind::Return(list) => values(list, out),
        OutlineKind::If { cond, then, els } => {
            values([cond], out);
            stmts(then, out);
            stmts(els, out);
        }
        OutlineKind::For {
            cond, post, body, ..
        } => {
            values(cond, out);
            stmts(post.as_slice(), out);
            stmts(body, out);
        }
        OutlineKind::Range {
            x,
            key,
            value,
            body,
            ..
        } => {
            values([x], out);
            values(key.iter().chain(value), out);
            stmts(body, out);
        }
        OutlineKind::Switch { tag, cases, .. } => {
            values(tag, out);
            clauses(cases, out);
        }
        OutlineKind::TypeSwitch { x, cases, .. } => {
            values([x], out);
            clauses(cases, out);
        }
        OutlineKind::Select { cases, .. } => clauses(cases, out),
    }
}

fn clauses(cases: &[OutlineCase], out: &mut Vec<Node>) {
    for case in cases {
        values(&case.exprs, out);
        stmts(case.comm.as_slice(), out);
        stmts(&case.body, out);
    }
}

fn stmts(list: &[StmtId], out: &mut Vec<Node>) {
    out.extend(list.iter().map(|&stmt| Node::Stmt(stmt)));
}

fn values<'v>(list: impl IntoIterator<Item = &'v Value>, out: &mut Vec<Node>) {
    out.extend(list.into_iter().map(|&value| Node::Value(value)));
}
