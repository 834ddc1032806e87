//! The source's posterior after weak-labelled examples.

use std::sync::LazyLock;

use super::plain_settings::{direct_settings, plain_settings};
use super::{MadeSample, MakeSample, Observable, Observed, Values};
use crate::quantity::QuantityError;
use crate::quantity::misalignment::misalignment;
use crate::quantity::rare_misalignment::Power;
use crate::setting::{BATCH, SOURCE};
use crate::unit::Unit;
use weak_to_strong::model::TransferProblem;

pub(super) static OBSERVABLES: LazyLock<Vec<Observable>> = LazyLock::new(|| {
    vec![Observable {
        name: "refined.misalignment".into(),
        version: 1,
        symbol: "M".into(),
        meaning: "posterior probability of the wrong concepts after the first examples of a sequence".into(),
        unit: Unit::Probability,
        settings: vec![BATCH, SOURCE],
        path: vec![BATCH],
        sample: "a sequence of weak-labelled examples".into(),
        experiment: MakeSample::new::<TransferProblem>(sample),
    }]
});

/// The reductions in law have the law of each batch, but batches of several sizes do not all contain one another. So these are drawn example by example.
fn sample(problem: &TransferProblem, observed: &[Observed]) -> Result<MadeSample, QuantityError> {
    let size = |observed: &Observed| observed.settings.count(&BATCH);
    let is_one = observed.iter().all(|one| size(one) == size(&observed[0]));
    let path = if is_one { plain_settings(observed) } else { direct_settings(observed) };
    let experiment = misalignment("refined.misalignment", problem, &path, Power::First)?.experiment;
    Ok(MadeSample::new(experiment, vec![Values::UNIT; path.len()]))
}
