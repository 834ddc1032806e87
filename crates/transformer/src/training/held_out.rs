//! Prompts that no training sees.

use weak_to_strong::model::TransferProblem;
use weak_to_strong::random::{ContentKey, open_stream};
use weak_to_strong::sample::{Composition, ExampleSampler, LabelLaw};

use super::batch::problem_text;
use super::posterior_means;
use crate::file::NetworkFile;

/// Prompts that are held out.
const PROMPTS: usize = 256;

/// Prompts of a problem's source that no training sees, with the posterior means.
#[derive(Clone, Debug)]
pub struct HeldOut {
    prompts: Vec<f64>,
    labels: Vec<f64>,
    means: Vec<f64>,
    examples: usize,
}

impl HeldOut {
    /// Draws 256 prompts with up to `examples` examples. They depend on the seed and the problem, and on nothing else.
    pub fn new(problem: &TransferProblem, examples: usize, seed: u64) -> Self {
        let key = ContentKey::of(&format!("held out of {}", problem_text(problem)));
        let mut stream = open_stream(seed, &key, 0);
        let sampler = ExampleSampler::new(problem.prompts(), LabelLaw::source(problem));
        let (count, dim) = (examples + 1, problem.dim());
        let (mut prompts, mut labels) = (vec![0.0; PROMPTS * count * dim], vec![0.0; PROMPTS * count]);
        let sequences = prompts.chunks_exact_mut(count * dim).zip(labels.chunks_exact_mut(count));
        let means = sequences.flat_map(|(prompts, labels)| {
            sampler.fill(prompts, labels, Composition::OneConcept, &mut stream);
            posterior_means(problem, prompts, labels)
        });
        let means = means.collect();
        Self { prompts, labels, means, examples }
    }

    /// The mean of (f − f*)² over all prompts, after each number of examples from 0 on.
    ///
    /// # Panics
    ///
    /// If the network reads other prompts, or fewer examples.
    pub fn distances(&self, network: &NetworkFile) -> Vec<f64> {
        let answers = network.predict(&self.prompts, &self.labels, self.examples);
        let mut distances = vec![0.0; self.examples + 1];
        let squares = answers.iter().zip(&self.means).map(|(answer, mean)| (answer - mean).powi(2));
        let places = (0..=self.examples).cycle();
        squares.zip(places).for_each(|(square, place)| distances[place] += square / PROMPTS as f64);
        distances
    }

    /// The mean of [`HeldOut::distances`].
    pub fn distance(&self, network: &NetworkFile) -> f64 {
        let distances = self.distances(network);
        distances.iter().sum::<f64>() / distances.len() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Trainer, TrainingSpec};
    use weak_to_strong::model::{ConceptSpec, ProblemSpec};

    /// A network that answers 0 is as far as the posterior mean is long: at first the mean of two concepts at right angles, of length 1/√2 with
    /// coordinates of variance 1. Fixed seed; (f*)² has mean ½ and standard deviation ½·√2, of 256 prompts five deviations are 0.22, which is exceeded with
    /// probability 6e-7 or less.
    #[test]
    fn a_silent_network_is_as_far_as_the_mean_is_long() {
        let problem = ProblemSpec::new(2, ConceptSpec::Orthonormal(2)).build().expect("a problem");
        let spec = TrainingSpec { width: 8, layers: 1, hidden: 8, examples: 8, batch: 8, ..TrainingSpec::default() };
        let mut file = Trainer::new(&spec, &problem).expect("a training").file();
        if let crate::Weights::Single(network) = &mut file.network {
            network.parameters_mut().fill(0.0);
        }
        let distances = HeldOut::new(&problem, 8, 1).distances(&file);
        assert!((distances[0] - 0.5).abs() < 0.22, "{distances:?}");
        // After some examples the concept is known, and the answer has variance 1.
        assert!(distances[8] > distances[0] + 0.2, "{distances:?}");
    }
}
