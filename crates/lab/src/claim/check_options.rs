//! Options of a check.

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
