//! DECISIONS → OUTPUT, one file a format. Nothing here decides anything: what is printed comes from the facts.

pub mod expr_text;
#[cfg(test)]
mod expr_text_tests;
pub mod go_text;
pub mod names;
pub mod paths;
mod stmt_text;
