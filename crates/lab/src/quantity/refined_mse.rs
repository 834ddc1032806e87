//! The MSE of refinement: fine-tuning on labels that the source re-samples after reading a batch (Algorithm 1).

use nalgebra::DVector;

use super::MakeExperiment::Transfer;
use super::fine_tuning::{ridge_error, write_squared_errors};
use super::limit_fit::{LimitFit, write_shares};
use super::refined_labels::RefinedLabels;
use super::registry::require_finite_variance;
use super::weak_batches::{WeakBatches, composition};
use super::{Draw, Experiment, Quantity, QuantityError, Undefined};
use crate::inference::{Inference, Mean, OfMeans};
use crate::setting::{BATCH, BATCH_CONCEPTS, BATCHES, LABELS, PENALTY, Settings};
use crate::unit::Unit;
use weak_to_strong::learn::FineTuning;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::sample::GROUP;

pub(super) const QUANTITIES: &[Quantity] = &[Quantity {
    name: "refined.mse",
    version: 2,
    symbol: "E|β̂ − β_Q|²",
    meaning: "MSE of fine-tuning on refined labels",
    unit: Unit::MeanSquaredError,
    settings: &[BATCH, LABELS, PENALTY, BATCHES, BATCH_CONCEPTS],
    path: &[PENALTY],
    experiment: Transfer(experiment),
}];

fn experiment(problem: &TransferProblem, path: &[Settings]) -> Result<Box<dyn Experiment>, QuantityError> {
    let (composition, batch) = (composition(&path[0]), path[0].count(&BATCH));
    let shared = path[0].word(&BATCHES) == "shared";
    if path[0].number(&LABELS) < f64::INFINITY {
        require_finite_variance(problem, &LABELS, path)?;
        return Ok(Box::new(RefinedFit {
            labels: RefinedLabels::new(problem, composition, batch, shared, path[0].count(&LABELS)),
            source_mean: problem.source_mean(),
            target_mean: problem.target_mean(),
            path: path.to_vec(),
        }));
    }
    let limit = ManyLabels {
        batches: WeakBatches::new(problem, composition, batch),
        limits: path.iter().map(|s| LimitFit::new(problem, s.number(&PENALTY))).collect(),
    };
    if shared { Ok(Box::new(SharedLimit(limit))) } else { Ok(Box::new(FreshLimit(limit))) }
}

/// Refinement with finitely many labels.
struct RefinedFit {
    labels: RefinedLabels,
    source_mean: DVector<f64>,
    target_mean: DVector<f64>,
    path: Vec<Settings>,
}

impl Experiment for RefinedFit {
    fn width(&self) -> usize {
        self.path.len()
    }

    fn sampler(&self) -> &'static str {
        self.labels.sampler_name()
    }

    fn start(&self) -> Draw<'_> {
        let mut labels = self.labels.clone();
        Draw::new(move |stream, observation| {
            labels.draw(stream);
            let fit = FineTuning::new(&labels.moments, &self.source_mean).map_err(|_| Undefined::at(0))?;
            write_squared_errors(observation, &fit, &self.path, ridge_error, &self.target_mean)
        })
    }
}

/// Refinement in the limit of many labels, where only the posterior is random.
struct ManyLabels {
    batches: WeakBatches,
    limits: Vec<LimitFit>,
}

/// One batch for all labels: E|β̂(α̂) − β_Q|², observed as a share of the greatest error.
struct SharedLimit(ManyLabels);

impl Experiment for SharedLimit {
    fn width(&self) -> usize {
        self.0.limits.len()
    }

    fn sampler(&self) -> &'static str {
        self.0.batches.sampler_name()
    }

    fn start(&self) -> Draw<'_> {
        let roots: Vec<_> = self.0.limits.iter().map(LimitFit::root_of_shares).collect();
        let mut group = self.0.batches.empty_group();
        let mut shares = [0.0; GROUP];
        Draw::in_groups(GROUP, move |stream, observations| {
            self.0.batches.draw(&mut group, stream);
            for (place, root) in roots.iter().enumerate() {
                write_shares(root, &group.probabilities, &mut shares);
                for (observation, share) in observations.chunks_exact_mut(roots.len()).zip(shares) {
                    observation[place] = share;
                }
            }
            Ok(())
        })
    }

    fn inference(&self) -> Inference {
        let limits = self.0.limits.iter().enumerate();
        Inference::of(limits.map(|(place, limit)| Mean::of(place).in_unit_interval().scaled(limit.greatest)))
    }
}

/// A fresh batch for each label: |β̂(E α̂) − β_Q|², with the upward bias of a squared mean taken out.
struct FreshLimit(ManyLabels);

impl Experiment for FreshLimit {
    fn width(&self) -> usize {
        self.0.limits[0].width()
    }

    fn sampler(&self) -> &'static str {
        self.0.batches.sampler_name()
    }

    fn start(&self) -> Draw<'_> {
        self.0.batches.observe_posteriors()
    }

    /// The delta method fails near a squared error of 0, so the range of the squared error over a box for E α̂ is taken.
    fn inference(&self) -> Inference {
        let limits = self.0.limits.iter();
        Inference::of(limits.map(|limit| OfMeans::new(0..limit.width(), limit.clone()).in_unit_interval()))
    }
}
