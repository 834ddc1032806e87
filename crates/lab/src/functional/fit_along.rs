//! The description of a fit along a variable.

use super::curve::OpenCurve;

/// How a functional is fitted along a variable, and the theoretical curve that a figure shows for it. `parameters` are the values of the functional's
/// parameters, in its order; `None` for one that the fit finds.
#[derive(Clone, Copy, Debug)]
pub struct FitAlong {
    /// Two forms of the curve, for these parameters. The second one has one more correction term.
    pub forms: fn(parameters: &[Option<f64>]) -> [CurveForm; 2],
    /// Which coefficient of a form is the number, in both forms.
    pub wanted: usize,
    /// Whether the logarithms of the values are fitted, instead of the values.
    pub of_logarithms: bool,
    /// What is subtracted from the numbers that are fitted, at this value of the variable.
    pub known: fn(parameters: &[Option<f64>], at: f64) -> f64,
    /// The theoretical curve; `None` if it is a horizontal line at the expected height.
    pub curve: Option<OpenCurve>,
}

impl FitAlong {
    /// The least number of values of the variable from which the forms can be told apart from a curve of another form.
    pub fn least_sizes(&self, parameters: &[Option<f64>]) -> usize {
        (self.forms)(parameters)[1].terms.len() + 1
    }
}

/// A form of a curve: a sum of known terms with free coefficients.
#[derive(Clone, Copy, Debug)]
pub struct CurveForm {
    /// The form in words, as reports show it; x is the variable of the fit.
    pub words: &'static str,
    /// The terms as functions of the variable; each has one coefficient.
    pub terms: &'static [fn(f64) -> f64],
}
