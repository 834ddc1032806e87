//! What keys say of the settings of a quantity.

use crate::quantity::Quantity;
use crate::setting::{CONSTRUCTION, SOURCE, Setting, SettingValue, Settings};

/// Settings that quantities took on after stores had been written. At its default, such a setting is not in a key unless it lies on the path, so that streams
/// and records are those of before.
const LATER: [&Setting; 2] = [&SOURCE, &CONSTRUCTION];

/// Names and values of the settings that keys of this quantity name.
pub(super) fn settings_in_key<'s>(
    quantity: &Quantity,
    settings: &'s Settings,
) -> impl Iterator<Item = (&'s str, &'s SettingValue)> {
    settings.iter().filter(|(name, _)| is_on_path(quantity, name) || !is_later_default(settings, name))
}

/// Whether the draws of a quantity do not depend on the setting of this name.
pub(super) fn is_on_path(quantity: &Quantity, name: &str) -> bool {
    quantity.path.iter().any(|setting| setting.name == name)
}

fn is_later_default(settings: &Settings, name: &str) -> bool {
    let is_default = |later: &Setting| later.default.clone().is_some_and(|default| settings.is(later, default));
    LATER.into_iter().any(|later| later.name == name && is_default(later))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity;
    use indexmap::IndexMap;

    /// What keys name of the words that are given.
    fn named(quantity: &str, words: &[(&str, &str)]) -> Vec<String> {
        let quantity = quantity::by_name(quantity).expect("a quantity");
        let words = words.iter().map(|(name, word)| ((*name).to_owned(), SettingValue::Word((*word).to_owned())));
        let numbers = ["batch", "labels"].map(|name| (name.to_owned(), SettingValue::Number(4.0)));
        let given: IndexMap<_, _> = words.chain(numbers).collect();
        let settings = Settings::select(&quantity.settings, &given).expect("settings");
        settings_in_key(quantity, &settings).map(|(name, _)| name.to_owned()).collect()
    }

    #[test]
    fn the_posterior_mean_is_named_along_the_path_only() {
        let before = ["batch", "batch_concepts", "batches", "labels", "penalty", "sampler"];
        assert_eq!(named("refined.mse", &[]), before);
        assert_eq!(named("refined.mse", &[("source", "posterior"), ("construction", "whole")]), before);
        assert!(named("refined.mse", &[("source", "by_hand")]).contains(&"source".to_owned()));
        assert!(named("refined.mse", &[("construction", "two_blocks")]).contains(&"construction".to_owned()));
        assert_eq!(named("answer.mse", &[]), ["batch", "construction", "source"]);
    }
}
