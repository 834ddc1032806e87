//! What can be concluded from estimates: intervals and fits. Knows no concepts.

mod regression;
mod sequence;
mod uniformity;

pub use regression::{Coefficient, LeastSquaresError, Regression, generalised_regression};
pub use sequence::{Interval, LEAST_REPLICATES, asymptotic_sequence, unit_interval_sequence};
pub use uniformity::DistanceFromUniform;
