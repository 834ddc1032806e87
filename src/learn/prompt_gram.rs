//! The prompts of a ridge fit as the tridiagonal form of their Gram matrix.

use std::cell::OnceCell;

use nalgebra::DMatrix;

use crate::numeric::{TridiagonalForm, TridiagonalSystem, gram, product_with_transposed, transposed_product};

/// XXᵀ = QTQᵀ with T tridiagonal, for fewer prompts than coordinates, n < d, in the rows of X.
///
/// Ridge regression with the penalty λ beside XᵀX/n on labels Xθ + ε is
///
/// ```text
/// XᵀQ (T + nλI)⁻¹ QᵀXθ + XᵀQ (T + nλI)⁻¹ z,   z = Qᵀε
/// ```
///
/// and z has independent coordinates with the variance of ε, if ε has. No eigenvectors are computed: a system of T is solved in as many steps as its right side has entries. Other
/// filters, and prompts that hardly span n dimensions, need a [`PromptSpectrum`](super::PromptSpectrum).
///
/// ```
/// use nalgebra::dmatrix;
/// use weak_to_strong::learn::PromptGram;
///
/// // One prompt (3, 4) in two dimensions, as a column. XXᵀ = 25, and with λ = 25 half of it is kept.
/// let prompts = dmatrix![3.0; 4.0];
/// let gram = PromptGram::of_prompts(&prompts, &[25.0]).expect("regular");
/// let fit = gram.lifted(&gram.solved(25.0, gram.along(&dmatrix![3.0; 4.0])));
/// assert!((fit - dmatrix![1.5; 2.0]).amax() < 1e-12);
/// ```
#[derive(Clone, Debug)]
pub struct PromptGram<'a> {
    /// Xᵀ (d × n).
    prompts: &'a DMatrix<f64>,
    form: TridiagonalForm,
    /// The factors of T + nλI for each λ.
    systems: Vec<(f64, TridiagonalSystem)>,
    /// XᵀQ (d × n), once it is needed.
    turned: OnceCell<DMatrix<f64>>,
    /// What label noise leaves along each coordinate for each λ, once one is needed.
    spreads: OnceCell<Vec<Vec<f64>>>,
}

impl<'a> PromptGram<'a> {
    /// The form of prompts, one in each column (d × n), for fits with these penalties; `None` unless n < d, or if an eigenvalue of XXᵀ + nλI may be below 1e-10
    /// of a bound on the greatest one for some penalty.
    ///
    /// # Panics
    ///
    /// If there are no prompts.
    pub fn of_prompts(prompts: &'a DMatrix<f64>, penalties: &[f64]) -> Option<Self> {
        let (dim, count) = prompts.shape();
        assert!(count > 0, "at least one prompt");
        if count >= dim {
            return None;
        }
        let form = TridiagonalForm::of(&gram(prompts));
        let system = |penalty: &f64| Some((*penalty, TridiagonalSystem::new(&form, count as f64 * penalty)?));
        let systems = penalties.iter().map(system).collect::<Option<_>>()?;
        Some(Self { prompts, form, systems, turned: OnceCell::new(), spreads: OnceCell::new() })
    }

    /// d.
    pub fn dim(&self) -> usize {
        self.prompts.nrows()
    }

    /// ΘᵀXᵀQ (k × n), for predictors in the columns of Θ (d × k).
    pub fn along(&self, predictors: &DMatrix<f64>) -> DMatrix<f64> {
        let mut along = transposed_product(predictors, self.prompts);
        self.form.turn(&mut along);
        along
    }

    /// YᵀQ (k × n), for labels in the columns of Y (n × k).
    pub fn along_labels(&self, labels: &DMatrix<f64>) -> DMatrix<f64> {
        let mut along = labels.transpose();
        self.form.turn(&mut along);
        along
    }

    /// Y(T + nλI)⁻¹ (k × n), for Y of this shape.
    ///
    /// # Panics
    ///
    /// If λ is none of the penalties that this form was made for.
    pub fn solved(&self, penalty: f64, mut rows: DMatrix<f64>) -> DMatrix<f64> {
        self.system(penalty).solve(&mut rows);
        rows
    }

    /// XᵀQYᵀ (d × k), for Y (k × n).
    pub fn lifted(&self, rows: &DMatrix<f64>) -> DMatrix<f64> {
        let mut back = rows.clone();
        self.form.turn_back(&mut back);
        product_with_transposed(self.prompts, &back)
    }

    /// XᵀQ(T + nλI)⁻¹ (d × n), which takes z to what label noise of variance 1 leaves in a fit.
    ///
    /// # Panics
    ///
    /// If λ is none of the penalties that this form was made for.
    pub fn noise(&self, penalty: f64) -> DMatrix<f64> {
        self.solved(penalty, self.turned().clone())
    }

