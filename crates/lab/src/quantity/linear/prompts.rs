//! Draws prompts.

use super::learner::Learner;
use nalgebra::DMatrix;
use weak_to_strong::kernel::{Kernel, WideGenerator, vectorised};
use weak_to_strong::learn::PromptSpectrum;

/// The prompts of a learner: a number of them, or the population.
#[derive(Clone, Debug)]
pub(super) enum Prompts {
    /// The population.
    Population(PromptSpectrum),
    /// A sample in the columns of a matrix, which is filled anew at each draw.
    Sample {
        deviations: Vec<f64>,
        prompts: DMatrix<f64>,
        /// The penalties of all fits if these are ridge regressions on fresh prompts.
        penalties: Option<Vec<f64>>,
    },
}

impl Prompts {
    /// Prompts whose coordinates have these variances. The number of labels may be infinite.
    pub(super) fn new(variances: &[f64], labels: f64, penalties: Option<Vec<f64>>) -> Self {
        if labels.is_infinite() {
            return Self::Population(PromptSpectrum::of_population(variances));
        }
        let prompts = DMatrix::zeros(variances.len(), labels as usize);
        Self::Sample { deviations: variances.iter().map(|variance| variance.sqrt()).collect(), prompts, penalties }
    }

    pub(super) fn is_population(&self) -> bool {
        matches!(self, Self::Population(_))
    }

    /// The learner on new prompts.
    pub(super) fn draw(&mut self, generator: &mut WideGenerator) -> Learner<'_> {
        match self {
            Self::Population(spectrum) => Learner::Spectrum(spectrum.clone()),
            Self::Sample { deviations, prompts, penalties } => {
                vectorised(FillNormal { numbers: prompts.as_mut_slice(), generator });
                for prompt in prompts.as_mut_slice().chunks_exact_mut(deviations.len()) {
                    prompt.iter_mut().zip(&*deviations).for_each(|(entry, deviation)| *entry *= deviation);
                }
                Learner::on(prompts, penalties.as_deref())
            }
        }
    }
}

struct FillNormal<'a> {
    numbers: &'a mut [f64],
    generator: &'a mut WideGenerator,
}

impl Kernel for FillNormal<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.generator.fill_normal(self.numbers);
    }
}
