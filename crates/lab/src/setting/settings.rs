//! The settings of an experiment: sample size, penalty, batch size and their like.

use std::collections::BTreeMap;
use std::fmt;

use indexmap::IndexMap;
use serde::{Serialize, Serializer};
use thiserror::Error;

/// A named setting with its symbol and the values it may take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting {
    /// The name in claim files and on the command line.
    pub name: &'static str,
    /// The symbol in figures, or the name again where there is none.
    pub symbol: &'static str,
    /// What it is, in a few words.
    pub meaning: &'static str,
    /// The values it may take.
    pub domain: Domain,
    /// The value it has when none is given; without one it is required.
    pub default: Option<DefaultValue>,
}

/// A default value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DefaultValue {
    /// A number.
    Number(f64),
    /// A word.
    Word(&'static str),
}

/// The values that a setting may take.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the field is the least value")]
pub enum Domain {
    /// Whole numbers from this one on.
    Count { least: u64 },
    /// Whole numbers from one to another.
    CountUpTo { least: u64, most: u64 },
    /// Whole numbers from this one on, and infinity.
    CountOrInfinity { least: u64 },
    /// Positive finite numbers.
    Positive,
    /// Numbers from 0 to infinity, both included.
    Nonnegative,
    /// Finite numbers from 0 on.
    NonnegativeFinite,
    /// Numbers from 0 to 1, both included.
    Share,
    /// One of these words.
    Words(&'static [&'static str]),
}

/// n, the number of weak labels.
pub const SAMPLES: Setting = Setting {
    name: "samples",
    symbol: "n",
    meaning: "number of weak labels",
    domain: Domain::Count { least: 1 },
    default: None,
};

/// η, the penalty of naive fine-tuning.
pub const PENALTY: Setting = Setting {
    name: "penalty",
    symbol: "η",
    meaning: "penalty towards the source; 0 is least squares, inf the source itself",
    domain: Domain::Nonnegative,
    default: Some(DefaultValue::Number(0.0)),
};

/// How far fine-tuning goes beyond its fit.
pub const EXTRAPOLATION: Setting = Setting {
    name: "extrapolation",
    symbol: "extrapolation",
    meaning: "share by which fine-tuning goes beyond its fit, seen from the source; 0 is shrinkage",
    domain: Domain::NonnegativeFinite,
    default: Some(DefaultValue::Number(0.0)),
};

/// How often the penalty is chosen with knowledge of the target.
pub const ORACLE_SHARE: Setting = Setting {
    name: "oracle_share",
    symbol: "oracle share",
    meaning: "share of samples whose penalty is the best one for the sample, chosen with knowledge of the target",
    domain: Domain::Share,
    default: Some(DefaultValue::Number(0.0)),
};

/// n_ICL, the number of examples in front of a prompt.
pub const BATCH: Setting = Setting {
    name: "batch",
    symbol: "n_ICL",
    meaning: "number of labelled examples in front of a prompt",
    domain: Domain::Count { least: 0 },
    default: None,
};

/// N, the number of refined labels.
pub const LABELS: Setting = Setting {
    name: "labels",
    symbol: "N",
    meaning: "number of refined labels; inf is the limit of many",
    domain: Domain::CountOrInfinity { least: 1 },
    default: None,
};

/// τ, the step of gradient descent.
pub const STEP: Setting = Setting {
    name: "step",
    symbol: "τ",
    meaning: "step size of gradient descent",
    domain: Domain::Positive,
    default: None,
};

/// T, the number of steps of gradient descent.
pub const STEPS: Setting = Setting {
    name: "steps",
    symbol: "T",
    meaning: "number of steps of gradient descent from the source",
    domain: Domain::Count { least: 0 },
    default: None,
};

/// Whether every refined label has a batch of its own.
pub const BATCHES: Setting = Setting {
    name: "batches",
    symbol: "batches",
    meaning: "a fresh batch for every refined label, or one shared by all",
    domain: Domain::Words(&["fresh", "shared"]),
    default: Some(DefaultValue::Word("fresh")),
};

/// Whether the examples of a batch share their concept.
pub const BATCH_CONCEPTS: Setting = Setting {
    name: "batch_concepts",
    symbol: "concepts in a batch",
    meaning: "one concept for a whole batch, or a concept drawn for every example",
    domain: Domain::Words(&["one", "mixed"]),
    default: Some(DefaultValue::Word("one")),
};

