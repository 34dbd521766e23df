//! The tree as text, for people and for golden files: one node a line, indented, with line and column of where gc reports it.
//!
//! ```text
//! 3:1    func f
//! 3:6      result
//! 3:10       star
//! 3:11         ident int
//! ```

use std::fmt::Write;

use crate::ast::*;

/// The text of a file's tree. `only`: the declarations of this function or method name.
pub fn dump(ast: &Ast, text: &str, only: Option<&str>) -> String {
    let starts = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
    let mut dumper = Dumper {
        ast,
        lines: std::iter::once(0)
            .chain(starts.map(|(at, _)| at as u32 + 1))
            .collect(),
        depth: 0,
        out: String::new(),
    };
    if only.is_none() {
        dumper.line(ast.package.pos, &format!("package {}", ast.package.name));
    }
    for &decl in &ast.decls {
        if only.is_none_or(|name| is_function(ast, decl, name)) {
            dumper.decl(decl);
        }
    }
    dumper.out
}

fn is_function(ast: &Ast, decl: DeclId, wanted: &str) -> bool {
    matches!(ast.decl(decl), Decl::Func { name, .. } if name.name.as_str() == wanted)
}

struct Dumper<'a> {
    ast: &'a Ast,
    lines: Vec<u32>,
    depth: usize,
    out: String,
}

