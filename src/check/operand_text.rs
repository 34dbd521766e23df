//! Operands and expressions as messages write them.
//!
//! An operand is described by its source text, its mode, its value and its type:
//!
//! ```text
//! x (variable of type int)          1 << 3 (untyped int constant 8)          nil
//! f() (no value)                    T (type)                                 s (variable of struct type S)
//! ```
//!
//! Source text is printed from the tree in gc's short form: bodies of function and composite literals are `{…}`.
//! SOURCE: types2's operand strings and the short form of syntax's printer.

use escargo_grammar::ast::{
    ChanDir, Expr, ExprId, ExprList, FieldList, FuncSig, LitKind, Stmt, UnaryOp,
};
use escargo_grammar::{Ast, Symbol};

use super::checker::{Checker, Dummy, Operand};
use super::info::Mode;
use crate::types::{TypeId, TypeKind};

impl Checker<'_> {
    /// The source text of an expression of the current file, in short form.
    pub(super) fn expr_text(&self, e: ExprId) -> String {
        let ast = self.ast();
        expr_text(&ast, e)
    }

    /// gc's description of an operand.
    pub(super) fn operand_text(&self, x: &Operand) -> String {
        let world = self.world;
        if x.mode == Mode::Nil {
            return match world.kind(x.ty) {
                _ if !world.is_valid(x.ty) => "nil (with invalid type)".to_owned(),
                _ if world.is_untyped_nil(x.ty) => "nil".to_owned(),
                _typed => format!("nil (of type {})", self.ty_text(x.ty)),
            };
        }
        let name = self.operand_name(x);
        let mut description = String::new();
        let mode_has_type = !matches!(
            x.mode,
            Mode::Invalid | Mode::NoValue | Mode::Builtin(_) | Mode::Type
        );
        let untyped = mode_has_type && world.is_untyped(x.ty);
        if untyped {
            description.push_str(&self.ty_text(x.ty));
            description.push(' ');
        }
        description.push_str(mode_text(x.mode));
        if x.mode == Mode::Constant
            && let Some(value) = &x.value
            && let text = value.text_as(world.as_basic(x.ty))
            && text != name
        {
            description.push(' ');
            description.push_str(&text);
        }
        if mode_has_type && !untyped {
            description.push_str(&self.type_description(x));
        }
        match name.is_empty() {
            true => description,
            false => format!("{name} ({description})"),
        }
    }

    /// The source text of an operand, or what it is called.
    pub(super) fn operand_name(&self, x: &Operand) -> String {
        match (x.dummy, x.expr, x.mode) {
            (Some(Dummy::Result(n)), ..) => format!("{} function result", ordinal(n)),
            (Some(Dummy::CommaOk), ..) => "ok value of (comma, ok) expression".to_owned(),
            (None, Some(e), _) => self.expr_text(e),
            (None, None, Mode::Builtin(id)) => id.name().to_owned(),
            (None, None, Mode::Type) => self.ty_text(x.ty),
            (None, None, Mode::Constant) => x
                .value
                .as_ref()
                .map_or_else(String::new, |v| v.text_as(self.world.as_basic(x.ty))),
            (None, None, _) => String::new(),
        }
    }

    /// ` of type T`, with what kind of type it is if it has a name.
    fn type_description(&self, x: &Operand) -> String {
        let world = self.world;
        if !world.is_valid(x.ty) {
            return " with invalid type".to_owned();
        }
        let text = self.operand_type_text(x);
        if let Some(id) = world.as_type_param(x.ty) {
            let constraint = world.type_param(id).constraint.get();
            let constraint = constraint.map_or_else(String::new, |&ty| self.ty_text(ty));
            let empty = match world.type_set(x.ty).is_empty() {
                true => " with empty type set",
                false => "",
            };
            return format!(" of type {text} constrained by {constraint}{empty}");
        }
        let generic = match world.kind(x.ty) {
            TypeKind::Func(signature) => !signature.tparams.is_empty(),
            _type => world.is_generic(x.ty),
        };
        let generic = if generic { "generic " } else { "" };
        let kind = match world.kind(x.ty) {
            TypeKind::Named(_) | TypeKind::Alias(_) => match self.composite_kind(x.ty) {
                "" => world.as_basic(x.ty).map_or("", |basic| basic.name()),
                kind => kind,
            },
            _no_name => "",
        };
        let space = if kind.is_empty() { "" } else { " " };
        format!(" of {generic}{kind}{space}type {text}")
    }

    /// The type; the results of a call with the names that they were declared with.
    fn operand_type_text(&self, x: &Operand) -> String {
        let world = self.world;
        if let TypeKind::Tuple(parts) = world.kind(x.ty)
            && let Some(e) = x.expr
            && let Expr::Call { fun, .. } = self.node(self.unparen(e))
            && let Some(names) = self.result_names(fun, parts.len())
        {
            let parts = parts.iter().zip(names);
            let parts = parts.map(|(&ty, name)| match name.as_str() {
                "" => self.ty_text(ty),
                name => format!("{name} {}", self.ty_text(ty)),
            });
            return format!("({})", parts.collect::<Vec<_>>().join(", "));
        }
        self.ty_text(x.ty)
    }

    /// The names of the results of what is called.
    fn result_names(&self, fun: ExprId, count: usize) -> Option<&[Symbol]> {
        use cranelift_entity::EntityRef;
        let info = &self.files[self.current.index()].info;
        let ty = info.types[fun].ty.expand()?;
        let names = self.world.as_signature(ty)?.result_names.as_deref()?;
        (names.len() == count).then_some(names)
    }

    /// `array`, `slice`, …; nothing for basic types.
    pub(super) fn composite_kind(&self, ty: TypeId) -> &'static str {
        match self.world.underlying_kind(ty) {
            TypeKind::Array(..) => "array",
            TypeKind::Slice(_) => "slice",
            TypeKind::Struct(_) => "struct",
            TypeKind::Pointer(_) => "pointer",
            TypeKind::Func(_) => "func",
            TypeKind::Interface(_) => "interface",
            TypeKind::Map(..) => "map",
            TypeKind::Chan(..) => "chan",
            TypeKind::Tuple(_) => "tuple",
            TypeKind::Union(_) => "union",
            TypeKind::Basic(_)
            | TypeKind::Named(_)
            | TypeKind::Alias(_)
            | TypeKind::TypeParam(_) => "",
        }
    }
}

