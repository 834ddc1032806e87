//! The law of the inputs, as points with weights.

use serde::de::{self, Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use super::LogisticError;

/// The law of the inputs.
#[derive(Clone, Debug, PartialEq)]
pub enum InputsSpec {
    /// The standard normal law: `"normal"`.
    Normal,
    /// These numbers, with equal probabilities.
    Points(Vec<f64>),
}

/// Points with weights whose sum is 1.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct WeightedInputs {
    pub(super) points: Vec<f64>,
    pub(super) weights: Vec<f64>,
}

/// The trapezoidal rule for the normal law has this step and ends here: the weight beyond is below 1e-22.
///
/// The error of the rule is of order exp(−2πδ/step) where the integrand is analytic within δ of the real axis. Log-odds with the slope s have their
/// singularities at a distance of about π/s. So it is below rounding for slopes up to 60, which coefficients up to 8 have for |x| ≤ 3; beyond, the
/// small weight of the law makes up for it.
const STEP: f64 = 1.0 / 128.0;
const END: f64 = 10.0;

/// The inputs of a list stay within this.
const LARGEST_INPUT: f64 = 1e3;

impl InputsSpec {
    pub(super) fn weighted(&self, most: usize) -> Result<WeightedInputs, LogisticError> {
        match self {
            Self::Normal => Ok(normal()),
            Self::Points(points) => equiprobable(points, most),
        }
    }
}

fn normal() -> WeightedInputs {
    let half = (END / STEP) as i32;
    let points: Vec<f64> = (-half..=half).map(|place| f64::from(place) * STEP).collect();
    let densities: Vec<f64> = points.iter().map(|point| (-0.5 * point * point).exp()).collect();
    let total: f64 = densities.iter().sum();
    WeightedInputs { points, weights: densities.iter().map(|density| density / total).collect() }
}

fn equiprobable(points: &[f64], most: usize) -> Result<WeightedInputs, LogisticError> {
    if points.is_empty() {
        return Err(LogisticError::NoInputs);
    }
    if points.len() > most {
        return Err(LogisticError::TooManyInputs { count: points.len(), most });
    }
    if let Some(&value) = points.iter().find(|point| !(-LARGEST_INPUT..=LARGEST_INPUT).contains(*point)) {
        let expected = "a number from -1000 to 1000";
        return Err(LogisticError::OutOfRange { key: "inputs", value, expected, example: 0.5 });
    }
    Ok(WeightedInputs { points: points.to_vec(), weights: vec![1.0 / points.len() as f64; points.len()] })
}

impl Serialize for InputsSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Normal => serializer.serialize_str("normal"),
            Self::Points(points) => points.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for InputsSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InputsVisitor;
        impl<'de> Visitor<'de> for InputsVisitor {
            type Value = InputsSpec;

            fn expecting(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
                formatter.write_str("\"normal\" or a list of numbers")
            }

            fn visit_str<E: de::Error>(self, word: &str) -> Result<InputsSpec, E> {
                if word == "normal" {
                    Ok(InputsSpec::Normal)
                } else {
                    Err(E::invalid_value(de::Unexpected::Str(word), &self))
                }
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<InputsSpec, A::Error> {
                let mut points = Vec::new();
                while let Some(point) = entries.next_element()? {
                    points.push(point);
                }
                Ok(InputsSpec::Points(points))
            }
        }
        deserializer.deserialize_any(InputsVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// E X² = 1, E X⁴ = 3, E cos X = e^(−1/2).
    #[test]
    fn the_rule_for_the_normal_law_is_correct_to_rounding() {
        let inputs = normal();
        let mean = |function: fn(f64) -> f64| -> f64 {
            inputs.points.iter().zip(&inputs.weights).map(|(point, weight)| weight * function(*point)).sum()
        };
        assert!((mean(|x| x * x) - 1.0).abs() < 1e-14);
        assert!((mean(|x| x.powi(4)) - 3.0).abs() < 1e-13);
        assert!((mean(f64::cos) - (-0.5f64).exp()).abs() < 1e-14);
    }

    /// E log(1 + exp(8x² − 8x)) from the points of the rule, and from the points halfway between.
    #[test]
    fn steep_log_odds_are_resolved() {
        let inputs = normal();
        let integrand = |x: f64| (-0.5 * x * x).exp() * -crate::model::log_probability(-8.0 * x * (x - 1.0));
        let sum = |shift: f64| inputs.points.iter().map(|point| integrand(point + shift)).sum::<f64>();
        assert!((sum(0.0) / sum(0.5 * STEP) - 1.0).abs() < 1e-13);
    }
}
