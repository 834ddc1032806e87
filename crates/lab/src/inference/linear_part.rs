//! An estimate, and its derivatives with respect to the means of the coordinates.

use weak_to_strong::numeric::{Estimate, JointMoments};

/// An estimate in units of its scale, and its derivatives with respect to the means of the coordinates of an observation.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct LinearPart {
    /// What one unit is worth.
    pub(super) scale: f64,
    /// The estimate as a share of the scale.
    pub(super) share: Estimate,
    /// Coordinates, each with the derivative of the share with respect to its mean. The derivative is 0 for all other coordinates.
    pub(super) slopes: Vec<(usize, f64)>,
}

impl LinearPart {
    /// Makes one of scale 1, with the standard error of the delta method.
    pub(super) fn by_delta_method(mean: f64, slopes: Vec<(usize, f64)>, moments: &JointMoments) -> Self {
        let variance = along(&slopes, &slopes, moments).max(0.0);
        let standard_error = (variance / moments.count().max(1) as f64).sqrt();
        Self { scale: 1.0, share: Estimate { mean, standard_error, replicates: moments.count() }, slopes }
    }

    /// Makes one of a number that is known.
    pub(super) fn exact(value: f64, replicates: u64) -> Self {
        Self { scale: 1.0, share: Estimate { mean: value, standard_error: 0.0, replicates }, slopes: Vec::new() }
    }

    /// The estimate itself.
    pub(super) fn scaled(&self) -> Estimate {
        Estimate {
            mean: self.scale * self.share.mean,
            standard_error: self.scale * self.share.standard_error,
            replicates: self.share.replicates,
        }
    }

    /// Returns the covariance of the two shares.
    pub(super) fn covariance_with(&self, other: &Self, moments: &JointMoments) -> f64 {
        along(&self.slopes, &other.slopes, moments) / moments.count().max(1) as f64
    }
}

/// Returns the sum of linear parts with these coefficients, of scale 1.
pub(super) fn combination(parts: &[(LinearPart, f64)], moments: &JointMoments) -> LinearPart {
    let mean = parts.iter().map(|(part, coefficient)| coefficient * part.scaled().mean).sum();
    let mut slopes: Vec<(usize, f64)> = Vec::new();
    for (part, coefficient) in parts {
        for (at, slope) in &part.slopes {
            let slope = coefficient * part.scale * slope;
            match slopes.iter_mut().find(|(known, _)| known == at) {
                Some((_, sum)) => *sum += slope,
                None => slopes.push((*at, slope)),
            }
        }
    }
    LinearPart::by_delta_method(mean, slopes, moments)
}

/// Returns the covariance of two linear combinations of the coordinates of one observation.
fn along(one: &[(usize, f64)], other: &[(usize, f64)], moments: &JointMoments) -> f64 {
    let mut covariance = 0.0;
    for (i, slope) in one {
        for (j, other_slope) in other {
            covariance += slope * other_slope * moments.covariance(*i, *j);
        }
    }
    covariance
}
