//! Labels that are designed for a student who interpolates them.

/// How a ridgeless student on n fresh prompts treats the coordinates of what labels it, as n and d grow.
///
/// With κ from Σ λᵢ/(λᵢ + κ) = n it keeps the shares aᵢ = λᵢ/(λᵢ + κ), and its variance is Ω/(1 − Ω) times what it misses, Ω = Σ aᵢ²/n. A predictor Σ gᵢβᵢxᵢ
/// then costs it, along each coordinate and in units of λᵢβᵢ²,
///
/// ```text
/// (aᵢgᵢ − 1)² + Ω/(1 − Ω)·(1 − aᵢ)²gᵢ²
/// ```
///
/// ```
/// use weak_to_strong::learn::DesignedLabels;
///
/// // Four equal eigenvalues and two labels: a = Ω = 1/2 everywhere, so nothing is gained by other labels than the truth's.
/// let labels = DesignedLabels::new(&[3.0; 4], 2);
/// assert!(labels.optimal_gains().iter().chain(&labels.mask()).all(|gain| (gain - 1.0).abs() < 1e-12));
/// ```
///
/// # Source
///
/// Ildiz et al. (2024), arXiv 2410.18837 (paper); this form: ours, `docs/theory.md`.
#[derive(Clone, Debug)]
pub struct DesignedLabels {
    shares: Vec<f64>,
    /// Ω.
    overlap: f64,
}

impl DesignedLabels {
    /// The student's treatment of coordinates with these eigenvalues, for n ≥ 1 labels. With n no less than the number of positive eigenvalues it keeps all.
    pub fn new(eigenvalues: &[f64], labels: usize) -> Self {
        let positive = eigenvalues.iter().filter(|eigenvalue| **eigenvalue > 0.0).count();
        if labels >= positive {
            let shares = eigenvalues.iter().map(|eigenvalue| if *eigenvalue > 0.0 { 1.0 } else { 0.0 }).collect();
            return Self { shares, overlap: 0.0 };
        }
        let labels = labels as f64;
        let kept = |level: f64| eigenvalues.iter().map(|eigenvalue| eigenvalue / (eigenvalue + level)).sum::<f64>();
        // Σ λ/(λ + κ) < Σ λ/κ, so κ is below Σ λ/n.
        let (mut low, mut high) = (0.0, eigenvalues.iter().sum::<f64>() / labels);
        // Halving until the ends are neighbours.
        loop {
            let middle = 0.5 * (low + high);
            if middle <= low || middle >= high {
                break;
            }
            if kept(middle) > labels { low = middle } else { high = middle }
        }
        let shares: Vec<f64> = eigenvalues.iter().map(|eigenvalue| eigenvalue / (eigenvalue + high)).collect();
        let overlap = shares.iter().map(|share| share * share).sum::<f64>() / labels;
        Self { shares, overlap }
    }

    /// gᵢ = aᵢ/(aᵢ² + Ω(1 − aᵢ)²/(1 − Ω)), the best gains. They exceed 1 exactly where aᵢ > Ω.
    pub fn optimal_gains(&self) -> Vec<f64> {
        let variance = self.overlap / (1.0 - self.overlap);
        let gain = |share: &f64| {
            if *share == 0.0 { 0.0 } else { share / (share * share + variance * (1.0 - share).powi(2)) }
        };
        self.shares.iter().map(gain).collect()
    }

    /// The best gains among 0 and 1: 1 where (1 − aᵢ)² < 1 − Ω.
    pub fn mask(&self) -> Vec<f64> {
        let keeps = |share: &f64| (1.0 - share).powi(2) < 1.0 - self.overlap;
        self.shares.iter().map(|share| f64::from(u8::from(keeps(share)))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(labels: &DesignedLabels, place: usize, gain: f64) -> f64 {
        let (share, overlap) = (labels.shares[place], labels.overlap);
        (share * gain - 1.0).powi(2) + overlap / (1.0 - overlap) * ((1.0 - share) * gain).powi(2)
    }

    #[test]
    fn gains_minimise_the_cost() {
        let eigenvalues: Vec<f64> = (1..=60).map(|i| f64::from(i).powi(-2)).collect();
        let labels = DesignedLabels::new(&eigenvalues, 20);
        assert!((labels.shares.iter().sum::<f64>() - 20.0).abs() < 1e-9);
        let (gains, mask) = (labels.optimal_gains(), labels.mask());
        for place in 0..60 {
            let least = cost(&labels, place, gains[place]);
            assert!((1..400).all(|i| cost(&labels, place, 0.01 * f64::from(i)) >= least - 1e-12));
            let [none, all] = [0.0, 1.0].map(|gain| cost(&labels, place, gain));
            assert_eq!(mask[place] == 1.0, all < none);
            assert_eq!(gains[place] > 1.0, labels.shares[place] > labels.overlap);
        }
    }

    #[test]
    fn enough_labels_recover_the_truth() {
        let labels = DesignedLabels::new(&[2.0, 0.0, 1.0], 2);
        assert_eq!(labels.optimal_gains(), [1.0, 0.0, 1.0]);
    }
}
