//! Teachers and students that interpolate signs against a second simulation that is slow, obvious and shares no code with the crate.
//!
//! The second simulation draws whole prompts, interpolates their labels by its own elimination, and counts wrong signs on fresh prompts. Every
//! comparison is a z test; the probability that any of them fails though nothing is wrong is 1e-4, split evenly over at most 20: |z| < 4.6.

use crate::plain_linear::fits::{Fit, Sample, dot, fit, normal};
use crate::quantities::{drawn, given, settings};
use crate::statistics::{Family, Measured};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use weak_to_strong::model::{BilevelFeatures, BilevelProblem, BilevelSpec};
use weak_to_strong::random::ContentKey;
use weak_to_strong_lab::quantity;

const FAMILY: Family = Family::new(1e-4, 20);

/// Seeds, fixed before any result was seen.
const PLAIN_SEED: u64 = 241_004_638;
const CRATE_SEED: u64 = 1;

/// Fresh prompts on which a learner's signs are counted.
const FRESH: usize = 8;

/// A learner that sees so many coordinates, the first of them with this eigenvalue, and so many labels.
#[derive(Clone, Copy)]
struct Learner {
    labels: usize,
    dim: usize,
    favoured: f64,
}

impl Learner {
    /// A prompt as the learner sees it, of standard normal coordinates.
    fn view(&self, coordinates: &[f64]) -> Vec<f64> {
        let mut prompt = coordinates[..self.dim].to_vec();
        prompt[0] *= self.favoured.sqrt();
        prompt
    }

    /// The fit to the signs of a function of the coordinates.
    fn fit(&self, dim: usize, labeller: impl Fn(&[f64]) -> f64, rng: &mut ChaCha8Rng) -> Vec<f64> {
        let mut example = |_| {
            let coordinates = prompt(dim, rng);
            (self.view(&coordinates), labeller(&coordinates).signum())
        };
        let sample: Sample = (0..self.labels).map(&mut example).collect();
        fit(&sample, self.dim, Fit::Ridge(0.0))
    }

    /// The share of wrong signs on fresh prompts.
    fn error(&self, fitted: &[f64], rng: &mut ChaCha8Rng) -> f64 {
        let wrong = (0..FRESH).filter(|_| {
            let coordinates = prompt(self.dim, rng);
            (dot(fitted, &self.view(&coordinates)) > 0.0) != (coordinates[0] > 0.0)
        });
        wrong.count() as f64 / FRESH as f64
    }

    fn features(&self) -> BilevelFeatures {
        BilevelFeatures { dim: self.dim, favoured: self.favoured }
    }
}

fn prompt(dim: usize, rng: &mut ChaCha8Rng) -> Vec<f64> {
    (0..dim).map(|_| normal(rng)).collect()
}

/// Errors of teacher and student.
fn simulate(teacher: Learner, student: Learner, replicates: usize, stream: u64) -> [Measured; 2] {
    let mut rng = ChaCha8Rng::seed_from_u64(PLAIN_SEED + stream);
    let mut observed = [const { Vec::new() }; 2];
    for _ in 0..replicates {
        let taught = teacher.fit(teacher.dim, |coordinates| coordinates[0], &mut rng);
        let predict = |coordinates: &[f64]| dot(&taught, &teacher.view(coordinates));
        let learned = student.fit(student.dim, predict, &mut rng);
        observed[0].push(teacher.error(&taught, &mut rng));
        observed[1].push(student.error(&learned, &mut rng));
    }
    observed.map(|values| Measured::mean_of(&values))
}

fn measured(name: &str, teacher: Learner, student: Learner) -> Measured {
    let spec = BilevelSpec { teacher: teacher.features(), student: student.features() };
    let problem = BilevelProblem::new(&spec).expect("a problem");
    let quantity = quantity::by_name(name).expect("a known name");
    let numbers = [("teacher_labels", teacher.labels as f64), ("pseudo_labels", student.labels as f64)];
    let settings = settings(quantity, &given(&numbers, &[]));
    let made = quantity.experiment(&problem, &[settings]).expect("an experiment");
    let (inference, moments) = drawn(made, ContentKey::of(name), CRATE_SEED, 40_000);
    let estimate = inference.estimates(&moments)[0];
    Measured { mean: estimate.mean, standard_error: estimate.standard_error }
}

/// Two comparisons.
fn agrees(teacher: Learner, student: Learner, replicates: usize, stream: u64) {
    let plain = simulate(teacher, student, replicates, stream);
    for (name, plain) in ["teacher.sign_error", "student.sign_error"].into_iter().zip(plain) {
        let measured = measured(name, teacher, student);
        let z = measured.z_against(plain);
        assert!(z.abs() < FAMILY.z_limit(), "{name}: {measured:?} and {plain:?}, z = {z}");
    }
}

/// One to three labels, which leave columns dependent; many; and as many as are interpolated.
#[test]
fn errors_agree_with_the_plain_simulation() {
    let learner = |labels, dim, favoured| Learner { labels, dim, favoured };
    let cases = [
        (learner(1, 3, 3.0), learner(1, 4, 5.0)),
        (learner(2, 5, 3.0), learner(2, 8, 5.0)),
        (learner(3, 8, 3.0), learner(3, 8, 2.0)),
        (learner(6, 8, 2.0), learner(10, 12, 7.0)),
        (learner(4, 6, 4.0), learner(6, 12, 0.3)),
        (learner(8, 16, 9.0), learner(12, 40, 30.0)),
    ];
    assert!(2 * (cases.len() + 1) <= FAMILY.tests());
    for (stream, (teacher, student)) in (0..).zip(cases) {
        agrees(teacher, student, 40_000, stream);
    }
}

/// n = 16 in n² and n³ dimensions with 32 pseudo-labels, q = 1.75 and 1.25.
#[test]
fn errors_agree_in_thousands_of_dimensions() {
    let teacher = Learner { labels: 16, dim: 256, favoured: 2.0 };
    let student = Learner { labels: 32, dim: 4096, favoured: 128.0 };
    agrees(teacher, student, 400, 6);
}
