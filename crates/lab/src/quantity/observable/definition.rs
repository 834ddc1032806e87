//! What an observable is.

use std::collections::BTreeMap;
use std::fmt;

use super::Values;
use crate::catalogue::{Kind, Member, OfOneFamily};
use crate::family::{Family, FamilyFunction};
use crate::name::Name;
use crate::quantity::{Experiment, QuantityError};
use crate::setting::{DefaultValue, Setting, SettingValue, Settings};
use crate::unit::Unit;

/// A number that one sample gives.
#[derive(Clone, Debug)]
pub struct Observable {
    /// The name in claim files and on the command line. A quantity of the same name is its mean.
    pub name: Name,
    /// The version. It is raised whenever a change of its code changes its numbers, so that no store mixes old numbers with new ones.
    pub version: u32,
    /// The symbol in figures.
    pub symbol: Name,
    /// What it is, in one line.
    pub meaning: Name,
    /// The unit of its numbers.
    pub unit: Unit,
    /// The settings that it takes.
    pub settings: Vec<Setting>,
    /// The settings among `settings` that the sample does not depend on, for example the penalty.
    pub path: Vec<Setting>,
    /// What is random in it, in a few words. Observables with the same words are of one sample if they agree in the settings of the sample; all of them
    /// have the same `experiment`.
    pub sample: Name,
    /// Makes the experiment that draws the sample, for problems of one family. It observes one coordinate for each observable, in order.
    pub experiment: MakeSample,
}

/// An observable with its settings.
#[derive(Clone, Debug)]
pub struct Observed {
    /// The observable.
    pub observable: Observable,
    /// Its settings, including defaults.
    pub settings: Settings,
}

/// Makes an experiment for one problem that observes observables of one sample.
pub type MakeSample = FamilyFunction<[Observed], Result<MadeSample, QuantityError>>;

/// An experiment that draws one sample in each replicate.
pub struct MadeSample {
    /// The experiment. Its coordinates are the observables.
    pub experiment: Box<dyn Experiment>,
    /// What is known of each coordinate.
    pub values: Vec<Values>,
    /// As [`Made::code`](crate::quantity::Made::code).
    pub code: Option<String>,
}

impl MadeSample {
    /// Joins an experiment and what is known of its coordinates.
    pub fn new(experiment: Box<dyn Experiment>, values: Vec<Values>) -> Self {
        Self { experiment, values, code: None }
    }
}

/// A sample: what is random, and the settings that its law depends on.
#[derive(Clone, Debug, PartialEq)]
pub struct SampleOf {
    /// What is random, in a few words.
    pub words: Name,
    /// The settings by name.
    settings: BTreeMap<Name, Part>,
}

/// What is known of a setting of a sample.
#[derive(Clone, Debug, PartialEq)]
enum Part {
    /// It has this value.
    Fixed { value: SettingValue, default: Option<DefaultValue> },
    /// An observable takes it along its path, so it says nothing of the sample.
    Open,
}

impl Observed {
    /// Returns the sample that it is of.
    pub fn sample(&self) -> SampleOf {
        let part = |setting: &Setting| {
            let (_, value) = self.settings.iter().find(|(name, _)| *name == setting.name)?;
            let on_path = self.observable.path.iter().any(|path| path.name == setting.name);
            let fixed = || Part::Fixed { value: value.clone(), default: setting.default.clone() };
            Some((setting.name.clone(), if on_path { Part::Open } else { fixed() }))
        };
        SampleOf {
            words: self.observable.sample.clone(),
            settings: self.observable.settings.iter().filter_map(part).collect(),
        }
    }
}

impl SampleOf {
    /// Returns the sample of which both are a part, or what differs.
    ///
    /// A setting that one of them does not have is at its default there. If there is no default, or if it lies on the path of the one, then this is a part of
    /// the sample that the other describes further: a teacher and its labels are part of the sample of its student.
    ///
    /// # Errors
    ///
    /// The difference in words.
    pub fn joined(&self, other: &Self) -> Result<Self, String> {
        if self.words != other.words {
            return Err(format!("{} and {}", self.words, other.words));
        }
        let mut joined = self.clone();
        for name in self.settings.keys().chain(other.settings.keys()) {
            let (one, two) = (self.value(name, other), other.value(name, self));
            if let (Some(one), Some(two)) = (&one, &two)
                && one != two
            {
                return Err(format!("{name} = {} and {name} = {}", written(one), written(two)));
            }
            if let Some(part @ Part::Fixed { .. }) = other.settings.get(name) {
                joined.settings.insert(name.clone(), part.clone());
            }
        }
        Ok(joined)
    }

    /// The value of a setting, or its default by the other's account. `None` if it may be anything.
    fn value(&self, name: &Name, other: &Self) -> Option<SettingValue> {
        match (self.settings.get(name), other.settings.get(name)) {
            (Some(Part::Fixed { value, .. }), _) => Some(value.clone()),
            (None, Some(Part::Fixed { default, .. })) => default.as_ref().map(SettingValue::from),
            (Some(Part::Open), _) | (None, Some(Part::Open) | None) => None,
        }
    }

    /// Returns names and values of the settings that are fixed and not at their defaults, ordered by name.
    pub fn settings(&self) -> impl Iterator<Item = (&str, &SettingValue)> {
        self.settings.iter().filter_map(|(name, part)| match part {
            Part::Fixed { value, default } => {
                let is_default = default.as_ref().is_some_and(|default| *value == SettingValue::from(default));
                (!is_default).then_some((&**name, value))
            }
            Part::Open => None,
        })
    }
}

/// Returns a value as it is written in a sentence: words stand in quotation marks.
pub fn written(value: &SettingValue) -> String {
    match value {
        SettingValue::Number(_) => value.to_string(),
        SettingValue::Word(word) => format!("\"{word}\""),
    }
}

impl Member for Observable {
    const KIND: Kind = Kind { one: "observable", many: "observables" };

    fn name(&self) -> &str {
        &self.name
    }
}

impl OfOneFamily for Observable {
    const IS_ABOUT: &'static str = "is observed on";
    const USE: &'static str = "observe";

    fn family(&self) -> &'static Family {
        self.experiment.family()
    }
}

impl fmt::Debug for MadeSample {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.debug_struct("MadeSample").field("values", &self.values).finish_non_exhaustive()
    }
}
