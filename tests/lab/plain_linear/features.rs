//! Other prompts and other views of them, against the plain simulation. The probability of a false alarm is 1e-4 for all of them: |z| < 4.9 for 104.

use super::fits::{Fit, fit_to_moments};
use super::sees::{Sees, predictor};
use super::{PLAIN_SEED, Plain, example, measured};
use crate::quantities::{given, settings};
use crate::statistics::{Family, Measured};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use weak_to_strong::model::PromptLaw;
use weak_to_strong_lab::quantity;

const FAMILY: Family = Family::new(1e-4, 104);
const REPLICATES: usize = 5_000;

const QUANTITIES: [(&str, &str); 4] = [
    ("teacher.risk", "covariance"),
    ("student.risk", "covariance"),
    ("student.misfit", "covariance"),
    ("student.risk", "identity"),
];

fn agree(what: &str, one: Measured, other: Measured) {
    let z = one.z_against(other);
    assert!(z.abs() < FAMILY.z_limit(), "{what}: {one:?} against {other:?}, z = {z}");
}

fn agrees(what: &str, plain: &Plain, stream: u64) {
    for ((name, norm), expected) in QUANTITIES.into_iter().zip(plain.simulate(stream)) {
        agree(&format!("{what}: {name}, {norm}"), plain.measured(name, norm), expected);
    }
}

#[test]
fn coordinates_of_other_laws_agree_with_the_plain_simulation() {
    // Four comparisons for each of three laws, three spectra, four projections, four populations, four with angles, and eight on the same prompts or with noise.
    assert!(4 * (3 + 3 + 4 + 4 + 4 + 8) <= FAMILY.tests());
    for (law, stream) in [(PromptLaw::Rademacher, 30), (PromptLaw::Cube, 31), (PromptLaw::Laplace, 32)] {
        let views = Plain { law: law.clone(), teacher_sees: Sees::First(3), mixing: 0.7, ..example() };
        agrees(law.word(), &views, stream);
    }
}

#[test]
fn own_spectra_agree_with_the_plain_simulation() {
    let steep = Sees::Scaled(vec![0.1, 0.3, 1.0, 2.0]);
    let some = Sees::Scaled(vec![1.0, 0.0, 3.0, 0.5]);
    let teacher = Plain { teacher_sees: steep.clone(), teacher: Fit::Descent(1.5), ..example() };
    agrees("teacher", &teacher, 40);
    let both = Plain { teacher_sees: some.clone(), student_sees: steep, mixing: 0.6, labels: 2, ..example() };
    agrees("both", &both, 41);
    let student = Plain { student_sees: some, law: PromptLaw::Rademacher, pseudo_labels: 3, ..example() };
    agrees("student", &student, 42);
}

#[test]
fn subspaces_at_an_angle_agree_with_the_plain_simulation() {
    let both = Plain { teacher_sees: Sees::Turned(0.4), student_sees: Sees::Turned(1.2), mixing: 0.7, ..example() };
    agrees("both", &both, 45);
    let flow = Plain { student_sees: Sees::Turned(0.8), student: Fit::Descent(0.7), law: PromptLaw::Cube, ..example() };
    agrees("flow", &flow, 46);
    let units = Plain { student_sees: Sees::Turned(0.8), teacher_sees: Sees::Projection(3), labels: 3, ..example() };
    agrees("projection", &units, 47);
    let [teacher_sees, student_sees] = [Sees::BothTurned([0.3, 1.1]), Sees::BothTurned([0.9, 0.0])];
    agrees("angles of their own", &Plain { teacher_sees, student_sees, mixing: 0.7, ..example() }, 48);
}

