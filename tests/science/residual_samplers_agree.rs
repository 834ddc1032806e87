//! Residual sums of squares of nested batches by kernels against the slow way: moments of examples streamed one by one. What the posterior
//! sees is equal in law, for random problems, by every sampler that applies.
//!
//! The probability that any test in this file fails though nothing is wrong is 2e-4: 1e-4 over all z tests of means and variances, and
//! 1e-4 over all two-sample Kolmogorov–Smirnov tests (Wei and Dudley 2012), each split evenly.

use crate::statistics::Family;
use crate::two_samples::{kolmogorov_smirnov, kolmogorov_smirnov_limit, z_of_means, z_of_variances};
use nalgebra::{DMatrix, DVector};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};
use weak_to_strong::model::PromptLaw;
use weak_to_strong::random::{ContentKey, open_stream};
use weak_to_strong::sample::{Composition, GROUP, LabelLaw, LabelNoise, MomentSampler, ResidualSampler};

const Z_TESTS: Family = Family::new(1e-4, 3000);
const KS_TESTS: Family = Family::new(1e-4, 1500);
const DRAWS: usize = 40 * GROUP;
/// Fixed before any result was seen.
const SEED: u64 = 1938;
const BATCHES: [usize; 5] = [0, 1, 3, 8, 100];

/// What is compared for one batch size: the residual sums, and their differences to the first.
type Columns = Vec<Vec<f64>>;

fn with_differences(mut columns: Columns) -> Columns {
    for k in 1..columns.len() {
        let difference = columns[k].iter().zip(&columns[0]).map(|(other, first)| other - first).collect();
        columns.push(difference);
    }
    columns
}

fn by_kernels(sampler: &ResidualSampler, concept_count: usize, key: &str) -> Vec<Columns> {
    let mut stream = open_stream(SEED, &ContentKey::of(key), 0);
    let mut columns = vec![vec![Vec::with_capacity(DRAWS); concept_count]; BATCHES.len()];
    for _ in 0..DRAWS / GROUP {
        sampler.draw(&BATCHES, &mut stream, &mut |batch, squares| {
            for (column, squares) in columns[batch].iter_mut().zip(squares.chunks_exact(GROUP)) {
                column.extend_from_slice(squares);
            }
        });
    }
    columns.into_iter().map(with_differences).collect()
}

fn slowly(
    law: &PromptLaw,
    concepts: &DMatrix<f64>,
    labels: &DVector<f64>,
    noise: LabelNoise,
    key: &str,
) -> Vec<Columns> {
    let label_law = LabelLaw {
        concepts: DMatrix::from_columns(std::slice::from_ref(labels)),
        prior: DVector::from_element(1, 1.0),
        noise,
    };
    let mut sampler = MomentSampler::new(law, label_law).direct();
    let mut moments = sampler.empty_moments();
    let mut stream = open_stream(SEED, &ContentKey::of(key), 1);
    let columns = BATCHES.map(|batch| {
        let mut columns = vec![Vec::with_capacity(DRAWS); concepts.ncols()];
        for _ in 0..DRAWS {
            sampler.draw(&mut moments, batch, Composition::OneConcept, &mut stream);
            for (column, concept) in columns.iter_mut().zip(concepts.column_iter()) {
                column.push(moments.residual_square(concept.clone_owned().as_slice()));
            }
        }
        with_differences(columns)
    });
    columns.into()
}

/// Which tests tell the two apart, and how many comparisons were made.
fn disagreements(case: &str, fast: &[Columns], slow: &[Columns]) -> (Vec<String>, usize) {
    let (mut failed, mut comparisons) = (Vec::new(), 0);
    for ((fast, slow), batch) in fast.iter().zip(slow).zip(BATCHES) {
        for (index, (a, b)) in fast.iter().zip(slow).enumerate() {
            comparisons += 1;
            for (moment, z) in [("mean", z_of_means(a, b)), ("variance", z_of_variances(a, b))] {
                if z.is_nan() || z.abs() >= Z_TESTS.z_limit() {
                    failed.push(format!("{case}, batch {batch}: {moment} of column {index}, z = {z:.1}"));
                }
            }
            let (distance, limit) = (kolmogorov_smirnov(a, b), kolmogorov_smirnov_limit(DRAWS, KS_TESTS.level()));
            if distance >= limit {
                failed.push(format!("{case}, batch {batch}: Kolmogorov–Smirnov of column {index}, {distance:.3}"));
            }
        }
    }
    (failed, comparisons)
}

