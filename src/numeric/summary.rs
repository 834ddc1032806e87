//! Count, mean and scatter of one number over many observations.

/// What a confidence sequence needs to know of observations x₁ … x_n of one number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// n.
    pub count: u64,
    /// x̄.
    pub mean: f64,
    /// Σ (xᵢ − x̄)².
    pub scatter: f64,
}

impl Summary {
    /// Returns Σ (xᵢ − `point`)².
    pub fn scatter_about(&self, point: f64) -> f64 {
        self.count as f64 * (self.mean - point).powi(2) + self.scatter
    }

    /// Returns the summary of `constant` + `factor`·xᵢ.
    pub fn mapped(&self, constant: f64, factor: f64) -> Self {
        Self { count: self.count, mean: constant + factor * self.mean, scatter: factor * factor * self.scatter }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Observations 1 and 3, and 5 − 2x of them: 3 and −1.
    #[test]
    fn a_summary_by_hand() {
        let summary = Summary { count: 2, mean: 2.0, scatter: 2.0 };
        assert_eq!(summary.scatter_about(4.0), 10.0);
        assert_eq!(summary.mapped(5.0, -2.0), Summary { count: 2, mean: 1.0, scatter: 8.0 });
    }
}
