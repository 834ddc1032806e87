//! Eigenvalues of the Gram matrix of isotropic normal prompts.

use nalgebra::DVector;

use weak_to_strong::kernel::{Kernel, LANES, WideGenerator, vectorised};
use weak_to_strong::random::Stream;
use weak_to_strong::sample::RegressionSampler;

/// Draws the eigenvalues of S = XᵀX/n for n standard normal prompts in d dimensions, for [`LANES`] samples together.
///
/// The eigenvalues of XᵀX that are not 0 by necessity are those of BBᵀ. Here B is lower bidiagonal with r = min(n, d) rows and independent entries: χ with
/// max(n, d) − i degrees of freedom on the diagonal (i = 0, 1, …), and χ with r − 1 − i below it.
#[derive(Clone)]
pub(super) struct Spectrum {
    count: usize,
    dim: usize,
    law: Law,
    /// The eigenvalues of one sample after the other.
    eigenvalues: Vec<f64>,
}

#[derive(Clone)]
enum Law {
    Bidiagonal {
        degrees: Vec<usize>,
        squares: Vec<f64>,
    },
    /// Draws prompt after prompt.
    Direct(Box<RegressionSampler>),
}

impl Spectrum {
    pub(super) fn new(count: usize, dim: usize, direct: bool) -> Self {
        let rank = count.min(dim);
        let law = if direct {
            Law::Direct(Box::new(RegressionSampler::new(&DVector::from_element(dim, 1.0), count as f64).direct()))
        } else {
            let diagonal = (0..rank).map(|i| count.max(dim) - i);
            let degrees: Vec<usize> = diagonal.chain((1..rank).rev()).collect();
            Law::Bidiagonal { squares: vec![0.0; degrees.len() * LANES], degrees }
        };
        Self { count, dim, law, eigenvalues: vec![0.0; rank * LANES] }
    }

    /// r.
    pub(super) fn rank(&self) -> usize {
        self.count.min(self.dim)
    }

    pub(super) fn sampler_name(&self) -> &'static str {
        match &self.law {
            Law::Bidiagonal { .. } => "bidiagonal",
            Law::Direct(sampler) => sampler.name(),
        }
    }

    /// Draws new eigenvalues for all lanes. The generator is made from the stream of the block.
    pub(super) fn draw(&mut self, generator: &mut WideGenerator, stream: &mut Stream) {
        let (rank, count) = (self.rank(), self.count as f64);
        match &mut self.law {
            Law::Bidiagonal { degrees, squares } => {
                vectorised(FillSquares { generator, squares, degrees, stream });
                let (mut diagonal, mut beside) = (vec![0.0; rank], vec![0.0; rank]);
                for (lane, eigenvalues) in self.eigenvalues.chunks_exact_mut(rank).enumerate() {
                    let square = |i: usize| squares[i * LANES + lane] / count;
                    for i in 0..rank {
                        diagonal[i] = square(i) + if i > 0 { square(rank + i - 1) } else { 0.0 };
                        beside[i] = if i + 1 < rank { (square(i) * square(rank + i)).sqrt() } else { 0.0 };
                    }
                    find_eigenvalues(&mut diagonal, &mut beside);
                    eigenvalues.copy_from_slice(&diagonal);
                }
            }
            Law::Direct(sampler) => {
                for eigenvalues in self.eigenvalues.chunks_exact_mut(rank) {
                    let moments = sampler.draw(&DVector::zeros(self.dim), 0.0, stream);
                    let mut all: Vec<f64> = (moments.gram / count).symmetric_eigenvalues().iter().copied().collect();
                    all.sort_by(|a, b| b.total_cmp(a));
                    eigenvalues.copy_from_slice(&all[..rank]);
                }
            }
        }
        // Eigenvalues below 0 are rounded from small ones. The comparison leaves NaN.
        self.eigenvalues.iter_mut().filter(|eigenvalue| **eigenvalue < 0.0).for_each(|eigenvalue| *eigenvalue = 0.0);
    }

    /// The latest eigenvalues of one lane.
    pub(super) fn of_lane(&self, lane: usize) -> &[f64] {
        &self.eigenvalues[lane * self.rank()..][..self.rank()]
    }
}

struct FillSquares<'a> {
    generator: &'a mut WideGenerator,
    squares: &'a mut [f64],
    degrees: &'a [usize],
    stream: &'a mut Stream,
}

impl Kernel for FillSquares<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.generator.fill_chi_squared(self.squares, self.degrees, self.stream);
    }
}

