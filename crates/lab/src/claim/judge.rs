//! Verdicts on cells.

use super::{Comparison, Relation, Slack, Verdict};
use crate::unit::Unit;
use weak_to_strong::evidence::{Enclosure, Interval, Warrant};

/// The data on which the verdict on one cell is based.
#[derive(Clone, Copy, Debug)]
pub(super) struct Evidence {
    pub(super) mean: f64,
    pub(super) interval: Interval,
    /// Replicates of each cell behind it.
    pub(super) replicates: u64,
}

/// The verdict on `measured relation expected`; `resolution` is absolute.
///
/// | relation | range | holds | tight | violated |
/// | -------- | ----- | ----- | ----- | -------- |
/// | ≥        | from expected on | interval within range | an end of the range inside, width ≤ resolution | interval beside range |
/// | ≤        | up to expected | as above | as above | as above |
/// | own      | as its author defines it | as above | as above | as above |
/// | others   | expected ± resolution | as above | | as above |
pub(super) fn verdict(relation: &Relation, evidence: &Evidence, expected: f64, resolution: f64) -> Verdict {
    let Interval { lower, upper } = evidence.interval;
    let range = relation.range(expected, resolution);
    if lower >= range.lower && upper <= range.upper {
        Verdict::Holds
    } else if upper < range.lower || lower > range.upper {
        Verdict::Violated
    } else if relation.has_stated_ends() && upper - lower <= resolution {
        Verdict::Tight
    } else {
        Verdict::Unresolved
    }
}

/// The weakest warrant of the ends of an interval that decide a verdict; `None` if nothing is decided.
///
/// A verdict that holds needs each end that faces an end of the range; one that is violated needs the end that passed the range; a tight one needs both.
pub(super) fn deciding_warrant(verdict: Verdict, enclosure: &Enclosure, range: Interval) -> Option<Warrant> {
    let (lower, upper) = (enclosure.lower.warrant, enclosure.upper.warrant);
    match verdict {
        Verdict::Holds => {
            let faced_below = (range.lower > f64::NEG_INFINITY).then_some(lower);
            let faced_above = (range.upper < f64::INFINITY).then_some(upper);
            faced_below.max(faced_above)
        }
        Verdict::Violated => Some(if enclosure.upper.at < range.lower { upper } else { lower }),
        Verdict::Tight => Some(lower.max(upper)),
        Verdict::NotApplicable | Verdict::Vacuous | Verdict::Unresolved | Verdict::Undefined => None,
    }
}

/// How many replicates would decide an unresolved cell, if the mean stays where it is.
pub(super) fn replicates_needed(relation: &Relation, evidence: &Evidence, expected: f64, resolution: f64) -> u64 {
    let radius = 0.5 * (evidence.interval.upper - evidence.interval.lower);
    let range = relation.range(expected, resolution);
    // The interval must fit inside the range, or leave it.
    let distance = (evidence.mean - range.lower).abs().min((evidence.mean - range.upper).abs());
    let enough = distance.max(if relation.has_stated_ends() { 0.5 * resolution } else { 0.01 * resolution });
    let factor = (radius / enough).powi(2);
    // Saturates for an expected value of 0, where nothing is enough.
    (evidence.replicates as f64 * factor.max(1.0)).ceil() as u64
}

/// Measured ÷ expected with its interval; `None` if the expected value is 0.
pub(super) fn slack(evidence: &Evidence, expected: f64) -> Option<Slack> {
    if expected == 0.0 {
        return None;
    }
    let ends = [evidence.interval.lower / expected, evidence.interval.upper / expected];
    Some(Slack {
        value: evidence.mean / expected,
        interval: Interval { lower: ends[0].min(ends[1]), upper: ends[0].max(ends[1]) },
    })
}

/// The slack at which the bound binds most.
///
/// That is the least for ≥, the greatest for ≤, and the furthest from 1 for =. For an inequality the interval is that of the extreme slack
/// over all cells. It holds because the cells' intervals hold together.
pub fn worst_slack(comparison: Comparison, slacks: impl Iterator<Item = Slack>) -> Option<Slack> {
    let more_extreme: fn(Slack, Slack) -> Slack = match comparison {
        Comparison::AtLeast => |a, b| by_end(a, b, f64::min),
        Comparison::AtMost => |a, b| by_end(a, b, f64::max),
        Comparison::Equal => |a, b| if (b.value - 1.0).abs() > (a.value - 1.0).abs() { b } else { a },
    };
    slacks.reduce(more_extreme)
}

fn by_end(a: Slack, b: Slack, choose: fn(f64, f64) -> f64) -> Slack {
    let interval = Interval {
        lower: choose(a.interval.lower, b.interval.lower),
        upper: choose(a.interval.upper, b.interval.upper),
    };
    Slack { value: choose(a.value, b.value), interval }
}

