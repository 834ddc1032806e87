//! The measured quantities against a second simulation that is slow, obvious and shares no code with the crate.
//!
//! The second simulation keeps every prompt and label in plain vectors, iterates gradient descent step by step, and solves linear
//! equations by its own elimination. From the crate it reads only the numbers that make up a problem.
//!
//! Fifteen random problems pair the five prompt laws with the three kinds of concepts. Every comparison is a two-sample z test.
//! The probability that any of them fails though nothing is wrong is 1e-4, split evenly over at most 500 comparisons: |z| < 5.2. The
//! observations are bounded or have light tails (least squares only with n ≥ 3d + 6 or n < d/2), and both sides
//! have 10 000 of them, so that the normal law is good enough that far out: at skewness 2 on one side the density at
//! |z| = 5 is off by less than a factor of two.

use crate::statistics::{Family, Measured};
use indexmap::IndexMap;
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, StandardNormal};
use weak_to_strong::model::{ConceptSpec, PriorSpec, ProblemSpec, PromptLaw, TransferProblem, WeakSpec};
use weak_to_strong::numeric::JointMoments;
use weak_to_strong::random::ContentKey;
use weak_to_strong_lab::inference::Inference;
use weak_to_strong_lab::quantity;
use weak_to_strong_lab::setting::{SettingValue, Settings};
use weak_to_strong_lab::study::{self, Job};

const FAMILY: Family = Family::new(1e-4, 500);
const REPLICATES: u64 = 10_000;
/// Seeds, fixed before any result was seen.
const PROBLEM_SEED: u64 = 20_240_516;
const PLAIN_SEED: u64 = 16_236;
const CRATE_SEED: u64 = 1;

#[test]
fn cube_prompts_agree_with_the_plain_simulation() {
    agrees_for_every_kind_of_concepts(0);
}

#[test]
fn gaussian_prompts_agree_with_the_plain_simulation() {
    agrees_for_every_kind_of_concepts(1);
}

#[test]
fn rademacher_prompts_agree_with_the_plain_simulation() {
    agrees_for_every_kind_of_concepts(2);
}

#[test]
fn sphere_prompts_agree_with_the_plain_simulation() {
    agrees_for_every_kind_of_concepts(3);
}

#[test]
fn anisotropic_prompts_agree_with_the_plain_simulation() {
    agrees_for_every_kind_of_concepts(4);
}

/// Power: a label noise that is wrong by 10 % fails the same test of naive fine-tuning. At n = 4d, half the MSE is variance, which it
/// raises by a fifth: z is beyond 10. With the right noise the same comparison passes.
#[test]
fn a_label_noise_off_by_a_tenth_is_detected() {
    let problem = problem_for_power(0.8, WeakSpec::biased(0.8, 0.6, 0.8));
    let case = Case { problem: &problem, samples: 24, penalty: 0.0, seed: 77 };
    let right = Plain::of(&problem);
    let wrong = Plain { weak_noise: 1.1 * right.weak_noise, ..right.clone() };
    let measured = case.measured("naive.mse", &[("samples", 24.0)], &[]);
    let z_of = |plain: &Plain| measured.z_against(case.plain(0, |rng| plain.naive_error(24, 0.0, rng)));
    assert!(z_of(&wrong).abs() > FAMILY.z_limit(), "z = {} does not show the wrong noise", z_of(&wrong));
    assert!(z_of(&right).abs() < FAMILY.z_limit());
}

/// Power: a source that believes in a noise wrong by 10 % fails the same test of misalignment. The source's noise is well
/// above that of the labels, so that its posterior is blunt and its odds after six examples move by a good part.
#[test]
fn a_source_noise_off_by_a_tenth_is_detected() {
    let problem = problem_for_power(1.5, WeakSpec::biased(1.0, 0.6, 0.5));
    let case = Case { problem: &problem, samples: 1, penalty: 0.0, seed: 78 };
    let right = Plain::of(&problem);
    let wrong = Plain { noise: 1.1 * right.noise, ..right.clone() };
    let measured = case.measured("refined.misalignment", &[("batch", 6.0)], &[]);
    let z_of = |plain: &Plain| measured.z_against(case.plain(0, |rng| plain.misalignment(6, 0, rng)));
    assert!(z_of(&wrong).abs() > FAMILY.z_limit(), "z = {} does not show the wrong noise", z_of(&wrong));
    assert!(z_of(&right).abs() < FAMILY.z_limit());
}

