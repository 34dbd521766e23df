//! The tree of one Go source file.
//!
//! An [`Ast`] owns flat tables of expressions, statements and declarations; nodes name each other by typed ids that are
//! local to the file, and lists live in one pool. Types and values share [`Expr`], as the grammar cannot tell them apart.
//! The tree is what the programmer wrote: parentheses are kept, nothing is resolved, nothing is folded.
//!
//! Positions are byte offsets into the file (`u32`). An expression has three: where it starts, where it ends (exclusive), and
//! `pos`, the place at which gc reports the node: the operator of unary and binary expressions, the `(` of a call, the
//! `.` of a selector or assertion, the `[` of an index or slice expression, the `{` of a composite literal, else the start.
//! For statements `pos` is: the operator of assignments, `++`, sends; the keyword of the others; the colon-less label's
//! start for a labelled statement; the `{` of a block; for an expression statement that of the expression.

use cranelift_entity::packed_option::PackedOption;
use cranelift_entity::{EntityList, ListPool, PrimaryMap, entity_impl};

use crate::symbol::Symbol;

/// An expression or type of the file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ExprId(u32);
entity_impl!(ExprId, "expr");

/// A statement of the file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StmtId(u32);
entity_impl!(StmtId, "stmt");

/// A declaration of the file, at package level or in a function: one specification (`a, b int = 1, 2`) each.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DeclId(u32);
entity_impl!(DeclId, "decl");

/// A struct field, parameter, result, type parameter or interface element.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldId(u32);
entity_impl!(FieldId, "field");

/// A `case`, `default` or communication clause.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClauseId(u32);
entity_impl!(ClauseId, "clause");

/// A list of expressions in the file's pool.
pub type ExprList = EntityList<ExprId>;
/// A list of statements in the file's pool.
pub type StmtList = EntityList<StmtId>;
/// A list of fields in the file's pool.
pub type FieldList = EntityList<FieldId>;
/// A list of declarations in the file's pool.
pub type DeclList = EntityList<DeclId>;
/// A list of clauses in the file's pool.
pub type ClauseList = EntityList<ClauseId>;
/// An expression that may be missing.
pub type OptExpr = PackedOption<ExprId>;
/// A statement that may be missing.
pub type OptStmt = PackedOption<StmtId>;

/// A name at its place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ident {
    /// What it says.
    pub name: Symbol,
    /// Byte offset of its first character.
    pub pos: u32,
}

/// Where an expression stands: byte offsets, see the module's text for `pos`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ExprPos {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The place gc reports for the node.
    pub pos: u32,
}

/// The kinds of basic literals.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LitKind {
    /// `12`, `0x1f`, `0b1`, `1_000`
    Int,
    /// `1.5`, `1e3`, `0x1p-2`
    Float,
    /// `2i`
    Imaginary,
    /// `'x'`
    Rune,
    /// `"x"` and `` `x` ``
    String,
}

/// Unary operators. Dereference is [`Expr::Star`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum UnaryOp {
    /// `+x`
    Plus,
    /// `-x`
    Neg,
    /// `!x`
    Not,
    /// `^x`
    BitNot,
    /// `&x`
    Addr,
    /// `<-x`
    Recv,
    /// `~T` (constraints only)
    Tilde,
}

/// Binary operators, lowest precedence first.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
#[allow(missing_docs)]
pub enum BinaryOp {
    LogOr,
    LogAnd,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    Add,
    Sub,
    /// `|`, also between the terms of a constraint's union.
    Or,
    Xor,
    Mul,
    Div,
    Rem,
    And,
    AndNot,
    Shl,
    Shr,
}

impl BinaryOp {
    /// Go's precedence, 1 (`||`) to 5 (`*`).
    pub fn precedence(self) -> u8 {
        use BinaryOp::*;
        match self {
            LogOr => 1,
            LogAnd => 2,
            Eq | Ne | Lt | Le | Gt | Ge => 3,
            Add | Sub | Or | Xor => 4,
            Mul | Div | Rem | And | AndNot | Shl | Shr => 5,
        }
    }

    /// The operator as it is written.
    pub fn as_str(self) -> &'static str {
        use BinaryOp::*;
        match self {
            LogOr => "||",
            LogAnd => "&&",
            Eq => "==",
            Ne => "!=",
            Lt => "<",
            Le => "<=",
            Gt => ">",
            Ge => ">=",
            Add => "+",
            Sub => "-",
            Or => "|",
            Xor => "^",
            Mul => "*",
            Div => "/",
            Rem => "%",
            And => "&",
            AndNot => "&^",
            Shl => "<<",
            Shr => ">>",
        }
    }
}

