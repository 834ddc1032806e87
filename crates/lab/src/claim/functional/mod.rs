//! Functionals: the numbers that claims take from what is measured, and compare with an expression.
//!
//! Each has a file of its own, which says all that is particular to it. To add one, write such a file and put it into the list.

mod decay_rate;
mod descriptor;
mod fit;
mod limit;
mod list;
mod mean;
mod uniform;

pub use descriptor::{Functional, Judging, RightSide};
pub(super) use fit::FitPoint;
pub use fit::{CurvePoint, FitAlong, OpenCurve, TheoryCurve};
pub(super) use list::FUNCTIONALS;
pub(super) use mean::MEAN;
