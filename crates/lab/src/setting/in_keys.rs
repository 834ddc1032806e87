//! What keys of streams and of stores say of settings.

use super::{CONSTRUCTION, SOURCE, Setting, SettingValue, Settings};

/// Settings that quantities took on after stores had been written. At its default, such a setting is not in a key unless it lies on the path, so that streams
/// and records are those of before.
const LATER: [&Setting; 2] = [&SOURCE, &CONSTRUCTION];

impl Settings {
    /// Returns names and values of the settings that keys name, of a quantity or an observable with this path.
    pub(crate) fn in_keys(&self, path: &[Setting]) -> impl Iterator<Item = (&str, &SettingValue)> {
        let is_later_default = |name: &str| {
            let is_default = |later: &Setting| later.default.clone().is_some_and(|default| self.is(later, default));
            LATER.into_iter().any(|later| later.name == name && is_default(later))
        };
        let on_path = |name: &str| path.iter().any(|setting| setting.name == name);
        self.iter().filter(move |(name, _)| on_path(name) || !is_later_default(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setting::BATCH;
    use indexmap::IndexMap;

    #[test]
    fn the_posterior_mean_is_named_along_the_path_only() {
        let named = |words: &[(&str, &str)], path: &[Setting]| {
            let words = words.iter().map(|(name, word)| ((*name).to_owned(), SettingValue::Word((*word).to_owned())));
            let given: IndexMap<_, _> = words.chain([("batch".to_owned(), SettingValue::Number(4.0))]).collect();
            let settings = Settings::select(&[BATCH, SOURCE, CONSTRUCTION], &given).expect("settings");
            settings.in_keys(path).map(|(name, _)| name.to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(named(&[], &[]), ["batch"]);
        assert_eq!(named(&[("source", "posterior"), ("construction", "whole")], &[]), ["batch"]);
        assert_eq!(named(&[("source", "by_hand")], &[]), ["batch", "source"]);
        assert_eq!(named(&[("construction", "two_blocks")], &[]), ["batch", "construction"]);
        assert_eq!(named(&[], &[SOURCE, CONSTRUCTION]), ["batch", "construction", "source"]);
    }
}
