//! What the grammar's actions call: makes nodes, keeps lists in the tree's pools, and settles what the grammar leaves open
//! (parameters, type parameters, headers).

use cranelift_entity::{EntityList, SecondaryMap};

use crate::ast::*;
use crate::error::SyntaxError;
use crate::symbol::Symbol;
use crate::token::Token;

/// An error of an action: offset and message.
pub(crate) type Fail = (u32, String);

/// Hands an action's error to the parser.
pub(crate) fn fail(error: Fail) -> lalrpop_util::ParseError<u32, Token, Fail> {
    lalrpop_util::ParseError::User { error }
}

/// Trees deeper than this are refused, as Go's own parser does.
const MAX_DEPTH: u32 = 100_000;

/// A parameter, type parameter or field before it is known what its parts are.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    name: Option<Ident>,
    ty: ExprId,
    /// It was a single name: that of a type or that of a parameter whose type comes later.
    bare: bool,
}

impl Entry {
    /// A type, or the start of a type parameter list.
    pub fn nameless(ty: ExprId) -> Entry {
        Entry {
            name: None,
            ty,
            bare: false,
        }
    }

    /// A name and its type.
    pub fn named(name: Ident, ty: ExprId) -> Entry {
        Entry {
            name: Some(name),
            ty,
            bare: false,
        }
    }
}

/// The part of a header before its last statement.
#[derive(Clone, Copy, Debug, Default)]
pub enum Init {
    /// Nothing, and no semicolon.
    #[default]
    None,
    /// A semicolon at that place, maybe with a statement before it.
    Semi(Option<StmtId>, u32),
}

/// The header of an `if` or `switch`.
#[derive(Clone, Copy, Debug, Default)]
pub struct IfHeader {
    /// What stands before the semicolon.
    pub init: Init,
    /// What stands behind it, or alone.
    pub last: Option<StmtId>,
}

/// A tree under construction.
pub struct Builder {
    pub(crate) ast: Ast,
    pub(crate) errors: Vec<SyntaxError>,
    depth: SecondaryMap<ExprId, u32>,
    stmt_depth: SecondaryMap<StmtId, u32>,
    too_deep: bool,
}

impl Builder {
    pub(crate) fn new() -> Builder {
        Builder {
            ast: Ast::empty(),
            errors: Vec::new(),
            depth: SecondaryMap::new(),
            stmt_depth: SecondaryMap::new(),
            too_deep: false,
        }
    }

    pub(crate) fn error(&mut self, offset: u32, message: impl Into<String>) {
        self.errors.push(SyntaxError {
            offset,
            message: message.into(),
        });
    }

    // ---- Nodes and lists ----

    fn expr(&mut self, expr: Expr, start: u32, pos: u32, end: u32) -> ExprId {
        let id = self.ast.exprs.push(expr);
        self.ast.expr_pos.push(ExprPos { start, end, pos });
        id
    }

    /// Notes how deep the tree is below `id`.
    fn deepen(&mut self, id: ExprId, below: u32) -> ExprId {
        self.depth[id] = below + 1;
        if below >= MAX_DEPTH && !self.too_deep {
            self.too_deep = true;
            let at = self.ast.expr_pos[id].start;
            self.error(at, "exceeded max nesting depth");
        }
        id
    }

    fn over(&mut self, id: ExprId, child: ExprId) -> ExprId {
        let below = self.depth[child];
        self.deepen(id, below)
    }

    fn over_list(&mut self, id: ExprId, list: ExprList, also: u32) -> ExprId {
        let mut below = also;
        for &child in list.as_slice(&self.ast.expr_lists) {
            below = below.max(self.depth[child]);
        }
        self.deepen(id, below)
    }

    fn start(&self, e: ExprId) -> u32 {
        self.ast.expr_pos[e].start
    }

    fn end(&self, e: ExprId) -> u32 {
        self.ast.expr_pos[e].end
    }

    pub(crate) fn list(&mut self, e: ExprId) -> ExprList {
        ExprList::from_slice(&[e], &mut self.ast.expr_lists)
    }

    pub(crate) fn push(&mut self, mut list: ExprList, e: ExprId) -> ExprList {
        list.push(e, &mut self.ast.expr_lists);
        list
    }

    pub(crate) fn decl_list(&mut self, d: DeclId) -> DeclList {
        DeclList::from_slice(&[d], &mut self.ast.decl_lists)
    }

    pub(crate) fn push_decl(&mut self, mut list: DeclList, d: DeclId) -> DeclList {
        list.push(d, &mut self.ast.decl_lists);
        list
    }

    pub(crate) fn push_stmt(&mut self, mut list: StmtList, s: StmtId) -> StmtList {
        list.push(s, &mut self.ast.stmt_lists);
        list
    }

    // ---- Declarations ----

    pub(crate) fn package(&mut self, name: Ident) {
        self.ast.package = name;
    }

    pub(crate) fn top(&mut self, decls: DeclList) {
        let decls = decls.as_slice(&self.ast.decl_lists).to_vec();
        self.ast.decls.extend(decls);
    }

    fn decl(&mut self, pos: u32, decl: Decl) -> DeclId {
        self.ast.decl_pos.push(pos);
        self.ast.decl_table.push(decl)
    }

