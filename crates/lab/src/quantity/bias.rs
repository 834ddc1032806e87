//! How far the mean estimator is from the segment between source and weak supervisor.

use std::ops;
use std::sync::LazyLock;

use nalgebra::{DMatrix, DVector};

use super::biases::Bounds;
use super::{Draw, Experiment, Made, MakeExperiment, Quantity, Undefined};
use crate::inference::{Estimator, FunctionOfMeans, Inference, OfMeans, Range};
use crate::setting::{PENALTY, SAMPLES, Settings};
use crate::unit::Unit;
use weak_to_strong::evidence::Interval;
use weak_to_strong::learn::{FineTuning, FitError};
use weak_to_strong::model::TransferProblem;
use weak_to_strong::numeric::JointMoments;
use weak_to_strong::sample::{Composition, LabelLaw, LabelNoise, MomentSampler, SampleMoments};

pub(super) static QUANTITIES: LazyLock<Vec<Quantity>> = LazyLock::new(|| {
    vec![Quantity {
        name: "naive.bias".into(),
        version: 2,
        symbol: "dist²(E β̂, segment)".into(),
        meaning: "squared distance of the mean naive estimator from the segment between source and weak supervisor"
            .into(),
        unit: Unit::MeanSquaredError,
        settings: vec![SAMPLES, PENALTY],
        path: vec![PENALTY],
        experiment: MakeExperiment::new::<TransferProblem>(|problem, settings| {
            Ok(MeanShrinkage::new(problem, settings).made())
        }),
    }]
});

/// Observations for dist²(E β̂, [β_P, β_Q′]).
///
/// Given the prompts E β̂ is β_P + TΔ with Δ = β_Q′ − β_P, whatever the noise and the concepts of the labels, and 0 ≤ T ≤ I. So the position of
/// E β̂ along Δ is within the segment, and the distance is the length of the mean of TΔ across Δ. TΔ lies in the ball with the diameter from 0 to Δ: each
/// coordinate across is at most |Δ|/2. Per penalty the observation is TΔ in orthonormal coordinates across Δ.
struct MeanShrinkage {
    /// Of prompts with labels ΔᵀX.
    sampler: MomentSampler,
    samples: usize,
    /// Δ.
    shift: DVector<f64>,
    /// An orthonormal basis of the vectors orthogonal to Δ.
    across: DMatrix<f64>,
    path: Vec<Settings>,
}

impl MeanShrinkage {
    fn new(problem: &TransferProblem, path: &[Settings]) -> Self {
        let shift = problem.weak_mean() - problem.source_mean();
        let labels = LabelLaw {
            concepts: DMatrix::from_columns(std::slice::from_ref(&shift)),
            prior: DVector::from_element(1, 1.0),
            noise: LabelNoise::normal(0.0),
        };
        Self {
            sampler: MomentSampler::new(problem.prompts(), labels),
            samples: path[0].count(&SAMPLES),
            across: basis_across(&shift),
            shift,
            path: path.to_vec(),
        }
    }

    /// Half of |Δ|.
    fn radius(&self) -> f64 {
        0.5 * self.shift.norm()
    }

    fn made(self) -> Made {
        let (count, radius) = (self.across.ncols(), self.radius());
        let estimator = |place: usize| {
            if count == 0 {
                return Estimator::Exact(0.0);
            }
            let range = Range::between(-radius, radius);
            OfMeans::new(place * count..(place + 1) * count, SquaredLength).ranging(range).into()
        };
        let inference = Inference::of((0..self.path.len()).map(estimator));
        Made::new(self, inference)
    }

    fn observe(&self, observation: &mut [f64], moments: &SampleMoments) -> Result<(), FitError> {
        let fit = FineTuning::new(moments, &DVector::zeros(self.shift.len()))?;
        let bounds = Bounds { least: -self.radius(), greatest: self.radius() };
        for (coordinates, settings) in observation.chunks_exact_mut(self.across.ncols()).zip(&self.path) {
            let movement = fit.expected_move(settings.number(&PENALTY), &self.shift)?;
            let across = self.across.tr_mul(&movement);
            coordinates.iter_mut().zip(across.iter()).for_each(|(x, found)| *x = bounds.without_rounding(*found));
        }
        Ok(())
    }
}

/// An orthonormal basis of the vectors orthogonal to `shift`, none if it is 0: the images of all axes but the first in the reflection that exchanges the
/// first axis and a multiple of `shift`.
fn basis_across(shift: &DVector<f64>) -> DMatrix<f64> {
    let (dim, length) = (shift.len(), shift.norm());
    if length == 0.0 {
        return DMatrix::zeros(dim, 0);
    }
    let mut normal = shift / length;
    normal[0] += normal[0].signum();
    let reflection = DMatrix::identity(dim, dim) - &normal * normal.transpose() * (2.0 / normal.norm_squared());
    reflection.remove_column(0)
}

