//! Spectra as levels.

/// Equal eigenvalues of a covariance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpectrumLevel {
    /// λ ≥ 0.
    pub eigenvalue: f64,
    /// How many coordinates have it. It need not fit into memory.
    pub count: f64,
}

/// Returns a level for each eigenvalue.
///
/// ```
/// use weak_to_strong::theory::{SpectrumLevel, spectrum_levels};
/// assert_eq!(spectrum_levels(&[2.0])[0], SpectrumLevel { eigenvalue: 2.0, count: 1.0 });
/// ```
pub fn spectrum_levels(eigenvalues: &[f64]) -> Vec<SpectrumLevel> {
    eigenvalues.iter().map(|&eigenvalue| SpectrumLevel { eigenvalue, count: 1.0 }).collect()
}

/// The number of coordinates with a positive eigenvalue.
pub(super) fn rank(levels: &[SpectrumLevel]) -> f64 {
    seen(levels).map(|level| level.count).sum()
}

/// The levels with a positive eigenvalue.
pub(super) fn seen(levels: &[SpectrumLevel]) -> impl Iterator<Item = &SpectrumLevel> {
    levels.iter().filter(|level| level.eigenvalue > 0.0)
}
