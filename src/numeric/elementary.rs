//! Logarithm, exponential, sine and cosine without a branch, so that loops over them become vector instructions.
//!
//! The standard library's versions are calls, one number at a time. These are polynomials of fixed degree; tests hold each against its
//! twin in the standard library.

use std::f64::consts::{FRAC_PI_2, LN_2, LOG2_E};

/// 1.5·2⁵²: a number of absolute value below 2⁵¹ that is added to it is rounded to a whole one, which stands in the low bits.
const TO_WHOLE: f64 = 6_755_399_441_055_744.0;

/// log x for positive normal x, within 2 units in the last place.
///
/// ```text
/// x = 2ᵏ·m with m in [√½, √2),   log m = 2 artanh s = 2s + ⅔s³ + ⅖s⁵ + …,   s = (m − 1)/(m + 1)
/// ```
#[inline(always)]
pub(crate) fn ln(x: f64) -> f64 {
    const SQRT_HALF: u64 = 0x3fe6_a09e_667f_3bcd;
    let exponent = (x.to_bits().wrapping_sub(SQRT_HALF) as i64) >> 52;
    let mantissa = f64::from_bits(x.to_bits().wrapping_sub((exponent as u64) << 52));
    let exponent = f64::from_bits(TO_WHOLE.to_bits().wrapping_add(exponent as u64)) - TO_WHOLE;
    let s = (mantissa - 1.0) / (mantissa + 1.0);
    let square = s * s;
    let mut series = 2.0 / 19.0;
    for degree in [17.0, 15.0, 13.0, 11.0, 9.0, 7.0, 5.0, 3.0] {
        series = square.mul_add(series, 2.0 / degree);
    }
    exponent.mul_add(LN_2, s.mul_add(square * series, 2.0 * s))
}

/// eˣ for x up to 709, within 2 units in the last place; 0 below −708.
///
/// ```text
/// eˣ = 2ᵏ·eʳ,   k = x/log 2 rounded,   |r| ≤ ½ log 2,   eʳ = Σ rⁱ/i!
/// ```
#[inline(always)]
pub fn exp(x: f64) -> f64 {
    // log 2 in two parts; the first has trailing zeros, so that k times it is exact.
    const LN_2_HIGH: f64 = 6.931_471_803_691_238e-1;
    const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;
    let rounded = x.mul_add(LOG2_E, TO_WHOLE);
    let exponent = rounded - TO_WHOLE;
    let rest = exponent.mul_add(-LN_2_LOW, exponent.mul_add(-LN_2_HIGH, x));
    let mut series = 1.0 / 479_001_600.0;
    for factorial in [39_916_800.0, 3_628_800.0, 362_880.0, 40_320.0, 5_040.0, 720.0, 120.0, 24.0, 6.0, 2.0, 1.0, 1.0] {
        series = rest.mul_add(series, 1.0 / factorial);
    }
    let scaled = f64::from_bits(series.to_bits().wrapping_add(rounded.to_bits() << 52));
    if x < -708.0 { 0.0 } else { scaled }
}

/// cos 2πu and sin 2πu for u in [0, 1], within 1e-15.
///
/// ```text
/// 4u = q + 2r/π,   q whole,   |r| ≤ π/4;   a quarter turn swaps the two and changes a sign
/// ```
#[inline(always)]
pub(crate) fn cosine_and_sine_of_turns(u: f64) -> (f64, f64) {
    let rounded = 4.0f64.mul_add(u, TO_WHOLE);
    let r = 4.0f64.mul_add(u, TO_WHOLE - rounded) * FRAC_PI_2;
    let quarter = rounded.to_bits();
    let square = r * r;
    let mut sine = -1.0 / 1_307_674_368_000.0;
    for inverse in [6_227_020_800.0, -39_916_800.0, 362_880.0, -5_040.0, 120.0, -6.0] {
        sine = square.mul_add(sine, 1.0 / inverse);
    }
    let sine = (r * square).mul_add(sine, r).to_bits();
    let mut cosine = 1.0 / 20_922_789_888_000.0;
    for inverse in [-87_178_291_200.0, 479_001_600.0, -3_628_800.0, 40_320.0, -720.0, 24.0, -2.0, 1.0] {
        cosine = square.mul_add(cosine, 1.0 / inverse);
    }
    let cosine = cosine.to_bits();
    let swapped = (sine ^ cosine) & (quarter & 1).wrapping_neg();
    let cosine_sign = (quarter.wrapping_add(1) & 2) << 62;
    let sine_sign = (quarter & 2) << 62;
    (f64::from_bits(cosine ^ swapped ^ cosine_sign), f64::from_bits(sine ^ swapped ^ sine_sign))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::f64::consts::PI;

    fn assert_close(found: f64, expected: f64, units: f64) {
        assert!((found - expected).abs() <= units * f64::EPSILON * expected.abs(), "{found} for {expected}");
    }

    #[test]
    fn values_by_hand() {
        assert_eq!((ln(1.0), exp(0.0)), (0.0, 1.0));
        assert_close(ln(8.0), 3.0 * LN_2, 1.0);
        assert_close(ln(f64::MIN_POSITIVE), -1022.0 * LN_2, 1.0);
        assert_eq!((exp(-1e9), exp(-708.5)), (0.0, 0.0));
        for (u, cosine, sine) in
            [(0.0, 1.0, 0.0), (0.25, 0.0, 1.0), (0.5, -1.0, 0.0), (0.75, 0.0, -1.0), (1.0, 1.0, 0.0)]
        {
            let (c, s) = cosine_and_sine_of_turns(u);
            assert!((c - cosine).abs() < 1e-15 && (s - sine).abs() < 1e-15, "{u}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn logarithms_equal_the_standard_ones(exponent in -300.0..300.0f64, near_one in 0.5..2.0f64) {
            for x in [10f64.powf(exponent), near_one] {
                prop_assert!((ln(x) - x.ln()).abs() <= 2.0 * f64::EPSILON * x.ln().abs(), "{x}");
            }
        }

        #[test]
        fn exponentials_equal_the_standard_ones(x in -708.0..709.0f64, small in -1.0..1.0f64) {
            for x in [x, small] {
                prop_assert!((exp(x) / x.exp() - 1.0).abs() <= 2.0 * f64::EPSILON, "{x}");
            }
        }

        #[test]
        fn sines_and_cosines_equal_the_standard_ones(u in 0.0..=1.0f64) {
            let (cosine, sine) = cosine_and_sine_of_turns(u);
            let (expected_sine, expected_cosine) = (2.0 * PI * u).sin_cos();
            // The argument 2πu of the standard ones is itself rounded, to 1e-15 at most.
            prop_assert!((cosine - expected_cosine).abs() < 2e-15 && (sine - expected_sine).abs() < 2e-15, "{u}");
        }
    }
}
