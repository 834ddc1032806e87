//! A number of a fitted curve.

use super::doubt::Doubt;
use crate::functional::FitQuality;
use weak_to_strong::evidence::{Coefficient, Enclosure};

/// A number of a fitted curve.
#[derive(Clone, Debug)]
pub struct Fit {
    /// The number by the first form.
    pub found: Coefficient,
    /// Its interval.
    pub enclosure: Enclosure,
    /// Why it is not reliable; `None` if it is reliable.
    pub doubt: Option<Doubt>,
    /// The form and the sizes that were used; `None` if nothing was fitted.
    pub quality: Option<FitQuality>,
}
