//! Escape analysis for Go.
