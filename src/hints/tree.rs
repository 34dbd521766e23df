//! The typed tree around an object.

use escargo_grammar::Symbol;
use escargo_grammar::ast::{
    Ast, ClauseId, Decl, DeclId, Expr, ExprId, FieldId, FieldList, FuncSig, Ident, OptExpr, Stmt,
    StmtId,
};
use rustc_hash::FxHashMap;

use crate::analysis::{Analysis, PackageResult};
use crate::check::{CheckedFile, FileInfo};
use crate::ir::{FuncId, Function, Site, SiteId};
use crate::placement::{Decision, Placement, Rule};
use crate::source::{Edit, FileId, Pos};
use crate::types::object::{ObjectKind, VarKind};
use crate::types::{ObjectId, TypeId, TypeKind, World};

/// A node of the tree.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Node {
    /// An expression or type.
    Expr(ExprId),
    /// A statement.
    Stmt(StmtId),
    /// A declaration.
    Decl(DeclId),
    /// A clause of a switch or select.
    Clause(ClauseId),
    /// A parameter, result or field.
    Field(FieldId),
}

/// A file of the package with the way from each node up.
pub(super) struct File<'a> {
    pub checked: &'a CheckedFile,
    pub text: &'a str,
    parents: FxHashMap<Node, Node>,
    by_object: FxHashMap<ObjectId, Vec<ExprId>>,
}

impl<'a> File<'a> {
    fn new(checked: &'a CheckedFile, text: &'a str) -> File<'a> {
        let mut file = File {
            checked,
            text,
            parents: FxHashMap::default(),
            by_object: FxHashMap::default(),
        };
        for &decl in &checked.ast.decls {
            file.descend(Node::Decl(decl));
        }
        for &child in file.parents.keys() {
            if let Node::Expr(expr) = child
                && let Some(object) = checked.info.objects[expr].expand()
            {
                file.by_object.entry(object).or_default().push(expr);
            }
        }
        for uses in file.by_object.values_mut() {
            uses.sort_by_key(|&expr| checked.ast.expr_pos[expr].start);
        }
        file
    }

    pub fn ast(&self) -> &'a Ast {
        &self.checked.ast
    }

    pub fn info(&self) -> &'a FileInfo {
        &self.checked.info
    }

    pub fn id(&self) -> FileId {
        self.checked.file
    }

    pub fn parent(&self, node: Node) -> Option<Node> {
        self.parents.get(&node).copied()
    }

    /// The parent of an expression, parentheses left out.
    pub fn outside(&self, mut expr: ExprId) -> (ExprId, Option<Node>) {
        loop {
            match self.parent(Node::Expr(expr)) {
                Some(Node::Expr(outer)) if matches!(self.ast().expr(outer), Expr::Paren(_)) => {
                    expr = outer;
                }
                other => return (expr, other),
            }
        }
    }

    /// The statement that directly holds an expression.
    pub fn stmt_of(&self, expr: ExprId) -> Option<StmtId> {
        let mut node = Node::Expr(expr);
        loop {
            node = self.parent(node)?;
            if let Node::Stmt(stmt) = node {
                return Some(stmt);
            }
        }
    }

    /// All expressions that name an object, in the order of the source; defining ones included.
    pub fn uses(&self, object: ObjectId) -> &[ExprId] {
        self.by_object.get(&object).map_or(&[], Vec::as_slice)
    }

    pub fn object(&self, expr: ExprId) -> Option<ObjectId> {
        self.info().objects[expr].expand()
    }

    pub fn ty(&self, expr: ExprId) -> Option<TypeId> {
        self.info().types[expr].ty.expand()
    }

    pub fn start(&self, expr: ExprId) -> u32 {
        self.ast().expr_pos[expr].start
    }

    pub fn end(&self, expr: ExprId) -> u32 {
        self.ast().expr_pos[expr].end
    }

    pub fn text_of(&self, expr: ExprId) -> &'a str {
        let range = self.start(expr) as usize..self.end(expr) as usize;
        self.text.get(range).unwrap_or("")
    }

    pub fn edit(&self, start: u32, end: u32, text: impl Into<String>) -> Edit {
        Edit {
            file: self.id(),
            start,
            end,
            text: text.into(),
        }
    }

    /// The offset at which the line of a place starts, and its white space.
    pub fn indent(&self, offset: u32) -> (u32, &'a str) {
        let before = self.text.get(..offset as usize).unwrap_or("");
        let start = before.rfind('\n').map_or(0, |n| n + 1);
        let line = self.text.get(start..).unwrap_or("");
        let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
        (start as u32, line.get(..blank).unwrap_or(""))
    }

    /// Where a statement starts: at the first of its parts.
    pub fn stmt_start(&self, stmt: StmtId) -> u32 {
        let ast = self.ast();
        let first = |exprs: &[ExprId]| exprs.first().map(|&expr| self.start(expr));
        let start = match ast.stmt(stmt) {
            Stmt::Expr(x) | Stmt::IncDec(_, x) | Stmt::OpAssign(_, x, _) | Stmt::Send(x, _) => {
                Some(self.start(x))
            }
            Stmt::Assign { lhs, .. } => first(ast.expr_list(lhs)),
            _keyword => None,
        };
        start.unwrap_or(ast.stmt_pos[stmt])
    }

    /// Whether a statement stands in a list of statements, so that others may be put before it.
    pub fn is_listed(&self, stmt: StmtId) -> bool {
        match self.parent(Node::Stmt(stmt)) {
            Some(Node::Stmt(block)) => matches!(self.ast().stmt(block), Stmt::Block { .. }),
            Some(Node::Clause(clause)) => self.ast().clauses[clause].comm.expand() != Some(stmt),
            _other => false,
        }
    }

    fn descend(&mut self, node: Node) {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            for child in children(self.ast(), node) {
                self.parents.insert(child, node);
                self.descend(child);
            }
        });
    }
}