/// The rule that predicts the label of a new prompt from a batch.
pub const PREDICTOR: Setting = Setting {
    name: "predictor",
    symbol: "predictor",
    meaning: "what predicts the label of a new prompt from a batch",
    domain: Domain::Words(&["posterior_mean", "most_probable", "least_squares", "ridge", "prior_mean"]),
    default: Some(DefaultValue::Word("posterior_mean")),
};

/// The rule that the posterior mean is compared with.
pub const RIVAL: Setting = Setting {
    name: "rival",
    symbol: "rival",
    meaning: "the predictor that the posterior mean is compared with",
    domain: Domain::Words(&["most_probable", "least_squares", "ridge", "prior_mean"]),
    default: None,
};

/// What the source does with weak-labelled examples.
pub const STRATEGY: Setting = Setting {
    name: "strategy",
    symbol: "strategy",
    meaning: "average over concepts (Algorithm 1), answer under the most probable one (Algorithm 2), or improve the query's own weak label",
    domain: Domain::Words(&["refine", "infer_and_respond", "ask_to_improve"]),
    default: Some(DefaultValue::Word("refine")),
};

/// Whether the prompts of a sample are drawn or designed.
pub const DESIGN: Setting = Setting {
    name: "design",
    symbol: "design",
    meaning: "prompts drawn independently, or designed to be orthogonal: XᵀX = n·v·I exactly",
    domain: Domain::Words(&["iid", "orthogonal"]),
    default: Some(DefaultValue::Word("iid")),
};

/// How samples are drawn.
pub const SAMPLER: Setting = Setting {
    name: "sampler",
    symbol: "sampler",
    meaning: "the cheapest sampler, tilted where events are rare; the cheapest that is not tilted; or one that draws example after example",
    domain: Domain::Words(&["automatic", "plain", "direct"]),
    default: Some(DefaultValue::Word("automatic")),
};

/// n, the number of examples in a prompt of a hidden-Markov problem.
pub const EXAMPLES: Setting = Setting {
    name: "examples",
    symbol: "n",
    meaning: "number of examples in a prompt",
    domain: Domain::CountUpTo { least: 0, most: MOST_EXAMPLES as u64 },
    default: None,
};

/// The most examples that a prompt may have, as in Xie et al. (2021).
pub const MOST_EXAMPLES: usize = 64;

/// k, the number of tokens of an example.
pub const EXAMPLE_LENGTH: Setting = Setting {
    name: "example_length",
    symbol: "k",
    meaning: "number of tokens of an example, the last of which is the output",
    domain: Domain::CountUpTo { least: 2, most: 64 },
    default: None,
};

/// A value as it is typed: a number or a word.
#[derive(Clone, Debug, PartialEq)]
pub enum SettingValue {
    /// A number, infinity included.
    Number(f64),
    /// A word.
    Word(String),
}

/// Settings by name, each in its domain.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings(BTreeMap<&'static str, SettingValue>);

/// A setting that is missing or out of its domain.
#[derive(Clone, Debug, PartialEq, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
#[non_exhaustive]
pub enum SettingError {
    /// A required setting is absent.
    #[error("the setting {name} is missing; give {name} ({meaning})")]
    Missing { name: &'static str, meaning: &'static str },
    /// The value is not one that the setting may take.
    #[error("{name} = {value}: must be {expected}")]
    OutOfDomain { name: &'static str, value: String, expected: String },
}

impl Settings {
    /// Picks the settings in `known` out of `given`, checks them, and fills in defaults. Others are passed over.
    ///
    /// # Errors
    ///
    /// [`SettingError`] for a missing or impossible one.
    pub fn select(known: &[Setting], given: &IndexMap<String, SettingValue>) -> Result<Self, SettingError> {
        let mut settings = BTreeMap::new();
        for setting in known {
            let value = match (given.get(setting.name), setting.default) {
                (Some(value), _) => value.clone(),
                (None, Some(default)) => default.into(),
                (None, None) => return Err(SettingError::Missing { name: setting.name, meaning: setting.meaning }),
            };
            setting.domain.check(setting.name, &value)?;
            settings.insert(setting.name, value);
        }
        Ok(Self(settings))
    }

    /// Names and values, ordered by name.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &SettingValue)> {
        self.0.iter().map(|(name, value)| (*name, value))
    }

    /// Whether this setting has this value; a setting that is not among these has its default.
    pub fn is(&self, setting: &Setting, value: &DefaultValue) -> bool {
        match self.0.get(setting.name) {
            Some(found) => *found == SettingValue::from(*value),
            None => setting.default.as_ref() == Some(value),
        }
    }

