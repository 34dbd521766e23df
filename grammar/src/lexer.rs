//! Text to tokens: logos finds where plain tokens end, the rest (numbers, strings, comments, names beyond ASCII, semicolons
//! at line ends) is done here.
//!
//! Nothing stops the lexer: what is wrong is noted in [`Lexed::errors`] and the next character is tried. Linear in the text.

use logos::Logos;

use crate::ast::{Directive, DirectiveKind, LitKind};
use crate::error::SyntaxError;
use crate::literal;
use crate::symbol::Symbol;
use crate::token::{Semi, Token};

/// A token with its bytes: start and end.
pub type Spanned = (u32, Token, u32);

/// What the lexer makes of a file.
#[derive(Debug, Default)]
pub struct Lexed {
    /// The tokens.
    pub tokens: Vec<Spanned>,
    /// Comments that tools read.
    pub directives: Vec<Directive>,
    /// What is wrong.
    pub errors: Vec<SyntaxError>,
}

#[derive(Logos, Clone, Copy, PartialEq, Debug)]
enum Raw {
    #[regex(r"[ \t\r]+")]
    Space,
    #[token("\n")]
    Newline,
    #[regex(r"[A-Za-z_][A-Za-z0-9_]*")]
    Word,
    #[regex(r"[0-9]|\.[0-9]")]
    Number,
    #[token("\"")]
    #[token("`")]
    Quote,
    #[token("'")]
    RuneQuote,
    #[token("//")]
    LineComment,
    #[token("/*")]
    BlockComment,
    #[token("+", |_| Token::Add)]
    #[token("-", |_| Token::Sub)]
    #[token("*", |_| Token::Mul)]
    #[token("/", |_| Token::Div)]
    #[token("%", |_| Token::Rem)]
    #[token("&", |_| Token::And)]
    #[token("|", |_| Token::Or)]
    #[token("^", |_| Token::Xor)]
    #[token("<<", |_| Token::Shl)]
    #[token(">>", |_| Token::Shr)]
    #[token("&^", |_| Token::AndNot)]
    #[token("+=", |_| Token::AddAssign)]
    #[token("-=", |_| Token::SubAssign)]
    #[token("*=", |_| Token::MulAssign)]
    #[token("/=", |_| Token::DivAssign)]
    #[token("%=", |_| Token::RemAssign)]
    #[token("&=", |_| Token::AndAssign)]
    #[token("|=", |_| Token::OrAssign)]
    #[token("^=", |_| Token::XorAssign)]
    #[token("<<=", |_| Token::ShlAssign)]
    #[token(">>=", |_| Token::ShrAssign)]
    #[token("&^=", |_| Token::AndNotAssign)]
    #[token("&&", |_| Token::LogAnd)]
    #[token("||", |_| Token::LogOr)]
    #[token("<-", |_| Token::Arrow)]
    #[token("++", |_| Token::Inc)]
    #[token("--", |_| Token::Dec)]
    #[token("==", |_| Token::Eq)]
    #[token("<", |_| Token::Lt)]
    #[token(">", |_| Token::Gt)]
    #[token("=", |_| Token::Assign)]
    #[token("!", |_| Token::Not)]
    #[token("~", |_| Token::Tilde)]
    #[token("!=", |_| Token::Ne)]
    #[token("<=", |_| Token::Le)]
    #[token(">=", |_| Token::Ge)]
    #[token(":=", |_| Token::Define)]
    #[token("...", |_| Token::Ellipsis)]
    #[token("(", |_| Token::LParen)]
    #[token("[", |_| Token::LBrack)]
    #[token("{", |_| Token::LBrace)]
    #[token(",", |_| Token::Comma)]
    #[token(".", |_| Token::Dot)]
    #[token(")", |_| Token::RParen)]
    #[token("]", |_| Token::RBrack)]
    #[token("}", |_| Token::RBrace)]
    #[token(";", |_| Token::Semi(Semi::Written))]
    #[token(":", |_| Token::Colon)]
    Punct(Token),
    #[regex(r"[^\x00-\x7F]")]
    Other,
}

