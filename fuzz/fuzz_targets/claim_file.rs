#![no_main]

#[path = "../targets/claim_file.rs"]
mod claim_file;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| claim_file::run(bytes));
