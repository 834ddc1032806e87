//! What estimators, posteriors and bounds must tend to: as a penalty, a batch, a sample grows or vanishes, and as noise does.
//!
//! On random problems that are isotropic, with orthonormal concepts and noises from 0.3 to 2.

use crate::formulas::value;
use proptest::prelude::*;
use weak_to_strong::learn::{FineTuning, in_context_posterior, refined_mean};
use weak_to_strong::model::{ConceptSpec, PriorSpec, ProblemSpec, PromptLaw, TransferProblem, WeakSpec};
use weak_to_strong::random::{ContentKey, open_stream};
use weak_to_strong::sample::{Composition, LabelLaw, MomentSampler, SampleMoments};
use weak_to_strong::theory::AlignmentRate;
use weak_to_strong_proptest::moderate_problems;

const MOST_DIM: usize = 5;

/// Weak labels of the problem, from the stream of this number.
fn sample(problem: &TransferProblem, samples: usize, number: u64) -> SampleMoments {
    let mut sampler = MomentSampler::new(problem.prompts(), LabelLaw::weak(problem));
    let mut moments = sampler.empty_moments();
    let mut stream = open_stream(1, &ContentKey::of("limits"), number);
    sampler.draw(&mut moments, samples, Composition::OneConcept, &mut stream);
    moments
}

/// The problem with Gaussian prompts, an unbiased supervisor, and both noises this small.
fn quiet(problem: &TransferProblem, noise: f64) -> TransferProblem {
    let prior = problem.source_prior().probabilities().iter().copied().collect();
    ProblemSpec::new(problem.dim(), ConceptSpec::Orthonormal(problem.concept_count()))
        .prompts(PromptLaw::Gaussian)
        .source_prior(PriorSpec::Probabilities(prior))
        .target(problem.target_concept().expect("one target"))
        .noise(noise)
        .weak(WeakSpec::biased(1.0, 0.0, noise))
        .build()
        .expect("a problem")
}

proptest! {
    /// η → 0 is least squares, η → ∞ is the source, and the distance to it falls on the way.
    #[test]
    fn penalties_lead_from_least_squares_to_the_source(problem in moderate_problems(MOST_DIM), number: u64) {
        let moments = sample(&problem, 40, number);
        let source = problem.source_mean();
        let fit = FineTuning::new(&moments, &source).expect("a sample");
        let at = |penalty: f64| fit.ridge(penalty).expect("a penalty");
        // Forty prompts in five dimensions are near a plane with probability below 1e-10, which it takes two columns of equal signs for.
        prop_assert!((at(1e-13) - at(0.0)).norm() < 1e-8);
        prop_assert!((at(1e13) - &source).norm() < 1e-10);
        let distances = [0.0, 1e-2, 1.0, 1e2, f64::INFINITY].map(|penalty| (at(penalty) - &source).norm());
        prop_assert!(distances.windows(2).all(|pair| pair[1] <= pair[0] * (1.0 + 1e-12)), "{distances:?}");
    }

    /// The risk of ridge regression, in the limit of many dimensions: that of the source at η → ∞, and at n → ∞ with η = 0 the weak bias.
    #[test]
    fn risks_lead_from_weak_supervisor_to_source(problem in moderate_problems(MOST_DIM)) {
        let at = |name: &str, settings: &[(&str, f64)]| value(name, &problem, settings).expect("a value");
        let (source, weak) = (at("eps_p2", &[]), at("eps_w2", &[]));
        let risk = |samples: f64, penalty: f64| at("ridge_risk", &[("samples", samples), ("penalty", penalty)]);
        prop_assert!((risk(10.0, 1e12) - source).abs() < 1e-9 * (1.0 + source));
        prop_assert!((risk(1e12, 1e-12) - weak).abs() < 1e-9 * (1.0 + weak));
        let segment = at("segment_bound", &[]);
        prop_assert!((at("finite_sample_bound", &[("samples", 1e12)]) - segment).abs() < 1e-9 * (1.0 + segment));
    }

    /// m = 0 leaves the prior, in theory and in the posterior.
    #[test]
    fn no_examples_leave_the_prior(problem in moderate_problems(MOST_DIM), number: u64) {
        let prior = problem.source_prior().probabilities();
        let posterior = in_context_posterior(&problem, &sample(&problem, 0, number), problem.concepts()).probabilities();
        prop_assert!((&posterior - prior).amax() < 1e-15);
        prop_assert!((refined_mean(&problem, &posterior) - problem.source_mean()).amax() < 1e-14);
        let target = problem.target_concept().expect("one target");
        let floor = value("misalignment_floor", &problem, &[("batch", 0.0)]).expect("a floor");
        prop_assert!(floor <= 1.0 - prior[target] + 1e-12);
    }

    /// m → ∞ aligns where the exponent is positive, and leaves the bound at 1 or more where it is 0.
    #[test]
    fn many_examples_align_where_there_is_an_exponent(problem in moderate_problems(MOST_DIM), number: u64) {
        let rate = AlignmentRate::new(&problem).expect("a rate");
        let exponent = rate.misalignment_exponent().expect("an exponent");
        let batch = 20_000;
        let bound = rate.chernoff_bound(batch).expect("a bound");
        if exponent == 0.0 {
            // θ = 0 is the best for a rival that the supervisor does not tell from the target.
            prop_assert!(bound > 0.99, "{bound}");
        } else if exponent * batch as f64 > 50.0 {
            prop_assert!(bound < 1e-15, "{bound} at the exponent {exponent}");
            let posterior = in_context_posterior(&problem, &sample(&problem, batch, number), problem.concepts());
            // By Markov's inequality M > 1e-3 has a probability below 1e-12.
            prop_assert!(posterior.misalignment(problem.target_concept().expect("one target")) < 1e-3);
        }
    }

    /// σ, σ_w → 0: with an unbiased supervisor one Gaussian example is enough, and φ falls as σ.
    #[test]
    fn without_noise_one_example_aligns(problem in moderate_problems(MOST_DIM), exponent in 2.0..6.0f64, number: u64) {
        let noise = 10f64.powf(-exponent);
        let quiet = quiet(&problem, noise);
        let bound = AlignmentRate::new(&quiet).expect("a rate").chernoff_bound(1).expect("a bound");
        // One wrong concept: φ(½) = (1 + |δ|²/(4σ²))^−½ with |δ|² = 2, times (αₖ/αₖ*)^½ ≤ 4; five concepts.
        prop_assert!(bound < 4.0 * 4.0 * 2f64.sqrt() * noise, "{bound} at {noise}");
        let posterior = in_context_posterior(&quiet, &sample(&quiet, 30, number), quiet.concepts());
        prop_assert!(posterior.misalignment(quiet.target_concept().expect("one target")) < 1e-6);
    }

    /// Noise that drowns every label leaves the prior, however large the batch.
    #[test]
    fn drowned_labels_leave_the_prior(problem in moderate_problems(MOST_DIM)) {
        let loud = quiet(&problem, 1e9);
        let bound = |batch| AlignmentRate::new(&loud).expect("a rate").chernoff_bound(batch).expect("a bound");
        prop_assert!((bound(1000) - bound(0)).abs() < 1e-9 * bound(0));
    }
}
