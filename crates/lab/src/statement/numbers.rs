//! Numbers of a statement with their intervals, and what is doubtful about them.

use super::doubt::Doubt;
use super::judgement::Number;
use super::measurements::Measurements;
use super::node::Node;
use weak_to_strong::evidence::{Enclosure, LEAST_REPLICATES, Warrant};

/// A number with its interval.
pub fn number(node: &Node, measured: &Measurements) -> Number {
    match node {
        Node::Known(value) => Number::computed(*value),
        Node::NoValue(_) => Number::none(),
        Node::Linear(_)
        | Node::Ratio(..)
        | Node::Arithmetic(..)
        | Node::Apply(..)
        | Node::Found(_)
        | Node::Fitted(_) => {
            Number { estimate: measured.estimate(node), enclosure: measured.enclosed(node), is_computed: false }
        }
    }
}

/// What is doubtful about the ends of an interval.
pub(super) fn doubt_of_ends(number: &Number, replicates: u64) -> Option<Doubt> {
    let Enclosure { lower, upper } = number.enclosure?;
    let tail = lower.doubt.or(upper.doubt).map(Doubt::from);
    let few = [lower, upper].iter().any(|end| end.warrant >= Warrant::Asymptotic && end.at.is_infinite());
    (few && replicates < LEAST_REPLICATES).then_some(Doubt::FewReplicates).or(tail)
}
