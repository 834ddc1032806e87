//! Probabilities over concepts.

use nalgebra::DVector;
use serde::de::{self, Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use super::ProblemError;

/// A prior as a file gives it: `"uniform"` or a list of probabilities.
#[derive(Clone, Debug, PartialEq)]
pub enum PriorSpec {
    /// 1/K on each concept.
    Uniform,
    /// One probability per concept.
    Probabilities(Vec<f64>),
}

/// A probability vector over K concepts: entries ≥ 0 that sum to 1 within rounding.
#[derive(Clone, Debug, PartialEq)]
pub struct Prior(DVector<f64>);

impl Prior {
    /// Checks a prior; `key` names it in messages.
    ///
    /// # Errors
    ///
    /// [`ProblemError::EntryCount`], [`ProblemError::NotAProbability`] or [`ProblemError::PriorNotNormalised`]
    /// (the sum may be off by 1e-9).
    pub fn new(key: &'static str, spec: &PriorSpec, concept_count: usize) -> Result<Self, ProblemError> {
        let PriorSpec::Probabilities(probabilities) = spec else {
            return Ok(Self(DVector::from_element(concept_count, 1.0 / concept_count as f64)));
        };
        if probabilities.len() != concept_count {
            return Err(ProblemError::EntryCount { key, found: probabilities.len(), concept_count });
        }
        if let Some(index) = probabilities.iter().position(|p| !(0.0..=1.0).contains(p)) {
            return Err(ProblemError::NotAProbability { key, index, value: probabilities[index] });
        }
        let sum: f64 = probabilities.iter().sum();
        if (sum - 1.0).abs() > 1e-9 {
            return Err(ProblemError::PriorNotNormalised { key, sum });
        }
        Ok(Self(DVector::from_column_slice(probabilities)))
    }

    /// All mass on one concept. `concept` must be below `concept_count`.
    pub(super) fn degenerate(concept: usize, concept_count: usize) -> Self {
        let mut probabilities = DVector::zeros(concept_count);
        probabilities[concept] = 1.0;
        Self(probabilities)
    }

    /// The probabilities, one per concept.
    pub fn probabilities(&self) -> &DVector<f64> {
        &self.0
    }

    /// The concept that has all the mass, if there is one.
    pub fn single_concept(&self) -> Option<usize> {
        self.0.iter().position(|p| *p == 1.0)
    }
}

impl Serialize for PriorSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Uniform => serializer.serialize_str("uniform"),
            Self::Probabilities(probabilities) => probabilities.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for PriorSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PriorVisitor;
        impl<'de> Visitor<'de> for PriorVisitor {
            type Value = PriorSpec;

            fn expecting(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
                formatter.write_str("\"uniform\" or a list of probabilities")
            }

            fn visit_str<E: de::Error>(self, word: &str) -> Result<PriorSpec, E> {
                match word {
                    "uniform" => Ok(PriorSpec::Uniform),
                    _ => Err(E::invalid_value(de::Unexpected::Str(word), &self)),
                }
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<PriorSpec, A::Error> {
                let mut probabilities = Vec::new();
                while let Some(probability) = entries.next_element()? {
                    probabilities.push(probability);
                }
                Ok(PriorSpec::Probabilities(probabilities))
            }
        }
        deserializer.deserialize_any(PriorVisitor)
    }
}