/// The parts of a node.
fn children(ast: &Ast, node: Node) -> Vec<Node> {
    let mut out = Vec::new();
    match node {
        Node::Expr(expr) => expr_children(ast, expr, &mut out),
        Node::Stmt(stmt) => stmt_children(ast, stmt, &mut out),
        Node::Decl(decl) => decl_children(ast, decl, &mut out),
        Node::Clause(clause) => {
            let clause = &ast.clauses[clause];
            if let Some(exprs) = clause.exprs {
                out.extend(ast.expr_list(exprs).iter().map(|&e| Node::Expr(e)));
            }
            out.extend(clause.comm.expand().map(Node::Stmt));
            out.extend(ast.stmt_list(clause.body).iter().map(|&s| Node::Stmt(s)));
        }
        Node::Field(field) => {
            out.push(Node::Expr(ast.fields[field].ty));
        }
    }
    out
}

fn expr_children(ast: &Ast, expr: ExprId, out: &mut Vec<Node>) {
    let opt = |e: OptExpr| e.expand().map(Node::Expr);
    match ast.expr(expr) {
        Expr::Bad | Expr::Ident(_) | Expr::BasicLit(..) => {}
        Expr::CompositeLit { ty, elems, .. } => {
            out.extend(opt(ty));
            out.extend(ast.expr_list(elems).iter().map(|&e| Node::Expr(e)));
        }
        Expr::KeyValue(a, b) | Expr::Binary(_, a, b) | Expr::MapType(a, b) => {
            out.extend([Node::Expr(a), Node::Expr(b)]);
        }
        Expr::FuncLit(ty, body) => out.extend([Node::Expr(ty), Node::Stmt(body)]),
        Expr::Paren(x)
        | Expr::Selector(x, _)
        | Expr::Star(x)
        | Expr::Unary(_, x)
        | Expr::SliceType(x)
        | Expr::Variadic(x)
        | Expr::ChanType(_, x) => out.push(Node::Expr(x)),
        Expr::Index(x, list) => {
            out.push(Node::Expr(x));
            out.extend(ast.expr_list(list).iter().map(|&e| Node::Expr(e)));
        }
        Expr::Slice { x, lo, hi, max } => {
            out.push(Node::Expr(x));
            out.extend([lo, hi, max].into_iter().filter_map(opt));
        }
        Expr::TypeAssert(x, ty) => {
            out.push(Node::Expr(x));
            out.extend(opt(ty));
        }
        Expr::Call { fun, args, .. } => {
            out.push(Node::Expr(fun));
            out.extend(ast.expr_list(args).iter().map(|&e| Node::Expr(e)));
        }
        Expr::ArrayType(len, elem) => {
            out.extend(opt(len));
            out.push(Node::Expr(elem));
        }
        Expr::StructType(fields) | Expr::InterfaceType(fields) => {
            out.extend(ast.field_list(fields).iter().map(|&f| Node::Field(f)));
        }
        Expr::FuncType(sig) => sig_children(ast, sig, out),
    }
}

