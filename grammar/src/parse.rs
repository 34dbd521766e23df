//! The way from text to tree, errors included.
//!
//! LALRPOP stops at the first error. Then the declaration that holds it is left out and the rest is parsed again, so that a
//! file shows more than one error; correct files pay nothing for that.

use lalrpop_util::ParseError;

use crate::ast::{Ast, Directive};
use crate::builder::Builder;
use crate::error::{self, SyntaxError};
use crate::go::FileParser;
use crate::lexer::{self, Spanned};
use crate::token::{Semi, Token};
use crate::{branches, validate};

/// As many syntax errors are looked for in a file.
const MAX_ERRORS: usize = 10;

/// A tree and what is wrong with the text.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The tree; without the declarations that have syntax errors.
    pub ast: Ast,
    /// Errors, in the order of their places.
    pub errors: Vec<SyntaxError>,
}

/// Parses a file. Linear in its length (times the number of errors, ten at most).
pub fn parse(text: &str) -> Parsed {
    if text.len() >= u32::MAX as usize {
        return Parsed {
            ast: Ast::empty(),
            errors: vec![SyntaxError {
                offset: 0,
                message: "file too large".to_owned(),
            }],
        };
    }
    let lexed = lexer::lex(text);
    parse_tokens(text, lexed.tokens, lexed.directives, lexed.errors)
}

/// Parses the package clause and the imports only.
pub fn parse_imports(text: &str) -> Parsed {
    let lexed = lexer::lex(import_part(text));
    let mut tokens = lexed.tokens;
    let end = end_of_imports(&tokens);
    tokens.truncate(end);
    parse_tokens(text, tokens, lexed.directives, lexed.errors)
}

/// The text up to the first declaration that is no import: a cheap guess that never cuts too early, because declarations
/// start in the first column of formatted files and the whole text is taken for others.
fn import_part(text: &str) -> &str {
    let ends = ["\nfunc ", "\ntype ", "\nvar ", "\nconst "];
    let first = ends.iter().filter_map(|end| text.find(end)).min();
    first.map_or(text, |at| &text[..at + 1])
}

/// Behind the last semicolon that ends an import (or the package clause).
fn end_of_imports(tokens: &[Spanned]) -> usize {
    let mut depth = 0;
    let mut end = 0;
    let mut expect_decl = true;
    for (index, &(_, token, _)) in tokens.iter().enumerate() {
        match token {
            Token::LParen => depth += 1,
            Token::RParen => depth -= 1,
            Token::Semi(_) if depth == 0 => {
                end = index + 1;
                expect_decl = true;
                continue;
            }
            _ if expect_decl && !matches!(token, Token::Package | Token::Import) => break,
            _ => {}
        }
        expect_decl = false;
    }
    end
}

fn parse_tokens(
    text: &str,
    mut tokens: Vec<Spanned>,
    directives: Vec<Directive>,
    mut errors: Vec<SyntaxError>,
) -> Parsed {
    let parser = FileParser::new();
    let mut found = 0;
    loop {
        let mut builder = Builder::new();
        let result = parser.parse(&mut builder, tokens.iter().copied());
        let (mut ast, more) = builder.finish();
        if let Err(failure) = result {
            let error = syntax_error(text, &tokens, failure);
            let at = error.offset;
            errors.push(error);
            found += 1;
            if found < MAX_ERRORS && leave_out(text, &mut tokens, at) {
                continue;
            }
            errors.extend(more);
            return finished(Ast::empty_with(ast.package), errors);
        }
        errors.extend(more);
        ast.directives = directives;
        validate::validate(&ast, &mut errors);
        branches::check(&ast, &mut errors);
        return finished(ast, errors);
    }
}

/// Errors in the order of their places, one for each line being left to whoever prints them.
fn finished(ast: Ast, mut errors: Vec<SyntaxError>) -> Parsed {
    errors.sort_by_key(|error| error.offset);
    errors.dedup();
    Parsed { ast, errors }
}

type Failure = ParseError<u32, Token, (u32, String)>;

fn syntax_error(text: &str, tokens: &[Spanned], failure: Failure) -> SyntaxError {
    let (offset, message) = match failure {
        ParseError::User {
            error: (offset, message),
        } => (offset, message),
        ParseError::UnrecognizedToken {
            token: (offset, found, _),
            expected,
        } => {
            if found == Token::Package || !tokens.iter().any(|t| t.1 == Token::Package) {
                let message = "syntax error: package statement must be first".to_owned();
                (offset, message)
            } else {
                let at = tokens.partition_point(|&(start, _, _)| start < offset);
                let before: Vec<Token> = tokens[at.saturating_sub(3)..at]
                    .iter()
                    .map(|&(_, token, _)| token)
                    .collect();
                let top = is_top_level(text, tokens, offset);
                let special = error::special(&before, found, &expected);
                let message = special.unwrap_or_else(|| error::unexpected(found, &expected, top));
                (offset, message)
            }
        }
        ParseError::UnrecognizedEof { location, expected } => {
            let found = Token::Semi(Semi::Eof);
            if tokens.is_empty() {
                let message = "syntax error: package statement must be first".to_owned();
                (location, message)
            } else {
                (
                    text.len() as u32,
                    error::unexpected(found, &expected, false),
                )
            }
        }
        ParseError::InvalidToken { location } => (location, "syntax error".to_owned()),
        ParseError::ExtraToken {
            token: (offset, found, _),
        } => (offset, format!("syntax error: unexpected {found}")),
    };
    SyntaxError { offset, message }
}

/// Whether no bracket is open before `offset`.
fn is_top_level(_: &str, tokens: &[Spanned], offset: u32) -> bool {
    let mut depth = 0i64;
    for &(start, token, _) in tokens {
        if start >= offset {
            break;
        }
        match token {
            Token::LParen | Token::LBrack | Token::LBrace => depth += 1,
            Token::RParen | Token::RBrack | Token::RBrace => depth -= 1,
            _ => {}
        }
    }
    depth == 0
}

/// Removes the declaration around `offset`: from the last token before it that starts a line and is a declaration's keyword
/// up to the next one behind it. `false` if nothing would be left to try.
fn leave_out(text: &str, tokens: &mut Vec<Spanned>, offset: u32) -> bool {
    let starts_declaration = |&(start, token, _): &Spanned| {
        matches!(
            token,
            Token::Func | Token::Type | Token::Var | Token::Const | Token::Import
        ) && (start == 0 || text.as_bytes().get(start as usize - 1) == Some(&b'\n'))
    };
    let at = tokens.partition_point(|&(start, _, _)| start < offset);
    let Some(from) = tokens[..at.min(tokens.len())]
        .iter()
        .rposition(starts_declaration)
        .or_else(|| {
            // A statement outside of functions: leave out from its first token.
            tokens[..at]
                .iter()
                .rposition(|t| matches!(t.1, Token::Semi(_)))
                .map(|i| i + 1)
        })
    else {
        return false;
    };
    let behind = tokens
        .iter()
        .skip(at.max(from + 1))
        .position(starts_declaration);
    let to = behind.map_or(tokens.len(), |n| at.max(from + 1) + n);
    if to <= from {
        return false;
    }
    tokens.drain(from..to);
    true
}

impl Ast {
    fn empty_with(package: crate::ast::Ident) -> Ast {
        Ast {
            package,
            ..Ast::empty()
        }
    }
}
