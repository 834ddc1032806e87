//! Relations, as claim files name them: a functional of the quantity, and how it compares with the expression.

use std::borrow::Cow;
use std::fmt::{self, Debug, Formatter};
use std::sync::Arc;

use serde::{Serialize, Serializer};
use weak_to_strong::evidence::Interval;

use super::Comparison;
use super::functional::{FUNCTIONALS, Functional, MEAN, RightSide};

/// The relation that a claim states: which number of the quantity is compared with the expression, and how.
///
/// | word        | number                                                             | compares |
/// | ----------- | ------------------------------------------------------------------ | -------- |
/// | `>=`        | the quantity at each cell                                          | ≥        |
/// | `<=`        | the quantity at each cell                                          | ≤        |
/// | `==`        | the quantity at each cell                                          | =        |
/// | `decays_at` | ρ where quantity ~ C·mᵖ·exp(−ρm) along a variable m of the sweep   | =        |
/// | `tends_to`  | the limit of the quantity along a variable of the sweep            | =        |
/// | `uniform`   | the distance from the uniform law, at each cell                    | = 0      |
/// | a user's    | the quantity at each cell                                          | by a range about the expression |
#[derive(Clone, Debug)]
pub struct Relation {
    word: Cow<'static, str>,
    functional: &'static Functional,
    comparison: Comparison,
    /// The range that replaces the resolution; `None` for a relation of the library.
    own: Option<OwnRelation>,
}

/// A relation of a user's own: the quantity lies in a range that the expression determines.
///
/// The range is the whole definition. Verdicts, slack and the search for counterexamples follow from it as for `>=`, whose range is
/// \[expression, ∞\]. The claim holds if the quantity's confidence interval lies within the range, and is violated if the two do not overlap.
///
/// ```
/// use weak_to_strong_lab::claim::OwnRelation;
/// use weak_to_strong::evidence::Interval;
/// let within_factor_two = OwnRelation::new("within_factor_two", "at least half the expression and at most twice", |expected| {
///     Interval { lower: 0.5 * expected, upper: 2.0 * expected }
/// });
/// assert_eq!((within_factor_two.range)(3.0), Interval { lower: 1.5, upper: 6.0 });
/// ```
#[derive(Clone)]
pub struct OwnRelation {
    /// The name in claim files.
    pub name: Cow<'static, str>,
    /// The meaning in one line. It is shown beside the expected value if a cell fails.
    pub meaning: Cow<'static, str>,
    /// The range of the quantity if the expression has this value. An end may be infinite. The lower end must not exceed the upper end.
    pub range: Arc<dyn Fn(f64) -> Interval + Send + Sync>,
}

impl OwnRelation {
    /// A relation with this name, meaning and range; see the fields.
    pub fn new(
        name: impl Into<Cow<'static, str>>,
        meaning: impl Into<Cow<'static, str>>,
        range: impl Fn(f64) -> Interval + Send + Sync + 'static,
    ) -> Self {
        Self { name: name.into(), meaning: meaning.into(), range: Arc::new(range) }
    }
}

impl Relation {
    /// The library's relations, in the order in which messages list them.
    pub fn built_in() -> impl Iterator<Item = Self> {
        FUNCTIONALS.into_iter().flat_map(|functional| {
            let relation = |&(word, comparison)| Self { word: Cow::Borrowed(word), functional, comparison, own: None };
            functional.words.iter().map(relation)
        })
    }

    /// The library's relation with this word; `None` if the library has no such relation.
    pub fn by_word(word: &str) -> Option<Self> {
        Self::built_in().find(|relation| relation.word == word)
    }

    /// The word for it in claim files.
    pub fn word(&self) -> &str {
        &self.word
    }

    /// The number that is compared.
    pub fn functional(&self) -> &'static Functional {
        self.functional
    }

    /// How it is compared. A user's own relation compares like an equality, but within its range instead of the resolution.
    pub fn comparison(&self) -> Comparison {
        self.comparison
    }

    /// What a user's own relation says, in one line; `None` for one of the library's.
    pub fn own_meaning(&self) -> Option<&str> {
        self.own.as_ref().map(|own| own.meaning.as_ref())
    }

    /// The statement in one line, such as `naive.mse >= segment_bound`. The expression is left out if the relation takes none.
    pub fn sentence(&self, quantity: &str, expression: &str) -> String {
        match self.functional.right_side {
            RightSide::DistanceFrom(_) => format!("{quantity} {}", self.word),
            RightSide::Expression => format!("{quantity} {} {expression}", self.word),
        }
    }

    /// The range in which the measured value lies if the relation holds. `resolution` is absolute.
    pub(super) fn range(&self, expected: f64, resolution: f64) -> Interval {
        match &self.own {
            Some(own) => (own.range)(expected),
            None => self.comparison.range(expected, resolution),
        }
    }

    /// Whether the ends of its range are stated by the claim itself, and not by the resolution.
    pub fn has_stated_ends(&self) -> bool {
        self.own.is_some() || self.comparison != Comparison::Equal
    }

    /// Whether nothing that is measured may exceed an expected value of 0.
    pub(super) fn bounds_from_above(&self) -> bool {
        let is_distance = matches!(self.functional.right_side, RightSide::DistanceFrom(_));
        is_distance || self.comparison == Comparison::AtMost
    }

    /// Whether it is judged on a fit along a variable, instead of cell by cell.
    pub fn is_fitted(&self) -> bool {
        self.functional.fit().is_some()
    }
}

impl From<OwnRelation> for Relation {
    fn from(own: OwnRelation) -> Self {
        Self { word: own.name.clone(), functional: &MEAN, comparison: Comparison::Equal, own: Some(own) }
    }
}

/// Words are unique, and functions cannot be compared.
impl PartialEq for Relation {
    fn eq(&self, other: &Self) -> bool {
        self.word == other.word
    }
}

impl Eq for Relation {}

impl Serialize for Relation {
    /// Writes the word for it in claim files.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.word)
    }
}

impl Debug for OwnRelation {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("OwnRelation").field("name", &self.name).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_claim_files_and_each_stands_once() {
        let words: Vec<String> = Relation::built_in().map(|relation| relation.word().to_owned()).collect();
        assert_eq!(words, [">=", "<=", "==", "decays_at", "tends_to", "uniform"]);
        for word in words {
            let relation = Relation::by_word(&word).expect("known");
            assert_eq!(serde_json::json!(relation), word);
            let takes_expression = relation.functional().right_side == RightSide::Expression;
            assert_eq!(relation.sentence("a", "b") == format!("a {word} b"), takes_expression);
        }
        assert_eq!(Relation::by_word("="), None);
    }

    /// A closure may hold what is known only when the program runs.
    #[test]
    fn an_own_range_takes_the_place_of_the_resolution() {
        let factor = 2.0;
        let own = move |expected| Interval { lower: expected / factor, upper: factor * expected };
        let own: Relation = OwnRelation::new("within_factor", "", own).into();
        assert_eq!(own.range(3.0, 0.1), Interval { lower: 1.5, upper: 6.0 });
        assert!(own.has_stated_ends() && !own.is_fitted() && !own.bounds_from_above());
        assert_eq!(own.sentence("a", "b"), "a within_factor b");
    }
}
