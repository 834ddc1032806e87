//! The curve C·m^(−p)·exp(c/m − ρm) through the measurements of a `decays_at` claim.

use weak_to_strong_lab::setting::SettingValue;

use super::series::Dot;

/// A decay with the exponent of theory; only its height and the term in 1/m are fitted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Decay {
    logarithm_of_height: f64,
    correction: f64,
    power: f64,
    exponent: f64,
}

impl Decay {
    /// Fits ln C and c by weighted least squares on the logarithms, each weighted by (mean/standard error)²; equally if some
    /// standard error is 0. With one batch size c is 0. None if no measurement is positive.
    pub(super) fn through(dots: &[Dot], power: f64, exponent: f64) -> Option<Self> {
        let usable: Vec<(f64, f64, f64)> = dots.iter().filter_map(|dot| height_at(dot, power, exponent)).collect();
        let weighted = usable.iter().all(|(_, _, weight)| weight.is_finite() && *weight > 0.0);
        let mean_of = |value: &dyn Fn(f64, f64) -> f64| {
            let weight = |given: f64| if weighted { given } else { 1.0 };
            let total: f64 = usable.iter().map(|(_, _, given)| weight(*given)).sum();
            usable.iter().map(|(inverse, height, given)| value(*inverse, *height) * weight(*given)).sum::<f64>() / total
        };
        let (inverse, height) = (mean_of(&|inverse, _| inverse), mean_of(&|_, height| height));
        let spread = mean_of(&|x, _| (x - inverse).powi(2));
        let slope = mean_of(&|x, y| (x - inverse) * (y - height)) / spread;
        let correction = if spread > 1e-12 * inverse * inverse { slope } else { 0.0 };
        let logarithm_of_height = height - correction * inverse;
        logarithm_of_height.is_finite().then_some(Self { logarithm_of_height, correction, power, exponent })
    }

    /// Its value at a measurement, times the scale there; none where the axis has a word.
    pub(super) fn at_dot(self, dot: &Dot) -> Option<f64> {
        match dot.x {
            SettingValue::Number(m) => Some(self.at(*m) * dot.measurement.scale),
            SettingValue::Word(_) => None,
        }
    }

    /// Its value.
    pub(super) fn at(self, m: f64) -> f64 {
        (self.logarithm_of_height + self.correction / m - self.power * m.ln() - self.exponent * m).exp()
    }
}

/// 1/m, ln C + c/m as this measurement alone has it without its scale, and its weight.
fn height_at(dot: &Dot, power: f64, exponent: f64) -> Option<(f64, f64, f64)> {
    let estimate = &dot.measurement.estimate;
    let SettingValue::Number(m) = dot.x else {
        return None;
    };
    let height = (estimate.mean / dot.measurement.scale).ln() + power * m.ln() + exponent * m;
    height.is_finite().then(|| (m.recip(), height, (estimate.mean / estimate.standard_error).powi(2)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::{example, series};

    #[test]
    fn an_exact_decay_is_found_again() {
        let outcome = example::decay();
        let spec = outcome.figure.spec.as_ref().expect("the example has a figure");
        let set = series::group(&outcome, spec).expect("the example has its x");
        let decay = Decay::through(&set.series[0].dots, 0.5, 0.0912).expect("all means are positive");
        let mean = set.series[0].dots[2].measurement.estimate.mean;
        assert!((decay.at(32.0) / mean - 1.0).abs() < 1e-12);
        assert_eq!(Decay::through(&[], 0.5, 0.1), None);
    }
}
