//! Concepts β₁…β_K ∈ Rᵈ.

use nalgebra::DMatrix;
use rand_distr::{Distribution, StandardNormal};

use super::{Persona, ProblemError};
use crate::random::{ContentKey, open_stream};

/// A description of the concepts, as files give it.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ConceptSpec {
    /// This many orthonormal concepts, namely the first coordinate axes (the paper's assumption).
    Orthonormal(usize),
    /// One vector of d coordinates for each concept.
    Vectors(Vec<Vec<f64>>),
    /// Concepts that share a content direction and differ in style:
    /// βₖ = content·e₁ + style·eₖ₊₁, so that βⱼᵀβₖ = content² + style²·1{j = k}.
    Persona {
        /// K.
        count: usize,
        /// Length of the common part.
        content: f64,
        /// Length of each concept's own part.
        style: f64,
    },
    /// Concepts with independent standard normal coordinates. They are drawn once, from a seed of their own.
    ///
    /// Coordinate i of concept k depends only on the seed, k and i. So more concepts, or more dimensions, do not change the numbers that were
    /// there before.
    Gaussian {
        /// K.
        count: usize,
        /// The seed of the draw. The seed of a check does not change the concepts.
        seed: u32,
    },
}

impl ConceptSpec {
    /// Content and style, if these are persona concepts and neither of the two is 0.
    pub fn persona(&self) -> Option<Persona> {
        match *self {
            Self::Persona { content, style, .. } if content != 0.0 && style != 0.0 => Some(Persona { content, style }),
            Self::Persona { .. } | Self::Orthonormal(_) | Self::Vectors(_) | Self::Gaussian { .. } => None,
        }
    }

    /// The concepts as the columns of a d × K matrix.
    ///
    /// # Errors
    ///
    /// If there is no concept, if d is too small for orthogonal ones, if a vector has the wrong length, or if a number is not finite.
    pub(crate) fn matrix(&self, dim: usize) -> Result<DMatrix<f64>, ProblemError> {
        match self {
            Self::Orthonormal(count) => {
                room_for("concepts.orthonormal", *count, *count, dim)?;
                Ok(DMatrix::identity(dim, *count))
            }
            Self::Vectors(vectors) => columns("concepts.vectors", vectors, dim),
            Self::Persona { count, content, style } => persona(*count, *content, *style, dim),
            Self::Gaussian { count, seed } => gaussian(*count, *seed, dim),
        }
    }
}

/// Vectors of d finite coordinates as the columns of a matrix.
pub(super) fn columns(key: &'static str, vectors: &[Vec<f64>], dim: usize) -> Result<DMatrix<f64>, ProblemError> {
    if vectors.is_empty() {
        return Err(ProblemError::NoConcepts { key });
    }
    for (index, vector) in vectors.iter().enumerate() {
        if vector.len() != dim {
            return Err(ProblemError::VectorLength { key, index, found: vector.len(), dim });
        }
        if let Some(&value) = vector.iter().find(|x| !x.is_finite()) {
            return Err(ProblemError::NotFinite { key: format!("{key}[{index}]"), value });
        }
    }
    Ok(DMatrix::from_iterator(dim, vectors.len(), vectors.iter().flatten().copied()))
}

fn persona(count: usize, content: f64, style: f64, dim: usize) -> Result<DMatrix<f64>, ProblemError> {
    room_for("concepts.persona.count", count, count.saturating_add(1), dim)?;
    for (key, value) in [("concepts.persona.content", content), ("concepts.persona.style", style)] {
        if !value.is_finite() {
            return Err(ProblemError::NotFinite { key: key.to_owned(), value });
        }
    }
    let mut concepts = DMatrix::zeros(dim, count);
    for k in 0..count {
        concepts[(0, k)] = content;
        concepts[(k + 1, k)] = style;
    }
    Ok(concepts)
}

fn gaussian(count: usize, seed: u32, dim: usize) -> Result<DMatrix<f64>, ProblemError> {
    if count == 0 {
        return Err(ProblemError::NoConcepts { key: "concepts.gaussian.count" });
    }
    let content = ContentKey::of("concepts.gaussian");
    let mut concepts = DMatrix::zeros(dim, count);
    for (k, mut concept) in concepts.column_iter_mut().enumerate() {
        let mut stream = open_stream(seed.into(), &content, k as u64);
        concept.iter_mut().for_each(|coordinate| *coordinate = StandardNormal.sample(&mut stream));
    }
    Ok(concepts)
}

fn room_for(key: &'static str, count: usize, needed: usize, dim: usize) -> Result<(), ProblemError> {
    if count == 0 {
        Err(ProblemError::NoConcepts { key })
    } else if needed > dim {
        Err(ProblemError::TooManyConcepts { key, count, needed, dim })
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaussian_concepts_depend_on_seed_and_index_alone() {
        let concepts = |count, seed, dim| ConceptSpec::Gaussian { count, seed }.matrix(dim).expect("concepts");
        let (few, many) = (concepts(2, 1, 3), concepts(5, 1, 4));
        assert_eq!(few, many.view((0, 0), (3, 2)).into_owned());
        assert_ne!(few, concepts(2, 2, 3));
        assert!(ConceptSpec::Gaussian { count: 0, seed: 1 }.matrix(3).is_err());
    }

    /// 40,000 standard normal coordinates: mean 0 ± 0.005 and mean square 1 ± 0.0071, five standard errors, missed with probability
    /// below 2e-6.
    #[test]
    fn gaussian_concepts_are_standard_normal() {
        let concepts = ConceptSpec::Gaussian { count: 200, seed: 3 }.matrix(200).expect("concepts");
        assert!(concepts.mean().abs() < 0.025 && (concepts.norm_squared() / 40_000.0 - 1.0).abs() < 0.0354);
    }
}
