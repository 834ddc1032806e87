//! Linear teachers and students against a second simulation that is slow, obvious and shares no code with the crate.
//!
//! The second simulation draws prompts in the prompt's own coordinates and noisy labels, and fits by its own elimination, or by small steps of gradient
//! descent. Every comparison is a z test; the probability that any of them fails though nothing is wrong is 1e-4, split evenly over at most 40:
//! |z| < 4.7. Observations have more than three finite moments: learners that interpolate noisy labels have six labels fewer than coordinates.

mod features;
pub mod fits;
mod sees;
mod signs;
mod units;

use crate::quantities::{drawn, given, settings};
use crate::statistics::{Family, Measured};
use fits::{Fit, Sample, dot, fit, normal};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use sees::{Sees, standardised};
use weak_to_strong::model::{LearnerSpec, LinearProblem, LinearSpec, PromptLaw, SpectrumSpec, TruthSpec};
use weak_to_strong::random::ContentKey;
use weak_to_strong_lab::quantity;

const FAMILY: Family = Family::new(1e-4, 40);
const REPLICATES: usize = 20_000;

/// Seeds, fixed before any result was seen.
const PLAIN_SEED: u64 = 241_018_837;
const CRATE_SEED: u64 = 1;

/// Teacher and student on prompts with these eigenvalues.
#[derive(Clone)]
struct Plain {
    eigenvalues: Vec<f64>,
    truth: Vec<f64>,
    noise: f64,
    pseudo_noise: f64,
    law: PromptLaw,
    teacher_sees: Sees,
    student_sees: Sees,
    labels: usize,
    pseudo_labels: usize,
    teacher: Fit,
    student: Fit,
    mixing: f64,
    same: bool,
}

fn example() -> Plain {
    Plain {
        eigenvalues: vec![2.0, 1.0, 0.5, 0.25],
        truth: vec![1.0, -0.5, 0.8, 0.3],
        noise: 0.5,
        pseudo_noise: 0.0,
        law: PromptLaw::Gaussian,
        teacher_sees: Sees::First(4),
        student_sees: Sees::First(4),
        labels: 6,
        pseudo_labels: 5,
        teacher: Fit::Ridge(0.1),
        student: Fit::Ridge(0.2),
        mixing: 1.0,
        same: false,
    }
}

impl Plain {
    fn prompt(&self, rng: &mut ChaCha8Rng) -> Vec<f64> {
        self.eigenvalues.iter().map(|eigenvalue| eigenvalue.sqrt() * standardised(&self.law, rng)).collect()
    }

    fn labelled(&self, prompts: &[Vec<f64>], rng: &mut ChaCha8Rng) -> Sample {
        let label = |prompt: &Vec<f64>| (prompt.clone(), dot(prompt, &self.truth) + self.noise * normal(rng));
        prompts.iter().map(label).collect()
    }

    /// Teacher and student of one replicate.
    fn fits(&self, rng: &mut ChaCha8Rng) -> (Vec<f64>, Vec<f64>) {
        let prompts: Vec<Vec<f64>> = (0..self.labels).map(|_| self.prompt(rng)).collect();
        let noisy = self.labelled(&prompts, rng);
        let teacher = self.teacher_sees.fit(&noisy, self.teacher, &self.eigenvalues, rng);
        let own = if self.same {
            noisy
        } else {
            let prompts: Vec<Vec<f64>> = (0..self.pseudo_labels).map(|_| self.prompt(rng)).collect();
            self.labelled(&prompts, rng)
        };
        let mix = |(prompt, label): &(Vec<f64>, f64)| {
            let own = if self.pseudo_noise > 0.0 { self.pseudo_noise * normal(rng) } else { 0.0 };
            (prompt.clone(), (1.0 - self.mixing) * label + self.mixing * dot(prompt, &teacher) + own)
        };
        let mixed: Sample = own.iter().map(mix).collect();
        let student = self.student_sees.fit(&mixed, self.student, &self.eigenvalues, rng);
        (teacher, student)
    }

    fn distance(&self, one: &[f64], other: &[f64], identity: bool) -> f64 {
        let weight = |at: usize| if identity { 1.0 } else { self.eigenvalues[at] };
        (0..one.len()).map(|at| weight(at) * (one[at] - other[at]).powi(2)).sum()
    }

    /// Risks of teacher and student, and their misfit, in the norm of the covariance, and the student's as a squared length.
    fn simulate(&self, stream: u64) -> [Measured; 4] {
        let mut rng = ChaCha8Rng::seed_from_u64(PLAIN_SEED + stream);
        let mut observed = [const { Vec::new() }; 4];
        for _ in 0..REPLICATES {
            let (teacher, student) = self.fits(&mut rng);
            observed[0].push(self.distance(&teacher, &self.truth, false));
            observed[1].push(self.distance(&student, &self.truth, false));
            observed[2].push(self.distance(&student, &teacher, false));
            observed[3].push(self.distance(&student, &self.truth, true));
        }
        observed.map(|values| Measured::mean_of(&values))
    }

