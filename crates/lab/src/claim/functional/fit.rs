//! The description of the fit of a functional that is fitted along a variable.

use std::fmt::{self, Debug, Formatter};
use std::sync::Arc;

use weak_to_strong::numeric::Estimate;

/// How a functional is fitted along a variable, and the theoretical curve that a figure shows for it.
#[derive(Clone, Copy, Debug)]
pub struct FitAlong {
    /// Two forms of the curve. The second one has one more correction term.
    pub(in crate::claim) forms: [CurveForm; 2],
    /// Which coefficient of a form is the number, in both forms.
    pub(in crate::claim) wanted: usize,
    /// Whether the logarithms of the means are fitted, instead of the means.
    pub of_logarithms: bool,
    /// The default expression for p, if a claim has no `log_power`; `None` if the fit has no factor m^(−p).
    pub(in crate::claim) log_power: Option<&'static str>,
    /// The theoretical curve; `None` if it is a horizontal line at the expected height.
    pub curve: Option<OpenCurve>,
}

/// A form of a curve: a sum of known terms with free coefficients.
#[derive(Clone, Copy, Debug)]
pub(in crate::claim) struct CurveForm {
    /// The form in words, as reports show it; x is the variable of the fit.
    pub(in crate::claim) words: &'static str,
    /// The terms as functions of the variable; each has one coefficient.
    pub(in crate::claim) terms: &'static [fn(f64) -> f64],
}

/// A measurement at one value of the variable of the fit.
#[derive(Clone, Copy, Debug)]
pub(in crate::claim) struct FitPoint {
    pub(in crate::claim) at: f64,
    pub(in crate::claim) estimate: Estimate,
}

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
