//! Concepts β₁…β_K ∈ Rᵈ.

use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};

use super::ProblemError;

/// How the concepts are given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ConceptSpec {
    /// This many orthonormal concepts: the first coordinate axes (the paper's assumption).
    Orthonormal(usize),
    /// One vector of d coordinates per concept.
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
}

impl ConceptSpec {
    /// The concepts as the columns of a d × K matrix.
    ///
    /// # Errors
    ///
    /// When there is no concept, too little room for orthogonal ones, a vector of the wrong length, or a number
    /// that is not finite.
    pub fn matrix(&self, dim: usize) -> Result<DMatrix<f64>, ProblemError> {
        match self {
            Self::Orthonormal(count) => {
                room_for("concepts.orthonormal", *count, *count, dim)?;
                Ok(DMatrix::identity(dim, *count))
            }
            Self::Vectors(vectors) => columns("concepts.vectors", vectors, dim),
            Self::Persona { count, content, style } => persona(*count, *content, *style, dim),
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

fn room_for(key: &'static str, count: usize, needed: usize, dim: usize) -> Result<(), ProblemError> {
    match count {
        0 => Err(ProblemError::NoConcepts { key }),
        _ if needed > dim => Err(ProblemError::TooManyConcepts { key, count, needed, dim }),
        _ => Ok(()),
    }
}
