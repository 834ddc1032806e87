//! Gaussian projections.

use nalgebra::DMatrix;

use crate::numeric::{Kernel, LANES, vectorised};
use crate::random::{Stream, WideGenerator};

/// Draws W/√M with independent standard normal entries of W (M × d), or for M ≥ d an upper triangle R/√M (d × d) with RᵀR equal in law to WᵀW.
///
/// W = QR with orthonormal columns of Q has independent entries of R: the i-th on the diagonal (from 0) is a χ with M − i degrees of freedom, those above are
/// standard normal (Bartlett 1933). A linear fit in the features Wx depends on W through WᵀW only.
///
/// # Panics
///
/// If the width or the dimension is 0.
pub fn draw_projection(width: usize, dim: usize, generator: &mut WideGenerator, stream: &mut Stream) -> DMatrix<f64> {
    assert!(width > 0 && dim > 0, "a projection of a prompt");
    let mut projection = DMatrix::zeros(width.min(dim), dim);
    vectorised(Fill { projection: &mut projection, width, generator, stream });
    projection / (width as f64).sqrt()
}

struct Fill<'a> {
    projection: &'a mut DMatrix<f64>,
    width: usize,
    generator: &'a mut WideGenerator,
    stream: &'a mut Stream,
}

impl Kernel for Fill<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let (rows, dim) = self.projection.shape();
        if self.width < dim {
            self.generator.fill_normal(self.projection.as_mut_slice());
            return;
        }
        for (above, column) in self.projection.as_mut_slice().chunks_exact_mut(rows).enumerate() {
            self.generator.fill_normal(&mut column[..above]);
        }
        let degrees: Vec<usize> = (0..dim).map(|above| self.width - above).collect();
        let mut squares = vec![0.0; dim * LANES];
        self.generator.fill_chi_squared(&mut squares, &degrees, self.stream);
        for (above, squares) in squares.chunks_exact(LANES).enumerate() {
            self.projection[(above, above)] = squares[0].sqrt();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{ContentKey, open_stream};

    /// Mean and variance of the entries of WᵀW/M: I, and (1 + δᵢⱼ)/M. Up to a probability of 1e-5 in all, 20,000 draws are wrong by at most 5.5 standard
    /// errors.
    #[test]
    fn products_have_the_moments_of_a_wishart_matrix() {
        const DRAWS: usize = 20_000;
        let error = 5.5 / (DRAWS as f64).sqrt();
        for (width, dim) in [(1, 1), (2, 3), (3, 3), (7, 3)] {
            let mut stream = open_stream(1, &ContentKey::of("projections"), 0);
            let mut generator = WideGenerator::from_stream(&mut stream);
            let (mut sums, mut squares) = (DMatrix::<f64>::zeros(dim, dim), DMatrix::<f64>::zeros(dim, dim));
            for _ in 0..DRAWS {
                let projection = draw_projection(width, dim, &mut generator, &mut stream);
                let product = projection.tr_mul(&projection) - DMatrix::identity(dim, dim);
                squares += product.component_mul(&product);
                sums += product;
            }
            let each = 1.0 / width as f64;
            for (at, (sum, square)) in sums.iter().zip(&squares).enumerate() {
                let variance = if at % (dim + 1) == 0 { 2.0 * each } else { each };
                assert!((sum / DRAWS as f64).abs() <= error * variance.sqrt(), "{width} {dim}: {sums}");
                // The standard deviation of a square is at most 4 variances: √56/2 for M = 1 on the diagonal, √8 beside it, and less for more rows.
                assert!((square / DRAWS as f64 - variance).abs() <= error * 4.0 * variance, "{width} {dim}: {squares}");
            }
        }
    }
}
