#![no_main]

#[path = "../targets/store.rs"]
mod store;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| store::run(bytes));
