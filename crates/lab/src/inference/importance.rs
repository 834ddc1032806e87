//! How much importance sampling can be relied on.

use serde::Serialize;

use weak_to_strong::numeric::JointMoments;

/// Diagnostics of an estimate from weighted replicates.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Importance {
    /// (Σ x)²/Σ x² of the weighted observations x. This many equal observations would be equally precise.
    pub effective_sample_size: f64,
    /// The mean of the weighted observations, divided by the largest value that one of them can have. So no weighted observation exceeds the mean
    /// divided by this share.
    pub share_of_bound: f64,
}

impl Importance {
    /// Returns the diagnostics for one coordinate, whose values are shares of their bound.
    ///
    /// ```
    /// use weak_to_strong::numeric::JointMoments;
    /// use weak_to_strong_lab::inference::Importance;
    /// let mut shares = JointMoments::new(1);
    /// [0.5, 0.0, 0.5, 0.0].iter().for_each(|share| shares.push(&[*share]));
    /// assert_eq!(Importance::of_shares(&shares, 0), Importance { effective_sample_size: 2.0, share_of_bound: 0.25 });
    /// ```
    pub fn of_shares(moments: &JointMoments, coordinate: usize) -> Self {
        let count = moments.count() as f64;
        let mean = moments.mean()[coordinate];
        let scatter = moments.covariance(coordinate, coordinate) * (count - 1.0).max(0.0);
        let square_sum = scatter + count * mean * mean;
        let effective_sample_size = if square_sum > 0.0 { (count * mean).powi(2) / square_sum } else { 0.0 };
        Self { effective_sample_size, share_of_bound: mean }
    }
}
