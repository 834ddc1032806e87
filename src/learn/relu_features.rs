//! Features of a random first layer of rectified linear units.

use nalgebra::DMatrix;

use super::FeatureMap;
use super::feature_map::scaled_columns;
use crate::numeric::{product, product_with_transposed, symmetric_eigen, transposed_product};

/// Features max(wᵢᵀx, 0) of normal prompts x with independent coordinates of the variances Σ, as linear features of longer prompts (x, q).
///
/// ```text
/// max(wᵀx, 0) = ½wᵀx + ½|wᵀx|
/// ```
///
/// and ½|wᵢᵀx| is uncorrelated with x. With its second moments R = EΛEᵀ, q = ½Λ^(−½)Eᵀ|Wx| has uncorrelated coordinates with E q² = 1, and the features are
/// ½Wx + EΛ^½q. Directions in which R is 0 up to rounding have q = 0.
///
/// ```
/// use nalgebra::dmatrix;
/// use weak_to_strong::learn::ReluFeatures;
///
/// // Units of x and of −x.
/// let features = ReluFeatures::new(dmatrix![1.0; -1.0], &[4.0]);
/// let longer = features.longer(&dmatrix![3.0, -3.0]);
/// assert!((features.map(0..2).features(&longer) - dmatrix![3.0, 0.0; 0.0, 3.0]).amax() < 1e-12);
/// ```
#[derive(Clone, Debug)]
pub struct ReluFeatures {
    /// W (M × d).
    weights: DMatrix<f64>,
    /// EΛ^½ (M × M).
    lift: DMatrix<f64>,
    /// ½EΛ^(−½) (M × M).
    reading: DMatrix<f64>,
}

/// Eigenvalues below this share of the greatest one are 0 up to rounding.
const ROUNDING: f64 = 1e-13;

impl ReluFeatures {
    /// The features with the weights W (M × d) of prompts whose coordinates have these variances.
    ///
    /// # Panics
    ///
    /// If there are no features, or W does not have d columns.
    pub fn new(weights: DMatrix<f64>, variances: &[f64]) -> Self {
        assert!(weights.nrows() > 0 && weights.ncols() == variances.len(), "weights of each coordinate");
        let (values, vectors) = symmetric_eigen(absolute_moments(&weights, variances));
        let least = ROUNDING * values.iter().copied().fold(0.0, f64::max);
        let (mut lift, mut reading) = (vectors.clone(), vectors);
        for (at, value) in values.iter().enumerate() {
            let (up, down) = if *value > least { (value.sqrt(), 0.5 / value.sqrt()) } else { (0.0, 0.0) };
            lift.column_mut(at).scale_mut(up);
            reading.column_mut(at).scale_mut(down);
        }
        Self { weights, lift, reading }
    }

    /// M, the number of coordinates of q.
    pub fn width(&self) -> usize {
        self.weights.nrows()
    }

    /// The features of these rows of W, linear in longer prompts.
    pub fn map(&self, rows: std::ops::Range<usize>) -> FeatureMap {
        let (dim, width) = (self.weights.ncols(), self.width());
        let mut map = DMatrix::zeros(rows.len(), dim + width);
        map.columns_mut(0, dim).copy_from(&(self.weights.rows_range(rows.clone()) * 0.5));
        map.columns_mut(dim, width).copy_from(&self.lift.rows_range(rows));
        FeatureMap::Linear(map)
    }

    /// Longer prompts (x, q), for prompts in columns (d × n).
    pub fn longer(&self, prompts: &DMatrix<f64>) -> DMatrix<f64> {
        let mut layer = product(&self.weights, prompts);
        layer.apply(|entry| *entry = entry.abs());
        let mut longer = prompts.clone().resize_vertically(prompts.nrows() + self.width(), 0.0);
        longer.rows_mut(prompts.nrows(), self.width()).copy_from(&transposed_product(&self.reading, &layer));
        longer
    }
}