#[test]
fn two_views_of_the_same_prompts_agree_with_the_plain_simulation() {
    let same = Plain { pseudo_labels: 6, same: true, ..example() };
    let first = Plain { teacher_sees: Sees::First(3), student_sees: Sees::First(2), mixing: -0.7, ..same.clone() };
    agrees("coordinates", &first, 70);
    let few = Plain { labels: 3, pseudo_labels: 3, mixing: 1.4, ..same.clone() };
    agrees("own spectra", &Plain { student_sees: Sees::Scaled(vec![0.1, 3.0, 0.0, 2.0]), ..few.clone() }, 71);
    let turned =
        Plain { teacher_sees: Sees::Turned(0.8), teacher: Fit::Descent(1.5), pseudo_noise: 0.6, ..same.clone() };
    agrees("an angle", &Plain { student_sees: Sees::First(3), ..turned }, 72);
    let projections = Plain { teacher_sees: Sees::Projection(5), student_sees: Sees::Projection(3), ..few };
    agrees("projections", &projections, 73);
    let one = Plain { teacher_sees: Sees::Projection(3), student_sees: Sees::Projection(3), mixing: 0.5, ..same };
    agrees("two projections of one width", &Plain { noise: 0.0, student: Fit::Descent(0.8), ..one }, 74);
}

#[test]
fn noise_of_the_student_agrees_with_the_plain_simulation() {
    let noisy = Plain { pseudo_noise: 0.7, mixing: 0.6, ..example() };
    agrees("fresh prompts", &Plain { student_sees: Sees::First(2), ..noisy.clone() }, 75);
    agrees("the same prompts", &Plain { pseudo_labels: 6, same: true, ..noisy.clone() }, 76);
    agrees("features", &Plain { student_sees: Sees::Projection(3), ..noisy }, 77);
}

#[test]
fn projections_agree_with_the_plain_simulation() {
    let narrow = Plain { teacher_sees: Sees::Projection(2), student_sees: Sees::Projection(3), ..example() };
    agrees("narrow", &narrow, 50);
    // Wider than the prompt, with fewer and with more labels.
    let (teacher_sees, student_sees) = (Sees::Projection(5), Sees::Projection(9));
    let wide = Plain { teacher_sees, student_sees, labels: 3, pseudo_labels: 12, mixing: 1.3, ..example() };
    agrees("wide", &wide, 51);
    let student = Fit::Descent(0.7);
    let flow = Plain { student_sees: Sees::Projection(2), student, law: PromptLaw::Cube, ..example() };
    agrees("flow", &flow, 52);
    let teacher_sees = Sees::Projection(3);
    let seen_in_part = Plain { teacher_sees, student_sees: Sees::First(2), noise: 0.0, ..example() };
    agrees("seen in part", &seen_in_part, 53);
}

/// Both on the population: A(Σ) in the place of moments of samples, and no label noise.
#[test]
fn projections_on_the_population_agree_with_plain_moments() {
    let cases = [
        (Sees::Projection(2), Sees::Projection(6), Fit::Ridge(0.2), Fit::Descent(1.5), 60),
        (Sees::Projection(3), Sees::Projection(4), Fit::Descent(2.0), Fit::Ridge(0.1), 61),
        (Sees::Projection(5), Sees::Projection(3), Fit::Descent(0.5), Fit::Descent(3.0), 62),
        (Sees::Projection(3), Sees::Turned(0.6), Fit::Ridge(0.1), Fit::Descent(3.0), 63),
    ];
    for (teacher_sees, student_sees, teacher, student, stream) in cases {
        let plain = Plain { teacher_sees, student_sees, teacher, student, mixing: 0.8, ..example() };
        let mut rng = ChaCha8Rng::seed_from_u64(PLAIN_SEED + stream);
        let mut observed = [const { Vec::new() }; 4];
        for _ in 0..REPLICATES {
            let taught = population_fit(&plain, &plain.teacher_sees, &plain.truth, teacher, &mut rng);
            let mix = |(b, t): (&f64, &f64)| (1.0 - plain.mixing) * b + plain.mixing * t;
            let labels: Vec<f64> = plain.truth.iter().zip(&taught).map(mix).collect();
            let learned = population_fit(&plain, &plain.student_sees, &labels, student, &mut rng);
            observed[0].push(plain.distance(&taught, &plain.truth, false));
            observed[1].push(plain.distance(&learned, &plain.truth, false));
            observed[2].push(plain.distance(&learned, &taught, false));
            observed[3].push(plain.distance(&learned, &plain.truth, true));
        }
        for ((name, norm), values) in QUANTITIES.into_iter().zip(observed) {
            let found = on_the_population(&plain, name, norm);
            agree(&format!("population {stream}: {name}, {norm}"), found, Measured::mean_of(&values));
        }
    }
}