    pub(crate) fn imports(&mut self, pos: u32, list: DeclList) -> DeclList {
        let after_others = self
            .ast
            .decls
            .last()
            .is_some_and(|&last| !matches!(self.ast.decl_table[last], Decl::Import { .. }));
        if after_others {
            self.error(
                pos,
                "syntax error: imports must appear before other declarations",
            );
        }
        list
    }

    pub(crate) fn import(&mut self, pos: u32, name: Option<Ident>, path: ExprId) -> DeclId {
        if !matches!(self.ast.exprs[path], Expr::BasicLit(LitKind::String, _)) {
            let at = self.start(path);
            self.error(at, "syntax error: import path must be a string");
        }
        self.decl(pos, Decl::Import { name, path })
    }

    fn names_pos(&self, names: ExprList) -> u32 {
        match names.first(&self.ast.expr_lists) {
            Some(first) => self.start(first),
            None => 0,
        }
    }

    pub(crate) fn const_spec(
        &mut self,
        names: ExprList,
        ty: Option<ExprId>,
        values: ExprList,
    ) -> DeclId {
        let pos = self.names_pos(names);
        let decl = Decl::Const {
            names,
            ty: ty.into(),
            values,
            iota: 0,
        };
        self.decl(pos, decl)
    }

    /// Numbers the specifications of a group.
    pub(crate) fn consts(&mut self, list: DeclList) -> DeclList {
        for number in 0..list.len(&self.ast.decl_lists) {
            if let Some(decl) = list.get(number, &self.ast.decl_lists)
                && let Decl::Const { iota, .. } = &mut self.ast.decl_table[decl]
            {
                *iota = number as u32;
            }
        }
        list
    }

    pub(crate) fn var_spec(
        &mut self,
        names: ExprList,
        ty: Option<ExprId>,
        values: ExprList,
    ) -> DeclId {
        let pos = self.names_pos(names);
        let decl = Decl::Var {
            names,
            ty: ty.into(),
            values,
        };
        self.decl(pos, decl)
    }

    pub(crate) fn type_spec(
        &mut self,
        name: Ident,
        tparams: FieldList,
        ty: ExprId,
        alias: bool,
    ) -> DeclId {
        let decl = Decl::Type {
            name,
            tparams,
            ty,
            alias,
        };
        self.decl(name.pos, decl)
    }

    pub(crate) fn slice_type_spec(&mut self, name: Ident, l: u32, elem: ExprId, r: u32) -> DeclId {
        let ty = self.slice_type(l, elem, r);
        self.type_spec(name, EntityList::new(), ty, false)
    }

    pub(crate) fn array_type_spec(
        &mut self,
        name: Ident,
        l: u32,
        len: Option<ExprId>,
        elem: ExprId,
        r: u32,
    ) -> DeclId {
        let ty = self.array_type(l, len, elem, r);
        self.type_spec(name, EntityList::new(), ty, false)
    }

    /// `type T [x] U`: an array type, or one type parameter.
    pub(crate) fn bracketed_type_spec(
        &mut self,
        name: Ident,
        l: u32,
        first: Entry,
        alias: bool,
        ty: ExprId,
        r: u32,
    ) -> Result<DeclId, Fail> {
        if first.name.is_some() || alias || self.is_sure_tparam(first.ty) {
            return self.generic_type_spec(name, first, None, alias, ty);
        }
        let array = self.array_type(l, Some(first.ty), ty, r);
        Ok(self.type_spec(name, EntityList::new(), array, false))
    }

    /// Whether `P *C|~D`, `P *struct{}` and the like can only be a type parameter.
    fn is_sure_tparam(&self, e: ExprId) -> bool {
        match self.ast.exprs[e] {
            Expr::Binary(BinaryOp::Mul, x, y) => {
                self.as_name(x).is_some() && matches!(self.ast.exprs[y], Expr::StructType(_))
            }
            Expr::Binary(BinaryOp::Or, x, y) => {
                self.has_tilde(y) || self.has_tilde(x) || self.is_sure_tparam(x)
            }
            _ => false,
        }
    }

    fn has_tilde(&self, e: ExprId) -> bool {
        matches!(self.ast.exprs[e], Expr::Unary(UnaryOp::Tilde, _))
    }

    pub(crate) fn generic_type_spec(
        &mut self,
        name: Ident,
        first: Entry,
        more: Option<Vec<Entry>>,
        alias: bool,
        ty: ExprId,
    ) -> Result<DeclId, Fail> {
        let first = match first.name {
            Some(_) => first,
            None => self.tparam_of_expr(first.ty)?,
        };
        let mut entries = vec![first];
        entries.extend(more.unwrap_or_default());
        let tparams = self.tparams(entries)?;
        Ok(self.type_spec(name, tparams, ty, alias))
    }

    /// What was read as an expression, as name and constraint: `P`, `P *C`, `P (C)`, `P *C|D`.
    fn tparam_of_expr(&mut self, e: ExprId) -> Result<Entry, Fail> {
        match self.ast.exprs[e] {
            Expr::Ident(name) => {
                let pos = self.start(e);
                return Ok(self.bare_entry(Ident { name, pos }));
            }
            Expr::Binary(BinaryOp::Mul, x, y) => {
                if let Some(name) = self.as_name(x) {
                    let (star, end) = (self.ast.expr_pos[e].pos, self.end(y));
                    let constraint = self.star(star, y, end);
                    return Ok(Entry::named(name, constraint));
                }
            }
            Expr::Binary(BinaryOp::Or, x, y) => {
                let left = self.tparam_of_expr(x)?;
                if let Some(name) = left.name {
                    let op = self.ast.expr_pos[e].pos;
                    let constraint = self.binary(BinaryOp::Or, left.ty, op, y);
                    return Ok(Entry::named(name, constraint));
                }
            }
            Expr::Call { fun, args, .. } => {
                if let (Some(name), &[arg]) =
                    (self.as_name(fun), args.as_slice(&self.ast.expr_lists))
                {
                    let (l, r) = (self.ast.expr_pos[e].pos, self.end(e));
                    let constraint = self.paren(l, arg, r);
                    return Ok(Entry::named(name, constraint));
                }
            }
            _ => {}
        }
        Err((
            self.start(e),
            "syntax error: missing type parameter name or invalid array length".to_owned(),
        ))
    }

