//! Writing to the two streams. A reader that went away (`escargo … | head`) is no error.

use std::io::Write as _;

/// Writes to standard output.
pub fn out(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

/// Writes to standard error.
pub fn err(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}
