//! How an assumption is broken, more and more strongly.

use toml::Value;

use crate::family::{AnyProblemSpec, FamilyFunction};
use crate::name::Name;
use crate::setting::Setting;

/// A way to break an assumption, the more the stronger.
#[derive(Clone, Debug)]
pub struct AssumptionDrop {
    /// What breaks it, in a few words.
    pub name: Name,
    /// What its strength measures.
    pub strength: Name,
    /// From the strength at which the assumption still holds to the largest that is tried.
    pub range: (f64, f64),
    /// How strengths are spread over the range.
    pub spread: Spread,
    /// The settings that it changes. It fits only claims about quantities that take all of them.
    pub settings: Vec<Setting>,
    /// The values of problem keys and settings at a strength. It fits only claims about problems of this family.
    pub values: DropValues,
}

/// Where a drop is asked for values, besides the problem itself.
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
    /// By equal differences.
    Even,
    /// By equal ratios.
    Geometric,
}

/// What a drop changes, for problems of one family.
pub type DropValues = FamilyFunction<DropAt, Dropped>;

/// What a drop changes at a cell: dotted names and values.
pub type Dropped = Vec<(String, Value)>;

impl AssumptionDrop {
    /// The strength at this share of the range. The ends are exact, so that the assumption holds at the first.
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
