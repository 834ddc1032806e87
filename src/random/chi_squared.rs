//! χ² numbers in bulk.

use rand_distr::{ChiSquared, Distribution};

use super::{Stream, WideGenerator};
use crate::numeric::{LANES, ln};

/// Rows that are made together.
const ROWS_AT_ONCE: usize = 16;
const NUMBERS_AT_ONCE: usize = ROWS_AT_ONCE * LANES;

/// Up to so many degrees of freedom a product of uniform numbers is cheapest.
const MOST_OF_A_PRODUCT: usize = 4;

impl WideGenerator {
    /// Fills `numbers` with χ² numbers of `degrees` degrees of freedom. Without degrees of freedom all numbers are 0.
    ///
    /// ```text
    /// χ²_q = −2 log(u₁⋯u_{⌊q/2⌋}) + z² for odd q
    /// ```
    ///
    /// The formula, with uniform uᵢ and normal z, is used for small q. Larger q are drawn as in [`WideGenerator::fill_chi_squared`].
    #[inline(always)]
    pub fn fill_equal_chi_squared(&mut self, numbers: &mut [f64], degrees: usize, stream: &mut Stream) {
        let (batches, rest) = numbers.as_chunks_mut();
        for batch in batches {
            self.fill_some(batch, degrees, stream);
        }
        if !rest.is_empty() {
            let mut batch = [0.0; NUMBERS_AT_ONCE];
            self.fill_some(&mut batch, degrees, stream);
            rest.copy_from_slice(&batch[..rest.len()]);
        }
    }

    #[inline(always)]
    fn fill_some(&mut self, numbers: &mut [f64; NUMBERS_AT_ONCE], degrees: usize, stream: &mut Stream) {
        match degrees {
            0 => numbers.fill(0.0),
            1..=MOST_OF_A_PRODUCT => self.products(numbers, degrees),
            _ => self.accepted(numbers, degrees, stream),
        }
    }

    #[inline(always)]
    fn products(&mut self, numbers: &mut [f64; NUMBERS_AT_ONCE], degrees: usize) {
        if degrees == 1 {
            self.fill_normal(numbers);
            numbers.iter_mut().for_each(|number| *number *= *number);
            return;
        }
        let mut other = [0.0; NUMBERS_AT_ONCE];
        self.fill_uniform(numbers);
        for _ in 1..degrees / 2 {
            self.fill_uniform(&mut other);
            for i in 0..NUMBERS_AT_ONCE {
                numbers[i] *= other[i];
            }
        }
        for number in numbers.iter_mut() {
            *number = -2.0 * ln(*number);
        }
        if degrees % 2 == 1 {
            self.fill_normal(&mut other);
            for i in 0..NUMBERS_AT_ONCE {
                numbers[i] = other[i].mul_add(other[i], numbers[i]);
            }
        }
    }

    #[inline(always)]
    fn accepted(&mut self, numbers: &mut [f64; NUMBERS_AT_ONCE], degrees: usize, stream: &mut Stream) {
        let (shape, slope) = shape_and_slope(degrees);
        let (mut normals, mut uniforms) = ([0.0; NUMBERS_AT_ONCE], [0.0; NUMBERS_AT_ONCE]);
        self.fill_normal(&mut normals);
        self.fill_thresholds(&mut uniforms);
        for i in 0..NUMBERS_AT_ONCE {
            numbers[i] = candidate(normals[i], uniforms[i], shape, slope);
        }
        if any_doubtful(numbers) {
            settle_doubtful(numbers, &normals, &uniforms, degrees, stream);
        }
    }

    /// Fills `numbers` with χ² numbers: one row of [`LANES`] numbers for each entry of `degrees`, with so many degrees of freedom. A row
    /// without degrees of freedom is 0.
    ///
    /// For two or more degrees of freedom the candidate is 2a(1 + z/√(9a))³, with z normal and a = degrees/2 − ⅓. It is accepted with the
    /// probability of Marsaglia and Tsang (2000), that is, nearly always. Otherwise a number of the same law from `stream` replaces it.
    ///
    /// # Panics
    ///
    /// If `numbers` does not have one row for each entry of `degrees`.
    #[inline(always)]
    pub fn fill_chi_squared(&mut self, numbers: &mut [f64], degrees: &[usize], stream: &mut Stream) {
        assert_eq!(numbers.len(), degrees.len() * LANES, "one row for each entry");
        let zeros = [0.0; NUMBERS_AT_ONCE];
        let (mut normals, mut uniforms, mut candidates) = (zeros, zeros, zeros);
        let (mut shapes, mut slopes) = (zeros, zeros);
        for (numbers, degrees) in numbers.chunks_mut(NUMBERS_AT_ONCE).zip(degrees.chunks(ROWS_AT_ONCE)) {
            self.fill_normal(&mut normals);
            self.fill_thresholds(&mut uniforms);
            for (row, &degrees) in degrees.iter().enumerate() {
                let (shape, slope) = shape_and_slope(degrees.max(2));
                shapes[row * LANES..][..LANES].fill(shape);
                slopes[row * LANES..][..LANES].fill(slope);
            }
            for i in 0..NUMBERS_AT_ONCE {
                candidates[i] = candidate(normals[i], uniforms[i], shapes[i], slopes[i]);
            }
            numbers.copy_from_slice(&candidates[..numbers.len()]);
            let doubtful = any_doubtful(&candidates);
            for (row, (numbers, &degrees)) in numbers.chunks_exact_mut(LANES).zip(degrees).enumerate() {
                let these = row * LANES..(row + 1) * LANES;
                match degrees {
                    0 => numbers.fill(0.0),
                    1 => numbers.iter_mut().zip(&normals[these]).for_each(|(x, z)| *x = z * z),
                    _ if doubtful => {
                        settle_doubtful(numbers, &normals[these.clone()], &uniforms[these], degrees, stream);
                    }
                    _ => {}
                }
            }
        }
    }
}