fn sig_children(ast: &Ast, sig: FuncSig, out: &mut Vec<Node>) {
    for list in [sig.params, sig.results] {
        out.extend(ast.field_list(list).iter().map(|&f| Node::Field(f)));
    }
}

fn stmt_children(ast: &Ast, stmt: StmtId, out: &mut Vec<Node>) {
    match ast.stmt(stmt) {
        Stmt::Bad | Stmt::Empty | Stmt::Branch(..) => {}
        Stmt::Decl(decls) => out.extend(ast.decl_list(decls).iter().map(|&d| Node::Decl(d))),
        Stmt::Expr(x) | Stmt::IncDec(_, x) | Stmt::Go(x) | Stmt::Defer(x) => {
            out.push(Node::Expr(x));
        }
        Stmt::Send(a, b) | Stmt::OpAssign(_, a, b) => out.extend([Node::Expr(a), Node::Expr(b)]),
        Stmt::Assign { lhs, rhs, .. } => {
            for list in [lhs, rhs] {
                out.extend(ast.expr_list(list).iter().map(|&e| Node::Expr(e)));
            }
        }
        Stmt::Return(list) => out.extend(ast.expr_list(list).iter().map(|&e| Node::Expr(e))),
        Stmt::Block { stmts, .. } => {
            out.extend(ast.stmt_list(stmts).iter().map(|&s| Node::Stmt(s)));
        }
        Stmt::If {
            init,
            cond,
            then,
            els,
        } => {
            out.extend(init.expand().map(Node::Stmt));
            out.extend([Node::Expr(cond), Node::Stmt(then)]);
            out.extend(els.expand().map(Node::Stmt));
        }
        Stmt::Switch {
            init, tag, clauses, ..
        } => {
            out.extend(init.expand().map(Node::Stmt));
            out.extend(tag.expand().map(Node::Expr));
            out.extend(ast.clause_list(clauses).iter().map(|&c| Node::Clause(c)));
        }
        Stmt::TypeSwitch {
            init, x, clauses, ..
        } => {
            out.extend(init.expand().map(Node::Stmt));
            out.push(Node::Expr(x));
            out.extend(ast.clause_list(clauses).iter().map(|&c| Node::Clause(c)));
        }
        Stmt::Select { clauses, .. } => {
            out.extend(ast.clause_list(clauses).iter().map(|&c| Node::Clause(c)));
        }
        Stmt::For {
            init,
            cond,
            post,
            body,
        } => {
            out.extend(init.expand().map(Node::Stmt));
            out.extend(cond.expand().map(Node::Expr));
            out.extend(post.expand().map(Node::Stmt));
            out.push(Node::Stmt(body));
        }
        Stmt::Range {
            key,
            value,
            x,
            body,
            ..
        } => {
            out.extend(key.expand().map(Node::Expr));
            out.extend(value.expand().map(Node::Expr));
            out.extend([Node::Expr(x), Node::Stmt(body)]);
        }
        Stmt::Labeled(_, inner) => out.push(Node::Stmt(inner)),
    }
}

fn decl_children(ast: &Ast, decl: DeclId, out: &mut Vec<Node>) {
    match ast.decl(decl) {
        Decl::Import { path, .. } => out.push(Node::Expr(path)),
        Decl::Const {
            names, ty, values, ..
        }
        | Decl::Var { names, ty, values } => {
            out.extend(ast.expr_list(names).iter().map(|&e| Node::Expr(e)));
            out.extend(ty.expand().map(Node::Expr));
            out.extend(ast.expr_list(values).iter().map(|&e| Node::Expr(e)));
        }
        Decl::Type { tparams, ty, .. } => {
            out.extend(ast.field_list(tparams).iter().map(|&f| Node::Field(f)));
            out.push(Node::Expr(ty));
        }
        Decl::Func {
            recv,
            tparams,
            sig,
            body,
            ..
        } => {
            if let Some(recv) = recv {
                out.extend(ast.field_list(recv).iter().map(|&f| Node::Field(f)));
            }
            out.extend(ast.field_list(tparams).iter().map(|&f| Node::Field(f)));
            sig_children(ast, sig, out);
            out.extend(body.expand().map(Node::Stmt));
        }
    }
}

/// A use of an object, or an expression anywhere in the package.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(super) struct At {
    /// The file's number.
    pub file: usize,
    /// The expression.
    pub expr: ExprId,
}

