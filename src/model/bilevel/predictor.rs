//! Predictors in a bi-level problem, up to a rotation.

use std::f64::consts::PI;

/// The linear predictor a·z + b·u of a sign, where z is the favoured coordinate and u a direction of the others, both standard normal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SignPredictor {
    /// a, the coefficient of the favoured coordinate.
    pub favoured: f64,
    /// b ≥ 0, the standard deviation of the rest.
    pub rest: f64,
}

impl SignPredictor {
    /// The truth: the sign of the favoured coordinate.
    pub const TRUTH: Self = Self { favoured: 1.0, rest: 0.0 };

    /// Returns the 0-1 error P(sign(az + bu) ≠ sign(z)), the angle between the predictor and the truth in half turns:
    ///
    /// ```text
    /// atan2(b, a)/π
    /// ```
    ///
    /// It is 0 for the truth, ½ where a = 0, and 1 for the opposite of the truth. Source: ours (textbook).
    ///
    /// ```
    /// use weak_to_strong::model::SignPredictor;
    /// assert_eq!(SignPredictor { favoured: 1.0, rest: 1.0 }.error(), 0.25);
    /// assert_eq!(SignPredictor { favoured: 0.0, rest: 2.0 }.error(), 0.5);
    /// ```
    pub fn error(&self) -> f64 {
        self.rest.atan2(self.favoured) / PI
    }
}
