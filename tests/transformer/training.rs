//! Trainings: the same to the bit however they are run, and near the posterior mean.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use sha2::{Digest, Sha256};
use weak_to_strong::model::{ConceptSpec, ProblemSpec, TransferProblem};
use weak_to_strong::random::{ContentKey, open_stream};
use weak_to_strong::sample::{Composition, ExampleSampler, LabelLaw};
use weak_to_strong_transformer::{NetworkFile, Targets, Trainer, TrainingError, TrainingSpec, posterior_means, train};

fn problem() -> TransferProblem {
    ProblemSpec::new(2, ConceptSpec::Orthonormal(2)).build().expect("a problem")
}

fn small() -> TrainingSpec {
    let small =
        TrainingSpec { width: 16, heads: 2, layers: 2, hidden: 16, examples: 8, batch: 16, ..TrainingSpec::default() };
    TrainingSpec { steps: 20, warm_up: 5, ..small }
}

/// Trains with this many threads, and sets the interrupt after each of these numbers of steps.
fn digest(threads: usize, interrupts: &[u64], path: &Path) -> String {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    for end in interrupts.iter().chain([&u64::MAX]) {
        let interrupt = AtomicBool::new(false);
        let progress = |progress: weak_to_strong_transformer::Progress| {
            interrupt.store(progress.steps_done >= *end, Ordering::Relaxed);
        };
        let file = pool
            .install(|| train(&small(), &problem(), path, progress, || interrupt.load(Ordering::Relaxed)))
            .expect("a training");
        assert_eq!(file.header.training.as_ref().map(|record| record.steps_done), Some(20.min(*end)));
        assert_eq!(NetworkFile::read(path).expect("a network"), file);
    }
    format!("{:x?}", Sha256::digest(std::fs::read(path).expect("a file")))
}

#[test]
fn interrupted_trainings_give_the_same_file_with_any_number_of_threads() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    let whole = digest(1, &[], &path("whole"));
    assert_eq!(digest(2, &[], &path("two")), whole);
    assert_eq!(digest(1, &[1, 7, 12], &path("one_interrupted")), whole);
    assert_eq!(digest(2, &[3, 4, 19], &path("two_interrupted")), whole);
}

#[test]
fn a_state_of_another_training_is_refused() {
    let problem = problem();
    let state = Trainer::new(&small(), &problem).expect("a training").state().expect("a state");
    assert!(Trainer::resume(&small(), &problem, &state).is_ok());
    let message = |spec: TrainingSpec, problem: &TransferProblem| match Trainer::resume(&spec, problem, &state) {
        Err(error @ TrainingError::OtherTraining { .. }) => error.to_string(),
        other => panic!("{:?}", other.err()),
    };
    let other = ProblemSpec::new(2, ConceptSpec::Orthonormal(2)).noise(0.6).build().expect("a problem");
    assert_eq!(
        message(small(), &other),
        format!(
            "the state is of another training: problem.noise is {:?} in the state and 0.6 here; remove the state, or choose another file",
            problem.noise()
        )
    );
    let all = message(TrainingSpec { width: 24, hidden: 24, heads: 3, layers: 1, seed: 2, ..small() }, &problem);
    assert!(
        all.contains(
            ": training.width is 16 in the state and 24 here, training.heads is 2 in the state and 3 here, \
             training.layers is 2 in the state and 1 here, training.hidden is 16 in the state and 24 here, \
             training.seed is 1 in the state and 2 here; "
        ),
        "{all}"
    );
    let more = ProblemSpec::new(2, ConceptSpec::Vectors(vec![vec![0.123_456_789, 0.5]; 8])).build().expect("a problem");
    let long = message(small(), &more);
    assert!(long.contains("problem.concepts.orthonormal is 2 in the state and left out here"), "{long}");
    assert!(
        long.contains("problem.concepts.vectors is left out in the state and [[0.123456789,0.5],")
            && long.contains("… here")
    );
    let damaged = Trainer::resume(&small(), &problem, &state[..state.len() - 1]).err();
    assert!(matches!(damaged, Some(TrainingError::File(_))));
}