    fn as_name(&self, e: ExprId) -> Option<Ident> {
        match self.ast.exprs[e] {
            Expr::Ident(name) => Some(Ident {
                name,
                pos: self.start(e),
            }),
            _ => None,
        }
    }

    pub(crate) fn tparam_of_slice(
        &mut self,
        x: ExprId,
        l: u32,
        elem: ExprId,
        r: u32,
    ) -> Result<Entry, Fail> {
        match self.as_name(x) {
            Some(name) => Ok(Entry::named(name, self.slice_type(l, elem, r))),
            None => Err((l, "syntax error: unexpected ], expected operand".to_owned())),
        }
    }

    pub(crate) fn tparam_of_array(
        &mut self,
        x: ExprId,
        l: u32,
        len: ExprList,
        elem: ExprId,
        r: u32,
    ) -> Result<Entry, Fail> {
        let len = self.only(len)?;
        match self.as_name(x) {
            Some(name) => Ok(Entry::named(name, self.array_type(l, Some(len), elem, r))),
            None => Err((self.start(elem), "syntax error: expected ]".to_owned())),
        }
    }

    /// `P, Q C, R D`: names without a constraint have that of the next one.
    pub(crate) fn tparams(&mut self, entries: Vec<Entry>) -> Result<FieldList, Fail> {
        let mut fields = Vec::with_capacity(entries.len());
        let mut constraint = None;
        for entry in entries.iter().rev() {
            if !entry.bare {
                constraint = Some(entry.ty);
            }
            let Some(ty) = constraint else {
                return Err((
                    self.end(entry.ty),
                    "syntax error: missing type constraint".to_owned(),
                ));
            };
            fields.push(Field {
                name: entry.name,
                ty,
                tag: None.into(),
                embedded: false,
            });
        }
        fields.reverse();
        Ok(self.add_fields(&fields))
    }

    pub(crate) fn func_decl(
        &mut self,
        pos: u32,
        recv: Option<FieldList>,
        name: Ident,
        tparams: Option<FieldList>,
        sig: FuncSig,
        body: Option<StmtId>,
    ) -> DeclId {
        let decl = Decl::Func {
            recv,
            name,
            tparams: tparams.unwrap_or_default(),
            sig,
            body: body.into(),
        };
        self.decl(pos, decl)
    }

    // ---- Fields, parameters ----

    fn add_fields(&mut self, fields: &[Field]) -> FieldList {
        let ids: Vec<FieldId> = fields.iter().map(|&f| self.ast.fields.push(f)).collect();
        FieldList::from_slice(&ids, &mut self.ast.field_lists)
    }

    pub(crate) fn append_fields(&mut self, mut list: FieldList, more: FieldList) -> FieldList {
        for number in 0..more.len(&self.ast.field_lists) {
            if let Some(field) = more.get(number, &self.ast.field_lists) {
                list.push(field, &mut self.ast.field_lists);
            }
        }
        list
    }

    pub(crate) fn bare_entry(&mut self, name: Ident) -> Entry {
        let ty = self.ident(name);
        Entry {
            name: Some(name),
            ty,
            bare: true,
        }
    }

    pub(crate) fn qualified_instance_entry(
        &mut self,
        x: ExprId,
        dot: u32,
        name: Ident,
        l: u32,
        args: ExprList,
        r: u32,
    ) -> Entry {
        let x = self.selector(x, dot, name);
        Entry::nameless(self.index(x, l, args, r))
    }

    pub(crate) fn instance_entry(&mut self, name: Ident, l: u32, args: ExprList, r: u32) -> Entry {
        let x = self.ident(name);
        Entry::nameless(self.index(x, l, args, r))
    }

    pub(crate) fn array_entry(
        &mut self,
        name: Ident,
        l: u32,
        len: ExprList,
        elem: ExprId,
        r: u32,
    ) -> Result<Entry, Fail> {
        let len = self.only(len)?;
        Ok(Entry::named(name, self.array_type(l, Some(len), elem, r)))
    }

    fn only(&self, list: ExprList) -> Result<ExprId, Fail> {
        match list.as_slice(&self.ast.expr_lists) {
            &[one] => Ok(one),
            more => {
                let at = more.get(1).map_or(0, |&second| self.start(second));
                Err((at, "syntax error: unexpected comma; expecting ]".to_owned()))
            }
        }
    }

