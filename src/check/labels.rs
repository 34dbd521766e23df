//! Labels and the branches that name them.
//!
//! QUESTION. Does every labelled branch have a target that it may reach, and is every label used?
//!
//! `break L` and `continue L` need an enclosing statement of that label. `goto L` may go back to any label of its own block or
//! one around it; forward jumps wait until their label is declared and may not skip a variable declaration of that block, nor
//! go into a block they are not in.
//!
//! ```text
//! goto L        // error: jumps over variable declaration
//! x := 1
//! L: use(x)
//! ```
//!
//! A body is walked block by block on the tree alone. Jumps that are open at a block's end become open jumps of the block around.
//! SOURCE: the Go specification, "Labeled statements", "Goto statements"; wording and positions of types2.

use escargo_grammar::ast::{BranchKind, Decl, Ident, Stmt, StmtId};
use escargo_grammar::{Ast, Symbol};
use rustc_hash::FxHashMap;

use super::checker::Checker;
use crate::types::{ObjectId, ObjectKind};

/// A label of the function.
struct Label {
    object: ObjectId,
    pos: u32,
    used: bool,
}

/// A block and the labels declared in it.
#[derive(Default)]
struct Block {
    /// The statement that the block is the body of, if it has a label.
    labeled: Option<(Symbol, StmtId)>,
    labels: Vec<Symbol>,
    /// Jumps to labels not declared so far, with whether a variable was declared since.
    open: Vec<(Ident, bool)>,
    /// Where the last variable was declared.
    variable: Option<u32>,
}

/// The walk over a function body.
struct Walk<'a> {
    ast: &'a Ast,
    labels: FxHashMap<Symbol, Label>,
    /// Blocks around the current statement, outermost first.
    blocks: Vec<Block>,
}

