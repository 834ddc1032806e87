//! A training, step by step.

use rayon::prelude::*;
use weak_to_strong::model::TransferProblem;

use super::TrainingError;
use super::adam::Adam;
use super::batch::Batches;
use super::difference::differences;
use super::initial::initial;
use crate::file::{
    Container, FileError, Header, MOST_BYTES, NetworkFile, TrainingRecord, Weights, bytes_of, instructions,
};
use crate::gradient::Workspace;
use crate::layout::Tensor;
use crate::network::Network;
use crate::training_spec::{PIECES, TrainingSpec};

/// The share of the newest loss in the mean that is reported.
const NEWEST: f64 = 0.01;

/// A training under way.
///
/// Whatever threads there are, and wherever it was interrupted and resumed, its numbers are the same to the bit.
pub struct Trainer<'a> {
    header: Header,
    spec: TrainingSpec,
    batches: Batches<'a>,
    network: Network<f32>,
    adam: Adam<f32>,
    loss: f64,
    workspaces: Vec<(Workspace<f32>, Vec<f32>)>,
}

impl<'a> Trainer<'a> {
    /// A training before its first step.
    ///
    /// # Errors
    ///
    /// [`TrainingError::Spec`].
    pub fn new(spec: &'a TrainingSpec, problem: &'a TransferProblem) -> Result<Self, TrainingError> {
        let architecture = spec.architecture(problem)?;
        let network = initial(architecture, problem, spec.seed);
        let count = architecture.parameter_count();
        Ok(Self {
            header: Header::new(problem.description(), spec.tokens(problem), architecture),
            spec: *spec,
            batches: Batches::new(problem, spec),
            network,
            adam: Adam::new(count),
            loss: 0.0,
            workspaces: (0..PIECES).map(|_| (Workspace::default(), vec![0.0; count])).collect(),
        })
    }

    /// A training where the bytes of a state left it.
    ///
    /// # Errors
    ///
    /// [`TrainingError::OtherTraining`], with all differences, if the state is of another problem, specification or version; [`TrainingError::File`].
    pub fn resume(spec: &'a TrainingSpec, problem: &'a TransferProblem, state: &[u8]) -> Result<Self, TrainingError> {
        let mut trainer = Self::new(spec, problem)?;
        let container = Container::new(state, MOST_STATE_BYTES)?;
        let header = Header::read(&container.header)?;
        let differences = differences(&header, &trainer.header())?;
        let record = match header.training {
            Some(record) if differences.is_empty() => record,
            _ => return Err(TrainingError::OtherTraining { differences }),
        };
        let mut numbers: Vec<f32> = container.numbers(&state_tensors(&trainer.network))?;
        let count = trainer.network.parameters().len();
        trainer.adam.squares = numbers.split_off(2 * count);
        trainer.adam.means = numbers.split_off(count);
        trainer.network.parameters_mut().copy_from_slice(&numbers);
        trainer.adam.steps = record.steps_done;
        trainer.loss = record.loss;
        Ok(trainer)
    }

    /// Steps done.
    pub fn steps_done(&self) -> u64 {
        self.adam.steps
    }

    /// The mean of the last losses, as [`TrainingRecord::loss`].
    pub fn loss(&self) -> f64 {
        self.loss
    }

    /// Makes one step, and returns the mean squared difference of predictions from targets in its batch, before the step.
    ///
    /// # Errors
    ///
    /// [`TrainingError::Diverged`] if the loss or a parameter is no number.
    pub fn step(&mut self) -> Result<f64, TrainingError> {
        let step = self.adam.steps;
        let batch = self.batches.draw(step);
        let count = batch.targets.len();
        let transposed = self.network.transposed();
        let (network, length) = (&self.network, self.batches.length());
        let pieces = batch.tokens.par_chunks(batch.tokens.len() / PIECES).zip(batch.targets.par_chunks(count / PIECES));
        let squares: Vec<f64> = self
            .workspaces
            .par_iter_mut()
            .zip(pieces)
            .map(|((workspace, gradient), (tokens, targets))| {
                gradient.fill(0.0);
                network.add_gradient(&transposed, [tokens, targets], length, 1.0 / count as f64, workspace, gradient)
            })
            .collect();
        let loss = squares.iter().sum::<f64>() / count as f64;
        self.descend(step);
        if !loss.is_finite() || self.network.parameters().iter().any(|number| !number.is_finite()) {
            return Err(TrainingError::Diverged { step, rate: self.spec.rate });
        }
        self.loss += (loss - self.loss) * NEWEST.max(1.0 / self.adam.steps as f64);
        Ok(loss)
    }

    /// Adds the derivatives of all pieces in their order, and changes the parameters.
    fn descend(&mut self, step: u64) {
        if let [(_, total), others @ ..] = &mut self.workspaces[..] {
            for (_, gradient) in others {
                total.iter_mut().zip(gradient).for_each(|(total, slope)| *total += *slope);
            }
            let rate = self.spec.rate_at(step);
            self.adam.step(self.network.parameters_mut(), total, rate, self.spec.weight_decay);
        }
    }

    fn header(&self) -> Header {
        let training = TrainingRecord {
            spec: self.spec,
            steps_done: self.adam.steps,
            loss: self.loss,
            instructions: instructions().to_owned(),
        };
        Header { training: Some(training), ..self.header.clone() }
    }

    /// The network as it is now.
    pub fn file(&self) -> NetworkFile {
        NetworkFile { header: self.header(), network: Weights::Single(self.network.clone()) }
    }

    /// Everything that [`Trainer::resume`] needs: the parameters, the moments of AdamW, and the step.
    ///
    /// # Errors
    ///
    /// As [`NetworkFile::to_bytes`].
    pub fn state(&self) -> Result<Vec<u8>, FileError> {
        let numbers = [self.network.parameters(), &self.adam.means, &self.adam.squares].concat();
        bytes_of(self.header().text()?, &state_tensors(&self.network), &numbers)
    }
}

/// The largest file with a state.
pub(super) const MOST_STATE_BYTES: u64 = 3 * MOST_BYTES;

/// Parameters and moments are tensors with one dimension.
fn state_tensors(network: &Network<f32>) -> Vec<Tensor> {
    let count = network.parameters().len();
    let tensor = |(i, name): (usize, &str)| Tensor {
        name: name.to_owned(),
        shape: vec![count],
        place: i * count..(i + 1) * count,
    };
    ["parameters", "means", "squares"].into_iter().enumerate().map(tensor).collect()
}
