//! Text to tree: `cargo +nightly fuzz run parse`.
#![no_main]

#[path = "../../tests/fuzzed/mod.rs"]
mod fuzzed;

libfuzzer_sys::fuzz_target!(|text: &str| {
    fuzzed::parse(text);
});
