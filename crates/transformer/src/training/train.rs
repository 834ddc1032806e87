//! A whole training, with its files.

use std::path::Path;

use weak_to_strong::model::TransferProblem;

use super::trainer::{MOST_STATE_BYTES, Trainer};
use super::{HeldOut, TrainingError};
use crate::file::{NetworkFile, check_place, read_bytes, write_bytes};
use crate::training_spec::TrainingSpec;

/// Where a training is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// Steps done.
    pub steps_done: u64,
    /// Steps of the whole training.
    pub steps: u64,
    /// The mean of the last losses.
    pub loss: f64,
    /// The mean squared distance from the posterior mean on prompts that are held out, measured every 100 steps and at the end.
    pub distance: f64,
}

/// Steps after which the distance is measured.
const STEPS_BETWEEN_DISTANCES: u64 = 100;

/// Steps after which the files are written.
const STEPS_BETWEEN_FILES: u64 = 500;

/// Trains a network, and keeps it in `path` and the state of the training beside it, in the same name with the extension `state`.
///
/// If there is a state, the training goes on from there. It stops as soon as it `is_interrupted`, with both files written; compare
/// [`steps_done`](crate::TrainingRecord::steps_done) with the number of steps. `progress` is told of every step. Each file appears whole or not at all. The
/// state is written first and holds the parameters too, so that it does not matter if the program ends between the two.
///
/// # Errors
///
/// [`TrainingError`], also if the state is of another problem or specification. Before the first step it is checked that the files have a place.
pub fn train(
    spec: &TrainingSpec,
    problem: &TransferProblem,
    path: &Path,
    mut progress: impl FnMut(Progress),
    is_interrupted: impl Fn() -> bool,
) -> Result<NetworkFile, TrainingError> {
    check_place(path)?;
    let state = path.with_extension("state");
    let mut trainer = if state.exists() {
        let bytes = read_bytes(&state, MOST_STATE_BYTES)?;
        Trainer::resume(spec, problem, &bytes).map_err(|error| of_state(error, &state))?
    } else {
        Trainer::new(spec, problem)?
    };
    let held_out = HeldOut::new(problem, spec.examples, spec.seed);
    let mut distance = held_out.distance(&trainer.file());
    while trainer.steps_done() < spec.steps && !is_interrupted() {
        trainer.step()?;
        if trainer.steps_done().is_multiple_of(STEPS_BETWEEN_DISTANCES) || trainer.steps_done() == spec.steps {
            distance = held_out.distance(&trainer.file());
        }
        progress(Progress { steps_done: trainer.steps_done(), steps: spec.steps, loss: trainer.loss(), distance });
        if trainer.steps_done().is_multiple_of(STEPS_BETWEEN_FILES) {
            save(&trainer, path, &state)?;
        }
    }
    save(&trainer, path, &state)?;
    Ok(trainer.file())
}

/// The error of a resumed training, which names the state if that is no whole file.
fn of_state(error: TrainingError, state: &Path) -> TrainingError {
    if let TrainingError::File(error) = error {
        return TrainingError::Damaged { state: state.to_owned(), error };
    }
    error
}

fn save(trainer: &Trainer, path: &Path, state: &Path) -> Result<(), TrainingError> {
    write_bytes(state, &trainer.state()?)?;
    Ok(trainer.file().write(path)?)
}
