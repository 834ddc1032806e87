//! Averages of exponentials over few independent coordinates, by tensor rules.

use super::{Exponent, Pair};
use crate::numeric::{Kernel, LANES, LogSum, exp, vectorised};

/// log Σ w exp h(Σ δⱼzⱼ, Σ rⱼzⱼ) over all choices of a node z, with the product of its weights, for each pair (δⱼ, rⱼ).
///
/// The rule is (node, weight) and is symmetric about 0.
pub(super) fn log_tensor_mean(rule: &[(f64, f64)], pairs: &[Pair], exponent: Exponent) -> f64 {
    // h is even, and so is the rule: one sign of the first coordinate is enough.
    let positive: Vec<(f64, f64)> =
        rule.iter().filter(|(z, _)| *z > 0.0).map(|(z, weight)| (*z, 2.0 * weight)).collect();
    let (half, whole) = (Nodes::new(&positive), Nodes::new(rule));
    let mut sum = LogSum::default();
    Tensor { first: &half, others: &whole, exponent }.add(&mut sum, pairs, (0.0, 0.0), 1.0);
    sum.logarithm()
}

/// A rule for one coordinate, filled up to whole vectors by nodes of its own with weight 0.
struct Nodes {
    nodes: Vec<[f64; LANES]>,
    weights: Vec<[f64; LANES]>,
    count: usize,
}

impl Nodes {
    fn new(rule: &[(f64, f64)]) -> Self {
        let nodes = |chunk: &[(f64, f64)]| std::array::from_fn(|lane| chunk.get(lane).unwrap_or(&chunk[0]).0);
        let weights =
            |chunk: &[(f64, f64)]| std::array::from_fn(|lane| chunk.get(lane).map_or(0.0, |(_, weight)| *weight));
        let chunks = || rule.chunks(LANES);
        Self { nodes: chunks().map(nodes).collect(), weights: chunks().map(weights).collect(), count: rule.len() }
    }

    fn iter(&self) -> impl Iterator<Item = (f64, f64)> {
        let pairs = self.nodes.as_flattened().iter().zip(self.weights.as_flattened());
        pairs.take(self.count).map(|(node, weight)| (*node, *weight))
    }
}

/// The rules of the first coordinate and of all others.
struct Tensor<'a> {
    first: &'a Nodes,
    others: &'a Nodes,
    exponent: Exponent,
}

impl Tensor<'_> {
    /// Adds the terms of all nodes of the coordinates in `pairs`, given the forms Σ δⱼzⱼ and Σ rⱼzⱼ and the weight so far.
    fn add(&self, sum: &mut LogSum, pairs: &[Pair], forms: (f64, f64), weight: f64) {
        match pairs {
            [] => sum.add(weight, self.exponent.at(forms.0, forms.1)),
            [pair] => {
                let row = Row { nodes: self.first, pair: *pair, forms, exponent: self.exponent };
                let (greatest, scaled) = vectorised(row);
                sum.add(weight * scaled, greatest);
            }
            [(delta, r), rest @ ..] => {
                let inner = Tensor { first: self.others, ..*self };
                for (node, node_weight) in self.first.iter() {
                    let forms = (forms.0 + delta * node, forms.1 + r * node);
                    inner.add(sum, rest, forms, weight * node_weight);
                }
            }
        }
    }
}

/// The terms of all nodes of one coordinate, given the others.
struct Row<'a> {
    nodes: &'a Nodes,
    pair: Pair,
    forms: (f64, f64),
    exponent: Exponent,
}

impl Kernel for Row<'_> {
    /// The greatest exponent, and the sum of the terms as a multiple of its exponential.
    type Output = (f64, f64);

    #[inline(always)]
    fn call(self) -> (f64, f64) {
        let ((delta, r), (delta_form, r_form)) = (self.pair, self.forms);
        let at = |node: f64| self.exponent.at(delta_form + delta * node, r_form + r * node);
        let mut greatest = [f64::NEG_INFINITY; LANES];
        for nodes in &self.nodes.nodes {
            for (greatest, node) in greatest.iter_mut().zip(nodes) {
                *greatest = greatest.max(at(*node));
            }
        }
        let greatest = greatest.into_iter().fold(f64::NEG_INFINITY, f64::max);
        if !greatest.is_finite() {
            return (greatest, 1.0);
        }
        let mut sums = [0.0; LANES];
        for (nodes, weights) in self.nodes.nodes.iter().zip(&self.nodes.weights) {
            for ((sum, node), weight) in sums.iter_mut().zip(nodes).zip(weights) {
                *sum += weight * exp(at(*node) - greatest);
            }
        }
        (greatest, sums.iter().sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// exp(−1000·s²) for s = ±1 and s = ±1 ± ½, far below what a node at 0 would give.
    #[test]
    fn what_fills_a_vector_up_has_no_say() {
        let signs = [(-1.0, 0.5), (1.0, 0.5)];
        let falling = Exponent { slope: 0.0, curvature: -1000.0 };
        assert_eq!(log_tensor_mean(&signs, &[(1.0, 0.0)], falling), -1000.0);
        let two = log_tensor_mean(&signs, &[(1.0, 0.0), (0.5, 0.0)], falling);
        assert!((two - (0.5f64.ln() - 250.0)).abs() < 1e-12, "{two}");
        assert_eq!(log_tensor_mean(&signs, &[], falling), 0.0);
    }
}
