//! What follows from estimates: intervals and fits. This module does not know what a concept is.

mod regression;
mod sequence;
mod uniformity;

pub use regression::{Coefficient, LeastSquaresError, Regression, generalised_regression};
pub use sequence::{Interval, LEAST_REPLICATES, asymptotic_sequence, unit_interval_sequence};
pub use uniformity::DistanceFromUniform;
