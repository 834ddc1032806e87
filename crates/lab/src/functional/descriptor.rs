//! What is particular to a functional or a predicate.

use super::fit_along::FitAlong;
use super::place::Place;
use super::points::{Contrast, Found, Points};
use super::ruling::Ruling;

/// A number that a statement takes from the values of an expression along a variable.
#[derive(Debug)]
pub struct Functional {
    /// The name in sentences.
    pub name: &'static str,
    /// What it is, in one line.
    pub meaning: &'static str,
    /// A statement with it.
    pub example: &'static str,
    /// The name of the number in figures and tables.
    pub noun: &'static str,
    /// The default relative resolution of a statement about it.
    pub relative_resolution: f64,
    /// The default absolute resolution of a statement about it.
    pub absolute_resolution: f64,
    /// What kind of place on the grid it is; `None` if it is not a place.
    pub place: Option<Place>,
    /// Its parameters, in the order in which a fit takes them.
    pub parameters: &'static [Parameter],
    /// How it is found.
    pub kind: Kind,
}

/// A parameter that a sentence gives by name, as in `decay_rate(E over batch, log_power = 0.5)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameter {
    /// The name.
    pub name: &'static str,
    /// What it is, in one line.
    pub meaning: &'static str,
    /// The value if a sentence does not give it; `None` if a fit finds it.
    pub default: Option<f64>,
}

/// How a functional is found.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// From intervals for the values and for contrasts of them.
    OfPoints {
        /// The contrasts that are needed, for these values of the variable.
        contrasts: fn(&[f64]) -> Vec<Contrast>,
        /// The number, from the intervals. There must be at least one point.
        found: fn(&Points) -> Found,
    },
    /// By a fit.
    Fit(FitAlong),
}

/// A property of the values of an expression along a variable.
#[derive(Debug)]
pub struct Predicate {
    /// The name in sentences.
    pub name: &'static str,
    /// What it says, in one line.
    pub meaning: &'static str,
    /// A statement with it.
    pub example: &'static str,
    /// The contrasts that are needed, for these values of the variable or of its logarithm.
    pub contrasts: fn(&[f64]) -> Vec<Contrast>,
    /// The verdict, with the relative and the absolute resolution. There must be at least one point.
    pub judged: fn(&Points, f64, f64) -> Ruling,
}

impl Functional {
    /// Whether it is a place on the grid, which [`super::place_verdict`] compares.
    pub fn is_place(&self) -> bool {
        self.place.is_some()
    }

    /// The fit by which it is found; `None` if it is found from intervals.
    pub fn fit(&self) -> Option<&FitAlong> {
        match &self.kind {
            Kind::OfPoints { .. } => None,
            Kind::Fit(fit) => Some(fit),
        }
    }

    /// The values of its parameters, in order. `given` returns what a sentence gives for a name.
    pub fn parameter_values(&self, given: impl Fn(&str) -> Option<f64>) -> Vec<Option<f64>> {
        self.parameters.iter().map(|parameter| given(parameter.name).or(parameter.default)).collect()
    }
}
