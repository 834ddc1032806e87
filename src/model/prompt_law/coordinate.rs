//! What the law of one of many independent coordinates is.

use std::fmt::{Debug, Formatter, Result as FmtResult};

use rand::Rng;

use crate::numeric::QuadratureError;
use crate::random::WideGenerator;

/// The law of one of many independent coordinates Z, the same as that of −Z.
pub(crate) struct Coordinate {
    pub(super) name: &'static str,
    /// Var Z.
    pub(crate) variance: f64,
    /// The greatest |Z|, if there is one.
    pub(crate) bound: Option<f64>,
    /// The greatest density, if Z has one. It is log-concave.
    pub(super) greatest_density: Option<f64>,
    /// Draws numbers one after the other.
    pub(crate) draw: fn(&mut [f64], &mut dyn Rng),
    /// Draws numbers in bulk, as a kernel of its own.
    pub(crate) fill: fn(&mut [f64], &mut WideGenerator),
    pub(crate) exponentials: Exponentials,
}

/// What one coordinate contributes to two linear forms s = Σ δⱼZⱼ and ρ = Σ rⱼZⱼ: its coefficients (δⱼ, rⱼ).
pub(crate) type Pair = (f64, f64);

/// Means of exponentials of two linear forms.
pub(crate) struct Exponentials {
    /// How many pairs can be taken.
    pub(crate) most_pairs: usize,
    /// log E exp h(s, ρ), and +∞ where it is infinite.
    pub(crate) log_mean: fn(&[Pair], Exponent) -> Result<f64, QuadratureError>,
    /// The values of θ between which E exp(θs(θs/ω − ρ)) is finite for every positive multiple of the exponent, given the pairs and ω.
    pub(crate) finite_between: fn(&[Pair], f64) -> (f64, f64),
}

/// The exponent h(s, ρ) = s(slope·ρ + curvature·s) of two linear forms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Exponent {
    pub(crate) slope: f64,
    pub(crate) curvature: f64,
}

impl Exponent {
    /// h(s, ρ).
    #[inline(always)]
    pub(crate) fn at(self, s: f64, rho: f64) -> f64 {
        s * (self.slope * rho + self.curvature * s)
    }
}

/// All θ: bounded coordinates have every exponential moment.
pub(super) fn finite_everywhere(_: &[Pair], _: f64) -> (f64, f64) {
    (f64::NEG_INFINITY, f64::INFINITY)
}

impl PartialEq for Coordinate {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Debug for Coordinate {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> FmtResult {
        formatter.write_str(self.name)
    }
}
