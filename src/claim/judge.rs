//! Verdicts on cells.

use super::{Relation, Slack, Verdict};
use crate::evidence::Interval;

/// What a verdict on one cell is based on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Evidence {
    pub(super) mean: f64,
    pub(super) interval: Interval,
    pub(super) replicates: u64,
}

/// The verdict on `measured relation expected`; `resolution` is absolute.
///
/// | relation | holds | tight | violated |
/// | -------- | ----- | ----- | -------- |
/// | ≥        | lower ≥ expected | expected inside, width ≤ resolution | upper < expected |
/// | ≤        | upper ≤ expected | expected inside, width ≤ resolution | lower > expected |
/// | others   | interval within expected ± resolution | | interval outside expected ± resolution |
pub(super) fn verdict(relation: Relation, evidence: &Evidence, expected: f64, resolution: f64) -> Verdict {
    let Interval { lower, upper } = evidence.interval;
    let (holds, violated) = match relation {
        Relation::AtLeast => (lower >= expected, upper < expected),
        Relation::AtMost => (upper <= expected, lower > expected),
        Relation::Equal | Relation::DecaysAt | Relation::TendsTo => (
            lower >= expected - resolution && upper <= expected + resolution,
            upper < expected - resolution || lower > expected + resolution,
        ),
    };
    let one_sided = matches!(relation, Relation::AtLeast | Relation::AtMost);
    match (holds, violated) {
        (true, _) => Verdict::Holds,
        (_, true) => Verdict::Violated,
        _ if one_sided && upper - lower <= resolution => Verdict::Tight,
        _ => Verdict::Unresolved,
    }
}

/// How many replicates would decide an unresolved cell, if the mean stays where it is.
pub(super) fn replicates_needed(relation: Relation, evidence: &Evidence, expected: f64, resolution: f64) -> u64 {
    let radius = 0.5 * (evidence.interval.upper - evidence.interval.lower);
    let distance = (evidence.mean - expected).abs();
    let enough = match relation {
        Relation::AtLeast | Relation::AtMost => distance.max(0.5 * resolution),
        // The interval must fit inside the band, or leave it.
        _ => (distance - resolution).abs().max(0.01 * resolution),
    };
    let factor = (radius / enough).powi(2);
    // Saturates for an expected value of 0, where nothing is enough.
    (evidence.replicates as f64 * factor.max(1.0)).ceil() as u64
}

/// Measured ÷ expected with its interval; none when the expected value is 0.
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
pub(super) fn worst_slack(relation: Relation, slacks: impl Iterator<Item = Slack>) -> Option<Slack> {
    let badness = |slack: &Slack| match relation {
        Relation::AtLeast => -slack.value,
        Relation::AtMost => slack.value,
        _ => (slack.value - 1.0).abs(),
    };
    slacks.max_by(|a, b| badness(a).total_cmp(&badness(b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(lower: f64, upper: f64) -> Evidence {
        Evidence { mean: 0.5 * (lower + upper), interval: Interval { lower, upper }, replicates: 100 }
    }

    #[test]
    fn verdicts_on_an_inequality() {
        let at_least = |lower, upper| verdict(Relation::AtLeast, &evidence(lower, upper), 1.0, 0.01);
        assert_eq!(at_least(1.0, 1.2), Verdict::Holds);
        assert_eq!(at_least(0.996, 1.004), Verdict::Tight);
        assert_eq!(at_least(0.9, 1.1), Verdict::Unresolved);
        assert_eq!(at_least(0.8, 0.99), Verdict::Violated);
        let at_most = |lower, upper| verdict(Relation::AtMost, &evidence(lower, upper), 1.0, 0.01);
        assert_eq!(at_most(0.9, 1.0), Verdict::Holds);
        assert_eq!(at_most(1.001, 1.2), Verdict::Violated);
    }

    #[test]
    fn verdicts_on_an_equality() {
        let equal = |lower, upper| verdict(Relation::Equal, &evidence(lower, upper), 1.0, 0.1);
        assert_eq!(equal(0.95, 1.05), Verdict::Holds);
        assert_eq!(equal(0.85, 1.05), Verdict::Unresolved);
        assert_eq!(equal(1.11, 1.2), Verdict::Violated);
    }

    #[test]
    fn replicates_needed_scale_with_the_square_of_the_width() {
        // Radius 1/8, distance 1/16: four times as many.
        let needed = replicates_needed(Relation::AtLeast, &evidence(0.9375, 1.1875), 1.0, 0.01);
        assert_eq!(needed, 400);
    }

    #[test]
    fn a_negative_expected_value_keeps_the_ends_in_order() {
        let slack = slack(&evidence(1.0, 2.0), -2.0).expect("not zero");
        assert_eq!((slack.interval.lower, slack.interval.upper), (-1.0, -0.5));
    }
}
