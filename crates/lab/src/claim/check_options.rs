//! Options of a check.

/// The seed that a check has by default.
pub const DEFAULT_SEED: u64 = 1;

/// Options of a check.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CheckOptions {
    /// The seed of all random streams.
    pub seed: u64,
    /// Probability with which any interval of the whole check may miss.
    pub error_probability: f64,
    /// Whether the deliberately false neighbours are judged too.
    pub power: bool,
    /// Whether a claim stops drawing replicates as soon as one of its cells is violated.
    pub stop_at_violation: bool,
}

impl Default for CheckOptions {
    /// Seed 1 and an error probability of 0.001, as the program has; no power, and every cell is judged.
    fn default() -> Self {
        Self { seed: DEFAULT_SEED, error_probability: 0.001, power: false, stop_at_violation: false }
    }
}
