//! Functionals: the numbers that claims take from what is measured, and compare with an expression.
//!
//! Each functional has its own file, which holds everything particular to it. To add one, write such a file and add it to the list.

mod decay_rate;
mod descriptor;
mod fit;
mod limit;
mod list;
mod mean;
mod uniform;

pub use descriptor::{Functional, Judging, RightSide};
pub(super) use fit::{CurveForm, FitPoint};
pub use fit::{CurvePoint, FitAlong, OpenCurve, TheoryCurve};
pub(super) use list::FUNCTIONALS;
pub(super) use mean::MEAN;
