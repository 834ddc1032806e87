//! Spectra of the prompts' covariance as files describe them.

use nalgebra::{DMatrix, DVector, SymmetricEigen};
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use super::LinearError;

/// The covariance Σ of the prompts. It is not yet checked.
#[derive(Clone, Debug, PartialEq)]
pub enum SpectrumSpec {
    /// The eigenvalues, one by one: `[1.0, 0.5]`.
    List(Vec<f64>),
    /// λᵢ = i^(−power): `{ power = 2, dim = 500 }`.
    Power {
        /// The power.
        power: f64,
        /// d, the number of coordinates.
        dim: usize,
    },
    /// Eigenvalues, each with its multiplicity: `{ levels = [[1.0, 4], [0.01, 60]] }`.
    Levels(Vec<(f64, usize)>),
    /// A few eigenvalues of one height above a floor: `{ spikes = 4, height = 1.0, floor = 0.1, dim = 64 }`. The floor is 1 by default.
    Spiked {
        /// The number of spikes.
        spikes: usize,
        /// Their eigenvalue.
        height: f64,
        /// All other eigenvalues.
        floor: f64,
        /// d, the number of coordinates.
        dim: usize,
    },
    /// Neighbouring coordinates are correlated, Σᵢⱼ = ρ^|i−j|: `{ ar1 = 0.5, dim = 200 }`.
    Ar1 {
        /// ρ.
        ar1: f64,
        /// d, the number of coordinates.
        dim: usize,
    },
}

/// The eigenvalues of Σ and, unless Σ is diagonal, its eigenvectors in columns.
pub(super) struct Decomposed {
    pub(super) eigenvalues: Vec<f64>,
    pub(super) basis: Option<DMatrix<f64>>,
}

impl SpectrumSpec {
    /// d, the number of coordinates of a prompt.
    pub fn dim(&self) -> usize {
        match self {
            Self::List(eigenvalues) => eigenvalues.len(),
            Self::Levels(levels) => levels.iter().map(|(_, count)| *count).fold(0, usize::saturating_add),
            Self::Power { dim, .. } | Self::Spiked { dim, .. } | Self::Ar1 { dim, .. } => *dim,
        }
    }

    /// Whether the eigenvectors are the coordinate axes.
    pub(super) fn is_diagonal(&self) -> bool {
        !matches!(self, Self::Ar1 { .. })
    }

    pub(super) fn decomposed(&self) -> Result<Decomposed, LinearError> {
        let diagonal = |eigenvalues| Ok(Decomposed { eigenvalues, basis: None });
        match self {
            Self::List(eigenvalues) => {
                eigenvalues.iter().try_for_each(|value| variance("spectrum", *value))?;
                diagonal(eigenvalues.clone())
            }
            Self::Power { power, dim } => {
                if !power.is_finite() {
                    return Err(finite("spectrum.power", *power, 2.0));
                }
                let eigenvalues: Vec<f64> = (1..=*dim).map(|i| (i as f64).powf(-power)).collect();
                eigenvalues.iter().try_for_each(|value| variance("spectrum.power", *value))?;
                diagonal(eigenvalues)
            }
            Self::Levels(levels) => {
                levels.iter().try_for_each(|(value, _)| variance("spectrum.levels", *value))?;
                diagonal(levels.iter().flat_map(|(value, count)| vec![*value; *count]).collect())
            }
            Self::Spiked { spikes, height, floor, dim } => {
                variance("spectrum.height", *height)?;
                variance("spectrum.floor", *floor)?;
                if spikes > dim {
                    let key = "spectrum.spikes";
                    return Err(LinearError::CountOutOfRange { key, value: *spikes, least: 0, most: *dim });
                }
                diagonal((0..*dim).map(|i| if i < *spikes { *height } else { *floor }).collect())
            }
            Self::Ar1 { ar1, dim } => {
                if !(-1.0 < *ar1 && *ar1 < 1.0) {
                    let (key, value, expected) = ("spectrum.ar1", *ar1, "between -1 and 1");
                    return Err(LinearError::OutOfRange { key, value, expected, example: 0.5 });
                }
                Ok(autoregressive(*ar1, *dim))
            }
        }
    }
}