impl Experiment for MeanShrinkage {
    fn width(&self) -> usize {
        (self.across.ncols() * self.path.len()).max(1)
    }

    fn sampler(&self) -> &'static str {
        self.sampler.name()
    }

    fn start(&self) -> Draw<'_> {
        let mut sampler = self.sampler.clone();
        let mut moments = sampler.empty_moments();
        Draw::new(move |stream, observation| {
            if self.across.ncols() == 0 {
                observation.fill(0.0);
                return Ok(());
            }
            sampler.draw(&mut moments, self.samples, Composition::Mixed, stream);
            self.observe(observation, &moments).map_err(|_| Undefined::at(0))
        })
    }
}

/// The squared length of a mean vector. The estimate is without the bias Σ var(x̄ᵢ) of |x̄|², but not below 0.
struct SquaredLength;

impl FunctionOfMeans for SquaredLength {
    fn value(&self, moments: &JointMoments, at: ops::Range<usize>) -> f64 {
        let count = moments.count().max(1) as f64;
        let square = |i: usize| moments.mean()[i].powi(2) - moments.covariance(i, i) / count;
        at.map(square).sum::<f64>().max(0.0)
    }

    fn gradient(&self, means: &[f64]) -> Vec<f64> {
        means.iter().map(|mean| 2.0 * mean).collect()
    }

    fn over_box(&self, means: &[Interval]) -> Interval {
        let mut bounds = Interval { lower: 0.0, upper: 0.0 };
        for Interval { lower, upper } in means {
            let (least, greatest) = (lower.max(-upper).max(0.0), upper.max(-lower));
            bounds.lower += least * least;
            bounds.upper += greatest * greatest;
        }
        bounds
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::gradient_gap;
    use nalgebra::dvector;
    use proptest::prelude::*;
    use weak_to_strong::random::{ContentKey, open_stream};
    use weak_to_strong_proptest::problem_specs;

    #[test]
    fn squared_lengths_by_hand() {
        let mut moments = JointMoments::new(2);
        [[3.0, 4.0], [3.0, 2.0]].iter().for_each(|observation| moments.push(observation));
        // Means 3 and 3; the variance 2 of the second is 1 of its mean.
        assert_eq!(SquaredLength.value(&moments, 0..2), 17.0);
        assert!(gradient_gap(&SquaredLength, &[0.5, -2.0]) < 1e-8);
        let between = |lower, upper| Interval { lower, upper };
        let found = SquaredLength.over_box(&[between(-1.0, 2.0), between(1.0, 2.0), between(-3.0, -2.0)]);
        assert_eq!(found, between(5.0, 17.0));
    }

    #[test]
    fn bases_are_orthonormal_and_across() {
        for shift in [dvector![0.0, 2.0, 0.0], dvector![1.0, -1.0, 0.5], dvector![1.0]] {
            let basis = basis_across(&shift);
            assert_eq!(basis.ncols(), shift.len() - 1);
            assert!(basis.tr_mul(&shift).amax_or_zero() < 1e-14);
            assert!((basis.tr_mul(&basis) - DMatrix::identity(basis.ncols(), basis.ncols())).amax_or_zero() < 1e-14);
        }
        assert_eq!(basis_across(&dvector![0.0, 0.0]).ncols(), 0);
    }

    trait AmaxOrZero {
        fn amax_or_zero(&self) -> f64;
    }

    impl<R: nalgebra::Dim, C: nalgebra::Dim, S: nalgebra::RawStorage<f64, R, C>> AmaxOrZero
        for nalgebra::Matrix<f64, R, C, S>
    {
        fn amax_or_zero(&self) -> f64 {
            self.iter().fold(0.0, |greatest, x| x.abs().max(greatest))
        }
    }

    proptest! {
        /// A search for coordinates outside [−|Δ|/2, |Δ|/2], or a vector outside the ball.
        #[test]
        fn no_coordinate_lies_outside(spec in problem_specs(5), samples in 1..12usize, exponent in -300.0..12.0f64) {
            let Ok(problem) = TransferProblem::new(&spec) else { return Ok(()) };
            let given = [("samples", samples as f64), ("penalty", 10f64.powf(exponent))];
            let given = given.map(|(name, x)| (name.to_owned(), crate::setting::SettingValue::Number(x))).into_iter();
            let settings = Settings::select(&[SAMPLES, PENALTY], &given.collect()).expect("settings");
            let bias = MeanShrinkage::new(&problem, &[settings]);
            let mut stream = open_stream(1, &ContentKey::of("bias"), 0);
            let mut draw = bias.start();
            let mut observation = vec![0.0; bias.width()];
            for _ in 0..20 {
                (draw.draw)(&mut stream, &mut observation).expect("a fit");
                let length = observation.iter().map(|x| x * x).sum::<f64>().sqrt();
                prop_assert!(length <= bias.radius() * (1.0 + 1e-12), "{length} {}", bias.radius());
            }
        }
    }
}
