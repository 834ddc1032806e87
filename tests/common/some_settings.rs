//! Values for the settings of any quantity or formula.

use indexmap::IndexMap;
use weak_to_strong_lab::setting::{Setting, SettingValue};

/// A value for each setting: the first of those wanted that it allows, or else 1; of words the one with this number, in turn.
///
/// Counts cost time in proportion, and are at most 10,000.
pub fn some_settings(settings: &[Setting], wanted: &[f64], word: usize) -> IndexMap<String, SettingValue> {
    settings.iter().map(|setting| (setting.name.to_string(), value_for(setting, wanted, word))).collect()
}

fn value_for(setting: &Setting, wanted: &[f64], word: usize) -> SettingValue {
    let domain = &setting.domain;
    let is_cheap = |value: f64| !domain.is_count() || value <= 1e4 || value == f64::INFINITY;
    let allows = |value: f64| domain.contains(&SettingValue::Number(value)) && is_cheap(value);
    match domain.words() {
        [] => SettingValue::Number(wanted.iter().copied().find(|value| allows(*value)).unwrap_or(1.0)),
        words => SettingValue::Word(words[word % words.len()].to_string()),
    }
}