/// The declaration of a function.
#[derive(Clone, Copy, Debug)]
pub(super) struct FuncDecl {
    /// The file's number.
    pub file: usize,
    pub name: Ident,
    pub recv: Option<FieldList>,
    pub tparams: FieldList,
    pub sig: FuncSig,
    pub decl: DeclId,
}

/// The typed tree of a package.
pub(super) struct Tree<'a> {
    pub analysis: &'a Analysis,
    pub result: &'a PackageResult,
    pub files: Vec<File<'a>>,
    funcs: FxHashMap<ObjectId, FuncDecl>,
}

impl<'a> Tree<'a> {
    pub fn new(analysis: &'a Analysis, result: &'a PackageResult) -> Tree<'a> {
        let files = result.checked.files.iter().map(|checked| {
            let file = analysis.files.get(checked.file);
            File::new(checked, file.map_or("", |file| &file.text))
        });
        let mut tree = Tree {
            analysis,
            result,
            files: files.collect(),
            funcs: FxHashMap::default(),
        };
        tree.collect_funcs();
        tree
    }

    fn collect_funcs(&mut self) {
        for (number, file) in self.files.iter().enumerate() {
            for &id in &file.ast().decls {
                if let Decl::Func {
                    recv,
                    name,
                    tparams,
                    sig,
                    ..
                } = file.ast().decl(id)
                    && let Some(&object) = file.info().defs.get(&name.pos)
                {
                    let decl = FuncDecl {
                        file: number,
                        name,
                        recv,
                        tparams,
                        sig,
                        decl: id,
                    };
                    self.funcs.insert(object, decl);
                }
            }
        }
    }

    pub fn world(&self) -> &'a World {
        &self.analysis.world
    }

    pub fn func(&self, object: ObjectId) -> Option<FuncDecl> {
        self.funcs.get(&object).copied()
    }

    /// The object of the function whose declaration holds a node.
    pub fn func_object(&self, file: usize, decl: DeclId) -> Option<ObjectId> {
        let Decl::Func { name, .. } = self.files[file].ast().decl(decl) else {
            return None;
        };
        self.files[file].info().defs.get(&name.pos).copied()
    }

    /// All uses of an object, defining ones included.
    pub fn uses(&self, object: ObjectId) -> Vec<At> {
        let files = self.files.iter().enumerate();
        let uses = files.flat_map(|(file, data)| {
            let uses = data.uses(object).iter();
            uses.map(move |&expr| At { file, expr })
        });
        uses.collect()
    }

    /// Whether other packages may see a package-level name.
    pub fn is_exported(&self, name: &str) -> bool {
        let is_main = self
            .files
            .first()
            .is_some_and(|file| file.ast().package.name.as_str() == "main");
        !is_main && name.chars().next().is_some_and(char::is_uppercase)
    }

    /// The function, declared or literal, whose body directly holds a node: the declaration or the literal's expression.
    pub fn enclosing_func(&self, file: usize, node: Node) -> Option<Node> {
        let mut node = node;
        loop {
            node = self.files[file].parent(node)?;
            match node {
                Node::Decl(decl)
                    if matches!(self.files[file].ast().decl(decl), Decl::Func { .. }) =>
                {
                    return Some(node);
                }
                Node::Expr(expr)
                    if matches!(self.files[file].ast().expr(expr), Expr::FuncLit(..)) =>
                {
                    return Some(node);
                }
                _inner => {}
            }
        }
    }

    /// The innermost loop around a node, within its function.
    pub fn enclosing_loop(&self, file: usize, node: Node) -> Option<StmtId> {
        let data = &self.files[file];
        let mut node = node;
        loop {
            node = data.parent(node)?;
            match node {
                Node::Stmt(stmt) => {
                    if let Stmt::For { .. } | Stmt::Range { .. } = data.ast().stmt(stmt) {
                        return Some(stmt);
                    }
                }
                Node::Expr(expr) if matches!(data.ast().expr(expr), Expr::FuncLit(..)) => {
                    return None;
                }
                _inner => {}
            }
        }
    }
}

