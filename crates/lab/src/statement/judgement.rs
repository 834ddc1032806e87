//! What is found about a statement at one place.

use serde::{Deserialize, Serialize};

use super::doubt::Doubt;
use crate::functional::FitQuality;
use crate::verdict::Verdict;
use weak_to_strong::evidence::{Enclosure, Interval, Warrant};
use weak_to_strong::numeric::{Estimate, json_number};

/// What is found about a statement at one place.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// The weakest warrant of the ends that decided it; `None` if nothing is decided.
    pub warrant: Option<Warrant>,
    /// Why it is not decided, if that is known.
    pub doubt: Option<Doubt>,
    /// The left side, or the number of a curve's shape that comes nearest to a fault.
    pub left: Number,
    /// The right side.
    pub right: Number,
    /// left − right
    pub difference: Difference,
    /// left ÷ right, if both are proved to be positive.
    pub slack: Option<Slack>,
    /// The margin by which it holds.
    pub margin: Option<Margin>,
    /// How many replicates would decide it, at a guess.
    pub replicates_needed: Option<u64>,
    /// Where along the variable a shape fails or turns.
    pub places: Vec<f64>,
    /// How often the sign changes, if a crossing is judged.
    pub sign_changes: Option<usize>,
    /// How well a fit describes its points.
    pub fit: Option<FitQuality>,
}

/// A number of a statement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// The estimate.
    pub estimate: Estimate,
    /// Its interval; `None` if it may have no value.
    pub enclosure: Option<Enclosure>,
    /// Whether it is computed.
    pub is_computed: bool,
}

/// left − right
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// The estimate.
    #[serde(with = "json_number")]
    pub value: f64,
    /// Its interval.
    #[serde(flatten)]
    pub interval: Interval,
}

/// left ÷ right
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Slack {
    /// The ratio.
    #[serde(with = "json_number")]
    pub value: f64,
    /// Its interval.
    #[serde(flatten)]
    pub interval: Interval,
}

/// The signed distance to a violation, as a share of the sides: positive where a statement holds, below zero where it is violated.
///
/// | statement | margin |
/// | --------- | ------ |
/// | `>=`      | (left − right) ÷ (\|left\| + \|right\|) |
/// | `<=`      | (right − left) ÷ (\|left\| + \|right\|) |
/// | own       | distance of left to the nearer end of the range ÷ (\|left\| + \|right\|) |
/// | `==`      | (resolution − \|left − right\|) ÷ (\|left\| + \|right\|) |
/// | `==` of a place | distance of left to the nearer grid neighbour of right ÷ (\|left\| + \|right\|) |
/// | shape     | the least contrast that it needs, as a share of the numbers |
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Margin {
    /// The margin.
    #[serde(deserialize_with = "json_number::deserialize")]
    pub value: f64,
    /// Its standard error.
    #[serde(deserialize_with = "json_number::deserialize")]
    pub standard_error: f64,
}

impl Number {
    /// A number that is computed.
    pub fn computed(value: f64) -> Self {
        let estimate = Estimate { mean: value, standard_error: 0.0, replicates: 0 };
        Self { estimate, enclosure: Some(super::exactly::exactly(value)), is_computed: true }
    }

    /// No number.
    pub fn none() -> Self {
        let estimate = Estimate { mean: f64::NAN, standard_error: f64::NAN, replicates: 0 };
        Self { estimate, enclosure: None, is_computed: false }
    }

    /// The interval; everything if it may have no value.
    pub fn interval(&self) -> Interval {
        let anything = Interval { lower: f64::NEG_INFINITY, upper: f64::INFINITY };
        self.enclosure.map_or(anything, |enclosure| enclosure.interval())
    }
}

impl Margin {
    /// A signed distance to a violation, with its standard error, as a share of the sides. An infinite distance is the whole of them, and there is none
    /// between equal infinities. Returns `None` if there is no number.
    pub(super) fn of(distance: f64, standard_error: f64, left: f64, right: f64) -> Option<Self> {
        let size = left.abs() + right.abs();
        if size.is_infinite() && left == right {
            return Some(Self { value: 0.0, standard_error: 0.0 });
        }
        if distance.is_infinite() {
            return Some(Self { value: distance.signum(), standard_error: 0.0 });
        }
        let unit = if size == 0.0 { 1.0 } else { size };
        let margin = Self { value: distance / unit, standard_error: standard_error / unit };
        (margin.value.is_finite() && margin.standard_error.is_finite()).then_some(margin)
    }

    /// The number by which candidates are ranked. High noise must not look like a small margin.
    pub fn cautious(&self) -> f64 {
        self.value + self.standard_error
    }

    /// Whether the margin is clearly positive, so that chance alone hardly explains it.
    pub fn is_clear(&self) -> bool {
        self.value > CLEAR * self.standard_error
    }
}

/// A margin of more than this many standard errors is clear and needs no second look.
const CLEAR: f64 = 3.0;
