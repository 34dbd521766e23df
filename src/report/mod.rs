//! DECISIONS → OUTPUT, one file a format. Nothing here decides anything: what is printed comes from the facts.

pub mod baseline;
pub mod describe;
pub mod errors;
pub mod execution;
pub mod explain;
pub mod expr_text;
#[cfg(test)]
mod expr_text_tests;
pub mod flow_graph;
pub mod gate;
pub mod go_text;
mod inline_text;
pub mod json;
pub mod names;
pub mod paths;
pub mod rich;
mod stmt_text;
pub mod text;
pub mod view;
