//! Draws prompts.

use nalgebra::DMatrix;
use weak_to_strong::kernel::{Kernel, WideGenerator, vectorised};
use weak_to_strong::learn::PromptSpectrum;

/// The prompts of a learner: a number of them, or the population.
#[derive(Clone, Debug)]
pub(super) enum Prompts {
    /// The population.
    Population(PromptSpectrum),
    /// A sample in the columns of a matrix, which is filled anew at each draw.
    Sample { deviations: Vec<f64>, prompts: DMatrix<f64> },
}

impl Prompts {
    /// Prompts whose coordinates have these variances. The number of labels may be infinite.
    pub(super) fn new(variances: &[f64], labels: f64) -> Self {
        if labels.is_infinite() {
            return Self::Population(PromptSpectrum::of_population(variances));
        }
        let prompts = DMatrix::zeros(variances.len(), labels as usize);
        Self::Sample { deviations: variances.iter().map(|variance| variance.sqrt()).collect(), prompts }
    }

    pub(super) fn is_population(&self) -> bool {
        matches!(self, Self::Population(_))
    }

    /// The spectrum of new prompts.
    pub(super) fn draw(&mut self, generator: &mut WideGenerator) -> PromptSpectrum {
        match self {
            Self::Population(spectrum) => spectrum.clone(),
            Self::Sample { deviations, prompts } => {
                vectorised(FillNormal { numbers: prompts.as_mut_slice(), generator });
                for mut column in prompts.column_iter_mut() {
                    column.iter_mut().zip(&*deviations).for_each(|(entry, deviation)| *entry *= deviation);
                }
                PromptSpectrum::of_prompts(prompts)
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