fn problem_for_power(noise: f64, weak: WeakSpec) -> TransferProblem {
    ProblemSpec::new(6, ConceptSpec::Orthonormal(3)).noise(noise).weak(weak).build().expect("a problem")
}

// The comparisons.

fn agrees_for_every_kind_of_concepts(law: usize) {
    let mut zs = Vec::new();
    for kind in 0..3 {
        zs.extend(comparisons(law, kind));
    }
    // Five laws share the family.
    assert!(5 * zs.len() <= FAMILY.tests(), "{} comparisons", zs.len());
    let limit = FAMILY.z_limit();
    let failures: Vec<_> = zs.iter().filter(|(_, z)| z.is_nan() || z.abs() >= limit).collect();
    assert!(failures.is_empty(), "|z| ≥ {limit:.2}: {failures:?}");
}

/// Every quantity on one random problem: name and z.
fn comparisons(law: usize, kind: usize) -> Vec<(String, f64)> {
    let index = 3 * law + kind;
    let mut rng = ChaCha8Rng::seed_from_u64(PROBLEM_SEED + index as u64);
    let problem = random_problem(law, kind, &mut rng);
    let dim = problem.dim();
    let few = index % 2 == 1;
    let samples = if few { rng.random_range(1..dim / 2) } else { rng.random_range(3 * dim + 6..3 * dim + 16) };
    let case = Case { problem: &problem, samples, penalty: rng.random_range(0.05..1.0), seed: 1000 * index as u64 };
    let mut zs = case.fine_tuning();
    if !few {
        // With few samples the fit within the hull is not unique.
        zs.push(case.hull());
    }
    zs.extend(case.posteriors());
    zs.extend(case.refinement());
    zs.into_iter().map(|(name, z)| (format!("problem {index}, {name}"), z)).collect()
}

struct Case<'a> {
    problem: &'a TransferProblem,
    /// n, and N for refined labels.
    samples: usize,
    /// η, besides 0 and ∞.
    penalty: f64,
    seed: u64,
}

