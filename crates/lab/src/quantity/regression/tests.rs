//! Averaged observations have the means of plain ones, and stay within what is proved of them.

use indexmap::IndexMap;
use proptest::prelude::*;

use super::bounds::{DrawnFit, ErrorBound, Fit};
use super::geometry::Geometry;
use super::integrated::{Cell, Observed, Ridge};
use super::quantities::QUANTITIES;
use super::shares::RidgeShares;
use super::stretched::Stretched;
use crate::quantity::{Made, ReplicatesOfBlock};
use crate::setting::{SettingValue, Settings};
use weak_to_strong::evidence::{Enclosure, Warrant};
use weak_to_strong::model::{ProjectionSpec, RegressionProblem, RegressionSpec, SubspacesSpec};
use weak_to_strong::numeric::{Estimate, JointMoments};
use weak_to_strong::random::{ContentKey, open_stream};

fn subspaces(signal: f64, noise: f64, dims: (usize, usize), overlap: f64) -> RegressionProblem {
    let spec = SubspacesSpec { signal, noise, teacher_dim: dims.0, student_dim: dims.1, overlap };
    RegressionProblem::new(&RegressionSpec::Subspaces(spec)).expect("a problem")
}

fn projection(dim: usize, error: f64, emphasis: f64) -> RegressionProblem {
    RegressionProblem::new(&RegressionSpec::Projection(ProjectionSpec { dim, error, emphasis })).expect("a problem")
}

/// n, λ_t, N and λ_s.
type Fits = (f64, f64, f64, f64);

fn made(name: &str, problem: &RegressionProblem, fits: Fits, sampler: &str) -> Made {
    let quantity = QUANTITIES.iter().find(|quantity| &*quantity.name == name).expect("a quantity");
    let numbers = [
        ("teacher_labels", fits.0),
        ("teacher_penalty", fits.1),
        ("pseudo_labels", fits.2),
        ("student_penalty", fits.3),
    ];
    let mut given: IndexMap<String, SettingValue> =
        numbers.into_iter().map(|(name, value)| (name.to_owned(), SettingValue::Number(value))).collect();
    given.insert("sampler".to_owned(), SettingValue::Word(sampler.to_owned()));
    let settings = Settings::select(&quantity.settings, &given).expect("settings");
    quantity.experiment(problem, &[settings]).expect("an experiment")
}

fn moments(made: &Made, seed: u64, replicates: usize) -> JointMoments {
    let width = made.experiment.width();
    let mut stream = open_stream(seed, &ContentKey::of("regression tests"), 0);
    let mut drawn = ReplicatesOfBlock::of(&*made.experiment);
    let mut moments = made.inference.empty_moments(width);
    for _ in 0..replicates {
        moments.push(drawn.draw_next(&mut stream).expect("an observation"));
    }
    moments
}

fn estimate(made: &Made, seed: u64, replicates: usize) -> Estimate {
    made.inference.estimates(&moments(made, seed, replicates))[0]
}

/// Problems of both kinds, with fits that have a variance: penalties of 0 with labels far from the dimension, and others.
fn cases() -> Vec<(RegressionProblem, Fits)> {
    let inf = f64::INFINITY;
    vec![
        (subspaces(1.0, 0.5, (5, 4), 2.0), (14.0, 0.0, 15.0, 0.0)),
        (subspaces(1.0, 0.5, (8, 9), 3.0), (2.0, 0.0, 3.0, 0.0)),
        (subspaces(2.0, 1.0, (3, 5), 3.0), (6.0, 0.4, 4.0, 0.3)),
        (subspaces(0.0, 1.0, (4, 4), 1.5), (5.0, 0.2, 20.0, 1.0)),
        (subspaces(1.0, 0.0, (1, 3), 1.0), (1.0, 0.5, 2.0, 0.1)),
        (subspaces(1.0, 0.7, (4, 2), 1.3), (inf, 0.3, 8.0, 0.05)),
        (subspaces(1.0, 0.7, (4, 4), 4.0), (9.0, 0.3, inf, 0.2)),
        (projection(4, 0.3, 1.0), (7.0, 0.5, 3.0, 0.4)),
        (projection(4, 0.3, 50.0), (inf, 0.0, 9.0, 5.0)),
        (projection(3, 0.6, 7.0), (9.0, 0.0, 2.0, 0.5)),
        (projection(3, 0.6, 7.0), (inf, 1.0, 12.0, 0.0)),
    ]
}

