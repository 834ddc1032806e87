//! How the error probability of a run is divided.

/// The error probabilities of what a run decides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ErrorParts {
    /// Of each interval.
    pub(super) interval: f64,
    /// Of each share of problems that a claim with `most` is about.
    pub(super) share: f64,
}

impl ErrorParts {
    /// Divides an error probability among intervals and shares, so that the parts sum to it. Shares take half of it, if there are any.
    pub(super) fn of(error: f64, intervals: usize, shares: usize) -> Self {
        let of_shares = if shares == 0 { 0.0 } else { 0.5 * error };
        Self { interval: (error - of_shares) / intervals.max(1) as f64, share: of_shares / shares.max(1) as f64 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_sum_to_the_whole() {
        for (intervals, shares) in [(1, 0), (7, 0), (7, 1), (40, 3)] {
            let parts = ErrorParts::of(0.05, intervals, shares);
            let sum = intervals as f64 * parts.interval + shares as f64 * parts.share;
            assert!((sum - 0.05).abs() < 1e-15, "{intervals} {shares}: {sum}");
        }
        assert_eq!(ErrorParts::of(0.05, 2, 1), ErrorParts { interval: 0.0125, share: 0.025 });
    }
}