/// The tokens of a file.
pub fn lex(text: &str) -> Lexed {
    let mut lexer = Lexer {
        text,
        raw: Raw::lexer(text),
        out: Lexed {
            tokens: Vec::with_capacity(text.len() / 5),
            ..Lexed::default()
        },
        statement_may_end: false,
        recent: vec![("", Token::Semi(Semi::Eof)); RECENT],
    };
    if text.starts_with('\u{feff}') {
        lexer.raw.bump('\u{feff}'.len_utf8());
    }
    lexer.run();
    lexer.out
}

struct Lexer<'t> {
    text: &'t str,
    raw: logos::Lexer<'t, Raw>,
    out: Lexed,
    /// Whether a line end here ends a statement.
    statement_may_end: bool,
    /// Words met lately: most come again soon, and the table of symbols is shared by all threads.
    recent: Vec<(&'t str, Token)>,
}

/// How many recent words are kept.
const RECENT: usize = 1024;

/// Where a word is among the recent ones.
fn recent_place(word: &str) -> usize {
    let bytes = word.as_bytes();
    let byte = |at: usize| usize::from(bytes.get(at).copied().unwrap_or(0));
    let end = bytes.len().saturating_sub(1);
    let mixed = bytes.len() ^ (byte(0) << 2) ^ (byte(end) << 5) ^ (byte(end / 2) * 7);
    mixed % RECENT
}

