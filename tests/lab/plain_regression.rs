//! Teacher–student regression against a second simulation that is slow, obvious and shares no code with the crate.
//!
//! The second simulation draws every prompt in the full space around two subspaces, keeps prompts and labels in plain vectors, and solves the normal equations by its
//! own elimination. It also holds the formulas behind the claims, written out once more. Every comparison is a z test; the probability that any of
//! them fails though nothing is wrong is 1e-4, split evenly over at most 40: |z| < 4.9. Observations have more than three finite moments
//! (least squares has nine labels more than dimensions or more), and there are 20,000 of them.

use crate::quantities::{drawn, given, settings};
use crate::statistics::{Family, Measured};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};
use weak_to_strong::model::{RegressionProblem, RegressionSpec, SubspacesSpec};
use weak_to_strong::random::ContentKey;
use weak_to_strong_lab::quantity;

const FAMILY: Family = Family::new(1e-4, 40);
const REPLICATES: usize = 20_000;

/// Seeds, fixed before any result was seen.
const PLAIN_SEED: u64 = 250_205_075;
const CRATE_SEED: u64 = 1;

/// Teacher and student in a space of five dimensions: the truth along the first, two more for the teacher, two more for the student, at the angle with
/// cosine c to the teacher's two.
#[derive(Clone, Copy)]
struct Plain {
    signal: f64,
    noise: f64,
    cosine: f64,
    labels: usize,
    teacher_penalty: f64,
    pseudo_labels: usize,
    student_penalty: f64,
}

const DIM: usize = 5;

const EXAMPLE: Plain = Plain {
    signal: 1.5,
    noise: 0.7,
    cosine: 0.6,
    labels: 12,
    teacher_penalty: 0.0,
    pseudo_labels: 13,
    student_penalty: 0.0,
};

impl Plain {
    fn overlap(&self) -> f64 {
        1.0 + 2.0 * self.cosine * self.cosine
    }

    fn teacher_basis(&self) -> Vec<[f64; DIM]> {
        vec![[1.0, 0.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0, 0.0]]
    }

    fn student_basis(&self) -> Vec<[f64; DIM]> {
        let (c, s) = (self.cosine, (1.0 - self.cosine * self.cosine).sqrt());
        vec![[1.0, 0.0, 0.0, 0.0, 0.0], [0.0, c, 0.0, s, 0.0], [0.0, 0.0, c, 0.0, s]]
    }

    fn truth(&self) -> [f64; DIM] {
        [self.signal, 0.0, 0.0, 0.0, 0.0]
    }

    /// Teacher and student of one replicate.
    fn fits(&self, rng: &mut ChaCha8Rng) -> ([f64; DIM], [f64; DIM]) {
        let noisy = sample(&self.truth(), self.noise, self.labels, rng);
        let teacher = ridge(&noisy, &self.teacher_basis(), self.teacher_penalty);
        let pseudo = sample(&teacher, 0.0, self.pseudo_labels, rng);
        (teacher, ridge(&pseudo, &self.student_basis(), self.student_penalty))
    }

    /// Means of |t − β*|², |s − β*|² and tᵀβ* − |t|².
    fn simulate(&self, stream: u64) -> [Measured; 3] {
        let mut rng = ChaCha8Rng::seed_from_u64(PLAIN_SEED + stream);
        let truth = self.truth();
        let mut observed = [const { Vec::new() }; 3];
        for _ in 0..REPLICATES {
            let (teacher, student) = self.fits(&mut rng);
            observed[0].push(distance(&teacher, &truth));
            observed[1].push(distance(&student, &truth));
            observed[2].push(dot(&teacher, &truth) - dot(&teacher, &teacher));
        }
        observed.map(|values| Measured::mean_of(&values))
    }

    fn problem(&self) -> RegressionProblem {
        let (signal, noise, overlap) = (self.signal, self.noise, self.overlap());
        let spec = SubspacesSpec { signal, noise, teacher_dim: 3, student_dim: 3, overlap };
        RegressionProblem::new(&RegressionSpec::Subspaces(spec)).expect("a problem")
    }

    fn measured(&self, name: &str) -> Measured {
        let numbers = [
            ("teacher_labels", self.labels as f64),
            ("teacher_penalty", self.teacher_penalty),
            ("pseudo_labels", self.pseudo_labels as f64),
            ("student_penalty", self.student_penalty),
        ];
        let quantity = quantity::by_name(name).expect("a known name");
        let settings = settings(quantity, &given(&numbers, &[]));
        let made = quantity.experiment(&self.problem(), &[settings]).expect("an experiment");
        let (inference, moments) = drawn(made, ContentKey::of(name), CRATE_SEED, REPLICATES as u64);
        let estimate = inference.estimates(&moments)[0];
        Measured { mean: estimate.mean, standard_error: estimate.standard_error }
    }
}

/// Dong et al.: both simulations, and the formula, for subspaces that share little, some and all.
#[test]
fn subspaces_agree_with_the_plain_simulation() {
    // Four comparisons for each of three cosines here, four for each of two penalties below, and four more.
    assert!(12 + 8 + 4 <= FAMILY.tests());
    for (stream, cosine) in [0.0, 0.6, 1.0].into_iter().enumerate() {
        let plain = Plain { cosine, ..EXAMPLE };
        let [teacher, student, _] = plain.simulate(stream as u64);
        let per_direction = plain.noise * plain.noise / (12.0 - 3.0 - 1.0);
        let shared = plain.overlap();
        let expected = per_direction * (shared + (3.0 - shared) * 3.0 / (13.0 - 3.0 - 1.0));
        agree("teacher.mse", plain.measured("teacher.mse"), teacher);
        agree("student.mse", plain.measured("student.mse"), student);
        agree("the teacher's formula", teacher, exactly(3.0 * per_direction));
        agree("the student's formula", student, exactly(expected));
    }
}

