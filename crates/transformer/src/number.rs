//! The two kinds of numbers that a network computes with.

use std::fmt::Debug;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub};

use safetensors::Dtype;
use weak_to_strong::kernel::Simd;

/// `f32`, which is twice as fast, or `f64`.
///
/// Only these two implement it.
pub trait Number:
    Vectors
    + Copy
    + Debug
    + Default
    + PartialOrd
    + Send
    + Sync
    + Add<Output = Self>
    + AddAssign
    + Div<Output = Self>
    + Mul<Output = Self>
    + Neg<Output = Self>
    + Sub<Output = Self>
    + 'static
{
    /// 0.
    const ZERO: Self;
    /// 1.
    const ONE: Self;
    /// The name of the kind in a file.
    const DTYPE: Dtype;

    /// The nearest number of this kind.
    fn from_f64(number: f64) -> Self;
    /// The same number in double precision.
    fn to_f64(self) -> f64;
    /// self·factor + term, rounded once.
    fn mul_add(self, factor: Self, term: Self) -> Self;
    /// The square root.
    fn sqrt(self) -> Self;
    /// eˣ for x at most 80, within 2 units in the last place. It is 0 where it would be no normal number.
    fn exp(self) -> Self;
    /// Appends the bytes of the number to a file, the lowest one first.
    fn write(self, bytes: &mut Vec<u8>);
    /// The number of these bytes, of which there must be as many as the kind has.
    fn read(bytes: &[u8]) -> Self;
}

/// Vectors of the processor that hold such numbers.
pub trait Vectors: Sized {
    /// A vector.
    type Vector<S: Simd>: Copy;

    /// Numbers of a vector.
    fn lanes<S: Simd>() -> usize;
    /// A vector with the same number everywhere.
    fn everywhere<S: Simd>(simd: S, number: Self) -> Self::Vector<S>;
    /// factor·other + term, rounded once.
    fn fused<S: Simd>(
        simd: S,
        factor: Self::Vector<S>,
        other: Self::Vector<S>,
        term: Self::Vector<S>,
    ) -> Self::Vector<S>;
    /// Numbers as whole vectors; those left over are not among them.
    fn vectors<S: Simd>(numbers: &[Self]) -> &[Self::Vector<S>];
    /// Numbers as whole vectors, to be changed.
    fn vectors_mut<S: Simd>(numbers: &mut [Self]) -> &mut [Self::Vector<S>];
    /// A vector of fewer numbers, with zeros behind them.
    fn load_some<S: Simd>(simd: S, numbers: &[Self]) -> Self::Vector<S>;
    /// The first numbers of a vector.
    fn store_some<S: Simd>(simd: S, vector: Self::Vector<S>, numbers: &mut [Self]);
}

/// The greater of two numbers.
#[inline(always)]
pub(crate) fn greater<T: Number>(a: T, b: T) -> T {
    if a > b { a } else { b }
}

macro_rules! vectors {
    ($kind:ident, $vector:ident, $lanes:ident, $splat:ident, $fused:ident, $as_vectors:ident, $as_vectors_mut:ident, $load:ident, $store:ident) => {
        impl Vectors for $kind {
            type Vector<S: Simd> = S::$vector;

            #[inline(always)]
            fn lanes<S: Simd>() -> usize {
                S::$lanes
            }

            #[inline(always)]
            fn everywhere<S: Simd>(simd: S, number: Self) -> S::$vector {
                simd.$splat(number)
            }

            #[inline(always)]
            fn fused<S: Simd>(simd: S, factor: S::$vector, other: S::$vector, term: S::$vector) -> S::$vector {
                simd.$fused(factor, other, term)
            }

            #[inline(always)]
            fn vectors<S: Simd>(numbers: &[Self]) -> &[S::$vector] {
                S::$as_vectors(numbers).0
            }

            #[inline(always)]
            fn vectors_mut<S: Simd>(numbers: &mut [Self]) -> &mut [S::$vector] {
                S::$as_vectors_mut(numbers).0
            }

            #[inline(always)]
            fn load_some<S: Simd>(simd: S, numbers: &[Self]) -> S::$vector {
                simd.$load(numbers)
            }

            #[inline(always)]
            fn store_some<S: Simd>(simd: S, vector: S::$vector, numbers: &mut [Self]) {
                simd.$store(numbers, vector);
            }
        }
    };
}

