//! An expression is read or refused, and what is read has a value or an error.
#![no_main]

use libfuzzer_sys::fuzz_target;
use weak_to_strong_lab::claim::Expression;
use weak_to_strong_lab::formula::FORMULAS;

fuzz_target!(|text: &str| {
    let _ = Expression::parse(text, &["dim", "samples", "weak.noise"], &FORMULAS);
});
