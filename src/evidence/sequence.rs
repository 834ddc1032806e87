//! Confidence sequences: intervals that hold for all numbers of replicates together. So one may look at them after every round, and the
//! error probability stays the same.

use super::mixture::{lower_limit, upper_limit};
use crate::numeric::{Estimate, JointMoments};

/// A closed interval.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Interval {
    /// Lower limit.
    #[serde(with = "crate::numeric::json_number")]
    pub lower: f64,
    /// Upper limit.
    #[serde(with = "crate::numeric::json_number")]
    pub upper: f64,
}

/// The number of replicates from which on an asymptotic sequence is used.
pub const LEAST_REPLICATES: u64 = 1000;

/// The interval of an asymptotic confidence sequence. The estimate must be asymptotically normal, with its standard error.
///
/// ```text
/// mean ± standard error·√(2(1 + 1/t) log(√(1 + t)/error)),   t = n·ρ²
/// ```
///
/// `error` is the probability that any of the intervals misses the expectation, over all numbers of replicates n from
/// [`LEAST_REPLICATES`] on together. It holds asymptotically, as the first look gets later. For smaller n the interval is the whole line. ρ
/// is chosen so that the interval is narrowest at n = 4·[`LEAST_REPLICATES`].
///
/// Source: Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (2024), Theorem 2.2.
pub fn asymptotic_sequence(estimate: &Estimate, error: f64) -> Interval {
    if estimate.replicates < LEAST_REPLICATES {
        return Interval { lower: f64::NEG_INFINITY, upper: f64::INFINITY };
    }
    let radius = estimate.standard_error * mixture_multiplier(estimate.replicates as f64, error);
    Interval { lower: estimate.mean - radius, upper: estimate.mean + radius }
}

/// The interval of a confidence sequence for the mean of one coordinate, which lies in [0, 1].
///
/// With probability at least 1 − `error` all intervals, for all numbers of observations together, hold the expectation. This is true for rare events
/// too, even for those never seen. The two ends are [`lower_limit`] and [`upper_limit`].
pub fn unit_interval_sequence(observations: &JointMoments, coordinate: usize, error: f64) -> Interval {
    let summary = observations.summary(coordinate);
    let lower = lower_limit(&summary, 0.0, 1.0, 0.5 * error);
    Interval { lower, upper: upper_limit(&summary, 1.0, 1.0, 0.5 * error).max(lower) }
}

/// How many standard errors the normal-mixture sequence is wide on each side.
fn mixture_multiplier(replicates: f64, error: f64) -> f64 {
    let narrowest_at = 4.0 * LEAST_REPLICATES as f64;
    let t = replicates * best_width(error) / narrowest_at;
    (2.0 * (1.0 + 1.0 / t) * (0.5 * t.ln_1p() - error.ln())).sqrt()
}

