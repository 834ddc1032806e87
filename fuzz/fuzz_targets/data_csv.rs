#![no_main]

#[path = "../targets/data_csv.rs"]
mod data_csv;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| data_csv::run(bytes));
