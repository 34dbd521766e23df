//! The grammar of Go.
