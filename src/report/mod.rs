//! DECISIONS → OUTPUT, one file a format. Nothing here decides anything: what is printed comes from the facts.

pub mod baseline;
pub mod check_json;
pub mod describe;
pub mod errors;
pub mod execution;
pub mod explain;
pub mod expr_text;
#[cfg(test)]
mod expr_text_tests;
pub mod finding;
pub mod flow_graph;
pub mod gate;
pub mod github;
pub mod go_text;
pub mod hint_text;
pub mod html;
mod html_data;
mod inline_text;
pub mod json;
pub mod lsp;
pub mod names;
pub mod paths;
pub mod rich;
pub mod sarif;
mod stay_text;
mod stmt_text;
pub mod story;
pub mod text;
pub mod view;