impl Checker<'_> {
    /// Checks the labels of a function body.
    pub(super) fn labels(&mut self, body: StmtId) {
        let ast = self.ast();
        let Stmt::Block { stmts, .. } = ast.stmt(body) else {
            return;
        };
        let mut walk = Walk {
            ast: &ast,
            labels: FxHashMap::default(),
            blocks: Vec::new(),
        };
        let open = self.label_block(&mut walk, None, ast.stmt_list(stmts));
        for (label, _) in open {
            let name = label.name.as_str();
            let message = match walk.labels.get_mut(&label.name) {
                Some(declared) => {
                    declared.used = true;
                    format!("goto {name} jumps into block")
                }
                None => format!("label {name} not declared"),
            };
            self.error(label.pos, message);
        }
        let unused = walk.labels.iter().filter(|(_, label)| !label.used);
        let mut unused: Vec<(u32, Symbol)> =
            unused.map(|(&name, label)| (label.pos, name)).collect();
        unused.sort_unstable_by_key(|&(pos, _)| pos);
        for (pos, name) in unused {
            let name = name.as_str();
            self.error(pos, format!("label {name} declared and not used"));
        }
    }

    /// Walks a block; gives the jumps that are open at its end.
    fn label_block(
        &mut self,
        walk: &mut Walk<'_>,
        labeled: Option<(Symbol, StmtId)>,
        stmts: &[StmtId],
    ) -> Vec<(Ident, bool)> {
        walk.blocks.push(Block {
            labeled,
            ..Block::default()
        });
        for &s in stmts {
            self.label_stmt(walk, None, s);
        }
        walk.blocks.pop().map_or_else(Vec::new, |block| block.open)
    }

    fn label_stmt(&mut self, walk: &mut Walk<'_>, labeled: Option<(Symbol, StmtId)>, s: StmtId) {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.label_kind(walk, labeled, s));
    }

    fn label_kind(&mut self, walk: &mut Walk<'_>, labeled: Option<(Symbol, StmtId)>, s: StmtId) {
        let ast = walk.ast;
        match ast.stmt(s) {
            Stmt::Decl(decls) => {
                for &decl in ast.decl_list(decls) {
                    if matches!(ast.decl(decl), Decl::Var { .. }) {
                        walk.declare_variable(ast.decl_pos[decl]);
                    }
                }
            }
            Stmt::Assign { define: true, .. } => walk.declare_variable(ast.stmt_pos[s]),
            Stmt::Labeled(label, inner) => {
                let blank = label.name.as_str() == "_";
                if !blank {
                    self.declare_label(walk, label);
                }
                let own = if blank {
                    labeled
                } else {
                    Some((label.name, inner))
                };
                self.label_stmt(walk, own, inner);
            }
            Stmt::Branch(kind, Some(label)) => self.label_branch(walk, kind, label, s),
            Stmt::Block { stmts, .. } => {
                self.nested_block(walk, labeled, ast.stmt_list(stmts));
            }
            Stmt::If { then, els, .. } => {
                self.label_stmt(walk, labeled, then);
                if let Some(els) = els.expand() {
                    self.label_stmt(walk, labeled, els);
                }
            }
            Stmt::Switch { clauses, .. }
            | Stmt::TypeSwitch { clauses, .. }
            | Stmt::Select { clauses, .. } => {
                for &clause in ast.clause_list(clauses) {
                    let stmts = ast.stmt_list(ast.clauses[clause].body);
                    self.nested_block(walk, labeled, stmts);
                }
            }
            Stmt::For { body, .. } | Stmt::Range { body, .. } => {
                self.label_stmt(walk, labeled, body);
            }
            Stmt::Bad
            | Stmt::Empty
            | Stmt::Expr(_)
            | Stmt::Send(..)
            | Stmt::Assign { .. }
            | Stmt::OpAssign(..)
            | Stmt::IncDec(..)
            | Stmt::Go(_)
            | Stmt::Defer(_)
            | Stmt::Return(_)
            | Stmt::Branch(_, None) => {}
        }
    }

    /// A block in a block: jumps that leave it are forward jumps here.
    fn nested_block(
        &mut self,
        walk: &mut Walk<'_>,
        labeled: Option<(Symbol, StmtId)>,
        stmts: &[StmtId],
    ) {
        let open = self.label_block(walk, labeled, stmts);
        if let Some(block) = walk.blocks.last_mut() {
            block
                .open
                .extend(open.into_iter().map(|(jump, _)| (jump, false)));
        }
    }

    fn declare_label(&mut self, walk: &mut Walk<'_>, label: Ident) {
        let name = label.name.as_str();
        if let Some(other) = walk.labels.get(&label.name) {
            let place = self.place(self.world.object(other.object).pos);
            self.error(
                label.pos,
                format!("label {name} already declared\n\t{place}: other declaration of {name}"),
            );
        } else {
            let pos = self.pos(label.pos);
            let object = self
                .world
                .add_object(label.name, self.pkg, pos, ObjectKind::Label);
            self.record_def(label.pos, object);
            let declared = Label {
                object,
                pos: label.pos,
                used: false,
            };
            walk.labels.insert(label.name, declared);
            if let Some(block) = walk.blocks.last_mut() {
                block.labels.push(label.name);
            }
        }
        for (jump, line) in walk.resolve(label.name) {
            if let Some(variable) = line {
                let line = self.line_place(self.pos(variable));
                self.error(
                    jump.pos,
                    format!("goto {name} jumps over variable declaration at line {line}"),
                );
            }
        }
    }

    fn label_branch(&mut self, walk: &mut Walk<'_>, kind: BranchKind, label: Ident, s: StmtId) {
        let name = label.name.as_str();
        let ast = walk.ast;
        match kind {
            BranchKind::Break => {
                let target = walk.enclosing(label.name).map(|target| ast.stmt(target));
                let is_target = matches!(
                    target,
                    Some(
                        Stmt::Switch { .. }
                            | Stmt::TypeSwitch { .. }
                            | Stmt::Select { .. }
                            | Stmt::For { .. }
                            | Stmt::Range { .. }
                    )
                );
                if !is_target {
                    self.error(label.pos, format!("invalid break label {name}"));
                    return;
                }
            }
            BranchKind::Continue => {
                let target = walk.enclosing(label.name).map(|target| ast.stmt(target));
                if !matches!(target, Some(Stmt::For { .. } | Stmt::Range { .. })) {
                    self.error(label.pos, format!("invalid continue label {name}"));
                    return;
                }
            }
            BranchKind::Goto => {
                let is_behind = walk
                    .blocks
                    .iter()
                    .any(|block| block.labels.contains(&label.name));
                if !is_behind {
                    if let Some(block) = walk.blocks.last_mut() {
                        block.open.push((label, false));
                    }
                    return;
                }
            }
            BranchKind::Fallthrough => {
                self.error(
                    ast.stmt_pos[s],
                    format!("invalid syntax tree: branch statement: fallthrough {name}"),
                );
                return;
            }
        }
        if let Some(label) = walk.labels.get_mut(&label.name) {
            label.used = true;
        }
    }
}

impl Walk<'_> {
    /// A variable is declared: all open jumps of the block skip it.
    fn declare_variable(&mut self, pos: u32) {
        if let Some(block) = self.blocks.last_mut() {
            block.variable = Some(pos);
            for (_, skips) in &mut block.open {
                *skips = true;
            }
        }
    }

    /// Takes the open jumps to a label that is declared now; those that skip a variable come with its offset.
    fn resolve(&mut self, name: Symbol) -> Vec<(Ident, Option<u32>)> {
        let Some(block) = self.blocks.last_mut() else {
            return Vec::new();
        };
        let variable = block.variable;
        let mut resolved = Vec::new();
        block.open.retain(|&(jump, skips)| {
            let matches = jump.name == name;
            if matches {
                resolved.push((jump, variable.filter(|_| skips)));
            }
            !matches
        });
        if !resolved.is_empty()
            && let Some(label) = self.labels.get_mut(&name)
        {
            label.used = true;
        }
        resolved
    }

    /// The innermost statement around that has the label.
    fn enclosing(&self, name: Symbol) -> Option<StmtId> {
        let mut labeled = self.blocks.iter().rev().filter_map(|block| block.labeled);
        labeled
            .find(|&(label, _)| label == name)
            .map(|(_, statement)| statement)
    }
}