    /// The value of a numeric setting.
    ///
    /// # Panics
    ///
    /// If the setting was not declared when these settings were checked.
    pub fn number(&self, setting: &Setting) -> f64 {
        match self.0.get(setting.name) {
            Some(SettingValue::Number(value)) => *value,
            other => panic!("{} is declared as a number, found {other:?}", setting.name),
        }
    }

    /// The value of a numeric setting, if these settings have it.
    pub fn number_if_given(&self, setting: &Setting) -> Option<f64> {
        match self.0.get(setting.name) {
            Some(SettingValue::Number(value)) => Some(*value),
            _ => None,
        }
    }

    /// The value of a whole-number setting.
    ///
    /// # Panics
    ///
    /// As [`Settings::number`].
    pub fn count(&self, setting: &Setting) -> usize {
        self.number(setting) as usize
    }

    /// The value of a whole-number setting, if these settings have it.
    pub fn count_if_given(&self, setting: &Setting) -> Option<usize> {
        self.number_if_given(setting).map(|value| value as usize)
    }

    /// The value of a setting that is a word.
    ///
    /// # Panics
    ///
    /// As [`Settings::number`].
    pub fn word(&self, setting: &Setting) -> &str {
        match self.0.get(setting.name) {
            Some(SettingValue::Word(word)) => word,
            other => panic!("{} is declared as a word, found {other:?}", setting.name),
        }
    }
}

impl Domain {
    fn check(self, name: &'static str, value: &SettingValue) -> Result<(), SettingError> {
        let fits = match (self, value) {
            (Self::Count { least }, SettingValue::Number(x)) => is_count(*x, least),
            (Self::CountUpTo { least, most }, SettingValue::Number(x)) => is_count(*x, least) && *x <= most as f64,
            (Self::CountOrInfinity { least }, SettingValue::Number(x)) => *x == f64::INFINITY || is_count(*x, least),
            (Self::Positive, SettingValue::Number(x)) => x.is_finite() && *x > 0.0,
            (Self::Nonnegative, SettingValue::Number(x)) => *x >= 0.0,
            (Self::NonnegativeFinite, SettingValue::Number(x)) => *x >= 0.0 && x.is_finite(),
            (Self::Share, SettingValue::Number(x)) => (0.0..=1.0).contains(x),
            (Self::Words(words), SettingValue::Word(word)) => words.contains(&word.as_str()),
            _ => false,
        };
        if fits {
            return Ok(());
        }
        Err(SettingError::OutOfDomain { name, value: value.to_string(), expected: self.to_string() })
    }
}

/// Counts above 2⁵³ are not exact as floating-point numbers; nobody samples that many.
fn is_count(x: f64, least: u64) -> bool {
    x.fract() == 0.0 && x >= least as f64 && x <= 2f64.powi(53)
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Count { least } => write!(f, "a whole number, {least} or more"),
            Self::CountUpTo { least, most } => write!(f, "a whole number from {least} to {most}"),
            Self::CountOrInfinity { least } => write!(f, "a whole number, {least} or more, or inf"),
            Self::Positive => write!(f, "a positive, finite number"),
            Self::Nonnegative => write!(f, "a number, 0 or more, or inf"),
            Self::NonnegativeFinite => write!(f, "a finite number, 0 or more"),
            Self::Share => write!(f, "a number from 0 to 1"),
            Self::Words(words) => write!(f, "one of: {}", words.join(", ")),
        }
    }
}

impl fmt::Display for SettingValue {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            // Beyond the whole numbers that TOML holds, with an exponent, so that it reads back.
            Self::Number(value) if value.is_finite() && value.abs() >= 1e15 => write!(f, "{value:e}"),
            Self::Number(value) => write!(f, "{value}"),
            Self::Word(word) => write!(f, "{word}"),
        }
    }
}

impl Serialize for SettingValue {
    /// Infinity, which JSON has no number for, is written as the word `inf`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(value) if value.is_finite() => serializer.serialize_f64(*value),
            other => serializer.collect_str(other),
        }
    }
}

impl From<DefaultValue> for SettingValue {
    fn from(default: DefaultValue) -> Self {
        match default {
            DefaultValue::Number(value) => Self::Number(value),
            DefaultValue::Word(word) => Self::Word(word.to_owned()),
        }
    }
}
