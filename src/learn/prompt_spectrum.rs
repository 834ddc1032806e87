//! The prompts of a linear fit as eigenvalues and eigenvectors of their second moments.

use nalgebra::DMatrix;

use super::FeatureMap;
use crate::numeric::{gram, gram_of_rows, product, product_with_transposed, symmetric_eigen, transposed_product};

/// The eigenvalues s and eigenvectors V of ZᵀZ/n that belong to its range, for the features Z = XAᵀ of n prompts in the rows of X; or those of the covariance
/// of the features itself, for a fit to the population.
///
/// A linear fit with shares f ([`SpectralFilter`](super::SpectralFilter)) to labels Xθ + ε is
///
/// ```text
/// D f Pᵀθ + D f (ns)^(−1/2) ξ,   D = AᵀV,   P = XᵀZV(ns)⁻¹,   ξ = (ns)^(−1/2) VᵀZᵀε
/// ```
///
/// and ξ has independent coordinates with the variance of ε, if ε has. On the population P = ΣAᵀVs⁻¹ and ξ = 0. Without a map, A = I, D and P are V. The
/// eigenproblem is solved on the smaller side: n × n for n < d.
///
/// ```
/// use nalgebra::dmatrix;
/// use weak_to_strong::learn::PromptSpectrum;
///
/// // One prompt (3, 4) in two dimensions, as a column.
/// let prompts = PromptSpectrum::of_prompts(&dmatrix![3.0; 4.0]);
/// assert!((prompts.eigenvalues()[0] - 25.0).abs() < 1e-12);
/// assert!((prompts.along(&dmatrix![3.0; 4.0])[0].abs() - 5.0).abs() < 1e-12);
/// ```
#[derive(Clone, Debug)]
pub struct PromptSpectrum {
    eigenvalues: Vec<f64>,
    /// D (d × r); the identity if none.
    directions: Option<DMatrix<f64>>,
    /// P (d × r); D if none.
    readings: Option<DMatrix<f64>>,
    /// n.
    labels: f64,
}

/// Eigenvalues below this share of the greatest one are 0 up to rounding.
const ROUNDING: f64 = 1e-13;

impl PromptSpectrum {
    /// The spectrum of prompts, one in each column (d × n).
    ///
    /// # Panics
    ///
    /// If there are no prompts or no dimensions.
    pub fn of_prompts(prompts: &DMatrix<f64>) -> Self {
        let (dim, count) = prompts.shape();
        assert!(dim > 0 && count > 0, "prompts in at least one dimension");
        let labels = count as f64;
        let (values, vectors) = symmetric_eigen(if count < dim { gram(prompts) } else { gram_of_rows(prompts) });
        let least = ROUNDING * values.iter().copied().fold(0.0, f64::max);
        let kept: Vec<usize> = (0..values.len()).filter(|at| values[*at] > least).collect();
        let vectors = vectors.select_columns(&kept);
        let squares = kept.iter().map(|at| values[*at]);
        let directions = if count < dim {
            // V = XᵀU(ns)^(−1/2).
            let mut directions = product(prompts, &vectors);
            for (mut column, square) in directions.column_iter_mut().zip(squares.clone()) {
                column /= square.sqrt();
            }
            directions
        } else {
            vectors
        };
        let eigenvalues = squares.map(|square| square / labels).collect();
        Self { eigenvalues, directions: Some(directions), readings: None, labels }
    }

    /// The spectrum of the population, for prompts whose coordinates are uncorrelated and have these variances.
    pub fn of_population(variances: &[f64]) -> Self {
        Self { eigenvalues: variances.to_vec(), directions: None, readings: None, labels: f64::INFINITY }
    }

    /// The spectrum of the features of prompts, one in each column (d × n).
    ///
    /// # Panics
    ///
    /// If there are no prompts or no features.
    pub fn of_features(prompts: &DMatrix<f64>, map: &FeatureMap) -> Self {
        let features = map.features(prompts);
        let spectrum = Self::of_prompts(&features);
        let Some(vectors) = &spectrum.directions else { return spectrum };
        let readings = product(prompts, &transposed_product(&features, vectors));
        let squares = spectrum.eigenvalues.iter().map(|eigenvalue| spectrum.labels * eigenvalue);
        Self {
            readings: Some(over(readings, squares)),
            directions: Some(map.predictors(vectors)),
            eigenvalues: spectrum.eigenvalues,
            labels: spectrum.labels,
        }
    }

