//! A problem is built or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use weak_to_strong_lab::study::{Limits, problem_from_table};

fuzz_target!(|text: &str| {
    if let Ok(table) = toml::from_str::<toml::Table>(text) {
        let _ = problem_from_table(
            table.get("problem").and_then(toml::Value::as_table).unwrap_or(&table),
            &Limits::default(),
        );
    }
});
