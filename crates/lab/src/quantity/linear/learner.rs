//! Fits to the prompts of a learner.

use nalgebra::DMatrix;

use weak_to_strong::learn::{PromptGram, PromptSpectrum, SpectralFilter};

/// The prompts of a learner, in the form that its fits need.
#[derive(Debug)]
pub(super) enum Learner<'a> {
    /// For ridge regressions on fewer prompts than coordinates, which takes a fraction of the time of the spectrum.
    Gram(PromptGram<'a>),
    /// For all filters and any prompts, and the population.
    Spectrum(PromptSpectrum),
}

impl<'a> Learner<'a> {
    /// The learner on prompts, one in each column, with the penalties of all fits if these are ridge regressions.
    pub(super) fn on(prompts: &'a DMatrix<f64>, penalties: Option<&[f64]>) -> Self {
        match penalties.and_then(|penalties| PromptGram::of_prompts(prompts, penalties)) {
            Some(gram) => Self::Gram(gram),
            None => Self::Spectrum(PromptSpectrum::of_prompts(prompts)),
        }
    }

    /// How many coordinates it sees.
    pub(super) fn seen(&self) -> usize {
        match self {
            Self::Gram(gram) => gram.dim(),
            Self::Spectrum(spectrum) => spectrum.dim(),
        }
    }

    /// The fit of each filter to labels of its predictor without noise, in columns. Predictors may have more coordinates than it sees.
    pub(super) fn fits(&self, of: &[(SpectralFilter, &[f64])]) -> DMatrix<f64> {
        let seen = self.seen();
        let predictors = DMatrix::from_fn(seen, of.len(), |row, column| of[column].1[row]);
        let mut along = self.along(&predictors);
        for (at, (filter, _)) in of.iter().enumerate() {
            let filtered = self.filtered(filter, along.rows(at, 1).into_owned());
            along.set_row(at, &filtered.row(0));
        }
        self.lifted(&along)
    }

    /// The fits of one filter to labels of each column of a matrix.
    pub(super) fn fits_to_columns(&self, filter: &SpectralFilter, predictors: &DMatrix<f64>) -> DMatrix<f64> {
        let seen = predictors.rows(0, self.seen()).into_owned();
        self.lifted(&self.filtered(filter, self.along(&seen)))
    }

    /// A matrix that takes independent coordinates of variance 1 to what label noise of variance 1 leaves in a fit.
    pub(super) fn noise(&self, filter: &SpectralFilter) -> DMatrix<f64> {
        match self {
            Self::Gram(gram) => gram.noise(penalty(filter)),
            Self::Spectrum(spectrum) => spectrum.noise(&shares(spectrum, filter)),
        }
    }

    /// The variance along each coordinate that label noise of variance 1 leaves in a fit.
    pub(super) fn spread(&self, filter: &SpectralFilter) -> Vec<f64> {
        match self {
            Self::Gram(gram) => gram.spread(penalty(filter)),
            Self::Spectrum(spectrum) => spectrum.spread(&shares(spectrum, filter)),
        }
    }

    fn along(&self, predictors: &DMatrix<f64>) -> DMatrix<f64> {
        match self {
            Self::Gram(gram) => gram.along(predictors),
            Self::Spectrum(spectrum) => spectrum.along(predictors),
        }
    }

    fn filtered(&self, filter: &SpectralFilter, along: DMatrix<f64>) -> DMatrix<f64> {
        match self {
            Self::Gram(gram) => gram.solved(penalty(filter), along),
            Self::Spectrum(spectrum) => spectrum.scaled(&shares(spectrum, filter), along),
        }
    }

    fn lifted(&self, filtered: &DMatrix<f64>) -> DMatrix<f64> {
        match self {
            Self::Gram(gram) => gram.lifted(filtered),
            Self::Spectrum(spectrum) => spectrum.lifted(filtered),
        }
    }
}

/// The shares of a filter along the eigenvectors.
fn shares(prompts: &PromptSpectrum, filter: &SpectralFilter) -> Vec<f64> {
    prompts.eigenvalues().iter().map(|eigenvalue| filter.share(*eigenvalue)).collect()
}

fn penalty(filter: &SpectralFilter) -> f64 {
    let Some(penalty) = filter.ridge_penalty() else { panic!("{filter:?}, where all fits are ridge regressions") };
    penalty
}
