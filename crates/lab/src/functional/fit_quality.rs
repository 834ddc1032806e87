//! How well a form describes the points of a fit.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use weak_to_strong::evidence::Coefficient;
use weak_to_strong::numeric::json_number;

/// Why the number of a fit is not reliable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FitDoubt {
    /// There are fewer replicates than an asymptotic confidence sequence needs.
    FewReplicates,
    /// A mean is not known to 10 %, or is not positive, so that its logarithm says nothing.
    RoughMeans,
    /// A standard error is 0, so the fit has no weights.
    NoVariation,
    /// The form does not describe the points, not even those of the largest sizes.
    FormRejected,
    /// Two forms of the curve, the second with one more correction term, give numbers that differ by more than the resolution.
    FormsDisagree,
}

/// The form of a fit, the points that it was fitted to, and how well it describes them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FitQuality {
    /// The form of the curve in words; x is the variable of the fit.
    pub form: Cow<'static, str>,
    /// The second form, which has one more correction term.
    pub next_form: Cow<'static, str>,
    /// The number of sizes in the fit. They are the largest ones.
    pub sizes: usize,
    /// The number of all sizes. Smaller ones are left out until the form describes the rest.
    pub of_sizes: usize,
    /// The smallest size in the fit.
    #[serde(with = "json_number")]
    pub from: f64,
    /// The largest size in the fit.
    #[serde(with = "json_number")]
    pub to: f64,
    /// Probability of residuals at least this large if the form is right.
    #[serde(with = "json_number")]
    pub lack_of_fit: f64,
    /// The same for the second form.
    #[serde(with = "json_number")]
    pub next_lack_of_fit: f64,
    /// The number by the second form; `None` if a form is rejected.
    pub by_next_form: Option<Coefficient>,
}