/// a = degrees/2 − ⅓ and s = 1/√(9a).
#[inline(always)]
fn shape_and_slope(degrees: usize) -> (f64, f64) {
    let shape = 0.5 * degrees as f64 - 1.0 / 3.0;
    (shape, 1.0 / (9.0 * shape).sqrt())
}

/// The candidate 2a(1 + sz)³, NaN where it is doubtful whether u lets it pass.
///
/// With x = sz its probability of acceptance is exp(h(x)/s²), where h(x) = ⅓(log(1 + x) − x + x²/2 − x³/3) = −⅓∫₀ˣ t³/(1 + t) dt, so that
///
/// ```text
/// h(x) ≥ −x⁴ / (12 min(1, 1 + x)),   and u < 1 − x⁴ / (12 s² min(1, 1 + x)) passes without a logarithm
/// ```
///
/// as log u ≤ u − 1. What is left is a share s²/4 or so.
#[inline(always)]
fn candidate(z: f64, u: f64, shape: f64, slope: f64) -> f64 {
    let x = slope * z;
    let root = 1.0 + x;
    let passes = (1.0 - u) * root.min(1.0) > (slope * slope / 12.0) * (z * z) * (z * z);
    if passes { 2.0 * shape * (root * root * root) } else { f64::NAN }
}

/// Whether one of them is NaN; a sum in lanes is.
#[inline(always)]
fn any_doubtful(candidates: &[f64; NUMBERS_AT_ONCE]) -> bool {
    let mut sums = [0.0; LANES];
    for lanes in candidates.chunks_exact(LANES) {
        for i in 0..LANES {
            sums[i] += lanes[i];
        }
    }
    sums.iter().any(|sum| sum.is_nan())
}

/// Decides on doubtful candidates, and replaces each that is rejected by a number of the same law.
#[inline(always)]
fn settle_doubtful(numbers: &mut [f64], normals: &[f64], uniforms: &[f64], degrees: usize, stream: &mut Stream) {
    let (shape, slope) = shape_and_slope(degrees);
    for ((number, z), u) in numbers.iter_mut().zip(normals).zip(uniforms).filter(|((number, _), _)| number.is_nan()) {
        let root = 1.0 + slope * z;
        let cube = root * root * root;
        let accepted = root > 0.0 && u.ln() < 0.5 * z * z + shape * (1.0 - cube + cube.ln());
        // Positive degrees of freedom are always accepted by the library.
        let mut replacement = || ChiSquared::new(degrees as f64).map_or(0.0, |law| law.sample(stream));
        *number = if accepted { 2.0 * shape * cube } else { replacement() };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{ContentKey, open_stream};
    use statrs::distribution::{ChiSquared as Law, ContinuousCDF};

    const DEGREES: [usize; 9] = [1, 2, 3, 5, 16, 31, 100, 0, 100_000];

    #[test]
    fn numbers_have_their_law() {
        let degrees = DEGREES;
        let mut stream = open_stream(6, &ContentKey::of("chi"), 0);
        let mut wide = WideGenerator::from_stream(&mut stream);
        let mut columns = vec![Vec::new(); degrees.len()];
        let mut numbers = vec![0.0; degrees.len() * LANES];
        for _ in 0..30_000 {
            wide.fill_chi_squared(&mut numbers, &degrees, &mut stream);
            columns.iter_mut().zip(numbers.chunks_exact(LANES)).for_each(|(column, row)| column.extend_from_slice(row));
        }
        assert_laws(&mut columns);
    }

    #[test]
    fn numbers_of_one_law_have_it() {
        let mut stream = open_stream(6, &ContentKey::of("equal chi"), 0);
        let mut wide = WideGenerator::from_stream(&mut stream);
        let mut columns = DEGREES.map(|_| vec![0.0; 240_000]);
        for (column, degrees) in columns.iter_mut().zip(DEGREES) {
            wide.fill_equal_chi_squared(column, degrees, &mut stream);
        }
        assert_laws(&mut columns);
    }

    /// Fixed seeds. 240,000 numbers for each law; the distance 0.0055 is exceeded with probability 1e-6 (Dvoretzky, Kiefer and
    /// Wolfowitz). The law with 2 % more degrees of freedom must be found.
    fn assert_laws(columns: &mut [Vec<f64>]) {
        for (column, degrees) in columns.iter_mut().zip(DEGREES) {
            if degrees == 0 {
                assert!(column.iter().all(|x| *x == 0.0));
                continue;
            }
            let distance = |column: &[f64], degrees: f64| {
                let law = Law::new(degrees).expect("degrees of freedom");
                let count = column.len() as f64;
                column
                    .iter()
                    .enumerate()
                    .map(|(i, x)| (law.cdf(*x) - (i as f64 + 0.5) / count).abs())
                    .fold(0.0, f64::max)
            };
            column.sort_by(f64::total_cmp);
            assert!(distance(column, degrees as f64) < 0.0055, "{degrees}");
            assert!(distance(column, 1.02 * degrees as f64) > 0.0055, "{degrees}");
        }
    }
}
