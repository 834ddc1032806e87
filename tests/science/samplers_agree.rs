//! The fast samplers of moments against streaming over examples: equal in law, whatever the count and composition.
//!
//! Two comparisons for every prompt law they apply to: the Wishart law against direct streaming, in all coordinates; and the few
//! coordinates that the concepts span against all of them. Each compares some scalar functionals of the moments by
//!
//! - a two-sample z test of the means,
//! - a two-sample z test of the variances, and
//! - for the residual squares, which is all the posterior sees, a two-sample Kolmogorov–Smirnov test.
//!
//! The probability that any test in this file fails though nothing is wrong is 2e-4: 1e-4 over all z tests and 1e-4 over all
//! Kolmogorov–Smirnov tests, each split evenly. The z tests rest on the central limit theorem; all functionals have moments of every
//! order. The Kolmogorov–Smirnov limit is no approximation: P(D ≥ t·√(2/n)) ≤ 2 exp(−2t²) for equal sizes n ≥ 458 (Wei and
//! Dudley 2012).

use crate::statistics::Family;
use crate::two_samples::{kolmogorov_smirnov, kolmogorov_smirnov_limit, z_of_means, z_of_variances};
use nalgebra::{DMatrix, DVector};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use weak_to_strong::model::PromptLaw;
use weak_to_strong::sample::{Composition, LabelLaw, LabelNoise, MomentSampler, SampleMoments};

const Z_TESTS: Family = Family::new(1e-4, 3300);
const KS_TESTS: Family = Family::new(1e-4, 1000);
const DRAWS: usize = 20_000;
/// Fixed before any result was seen.
const SEED: u64 = 1933;

const COMPOSITIONS: [Composition; 2] = [Composition::OneConcept, Composition::Mixed];

#[test]
fn wishart_sampling_agrees_with_streaming() {
    let mut disagreements = Disagreements::default();
    for (dim, law) in [
        (1, PromptLaw::Gaussian),
        (3, PromptLaw::Gaussian),
        (6, PromptLaw::Gaussian),
        (4, PromptLaw::Anisotropic(vec![2.0, 0.5, 1.0, 0.1])),
    ] {
        let labels = labels(dim);
        // Below d, at d, above, and beyond the 64 examples that streaming takes at once.
        for count in [1, dim - 1, dim, dim + 2, 70].into_iter().filter(|count| *count > 0) {
            for composition in COMPOSITIONS {
                let wishart = MomentSampler::new(&law, labels.clone());
                let direct = wishart.clone().direct();
                let observe = |moments: &SampleMoments| full_functionals(moments, count, &labels.concepts);
                let fast = Draws::of(wishart, count, composition, disagreements.next_stream(), &observe);
                let slow = Draws::of(direct, count, composition, disagreements.next_stream(), &observe);
                disagreements.compare(&format!("{law:?}, d = {dim}, n = {count}, {composition:?}"), &fast, &slow);
            }
        }
    }
    disagreements.assert_none();
}

#[test]
fn spanned_coordinates_agree_with_all_coordinates() {
    let mut disagreements = Disagreements::new(1_000_000);
    for law in [
        PromptLaw::Cube,
        PromptLaw::Rademacher,
        PromptLaw::Sphere,
        PromptLaw::Gaussian,
        PromptLaw::Anisotropic(vec![2.0, 0.5, 1.0, 0.1, 1.5, 0.7, 1.2]),
        PromptLaw::Laplace,
    ] {
        // Three concepts and as many weak ones: seven dimensions leave one unseen.
        let labels = labels(7);
        for count in [1, 3, 20, 70] {
            for composition in COMPOSITIONS {
                let case = format!("{law:?}, n = {count}, {composition:?}");
                compare_forms(&mut disagreements, &case, &law, &labels, count, composition);
            }
        }
    }
    disagreements.assert_none();
}

/// As many forms as dimensions and more: the coordinates are all there are.
#[test]
fn spanned_coordinates_may_be_all_of_them() {
    let mut disagreements = Disagreements::new(2_000_000);
    let anisotropic = |dim: usize| PromptLaw::Anisotropic((0..dim).map(|i| 0.4 + 0.5 * i as f64).collect());
    for dim in [1, 2, 3, 6] {
        let mut laws = PromptLaw::ISOTROPIC.to_vec();
        laws.push(anisotropic(dim));
        for law in laws {
            let case = format!("{law:?}, d = {dim}");
            compare_forms(&mut disagreements, &case, &law, &labels(dim), 3, Composition::Mixed);
        }
    }
    disagreements.assert_none();
}

#[test]
fn no_examples_have_no_moments() {
    let mut rng = ChaCha8Rng::seed_from_u64(SEED);
    for composition in COMPOSITIONS {
        let mut sampler = MomentSampler::new(&PromptLaw::Gaussian, labels(3));
        let mut moments = sampler.empty_moments();
        sampler.draw(&mut moments, 5, composition, &mut rng);
        sampler.draw(&mut moments, 0, composition, &mut rng);
        assert_eq!(moments, SampleMoments::empty(3));
    }
}