    /// Either every entry is a type, or every entry is a name whose type is its own or that of the next entry that has one.
    pub(crate) fn params(&mut self, entries: Vec<Entry>) -> Result<FieldList, Fail> {
        let named = entries
            .iter()
            .any(|entry| entry.name.is_some() && !entry.bare);
        let mut fields = Vec::with_capacity(entries.len());
        let mut ty = None;
        for entry in entries.iter().rev() {
            let name = if named { entry.name } else { None };
            if !entry.bare {
                ty = Some(entry.ty);
            }
            let own = if named && entry.bare {
                ty
            } else {
                Some(entry.ty)
            };
            let (Some(own), false) = (own, named && entry.name.is_none()) else {
                let at = if entry.name.is_some() {
                    self.end(entry.ty)
                } else {
                    self.start(entry.ty)
                };
                let missing = if entry.name.is_some() { "type" } else { "name" };
                return Err((at, format!("syntax error: missing parameter {missing}")));
            };
            fields.push(Field {
                name,
                ty: own,
                tag: None.into(),
                embedded: false,
            });
        }
        fields.reverse();
        self.early_dots(&mut fields);
        Ok(self.add_fields(&fields))
    }

    /// Only the last parameter may be `...T`; others are taken for `T`.
    fn early_dots(&mut self, fields: &mut [Field]) {
        let Some((_, early)) = fields.split_last_mut() else {
            return;
        };
        let mut first = true;
        for field in early {
            let Expr::Variadic(elem) = self.ast.exprs[field.ty] else {
                continue;
            };
            if std::mem::take(&mut first) {
                self.error(
                    self.start(field.ty),
                    "can only use ... with final parameter",
                );
            }
            field.ty = elem;
        }
    }

    pub(crate) fn single_result(&mut self, params: FieldList, ty: ExprId) -> FuncSig {
        let results = self.add_fields(&[Field {
            name: None,
            ty,
            tag: None.into(),
            embedded: false,
        }]);
        FuncSig { params, results }
    }

    pub(crate) fn embedded(&mut self, ty: ExprId, _: Option<ExprId>) -> FieldList {
        self.add_fields(&[Field {
            name: None,
            ty,
            tag: None.into(),
            embedded: true,
        }])
    }

    pub(crate) fn embedded_instance(
        &mut self,
        x: ExprId,
        dot: u32,
        name: Ident,
        l: u32,
        args: ExprList,
        r: u32,
    ) -> FieldList {
        let x = self.selector(x, dot, name);
        self.embedded_index(x, l, args, r)
    }

    pub(crate) fn embedded_index(
        &mut self,
        x: ExprId,
        l: u32,
        args: ExprList,
        r: u32,
    ) -> FieldList {
        let ty = self.index(x, l, args, r);
        self.embedded(ty, None)
    }

    pub(crate) fn embedded_pointer(&mut self, l: u32, ty: ExprId, r: u32) -> FieldList {
        let ty = self.star(l, ty, r);
        self.embedded(ty, None)
    }

    pub(crate) fn named_field(&mut self, name: ExprId, ty: ExprId) -> FieldList {
        let names = self.list(name);
        self.fields_of(names, ty)
    }

    fn fields_of(&mut self, names: ExprList, ty: ExprId) -> FieldList {
        let fields: Vec<Field> = names
            .as_slice(&self.ast.expr_lists)
            .iter()
            .map(|&name| Field {
                name: self.as_name(name),
                ty,
                tag: None.into(),
                embedded: false,
            })
            .collect();
        self.add_fields(&fields)
    }

    pub(crate) fn named_fields(&mut self, first: ExprId, more: ExprList, ty: ExprId) -> FieldList {
        let mut names = self.list(first);
        names.extend(
            more.as_slice(&self.ast.expr_lists).to_vec(),
            &mut self.ast.expr_lists,
        );
        self.fields_of(names, ty)
    }

    pub(crate) fn slice_field(&mut self, name: ExprId, l: u32, elem: ExprId, r: u32) -> FieldList {
        let ty = self.slice_type(l, elem, r);
        self.named_field(name, ty)
    }

    pub(crate) fn array_field(
        &mut self,
        name: ExprId,
        l: u32,
        len: ExprList,
        elem: ExprId,
        r: u32,
    ) -> Result<FieldList, Fail> {
        let len = self.only(len)?;
        let ty = self.array_type(l, Some(len), elem, r);
        Ok(self.named_field(name, ty))
    }

    pub(crate) fn tag(&mut self, list: FieldList, tag: Option<ExprId>) -> FieldList {
        if let Some(tag) = tag {
            if !matches!(self.ast.exprs[tag], Expr::BasicLit(LitKind::String, _)) {
                let at = self.start(tag);
                self.error(at, "syntax error: struct field tag must be a string");
            }
            for number in 0..list.len(&self.ast.field_lists) {
                if let Some(field) = list.get(number, &self.ast.field_lists) {
                    self.ast.fields[field].tag = Some(tag).into();
                }
            }
        }
        list
    }

    pub(crate) fn method(&mut self, name: Ident, l: u32, sig: FuncSig, r: u32) -> FieldList {
        let ty = self.func_type(l, sig, r);
        self.add_fields(&[Field {
            name: Some(name),
            ty,
            tag: None.into(),
            embedded: false,
        }])
    }

    /// `m[P any]()` in an interface: an error, after which the parameters are forgotten. `p`: the bracket.
    pub(crate) fn generic_method(
        &mut self,
        name: ExprId,
        p: u32,
        l: u32,
        sig: FuncSig,
        r: u32,
    ) -> Result<FieldList, Fail> {
        let message = "interface method must have no type parameters";
        let Some(name) = self.as_name(name) else {
            return Err((p, message.to_owned()));
        };
        self.error(p, message);
        Ok(self.method(name, l, sig, r))
    }