impl Case<'_> {
    fn fine_tuning(&self) -> Vec<(String, f64)> {
        let plain = Plain::of(self.problem);
        let n = self.samples;
        let mut zs = Vec::new();
        for (stream, penalty) in [(0, 0.0), (1, self.penalty), (2, f64::INFINITY)] {
            let settings = [("samples", n as f64), ("penalty", penalty)];
            let naive = self.plain(stream, |rng| plain.naive_error(n, penalty, rng));
            let oracle = self.plain(10 + stream, |rng| plain.oracle_error(n, penalty, rng));
            zs.push((
                format!("naive.mse at η = {penalty}"),
                self.measured("naive.mse", &settings, &[]).z_against(naive),
            ));
            zs.push((
                format!("oracle.mse at η = {penalty}"),
                self.measured("oracle.mse", &settings, &[]).z_against(oracle),
            ));
        }
        for steps in [1, 6] {
            let settings = [("samples", n as f64), ("step", 0.15), ("steps", steps as f64)];
            let descent = self.plain(20 + steps as u64, |rng| plain.descent_error(n, 0.15, steps, rng));
            zs.push((
                format!("descent.mse at T = {steps}"),
                self.measured("descent.mse", &settings, &[]).z_against(descent),
            ));
        }
        zs
    }

    fn hull(&self) -> (String, f64) {
        let plain = Plain::of(self.problem);
        let error = self.plain(25, |rng| plain.hull_error(self.samples, rng));
        let measured = self.measured("hull.mse", &[("samples", self.samples as f64)], &[]);
        ("hull.mse".to_owned(), measured.z_against(error))
    }

    fn posteriors(&self) -> Vec<(String, f64)> {
        let plain = Plain::of(self.problem);
        let mut zs = Vec::new();
        for batch in [0, 1, 5] {
            let settings = [("batch", batch as f64)];
            let Some(target) = self.problem.target_concept() else { continue };
            let misalignment = self.plain(30 + batch as u64, |rng| plain.misalignment(batch, target, rng));
            let measured = self.measured("refined.misalignment", &settings, &[]);
            zs.push((format!("refined.misalignment at m = {batch}"), measured.z_against(misalignment)));
        }
        for (stream, mixed) in [(40, false), (41, true)] {
            let words = [("batch_concepts", if mixed { "mixed" } else { "one" })];
            let (inference, moments) = self.run("refined.prior_distance", &[("batch", 3.0)], &words);
            for k in 0..plain.concepts.len() {
                let probability = self.plain(stream + 10 * k as u64, |rng| plain.posterior_after(3, mixed, rng)[k]);
                let standard_error = (moments.covariance(k, k) / moments.count() as f64).sqrt();
                let measured = Measured { mean: moments.mean()[k], standard_error };
                zs.push((format!("α̂ of concept {k}, mixed: {mixed}"), measured.z_against(probability)));
            }
            let distance: f64 = moments.mean().iter().zip(&plain.target_prior).map(|(a, p)| 0.5 * (a - p).abs()).sum();
            assert!((inference.estimates(&moments)[0].mean - distance).abs() < 1e-14, "total variation");
        }
        zs
    }

    fn refinement(&self) -> Vec<(String, f64)> {
        let plain = Plain::of(self.problem);
        let (labels, batch) = (self.samples, 3);
        let mut zs = Vec::new();
        for (stream, shared, mixed) in [(200, false, false), (201, true, false), (202, false, true), (203, true, true)]
        {
            let words = [
                ("batches", if shared { "shared" } else { "fresh" }),
                ("batch_concepts", if mixed { "mixed" } else { "one" }),
            ];
            let penalty = if mixed { self.penalty } else { 0.0 };
            let finite = [("batch", batch as f64), ("labels", labels as f64), ("penalty", penalty)];
            let error = self.plain(stream, |rng| plain.refined_error(labels, batch, shared, mixed, penalty, rng));
            let name = format!("refined.mse at N = {labels}, η = {penalty}, {words:?}");
            zs.push((name, self.measured("refined.mse", &finite, &words).z_against(error)));

            let many = [("batch", batch as f64), ("labels", f64::INFINITY), ("penalty", penalty)];
            let error = self.plain(stream + 10, |rng| plain.refined_limit(batch, shared, mixed, penalty, rng));
            let name = format!("refined.mse at N = ∞, η = {penalty}, {words:?}");
            zs.push((name, self.measured("refined.mse", &many, &words).z_against(error)));
        }
        zs
    }

    /// The crate's estimate.
    fn measured(&self, quantity: &str, numbers: &[(&str, f64)], words: &[(&str, &str)]) -> Measured {
        let (inference, moments) = self.run(quantity, numbers, words);
        let estimate = inference.estimates(&moments)[0];
        Measured { mean: estimate.mean, standard_error: estimate.standard_error }
    }

    fn run(&self, quantity: &str, numbers: &[(&str, f64)], words: &[(&str, &str)]) -> (Inference, JointMoments) {
        let quantity = quantity::by_name(quantity).expect("a known quantity");
        let mut given: IndexMap<String, SettingValue> = IndexMap::new();
        given.extend(numbers.iter().map(|(name, x)| ((*name).to_owned(), SettingValue::Number(*x))));
        given.extend(words.iter().map(|(name, word)| ((*name).to_owned(), SettingValue::Word((*word).to_owned()))));
        let settings = Settings::select(&quantity.settings, &given).expect("settings in their domains");
        let made = quantity.experiment(self.problem, std::slice::from_ref(&settings)).expect("an experiment");
        let key = ContentKey::of(&format!("{} {} {settings:?}", quantity.name, self.seed));
        let mut moments = [JointMoments::new(made.experiment.width())];
        let jobs = [Job::new(made, key)];
        study::run(&jobs, &mut moments, &[REPLICATES], CRATE_SEED, &study::Session::alone())
            .expect("finite observations");
        let ([job], [moments]) = (jobs, moments);
        (job.inference, moments)
    }

    /// The plain simulation's estimate.
    fn plain(&self, stream: u64, mut observe: impl FnMut(&mut ChaCha8Rng) -> f64) -> Measured {
        let mut rng = ChaCha8Rng::seed_from_u64(PLAIN_SEED + self.seed);
        rng.set_stream(stream);
        let observations: Vec<f64> = (0..REPLICATES).map(|_| observe(&mut rng)).collect();
        Measured::mean_of(&observations)
    }
}