    /// The spectrum of the features of the population, for prompts whose coordinates are uncorrelated and have these variances.
    ///
    /// # Panics
    ///
    /// If there are no features.
    pub fn of_feature_population(variances: &[f64], map: &FeatureMap) -> Self {
        let deviations: Vec<f64> = variances.iter().map(|variance| variance.sqrt()).collect();
        // AΣ^½ has one column for each coordinate, so the eigenproblem is solved on the smaller side here, too.
        let factor = map.with_scaled_columns(&deviations);
        let spectrum = Self::of_prompts(&(&factor * (factor.ncols() as f64).sqrt()));
        let Some(vectors) = &spectrum.directions else { return spectrum };
        let directions = map.predictors(vectors);
        let mut readings = directions.clone();
        for mut column in readings.column_iter_mut() {
            column.iter_mut().zip(variances).for_each(|(entry, variance)| *entry *= variance);
        }
        Self {
            readings: Some(over(readings, spectrum.eigenvalues.iter().copied())),
            directions: Some(directions),
            eigenvalues: spectrum.eigenvalues,
            labels: f64::INFINITY,
        }
    }

    /// s.
    pub fn eigenvalues(&self) -> &[f64] {
        &self.eigenvalues
    }

    /// d.
    pub fn dim(&self) -> usize {
        self.directions.as_ref().map_or(self.eigenvalues.len(), DMatrix::nrows)
    }

    /// ΘᵀP (k × r), for predictors in the columns of Θ (d × k).
    pub fn along(&self, predictors: &DMatrix<f64>) -> DMatrix<f64> {
        match self.readings.as_ref().or(self.directions.as_ref()) {
            Some(readings) => transposed_product(predictors, readings),
            None => predictors.transpose(),
        }
    }

    /// YᵀZV(ns)⁻¹ (k × r), for labels in the columns of Y (n × k) at these features, one in each column (m × n), of which this is the spectrum.
    ///
    /// # Panics
    ///
    /// If it is the spectrum of a population or of prompts behind a map, or if shapes do not fit.
    pub fn along_labels(&self, features: &DMatrix<f64>, labels: &DMatrix<f64>) -> DMatrix<f64> {
        let (Some(directions), None) = (&self.directions, &self.readings) else { panic!("the spectrum of a sample") };
        let squares = self.eigenvalues.iter().map(|eigenvalue| self.labels * eigenvalue);
        over(transposed_product(&product(features, labels), directions), squares)
    }

    /// Y with its columns multiplied by the shares f, for Y (k × r).
    pub fn scaled(&self, shares: &[f64], mut rows: DMatrix<f64>) -> DMatrix<f64> {
        rows.column_iter_mut().zip(shares).for_each(|(mut column, share)| column *= *share);
        rows
    }

    /// DYᵀ (d × k), for Y (k × r).
    pub fn lifted(&self, rows: &DMatrix<f64>) -> DMatrix<f64> {
        match &self.directions {
            Some(directions) => product_with_transposed(directions, rows),
            None => rows.transpose(),
        }
    }

    /// The columns of D f (ns)^(−1/2) that are not 0 (d × r at most), which take ξ to what label noise of variance 1 leaves in a fit with these shares. A fit to
    /// the population has none.
    pub fn noise(&self, shares: &[f64]) -> DMatrix<f64> {
        let Some(directions) = &self.directions else { return DMatrix::zeros(self.dim(), 0) };
        let variances = self.noise_variances(shares);
        let varying: Vec<usize> = (0..variances.len()).filter(|at| variances[*at] > 0.0).collect();
        let mut noise = directions.select_columns(&varying);
        noise.column_iter_mut().zip(varying).for_each(|(mut column, at)| column *= variances[at].sqrt());
        noise
    }