/// A sample of n < d examples has a Gram matrix of rank n, and cross moments in its range.
#[test]
fn few_examples_have_low_rank() {
    let mut rng = ChaCha8Rng::seed_from_u64(SEED);
    for (count, composition) in [(1, Composition::OneConcept), (2, Composition::Mixed), (4, Composition::Mixed)] {
        let mut sampler = MomentSampler::new(&PromptLaw::Gaussian, labels(6));
        let mut moments = sampler.empty_moments();
        sampler.draw(&mut moments, count, composition, &mut rng);
        assert_eq!(moments.count, count);
        let spectrum = moments.gram.clone().symmetric_eigen();
        // Entries are sums of at most 6 products below 50; ε times that is below 1e-12.
        let null: Vec<usize> = (0..6).filter(|&i| spectrum.eigenvalues[i].abs() < 1e-12).collect();
        assert_eq!(null.len(), 6 - count, "eigenvalues {}", spectrum.eigenvalues);
        for i in null {
            assert!(spectrum.eigenvectors.column(i).dot(&moments.cross).abs() < 1e-12);
        }
    }
}

/// Power: one degree of freedom too many is detected, in the mean and in the distribution, by both comparisons.
#[test]
fn one_example_too_many_is_detected() {
    let (law, labels) = (PromptLaw::Gaussian, labels(6));
    let observe = |moments: &SampleMoments| full_functionals(moments, 3, &labels.concepts);
    let wishart = MomentSampler::new(&law, labels.clone());
    let fast = Draws::of(wishart.clone(), 4, Composition::Mixed, 1, &observe);
    let slow = Draws::of(wishart.direct(), 3, Composition::Mixed, 2, &observe);
    let found = Disagreements::found(&fast, &slow);
    assert!(found.iter().any(|test| test.contains("mean")), "{found:?}");
    assert!(found.iter().any(|test| test.contains("Kolmogorov")), "{found:?}");

    let full = MomentSampler::new(&PromptLaw::Sphere, labels.clone()).direct();
    let (spanned, coefficients) = MomentSampler::of_forms(&PromptLaw::Sphere, labels.clone(), &labels.concepts);
    let few = Draws::of(spanned, 4, Composition::Mixed, 3, &|m| residual_functionals(m, &coefficients));
    let all = Draws::of(full, 3, Composition::Mixed, 4, &|m| residual_functionals(m, &labels.concepts));
    let found = Disagreements::found(&few, &all);
    assert!(found.iter().any(|test| test.contains("mean")), "{found:?}");
    assert!(found.iter().any(|test| test.contains("Kolmogorov")), "{found:?}");
}

/// Power: prompts with the same mean moments but another law are told apart, so the tests see more than means.
#[test]
fn another_law_with_the_same_covariance_is_detected() {
    let labels = labels(3);
    let draws = |law: PromptLaw, stream| {
        let sampler = MomentSampler::new(&law, labels.clone()).direct();
        Draws::of(sampler, 3, Composition::Mixed, stream, &|m| full_functionals(m, 3, &labels.concepts))
    };
    let found = Disagreements::found(&draws(PromptLaw::Gaussian, 1), &draws(PromptLaw::Rademacher, 2));
    assert!(found.iter().any(|test| test.contains("variance")), "{found:?}");
    assert!(found.iter().any(|test| test.contains("Kolmogorov")), "{found:?}");
}

// Samples of functionals.

/// Three concepts with nothing special about them, weak versions that differ, and unequal probabilities.
fn labels(dim: usize) -> LabelLaw {
    let concepts = DMatrix::from_fn(dim, 3, |i, k| ((2 * i + 3 * k) as f64).sin());
    LabelLaw { concepts, prior: DVector::from_column_slice(&[0.5, 0.2, 0.3]), noise: LabelNoise::normal(0.7) }
}

/// Named observations; the names of residual squares and their differences begin with `residual`.
struct Draws {
    names: Vec<String>,
    columns: Vec<Vec<f64>>,
}

type Functionals = Vec<(String, f64)>;

impl Draws {
    fn of(
        mut sampler: MomentSampler,
        count: usize,
        composition: Composition,
        stream: u64,
        observe: &dyn Fn(&SampleMoments) -> Functionals,
    ) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(SEED);
        rng.set_stream(stream);
        let mut moments = sampler.empty_moments();
        let mut draws = Self { names: Vec::new(), columns: Vec::new() };
        for _ in 0..DRAWS {
            sampler.draw(&mut moments, count, composition, &mut rng);
            let observation = observe(&moments);
            draws.columns.resize(observation.len(), Vec::with_capacity(DRAWS));
            draws.columns.iter_mut().zip(&observation).for_each(|(column, (_, x))| column.push(*x));
            if draws.names.is_empty() {
                draws.names = observation.into_iter().map(|(name, _)| name).collect();
            }
        }
        draws
    }
}