/// A random problem with the given prompt law and kind of concepts.
fn random_problem(law: usize, kind: usize, rng: &mut ChaCha8Rng) -> TransferProblem {
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

fn normalised(weights: Vec<f64>) -> Vec<f64> {
    let sum: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / sum).collect()
}

// The plain simulation.

/// The numbers of a problem.
#[derive(Clone)]
struct Plain {
    law: PromptLaw,
    dim: usize,
    concepts: Vec<Vec<f64>>,
    weak_concepts: Vec<Vec<f64>>,
    source_prior: Vec<f64>,
    target_prior: Vec<f64>,
    noise: f64,
    weak_noise: f64,
}

/// Prompts with labels.
struct Examples {
    prompts: Vec<Vec<f64>>,
    labels: Vec<f64>,
}

impl Plain {
    fn of(problem: &TransferProblem) -> Self {
        let columns = |matrix: &nalgebra::DMatrix<f64>| -> Vec<Vec<f64>> {
            matrix.column_iter().map(|column| column.iter().copied().collect()).collect()
        };
        Self {
            law: problem.prompts().clone(),
            dim: problem.dim(),
            concepts: columns(problem.concepts()),
            weak_concepts: columns(problem.weak_concepts()),
            source_prior: problem.source_prior().probabilities().iter().copied().collect(),
            target_prior: problem.target_prior().probabilities().iter().copied().collect(),
            noise: problem.noise(),
            weak_noise: problem.weak_noise(),
        }
    }

    fn source_mean(&self) -> Vec<f64> {
        average(&self.concepts, &self.source_prior)
    }

    fn target_mean(&self) -> Vec<f64> {
        average(&self.concepts, &self.target_prior)
    }

    fn prompt(&self, rng: &mut ChaCha8Rng) -> Vec<f64> {
        match &self.law {
            PromptLaw::Cube => (0..self.dim).map(|_| rng.random_range(-1.0..1.0)).collect(),
            PromptLaw::Rademacher => (0..self.dim).map(|_| if rng.random_bool(0.5) { 1.0 } else { -1.0 }).collect(),
            PromptLaw::Gaussian => (0..self.dim).map(|_| normal(rng)).collect(),
            PromptLaw::Anisotropic(variances) => variances.iter().map(|v| v.sqrt() * normal(rng)).collect(),
            PromptLaw::Sphere => {
                let point: Vec<f64> = (0..self.dim).map(|_| normal(rng)).collect();
                let scale = (self.dim as f64 / dot(&point, &point)).sqrt();
                point.into_iter().map(|x| scale * x).collect()
            }
        }
    }

    fn naive_error(&self, samples: usize, penalty: f64, rng: &mut ChaCha8Rng) -> f64 {
        let examples = self.labelled(samples, &self.weak_concepts, self.weak_noise, rng);
        self.squared_error(&ridge(&examples, &self.source_mean(), penalty))
    }

    fn oracle_error(&self, samples: usize, penalty: f64, rng: &mut ChaCha8Rng) -> f64 {
        let examples = self.labelled(samples, &self.concepts, self.noise, rng);
        self.squared_error(&ridge(&examples, &self.source_mean(), penalty))
    }

    fn hull_error(&self, samples: usize, rng: &mut ChaCha8Rng) -> f64 {
        let examples = self.labelled(samples, &self.weak_concepts, self.weak_noise, rng);
        self.squared_error(&average(&self.concepts, &hull_weights(&examples, &self.concepts)))
    }

    /// Gradient descent from the source, step after step.
    fn descent_error(&self, samples: usize, step: f64, steps: usize, rng: &mut ChaCha8Rng) -> f64 {
        let examples = self.labelled(samples, &self.weak_concepts, self.weak_noise, rng);
        let mut estimate = self.source_mean();
        for _ in 0..steps {
            let mut gradient = vec![0.0; self.dim];
            for (prompt, label) in examples.prompts.iter().zip(&examples.labels) {
                let residual = dot(prompt, &estimate) - label;
                for (g, x) in gradient.iter_mut().zip(prompt) {
                    *g += residual * x / samples as f64;
                }
            }
            for (e, g) in estimate.iter_mut().zip(&gradient) {
                *e -= step * g;
            }
        }
        self.squared_error(&estimate)
    }

