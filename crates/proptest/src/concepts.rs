//! Concepts.

use nalgebra::{Cholesky, DMatrix, DVector};
use proptest::prelude::*;
use proptest::sample::Index;

use super::edges::{COORDINATE, NEARLY_PARALLEL_COUNT, NEARLY_PARALLEL_EXPONENTS, PERSONA_LENGTH, SEED};
use weak_to_strong::model::ConceptSpec;

/// Concepts in `dim` dimensions: orthonormal ones, personas, arbitrary vectors, normal vectors from a seed, and nearly parallel ones.
///
/// They shrink towards orthonormal ones. One concept and `dim` concepts are drawn often.
///
/// # Panics
///
/// If `dim` is 0.
pub fn concepts(dim: usize) -> impl Strategy<Value = ConceptSpec> {
    concept_shapes(dim).prop_map(move |shape| shape.in_dimensions(dim))
}

/// Two to four unit vectors with angles down to 1e-9 between them. In one dimension there is one vector.
///
/// # Panics
///
/// If `dim` is 0.
pub fn nearly_parallel_concepts(dim: usize) -> impl Strategy<Value = ConceptSpec> {
    nearly_parallel_shapes().prop_map(move |shape| shape.in_dimensions(dim))
}

/// Concepts before the dimension is known.
#[derive(Clone, Debug)]
pub(super) enum ConceptShape {
    One,
    AsManyAsDimensions,
    Orthonormal(Index),
    Persona { count: Index, content: f64, style: f64 },
    Vectors { count: Index, vectors: Vec<Vec<f64>> },
    Gaussian { count: Index, seed: u32 },
    NearlyParallel { count: usize, exponent: f64 },
}

impl ConceptShape {
    /// In d dimensions, of which there are no more than coordinates. Personas take a dimension more than there are of them; in one
    /// dimension there is room for none.
    pub(super) fn in_dimensions(self, dim: usize) -> ConceptSpec {
        match self {
            Self::Persona { .. } | Self::NearlyParallel { .. } if dim == 1 => ConceptSpec::Orthonormal(1),
            Self::One => ConceptSpec::Orthonormal(1),
            Self::AsManyAsDimensions => ConceptSpec::Orthonormal(dim),
            Self::Orthonormal(count) => ConceptSpec::Orthonormal(1 + count.index(dim)),
            Self::Persona { count, content, style } => {
                ConceptSpec::Persona { count: 1 + count.index(dim - 1), content, style }
            }
            Self::Vectors { count, mut vectors } => {
                vectors.truncate(1 + count.index(dim + 1));
                vectors.iter_mut().for_each(|vector| vector.truncate(dim));
                ConceptSpec::Vectors(vectors)
            }
            Self::Gaussian { count, seed } => ConceptSpec::Gaussian { count: 1 + count.index(dim + 1), seed },
            Self::NearlyParallel { count, exponent } => nearly_parallel(dim, count, exponent),
        }
    }
}

/// Shapes of concepts in at most this many dimensions.
pub(super) fn concept_shapes(most_dim: usize) -> impl Strategy<Value = ConceptShape> {
    prop_oneof![
        4 => any::<Index>().prop_map(ConceptShape::Orthonormal),
        1 => Just(ConceptShape::One),
        1 => Just(ConceptShape::AsManyAsDimensions),
        1 => (any::<Index>(), PERSONA_LENGTH, PERSONA_LENGTH)
            .prop_map(|(count, content, style)| ConceptShape::Persona { count, content, style }),
        2 => (any::<Index>(), vectors(most_dim)).prop_map(|(count, vectors)| ConceptShape::Vectors { count, vectors }),
        1 => (any::<Index>(), SEED).prop_map(|(count, seed)| ConceptShape::Gaussian { count, seed }),
        1 => nearly_parallel_shapes(),
    ]
}

/// One vector more than there are dimensions.
pub(super) fn vectors(dim: usize) -> impl Strategy<Value = Vec<Vec<f64>>> {
    prop::collection::vec(prop::collection::vec(COORDINATE, dim), dim + 1)
}

fn nearly_parallel_shapes() -> impl Strategy<Value = ConceptShape> {
    (NEARLY_PARALLEL_COUNT, NEARLY_PARALLEL_EXPONENTS)
        .prop_map(|(count, exponent)| ConceptShape::NearlyParallel { count, exponent })
}

/// Unit vectors at multiples of 10^−exponent from the first axis, towards the others in turn. `dim` must be above 1.
fn nearly_parallel(dim: usize, count: usize, exponent: f64) -> ConceptSpec {
    let tilted = |k: usize| {
        let angle = k as f64 * 10f64.powf(-exponent);
        let mut vector = vec![0.0; dim];
        vector[0] = angle.cos();
        vector[1 + k % (dim - 1)] = angle.sin();
        vector
    };
    ConceptSpec::Vectors((0..count).map(tilted).collect())
}

/// Concepts in `dim` dimensions with this Gram matrix of inner products (K × K), turned at random.
///
/// Returns `None` if the Gram matrix is not positive definite or K > d.
pub fn with_gram_matrix(gram: &DMatrix<f64>, dim: usize) -> Option<impl Strategy<Value = ConceptSpec> + use<>> {
    let factor = Cholesky::new(gram.clone()).filter(|_| gram.ncols() <= dim)?.l();
    let frame = factor.transpose().resize_vertically(dim, 0.0);
    Some(prop::collection::vec(-1.0..1.0f64, dim).prop_map(move |normal| turned(&frame, normal)))
}

/// The columns of `frame`, reflected by the hyperplane with this normal vector; as they are for the zero vector.
fn turned(frame: &DMatrix<f64>, normal: Vec<f64>) -> ConceptSpec {
    let normal = DVector::from_vec(normal);
    let square = normal.norm_squared();
    let vectors = frame.column_iter().map(|vector| {
        let along = if square > 0.0 { 2.0 * normal.dot(&vector) / square } else { 0.0 };
        (vector - &normal * along).iter().copied().collect()
    });
    ConceptSpec::Vectors(vectors.collect())
}
