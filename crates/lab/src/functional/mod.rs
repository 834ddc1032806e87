//! Functionals and predicates: what a statement says of a number along a variable of the sweep.
//!
//! A functional is a number, such as the least value or the limit; a predicate is true or false, such as `increasing`. Each has its own file, which holds
//! everything particular to it. To add one, write such a file and add it to the list. This module judges intervals. It does not know where they
//! come from.

mod argmax;
mod argmin;
mod bends;
mod concave;
mod convex;
mod crossing;
mod curve;
mod decay_rate;
mod decreasing;
mod descriptor;
mod exponent;
mod fit_along;
mod fit_quality;
mod fitted;
mod increasing;
mod limit;
mod list;
mod maximum;
mod minimum;
mod peak;
mod place;
mod points;
mod ruling;
mod steps;
#[cfg(test)]
mod tests;
mod turning;
mod unbeaten;
mod valley;

pub use curve::{CurvePoint, CurveThrough, OpenCurve, TheoryCurve};
pub use descriptor::{Functional, Kind, Parameter, Predicate};
pub use fit_along::{CurveForm, FitAlong};
pub use fit_quality::{FitDoubt, FitQuality};
pub use fitted::{Curve, CurveFit, FitPoint, fitted};
pub use list::{FUNCTIONALS, PREDICATES};
pub use place::{Place, place_range, place_verdict};
pub use points::{Contrast, Found, Points};
pub use ruling::{Ruling, Share};
