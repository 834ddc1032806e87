//! Relations of a user's own.

use std::fmt::{self, Debug, Formatter};
use std::sync::Arc;

use weak_to_strong::evidence::Interval;

use crate::catalogue::{Kind, Member};
use crate::name::Name;

/// A relation of a user's own, written `name(left, right)`: the left side lies in a range that the right side determines.
///
/// The range is the whole definition. Verdicts and the search for counterexamples follow from it as for `>=`, whose range is \[right, ∞\]. The claim
/// holds if the interval of the left side lies within the range, and is violated if the two do not overlap. The right side is computed, not measured.
///
/// ```
/// use weak_to_strong_lab::claim::OwnRelation;
/// use weak_to_strong::evidence::Interval;
/// let within_factor_two = OwnRelation::new("within_factor_two", "at least half the right side and at most twice", |right| {
///     Interval { lower: 0.5 * right, upper: 2.0 * right }
/// });
/// assert_eq!((within_factor_two.range)(3.0), Interval { lower: 1.5, upper: 6.0 });
/// ```
#[derive(Clone)]
pub struct OwnRelation {
    /// The name in claim files.
    pub name: Name,
    /// The meaning in one line. It is shown beside the right side if a cell fails.
    pub meaning: Name,
    /// The range of the left side if the right side has this value. An end may be infinite. The lower end must not exceed the upper end.
    pub range: Arc<dyn Fn(f64) -> Interval + Send + Sync>,
}

impl OwnRelation {
    /// A relation with this name, meaning and range; see the fields.
    pub fn new(
        name: impl Into<Name>,
        meaning: impl Into<Name>,
        range: impl Fn(f64) -> Interval + Send + Sync + 'static,
    ) -> Self {
        Self { name: name.into(), meaning: meaning.into(), range: Arc::new(range) }
    }
}

impl Member for OwnRelation {
    const KIND: Kind = Kind { one: "relation", many: "relations" };

    fn name(&self) -> &str {
        &self.name
    }
}

/// Names are unique, and functions cannot be compared.
impl PartialEq for OwnRelation {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for OwnRelation {}

impl Debug for OwnRelation {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("OwnRelation").field("name", &self.name).finish_non_exhaustive()
    }
}