/// What proposers ask about types and objects.
impl Tree<'_> {
    pub fn is_struct(&self, ty: TypeId) -> bool {
        matches!(self.world().underlying_kind(ty), TypeKind::Struct(_))
    }

    pub fn is_channel(&self, ty: TypeId) -> bool {
        matches!(self.world().underlying_kind(ty), TypeKind::Chan(..))
    }

    /// Whether `T{}` is the zero value.
    pub fn has_literals(&self, ty: TypeId) -> bool {
        matches!(
            self.world().underlying_kind(ty),
            TypeKind::Struct(_) | TypeKind::Array(..)
        )
    }

    pub fn is_error(&self, ty: TypeId) -> bool {
        let named = self.world().as_named(ty);
        let error = self.world().as_named(self.world().universe().error);
        named.is_some() && named == error
    }

    pub fn is_string(&self, ty: TypeId) -> bool {
        self.world().is_string(ty)
    }

    pub fn field_object(&self, ty: TypeId, number: usize) -> Option<ObjectId> {
        match self.world().underlying_kind(ty) {
            TypeKind::Struct(fields) => fields.get(number)?.object,
            _other => None,
        }
    }

    /// Whether values of the type must not be copied: they are, or hold, something with `Lock` and `Unlock` on its pointer.
    pub fn is_locked(&self, ty: TypeId) -> bool {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            let world = self.world();
            let has = |name: &str| {
                let package = self.result.checked.package;
                let found = world.lookup_field_or_method(ty, true, package, Symbol::intern(name));
                let object = found
                    .found()
                    .and_then(|found| found.is_method().then_some(found.object));
                object.is_some_and(|method| world.has_pointer_receiver(method))
            };
            if world.as_named(ty).is_some() && has("Lock") && has("Unlock") {
                return true;
            }
            match world.underlying_kind(ty) {
                TypeKind::Struct(fields) => fields.iter().any(|field| self.is_locked(field.ty)),
                TypeKind::Array(_, elem) => self.is_locked(*elem),
                _other => false,
            }
        })
    }

    /// Whether an object is a variable declared in a function's body.
    pub fn is_local_variable(&self, object: ObjectId) -> bool {
        matches!(
            self.world().object(object).kind,
            ObjectKind::Var(VarKind::Local)
        )
    }

    pub fn name(&self, object: ObjectId) -> &'static str {
        self.world().object(object).name.as_str()
    }
}

/// An object that is on the heap, and the tree around it.
pub(super) struct Spot<'a> {
    pub tree: &'a Tree<'a>,
    pub function: &'a Function,
    pub site: Site,
    pub placement: Placement,
    pub rule: Option<Rule>,
    /// Where the object is.
    pub pos: Pos,
    /// The number of its file.
    pub file: usize,
}

impl<'a> Spot<'a> {
    pub fn of(tree: &'a Tree<'a>, func: FuncId, site: SiteId) -> Option<Spot<'a>> {
        let function = &tree.result.ir.funcs[func];
        let data = function.sites[site];
        let pos = match (data.local.expand(), data.value.expand()) {
            (Some(local), _) => function.locals[local].pos,
            (None, Some(value)) => function.source.values[value].pos,
            (None, None) => return None,
        };
        let placement = tree.result.placements.site(func, site);
        let file = tree.files.iter().position(|file| file.id() == pos.file)?;
        Some(Spot {
            tree,
            function,
            site: data,
            placement,
            rule: match placement.decision {
                Decision::Heap { cause, .. } => Some(cause.rule),
                _elsewhere => None,
            },
            pos,
            file,
        })
    }

    pub fn file(&self) -> &File<'a> {
        &self.tree.files[self.file]
    }

    pub fn ast(&self) -> &'a Ast {
        self.file().ast()
    }

    /// The variable, if the object is one.
    pub fn variable(&self) -> Option<ObjectId> {
        self.function.locals[self.site.local.expand()?].object
    }

    /// The expression that gc reports at the object's place and that passes the test.
    pub fn expr(&self, test: impl Fn(Expr) -> bool) -> Option<ExprId> {
        let ast = self.ast();
        let mut exprs = ast.expr_pos.iter();
        exprs
            .find(|&(id, at)| at.pos == self.pos.offset && test(ast.expr(id)))
            .map(|(id, _)| id)
    }

    /// The call of a predeclared function there: its expression and arguments.
    pub fn builtin(&self, name: &str) -> Option<(ExprId, &'a [ExprId])> {
        let ast = self.ast();
        let call = self.expr(|expr| match expr {
            Expr::Call { fun, .. } => {
                matches!(ast.expr(ast.unparen(fun)), Expr::Ident(n) if n.as_str() == name)
            }
            _other => false,
        })?;
        match ast.expr(call) {
            Expr::Call { args, .. } => Some((call, ast.expr_list(args))),
            _other => None,
        }
    }
}
