//! Syntax errors in gc's words: from the token found and the set of tokens that could have stood there.

use crate::token::Token;

/// What is wrong, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SyntaxError {
    /// Byte offset.
    pub offset: u32,
    /// The message, in gc's wording where it is known. A place of the same file is written `\u{1}@offset\u{1}`.
    pub message: String,
}

/// What the parser was in the middle of, told from the tokens that it would have taken.
struct Expected<'a> {
    tokens: &'a [String],
}

impl Expected<'_> {
    fn has(&self, token: &str) -> bool {
        self.tokens.iter().any(|t| t.trim_matches('"') == token)
    }

    /// An operand could start here.
    fn expression(&self) -> bool {
        self.has("IDENT") && self.has("LITERAL") && self.has("(")
    }

    /// A type could start here, but no operand.
    fn ty(&self) -> bool {
        self.has("IDENT") && self.has("struct") && self.has("map") && !self.has("LITERAL")
    }

    /// An operand just ended.
    fn after_operand(&self) -> bool {
        self.has("+") && self.has(".")
    }
}

/// The message for an unexpected token where gc's parser looks at what it is in the middle of; `before` are the tokens in
/// front of it.
pub(crate) fn special(before: &[Token], found: Token, expected: &[String]) -> Option<String> {
    let expected = Expected { tokens: expected };
    let only_path = expected.tokens.len() == 1;
    if expected.has("LITERAL") && (expected.has(".") || only_path) {
        return Some("syntax error: missing import path".to_owned());
    }
    let message = match (before, found) {
        ([.., Token::Func, Token::Ident(_), Token::LBrack], Token::RBrack) => {
            "syntax error: empty type parameter list"
        }
        ([.., Token::Ident(_), Token::LBrack], Token::RBrack) if expected.expression() => {
            "syntax error: unexpected ], expected operand"
        }
        ([.., Token::Ident(_), Token::LBrack], Token::RBrack) if expected.ty() => {
            "syntax error: unexpected ], expected type argument list"
        }
        (_, Token::LParen) if expected.has("*") && expected.has("}") && expected.has("IDENT") => {
            "syntax error: cannot parenthesize embedded type"
        }
        _ => return None,
    };
    Some(message.to_owned())
}

/// The message for an unexpected token. `before` is the token in front of it, `depth` whether a function body is open.
pub(crate) fn unexpected(found: Token, expected: &[String], at_top_level: bool) -> String {
    let expected = Expected { tokens: expected };
    if at_top_level {
        if expected.has("func") && expected.has("import") {
            return "syntax error: non-declaration statement outside function body".to_owned();
        }
        if expected.tokens.len() == 1 && expected.has(";") {
            return format!("syntax error: unexpected {found} after top level declaration");
        }
    }
    let mut text = format!("syntax error: unexpected {found}");
    if expected.has(",") && expected.has(")") && !expected.has("IDENT") {
        text.push_str(if expected.has("...") || expected.after_operand() {
            " in argument list; possibly missing comma or )"
        } else {
            " in parameter list; possibly missing comma or )"
        });
    } else if expected.has(",") && expected.has("}") && !expected.has("IDENT") {
        text.push_str(" in composite literal; possibly missing comma or }");
    } else if expected.has(";") && expected.has("}") && !expected.has("IDENT") {
        text.push_str(" at end of statement");
    } else if expected.has("}") && expected.has("return") && expected.has("IDENT") {
        text.push_str(", expected }");
    } else if expected.expression() {
        text.push_str(", expected expression");
    } else if expected.ty() {
        text.push_str(", expected type");
    } else if let [one] = expected.tokens {
        let one = match one.trim_matches('"') {
            "IDENT" => "name",
            "LITERAL" => "string literal",
            ";" => "semicolon or newline",
            other => other,
        };
        text.push_str(&format!(", expected {one}"));
    } else if expected.has(")") && !expected.has("IDENT") {
        text.push_str(", expected )");
    } else if expected.has("]") && !expected.has("IDENT") {
        text.push_str(", expected ]");
    } else if expected.has("{") {
        text.push_str(", expected {");
    } else if expected.after_operand() {
        text.push_str(" at end of statement");
    } else if expected.has("IDENT") {
        text.push_str(", expected name");
    }
    text
}
