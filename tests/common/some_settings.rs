//! Values for the settings of any quantity or formula.

use indexmap::IndexMap;
use weak_to_strong_lab::setting::{Domain, Setting, SettingValue};

/// A value for each setting: the first of those wanted that it allows, or else 1; of words the one with this number, in turn.
///
/// Counts cost time in proportion, and are at most 10,000.
pub fn some_settings(settings: &[Setting], wanted: &[f64], word: usize) -> IndexMap<String, SettingValue> {
    settings.iter().map(|setting| (setting.name.to_owned(), value_for(setting, wanted, word))).collect()
}

fn value_for(setting: &Setting, wanted: &[f64], word: usize) -> SettingValue {
    let is_count = |value: f64, least: u64| value.fract() == 0.0 && value >= least as f64 && value <= 1e4;
    let allows = |value: f64| match setting.domain {
        Domain::Count { least } => is_count(value, least),
        Domain::CountUpTo { least, most } => is_count(value, least) && value <= most as f64,
        Domain::CountOrInfinity { least } => is_count(value, least) || value == f64::INFINITY,
        Domain::Positive => value > 0.0 && value.is_finite(),
        Domain::Nonnegative => value >= 0.0,
        Domain::NonnegativeFinite => value >= 0.0 && value.is_finite(),
        Domain::Share => (0.0..=1.0).contains(&value),
        _ => false,
    };
    match setting.domain {
        Domain::Words(words) => SettingValue::Word(words[word % words.len()].to_owned()),
        _ => SettingValue::Number(wanted.iter().copied().find(|value| allows(*value)).unwrap_or(1.0)),
    }
}