/// The eigenvalues of Σᵢⱼ = ρ^|i−j|, the greatest first, and its eigenvectors.
fn autoregressive(correlation: f64, dim: usize) -> Decomposed {
    let covariance = DMatrix::from_fn(dim, dim, |i, j| correlation.powi(i.abs_diff(j) as i32));
    let found = SymmetricEigen::new(covariance);
    let mut order: Vec<usize> = (0..dim).collect();
    order.sort_by(|i, j| found.eigenvalues[*j].total_cmp(&found.eigenvalues[*i]));
    // The sign of an eigenvector is free; here its coordinates have a sum of 0 or more.
    let column = |place: &usize| {
        let vector: DVector<f64> = found.eigenvectors.column(*place).into_owned();
        if vector.sum() < 0.0 { -vector } else { vector }
    };
    let columns: Vec<DVector<f64>> = order.iter().map(column).collect();
    Decomposed {
        eigenvalues: order.iter().map(|place| found.eigenvalues[*place]).collect(),
        basis: Some(DMatrix::from_columns(&columns)),
    }
}

/// Sums of squares of prompts stay finite.
const LARGEST_EIGENVALUE: f64 = 1e100;

fn variance(key: &'static str, value: f64) -> Result<(), LinearError> {
    if (0.0..=LARGEST_EIGENVALUE).contains(&value) {
        return Ok(());
    }
    Err(LinearError::OutOfRange { key, value, expected: "an eigenvalue from 0 to 1e100", example: 1.0 })
}

fn finite(key: &'static str, value: f64, example: f64) -> LinearError {
    LinearError::OutOfRange { key, value, expected: "a finite number", example }
}

/// The table forms of [`SpectrumSpec`].
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SpectrumTable {
    #[serde(skip_serializing_if = "Option::is_none")]
    power: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    levels: Option<Vec<(f64, usize)>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    spikes: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    height: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    floor: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ar1: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dim: Option<usize>,
}

const FORMS: &str = "a list of eigenvalues, { power = …, dim = … }, { levels = [[eigenvalue, count], …] }, \
    { spikes = …, height = …, dim = … } or { ar1 = …, dim = … }";

impl SpectrumTable {
    fn spec<E: de::Error>(self) -> Result<SpectrumSpec, E> {
        match self {
            Self {
                power: Some(power),
                levels: None,
                spikes: None,
                height: None,
                floor: None,
                ar1: None,
                dim: Some(dim),
            } => Ok(SpectrumSpec::Power { power, dim }),
            Self {
                power: None,
                levels: Some(levels),
                spikes: None,
                height: None,
                floor: None,
                ar1: None,
                dim: None,
            } => Ok(SpectrumSpec::Levels(levels)),
            Self {
                power: None,
                levels: None,
                spikes: Some(spikes),
                height: Some(height),
                floor,
                ar1: None,
                dim: Some(dim),
            } => Ok(SpectrumSpec::Spiked { spikes, height, floor: floor.unwrap_or(1.0), dim }),
            Self {
                power: None,
                levels: None,
                spikes: None,
                height: None,
                floor: None,
                ar1: Some(ar1),
                dim: Some(dim),
            } => Ok(SpectrumSpec::Ar1 { ar1, dim }),
            Self { .. } => {
                Err(E::custom(format!("regression.spectrum has keys of no form or of several; write {FORMS}")))
            }
        }
    }
}

impl Serialize for SpectrumSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let empty = SpectrumTable::default();
        let table = match self {
            Self::List(eigenvalues) => return eigenvalues.serialize(serializer),
            Self::Power { power, dim } => SpectrumTable { power: Some(*power), dim: Some(*dim), ..empty },
            Self::Levels(levels) => SpectrumTable { levels: Some(levels.clone()), ..empty },
            Self::Spiked { spikes, height, floor, dim } => SpectrumTable {
                spikes: Some(*spikes),
                height: Some(*height),
                floor: Some(*floor),
                dim: Some(*dim),
                ..empty
            },
            Self::Ar1 { ar1, dim } => SpectrumTable { ar1: Some(*ar1), dim: Some(*dim), ..empty },
        };
        table.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for SpectrumSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct SpectrumVisitor;
        impl<'de> Visitor<'de> for SpectrumVisitor {
            type Value = SpectrumSpec;

            fn expecting(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
                formatter.write_str(FORMS)
            }

            fn visit_map<A: MapAccess<'de>>(self, table: A) -> Result<SpectrumSpec, A::Error> {
                SpectrumTable::deserialize(de::value::MapAccessDeserializer::new(table))?.spec()
            }

            fn visit_seq<A: SeqAccess<'de>>(self, entries: A) -> Result<SpectrumSpec, A::Error> {
                Vec::deserialize(de::value::SeqAccessDeserializer::new(entries)).map(SpectrumSpec::List)
            }
        }
        deserializer.deserialize_any(SpectrumVisitor)
    }
}
