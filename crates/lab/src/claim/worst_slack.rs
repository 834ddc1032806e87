//! The slack at which a bound binds most.

use super::{Comparison, Slack};
use weak_to_strong::evidence::Interval;

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
