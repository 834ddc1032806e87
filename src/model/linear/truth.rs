//! Truths of linear problems as files describe them.

use nalgebra::DVector;
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use super::LinearError;
use super::spectrum::Decomposed;

/// The truth β. It is not yet checked.
#[derive(Clone, Debug, PartialEq)]
pub enum TruthSpec {
    /// The coordinates in the prompt's own coordinates: `[1.0, 0.0]`.
    List(Vec<f64>),
    /// λᵢβᵢ² = i^(−power) along the eigenvectors: `{ power = 1.5 }`.
    Power(f64),
    /// A truth of this length whose first coordinates are equal and whose others are 0: `{ length = 1, first = 4 }`. All are equal by default.
    Flat {
        /// |β|.
        length: f64,
        /// How many coordinates are not 0; `None` for all.
        first: Option<usize>,
    },
    /// A truth of this length with a uniformly random direction: `{ random = 1 }`.
    ///
    /// A mean risk over prompts is linear in the squares of the coordinates along the eigenvectors, because each of these has a symmetric law and is
    /// independent of the others. So the mean over the direction is that of a truth whose coordinates along the eigenvectors are all r/√d.
    Random(f64),
}

impl TruthSpec {
    /// The coordinates along the eigenvectors.
    pub(super) fn along(&self, spectrum: &Decomposed) -> Result<Vec<f64>, LinearError> {
        let dim = spectrum.eigenvalues.len();
        let rotated = |truth: Vec<f64>| match &spectrum.basis {
            Some(basis) => basis.tr_mul(&DVector::from_vec(truth)).as_slice().to_vec(),
            None => truth,
        };
        match self {
            Self::List(truth) => {
                if truth.len() != dim {
                    return Err(LinearError::TruthOfOtherLength { found: truth.len(), dim });
                }
                truth.iter().try_for_each(|value| finite("truth", *value))?;
                Ok(rotated(truth.clone()))
            }
            Self::Power(power) => {
                finite("truth.power", *power)?;
                if spectrum.eigenvalues.contains(&0.0) {
                    return Err(LinearError::PowerWithoutVariance);
                }
                let root = |(place, eigenvalue): (usize, &f64)| ((1.0 + place as f64).powf(-power) / eigenvalue).sqrt();
                let truth: Vec<f64> = spectrum.eigenvalues.iter().enumerate().map(root).collect();
                truth.iter().try_for_each(|value| finite("truth.power", *value))?;
                Ok(truth)
            }
            Self::Flat { length, first } => {
                length_of("truth.length", *length)?;
                let first = first.unwrap_or(dim);
                if !(1..=dim).contains(&first) {
                    return Err(LinearError::CountOutOfRange { key: "truth.first", value: first, least: 1, most: dim });
                }
                let height = length / (first as f64).sqrt();
                Ok(rotated((0..dim).map(|i| if i < first { height } else { 0.0 }).collect()))
            }
            Self::Random(length) => {
                length_of("truth.random", *length)?;
                Ok(vec![length / (dim as f64).sqrt(); dim])
            }
        }
    }
}

fn finite(key: &'static str, value: f64) -> Result<(), LinearError> {
    if value.is_finite() {
        return Ok(());
    }
    Err(LinearError::OutOfRange { key, value, expected: "a finite number", example: 1.0 })
}

fn length_of(key: &'static str, value: f64) -> Result<(), LinearError> {
    if value.is_finite() && value >= 0.0 {
        return Ok(());
    }
    Err(LinearError::OutOfRange { key, value, expected: "a finite length, 0 or more", example: 1.0 })
}

/// The table forms of [`TruthSpec`].
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TruthTable {
    #[serde(skip_serializing_if = "Option::is_none")]
    power: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    length: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    random: Option<f64>,
}

const FORMS: &str = "a list of coordinates, { power = … }, { length = …, first = … } or { random = … }";

impl TruthTable {
    fn spec<E: de::Error>(self) -> Result<TruthSpec, E> {
        match self {
            Self { power: Some(power), length: None, first: None, random: None } => Ok(TruthSpec::Power(power)),
            Self { power: None, length: Some(length), first, random: None } => Ok(TruthSpec::Flat { length, first }),
            Self { power: None, length: None, first: None, random: Some(length) } => Ok(TruthSpec::Random(length)),
            Self { .. } => Err(E::custom(format!("regression.truth has keys of no form or of several; write {FORMS}"))),
        }
    }
}

impl Serialize for TruthSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let empty = TruthTable::default();
        let table = match self {
            Self::List(truth) => return truth.serialize(serializer),
            Self::Power(power) => TruthTable { power: Some(*power), ..empty },
            Self::Flat { length, first } => TruthTable { length: Some(*length), first: *first, ..empty },
            Self::Random(length) => TruthTable { random: Some(*length), ..empty },
        };
        table.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for TruthSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TruthVisitor;
        impl<'de> Visitor<'de> for TruthVisitor {
            type Value = TruthSpec;

            fn expecting(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
                formatter.write_str(FORMS)
            }

            fn visit_map<A: MapAccess<'de>>(self, table: A) -> Result<TruthSpec, A::Error> {
                TruthTable::deserialize(de::value::MapAccessDeserializer::new(table))?.spec()
            }

            fn visit_seq<A: SeqAccess<'de>>(self, entries: A) -> Result<TruthSpec, A::Error> {
                Vec::deserialize(de::value::SeqAccessDeserializer::new(entries)).map(TruthSpec::List)
            }
        }
        deserializer.deserialize_any(TruthVisitor)
    }
}