/// Moniri and Hassani: penalties below and above the threshold σ²d/(nr²) = 0.054, with the whole of the teacher's subspace for the student.
#[test]
fn ridge_agrees_with_the_plain_simulation() {
    for (stream, (teacher_penalty, student_penalty)) in [(0.02, 0.03), (0.3, 0.1)].into_iter().enumerate() {
        let plain = Plain { cosine: 1.0, teacher_penalty, student_penalty, ..EXAMPLE };
        let [teacher, student, surplus] = plain.simulate(10 + stream as u64);
        agree("teacher.mse", plain.measured("teacher.mse"), teacher);
        agree("student.mse", plain.measured("student.mse"), student);
        let difference = Measured {
            mean: teacher.mean - student.mean,
            standard_error: teacher.standard_error.hypot(student.standard_error),
        };
        agree("student.gain", plain.measured("student.gain"), difference);
        let bracket = 1.5 * 1.5 * teacher_penalty / 3.0 - 0.7 * 0.7 / 12.0;
        let ratio = plain.measured("teacher.surplus");
        agree("the surplus's formula", ratio, exactly(bracket));
        assert_eq!(surplus.mean > 0.0, bracket > 0.0, "{surplus:?}");
        assert!(surplus.mean.abs() > 10.0 * surplus.standard_error, "{surplus:?}");
    }
}

/// The slope of the student's error is the difference quotient of the plain simulation, and 2N/(N − d − 1) times the surplus.
#[test]
fn the_slope_agrees_with_the_plain_simulation() {
    let plain = Plain { cosine: 1.0, teacher_penalty: 0.02, ..EXAMPLE };
    let [_, _, surplus] = plain.simulate(20);
    let factor = 2.0 * 13.0 / (13.0 - 3.0 - 1.0);
    let expected = Measured { mean: factor * surplus.mean, standard_error: factor * surplus.standard_error };
    agree("student.ridge_slope", plain.measured("student.ridge_slope"), expected);
}

/// Power: a noise or an overlap that is wrong by a tenth is seen.
#[test]
fn wrong_numbers_are_detected() {
    let [teacher, student, _] = EXAMPLE.simulate(30);
    let noisier = Plain { noise: 1.1 * EXAMPLE.noise, ..EXAMPLE };
    assert!(noisier.measured("teacher.mse").z_against(teacher).abs() > FAMILY.z_limit());
    let nearer = Plain { cosine: 0.8, ..EXAMPLE };
    assert!(nearer.measured("student.mse").z_against(student).abs() > FAMILY.z_limit());
    agree("student.mse", EXAMPLE.measured("student.mse"), student);
}

fn agree(what: &str, one: Measured, other: Measured) {
    let z = one.z_against(other);
    assert!(z.abs() < FAMILY.z_limit(), "{what}: {one:?} against {other:?}, z = {z}");
}

fn exactly(mean: f64) -> Measured {
    Measured { mean, standard_error: 0.0 }
}

// The plain simulation.

fn sample(truth: &[f64; DIM], noise: f64, count: usize, rng: &mut ChaCha8Rng) -> Vec<([f64; DIM], f64)> {
    let example = |rng: &mut ChaCha8Rng| {
        let prompt: [f64; DIM] = std::array::from_fn(|_| normal(rng));
        (prompt, dot(&prompt, truth) + noise * normal(rng))
    };
    (0..count).map(|_| example(rng)).collect()
}

/// Minimises (1/n) Σ (y − bᵀx)² + penalty·|b|² over the span of an orthonormal basis.
fn ridge(sample: &[([f64; DIM], f64)], basis: &[[f64; DIM]], penalty: f64) -> [f64; DIM] {
    let size = basis.len();
    let mut equations = vec![vec![0.0; size + 1]; size];
    for (prompt, label) in sample {
        let features: Vec<f64> = basis.iter().map(|direction| dot(direction, prompt)).collect();
        for i in 0..size {
            for j in 0..size {
                equations[i][j] += features[i] * features[j];
            }
            equations[i][size] += features[i] * label;
        }
    }
    for (i, equation) in equations.iter_mut().enumerate() {
        equation[i] += penalty * sample.len() as f64;
    }
    let solution = eliminate(equations);
    std::array::from_fn(|axis| basis.iter().zip(&solution).map(|(direction, x)| direction[axis] * x).sum())
}

/// Gauss–Jordan elimination; the matrix is positive definite, so that no pivot vanishes.
fn eliminate(mut equations: Vec<Vec<f64>>) -> Vec<f64> {
    let size = equations.len();
    for pivot in 0..size {
        let row: Vec<f64> = equations[pivot].iter().map(|x| x / equations[pivot][pivot]).collect();
        for (other, equation) in equations.iter_mut().enumerate() {
            if other != pivot {
                let factor = equation[pivot];
                equation.iter_mut().zip(&row).for_each(|(x, y)| *x -= factor * y);
            }
        }
        equations[pivot] = row;
    }
    equations.iter().map(|equation| equation[size]).collect()
}

fn normal(rng: &mut ChaCha8Rng) -> f64 {
    StandardNormal.sample(rng)
}

fn dot(a: &[f64; DIM], b: &[f64; DIM]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

fn distance(a: &[f64; DIM], b: &[f64; DIM]) -> f64 {
    a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum()
}
