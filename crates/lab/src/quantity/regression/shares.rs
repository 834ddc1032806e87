//! What ridge regression keeps of the truth and of the label noise, averaged over directions.

/// A ridge fit on n isotropic prompts in d dimensions. With the eigenvalues λ of S = XᵀX/n, d of them with zeros, the fit keeps the share a = λ/(λ + η) of
/// each direction and shrinks it by u = η/(λ + η).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct RidgeShares {
    /// The mean of u over directions.
    pub(super) shrunk: f64,
    /// The mean of u².
    pub(super) shrunk_square: f64,
    /// The mean of a².
    pub(super) kept_square: f64,
    /// (1/n)·Σ λ/(λ + η)², the variance of the fit for label noise of variance 1, summed over directions.
    pub(super) variance: f64,
}

impl RidgeShares {
    /// Those of a fit that stays at 0.
    pub(super) const NOTHING: Self = Self { shrunk: 1.0, shrunk_square: 1.0, kept_square: 0.0, variance: 0.0 };

    /// Those for given eigenvalues that are not 0 by necessity, and a penalty above 0.
    pub(super) fn of(eigenvalues: &[f64], count: usize, dim: usize, penalty: f64) -> Self {
        let unseen = (dim - eigenvalues.len()) as f64;
        let mut sums = Self { shrunk: unseen, shrunk_square: unseen, kept_square: 0.0, variance: 0.0 };
        for eigenvalue in eigenvalues {
            let inverse = 1.0 / (eigenvalue + penalty);
            let (shrunk, kept) = (penalty * inverse, eigenvalue * inverse);
            sums.shrunk += shrunk;
            sums.shrunk_square += shrunk * shrunk;
            sums.kept_square += kept * kept;
            sums.variance += kept * inverse;
        }
        let dim = dim as f64;
        Self {
            shrunk: sums.shrunk / dim,
            shrunk_square: sums.shrunk_square / dim,
            kept_square: sums.kept_square / dim,
            variance: sums.variance / count as f64,
        }
    }

    /// Those of a fit whose means are known. It is least squares, or fits infinitely many labels, or has an infinite penalty. The variance of least
    /// squares is a mean; the rest does not vary. Returns `None` for all other fits.
    pub(super) fn known(labels: f64, dim: usize, penalty: f64) -> Option<Self> {
        let uniform = |kept: f64, shrunk: f64| Self {
            shrunk,
            shrunk_square: shrunk * shrunk,
            kept_square: kept * kept,
            variance: 0.0,
        };
        if penalty.is_infinite() {
            Some(Self::NOTHING)
        } else if labels.is_infinite() {
            Some(uniform(1.0 / (1.0 + penalty), penalty / (1.0 + penalty)))
        } else if penalty == 0.0 {
            let seen = (labels / dim as f64).min(1.0);
            let variance = mean_inverse_trace(labels, dim);
            Some(Self { shrunk: 1.0 - seen, shrunk_square: 1.0 - seen, kept_square: seen, variance })
        } else {
            None
        }
    }

    /// The mean of a.
    pub(super) fn kept(&self) -> f64 {
        1.0 - self.shrunk
    }
}

/// E tr (XᵀX)⁺ = r/(|n − d| − 1) with r = min(n, d), for n standard normal prompts in d dimensions. It is infinite for |n − d| ≤ 1.
pub(super) fn mean_inverse_trace(labels: f64, dim: usize) -> f64 {
    let (rank, apart) = (labels.min(dim as f64), (labels - dim as f64).abs());
    if apart > 1.0 { rank / (apart - 1.0) } else { f64::INFINITY }
}

/// E tr ((XᵀX)⁺)² = r(max(n, d) − 1)/(k(k − 1)(k − 3)) with k = |n − d|. It is infinite for k ≤ 3.
pub(super) fn mean_inverse_square_trace(labels: f64, dim: usize) -> f64 {
    let (rank, most, apart) = (labels.min(dim as f64), labels.max(dim as f64), (labels - dim as f64).abs());
    if apart > 3.0 { rank * (most - 1.0) / (apart * (apart - 1.0) * (apart - 3.0)) } else { f64::INFINITY }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Eigenvalues 1 and 3 of three, n = 2, η = 1: shares kept ½, ¾ and 0.
    #[test]
    fn shares_by_hand() {
        let shares = RidgeShares::of(&[1.0, 3.0], 2, 3, 1.0);
        assert_eq!((shares.shrunk, shares.kept()), (1.75 / 3.0, 1.0 - 1.75 / 3.0));
        assert_eq!((shares.shrunk_square, shares.kept_square), (1.3125 / 3.0, 0.8125 / 3.0));
        assert_eq!(shares.variance, 0.5 * (0.25 + 3.0 / 16.0));
    }

    #[test]
    fn known_fits() {
        assert_eq!(RidgeShares::known(10.0, 4, 1.0), None);
        let few = RidgeShares::known(1.0, 4, 0.0).expect("least squares");
        assert_eq!((few.shrunk_square, few.kept_square, few.variance), (0.75, 0.25, 0.5));
        assert_eq!(RidgeShares::known(4.0, 4, 0.0).expect("least squares").variance, f64::INFINITY);
        let many = RidgeShares::known(f64::INFINITY, 4, 3.0).expect("many labels");
        assert_eq!((many.shrunk, many.kept_square, many.variance), (0.75, 0.0625, 0.0));
        assert_eq!(RidgeShares::known(2.0, 4, f64::INFINITY).expect("no fit").kept_square, 0.0);
        // One dimension: E 1/χ²₇ = 1/5 and E 1/χ⁴₇ = 1/15.
        assert_eq!((mean_inverse_trace(7.0, 1), mean_inverse_square_trace(7.0, 1)), (0.2, 1.0 / 15.0));
        assert_eq!(mean_inverse_square_trace(4.0, 1), f64::INFINITY);
    }
}
