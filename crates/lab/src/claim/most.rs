//! Statements about most problems of a domain.

use serde::{Deserialize, Serialize};
use statrs::distribution::{Beta, ContinuousCDF};
use weak_to_strong::numeric::json_number;

use super::{MostSpec, Verdict};

/// How many problems a statement holds for, and how large a share of all it holds for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MostOutcome {
    /// The share that is stated.
    pub share: f64,
    /// The problems that were drawn.
    pub draws: u64,
    /// All problems that were drawn, with those to which the claim does not apply and that were drawn again.
    pub tried: u64,
    /// Those for which the statement holds.
    pub held: u64,
    /// Those for which it is violated.
    pub violated: u64,
    /// A lower limit for the share of problems for which it holds.
    #[serde(with = "json_number")]
    pub lower: f64,
    /// An upper limit.
    #[serde(with = "json_number")]
    pub upper: f64,
    /// The verdict.
    pub verdict: Verdict,
}

impl MostOutcome {
    /// The verdict from that on each problem. Half of `error` is for each limit of the share.
    pub(super) fn of(most: &MostSpec, verdicts: &[Verdict], tried: u64, error: f64) -> Self {
        let count = |of: &dyn Fn(Verdict) -> bool| verdicts.iter().filter(|verdict| of(**verdict)).count() as u64;
        let held = count(&|verdict| matches!(verdict, Verdict::Holds | Verdict::Tight | Verdict::Vacuous));
        let violated = count(&|verdict| verdict == Verdict::Violated);
        let lower = clopper_pearson_lower(held, most.draws, 0.5 * error);
        let upper = 1.0 - clopper_pearson_lower(violated, most.draws, 0.5 * error);
        let verdict = if lower > most.share {
            Verdict::Holds
        } else if upper < most.share {
            Verdict::Violated
        } else {
            Verdict::Unresolved
        };
        Self { share: most.share, draws: most.draws, tried, held, violated, lower, upper, verdict }
    }
}

/// The worst verdict on each of this many problems, from those on their cells.
pub(super) fn by_problem(cells: impl Iterator<Item = (usize, Verdict)>, problems: u64) -> Vec<Verdict> {
    let mut verdicts = vec![Verdict::NotApplicable; problems as usize];
    for (problem, verdict) in cells {
        verdicts[problem] = verdicts[problem].max(verdict);
    }
    verdicts
}

/// The lower limit of Clopper and Pearson (1934) for a probability, from this many successes. It misses with probability at most `error`.
fn clopper_pearson_lower(successes: u64, trials: u64, error: f64) -> f64 {
    if successes == 0 {
        return 0.0;
    }
    let beta = Beta::new(successes as f64, (trials - successes + 1) as f64);
    beta.map_or(0.0, |beta| beta.inverse_cdf(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All of n succeed: the limit p solves pⁿ = error.
    #[test]
    fn the_limit_of_successes_only_is_a_root_of_the_error() {
        let limit = clopper_pearson_lower(100, 100, 0.05);
        assert!((limit - 0.05f64.powf(0.01)).abs() < 1e-6, "{limit}");
        assert_eq!(clopper_pearson_lower(0, 10, 0.05), 0.0);
        // One of n: 1 − (1 − p)ⁿ = error.
        let one = clopper_pearson_lower(1, 10, 0.05);
        assert!((one - (1.0 - 0.95f64.powf(0.1))).abs() < 1e-6, "{one}");
    }

    /// All of 100 hold: the lower limit is (error/2)^(1/100), 0.927 for an error of 0.001. What is neither held nor violated counts against both.
    #[test]
    fn a_share_is_judged_by_its_limits() {
        let of = |held: usize, violated: usize, share: f64| {
            let mut verdicts = vec![Verdict::Unresolved; 100];
            verdicts[..held].fill(Verdict::Tight);
            verdicts[100 - violated..].fill(Verdict::Violated);
            MostOutcome::of(&MostSpec { share, draws: 100 }, &verdicts, 130, 1e-3)
        };
        let all = of(100, 0, 0.92);
        assert_eq!((all.verdict, all.held, all.violated, all.tried), (Verdict::Holds, 100, 0, 130));
        assert!((all.lower - 5e-4f64.powf(0.01)).abs() < 1e-6 && all.upper == 1.0, "{all:?}");
        assert_eq!(of(100, 0, 0.93).verdict, Verdict::Unresolved);
        assert_eq!(of(90, 0, 0.92).verdict, Verdict::Unresolved);
        assert_eq!((of(0, 100, 0.08).verdict, of(0, 100, 0.07).verdict), (Verdict::Violated, Verdict::Unresolved));
    }

    #[test]
    fn a_problem_has_the_verdict_of_its_worst_cell() {
        let cells = [(0, Verdict::Holds), (2, Verdict::Tight), (0, Verdict::Violated), (2, Verdict::Holds)];
        let found = by_problem(cells.into_iter(), 3);
        assert_eq!(found, [Verdict::Violated, Verdict::NotApplicable, Verdict::Tight]);
    }
}
