//! Learners that see rectified linear units, against a plain simulation in two dimensions.
//!
//! Units and linear functions are homogeneous, so second moments of a normal prompt are means over a circle that is stretched to its covariance. The 200 points of
//! a circle stand for the population: for prompts of a fit, and for those that a risk is measured on. Kinks make their means wrong by about 1e-4.
//! The probability of a false alarm is 1e-4 for all comparisons: |z| < 4.7 for 30.

use super::fits::{Fit, Sample, dot, fit, normal};
use super::sees::Sees;
use super::{PLAIN_SEED, Plain, example, measured};
use crate::quantities::{given, settings};
use crate::statistics::{Family, Measured};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use weak_to_strong_lab::quantity;

const FAMILY: Family = Family::new(1e-4, 30);
const REPLICATES: usize = 3_000;
const POINTS: u32 = 200;

/// A fit in features.
struct Fitted<'a> {
    sees: &'a Sees,
    rows: Vec<Vec<f64>>,
    weights: Vec<f64>,
}

impl<'a> Fitted<'a> {
    fn new(sees: &'a Sees, sample: &Sample, how: Fit, eigenvalues: &[f64], rng: &mut ChaCha8Rng) -> Self {
        let rows = sees.rows(eigenvalues, rng);
        let features: Sample = sample.iter().map(|(prompt, label)| (sees.features(&rows, prompt), *label)).collect();
        let weights = fit(&features, rows.len(), how);
        Self { sees, rows, weights }
    }

    fn at(&self, prompt: &[f64]) -> f64 {
        dot(&self.weights, &self.sees.features(&self.rows, prompt))
    }
}

fn circle(eigenvalues: &[f64]) -> Vec<Vec<f64>> {
    let point = |at: u32| {
        let angle = std::f64::consts::TAU * f64::from(at) / f64::from(POINTS);
        vec![(2.0 * eigenvalues[0]).sqrt() * angle.cos(), (2.0 * eigenvalues[1]).sqrt() * angle.sin()]
    };
    (0..POINTS).map(point).collect()
}

/// Risks of teacher and student, and their misfit; the population in place of samples if there are no labels.
fn simulate(plain: &Plain, stream: u64) -> [Measured; 3] {
    let mut rng = ChaCha8Rng::seed_from_u64(PLAIN_SEED + stream);
    let population = circle(&plain.eigenvalues);
    let mut observed = [const { Vec::new() }; 3];
    for _ in 0..REPLICATES {
        let labelled = |count: usize, rng: &mut ChaCha8Rng| -> Sample {
            if count == 0 {
                return population.iter().map(|prompt| (prompt.clone(), dot(prompt, &plain.truth))).collect();
            }
            let prompts: Vec<Vec<f64>> = (0..count).map(|_| plain.prompt(rng)).collect();
            let label = |prompt: Vec<f64>, rng: &mut ChaCha8Rng| {
                let label = dot(&prompt, &plain.truth) + plain.noise * normal(rng);
                (prompt, label)
            };
            prompts.into_iter().map(|prompt| label(prompt, rng)).collect()
        };
        let sample = labelled(plain.labels, &mut rng);
        let teacher = Fitted::new(&plain.teacher_sees, &sample, plain.teacher, &plain.eigenvalues, &mut rng);
        let mix = |(prompt, label): (Vec<f64>, f64)| {
            let label = (1.0 - plain.mixing) * label + plain.mixing * teacher.at(&prompt);
            (prompt, label)
        };
        let own = if plain.same { sample } else { labelled(plain.pseudo_labels, &mut rng) };
        let mixed: Sample = own.into_iter().map(mix).collect();
        let student = Fitted::new(&plain.student_sees, &mixed, plain.student, &plain.eigenvalues, &mut rng);
        let mean = |distance: &dyn Fn(&[f64]) -> f64| {
            population.iter().map(|prompt| distance(prompt).powi(2)).sum::<f64>() / population.len() as f64
        };
        observed[0].push(mean(&|x| teacher.at(x) - dot(x, &plain.truth)));
        observed[1].push(mean(&|x| student.at(x) - dot(x, &plain.truth)));
        observed[2].push(mean(&|x| student.at(x) - teacher.at(x)));
    }
    observed.map(|values| Measured::mean_of(&values))
}

