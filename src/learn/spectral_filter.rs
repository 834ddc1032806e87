//! How ridge regression, interpolation and gradient flow shrink along the eigenvectors of the prompts' second moments.

/// Gradient flow on |y − Xβ|²/(2n) + λ|β|²/2 from 0, stopped at the time T.
///
/// Along an eigenvector of XᵀX/n with eigenvalue s it keeps the share
///
/// ```text
/// f(s) = s/(s + λ)·(1 − e^(−(s + λ)T))
/// ```
///
/// of least squares. T = ∞ is ridge regression with the penalty λ·I beside XᵀX/n; λ = 0 is gradient flow; both are the interpolation of least norm.
///
/// ```
/// use weak_to_strong::learn::SpectralFilter;
///
/// assert_eq!(SpectralFilter::new(1.0, f64::INFINITY).share(3.0), 0.75);
/// assert_eq!(SpectralFilter::new(0.0, 2f64.ln()).share(1.0), 0.5);
/// assert_eq!(SpectralFilter::new(0.0, f64::INFINITY).share(1e-9), 1.0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpectralFilter {
    penalty: f64,
    time: f64,
}

/// A bound on (1 − e^(−x))²/x. Its greatest value, at x = 1.2564…, is 0.40726….
const FLOW_NOISE: f64 = 0.4073;

impl SpectralFilter {
    /// A filter with this penalty λ and this time T, both from 0 to ∞.
    ///
    /// # Panics
    ///
    /// If the penalty or the time is below 0 or NaN.
    pub fn new(penalty: f64, time: f64) -> Self {
        assert!(penalty >= 0.0 && time >= 0.0, "a penalty and a time of 0 or more");
        Self { penalty, time }
    }

    /// f(s), for an eigenvalue s ≥ 0. It lies in [0, 1], and f(0) = 0.
    pub fn share(&self, eigenvalue: f64) -> f64 {
        if eigenvalue == 0.0 || self.penalty.is_infinite() || self.time == 0.0 {
            return 0.0;
        }
        let rate = eigenvalue + self.penalty;
        eigenvalue / rate * -(-rate * self.time).exp_m1()
    }

    /// An upper bound on f(s)²/s over all s > 0; ∞ if there is none. Label noise of variance σ² leaves the variance σ²f(s)²/(ns) along an eigenvector.
    ///
    /// It is the lesser of 1/(4λ) and 0.4073·T.
    pub fn greatest_variance(&self) -> f64 {
        (0.25 / self.penalty).min(FLOW_NOISE * self.time)
    }

    /// λ if it is ridge regression, with T = ∞ and λ < ∞.
    pub fn ridge_penalty(&self) -> Option<f64> {
        (self.time.is_infinite() && self.penalty.is_finite()).then_some(self.penalty)
    }

    /// T.
    pub fn time(&self) -> f64 {
        self.time
    }

    /// Whether it interpolates: λ = 0 and T = ∞.
    pub fn is_ridgeless(&self) -> bool {
        self.penalty == 0.0 && self.time.is_infinite()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Euler's steps for β′ = s(1 − β) − λβ from 0, which is the flow for a label of 1.
    #[test]
    fn shares_are_where_the_flow_stops() {
        for (eigenvalue, penalty, time) in [(0.7, 0.3, 1.5), (2.0, 0.0, 0.4), (0.1, 1.0, 3.0)] {
            const STEPS: usize = 100_000;
            let step = time / STEPS as f64;
            let flow = (0..STEPS).fold(0.0, |at: f64, _| at + step * (eigenvalue * (1.0 - at) - penalty * at));
            let share = SpectralFilter::new(penalty, time).share(eigenvalue);
            // One step is wrong by at most step²·rate²/2, and there are 1/step of them.
            assert!((share - flow).abs() < 1e-4, "{share} {flow}");
        }
    }

    #[test]
    fn limits_are_those_of_the_formula() {
        let infinite = f64::INFINITY;
        assert_eq!(SpectralFilter::new(infinite, infinite).share(1.0), 0.0);
        assert_eq!(SpectralFilter::new(0.0, 0.0).share(1.0), 0.0);
        assert_eq!(SpectralFilter::new(0.0, infinite).share(0.0), 0.0);
        assert!(SpectralFilter::new(0.0, infinite).greatest_variance().is_infinite());
        assert_eq!(SpectralFilter::new(infinite, infinite).greatest_variance(), 0.0);
    }

    /// The bound on f²/s is met to 1 %, and never passed, on a fine grid.
    #[test]
    fn greatest_variance_is_attained_and_not_exceeded() {
        for (penalty, time, loss) in [(0.5, f64::INFINITY, 1e-4), (0.0, 3.0, 1e-3)] {
            let filter = SpectralFilter::new(penalty, time);
            let variance = |i: usize| {
                let eigenvalue = 1e-3 * 1.001f64.powi(i as i32);
                filter.share(eigenvalue).powi(2) / eigenvalue
            };
            let greatest = (0..15_000).map(variance).fold(0.0, f64::max);
            let bound = filter.greatest_variance();
            assert!(greatest <= bound && greatest >= (1.0 - loss) * bound, "{greatest} {bound}");
        }
        let both = SpectralFilter::new(0.5, 3.0);
        assert!(
            (1..1000)
                .all(|i| both.share(0.01 * f64::from(i)).powi(2) / (0.01 * f64::from(i)) <= both.greatest_variance())
        );
    }
}
