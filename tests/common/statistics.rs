//! Two-sample tests with a stated probability of a false alarm.

use statrs::distribution::{ContinuousCDF, Normal};

/// A family of two-sided tests that share one probability of any false alarm, split evenly (Bonferroni).
///
/// No test is ever repeated with another seed, so the probability is that of the code as it stands.
#[derive(Clone, Copy)]
pub struct Family {
    false_alarm: f64,
    tests: usize,
}

impl Family {
    /// At most `tests` tests, with this probability that any of them fails though nothing is wrong.
    pub const fn new(false_alarm: f64, tests: usize) -> Self {
        Self { false_alarm, tests }
    }

    /// How many tests the probability is split over.
    pub fn tests(self) -> usize {
        self.tests
    }

    /// The probability of a false alarm of one test.
    pub fn level(self) -> f64 {
        self.false_alarm / self.tests as f64
    }

    /// The limit for |z| of a standard normal statistic.
    pub fn z_limit(self) -> f64 {
        let standard = Normal::new(0.0, 1.0).expect("the standard normal law");
        -standard.inverse_cdf(0.5 * self.level())
    }
}

/// A number with its standard error.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    pub mean: f64,
    pub standard_error: f64,
}

impl Measured {
    /// The mean of independent observations.
    pub fn mean_of(observations: &[f64]) -> Self {
        let count = observations.len() as f64;
        let mean = observations.iter().sum::<f64>() / count;
        let scatter: f64 = observations.iter().map(|x| (x - mean) * (x - mean)).sum();
        Self { mean, standard_error: (scatter / (count - 1.0) / count).sqrt() }
    }

    /// The difference of two independent measurements in units of its standard error.
    ///
    /// Where neither side is random the two must agree up to rounding: 0 if they do, infinite if not.
    pub fn z_against(self, other: Self) -> f64 {
        let difference = self.mean - other.mean;
        let scale = self.mean.abs().max(other.mean.abs()).max(1.0);
        if difference.abs() <= ROUNDING * scale {
            return 0.0;
        }
        difference / self.standard_error.hypot(other.standard_error)
    }
}

/// Two ways of adding at most a few thousand terms of size one.
const ROUNDING: f64 = 1e-12;