    fn problem(&self) -> LinearProblem {
        LinearProblem::new(&LinearSpec {
            spectrum: SpectrumSpec::List(self.eigenvalues.clone()),
            prompts: self.law.clone(),
            truth: TruthSpec::List(self.truth.clone()),
            noise: self.noise,
            pseudo_noise: self.pseudo_noise,
            teacher: self.teacher_sees.spec(),
            student: self.student_sees.spec(),
        })
        .expect("a problem")
    }

    /// The settings that are numbers.
    fn numbers(&self) -> [(&'static str, f64); 7] {
        let (teacher_penalty, teacher_time) = self.teacher.settings();
        let (student_penalty, student_time) = self.student.settings();
        [
            ("teacher_labels", self.labels as f64),
            ("teacher_penalty", teacher_penalty),
            ("teacher_time", teacher_time),
            ("pseudo_labels", self.pseudo_labels as f64),
            ("student_penalty", student_penalty),
            ("student_time", student_time),
            ("mixing", self.mixing),
        ]
    }

    fn measured(&self, name: &str, norm: &str) -> Measured {
        let prompts = if self.same { "same" } else { "fresh" };
        measured(&self.problem(), name, &self.numbers(), &[("norm", norm), ("student_prompts", prompts)])
    }

    /// Four comparisons.
    fn agrees(&self, stream: u64) {
        let [teacher, student, misfit, length] = self.simulate(stream);
        agree("teacher.risk", self.measured("teacher.risk", "covariance"), teacher);
        agree("student.risk", self.measured("student.risk", "covariance"), student);
        agree("student.misfit", self.measured("student.misfit", "covariance"), misfit);
        agree("student.risk, identity", self.measured("student.risk", "identity"), length);
    }
}

impl Fit {
    fn settings(self) -> (f64, f64) {
        match self {
            Self::Ridge(penalty) => (penalty, f64::INFINITY),
            Self::Descent(time) => (0.0, time),
        }
    }
}

fn measured(problem: &LinearProblem, name: &str, numbers: &[(&str, f64)], words: &[(&str, &str)]) -> Measured {
    let quantity = quantity::by_name(name).expect("a known name");
    let settings = settings(quantity, &given(numbers, words));
    let made = quantity.experiment(problem, &[settings]).expect("an experiment");
    let (inference, moments) = drawn(made, ContentKey::of(name), CRATE_SEED, REPLICATES as u64);
    let estimate = inference.estimates(&moments)[0];
    Measured { mean: estimate.mean, standard_error: estimate.standard_error }
}

#[test]
fn ridge_agrees_with_the_plain_simulation() {
    // Four comparisons for each of five settings, two of AR(1) and two of interpolation.
    assert!(20 + 2 + 2 <= FAMILY.tests());
    example().agrees(0);
    // Fewer labels than coordinates, each learner with another view, and labels that are mixed.
    let views = Plain {
        labels: 2,
        pseudo_labels: 3,
        teacher_sees: Sees::First(3),
        student_sees: Sees::First(2),
        mixing: 0.6,
        ..example()
    };
    views.agrees(1);
    let wider = Plain { labels: 4, teacher_sees: Sees::First(2), mixing: -0.5, ..example() };
    wider.agrees(2);
}

#[test]
fn stopped_flows_agree_with_small_steps() {
    let flows =
        Plain { teacher: Fit::Descent(1.5), student: Fit::Descent(0.8), teacher_sees: Sees::First(3), ..example() };
    flows.agrees(3);
}

#[test]
fn the_same_prompts_agree_with_the_plain_simulation() {
    let same = Plain { pseudo_labels: 6, mixing: -0.7, same: true, ..example() };
    same.agrees(4);
}

/// Two labels in eight coordinates, interpolated: the teacher's noise and its student's.
#[test]
fn interpolation_agrees_with_the_plain_simulation() {
    let ridgeless = Fit::Ridge(0.0);
    let eigenvalues = vec![1.0, 1.0, 0.8, 0.8, 0.6, 0.6, 0.4, 0.4];
    let plain = Plain {
        truth: vec![0.5; 8],
        eigenvalues,
        teacher_sees: Sees::First(8),
        student_sees: Sees::First(8),
        labels: 2,
        pseudo_labels: 2,
        teacher: ridgeless,
        student: ridgeless,
        ..example()
    };
    let [teacher, student, _, _] = plain.simulate(5);
    agree("teacher.risk", plain.measured("teacher.risk", "covariance"), teacher);
    agree("student.risk", plain.measured("student.risk", "covariance"), student);
}

/// An autoregression drawn step by step, x₁ = z₁ and xᵢ₊₁ = ρxᵢ + √(1 − ρ²)z, with a truth in its own coordinates.
#[test]
fn an_autoregression_agrees_with_one_that_is_drawn_step_by_step() {
    const DIM: usize = 3;
    let (correlation, noise, truth) = (0.6f64, 0.5, [1.0, 0.0, -0.5]);
    let [teacher, student] = [LearnerSpec::All, LearnerSpec::All];
    let (spectrum, list) = (SpectrumSpec::Ar1 { ar1: correlation, dim: DIM }, TruthSpec::List(truth.to_vec()));
    let spec =
        LinearSpec { spectrum, prompts: PromptLaw::Gaussian, truth: list, noise, pseudo_noise: 0.0, teacher, student };
    let problem = LinearProblem::new(&spec).expect("a problem");
    let mut rng = ChaCha8Rng::seed_from_u64(PLAIN_SEED + 6);
    let mut observed = [const { Vec::new() }; 2];
    for _ in 0..REPLICATES {
        let mut example = || {
            let mut prompt = vec![normal(&mut rng)];
            for i in 1..DIM {
                prompt.push(correlation * prompt[i - 1] + (1.0 - correlation * correlation).sqrt() * normal(&mut rng));
            }
            let label = dot(&prompt, &truth) + noise * normal(&mut rng);
            (prompt, label)
        };
        let sample: Sample = (0..4).map(|_| example()).collect();
        let missed: Vec<f64> = fit(&sample, DIM, Fit::Ridge(0.3)).iter().zip(&truth).map(|(t, b)| t - b).collect();
        let entry = |i: usize, j: usize| correlation.powi(i.abs_diff(j) as i32) * missed[i] * missed[j];
        observed[0].push((0..DIM).flat_map(|i| (0..DIM).map(move |j| (i, j))).map(|(i, j)| entry(i, j)).sum());
        observed[1].push(dot(&missed, &missed));
    }
    let [covariance, identity] = observed.map(|values: Vec<f64>| Measured::mean_of(&values));
    let numbers = [("teacher_labels", 4.0), ("teacher_penalty", 0.3)];
    agree("AR(1)", measured(&problem, "teacher.risk", &numbers, &[("norm", "covariance")]), covariance);
    agree("AR(1), identity", measured(&problem, "teacher.risk", &numbers, &[("norm", "identity")]), identity);
}

/// A learner on the population keeps the share f(λ) of each coordinate: by hand, with λ = 1 and 1/4, a penalty of 1/4 and a time of ln 2.
#[test]
fn learners_on_the_population_are_computed_by_hand() {
    let infinite = f64::INFINITY;
    let plain = Plain { eigenvalues: vec![1.0, 0.25], truth: vec![1.0, 2.0], noise: 3.0, ..example() };
    let problem = Plain { teacher_sees: Sees::First(2), student_sees: Sees::First(2), ..plain }.problem();
    let labels = [("teacher_labels", infinite), ("teacher_penalty", 0.25), ("pseudo_labels", infinite)];
    let flow = [labels.as_slice(), &[("student_time", 2f64.ln())]].concat();
    // The teacher keeps 4/5 and 1/2.
    let teacher = 0.04 + 0.25;
    let stopped = 1.0 - 0.5f64.powf(0.25);
    let student = (1.0f64 - 0.4).powi(2) + 0.25 * (2.0 - stopped).powi(2);
    let misfit = 0.16 + 0.25 * (1.0 - stopped).powi(2);
    for (name, expected) in [("teacher.risk", teacher), ("student.risk", student), ("student.misfit", misfit)] {
        let found = measured(&problem, name, &flow, &[]);
        assert!((found.mean - expected).abs() < 1e-14 && found.standard_error == 0.0, "{name}: {found:?}");
    }
}

/// Labels by another solver, and the plain simulation of a student on them.
#[test]
fn designed_labels_agree_with_the_plain_simulation() {
    let eigenvalues: Vec<f64> = (1..=8).map(|i| 1.0 / f64::from(i * i)).collect();
    // Σ λ/(λ + κ) = n is a fixed point of κ → κ·√(Σ λ/(λ + κ)/n).
    let kept = |level: f64| eigenvalues.iter().map(|x| x / (x + level)).sum::<f64>();
    let level = (0..10_000).fold(1.0, |level: f64, _| level * (kept(level) / 2.0).sqrt());
    let shares: Vec<f64> = eigenvalues.iter().map(|x| x / (x + level)).collect();
    let overlap = shares.iter().map(|a| a * a).sum::<f64>() / 2.0;
    let optimal = |a: &f64| a / (a * a + overlap * (1.0 - a).powi(2) / (1.0 - overlap));
    let mask = |a: &f64| if (1.0 - a).powi(2) < 1.0 - overlap { 1.0 } else { 0.0 };
    let gains = [
        ("optimal", shares.iter().map(optimal).collect::<Vec<f64>>()),
        ("mask", shares.iter().map(mask).collect()),
        ("truth", vec![1.0; 8]),
    ];
    for (stream, (word, gains)) in gains.into_iter().enumerate() {
        let plain = Plain {
            truth: vec![0.5; 8],
            eigenvalues: eigenvalues.clone(),
            teacher_sees: Sees::First(8),
            student_sees: Sees::First(8),
            ..example()
        };
        let labels = Plain { truth: plain.truth.iter().zip(&gains).map(|(b, g)| b * g).collect(), ..plain.clone() };
        let mut rng = ChaCha8Rng::seed_from_u64(PLAIN_SEED + 10 + stream as u64);
        let risk = |rng: &mut ChaCha8Rng| {
            let prompts: Vec<Vec<f64>> = (0..2).map(|_| labels.prompt(rng)).collect();
            let sample = labels.labelled(&prompts, rng);
            plain.distance(&fit(&sample, 8, Fit::Ridge(0.0)), &plain.truth, false)
        };
        let observed: Vec<f64> = (0..REPLICATES).map(|_| risk(&mut rng)).collect();
        let found =
            measured(&plain.problem(), "student.designed_risk", &[("pseudo_labels", 2.0)], &[("weak_labels", word)]);
        agree(word, found, Measured::mean_of(&observed));
    }
}

/// Power: a noise, a share or a weight that is wrong by a few percent is seen.
#[test]
fn wrong_numbers_are_detected() {
    let plain = Plain { mixing: 0.6, ..example() };
    let [teacher, student, misfit, _] = plain.simulate(20);
    let noisier = Plain { noise: 1.1 * plain.noise, ..plain.clone() };
    assert!(noisier.measured("teacher.risk", "covariance").z_against(teacher).abs() > FAMILY.z_limit());
    let heavier = Plain { mixing: 0.7, ..plain.clone() };
    assert!(heavier.measured("student.risk", "covariance").z_against(student).abs() > FAMILY.z_limit());
    assert!(heavier.measured("student.misfit", "covariance").z_against(misfit).abs() > FAMILY.z_limit());
}

#[test]
fn means_that_do_not_exist_are_refused() {
    let ridgeless = Plain { teacher: Fit::Ridge(0.0), labels: 6, ..example() };
    let refusal = |plain: &Plain, name: &str| {
        let quantity = quantity::by_name(name).expect("a known name");
        let numbers = [
            ("teacher_labels", plain.labels as f64),
            ("pseudo_labels", plain.pseudo_labels as f64),
            ("teacher_penalty", 0.0),
        ];
        let settings = settings(quantity, &given(&numbers, &[]));
        quantity.experiment(&plain.problem(), &[settings]).err().map(|error| error.to_string())
    };
    // Six labels in four coordinates have a mean without an interval; eight have both.
    assert!(
        refusal(&ridgeless, "teacher.risk").expect("refused").contains("teacher_labels = 6 with teacher_penalty = 0")
    );
    assert_eq!(refusal(&Plain { labels: 8, ..ridgeless.clone() }, "teacher.risk"), None);
    assert_eq!(refusal(&Plain { noise: 0.0, ..ridgeless.clone() }, "teacher.risk"), None);
    // A student that sees less than its teacher has noisy labels, and one that sees as much has not.
    let enough = Plain { labels: 8, pseudo_labels: 5, ..ridgeless.clone() };
    assert_eq!(refusal(&enough, "student.risk"), None);
    assert!(
        refusal(&Plain { student_sees: Sees::First(3), ..enough.clone() }, "student.risk")
            .expect("refused")
            .contains("pseudo_labels = 5")
    );
    // Without a teacher's noise nothing is refused at its own threshold.
    assert!(
        refusal(&Plain { teacher_sees: Sees::First(3), noise: 0.0, ..ridgeless }, "teacher.risk")
            .expect("refused")
            .contains("3 coordinates")
    );
}

fn agree(what: &str, one: Measured, other: Measured) {
    let z = one.z_against(other);
    assert!(z.abs() < FAMILY.z_limit(), "{what}: {one:?} against {other:?}, z = {z}");
}
