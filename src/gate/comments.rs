//! Comments of a file: what they ask for, and of which part of the source.
//!
//! A comment alone on its line is about the statement or declaration that begins next; one behind code about what begins on
//! its line. Where that ends is read from the tokens, and from the tree where a statement has a body.
//!
//! ```text
//! //escargo:noheap              the function, its literals included
//! func f() { … }
//!
//!     //escargo:noheap          the loop
//!     for … { … }
//!
//!     x := make([]int, n)       //escargo:allow the result        the statement
//! ```

use std::ops::Range;

use escargo_grammar::ast::{Ast, Decl, Directive, DirectiveKind, OptStmt, Stmt, StmtId};
use escargo_grammar::lex;
use escargo_grammar::token::Token;
use rustc_hash::{FxHashMap, FxHashSet};

use super::words;
use super::{Ask, Comment, Fault, Scope};
use crate::source::{FileId, Pos, SourceFile};

/// The comments of a file in its order, and what is wrong with others.
pub(super) fn read(
    id: FileId,
    file: &SourceFile,
    ast: &Ast,
    faults: &mut Vec<(Pos, Fault)>,
) -> Vec<Comment> {
    let is_ours = |directive: &&Directive| match directive.kind {
        DirectiveKind::Escargo | DirectiveKind::CheckEscape | DirectiveKind::GcAssert => true,
        DirectiveKind::Go | DirectiveKind::Line => false,
    };
    let mut directives = ast.directives.iter().filter(is_ours).peekable();
    if directives.peek().is_none() {
        return Vec::new();
    }
    let layout = Layout::new(file, ast);
    let mut comments = Vec::new();
    for directive in directives {
        let pos = Pos::new(id, directive.pos);
        match words::read(directive) {
            Ok(None) => {}
            Ok(Some(ask)) => match layout.scope(directive.pos, &ask) {
                Some(scope) => comments.push(Comment { pos, ask, scope }),
                None => faults.push((pos, Fault::NothingFollows)),
            },
            Err(fault) => faults.push((pos, fault)),
        }
    }
    comments
}

/// Where things begin and end in a file.
struct Layout<'a> {
    file: &'a SourceFile,
    ast: &'a Ast,
    /// Start, token, end.
    tokens: Vec<(u32, Token, u32)>,
    /// By the place of `func`, the body of a declared function.
    functions: FxHashMap<u32, OptStmt>,
    /// The places of the names of types.
    type_names: FxHashSet<u32>,
    /// The places of labels.
    labels: FxHashSet<u32>,
    /// Statements that end in a brace, by their keyword or brace.
    bodied: FxHashMap<u32, StmtId>,
}

