//! Misalignment of the source's posterior along a path of batch sizes.

use std::sync::LazyLock;

use super::posterior_only::require_posterior;
use super::rare_misalignment::{Power, RareMisalignment};
use super::{Draw, Experiment, Made, MadeExperiment, MakeExperiment, Quantity, QuantityError};
use crate::inference::{Estimator, Inference, Mean, Weighted};
use crate::setting::{BATCH, SAMPLER, SOURCE, Settings};
use crate::unit::Unit;
use weak_to_strong::model::{BulkMisalignment, TransferProblem};
use weak_to_strong::random::{Branches, Stream};
use weak_to_strong::sample::{GROUP, LabelLaw, ResidualSampler};

pub(super) static QUANTITIES: LazyLock<Vec<Quantity>> = LazyLock::new(|| {
    vec![
        Quantity {
            name: "refined.misalignment".into(),
            version: 2,
            symbol: "E M".into(),
            meaning: "mean posterior probability of the wrong concepts after a batch".into(),
            unit: Unit::Probability,
            settings: vec![BATCH, SAMPLER, SOURCE],
            path: vec![BATCH],
            experiment: MakeExperiment::new::<TransferProblem>(|problem, path| {
                misalignment("refined.misalignment", problem, path, Power::First)
            }),
        },
        Quantity {
            name: "refined.misalignment_squared".into(),
            version: 2,
            symbol: "E M²".into(),
            meaning: "mean squared posterior probability of the wrong concepts after a batch".into(),
            unit: Unit::Probability,
            settings: vec![BATCH, SAMPLER, SOURCE],
            path: vec![BATCH],
            experiment: MakeExperiment::new::<TransferProblem>(|problem, path| {
                misalignment("refined.misalignment_squared", problem, path, Power::Square)
            }),
        },
    ]
});

/// A power of misalignment at every batch size of a path.
///
/// The plain batches of a replicate are nested. Batches whose misalignment is rare are drawn from a tilted law of their own, and their observations
/// are shares of a bound. The draws for one size do not depend on the other sizes.
struct BatchPath {
    residuals: ResidualSampler,
    misalignments: BulkMisalignment,
    power: Power,
    /// The batch sizes with plain sampling, with their places in the path.
    plain: Vec<(usize, usize)>,
    /// The batch sizes with rare misalignment, with their places in the path.
    rare: Vec<(usize, usize, RareMisalignment)>,
}

pub(super) fn misalignment(
    quantity: &'static str,
    problem: &TransferProblem,
    path: &[Settings],
    power: Power,
) -> MadeExperiment {
    require_posterior(quantity, &path[0], "measure answer.distance or answer.excess_risk")?;
    let target = problem.target_concept().ok_or(QuantityError::SeveralTargets { quantity: quantity.into() })?;
    let sampler = path[0].word(&SAMPLER);
    let labels = problem.weak_concepts().column(target).into_owned();
    let residuals = ResidualSampler::new(problem.prompts(), problem.concepts(), &labels, LabelLaw::weak(problem).noise);
    let mut experiment = BatchPath {
        residuals: if sampler == "direct" { residuals.direct() } else { residuals },
        misalignments: BulkMisalignment::new(problem, target),
        power,
        plain: Vec::new(),
        rare: Vec::new(),
    };
    for (place, batch) in path.iter().map(|settings| settings.count(&BATCH)).enumerate() {
        match RareMisalignment::new(problem, batch, power).filter(|_| sampler == "automatic") {
            Some(rare) => experiment.rare.push((place, batch, rare)),
            None => experiment.plain.push((place, batch)),
        }
    }
    Ok(experiment.made())
}

impl BatchPath {
    fn made(self) -> Made {
        let places = 0..self.width();
        let mut estimators: Vec<Estimator> = places.map(|place| Mean::of(place).in_unit_interval().into()).collect();
        for (place, _, rare) in &self.rare {
            estimators[*place] = Weighted::new(*place, rare.bound()).into();
        }
        Made::new(self, Inference::of(estimators))
    }

    /// Draws the observations of a group of replicates, and writes them into `observations` one after the other.
    fn draw_group(&self, observations: &mut [f64], stream: &mut Stream) {
        let width = self.width();
        let mut misalignments = [0.0; GROUP];
        let batches: Vec<usize> = self.plain.iter().map(|(_, batch)| *batch).collect();
        self.residuals.draw(&batches, stream, &mut |index, residual_squares| {
            self.misalignments.write(residual_squares, &mut misalignments);
            for (observation, misalignment) in observations.chunks_exact_mut(width).zip(misalignments) {
                observation[self.plain[index].0] = self.power.of(misalignment);
            }
        });
        let branches = Branches::from_stream(stream);
        let mut shares = [0.0; GROUP];
        for (place, batch, rare) in &self.rare {
            rare.draw(&mut shares, &mut branches.open(*batch as u64));
            for (observation, share) in observations.chunks_exact_mut(width).zip(shares) {
                observation[*place] = share;
            }
        }
    }
}

impl Experiment for BatchPath {
    fn width(&self) -> usize {
        self.plain.len() + self.rare.len()
    }

    fn sampler(&self) -> &'static str {
        match (self.plain.is_empty(), self.rare.is_empty()) {
            (_, true) => self.residuals.name(),
            (true, false) => "tilted",
            (false, false) => "tilted where rare",
        }
    }

    fn start(&self) -> Draw<'_> {
        Draw::in_groups(GROUP, |stream, observations| {
            self.draw_group(observations, stream);
            Ok(())
        })
    }
}