    pub(crate) fn embedded_elem(&mut self, ty: ExprId) -> FieldList {
        self.add_fields(&[Field {
            name: None,
            ty,
            tag: None.into(),
            embedded: false,
        }])
    }

    // ---- Types and expressions ----

    pub(crate) fn ident(&mut self, name: Ident) -> ExprId {
        let end = name.pos + name.name.as_str().len() as u32;
        self.expr(Expr::Ident(name.name), name.pos, name.pos, end)
    }

    pub(crate) fn literal(&mut self, l: u32, kind: LitKind, text: Symbol, r: u32) -> ExprId {
        self.expr(Expr::BasicLit(kind, text), l, l, r)
    }

    pub(crate) fn paren(&mut self, l: u32, x: ExprId, r: u32) -> ExprId {
        let id = self.expr(Expr::Paren(x), l, l, r);
        self.over(id, x)
    }

    pub(crate) fn selector(&mut self, x: ExprId, dot: u32, name: Ident) -> ExprId {
        let end = name.pos + name.name.as_str().len() as u32;
        let id = self.expr(Expr::Selector(x, name), self.start(x), dot, end);
        self.over(id, x)
    }

    pub(crate) fn assertion(&mut self, x: ExprId, dot: u32, ty: Option<ExprId>, r: u32) -> ExprId {
        let id = self.expr(Expr::TypeAssert(x, ty.into()), self.start(x), dot, r);
        self.over(id, x)
    }

    pub(crate) fn index(&mut self, x: ExprId, l: u32, args: ExprList, r: u32) -> ExprId {
        let id = self.expr(Expr::Index(x, args), self.start(x), l, r);
        let below = self.depth[x];
        self.over_list(id, args, below)
    }

    /// What stands for a missing expression after an error.
    fn bad(&mut self, at: u32) -> ExprId {
        self.expr(Expr::Bad, at, at, at)
    }

    pub(crate) fn slice(
        &mut self,
        x: ExprId,
        l: u32,
        bounds: [Option<ExprId>; 3],
        r: u32,
    ) -> ExprId {
        let [lo, hi, max] = bounds;
        let expr = Expr::Slice {
            x,
            lo: lo.into(),
            hi: hi.into(),
            max: max.into(),
        };
        let id = self.expr(expr, self.start(x), l, r);
        let below = bounds.iter().flatten().map(|&e| self.depth[e]).max();
        let below = below.unwrap_or(0).max(self.depth[x]);
        self.deepen(id, below)
    }

    /// `x[i:j:k]`, of which `j` and `k` must be there: their places are those of the second colon and the bracket.
    pub(crate) fn full_slice(
        &mut self,
        x: ExprId,
        l: u32,
        bounds: [Option<ExprId>; 3],
        places: [u32; 2],
        r: u32,
    ) -> ExprId {
        if bounds[1].is_none() {
            self.error(places[0], "middle index required in 3-index slice");
        }
        if bounds[2].is_none() {
            self.error(places[1], "final index required in 3-index slice");
        }
        self.slice(x, l, bounds, r)
    }

    pub(crate) fn call(
        &mut self,
        fun: ExprId,
        l: u32,
        args: ExprList,
        spread: bool,
        r: u32,
    ) -> ExprId {
        let id = self.expr(Expr::Call { fun, args, spread }, self.start(fun), l, r);
        let below = self.depth[fun];
        self.over_list(id, args, below)
    }

    pub(crate) fn conversion(&mut self, ty: ExprId, l: u32, arg: ExprId, r: u32) -> ExprId {
        let args = self.list(arg);
        self.call(ty, l, args, false, r)
    }

    pub(crate) fn unary(&mut self, op: UnaryOp, l: u32, x: ExprId, _: u32) -> ExprId {
        let end = self.end(x);
        let id = self.expr(Expr::Unary(op, x), l, l, end);
        self.over(id, x)
    }

    pub(crate) fn star(&mut self, l: u32, x: ExprId, _: u32) -> ExprId {
        let end = self.end(x);
        let id = self.expr(Expr::Star(x), l, l, end);
        self.over(id, x)
    }

    /// Left operands nest without limit: everything that walks the tree goes down left spines without recursion or on a
    /// growing stack.
    pub(crate) fn binary(&mut self, op: BinaryOp, x: ExprId, pos: u32, y: ExprId) -> ExprId {
        let (start, end) = (self.start(x), self.end(y));
        let id = self.expr(Expr::Binary(op, x, y), start, pos, end);
        let below = self.depth[x].saturating_sub(1).max(self.depth[y]);
        self.deepen(id, below)
    }

    pub(crate) fn key_value(&mut self, key: ExprId, colon: u32, value: ExprId) -> ExprId {
        let (start, end) = (self.start(key), self.end(value));
        let id = self.expr(Expr::KeyValue(key, value), start, colon, end);
        let below = self.depth[key].max(self.depth[value]);
        self.deepen(id, below)
    }

    pub(crate) fn composite(
        &mut self,
        ty: Option<ExprId>,
        l: u32,
        (elems, rbrace): (ExprList, u32),
        r: u32,
    ) -> ExprId {
        let start = ty.map_or(l, |ty| self.start(ty));
        let expr = Expr::CompositeLit {
            ty: ty.into(),
            elems,
            rbrace,
        };
        let id = self.expr(expr, start, l, r);
        self.over_list(id, elems, 0)
    }

