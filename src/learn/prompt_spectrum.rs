//! The prompts of a linear fit as eigenvalues and eigenvectors of their second moments.

use nalgebra::{DMatrix, DVector};

use crate::numeric::{gram, symmetric_eigen, transposed_product};

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
/// assert!((prompts.along(&[3.0, 4.0])[0].abs() - 5.0).abs() < 1e-12);
/// ```
#[derive(Clone, Debug)]
pub struct PromptSpectrum {
    eigenvalues: Vec<f64>,
    /// V (d × r); the identity if none.
    directions: Option<DMatrix<f64>>,
    /// n.
    labels: f64,
}

/// A quadratic form.
#[derive(Clone, Debug)]
pub enum QuadraticForm {
    /// Its matrix.
    Full(DMatrix<f64>),
    /// Its matrix is diagonal, with these entries.
    Diagonal(Vec<f64>),
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
        let rows = prompts.transpose();
        let (values, vectors) = symmetric_eigen(if count < dim { gram(prompts) } else { gram(&rows) });
        let least = ROUNDING * values.iter().copied().fold(0.0, f64::max);
        let kept: Vec<usize> = (0..values.len()).filter(|at| values[*at] > least).collect();
        let vectors = vectors.select_columns(&kept);
        let squares = kept.iter().map(|at| values[*at]);
        let directions = if count < dim {
            // V = XᵀU(ns)^(−1/2).
            let mut directions = transposed_product(&rows, &vectors);
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

    /// Vᵀθ, for the first d coordinates of θ.
    pub fn along(&self, predictor: &[f64]) -> Vec<f64> {
        match &self.directions {
            Some(directions) => {
                let seen = DMatrix::from_column_slice(directions.nrows(), 1, &predictor[..directions.nrows()]);
                transposed_product(directions, &seen).as_slice().to_vec()
            }
            None => predictor[..self.dim()].to_vec(),
        }
    }

    /// Vu.
    pub fn lifted(&self, coordinates: &[f64]) -> Vec<f64> {
        match &self.directions {
            Some(directions) => (directions * DVector::from_column_slice(coordinates)).as_slice().to_vec(),
            None => coordinates.to_vec(),
        }
    }

    /// The diagonal of VᵀWV, for a diagonal matrix W.
    pub fn loads(&self, weights: &[f64]) -> Vec<f64> {
        match &self.directions {
            Some(directions) => {
                let load =
                    |column: nalgebra::DVectorView<f64>| column.iter().zip(weights).map(|(v, w)| w * v * v).sum();
                directions.column_iter().map(load).collect()
            }
            None => weights[..self.dim()].to_vec(),
        }
    }

    /// The variance f²/(ns) along each eigenvector that label noise of variance 1 leaves in a fit with these shares.
    pub fn noise_variances(&self, shares: &[f64]) -> Vec<f64> {
        let variance = |(share, eigenvalue): (&f64, &f64)| {
            if *share == 0.0 { 0.0 } else { share * share / (self.labels * eigenvalue) }
        };
        shares.iter().zip(&self.eigenvalues).map(variance).collect()
    }

    /// VᵀWV₂ over the coordinates that both have.
    pub fn product(&self, weights: &[f64], other: &Self) -> DMatrix<f64> {
        let rows = self.dim().min(other.dim());
        let mut weighted = self.matrix(rows);
        for mut column in weighted.column_iter_mut() {
            column.iter_mut().zip(weights).for_each(|(entry, weight)| *entry *= weight);
        }
        transposed_product(&weighted, &other.matrix(rows))
    }

    /// The quadratic form of the shares f for the mean of |W^½ V f Vᵀη|², where η = V₂z and z has independent coordinates with these variances and mean 0.
    ///
    /// Its matrix is the entrywise product of VᵀWV and C diag(variances) Cᵀ, C = VᵀV₂.
    pub fn spread_form(&self, weights: &[f64], other: &Self, variances: &[f64]) -> QuadraticForm {
        if self.directions.is_none() {
            let spread = other.spread(variances);
            let entry = |at: usize| weights[at] * spread.get(at).copied().unwrap_or(0.0);
            return QuadraticForm::Diagonal((0..self.dim()).map(entry).collect());
        }
        let ones = vec![1.0; self.dim()];
        let mut overlap = other.product(&ones, self);
        for mut column in overlap.column_iter_mut() {
            column.iter_mut().zip(variances).for_each(|(entry, variance)| *entry *= variance.sqrt());
        }
        QuadraticForm::Full(gram(&overlap).component_mul(&self.product(weights, self)))
    }

    /// The variance of each coordinate of Vz, where z has independent coordinates with these variances.
    pub fn spread(&self, variances: &[f64]) -> Vec<f64> {
        match &self.directions {
            Some(directions) => {
                let mut spread = DVector::zeros(directions.nrows());
                for (column, variance) in directions.column_iter().zip(variances) {
                    spread.zip_apply(&column, |total, entry| *total += variance * entry * entry);
                }
                spread.as_slice().to_vec()
            }
            None => variances.to_vec(),
        }
    }

    /// The first rows of V.
    fn matrix(&self, rows: usize) -> DMatrix<f64> {
        match &self.directions {
            Some(directions) => directions.rows(0, rows).into_owned(),
            None => DMatrix::identity(rows, self.eigenvalues.len()),
        }
    }
}

impl QuadraticForm {
    /// Its value.
    pub fn at(&self, vector: &[f64]) -> f64 {
        match self {
            Self::Full(matrix) => {
                let vector = DVector::from_column_slice(vector);
                (matrix * &vector).dot(&vector)
            }
            Self::Diagonal(entries) => entries.iter().zip(vector).map(|(entry, x)| entry * x * x).sum(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::SpectralFilter;

    fn prompts(dim: usize, count: usize) -> DMatrix<f64> {
        DMatrix::from_fn(dim, count, |i, j| ((1.7 + 2.9 * i as f64) * (0.4 + j as f64)).sin())
    }

    /// The ridge fit by the normal equations of X, on both sides of n = d.
    #[test]
    fn fits_are_ridge_regression() {
        let (penalty, predictor) = (0.3, [1.0, -0.5, 0.25, 2.0]);
        for count in [2, 3, 4, 9] {
            let columns = prompts(4, count);
            let spectrum = PromptSpectrum::of_prompts(&columns);
            let filter = SpectralFilter::new(penalty, f64::INFINITY);
            let shares: Vec<f64> = spectrum.eigenvalues().iter().map(|s| filter.share(*s)).collect();
            let along = spectrum.along(&predictor);
            let fitted = spectrum.lifted(&shares.iter().zip(&along).map(|(f, u)| f * u).collect::<Vec<_>>());
            let second = &columns * columns.transpose() / count as f64;
            let system = &second + DMatrix::identity(4, 4) * penalty;
            let inverse = system.try_inverse().expect("positive definite");
            let expected = &inverse * &second * DVector::from_column_slice(&predictor);
            assert!((DVector::from_vec(fitted) - expected).amax() < 1e-12);
            // Cov of the fit for unit noise: (S + λ)⁻¹S(S + λ)⁻¹/n.
            let covariance = &inverse * &second * &inverse / count as f64;
            let spread = spectrum.spread(&spectrum.noise_variances(&shares));
            assert!((DVector::from_vec(spread) - covariance.diagonal()).amax() < 1e-12);
            let weights = [1.0, 2.0, 0.5, 3.0];
            let noise: f64 =
                spectrum.noise_variances(&shares).iter().zip(spectrum.loads(&weights)).map(|(v, k)| v * k).sum();
            let trace: f64 = (0..4).map(|i| weights[i] * covariance[(i, i)]).sum();
            assert!((noise - trace).abs() < 1e-12);
        }
    }

    /// E|W^½ F V₂z|² = tr F V₂ diag(variances) V₂ᵀ FᵀW, written out, for a second fit that sees fewer or more coordinates.
    #[test]
    fn spread_forms_are_traces() {
        let weights = [1.0, 2.0, 0.5, 3.0, 0.7];
        let filter = SpectralFilter::new(0.3, f64::INFINITY);
        for (own, other) in [(4, 4), (5, 3), (3, 5)] {
            let teacher = PromptSpectrum::of_prompts(&prompts(other, 4));
            let variances: Vec<f64> = (0..teacher.eigenvalues().len()).map(|i| 0.2 + i as f64).collect();
            let direction = teacher.matrix(other);
            let covariance =
                &direction * DMatrix::from_diagonal(&DVector::from_vec(variances.clone())) * direction.transpose();
            let students =
                [PromptSpectrum::of_prompts(&prompts(own, 3)), PromptSpectrum::of_population(&weights[..own])];
            for student in students {
                let shares: Vec<f64> = student.eigenvalues().iter().map(|s| filter.share(*s)).collect();
                let v = student.matrix(own);
                let fit = &v * DMatrix::from_diagonal(&DVector::from_vec(shares.clone())) * v.transpose();
                let seen =
                    DMatrix::from_fn(own, own, |i, j| if i < other && j < other { covariance[(i, j)] } else { 0.0 });
                let weight = DMatrix::from_diagonal(&DVector::from_column_slice(&weights[..own]));
                let expected = (&fit * seen * fit.transpose() * weight).trace();
                let found = student.spread_form(&weights, &teacher, &variances).at(&shares);
                assert!((found - expected).abs() < 1e-12, "{found} {expected}");
            }
        }
    }
}
