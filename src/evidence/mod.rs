//! What follows from estimates: intervals and fits. This module does not know what a concept is.

mod arithmetic;
mod bounded_variance;
mod enclosure;
mod interval_arithmetic;
mod mixture;
mod plausible_counts;
mod regression;
mod sequence;
mod student;
mod tail;
mod uniformity;
mod warrant;

pub use arithmetic::combined;
pub use bounded_variance::bounded_variance_sequence;
pub use enclosure::{Enclosure, End};
pub use mixture::{lower_limit, upper_limit};
pub use plausible_counts::{PlausibleCounts, plausible_counts};
pub use regression::{Coefficient, LeastSquaresError, Regression, generalised_regression};
pub use sequence::{Interval, LEAST_REPLICATES, asymptotic_sequence, unit_interval_sequence};
pub use student::student_interval;
pub use tail::{Side, TailDoubt, tail_doubt};
pub use uniformity::DistanceFromUniform;
pub use warrant::Warrant;