/// Fixed seeds, 8,000 replicates of each: differences beyond five standard errors have probability 6e-7 each, 6e-5 in all 100 comparisons. The
/// direct sampler agrees too. A mean that is wrong by a tenth of itself would be seen in nearly all of them.
#[test]
fn averaged_and_plain_observations_have_the_same_mean() {
    for (problem, fits) in cases() {
        for quantity in QUANTITIES.iter() {
            let slope = &*quantity.name == "student.ridge_slope";
            let few = |labels: f64, dim: usize| (labels - dim as f64).abs() < 8.0;
            if slope && few(fits.2, problem.student_dim()) {
                continue;
            }
            let plain = estimate(&made(&quantity.name, &problem, fits, "plain"), 1, 8_000);
            for sampler in ["automatic", "direct"] {
                let averaged = estimate(&made(&quantity.name, &problem, fits, sampler), 2, 8_000);
                let apart = (averaged.mean - plain.mean).abs();
                let error = averaged.standard_error.hypot(plain.standard_error) + 1e-12;
                assert!(apart < 5.0 * error, "{} {fits:?} {sampler}: {averaged:?} {plain:?}", quantity.name);
            }
        }
    }
}

/// Where the closed mean is known it is the formula, below the dimension too.
#[test]
fn known_means_are_those_of_the_theory() {
    use weak_to_strong::theory::{student_variance, teacher_variance};
    for (labels, pseudo_labels) in [(14.0, 15.0), (14.0, 3.0), (2.0, 15.0), (1.0, 2.0), (5.0, 9.0), (14.0, 6.0)] {
        let problem = subspaces(1.5, 0.5, (5, 6), 2.5);
        let exact = |name: &str| estimate(&made(name, &problem, (labels, 0.0, pseudo_labels, 0.0), "automatic"), 1, 0);
        let (teacher, student) = (exact("teacher.mse"), exact("student.mse"));
        let (expected, of_student) =
            (teacher_variance(&problem, labels), student_variance(&problem, labels, pseudo_labels));
        assert!(teacher.mean == expected || (teacher.mean / expected - 1.0).abs() < 1e-13, "{teacher:?} {expected}");
        assert!(
            student.mean == of_student || (student.mean / of_student - 1.0).abs() < 1e-13,
            "{student:?} {of_student}"
        );
        assert_eq!(teacher.standard_error, 0.0);
    }
}

/// Fixed seed, 4,000 replicates: the intervals hold the mean of 8,000 others, and are proved at both ends.
#[test]
fn intervals_of_errors_are_proved() {
    for (problem, fits) in cases() {
        for name in ["teacher.mse", "student.mse", "student.gain"] {
            let made = made(name, &problem, fits, "automatic");
            let Enclosure { lower, upper } = made.inference.enclosures(&moments(&made, 3, 4000), 1e-3)[0];
            let warrants = [lower.warrant, upper.warrant];
            let plain = problem.student_dim() == 3 && fits.0 == 9.0 && name != "teacher.mse";
            assert!(
                plain || warrants.iter().all(|warrant| *warrant != Warrant::Asymptotic),
                "{name} {fits:?}: {warrants:?}"
            );
            let mean = estimate(&made, 4, 8_000).mean;
            assert!(
                lower.at <= mean + 1e-12 && mean <= upper.at + 1e-12,
                "{name} {fits:?}: {lower:?} {upper:?} {mean}"
            );
        }
    }
}

fn extreme() -> impl Strategy<Value = f64> {
    prop_oneof![Just(1e-12), Just(1e-6), Just(1e-3), 0.01..2.0f64, Just(1e2), Just(1e6), Just(1e12)]
}

