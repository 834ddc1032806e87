//! 0-1 errors, against a plain simulation that counts wrong signs on fresh prompts. The probability of a false alarm is 1e-4 for all of them.

use super::features::population_fit;
use super::fits::{Fit, Sample, dot, normal};
use super::sees::Sees;
use super::{PLAIN_SEED, Plain, example, measured};
use crate::quantities::{drawn, given, settings};
use crate::statistics::{Family, Measured};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use weak_to_strong::model::{
    BilevelFeatures, BilevelProblem, BilevelSpec, LinearProblem, LinearSpec, PromptLaw, SpectrumSpec, TruthSpec,
};
use weak_to_strong::random::ContentKey;
use weak_to_strong_lab::quantity;

const FAMILY: Family = Family::new(1e-4, 20);
const REPLICATES: usize = 20_000;

/// Fresh prompts on which signs are counted.
const FRESH: usize = 8;

/// What labels and predictions are: `signs` or `real`.
#[derive(Clone, Copy)]
struct Forms {
    truth: &'static str,
    predictions: &'static str,
}

const SIGNS: Forms = Forms { truth: "signs", predictions: "signs" };

fn formed(form: &str, label: f64) -> f64 {
    if form == "signs" { label.signum() } else { label }
}

/// The 0-1 errors of teacher and student.
fn simulate(plain: &Plain, forms: Forms, stream: u64) -> [Measured; 2] {
    let mut rng = ChaCha8Rng::seed_from_u64(PLAIN_SEED + stream);
    let mut observed = [const { Vec::new() }; 2];
    for _ in 0..REPLICATES {
        let mut truths = |count: usize| -> Sample {
            let prompts: Vec<Vec<f64>> = (0..count).map(|_| plain.prompt(&mut rng)).collect();
            let label = |(prompt, label)| (prompt, formed(forms.truth, label));
            plain.labelled(&prompts, &mut rng).into_iter().map(label).collect()
        };
        let taught = truths(plain.labels);
        let own = if plain.same { taught.clone() } else { truths(plain.pseudo_labels) };
        let teacher = plain.teacher_sees.fit(&taught, plain.teacher, &plain.eigenvalues, &mut rng);
        let mix = |(prompt, label): (Vec<f64>, f64)| {
            let prediction = formed(forms.predictions, dot(&prompt, &teacher));
            let own = if plain.pseudo_noise > 0.0 { plain.pseudo_noise * normal(&mut rng) } else { 0.0 };
            (prompt, (1.0 - plain.mixing) * label + plain.mixing * prediction + own)
        };
        let mixed: Sample = own.into_iter().map(mix).collect();
        let student = plain.student_sees.fit(&mixed, plain.student, &plain.eigenvalues, &mut rng);
        let fresh: Vec<Vec<f64>> = (0..FRESH).map(|_| plain.prompt(&mut rng)).collect();
        for (observed, fitted) in observed.iter_mut().zip([&teacher, &student]) {
            // A predictor that is 0, as of labels ±½ ∓ ½, guesses.
            let wrong = |prompt: &Vec<f64>| match dot(prompt, fitted) * dot(prompt, &plain.truth) {
                0.0 => 0.5,
                product => f64::from(product < 0.0),
            };
            observed.push(fresh.iter().map(wrong).sum::<f64>() / FRESH as f64);
        }
    }
    observed.map(|values| Measured::mean_of(&values))
}

fn error(plain: &Plain, forms: Forms, name: &str) -> Measured {
    let prompts = if plain.same { "same" } else { "fresh" };
    let words = [("student_prompts", prompts), ("label_form", forms.truth), ("prediction_form", forms.predictions)];
    measured(&plain.problem(), name, &plain.numbers(), &words)
}

fn agree(what: &str, one: Measured, other: Measured) {
    let z = one.z_against(other);
    assert!(z.abs() < FAMILY.z_limit(), "{what}: {one:?} against {other:?}, z = {z}");
}

