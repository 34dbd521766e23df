//! Text to tree: the grammar of Go. Knows no types.
//!
//! ```text
//! text → lexer (logos, automatic semicolons) → tokens → go.lalrpop → builder → Ast → validate
//! ```
//!
//! [`parse`] always gives a tree; where [`Parsed::errors`] is not empty the tree lacks the declarations that are wrong.

pub mod ast;
mod branches;
mod builder;
mod dump;
mod error;
mod lexer;
pub mod literal;
mod parse;
pub mod symbol;
pub mod token;
mod validate;

lalrpop_util::lalrpop_mod!(
    #[allow(
        clippy::all,
        clippy::unwrap_used,
        missing_docs,
        unused,
        unfulfilled_lint_expectations
    )]
    go
);

pub use ast::Ast;
pub use dump::dump;
pub use error::SyntaxError;
pub use lexer::{Lexed, lex};
pub use parse::{Parsed, parse, parse_imports};
pub use symbol::Symbol;
