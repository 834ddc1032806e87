//! Confidence sequences for the mean of numbers that are bounded on one side, whatever their tail on the other side.

use std::sync::LazyLock;

use crate::numeric::Summary;

/// The lower end of a confidence sequence for the mean of numbers that are at least `least`. Nothing else needs to be known of them.
///
/// With probability at least 1 − `error` the mean is at least this at every number of observations. For y = x − least ≥ 0 and a hypothetical mean m
/// of y,
///
/// ```text
/// M(m) = Σⱼ wⱼ·exp(aⱼ·Σ(y − m) − c(aⱼm)·aⱼ²·Σ(y − m)²),   c(λ) = (−log(1 − λ) − λ)/λ²,   only j with aⱼm < 1
/// ```
///
/// is a supermartingale if E y ≤ m, and a decreasing function of m. The limit is the greatest m with M(m) ≥ 1/error. It depends on the observations
/// through their number, mean and scatter alone, so it is the same in whatever order they were merged. `unit` is a number of the order of the
/// observations that was fixed before they were seen; a wrong guess costs width, never validity.
///
/// Source: Fan, Grama and Liu (2015) for the inequality; the mixture over bets in units of the observations and its monotony are ours
/// (`docs/theory.md`, *Confidence sequences*).
pub fn lower_limit(observations: &Summary, least: f64, unit: f64, error: f64) -> f64 {
    if observations.count == 0 || !least.is_finite() {
        return least;
    }
    let shifted = observations.mapped(-least, 1.0);
    least + unit * lower_limit_of_positive(&shifted.mapped(0.0, unit.recip()), error)
}

/// The upper end of a confidence sequence for the mean of numbers that are at most `greatest`: the lower end for `greatest` − x.
pub fn upper_limit(observations: &Summary, greatest: f64, unit: f64, error: f64) -> f64 {
    -lower_limit(&observations.mapped(0.0, -1.0), -greatest, unit, error)
}

/// A bet: its size a, and the logarithm of its weight.
struct Bet {
    size: f64,
    log_weight: f64,
}

/// The powers of 2 between which bets lie. The least bet is best when a mean has to be known to one part in a million of the unit.
const OCTAVES: std::ops::RangeInclusive<i32> = -20..=100;
const BETS_PER_OCTAVE: u32 = 2;

/// The bets with their weights, which add up to 1.
///
/// Two bets for each power of 2, so that the best bet is missed by a factor 1.2 at most; further bets just below 1, which are best when the mean lies
/// near the other end of the range. Weights fall slowly with the distance from 1: a mean 2³⁰ times smaller than the unit costs 4 more nats.
static BETS: LazyLock<Vec<Bet>> = LazyLock::new(|| {
    let mut bets = Vec::new();
    for octave in OCTAVES {
        for part in 0..BETS_PER_OCTAVE {
            let exponent = f64::from(octave) + f64::from(part) / f64::from(BETS_PER_OCTAVE);
            bets.push((exponent.exp2(), (1.0 + 0.25 * exponent.abs()).powi(-2)));
        }
    }
    bets.extend((2..=10).map(|halvings| (1.0 - (-f64::from(halvings)).exp2(), 0.5)));
    let total: f64 = bets.iter().map(|(_, weight)| weight).sum();
    bets.into_iter().map(|(size, weight)| Bet { size, log_weight: (weight / total).ln() }).collect()
});

/// Bets that can add less than this share of 1/error are left out, which makes the limit lower, never higher.
const NEGLIGIBLE: f64 = 1e-4;

/// The width of the last bracket of the limit, as a share of the distance between limit and mean.
const PRECISION: f64 = 1e-4;

