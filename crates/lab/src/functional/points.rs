//! What is known along a variable, and the number that a functional finds in it.

use weak_to_strong::evidence::Enclosure;

/// A linear form of the values along a variable: the places of points, each with its coefficient.
pub type Contrast = Vec<(usize, f64)>;

/// What is known along a variable. All intervals hold together.
///
/// `at`, `values` and `estimates` have one entry for each point of the grid, in increasing order of the variable. `contrasts` and `contrast_estimates` have
/// one entry for each of the contrasts that the functional or the predicate asked for.
#[derive(Clone, Copy, Debug)]
pub struct Points<'a> {
    /// The values of the variable, or of its logarithm, in increasing order.
    pub at: &'a [f64],
    /// The values there.
    pub values: &'a [Enclosure],
    /// The estimates of the values.
    pub estimates: &'a [f64],
    /// The contrasts.
    pub contrasts: &'a [Enclosure],
    /// The estimates of the contrasts.
    pub contrast_estimates: &'a [f64],
}

/// The number that a functional finds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// Where it lies. A place that doubted ends would prove is not proved, so that no end of a place is doubted.
    pub enclosure: Enclosure,
    /// Its estimate.
    pub estimate: f64,
    /// How often the sign is proved to change, from one point whose sign is proved to the next one; `None` if signs do not matter.
    pub changes: Option<usize>,
}
