//! Residuals of examples that are drawn one after the other, each for many replicates at once.
//!
//! Of a prompt only the coordinates are drawn that the concepts and the labels touch, and a concept costs as many products as it touches
//! coordinates.

use nalgebra::DMatrix;

use crate::numeric::{AlignedNumbers, Kernel, aligned_zeros, vectorised};
use crate::random::{Branches, Stream, WideGenerator};
use crate::sample::GROUP;
use crate::sample::coordinates::PROMPTS_AT_ONCE;
use crate::sample::{LabelNoise, PromptCoordinates};

/// A linear form: coordinates with their coefficients, without those that are 0.
type Form = Vec<(usize, f64)>;

/// Streams over examples.
#[derive(Clone, Debug)]
pub(super) struct Streaming {
    coordinates: PromptCoordinates,
    concepts: Vec<Form>,
    labels: Form,
    noise: LabelNoise,
}

impl Streaming {
    /// The columns of `coefficients` are β₁…β_K and u in these coordinates.
    pub(super) fn new(coordinates: PromptCoordinates, coefficients: &DMatrix<f64>, noise: LabelNoise) -> Self {
        let form = |column: usize| -> Form {
            let entries = coefficients.column(column).iter().copied().enumerate().collect::<Vec<_>>();
            entries.into_iter().filter(|(_, coefficient)| *coefficient != 0.0).collect()
        };
        let concept_count = coefficients.ncols() - 1;
        let concepts = (0..concept_count).map(form).collect();
        Self { coordinates, concepts, labels: form(concept_count), noise }
    }

    /// Starts batches without examples.
    pub(super) fn start(&self, branches: &Branches) -> StreamedBatches<'_> {
        let mut stream = branches.open(0);
        let wide = WideGenerator::from_stream(&mut stream);
        StreamedBatches { law: self, prompts: aligned_zeros(self.coordinates.count() * PROMPTS_AT_ONCE), wide, stream }
    }
}

/// Batches that grow. How many examples are added at a time makes no difference.
pub(super) struct StreamedBatches<'a> {
    law: &'a Streaming,
    prompts: AlignedNumbers,
    wide: WideGenerator,
    stream: Stream,
}

impl StreamedBatches<'_> {
    /// Adds the residual squares of more examples.
    pub(super) fn add(&mut self, squares: &mut [f64], examples: usize) {
        vectorised(StreamedExamples { batches: self, squares, examples });
    }
}

struct StreamedExamples<'a, 'b> {
    batches: &'a mut StreamedBatches<'b>,
    squares: &'a mut [f64],
    examples: usize,
}

impl Kernel for StreamedExamples<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let StreamedBatches { law, prompts, wide, stream } = self.batches;
        let mut labels = [0.0; PROMPTS_AT_ONCE];
        for _ in 0..self.examples {
            for first in (0..GROUP).step_by(PROMPTS_AT_ONCE) {
                law.coordinates.fill(prompts, wide, stream);
                law.noise.fill(&mut labels, wide, stream);
                for (coordinate, coefficient) in &law.labels {
                    add_multiple(&mut labels, *coefficient, &prompts[coordinate * PROMPTS_AT_ONCE..]);
                }
                for (concept, squares) in law.concepts.iter().zip(self.squares.chunks_exact_mut(GROUP)) {
                    let mut residuals = labels;
                    for (coordinate, coefficient) in concept {
                        add_multiple(&mut residuals, -coefficient, &prompts[coordinate * PROMPTS_AT_ONCE..]);
                    }
                    let squares = &mut squares[first..first + PROMPTS_AT_ONCE];
                    for i in 0..PROMPTS_AT_ONCE {
                        squares[i] = residuals[i].mul_add(residuals[i], squares[i]);
                    }
                }
            }
        }
    }
}

#[inline(always)]
fn add_multiple(sum: &mut [f64; PROMPTS_AT_ONCE], factor: f64, numbers: &[f64]) {
    let numbers = &numbers[..PROMPTS_AT_ONCE];
    for i in 0..PROMPTS_AT_ONCE {
        sum[i] = factor.mul_add(numbers[i], sum[i]);
    }
}
