//! The pivots of shifted bidiagonal and tridiagonal matrices, side by side, with their derivatives in the shift: what ridge regression is expected to
//! do. Source: ours; `docs/theory.md`.

use super::reflection::vectors;
use super::tridiagonal::PENALTIES;
use crate::numeric::Simd;

/// A bidiagonal or tridiagonal matrix in every lane.
pub(super) struct Pivots<'a, S: Simd> {
    pub(super) simd: S,
    /// Number of rows.
    pub(super) size: usize,
    pub(super) diagonal: &'a [S::f64s],
    /// The entries beside the diagonal. Of a bidiagonal matrix both are squares.
    pub(super) beside: &'a [S::f64s],
}

/// Sums over the eigenvalues λ, with τ = λ/(λ + σ).
#[derive(Clone, Copy)]
pub(super) struct Sums<S: Simd> {
    /// Σ τ².
    pub(super) taken: S::f64s,
    /// Σ (1 − τ)².
    pub(super) left: S::f64s,
    /// Σ λ/(λ + σ)².
    pub(super) slope: S::f64s,
}

impl<S: Simd> Sums<S> {
    #[inline(always)]
    fn nothing(simd: S) -> [Self; PENALTIES] {
        let zero = simd.splat_f64s(0.0);
        [Self { taken: zero, left: zero, slope: zero }; PENALTIES]
    }

    /// Adds what one pivot δ contributes. With z = σδ′/δ, `rest` is 1 − z, `steep` δ′/δ, `elasticity` z, and `bend` h = −σδ″/δ:
    ///
    /// ```text
    /// Σ τ = Σ (1 − z)   so that   Σ λ/(λ + σ)² = Σ ((1 − z)δ′/δ − h),   Σ τ² = Σ ((1 − z)² + σh),   Σ (1 − τ)² = Σ (z² + σh)
    /// ```
    #[inline(always)]
    fn add(&mut self, simd: S, rest: S::f64s, steep: S::f64s, elasticity: S::f64s, bend: S::f64s, shift: S::f64s) {
        let further = simd.mul_f64s(shift, bend);
        self.taken = simd.add_f64s(self.taken, simd.mul_add_f64s(rest, rest, further));
        self.left = simd.add_f64s(self.left, simd.mul_add_f64s(elasticity, elasticity, further));
        self.slope = simd.add_f64s(self.slope, simd.sub_f64s(simd.mul_f64s(rest, steep), bend));
    }
}

impl<S: Simd> Pivots<'_, S> {
    /// From the last pivot δ of BBᵀ + σI to the first, with δ = a² + w, where a² is the square on the diagonal and c² the one above it:
    ///
    /// ```text
    /// w ← σ + c²·w/δ         v = w − σw′ ← c²(w² + a²v)/δ²
    /// w′ ← 1 + c²a²w′/δ²     v′ ← c²a²(2σw′²/δ + v′)/δ²
    /// ```
    ///
    /// The right sides belong to the row below. Nothing is subtracted.
    #[inline(always)]
    pub(super) fn bidiagonal(&self, part: usize, shifts: [S::f64s; PENALTIES]) -> [Sums<S>; PENALTIES] {
        let simd = self.simd;
        let (zero, one) = (simd.splat_f64s(0.0), simd.splat_f64s(1.0));
        let mut sums = Sums::nothing(simd);
        let (mut w, mut w_slope) = (shifts, [one; PENALTIES]);
        let (mut v, mut v_slope) = ([zero; PENALTIES], [zero; PENALTIES]);
        for i in (0..self.size).rev() {
            let place = i * vectors::<S>() + part;
            let square = self.diagonal[place];
            let above = if i == 0 { zero } else { self.beside[place - vectors::<S>()] };
            for p in 0..PENALTIES {
                let inverse = simd.div_f64s(one, simd.add_f64s(square, w[p]));
                let (x, y) = (simd.mul_f64s(square, inverse), simd.mul_f64s(w[p], inverse));
                let (q, steep) = (simd.mul_f64s(v[p], inverse), simd.mul_f64s(w_slope[p], inverse));
                let elasticity = simd.mul_f64s(shifts[p], steep);
                sums[p].add(
                    simd,
                    simd.add_f64s(x, q),
                    steep,
                    elasticity,
                    simd.mul_f64s(v_slope[p], inverse),
                    shifts[p],
                );
                let step = simd.mul_f64s(above, simd.mul_f64s(inverse, x));
                let twice = simd.add_f64s(elasticity, elasticity);
                w[p] = simd.mul_add_f64s(above, y, shifts[p]);
                v[p] = simd.mul_f64s(above, simd.mul_add_f64s(x, q, simd.mul_f64s(y, y)));
                v_slope[p] = simd.mul_f64s(step, simd.mul_add_f64s(twice, w_slope[p], v_slope[p]));
                w_slope[p] = simd.mul_add_f64s(step, w_slope[p], one);
            }
        }
        sums
    }

    /// From the last pivot δ of T + ηI to the first, with ε = δ − η and ν = δ − ηδ′, where t is the entry on the diagonal, o the one beside it and
    /// ρ = o²/δ²:
    ///
    /// ```text
    /// ε ← t − ρδ     δ′ ← 1 + ρδ′     ν ← t − ρ(2δ − ν)     ν′ ← ρ(ν′ + 2ηδ′²/δ)
    /// ```
    ///
    /// The right sides belong to the row below.
    #[inline(always)]
    pub(super) fn tridiagonal(&self, part: usize, shifts: [S::f64s; PENALTIES]) -> [Sums<S>; PENALTIES] {
        let simd = self.simd;
        let (zero, one) = (simd.splat_f64s(0.0), simd.splat_f64s(1.0));
        let last = self.diagonal[(self.size - 1) * vectors::<S>() + part];
        let mut sums = Sums::nothing(simd);
        let (mut epsilon, mut nu) = ([last; PENALTIES], [last; PENALTIES]);
        let (mut slope, mut nu_slope) = ([one; PENALTIES], [zero; PENALTIES]);
        for i in (0..self.size).rev() {
            let place = i * vectors::<S>() + part;
            let before = if i == 0 { place } else { place - vectors::<S>() };
            let (beside, above) = (self.beside[before], self.diagonal[before]);
            for p in 0..PENALTIES {
                let pivot = simd.add_f64s(epsilon[p], shifts[p]);
                let inverse = simd.div_f64s(one, pivot);
                let steep = simd.mul_f64s(slope[p], inverse);
                let elasticity = simd.mul_f64s(shifts[p], steep);
                let rest = simd.mul_f64s(nu[p], inverse);
                sums[p].add(simd, rest, steep, elasticity, simd.mul_f64s(nu_slope[p], inverse), shifts[p]);
                let ratio = simd.mul_f64s(beside, inverse);
                let ratio_square = simd.mul_f64s(ratio, ratio);
                let twice = simd.add_f64s(elasticity, elasticity);
                epsilon[p] = simd.negate_mul_add_f64s(ratio, beside, above);
                let double = simd.sub_f64s(simd.add_f64s(pivot, pivot), nu[p]);
                nu[p] = simd.negate_mul_add_f64s(ratio_square, double, above);
                nu_slope[p] = simd.mul_f64s(ratio_square, simd.mul_add_f64s(twice, slope[p], nu_slope[p]));
                slope[p] = simd.mul_add_f64s(ratio_square, slope[p], one);
            }
        }
        sums
    }
}
