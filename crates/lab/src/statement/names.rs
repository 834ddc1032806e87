//! What the names in a sentence mean.

use indexmap::IndexMap;

use crate::data::DataTable;
use crate::family::{is_problem_key, problem_keys};
use crate::functional::{FUNCTIONALS, PREDICATES};
use crate::registry::Registry;
use crate::sentence::{CONSTANTS, FUNCTIONS, LAWS, UNIFORM};
use crate::setting::{Setting, SettingValue};

/// The names that the sentences of a claim may use.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    /// Quantities, observables, formulas and relations.
    pub registry: &'a Registry,
    /// The variables of the sweep, including those that follow from others.
    pub swept: &'a [String],
    /// The claim's own definitions.
    pub definitions: &'a IndexMap<String, Definition>,
    /// The claim's data file.
    pub data: Option<&'a DataTable>,
}

/// A definition of a claim's own.
#[derive(Clone, Debug, PartialEq)]
pub enum Definition {
    /// A named expression.
    Expression(String),
    /// The number between two others at which an expression in `x` is 0.
    Zero {
        /// The expression.
        zero_of: String,
        /// The two others.
        between: [String; 2],
    },
}

/// The unknown in an implicit definition.
pub const UNKNOWN: &str = "x";

impl Names<'_> {
    /// The setting of this name, of any quantity, observable or formula.
    pub fn setting(&self, name: &str) -> Option<&Setting> {
        self.registry.settings().map(|(setting, _)| setting).find(|setting| setting.name == name)
    }

    /// The default number of the setting of this name.
    pub fn default_number(&self, name: &str) -> Option<f64> {
        match SettingValue::from(self.setting(name)?.default.as_ref()?) {
            SettingValue::Number(number) => Some(number),
            SettingValue::Word(_) => None,
        }
    }

    /// The words that a variable may be; none if it is never a word, and `None` if nothing is known of it.
    pub fn words_of(&self, name: &str) -> Option<Vec<String>> {
        if let Some(data) = self.data.filter(|data| data.spec().settings.iter().any(|known| known == name)) {
            let word = |value| match value {
                SettingValue::Word(word) => Some(word),
                SettingValue::Number(_) => None,
            };
            return Some(data.values_of(name).into_iter().filter_map(word).collect());
        }
        let words = self.registry.words_of(name);
        words.map(|words| words.into_iter().map(str::to_owned).collect())
    }

    /// Whether it is a variable of the sweep, a key of the problem or a setting.
    pub fn is_variable(&self, name: &str) -> bool {
        self.swept.iter().any(|known| known == name) || is_problem_key(name) || self.setting(name).is_some()
    }

    /// All names that may stand in a sentence.
    pub fn all(&self) -> Vec<&str> {
        let registry = self.registry;
        let mut names: Vec<&str> = self.swept.iter().map(String::as_str).collect();
        names.extend(self.definitions.keys().map(String::as_str));
        names.extend(self.data.iter().flat_map(|data| data.names()));
        names.extend(registry.quantities().iter().map(|quantity| &*quantity.name));
        names.extend(registry.observables().iter().map(|observable| &*observable.name));
        names.extend(registry.formulas().iter().map(|formula| &*formula.name));
        names.extend(registry.settings().map(|(setting, _)| &*setting.name));
        problem_keys().for_each(|key| names.push(key));
        names.extend(CONSTANTS.iter().map(|(name, _)| *name));
        names
    }

    /// All names of functions, functionals, predicates and relations.
    pub fn all_functions(&self) -> Vec<&str> {
        let mut names: Vec<&str> = FUNCTIONS.iter().map(|function| function.name).collect();
        names.extend(FUNCTIONALS.iter().map(|functional| functional.name));
        names.extend(PREDICATES.iter().map(|predicate| predicate.name));
        names.extend(LAWS.iter().map(|(name, _)| *name));
        names.push(UNIFORM);
        names.extend(self.registry.relations().iter().map(|relation| &*relation.name));
        names
    }
}
