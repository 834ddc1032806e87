#![no_main]

#[expect(dead_code, reason = "of it, this target reads files only")]
#[path = "../targets/data_csv.rs"]
mod data_csv;
#[path = "../targets/data_parquet.rs"]
mod data_parquet;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| data_parquet::run(bytes));