/// Concepts and labels with nothing special about them, or orthonormal concepts of which the first alone has a part along the labels.
fn forms(dim: usize, orthonormal: bool, rng: &mut ChaCha8Rng) -> (DMatrix<f64>, DVector<f64>) {
    if orthonormal {
        let mut labels = DVector::zeros(dim);
        (labels[0], labels[dim - 1]) = (0.8, 0.6);
        return (DMatrix::identity(dim, 3), labels);
    }
    (
        DMatrix::from_fn(dim, 3, |_, _| rng.random_range(-1.0..1.0)),
        DVector::from_fn(dim, |_, _| rng.random_range(-1.0..1.0)),
    )
}

#[test]
fn kernels_agree_with_the_slow_way() {
    let mut rng = ChaCha8Rng::seed_from_u64(SEED);
    let (mut failed, mut comparisons) = (Vec::new(), 0);
    let mut names = Vec::new();
    let laws = [
        PromptLaw::Gaussian,
        PromptLaw::Cube,
        PromptLaw::Rademacher,
        PromptLaw::Sphere,
        PromptLaw::Anisotropic(vec![2.0, 0.5, 1.0, 0.1, 1.3]),
        PromptLaw::Laplace,
    ];
    for (round, orthonormal) in [false, true, false].into_iter().enumerate() {
        for law in &laws {
            let (concepts, labels) = forms(5, orthonormal, &mut rng);
            let noise = if round == 2 { LabelNoise::student(0.7, 30.0) } else { LabelNoise::normal(0.7) };
            let case = format!("{law:?}, round {round}");
            let slow = slowly(law, &concepts, &labels, noise, &case);
            let automatic = ResidualSampler::new(law, &concepts, &labels, noise);
            let samplers = [automatic.clone(), automatic.clone().general(), automatic.direct()];
            for (index, sampler) in samplers.iter().enumerate() {
                if samplers[..index].iter().any(|earlier| earlier.name() == sampler.name()) {
                    continue;
                }
                names.push(sampler.name());
                let case = format!("{case}, {}", sampler.name());
                let (found, made) = disagreements(&case, &by_kernels(sampler, 3, &case), &slow);
                failed.extend(found);
                comparisons += made;
            }
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
    assert!(2 * comparisons <= Z_TESTS.tests() && comparisons <= KS_TESTS.tests(), "{comparisons} comparisons");
    for name in ["given_labels", "wishart", "direct"] {
        assert!(names.contains(&name), "{name} was not compared");
    }
}

/// Power: labels with a twentieth more noise are found.
#[test]
fn a_little_more_noise_is_detected() {
    let (concepts, labels) = forms(5, true, &mut ChaCha8Rng::seed_from_u64(SEED));
    let slow = slowly(&PromptLaw::Gaussian, &concepts, &labels, LabelNoise::normal(0.7), "0.7");
    let sampler = ResidualSampler::new(&PromptLaw::Gaussian, &concepts, &labels, LabelNoise::normal(0.735));
    let (found, _) = disagreements("0.735", &by_kernels(&sampler, 3, "0.735"), &slow);
    assert!(found.iter().any(|test| test.contains("mean")), "{found:?}");
    assert!(found.iter().any(|test| test.contains("Kolmogorov")), "{found:?}");
}

/// What is drawn for one batch size does not depend on the others.
#[test]
fn batch_sizes_do_not_change_each_other() {
    for law in [PromptLaw::Gaussian, PromptLaw::Cube] {
        let (concepts, labels) = forms(5, true, &mut ChaCha8Rng::seed_from_u64(SEED));
        let sampler = ResidualSampler::new(&law, &concepts, &labels, LabelNoise::normal(0.7));
        let drawn = |batches: &[usize]| {
            let mut found = Vec::new();
            sampler.draw(batches, &mut open_stream(SEED, &ContentKey::of("alone"), 0), &mut |index, squares| {
                if batches[index] == 12 {
                    found = squares.to_vec();
                }
            });
            found
        };
        assert_eq!(drawn(&[12]), drawn(&[1, 12, 70]), "{law:?}");
        assert_eq!(drawn(&[70, 12]), drawn(&[12, 5, 3]), "{law:?}");
    }
}
