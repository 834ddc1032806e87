//! Checks of claims, as the program makes them.

use weak_to_strong_lab::claim::{CheckOptions, Claim, ClaimFile, ClaimOutcome, Registry, check};
use weak_to_strong_lab::study::Session;

/// Seed and error probability that the program has by default.
pub const OPTIONS: CheckOptions =
    CheckOptions { seed: 1, error_probability: 0.001, power: false, stop_at_violation: false };

/// The claim of a text, in which these names may stand; or what is wrong with it.
pub fn claim(text: &str, registry: &Registry) -> Result<Claim, String> {
    let file = ClaimFile::parse("a test", text).expect("TOML");
    Claim::with_registry(file.id.clone(), file, registry).map_err(|error| error.to_string())
}

/// What becomes of one claim.
pub fn outcome(claim: &Claim, options: &CheckOptions) -> ClaimOutcome {
    check(std::slice::from_ref(claim), options, &Session::alone()).expect("a check").remove(0)
}