pub(super) fn population_fit(plain: &Plain, sees: &Sees, labels: &[f64], how: Fit, rng: &mut ChaCha8Rng) -> Vec<f64> {
    let rows = sees.rows(&plain.eigenvalues, rng);
    let product = |one: &[f64], other: &[f64]| {
        (0..plain.eigenvalues.len()).map(|at| plain.eigenvalues[at] * one[at] * other[at]).sum::<f64>()
    };
    let second = rows.iter().map(|one| rows.iter().map(|other| product(one, other)).collect()).collect();
    let cross = rows.iter().map(|row| product(row, labels)).collect();
    predictor(&rows, &fit_to_moments(second, cross, how))
}

fn on_the_population(plain: &Plain, name: &str, norm: &str) -> Measured {
    let ((teacher_penalty, teacher_time), (student_penalty, student_time)) =
        (plain.teacher.settings(), plain.student.settings());
    let numbers = [
        ("teacher_labels", f64::INFINITY),
        ("teacher_penalty", teacher_penalty),
        ("teacher_time", teacher_time),
        ("pseudo_labels", f64::INFINITY),
        ("student_penalty", student_penalty),
        ("student_time", student_time),
        ("mixing", plain.mixing),
    ];
    measured(&plain.problem(), name, &numbers, &[("norm", norm)])
}

/// Power: a width, a spectrum and a law that are a little wrong are seen.
#[test]
fn wrong_views_are_detected() {
    let plain = Plain { teacher_sees: Sees::Projection(5), law: PromptLaw::Cube, ..example() };
    let [teacher, student, ..] = plain.simulate(70);
    let wrong = |plain: &Plain, name: &str, expected: Measured| {
        assert!(plain.measured(name, "covariance").z_against(expected).abs() > FAMILY.z_limit(), "{name}");
    };
    wrong(&Plain { teacher_sees: Sees::Projection(6), ..plain.clone() }, "teacher.risk", teacher);
    wrong(&Plain { law: PromptLaw::Laplace, ..plain.clone() }, "teacher.risk", teacher);
    wrong(&Plain { student_sees: Sees::Turned(0.2), ..plain.clone() }, "student.risk", student);
    wrong(&Plain { student_sees: Sees::Scaled(vec![0.02; 4]), ..plain }, "student.risk", student);
}

/// Labels that features do not tell are noisy, so their interpolation is refused near as many labels as features.
#[test]
fn interpolations_that_have_no_mean_are_refused() {
    let ridgeless = Fit::Ridge(0.0);
    let refusal = |plain: &Plain, name: &str| {
        let quantity = quantity::by_name(name).expect("a known name");
        let numbers = [
            ("teacher_labels", plain.labels as f64),
            ("teacher_penalty", 0.0),
            ("pseudo_labels", plain.pseudo_labels as f64),
        ];
        let settings = settings(quantity, &given(&numbers, &[]));
        quantity.experiment(&plain.problem(), &[settings]).err().map(|error| error.to_string())
    };
    let noiseless = Plain { noise: 0.0, teacher: ridgeless, student: ridgeless, ..example() };
    let teacher = |width| Plain { teacher_sees: Sees::Projection(width), ..noiseless.clone() };
    assert!(
        refusal(&teacher(3), "teacher.risk")
            .expect("refused")
            .contains("teacher_labels = 6 with teacher_penalty = 0 and 3")
    );
    assert_eq!(refusal(&teacher(4), "teacher.risk"), None);
    assert_eq!(refusal(&Plain { labels: 7, ..teacher(3) }, "teacher.risk"), None);
    let student = Plain { student_sees: Sees::Projection(3), ..teacher(4) };
    assert!(refusal(&student, "student.risk").expect("refused").contains("pseudo_labels = 5"));
    let blind = Plain { student_sees: Sees::Scaled(vec![1.0, 1.0, 1.0, 0.0]), ..teacher(4) };
    assert!(refusal(&blind, "student.risk").expect("refused").contains("pseudo_labels = 5"));
    assert!(refusal(&blind, "student.designed_risk").expect("refused").contains("coordinates as they are"));
}
