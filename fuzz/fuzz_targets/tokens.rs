//! Text to tokens: `cargo +nightly fuzz run tokens`.
#![no_main]

#[path = "../../tests/fuzzed/mod.rs"]
mod fuzzed;

libfuzzer_sys::fuzz_target!(|text: &str| {
    fuzzed::tokens(text);
});
