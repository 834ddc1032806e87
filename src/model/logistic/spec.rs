//! Logistic problems as a file describes them.

use super::inputs::WeightedInputs;
use super::{InputsSpec, LogOdds, LogisticError, LogisticProblem, StudentClass};
use crate::model::MOST_DIMENSIONS;

/// A description of a logistic problem, as `problem.logistic` in a file gives it. It is not yet checked.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogisticSpec {
    /// The law of the inputs.
    pub inputs: InputsSpec,
    /// f_w, the weak supervisor.
    pub weak: PredictorSpec,
    /// The student's class, and the truth in it.
    pub student: ClassSpec,
}

/// A predictor of a binary label.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PredictorSpec {
    /// Its log-odds as a polynomial of the input.
    Logit(LogitSpec),
    /// A probability for each input of a list.
    Probabilities(Vec<f64>),
}

/// Log-odds c₀ + c₁x + c₂x². Coefficients are 0 by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LogitSpec {
    /// c₀.
    pub constant: f64,
    /// c₁.
    pub slope: f64,
    /// c₂.
    pub square: f64,
}

/// A class of predictors with the truth in it.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClassSpec {
    /// The mixtures of two heads, which are convex in probabilities.
    Segment(SegmentSpec),
    /// The predictors σ(a + bx), which are convex in log-odds.
    Line(LineSpec),
}

/// Mixtures (1 − s)·from + s·to with s in [0, 1].
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SegmentSpec {
    /// The head at s = 0.
    pub from: PredictorSpec,
    /// The head at s = 1.
    pub to: PredictorSpec,
    /// The share s of the truth f*.
    pub truth: f64,
}

/// Predictors σ(a + bx) with any real a and b.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineSpec {
    /// a of the truth f*.
    pub constant: f64,
    /// b of the truth f*.
    pub slope: f64,
}

/// Coefficients stay within this, so that the rule for normal inputs is correct to rounding.
pub(super) const LARGEST_COEFFICIENT: f64 = 8.0;

impl LogisticProblem {
    /// Checks a description and builds the problem.
    ///
    /// # Errors
    ///
    /// [`LogisticError`], which names the key, its value and the remedy.
    pub fn new(spec: &LogisticSpec) -> Result<Self, LogisticError> {
        Self::up_to(MOST_DIMENSIONS, spec)
    }

    /// As [`LogisticProblem::new`], but with at most `most_inputs` instead of [`MOST_DIMENSIONS`] inputs in a list.
    ///
    /// # Errors
    ///
    /// [`LogisticError`], which names the key, its value and the remedy.
    pub fn up_to(most_inputs: usize, spec: &LogisticSpec) -> Result<Self, LogisticError> {
        let inputs = spec.inputs.weighted(most_inputs)?;
        let predictor = |key, predictor: &PredictorSpec| predictor.on(&spec.inputs, &inputs, key);
        let weak = predictor(WEAK, &spec.weak)?;
        let (class, truth) = match &spec.student {
            ClassSpec::Segment(segment) => {
                let (from, to) = (predictor(FROM, &segment.from)?, predictor(TO, &segment.to)?);
                let share = share(segment.truth)?;
                let truth = from.mixed_with(&to, share);
                (StudentClass::Segment { from, to }, truth)
            }
            ClassSpec::Line(line) => {
                let truth = polynomial(TRUTH, [line.constant, line.slope, 0.0], &inputs.points)?;
                apart(&inputs.points)?;
                (StudentClass::Line, truth)
            }
        };
        Ok(Self::from_parts(inputs, truth, weak, class))
    }
}

/// The keys of a predictor: its own, that of its coefficients, and that of its probabilities.
struct Keys {
    whole: &'static str,
    logit: &'static str,
    probabilities: &'static str,
}

const WEAK: Keys = Keys { whole: "weak", logit: "weak.logit", probabilities: "weak.probabilities" };
const FROM: Keys = Keys {
    whole: "student.segment.from",
    logit: "student.segment.from.logit",
    probabilities: "student.segment.from.probabilities",
};
const TO: Keys = Keys {
    whole: "student.segment.to",
    logit: "student.segment.to.logit",
    probabilities: "student.segment.to.probabilities",
};
const TRUTH: &str = "student.line";