vectors!(
    f32,
    f32s,
    F32_LANES,
    splat_f32s,
    mul_add_f32s,
    as_simd_f32s,
    as_mut_simd_f32s,
    partial_load_f32s,
    partial_store_f32s
);
vectors!(
    f64,
    f64s,
    F64_LANES,
    splat_f64s,
    mul_add_f64s,
    as_simd_f64s,
    as_mut_simd_f64s,
    partial_load_f64s,
    partial_store_f64s
);

macro_rules! number {
    ($kind:ident, $dtype:expr, $exp:path) => {
        impl Number for $kind {
            const ZERO: Self = 0.0;
            const ONE: Self = 1.0;
            const DTYPE: Dtype = $dtype;

            #[inline(always)]
            fn from_f64(number: f64) -> Self {
                number as $kind
            }

            #[inline(always)]
            fn to_f64(self) -> f64 {
                f64::from(self)
            }

            #[inline(always)]
            fn mul_add(self, factor: Self, term: Self) -> Self {
                self.mul_add(factor, term)
            }

            #[inline(always)]
            fn sqrt(self) -> Self {
                self.sqrt()
            }

            #[inline(always)]
            fn exp(self) -> Self {
                $exp(self)
            }

            fn write(self, bytes: &mut Vec<u8>) {
                bytes.extend_from_slice(&self.to_le_bytes());
            }

            fn read(bytes: &[u8]) -> Self {
                let mut own = [0; size_of::<$kind>()];
                own.copy_from_slice(bytes);
                Self::from_le_bytes(own)
            }
        }
    };
}

number!(f32, Dtype::F32, exp_of_single);
number!(f64, Dtype::F64, weak_to_strong::kernel::exp);

/// eˣ as [`weak_to_strong::kernel::exp`] computes it, with fewer terms; 0 below −87.
///
/// ```text
/// eˣ = 2ᵏ·eʳ,   k = x/log 2 rounded,   |r| ≤ ½ log 2,   eʳ = Σ rⁱ/i!
/// ```
#[inline(always)]
fn exp_of_single(x: f32) -> f32 {
    /// 1.5·2²³: a number that is added to it is rounded to a whole one, which stands in the low bits.
    const TO_WHOLE: f32 = 12_582_912.0;
    // log 2 in two parts; the first has trailing zeros, so that k times it is exact.
    const LN_2_HIGH: f32 = 0.693_359_4;
    const LN_2_LOW: f32 = -2.121_944_4e-4;
    let rounded = x.mul_add(std::f32::consts::LOG2_E, TO_WHOLE);
    let exponent = rounded - TO_WHOLE;
    let rest = exponent.mul_add(-LN_2_LOW, exponent.mul_add(-LN_2_HIGH, x));
    let mut series = 1.0 / 5_040.0;
    for factorial in [720.0, 120.0, 24.0, 6.0, 2.0, 1.0, 1.0] {
        series = rest.mul_add(series, 1.0 / factorial);
    }
    let scaled = f32::from_bits(series.to_bits().wrapping_add(rounded.to_bits() << 23));
    if x < -87.0 { 0.0 } else { scaled }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponentials_equal_the_standard_ones() {
        for step in -870..=800 {
            let x = step as f32 / 10.0 + 0.013;
            let expected = f64::from(x).exp();
            assert!((f64::from(exp_of_single(x)) / expected - 1.0).abs() < 2.0 * f64::from(f32::EPSILON), "{x}");
        }
        assert_eq!((exp_of_single(0.0), exp_of_single(-88.0), exp_of_single(f32::NEG_INFINITY)), (1.0, 0.0, 0.0));
        assert_eq!((Number::exp(0.0), Number::exp(f64::NEG_INFINITY)), (1.0, 0.0));
    }

    #[test]
    fn bytes_give_the_number_back() {
        let mut bytes = Vec::new();
        (-0.1f64).write(&mut bytes);
        0.3f32.write(&mut bytes);
        assert_eq!((f64::read(&bytes[..8]), f32::read(&bytes[8..])), (-0.1, 0.3));
    }
}
