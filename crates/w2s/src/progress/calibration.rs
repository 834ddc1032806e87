//! How far earlier forecasts of a run were off.

use std::time::Duration;

/// Compares by how much forecasts fell since the greatest one with what was spent since. Were they right, these would be equal.
///
/// Forecasts of one run are off to the same side, too great: a cell whose estimate lies near what decides it is expected to take long, and often does not. So
/// the next forecast is multiplied by the square root of
///
/// ```text
/// (what was spent + a quarter of the greatest forecast) / (what they fell by + the same quarter).
/// ```
///
/// where that is less than 1. The quarter keeps it near 1 as long as little was spent. The root is a compromise, because the error shrinks as the run goes on.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Calibration {
    greatest: f64,
    /// What was spent when the greatest forecast was made.
    spent_before: f64,
    fallen: f64,
    spent: f64,
}

impl Calibration {
    /// Takes in a forecast, in seconds of a processor, and what was spent so far. A forecast of 0 is none.
    pub(super) fn hear(&mut self, forecast: Duration, spent: Duration) {
        let (forecast, spent) = (forecast.as_secs_f64(), spent.as_secs_f64());
        if forecast == 0.0 {
            return;
        }
        if forecast > self.greatest {
            (self.greatest, self.spent_before) = (forecast, spent);
        }
        (self.fallen, self.spent) = (self.greatest - forecast, spent - self.spent_before);
    }

    /// What to multiply the latest forecast by.
    pub(super) fn factor(&self) -> f64 {
        if self.greatest == 0.0 {
            return 1.0;
        }
        let steady = self.greatest / 4.0;
        ((self.spent + steady) / (self.fallen + steady)).sqrt().min(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn factor(heard: &[(f64, f64)]) -> f64 {
        let mut calibration = Calibration::default();
        for (forecast, spent) in heard {
            calibration.hear(Duration::from_secs_f64(*forecast), Duration::from_secs_f64(*spent));
        }
        calibration.factor()
    }

    #[test]
    fn factors_by_hand() {
        assert_eq!((factor(&[]), factor(&[(0.0, 5.0), (8.0, 5.0)])), (1.0, 1.0));
        // Right so far; a fall of 6 for 1 that was spent: √((1 + 2)/(6 + 2)), whatever was forecast before the greatest.
        assert_eq!(factor(&[(8.0, 5.0), (6.0, 7.0), (2.0, 11.0)]), 1.0);
        assert_eq!(factor(&[(8.0, 5.0), (2.0, 6.0)]), (3.0f64 / 8.0).sqrt());
        assert_eq!(factor(&[(3.0, 1.0), (8.0, 5.0), (2.0, 6.0)]), (3.0f64 / 8.0).sqrt());
        assert_eq!(factor(&[(3.0, 1.0), (8.0, 5.0)]), 1.0);
        // More was spent than the forecasts fell by.
        assert_eq!(factor(&[(8.0, 5.0), (7.0, 9.0)]), 1.0);
    }
}