/// Whether the relation is true for every possible measured value: only differences can be negative, and no probability exceeds 1.
pub(super) fn is_vacuous(relation: &Relation, unit: Unit, expected: f64) -> bool {
    let least = if unit.can_be_negative() { f64::NEG_INFINITY } else { 0.0 };
    let most = unit.greatest();
    let range = relation.range(expected, 0.0);
    relation.has_stated_ends() && range.lower <= least && range.upper >= most
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::OwnRelation;
    use weak_to_strong::evidence::End;

    fn own(range: fn(f64) -> Interval) -> Relation {
        OwnRelation::new("own", "", range).into()
    }

    fn within_factor_two() -> Relation {
        own(|expected| Interval { lower: 0.5 * expected, upper: 2.0 * expected })
    }

    fn relation(word: &str) -> Relation {
        Relation::by_word(word).expect("known")
    }

    fn evidence(lower: f64, upper: f64) -> Evidence {
        Evidence { mean: 0.5 * (lower + upper), interval: Interval { lower, upper }, replicates: 100 }
    }

    #[test]
    fn verdicts_on_an_inequality() {
        let at_least = |lower, upper| verdict(&relation(">="), &evidence(lower, upper), 1.0, 0.01);
        assert_eq!(at_least(1.0, 1.2), Verdict::Holds);
        assert_eq!(at_least(0.996, 1.004), Verdict::Tight);
        assert_eq!(at_least(0.9, 1.1), Verdict::Unresolved);
        assert_eq!(at_least(0.8, 0.99), Verdict::Violated);
        let at_most = |lower, upper| verdict(&relation("<="), &evidence(lower, upper), 1.0, 0.01);
        assert_eq!(at_most(0.9, 1.0), Verdict::Holds);
        assert_eq!(at_most(1.001, 1.2), Verdict::Violated);
    }

    /// A proved lower end decides ≥ from below and a violated ≤; a tight verdict needs both ends.
    #[test]
    fn a_verdict_has_the_warrant_of_the_ends_that_decided_it() {
        let found =
            Enclosure { lower: End::new(1.0, Warrant::FiniteSample), upper: End::new(1.2, Warrant::Asymptotic) };
        let warrant = |verdict, lower, upper| deciding_warrant(verdict, &found, Interval { lower, upper });
        let (low, high) = (f64::NEG_INFINITY, f64::INFINITY);
        assert_eq!(warrant(Verdict::Holds, 1.0, high), Some(Warrant::FiniteSample));
        assert_eq!(warrant(Verdict::Holds, low, 1.3), Some(Warrant::Asymptotic));
        assert_eq!(warrant(Verdict::Holds, 0.9, 1.3), Some(Warrant::Asymptotic));
        assert_eq!(warrant(Verdict::Violated, low, 0.9), Some(Warrant::FiniteSample));
        assert_eq!(warrant(Verdict::Violated, 1.3, high), Some(Warrant::Asymptotic));
        assert_eq!(warrant(Verdict::Tight, 1.1, high), Some(Warrant::Asymptotic));
        assert_eq!(warrant(Verdict::Unresolved, 1.1, high), None);
    }

    #[test]
    fn verdicts_on_an_equality() {
        let equal = |lower, upper| verdict(&relation("=="), &evidence(lower, upper), 1.0, 0.1);
        assert_eq!(equal(0.95, 1.05), Verdict::Holds);
        assert_eq!(equal(0.85, 1.05), Verdict::Unresolved);
        assert_eq!(equal(1.11, 1.2), Verdict::Violated);
    }

    /// Between 1/2 and 2 where 1 is expected.
    #[test]
    fn verdicts_on_an_own_relation() {
        let own = |lower, upper| verdict(&within_factor_two(), &evidence(lower, upper), 1.0, 0.01);
        assert_eq!((own(0.5, 2.0), own(0.9, 1.1)), (Verdict::Holds, Verdict::Holds));
        assert_eq!((own(0.3, 0.4), own(2.01, 2.1)), (Verdict::Violated, Verdict::Violated));
        assert_eq!((own(0.498, 0.502), own(1.999, 2.003)), (Verdict::Tight, Verdict::Tight));
        assert_eq!(
            (own(0.4, 0.6), own(1.9, 2.1), own(0.1, 9.0)),
            (Verdict::Unresolved, Verdict::Unresolved, Verdict::Unresolved)
        );
    }

    #[test]
    fn the_nearer_end_of_a_range_decides_how_many_replicates_are_needed() {
        // Radius 1/8; 1/16 from the upper end.
        let needed = replicates_needed(&within_factor_two(), &evidence(1.8125, 2.0625), 1.0, 0.01);
        assert_eq!(needed, 400);
    }

    #[test]
    fn replicates_needed_scale_with_the_square_of_the_width() {
        // Radius 1/8, distance 1/16: four times as many.
        let needed = replicates_needed(&relation(">="), &evidence(0.9375, 1.1875), 1.0, 0.01);
        assert_eq!(needed, 400);
    }

    #[test]
    fn extreme_slack_over_cells() {
        let slack = |value: f64, radius: f64| Slack {
            value,
            interval: Interval { lower: value - radius, upper: value + radius },
        };
        let slacks = [slack(1.5, 0.6), slack(1.2, 0.1)];
        let worst = worst_slack(Comparison::AtLeast, slacks.into_iter()).expect("two cells");
        assert_eq!((worst.value, worst.interval.lower, worst.interval.upper), (1.2, 0.9, 1.3));
    }

    #[test]
    fn trivial_bounds_are_vacuous() {
        assert!(is_vacuous(&relation(">="), Unit::MeanSquaredError, 0.0));
        assert!(is_vacuous(&relation("<="), Unit::Probability, 1.0));
        assert!(!is_vacuous(&relation("<="), Unit::MeanSquaredError, 1.0));
        assert!(!is_vacuous(&relation(">="), Unit::PredictionErrorDifference, 0.0));
        let up_to = own(|expected| Interval { lower: 0.0, upper: expected });
        assert!(is_vacuous(&up_to, Unit::Probability, 1.0));
        assert!(!is_vacuous(&up_to, Unit::MeanSquaredError, 1.0));
    }

    #[test]
    fn a_negative_expected_value_keeps_the_ends_in_order() {
        let slack = slack(&evidence(1.0, 2.0), -2.0).expect("not zero");
        assert_eq!((slack.interval.lower, slack.interval.upper), (-1.0, -0.5));
    }
}
