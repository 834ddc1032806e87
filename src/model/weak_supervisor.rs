//! The weak supervisor's version of each concept, and its label noise.

use nalgebra::{DMatrix, DVector};

use super::concepts::columns;
use super::{ConceptSpec, ProblemError};
use crate::numeric::span_basis;

/// A description of the weak supervisor: by `cosine`, by `vectors`, or (for persona concepts) by `content` and `style`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeakSpec {
    /// The inner product βₖᵀβₖʷ of each concept with its weak version (its cosine when both have length 1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cosine: Option<f64>,
    /// Length of a weak persona along the content direction. By default it is that of the concepts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<f64>,
    /// Length of a weak persona along the style direction of its concept. By default it is that of the concepts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub style: Option<f64>,
    /// Length of the part of each weak concept that is orthogonal to all concepts. By default it is 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub off_hull: Option<f64>,
    /// One weak concept of d coordinates for each concept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vectors: Option<Vec<Vec<f64>>>,
    /// Label noise σ_w of the weak supervisor.
    pub noise: f64,
    /// Degrees of freedom of the label noise, a Student t with standard deviation σ_w. By default the noise is normal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub degrees_of_freedom: Option<f64>,
}

impl WeakSpec {
    /// A supervisor by cosine and off-hull length (the paper's biased case for orthonormal concepts).
    pub fn biased(cosine: f64, off_hull: f64, noise: f64) -> Self {
        Self { cosine: Some(cosine), off_hull: Some(off_hull), ..Self::of_noise(noise) }
    }

    /// A supervisor of persona concepts by its content and style, and the length of its part off the hull.
    pub fn persona(content: f64, style: f64, off_hull: f64, noise: f64) -> Self {
        Self { content: Some(content), style: Some(style), off_hull: Some(off_hull), ..Self::of_noise(noise) }
    }

    /// A supervisor by its version of each concept, d coordinates each.
    pub fn of_vectors(vectors: Vec<Vec<f64>>, noise: f64) -> Self {
        Self { vectors: Some(vectors), ..Self::of_noise(noise) }
    }

    fn of_noise(noise: f64) -> Self {
        Self {
            cosine: None,
            content: None,
            style: None,
            off_hull: None,
            vectors: None,
            noise,
            degrees_of_freedom: None,
        }
    }

    /// Degrees of freedom of the label noise. They are infinite for normal noise.
    ///
    /// # Errors
    ///
    /// If they are not above 2, since then the noise has no variance.
    pub(super) fn degrees_of_freedom(&self) -> Result<f64, ProblemError> {
        match self.degrees_of_freedom {
            Some(value) if value > 2.0 => Ok(value),
            Some(value) => Err(ProblemError::NoNoiseVariance { value }),
            None => Ok(f64::INFINITY),
        }
    }

    /// The weak concepts as the columns of a d × K matrix.
    ///
    /// By cosine, βₖʷ = cosine·βₖ/|βₖ|² + off_hull·w. By content and style, βₖʷ = content·e₁ + style·eₖ₊₁ + off_hull·w. The unit vector w is
    /// orthogonal to all concepts. It is the projection, scaled to length 1, of the coordinate axis that is farthest from their span.
    ///
    /// # Errors
    ///
    /// If the description is ambiguous or has a number that is not finite, or if no direction is orthogonal to all concepts.
    pub(super) fn matrix(&self, spec: &ConceptSpec, concepts: &DMatrix<f64>) -> Result<DMatrix<f64>, ProblemError> {
        if let Some(key) = self.persona_key() {
            return self.personas(key, spec, concepts);
        }
        match (&self.vectors, self.cosine) {
            (Some(_), Some(_)) => Err(ProblemError::WeakAmbiguous { found: "both cosine and vectors are given" }),
            (Some(_), None) if self.off_hull.is_some() => {
                Err(ProblemError::WeakAmbiguous { found: "both off_hull and vectors are given" })
            }
            (None, None) => Err(ProblemError::WeakAmbiguous { found: "neither cosine nor vectors is given" }),
            (Some(vectors), None) => given_vectors(vectors, concepts),
            (None, Some(cosine)) => by_cosine(cosine, self.off_hull.unwrap_or(0.0), concepts),
        }
    }

    /// The key by which this is a description of personas, if it is one.
    fn persona_key(&self) -> Option<&'static str> {
        let keys = [("content", self.content), ("style", self.style)];
        keys.into_iter().find(|(_, value)| value.is_some()).map(|(key, _)| key)
    }

    fn personas(
        &self,
        key: &'static str,
        spec: &ConceptSpec,
        concepts: &DMatrix<f64>,
    ) -> Result<DMatrix<f64>, ProblemError> {
        let &ConceptSpec::Persona { count, content, style } = spec else {
            return Err(ProblemError::WeakNotPersonas { key });
        };
        if self.cosine.is_some() || self.vectors.is_some() {
            return Err(ProblemError::WeakAmbiguous { found: "content or style stands beside cosine or vectors" });
        }
        let (content, style) = (self.content.unwrap_or(content), self.style.unwrap_or(style));
        for (key, value) in [("weak.content", content), ("weak.style", style)] {
            if !value.is_finite() {
                return Err(ProblemError::NotFinite { key: key.to_owned(), value });
            }
        }
        let weak = ConceptSpec::Persona { count, content, style }.matrix(concepts.nrows())?;
        moved_off_hull(weak, self.off_hull.unwrap_or(0.0), concepts)
    }
}

