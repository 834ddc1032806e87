//! A claim file is understood or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use weak_to_strong_lab::claim::{Claim, ClaimFile};

fuzz_target!(|text: &str| {
    if let Ok(file) = ClaimFile::parse("fuzzed", text) {
        let _ = Claim::new("fuzzed".to_owned(), file);
    }
});