impl Lexer<'_> {
    fn run(&mut self) {
        while let Some(raw) = self.raw.next() {
            let start = self.raw.span().start;
            match raw {
                Ok(Raw::Space) => {}
                Ok(Raw::Newline) => self.line_end(start, Semi::Newline),
                Ok(Raw::Word) => self.word(start),
                Ok(Raw::Number) => self.number(start),
                Ok(Raw::Quote) => self.string(start),
                Ok(Raw::RuneQuote) => self.rune(start),
                Ok(Raw::LineComment) => self.line_comment(start),
                Ok(Raw::BlockComment) => self.block_comment(start),
                Ok(Raw::Punct(token)) => self.push(start, token),
                Ok(Raw::Other) | Err(()) => self.other(start),
            }
        }
        self.line_end(self.text.len(), Semi::Eof);
    }

    fn push(&mut self, start: usize, token: Token) {
        let end = self.raw.span().end;
        self.out.tokens.push((start as u32, token, end as u32));
        self.statement_may_end = token.ends_statement();
    }

    fn error(&mut self, offset: usize, message: impl Into<String>) {
        self.out.errors.push(SyntaxError {
            offset: offset as u32,
            message: message.into(),
        });
    }

    fn line_end(&mut self, at: usize, kind: Semi) {
        if self.statement_may_end {
            let at = at as u32;
            self.out.tokens.push((at, Token::Semi(kind), at));
            self.statement_may_end = false;
        }
    }

    /// A name that starts with an ASCII character: it may go on beyond ASCII.
    fn word(&mut self, start: usize) {
        let rest = self.raw.remainder();
        if rest.as_bytes().first().is_some_and(|&byte| byte >= 0x80) {
            let more = name_length(rest);
            self.raw.bump(more);
        }
        let text = &self.text[start..self.raw.span().end];
        let place = recent_place(text);
        let token = match self.recent.get(place) {
            Some(&(known, token)) if known == text => token,
            _other => {
                let ident = || Token::Ident(Symbol::intern(text));
                let token = Token::keyword(text).unwrap_or_else(ident);
                self.recent[place] = (text, token);
                token
            }
        };
        self.push(start, token);
    }

    /// A character beyond ASCII, or one that Go does not know.
    fn other(&mut self, start: usize) {
        let Some(c) = self.text[start..].chars().next() else {
            return;
        };
        // An error token of logos may hold several characters: go on behind the first.
        if c.is_alphabetic() {
            let more = name_length(self.raw.remainder());
            self.raw.bump(more);
            let text = &self.text[start..self.raw.span().end];
            self.push(start, Token::Ident(Symbol::intern(text)));
            return;
        }
        let message = match c {
            '\0' => "invalid NUL character".to_owned(),
            '\u{feff}' => "invalid BOM in the middle of the file".to_owned(),
            c if c.is_numeric() => {
                format!("identifier cannot begin with digit {}", code_point(c))
            }
            c => format!("invalid character {}", code_point(c)),
        };
        self.error(start, message);
    }

    fn number(&mut self, start: usize) {
        let number = literal::scan_number(&self.text[start..]);
        self.raw.bump(start + number.length - self.raw.span().end);
        if let Some((at, message)) = number.error {
            self.error(start + at, message);
        }
        self.literal(start, number.kind);
    }

    fn literal(&mut self, start: usize, kind: LitKind) {
        let text = &self.text[start..self.raw.span().end];
        self.push(start, Token::Lit(kind, Symbol::intern(text)));
    }

    fn string(&mut self, start: usize) {
        let (length, errors) = literal::scan_string(&self.text[start..]);
        self.quoted(start, length, errors, LitKind::String);
    }

    fn rune(&mut self, start: usize) {
        let (length, errors) = literal::scan_rune(&self.text[start..]);
        self.quoted(start, length, errors, LitKind::Rune);
    }

    fn quoted(&mut self, start: usize, length: usize, errors: Vec<(usize, String)>, kind: LitKind) {
        self.raw.bump(start + length - self.raw.span().end);
        for (at, message) in errors {
            self.error(start + at, message);
        }
        self.literal(start, kind);
    }

    fn line_comment(&mut self, start: usize) {
        let rest = &self.text[start..];
        let length = rest.find('\n').unwrap_or(rest.len());
        self.raw.bump(start + length - self.raw.span().end);
        let text = rest[..length].trim_end_matches('\r');
        for (prefix, kind) in [
            ("//go:", DirectiveKind::Go),
            ("//escargo:", DirectiveKind::Escargo),
            ("//line ", DirectiveKind::Line),
            ("//gcassert:", DirectiveKind::GcAssert),
        ] {
            if let Some(rest) = text.strip_prefix(prefix) {
                self.directive(start, kind, rest);
            }
        }
        if text.starts_with("// +checkescape") || text.starts_with("// escapes:") {
            self.directive(start, DirectiveKind::CheckEscape, &text[3..]);
        }
    }

    fn block_comment(&mut self, start: usize) {
        let rest = &self.text[start..];
        let length = match rest[2..].find("*/") {
            Some(at) => at + 4,
            None => {
                self.error(start, "comment not terminated");
                rest.len()
            }
        };
        self.raw.bump(start + length - self.raw.span().end);
        let text = &rest[..length];
        if let Some(line) = text.strip_prefix("/*line ") {
            self.directive(
                start,
                DirectiveKind::Line,
                line.strip_suffix("*/").unwrap_or(line),
            );
        }
        if let Some(at) = text.find('\n') {
            self.line_end(start + at, Semi::Newline);
        }
    }

    fn directive(&mut self, start: usize, kind: DirectiveKind, text: &str) {
        self.out.directives.push(Directive {
            kind,
            pos: start as u32,
            text: Symbol::intern(text),
        });
    }
}

/// How many bytes at the start of `text` go on a name.
fn name_length(text: &str) -> usize {
    text.find(|c: char| !(c == '_' || c.is_alphanumeric()))
        .unwrap_or(text.len())
}

/// `U+0040 '@'`
fn code_point(c: char) -> String {
    if c.is_control() {
        format!("U+{:04X}", c as u32)
    } else {
        format!("U+{:04X} '{c}'", c as u32)
    }
}
