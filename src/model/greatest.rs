//! The greatest of some probabilities.

/// Probabilities that differ by less than this share of them are equal, but for rounding.
const TIED: f64 = 1e-9;

/// Replaces the greatest of some probabilities by 1 and the others by 0. If several are greatest, up to rounding, they share the 1 equally.
pub fn share_among_greatest(probabilities: &mut [f64]) {
    let least = (1.0 - TIED) * probabilities.iter().copied().fold(0.0, f64::max);
    let greatest = probabilities.iter().filter(|probability| **probability >= least).count() as f64;
    probabilities
        .iter_mut()
        .for_each(|probability| *probability = if *probability >= least { 1.0 / greatest } else { 0.0 });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_ones_share() {
        let shares = |mut probabilities: Vec<f64>| {
            share_among_greatest(&mut probabilities);
            probabilities
        };
        assert_eq!(shares(vec![0.2, 0.5, 0.3]), [0.0, 1.0, 0.0]);
        assert_eq!(shares(vec![0.4, 0.2, 0.4 * (1.0 - 1e-12)]), [0.5, 0.0, 0.5]);
        assert_eq!(shares(vec![1.0]), [1.0]);
    }
}