/// ¼E|wᵢᵀx||wⱼᵀx| = |aᵢ||aⱼ|(√(1 − c²) + c·arcsin c)/(2π), with aᵢ = Σ^½wᵢ and c the cosine of their angle (after Cho and Saul 2009).
fn absolute_moments(weights: &DMatrix<f64>, variances: &[f64]) -> DMatrix<f64> {
    let deviations: Vec<f64> = variances.iter().map(|variance| variance.sqrt()).collect();
    let scaled = scaled_columns(weights, &deviations);
    let products = product_with_transposed(&scaled, &scaled);
    let lengths: Vec<f64> = (0..weights.nrows()).map(|at| products[(at, at)].sqrt()).collect();
    DMatrix::from_fn(weights.nrows(), weights.nrows(), |i, j| {
        let length = lengths[i] * lengths[j];
        if length == 0.0 {
            return 0.0;
        }
        let cosine = if i == j { 1.0 } else { (products[(i, j)] / length).clamp(-1.0, 1.0) };
        length * ((1.0 - cosine * cosine).sqrt() + cosine * cosine.asin()) / std::f64::consts::TAU
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand::rngs::ChaCha8Rng;
    use rand_distr::{Distribution, StandardNormal};

    const SEED: u64 = 20_090_001;

    fn numbers(rows: usize, columns: usize, rng: &mut ChaCha8Rng) -> DMatrix<f64> {
        DMatrix::from_fn(rows, columns, |_, _| StandardNormal.sample(rng))
    }

    /// Features of few and of many directions, and of a coordinate that does not vary.
    #[test]
    fn longer_prompts_have_the_features_of_the_layer() {
        let mut rng = ChaCha8Rng::seed_from_u64(SEED);
        for (width, variances) in [(3, vec![2.0f64, 0.5]), (40, vec![1.0, 0.1, 0.0]), (5, vec![1.0])] {
            let weights = numbers(width, variances.len(), &mut rng);
            let mut prompts = numbers(variances.len(), 50, &mut rng);
            for (mut row, variance) in prompts.row_iter_mut().zip(&variances) {
                row *= variance.sqrt();
            }
            let features = ReluFeatures::new(weights.clone(), &variances);
            let expected = (&weights * &prompts).map(|entry: f64| entry.max(0.0));
            let found = features.map(1..width).features(&features.longer(&prompts));
            // What is left out has at most 1e-13 of the second moments.
            assert!((found - expected.rows_range(1..width)).amax() < 1e-5);
        }
    }

    /// Second moments of 200,000 longer prompts are the variances, and 1. Entries are wrong by at most 6 standard errors, up to a probability of 1e-6 in all; their
    /// variances are estimated.
    #[test]
    fn longer_prompts_are_uncorrelated() {
        const COUNT: usize = 200_000;
        let mut rng = ChaCha8Rng::seed_from_u64(SEED);
        let variances = [2.0f64, 0.5];
        let features = ReluFeatures::new(numbers(3, 2, &mut rng), &variances);
        let mut prompts = numbers(2, COUNT, &mut rng);
        for (mut row, variance) in prompts.row_iter_mut().zip(&variances) {
            row *= variance.sqrt();
        }
        let longer = features.longer(&prompts);
        let expected = [2.0, 0.5, 1.0, 1.0, 1.0];
        for (i, j) in (0..5).flat_map(|i| (0..=i).map(move |j| (i, j))) {
            let products: Vec<f64> = longer.column_iter().map(|x| x[i] * x[j]).collect();
            let mean = products.iter().sum::<f64>() / COUNT as f64;
            let square = products.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / COUNT as f64;
            let expected = if i == j { expected[i] } else { 0.0 };
            assert!((mean - expected).abs() < 6.0 * (square / COUNT as f64).sqrt(), "{i} {j}: {mean}");
        }
    }
}
