//! Expected squared errors given the prompts against squared errors of samples with their labels: the means agree, on random problems of every kind.
//!
//! The probability that any test in this file fails though nothing is wrong is 1e-4, split evenly over its z tests of means of 5,000 replicates (the
//! plain squared errors have all moments that this needs: penalties are well above 0, and noise has at least 9 degrees of freedom).

use crate::quantities::{drawn, given, settings};
use crate::statistics::Family;
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};
use weak_to_strong::model::{ConceptSpec, PriorSpec, ProblemSpec, PromptLaw, TransferProblem, WeakSpec};
use weak_to_strong::numeric::Estimate;
use weak_to_strong::random::ContentKey;
use weak_to_strong_lab::quantity;

const TESTS: Family = Family::new(1e-4, 3000);
const REPLICATES: u64 = 5_000;
/// Fixed before any result was seen.
const SEED: u64 = 1945;

/// A problem with nothing special about it, with one target concept or two.
fn problem(dim: usize, prompts: PromptLaw, round: usize, rng: &mut ChaCha8Rng) -> TransferProblem {
    let mut vector = || (0..dim).map(|_| rng.random_range(-1.0..1.0)).collect::<Vec<f64>>();
    let (concepts, weak) = (vec![vector(), vector()], vec![vector(), vector()]);
    let mut weak = WeakSpec::of_vectors(weak, 0.8);
    if round % 3 == 1 {
        weak.degrees_of_freedom = Some(9.0);
    }
    let spec = ProblemSpec::new(dim, ConceptSpec::Vectors(concepts)).prompts(prompts).weak(weak);
    let spec = spec.source_prior(PriorSpec::Probabilities(vec![0.3, 0.7]));
    let spec = if round % 3 == 2 { spec.target_prior(PriorSpec::Probabilities(vec![0.6, 0.4])) } else { spec };
    spec.build().expect("a problem")
}

/// Estimates along a path of numeric settings.
fn estimates(
    name: &str,
    problem: &TransferProblem,
    path: &[Vec<(&str, f64)>],
    sampler: &str,
    key: &str,
) -> Vec<Estimate> {
    let quantity = quantity::by_name(name).expect("known");
    let path: Vec<_> =
        path.iter().map(|numbers| settings(quantity, &given(numbers, &[("sampler", sampler)]))).collect();
    let made = quantity.experiment(problem, &path).expect("an experiment");
    let (inference, moments) = drawn(made, ContentKey::of(&format!("{key}, {sampler}")), SEED, REPLICATES);
    inference.estimates(&moments)
}

/// The difference in standard errors; infinite where neither is random and the two differ.
fn z(one: &Estimate, other: &Estimate) -> f64 {
    let (difference, error) = (one.mean - other.mean, one.standard_error.hypot(other.standard_error));
    if difference.abs() <= 1e-9 * one.mean.abs() { 0.0 } else { difference / error }
}

