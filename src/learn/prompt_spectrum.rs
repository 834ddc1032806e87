//! The prompts of a linear fit as eigenvalues and eigenvectors of their second moments.

use nalgebra::DMatrix;

use crate::numeric::{gram, gram_of_rows, product, product_with_transposed, symmetric_eigen, transposed_product};

/// The eigenvalues s and eigenvectors V of XᵀX/n that belong to its range, for n prompts in the rows of X; or those of the covariance Σ itself, for a fit
/// to the population.
///
/// A linear fit with shares f ([`SpectralFilter`](super::SpectralFilter)) to labels Xθ + ε is
///
/// ```text
/// V f Vᵀθ + V f (ns)^(−1/2) ξ,   ξ = (ns)^(−1/2) VᵀXᵀε
/// ```
///
/// and ξ has independent coordinates with the variance of ε, if ε has. The eigenproblem is solved on the smaller side: n × n for n < d.
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
    /// V (d × r); the identity if none.
    directions: Option<DMatrix<f64>>,
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
        Self { eigenvalues: squares.map(|square| square / labels).collect(), directions: Some(directions), labels }
    }

    /// The spectrum of the population, for prompts whose coordinates are uncorrelated and have these variances.
    pub fn of_population(variances: &[f64]) -> Self {
        Self { eigenvalues: variances.to_vec(), directions: None, labels: f64::INFINITY }
    }

    /// s.
    pub fn eigenvalues(&self) -> &[f64] {
        &self.eigenvalues
    }

    /// d.
    pub fn dim(&self) -> usize {
        self.directions.as_ref().map_or(self.eigenvalues.len(), DMatrix::nrows)
    }

    /// ΘᵀV (k × r), for predictors in the columns of Θ (d × k).
    pub fn along(&self, predictors: &DMatrix<f64>) -> DMatrix<f64> {
        match &self.directions {
            Some(directions) => transposed_product(predictors, directions),
            None => predictors.transpose(),
        }
    }

    /// Y with its columns multiplied by the shares f, for Y (k × r).
    pub fn scaled(&self, shares: &[f64], mut rows: DMatrix<f64>) -> DMatrix<f64> {
        rows.column_iter_mut().zip(shares).for_each(|(mut column, share)| column *= *share);
        rows
    }

    /// VYᵀ (d × k), for Y (k × r).
    pub fn lifted(&self, rows: &DMatrix<f64>) -> DMatrix<f64> {
        match &self.directions {
            Some(directions) => product_with_transposed(directions, rows),
            None => rows.transpose(),
        }
    }

    /// The columns of V f (ns)^(−1/2) that are not 0 (d × r at most), which take ξ to what label noise of variance 1 leaves in a fit with these shares. A fit to
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::SpectralFilter;
    use nalgebra::DVector;

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
            // Cov of the fit for unit noise: (S + λ)⁻¹S(S + λ)⁻¹/n.
            let covariance = &inverse * &second * &inverse / count as f64;
            let noise = spectrum.noise(&shares);
            assert!((&noise * noise.transpose() - &covariance).amax() < 1e-12);
            assert!((DVector::from_vec(spectrum.spread(&shares)) - covariance.diagonal()).amax() < 1e-12);
        }
    }
}
