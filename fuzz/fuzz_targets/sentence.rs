#![no_main]

#[path = "../targets/sentence.rs"]
mod sentence;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| sentence::run(bytes));
