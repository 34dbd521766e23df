//! Facts files: `cargo +nightly fuzz run facts`.
#![no_main]

#[path = "../../tests/fuzzed/mod.rs"]
mod fuzzed;

libfuzzer_sys::fuzz_target!(|text: &str| {
    fuzzed::facts(text);
});
