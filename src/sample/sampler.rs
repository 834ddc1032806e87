//! Draws the moments of labelled samples by the cheapest exact method.

use nalgebra::DMatrix;
use rand::{Rng, RngExt};
use rand_distr::{Binomial, Distribution};

use super::direct::DirectSampler;
use super::wishart::WishartSampler;
use super::{LabelLaw, PromptCoordinates, SampleMoments};
use crate::model::PromptLaw;

/// How the concepts of the examples of a sample are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Composition {
    /// One concept is drawn from the prior. It labels all examples.
    OneConcept,
    /// For each example a concept is drawn from the prior.
    Mixed,
}

/// Draws [`SampleMoments`] of prompts with labels. It owns its buffers, but not the generator.
#[derive(Clone, Debug)]
pub struct MomentSampler {
    coordinates: PromptCoordinates,
    labels: LabelLaw,
    method: DrawingMethod,
    concept_counts: Vec<usize>,
}

#[derive(Clone, Debug)]
enum DrawingMethod {
    Direct(DirectSampler),
    Wishart(WishartSampler),
}

impl MomentSampler {
    /// A sampler in all d coordinates of the prompt.
    pub fn new(prompts: &PromptLaw, labels: LabelLaw) -> Self {
        let coordinates = PromptCoordinates::all(prompts, labels.concepts.nrows());
        Self::in_coordinates(coordinates, labels)
    }

    /// A sampler in as few coordinates as the labels and some linear forms, the columns of `forms`, need.
    ///
    /// Returns the sampler and the coefficients of the forms in its coordinates.
    pub fn of_forms(prompts: &PromptLaw, labels: LabelLaw, forms: &DMatrix<f64>) -> (Self, DMatrix<f64>) {
        let (dim, form_count, concept_count) = (forms.nrows(), forms.ncols(), labels.concepts.ncols());
        let mut all_forms = DMatrix::zeros(dim, form_count + concept_count);
        all_forms.columns_mut(0, form_count).copy_from(forms);
        all_forms.columns_mut(form_count, concept_count).copy_from(&labels.concepts);
        let (coordinates, coefficients) = PromptCoordinates::spanned_by(prompts, &all_forms);
        let concepts = coefficients.columns(form_count, concept_count).into_owned();
        let sampler = Self::in_coordinates(coordinates, LabelLaw { concepts, ..labels });
        (sampler, coefficients.columns(0, form_count).into_owned())
    }

    fn in_coordinates(coordinates: PromptCoordinates, labels: LabelLaw) -> Self {
        let method = match (coordinates.normal_deviations(), labels.noise.normal_deviation()) {
            (Some(deviations), Some(noise)) => DrawingMethod::Wishart(WishartSampler::new(deviations, noise)),
            (None, _) | (_, None) => DrawingMethod::Direct(DirectSampler::new(coordinates.count())),
        };
        let concept_counts = vec![0; labels.prior.len()];
        Self { coordinates, labels, method, concept_counts }
    }

    /// The same sampler, which now draws example by example.
    pub fn direct(mut self) -> Self {
        self.method = DrawingMethod::Direct(DirectSampler::new(self.coordinates.count()));
        self
    }

    /// `wishart` or `direct`.
    pub fn name(&self) -> &'static str {
        match self.method {
            DrawingMethod::Direct(_) => "direct",
            DrawingMethod::Wishart(_) => "wishart",
        }
    }

    /// K, the number of concepts that can label.
    pub fn concept_count(&self) -> usize {
        self.labels.prior.len()
    }

    /// The moments of no examples, with the right size for [`MomentSampler::draw`].
    pub fn empty_moments(&self) -> SampleMoments {
        SampleMoments::empty(self.coordinates.count())
    }

    /// Replaces `moments` by those of `count` new examples.
    pub fn draw<R: Rng + ?Sized>(
        &mut self,
        moments: &mut SampleMoments,
        count: usize,
        composition: Composition,
        rng: &mut R,
    ) {
        let mut counts = std::mem::take(&mut self.concept_counts);
        match composition {
            Composition::OneConcept => {
                counts.fill(0);
                counts[draw_concept(self.labels.prior.as_slice(), rng)] = count;
            }
            Composition::Mixed => draw_concept_counts(&mut counts, count, self.labels.prior.as_slice(), rng),
        }
        self.draw_with_counts(moments, &counts, rng);
        self.concept_counts = counts;
    }

    /// Replaces `moments` by those of new examples. Concept k labels `counts[k]` of them.
    pub fn draw_with_counts<R: Rng + ?Sized>(&mut self, moments: &mut SampleMoments, counts: &[usize], rng: &mut R) {
        moments.clear();
        for (k, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let concept = self.labels.concepts.column(k);
            match &mut self.method {
                DrawingMethod::Wishart(sampler) => sampler.add(moments, count, concept.as_slice(), rng),
                DrawingMethod::Direct(sampler) => {
                    sampler.add(moments, count, &self.coordinates, concept.as_slice(), self.labels.noise, rng)
                }
            }
        }
    }
}

/// Draws a concept from `prior`. If the prior has all its mass on one concept, no random number is used.
pub fn draw_concept<R: Rng + ?Sized>(prior: &[f64], rng: &mut R) -> usize {
    if let Some(certain) = prior.iter().position(|p| *p >= 1.0) {
        return certain;
    }
    let mut left: f64 = rng.random();
    let mut last_possible = 0;
    for (k, &probability) in prior.iter().enumerate() {
        if probability > 0.0 {
            last_possible = k;
            if left < probability {
                return k;
            }
            left -= probability;
        }
    }
    last_possible
}

/// Multinomial counts, one binomial after another.
fn draw_concept_counts<R: Rng + ?Sized>(counts: &mut [usize], count: usize, prior: &[f64], rng: &mut R) {
    let mut examples_left = count;
    let mut probability_left = 1.0;
    for (k, &probability) in prior.iter().enumerate() {
        let share = (probability / probability_left).clamp(0.0, 1.0);
        let is_last = prior[k + 1..].iter().all(|p| *p == 0.0);
        counts[k] = match probability {
            0.0 => 0,
            _ if is_last => examples_left,
            // A share within [0, 1] is always accepted.
            _ => Binomial::new(examples_left as u64, share).map_or(0, |law| law.sample(rng) as usize),
        };
        examples_left -= counts[k];
        probability_left -= probability;
    }
}
