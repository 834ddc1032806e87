//! Concepts.

use nalgebra::{Cholesky, DMatrix, DVector};
use proptest::prelude::*;

use crate::model::ConceptSpec;

/// Concepts in `dim` dimensions: orthonormal first (one and `dim` of them often), then personas, arbitrary vectors, and nearly parallel ones.
///
/// # Panics
///
/// If `dim` is 0.
pub fn concepts(dim: usize) -> impl Strategy<Value = ConceptSpec> {
    let orthonormal = prop_oneof![4 => 1..=dim, 1 => Just(1), 1 => Just(dim)].prop_map(ConceptSpec::Orthonormal);
    let vectors =
        prop::collection::vec(prop::collection::vec(-2.0..2.0f64, dim), 1..=dim + 1).prop_map(ConceptSpec::Vectors);
    prop_oneof![4 => orthonormal, 1 => personas(dim), 2 => vectors, 1 => nearly_parallel_concepts(dim)]
}

/// Personas take a dimension more than there are of them; in one dimension there is room for none.
fn personas(dim: usize) -> impl Strategy<Value = ConceptSpec> {
    (1..dim.max(2), 0.1..2.0f64, 0.1..2.0f64).prop_map(move |(count, content, style)| match dim {
        1 => ConceptSpec::Orthonormal(1),
        _ => ConceptSpec::Persona { count, content, style },
    })
}

/// Two to four unit vectors at angles down to 1e-9 from each other; one vector in one dimension.
///
/// # Panics
///
/// If `dim` is 0.
pub fn nearly_parallel_concepts(dim: usize) -> impl Strategy<Value = ConceptSpec> {
    (2..=4usize, 1.0..=9.0f64).prop_map(move |(count, exponent)| {
        if dim == 1 {
            return ConceptSpec::Orthonormal(1);
        }
        let tilted = |k: usize| {
            let angle = k as f64 * 10f64.powf(-exponent);
            let mut vector = vec![0.0; dim];
            vector[0] = angle.cos();
            vector[1 + k % (dim - 1)] = angle.sin();
            vector
        };
        ConceptSpec::Vectors((0..count).map(tilted).collect())
    })
}

/// Concepts in `dim` dimensions with this Gram matrix of inner products (K × K), turned at random; none if it is not positive definite or
/// K > d.
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