impl Dumper<'_> {
    fn line(&mut self, offset: u32, text: &str) {
        let line = self.lines.partition_point(|&start| start <= offset);
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let at = format!("{line}:{}", offset - start + 1);
        // Writing to a string cannot fail.
        let _ = writeln!(self.out, "{at:<8}{}{text}", "  ".repeat(self.depth));
    }

    /// Everything that `children` writes stands one level deeper.
    fn inside(&mut self, children: impl FnOnce(&mut Self)) {
        self.depth += 1;
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || children(self));
        self.depth -= 1;
    }

    /// A node without a place of its own, if it has children.
    fn group(&mut self, offset: u32, name: &str, exprs: &[ExprId]) {
        if !exprs.is_empty() {
            self.line(offset, name);
            self.inside(|d| exprs.iter().for_each(|&e| d.expr(e)));
        }
    }

    fn decl(&mut self, id: DeclId) {
        let at = self.ast.decl_pos[id];
        match self.ast.decl(id) {
            Decl::Import { name, path } => {
                let name = name.map_or(String::new(), |name| format!(" {}", name.name));
                self.line(at, &format!("import{name}"));
                self.inside(|d| d.expr(path));
            }
            Decl::Const {
                names, ty, values, ..
            } => self.values(at, "const", names, ty, values),
            Decl::Var { names, ty, values } => self.values(at, "var", names, ty, values),
            Decl::Type {
                name,
                tparams,
                ty,
                alias,
            } => {
                let equals = if alias { " =" } else { "" };
                self.line(name.pos, &format!("type {}{equals}", name.name));
                self.inside(|d| {
                    d.fields("type parameter", tparams);
                    d.expr(ty);
                });
            }
            Decl::Func {
                recv,
                name,
                tparams,
                sig,
                body,
            } => {
                self.line(at, &format!("func {}", name.name));
                self.inside(|d| {
                    d.fields("receiver", recv.unwrap_or_default());
                    d.fields("type parameter", tparams);
                    d.signature(sig);
                    d.optional_stmt(body);
                });
            }
        }
    }

    fn values(&mut self, at: u32, word: &str, names: ExprList, ty: OptExpr, values: ExprList) {
        self.line(at, word);
        let ast = self.ast;
        self.inside(|d| {
            ast.expr_list(names).iter().for_each(|&e| d.expr(e));
            d.optional(at, "type", ty);
            d.group(at, "values", ast.expr_list(values));
        });
    }

    fn signature(&mut self, sig: FuncSig) {
        self.fields("parameter", sig.params);
        self.fields("result", sig.results);
    }

    fn fields(&mut self, word: &str, fields: FieldList) {
        let ast = self.ast;
        for &id in ast.field_list(fields) {
            let field = ast.fields[id];
            let at = field
                .name
                .map_or(ast.expr_pos[field.ty].start, |name| name.pos);
            let name = field
                .name
                .map_or(String::new(), |name| format!(" {}", name.name));
            let embedded = if field.embedded { " embedded" } else { "" };
            self.line(at, &format!("{word}{name}{embedded}"));
            self.inside(|d| {
                d.expr(field.ty);
                d.optional(at, "tag", field.tag);
            });
        }
    }

    fn optional(&mut self, at: u32, word: &str, e: OptExpr) {
        if let Some(e) = e.expand() {
            self.group(at, word, &[e]);
        }
    }

    fn optional_stmt(&mut self, stmt: OptStmt) {
        if let Some(stmt) = stmt.expand() {
            self.stmt(stmt);
        }
    }

    fn node(&mut self, id: ExprId, name: &str, children: &[ExprId]) {
        self.line(self.ast.expr_pos[id].pos, name);
        self.inside(|d| children.iter().for_each(|&e| d.expr(e)));
    }

    fn expr(&mut self, id: ExprId) {
        let ast = self.ast;
        let at = ast.expr_pos[id].pos;
        match ast.expr(id) {
            Expr::Bad => self.node(id, "bad", &[]),
            Expr::Ident(name) => self.node(id, &format!("ident {name}"), &[]),
            Expr::BasicLit(kind, text) => self.node(id, &format!("literal {kind:?} {text}"), &[]),
            Expr::CompositeLit { ty, elems, .. } => {
                self.line(at, "composite literal");
                self.inside(|d| {
                    d.optional(at, "type", ty);
                    ast.expr_list(elems).iter().for_each(|&e| d.expr(e));
                });
            }
            Expr::KeyValue(key, value) => self.node(id, "key: value", &[key, value]),
            Expr::FuncLit(ty, body) => {
                self.node(id, "function literal", &[ty]);
                self.inside(|d| d.stmt(body));
            }
            Expr::Paren(x) => self.node(id, "parentheses", &[x]),
            Expr::Selector(x, name) => self.node(id, &format!("selector .{}", name.name), &[x]),
            Expr::Index(x, indices) => {
                self.node(id, "index", &[x]);
                self.inside(|d| ast.expr_list(indices).iter().for_each(|&e| d.expr(e)));
            }
            Expr::Slice { x, lo, hi, max } => {
                self.node(id, "slice", &[x]);
                self.inside(|d| {
                    d.optional(at, "low", lo);
                    d.optional(at, "high", hi);
                    d.optional(at, "max", max);
                });
            }
            Expr::TypeAssert(x, ty) => {
                self.node(id, "type assertion", &[x]);
                self.inside(|d| d.optional(at, "type", ty));
            }
            Expr::Call { fun, args, spread } => {
                self.node(id, if spread { "call ..." } else { "call" }, &[fun]);
                self.inside(|d| ast.expr_list(args).iter().for_each(|&e| d.expr(e)));
            }
            Expr::Star(x) => self.node(id, "star", &[x]),
            Expr::Unary(op, x) => self.node(id, &format!("unary {}", op.as_str()), &[x]),
            Expr::Binary(op, x, y) => self.node(id, &format!("binary {}", op.as_str()), &[x, y]),
            Expr::ArrayType(len, elem) => {
                self.line(at, "array type");
                self.inside(|d| {
                    d.optional(at, "length", len);
                    d.expr(elem);
                });
            }
            Expr::SliceType(elem) => self.node(id, "slice type", &[elem]),
            Expr::Variadic(elem) => self.node(id, "variadic", &[elem]),
            Expr::StructType(fields) => {
                self.line(at, "struct type");
                self.inside(|d| d.fields("field", fields));
            }
            Expr::FuncType(sig) => {
                self.line(at, "function type");
                self.inside(|d| d.signature(sig));
            }
            Expr::InterfaceType(fields) => {
                self.line(at, "interface type");
                self.inside(|d| d.fields("element", fields));
            }
            Expr::MapType(key, value) => self.node(id, "map type", &[key, value]),
            Expr::ChanType(dir, elem) => {
                self.node(id, &format!("channel type {dir:?}"), &[elem]);
            }
        }
    }

    fn stmts(&mut self, list: StmtList) {
        let ast = self.ast;
        ast.stmt_list(list).iter().for_each(|&stmt| self.stmt(stmt));
    }

    fn stmt(&mut self, id: StmtId) {
        let ast = self.ast;
        let at = ast.stmt_pos[id];
        let mut simple = |text: &str, exprs: &[ExprId]| {
            self.line(at, text);
            self.inside(|d| exprs.iter().for_each(|&e| d.expr(e)));
        };
        match ast.stmt(id) {
            Stmt::Bad => simple("bad", &[]),
            Stmt::Empty => simple("empty", &[]),
            Stmt::Decl(decls) => ast.decl_list(decls).iter().for_each(|&d| self.decl(d)),
            Stmt::Expr(e) => simple("expression", &[e]),
            Stmt::Send(channel, value) => simple("send", &[channel, value]),
            Stmt::Assign { lhs, rhs, define } => {
                self.line(at, if define { "define" } else { "assign" });
                self.inside(|d| {
                    ast.expr_list(lhs).iter().for_each(|&e| d.expr(e));
                    d.group(at, "from", ast.expr_list(rhs));
                });
            }
            Stmt::OpAssign(op, x, y) => simple(&format!("assign {}=", op.as_str()), &[x, y]),
            Stmt::IncDec(BinaryOp::Add, x) => simple("increment", &[x]),
            Stmt::IncDec(_, x) => simple("decrement", &[x]),
            Stmt::Go(e) => simple("go", &[e]),
            Stmt::Defer(e) => simple("defer", &[e]),
            Stmt::Return(values) => simple("return", ast.expr_list(values)),
            Stmt::Branch(kind, label) => {
                let label = label.map_or(String::new(), |label| format!(" {}", label.name));
                simple(
                    &format!("{}{label}", format!("{kind:?}").to_lowercase()),
                    &[],
                );
            }
            Stmt::Block { stmts, .. } => {
                self.line(at, "block");
                self.inside(|d| d.stmts(stmts));
            }
            Stmt::If {
                init,
                cond,
                then,
                els,
            } => {
                self.line(at, "if");
                self.inside(|d| {
                    d.optional_stmt(init);
                    d.expr(cond);
                    d.stmt(then);
                    d.optional_stmt(els);
                });
            }
            Stmt::Switch {
                init, tag, clauses, ..
            } => {
                self.line(at, "switch");
                self.inside(|d| {
                    d.optional_stmt(init);
                    d.optional(at, "tag", tag);
                    d.clauses(clauses);
                });
            }
            Stmt::TypeSwitch {
                init,
                bind,
                x,
                clauses,
                ..
            } => {
                let bind = bind.map_or(String::new(), |bind| format!(" {}", bind.name));
                self.line(at, &format!("type switch{bind}"));
                self.inside(|d| {
                    d.optional_stmt(init);
                    d.expr(x);
                    d.clauses(clauses);
                });
            }
            Stmt::Select { clauses, .. } => {
                self.line(at, "select");
                self.inside(|d| d.clauses(clauses));
            }
            Stmt::For {
                init,
                cond,
                post,
                body,
            } => {
                self.line(at, "for");
                self.inside(|d| {
                    d.optional_stmt(init);
                    d.optional(at, "condition", cond);
                    d.optional_stmt(post);
                    d.stmt(body);
                });
            }
            Stmt::Range {
                key,
                value,
                define,
                x,
                body,
                range_pos,
            } => {
                self.line(at, if define { "for range :=" } else { "for range" });
                self.inside(|d| {
                    d.optional(range_pos, "key", key);
                    d.optional(range_pos, "value", value);
                    d.expr(x);
                    d.stmt(body);
                });
            }
            Stmt::Labeled(label, stmt) => {
                self.line(at, &format!("label {}", label.name));
                self.inside(|d| d.stmt(stmt));
            }
        }
    }

    fn clauses(&mut self, list: ClauseList) {
        let ast = self.ast;
        for &id in ast.clause_list(list) {
            let clause = ast.clauses[id];
            self.line(
                clause.pos,
                if clause.is_default { "default" } else { "case" },
            );
            self.inside(|d| {
                if let Some(exprs) = clause.exprs {
                    ast.expr_list(exprs).iter().for_each(|&e| d.expr(e));
                }
                d.optional_stmt(clause.comm);
                d.stmts(clause.body);
            });
        }
    }
}