/// The variance of the mixing law, in units of one over the intrinsic time at which the sequence is to be narrowest; approximately.
///
/// Source: Howard, Ramdas, McAuliffe and Sekhon (2021), Proposition 3, with the first terms of Lambert's function.
pub(super) fn best_width(error: f64) -> f64 {
    let evidence = -2.0 * error.ln();
    evidence + evidence.ln_1p()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{ContentKey, Stream, open_stream};
    use rand::RngExt;
    use rand_distr::{Distribution, Exp1, StandardNormal};

    const RUNS: u32 = 2000;
    const ERROR: f64 = 0.05;

    /// Miscoverage that 2,000 runs at error 5 % exceed with probability below 3e-7: 100 + 5·√95.
    const MOST_MISSED: u32 = 148;

    /// How many of 2,000 runs miss the expectation at any of 60 looks, the first after `first` observations and each 12 % later
    /// than the one before (up to about 800 times the first).
    fn missed_at_any_look(name: &str, first: u64, truth: f64, unit: bool, draw: fn(&mut Stream) -> f64) -> u32 {
        (0..RUNS)
            .filter(|run| {
                let mut stream = open_stream(11, &ContentKey::of(name), u64::from(*run));
                let mut total = JointMoments::new(1);
                let mut look = first as f64;
                (0..60).any(|_| {
                    let mut block = JointMoments::new(1);
                    for _ in total.count()..look as u64 {
                        block.push(&[draw(&mut stream)]);
                    }
                    total.merge(&block);
                    look *= 1.12;
                    let interval = interval_of(&total, unit);
                    interval.lower > truth || interval.upper < truth
                })
            })
            .count() as u32
    }

    fn interval_of(moments: &JointMoments, unit: bool) -> Interval {
        if unit {
            return unit_interval_sequence(moments, 0, ERROR);
        }
        // The asymptotic sequence is tested from looks on that are earlier, so harder, than those it is used at.
        let replicates = moments.count();
        let radius = moments.standard_error_along(&[1.0]) * mixture_multiplier(replicates as f64, ERROR);
        Interval { lower: moments.mean()[0] - radius, upper: moments.mean()[0] + radius }
    }

    /// Fixed seed, 2,000 runs of 60 looks: the unit-interval sequence is valid at any size, so the first look is early.
    #[test]
    fn unit_interval_sequences_cover_at_all_looks_together() {
        let uniform = missed_at_any_look("uniform", 8, 0.5, true, |s| s.random());
        let rare = missed_at_any_look("rare", 8, 0.01, true, |s| f64::from(u8::from(s.random::<f64>() < 0.01)));
        let coin = missed_at_any_look("coin", 8, 0.5, true, |s| f64::from(u8::from(s.random::<bool>())));
        assert!([uniform, rare, coin].iter().all(|missed| *missed <= MOST_MISSED), "{uniform} {rare} {coin}");
    }

    /// The asymptotic sequence from a late first look on, for light and skewed tails.
    #[test]
    fn asymptotic_sequences_cover_at_all_looks_together() {
        let normal = missed_at_any_look("normal", 100, 0.0, false, |s| StandardNormal.sample(s));
        let skewed = missed_at_any_look("skewed", LEAST_REPLICATES / 4, 1.0, false, |s| Exp1.sample(s));
        assert!(normal <= MOST_MISSED && skewed <= MOST_MISSED, "{normal} {skewed}");
    }

    /// What the test above can see: an interval for one look misses far more often when it is looked at sixty times.
    #[test]
    fn a_fixed_size_interval_does_not_cover_at_all_looks_together() {
        let missed = (0..RUNS).filter(|run| {
            let mut stream = open_stream(11, &ContentKey::of("fixed"), u64::from(*run));
            let (mut sum, mut count) = (0.0, 0.0f64);
            (0..60).any(|_| {
                for _ in 0..100 {
                    let x: f64 = StandardNormal.sample(&mut stream);
                    (sum, count) = (sum + x, count + 1.0);
                }
                (sum / count.sqrt()).abs() > 1.96
            })
        });
        assert!(missed.count() as u32 > 3 * MOST_MISSED);
    }

    #[test]
    fn an_unseen_event_is_not_excluded() {
        let mut nothing_seen = JointMoments::new(1);
        for _ in 0..4 {
            let mut block = JointMoments::new(1);
            (0..250).for_each(|_| block.push(&[0.0]));
            nothing_seen.merge(&block);
        }
        let interval = unit_interval_sequence(&nothing_seen, 0, 0.001);
        assert!(interval.lower == 0.0 && interval.upper > 0.008 && interval.upper < 0.1, "{interval:?}");
    }

    #[test]
    fn few_replicates_say_nothing() {
        let few = Estimate { mean: 1.0, standard_error: 1e-9, replicates: LEAST_REPLICATES - 1 };
        assert_eq!(asymptotic_sequence(&few, 0.001).upper, f64::INFINITY);
    }

    /// The golden value of a normal mixture: 3.0352090 standard errors at error 5 % where it is narrowest (confseq 0.0.11, at v = v_opt = 100: a boundary of
    /// 30.352090). The approximation of the mixing law costs less than one part in 10,000 there.
    #[test]
    fn the_multiplier_of_another_implementation() {
        assert!(
            (mixture_multiplier(4000.0, 0.05) / 3.0352090 - 1.0).abs() < 1e-4,
            "{}",
            mixture_multiplier(4000.0, 0.05)
        );
    }

    /// The price of looking at any time: at most half as wide again as a fixed interval, over three decades.
    #[test]
    fn sequences_are_not_much_wider_than_fixed_intervals() {
        for replicates in [1e3, 4e3, 1e5, 1e6] {
            // 4.89 standard errors for a fixed interval at error 1e-6.
            assert!(mixture_multiplier(replicates, 1e-6) < 1.5 * 4.89);
        }
    }
}
