//! A claim file is understood or refused.

use weak_to_strong_lab::claim::{Claim, ClaimFile, Registry};
use weak_to_strong_lab::study::Limits;

pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut limits = Limits::default();
    // Larger ones take longer and find nothing more.
    (limits.cells, limits.numbers) = (1000, 1_000_000);
    if let Ok(file) = ClaimFile::parse("fuzzed", text) {
        let _ = Claim::with_registry("fuzzed".to_owned(), file, &Registry::built_in().with_limits(limits));
    }
}
