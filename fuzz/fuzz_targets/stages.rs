//! Text through all stages: `cargo +nightly fuzz run stages`.
#![no_main]

#[path = "../../tests/fuzzed/mod.rs"]
mod fuzzed;

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let fuzzed::Outcome::Wrong(problem) = fuzzed::stages(text) {
        panic!("{problem}");
    }
});