impl<'a> Layout<'a> {
    fn new(file: &'a SourceFile, ast: &'a Ast) -> Layout<'a> {
        let mut layout = Layout {
            file,
            ast,
            tokens: lex(&file.text).tokens,
            functions: FxHashMap::default(),
            type_names: FxHashSet::default(),
            labels: FxHashSet::default(),
            bodied: FxHashMap::default(),
        };
        for (id, decl) in ast.decl_table.iter() {
            match decl {
                Decl::Func { body, .. } => {
                    layout.functions.insert(ast.decl_pos[id], *body);
                }
                Decl::Type { name, .. } => {
                    layout.type_names.insert(name.pos);
                }
                Decl::Import { .. } | Decl::Const { .. } | Decl::Var { .. } => {}
            }
        }
        for (id, stmt) in ast.stmts.iter() {
            match stmt {
                Stmt::Labeled(label, _) => {
                    layout.labels.insert(label.pos);
                }
                Stmt::Block { .. }
                | Stmt::If { .. }
                | Stmt::Switch { .. }
                | Stmt::TypeSwitch { .. }
                | Stmt::Select { .. }
                | Stmt::For { .. }
                | Stmt::Range { .. } => {
                    layout.bodied.insert(ast.stmt_pos[id], id);
                }
                _without_body => {}
            }
        }
        layout
    }

    fn line(&self, offset: u32) -> u32 {
        self.file.line_column(offset).0
    }

    /// What a comment at an offset is about; none if nothing is there.
    fn scope(&self, comment: u32, ask: &Ask) -> Option<Scope> {
        let next = self.tokens.partition_point(|token| token.0 < comment);
        let line = self.line(comment);
        let is_code = |token: &&(u32, Token, u32)| !matches!(token.1, Token::Semi(_));
        let before = self.tokens[..next].iter().rev().find(is_code);
        let trailing = before.is_some_and(|token| self.line(token.2.saturating_sub(1)) == line);
        if trailing {
            let start = self.file.line_start(line)?;
            let first = self.tokens.partition_point(|token| token.0 < start);
            return self.behind_code(first, comment);
        }
        let first = (next..self.tokens.len()).find(|&n| is_code(&&self.tokens[n]))?;
        if matches!(ask, Ask::Exempt) {
            return self.behind_code(first, self.line_end(self.tokens[first].0));
        }
        let in_list = before.is_some_and(|token| matches!(token.1, Token::Comma | Token::LParen));
        match self.tokens[first].1 {
            Token::RBrace
            | Token::RParen
            | Token::RBrack
            | Token::Case
            | Token::Default
            | Token::Import
            | Token::Package => None,
            _begins => Some(self.beginning_at(first, in_list)),
        }
    }

    fn line_end(&self, offset: u32) -> u32 {
        let next = self.file.line_start(self.line(offset) + 1);
        next.unwrap_or(self.file.text.len() as u32)
    }

    /// What begins on the line of a comment that stands behind code.
    fn behind_code(&self, first: usize, comment: u32) -> Option<Scope> {
        let &(start, token, _) = self.tokens.get(first)?;
        match token {
            Token::RBrace | Token::RParen | Token::RBrack | Token::Case | Token::Default => {
                Some(Scope::Range(start..comment))
            }
            _begins => Some(self.beginning_at(first, false)),
        }
    }

    /// What begins with a token.
    fn beginning_at(&self, first: usize, in_list: bool) -> Scope {
        let start = self.tokens[first].0;
        let first = self.behind_labels(first);
        let (at, token, _) = self.tokens[first];
        let simple = || Scope::Range(start..self.scan(first, in_list));
        match token {
            Token::Func => match self.function(first) {
                Some((signature, end)) => Scope::Function {
                    range: start..end,
                    signature: start..signature,
                },
                None => simple(),
            },
            Token::Type => self.types(start..self.scan(first, false)),
            Token::Ident(_) if self.type_names.contains(&at) => {
                self.types(start..self.scan(first, false))
            }
            Token::For | Token::If | Token::Switch | Token::Select | Token::LBrace => {
                let stmt = self.bodied.get(&at);
                match stmt.and_then(|&stmt| end_of(self.ast, stmt)) {
                    Some(end) => Scope::Range(start..end),
                    None => simple(),
                }
            }
            _simple => simple(),
        }
    }

    /// The token behind the labels of a statement.
    fn behind_labels(&self, first: usize) -> usize {
        let mut at = first;
        while self.labels.contains(&self.tokens[at].0) {
            let next =
                (at + 2..self.tokens.len()).find(|&n| !matches!(self.tokens[n].1, Token::Semi(_)));
            match next {
                Some(next) => at = next,
                None => break,
            }
        }
        at
    }

    /// Where the signature and the body of a declared function end.
    fn function(&self, first: usize) -> Option<(u32, u32)> {
        match self.functions.get(&self.tokens[first].0)?.expand() {
            Some(body) => Some((self.ast.stmt_pos[body], end_of(self.ast, body)?)),
            None => {
                let end = self.scan(first, false);
                Some((end, end))
            }
        }
    }

    fn types(&self, range: Range<u32>) -> Scope {
        let names = self
            .ast
            .decl_table
            .values()
            .filter_map(|decl| match decl {
                Decl::Type { name, .. } if range.contains(&name.pos) => Some(name.pos),
                _other => None,
            })
            .collect();
        Scope::Types { names, range }
    }

    /// The end of a statement without a body, or of a group in parentheses: its semicolon, or the bracket that closes what is
    /// around it; in a list also the comma.
    fn scan(&self, first: usize, in_list: bool) -> u32 {
        let mut depth = 0;
        for &(start, token, _) in &self.tokens[first..] {
            match token {
                Token::LParen | Token::LBrack | Token::LBrace => depth += 1,
                Token::RParen | Token::RBrack | Token::RBrace if depth == 0 => return start,
                Token::RParen | Token::RBrack | Token::RBrace => depth -= 1,
                Token::Semi(_) if depth == 0 => return start,
                Token::Comma if depth == 0 && in_list => return start,
                _inside => {}
            }
        }
        self.file.text.len() as u32
    }
}

/// The end of a statement that ends in a brace.
fn end_of(ast: &Ast, stmt: StmtId) -> Option<u32> {
    let mut stmt = stmt;
    loop {
        match ast.stmt(stmt) {
            Stmt::Block { rbrace, .. }
            | Stmt::Switch { rbrace, .. }
            | Stmt::TypeSwitch { rbrace, .. }
            | Stmt::Select { rbrace, .. } => return Some(rbrace + 1),
            Stmt::If { then, els, .. } => stmt = els.expand().unwrap_or(then),
            Stmt::For { body, .. } | Stmt::Range { body, .. } => stmt = body,
            Stmt::Labeled(_, inner) => stmt = inner,
            _simple => return None,
        }
    }
}
