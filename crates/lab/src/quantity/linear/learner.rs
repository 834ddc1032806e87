//! Fits to the prompts of a learner.

use nalgebra::DMatrix;
use std::borrow::Cow;

use weak_to_strong::learn::{PopulationFlow, PromptGram, PromptSpectrum, SpectralFilter};

/// The prompts of a learner, in the form that its fits need.
#[derive(Debug)]
pub(super) enum Learner<'a> {
    /// For ridge regressions on fewer prompts than coordinates, which takes a fraction of the time of the spectrum.
    Gram(PromptGram<'a>),
    /// For all filters and any prompts, and the population.
    Spectrum(Cow<'a, PromptSpectrum>),
    /// For flows that stop, on the population of projections.
    Flow(PopulationFlow),
}

impl<'a> Learner<'a> {
    /// The learner on prompts, one in each column, with the penalties of all fits if these are ridge regressions.
    pub(super) fn on(prompts: &'a DMatrix<f64>, penalties: Option<&[f64]>) -> Self {
        match penalties.and_then(|penalties| PromptGram::of_prompts(prompts, penalties)) {
            Some(gram) => Self::Gram(gram),
            None => PromptSpectrum::of_prompts(prompts).into(),
        }
    }

    /// How many coordinates it sees.
    pub(super) fn seen(&self) -> usize {
        match self {
            Self::Gram(gram) => gram.dim(),
            Self::Spectrum(spectrum) => spectrum.dim(),
            Self::Flow(flow) => flow.dim(),
        }
    }

    /// The fit of each filter to labels of its predictor without noise, in columns. Predictors may have more coordinates than it sees.
    pub(super) fn fits(&self, of: &[(SpectralFilter, &[f64])]) -> DMatrix<f64> {
        let seen = self.seen();
        let predictors = || DMatrix::from_fn(seen, of.len(), |row, column| of[column].1[row]);
        let filters = of.iter().map(|(filter, _)| filter);
        match self {
            Self::Gram(gram) => gram.lifted(&solved_rows(gram, filters, gram.along(&predictors()))),
            Self::Spectrum(spectrum) => spectrum.lifted(&scaled_rows(spectrum, filters, spectrum.along(&predictors()))),
            Self::Flow(flow) => flow.fits(of),
        }
    }

    /// The fit of each filter to the labels in its column (n × k), in columns. The features are those that the learner was made [`on`](Self::on).
    pub(super) fn fits_to_labels(
        &self,
        filters: &[SpectralFilter],
        features: &DMatrix<f64>,
        labels: &DMatrix<f64>,
    ) -> DMatrix<f64> {
        match self {
            Self::Gram(gram) => gram.lifted(&solved_rows(gram, filters, gram.along_labels(labels))),
            Self::Spectrum(spectrum) => {
                spectrum.lifted(&scaled_rows(spectrum, filters, spectrum.along_labels(features, labels)))
            }
            Self::Flow(_) => panic!("a flow on the population, which has no labels one by one"),
        }
    }

    /// The fits of one filter to the labels in each column (n × k), as [`fits_to_labels`](Self::fits_to_labels).
    pub(super) fn fits_to_label_columns(
        &self,
        filter: &SpectralFilter,
        features: &DMatrix<f64>,
        labels: &DMatrix<f64>,
    ) -> DMatrix<f64> {
        match self {
            Self::Gram(gram) => gram.lifted(&gram.solved(penalty(filter), gram.along_labels(labels))),
            Self::Spectrum(spectrum) => {
                let along = spectrum.along_labels(features, labels);
                spectrum.lifted(&spectrum.scaled(&shares(spectrum, filter), along))
            }
            Self::Flow(_) => panic!("a flow on the population, which has no labels one by one"),
        }
    }

    /// The fits of one filter to labels of each column of a matrix.
    pub(super) fn fits_to_columns(&self, filter: &SpectralFilter, predictors: &DMatrix<f64>) -> DMatrix<f64> {
        let seen = predictors.rows(0, self.seen()).into_owned();
        match self {
            Self::Gram(gram) => gram.lifted(&gram.solved(penalty(filter), gram.along(&seen))),
            Self::Spectrum(spectrum) => {
                spectrum.lifted(&spectrum.scaled(&shares(spectrum, filter), spectrum.along(&seen)))
            }
            Self::Flow(flow) => {
                let of: Vec<_> = seen.as_slice().chunks_exact(seen.nrows()).map(|column| (*filter, column)).collect();
                flow.fits(&of)
            }
        }
    }

    /// A matrix that takes independent coordinates of variance 1 to what label noise of variance 1 leaves in a fit.
    pub(super) fn noise(&self, filter: &SpectralFilter) -> DMatrix<f64> {
        match self {
            Self::Gram(gram) => gram.noise(penalty(filter)),
            Self::Spectrum(spectrum) => spectrum.noise(&shares(spectrum, filter)),
            Self::Flow(flow) => DMatrix::zeros(flow.dim(), 0),
        }
    }

    /// The variance along each coordinate that label noise of variance 1 leaves in a fit.
    pub(super) fn spread(&self, filter: &SpectralFilter) -> Vec<f64> {
        match self {
            Self::Gram(gram) => gram.spread(penalty(filter)),
            Self::Spectrum(spectrum) => spectrum.spread(&shares(spectrum, filter)),
            Self::Flow(flow) => vec![0.0; flow.dim()],
        }
    }
}

impl From<PromptSpectrum> for Learner<'_> {
    fn from(spectrum: PromptSpectrum) -> Self {
        Self::Spectrum(Cow::Owned(spectrum))
    }
}

