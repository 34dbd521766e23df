//! Branches: whether every `break`, `continue`, `goto` and `fallthrough` has a target it may reach, and every label is used.
//!
//! This needs no types; gc's parser does it for each function body, so errors are syntax errors.
//!
//! `break L` and `continue L` need an enclosing statement of that label. `goto L` may go back to any label of its own block or
//! one around it; forward jumps wait until their label is declared and may not skip a variable declaration of that block, nor
//! go into a block they are not in. Jumps that are open at a block's end become open jumps of the block around.
//!
//! ```text
//! goto L        // error: jumps over declaration of x
//! x := 1
//! L: use(x)
//! ```
//!
//! Nested blocks are walked with the stack that `stacker` provides. Places inside messages are written as [`place`] says.
//! Source: the Go specification, "Labeled statements" and the jumps; wording and places are gc's.

use rustc_hash::FxHashMap;

use crate::ast::{Ast, BranchKind, Decl, Expr, Ident, Stmt, StmtId};
use crate::error::SyntaxError;
use crate::symbol::Symbol;

/// Stands for an offset of the same file inside a message, until someone who knows the file's name writes it.
fn place(offset: u32) -> String {
    format!("\u{1}@{offset}\u{1}")
}

/// Adds what is wrong with the branches of all function bodies.
pub(crate) fn check(ast: &Ast, errors: &mut Vec<SyntaxError>) {
    let declared = ast.decl_table.values().filter_map(|decl| match decl {
        Decl::Func { body, .. } => body.expand(),
        _other => None,
    });
    let literals = ast.exprs.values().filter_map(|expr| match *expr {
        Expr::FuncLit(_, body) => Some(body),
        _other => None,
    });
    for body in declared.chain(literals) {
        let Stmt::Block { stmts, .. } = ast.stmt(body) else {
            continue;
        };
        let mut walk = Walk {
            ast,
            labels: FxHashMap::default(),
            blocks: Vec::new(),
            errors: Vec::new(),
        };
        let start = ast.stmt_pos[body];
        let open = walk.block(start, None, Targets::default(), ast.stmt_list(stmts));
        walk.finish(open);
        errors.append(&mut walk.errors);
    }
}

/// A label of the function.
struct Label {
    pos: u32,
    /// How deep the block is that declares it,
    depth: usize,
    /// where that starts,
    start: u32,
    /// and the statement it names.
    stmt: StmtId,
    used: bool,
}

/// A block around the current statement.
struct Block {
    /// Where it starts; with its depth that tells blocks apart.
    start: u32,
    /// The statement that the block is the body of, if it has a label.
    labeled: Option<StmtId>,
    /// Jumps to labels not declared so far, with whether a variable was declared since.
    open: Vec<(Ident, bool)>,
    /// The last variable declared: its place and its name.
    variable: Option<(u32, String)>,
}

/// What branches without a label go to.
#[derive(Clone, Copy, Default)]
struct Targets {
    breaks: Option<Breakable>,
    continues: bool,
    /// In the list of a switch's clause: whether it is the last one.
    clause: Option<bool>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Breakable {
    Switch,
    TypeSwitch,
    SelectOrLoop,
}

impl Targets {
    /// For a block that is no clause.
    fn nested(self) -> Targets {
        Targets {
            clause: None,
            ..self
        }
    }
}

/// The walk over a function body.
struct Walk<'a> {
    ast: &'a Ast,
    labels: FxHashMap<Symbol, Label>,
    /// Blocks around the current statement, outermost first.
    blocks: Vec<Block>,
    errors: Vec<SyntaxError>,
}