impl UnaryOp {
    /// The operator as it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            UnaryOp::Plus => "+",
            UnaryOp::Neg => "-",
            UnaryOp::Not => "!",
            UnaryOp::BitNot => "^",
            UnaryOp::Addr => "&",
            UnaryOp::Recv => "<-",
            UnaryOp::Tilde => "~",
        }
    }
}

/// The direction of a channel type.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum ChanDir {
    /// `chan T`
    Both,
    /// `chan<- T`
    Send,
    /// `<-chan T`
    Recv,
}

/// An expression or a type.
#[derive(Clone, Copy, Debug)]
pub enum Expr {
    /// What could not be parsed; only in files that have syntax errors.
    Bad,
    /// `x`
    Ident(Symbol),
    /// `1`, `"a"`; the symbol is the literal as written.
    BasicLit(LitKind, Symbol),
    /// `T{a, k: v}`; without a type inside another literal. Elements are expressions or [`Expr::KeyValue`].
    CompositeLit {
        /// The type, absent where it is elided.
        ty: OptExpr,
        /// The elements.
        elems: ExprList,
        /// Offset of the closing brace.
        rbrace: u32,
    },
    /// `k: v`, only as an element of a composite literal; `pos` is the colon.
    KeyValue(ExprId, ExprId),
    /// `func(…) … { … }`; the type is an [`Expr::FuncType`], the body a [`Stmt::Block`].
    FuncLit(ExprId, StmtId),
    /// `(x)`
    Paren(ExprId),
    /// `x.sel`
    Selector(ExprId, Ident),
    /// `x[i]`, `F[T1, T2]`: index or instantiation.
    Index(ExprId, ExprList),
    /// `x[lo:hi]`, `x[lo:hi:max]`
    Slice {
        /// What is sliced.
        x: ExprId,
        /// Low bound.
        lo: OptExpr,
        /// High bound.
        hi: OptExpr,
        /// Capacity bound; its presence makes it a full slice expression.
        max: OptExpr,
    },
    /// `x.(T)`; without a type it is `x.(type)`.
    TypeAssert(ExprId, OptExpr),
    /// `f(a, b...)`: a call or a conversion.
    Call {
        /// What is called, or the type converted to.
        fun: ExprId,
        /// Arguments; `new` and `make` have types among them.
        args: ExprList,
        /// Whether the last argument is followed by `...`.
        spread: bool,
    },
    /// `*x`: dereference or pointer type.
    Star(ExprId),
    /// `-x`
    Unary(UnaryOp, ExprId),
    /// `x + y`, and the union `A | B` of constraints
    Binary(BinaryOp, ExprId, ExprId),
    /// `[n]T`; `[...]T` where the length is missing.
    ArrayType(OptExpr, ExprId),
    /// `[]T`
    SliceType(ExprId),
    /// `...T`, only as the type of the last parameter.
    Variadic(ExprId),
    /// `struct { … }`
    StructType(FieldList),
    /// `func(…) …`
    FuncType(FuncSig),
    /// `interface { … }`. Elements: a named field whose type is an [`Expr::FuncType`] is a method, a nameless one is an
    /// embedded interface, type or union.
    InterfaceType(FieldList),
    /// `map[K]V`
    MapType(ExprId, ExprId),
    /// `chan T`
    ChanType(ChanDir, ExprId),
}

/// Parameters and results. Names that share a type (`a, b int`) are separate fields with the same type id.
#[derive(Clone, Copy, Debug, Default)]
pub struct FuncSig {
    /// Parameters.
    pub params: FieldList,
    /// Results.
    pub results: FieldList,
}

/// One struct field, parameter, result, type parameter or interface element.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name; `None` for embedded fields and nameless parameters.
    pub name: Option<Ident>,
    /// Its type (for a type parameter: its constraint).
    pub ty: ExprId,
    /// The tag of a struct field: a string literal.
    pub tag: OptExpr,
    /// Whether this is an embedded struct field.
    pub embedded: bool,
}

/// `break`, `continue`, `goto`, `fallthrough`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)]
pub enum BranchKind {
    Break,
    Continue,
    Goto,
    Fallthrough,
}

