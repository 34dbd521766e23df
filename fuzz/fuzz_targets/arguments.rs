//! Command lines: `cargo +nightly fuzz run arguments`.
#![no_main]

#[path = "../../tests/fuzzed/mod.rs"]
mod fuzzed;

libfuzzer_sys::fuzz_target!(|text: &str| {
    fuzzed::arguments(text);
});