/// Blocks and statements.
impl Walk<'_> {
    fn error(&mut self, offset: u32, message: String) {
        self.errors.push(SyntaxError { offset, message });
    }

    /// Walks a block; gives the jumps that are open at its end.
    fn block(
        &mut self,
        start: u32,
        labeled: Option<StmtId>,
        targets: Targets,
        stmts: &[StmtId],
    ) -> Vec<(Ident, bool)> {
        let ast = self.ast;
        self.blocks.push(Block {
            start,
            labeled,
            open: Vec::new(),
            variable: None,
        });
        // Empty statements behind a `fallthrough` do not matter.
        let last = stmts
            .iter()
            .rposition(|&s| !matches!(ast.stmt(s), Stmt::Empty));
        for (index, &s) in stmts.iter().enumerate() {
            self.stmt(targets, None, s, Some(index) == last);
        }
        self.blocks.pop().map_or_else(Vec::new, |block| block.open)
    }

    /// A block in a block: jumps that leave it are forward jumps here.
    fn nested(&mut self, start: u32, labeled: Option<StmtId>, targets: Targets, stmts: &[StmtId]) {
        let open = stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            self.block(start, labeled, targets, stmts)
        });
        if let Some(block) = self.blocks.last_mut() {
            block
                .open
                .extend(open.into_iter().map(|(jump, _)| (jump, false)));
        }
    }

    fn body(&mut self, labeled: Option<StmtId>, targets: Targets, body: StmtId) {
        let ast = self.ast;
        match ast.stmt(body) {
            Stmt::Block { stmts, .. } => {
                let start = ast.stmt_pos[body];
                self.nested(start, labeled, targets, ast.stmt_list(stmts));
            }
            // `else if`
            _other => self.nested(ast.stmt_pos[body], labeled, targets, &[body]),
        }
    }

    fn stmt(&mut self, targets: Targets, labeled: Option<StmtId>, s: StmtId, is_last: bool) {
        let ast = self.ast;
        match ast.stmt(s) {
            Stmt::Decl(decls) => {
                let variable = ast.decl_list(decls).iter().find_map(|&decl| {
                    let Decl::Var { names, .. } = ast.decl(decl) else {
                        return None;
                    };
                    let first = *ast.expr_list(names).first()?;
                    Some((ast.decl_pos[decl], self.names(&[first])))
                });
                if let Some((pos, name)) = variable {
                    self.declare_variable(pos, name);
                }
            }
            Stmt::Assign {
                lhs, define: true, ..
            } => {
                let names = self.names(ast.expr_list(lhs));
                self.declare_variable(ast.stmt_pos[s], names);
            }
            Stmt::Labeled(label, inner) => {
                let blank = label.name.as_str() == "_";
                if !blank {
                    self.declare_label(label, inner);
                }
                let own = if blank { labeled } else { Some(inner) };
                stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
                    self.stmt(targets, own, inner, is_last);
                });
            }
            Stmt::Branch(kind, Some(label)) => self.labeled_branch(kind, label),
            Stmt::Branch(kind, None) => self.plain_branch(kind, targets, ast.stmt_pos[s], is_last),
            Stmt::Block { .. } => self.body(labeled, targets.nested(), s),
            Stmt::If { then, els, .. } => {
                self.body(labeled, targets.nested(), then);
                if let Some(els) = els.expand() {
                    self.body(labeled, targets.nested(), els);
                }
            }
            Stmt::For { body, .. } | Stmt::Range { body, .. } => {
                let targets = Targets {
                    breaks: Some(Breakable::SelectOrLoop),
                    continues: true,
                    clause: None,
                };
                self.body(labeled, targets, body);
            }
            Stmt::Switch { clauses, .. } => {
                self.clauses(
                    labeled,
                    targets,
                    Breakable::Switch,
                    ast.clause_list(clauses),
                );
            }
            Stmt::TypeSwitch { clauses, .. } => {
                let clauses = ast.clause_list(clauses);
                self.clauses(labeled, targets, Breakable::TypeSwitch, clauses);
            }
            Stmt::Select { clauses, .. } => {
                let clauses = ast.clause_list(clauses);
                self.clauses(labeled, targets, Breakable::SelectOrLoop, clauses);
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
            | Stmt::Return(_) => {}
        }
    }

    fn clauses(
        &mut self,
        labeled: Option<StmtId>,
        targets: Targets,
        breaks: Breakable,
        clauses: &[crate::ast::ClauseId],
    ) {
        let ast = self.ast;
        for (index, &id) in clauses.iter().enumerate() {
            let clause = ast.clauses[id];
            let targets = Targets {
                breaks: Some(breaks),
                continues: targets.continues,
                clause: Some(index + 1 == clauses.len()),
            };
            self.nested(clause.pos, labeled, targets, ast.stmt_list(clause.body));
        }
    }

    /// The left side of a declaration as gc writes it in messages.
    fn names(&self, list: &[crate::ast::ExprId]) -> String {
        let names = list.iter().map(|&e| match self.ast.expr(e) {
            Expr::Ident(name) => name.as_str(),
            _other => "_",
        });
        names.collect::<Vec<_>>().join(", ")
    }
}

