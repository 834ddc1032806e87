//! Are two samples of one law?

use super::statistics::Measured;

/// The difference of the means in units of its standard error.
pub fn z_of_means(a: &[f64], b: &[f64]) -> f64 {
    Measured::mean_of(a).z_against(Measured::mean_of(b))
}

/// As for means, of squared deviations from each sample's own mean (which takes a share 1/n off both).
pub fn z_of_variances(a: &[f64], b: &[f64]) -> f64 {
    let squared_deviations = |sample: &[f64]| -> Vec<f64> {
        let mean = Measured::mean_of(sample).mean;
        sample.iter().map(|x| (x - mean) * (x - mean)).collect()
    };
    z_of_means(&squared_deviations(a), &squared_deviations(b))
}

/// The largest distance of the two empirical distribution functions.
pub fn kolmogorov_smirnov(a: &[f64], b: &[f64]) -> f64 {
    let mut steps: Vec<(f64, f64)> = Vec::with_capacity(a.len() + b.len());
    steps.extend(a.iter().map(|x| (*x, 1.0 / a.len() as f64)));
    steps.extend(b.iter().map(|x| (*x, -1.0 / b.len() as f64)));
    steps.sort_by(|x, y| x.0.total_cmp(&y.0));
    let (mut difference, mut largest) = (0.0f64, 0.0f64);
    for (i, (x, step)) in steps.iter().enumerate() {
        difference += step;
        // Equal values count together.
        if steps.get(i + 1).is_none_or(|next| next.0 > *x) {
            largest = largest.max(difference.abs());
        }
    }
    largest
}

/// The limit that two samples of `draws` numbers each exceed with at most this probability.
pub fn kolmogorov_smirnov_limit(draws: usize, level: f64) -> f64 {
    let t = (0.5 * (2.0 / level).ln()).sqrt();
    t * (2.0 / draws as f64).sqrt()
}
