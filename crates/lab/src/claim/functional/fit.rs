//! What a functional that is fitted along a variable says of its fit.

use std::fmt::{self, Debug, Formatter};
use std::sync::Arc;

use nalgebra::DMatrix;
use weak_to_strong::evidence::{Coefficient, LeastSquaresError};
use weak_to_strong::numeric::Estimate;

/// How a functional is fitted along a variable, and the curve of theory that a figure shows for it.
#[derive(Clone, Copy, Debug)]
pub struct FitAlong {
    /// The number itself, and the p-value of the test that the fit describes the points.
    ///
    /// It is given the points, the covariances of what is fitted, and the power p of the factor m^(−p).
    pub(in crate::claim) coefficient: fn(&[FitPoint], &DMatrix<f64>, f64) -> Fitted,
    /// Whether the logarithms of means are fitted, and not the means.
    pub of_logarithms: bool,
    /// The expression for p where a claim has no `log_power`; `None` if the fit has no such factor.
    pub(in crate::claim) log_power: Option<&'static str>,
    /// The curve of theory; `None` if it is a line at the height that is expected.
    pub curve: Option<OpenCurve>,
}

/// A measurement at one value of the variable along which is fitted.
#[derive(Clone, Copy, Debug)]
pub(in crate::claim) struct FitPoint {
    pub(in crate::claim) at: f64,
    pub(in crate::claim) estimate: Estimate,
}

pub(super) type Fitted = Result<(Coefficient, Option<f64>), LeastSquaresError>;

/// A curve of which theory leaves something open, which is fitted to the measurements.
#[derive(Clone, Copy, Debug)]
pub struct OpenCurve {
    /// What is fitted.
    pub open: &'static str,
    /// The curve through these measurements, with this power p and the number that is expected; `None` if they do not determine one.
    pub through: fn(&[CurvePoint], f64, f64) -> Option<TheoryCurve>,
}

/// A measurement through which a curve is drawn.
#[derive(Clone, Copy, Debug)]
pub struct CurvePoint {
    /// Its value of the variable.
    pub at: f64,
    /// Its mean, free of any scale of the figure.
    pub mean: f64,
    /// (mean ÷ standard error)².
    pub weight: f64,
}

/// A height for each value of the variable.
#[derive(Clone)]
pub struct TheoryCurve(Arc<dyn Fn(f64) -> f64 + Send + Sync>);

impl TheoryCurve {
    /// The curve of a function.
    pub(super) fn new(height: impl Fn(f64) -> f64 + Send + Sync + 'static) -> Self {
        Self(Arc::new(height))
    }

    /// Its height at a value of the variable.
    pub fn at(&self, x: f64) -> f64 {
        (self.0)(x)
    }
}

impl Debug for TheoryCurve {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("TheoryCurve")
    }
}
