//! Importance sampling of misalignment: the law of the tilted batches, the bound on the weighted observations, and values that are known.

use crate::problems::{built, orthonormal};
use crate::quantities::{drawn, given, settings};
use proptest::prelude::*;
use weak_to_strong::model::{ConceptPosterior, PromptLaw, TransferProblem, WeakSpec};
use weak_to_strong::numeric::{Estimate, JointMoments};
use weak_to_strong::random::{ContentKey, Stream, open_stream};
use weak_to_strong::sample::{GROUP, Tilt, TiltedSampler};
use weak_to_strong::theory::{AlignmentRate, LikelihoodRatio};
use weak_to_strong_lab::quantity;

fn problem(prompts: PromptLaw, dim: usize, concepts: usize, weak: WeakSpec) -> TransferProblem {
    built(&orthonormal(dim, concepts, prompts, weak))
}

/// The estimate, the name of the sampler and the effective sample size.
fn measured(name: &str, problem: &TransferProblem, batch: usize, sampler: &str, replicates: u64) -> (Estimate, f64) {
    let quantity = quantity::by_name(name).expect("known");
    let settings = settings(quantity, &given(&[("batch", batch as f64)], &[("sampler", sampler)]));
    let made = quantity.experiment(problem, &[settings]).expect("an experiment");
    assert_eq!(made.experiment.sampler() == "tilted", sampler == "automatic", "{name} at {batch}");
    let (inference, moments) = drawn(made, ContentKey::of(&format!("{name} {batch} {sampler}")), 5, replicates);
    let effective =
        inference.importances(&moments).first().copied().flatten().map_or(f64::NAN, |i| i.effective_sample_size);
    (inference.estimates(&moments)[0], effective)
}

/// E M for two concepts after an unbiased supervisor with σ = σ_w = ½ and v = 1, by quadrature.
///
/// With 1/(1 + e^L) = ∫ π/sin(πθ)·e^(−θL) dθ/(2πi) along θ = ½ + it, and φ(θ) = (1 + 8θ − 8θ²)^(−½),
///
/// ```text
/// E M = ½ ∫ (3 + 8t²)^(−m/2) / cosh(πt) dt
/// ```
///
/// The trapezoidal rule converges exponentially for such an integrand.
fn exact_misalignment(batch: i32) -> f64 {
    use std::f64::consts::PI;
    let step = 0.01;
    let term = |i: i32| {
        let t = step * f64::from(i);
        (3.0 + 8.0 * t * t).powf(-0.5 * f64::from(batch)) / (PI * t).cosh()
    };
    0.5 * step * (-2000..=2000).map(term).sum::<f64>()
}

/// The same integral by mpmath with 40 digits, and for m = 20 the double integral over the two gamma laws of L = (2 + √6)·χ²_m − (√6 − 2)·χ²_m.
#[test]
fn the_quadrature_equals_golden_values() {
    for (batch, golden) in
        [(20, 2.760_846_978_527_36e-6), (40, 3.389_286_398_457_95e-11), (160, 4.077_157_937_420_31e-40)]
    {
        assert!((exact_misalignment(batch) / golden - 1.0).abs() < 1e-12, "m = {batch}");
    }
}

/// Their product with the means gives the covariances, where these do not underflow; where they do, the diagonal is (standard error/mean)².
#[test]
fn relative_covariances_do_not_underflow() {
    let problem = problem(PromptLaw::Gaussian, 4, 2, WeakSpec::biased(1.0, 0.0, 0.5));
    let quantity = quantity::by_name("refined.misalignment").expect("known");
    let of_batch = |batch: f64| settings(quantity, &given(&[("batch", batch)], &[]));
    // The first two are drawn plainly, from nested batches.
    let made = quantity.experiment(&problem, &[1.0, 2.0, 40.0, 800.0].map(of_batch)).expect("an experiment");
    let (inference, moments) = drawn(made, ContentKey::of("relative covariances"), 5, 4096);
    let estimates = inference.estimates(&moments);
    let (covariances, relative) = (inference.covariances(&moments), inference.relative_covariances(&moments));
    assert!(estimates[3].mean < 1e-190 && covariances[(3, 3)] == 0.0, "{:?}", estimates[3]);
    for (i, j) in (0..3).flat_map(|i| (0..3).map(move |j| (i, j))) {
        let expected = covariances[(i, j)] / (estimates[i].mean * estimates[j].mean);
        assert!((relative[(i, j)] / expected - 1.0).abs() < 1e-12, "{i}, {j}: {} {expected}", relative[(i, j)]);
    }
    let expected = (estimates[3].standard_error / estimates[3].mean).powi(2);
    assert!((relative[(3, 3)] / expected - 1.0).abs() < 1e-12, "{} {expected}", relative[(3, 3)]);
}

