//! The edges that strategies draw often, and the ranges between them. The strategies in other languages have them from `edges.json`.

use std::ops::RangeInclusive;

/// The noise towards which noises shrink.
pub(super) const SIMPLEST_NOISE: f64 = 0.5;
/// The least and the greatest noise.
pub(super) const EXTREME_NOISES: [f64; 2] = [1e-8, 1e8];
/// Exponents of ten of moderate noises.
pub(super) const MODERATE_NOISES: RangeInclusive<f64> = -1.0..=1.0;
/// Exponents of ten of all noises.
pub(super) const NOISES: RangeInclusive<f64> = -8.0..=8.0;

/// The penalty towards which penalties shrink.
pub(super) const SIMPLEST_PENALTY: f64 = 1.0;
/// That of least squares.
pub(super) const NO_PENALTY: f64 = 0.0;
/// Exponents of ten of moderate penalties.
pub(super) const MODERATE_PENALTIES: RangeInclusive<f64> = -3.0..=3.0;
/// Exponents of ten of all positive penalties.
pub(super) const PENALTIES: RangeInclusive<f64> = -300.0..=300.0;

/// The prior of a favoured concept.
pub(super) const FAVOURED_MASS: RangeInclusive<f64> = 0.01..=0.99;
/// Weights of a prior before they are normalised.
pub(super) const WEIGHT: RangeInclusive<f64> = 0.01..=1.0;
/// Those of a prior with zeros, where they are not 0.
pub(super) const SPARSE_WEIGHT: RangeInclusive<f64> = 0.1..=1.0;
/// Exponents of ten, with the sign reversed, of what nearly degenerate priors leave for other concepts.
pub(super) const DEGENERATE_EXPONENTS: RangeInclusive<f64> = 3.0..=12.0;

/// Lengths of content and style.
pub(super) const PERSONA_LENGTH: RangeInclusive<f64> = 0.1..=2.0;
/// Coordinates of concepts anywhere.
pub(super) const COORDINATE: RangeInclusive<f64> = -2.0..=2.0;
/// Seeds of normal concepts.
pub(super) const SEED: RangeInclusive<u32> = 0..=999;
/// Numbers of nearly parallel concepts.
pub(super) const NEARLY_PARALLEL_COUNT: RangeInclusive<usize> = 2..=4;
/// Exponents of ten, with the sign reversed, of the angles between them.
pub(super) const NEARLY_PARALLEL_EXPONENTS: RangeInclusive<f64> = 1.0..=9.0;

/// Exponents of ten of the variances of anisotropic prompts.
pub(super) const VARIANCE_EXPONENTS: RangeInclusive<f64> = -1.0..=1.0;
/// Cosines of weak concepts.
pub(super) const COSINE: RangeInclusive<f64> = -1.0..=1.0;
/// Lengths off the hull.
pub(super) const OFF_HULL: RangeInclusive<f64> = 0.0..=2.0;
/// Degrees of freedom of Student's noise.
pub(super) const DEGREES_OF_FREEDOM: RangeInclusive<f64> = 2.5..=20.0;
/// Exponents of ten of the factor by which a source misjudges its noise.
pub(super) const MISJUDGED_EXPONENTS: RangeInclusive<f64> = -1.0..=1.0;

/// Noises of moderate problems.
pub(super) const MODERATE_NOISE: RangeInclusive<f64> = 0.3..=2.0;
/// The prior of a favoured concept of moderate problems.
pub(super) const MODERATE_MASS: RangeInclusive<f64> = 0.2..=0.8;

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    /// The document with whole numbers as real ones.
    fn as_real(document: &Value) -> Value {
        match document {
            Value::Number(number) => json!(number.as_f64()),
            Value::Array(values) => values.iter().map(as_real).collect(),
            Value::Object(entries) => entries.iter().map(|(key, value)| (key.clone(), as_real(value))).collect(),
            Value::Null | Value::Bool(_) | Value::String(_) => document.clone(),
        }
    }

    fn ends<T: Copy + Into<Value>>(range: &RangeInclusive<T>) -> Value {
        json!([(*range.start()).into(), (*range.end()).into()])
    }

    #[test]
    fn the_document_has_these_edges() {
        let expected = json!({
            "noises": {
                "simplest": SIMPLEST_NOISE, "edges": EXTREME_NOISES,
                "moderate_exponents": ends(&MODERATE_NOISES), "exponents": ends(&NOISES),
            },
            "penalties": {
                "simplest": SIMPLEST_PENALTY, "edges": [NO_PENALTY],
                "moderate_exponents": ends(&MODERATE_PENALTIES), "exponents": ends(&PENALTIES),
            },
            "priors": {
                "favoured_mass": ends(&FAVOURED_MASS), "weight": ends(&WEIGHT), "sparse_weight": ends(&SPARSE_WEIGHT),
                "degenerate_exponents": ends(&DEGENERATE_EXPONENTS),
            },
            "concepts": {
                "persona_length": ends(&PERSONA_LENGTH), "coordinate": ends(&COORDINATE), "seed": ends(&SEED),
                "nearly_parallel_count": ends(&NEARLY_PARALLEL_COUNT),
                "nearly_parallel_exponents": ends(&NEARLY_PARALLEL_EXPONENTS),
            },
            "prompts": { "variance_exponents": ends(&VARIANCE_EXPONENTS) },
            "weak": {
                "cosine": ends(&COSINE), "off_hull": ends(&OFF_HULL), "degrees_of_freedom": ends(&DEGREES_OF_FREEDOM),
            },
            "source": { "misjudged_exponents": ends(&MISJUDGED_EXPONENTS) },
            "moderate": { "noise": ends(&MODERATE_NOISE), "favoured_mass": ends(&MODERATE_MASS) },
        });
        let document: Value = serde_json::from_str(include_str!("edges.json")).expect("JSON");
        assert_eq!(as_real(&document), as_real(&expected));
    }
}
