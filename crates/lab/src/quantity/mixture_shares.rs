//! Linear functions of the probabilities of concepts, observed as shares of their ranges.

use nalgebra::DMatrix;

use weak_to_strong::evidence::Interval;
use weak_to_strong::kernel::{Kernel, vectorised};
use weak_to_strong::sample::GROUP;

/// Linear functions of probabilities α₁…α_K. Each is observed as a share of its range over all probabilities, so it lies in [0, 1].
#[derive(Clone, Debug)]
pub(super) struct MixtureShares {
    /// The least value of each function, and the difference of its greatest and least value.
    least: Vec<f64>,
    width: Vec<f64>,
    /// The share of each function (row) if a concept (column) is certain.
    shares: DMatrix<f64>,
}

impl MixtureShares {
    /// Takes the value of each function (row) if a concept (column) is certain.
    pub(super) fn new(values: &DMatrix<f64>) -> Self {
        let least: Vec<f64> = values.row_iter().map(|row| row.min()).collect();
        let width: Vec<f64> = values.row_iter().zip(&least).map(|(row, least)| row.max() - least).collect();
        let share = |row: usize, concept: usize| match width[row] {
            0.0 => 0.0,
            width => ((values[(row, concept)] - least[row]) / width).min(1.0),
        };
        let shares = DMatrix::from_fn(values.nrows(), values.ncols(), share);
        Self { least, width, shares }
    }

    /// Returns the number of functions.
    pub(super) fn count(&self) -> usize {
        self.least.len()
    }

    /// Returns the value of a function from its share.
    pub(super) fn value(&self, function: usize, share: f64) -> f64 {
        self.width[function].mul_add(share, self.least[function])
    }

    /// Returns the difference between the greatest and the least value of a function.
    pub(super) fn width(&self, function: usize) -> f64 {
        self.width[function]
    }

    /// Returns the values of a function from an interval for its share.
    pub(super) fn interval(&self, function: usize, shares: Interval) -> Interval {
        let end = |share: f64| self.value(function, share);
        Interval { lower: end(shares.lower), upper: end(shares.upper) }
    }

    /// Writes the shares of all functions at these probabilities.
    pub(super) fn write(&self, probabilities: &[f64], shares: &mut [f64]) {
        for (row, share) in self.shares.row_iter().zip(shares) {
            *share = at_most_one(row.iter().zip(probabilities).map(|(share, probability)| share * probability).sum());
        }
    }

    /// Writes the shares of a group of replicates: αₖ of replicate l is at k·GROUP + l of `probabilities`, and the observations, of this `width`,
    /// follow each other. The first share goes to the coordinate `first`.
    pub(super) fn write_group(&self, probabilities: &[f64], observations: &mut [f64], width: usize, first: usize) {
        let mut own = [0.0; GROUP];
        for (function, row) in self.shares.row_iter().enumerate() {
            vectorised(SharesOfGroup { row: row.iter().copied(), probabilities, own: &mut own });
            let places = observations.iter_mut().skip(first + function).step_by(width);
            places.zip(own).for_each(|(place, share)| *place = share);
        }
    }
}

struct SharesOfGroup<'a, R> {
    row: R,
    probabilities: &'a [f64],
    own: &'a mut [f64; GROUP],
}

impl<R: Iterator<Item = f64>> Kernel for SharesOfGroup<'_, R> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.own.fill(0.0);
        for (weight, probabilities) in self.row.zip(self.probabilities.chunks_exact(GROUP)) {
            for (own, probability) in self.own.iter_mut().zip(probabilities) {
                *own = weight.mul_add(*probability, *own);
            }
        }
        self.own.iter_mut().for_each(|own| *own = at_most_one(*own));
    }
}

/// A mean of shares exceeds 1 only by rounding. This is a comparison, because a minimum would hide NaN.
#[inline(always)]
fn at_most_one(share: f64) -> f64 {
    if share > 1.0 { 1.0 } else { share }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::dmatrix;

    /// Functions with the values (−1, 3, 1) and (2, 2, 2) at (½, ¼, ¼): ½·0 + ¼·1 + ¼·½ of the range [−1, 3], and a constant.
    #[test]
    fn shares_by_hand() {
        let shares = MixtureShares::new(&dmatrix![-1.0, 3.0, 1.0; 2.0, 2.0, 2.0]);
        let mut found = [f64::NAN; 2];
        shares.write(&[0.5, 0.25, 0.25], &mut found);
        assert_eq!((shares.count(), found), (2, [0.375, 0.0]));
        assert_eq!((shares.value(0, 0.375), shares.value(1, 0.0)), (0.5, 2.0));
        let interval = shares.interval(0, Interval { lower: 0.25, upper: 1.0 });
        assert_eq!(interval, Interval { lower: 0.0, upper: 3.0 });
        let probabilities: Vec<f64> = [0.5, 0.25, 0.25].iter().flat_map(|p| [*p; GROUP]).collect();
        let mut group = vec![7.0; 3 * GROUP];
        shares.write_group(&probabilities, &mut group, 3, 1);
        assert!(group.chunks_exact(3).all(|observation| observation == [7.0, 0.375, 0.0]));
    }
}
