//! Squared errors that are expected given the prompts: the choice of what is observed.

use super::biases::Biases;
use super::expected_errors::{Fit, Labels, Plan};
use super::expected_fit::ExpectedFits;
use super::expected_kernel::ExpectedRidge;
use super::fine_tuning::SquaredError;
use super::noise_bounds::Filter;
use super::plain_errors::plain_experiment;
use super::prompt_facts::PromptFacts;
use super::with_oracle::WithOracle;
use super::{Experiment, Made};
use crate::setting::{EXTRAPOLATION, ORACLE_SHARE, PENALTY, SAMPLER, SAMPLES, STEP, STEPS, SettingValue, Settings};
use weak_to_strong::model::TransferProblem;
use weak_to_strong::sample::LabelLaw;

/// Makes the quantity of squared errors given the prompts. It uses kernels if they apply. The share of samples whose penalty is chosen for the sample
/// keeps the errors of `squared_error`.
pub(super) fn expected_errors(
    problem: &TransferProblem,
    labels: &LabelLaw,
    path: &[Settings],
    squared_error: SquaredError,
) -> Made {
    let facts = PromptFacts::new(problem.prompts(), path[0].count(&SAMPLES), problem.dim());
    let mean = &labels.concepts * &labels.prior;
    let target = problem.target_mean();
    let biases = Biases::new(&(problem.source_mean() - &target), &(&mean - &target));
    let mixed = !labels.prior.iter().any(|probability| *probability == 1.0);
    let bound = || problem.prompts().squared_bound(problem.dim()).map(|bound| bound * greatest_difference(labels));
    let noise_variance = labels.noise.deviation().powi(2);
    let plan =
        Plan::new(facts, biases, &Labels { noise_variance, mixed: mixed.then(bound) }, path.iter().map(fit).collect());
    let inference = plan.inference();
    let direct = path[0].word(&SAMPLER) == "direct";
    let fits = |plan| Box::new(ExpectedFits::new(plan, problem, labels, direct)) as Box<dyn Experiment>;
    let blind = if mixed {
        fits(plan)
    } else {
        ExpectedRidge::new(plan, problem.prompts(), direct).map_or_else(fits, |kernel| Box::new(kernel))
    };
    let shares: Vec<(usize, f64)> = path
        .iter()
        .enumerate()
        .map(|(place, settings)| (place, fit(settings).oracle_share))
        .filter(|(_, share)| *share > 0.0)
        .collect();
    if shares.is_empty() {
        return Made { experiment: blind, inference };
    }
    let best: Vec<Settings> = shares.iter().map(|(place, _)| with_oracle_only(&path[*place])).collect();
    let oracle = plain_experiment(problem, labels, &best, squared_error);
    Made::new(WithOracle { blind, oracle, shares, of_source: biases.of_source() }, inference)
}

fn fit(settings: &Settings) -> Fit {
    let optional = |setting| settings.number_if_given(setting).unwrap_or(0.0);
    let filter = match settings.number_if_given(&PENALTY) {
        Some(penalty) => Filter::Ridge { penalty },
        None => Filter::Descent { step: settings.number(&STEP), steps: settings.count(&STEPS) },
    };
    Fit { filter, extrapolation: optional(&EXTRAPOLATION), oracle_share: optional(&ORACLE_SHARE) }
}

/// The same settings with the best penalty for every sample.
fn with_oracle_only(settings: &Settings) -> Settings {
    let mut given: indexmap::IndexMap<String, SettingValue> =
        settings.iter().map(|(name, value)| (name.to_owned(), value.clone())).collect();
    given.insert(ORACLE_SHARE.name.to_string(), SettingValue::Number(1.0));
    let known = [SAMPLES, PENALTY, EXTRAPOLATION, ORACLE_SHARE, SAMPLER];
    Settings::select(&known, &given).unwrap_or_else(|_| settings.clone())
}

/// The greatest |βₖ − β̄|² over the concepts that label, β̄ their mean.
fn greatest_difference(labels: &LabelLaw) -> f64 {
    let mean = &labels.concepts * &labels.prior;
    let possible =
        labels.concepts.column_iter().zip(labels.prior.iter()).filter(|(_, probability)| **probability > 0.0);
    possible.map(|(concept, _)| (concept - &mean).norm_squared()).fold(0.0, f64::max)
}