fn given_vectors(vectors: &[Vec<f64>], concepts: &DMatrix<f64>) -> Result<DMatrix<f64>, ProblemError> {
    let weak = columns("weak.vectors", vectors, concepts.nrows())?;
    if weak.ncols() == concepts.ncols() {
        return Ok(weak);
    }
    Err(ProblemError::EntryCount { key: "weak.vectors", found: weak.ncols(), concept_count: concepts.ncols() })
}

fn by_cosine(cosine: f64, off_hull: f64, concepts: &DMatrix<f64>) -> Result<DMatrix<f64>, ProblemError> {
    if !cosine.is_finite() {
        return Err(ProblemError::NotFinite { key: "weak.cosine".to_owned(), value: cosine });
    }
    let mut weak = concepts.clone();
    for (index, mut concept) in weak.column_iter_mut().enumerate() {
        let squared_length = concept.norm_squared();
        if squared_length == 0.0 {
            return Err(ProblemError::ZeroConcept { cosine, index });
        }
        concept *= cosine / squared_length;
    }
    moved_off_hull(weak, off_hull, concepts)
}

/// The weak concepts, each moved by this length in one direction that is orthogonal to all concepts.
fn moved_off_hull(
    mut weak: DMatrix<f64>,
    off_hull: f64,
    concepts: &DMatrix<f64>,
) -> Result<DMatrix<f64>, ProblemError> {
    if !off_hull.is_finite() {
        return Err(ProblemError::NotFinite { key: "weak.off_hull".to_owned(), value: off_hull });
    }
    if off_hull < 0.0 {
        return Err(ProblemError::NegativeLength { key: "weak.off_hull", value: off_hull });
    }
    if off_hull > 0.0 {
        let direction = off_hull_direction(concepts).ok_or(ProblemError::NoOffHullDirection {
            value: off_hull,
            concept_count: concepts.ncols(),
            dim: concepts.nrows(),
        })?;
        for mut concept in weak.column_iter_mut() {
            concept.axpy(off_hull, &direction, 1.0);
        }
    }
    Ok(weak)
}

/// A unit vector orthogonal to all columns, or none when they span the space.
fn off_hull_direction(concepts: &DMatrix<f64>) -> Option<DVector<f64>> {
    let basis = span_basis(concepts);
    let distance_from_span = |axis: usize| 1.0 - basis.row(axis).norm_squared();
    let mut farthest = 0;
    for axis in 1..concepts.nrows() {
        if distance_from_span(axis) > distance_from_span(farthest) + 1e-9 {
            farthest = axis;
        }
    }
    if distance_from_span(farthest) < 1e-9 {
        return None;
    }
    let mut direction = -(&basis * basis.row(farthest).transpose());
    direction[farthest] += 1.0;
    // A second projection removes what rounding left of the first.
    direction -= &basis * basis.tr_mul(&direction);
    Some(direction.normalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn off_hull_direction_is_orthogonal_to_every_concept() {
        let concepts = DMatrix::from_column_slice(3, 2, &[1.0, 1.0, 0.0, 1.0, 1.0, 0.5]);
        let direction = off_hull_direction(&concepts).expect("two vectors in three dimensions");
        assert!((direction.norm() - 1.0).abs() < 1e-14);
        assert!(concepts.tr_mul(&direction).amax() < 1e-14);
        assert_eq!(off_hull_direction(&DMatrix::identity(2, 2)), None);
    }

    fn personas() -> ConceptSpec {
        ConceptSpec::Persona { count: 2, content: 1.0, style: 0.5 }
    }

    #[test]
    fn weak_personas_have_their_own_content_and_style() {
        let concepts = personas().matrix(4).expect("personas");
        let weak = WeakSpec::persona(0.25, 0.75, 2.0, 0.5).matrix(&personas(), &concepts).expect("weak personas");
        let expected = DMatrix::from_column_slice(4, 2, &[0.25, 0.75, 0.0, 2.0, 0.25, 0.0, 0.75, 2.0]);
        assert!((weak - expected).amax() < 1e-15);
        let right_style = WeakSpec { style: None, ..WeakSpec::persona(0.25, 0.0, 0.0, 0.5) };
        let weak = right_style.matrix(&personas(), &concepts).expect("weak personas");
        assert_eq!((weak[(0, 1)], weak[(2, 1)]), (0.25, 0.5), "the style of the concepts when left out");
    }

    #[test]
    fn content_and_style_are_for_personas_alone() {
        let orthonormal = ConceptSpec::Orthonormal(2);
        let weak = WeakSpec::persona(0.25, 0.5, 0.0, 0.5);
        let error = weak.matrix(&orthonormal, &DMatrix::identity(4, 2)).expect_err("no personas");
        assert_eq!(error, ProblemError::WeakNotPersonas { key: "content" });
        let both = WeakSpec { cosine: Some(0.5), ..weak };
        let concepts = personas().matrix(4).expect("personas");
        assert!(matches!(both.matrix(&personas(), &concepts), Err(ProblemError::WeakAmbiguous { .. })));
    }
}
