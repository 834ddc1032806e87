//! Refinement with what is known integrated out, against plain observations.

use crate::quantities::{drawn, given, settings};
use crate::statistics::{Family, Measured};
use weak_to_strong::evidence::Interval;
use weak_to_strong::model::{ConceptSpec, PriorSpec, ProblemSpec, PromptLaw, TransferProblem, WeakSpec};
use weak_to_strong::random::ContentKey;
use weak_to_strong_lab::quantity;

/// |z| < 4.9, so that the probability of any false alarm is 1e-4.
const FAMILY: Family = Family::new(1e-4, 100);

/// Seed of all draws, fixed before any result was seen.
const SEED: u64 = 31;

/// Three concepts that are not orthogonal, unequal priors, and a target on all of them or on one.
fn problem(prompts: PromptLaw, single_target: bool) -> TransferProblem {
    let concepts = vec![vec![1.0, 0.2, 0.0, 0.3], vec![-0.4, 0.9, 0.1, 0.0], vec![0.5, 0.5, -0.8, 0.2]];
    let weak = vec![vec![0.8, 0.1, 0.0, 0.0], vec![-0.2, 0.7, 0.3, 0.0], vec![0.4, 0.4, -0.5, 0.6]];
    let weak = WeakSpec::of_vectors(weak, 0.6);
    let spec = ProblemSpec::new(4, ConceptSpec::Vectors(concepts))
        .prompts(prompts)
        .source_prior(PriorSpec::Probabilities(vec![0.2, 0.5, 0.3]))
        .noise(0.7)
        .weak(weak);
    let spec = if single_target { spec } else { spec.target_prior(PriorSpec::Probabilities(vec![0.6, 0.1, 0.3])) };
    spec.build().expect("a problem")
}

/// The estimate and its interval at error 1e-4.
fn measured(
    name: &str,
    problem: &TransferProblem,
    numbers: &[(&str, f64)],
    words: &[(&str, &str)],
    replicates: u64,
) -> (Measured, Interval) {
    let quantity = quantity::by_name(name).expect("known");
    let settings = settings(quantity, &given(numbers, words));
    let made = quantity.experiment(problem, std::slice::from_ref(&settings)).expect("an experiment");
    let (inference, moments) = drawn(made, ContentKey::of(&format!("{name} {settings:?}")), SEED, replicates);
    let estimate = inference.estimates(&moments)[0];
    let interval = inference.enclosures(&moments, 1e-4)[0].interval();
    (Measured { mean: estimate.mean, standard_error: estimate.standard_error }, interval)
}

/// Integrated, direct and plain observations have one mean: isotropic Gaussian prompts by the five constants, others by noise alone; fresh and shared
/// batches; more and fewer labels than dimensions; with and without a penalty.
#[test]
fn integrated_and_plain_observations_agree_in_the_mean() {
    let limit = FAMILY.z_limit();
    let mut tests = 0;
    for (prompts, single_target) in [
        (PromptLaw::Gaussian, true),
        (PromptLaw::Gaussian, false),
        (PromptLaw::Anisotropic(vec![2.0; 4]), false),
        (PromptLaw::Anisotropic(vec![2.0, 1.0, 0.5, 1.0]), true),
        (PromptLaw::Cube, false),
    ] {
        let problem = problem(prompts, single_target);
        for (labels, penalty) in [(20.0, 0.0), (20.0, 0.3), (4.0, 0.5), (3.0, 2.0)] {
            for batches in ["fresh", "shared"] {
                let numbers = [("batch", 2.0), ("labels", labels), ("penalty", penalty)];
                let of = |sampler: &str| {
                    measured("refined.mse", &problem, &numbers, &[("batches", batches), ("sampler", sampler)], 20_000)
                };
                let (integrated, interval) = of("automatic");
                for sampler in ["plain", "direct"] {
                    let (other, _) = of(sampler);
                    let z = integrated.z_against(other);
                    tests += 1;
                    assert!(z.abs() < limit, "{labels} {penalty} {batches} {sampler}: {z} {integrated:?} {other:?}");
                    // The interval contains the true number, from which the other estimate is off by its standard error.
                    let off = (interval.lower - other.mean).max(other.mean - interval.upper);
                    assert!(off < limit * other.standard_error, "{interval:?} {other:?}");
                }
                assert!(interval.lower >= 0.0 && interval.lower <= integrated.mean, "{interval:?} {integrated:?}");
            }
        }
    }
    assert!(tests <= FAMILY.tests());
}