/// A statement.
#[derive(Clone, Copy, Debug)]
pub enum Stmt {
    /// What could not be parsed.
    Bad,
    /// Nothing.
    Empty,
    /// A declaration inside a function: the specifications of one `var`, `const` or `type`.
    Decl(EntityList<DeclId>),
    /// `f(x)`
    Expr(ExprId),
    /// `ch <- v`
    Send(ExprId, ExprId),
    /// `a, b = c, d`, and `a, b := c, d` where `define`.
    Assign {
        /// Left sides.
        lhs: ExprList,
        /// Right sides.
        rhs: ExprList,
        /// `:=` and not `=`.
        define: bool,
    },
    /// `x += y`
    OpAssign(BinaryOp, ExprId, ExprId),
    /// `x++` (`Add`), `x--` (`Sub`)
    IncDec(BinaryOp, ExprId),
    /// `go f()`
    Go(ExprId),
    /// `defer f()`
    Defer(ExprId),
    /// `return a, b`
    Return(ExprList),
    /// `break L`
    Branch(BranchKind, Option<Ident>),
    /// `{ … }`
    Block {
        /// The statements.
        stmts: StmtList,
        /// Offset of the closing brace.
        rbrace: u32,
    },
    /// `if init; cond { … } else …`
    If {
        /// Simple statement before the condition.
        init: OptStmt,
        /// The condition.
        cond: ExprId,
        /// A block.
        then: StmtId,
        /// A block or another `if`.
        els: OptStmt,
    },
    /// `switch init; tag { … }`
    Switch {
        /// Simple statement before the tag.
        init: OptStmt,
        /// The tag; missing means `true`.
        tag: OptExpr,
        /// `case` and `default`; each with a list of expressions.
        clauses: ClauseList,
        /// Offset of the closing brace.
        rbrace: u32,
    },
    /// `switch init; y := x.(type) { … }`
    TypeSwitch {
        /// Simple statement before the guard.
        init: OptStmt,
        /// `y`
        bind: Option<Ident>,
        /// `x`
        x: ExprId,
        /// `case` and `default`; each with a list of types (or `nil`).
        clauses: ClauseList,
        /// Offset of the closing brace.
        rbrace: u32,
    },
    /// `select { … }`
    Select {
        /// The clauses; each with a communication statement, `default` without.
        clauses: ClauseList,
        /// Offset of the closing brace.
        rbrace: u32,
    },
    /// `for init; cond; post { … }`
    For {
        /// Simple statement before the loop.
        init: OptStmt,
        /// The condition; missing means `true`.
        cond: OptExpr,
        /// Simple statement after each round.
        post: OptStmt,
        /// A block.
        body: StmtId,
    },
    /// `for k, v := range x { … }`
    Range {
        /// First variable.
        key: OptExpr,
        /// Second variable.
        value: OptExpr,
        /// `:=` and not `=`.
        define: bool,
        /// What is ranged over.
        x: ExprId,
        /// A block.
        body: StmtId,
        /// Offset of the `range` keyword.
        range_pos: u32,
    },
    /// `L: stmt`; the statement is [`Stmt::Empty`] before a closing brace.
    Labeled(Ident, StmtId),
}

/// A clause of a `switch`, type switch or `select`.
#[derive(Clone, Copy, Debug)]
pub struct Clause {
    /// Expressions or types; `None` for `default` and in a `select`.
    pub exprs: Option<ExprList>,
    /// The communication of a `select` clause.
    pub comm: OptStmt,
    /// The statements.
    pub body: StmtList,
    /// Offset of `case` or `default`.
    pub pos: u32,
    /// Offset of the colon.
    pub colon: u32,
    /// Whether this is the `default` clause.
    pub is_default: bool,
}

/// A declaration.
#[derive(Clone, Copy, Debug)]
pub enum Decl {
    /// `import name "path"`
    Import {
        /// The given name, `.` and `_` included.
        name: Option<Ident>,
        /// The path: a string literal.
        path: ExprId,
    },
    /// `a, b T = x, y`; type and values are missing where they are repeated from above.
    Const {
        /// The names (each an [`Expr::Ident`]).
        names: ExprList,
        /// The type.
        ty: OptExpr,
        /// The values.
        values: ExprList,
        /// Number of the specification inside its parentheses: `iota`.
        iota: u32,
    },
    /// `T[P any] X`, `T = X`
    Type {
        /// The name.
        name: Ident,
        /// Type parameters.
        tparams: FieldList,
        /// The right side.
        ty: ExprId,
        /// `=`
        alias: bool,
    },
    /// `a, b T = x, y`
    Var {
        /// The names (each an [`Expr::Ident`]).
        names: ExprList,
        /// The type.
        ty: OptExpr,
        /// The values.
        values: ExprList,
    },
    /// `func (r T) name[P any](…) … { … }`
    Func {
        /// The receiver list, `None` for a function; a valid one has length one.
        recv: Option<FieldList>,
        /// The name.
        name: Ident,
        /// Type parameters.
        tparams: FieldList,
        /// Parameters and results.
        sig: FuncSig,
        /// The body, a block; missing where the function is implemented elsewhere.
        body: OptStmt,
    },
}