#[test]
fn errors_agree_with_signs_that_are_counted() {
    let cases = [
        ("signs", example(), SIGNS),
        ("real labels", Plain { mixing: 0.6, ..example() }, Forms { truth: "real", predictions: "signs" }),
        (
            "real predictions, views and flows",
            Plain {
                teacher_sees: Sees::First(3),
                student_sees: Sees::Turned(0.7),
                teacher: Fit::Descent(1.5),
                mixing: 1.4,
                ..example()
            },
            Forms { truth: "signs", predictions: "real" },
        ),
        (
            "few labels, projections",
            Plain {
                labels: 2,
                pseudo_labels: 3,
                teacher_sees: Sees::Projection(3),
                student_sees: Sees::Scaled(vec![0.5, 1.0, 2.0, 0.0]),
                student: Fit::Descent(0.8),
                mixing: 0.5,
                ..example()
            },
            SIGNS,
        ),
        ("the same prompts", Plain { pseudo_labels: 6, mixing: -0.7, same: true, ..example() }, SIGNS),
        (
            "two views of the same prompts, with noise",
            Plain {
                pseudo_labels: 6,
                same: true,
                pseudo_noise: 0.8,
                mixing: 1.3,
                teacher_sees: Sees::Turned(0.7),
                student_sees: Sees::Projection(3),
                ..example()
            },
            Forms { truth: "real", predictions: "signs" },
        ),
        (
            "interpolation",
            Plain { labels: 2, pseudo_labels: 3, teacher: Fit::Ridge(0.0), student: Fit::Ridge(0.0), ..example() },
            SIGNS,
        ),
    ];
    assert!(2 * cases.len() + 2 + 2 <= FAMILY.tests());
    for (stream, (what, plain, forms)) in cases.iter().enumerate() {
        let [teacher, student] = simulate(plain, *forms, 100 + stream as u64);
        agree(what, error(plain, *forms, "teacher.zero_one_error"), teacher);
        agree(what, error(plain, *forms, "student.zero_one_error"), student);
    }
}

/// One learner on the population, the other on a sample: the fit to the population of signs is that to numbers of another length.
#[test]
fn errors_with_one_learner_on_the_population_agree() {
    let view = Plain { teacher_sees: Sees::Projection(2), student: Fit::Descent(0.9), ..example() };
    let infinite = f64::INFINITY;
    let counted = |taught: &[f64], plain: &Plain, rng: &mut ChaCha8Rng| {
        let prompt = plain.prompt(rng);
        f64::from(dot(&prompt, taught) * dot(&prompt, &plain.truth) < 0.0)
    };
    let mut rng = ChaCha8Rng::seed_from_u64(PLAIN_SEED + 130);
    let mut observed = [const { Vec::new() }; 2];
    for _ in 0..REPLICATES {
        let signs = |plain: &Plain, by: &[f64], rng: &mut ChaCha8Rng| -> Sample {
            let prompts = (0..plain.pseudo_labels).map(|_| plain.prompt(rng));
            prompts.map(|prompt| (prompt.clone(), dot(&prompt, by).signum())).collect()
        };
        let noisy: Vec<Vec<f64>> = (0..view.labels).map(|_| view.prompt(&mut rng)).collect();
        let taught: Sample =
            view.labelled(&noisy, &mut rng).into_iter().map(|(prompt, label)| (prompt, label.signum())).collect();
        let teacher = view.teacher_sees.fit(&taught, view.teacher, &view.eigenvalues, &mut rng);
        let student = population_fit(&view, &view.student_sees, &teacher, view.student, &mut rng);
        observed[0].push(counted(&student, &view, &mut rng));
        let teacher = population_fit(&view, &view.teacher_sees, &view.truth, Fit::Descent(1.5), &mut rng);
        let student =
            view.student_sees.fit(&signs(&view, &teacher, &mut rng), view.student, &view.eigenvalues, &mut rng);
        observed[1].push(counted(&student, &view, &mut rng));
    }
    let [student_on_population, teacher_on_population] = observed.map(|values| Measured::mean_of(&values));
    let numbers = |labels, pseudo_labels, time| {
        let penalty = if time == infinite { 0.1 } else { 0.0 };
        [
            ("teacher_labels", labels),
            ("pseudo_labels", pseudo_labels),
            ("teacher_penalty", penalty),
            ("teacher_time", time),
            ("student_time", 0.9),
        ]
    };
    let found = |numbers: &[(&str, f64)]| measured(&view.problem(), "student.zero_one_error", numbers, &[]);
    agree("student on the population", found(&numbers(6.0, infinite, infinite)), student_on_population);
    agree("teacher on the population", found(&numbers(infinite, 5.0, 1.5)), teacher_on_population);
}

/// Power: labels of another form, and another noise.
#[test]
fn wrong_labels_are_detected() {
    let real = Forms { truth: "real", predictions: "real" };
    let plain = Plain { noise: 0.2, ..example() };
    let [teacher, student] = simulate(&plain, SIGNS, 120);
    let z = |plain: &Plain, forms, name, expected| error(plain, forms, name).z_against(expected).abs();
    assert!(z(&plain, real, "teacher.zero_one_error", teacher) > FAMILY.z_limit());
    assert!(z(&plain, real, "student.zero_one_error", student) > FAMILY.z_limit());
    assert!(z(&Plain { noise: 0.5, ..plain.clone() }, SIGNS, "teacher.zero_one_error", teacher) > FAMILY.z_limit());
}

