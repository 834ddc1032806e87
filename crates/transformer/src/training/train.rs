//! A whole training, with its files.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use weak_to_strong::model::TransferProblem;

use super::TrainingError;
use super::trainer::{MOST_STATE_BYTES, Trainer};
use crate::file::{NetworkFile, beside, read_bytes, write_bytes};
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
}

/// Steps after which the files are written.
const STEPS_BETWEEN_FILES: u64 = 500;

/// Trains a network, and keeps it in `path` and the state of the training beside it, in the same name with `.state` behind it.
///
/// If there is a state, the training goes on from there. It stops as soon as `interrupt` is set, with both files written; compare
/// [`steps_done`](crate::TrainingRecord::steps_done) with the number of steps. `progress` is told of every step. Each file appears whole or not at all. The
/// state is written first and holds the parameters too, so that it does not matter if the program ends between the two.
///
/// # Errors
///
/// [`TrainingError`], also if the state is of another problem or specification.
pub fn train(
    spec: &TrainingSpec,
    problem: &TransferProblem,
    path: &Path,
    mut progress: impl FnMut(Progress),
    interrupt: &AtomicBool,
) -> Result<NetworkFile, TrainingError> {
    let state = beside(path, "state");
    let mut trainer = if state.exists() {
        Trainer::resume(spec, problem, &read_bytes(&state, MOST_STATE_BYTES)?)?
    } else {
        Trainer::new(spec, problem)?
    };
    while trainer.steps_done() < spec.steps && !interrupt.load(Ordering::Relaxed) {
        trainer.step()?;
        progress(Progress { steps_done: trainer.steps_done(), steps: spec.steps, loss: trainer.loss() });
        if trainer.steps_done().is_multiple_of(STEPS_BETWEEN_FILES) {
            save(&trainer, path, &state)?;
        }
    }
    save(&trainer, path, &state)?;
    Ok(trainer.file())
}

fn save(trainer: &Trainer, path: &Path, state: &Path) -> Result<(), TrainingError> {
    write_bytes(state, &trainer.state()?)?;
    Ok(trainer.file().write(path)?)
}
