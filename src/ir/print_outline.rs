//! THE OUTLINE AS TEXT: a function's statements in gc's order, with the values that hang below them by number.
//!
//! ```text
//! outline:
//!   st0 decl x2
//!   st1 assign v3 := v5
//!   st2 if v7
//!     then
//!       st3 return v9
//! ```
//!
//! INVARIANTS. One statement a line, indented below what contains it; the statements walked before another
//! ([`super::OutlineStmt::init`]) stand above it under `init`. Nesting is walked with an explicit stack.

use std::fmt::Write;

use super::print::type_text;
use super::*;
use crate::types::World;

/// The outline of a function.
pub fn outline_text(world: &World, function: &Function) -> String {
    let mut printer = Printer {
        world,
        function,
        out: String::from("outline:\n"),
        work: Vec::new(),
    };
    let inits = sorted_inits(function);
    for (value, stmts) in inits {
        printer.push_list(stmts, 2);
        printer
            .work
            .push((1, Item::Word(format!("before {value}"))));
        printer.run();
    }
    printer.push_list(&function.source.body, 1);
    printer.run();
    printer.out
}

/// Statements that hang at values, by the value's number.
fn sorted_inits(function: &Function) -> Vec<(Value, &[StmtId])> {
    let map = &function.source.value_init;
    let mut list: Vec<_> = map
        .iter()
        .map(|(&v, stmts)| (v, stmts.as_slice()))
        .collect();
    list.sort_by_key(|(value, _)| *value);
    list
}

enum Item {
    Stmt(StmtId),
    Word(String),
}

struct Printer<'a> {
    world: &'a World,
    function: &'a Function,
    out: String,
    /// What is still to print, with its depth; the next one last.
    work: Vec<(usize, Item)>,
}

