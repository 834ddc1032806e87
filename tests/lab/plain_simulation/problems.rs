//! Random problems.

use super::arithmetic::normalised;
use rand::RngExt;
use rand::rngs::ChaCha8Rng;
use weak_to_strong::model::{ConceptSpec, PriorSpec, ProblemSpec, PromptLaw, TransferProblem, WeakSpec};

/// A random problem with the given prompt law and kind of concepts.
pub(super) fn random_problem(law: usize, kind: usize, rng: &mut ChaCha8Rng) -> TransferProblem {
    let index = 3 * law + kind;
    let dim = rng.random_range(6..9);
    let count = rng.random_range(2..5);
    let vectors = |rng: &mut ChaCha8Rng| -> Vec<Vec<f64>> {
        (0..count).map(|_| (0..dim).map(|_| rng.random_range(-0.8..0.8)).collect()).collect()
    };
    let prompts = match law {
        0 => PromptLaw::Cube,
        1 => PromptLaw::Gaussian,
        2 => PromptLaw::Rademacher,
        3 => PromptLaw::Sphere,
        5 => PromptLaw::Laplace,
        _ => PromptLaw::Anisotropic((0..dim).map(|_| rng.random_range(0.3..2.0)).collect()),
    };
    let concepts = match kind {
        0 => ConceptSpec::Orthonormal(count),
        1 => ConceptSpec::Vectors(vectors(rng)),
        _ => ConceptSpec::Persona { count, content: 0.7, style: 0.9 },
    };
    let weak_noise = rng.random_range(0.3..1.2);
    let weak = if index.is_multiple_of(2) {
        WeakSpec::biased(rng.random_range(0.5..1.1), rng.random_range(0.0..0.8), weak_noise)
    } else {
        WeakSpec::of_vectors(vectors(rng), weak_noise)
    };
    let target = rng.random_range(0..count);
    let spread = index % 4 == 2;
    // Every third source gives the concept after the target no probability.
    let mut source = random_weights(count, rng);
    if index % 3 == 1 && count > 2 {
        source[(target + 1) % count] = 0.0;
    }
    let spec = ProblemSpec::new(dim, concepts)
        .prompts(prompts)
        .source_prior(PriorSpec::Probabilities(normalised(source)))
        .weak(weak);
    let spec = match spread {
        true => spec.target_prior(PriorSpec::Probabilities(normalised(random_weights(count, rng)))),
        false => spec.target(target),
    };
    spec.noise(rng.random_range(0.4..1.2)).build().expect("a problem")
}

fn random_weights(count: usize, rng: &mut ChaCha8Rng) -> Vec<f64> {
    (0..count).map(|_| rng.random_range(0.1..1.0)).collect()
}