/// Replaces the diagonal of a symmetric tridiagonal matrix by its eigenvalues, in no order. Entry i of `beside` stands beside entries i and i + 1 of the
/// diagonal, and its last one is 0.
///
/// This is the QL method with implicit shifts (Bowdler, Martin, Reinsch and Wilkinson 1968).
fn find_eigenvalues(diagonal: &mut [f64], beside: &mut [f64]) {
    const MOST_STEPS: usize = 60;
    for first in 0..diagonal.len() {
        for _ in 0..MOST_STEPS {
            let is_small = |i: usize| beside[i].abs() <= f64::EPSILON * (diagonal[i].abs() + diagonal[i + 1].abs());
            let last = (first..diagonal.len() - 1).find(|i| is_small(*i)).unwrap_or(diagonal.len() - 1);
            if last == first {
                break;
            }
            chase(diagonal, beside, first, last);
        }
    }
}

/// One step of the QL method on the block from `first` to `last`.
fn chase(diagonal: &mut [f64], beside: &mut [f64], first: usize, last: usize) {
    let slope = (diagonal[first + 1] - diagonal[first]) / (2.0 * beside[first]);
    let root = (slope * slope + 1.0).sqrt().copysign(slope);
    let mut bulge = diagonal[last] - diagonal[first] + beside[first] / (slope + root);
    let (mut sine, mut cosine, mut shift) = (1.0, 1.0, 0.0);
    for i in (first..last).rev() {
        let (turned, kept) = (sine * beside[i], cosine * beside[i]);
        let length = (turned * turned + bulge * bulge).sqrt();
        beside[i + 1] = length;
        if length == 0.0 {
            diagonal[i + 1] -= shift;
            beside[last] = 0.0;
            return;
        }
        (sine, cosine) = (turned / length, bulge / length);
        let rest = diagonal[i + 1] - shift;
        let moved = (diagonal[i] - rest) * sine + 2.0 * cosine * kept;
        shift = sine * moved;
        diagonal[i + 1] = rest + shift;
        bulge = cosine * moved - kept;
    }
    diagonal[first] -= shift;
    beside[first] = bulge;
    beside[last] = 0.0;
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::DMatrix;
    use proptest::prelude::*;
    use weak_to_strong::numeric::JointMoments;
    use weak_to_strong::random::{ContentKey, open_stream};

    proptest! {
        /// Those of the general solver, up to rounding of numbers of order one. Blocks that fall apart are included.
        #[test]
        fn eigenvalues_of_a_tridiagonal_matrix(
            entries in prop::collection::vec((-2.0..2.0f64, prop_oneof![4 => -2.0..2.0f64, 1 => Just(0.0)]), 1..12),
        ) {
            let size = entries.len();
            let (mut diagonal, mut beside): (Vec<f64>, Vec<f64>) = entries.into_iter().unzip();
            beside[size - 1] = 0.0;
            let dense = DMatrix::from_fn(size, size, |i, j| match i.abs_diff(j) {
                0 => diagonal[i],
                1 => beside[i.min(j)],
                _ => 0.0,
            });
            let mut expected: Vec<f64> = dense.symmetric_eigenvalues().iter().copied().collect();
            find_eigenvalues(&mut diagonal, &mut beside);
            expected.sort_by(f64::total_cmp);
            diagonal.sort_by(f64::total_cmp);
            for (found, expected) in diagonal.iter().zip(&expected) {
                prop_assert!((found - expected).abs() < 1e-12, "{found} {expected}");
            }
        }
    }

    /// Both laws have E tr S = d, E tr S² = d(n + d + 1)/n and, for n ≥ d + 2, E tr S⁻¹ = nd/(n − d − 1) (with d and n exchanged and times n/d below
    /// d − 1). Fixed seed, 16,000 samples: five standard errors are exceeded with probability 1e-6 each.
    #[test]
    fn traces_have_their_means() {
        for (count, dim, direct) in
            [(12, 3, false), (3, 12, false), (12, 3, true), (3, 12, true), (1, 1, false), (1, 4, false)]
        {
            let mut stream = open_stream(5, &ContentKey::of("spectrum"), 0);
            let mut generator = WideGenerator::from_stream(&mut stream);
            let mut spectrum = Spectrum::new(count, dim, direct);
            let mut traces = JointMoments::new(3);
            for _ in 0..16_000 / LANES {
                spectrum.draw(&mut generator, &mut stream);
                for lane in 0..LANES {
                    let sum = |power: i32| spectrum.of_lane(lane).iter().map(|x| x.powi(power)).sum::<f64>();
                    traces.push(&[sum(1), sum(2), sum(-1)]);
                }
            }
            let (n, d) = (count as f64, dim as f64);
            let inverse = n * n.min(d) / ((n - d).abs() - 1.0);
            let few = count.abs_diff(dim) < 4;
            for (i, expected) in
                [d, d * (n + d + 1.0) / n, inverse].into_iter().enumerate().take(if few { 2 } else { 3 })
            {
                let standard_error = (traces.covariance(i, i) / 16_000.0).sqrt();
                assert!(
                    (traces.mean()[i] - expected).abs() < 5.0 * standard_error,
                    "{count} {dim} {i}: {}",
                    traces.mean()[i]
                );
            }
        }
    }
}