    /// `T{…}` with a name before the brace: only a name, a qualified name or an instance may stand there.
    pub(crate) fn named_literal(
        &mut self,
        ty: ExprId,
        l: u32,
        body: (ExprList, u32),
        r: u32,
    ) -> Result<ExprId, Fail> {
        let head = match self.ast.exprs[ty] {
            Expr::Index(x, _) => x,
            _ => ty,
        };
        match self.ast.exprs[head] {
            Expr::Ident(_) | Expr::Selector(..) => Ok(self.composite(Some(ty), l, body, r)),
            Expr::Paren(x)
                if matches!(
                    self.ast.exprs[self.ast.unparen(x)],
                    Expr::Ident(_)
                        | Expr::Selector(..)
                        | Expr::Index(..)
                        | Expr::ArrayType(..)
                        | Expr::SliceType(_)
                        | Expr::MapType(..)
                        | Expr::StructType(_)
                ) =>
            {
                let at = self.start(ty);
                self.error(
                    at,
                    "syntax error: cannot parenthesize type in composite literal",
                );
                Ok(self.composite(Some(ty), l, body, r))
            }
            _ => Err((
                l,
                "syntax error: unexpected { at end of statement".to_owned(),
            )),
        }
    }

    pub(crate) fn func_literal(
        &mut self,
        l: u32,
        sig: FuncSig,
        m: u32,
        body: StmtId,
        r: u32,
    ) -> ExprId {
        let ty = self.func_type(l, sig, m);
        let id = self.expr(Expr::FuncLit(ty, body), l, l, r);
        let below = self.stmt_depth[body];
        self.deepen(id, below)
    }

    pub(crate) fn array_type(
        &mut self,
        l: u32,
        len: Option<ExprId>,
        elem: ExprId,
        r: u32,
    ) -> ExprId {
        let id = self.expr(Expr::ArrayType(len.into(), elem), l, l, r);
        let below = len.map_or(0, |len| self.depth[len]).max(self.depth[elem]);
        self.deepen(id, below)
    }

    pub(crate) fn slice_type(&mut self, l: u32, elem: ExprId, r: u32) -> ExprId {
        let id = self.expr(Expr::SliceType(elem), l, l, r);
        self.over(id, elem)
    }

    pub(crate) fn variadic(&mut self, l: u32, elem: ExprId, r: u32) -> ExprId {
        let id = self.expr(Expr::Variadic(elem), l, l, r);
        self.over(id, elem)
    }

    pub(crate) fn map_type(&mut self, l: u32, key: ExprId, elem: ExprId, r: u32) -> ExprId {
        let id = self.expr(Expr::MapType(key, elem), l, l, r);
        let below = self.depth[key].max(self.depth[elem]);
        self.deepen(id, below)
    }

    pub(crate) fn chan_type(&mut self, l: u32, dir: ChanDir, elem: ExprId, r: u32) -> ExprId {
        let id = self.expr(Expr::ChanType(dir, elem), l, l, r);
        self.over(id, elem)
    }

    pub(crate) fn func_type(&mut self, l: u32, sig: FuncSig, r: u32) -> ExprId {
        let id = self.expr(Expr::FuncType(sig), l, l, r);
        let below = self
            .fields_depth(sig.params)
            .max(self.fields_depth(sig.results));
        self.deepen(id, below)
    }

    fn fields_depth(&self, list: FieldList) -> u32 {
        let fields = list.as_slice(&self.ast.field_lists);
        let depths = fields.iter().map(|&f| self.depth[self.ast.fields[f].ty]);
        depths.max().unwrap_or(0)
    }

    pub(crate) fn struct_type(&mut self, l: u32, fields: FieldList, r: u32) -> ExprId {
        let id = self.expr(Expr::StructType(fields), l, l, r);
        let below = self.fields_depth(fields);
        self.deepen(id, below)
    }

    pub(crate) fn interface_type(&mut self, l: u32, fields: FieldList, r: u32) -> ExprId {
        let id = self.expr(Expr::InterfaceType(fields), l, l, r);
        let below = self.fields_depth(fields);
        self.deepen(id, below)
    }

    // ---- Statements ----

    pub(crate) fn stmt(&mut self, pos: u32, stmt: Stmt) -> StmtId {
        let id = self.ast.stmts.push(stmt);
        self.ast.stmt_pos.push(pos);
        let below = self.below(stmt);
        self.stmt_depth[id] = below + 1;
        if below >= MAX_DEPTH && !self.too_deep {
            self.too_deep = true;
            self.error(pos, "exceeded max nesting depth");
        }
        id
    }

    fn list_depth(&self, list: StmtList) -> u32 {
        let stmts = list.as_slice(&self.ast.stmt_lists);
        stmts.iter().map(|&s| self.stmt_depth[s]).max().unwrap_or(0)
    }

    fn clauses_depth(&self, list: ClauseList) -> u32 {
        let clauses = list.as_slice(&self.ast.clause_lists);
        let depths = clauses
            .iter()
            .map(|&c| self.list_depth(self.ast.clauses[c].body));
        depths.max().unwrap_or(0)
    }

    fn exprs_depth(&self, list: ExprList) -> u32 {
        let exprs = list.as_slice(&self.ast.expr_lists);
        exprs.iter().map(|&e| self.depth[e]).max().unwrap_or(0)
    }

