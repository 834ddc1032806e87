//! χ² numbers in bulk.

use rand_distr::{ChiSquared, Distribution};

use super::{Stream, WideGenerator};
use crate::numeric::{LANES, ln};

/// Numbers of one law that are made together.
const RUN: usize = 128;

/// Up to so many degrees of freedom a product of uniform numbers is cheapest.
const MOST_OF_A_PRODUCT: usize = 12;

impl WideGenerator {
    /// χ² numbers of one law, with this many degrees of freedom; 0 for none.
    ///
    /// ```text
    /// χ²_q = −2 log(u₁⋯u_{⌊q/2⌋}) + z² for odd q
    /// ```
    ///
    /// with uniform uᵢ and normal z for small q, and as [`WideGenerator::fill_chi_squared`] makes them for larger ones.
    #[inline(always)]
    pub fn fill_equal_chi_squared(&mut self, numbers: &mut [f64], degrees: usize, stream: &mut Stream) {
        for run in numbers.chunks_mut(RUN) {
            let mut made = [0.0; RUN];
            match degrees {
                0 => {}
                1..=MOST_OF_A_PRODUCT => self.products(&mut made, degrees),
                _ => self.accepted(&mut made, degrees, stream),
            }
            run.copy_from_slice(&made[..run.len()]);
        }
    }

    #[inline(always)]
    fn products(&mut self, numbers: &mut [f64; RUN], degrees: usize) {
        let mut other = [0.0; RUN];
        if degrees > 1 {
            self.fill_uniform(numbers);
            for _ in 1..degrees / 2 {
                self.fill_uniform(&mut other);
                for i in 0..RUN {
                    numbers[i] *= other[i];
                }
            }
            for number in numbers.iter_mut() {
                *number = -2.0 * ln(*number);
            }
        }
        if degrees % 2 == 1 {
            self.fill_normal(&mut other);
            for i in 0..RUN {
                numbers[i] = other[i].mul_add(other[i], numbers[i]);
            }
        }
    }

    #[inline(always)]
    fn accepted(&mut self, numbers: &mut [f64; RUN], degrees: usize, stream: &mut Stream) {
        let a = 0.5 * degrees as f64 - 1.0 / 3.0;
        let slope = 1.0 / (9.0 * a).sqrt();
        let (mut normals, mut excess) = ([0.0; RUN], [0.0; RUN]);
        self.fill_normal(&mut normals);
        self.fill_uniform(&mut excess);
        for i in 0..RUN {
            let root = 1.0 + slope * normals[i];
            let cube = root * root * root;
            numbers[i] = 2.0 * a * cube;
            // The root is negative beyond 8 standard deviations, which no normal number here is.
            excess[i] = ln(excess[i]) - 0.5 * normals[i] * normals[i] - a * (1.0 - cube + ln(cube));
        }
        for i in 0..RUN {
            if !(excess[i] < 0.0 && numbers[i] > 0.0) {
                numbers[i] = ChiSquared::new(degrees as f64).map_or(0.0, |law| law.sample(stream));
            }
        }
    }

    /// χ² numbers, one row of [`LANES`] for each entry of `degrees`, its degrees of freedom; 0 for none.
    ///
    /// For two and more, a candidate 2a(1 + z/√(9a))³ with z normal and a = degrees/2 − ⅓ is accepted with the probability of
    /// Marsaglia and Tsang (2000), nearly always. One that is not accepted is replaced by a number of the same law from `stream`.
    ///
    /// # Panics
    ///
    /// If there is not one row for each entry.
    #[inline(always)]
    pub fn fill_chi_squared(&mut self, numbers: &mut [f64], degrees: &[usize], stream: &mut Stream) {
        assert_eq!(numbers.len(), degrees.len() * LANES, "one row for each entry");
        let mut batch = Batch::new();
        for (numbers, degrees) in numbers.chunks_mut(BATCH).zip(degrees.chunks(ROWS)) {
            self.fill_normal(&mut batch.normals);
            self.fill_uniform(&mut batch.uniforms);
            batch.propose(degrees);
            numbers.copy_from_slice(&batch.candidates[..numbers.len()]);
            for (row, (numbers, &degrees)) in numbers.chunks_exact_mut(LANES).zip(degrees).enumerate() {
                match degrees {
                    0 => numbers.fill(0.0),
                    1 => numbers.iter_mut().zip(&batch.normals[row * LANES..]).for_each(|(x, z)| *x = z * z),
                    _ => batch.settle(row, numbers, degrees, stream),
                }
            }
        }
    }
}

/// Rows that are done together.
const ROWS: usize = 16;
const BATCH: usize = ROWS * LANES;

/// Candidates with what decides about them.
struct Batch {
    normals: [f64; BATCH],
    uniforms: [f64; BATCH],
    /// a = degrees/2 − ⅓ and 1/√(9a), for each number.
    shapes: [f64; BATCH],
    slopes: [f64; BATCH],
    /// Those that a quick bound accepts, and NaN for the others.
    candidates: [f64; BATCH],
}

impl Batch {
    fn new() -> Self {
        let zeros = [0.0; BATCH];
        Self { normals: zeros, uniforms: zeros, shapes: zeros, slopes: zeros, candidates: zeros }
    }

    #[inline(always)]
    fn propose(&mut self, degrees: &[usize]) {
        for (row, &degrees) in degrees.iter().enumerate() {
            let shape = 0.5 * degrees.max(2) as f64 - 1.0 / 3.0;
            self.shapes[row * LANES..][..LANES].fill(shape);
            self.slopes[row * LANES..][..LANES].fill(1.0 / (9.0 * shape).sqrt());
        }
        for i in 0..BATCH {
            let (root, square) = (1.0 + self.slopes[i] * self.normals[i], self.normals[i] * self.normals[i]);
            let quick = (self.uniforms[i] < 1.0 - 0.0331 * square * square) & (root > 0.0);
            self.candidates[i] = if quick { 2.0 * self.shapes[i] * (root * root * root) } else { f64::NAN };
        }
    }

    /// Decides about the candidates of a row that were not accepted at once, and replaces those that are rejected.
    #[inline(always)]
    fn settle(&self, row: usize, numbers: &mut [f64], degrees: usize, stream: &mut Stream) {
        if numbers.iter().sum::<f64>().is_nan() {
            for (lane, number) in numbers.iter_mut().enumerate().filter(|(_, number)| number.is_nan()) {
                *number = self.accepted(row * LANES + lane).unwrap_or_else(|| replacement(degrees, stream));
            }
        }
    }

    #[inline(never)]
    fn accepted(&self, index: usize) -> Option<f64> {
        let (z, shape) = (self.normals[index], self.shapes[index]);
        let cube = (1.0 + self.slopes[index] * z).powi(3);
        let accepted = cube > 0.0 && self.uniforms[index].ln() < 0.5 * z * z + shape * (1.0 - cube + cube.ln());
        accepted.then_some(2.0 * shape * cube)
    }
}

#[inline(never)]
fn replacement(degrees: usize, stream: &mut Stream) -> f64 {
    // Positive degrees of freedom are always accepted by the library.
    ChiSquared::new(degrees as f64).map_or(0.0, |law| law.sample(stream))
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
