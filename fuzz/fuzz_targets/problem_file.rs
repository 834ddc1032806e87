#![no_main]

#[path = "../targets/problem_file.rs"]
mod problem_file;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| problem_file::run(bytes));
