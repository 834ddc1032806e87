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
    let plan = plan(problem, labels, path);
    let (mixed, of_source) = (plan.is_mixed(), plan.error_of_source());
    let inference = plan.inference();
    let direct = path[0].word(&SAMPLER) == "direct";
    let kernel = if mixed { None } else { ExpectedRidge::new(&plan, problem.prompts(), direct) };
    let blind: Box<dyn Experiment> = match kernel {
        Some(kernel) => Box::new(kernel),
        None => Box::new(ExpectedFits::new(plan, problem, labels, direct)),
    };
    let shares: Vec<(usize, f64)> = path
        .iter()
        .enumerate()
        .map(|(place, settings)| (place, fit(settings).oracle_share))
        .filter(|(_, share)| *share > 0.0)
        .collect();
    if shares.is_empty() {
        return Made { experiment: blind, inference, code: None };
    }
    let best: Vec<Settings> = shares.iter().map(|(place, _)| with_oracle_only(&path[*place])).collect();
    let oracle = plain_experiment(problem, labels, &best, squared_error);
    Made::new(WithOracle { blind, oracle, shares, of_source }, inference)
}

fn plan(problem: &TransferProblem, labels: &LabelLaw, path: &[Settings]) -> Plan {
    let facts = PromptFacts::new(problem.prompts(), path[0].count(&SAMPLES), problem.dim());
    let target = problem.target_mean();
    let mean = &labels.concepts * &labels.prior;
    let biases = Biases::new(&(problem.source_mean() - &target), &(mean - &target));
    let single = labels.prior.iter().any(|probability| *probability == 1.0);
    let bound = || problem.prompts().squared_bound(problem.dim()).map(|bound| bound * greatest_difference(labels));
    let labels = Labels { noise_variance: labels.noise.deviation().powi(2), mixed: (!single).then(bound) };
    Plan::new(facts, biases, &labels, path.iter().map(fit).collect())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::ReplicatesOfBlock;
    use indexmap::IndexMap;
    use proptest::prelude::*;
    use weak_to_strong::random::{ContentKey, open_stream};
    use weak_to_strong_proptest::problem_specs;

    fn settings(numbers: &[(&str, f64)], sampler: &str) -> Settings {
        let mut given: IndexMap<String, SettingValue> =
            numbers.iter().map(|(name, x)| ((*name).to_owned(), SettingValue::Number(*x))).collect();
        given.insert(SAMPLER.name.to_string(), SettingValue::Word(sampler.to_owned()));
        let ridge = [SAMPLES, PENALTY, EXTRAPOLATION, SAMPLER];
        let descent = [SAMPLES, STEP, STEPS, SAMPLER];
        let known = if given.contains_key("steps") { descent } else { ridge };
        Settings::select(&known, &given).expect("settings")
    }

    /// The first coordinate that is not a number or lies outside what is proved of it.
    fn outside(plan: &Plan, experiment: &dyn Experiment) -> Option<String> {
        let mut stream = open_stream(1, &ContentKey::of("ranges"), 0);
        let mut replicates = ReplicatesOfBlock::of(experiment);
        for _ in 0..24 {
            let observation = replicates.draw_next(&mut stream).expect("a fit").to_vec();
            for at in 0..plan.terms().len() {
                let (x, bounds) = (observation[at], plan.bounds(at, &observation));
                let is_no_observation = x == plan.terms()[at].in_place_of_an_observation();
                if !is_no_observation && !(bounds.least..=bounds.greatest).contains(&x) {
                    return Some(format!("{x} outside {bounds:?}: {:?}", plan.terms()[at]));
                }
            }
        }
        None
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        /// A search for an observation outside what is proved of it: few and many prompts, noises from 1e-8 to 1e8 and penalties from 1e-12 to 1e12, by
        /// kernels and by eigenvalues, for one concept and for several.
        #[test]
        fn no_observation_lies_outside_its_range(
            spec in problem_specs(6),
            weak in any::<bool>(),
            samples in prop_oneof![Just(1usize), 1..8usize, 1..40usize],
            exponents in prop::collection::vec(-12.0..12.0f64, 3),
            extrapolation in prop_oneof![Just(0.0), 0.0..3.0f64],
            steps in 0..60usize,
        ) {
            let Ok(problem) = TransferProblem::new(&spec) else { return Ok(()) };
            let labels = if weak { LabelLaw::weak(&problem) } else { LabelLaw::target(&problem) };
            for sampler in ["automatic", "direct"] {
                let penalties = exponents.iter().map(|exponent| 10f64.powf(*exponent)).chain([0.0, f64::INFINITY]);
                let ridge: Vec<Settings> = penalties
                    .map(|eta| [("samples", samples as f64), ("penalty", eta), ("extrapolation", extrapolation)])
                    .map(|numbers| settings(&numbers, sampler))
                    .collect();
                let step = 1.0 / problem.dim() as f64;
                let descent: Vec<Settings> = [step, 0.3 * step, 3.0 * step]
                    .map(|step| [("samples", samples as f64), ("step", step), ("steps", steps as f64)])
                    .map(|numbers| settings(&numbers, sampler))
                    .into();
                for path in [ridge, descent] {
                    let direct = sampler == "direct";
                    let fits = ExpectedFits::new(plan(&problem, &labels, &path), &problem, &labels, direct);
                    prop_assert_eq!(outside(&plan(&problem, &labels, &path), &fits), None);
                    let made = plan(&problem, &labels, &path);
                    if !made.is_mixed() && let Some(kernel) = ExpectedRidge::new(&made, problem.prompts(), direct) {
                        prop_assert_eq!(outside(&plan(&problem, &labels, &path), &kernel), None);
                    }
                }
            }
        }
    }
}