/// What the posterior sees: residual squares under the concepts, and their differences.
fn residual_functionals(moments: &SampleMoments, concepts: &DMatrix<f64>) -> Functionals {
    let residuals: Vec<f64> =
        concepts.column_iter().map(|concept| moments.residual_square(concept.clone_owned().as_slice())).collect();
    let mut functionals: Functionals =
        residuals.iter().enumerate().map(|(k, residual)| (format!("residual square {k}"), *residual)).collect();
    for k in 1..residuals.len() {
        functionals.push((format!("residual difference 0 − {k}"), residuals[0] - residuals[k]));
    }
    functionals.push(("label square".to_owned(), moments.label_square));
    functionals
}

/// These, and functionals of all moments.
fn full_functionals(moments: &SampleMoments, count: usize, concepts: &DMatrix<f64>) -> Functionals {
    let dim = moments.cross.len();
    let mut functionals = residual_functionals(moments, concepts);
    functionals.push(("trace".to_owned(), moments.gram.trace()));
    functionals.push(("first variance".to_owned(), moments.gram[(0, 0)]));
    functionals.push(("last variance".to_owned(), moments.gram[(dim - 1, dim - 1)]));
    functionals.push(("corner".to_owned(), moments.gram[(dim - 1, 0)]));
    let direction = DVector::from_fn(dim, |i, _| (1.0 + i as f64).cos());
    functionals.push(("cross moment".to_owned(), moments.cross.dot(&direction)));
    functionals.push(("cross with variance".to_owned(), moments.cross[0] * moments.gram[(dim - 1, dim - 1)]));
    if count >= dim {
        let eigenvalues = moments.gram.symmetric_eigenvalues();
        functionals.push(("log det".to_owned(), eigenvalues.iter().map(|x| x.max(f64::MIN_POSITIVE).ln()).sum()));
        functionals.push(("smallest eigenvalue".to_owned(), eigenvalues.min()));
    }
    functionals
}

// Comparisons.

/// Tests that failed, and how many were made.
#[derive(Default)]
struct Disagreements {
    failed: Vec<String>,
    z_tests: usize,
    ks_tests: usize,
    stream: u64,
}

impl Disagreements {
    /// With random streams of its own, from `first_stream` on.
    fn new(first_stream: u64) -> Self {
        Self { stream: first_stream, ..Self::default() }
    }

    /// The tests that tell two samples apart.
    fn found(one: &Draws, other: &Draws) -> Vec<String> {
        let mut disagreements = Self::default();
        disagreements.compare("", one, other);
        disagreements.failed
    }

    fn next_stream(&mut self) -> u64 {
        self.stream += 1;
        self.stream
    }

    fn compare(&mut self, case: &str, one: &Draws, other: &Draws) {
        assert_eq!(one.names, other.names);
        for ((name, a), b) in one.names.iter().zip(&one.columns).zip(&other.columns) {
            for (moment, z) in [("mean", z_of_means(a, b)), ("variance", z_of_variances(a, b))] {
                self.z_tests += 1;
                if z.is_nan() || z.abs() >= Z_TESTS.z_limit() {
                    self.failed.push(format!("{case}: {moment} of {name}, z = {z:.1}"));
                }
            }
            if name.starts_with("residual") {
                self.ks_tests += 1;
                let (distance, limit) = (kolmogorov_smirnov(a, b), kolmogorov_smirnov_limit(DRAWS, KS_TESTS.level()));
                if distance >= limit {
                    self.failed.push(format!("{case}: Kolmogorov–Smirnov of {name}, {distance:.3} ≥ {limit:.3}"));
                }
            }
        }
    }

    fn assert_none(&self) {
        assert!(self.failed.is_empty(), "{:#?}", self.failed);
        // Three tests share the families.
        assert!(3 * self.z_tests <= Z_TESTS.tests(), "{} z tests", self.z_tests);
        assert!(3 * self.ks_tests <= KS_TESTS.tests(), "{} Kolmogorov–Smirnov tests", self.ks_tests);
    }
}

fn compare_forms(
    disagreements: &mut Disagreements,
    case: &str,
    law: &PromptLaw,
    labels: &LabelLaw,
    count: usize,
    composition: Composition,
) {
    // The forms are not the concepts that label, as in the posterior under weak labels.
    let forms = &labels.concepts * DMatrix::from_row_slice(3, 3, &[1.0, 0.2, 0.0, 0.0, 0.9, 0.1, -0.3, 0.0, 1.0]);
    let mut tilted = forms;
    tilted.row_mut(0).add_scalar_mut(0.3);
    let full = MomentSampler::new(law, labels.clone()).direct();
    let (spanned, coefficients) = MomentSampler::of_forms(law, labels.clone(), &tilted);
    let all = Draws::of(full, count, composition, disagreements.next_stream(), &|m| residual_functionals(m, &tilted));
    let few_of =
        |sampler, stream| Draws::of(sampler, count, composition, stream, &|m| residual_functionals(m, &coefficients));
    let few = few_of(spanned.clone(), disagreements.next_stream());
    disagreements.compare(case, &few, &all);
    if law.is_gaussian() {
        let streamed = few_of(spanned.direct(), disagreements.next_stream());
        disagreements.compare(&format!("{case}, streamed"), &streamed, &all);
    }
}