    fn misalignment(&self, batch: usize, target: usize, rng: &mut ChaCha8Rng) -> f64 {
        let posterior = self.posterior_after(batch, false, rng);
        (0..posterior.len()).filter(|k| *k != target).map(|k| posterior[k]).sum()
    }

    /// The source's posterior after a batch from the weak supervisor, of one concept or of a concept for every example.
    fn posterior_after(&self, batch: usize, mixed: bool, rng: &mut ChaCha8Rng) -> Vec<f64> {
        let mut concept = pick(&self.target_prior, rng);
        let mut log_weights: Vec<f64> = self.source_prior.iter().map(|p| p.ln()).collect();
        for example in 0..batch {
            if mixed && example > 0 {
                concept = pick(&self.target_prior, rng);
            }
            let prompt = self.prompt(rng);
            let label = dot(&prompt, &self.weak_concepts[concept]) + self.weak_noise * normal(rng);
            for (weight, candidate) in log_weights.iter_mut().zip(&self.concepts) {
                let residual = (label - dot(&prompt, candidate)) / self.noise;
                *weight -= 0.5 * residual * residual;
            }
        }
        let largest = log_weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        normalised(log_weights.iter().map(|weight| (weight - largest).exp()).collect())
    }

    /// Fine-tuning on labels that the source draws from its posterior.
    fn refined_error(
        &self,
        labels: usize,
        batch: usize,
        shared: bool,
        mixed: bool,
        penalty: f64,
        rng: &mut ChaCha8Rng,
    ) -> f64 {
        let mut posterior = self.posterior_after(batch, mixed, rng);
        let mut refined = Examples { prompts: Vec::new(), labels: Vec::new() };
        for label in 0..labels {
            if label > 0 && !shared {
                posterior = self.posterior_after(batch, mixed, rng);
            }
            let prompt = self.prompt(rng);
            let concept = &self.concepts[pick(&posterior, rng)];
            refined.labels.push(dot(&prompt, concept) + self.noise * normal(rng));
            refined.prompts.push(prompt);
        }
        self.squared_error(&ridge(&refined, &self.source_mean(), penalty))
    }

    /// The same with infinitely many labels: ridge regression on the population of prompts.
    ///
    /// With fresh batches the labels have the mean posterior, whose squared error is, without bias, the product of the errors
    /// after two independent batches.
    fn refined_limit(&self, batch: usize, shared: bool, mixed: bool, penalty: f64, rng: &mut ChaCha8Rng) -> f64 {
        let one = self.error_in_the_limit(&self.posterior_after(batch, mixed, rng), penalty);
        if shared {
            return dot(&one, &one);
        }
        let other = self.error_in_the_limit(&self.posterior_after(batch, mixed, rng), penalty);
        dot(&one, &other)
    }

    fn error_in_the_limit(&self, posterior: &[f64], penalty: f64) -> Vec<f64> {
        let labels = average(&self.concepts, posterior);
        let (source, target) = (self.source_mean(), self.target_mean());
        let variance = |j: usize| match &self.law {
            PromptLaw::Cube => 1.0 / 3.0,
            PromptLaw::Anisotropic(variances) => variances[j],
            _ => 1.0,
        };
        // The minimiser of variance·(β − label)² + η(β − source)².
        let fit = |j: usize| (variance(j) * labels[j] + penalty * source[j]) / (variance(j) + penalty);
        (0..self.dim).map(|j| fit(j) - target[j]).collect()
    }

    /// Examples whose concepts are drawn from the target's prior, one by one.
    fn labelled(&self, count: usize, concepts: &[Vec<f64>], noise: f64, rng: &mut ChaCha8Rng) -> Examples {
        let mut examples = Examples { prompts: Vec::new(), labels: Vec::new() };
        for _ in 0..count {
            let prompt = self.prompt(rng);
            let concept = &concepts[pick(&self.target_prior, rng)];
            examples.labels.push(dot(&prompt, concept) + noise * normal(rng));
            examples.prompts.push(prompt);
        }
        examples
    }

    fn squared_error(&self, estimate: &[f64]) -> f64 {
        estimate.iter().zip(self.target_mean()).map(|(e, t)| (e - t) * (e - t)).sum()
    }
}

