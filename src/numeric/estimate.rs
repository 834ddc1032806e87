//! An estimate and its standard error, which are never shown apart.

/// A simulated estimate of one number.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Estimate {
    /// The estimated value.
    pub mean: f64,
    /// Its estimated standard deviation over repetitions of the whole simulation.
    pub standard_error: f64,
    /// Number of independent replicates behind it.
    pub replicates: u64,
}
