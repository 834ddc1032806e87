//! Features that are linear in a prompt.

use nalgebra::DMatrix;

use crate::numeric::{product, transposed_product};

/// Features z = Ax of prompts x in d dimensions. A fit θ in the features is the predictor Aᵀθ.
///
/// ```
/// use nalgebra::dmatrix;
/// use weak_to_strong::learn::FeatureMap;
///
/// let map = FeatureMap::Linear(dmatrix![1.0, 2.0]);
/// assert_eq!(map.features(&dmatrix![3.0; 4.0]), dmatrix![11.0]);
/// assert_eq!(map.predictors(&dmatrix![5.0]), dmatrix![5.0; 10.0]);
/// assert_eq!(FeatureMap::Scaled(vec![1.0, 2.0]).features(&dmatrix![3.0; 4.0]), dmatrix![3.0; 8.0]);
/// ```
#[derive(Clone, Debug)]
pub enum FeatureMap {
    /// The diagonal of A.
    Scaled(Vec<f64>),
    /// A (m × d).
    Linear(DMatrix<f64>),
}

impl FeatureMap {
    /// AX (m × n), for prompts in the columns of X (d × n).
    pub fn features(&self, prompts: &DMatrix<f64>) -> DMatrix<f64> {
        match self {
            Self::Scaled(gains) => scaled_rows(prompts, gains),
            Self::Linear(map) => product(map, prompts),
        }
    }

    /// AᵀΘ (d × k), for fits in the columns of Θ (m × k).
    pub fn predictors(&self, fits: &DMatrix<f64>) -> DMatrix<f64> {
        match self {
            Self::Scaled(gains) => scaled_rows(fits, gains),
            Self::Linear(map) => transposed_product(map, fits),
        }
    }

    /// The same features of prompts with this many coordinates, of which further ones do not count.
    pub fn widened(self, dim: usize) -> Self {
        match self {
            Self::Scaled(mut gains) => {
                gains.resize(dim, 0.0);
                Self::Scaled(gains)
            }
            Self::Linear(map) => Self::Linear(map.resize_horizontally(dim, 0.0)),
        }
    }

    /// A·diag(s) (m × d).
    pub(super) fn with_scaled_columns(&self, scales: &[f64]) -> DMatrix<f64> {
        match self {
            Self::Scaled(gains) => {
                let products = gains.iter().zip(scales).map(|(gain, scale)| gain * scale);
                DMatrix::from_diagonal(&products.collect::<Vec<_>>().into())
            }
            Self::Linear(map) => scaled_columns(map, scales),
        }
    }
}

pub(super) fn scaled_columns(matrix: &DMatrix<f64>, scales: &[f64]) -> DMatrix<f64> {
    let mut scaled = matrix.clone();
    scaled.column_iter_mut().zip(scales).for_each(|(mut column, scale)| column *= *scale);
    scaled
}

fn scaled_rows(matrix: &DMatrix<f64>, scales: &[f64]) -> DMatrix<f64> {
    let mut scaled = matrix.clone();
    for mut column in scaled.column_iter_mut() {
        column.iter_mut().zip(scales).for_each(|(entry, scale)| *entry *= scale);
    }
    scaled
}