    /// The variance along each coordinate that label noise of variance 1 leaves in a fit.
    ///
    /// # Panics
    ///
    /// If λ is none of the penalties that this form was made for.
    pub fn spread(&self, penalty: f64) -> Vec<f64> {
        let systems = || self.systems.iter().map(|(_, system)| system);
        let spreads = self.spreads.get_or_init(|| TridiagonalSystem::squared_lengths(systems(), self.turned()));
        spreads[self.place(penalty)].clone()
    }

    fn turned(&self) -> &DMatrix<f64> {
        self.turned.get_or_init(|| {
            let mut turned = self.prompts.clone();
            self.form.turn(&mut turned);
            turned
        })
    }

    fn system(&self, penalty: f64) -> &TridiagonalSystem {
        &self.systems[self.place(penalty)].1
    }

    fn place(&self, penalty: f64) -> usize {
        let found = self.systems.iter().position(|(known, _)| *known == penalty);
        found.unwrap_or_else(|| panic!("the penalty {penalty}, which this form was not made for"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::{PromptSpectrum, SpectralFilter};
    use crate::numeric::at_each_level;

    /// The fits of the spectrum, with steep prompts among them.
    #[test]
    fn fits_are_those_of_the_spectrum() {
        let penalties = [0.0, 1e-6, 0.3];
        for (dim, count, power) in [(2, 1, 0), (7, 3, 0), (40, 17, 1), (60, 16, 2)] {
            let prompts = DMatrix::from_fn(dim, count, |i, j| {
                ((1.7 + 2.9 * i as f64) * (0.4 + j as f64)).sin() / (1.0 + i as f64).powi(power)
            });
            let predictors = DMatrix::from_fn(dim, 2, |i, j| (1.3 * i as f64 + j as f64).cos());
            let gram = PromptGram::of_prompts(&prompts, &penalties).expect("regular");
            let spectrum = PromptSpectrum::of_prompts(&prompts);
            for penalty in penalties {
                let filter = SpectralFilter::new(penalty, f64::INFINITY);
                let shares: Vec<f64> = spectrum.eigenvalues().iter().map(|s| filter.share(*s)).collect();
                let fit = gram.lifted(&gram.solved(penalty, gram.along(&predictors)));
                let expected = spectrum.lifted(&spectrum.scaled(&shares, spectrum.along(&predictors)));
                assert!((&fit - &expected).amax() < 1e-10 * expected.amax(), "{dim} {penalty}");
                let labels = DMatrix::from_fn(count, 2, |i, j| (0.7 * i as f64 - j as f64).sin());
                let fit = gram.lifted(&gram.solved(penalty, gram.along_labels(&labels)));
                let expected = spectrum.lifted(&spectrum.scaled(&shares, spectrum.along_labels(&prompts, &labels)));
                // Labels that are no predictions meet the condition of XXᵀ, 1e8 at the steepest.
                assert!((&fit - &expected).amax() < 1e-7 * expected.amax(), "{dim} {penalty}");
                let (spread, expected) = (gram.spread(penalty), spectrum.spread(&shares));
                let noise = gram.noise(penalty);
                for (at, (found, expected)) in spread.iter().zip(&expected).enumerate() {
                    assert!((found - expected).abs() < 1e-9 * expected, "{dim} {penalty}: {found} {expected}");
                    assert!((noise.row(at).norm_squared() - expected).abs() < 1e-9 * expected);
                }
            }
        }
    }

    #[test]
    fn all_vector_instructions_give_the_same_bits() {
        let prompts = DMatrix::from_fn(300, 41, |i, j| ((1.7 + 2.9 * i as f64) * (0.4 + j as f64)).sin());
        let found = at_each_level(|| {
            let gram = PromptGram::of_prompts(&prompts, &[0.1]).expect("regular");
            let spectrum = PromptSpectrum::of_prompts(&prompts);
            (gram.spread(0.1), gram.lifted(&gram.along(&prompts)), spectrum.lifted(&spectrum.along(&prompts)))
        });
        assert!(found.iter().all(|one| *one == found[0]));
    }

    #[test]
    fn prompts_that_may_not_span_are_refused() {
        let prompts = DMatrix::from_fn(5, 3, |i, j| if j < 2 { (i + j) as f64 } else { (2 * i + 1) as f64 });
        assert!(PromptGram::of_prompts(&prompts, &[0.0]).is_none());
        assert!(PromptGram::of_prompts(&prompts, &[0.1]).is_some());
        assert!(PromptGram::of_prompts(&prompts.transpose(), &[0.1]).is_none());
    }
}