/// What kind of comment directive it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum DirectiveKind {
    /// `//go:name …`
    Go,
    /// `//line …` and `/*line …*/`
    Line,
    /// `//escargo:name …`
    Escargo,
    /// `// +checkescape…` and `// escapes: …`, as gVisor writes them
    CheckEscape,
    /// `//gcassert:name,…`
    GcAssert,
}

/// A comment that a tool reads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Directive {
    /// Which family.
    pub kind: DirectiveKind,
    /// Offset of the first slash.
    pub pos: u32,
    /// The text after `//go:`, `//line `, `//escargo:`, `//gcassert:` or (for gVisor's) `// `, up to the end of the line or
    /// comment.
    pub text: Symbol,
}

/// The tree of one file.
#[derive(Clone, Debug)]
pub struct Ast {
    /// The package clause's name.
    pub package: Ident,
    /// Top-level declarations in source order.
    pub decls: Vec<DeclId>,
    /// Directives in source order.
    pub directives: Vec<Directive>,
    /// All expressions.
    pub exprs: PrimaryMap<ExprId, Expr>,
    /// Where each expression stands.
    pub expr_pos: PrimaryMap<ExprId, ExprPos>,
    /// All statements.
    pub stmts: PrimaryMap<StmtId, Stmt>,
    /// Third variables of range clauses, with the statement: an error that is left to type checking, as in gc.
    pub extra_range_vars: Vec<(StmtId, ExprId)>,
    /// Where gc reports each statement (see the module's text).
    pub stmt_pos: PrimaryMap<StmtId, u32>,
    /// All declarations.
    pub decl_table: PrimaryMap<DeclId, Decl>,
    /// Offset of each declaration: of its keyword for `func`, else of the specification's first name.
    pub decl_pos: PrimaryMap<DeclId, u32>,
    /// All fields.
    pub fields: PrimaryMap<FieldId, Field>,
    /// All clauses.
    pub clauses: PrimaryMap<ClauseId, Clause>,
    /// Storage of expression lists.
    pub expr_lists: ListPool<ExprId>,
    /// Storage of statement lists.
    pub stmt_lists: ListPool<StmtId>,
    /// Storage of declaration lists.
    pub decl_lists: ListPool<DeclId>,
    /// Storage of field lists.
    pub field_lists: ListPool<FieldId>,
    /// Storage of clause lists.
    pub clause_lists: ListPool<ClauseId>,
}

impl Ast {
    /// The tree of a file with nothing in it.
    pub fn empty() -> Ast {
        Ast {
            package: Ident {
                name: Symbol::intern("_"),
                pos: 0,
            },
            decls: Vec::new(),
            directives: Vec::new(),
            exprs: PrimaryMap::new(),
            expr_pos: PrimaryMap::new(),
            stmts: PrimaryMap::new(),
            extra_range_vars: Vec::new(),
            stmt_pos: PrimaryMap::new(),
            decl_table: PrimaryMap::new(),
            decl_pos: PrimaryMap::new(),
            fields: PrimaryMap::new(),
            clauses: PrimaryMap::new(),
            expr_lists: ListPool::new(),
            stmt_lists: ListPool::new(),
            decl_lists: ListPool::new(),
            field_lists: ListPool::new(),
            clause_lists: ListPool::new(),
        }
    }

    /// The expression.
    pub fn expr(&self, id: ExprId) -> Expr {
        self.exprs[id]
    }

    /// The statement.
    pub fn stmt(&self, id: StmtId) -> Stmt {
        self.stmts[id]
    }

    /// The declaration.
    pub fn decl(&self, id: DeclId) -> Decl {
        self.decl_table[id]
    }

    /// The members of an expression list.
    pub fn expr_list(&self, list: ExprList) -> &[ExprId] {
        list.as_slice(&self.expr_lists)
    }

    /// The members of a statement list.
    pub fn stmt_list(&self, list: StmtList) -> &[StmtId] {
        list.as_slice(&self.stmt_lists)
    }

    /// The members of a declaration list.
    pub fn decl_list(&self, list: EntityList<DeclId>) -> &[DeclId] {
        list.as_slice(&self.decl_lists)
    }

    /// The members of a field list.
    pub fn field_list(&self, list: FieldList) -> &[FieldId] {
        list.as_slice(&self.field_lists)
    }

    /// The members of a clause list.
    pub fn clause_list(&self, list: ClauseList) -> &[ClauseId] {
        list.as_slice(&self.clause_lists)
    }

    /// The expression without the parentheses around it.
    pub fn unparen(&self, mut id: ExprId) -> ExprId {
        while let Expr::Paren(inner) = self.exprs[id] {
            id = inner;
        }
        id
    }
}
