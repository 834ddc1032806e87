//! Posteriors after batches by kernels against the slow way: moments of examples streamed one by one, and their posterior. Equal in law, for
//! every prompt law, with one target concept and several.
//!
//! The probability that any test in this file fails though nothing is wrong is 2e-4: 1e-4 over all z tests of means and variances, and
//! 1e-4 over all two-sample Kolmogorov–Smirnov tests (Wei and Dudley 2012), each split evenly.

use crate::statistics::Family;
use crate::two_samples::{kolmogorov_smirnov, kolmogorov_smirnov_limit, z_of_means, z_of_variances};
use nalgebra::DVector;
use weak_to_strong::learn::in_context_posterior;
use weak_to_strong::model::{ConceptSpec, PriorSpec, ProblemSpec, PromptLaw, TransferProblem, WeakSpec};
use weak_to_strong::random::{ContentKey, Stream, open_stream};
use weak_to_strong::sample::{GROUP, LabelLaw, MomentSampler, PosteriorGroup, PosteriorSampler, draw_concept};

const Z_TESTS: Family = Family::new(1e-4, 400);
const KS_TESTS: Family = Family::new(1e-4, 200);
const DRAWS: usize = 40 * GROUP;
/// Fixed before any result was seen.
const SEED: u64 = 1763;
const BATCHES: [usize; 3] = [1, 3, 20];

/// Three orthonormal concepts; one target, or two of them.
fn problem(prompts: PromptLaw, several: bool, weak_noise: f64) -> TransferProblem {
    let spec = ProblemSpec::new(5, ConceptSpec::Orthonormal(3))
        .prompts(prompts)
        .source_prior(PriorSpec::Probabilities(vec![0.25, 0.4, 0.35]))
        .noise(1.5)
        .weak(WeakSpec::biased(0.8, 0.6, weak_noise));
    let spec = if several { spec.target_prior(PriorSpec::Probabilities(vec![0.3, 0.0, 0.7])) } else { spec };
    spec.build().expect("a problem")
}

/// α̂ₖ for every concept, and that of the concept that labelled the batch.
type Columns = Vec<Vec<f64>>;

fn by_kernels(problem: &TransferProblem, batch: usize, stream: &mut Stream) -> Columns {
    let sampler = PosteriorSampler::new(problem, &LabelLaw::weak(problem));
    let mut group = PosteriorGroup::new(problem.concept_count());
    let mut columns = vec![Vec::with_capacity(DRAWS); problem.concept_count() + 1];
    let mut posterior = vec![0.0; problem.concept_count()];
    for _ in 0..DRAWS / GROUP {
        sampler.draw(batch, &mut group, stream);
        for (replicate, concept) in group.concepts.iter().enumerate() {
            group.write_replicate(replicate, &mut posterior);
            push(&mut columns, &posterior, *concept);
        }
    }
    columns
}

fn slowly(problem: &TransferProblem, batch: usize, stream: &mut Stream) -> Columns {
    let labels = LabelLaw::weak(problem);
    let mut sampler = MomentSampler::new(problem.prompts(), labels.clone()).direct();
    let mut moments = sampler.empty_moments();
    let mut columns = vec![Vec::with_capacity(DRAWS); problem.concept_count() + 1];
    for _ in 0..DRAWS {
        let concept = draw_concept(labels.prior.as_slice(), stream);
        let mut counts = vec![0; problem.concept_count()];
        counts[concept] = batch;
        sampler.draw_with_counts(&mut moments, &counts, stream);
        let posterior: DVector<f64> = in_context_posterior(problem, &moments, problem.concepts()).probabilities();
        push(&mut columns, posterior.as_slice(), concept);
    }
    columns
}

/// In multiples of 1e-9, so that values that are equal but for rounding are equal: coordinates of ±1 may leave the prior as it is.
fn push(columns: &mut Columns, posterior: &[f64], concept: usize) {
    columns
        .iter_mut()
        .zip(posterior.iter().chain([&posterior[concept]]))
        .for_each(|(column, x)| column.push((1e9 * x).round() * 1e-9));
}

/// Which tests tell the two apart, and how many comparisons were made.
fn disagreements(case: &str, fast: &Columns, slow: &Columns) -> (Vec<String>, usize) {
    let mut failed = Vec::new();
    for (index, (a, b)) in fast.iter().zip(slow).enumerate() {
        for (moment, z) in [("mean", z_of_means(a, b)), ("variance", z_of_variances(a, b))] {
            if z.is_nan() || z.abs() >= Z_TESTS.z_limit() {
                failed.push(format!("{case}: {moment} of column {index}, z = {z:.1}"));
            }
        }
        let distance = kolmogorov_smirnov(a, b);
        if distance >= kolmogorov_smirnov_limit(DRAWS, KS_TESTS.level()) {
            failed.push(format!("{case}: Kolmogorov–Smirnov of column {index}, {distance:.3}"));
        }
    }
    (failed, fast.len())
}

fn compare(fast: &TransferProblem, slow: &TransferProblem, batch: usize, case: &str) -> (Vec<String>, usize) {
    let key = ContentKey::of(case);
    let fast = by_kernels(fast, batch, &mut open_stream(SEED, &key, 0));
    disagreements(case, &fast, &slowly(slow, batch, &mut open_stream(SEED, &key, 1)))
}

#[test]
fn kernels_agree_with_the_slow_way() {
    let (mut failed, mut comparisons) = (Vec::new(), 0);
    let laws = [
        PromptLaw::Gaussian,
        PromptLaw::Cube,
        PromptLaw::Rademacher,
        PromptLaw::Sphere,
        PromptLaw::Anisotropic(vec![2.0, 0.5, 1.0, 0.1, 1.3]),
        PromptLaw::Laplace,
    ];
    for law in &laws {
        for several in [false, true] {
            let problem = problem(law.clone(), several, 1.0);
            for batch in BATCHES {
                let case = format!("{law:?}, several targets: {several}, batch {batch}");
                let (found, made) = compare(&problem, &problem, batch, &case);
                failed.extend(found);
                comparisons += made;
            }
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
    assert!(2 * comparisons <= Z_TESTS.tests() && comparisons <= KS_TESTS.tests(), "{comparisons} comparisons");
}

/// Up to the rounding of logarithms.
#[test]
fn no_examples_leave_the_prior() {
    let problem = problem(PromptLaw::Cube, true, 1.0);
    let columns = by_kernels(&problem, 0, &mut open_stream(SEED, &ContentKey::of("no examples"), 0));
    for (column, probability) in columns.iter().zip(problem.source_prior().probabilities()) {
        assert!(column.iter().all(|x| (x - probability).abs() < 1e-9));
    }
}

/// Power: labels with a quarter more noise are found, and so is a replicate that takes its numbers from another's concept.
#[test]
fn a_little_more_noise_is_detected() {
    let [fast, slow] = [1.25, 1.0].map(|noise| problem(PromptLaw::Gaussian, true, noise));
    let (found, _) = compare(&fast, &slow, 20, "a quarter more noise");
    assert!(found.iter().any(|test| test.contains("mean")), "{found:?}");
    assert!(found.iter().any(|test| test.contains("Kolmogorov")), "{found:?}");
    let columns = by_kernels(&slow, 20, &mut open_stream(SEED, &ContentKey::of("mixed up"), 0));
    let mut mixed_up = columns.clone();
    mixed_up[3].copy_from_slice(&columns[0]);
    assert!(!disagreements("mixed up", &mixed_up, &columns).0.is_empty());
}
