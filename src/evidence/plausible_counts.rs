//! How often an event of known probability may have happened.

use std::sync::LazyLock;

use crate::numeric::log_sum_exp;

/// Numbers of times that an event may have happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlausibleCounts {
    /// An event of probability `share` or more happened at least so often.
    pub least: u64,
    /// An event of probability `share` or less happened at most so often.
    pub most: u64,
}

/// A confidence sequence for the number of times that an event of probability `share` happened in `trials` independent trials.
///
/// For an event of probability at least `share`, the probability is at most `error`/2 that it happened less than `least` times at any number of trials.
/// For one of probability at most `share`, the probability is at most `error`/2 that it happened more than `most` times at any number of trials. With c
/// events in n trials and p the share,
///
/// ```text
/// M = Σⱼ wⱼ·exp(λⱼc − n·log(1 − p + p·exp(λⱼ)))
/// ```
///
/// is a supermartingale if all λⱼ are below 0 and the probability is at least p, and if all are above 0 and it is at most p. A count is plausible while
/// M < 2/`error`.
///
/// Source: Howard and Ramdas (2022) for quantiles by the counts of one event; this mixture: ours (`docs/theory.md`, *Confidence sequences*).
///
/// ```
/// use weak_to_strong::evidence::plausible_counts;
/// let counts = plausible_counts(10_000, 0.5, 0.05);
/// assert!(counts.least > 4_800 && counts.least < 4_900 && counts.most == 10_000 - counts.least);
/// ```
pub fn plausible_counts(trials: u64, share: f64, error: f64) -> PlausibleCounts {
    // What happens with probability 1 − p at least is what does not happen with probability p at most.
    PlausibleCounts {
        least: trials - most_plausible(trials, 1.0 - share, error),
        most: most_plausible(trials, share, error),
    }
}

/// λ in units of 1/√(p(1 − p)): two for each power of 2. The least is best for 10⁹ trials, the greatest for a few.
const SIZES: std::ops::RangeInclusive<i32> = -28..=8;

/// The number of trials at which the best λ has the greatest weight is about 16·log(2/error).
const LIKELIEST_SIZE: f64 = -5.0;

/// Sizes with the logarithms of their weights, which add up to 1.
static BETS: LazyLock<Vec<(f64, f64)>> = LazyLock::new(|| {
    let weight = |half_octave: f64| (1.0 + 0.25 * (half_octave - LIKELIEST_SIZE).abs()).powi(-2);
    let total: f64 = SIZES.map(|size| weight(f64::from(size))).sum();
    SIZES.map(f64::from).map(|size| ((0.5 * size).exp2(), (weight(size) / total).ln())).collect()
});

/// The greatest count of an event of probability at most `share` that is plausible.
fn most_plausible(trials: u64, share: f64, error: f64) -> u64 {
    if share <= 0.0 || share >= 1.0 {
        return if share <= 0.0 { 0 } else { trials };
    }
    let unit = (share * (1.0 - share)).sqrt().recip();
    // What M is made of: λ, and the logarithm of the weight divided by the n-th power of the mean.
    let bets: Vec<(f64, f64)> = BETS
        .iter()
        .map(|(size, log_weight)| {
            let bet = unit * size;
            // log(1 − p + p·e^λ), in the form that does not overflow where e^λ is large.
            let log_mean = if bet < 1.0 {
                (share * bet.exp_m1()).ln_1p()
            } else {
                bet + (share + (1.0 - share) * (-bet).exp()).ln()
            };
            (bet, log_weight - trials as f64 * log_mean)
        })
        .collect();
    let goal = (2.0 / error).ln();
    let is_plausible = |count: u64| {
        let evidence: Vec<f64> = bets.iter().map(|(bet, constant)| bet * count as f64 + constant).collect();
        log_sum_exp(&evidence) < goal
    };
    // The evidence grows with the count, and 0 events are never too many.
    let (mut plausible, mut refuted) = (0, trials + 1);
    while refuted - plausible > 1 {
        let middle = plausible + (refuted - plausible) / 2;
        if is_plausible(middle) { plausible = middle } else { refuted = middle }
    }
    plausible
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{ContentKey, open_stream};
    use rand::RngExt;
    use statrs::distribution::{Binomial, DiscreteCDF};

    #[test]
    fn weights_add_up_to_one() {
        let total: f64 = BETS.iter().map(|(_, log_weight)| log_weight.exp()).sum();
        assert!((total - 1.0).abs() < 1e-12);
    }

    /// At one number of trials, a count beyond the limits has probability at most `error`/2: so says Ville's inequality, and so does the binomial law.
    #[test]
    fn limits_lie_outside_those_of_the_binomial_law() {
        for (trials, share) in [(1, 0.5), (20, 0.9), (300, 0.01), (10_000, 0.5), (1_000_000, 0.999)] {
            let law = Binomial::new(share, trials).expect("a law");
            for error in [0.05, 1e-6] {
                let PlausibleCounts { least, most } = plausible_counts(trials, share, error);
                let below = if least == 0 { 0.0 } else { law.cdf(least - 1) };
                assert!(below <= 0.5 * error && law.sf(most) <= 0.5 * error, "{trials} {share} {error}");
            }
        }
    }

    /// The price of all looks: at error 1e-5 the distance from the mean is at most 1.6 times that of a fixed number of trials, which is 4.42 deviations.
    #[test]
    fn limits_are_near() {
        for (trials, share) in [(1000, 0.5), (10_000, 0.9), (1_000_000, 0.5), (100_000, 0.01)] {
            let PlausibleCounts { least, most } = plausible_counts(trials, share, 1e-5);
            let deviation = (trials as f64 * share * (1.0 - share)).sqrt();
            for limit in [least, most] {
                let distance = (limit as f64 - trials as f64 * share).abs() / deviation;
                assert!(distance < 1.6 * 4.42, "{trials} {share}: {distance}");
            }
        }
    }

    /// Fixed seeds. 400 runs of 30 looks at error 5 %: each end misses more than 26 times with probability below 1e-6 (10 + 5·√9.75). A sequence for
    /// another share is seen.
    #[test]
    fn limits_hold_at_all_looks_together() {
        for (share, name) in [(0.5, "half"), (0.9, "nine tenths"), (0.02, "rare")] {
            let missed = |claimed: f64| {
                let mut missed = [0, 0];
                for run in 0..400 {
                    let mut stream = open_stream(8, &ContentKey::of(name), run);
                    let (mut trials, mut count, mut look, mut ends) = (0u64, 0u64, 8.0, [false; 2]);
                    for _ in 0..30 {
                        while (trials as f64) < look {
                            count += u64::from(stream.random::<f64>() < share);
                            trials += 1;
                        }
                        look *= 1.25;
                        let PlausibleCounts { least, most } = plausible_counts(trials, claimed, 0.05);
                        ends = [ends[0] || count < least, ends[1] || count > most];
                    }
                    missed.iter_mut().zip(ends).for_each(|(missed, end)| *missed += u32::from(end));
                }
                missed
            };
            let found = missed(share);
            assert!(found.iter().all(|missed| *missed <= 26), "{share}: {found:?}");
            assert!(missed(0.8 * share)[1] > 60, "{share}");
        }
    }
}