    /// How deep the tree is below a statement.
    fn below(&self, stmt: Stmt) -> u32 {
        match stmt {
            Stmt::Bad | Stmt::Empty | Stmt::Decl(_) | Stmt::Branch(..) => 0,
            Stmt::Expr(x) | Stmt::Go(x) | Stmt::Defer(x) | Stmt::IncDec(_, x) => self.depth[x],
            Stmt::Send(x, y) | Stmt::OpAssign(_, x, y) => self.depth[x].max(self.depth[y]),
            Stmt::Assign { lhs, rhs, .. } => self.exprs_depth(lhs).max(self.exprs_depth(rhs)),
            Stmt::Return(list) => self.exprs_depth(list),
            Stmt::Block { stmts, .. } => self.list_depth(stmts),
            Stmt::If {
                cond, then, els, ..
            } => {
                let els = els.expand().map_or(0, |els| self.stmt_depth[els]);
                self.depth[cond].max(self.stmt_depth[then]).max(els)
            }
            Stmt::Switch { clauses, .. } | Stmt::Select { clauses, .. } => {
                self.clauses_depth(clauses)
            }
            Stmt::TypeSwitch { clauses, x, .. } => self.clauses_depth(clauses).max(self.depth[x]),
            Stmt::For { body, .. } | Stmt::Range { body, .. } | Stmt::Labeled(_, body) => {
                self.stmt_depth[body]
            }
        }
    }

    pub(crate) fn block(&mut self, pos: u32, stmts: StmtList, rbrace: u32) -> StmtId {
        self.stmt(pos, Stmt::Block { stmts, rbrace })
    }

    pub(crate) fn decl_stmt(&mut self, pos: u32, decls: DeclList) -> StmtId {
        self.stmt(pos, Stmt::Decl(decls))
    }

    pub(crate) fn labeled(&mut self, name: Ident, stmt: StmtId) -> StmtId {
        self.stmt(name.pos, Stmt::Labeled(name, stmt))
    }

    pub(crate) fn labeled_end(&mut self, name: Ident, colon: u32) -> StmtId {
        let empty = self.stmt(colon, Stmt::Empty);
        self.labeled(name, empty)
    }

    pub(crate) fn expr_stmt(&mut self, e: ExprId) -> StmtId {
        let pos = self.ast.expr_pos[e].pos;
        self.stmt(pos, Stmt::Expr(e))
    }

    /// The condition of an `if` or `for`.
    fn condition(&mut self, s: StmtId, keyword: &str, brace: u32) -> Result<ExprId, Fail> {
        match self.ast.stmts[s] {
            Stmt::Expr(e) => Ok(e),
            Stmt::Assign {
                lhs,
                rhs,
                define: false,
            } => {
                let (Some(x), Some(y)) = (
                    lhs.first(&self.ast.expr_lists),
                    rhs.first(&self.ast.expr_lists),
                ) else {
                    return Err((self.ast.stmt_pos[s], String::new()));
                };
                let text = format!("{} = {}", self.brief(x), self.brief(y));
                Err((
                    self.start(x),
                    format!("syntax error: cannot use assignment {text} as value"),
                ))
            }
            Stmt::Assign { lhs, .. } => {
                let at = lhs
                    .first(&self.ast.expr_lists)
                    .map_or(brace, |x| self.start(x));
                let text = self.brief_define(s);
                Err((at, format!("syntax error: cannot use {text} as value")))
            }
            _ => Err((
                brace,
                format!("syntax error: expected {keyword} loop condition"),
            )),
        }
    }

    fn brief_define(&self, s: StmtId) -> String {
        match self.ast.stmts[s] {
            Stmt::Assign { lhs, rhs, .. } => {
                let join = |list: ExprList| {
                    let parts = list.as_slice(&self.ast.expr_lists).iter();
                    parts.map(|&e| self.brief(e)).collect::<Vec<_>>().join(", ")
                };
                format!("{} := {}", join(lhs), join(rhs))
            }
            _ => "statement".to_owned(),
        }
    }

    /// The text of a short expression.
    fn brief(&self, e: ExprId) -> String {
        match self.ast.exprs[e] {
            Expr::Ident(name) | Expr::BasicLit(_, name) => name.as_str().to_owned(),
            Expr::Selector(x, name) => format!("{}.{}", self.brief(x), name.name.as_str()),
            Expr::Call { fun, .. } => format!("{}(…)", self.brief(fun)),
            _ => "(…)".to_owned(),
        }
    }

    pub(crate) fn if_stmt(
        &mut self,
        pos: u32,
        header: IfHeader,
        brace: u32,
        then: StmtId,
        els: Option<StmtId>,
    ) -> Result<StmtId, Fail> {
        let init = match header.init {
            Init::None => None,
            Init::Semi(init, _) => init,
        };
        let Some(last) = header.last else {
            let at = match header.init {
                Init::Semi(_, semi) => semi,
                Init::None => brace,
            };
            self.error(at, "syntax error: missing condition in if statement");
            let cond = self.bad(at);
            let stmt = Stmt::If {
                init: init.into(),
                cond,
                then,
                els: els.into(),
            };
            return Ok(self.stmt(pos, stmt));
        };
        let cond = self.condition(last, "if", brace)?;
        let stmt = Stmt::If {
            init: init.into(),
            cond,
            then,
            els: els.into(),
        };
        Ok(self.stmt(pos, stmt))
    }