/// Fixed seed. Five standard errors are exceeded with probability 6e-7 for each of three batches.
#[test]
fn misalignment_near_1e_minus_40_is_measured_to_one_percent() {
    let problem = problem(PromptLaw::Gaussian, 4, 2, WeakSpec::biased(1.0, 0.0, 0.5));
    for batch in [20, 40, 160] {
        let (estimate, effective) = measured("refined.misalignment", &problem, batch, "automatic", 200_000);
        let exact = exact_misalignment(batch as i32);
        assert!(estimate.standard_error < 0.01 * exact && effective > 10_000.0, "m = {batch}: {estimate:?}");
        assert!((estimate.mean - exact).abs() < 5.0 * estimate.standard_error, "m = {batch}: {estimate:?} {exact}");
        // What the check can see: the factor of one more example.
        let wrong = exact_misalignment(batch as i32 + 1);
        assert!((estimate.mean - wrong).abs() > 20.0 * estimate.standard_error);
    }
}

/// Where plain sampling sees the event, both agree. Fixed seed; the difference of two estimates exceeds five standard errors with probability
/// about 6e-7 for each of ten.
#[test]
fn tilted_and_direct_batches_agree() {
    let biased = || WeakSpec::biased(0.8, 0.6, 0.5);
    for (prompts, batch) in [
        (PromptLaw::Gaussian, 30),
        (PromptLaw::Anisotropic(vec![1.0, 0.5, 2.0, 1.5, 1.0]), 50),
        (PromptLaw::Cube, 50),
        (PromptLaw::Rademacher, 26),
        (PromptLaw::Sphere, 26),
    ] {
        let problem = problem(prompts.clone(), 5, 3, biased());
        for quantity in ["refined.misalignment", "refined.misalignment_squared"] {
            let (tilted, effective) = measured(quantity, &problem, batch, "automatic", 40_000);
            let (direct, _) = measured(quantity, &problem, batch, "direct", 200_000);
            let error = tilted.standard_error.hypot(direct.standard_error);
            assert!((tilted.mean - direct.mean).abs() < 5.0 * error, "{prompts:?} {quantity}: {tilted:?} {direct:?}");
            assert!(effective > 1000.0 && tilted.standard_error < direct.standard_error, "{prompts:?} {quantity}");
        }
    }
}

/// Laplace prompts have tilted laws where the supervisor is unbiased, and none where a bias makes φ infinite. Fixed seed; five standard errors are
/// exceeded with probability 6e-7 for each of two.
#[test]
fn heavy_tails_are_tilted_where_exponents_never_grow() {
    let unbiased = problem(PromptLaw::Laplace, 5, 3, WeakSpec::biased(1.0, 0.0, 0.5));
    for quantity in ["refined.misalignment", "refined.misalignment_squared"] {
        let (tilted, effective) = measured(quantity, &unbiased, 14, "automatic", 40_000);
        let (direct, _) = measured(quantity, &unbiased, 14, "direct", 200_000);
        let error = tilted.standard_error.hypot(direct.standard_error);
        assert!((tilted.mean - direct.mean).abs() < 5.0 * error, "{quantity}: {tilted:?} {direct:?}");
        assert!(effective > 1000.0 && tilted.standard_error < direct.standard_error, "{quantity}");
    }
    let biased = problem(PromptLaw::Laplace, 5, 3, WeakSpec::biased(0.8, 0.6, 0.5));
    let half = [1, 2].map(|concept| Tilt { concept, theta: 0.5, log_moment: 0.0 });
    assert!(TiltedSampler::new(&unbiased, 14, &half).is_some());
    assert!(TiltedSampler::new(&biased, 14, &half).is_none());
}

/// log-likelihood ratio of the target 0 against concept 1 of a batch.
fn log_likelihood_ratio(problem: &TransferProblem, residual_squares: &[f64]) -> f64 {
    (residual_squares[1] - residual_squares[0]) / (2.0 * problem.noise().powi(2))
}

