//! An estimate and its standard error, which are never shown apart.

/// A simulated estimate of one number.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Estimate {
    /// The estimated value.
    #[serde(with = "super::json_number")]
    pub mean: f64,
    /// Its estimated standard deviation over repetitions of the whole simulation.
    #[serde(with = "super::json_number")]
    pub standard_error: f64,
    /// Number of independent replicates behind it.
    pub replicates: u64,
}