/// Branches.
impl Walk<'_> {
    fn plain_branch(&mut self, kind: BranchKind, targets: Targets, pos: u32, is_last: bool) {
        let problem = match kind {
            BranchKind::Break if targets.breaks.is_none() => {
                "break is not in a loop, switch, or select"
            }
            BranchKind::Continue if !targets.continues => "continue is not in a loop",
            BranchKind::Fallthrough => match (targets.breaks, targets.clause) {
                (Some(Breakable::TypeSwitch), _) => "cannot fallthrough in type switch",
                (Some(Breakable::Switch), Some(true)) if is_last => {
                    "cannot fallthrough final case in switch"
                }
                (Some(Breakable::Switch), Some(false)) if is_last => return,
                _elsewhere => "fallthrough statement out of place",
            },
            BranchKind::Break | BranchKind::Continue | BranchKind::Goto => return,
        };
        self.error(pos, problem.to_owned());
    }

    fn labeled_branch(&mut self, kind: BranchKind, label: Ident) {
        let name = label.name.as_str();
        match kind {
            BranchKind::Break | BranchKind::Continue => {
                let what = match kind {
                    BranchKind::Break => "break",
                    _continue => "continue",
                };
                let Some(target) = self.labels.get_mut(&label.name) else {
                    self.error(label.pos, format!("{what} label not defined: {name}"));
                    return;
                };
                target.used = true;
                let stmt = target.stmt;
                let encloses = self.blocks.iter().any(|block| block.labeled == Some(stmt));
                let fits = match self.ast.stmt(stmt) {
                    Stmt::For { .. } | Stmt::Range { .. } => true,
                    Stmt::Switch { .. } | Stmt::TypeSwitch { .. } | Stmt::Select { .. } => {
                        kind == BranchKind::Break
                    }
                    _other => false,
                };
                if !encloses || !fits {
                    self.error(label.pos, format!("invalid {what} label {name}"));
                }
            }
            BranchKind::Goto => {
                let mut is_behind = false;
                if let Some(target) = self.labels.get_mut(&label.name) {
                    target.used = true;
                    let block = self.blocks.get(target.depth);
                    is_behind = block.is_some_and(|block| block.start == target.start);
                }
                if !is_behind && let Some(block) = self.blocks.last_mut() {
                    block.open.push((label, false));
                }
            }
            // The grammar has no label behind it.
            BranchKind::Fallthrough => {}
        }
    }

    /// A variable is declared: all open jumps of the block skip it.
    fn declare_variable(&mut self, pos: u32, name: String) {
        if let Some(block) = self.blocks.last_mut() {
            block.variable = Some((pos, name));
            for (_, skips) in &mut block.open {
                *skips = true;
            }
        }
    }

    fn declare_label(&mut self, label: Ident, stmt: StmtId) {
        let name = label.name.as_str();
        let depth = self.blocks.len().saturating_sub(1);
        let Some(block) = self.blocks.last_mut() else {
            return;
        };
        let (start, variable) = (block.start, block.variable.clone());
        let mut resolved = Vec::new();
        block.open.retain(|&(jump, skips)| {
            let matches = jump.name == label.name;
            if matches {
                resolved.push((jump, skips));
            }
            !matches
        });
        if let Some(other) = self.labels.get(&label.name) {
            let place = place(other.pos);
            self.error(
                label.pos,
                format!("label {name} already defined at {place}"),
            );
        } else {
            let declared = Label {
                pos: label.pos,
                depth,
                start,
                stmt,
                used: false,
            };
            self.labels.insert(label.name, declared);
        }
        if !resolved.is_empty()
            && let Some(label) = self.labels.get_mut(&label.name)
        {
            label.used = true;
        }
        for (jump, skips) in resolved {
            if let (true, Some((pos, variable))) = (skips, &variable) {
                let place = place(*pos);
                let message =
                    format!("goto {name} jumps over declaration of {variable} at {place}");
                self.error(jump.pos, message);
            }
        }
    }

    /// Reports jumps that found no label, and labels that no branch named.
    fn finish(&mut self, open: Vec<(Ident, bool)>) {
        for (jump, _) in open {
            let name = jump.name.as_str();
            let message = match self.labels.get_mut(&jump.name) {
                Some(label) => {
                    label.used = true;
                    let place = place(label.start);
                    format!("goto {name} jumps into block starting at {place}")
                }
                None => format!("label {name} not defined"),
            };
            self.error(jump.pos, message);
        }
        let unused = self.labels.iter().filter(|(_, label)| !label.used);
        let mut unused: Vec<(u32, Symbol)> =
            unused.map(|(&name, label)| (label.pos, name)).collect();
        unused.sort_unstable_by_key(|&(pos, _)| pos);
        for (pos, name) in unused {
            let message = format!("label {} defined and not used", name.as_str());
            self.error(pos, message);
        }
    }
}

