//! A search for risks beyond their proved ranges.

use nalgebra::DMatrix;
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

use super::cell::{Cell, Design, Norm};
use super::experiment::Linear;
use super::learner::Learner;
use super::plan::{Observed, Plan};
use super::ranges::{greatest, range};
use super::world::World;
use weak_to_strong::learn::SpectralFilter;
use weak_to_strong::model::{LearnerSpec, LinearProblem, LinearSpec, PromptLaw, SpectrumSpec, TruthSpec};

const SEED: u64 = 241_018_837;

fn numbers(count: usize, rng: &mut ChaCha8Rng) -> Vec<f64> {
    (0..count).map(|_| rng.random_range(-1.0..1.0)).collect()
}

/// Prompts of any size, along any directions: a range holds for all of them.
fn prompts(dim: usize, count: usize, rng: &mut ChaCha8Rng) -> DMatrix<f64> {
    let scale = 10f64.powf(rng.random_range(-1.5..1.5));
    DMatrix::from_vec(dim, count, numbers(dim * count, rng)).scale(scale)
}

fn problem(dim: usize, rng: &mut ChaCha8Rng) -> LinearProblem {
    let spectrum = SpectrumSpec::List(numbers(dim, rng).iter().map(|x| x * x).collect());
    let truth = TruthSpec::List(numbers(dim, rng));
    let mut view = || LearnerSpec::First(rng.random_range(1..=dim));
    let (teacher, student) = (view(), view());
    let mut noise = || if rng.random() { rng.random_range(0.0..1.0) } else { 0.0 };
    let (noise, pseudo_noise) = (noise(), noise());
    let prompts = PromptLaw::Gaussian;
    LinearProblem::new(&LinearSpec { spectrum, prompts, truth, noise, pseudo_noise, teacher, student })
        .expect("a problem")
}

fn filter(rng: &mut ChaCha8Rng) -> SpectralFilter {
    let positive = 10f64.powf(rng.random_range(-2.0..1.0));
    match rng.random_range(0..5) {
        0 | 1 => SpectralFilter::new(positive, f64::INFINITY),
        2 | 3 => SpectralFilter::new(0.0, positive),
        // Interpolation has a bound without noise only.
        _ => SpectralFilter::new(0.0, f64::INFINITY),
    }
}

fn cell(rng: &mut ChaCha8Rng) -> Cell {
    Cell {
        teacher: filter(rng),
        student: filter(rng),
        mixing: rng.random_range(-2.0..2.0),
        norm: if rng.random() { Norm::Covariance } else { Norm::Identity },
        design: [Design::Truth, Design::Optimal, Design::Mask][rng.random_range(0..3)],
    }
}

/// The greatest share of its bound that an observation reaches in some thousands of cases, which must not exceed 1.
fn greatest_share(observed: Observed, same_prompts: bool) -> f64 {
    let mut rng = ChaCha8Rng::seed_from_u64(SEED);
    let mut share: f64 = 0.0;
    for _ in 0..3000 {
        let dim = rng.random_range(1..5);
        let problem = problem(dim, &mut rng);
        let student = if same_prompts { problem.teacher() } else { problem.student() };
        let (labels, pseudo_labels) = (rng.random_range(1..6), rng.random_range(1..6));
        let plan = Plan {
            world: World::new(&problem, 0),
            observed,
            teacher: problem.teacher().clone(),
            student: student.clone(),
            teacher_labels: labels as f64,
            student_labels: if same_prompts { labels as f64 } else { pseudo_labels as f64 },
            same_prompts,
        };
        let cell = cell(&mut rng);
        let bound = greatest(&plan, &cell);
        let (taught, learned) =
            (prompts(plan.teacher_dim(), labels, &mut rng), prompts(plan.student_dim(), pseudo_labels, &mut rng));
        let mut observation = [0.0];
        let linear = Linear::new(plan, vec![cell]);
        let teacher = Learner::on(&taught, linear.penalties(|cell| cell.teacher).as_deref());
        let student = Learner::on(&learned, linear.penalties(|cell| cell.student).as_deref());
        linear.observe(&teacher, &student, &mut observation);
        assert!(observation[0] >= 0.0 && bound > 0.0, "{observation:?} {bound}");
        share = share.max(observation[0] / bound);
    }
    share
}

/// The search comes near the bounds where they are meant to be close, so it could have passed them.
#[test]
fn no_risk_is_beyond_its_range() {
    for (observed, same_prompts, near) in [
        (Observed::TeacherRisk, false, 0.9),
        (Observed::StudentRisk, false, 0.6),
        (Observed::StudentRisk, true, 0.8),
        (Observed::Misfit, false, 0.6),
        (Observed::Misfit, true, 0.1),
        (Observed::DesignedRisk, false, 0.1),
    ] {
        let share = greatest_share(observed, same_prompts);
        assert!((near..1.0 + 1e-9).contains(&share), "{observed:?} {same_prompts}: {share}");
    }
}

/// Without noise a range is of use where labels leave a share of the truth unlearned, and the spectrum is not steep.
#[test]
fn risks_without_noise_have_ranges_where_they_cannot_be_small() {
    let is_bounded = |observed: Observed, power: f64, labels: f64| {
        let problem = LinearProblem::new(&LinearSpec {
            spectrum: SpectrumSpec::Power { power, dim: 8 },
            prompts: PromptLaw::Gaussian,
            truth: TruthSpec::List(vec![1.0; 8]),
            noise: 0.0,
            pseudo_noise: 0.0,
            teacher: LearnerSpec::All,
            student: LearnerSpec::All,
        })
        .expect("a problem");
        let plan = Plan {
            world: World::new(&problem, 0),
            observed,
            teacher: problem.teacher().clone(),
            student: problem.student().clone(),
            teacher_labels: labels,
            student_labels: f64::INFINITY,
            same_prompts: false,
        };
        let ridgeless = SpectralFilter::new(0.0, f64::INFINITY);
        let cell = Cell {
            teacher: ridgeless,
            student: SpectralFilter::new(0.0, 2.0),
            mixing: 1.0,
            norm: Norm::Covariance,
            design: Design::Truth,
        };
        range(&plan, &cell).greatest.is_finite()
    };
    assert!(is_bounded(Observed::StudentRisk, 0.0, 4.0) && is_bounded(Observed::TeacherRisk, 1.0, 4.0));
    assert!(!is_bounded(Observed::StudentRisk, 0.0, 8.0), "as many labels as coordinates tell the truth");
    assert!(!is_bounded(Observed::Misfit, 0.0, 4.0), "a student may be its teacher");
    assert!(!is_bounded(Observed::TeacherRisk, 5.0, 7.0), "the range is wide beside what is missed");
}
