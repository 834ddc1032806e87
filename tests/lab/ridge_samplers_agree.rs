//! `naive.mse` by kernels against the slow way: examples streamed one by one, and a fit by eigendecomposition of each sample. The squared
//! errors are equal in law, for random problems of every shape.
//!
//! The probability that any test in this file fails though nothing is wrong is 2e-4: 1e-4 over all z tests of means and variances, and
//! 1e-4 over all two-sample Kolmogorov–Smirnov tests (Wei and Dudley 2012), each split evenly.

use crate::quantities::{given, settings};
use crate::statistics::Family;
use crate::two_samples::{kolmogorov_smirnov, kolmogorov_smirnov_limit, z_of_means, z_of_variances};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};
use weak_to_strong::learn::FineTuning;
use weak_to_strong::model::{ConceptSpec, PriorSpec, ProblemSpec, PromptLaw, TransferProblem, WeakSpec};
use weak_to_strong::random::{ContentKey, open_stream};
use weak_to_strong::sample::{Composition, LabelLaw, MomentSampler};
use weak_to_strong_lab::quantity::{self, Made, ReplicatesOfBlock};
use weak_to_strong_lab::setting::Settings;

const Z_TESTS: Family = Family::new(1e-4, 1000);
const KS_TESTS: Family = Family::new(1e-4, 500);
const DRAWS: usize = 10_000;
/// Fixed before any result was seen.
const SEED: u64 = 1936;

/// Penalties with squared errors that have moments of every order, and far apart.
const PENALTIES: [f64; 3] = [0.05, 0.5, 5.0];

/// A problem with nothing special about it.
fn problem(dim: usize, prompts: PromptLaw, rng: &mut ChaCha8Rng) -> TransferProblem {
    let mut vector = || (0..dim).map(|_| rng.random_range(-1.0..1.0)).collect::<Vec<f64>>();
    let (concepts, weak) = (vec![vector(), vector()], vec![vector(), vector()]);
    ProblemSpec::new(dim, ConceptSpec::Vectors(concepts))
        .prompts(prompts)
        .source_prior(PriorSpec::Probabilities(vec![0.3, 0.7]))
        .weak(WeakSpec::of_vectors(weak, 0.8))
        .build()
        .expect("a problem")
}

/// Squared errors at each penalty, by the experiment of `naive.mse`.
fn by_kernels(problem: &TransferProblem, samples: usize, key: &str) -> Vec<Vec<f64>> {
    let quantity = quantity::by_name("naive.mse").expect("known");
    let path: Vec<Settings> = PENALTIES
        .iter()
        .map(|penalty| [("samples", samples as f64), ("penalty", *penalty)])
        .map(|numbers| settings(quantity, &given(&numbers, &[("sampler", "plain")])))
        .collect();
    let Made { experiment, .. } = quantity.experiment(problem, &path).expect("an experiment");
    let expected = if *problem.prompts() == PromptLaw::Gaussian { "bidiagonal" } else { "direct" };
    assert_eq!(experiment.sampler(), expected);
    let mut stream = open_stream(SEED, &ContentKey::of(key), 0);
    let mut replicates = ReplicatesOfBlock::of(&*experiment);
    let mut columns = vec![Vec::with_capacity(DRAWS); PENALTIES.len()];
    for _ in 0..DRAWS {
        let observation = replicates.draw_next(&mut stream).expect("a fit");
        columns.iter_mut().zip(observation).for_each(|(column, error)| column.push(*error));
    }
    columns
}

/// The same, example after example.
fn slowly(problem: &TransferProblem, samples: usize, key: &str) -> Vec<Vec<f64>> {
    let mut stream = open_stream(SEED, &ContentKey::of(key), 1);
    let mut sampler = MomentSampler::new(problem.prompts(), LabelLaw::weak(problem)).direct();
    let mut moments = sampler.empty_moments();
    let mut columns = vec![Vec::with_capacity(DRAWS); PENALTIES.len()];
    for _ in 0..DRAWS {
        sampler.draw(&mut moments, samples, Composition::Mixed, &mut stream);
        let fit = FineTuning::new(&moments, &problem.source_mean()).expect("a sample");
        for (column, penalty) in columns.iter_mut().zip(PENALTIES) {
            column.push((fit.ridge(penalty).expect("a penalty") - problem.target_mean()).norm_squared());
        }
    }
    columns
}

/// Which tests tell the two apart, and how many were made of each kind.
fn disagreements(case: &str, fast: &[Vec<f64>], slow: &[Vec<f64>]) -> (Vec<String>, usize, usize) {
    let mut failed = Vec::new();
    for ((a, b), penalty) in fast.iter().zip(slow).zip(PENALTIES) {
        for (moment, z) in [("mean", z_of_means(a, b)), ("variance", z_of_variances(a, b))] {
            if z.is_nan() || z.abs() >= Z_TESTS.z_limit() {
                failed.push(format!("{case}: {moment} at penalty {penalty}, z = {z:.1}"));
            }
        }
        let (distance, limit) = (kolmogorov_smirnov(a, b), kolmogorov_smirnov_limit(DRAWS, KS_TESTS.level()));
        if distance >= limit {
            failed.push(format!("{case}: Kolmogorov–Smirnov at penalty {penalty}, {distance:.3} ≥ {limit:.3}"));
        }
    }
    (failed, 2 * PENALTIES.len(), PENALTIES.len())
}

#[test]
fn kernels_agree_with_the_slow_way() {
    let mut rng = ChaCha8Rng::seed_from_u64(SEED);
    let (mut failed, mut z_tests, mut ks_tests) = (Vec::new(), 0, 0);
    let laws = [PromptLaw::Gaussian, PromptLaw::Cube, PromptLaw::Rademacher, PromptLaw::Sphere, PromptLaw::Laplace];
    for round in 0..6 {
        for law in &laws {
            let (dim, samples) = (rng.random_range(2..=9), [1, 3, 8, 20, 64, 70][round]);
            let problem = problem(dim, law.clone(), &mut rng);
            let case = format!("{law:?}, d = {dim}, n = {samples}");
            let slow = slowly(&problem, samples, &case);
            let fast = by_kernels(&problem, samples, &format!("{case}, kernels"));
            let (found, z, ks) = disagreements(&case, &fast, &slow);
            failed.extend(found);
            (z_tests, ks_tests) = (z_tests + z, ks_tests + ks);
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
    assert!(z_tests <= Z_TESTS.tests() && ks_tests <= KS_TESTS.tests(), "{z_tests} and {ks_tests} tests");
}

/// One dimension too: bidiagonal with a single entry.
#[test]
fn one_dimension_is_no_exception() {
    let problem = problem(1, PromptLaw::Gaussian, &mut ChaCha8Rng::seed_from_u64(SEED));
    for samples in [1, 2, 30] {
        let key = format!("one dimension, {samples}");
        let (failed, _, _) =
            disagreements(&key, &by_kernels(&problem, samples, &key), &slowly(&problem, samples, &key));
        assert!(failed.is_empty(), "{failed:#?}");
    }
}

/// Power: six examples in place of eight are found by the mean and by the distribution.
#[test]
fn fewer_examples_are_detected() {
    let problem = problem(6, PromptLaw::Gaussian, &mut ChaCha8Rng::seed_from_u64(SEED));
    let (found, _, _) = disagreements("6", &by_kernels(&problem, 6, "6"), &slowly(&problem, 8, "8"));
    assert!(found.iter().any(|test| test.contains("mean")), "{found:?}");
    assert!(found.iter().any(|test| test.contains("Kolmogorov")), "{found:?}");
}
