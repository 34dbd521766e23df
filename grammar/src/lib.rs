//! Text to tree: the grammar of Go. Knows no types.

pub mod ast;
pub mod symbol;

pub use ast::Ast;
pub use symbol::Symbol;