/// A path of numeric settings.
type Path = Vec<Vec<(&'static str, f64)>>;

/// The paths of the three quantities. Steps of descent are small enough for every law, so that nothing diverges.
fn paths(samples: f64) -> [(&'static str, Path); 3] {
    let ridge = |more: &[(&'static str, f64)]| [&[("samples", samples)], more].concat();
    let naive = vec![
        ridge(&[("penalty", 0.05)]),
        ridge(&[("penalty", 0.5), ("extrapolation", 0.7)]),
        ridge(&[("penalty", 20.0)]),
        ridge(&[("penalty", 0.2), ("oracle_share", 0.4)]),
        ridge(&[("penalty", f64::INFINITY)]),
    ];
    let oracle = vec![ridge(&[("penalty", 0.3)])];
    let descent = vec![ridge(&[("step", 0.02), ("steps", 20.0)]), ridge(&[("step", 0.05), ("steps", 3.0)])];
    [("naive.mse", naive), ("oracle.mse", oracle), ("descent.mse", descent)]
}

#[test]
fn expected_and_plain_errors_agree_in_the_mean() {
    let mut rng = ChaCha8Rng::seed_from_u64(SEED);
    let (mut failed, mut tests) = (Vec::new(), 0);
    for round in 0..9 {
        let dim: usize = rng.random_range(1..=7);
        let variances = (0..dim).map(|_| rng.random_range(0.3..2.0)).collect();
        let laws = PromptLaw::ISOTROPIC.iter().cloned();
        for law in laws.chain([PromptLaw::Anisotropic(variances), PromptLaw::Anisotropic(vec![2.0; dim])]) {
            let samples = [1, 3, 5, 8, 20, 40, 2, 6, 12][round] as f64;
            let problem = problem(dim, law.clone(), round, &mut rng);
            for (name, path) in paths(samples) {
                let case = format!("{name}, {law:?}, d = {dim}, n = {samples}, round {round}");
                let plain = estimates(name, &problem, &path, "plain", &case);
                for sampler in ["automatic", "direct"] {
                    let expected = estimates(name, &problem, &path, sampler, &case);
                    for ((expected, plain), point) in expected.iter().zip(&plain).zip(&path) {
                        let z = z(expected, plain);
                        tests += 1;
                        if z.is_nan() || z.abs() >= TESTS.z_limit() {
                            failed.push(format!("{case}, {sampler}, {point:?}: z = {z:.1}"));
                        }
                        // Less is random.
                        if name != "descent.mse" && expected.standard_error > 1.1 * plain.standard_error + 1e-12 {
                            failed.push(format!("{case}, {sampler}, {point:?}: {expected:?} {plain:?}"));
                        }
                    }
                }
            }
        }
    }
    assert!(failed.is_empty(), "{} of {tests}: {failed:#?}", failed.len());
    assert!(tests <= TESTS.tests(), "{tests} tests");
}

/// Least squares far from n = d, where plain errors have four moments: known numbers for Gaussian prompts, observed ones for others.
#[test]
fn least_squares_agree_in_the_mean() {
    let mut rng = ChaCha8Rng::seed_from_u64(SEED + 1);
    for (round, (samples, dim)) in [(20, 3), (3, 20), (40, 5)].into_iter().enumerate() {
        let variances = (0..dim).map(|_| rng.random_range(0.3..2.0)).collect();
        for law in [
            PromptLaw::Gaussian,
            PromptLaw::Cube,
            PromptLaw::Laplace,
            PromptLaw::Sphere,
            PromptLaw::Anisotropic(variances),
        ] {
            let problem = problem(dim, law.clone(), round, &mut rng);
            let path = vec![
                vec![("samples", samples as f64), ("penalty", 0.0)],
                vec![("samples", samples as f64), ("penalty", 0.0), ("extrapolation", 0.5)],
            ];
            let case = format!("{law:?}, {samples} in {dim}");
            let plain = estimates("naive.mse", &problem, &path, "plain", &case);
            for sampler in ["automatic", "direct"] {
                let expected = estimates("naive.mse", &problem, &path, sampler, &case);
                for (expected, plain) in expected.iter().zip(&plain) {
                    assert!(z(expected, plain).abs() < TESTS.z_limit(), "{case}, {sampler}: {expected:?} {plain:?}");
                    let known = law.is_gaussian() && round != 2 && (law == PromptLaw::Gaussian || samples > dim);
                    assert_eq!(expected.standard_error == 0.0, known, "{case}, {sampler}: {expected:?}");
                }
            }
        }
    }
}

/// Power: noise of 0.82 in place of 0.8 is found.
#[test]
fn more_noise_is_detected() {
    let mut rng = ChaCha8Rng::seed_from_u64(SEED);
    let noisy = |noise: f64| {
        let vectors = || vec![vec![1.0, 0.0], vec![0.0, 1.0]];
        ProblemSpec::new(2, ConceptSpec::Vectors(vectors()))
            .weak(WeakSpec::of_vectors(vectors(), noise))
            .build()
            .expect("a problem")
    };
    let path = [vec![("samples", 5.0), ("penalty", 0.05)]];
    let _: f64 = rng.random();
    let plain = estimates("naive.mse", &noisy(0.8), &path, "plain", "power");
    let expected = estimates("naive.mse", &noisy(0.88), &path, "automatic", "power");
    assert!(z(&expected[0], &plain[0]) > TESTS.z_limit(), "{expected:?} {plain:?}");
}

/// Known numbers, infinite ones among them: least squares near n = d.
#[test]
fn known_errors_are_exact() {
    let vectors = || vec![vec![1.0, 0.0, 0.0], vec![0.0, 1.0, 0.0]];
    let problem = |prompts: PromptLaw, noise: f64| {
        let spec = ProblemSpec::new(3, ConceptSpec::Vectors(vectors())).prompts(prompts);
        spec.weak(WeakSpec::of_vectors(vectors(), noise)).build().expect("a problem")
    };
    let mse = |problem: &TransferProblem, samples: f64, more: &[(&str, f64)]| {
        let point = [&[("samples", samples), ("penalty", 0.0)], more].concat();
        estimates("naive.mse", problem, &[point], "automatic", "known")[0].mean
    };
    let gaussian = problem(PromptLaw::Gaussian, 0.5);
    // Unbiased labels: d·σ²/(n − d − 1) = ¾/4 for n = 8. A third of the bias ½ remains with two labels of three dimensions, but their noise is infinite.
    assert!((mse(&gaussian, 8.0, &[]) - 0.1875).abs() < 1e-15);
    for samples in [2.0, 3.0, 4.0] {
        assert_eq!(mse(&gaussian, samples, &[]), f64::INFINITY);
        assert_eq!(mse(&problem(PromptLaw::Cube, 0.5), samples, &[]), f64::INFINITY);
    }
    // One label: two thirds of ½, and σ²·1/(d − n − 1) = ¼.
    assert!((mse(&gaussian, 1.0, &[]) - (1.0 / 3.0 + 0.25)).abs() < 1e-15);
    // The best penalty of each sample is never worse than the source, whose error is ½.
    let oracle = mse(&gaussian, 3.0, &[("oracle_share", 1.0)]);
    assert!(oracle > 0.0 && oracle < 0.5, "{oracle}");
    assert_eq!(mse(&gaussian, 3.0, &[("oracle_share", 0.5)]), f64::INFINITY);
}
