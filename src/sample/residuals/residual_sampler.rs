//! Draws residual sums of squares by the cheapest exact method.

use nalgebra::{DMatrix, DVector};

use super::given_labels::GivenLabels;
use super::streaming::Streaming;
use super::wishart::WishartResiduals;
use crate::model::PromptLaw;
use crate::numeric::aligned_zeros;
use crate::random::{Branches, Stream};
use crate::sample::{GROUP, LabelNoise, PromptCoordinates};

/// Draws residual sums of squares of batches that one linear form labels.
#[derive(Clone, Debug)]
pub struct ResidualSampler {
    concept_count: usize,
    streaming: Streaming,
    given_labels: Option<GivenLabels>,
    wishart: Option<WishartResiduals>,
}

impl ResidualSampler {
    /// A sampler for labels Y′ = uᵀX + noise.
    ///
    /// | argument   | symbol   | shape |
    /// | ---------- | -------- | ----- |
    /// | `prompts`  | law of X |       |
    /// | `concepts` | β₁…β_K   | d × K |
    /// | `labels`   | u        | d     |
    /// | `noise`    | law of Y′ − uᵀX | |
    ///
    /// # Panics
    ///
    /// If `labels` does not have as many coordinates as the concepts.
    pub fn new(prompts: &PromptLaw, concepts: &DMatrix<f64>, labels: &DVector<f64>, noise: LabelNoise) -> Self {
        let concept_count = concepts.ncols();
        let mut forms = concepts.clone().insert_column(concept_count, 0.0);
        forms.set_column(concept_count, labels);
        let (coordinates, coefficients) = PromptCoordinates::spanned_by(prompts, &forms);
        // The coordinates of Gaussian prompts that forms span have variance one.
        let deviation = coordinates.normal_deviations().and(noise.normal_deviation());
        Self {
            concept_count,
            given_labels: deviation.and_then(|deviation| GivenLabels::new(&coefficients, deviation)),
            wishart: deviation.map(|deviation| WishartResiduals::new(&coefficients, deviation)),
            streaming: Streaming::new(coordinates, &coefficients, noise),
        }
    }

    /// The same sampler, which now draws example by example.
    pub fn direct(self) -> Self {
        Self { given_labels: None, wishart: None, ..self }
    }

    /// The same sampler, which now draws the Gram matrix of residuals even if they are independent given the labels.
    pub fn general(self) -> Self {
        Self { given_labels: None, ..self }
    }

    /// `given_labels`, `wishart` or `direct`.
    pub fn name(&self) -> &'static str {
        match (&self.given_labels, &self.wishart) {
            (Some(_), _) => "given_labels",
            (None, Some(_)) => "wishart",
            (None, None) => "direct",
        }
    }

    /// Draws [`GROUP`] replicates at each of these batch sizes.
    ///
    /// `take` is called with the index of the batch size and the residual sums of squares: RSSₖ of replicate l is at k·GROUP + l.
    ///
    /// The batches of a replicate are nested. If examples are drawn one by one, each batch contains all smaller ones. Otherwise it contains the
    /// batch whose size is the power of two before its own, at most 32. What is drawn for one size does not depend on the other sizes.
    pub fn draw(&self, batches: &[usize], stream: &mut Stream, take: &mut dyn FnMut(usize, &[f64])) {
        let branches = Branches::from_stream(stream);
        let mut squares = aligned_zeros(self.concept_count * GROUP);
        match (&self.given_labels, &self.wishart) {
            (Some(residuals), _) => {
                draw_reduced(&|s, n, r| residuals.add(s, n, r), batches, &branches, &mut squares, take)
            }
            (None, Some(residuals)) => {
                draw_reduced(&|s, n, r| residuals.add(s, n, r), batches, &branches, &mut squares, take)
            }
            (None, None) => self.draw_streaming(batches, &branches, &mut squares, take),
        }
    }

    fn draw_streaming(
        &self,
        batches: &[usize],
        branches: &Branches,
        squares: &mut [f64],
        take: &mut dyn FnMut(usize, &[f64]),
    ) {
        let mut run = self.streaming.start(branches);
        let mut examples = 0;
        for batch in distinct(batches.to_vec()) {
            run.add(squares, batch - examples);
            examples = batch;
            hand_out(batches, batch, squares, take);
        }
    }
}

/// Adds the residual squares of so many examples.
type Add<'a> = &'a dyn Fn(&mut [f64], usize, &mut Stream);

fn draw_reduced(
    add: Add,
    batches: &[usize],
    branches: &Branches,
    squares: &mut [f64],
    take: &mut dyn FnMut(usize, &[f64]),
) {
    let mut beside = aligned_zeros(squares.len());
    for batch in distinct(with_preceding(batches)) {
        let examples = batch - preceding(batch);
        let mut stream = branches.open(batch as u64);
        if is_step(batch) {
            add(squares, examples, &mut stream);
            hand_out(batches, batch, squares, take);
        } else {
            beside.copy_from_slice(squares);
            add(&mut beside, examples, &mut stream);
            hand_out(batches, batch, &beside, take);
        }
    }
}

/// Beyond this a batch has only its first examples in common with others.
const LAST_STEP: usize = 32;

/// The size of the batch that a batch of this size contains: the power of two before it, up to 32.
///
/// So 1, 2, 4, …, 64 are nested, and every other size contains one of them. No batch takes more steps than one of 64.
fn preceding(batch: usize) -> usize {
    match batch {
        0 | 1 => 0,
        _ => (batch.next_power_of_two() / 2).min(LAST_STEP),
    }
}

/// Whether other batches contain one of this size.
fn is_step(batch: usize) -> bool {
    batch == 0 || (batch.is_power_of_two() && batch <= LAST_STEP)
}

fn with_preceding(batches: &[usize]) -> Vec<usize> {
    let mut all = batches.to_vec();
    for batch in batches {
        let mut batch = preceding(*batch);
        while batch > 0 {
            all.push(batch);
            batch = preceding(batch);
        }
    }
    all
}

fn distinct(mut batches: Vec<usize>) -> Vec<usize> {
    batches.sort_unstable();
    batches.dedup();
    batches
}

fn hand_out(batches: &[usize], batch: usize, squares: &[f64], take: &mut dyn FnMut(usize, &[f64])) {
    let asked = batches.iter().enumerate().filter(|(_, size)| **size == batch);
    asked.for_each(|(index, _)| take(index, squares));
}