fn mode_text(mode: Mode) -> &'static str {
    match mode {
        Mode::Invalid => "invalid operand",
        Mode::NoValue => "no value",
        Mode::Builtin(_) => "built-in",
        Mode::Type => "type",
        Mode::Constant => "constant",
        Mode::Variable => "variable",
        Mode::MapIndex => "map index expression",
        Mode::Value => "value",
        Mode::Nil => "nil",
        Mode::CommaOk => "comma, ok expression",
    }
}

/// `1st`, `2nd`, `3rd`, `4th` and so on.
fn ordinal(n: usize) -> String {
    let ending = match n {
        1 => "st",
        2 => "nd",
        3 => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

/// The source text of an expression, in short form.
pub fn expr_text(ast: &Ast, e: ExprId) -> String {
    let mut printer = Printer {
        ast,
        out: String::new(),
    };
    printer.expr(e);
    printer.out
}

struct Printer<'a> {
    ast: &'a Ast,
    out: String,
}

impl Printer<'_> {
    fn put(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn expr(&mut self, e: ExprId) {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.expr_unguarded(e));
    }

    fn expr_unguarded(&mut self, e: ExprId) {
        match self.ast.expr(e) {
            Expr::Bad => self.put("<bad expr>"),
            Expr::Ident(name) => self.put(name.as_str()),
            Expr::BasicLit(kind, text) => self.literal(kind, text),
            Expr::CompositeLit { ty, elems, .. } => {
                if let Some(ty) = ty.expand() {
                    self.expr(ty);
                }
                let full = !self.ast.expr_list(elems).is_empty();
                self.put(if full { "{…}" } else { "{}" });
            }
            Expr::KeyValue(key, value) => self.around(key, ": ", value),
            Expr::FuncLit(ty, body) => {
                self.expr(ty);
                let full = match self.ast.stmt(body) {
                    Stmt::Block { stmts, .. } => !self.ast.stmt_list(stmts).is_empty(),
                    _other => true,
                };
                self.put(if full { " {…}" } else { " {}" });
            }
            Expr::Paren(inner) => self.wrapped("(", inner, ")"),
            Expr::Selector(x, sel) => {
                self.expr(x);
                self.put(".");
                self.put(sel.name.as_str());
            }
            Expr::Index(x, indices) => {
                self.expr(x);
                self.put("[");
                self.list(indices);
                self.put("]");
            }
            Expr::Slice { x, lo, hi, max } => {
                self.expr(x);
                self.put("[");
                for (index, part) in [lo, hi, max].into_iter().enumerate() {
                    if index == 1 || index == 2 && part.is_some() {
                        self.put(":");
                    }
                    if let Some(part) = part.expand() {
                        self.expr(part);
                    }
                }
                self.put("]");
            }
            Expr::TypeAssert(x, ty) => {
                self.expr(x);
                match ty.expand() {
                    Some(ty) => self.wrapped(".(", ty, ")"),
                    None => self.put(".(type)"),
                }
            }
            Expr::Call { fun, args, spread } => {
                self.expr(fun);
                self.put("(");
                self.list(args);
                self.put(if spread { "...)" } else { ")" });
            }
            Expr::Star(x) => self.wrapped("*", x, ""),
            Expr::Unary(op, x) => self.unary(op, x),
            Expr::Binary(op, x, y) => {
                self.expr(x);
                self.put(" ");
                self.put(op.as_str());
                self.put(" ");
                self.expr(y);
            }
            Expr::ArrayType(len, elem) => {
                match len.expand() {
                    Some(len) => self.wrapped("[", len, "]"),
                    None => self.put("[...]"),
                }
                self.expr(elem);
            }
            Expr::SliceType(elem) => self.wrapped("[]", elem, ""),
            Expr::Variadic(elem) => self.wrapped("...", elem, ""),
            Expr::StructType(fields) => self.structure(fields),
            Expr::FuncType(sig) => {
                self.put("func");
                self.signature(sig);
            }
            Expr::InterfaceType(elements) => self.interface(elements),
            Expr::MapType(key, elem) => {
                self.wrapped("map[", key, "]");
                self.expr(elem);
            }
            Expr::ChanType(dir, elem) => self.channel(dir, elem),
        }
    }

    fn literal(&mut self, _kind: LitKind, text: Symbol) {
        self.put(text.as_str());
    }

    fn unary(&mut self, op: UnaryOp, x: ExprId) {
        self.wrapped(op.as_str(), x, "");
    }

    fn around(&mut self, x: ExprId, separator: &str, y: ExprId) {
        self.expr(x);
        self.put(separator);
        self.expr(y);
    }

    fn wrapped(&mut self, before: &str, x: ExprId, after: &str) {
        self.put(before);
        self.expr(x);
        self.put(after);
    }

    fn list(&mut self, list: ExprList) {
        for (index, &e) in self.ast.expr_list(list).iter().enumerate() {
            if index > 0 {
                self.put(", ");
            }
            self.expr(e);
        }
    }

    fn channel(&mut self, dir: ChanDir, elem: ExprId) {
        self.put(match dir {
            ChanDir::Both => "chan ",
            ChanDir::Send => "chan<- ",
            ChanDir::Recv => "<-chan ",
        });
        match (dir, self.ast.expr(elem)) {
            (ChanDir::Both, Expr::ChanType(ChanDir::Recv, _)) => self.wrapped("(", elem, ")"),
            _clear => self.expr(elem),
        }
    }

    /// Fields or parameters, those that share a type together; `tags` are printed after struct fields.
    fn fields(&mut self, list: FieldList, separator: &str) {
        let ast = self.ast;
        let mut previous: Option<(ExprId, bool)> = None;
        for &id in ast.field_list(list) {
            let field = ast.fields[id];
            match previous {
                Some((ty, true)) if ty == field.ty && field.name.is_some() => self.put(", "),
                Some((ty, _)) => {
                    self.field_type(ty, previous);
                    self.put(separator);
                }
                None => {}
            }
            if let Some(name) = field.name {
                self.put(name.name.as_str());
            }
            previous = Some((field.ty, field.name.is_some()));
        }
        if let Some((ty, _)) = previous {
            self.field_type(ty, previous);
        }
    }

    fn field_type(&mut self, ty: ExprId, field: Option<(ExprId, bool)>) {
        if field.is_some_and(|(_, named)| named) {
            self.put(" ");
        }
        self.expr(ty);
    }

    fn structure(&mut self, fields: FieldList) {
        self.put("struct{");
        self.fields(fields, "; ");
        self.put("}");
    }

    fn signature(&mut self, sig: FuncSig) {
        self.put("(");
        self.fields(sig.params, ", ");
        self.put(")");
        match self.ast.field_list(sig.results) {
            [] => {}
            &[single] if self.ast.fields[single].name.is_none() => {
                self.put(" ");
                self.expr(self.ast.fields[single].ty);
            }
            _several => {
                self.put(" (");
                self.fields(sig.results, ", ");
                self.put(")");
            }
        }
    }

    fn interface(&mut self, elements: FieldList) {
        self.put("interface{");
        for (index, &id) in self.ast.field_list(elements).iter().enumerate() {
            if index > 0 {
                self.put("; ");
            }
            let field = self.ast.fields[id];
            match (field.name, self.ast.expr(field.ty)) {
                (Some(name), Expr::FuncType(sig)) => {
                    self.put(name.name.as_str());
                    self.signature(sig);
                }
                _embedded => self.expr(field.ty),
            }
        }
        self.put("}");
    }
}
