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

/// The means of τ², τ(1 − τ) and (1 − τ)², and the trace in the units of the matrix.
pub(super) type Sums<S> = [[<S as Simd>::f64s; 4]; PENALTIES];

impl<S: Simd> Pivots<'_, S> {
    /// From the last pivot δ of BBᵀ + σI to the first, with δ = a² + w, where a² is the square on the diagonal and c² the one above it:
    ///
    /// ```text
    /// w ← σ + c²·w/δ     v = w − σw′ ← c²(w² + a²v)/δ²
    /// w′ ← 1 + c²a²w′/δ²     v′ ← c²a²(2σw′²/δ + v′)/δ²
    /// ```
    ///
    /// The right sides belong to the row below. Each row adds ((a² + v)w′ − v′δ)/δ² to the trace of M(M + σI)⁻², M = BBᵀ.
    #[inline(always)]
    pub(super) fn bidiagonal(&self, part: usize, shifts: [S::f64s; PENALTIES]) -> Sums<S> {
        let simd = self.simd;
        let (zero, one) = (simd.splat_f64s(0.0), simd.splat_f64s(1.0));
        let last = self.beside[(self.size - 1) * vectors::<S>() + part];
        let mut sums = [[zero; 4]; PENALTIES];
        let mut w = shifts.map(|shift| simd.add_f64s(shift, last));
        let mut w_slope = [one; PENALTIES];
        let (mut v, mut v_slope) = ([last; PENALTIES], [zero; PENALTIES]);
        for i in (0..self.size).rev() {
            let place = i * vectors::<S>() + part;
            let square = self.diagonal[place];
            let above = if i == 0 { zero } else { self.beside[place - vectors::<S>()] };
            for p in 0..PENALTIES {
                let inverse = simd.div_f64s(one, simd.add_f64s(square, w[p]));
                let (x, y) = (simd.mul_f64s(square, inverse), simd.mul_f64s(w[p], inverse));
                let (q, slope) = (simd.mul_f64s(v[p], inverse), simd.mul_f64s(w_slope[p], inverse));
                let sum = simd.add_f64s(x, q);
                let noise = simd.mul_add_f64s(sum, slope, sums[p][3]);
                let noise = simd.negate_mul_add_f64s(v_slope[p], inverse, noise);
                let left = simd.mul_add_f64s(x, q, simd.mul_f64s(y, y));
                // Of the first row only; the others are overwritten.
                sums[p] = [simd.mul_f64s(x, sum), simd.mul_f64s(x, simd.sub_f64s(y, q)), left, noise];
                let step = simd.mul_f64s(above, simd.mul_f64s(inverse, x));
                let twice = simd.mul_f64s(simd.add_f64s(shifts[p], shifts[p]), inverse);
                let bend = simd.mul_add_f64s(twice, simd.mul_f64s(w_slope[p], w_slope[p]), v_slope[p]);
                w[p] = simd.mul_add_f64s(above, y, shifts[p]);
                v[p] = simd.mul_f64s(above, left);
                w_slope[p] = simd.mul_add_f64s(step, w_slope[p], one);
                v_slope[p] = simd.mul_f64s(step, bend);
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
    /// The right sides belong to the row below. Each row adds (νδ′ − ν′δ)/δ² to the trace of T(T + ηI)⁻².
    #[inline(always)]
    pub(super) fn tridiagonal(&self, part: usize, shifts: [S::f64s; PENALTIES], mass: Option<S::f64s>) -> Sums<S> {
        let simd = self.simd;
        let (zero, one) = (simd.splat_f64s(0.0), simd.splat_f64s(1.0));
        let last = self.diagonal[(self.size - 1) * vectors::<S>() + part];
        let mut sums = [[zero; 4]; PENALTIES];
        let (mut epsilon, mut nu) = ([last; PENALTIES], [last; PENALTIES]);
        let (mut slope, mut nu_slope) = ([one; PENALTIES], [zero; PENALTIES]);
        for i in (0..self.size).rev() {
            let place = i * vectors::<S>() + part;
            let (beside, above) = if i == 0 {
                (zero, zero)
            } else {
                (self.beside[place - vectors::<S>()], self.diagonal[place - vectors::<S>()])
            };
            for p in 0..PENALTIES {
                let pivot = simd.add_f64s(epsilon[p], shifts[p]);
                let inverse = simd.div_f64s(one, pivot);
                let (x, y) = (simd.mul_f64s(epsilon[p], inverse), simd.mul_f64s(shifts[p], inverse));
                let (q, steep) = (simd.mul_f64s(nu[p], inverse), simd.mul_f64s(slope[p], inverse));
                let noise = simd.mul_add_f64s(q, steep, sums[p][3]);
                let noise = simd.negate_mul_add_f64s(nu_slope[p], inverse, noise);
                sums[p][3] = noise;
                if i == 0 {
                    let [taken, mixed, left] = match mass {
                        // With θ = δ′ − 1: (ε² + η²θ)/δ², ην/δ² and η²(1 + θ)/δ².
                        None => {
                            let square = simd.mul_f64s(y, y);
                            let further = simd.sub_f64s(slope[p], one);
                            let taken = simd.mul_add_f64s(square, further, simd.mul_f64s(x, x));
                            [taken, simd.mul_f64s(y, q), simd.mul_f64s(square, slope[p])]
                        }
                        // The mass times ν/δ² and ηδ′/δ²; the rest is left.
                        Some(mass) => {
                            let taken = simd.mul_f64s(simd.mul_f64s(mass, inverse), q);
                            let mixed = simd.mul_f64s(simd.mul_f64s(mass, y), steep);
                            let left = simd.sub_f64s(one, simd.add_f64s(taken, simd.add_f64s(mixed, mixed)));
                            [taken, mixed, simd.max_f64s(left, zero)]
                        }
                    };
                    sums[p] = [taken, mixed, left, noise];
                }
                let ratio = simd.mul_f64s(beside, inverse);
                let ratio = simd.mul_f64s(ratio, ratio);
                let bend = simd.mul_f64s(simd.add_f64s(y, y), simd.mul_f64s(slope[p], slope[p]));
                epsilon[p] = simd.negate_mul_add_f64s(simd.mul_f64s(beside, beside), inverse, above);
                let twice = simd.sub_f64s(simd.add_f64s(pivot, pivot), nu[p]);
                nu[p] = simd.negate_mul_add_f64s(ratio, twice, above);
                slope[p] = simd.mul_add_f64s(ratio, slope[p], one);
                nu_slope[p] = simd.mul_f64s(ratio, simd.add_f64s(nu_slope[p], bend));
            }
        }
        sums
    }
}
