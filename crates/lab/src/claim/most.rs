//! Statements about most problems of a domain.

use serde::{Deserialize, Serialize};
use statrs::distribution::{Beta, ContinuousCDF};
use weak_to_strong::numeric::json_number;

use super::assess::JudgedCell;
use super::{MostSpec, Verdict};

/// How many problems a statement holds for, and how large a share of all it holds for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MostOutcome {
    /// The share that is stated.
    pub share: f64,
    /// The problems that were drawn.
    pub draws: u64,
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

/// The verdict from the problems for which a statement holds, and those for which it is violated. The share has this error probability.
pub(super) fn most_outcome(most: &MostSpec, judged: &[JudgedCell], error: f64) -> MostOutcome {
    let mut verdicts = vec![Verdict::NotApplicable; most.draws as usize];
    for one in judged {
        let worst = &mut verdicts[one.cell.draw];
        *worst = (*worst).max(one.found.judgement.verdict);
    }
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
    MostOutcome { share: most.share, draws: most.draws, held, violated, lower, upper, verdict }
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
}