    pub(crate) fn switch_stmt(
        &mut self,
        pos: u32,
        header: IfHeader,
        clauses: ClauseList,
        rbrace: u32,
    ) -> Result<StmtId, Fail> {
        let init: OptStmt = match header.init {
            Init::None => None.into(),
            Init::Semi(init, _) => init.into(),
        };
        let guard = header.last.and_then(|last| self.type_switch_guard(last));
        let stmt = match (guard, header.last) {
            (Some((bind, x)), _) => Stmt::TypeSwitch {
                init,
                bind,
                x,
                clauses,
                rbrace,
            },
            (None, None) => Stmt::Switch {
                init,
                tag: None.into(),
                clauses,
                rbrace,
            },
            (None, Some(last)) => Stmt::Switch {
                init,
                tag: Some(self.condition(last, "switch", pos)?).into(),
                clauses,
                rbrace,
            },
        };
        Ok(self.stmt(pos, stmt))
    }

    /// `x.(type)` or `y := x.(type)`. The assertion is taken out of the tree: the switch holds its operand.
    fn type_switch_guard(&mut self, s: StmtId) -> Option<(Option<Ident>, ExprId)> {
        let (bind, e) = match self.ast.stmts[s] {
            Stmt::Expr(e) => (None, e),
            Stmt::Assign {
                lhs,
                rhs,
                define: true,
            } => {
                let (&[name], &[value]) = (
                    lhs.as_slice(&self.ast.expr_lists),
                    rhs.as_slice(&self.ast.expr_lists),
                ) else {
                    return None;
                };
                (Some(self.as_name(name)?), value)
            }
            _ => return None,
        };
        match self.ast.exprs[e] {
            Expr::TypeAssert(x, ty) if ty.is_none() => {
                self.ast.exprs[e] = Expr::Bad;
                Some((bind, x))
            }
            _ => None,
        }
    }

    fn clause(&mut self, mut list: ClauseList, clause: Clause) -> ClauseList {
        let id = self.ast.clauses.push(clause);
        list.push(id, &mut self.ast.clause_lists);
        list
    }

    pub(crate) fn case(
        &mut self,
        list: ClauseList,
        pos: u32,
        exprs: Option<ExprList>,
        colon: u32,
        body: StmtList,
    ) -> ClauseList {
        let clause = Clause {
            exprs,
            comm: None.into(),
            body,
            pos,
            colon,
            is_default: exprs.is_none(),
        };
        self.clause(list, clause)
    }

    pub(crate) fn comm(
        &mut self,
        list: ClauseList,
        pos: u32,
        comm: Option<StmtId>,
        colon: u32,
        body: StmtList,
    ) -> ClauseList {
        let clause = Clause {
            exprs: None,
            comm: comm.into(),
            body,
            pos,
            colon,
            is_default: comm.is_none(),
        };
        self.clause(list, clause)
    }

    pub(crate) fn for_stmt(
        &mut self,
        pos: u32,
        init: Option<StmtId>,
        cond: Option<ExprId>,
        post: Option<StmtId>,
        body: StmtId,
    ) -> StmtId {
        let stmt = Stmt::For {
            init: init.into(),
            cond: cond.into(),
            post: post.into(),
            body,
        };
        self.stmt(pos, stmt)
    }

    pub(crate) fn for_cond(
        &mut self,
        pos: u32,
        cond: StmtId,
        brace: u32,
        body: StmtId,
    ) -> Result<StmtId, Fail> {
        if matches!(
            self.ast.stmts[cond],
            Stmt::Assign { .. } | Stmt::IncDec(..) | Stmt::OpAssign(..) | Stmt::Send(..)
        ) && !matches!(self.ast.stmts[cond], Stmt::Assign { define: false, .. })
        {
            return Err((
                brace,
                "syntax error: expected for loop condition".to_owned(),
            ));
        }
        let cond = self.condition(cond, "for", brace)?;
        Ok(self.for_stmt(pos, None, Some(cond), None, body))
    }

    pub(crate) fn for_clause(
        &mut self,
        pos: u32,
        init: Option<StmtId>,
        cond: Option<StmtId>,
        post: Option<StmtId>,
        body: StmtId,
    ) -> Result<StmtId, Fail> {
        let cond = match cond {
            Some(cond) => Some(self.condition(cond, "for", pos)?),
            None => None,
        };
        if let Some(post) = post
            && let Stmt::Assign { define: true, .. } = self.ast.stmts[post]
        {
            let at = self.ast.stmt_pos[post];
            self.error(
                at,
                "syntax error: cannot declare in post statement of for loop",
            );
        }
        Ok(self.for_stmt(pos, init, cond, post, body))
    }

    pub(crate) fn range(
        &mut self,
        pos: u32,
        vars: ExprList,
        define: bool,
        range_pos: u32,
        x: ExprId,
        body: StmtId,
    ) -> Result<StmtId, Fail> {
        let at = |n: usize| vars.get(n, &self.ast.expr_lists);
        let (key, value, third) = (at(0), at(1), at(2));
        let stmt = Stmt::Range {
            key: key.into(),
            value: value.into(),
            define,
            x,
            body,
            range_pos,
        };
        let id = self.stmt(pos, stmt);
        if let Some(third) = third {
            self.ast.extra_range_vars.push((id, third));
        }
        Ok(id)
    }

    /// The tree, and what the actions found wrong.
    pub(crate) fn finish(self) -> (Ast, Vec<SyntaxError>) {
        (self.ast, self.errors)
    }
}
