//! What can be concluded from estimates: intervals and fits. Knows no concepts.

mod interval;
mod regression;

pub use interval::{Interval, Range, confidence_interval};
pub use regression::{Coefficient, RegressionError, weighted_regression};
