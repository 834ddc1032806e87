//! What is enclosed by an interval of its own: linear forms of what is measured, and fits. Each takes an equal part of the error probability.

use std::collections::HashMap;
use std::sync::Arc;

use super::node::{AtomId, FittedCurve, Linear, Node};

/// The intervals that a claim needs, each once.
#[derive(Clone, Debug, Default)]
pub struct Forms {
    linear: Vec<Vec<(AtomId, f64)>>,
    places: HashMap<Vec<(AtomId, u64)>, usize>,
    fits: Vec<Arc<FittedCurve>>,
    fit_places: HashMap<String, usize>,
}

impl Forms {
    /// Takes in the intervals that a number needs.
    pub fn admit(&mut self, node: &Node) {
        match node {
            Node::Known(_) | Node::NoValue(_) => {}
            Node::Linear(linear) => self.admit_linear(linear),
            Node::Ratio(numerator, denominator) => {
                self.admit_linear(numerator);
                self.admit_linear(denominator);
            }
            Node::Arithmetic(_, left, right) => {
                self.admit(left);
                self.admit(right);
            }
            Node::Apply(_, arguments) => arguments.iter().for_each(|argument| self.admit(argument)),
            Node::Found(curve) => curve.values.iter().chain(&curve.contrasts).for_each(|node| self.admit(node)),
            Node::Fitted(curve) => {
                curve.values.iter().for_each(|node| self.admit(node));
                self.admit_fit(curve);
            }
        }
    }

    fn admit_linear(&mut self, linear: &Linear) {
        if linear.weights.is_empty() {
            return;
        }
        let (weights, _) = linear.normalised();
        let next = self.linear.len();
        if *self.places.entry(key(&weights)).or_insert(next) == next {
            self.linear.push(weights);
        }
    }

    fn admit_fit(&mut self, curve: &Arc<FittedCurve>) {
        let next = self.fits.len();
        if *self.fit_places.entry(fit_key(curve)).or_insert(next) == next {
            self.fits.push(curve.clone());
        }
    }

    /// How many intervals there are.
    pub fn count(&self) -> usize {
        self.linear.len() + self.fits.len()
    }

    /// The linear forms, each with a first coefficient of 1 and no constant.
    pub fn linear(&self) -> &[Vec<(AtomId, f64)>] {
        &self.linear
    }

    /// The fits.
    pub fn fits(&self) -> &[Arc<FittedCurve>] {
        &self.fits
    }

    /// The place of a normalised linear form.
    pub fn place(&self, weights: &[(AtomId, f64)]) -> Option<usize> {
        self.places.get(&key(weights)).copied()
    }

    /// The place of a fit.
    pub fn fit_place(&self, curve: &FittedCurve) -> Option<usize> {
        self.fit_places.get(&fit_key(curve)).copied()
    }
}

fn key(weights: &[(AtomId, f64)]) -> Vec<(AtomId, u64)> {
    weights.iter().map(|(atom, weight)| (*atom, weight.to_bits())).collect()
}

/// Everything that a fit depends on. The shortest text of a number is exact.
fn fit_key(curve: &FittedCurve) -> String {
    let FittedCurve { functional, places: _, at, values, parameters, resolution } = curve;
    format!("{} {at:?} {values:?} {parameters:?} {resolution:?}", functional.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn multiples_and_shifts_of_a_form_share_an_interval() {
        let mut forms = Forms::default();
        let difference = Linear::atom(0).plus(-0.5, &Linear::atom(1));
        for linear in [difference.clone(), difference.times(-2.0), difference.plus(3.0, &Linear::known(1.0))] {
            forms.admit(&Node::Linear(linear));
        }
        assert_eq!((forms.count(), forms.linear()[0].clone()), (1, vec![(0, 1.0), (1, -0.5)]));
        forms.admit(&Node::Linear(Linear::atom(1)));
        assert_eq!((forms.count(), forms.place(&[(1, 1.0)])), (2, Some(1)));
    }
}
