//! The logarithm of a sum of exponentials, without overflow.

/// Returns `log Σ exp(xᵢ)`. The result is −∞ for an empty slice, and for a slice that holds only −∞.
///
/// ```
/// use weak_to_strong::numeric::log_sum_exp;
/// assert_eq!(log_sum_exp(&[1000.0, 1000.0]), 1000.0 + 2f64.ln());
/// assert_eq!(log_sum_exp(&[f64::NEG_INFINITY]), f64::NEG_INFINITY);
/// ```
pub fn log_sum_exp(logarithms: &[f64]) -> f64 {
    let mut sum = LogSum::default();
    logarithms.iter().for_each(|x| sum.add(1.0, *x));
    sum.logarithm()
}

/// A sum Σ wᵢ exp(xᵢ) of positive terms. It is stored as a multiple of its largest exponential, so it does not overflow.
#[derive(Clone, Copy, Debug)]
pub struct LogSum {
    largest: f64,
    scaled: f64,
}

impl Default for LogSum {
    fn default() -> Self {
        Self { largest: f64::NEG_INFINITY, scaled: 0.0 }
    }
}

impl LogSum {
    /// Adds `weight`·exp(`logarithm`).
    pub fn add(&mut self, weight: f64, logarithm: f64) {
        if logarithm <= self.largest {
            if logarithm > f64::NEG_INFINITY {
                self.scaled += weight * (logarithm - self.largest).exp();
            }
        } else {
            self.scaled = self.scaled * (self.largest - logarithm).exp() + weight;
            self.largest = logarithm;
        }
    }

    /// The logarithm of the sum. It is −∞ if there are no terms.
    pub fn logarithm(&self) -> f64 {
        self.largest + self.scaled.ln()
    }
}