fn lower_limit_of_positive(observations: &Summary, error: f64) -> f64 {
    let goal = -error.ln();
    let least_evidence = goal + NEGLIGIBLE.ln();
    let bets: Vec<&Bet> = BETS.iter().filter(|bet| evidence(bet, observations, 0.0) > least_evidence).collect();
    let excess = |mean: f64| {
        let evidence: Vec<f64> = bets.iter().map(|bet| evidence(bet, observations, mean)).collect();
        crate::numeric::log_sum_exp(&evidence) - goal
    };
    // At the mean of the observations no bet has gained anything.
    let (mut refuted, mut open) = (0.0, observations.mean);
    let (mut excess_below, mut excess_above) = (excess(refuted), -goal);
    if bets.is_empty() || excess_below.is_nan() || excess_below < 0.0 || open <= 0.0 {
        return 0.0;
    }
    // Regula falsi with Illinois steps; the answer is the end that is refuted.
    while open - refuted > PRECISION * (observations.mean - refuted) {
        let mut middle = refuted + (open - refuted) * (excess_below / (excess_below - excess_above));
        if !(middle > refuted && middle < open) {
            middle = 0.5 * (refuted + open);
            if !(middle > refuted && middle < open) {
                break;
            }
        }
        let found = excess(middle);
        if found >= 0.0 {
            (refuted, excess_below, excess_above) = (middle, found, 0.5 * excess_above);
        } else {
            (open, excess_above, excess_below) = (middle, found, 0.5 * excess_below);
        }
    }
    refuted
}

/// The logarithm of what a bet against a mean of at most `mean` has become, times its weight.
fn evidence(bet: &Bet, observations: &Summary, mean: f64) -> f64 {
    let share = bet.size * mean;
    if share >= 1.0 {
        return f64::NEG_INFINITY;
    }
    let gain = bet.size * observations.count as f64 * (observations.mean - mean);
    bet.log_weight + gain - curvature(share) * bet.size * bet.size * observations.scatter_about(mean)
}

