//! What speaks against treating a mean as asymptotically normal.

use serde::{Deserialize, Serialize};

use crate::numeric::{Extremes, Summary};

/// What speaks against treating a mean as asymptotically normal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TailDoubt {
    /// The observations are known to have no variance.
    NoVariance,
    /// The tail that the end faces looks like one without a finite variance: its estimated index exceeds ½.
    HeavyTail,
    /// Fewer than 100 observations carry half of the variance.
    FewCarryVariance,
}

/// The side of a law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Small values.
    Lower,
    /// Large values.
    Upper,
}

/// The tail index from which on the variance is infinite.
const HEAVY: f64 = 0.5;

/// The most observations that may carry half of the variance in a doubtful sample, plus one.
const ENOUGH_CARRIERS: usize = 100;

/// The most exceedances that a tail index is estimated from. One more value is their threshold.
const MOST_EXCEEDANCES: usize = 255;

/// Looks at the tail of observations on one side.
pub fn tail_doubt(observations: &Summary, extremes: &Extremes, side: Side) -> Option<TailDoubt> {
    if few_carry_variance(observations, extremes) {
        return Some(TailDoubt::FewCarryVariance);
    }
    let index = tail_index(observations.count, extremes, side)?;
    (index > HEAVY).then_some(TailDoubt::HeavyTail)
}

/// Whether fewer than 100 observations carry half of Σ(x − x̄)². None do where all observations are equal.
fn few_carry_variance(observations: &Summary, extremes: &Extremes) -> bool {
    let mut squares: Vec<f64> = extremes.smallest();
    // In a small sample both lists hold the same values.
    let kept = squares.len();
    let others = (observations.count as usize).saturating_sub(kept).min(kept);
    squares.extend(extremes.largest().iter().take(others));
    squares.iter_mut().for_each(|x| *x = (*x - observations.mean).powi(2));
    squares.sort_by(|a, b| b.total_cmp(a));
    let carried: f64 = squares.iter().take(ENOUGH_CARRIERS - 1).sum();
    carried >= 0.5 * observations.scatter
}

/// The index k of a generalised Pareto law fitted to the exceedances over a threshold; `None` if they are too few, or if most of them are equal.
///
/// The threshold is the value before the min(255, n/5) most extreme ones. A law with a density that falls like x^(−1 − 1/k) has the index k; its variance
/// is finite if k < ½.
///
/// Source: Zhang and Stephens (2009), with the weak prior of Vehtari, Simpson, Gelman, Yao and Gabry (2024) towards ½.
fn tail_index(count: u64, extremes: &Extremes, side: Side) -> Option<f64> {
    let (values, sign) = match side {
        Side::Lower => (extremes.smallest(), -1.0),
        Side::Upper => (extremes.largest(), 1.0),
    };
    let size = MOST_EXCEEDANCES.min((count / 5) as usize).min(values.len().saturating_sub(1));
    let threshold = *values.get(size)?;
    let mut exceedances: Vec<f64> = values[..size].iter().map(|x| sign * (x - threshold)).collect();
    exceedances.reverse();
    if size < 20 {
        return None;
    }
    pareto_index(&exceedances)
}

/// k from exceedances in ascending order.
fn pareto_index(exceedances: &[f64]) -> Option<f64> {
    let size = exceedances.len() as f64;
    let (quartile, greatest) = (exceedances[(0.25 * size + 0.5) as usize - 1], *exceedances.last()?);
    if quartile <= 0.0 {
        return None;
    }
    let grid = 30 + size.sqrt() as usize;
    let points: Vec<f64> = (1..=grid)
        .map(|j| greatest.recip() + (1.0 - (grid as f64 / (j as f64 - 0.5)).sqrt()) / (3.0 * quartile))
        .collect();
    let index_at = |point: f64| exceedances.iter().map(|x| (-point * x).ln_1p()).sum::<f64>() / size;
    let likelihoods: Vec<f64> = points
        .iter()
        .map(|point| {
            let index = index_at(*point);
            size * ((-point / index).ln() - index - 1.0)
        })
        .collect();
    let total = crate::numeric::log_sum_exp(&likelihoods);
    let point: f64 = points.iter().zip(&likelihoods).map(|(point, l)| point * (l - total).exp()).sum();
    let index = index_at(point);
    Some((size * index + 5.0) / (size + 10.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::JointMoments;
    use crate::random::{ContentKey, Stream, open_stream};
    use rand::RngExt;
    use rand_distr::{Distribution, Exp1, Pareto, StandardNormal};

    fn doubted(name: &str, side: Side, draw: fn(&mut Stream) -> f64) -> Option<TailDoubt> {
        let mut stream = open_stream(3, &ContentKey::of(name), 0);
        let mut moments = JointMoments::watching(1, &[0]);
        (0..20_000).for_each(|_| moments.push(&[draw(&mut stream)]));
        tail_doubt(&moments.summary(0), moments.extremes(0).expect("watched"), side)
    }

    /// Fixed seeds. The estimated index has a standard deviation of about (1 + k)/16, so an index of 0 exceeds ½ by chance with probability e^−32.
    #[test]
    fn light_tails_are_not_doubted() {
        let normal: fn(&mut Stream) -> f64 = |s| StandardNormal.sample(s);
        assert_eq!([Side::Lower, Side::Upper].map(|side| doubted("normal", side, normal)), [None, None]);
        assert_eq!(doubted("exponential", Side::Upper, |s| Exp1.sample(s)), None);
        assert_eq!(doubted("uniform", Side::Upper, |s| s.random()), None);
        assert_eq!(doubted("coin", Side::Upper, |s| f64::from(u8::from(s.random::<bool>()))), None);
    }

    /// Pareto laws with exponents 1.25 and 1.7, with indices 0.8 and 0.59; on the side where the tail is.
    #[test]
    fn heavy_tails_are_doubted_on_their_side() {
        let tail: fn(&mut Stream) -> f64 = |s| Pareto::new(1.0, 1.25).expect("a law").sample(s);
        assert!(doubted("heavy", Side::Upper, tail).is_some());
        let negative: fn(&mut Stream) -> f64 = |s| -Pareto::new(1.0, 1.25).expect("a law").sample(s);
        assert!(doubted("heavy below", Side::Lower, negative).is_some());
        // A Cauchy-like mixture whose few large values carry the variance.
        assert_eq!(
            doubted("few", Side::Upper, |s| if s.random::<f64>() < 1e-3 { 100.0 } else { s.random() }),
            Some(TailDoubt::FewCarryVariance)
        );
    }

    #[test]
    fn an_exact_quantile_sample_has_the_index_of_its_law() {
        for index in [0.2f64, 0.7] {
            let exceedances: Vec<f64> =
                (1..=250).map(|i| ((1.0 - f64::from(i) / 251.0).powf(-index) - 1.0) / index).collect();
            let found = pareto_index(&exceedances).expect("distinct values");
            assert!((found - index).abs() < 0.06, "{found} for {index}");
        }
    }
}
