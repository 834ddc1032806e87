//! What is proved of a product of linear forms of a prompt.

use nalgebra::DMatrix;

use crate::inference::Range;
use weak_to_strong::evidence::Interval;
use weak_to_strong::sample::PromptCoordinates;

/// What is proved of y = aᵀZ·h, where h = Σ α̂ₖgₖᵀZ is a mean, with weights that are probabilities, of linear forms of the prompt's coordinates Z.
///
/// - y is at most the greatest of the products aᵀZ·gₖᵀZ, which have bounds where prompts are bounded.
/// - For standard normal Z, y is cut off. aᵀZ·gᵀZ = ½t₊A² − ½t₋B² with independent standard normal A and B and t± = |a||g| ± aᵀg, so that
///
/// ```text
/// E(y − c)₊ ≤ Σₖ E(½tₖA² − c)₊ ≤ Σₖ tₖ exp(−c/tₖ),   as P(A² > x) ≤ exp(−x/2)
/// ```
///
/// and likewise on the other side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ProductRange {
    /// y is cut off at these two numbers; they are infinite where nothing is proved.
    least: f64,
    greatest: f64,
    /// The expectations of what is cut off below and above are at most these.
    below: f64,
    above: f64,
}

/// What a cut leaves beyond it is of the order of this share of the scale of the products.
const REMAINDER: f64 = 1e-6;

impl ProductRange {
    /// Takes a, and g₁…g_K as columns. `normal` says whether Z is standard normal.
    pub(super) fn new(coordinates: &PromptCoordinates, normal: bool, a: &[f64], gaps: &DMatrix<f64>) -> Self {
        let side = |sign: f64| {
            let signed: Vec<f64> = a.iter().map(|x| sign * x).collect();
            if normal { normal_cut(&signed, gaps) } else { (bound(coordinates, &signed, gaps), 0.0) }
        };
        let [(greatest, above), (least, below)] = [side(1.0), side(-1.0)];
        Self { least: -least, greatest, below, above }
    }

    /// Returns the observation.
    pub(super) fn cut(&self, product: f64) -> f64 {
        // Comparisons, because minima and maxima would hide NaN.
        if product > self.greatest {
            self.greatest
        } else if product < self.least {
            self.least
        } else {
            product
        }
    }

    /// Returns what is proved of the observations.
    pub(super) fn of_observations(&self) -> Range {
        Range::between(self.least, self.greatest)
    }

    /// Returns bounds on the expectation, with nothing cut off, from bounds on the mean of the observations.
    pub(super) fn interval(&self, mean: Interval) -> Interval {
        Interval { lower: mean.lower - self.below, upper: mean.upper + self.above }
    }
}

fn normal_cut(a: &[f64], gaps: &DMatrix<f64>) -> (f64, f64) {
    let length = |x: &[f64]| x.iter().map(|x| x * x).sum::<f64>().sqrt();
    let scale = |gap: nalgebra::DVectorView<f64>| {
        let inner: f64 = a.iter().zip(&gap).map(|(x, y)| x * y).sum();
        (length(a) * length(gap.as_slice()) + inner).max(0.0)
    };
    let scales: Vec<f64> = gaps.column_iter().map(scale).filter(|scale| *scale > 0.0).collect();
    let largest = gaps.column_iter().map(|gap| length(a) * gap.norm()).fold(0.0, f64::max);
    let logarithm = (2.0 * gaps.ncols() as f64 / REMAINDER).ln();
    // Where a product is never positive, its scale is rounding.
    let cut = logarithm * scales.iter().copied().fold(1e-12 * largest, f64::max);
    (cut, scales.iter().map(|scale| scale * (-cut / scale).exp()).sum())
}

/// The greatest product; rounding of it is added. Infinite where there is none.
fn bound(coordinates: &PromptCoordinates, a: &[f64], gaps: &DMatrix<f64>) -> f64 {
    let greatest = |gap: nalgebra::DVectorView<f64>| coordinates.greatest_product(a, gap.as_slice());
    let scale = gaps.column_iter().map(|gap| gap.norm()).fold(0.0, f64::max) * a.iter().map(|x| x.abs()).sum::<f64>();
    let bounds = gaps.column_iter().map(|gap| greatest(gap).unwrap_or(f64::INFINITY));
    bounds.fold(0.0, f64::max) + 1e-12 * scale
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::dmatrix;
    use rand_distr::{Distribution, StandardNormal};
    use weak_to_strong::model::PromptLaw;
    use weak_to_strong::random::{ContentKey, open_stream};

    /// On the cube (z₁)(z₂) lies in [−1, 1], and z₁·(−z₁) in [−1, 0].
    #[test]
    fn products_on_the_cube_by_hand() {
        let coordinates = PromptCoordinates::all(&PromptLaw::Cube, 2);
        let range = |gaps| ProductRange::new(&coordinates, false, &[1.0, 0.0], &gaps);
        let one = range(dmatrix![0.0; 1.0]);
        assert!((one.least + 1.0).abs() < 1e-11 && (one.greatest - 1.0).abs() < 1e-11, "{one:?}");
        let never_positive = range(dmatrix![0.0, -1.0; 0.0, 0.0]);
        assert!((never_positive.least + 1.0).abs() < 1e-11 && never_positive.greatest < 1e-11, "{never_positive:?}");
        let laplace = PromptCoordinates::all(&PromptLaw::Laplace, 2);
        assert_eq!(ProductRange::new(&laplace, false, &[1.0, 0.0], &dmatrix![0.0; 1.0]).greatest, f64::INFINITY);
    }

    /// −A² is never above 0, and below −c with c = 2·log(2/1e-6) its mean is at most 2·exp(−c/2) = 1e-6. Fixed seed: of 10,000 products of two independent
    /// normal numbers none is cut off, but for a probability of 1e-2·1e-6.
    #[test]
    fn normal_products_are_cut_where_they_are_rare() {
        let coordinates = PromptCoordinates::all(&PromptLaw::Gaussian, 2);
        let range = |gaps| ProductRange::new(&coordinates, true, &[1.0, 0.0], &gaps);
        let square = range(dmatrix![-1.0; 0.0]);
        assert!(square.greatest < 1e-9 && (square.least + 2.0 * 2e6f64.ln()).abs() < 1e-9, "{square:?}");
        assert!((square.below - 1e-6).abs() < 1e-12, "{square:?}");
        let product = range(dmatrix![0.0; 1.0]);
        assert!((product.greatest - 2e6f64.ln()).abs() < 1e-9 && product.least == -product.greatest, "{product:?}");
        let mut stream = open_stream(1, &ContentKey::of("products"), 0);
        for _ in 0..10_000 {
            let [x, y]: [f64; 2] = std::array::from_fn(|_| StandardNormal.sample(&mut stream));
            assert_eq!(product.cut(x * y), x * y);
        }
        assert!(product.cut(f64::NAN).is_nan());
    }
}
