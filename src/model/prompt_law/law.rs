//! What a law of the prompt is.

use std::f64::consts::TAU;

use nalgebra::DVector;

use super::Coordinate;

/// A law of the prompt as its file describes it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Law<'a> {
    /// The word for it in files.
    pub(super) word: &'static str,
    pub(super) meaning: &'static str,
    pub(super) shape: Shape<'a>,
}

/// How the coordinates of a prompt hang together. Properties of a law are derived from its shape.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Shape<'a> {
    /// Independent coordinates, all of this law.
    Independent(&'static Coordinate),
    /// Independent normal coordinates with these variances, 1 when absent.
    Normal(Option<&'a [f64]>),
    /// Uniform on the sphere of radius √d.
    Sphere,
}

impl Shape<'_> {
    /// The variances of the d coordinates.
    pub(super) fn variances(self, dim: usize) -> DVector<f64> {
        match self {
            Self::Independent(coordinate) => DVector::from_element(dim, coordinate.variance),
            Self::Normal(Some(variances)) => DVector::from_column_slice(variances),
            Self::Normal(None) | Self::Sphere => DVector::from_element(dim, 1.0),
        }
    }

    /// The common variance of the coordinates, if there is one.
    pub(super) fn isotropic_variance(self) -> Option<f64> {
        match self {
            Self::Independent(coordinate) => Some(coordinate.variance),
            Self::Normal(Some(variances)) => {
                let first = *variances.first()?;
                variances.iter().all(|variance| *variance == first).then_some(first)
            }
            Self::Normal(None) | Self::Sphere => Some(1.0),
        }
    }

    /// The least bound of |X|², if there is one.
    pub(super) fn squared_bound(self, dim: usize) -> Option<f64> {
        match self {
            Self::Independent(coordinate) => coordinate.bound.map(|bound| dim as f64 * bound * bound),
            Self::Normal(_) => None,
            Self::Sphere => Some(dim as f64),
        }
    }

    /// The least bound of βᵀX, if there is one.
    pub(super) fn greatest_form(self, coefficients: &DVector<f64>) -> Option<f64> {
        match self {
            Self::Independent(coordinate) => coordinate.bound.map(|bound| bound * coefficients.lp_norm(1)),
            Self::Normal(_) => None,
            Self::Sphere => Some((coefficients.len() as f64).sqrt() * coefficients.norm()),
        }
    }

    /// Whether a prompt has a density, on Rᵈ or on the surface of the sphere.
    pub(super) fn has_density(self) -> bool {
        match self {
            Self::Independent(coordinate) => coordinate.greatest_density.is_some(),
            Self::Normal(_) | Self::Sphere => true,
        }
    }

    /// The greatest density of a coordinate, if coordinates are independent and have a log-concave density.
    pub(super) fn greatest_coordinate_density(self, dim: usize) -> Option<f64> {
        match self {
            Self::Independent(coordinate) => coordinate.greatest_density,
            Self::Normal(_) => Some((TAU * self.variances(dim).min()).sqrt().recip()),
            Self::Sphere => None,
        }
    }
}
