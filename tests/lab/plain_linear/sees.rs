//! What a learner sees, drawn and fitted plainly.

use super::fits::{Fit, Sample, dot, fit, normal};
use rand::RngExt;
use rand::rngs::ChaCha8Rng;
use weak_to_strong::model::{Angles, LearnerSpec, PromptLaw, SpectrumSpec};

/// What a learner sees.
#[derive(Clone)]
pub enum Sees {
    First(usize),
    /// The first two directions, the second of them turned by an angle towards the third coordinate.
    Turned(f64),
    /// The first two directions, turned by angles of their own towards the third and the fourth coordinate.
    BothTurned([f64; 2]),
    Scaled(Vec<f64>),
    Projection(usize),
    Relu(usize),
}

impl Sees {
    /// What [`Sees::features`] multiplies a prompt by, drawn if it is random.
    pub fn rows(&self, eigenvalues: &[f64], rng: &mut ChaCha8Rng) -> Vec<Vec<f64>> {
        let dim = eigenvalues.len();
        let unit =
            |at: usize, height: f64| -> Vec<f64> { (0..dim).map(|i| if i == at { height } else { 0.0 }).collect() };
        match self {
            Self::First(count) => (0..*count).map(|at| unit(at, 1.0)).collect(),
            Self::Turned(angle) => {
                let turned = (0..dim).map(|at| [0.0, angle.cos(), angle.sin()].get(at).copied().unwrap_or(0.0));
                vec![unit(0, 1.0), turned.collect()]
            }
            Self::BothTurned(angles) => (0..2)
                .map(|row| {
                    let mut turned = unit(row, angles[row].cos());
                    turned[2 + row] = angles[row].sin();
                    turned
                })
                .collect(),
            Self::Scaled(own) => (0..dim).map(|at| unit(at, (own[at] / eigenvalues[at]).sqrt())).collect(),
            Self::Projection(width) | Self::Relu(width) => {
                let scale = 1.0 / (*width as f64).sqrt();
                (0..*width).map(|_| (0..dim).map(|_| scale * normal(rng)).collect()).collect()
            }
        }
    }

    /// The predictor that is fitted in linear features of a sample, drawn anew if they are random.
    pub fn fit(&self, sample: &Sample, how: Fit, eigenvalues: &[f64], rng: &mut ChaCha8Rng) -> Vec<f64> {
        let rows = self.rows(eigenvalues, rng);
        let features: Sample = sample.iter().map(|(prompt, label)| (self.features(&rows, prompt), *label)).collect();
        predictor(&rows, &fit(&features, rows.len(), how))
    }

    pub fn features(&self, rows: &[Vec<f64>], prompt: &[f64]) -> Vec<f64> {
        let least = if matches!(self, Self::Relu(_)) { 0.0 } else { f64::NEG_INFINITY };
        rows.iter().map(|row| dot(row, prompt).max(least)).collect()
    }

    pub fn spec(&self) -> LearnerSpec {
        match self {
            Self::First(count) => LearnerSpec::First(*count),
            Self::Turned(angle) => LearnerSpec::Turned { first: 2, shared: 1, angle: Angles::Equal(*angle) },
            Self::BothTurned(angles) => {
                LearnerSpec::Turned { first: 2, shared: 0, angle: Angles::Each(angles.to_vec()) }
            }
            Self::Scaled(own) => LearnerSpec::Spectrum(SpectrumSpec::List(own.clone())),
            Self::Projection(width) => LearnerSpec::Projection(*width),
            Self::Relu(width) => LearnerSpec::Relu(*width),
        }
    }
}

/// Σ θᵢ·rowᵢ.
pub fn predictor(rows: &[Vec<f64>], fitted: &[f64]) -> Vec<f64> {
    (0..rows[0].len()).map(|at| rows.iter().zip(fitted).map(|(row, weight)| row[at] * weight).sum()).collect()
}

/// A coordinate of variance 1.
pub fn standardised(law: &PromptLaw, rng: &mut ChaCha8Rng) -> f64 {
    match law.word() {
        "gaussian" => normal(rng),
        "rademacher" => {
            if rng.random() {
                1.0
            } else {
                -1.0
            }
        }
        "cube" => 3f64.sqrt() * rng.random_range(-1.0..1.0),
        // The difference of two exponential numbers has the variance 2.
        "laplace" => (rng.random::<f64>().ln() - rng.random::<f64>().ln()) / 2f64.sqrt(),
        other => panic!("{other}"),
    }
}
