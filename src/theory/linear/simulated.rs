//! The equivalents against plain simulations, which draw prompts and solve.

use nalgebra::{DMatrix, DVector};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

use super::{LinearFit, PredictorMoments, random_features_teacher, spectrum_levels};

const DIM: usize = 80;

/// An equivalent has an error of order 1/n, which is at most this part of the risk at the sizes below.
const ALLOWED: f64 = 0.03;

/// All means are within their allowance by six standard errors: a false alarm has probability 1e-7 at the most.
const STANDARD_ERRORS: f64 = 6.0;

fn normal(rows: usize, columns: usize, draws: &mut ChaCha8Rng) -> DMatrix<f64> {
    DMatrix::from_fn(rows, columns, |_, _| StandardNormal.sample(draws))
}

fn eigenvalues() -> Vec<f64> {
    (1..=DIM).map(|place| 1.0 / place as f64).collect()
}

/// θ_i = ±i^−0.75.
fn truth() -> DVector<f64> {
    DVector::from_fn(DIM, |place, _| if place % 2 == 0 { 1.0 } else { -1.0 } * ((place + 1) as f64).powf(-0.75))
}

/// Fits labels of Σ b_i z_i with noise. Returns standardised coordinates.
fn fitted(labels: &DVector<f64>, count: usize, penalty: f64, noise: f64, draws: &mut ChaCha8Rng) -> DVector<f64> {
    let standard = normal(count, DIM, draws);
    let values = &standard * labels + normal(count, 1, draws).column(0) * noise;
    let scale = DVector::from_iterator(DIM, eigenvalues().into_iter().map(f64::sqrt));
    let prompts = DMatrix::from_fn(count, DIM, |row, column| standard[(row, column)] * scale[column]);
    let coefficients = if count >= DIM {
        let gram = prompts.tr_mul(&prompts) + DMatrix::identity(DIM, DIM) * (penalty * count as f64);
        gram.cholesky().expect("positive").solve(&prompts.tr_mul(&values))
    } else {
        let gram = &prompts * prompts.transpose() + DMatrix::identity(count, count) * (penalty * count as f64);
        prompts.tr_mul(&gram.cholesky().expect("positive").solve(&values))
    };
    coefficients.component_mul(&scale)
}

/// Whether the mean of simulated risks is near `expected`.
fn agrees(expected: f64, replicates: usize, mut risk: impl FnMut() -> f64) -> bool {
    let risks: Vec<f64> = (0..replicates).map(|_| risk()).collect();
    let count = replicates as f64;
    let mean = risks.iter().sum::<f64>() / count;
    let variance = risks.iter().map(|risk| (risk - mean).powi(2)).sum::<f64>() / (count - 1.0);
    (mean - expected).abs() <= ALLOWED * expected + STANDARD_ERRORS * (variance / count).sqrt()
}

#[test]
fn a_student_on_a_teachers_labels_has_its_equivalent() {
    let (levels, truth) = (spectrum_levels(&eigenvalues()), truth());
    let powers: Vec<f64> = truth.iter().map(|coordinate| coordinate * coordinate).collect();
    let mut draws = ChaCha8Rng::seed_from_u64(1);
    for (labels, penalty, student_labels, student_penalty) in
        [(40, 0.05, 50, 0.0), (120, 0.0, 60, 0.02), (30, 0.0, 160, 0.05)]
    {
        let teacher_fit = LinearFit::ridge(&levels, labels as f64, penalty);
        let student_fit = LinearFit::ridge(&levels, student_labels as f64, student_penalty);
        let teacher = PredictorMoments::truth(&powers).fitted_by(&teacher_fit, 0.5);
        let (risk, misfit) = (teacher.fitted_by(&student_fit, 0.0).risk(), teacher.misfit(&student_fit, 0.0));
        let mut draw = |of: fn(&DVector<f64>, &DVector<f64>, &DVector<f64>) -> f64| {
            let teacher = fitted(&truth, labels, penalty, 0.5, &mut draws);
            let student = fitted(&teacher, student_labels, student_penalty, 0.0, &mut draws);
            of(&teacher, &student, &truth)
        };
        assert!(agrees(teacher.risk(), 1500, || draw(|teacher, _, truth| (teacher - truth).norm_squared())));
        assert!(agrees(risk, 1500, || draw(|_, student, truth| (student - truth).norm_squared())));
        assert!(agrees(misfit, 1500, || draw(|teacher, student, _| (student - teacher).norm_squared())));
        // A student's own labels in place of the teacher's, and a variance without 1/(1 − Ω).
        assert!(!agrees(PredictorMoments::truth(&powers).fitted_by(&student_fit, 0.5).risk(), 1500, || draw(
            |_, student, truth| (student - truth).norm_squared()
        )));
        assert!(!agrees((1.0 - student_fit.overlap()) * misfit, 1500, || draw(|teacher, student, _| (student
            - teacher)
            .norm_squared())));
    }
}

/// The projection on M random directions, and a student that stops early.
#[test]
fn random_features_have_their_equivalent() {
    let (levels, truth) = (spectrum_levels(&eigenvalues()), truth());
    let powers: Vec<f64> = truth.iter().map(|coordinate| coordinate * coordinate).collect();
    let mut draws = ChaCha8Rng::seed_from_u64(2);
    for width in [12, 40] {
        let teacher = random_features_teacher(&levels, &powers, width as f64);
        let flow = LinearFit::population_flow(&levels, 0.0, 3.0);
        let student = teacher.fitted_by(&flow, 0.0);
        let mut draw = |shares: &[f64]| {
            let features = DMatrix::from_fn(DIM, width, |row, _| {
                let entry: f64 = StandardNormal.sample(&mut draws);
                entry * eigenvalues()[row].sqrt()
            });
            let gram = features.tr_mul(&features).cholesky().expect("positive");
            let projected = &features * gram.solve(&features.tr_mul(&truth));
            (projected.component_mul(&DVector::from_column_slice(shares)) - &truth).norm_squared()
        };
        assert!(agrees(teacher.risk(), 1500, || draw(&[1.0; DIM])));
        assert!(agrees(student.risk(), 1500, || draw(flow.shares())));
        assert!(!agrees(1.1 * student.risk(), 1500, || draw(flow.shares())));
    }
}