fn labels() -> impl Strategy<Value = f64> {
    prop_oneof![1.0..4.0f64, 1.0..12.0f64, Just(60.0)].prop_map(f64::floor)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Searches for an observation outside what is proved: below the least or above the greatest value, or above the dominating variable. Two observations
    /// make the interval wide; a violation shows as an interval that is not one, so the bound itself is compared.
    #[test]
    fn no_observation_is_outside_its_range(
        (signal, noise) in (prop_oneof![Just(0.0), Just(1e-6), 0.1..3.0f64], prop_oneof![Just(0.0), Just(1e-6), 0.1..3.0f64, Just(1e4)]),
        dims in (1..7usize, 1..7usize),
        share in 0.0..=1.0f64,
        (teacher_labels, pseudo_labels) in (labels(), labels()),
        penalties in (extreme(), extreme()),
        spread in prop_oneof![Just(1.0), 1e-9..1.0f64],
        eigenvalues in prop::collection::vec(prop_oneof![1e-9..1e-3f64, 0.0..4.0f64], 14),
    ) {
        let least_dim = dims.0.min(dims.1) as f64;
        let problem = subspaces(signal, noise, dims, 1.0 + share * (least_dim - 1.0));
        let geometry = Geometry::new(&problem);
        let drawn = |labels: f64, dim: usize, penalty: f64| DrawnFit { count: labels as usize, dim, penalty };
        let (teacher, student) =
            (drawn(teacher_labels, dims.0, penalties.0), drawn(pseudo_labels, dims.1, penalties.1));
        let values = |fit: &DrawnFit, from: usize| -> Vec<f64> {
            eigenvalues[from..][..fit.count.min(fit.dim)].iter().map(|x| x * spread).collect()
        };
        let (of_teacher, of_student) = (values(&teacher, 0), values(&student, 7));
        let shares = |fit: &DrawnFit, values: &[f64]| RidgeShares::of(values, fit.count, fit.dim, fit.penalty);
        let (taught, learned) = (shares(&teacher, &of_teacher), shares(&student, &of_student));
        let (teacher_fit, student_fit) = (Fit::Drawn(teacher), Fit::Drawn(student));
        let below = |value: f64, bound: f64| value <= bound * (1.0 + 1e-12) + 1e-300;

        let error = geometry.teacher_error(&taught);
        let bound = ErrorBound::of_teacher(&geometry, &teacher_fit);
        let with = |bound: &ErrorBound| bound.value((&of_teacher, teacher.count), (&of_student, student.count));
        prop_assert!(error >= geometry.missed_by_teacher);
        prop_assert!(below(error, with(&bound)), "{error} {bound:?}");
        prop_assert!(below(error, ErrorBound::greatest_of_teacher(&geometry, &teacher_fit)), "{error}");

        let error = geometry.student_error(&taught, &learned);
        let bound = ErrorBound::of_student(&geometry, &teacher_fit, &student_fit);
        prop_assert!(error >= geometry.missed_by_student, "{error}");
        prop_assert!(below(error, with(&bound)), "{error} {} {bound:?}", with(&bound));
        prop_assert!(below(error, ErrorBound::greatest_of_student(&geometry, &teacher_fit, &student_fit)), "{error}");
        let known = Fit::Known(RidgeShares::known(f64::INFINITY, dims.0, penalties.0).expect("many labels"));
        let bound = ErrorBound::of_student(&geometry, &known, &student_fit);
        let known = RidgeShares::known(f64::INFINITY, dims.0, penalties.0).expect("many labels");
        prop_assert!(below(geometry.student_error(&known, &learned), with(&bound)), "{bound:?}");
    }

    /// The same for students with stretched prompts, in drawn samples.
    #[test]
    fn no_stretched_observation_is_outside_its_range(
        (error, emphasis) in (prop_oneof![Just(0.0), Just(1.0), 0.01..0.99f64], prop_oneof![Just(1e-6), 0.1..9.0f64, Just(1e8)]),
        dim in 2..6usize,
        pseudo_labels in labels(),
        penalties in (prop_oneof![Just(0.0), extreme()], prop_oneof![Just(0.0), extreme()]),
        seed in 0..1000u64,
    ) {
        let problem = projection(dim, error, emphasis);
        let teacher = RidgeShares::known(f64::INFINITY, 1, penalties.0).expect("many labels");
        let cell = Cell {
            teacher: Ridge { labels: f64::INFINITY, penalty: penalties.0 },
            student: Ridge { labels: pseudo_labels, penalty: penalties.1 },
        };
        let student = Stretched::new(&problem, &teacher, Observed::StudentError, &[cell], false);
        let mut stream = open_stream(seed, &ContentKey::of("stretched"), 0);
        let mut drawn = ReplicatesOfBlock::of(&student);
        for _ in 0..32 {
            let observation = drawn.draw_next(&mut stream).expect("an observation").to_vec();
            let [greatest, near] = student.bounds(0, &observation);
            prop_assert!((0.0..=greatest).contains(&observation[0]), "{observation:?} {greatest}");
            prop_assert!(observation[0] <= near * (1.0 + 1e-9), "{observation:?} {near}");
        }
    }
}