fn found(plain: &Plain, name: &str) -> Measured {
    let ((teacher_penalty, teacher_time), (student_penalty, student_time)) =
        (plain.teacher.settings(), plain.student.settings());
    let labels = |count: usize| if count == 0 { f64::INFINITY } else { count as f64 };
    let numbers = [
        ("teacher_labels", labels(plain.labels)),
        ("teacher_penalty", teacher_penalty),
        ("teacher_time", teacher_time),
        ("pseudo_labels", labels(plain.pseudo_labels)),
        ("student_penalty", student_penalty),
        ("student_time", student_time),
        ("mixing", plain.mixing),
    ];
    let prompts = if plain.same { "same" } else { "fresh" };
    measured(&plain.problem(), name, &numbers, &[("student_prompts", prompts)])
}

fn plain(teacher_sees: Sees, student_sees: Sees) -> Plain {
    Plain { eigenvalues: vec![2.0, 0.5], truth: vec![1.0, -0.5], teacher_sees, student_sees, ..example() }
}

const NAMES: [&str; 3] = ["teacher.risk", "student.risk", "student.misfit"];

#[test]
fn units_agree_with_the_plain_simulation() {
    let cases = [
        Plain { mixing: 0.7, ..plain(Sees::Relu(5), Sees::Relu(7)) },
        Plain { labels: 3, student: Fit::Descent(1.5), ..plain(Sees::Relu(4), Sees::First(1)) },
        Plain { pseudo_labels: 3, ..plain(Sees::Projection(1), Sees::Relu(6)) },
        Plain { teacher: Fit::Descent(2.0), ..plain(Sees::Relu(3), Sees::Scaled(vec![0.5, 1.0])) },
        Plain { pseudo_labels: 6, same: true, mixing: 1.3, ..plain(Sees::Relu(5), Sees::Relu(4)) },
        Plain { pseudo_labels: 6, same: true, mixing: 0.7, ..plain(Sees::Relu(5), Sees::First(1)) },
        Plain { labels: 0, pseudo_labels: 0, student: Fit::Descent(1.5), ..plain(Sees::Relu(4), Sees::Relu(9)) },
        Plain { labels: 0, pseudo_labels: 0, mixing: 0.8, ..plain(Sees::Relu(6), Sees::Projection(3)) },
        Plain { labels: 0, pseudo_labels: 0, ..plain(Sees::Relu(3), Sees::First(2)) },
    ];
    assert!(3 * cases.len() <= FAMILY.tests());
    for (case, plain) in cases.iter().enumerate() {
        for (name, expected) in NAMES.into_iter().zip(simulate(plain, 80 + case as u64)) {
            let z = found(plain, name).z_against(expected);
            assert!(z.abs() < FAMILY.z_limit(), "case {case}, {name}: {:?} against {expected:?}", found(plain, name));
        }
    }
}

/// Power: other widths are seen.
#[test]
fn a_wrong_width_is_detected() {
    let right = plain(Sees::Relu(3), Sees::Relu(4));
    let [teacher, student, misfit] = simulate(&right, 90);
    let differs = |wrong: &Plain, name: &str, expected: Measured| {
        assert!(found(wrong, name).z_against(expected).abs() > FAMILY.z_limit(), "{name}");
    };
    differs(&Plain { teacher_sees: Sees::Relu(4), ..right.clone() }, "teacher.risk", teacher);
    let narrower = Plain { student_sees: Sees::Relu(1), ..right };
    differs(&narrower, "student.risk", student);
    differs(&narrower, "student.misfit", misfit);
}

#[test]
fn what_units_have_not_is_refused() {
    let refusal = |name: &str, numbers: &[(&str, f64)], norm: &str| {
        let quantity = quantity::by_name(name).expect("a known name");
        let plain = plain(Sees::Relu(3), Sees::Relu(4));
        let settings = settings(quantity, &given(numbers, &[("norm", norm)]));
        quantity.experiment(&plain.problem(), &[settings]).err().map(|error| error.to_string())
    };
    let teacher = |labels: f64, penalty: f64| [("teacher_labels", labels), ("teacher_penalty", penalty)];
    assert!(
        refusal("teacher.risk", &teacher(90.0, 0.0), "covariance").expect("refused").contains("teacher_labels = 90")
    );
    assert!(refusal("teacher.risk", &teacher(90.0, 0.1), "identity").expect("refused").contains("no coordinates"));
    assert_eq!(refusal("teacher.risk", &teacher(90.0, 0.1), "covariance"), None);
    assert_eq!(refusal("teacher.risk", &teacher(f64::INFINITY, 0.0), "covariance"), None);
}
