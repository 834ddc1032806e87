//! The distribution of the random number that a probability or a quantile is about, as it was counted.

use serde::{Deserialize, Serialize};

use super::jobs::Sampled;
use crate::law::Law;
use crate::sentence::Relation;
use crate::statement::{Measurements, Node, Planned, Source};
use weak_to_strong::numeric::{Histogram, json_number};

/// The distribution of a random number over the replicates of a cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Distribution {
    /// What is asked of it.
    #[serde(flatten)]
    pub asked: Asked,
    /// Numbers in increasing order. They are edges of buckets of a relative width of 1/256 at most, in which the replicates are counted.
    pub edges: Vec<f64>,
    /// How many replicates lie below each of them; all do at the last one.
    pub below: Vec<u64>,
}

/// What a sentence asks of a distribution.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Asked {
    /// The probability of the numbers on one side of a threshold.
    Probability {
        /// Whether the numbers above the threshold count.
        above: bool,
        /// The threshold.
        #[serde(with = "json_number")]
        threshold: f64,
    },
    /// The quantile at this share.
    Quantile {
        /// The share.
        share: f64,
    },
}

impl Distribution {
    /// Numbers in increasing order, each with the share of the replicates above it, if the numbers above a threshold count; else with the share below it.
    pub fn curve(&self) -> Vec<(f64, f64)> {
        let all = self.below.last().copied().unwrap_or(0).max(1) as f64;
        let height = |below: u64| match self.asked {
            Asked::Probability { above: true, .. } => 1.0 - below as f64 / all,
            Asked::Probability { above: false, .. } | Asked::Quantile { .. } => below as f64 / all,
        };
        self.edges.iter().zip(&self.below).map(|(edge, below)| (*edge, height(*below))).collect()
    }
}

/// The distribution behind the left side of a statement; `None` if the left side is no probability or quantile.
pub(super) fn distribution_of(sampled: &Sampled, stated: &Planned, measured: &Measurements) -> Option<Distribution> {
    let Planned::Compare(compared) = stated else { return None };
    let Node::Linear(linear) = &compared.left else { return None };
    let [(atom, 1.0)] = linear.weights[..] else { return None };
    let law = match &sampled.plan.atoms.list()[atom].source {
        Source::Law(law) => &law.law,
        Source::Recorded(recorded) => &recorded.law,
        Source::Quantity(..) => return None,
    };
    let asked = match (law, law.threshold()) {
        (Law::Quantile(_, share), _) => Asked::Quantile { share: *share },
        (_, Some(found)) => {
            let above = matches!(found.relation, Relation::AtLeast | Relation::Above);
            Asked::Probability { above, threshold: found.at }
        }
        (_, None) => return None,
    };
    of_counts(asked, measured.histogram(atom)?)
}

/// A number below which a share of the replicates lies that differs less than this from that of the number before it need not be kept.
const FINE: f64 = 1.0 / 200.0;

/// The distribution of counted numbers; `None` if nothing was counted.
fn of_counts(asked: Asked, counts: &Histogram) -> Option<Distribution> {
    let fine = (FINE * counts.count().filter(|count| *count > 0)? as f64) as u64;
    let (mut all, mut below) = (Vec::new(), 0);
    for bucket in counts.buckets() {
        all.push((bucket.least, below));
        below += bucket.count;
        all.push((bucket.greatest, below));
    }
    all.retain(|(edge, _)| edge.is_finite());
    all.dedup();
    let mut kept: Vec<(f64, u64)> = Vec::new();
    for (place, edge) in all.iter().enumerate() {
        let is_near = |count: u64| kept.last().is_some_and(|last| count - last.1 <= fine);
        if all.get(place + 1).is_none_or(|next| !is_near(next.1)) {
            kept.push(*edge);
        }
    }
    let (edges, below) = kept.into_iter().unzip();
    Some(Distribution { asked, edges, below })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEDIAN: Asked = Asked::Quantile { share: 0.5 };

    fn counted(numbers: impl Iterator<Item = f64>) -> Histogram {
        let mut counts = Histogram::default();
        numbers.for_each(|x| counts.push(x));
        counts
    }

    #[test]
    fn a_jump_stays_a_jump() {
        let counts = counted([1.0, 1.0, 1.0, 4.0].into_iter());
        let found = of_counts(MEDIAN, &counts).expect("numbers");
        let width = 1.0 / 256.0;
        assert_eq!(found.curve(), [(1.0, 0.0), (1.0 + width, 0.75), (4.0, 0.75), (4.0 + 4.0 * width, 1.0)]);
        let above = Distribution { asked: Asked::Probability { above: true, threshold: 2.0 }, ..found };
        assert_eq!(above.curve().iter().map(|(_, share)| *share).collect::<Vec<_>>(), [1.0, 0.25, 0.25, 0.0]);
        assert_eq!(of_counts(MEDIAN, &Histogram::default()), None);
    }

    /// The share below x of 100,000 numbers that are evenly spread over (0, 1] is x. A bucket is at most 1/256 wide.
    #[test]
    fn few_points_are_kept_and_they_tell_the_law() {
        let found = of_counts(MEDIAN, &counted((1..=100_000).map(|i| f64::from(i) / 1e5))).expect("numbers");
        assert!(found.edges.len() < 420, "{}", found.edges.len());
        let curve = found.curve();
        assert!(curve.iter().all(|(x, share)| (x - share).abs() < 2e-5 || *x > 1.0), "{curve:?}");
        assert!(curve.windows(2).all(|pair| pair[1].1 - pair[0].1 < 2.0 * FINE && pair[1].0 >= pair[0].0));
    }

    #[test]
    fn what_is_written_is_read_back() {
        for asked in [MEDIAN, Asked::Probability { above: false, threshold: f64::INFINITY }] {
            let found = of_counts(asked, &counted([0.1, 0.3].into_iter())).expect("numbers");
            let text = serde_json::to_string(&found).expect("text");
            assert_eq!(serde_json::from_str::<Distribution>(&text).expect(&text), found);
        }
    }
}