/// c(λ) = (−log(1 − λ) − λ)/λ², by its series for small λ.
fn curvature(share: f64) -> f64 {
    if share < 1e-3 {
        return 0.5 + share * (1.0 / 3.0 + share * (0.25 + 0.2 * share));
    }
    (-(-share).ln_1p() - share) / (share * share)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{ContentKey, Stream, open_stream};
    use proptest::prelude::*;
    use rand::RngExt;
    use rand_distr::{Distribution, Pareto};

    proptest! {
        /// The inequality behind the supermartingale, for every ξ ≥ −1 and λ in [0, 1): exp(λξ − λ²c(λ)ξ²) ≤ 1 + λξ.
        #[test]
        fn a_bet_never_gains_more_than_its_stake(share in 0.0..0.9999f64, log_size in -9.0..5.0f64, below in any::<bool>()) {
            let size = if below { -(log_size.exp().min(1.0)) } else { log_size.exp() };
            let bound = (share * size).ln_1p();
            prop_assert!(share * size - curvature(share) * (share * size).powi(2) <= bound + 1e-12 * (1.0 + bound.abs()));
        }

        /// What makes the limit hold for all means together: the evidence against a mean falls as the mean grows.
        #[test]
        fn evidence_falls_with_the_mean(
            values in prop::collection::vec(0.0..1.0f64, 1..6), power in 1.0..8.0f64, size in 0.01..50.0f64, means in prop::collection::vec(0.0..1.0f64, 2),
        ) {
            let values: Vec<f64> = values.iter().map(|x| x.powf(power)).collect();
            let mean = values.iter().sum::<f64>() / values.len() as f64;
            let scatter = values.iter().map(|x| (x - mean).powi(2)).sum();
            let summary = Summary { count: values.len() as u64, mean, scatter };
            let bet = Bet { size, log_weight: 0.0 };
            let (low, high) = (means[0].min(means[1]), means[0].max(means[1]));
            prop_assert!(evidence(&bet, &summary, high) <= evidence(&bet, &summary, low) + 1e-9);
        }
    }

    #[test]
    fn weights_add_up_to_one() {
        let total: f64 = BETS.iter().map(|bet| bet.log_weight.exp()).sum();
        assert!((total - 1.0).abs() < 1e-12);
    }

    /// How many of 1,000 runs miss the mean at any of 60 looks, with error 5 % at the end in question.
    fn missed(
        name: &str,
        truth: f64,
        limit: fn(&Summary) -> f64,
        is_lower: bool,
        draw: fn(&mut Stream) -> f64,
    ) -> usize {
        (0..1000u64)
            .filter(|run| {
                let mut stream = open_stream(5, &ContentKey::of(name), *run);
                let mut total = crate::numeric::JointMoments::new(1);
                let mut look = 8.0;
                (0..60).any(|_| {
                    (total.count()..look as u64).for_each(|_| total.push(&[draw(&mut stream)]));
                    look *= 1.12;
                    let end = limit(&total.summary(0));
                    if is_lower { end > truth } else { end < truth }
                })
            })
            .count()
    }

    /// Fixed seeds. 1,000 runs at error 5 % miss more than 85 times with probability below 1e-6 (50 + 5·√47.5). In fact they miss far less often,
    /// because the mixture pays for all bets.
    #[test]
    fn limits_hold_at_all_looks_together_whatever_the_tail() {
        let lower: fn(&Summary) -> f64 = |summary| lower_limit(summary, 0.0, 1.0, 0.05);
        let upper: fn(&Summary) -> f64 = |summary| upper_limit(summary, 1.0, 1.0, 0.05);
        // A Pareto law with exponent 1.05 on [1, ∞) has the mean 21 and no variance.
        let pareto = missed("pareto", 21.0, lower, true, |s| Pareto::new(1.0, 1.05).expect("a law").sample(s));
        let rare: fn(&mut Stream) -> f64 = |s| f64::from(u8::from(s.random::<f64>() < 0.01));
        let coin: fn(&mut Stream) -> f64 = |s| f64::from(u8::from(s.random::<bool>()));
        let uniform: fn(&mut Stream) -> f64 = |s| s.random();
        let counts = [
            pareto,
            missed("rare below", 0.01, lower, true, rare),
            missed("rare above", 0.01, upper, false, rare),
            missed("coin", 0.5, upper, false, coin),
            missed("uniform", 0.5, lower, true, uniform),
        ];
        assert!(counts.iter().all(|missed| *missed <= 85), "{counts:?}");
    }

    /// A deliberately wrong range is seen: with 0.3 as the least value of uniform numbers the lower end passes the mean ½ nearly always.
    #[test]
    fn a_wrong_range_is_seen() {
        let wrong: fn(&Summary) -> f64 = |summary| lower_limit(&summary.mapped(0.3, 1.0), 0.3, 1.0, 0.05);
        assert!(missed("wrong", 0.5, wrong, true, |s| s.random()) > 900);
    }

    /// 1,000 numbers that are all 0 may hide an event of probability log(1/error)/1,000 and little more.
    #[test]
    fn an_unseen_event_is_not_excluded() {
        let nothing = Summary { count: 1000, mean: 0.0, scatter: 0.0 };
        let limit = upper_limit(&nothing, 1.0, 1.0, 0.001);
        assert!(limit > 0.0069 && limit < 0.015, "{limit}");
        assert_eq!(lower_limit(&nothing, 0.0, 1.0, 0.001), 0.0);
    }

    /// Range 10 and standard deviation 0.03 in units of the mean: an upper end 1 % above the mean at error 5e-6 takes fewer than 19,000 observations.
    /// No method can do with fewer than 10,990.
    #[test]
    fn the_cost_of_a_range_is_near_its_least() {
        let width = |count: u64| {
            let summary = Summary { count, mean: 1.0, scatter: 0.03f64.powi(2) * count as f64 };
            upper_limit(&summary, 10.0, 10.0, 5e-6) - 1.0
        };
        assert!(width(10_990) > 0.01 && width(19_000) < 0.01, "{} {}", width(10_990), width(19_000));
    }

    /// For numbers of small spread far from 0 the lower end is as near as a normal interval for all looks: 1 % at error 5e-6 and deviation 10 %.
    #[test]
    fn a_small_spread_gives_a_near_end() {
        let width =
            |count: u64| 1.0 - lower_limit(&Summary { count, mean: 1.0, scatter: 0.01 * count as f64 }, 0.0, 1.0, 5e-6);
        assert!(width(2_440) > 0.01 && width(6_000) < 0.01, "{} {}", width(2_440), width(6_000));
    }
}
