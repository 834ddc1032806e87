#![no_main]

#[path = "../targets/shard_plan.rs"]
mod shard_plan;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| shard_plan::run(bytes));