/// One favoured coordinate of variance 4 among 40 of variance 1, and signs without noise: the bi-level ensemble, whose fits are drawn in another way.
#[test]
fn interpolations_of_signs_are_those_of_the_bilevel_ensemble() {
    const DIM: usize = 40;
    let features = BilevelFeatures { dim: DIM, favoured: 4.0 };
    let bilevel = BilevelProblem::new(&BilevelSpec { teacher: features, student: features }).expect("a problem");
    let spectrum = SpectrumSpec::Spiked { spikes: 1, height: 4.0, floor: 1.0, dim: DIM };
    let linear = LinearProblem::new(&LinearSpec {
        spectrum,
        prompts: PromptLaw::Gaussian,
        truth: TruthSpec::Flat { length: 1.0, first: Some(1) },
        noise: 0.0,
        pseudo_noise: 0.0,
        teacher: Default::default(),
        student: Default::default(),
    })
    .expect("a problem");
    let numbers = [("teacher_labels", 10.0), ("pseudo_labels", 25.0)];
    for who in ["teacher", "student"] {
        let quantity = quantity::by_name(&format!("{who}.sign_error")).expect("a known name");
        let made = quantity.experiment(&bilevel, &[settings(quantity, &given(&numbers, &[]))]).expect("an experiment");
        let (inference, moments) = drawn(made, ContentKey::of(who), 1, REPLICATES as u64);
        let estimate = inference.estimates(&moments)[0];
        let expected = Measured { mean: estimate.mean, standard_error: estimate.standard_error };
        agree(who, measured(&linear, &format!("{who}.zero_one_error"), &numbers, &[]), expected);
    }
}

/// On the population the fit to signs points where the fit to the numbers does: by hand, with λ = 1 and 1/4, penalties of 1/4, and mixtures of both.
#[test]
fn errors_on_the_population_are_computed_by_hand() {
    let plain = Plain {
        eigenvalues: vec![1.0, 0.25],
        truth: vec![1.0, 2.0],
        noise: 3.0,
        teacher_sees: Sees::First(2),
        student_sees: Sees::First(2),
        ..example()
    };
    let infinite = f64::INFINITY;
    let labels = [("teacher_labels", infinite), ("teacher_penalty", 0.25), ("pseudo_labels", infinite)];
    // The teacher keeps 4/5 and 1/2, in standardised coordinates of a truth (1, 1).
    let angle = |one: [f64; 2], other: [f64; 2]| {
        let cosine = (one[0] * other[0] + one[1] * other[1]) / (one[0].hypot(one[1]) * other[0].hypot(other[1]));
        cosine.acos() / std::f64::consts::PI
    };
    let found = |name: &str, numbers: &[(&str, f64)], words: &[(&str, &str)]| {
        measured(&plain.problem(), name, numbers, words).mean
    };
    for form in ["signs", "real"] {
        let error = found("teacher.zero_one_error", &labels[..2], &[("label_form", form)]);
        assert!((error - angle([1.0, 1.0], [0.8, 0.5])).abs() < 1e-15);
    }
    // A learner of the truth makes no error, and one that learns nothing guesses.
    assert_eq!(found("teacher.zero_one_error", &labels[..1], &[]), 0.0);
    let nothing = [("teacher_labels", infinite), ("teacher_time", 0.0)];
    assert_eq!(found("teacher.zero_one_error", &nothing, &[]), 0.5);
    // Half true signs of numbers with the variance 11, half signs of predictions, whatever the teacher's length.
    let mixed = [labels.as_slice(), &[("mixing", 0.5)]].concat();
    let [of_truth, of_teacher] = [2.0 + 9.0, 0.64 + 0.25].map(|variance: f64| variance.powf(-0.5));
    let student = [of_truth + 0.8 * of_teacher, of_truth + 0.5 * of_teacher];
    let error = found("student.zero_one_error", &mixed, &[]);
    assert!((error - angle([1.0, 1.0], student)).abs() < 1e-14, "{error}");
}

#[test]
fn what_has_no_angle_is_refused() {
    let refusal = |plain: &Plain, words: &[(&str, &str)]| {
        let quantity = quantity::by_name("student.zero_one_error").expect("a known name");
        let numbers = [("teacher_labels", 6.0), ("pseudo_labels", 5.0)];
        let settings = settings(quantity, &given(&numbers, words));
        quantity.experiment(&plain.problem(), &[settings]).err().map(|error| error.to_string()).expect("refused")
    };
    let cube = Plain { law: PromptLaw::Cube, ..example() };
    assert!(refusal(&cube, &[]).contains("write prompts = \"gaussian\""));
    assert!(
        refusal(&Plain { student_sees: Sees::Relu(3), ..example() }, &[])
            .contains("of a linear predictor that is fitted to labels one by one")
    );
    assert!(refusal(&example(), &[("student_prompts", "same")]).contains("pseudo_labels = \"teacher_labels\""));
}