impl Printer<'_> {
    fn run(&mut self) {
        while let Some((depth, item)) = self.work.pop() {
            match item {
                Item::Word(word) => self.line(depth, &word),
                Item::Stmt(id) => self.stmt(depth, id),
            }
        }
    }

    fn line(&mut self, depth: usize, text: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.out, "{:width$}{text}", "", width = 2 * depth);
    }

    fn push_list(&mut self, stmts: &[StmtId], depth: usize) {
        let items = stmts.iter().rev().map(|&id| (depth, Item::Stmt(id)));
        self.work.extend(items);
    }

    /// Has a list printed under a word, if it is not empty; what is pushed later comes first.
    fn push_part(&mut self, word: &str, stmts: &[StmtId], depth: usize) {
        if !stmts.is_empty() {
            self.push_list(stmts, depth + 1);
            self.work.push((depth, Item::Word(word.to_string())));
        }
    }

    fn stmt(&mut self, depth: usize, id: StmtId) {
        let Some(stmt) = self.function.source.stmts.get(id) else {
            return self.line(depth, &format!("{id}?"));
        };
        let head = self.head(&stmt.kind);
        self.line(depth, &format!("{id} {head}"));
        self.parts(depth + 1, &stmt.kind);
        self.push_part("init", &stmt.init, depth + 1);
    }

    fn head(&self, kind: &OutlineKind) -> String {
        match kind {
            OutlineKind::Block(_) => "block".to_string(),
            OutlineKind::Decl(local) => format!("decl {local}"),
            OutlineKind::Assign { dst, src, define } => {
                let src = src.map_or("zero".to_string(), |src| src.to_string());
                format!("assign {} {} {src}", place(*dst), sign(*define))
            }
            OutlineKind::OpAssign {
                op,
                dst,
                src,
                inc_dec,
            } => {
                let note = if *inc_dec { " (inc/dec)" } else { "" };
                format!("assign {dst} {}= {src}{note}", op.as_str())
            }
            OutlineKind::AssignPairs { dsts, srcs, define } => {
                format!("assign {} {} {}", places(dsts), sign(*define), values(srcs))
            }
            OutlineKind::AssignMulti {
                dsts,
                src,
                kind,
                define,
            } => {
                let kind = match kind {
                    MultiKind::Call => "call",
                    MultiKind::TypeAssert => "assert",
                    MultiKind::MapIndex => "map",
                    MultiKind::Recv => "recv",
                };
                format!("assign {} {} {kind} {src}", places(dsts), sign(*define))
            }
            OutlineKind::Expr(value) => format!("expr {value}"),
            OutlineKind::Return(list) => format!("return {}", values(list)).trim_end().to_string(),
            OutlineKind::If { cond, .. } => format!("if {cond}"),
            OutlineKind::For { cond, label, .. } => {
                let cond = cond.map_or(String::new(), |cond| format!(" {cond}"));
                format!("for{cond}{}", label_text(*label))
            }
            OutlineKind::Range {
                x,
                key,
                value,
                define,
                label,
                ..
            } => format!(
                "range {}, {} {} {x}{}",
                place(*key),
                place(*value),
                sign(*define),
                label_text(*label)
            ),
            OutlineKind::Switch { tag, label, .. } => {
                let tag = tag.map_or(String::new(), |tag| format!(" {tag}"));
                format!("switch{tag}{}", label_text(*label))
            }
            OutlineKind::TypeSwitch { x, bind, label, .. } => {
                let bind = bind.map_or(String::new(), |name| format!(" {} :=", name.as_str()));
                format!("type switch{bind} {x}{}", label_text(*label))
            }
            OutlineKind::Select { label, .. } => format!("select{}", label_text(*label)),
            OutlineKind::Go(value) => format!("go {value}"),
            OutlineKind::Defer(value) => format!("defer {value}"),
            OutlineKind::Label(name) => format!("label {}", name.as_str()),
            OutlineKind::Goto(name) => format!("goto {}", name.as_str()),
            OutlineKind::Break(label) => format!("break{}", label_text(*label)),
            OutlineKind::Continue(label) => format!("continue{}", label_text(*label)),
            OutlineKind::Fallthrough => "fallthrough".to_string(),
        }
    }

    /// Puts what is nested below a statement on the list, last part first.
    fn parts(&mut self, depth: usize, kind: &OutlineKind) {
        match kind {
            OutlineKind::Block(body) => self.push_list(body, depth),
            OutlineKind::If { then, els, .. } => {
                self.push_part("else", els, depth);
                self.push_part("then", then, depth);
            }
            OutlineKind::For { post, body, .. } => {
                self.push_list(body, depth);
                if let Some(post) = post {
                    self.push_part("post", &[*post], depth);
                }
            }
            OutlineKind::Range { body, .. } => self.push_list(body, depth),
            OutlineKind::Switch { cases, .. }
            | OutlineKind::TypeSwitch { cases, .. }
            | OutlineKind::Select { cases, .. } => self.cases(depth, cases),
            OutlineKind::Decl(_)
            | OutlineKind::Assign { .. }
            | OutlineKind::OpAssign { .. }
            | OutlineKind::AssignPairs { .. }
            | OutlineKind::AssignMulti { .. }
            | OutlineKind::Expr(_)
            | OutlineKind::Return(_)
            | OutlineKind::Go(_)
            | OutlineKind::Defer(_)
            | OutlineKind::Label(_)
            | OutlineKind::Goto(_)
            | OutlineKind::Break(_)
            | OutlineKind::Continue(_)
            | OutlineKind::Fallthrough => {}
        }
    }

    fn cases(&mut self, depth: usize, cases: &[OutlineCase]) {
        for case in cases.iter().rev() {
            self.push_list(&case.body, depth + 1);
            if let Some(comm) = case.comm {
                self.push_part("comm", &[comm], depth + 1);
            }
            let word = self.case_text(case);
            self.work.push((depth, Item::Word(word)));
        }
    }

    fn case_text(&self, case: &OutlineCase) -> String {
        let types = case.types.iter().map(|ty| match ty {
            Some(ty) => type_text(self.world, *ty),
            None => "nil".to_string(),
        });
        let exprs = case.exprs.iter().map(|value| value.to_string());
        let what: Vec<String> = exprs.chain(types).collect();
        let local = case
            .local
            .map_or(String::new(), |local| format!(" as {local}"));
        format!("case {}{local}", what.join(", "))
            .trim_end()
            .to_string()
    }
}

fn place(value: Option<Value>) -> String {
    value.map_or("_".to_string(), |value| value.to_string())
}

fn places(list: &[Option<Value>]) -> String {
    list.iter()
        .map(|&v| place(v))
        .collect::<Vec<_>>()
        .join(", ")
}

fn values(list: &[Value]) -> String {
    list.iter()
        .map(|v| v.to_string())
        .collect::<Vec<_>>()
        .join(", ")
}

fn sign(define: bool) -> &'static str {
    if define { ":=" } else { "=" }
}

fn label_text(label: Option<escargo_grammar::Symbol>) -> String {
    label.map_or(String::new(), |label| format!(" {}", label.as_str()))
}
