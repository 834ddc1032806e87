//! Labelled prompts one by one, for learners that need more than their moments.

use nalgebra::{DMatrix, DVector};
use rand::Rng;

use super::direct::draw_example;
use super::sampler::draw_concept;
use super::{Composition, LabelLaw, PromptCoordinates, SampleMoments};
use crate::model::PromptLaw;

/// A sample: n labelled prompts.
#[derive(Clone, Debug, PartialEq)]
pub struct Examples {
    /// X, n × d, one prompt in each row.
    pub prompts: DMatrix<f64>,
    /// Y, length n.
    pub labels: DVector<f64>,
}

impl Examples {
    /// The moments of the sample.
    pub fn moments(&self) -> SampleMoments {
        SampleMoments::of(&self.prompts, &self.labels)
    }
}

/// Draws [`Examples`], with the law of the samples whose moments a [`MomentSampler`](super::MomentSampler) draws.
///
/// ```
/// use weak_to_strong::model::{ConceptSpec, ProblemSpec};
/// use weak_to_strong::random::{ContentKey, open_stream};
/// use weak_to_strong::sample::{Composition, ExampleSampler, LabelLaw};
///
/// let problem = ProblemSpec::new(4, ConceptSpec::Orthonormal(2)).build()?;
/// let sampler = ExampleSampler::new(problem.prompts(), LabelLaw::weak(&problem));
/// let mut rng = open_stream(1, &ContentKey::of("an example"), 0);
/// let examples = sampler.draw(16, Composition::OneConcept, &mut rng);
/// assert_eq!((examples.prompts.shape(), examples.labels.len()), ((16, 4), 16));
/// # Ok::<(), weak_to_strong::model::ProblemError>(())
/// ```
#[derive(Clone, Debug)]
pub struct ExampleSampler {
    coordinates: PromptCoordinates,
    labels: LabelLaw,
}

impl ExampleSampler {
    /// A sampler of prompts with this law and of their labels.
    pub fn new(prompts: &PromptLaw, labels: LabelLaw) -> Self {
        Self { coordinates: PromptCoordinates::all(prompts, labels.concepts.nrows()), labels }
    }

    /// d.
    pub fn dim(&self) -> usize {
        self.coordinates.count()
    }

    /// Draws n = `count` examples.
    pub fn draw<R: Rng + ?Sized>(&self, count: usize, composition: Composition, rng: &mut R) -> Examples {
        let (mut prompts, mut labels) = (vec![0.0; count * self.dim()], vec![0.0; count]);
        self.fill(&mut prompts, &mut labels, composition, rng);
        let prompts = DMatrix::from_row_slice(count, self.dim(), &prompts);
        Examples { prompts, labels: DVector::from_vec(labels) }
    }

    /// Fills `labels` (length n) with new labels, and `prompts` (length n·d) with their prompts, one after the other. Returns the concept that labelled
    /// the last of them.
    ///
    /// The first examples of a sample do not depend on how many there are.
    ///
    /// # Panics
    ///
    /// If there are not d coordinates for each label.
    pub fn fill<R: Rng + ?Sized>(
        &self,
        prompts: &mut [f64],
        labels: &mut [f64],
        composition: Composition,
        rng: &mut R,
    ) -> usize {
        assert_eq!(prompts.len(), labels.len() * self.dim(), "d coordinates for each label");
        let prior = self.labels.prior.as_slice();
        let mut concept = draw_concept(prior, rng);
        for (i, (prompt, label)) in prompts.chunks_exact_mut(self.dim()).zip(labels).enumerate() {
            if i > 0 && composition == Composition::Mixed {
                concept = draw_concept(prior, rng);
            }
            let coefficients = self.labels.concepts.column(concept);
            *label = draw_example(&self.coordinates, coefficients.as_slice(), self.labels.noise, prompt, rng);
        }
        concept
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ConceptSpec, PriorSpec, ProblemSpec, WeakSpec};
    use crate::random::{ContentKey, open_stream};

    /// Two weak concepts, nearly without noise: a label tells which of them made it.
    fn sampler() -> ExampleSampler {
        let prior = PriorSpec::Probabilities(vec![0.25, 0.75]);
        let spec = ProblemSpec::new(3, ConceptSpec::Orthonormal(2)).prompts(PromptLaw::Cube).target_prior(prior);
        let problem = spec.weak(WeakSpec::biased(0.8, 0.6, 1e-9)).build().expect("a problem");
        ExampleSampler::new(problem.prompts(), LabelLaw::weak(&problem))
    }

    /// How often each concept labels an example, and how often both do in one sample of two, of 4,000 samples.
    fn counts(composition: Composition) -> ([usize; 2], usize) {
        let sampler = sampler();
        let mut rng = open_stream(1, &ContentKey::of("examples"), 0);
        let (mut by_concept, mut both) = ([0, 0], 0);
        for _ in 0..4000 {
            let Examples { prompts, labels } = sampler.draw(2, composition, &mut rng);
            let misfit = |i: usize, k: usize| (prompts.row(i) * sampler.labels.concepts.column(k))[0] - labels[i];
            let concept = |i: usize| (0..2).find(|k| misfit(i, *k).abs() < 1e-7).expect("one of two concepts");
            (0..2).for_each(|i| by_concept[concept(i)] += 1);
            both += usize::from(concept(0) != concept(1));
        }
        (by_concept, both)
    }

    /// Fixed seed. Of 4,000 samples, 2·¼·¾ are labelled by both concepts if each example has a concept of its own, with standard deviation 31; of 8,000
    /// labels a quarter are the first concept's, with a deviation of at most 55. Five deviations are exceeded with probability 6e-7.
    #[test]
    fn labels_follow_the_prior() {
        let (one, both) = counts(Composition::OneConcept);
        assert!(both == 0 && one[0].abs_diff(2000) < 275, "{one:?} {both}");
        let (mixed, both) = counts(Composition::Mixed);
        assert!(both.abs_diff(1500) < 155 && mixed[0].abs_diff(2000) < 195, "{mixed:?} {both}");
    }

    /// The moments are those of the matrices.
    #[test]
    fn prompts_are_rows() {
        let sampler = sampler();
        let (mut prompts, mut labels) = ([0.0; 6], [0.0; 2]);
        let mut rng = open_stream(1, &ContentKey::of("rows"), 0);
        sampler.fill(&mut prompts, &mut labels, Composition::OneConcept, &mut rng);
        let mut rng = open_stream(1, &ContentKey::of("rows"), 0);
        let drawn = sampler.draw(2, Composition::OneConcept, &mut rng);
        assert_eq!(drawn.prompts.row(1).iter().copied().collect::<Vec<_>>(), prompts[3..]);
        assert_eq!(drawn.labels.as_slice(), labels);
        assert!((drawn.moments().cross[2] - (prompts[2] * labels[0] + prompts[5] * labels[1])).abs() < 1e-15);
    }
}
