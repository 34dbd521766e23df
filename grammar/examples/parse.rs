//! Parses files and prints what is wrong with them: `cargo run --example parse -- FILE…`

use std::time::Instant;

fn main() {
    let mut lines = 0;
    let mut bad = 0;
    let mut files = 0;
    let start = Instant::now();
    for path in std::env::args().skip(1) {
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        files += 1;
        lines += text.lines().count();
        let parsed = escargo_grammar::parse(&text);
        bad += usize::from(!parsed.errors.is_empty());
        for error in parsed.errors {
            let before = text.get(..error.offset as usize).unwrap_or(&text);
            let line = before.matches('\n').count() + 1;
            let column = before.len() - before.rfind('\n').map_or(0, |at| at + 1) + 1;
            println!("{path}:{line}:{column}: {}", error.message);
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    println!("{files} files, {bad} with errors, {lines} lines in {seconds:.2} s");
}