/// Under the tilt by θ, E exp(−ηL) = (φ(θ + η)/φ(θ))^m. Fixed seed; five standard errors are exceeded with probability 6e-7 for each of ten.
#[test]
fn tilted_batches_have_the_tilted_law() {
    for prompts in [
        PromptLaw::Gaussian,
        PromptLaw::Cube,
        PromptLaw::Rademacher,
        PromptLaw::Sphere,
        PromptLaw::Anisotropic(vec![1.0, 2.0, 0.5, 1.0]),
    ] {
        let problem = problem(prompts.clone(), 4, 2, WeakSpec::biased(0.8, 0.6, 0.5));
        let (batch, draws) = (3, 100_000);
        let tilt = AlignmentRate::new(&problem).expect("a rate").tilts(batch, 1.0).expect("tilts");
        let sampler = TiltedSampler::new(&problem, batch, &tilt).expect("a tilted law");
        assert!((sampler.log_bound() - batch as f64 * tilt[0].log_moment).abs() < 1e-9, "{prompts:?}");
        let ratio = LikelihoodRatio::new(&problem, 0, 1).expect("a ratio");
        for eta in [-0.1, 0.1] {
            let mut stream: Stream = open_stream(2, &ContentKey::of(&format!("{prompts:?} {eta}")), 0);
            let mut moments = JointMoments::new(1);
            let (mut residual_squares, mut log_odds_sums) = ([0.0; 2 * GROUP], [0.0; GROUP]);
            for _ in 0..draws / GROUP {
                sampler.draw(&mut residual_squares, &mut log_odds_sums, &mut stream);
                for replicate in 0..GROUP {
                    let own = [residual_squares[replicate], residual_squares[GROUP + replicate]];
                    moments.push(&[(-eta * log_likelihood_ratio(&problem, &own)).exp()]);
                }
            }
            let at = |theta: f64| batch as f64 * ratio.log_moment(theta).expect("finite");
            let expected = |shift: f64| (at(tilt[0].theta + shift) - at(tilt[0].theta)).exp();
            let errors = |expected: f64| (moments.mean()[0] - expected).abs() / moments.standard_error_along(&[1.0]);
            assert!(errors(expected(eta)) < 5.0, "{prompts:?} {eta}: {}", errors(expected(eta)));
            // The law without the tilt must not pass.
            assert!(errors(at(eta).exp()) > 20.0, "{prompts:?} {eta}");
        }
    }
}

/// A source that misjudges its noise, heavy tails and more than 64 concepts have no tilted law.
#[test]
fn where_there_is_no_tilted_law_plain_sampling_serves() {
    let misalignment = |problem: &TransferProblem, batch: usize| {
        let quantity = quantity::by_name("refined.misalignment").expect("known");
        let settings = settings(quantity, &given(&[("batch", batch as f64)], &[]));
        quantity.experiment(problem, &[settings]).expect("an experiment").experiment.sampler()
    };
    let unbiased = || WeakSpec::biased(1.0, 0.0, 0.5);
    assert_eq!(misalignment(&problem(PromptLaw::Gaussian, 4, 2, unbiased()), 100), "tilted");
    // 3^(−2) is not rare, and 3^(−700) not a number.
    assert_ne!(misalignment(&problem(PromptLaw::Gaussian, 4, 2, unbiased()), 4), "tilted");
    assert_ne!(misalignment(&problem(PromptLaw::Gaussian, 4, 2, unbiased()), 1400), "tilted");
    assert_ne!(misalignment(&problem(PromptLaw::Gaussian, 65, 65, unbiased()), 100), "tilted");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// 0 ≤ M·dp/dq ≤ B for every batch, whatever the tilts; up to rounding of logarithms of size 1e3.
    #[test]
    fn weighted_misalignment_never_exceeds_the_bound(
        (law, concepts) in (prop::sample::select(PromptLaw::ISOTROPIC), 2..6usize), batch in 0..60usize, cosine in 0.2..1.2f64, weak_noise in 0.2..1.0f64, seed: u64,
    ) {
        let problem = problem(law, 6, concepts, WeakSpec::biased(cosine, 0.3, weak_noise));
        let tilts = AlignmentRate::new(&problem).expect("a rate").tilts(batch, 1.0).expect("tilts");
        if let Some(sampler) = TiltedSampler::new(&problem, batch, &tilts) {
            let mut stream = open_stream(seed, &ContentKey::of("bound"), 0);
            let (mut residual_squares, mut log_odds_sums) = (vec![0.0; concepts * GROUP], [0.0; GROUP]);
            sampler.draw(&mut residual_squares, &mut log_odds_sums, &mut stream);
            for (replicate, log_odds_sum) in log_odds_sums.into_iter().enumerate() {
                let own: Vec<f64> = residual_squares.iter().skip(replicate).step_by(GROUP).copied().collect();
                let log_misalignment = ConceptPosterior::new(&problem, &own).log_misalignment(0);
                prop_assert!(log_misalignment <= log_odds_sum + 1e-9, "{log_misalignment} {log_odds_sum}");
            }
        }
    }
}
