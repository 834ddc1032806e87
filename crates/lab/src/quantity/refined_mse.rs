//! The MSE of refinement, which is fine-tuning on labels that the source re-samples after it has read a batch (Algorithm 1).

use std::sync::LazyLock;

use super::answer::{AnswersFit, Before, Fits, Queries, SharedFits, SquaredLength, asks_network};
use super::fresh_labels::FreshLabels;
use super::limit_fit::{LimitFit, write_shares};
use super::mixture_error::MixtureError;
use super::mixture_means::MixtureMeans;
use super::prompt_constants::PromptConstants;
use super::rare_refinement::rare_refinement;
use super::refined_fit::{Observed, RefinedFit};
use super::refined_labels::LabelSource;
use super::shared_labels::SharedLabels;
use super::weak_batches::{WeakBatches, composition};
use super::{Draw, Experiment, Made, MadeExperiment, MakeExperiment, Quantity};
use crate::inference::{Inference, Mean, OfMeans};
use crate::setting::{BATCH, BATCH_CONCEPTS, BATCHES, CONSTRUCTION, LABELS, PENALTY, SAMPLER, SOURCE, Settings};
use crate::unit::Unit;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::sample::GROUP;

const QUANTITY: &str = "refined.mse";

pub(super) static QUANTITIES: LazyLock<Vec<Quantity>> = LazyLock::new(|| {
    vec![Quantity {
        name: QUANTITY.into(),
        version: 4,
        symbol: "E‖β̂_R − β_Q‖²".into(),
        meaning: "MSE of fine-tuning on refined labels".into(),
        unit: Unit::MeanSquaredError,
        settings: vec![BATCH, LABELS, PENALTY, BATCHES, BATCH_CONCEPTS, SAMPLER, SOURCE, CONSTRUCTION],
        path: vec![PENALTY],
        experiment: MakeExperiment::new::<TransferProblem>(experiment),
    }]
});

fn experiment(problem: &TransferProblem, path: &[Settings]) -> MadeExperiment {
    if asks_network(&path[0]) {
        return of_network(problem, path);
    }
    let (composition, batch) = (composition(&path[0]), path[0].count(&BATCH));
    let shared = path[0].word(&BATCHES) == "shared";
    if path[0].number(&LABELS) < f64::INFINITY {
        let source = LabelSource { composition, batch, shared, labels: path[0].count(&LABELS) };
        return Ok(match path[0].word(&SAMPLER) {
            "plain" => RefinedFit::new(problem, path, source, Observed::Plain).made(),
            "direct" => RefinedFit::new(problem, path, source, Observed::Direct).made(),
            _ => of_labels(problem, path, source),
        });
    }
    let automatic = path[0].word(&SAMPLER) == "automatic";
    if let Some(rare) = rare_refinement(problem, path, composition, batch).filter(|_| automatic) {
        return Ok(rare);
    }
    // In the limit of many labels, only the posterior is random.
    let batches = WeakBatches::new(problem, composition, batch);
    let limits = path.iter().map(|settings| LimitFit::new(problem, settings.number(&PENALTY)));
    Ok(if shared { shared_limit(batches, limits.collect()) } else { fresh_limit(batches, limits) })
}

/// Refinement whose labels are the answers of a network. In the limit of many labels, their noise has no effect.
fn of_network(problem: &TransferProblem, path: &[Settings]) -> MadeExperiment {
    let (composition, batch) = (composition(&path[0]), path[0].count(&BATCH));
    let shared = path[0].word(&BATCHES) == "shared";
    if path[0].number(&LABELS) < f64::INFINITY {
        let source = LabelSource { composition, batch, shared, labels: path[0].count(&LABELS) };
        let plain = path[0].word(&SAMPLER) == "plain";
        let observed = if plain { Observed::Plain } else { Observed::Direct };
        return Ok(RefinedFit::of_network(QUANTITY, problem, path, source, observed)?.made());
    }
    let queries = Queries::new(QUANTITY, problem, &path[0], Before::batch(composition, shared))?;
    let fits = path.iter().map(|settings| AnswersFit::new(problem, settings.number(&PENALTY)));
    Ok(if shared {
        SharedFits::new(queries, fits.collect()).made()
    } else {
        Fits::new(vec![queries], fits.map(|fit| (0, fit)).collect()).made(|| SquaredLength)
    })
}

/// Refinement with finitely many labels. Label noise, the concepts behind the labels and the directions of prompts are integrated out as far as they can
/// be.
pub(super) fn of_labels(problem: &TransferProblem, path: &[Settings], source: LabelSource) -> Made {
    let penalties: Vec<f64> = path.iter().map(|settings| settings.number(&PENALTY)).collect();
    // A function of means has a proved interval only if all of its coordinates have ranges; a mean that is not negative has a proved lower end anyway.
    let prompts = PromptConstants::new(problem, source.labels, &penalties);
    let Some(prompts) = prompts.filter(|prompts| source.shared || prompts.have_ranges()) else {
        return RefinedFit::new(problem, path, source, Observed::Integrated).made();
    };
    let batches = WeakBatches::new(problem, source.composition, source.batch);
    let error = MixtureError::new(problem);
    if source.shared { SharedLabels::made(batches, error, prompts) } else { FreshLabels::made(batches, error, prompts) }
}

/// One batch for all labels: E|β̂(α̂) − β_Q|².
fn shared_limit(batches: WeakBatches, limits: Vec<LimitFit>) -> Made {
    let greatest = limits.iter().map(|limit| limit.greatest).enumerate();
    let inference = Inference::of(greatest.map(|(place, most)| Mean::of(place).in_unit_interval().scaled(most)));
    Made::new(SharedLimit { batches, limits }, inference)
}

/// Makes an experiment that observes |β̂(α̂) − β_Q|² in the limit of many labels after one batch, as shares of the greatest squared errors, which it returns
/// too.
pub(super) fn shared_limit_shares(problem: &TransferProblem, path: &[Settings]) -> (Box<dyn Experiment>, Vec<f64>) {
    let batches = WeakBatches::new(problem, composition(&path[0]), path[0].count(&BATCH));
    let limits: Vec<_> = path.iter().map(|settings| LimitFit::new(problem, settings.number(&PENALTY))).collect();
    let greatest = limits.iter().map(|limit| limit.greatest).collect();
    (Box::new(SharedLimit { batches, limits }), greatest)
}

/// A fresh batch for each label: |β̂(E α̂) − β_Q|², corrected for the upward bias of a squared mean.
///
/// The delta method fails near a squared error of 0. So the interval is the range of the squared error over a box for its coordinates.
fn fresh_limit(batches: WeakBatches, limits: impl Iterator<Item = LimitFit>) -> Made {
    let (mut functions, mut estimators, mut first) = (Vec::new(), Vec::new(), 0);
    for limit in limits {
        functions.push(limit.along.clone());
        estimators.push(OfMeans::new(first..first + limit.width(), limit.clone()).in_unit_interval());
        first += limit.width();
    }
    Made::new(MixtureMeans::new(batches, functions), Inference::of(estimators))
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