    /// The variance along each coordinate that label noise of variance 1 leaves in a fit with these shares.
    pub fn spread(&self, shares: &[f64]) -> Vec<f64> {
        let variances = self.noise_variances(shares);
        let Some(directions) = &self.directions else { return variances };
        let mut spread = vec![0.0; directions.nrows()];
        for (column, variance) in directions.column_iter().zip(variances) {
            spread.iter_mut().zip(&column).for_each(|(total, entry)| *total += variance * entry * entry);
        }
        spread
    }

    /// The variance f²/(ns) along each eigenvector.
    fn noise_variances(&self, shares: &[f64]) -> Vec<f64> {
        let variance = |(share, eigenvalue): (&f64, &f64)| {
            if *share == 0.0 { 0.0 } else { share * share / (self.labels * eigenvalue) }
        };
        shares.iter().zip(&self.eigenvalues).map(variance).collect()
    }
}

/// A matrix with its columns divided by these numbers.
fn over(mut matrix: DMatrix<f64>, numbers: impl Iterator<Item = f64>) -> DMatrix<f64> {
    matrix.column_iter_mut().zip(numbers).for_each(|(mut column, number)| column /= number);
    matrix
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::SpectralFilter;
    use nalgebra::DVector;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn prompts(dim: usize, count: usize) -> DMatrix<f64> {
        DMatrix::from_fn(dim, count, |i, j| ((1.7 + 2.9 * i as f64) * (0.4 + j as f64)).sin())
    }

    /// The ridge fit by the normal equations of X, on both sides of n = d.
    #[test]
    fn fits_are_ridge_regression() {
        let (penalty, predictor) = (0.3, DMatrix::from_column_slice(4, 1, &[1.0, -0.5, 0.25, 2.0]));
        for count in [2, 3, 4, 9] {
            let columns = prompts(4, count);
            let spectrum = PromptSpectrum::of_prompts(&columns);
            let filter = SpectralFilter::new(penalty, f64::INFINITY);
            let shares: Vec<f64> = spectrum.eigenvalues().iter().map(|s| filter.share(*s)).collect();
            let fitted = spectrum.lifted(&spectrum.scaled(&shares, spectrum.along(&predictor)));
            let second = &columns * columns.transpose() / count as f64;
            let system = &second + DMatrix::identity(4, 4) * penalty;
            let inverse = system.try_inverse().expect("positive definite");
            assert!((fitted - &inverse * &second * &predictor).amax() < 1e-12);
            let labels = DMatrix::from_fn(count, 1, |i, _| (1.0 + i as f64).cos());
            let fitted = spectrum.lifted(&spectrum.scaled(&shares, spectrum.along_labels(&columns, &labels)));
            assert!((fitted - &inverse * &columns * labels / count as f64).amax() < 1e-12);
            // Cov of the fit for unit noise: (S + λ)⁻¹S(S + λ)⁻¹/n.
            let covariance = &inverse * &second * &inverse / count as f64;
            let noise = spectrum.noise(&shares);
            assert!((&noise * noise.transpose() - &covariance).amax() < 1e-12);
            assert!((DVector::from_vec(spectrum.spread(&shares)) - covariance.diagonal()).amax() < 1e-12);
        }
    }

    fn shares(spectrum: &PromptSpectrum, filter: &SpectralFilter) -> Vec<f64> {
        spectrum.eigenvalues().iter().map(|s| filter.share(*s)).collect()
    }

    /// Ridge regression on the features by the normal equations: Aᵀ(AS Aᵀ + λ)⁻¹AS, with fewer and with more features and prompts than coordinates.
    #[test]
    fn fits_on_features_are_ridge_regression() {
        let (penalty, predictor) = (0.3, DMatrix::from_column_slice(4, 1, &[1.0, -0.5, 0.25, 2.0]));
        let filter = SpectralFilter::new(penalty, f64::INFINITY);
        let linear = |width| {
            FeatureMap::Linear(DMatrix::from_fn(width, 4, |i, j| (0.3 + 1.1 * i as f64 + (j * j) as f64).sin()))
        };
        let maps = [linear(2), linear(6), FeatureMap::Scaled(vec![0.5, 2.0, 0.0, 1.0])];
        for (count, map) in [2, 3, 9].into_iter().flat_map(|count| maps.iter().map(move |map| (count, map))) {
            let columns = prompts(4, count);
            let features = map.features(&columns);
            let width = features.nrows();
            let spectrum = PromptSpectrum::of_features(&columns, map);
            let shares = shares(&spectrum, &filter);
            let fitted = spectrum.lifted(&spectrum.scaled(&shares, spectrum.along(&predictor)));
            let scale = 1.0 / count as f64;
            let second = &features * features.transpose() * scale;
            let inverse =
                (&second + DMatrix::identity(width, width) * penalty).try_inverse().expect("positive definite");
            let expected = map.predictors(&(&inverse * &features * columns.transpose() * &predictor * scale));
            assert!((fitted - expected).amax() < 1e-12);
            let root = map.predictors(&(&inverse * &features * scale));
            let covariance = &root * root.transpose();
            let noise = spectrum.noise(&shares);
            assert!((&noise * noise.transpose() - &covariance).amax() < 1e-12);
            assert!((DVector::from_vec(spectrum.spread(&shares)) - covariance.diagonal()).amax() < 1e-12);
        }
    }

    /// On the population: Aᵀ(AΣAᵀ + λ)⁻¹AΣ, and no noise.
    #[test]
    fn fits_to_the_population_of_features_are_ridge_regression() {
        let (penalty, predictor) = (0.3, DMatrix::from_column_slice(3, 1, &[1.0, -0.5, 0.25]));
        let variances = [2.0, 0.5, 0.0];
        for width in [2, 5] {
            let entries = DMatrix::from_fn(width, 3, |i, j| (0.3 + 1.1 * i as f64 + (j * j) as f64).sin());
            let map = FeatureMap::Linear(entries.clone());
            let spectrum = PromptSpectrum::of_feature_population(&variances, &map);
            let shares = shares(&spectrum, &SpectralFilter::new(penalty, f64::INFINITY));
            let fitted = spectrum.lifted(&spectrum.scaled(&shares, spectrum.along(&predictor)));
            let cross = &entries * DMatrix::from_diagonal(&DVector::from_column_slice(&variances));
            let system = &cross * entries.transpose() + DMatrix::identity(width, width) * penalty;
            let expected = entries.transpose() * system.try_inverse().expect("positive definite") * cross * &predictor;
            assert!((fitted - expected).amax() < 1e-12);
            assert!(spectrum.spread(&shares).iter().all(|variance| *variance == 0.0));
        }
    }

    proptest! {
        /// A fit and its noise depend on the map through AᵀA: a triangle R with RᵀR = AᵀA gives the same ones.
        #[test]
        fn fits_on_features_see_the_square_of_the_map(
            entries in vec(-1.0..1.0f64, 15),
            prompts in vec(-1.0..1.0f64, 12),
            penalty in 0.05..2.0f64,
        ) {
            let map = DMatrix::from_vec(5, 3, entries);
            let triangle = map.clone().qr().r();
            let prompts = DMatrix::from_vec(3, 4, prompts);
            let predictor = DMatrix::from_column_slice(3, 1, &[1.0, -0.5, 2.0]);
            let filter = SpectralFilter::new(penalty, f64::INFINITY);
            let fit = |map: DMatrix<f64>| {
                let spectrum = PromptSpectrum::of_features(&prompts, &FeatureMap::Linear(map));
                let shares = shares(&spectrum, &filter);
                (spectrum.lifted(&spectrum.scaled(&shares, spectrum.along(&predictor))), spectrum.spread(&shares))
            };
            let ((one, noise), (other, other_noise)) = (fit(map), fit(triangle));
            // Eigenvalues below 1e-13 of the greatest are left out, which the penalty makes small.
            prop_assert!((one - other).amax() < 1e-9);
            prop_assert!(noise.iter().zip(&other_noise).all(|(one, other)| (one - other).abs() < 1e-9));
        }
    }
}
