//! The values of several settings.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use thiserror::Error;

use super::{DefaultValue, Setting, SettingValue};
use crate::name::Name;

/// Values of settings by name. Each value is in the domain of its setting.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings(BTreeMap<Name, SettingValue>);

/// A setting that is missing or out of its domain.
#[derive(Clone, Debug, PartialEq, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
#[non_exhaustive]
pub enum SettingError {
    /// A required setting is absent.
    #[error("the setting {name} is missing; give {name} ({meaning})")]
    Missing { name: Name, meaning: Name },
    /// The value is not in the domain of the setting.
    #[error("{name} = {value}: must be {expected}")]
    OutOfDomain { name: Name, value: String, expected: String },
}

impl Settings {
    /// Takes the settings in `known` from `given`, checks them and fills in defaults. Other entries of `given` are ignored.
    ///
    /// # Errors
    ///
    /// [`SettingError`] if a required setting is missing or a value is not in its domain.
    pub fn select(known: &[Setting], given: &IndexMap<String, SettingValue>) -> Result<Self, SettingError> {
        let mut settings = BTreeMap::new();
        for setting in known {
            let value = match (given.get(&*setting.name), &setting.default) {
                (Some(value), _) => value.clone(),
                (None, Some(default)) => default.into(),
                (None, None) => return Err(SettingError::missing(setting)),
            };
            if !setting.domain.contains(&value) {
                return Err(SettingError::out_of_domain(setting, &value));
            }
            settings.insert(setting.name.clone(), value);
        }
        Ok(Self(settings))
    }

    /// Returns names and values, ordered by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &SettingValue)> {
        self.0.iter().map(|(name, value)| (&**name, value))
    }

    /// Whether this setting has this value. A setting that is not among these settings has its default.
    pub fn is(&self, setting: &Setting, value: impl Into<DefaultValue>) -> bool {
        let value = value.into();
        match self.0.get(&*setting.name) {
            Some(found) => value.is(found),
            None => setting.default.as_ref() == Some(&value),
        }
    }

    /// Returns the value of a numeric setting.
    ///
    /// # Panics
    ///
    /// If the setting was not declared when these settings were checked.
    pub fn number(&self, setting: &Setting) -> f64 {
        match self.0.get(&*setting.name) {
            Some(SettingValue::Number(value)) => *value,
            other => panic!("{} is declared as a number, found {other:?}", setting.name),
        }
    }

    /// Returns the value of a numeric setting, or `None` if these settings do not have it.
    pub fn number_if_given(&self, setting: &Setting) -> Option<f64> {
        match self.0.get(&*setting.name) {
            Some(SettingValue::Number(value)) => Some(*value),
            Some(SettingValue::Word(_)) | None => None,
        }
    }

    /// Returns the value of a whole-number setting.
    ///
    /// # Panics
    ///
    /// As [`Settings::number`].
    pub fn count(&self, setting: &Setting) -> usize {
        self.number(setting) as usize
    }

    /// Returns the value of a whole-number setting, or `None` if these settings do not have it.
    pub fn count_if_given(&self, setting: &Setting) -> Option<usize> {
        self.number_if_given(setting).map(|value| value as usize)
    }

    /// Returns the value of a setting whose values are words.
    ///
    /// # Panics
    ///
    /// As [`Settings::number`].
    pub fn word(&self, setting: &Setting) -> &str {
        match self.0.get(&*setting.name) {
            Some(SettingValue::Word(word)) => word,
            other => panic!("{} is declared as a word, found {other:?}", setting.name),
        }
    }
}

impl SettingError {
    fn missing(setting: &Setting) -> Self {
        Self::Missing { name: setting.name.clone(), meaning: setting.meaning.clone() }
    }

    fn out_of_domain(setting: &Setting, value: &SettingValue) -> Self {
        let (name, mut expected) = (setting.name.clone(), setting.domain.to_string());
        let is_in = |x: f64| setting.domain.contains(&SettingValue::Number(x));
        // Of an interval, a number between two that are in it is in it, too.
        if matches!(value, SettingValue::Number(x) if is_in(x.floor()) && is_in(x.ceil())) {
            expected += "; whole numbers of a range are { integers = [1, 8] } or { log_integers = [1, 64, 7] }";
        }
        Self::OutOfDomain { name, value: value.to_string(), expected }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setting::{BATCH, PENALTY};

    #[test]
    fn whole_numbers_are_asked_for_where_a_count_is_a_fraction_only() {
        let said = |setting, number| SettingError::out_of_domain(setting, &SettingValue::Number(number)).to_string();
        let hint = "whole numbers of a range";
        assert!(said(&BATCH, 2.5).contains(hint), "{}", said(&BATCH, 2.5));
        for (setting, number) in [(&BATCH, -0.5), (&BATCH, f64::NAN), (&PENALTY, -0.5), (&PENALTY, f64::NAN)] {
            assert!(!said(setting, number).contains(hint), "{}", said(setting, number));
        }
    }
}