#[cfg(test)]
mod tests {
    /// The errors of a body in `package p;func _() {…}`, places as columns.
    fn errors(body: &str) -> Vec<String> {
        let parsed = crate::parse(&format!("package p;func _() {{{body}}}"));
        let column = |offset: u32| format!("1:{}", offset + 1);
        let errors = parsed.errors.iter().map(|error| {
            let parts = error.message.split('\u{1}').map(|part| {
                let offset = part.strip_prefix('@').and_then(|at| at.parse().ok());
                offset.map_or_else(|| part.to_owned(), column)
            });
            let message: String = parts.collect();
            format!("{}: {message}", column(error.offset))
        });
        errors.collect()
    }

    #[test]
    fn words_and_places_are_gcs() {
        assert_eq!(
            errors(" goto L; x := 1; _ = x; L: "),
            ["1:27: goto L jumps over declaration of x at 1:32"]
        );
        assert_eq!(
            errors(" { L: }; goto L; M: break M; for { continue N } "),
            [
                "1:35: goto L jumps into block starting at 1:22",
                "1:47: invalid break label M",
                "1:65: continue label not defined: N",
            ]
        );
        assert_eq!(
            errors(" L: for { for { break L; continue L } }; L: goto Q "),
            [
                "1:62: label L already defined at 1:22",
                "1:70: label Q not defined",
            ]
        );
        assert_eq!(
            errors(" break; continue; fallthrough "),
            [
                "1:22: break is not in a loop, switch, or select",
                "1:29: continue is not in a loop",
                "1:39: fallthrough statement out of place",
            ]
        );
        assert_eq!(
            errors(" switch 1 { case 1: fallthrough; case 2: fallthrough } "),
            ["1:62: cannot fallthrough final case in switch"]
        );
        assert_eq!(errors(" L: "), ["1:22: label L defined and not used"]);
        assert_eq!(
            errors(" goto L; { x := 1; _ = x }; L: for { break L } "),
            [""; 0]
        );
    }

    #[test]
    fn deep_blocks_do_not_overflow() {
        let deep = format!("{}break{}", "{".repeat(20_000), "}".repeat(20_000));
        assert_eq!(errors(&deep).len(), 1);
    }
}