impl<'a> From<&'a PromptSpectrum> for Learner<'a> {
    fn from(spectrum: &'a PromptSpectrum) -> Self {
        Self::Spectrum(Cow::Borrowed(spectrum))
    }
}

/// Each row of what is along a form of the Gram matrix, solved with the penalty of its filter.
fn solved_rows<'a>(
    gram: &PromptGram,
    filters: impl IntoIterator<Item = &'a SpectralFilter>,
    mut along: DMatrix<f64>,
) -> DMatrix<f64> {
    for (at, filter) in filters.into_iter().enumerate() {
        let solved = gram.solved(penalty(filter), along.rows(at, 1).into_owned());
        along.set_row(at, &solved.row(0));
    }
    along
}

/// Each row of what is along eigenvectors, scaled by the shares of its filter.
fn scaled_rows<'a>(
    spectrum: &PromptSpectrum,
    filters: impl IntoIterator<Item = &'a SpectralFilter>,
    mut along: DMatrix<f64>,
) -> DMatrix<f64> {
    for (at, filter) in filters.into_iter().enumerate() {
        let scaled = spectrum.scaled(&shares(spectrum, filter), along.rows(at, 1).into_owned());
        along.set_row(at, &scaled.row(0));
    }
    along
}

/// The penalties of filters if all of them are ridge regressions.
pub(super) fn distinct_penalties(filters: &[SpectralFilter]) -> Option<Vec<f64>> {
    let mut penalties = Vec::new();
    for filter in filters {
        let penalty = filter.ridge_penalty()?;
        if !penalties.contains(&penalty) {
            penalties.push(penalty);
        }
    }
    Some(penalties)
}

/// The shares of a filter along the eigenvectors.
fn shares(prompts: &PromptSpectrum, filter: &SpectralFilter) -> Vec<f64> {
    prompts.eigenvalues().iter().map(|eigenvalue| filter.share(*eigenvalue)).collect()
}

fn penalty(filter: &SpectralFilter) -> f64 {
    let Some(penalty) = filter.ridge_penalty() else { panic!("{filter:?}, where all fits are ridge regressions") };
    penalty
}
