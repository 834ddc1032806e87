//! Settings of plain sampling.

use indexmap::IndexMap;

use super::Observed;
use crate::setting::{SAMPLER, SettingValue, Settings};

/// Returns the settings of each observable, with the cheapest sampler that observes what it draws.
pub(super) fn plain_settings(observed: &[Observed]) -> Vec<Settings> {
    observed.iter().map(|one| with_sampler(one, "plain")).collect()
}

/// Returns the settings of each observable, with the sampler that draws example after example.
pub(super) fn direct_settings(observed: &[Observed]) -> Vec<Settings> {
    observed.iter().map(|one| with_sampler(one, "direct")).collect()
}

fn with_sampler(observed: &Observed, word: &str) -> Settings {
    let own = observed.settings.iter().map(|(name, value)| (name.to_owned(), value.clone()));
    let sampler = (SAMPLER.name.to_string(), SettingValue::Word(word.to_owned()));
    let given: IndexMap<String, SettingValue> = own.chain([sampler]).collect();
    let mut known = observed.observable.settings.clone();
    known.push(SAMPLER);
    // All of these settings were checked before.
    Settings::select(&known, &given).unwrap_or_else(|_| observed.settings.clone())
}
