//! Ways to break an assumption at rising strengths.

use toml::Value;

use crate::family::{AnyProblemSpec, FamilyFunction};
use crate::name::Name;
use crate::setting::Setting;

/// A way to break an assumption. The strength says how much it is broken.
#[derive(Clone, Debug)]
pub struct AssumptionDrop {
    /// What breaks it, in a few words.
    pub name: Name,
    /// What its strength measures.
    pub strength: Name,
    /// The strengths that are tried: from the one at which the assumption still holds to the largest.
    pub range: (f64, f64),
    /// How the strengths are spread over the range.
    pub spread: Spread,
    /// The settings that it changes. It can be applied only to claims about quantities that take all of these settings.
    pub settings: Vec<Setting>,
    /// The function that gives the values of problem keys and settings at a strength. It can be applied only to claims about problems of its family.
    pub values: DropValues,
}

/// What the values of a drop depend on besides the problem itself.
#[derive(Clone, Debug)]
pub struct DropAt {
    /// The problem as its file describes it.
    pub spec: AnyProblemSpec,
    /// The strength.
    pub strength: f64,
}

/// How strengths are spread over a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// Neighbouring strengths have equal differences.
    Even,
    /// Neighbouring strengths have equal ratios.
    Geometric,
}

/// What a drop changes, for problems of one family.
pub type DropValues = FamilyFunction<DropAt, Dropped>;

/// What a drop changes at a cell: dotted names and values.
pub type Dropped = Vec<(String, Value)>;

impl AssumptionDrop {
    /// Returns the strength at this share of the range. Both ends are exact, so that the assumption holds at share 0.
    pub fn strength_at(&self, share: f64) -> f64 {
        let (first, last) = self.range;
        if share == 0.0 {
            return first;
        }
        if share == 1.0 {
            return last;
        }
        match self.spread {
            Spread::Even => first + share * (last - first),
            Spread::Geometric => first * (last / first).powf(share),
        }
    }
}
