//! The tokens of Go.

use std::fmt;

use crate::ast::LitKind;
use crate::symbol::Symbol;

/// How a statement ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Semi {
    /// A semicolon in the source.
    Written,
    /// A line end.
    Newline,
    /// The end of the file.
    Eof,
}

/// A token, comments left out and semicolons inserted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Token {
    Ident(Symbol),
    Lit(LitKind, Symbol),
    Semi(Semi),
    // Keywords.
    Break,
    Case,
    Chan,
    Const,
    Continue,
    Default,
    Defer,
    Else,
    Fallthrough,
    For,
    Func,
    Go,
    Goto,
    If,
    Import,
    Interface,
    Map,
    Package,
    Range,
    Return,
    Select,
    Struct,
    Switch,
    Type,
    Var,
    // Operators.
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    And,
    Or,
    Xor,
    Shl,
    Shr,
    AndNot,
    AddAssign,
    SubAssign,
    MulAssign,
    DivAssign,
    RemAssign,
    AndAssign,
    OrAssign,
    XorAssign,
    ShlAssign,
    ShrAssign,
    AndNotAssign,
    LogAnd,
    LogOr,
    Arrow,
    Inc,
    Dec,
    Eq,
    Lt,
    Gt,
    Assign,
    Not,
    Tilde,
    Ne,
    Le,
    Ge,
    Define,
    Ellipsis,
    LParen,
    LBrack,
    LBrace,
    Comma,
    Dot,
    RParen,
    RBrack,
    RBrace,
    Colon,
}

impl Token {
    /// The keyword of that spelling.
    pub fn keyword(text: &str) -> Option<Token> {
        Some(match text {
            "break" => Token::Break,
            "case" => Token::Case,
            "chan" => Token::Chan,
            "const" => Token::Const,
            "continue" => Token::Continue,
            "default" => Token::Default,
            "defer" => Token::Defer,
            "else" => Token::Else,
            "fallthrough" => Token::Fallthrough,
            "for" => Token::For,
            "func" => Token::Func,
            "go" => Token::Go,
            "goto" => Token::Goto,
            "if" => Token::If,
            "import" => Token::Import,
            "interface" => Token::Interface,
            "map" => Token::Map,
            "package" => Token::Package,
            "range" => Token::Range,
            "return" => Token::Return,
            "select" => Token::Select,
            "struct" => Token::Struct,
            "switch" => Token::Switch,
            "type" => Token::Type,
            "var" => Token::Var,
            _ => return None,
        })
    }

    /// The token as it is written; for names, literals and inserted semicolons what kind it is.
    pub fn text(self) -> &'static str {
        use Token::*;
        match self {
            Ident(_) => "name",
            Lit(..) => "literal",
            Semi(self::Semi::Written) => "semicolon",
            Semi(self::Semi::Newline) => "newline",
            Semi(self::Semi::Eof) => "EOF",
            Break => "break",
            Case => "case",
            Chan => "chan",
            Const => "const",
            Continue => "continue",
            Default => "default",
            Defer => "defer",
            Else => "else",
            Fallthrough => "fallthrough",
            For => "for",
            Func => "func",
            Go => "go",
            Goto => "goto",
            If => "if",
            Import => "import",
            Interface => "interface",
            Map => "map",
            Package => "package",
            Range => "range",
            Return => "return",
            Select => "select",
            Struct => "struct",
            Switch => "switch",
            Type => "type",
            Var => "var",
            Add => "+",
            Sub => "-",
            Mul => "*",
            Div => "/",
            Rem => "%",
            And => "&",
            Or => "|",
            Xor => "^",
            Shl => "<<",
            Shr => ">>",
            AndNot => "&^",
            AddAssign => "+=",
            SubAssign => "-=",
            MulAssign => "*=",
            DivAssign => "/=",
            RemAssign => "%=",
            AndAssign => "&=",
            OrAssign => "|=",
            XorAssign => "^=",
            ShlAssign => "<<=",
            ShrAssign => ">>=",
            AndNotAssign => "&^=",
            LogAnd => "&&",
            LogOr => "||",
            Arrow => "<-",
            Inc => "++",
            Dec => "--",
            Eq => "==",
            Lt => "<",
            Gt => ">",
            Assign => "=",
            Not => "!",
            Tilde => "~",
            Ne => "!=",
            Le => "<=",
            Ge => ">=",
            Define => ":=",
            Ellipsis => "...",
            LParen => "(",
            LBrack => "[",
            LBrace => "{",
            Comma => "comma",
            Dot => ".",
            RParen => ")",
            RBrack => "]",
            RBrace => "}",
            Colon => ":",
        }
    }

    /// Whether it is a keyword.
    pub fn is_keyword(self) -> bool {
        Token::keyword(self.text()) == Some(self)
    }

    /// Whether a line end after it ends a statement.
    pub fn ends_statement(self) -> bool {
        use Token::*;
        matches!(
            self,
            Ident(_)
                | Lit(..)
                | Break
                | Continue
                | Fallthrough
                | Return
                | Inc
                | Dec
                | RParen
                | RBrack
                | RBrace
        )
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Token::Ident(name) => write!(f, "name {}", name.as_str()),
            Token::Lit(_, text) => write!(f, "literal {}", text.as_str()),
            token if token.is_keyword() => write!(f, "keyword {}", token.text()),
            token => f.write_str(token.text()),
        }
    }
}
