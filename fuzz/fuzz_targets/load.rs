//! Module files and build constraints: `cargo +nightly fuzz run load`.
#![no_main]

#[path = "../../tests/fuzzed/mod.rs"]
mod fuzzed;

libfuzzer_sys::fuzz_target!(|text: &str| {
    fuzzed::load(text);
});