impl PredictorSpec {
    fn on(&self, law: &InputsSpec, inputs: &WeightedInputs, keys: Keys) -> Result<LogOdds, LogisticError> {
        match (self, law) {
            (Self::Logit(logit), _) => {
                polynomial(keys.logit, [logit.constant, logit.slope, logit.square], &inputs.points)
            }
            (Self::Probabilities(_), InputsSpec::Normal) => {
                Err(LogisticError::ProbabilitiesOfNormalInputs { key: keys.whole })
            }
            (Self::Probabilities(probabilities), InputsSpec::Points(points)) => {
                let (found, expected) = (probabilities.len(), points.len());
                if found != expected {
                    return Err(LogisticError::CountOfProbabilities { key: keys.whole, found, expected });
                }
                let is_inside = |p: &f64| *p > 0.0 && *p < 1.0;
                if let Some(&value) = probabilities.iter().find(|p| !is_inside(p)) {
                    let expected = "between 0 and 1, both excluded";
                    return Err(LogisticError::OutOfRange { key: keys.probabilities, value, expected, example: 0.5 });
                }
                Ok(LogOdds::of_probabilities(probabilities))
            }
        }
    }
}

fn polynomial(key: &'static str, coefficients: [f64; 3], inputs: &[f64]) -> Result<LogOdds, LogisticError> {
    let range = -LARGEST_COEFFICIENT..=LARGEST_COEFFICIENT;
    if let Some(&value) = coefficients.iter().find(|coefficient| !range.contains(*coefficient)) {
        return Err(LogisticError::OutOfRange { key, value, expected: "a number from -8 to 8", example: 0.5 });
    }
    Ok(LogOdds::of_polynomial(&coefficients, inputs))
}

fn share(truth: f64) -> Result<f64, LogisticError> {
    let key = "student.segment.truth";
    if (0.0..=1.0).contains(&truth) {
        Ok(truth)
    } else {
        Err(LogisticError::OutOfRange { key, value: truth, expected: "a number from 0 to 1", example: 0.5 })
    }
}

/// A line is given by its values at two different inputs.
fn apart(inputs: &[f64]) -> Result<(), LogisticError> {
    let first = inputs[0];
    if inputs.iter().any(|input| *input != first) { Ok(()) } else { Err(LogisticError::OneInput { input: first }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment() -> LogisticSpec {
        let probabilities = |p: [f64; 2]| PredictorSpec::Probabilities(p.to_vec());
        LogisticSpec {
            inputs: InputsSpec::Points(vec![0.0, 1.0]),
            weak: probabilities([0.05, 0.9]),
            student: ClassSpec::Segment(SegmentSpec {
                from: probabilities([0.05, 0.05]),
                to: probabilities([0.95, 0.2]),
                truth: 0.0,
            }),
        }
    }

    #[test]
    fn a_truth_at_an_end_is_the_head() {
        let problem = LogisticProblem::new(&segment()).expect("a problem");
        let head = (0.05f64 / 0.95).ln();
        assert!(problem.truth().values().iter().all(|value| (value - head).abs() < 1e-14));
        assert_eq!(problem.weights(), [0.5, 0.5]);
    }

    #[test]
    fn faults_name_the_key_and_the_value() {
        let mut wrong: Vec<(LogisticSpec, &str)> = Vec::new();
        let mut with = |change: &dyn Fn(&mut LogisticSpec), message| {
            let mut spec = segment();
            change(&mut spec);
            wrong.push((spec, message));
        };
        with(&|spec| spec.inputs = InputsSpec::Points(Vec::new()), "logistic.inputs = []");
        with(&|spec| spec.inputs = InputsSpec::Points(vec![f64::NAN, 0.0]), "inputs has NaN");
        with(&|spec| spec.inputs = InputsSpec::Normal, "weak.probabilities needs a list");
        with(&|spec| spec.weak = PredictorSpec::Probabilities(vec![0.5]), "has 1 numbers for 2 inputs");
        with(&|spec| spec.weak = PredictorSpec::Probabilities(vec![0.5, 1.0]), "weak.probabilities has 1");
        let steep = LogitSpec { slope: 9.0, ..LogitSpec::default() };
        with(&|spec| spec.weak = PredictorSpec::Logit(steep), "weak.logit has 9");
        with(
            &|spec| {
                spec.inputs = InputsSpec::Points(vec![1.0, 1.0]);
                spec.student = ClassSpec::Line(LineSpec { constant: 0.0, slope: 1.0 });
            },
            "holds only 1",
        );
        for (spec, part) in wrong {
            let message = LogisticProblem::new(&spec).expect_err(part).to_string();
            assert!(message.contains(part), "{message}, not {part}");
        }
        assert!(LogisticProblem::up_to(1, &segment()).expect_err("two inputs").to_string().contains("more than 1"));
    }
}