#[test]
fn files_without_a_place_are_refused_before_the_first_step() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("none/network.safetensors");
    let no_step = |progress| panic!("{progress:?}");
    let error = train(&small(), &problem(), &path, no_step, || false).expect_err("no folder").to_string();
    assert_eq!(
        error,
        format!("there is no folder {}; make it, or choose another one", folder.path().join("none").display())
    );
    let file = train(&small(), &problem(), &folder.path().join("network.safetensors"), |_| {}, || true);
    assert!(file.is_ok() && std::fs::read_dir(folder.path()).expect("a folder").count() == 2, "weights and state");
}

#[test]
fn a_damaged_state_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("network.state"), "cut off").expect("room");
    let path = folder.path().join("network.safetensors");
    let message = train(&small(), &problem(), &path, |_| {}, || false).err().map(|error| error.to_string());
    let message = message.expect("damaged");
    assert!(message.contains("network.state is damaged: ") && message.contains("remove it"), "{message}");
}

#[test]
fn wrong_specifications_are_named() {
    let message =
        |spec: TrainingSpec| Trainer::new(&spec, &problem()).err().map(|error| error.to_string()).unwrap_or_default();
    assert!(message(TrainingSpec { batch: 12, ..small() }).starts_with("batch = 12: must be a multiple of 8"));
    assert!(message(TrainingSpec { steps: 0, ..small() }).starts_with("steps = 0"));
    assert!(message(TrainingSpec { spread: 0.5, ..small() }).starts_with("spread = 0.5 with targets = \"labels\""));
    assert!(
        message(TrainingSpec { rate: f64::NAN, ..small() }).starts_with("rate = NaN: must be a number from 0 to 1")
    );
    assert!(message(TrainingSpec { examples: 2000, ..small() }).starts_with("context = 2001: must be"));
    let large = TrainingSpec { width: 512, hidden: 512, layers: 5, ..small() };
    assert!(message(large).contains(" parameters, and at most 8000000 are trained; lower width"), "{}", message(large));
    assert!(message(TrainingSpec { heads: 3, ..small() }).starts_with("heads = 3 does not divide width = 16"));
}

/// Root mean square distance from the posterior mean over root mean square of the posterior mean, on fresh prompts with 0 to 8 examples.
fn relative_distance(predict: impl Fn(&[f64], &[f64]) -> Vec<f64>) -> f64 {
    let (problem, count) = (problem(), small().examples + 1);
    let sampler = ExampleSampler::new(problem.prompts(), LabelLaw::source(&problem));
    let mut stream = open_stream(99, &ContentKey::of("fresh prompts"), 0);
    let (mut distance, mut size) = (0.0, 0.0);
    for _ in 0..500 {
        let (mut prompts, mut labels) = (vec![0.0; count * problem.dim()], vec![0.0; count]);
        sampler.fill(&mut prompts, &mut labels, Composition::OneConcept, &mut stream);
        let means = posterior_means(&problem, &prompts, &labels);
        for (found, mean) in predict(&prompts, &labels).iter().zip(means) {
            distance += (found - mean).powi(2);
            size += mean * mean;
        }
    }
    (distance / size).sqrt()
}

/// A few seconds. What is learned comes several times as near to the posterior mean as the posterior of a source that believes three times the noise.
#[test]
fn a_short_training_comes_near_the_posterior_mean() {
    let problem = problem();
    let spec = TrainingSpec { steps: 1500, batch: 32, warm_up: 100, targets: Targets::PosteriorMean, ..small() };
    let mut trainer = Trainer::new(&spec, &problem).expect("a training");
    while trainer.steps_done() < spec.steps {
        trainer.step().expect("a step");
    }
    let believing = |noise| problem.description().clone().believed_noise(noise).build().expect("a problem");
    let file = trainer.file();
    let distance = relative_distance(|prompts, labels| file.predict(prompts, labels, spec.examples));
    let misjudged = relative_distance(|prompts, labels| posterior_means(&believing(1.5), prompts, labels));
    assert!(distance < 0.1 && misjudged > 0.2 && trainer.loss() < 0.01, "{distance} {misjudged} {}", trainer.loss());
}
