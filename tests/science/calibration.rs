//! The source's posterior is calibrated on problems of all kinds, extreme ones too: the rank of the concept that labelled a batch is uniform.
//!
//! Concepts are drawn from the source's prior and batches from its labels. The ranks of all problems together must follow the uniform law;
//! the limit is exceeded by chance with probability 1e-6 (Dvoretzky, Kiefer and Wolfowitz, with Massart's constant). `PROPTEST_CASES` sets
//! the number of problems, sixteen for each case: a source that misjudges its noise is told apart by some 1,000 problems, and these are 4,096.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use rand::RngExt;
use weak_to_strong::learn::{in_context_posterior, rank_transform};
use weak_to_strong::model::{ProblemSpec, TransferProblem};
use weak_to_strong::random::{ContentKey, open_stream};
use weak_to_strong::sample::{LabelLaw, MomentSampler, draw_concept};
use weak_to_strong_proptest::problem_specs;

const MOST_DIM: usize = 5;
const RANKS: usize = 64;
const PROBLEMS_PER_CASE: u64 = 16;

/// The rank of the true concept after batches of 0 to 63 examples.
fn ranks(problem: &TransferProblem, number: u64) -> Vec<f64> {
    let labels = LabelLaw::source(problem);
    let prior = labels.prior.clone();
    let mut sampler = MomentSampler::new(problem.prompts(), labels);
    let mut moments = sampler.empty_moments();
    let mut stream = open_stream(1, &ContentKey::of("calibration"), number);
    let rank = |batch| {
        let concept = draw_concept(prior.as_slice(), &mut stream);
        let mut counts = vec![0; problem.concept_count()];
        counts[concept] = batch;
        sampler.draw_with_counts(&mut moments, &counts, &mut stream);
        let posterior = in_context_posterior(problem, &moments, problem.concepts()).probabilities();
        rank_transform(posterior.as_slice(), concept, stream.random())
    };
    (0..RANKS).map(rank).collect()
}

/// The largest distance from the uniform law, over its limit.
fn distance_over_limit(change: impl Fn(ProblemSpec) -> ProblemSpec) -> f64 {
    let mut runner = TestRunner::deterministic();
    let strategy = problem_specs(MOST_DIM);
    let mut all = Vec::new();
    for number in 0..PROBLEMS_PER_CASE * u64::from(ProptestConfig::default().cases) {
        let spec = strategy.new_tree(&mut runner).expect("a description").current();
        all.extend(change(spec).build().iter().flat_map(|problem| ranks(problem, number)));
    }
    all.sort_by(f64::total_cmp);
    let count = all.len() as f64;
    let distance =
        |(i, rank): (usize, &f64)| ((i + 1) as f64 / count - rank).abs().max((rank - i as f64 / count).abs());
    let largest = all.iter().enumerate().map(distance).fold(0.0, f64::max);
    largest / ((2.0f64 / 1e-6).ln() / (2.0 * count)).sqrt()
}

#[test]
fn ranks_are_uniform_on_all_problems() {
    let ratio = distance_over_limit(|spec| {
        let noise = spec.noise;
        spec.believed_noise(noise)
    });
    assert!(ratio <= 1.0, "{ratio} of the limit");
}

/// A source that takes its noise for a tenth of what it is trusts the wrong concept too often.
#[test]
fn a_misjudged_noise_is_seen() {
    let ratio = distance_over_limit(|spec| {
        let believed = spec.noise / 10.0;
        spec.believed_noise(believed)
    });
    assert!(ratio > 1.0, "{ratio} of the limit");
}
