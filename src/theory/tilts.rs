//! Tilts of the law of a batch: under them, a batch that misleads the source is not rare.

use super::{AlignmentRate, RateError};
use crate::sample::Tilt;

impl AlignmentRate {
    /// For each wrong concept, the θ that is best in the Chernoff bound after a batch of m examples:
    ///
    /// ```text
    /// θₖ = argmin over θ in [0, largest_theta] of (αₖ/αₖ*)^θ φₖ(θ)^m
    /// ```
    ///
    /// Each tilt also holds log φₖ(θₖ). The bound on misalignment uses θ up to 1, the bound on its square uses θ up to 2.
    ///
    /// Source: ours, `docs/theory.md`.
    ///
    /// # Errors
    ///
    /// [`RateError::Quadrature`].
    pub fn tilts(&self, batch: usize, largest_theta: f64) -> Result<Vec<Tilt>, RateError> {
        let mut tilts = Vec::new();
        for wrong in &self.wrong {
            let theta = wrong.log_moment_minimum(batch as f64, largest_theta)?.argument;
            let log_moment = wrong.ratio.log_moment(theta)?;
            tilts.extend(wrong.concepts.iter().map(|&concept| Tilt { concept, theta, log_moment }));
        }
        Ok(tilts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ConceptSpec, ProblemSpec, TransferProblem, WeakSpec};

    /// Unbiased supervisor with σ_w = σ = ½: θ = ½ for every wrong concept, and φ(½) = 3^(−½).
    #[test]
    fn unbiased_supervisor_by_hand() {
        let spec = ProblemSpec::new(4, ConceptSpec::Orthonormal(3)).target(1).weak(WeakSpec::biased(1.0, 0.0, 0.5));
        let rate = AlignmentRate::new(&TransferProblem::new(&spec).expect("a problem")).expect("a rate");
        let tilts = rate.tilts(10, 1.0).expect("tilts");
        assert_eq!(tilts.iter().map(|tilt| tilt.concept).collect::<Vec<_>>(), [0, 2]);
        for tilt in tilts {
            assert!((tilt.theta - 0.5).abs() < 1e-7 && (tilt.log_moment + 0.5 * 3f64.ln()).abs() < 1e-12, "{tilt:?}");
        }
    }
}