/// Ridge regression towards the source, from its normal equations (XᵀX/n + ηI)(β − β_P) = Xᵀ(Y − Xβ_P)/n.
///
/// Least squares is the limit η → 0, taken here at η = 1e-9. Where no eigenvalue but 0 is below 1e-3, the estimate is then off by
/// 1e-6 at most (rounding included), against standard errors above 1e-4.
fn ridge(examples: &Examples, source: &[f64], penalty: f64) -> Vec<f64> {
    if penalty == f64::INFINITY {
        return source.to_vec();
    }
    let (dim, count) = (source.len(), examples.labels.len() as f64);
    let mut matrix = vec![vec![0.0; dim]; dim];
    let mut right = vec![0.0; dim];
    for (prompt, label) in examples.prompts.iter().zip(&examples.labels) {
        let residual = label - dot(prompt, source);
        for i in 0..dim {
            right[i] += prompt[i] * residual / count;
            for j in 0..dim {
                matrix[i][j] += prompt[i] * prompt[j] / count;
            }
        }
    }
    for (i, row) in matrix.iter_mut().enumerate() {
        row[i] += penalty.max(1e-9);
    }
    solve(matrix, right).iter().zip(source).map(|(move_by, s)| s + move_by).collect()
}

/// Least squares within the hull of some concepts: weight goes from one concept to another, as much as helps, pair by pair, until no pair
/// moves more than 1e-9. The errors that this leaves are far below standard errors of 1e-4.
fn hull_weights(examples: &Examples, concepts: &[Vec<f64>]) -> Vec<f64> {
    let count = concepts.len();
    let fitted: Vec<Vec<f64>> =
        concepts.iter().map(|concept| examples.prompts.iter().map(|prompt| dot(prompt, concept)).collect()).collect();
    let mut weights = vec![1.0 / count as f64; count];
    let mut residual: Vec<f64> = examples.labels.iter().zip(average(&fitted, &weights)).map(|(y, f)| y - f).collect();
    loop {
        let mut largest = 0.0f64;
        for to in 0..count {
            for from in 0..to {
                let change: Vec<f64> = fitted[to].iter().zip(&fitted[from]).map(|(a, b)| a - b).collect();
                let best = dot(&residual, &change) / dot(&change, &change);
                let moved = best.clamp(-weights[to], weights[from]);
                weights[to] += moved;
                weights[from] -= moved;
                residual.iter_mut().zip(&change).for_each(|(r, c)| *r -= moved * c);
                largest = largest.max(moved.abs());
            }
        }
        if largest < 1e-9 {
            return weights;
        }
    }
}

/// Gaussian elimination with partial pivoting.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let size = right.len();
    for step in 0..size {
        let pivot = (step..size).max_by(|a, b| matrix[*a][step].abs().total_cmp(&matrix[*b][step].abs()));
        let pivot = pivot.expect("a row is left");
        matrix.swap(step, pivot);
        right.swap(step, pivot);
        let pivot_row = matrix[step].clone();
        for row in step + 1..size {
            let factor = matrix[row][step] / pivot_row[step];
            for (entry, pivot_entry) in matrix[row].iter_mut().zip(&pivot_row) {
                *entry -= factor * pivot_entry;
            }
            right[row] -= factor * right[step];
        }
    }
    for step in (0..size).rev() {
        for column in step + 1..size {
            right[step] -= matrix[step][column] * right[column];
        }
        right[step] /= matrix[step][step];
    }
    right
}

fn average(vectors: &[Vec<f64>], weights: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; vectors[0].len()];
    for (vector, weight) in vectors.iter().zip(weights) {
        for (s, x) in sum.iter_mut().zip(vector) {
            *s += weight * x;
        }
    }
    sum
}

fn pick(probabilities: &[f64], rng: &mut ChaCha8Rng) -> usize {
    let uniform: f64 = rng.random();
    let mut cumulative = 0.0;
    for (k, probability) in probabilities.iter().enumerate() {
        cumulative += probability;
        if uniform < cumulative {
            return k;
        }
    }
    // Rounding left the sum a little below one.
    probabilities.iter().rposition(|p| *p > 0.0).expect("a probability is positive")
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

fn normal(rng: &mut ChaCha8Rng) -> f64 {
    StandardNormal.sample(rng)
}
