//! The MSE of refinement, which is fine-tuning on labels that the source re-samples after it has read a batch (Algorithm 1).

use std::sync::LazyLock;

use nalgebra::DVector;

use super::fine_tuning::{ridge_error, write_squared_errors};
use super::finite_variance::require_finite_variance;
use super::limit_fit::{LimitFit, write_shares};
use super::rare_refinement::rare_refinement;
use super::refined_labels::RefinedLabels;
use super::weak_batches::{WeakBatches, composition};
use super::{Draw, Experiment, Made, MadeExperiment, MakeExperiment, Quantity, Undefined};
use crate::inference::{Inference, Mean, OfMeans};
use crate::setting::{BATCH, BATCH_CONCEPTS, BATCHES, LABELS, PENALTY, SAMPLER, Settings};
use crate::unit::Unit;
use weak_to_strong::learn::FineTuning;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::sample::GROUP;

pub(super) static QUANTITIES: LazyLock<Vec<Quantity>> = LazyLock::new(|| {
    vec![Quantity {
        name: "refined.mse".into(),
        version: 3,
        symbol: "E|β̂ − β_Q|²".into(),
        meaning: "MSE of fine-tuning on refined labels".into(),
        unit: Unit::MeanSquaredError,
        settings: vec![BATCH, LABELS, PENALTY, BATCHES, BATCH_CONCEPTS, SAMPLER],
        path: vec![PENALTY],
        experiment: MakeExperiment::new::<TransferProblem>(experiment),
    }]
});

fn experiment(problem: &TransferProblem, path: &[Settings]) -> MadeExperiment {
    let (composition, batch) = (composition(&path[0]), path[0].count(&BATCH));
    let shared = path[0].word(&BATCHES) == "shared";
    if path[0].number(&LABELS) < f64::INFINITY {
        require_finite_variance(problem, &LABELS, path)?;
        return Ok(Made::of_means(RefinedFit {
            labels: RefinedLabels::new(problem, composition, batch, shared, path[0].count(&LABELS)),
            source_mean: problem.source_mean(),
            target_mean: problem.target_mean(),
            path: path.to_vec(),
        }));
    }
    let automatic = path[0].word(&SAMPLER) == "automatic";
    if let Some(rare) = rare_refinement(problem, path, composition, batch).filter(|_| automatic) {
        return Ok(rare);
    }
    // In the limit of many labels, only the posterior is random.
    let batches = WeakBatches::new(problem, composition, batch);
    let limits = path.iter().map(|settings| LimitFit::new(problem, settings.number(&PENALTY)));
    if shared { Ok(shared_limit(batches, limits.collect())) } else { Ok(fresh_limit(batches, limits)) }
}

/// One batch for all labels: E|β̂(α̂) − β_Q|².
fn shared_limit(batches: WeakBatches, limits: Vec<LimitFit>) -> Made {
    let greatest = limits.iter().map(|limit| limit.greatest).enumerate();
    let inference = Inference::of(greatest.map(|(place, most)| Mean::of(place).in_unit_interval().scaled(most)));
    Made::new(SharedLimit { batches, limits }, inference)
}

/// A fresh batch for each label: |β̂(E α̂) − β_Q|², corrected for the upward bias of a squared mean.
///
/// The delta method fails near a squared error of 0. So the interval is the range of the squared error over a box for E α̂.
fn fresh_limit(batches: WeakBatches, limits: impl Iterator<Item = LimitFit>) -> Made {
    let squared_errors = limits.map(|limit| OfMeans::new(0..limit.width(), limit).in_unit_interval());
    Made::new(batches, Inference::of(squared_errors))
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

/// One batch for all labels: |β̂(α̂) − β_Q|², observed as a share of the greatest squared error.
struct SharedLimit {
    batches: WeakBatches,
    limits: Vec<LimitFit>,
}

impl Experiment for SharedLimit {
    fn width(&self) -> usize {
        self.limits.len()
    }

    fn sampler(&self) -> &'static str {
        self.batches.sampler_name()
    }

    fn start(&self) -> Draw<'_> {
        let roots: Vec<_> = self.limits.iter().map(LimitFit::root_of_shares).collect();
        let mut group = self.batches.empty_group();
        let mut shares = [0.0; GROUP];
        Draw::in_groups(GROUP, move |stream, observations| {
            self.batches.draw(&mut group, stream);
            for (place, root) in roots.iter().enumerate() {
                write_shares(root, &group.probabilities, &mut shares);
                for (observation, share) in observations.chunks_exact_mut(roots.len()).zip(shares) {
                    observation[place] = share;
                }
            }
            Ok(())
        })
    }
}
