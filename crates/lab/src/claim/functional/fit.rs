//! The description of the fit of a functional that is fitted along a variable.

use std::fmt::{self, Debug, Formatter};
use std::sync::Arc;

use nalgebra::DMatrix;
use weak_to_strong::evidence::{Coefficient, LeastSquaresError};
use weak_to_strong::numeric::Estimate;

/// How a functional is fitted along a variable, and the theoretical curve that a figure shows for it.
#[derive(Clone, Copy, Debug)]
pub struct FitAlong {
    /// Computes the number itself, and the p-value of the test that the fit describes the points.
    ///
    /// Its arguments are the points, the covariances of what is fitted, and the power p of the factor m^(−p).
    pub(in crate::claim) coefficient: fn(&[FitPoint], &DMatrix<f64>, f64) -> Fitted,
    /// Whether the logarithms of the means are fitted, instead of the means.
    pub of_logarithms: bool,
    /// The default expression for p, if a claim has no `log_power`; `None` if the fit has no factor m^(−p).
    pub(in crate::claim) log_power: Option<&'static str>,
    /// The theoretical curve; `None` if it is a horizontal line at the expected height.
    pub curve: Option<OpenCurve>,
}

/// A measurement at one value of the variable of the fit.
#[derive(Clone, Copy, Debug)]
pub(in crate::claim) struct FitPoint {
    pub(in crate::claim) at: f64,
    pub(in crate::claim) estimate: Estimate,
}

pub(super) type Fitted = Result<(Coefficient, Option<f64>), LeastSquaresError>;

/// A theoretical curve with free coefficients, which are fitted to the measurements.
#[derive(Clone, Copy, Debug)]
pub struct OpenCurve {
    /// What is free, and therefore fitted.
    pub open: &'static str,
    /// The curve through these measurements, for this power p and this expected number; `None` if they do not determine a curve.
    pub through: fn(&[CurvePoint], f64, f64) -> Option<TheoryCurve>,
}

/// A measurement through which a curve is drawn.
#[derive(Clone, Copy, Debug)]
pub struct CurvePoint {
    /// The value of the variable.
    pub at: f64,
    /// The mean, without the scale of the figure.
    pub mean: f64,
    /// (mean ÷ standard error)².
    pub weight: f64,
}

/// A height for each value of the variable.
#[derive(Clone)]
pub struct TheoryCurve(Arc<dyn Fn(f64) -> f64 + Send + Sync>);

impl TheoryCurve {
    /// The curve of this function.
    pub(super) fn new(height: impl Fn(f64) -> f64 + Send + Sync + 'static) -> Self {
        Self(Arc::new(height))
    }

    /// The height of the curve at this value of the variable.
    pub fn at(&self, x: f64) -> f64 {
        (self.0)(x)
    }
}

impl Debug for TheoryCurve {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("TheoryCurve")
    }
}
