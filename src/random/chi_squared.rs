//! χ² numbers in bulk.

use rand_distr::{ChiSquared, Distribution};

use super::{Stream, WideGenerator};
use crate::numeric::LANES;

impl WideGenerator {
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
        // Rows that are done together, through buffers on the stack.
        const ROWS: usize = 16;
        for (numbers, degrees) in numbers.chunks_mut(ROWS * LANES).zip(degrees.chunks(ROWS)) {
            let (mut normals, mut uniforms) = ([0.0; ROWS * LANES], [0.0; ROWS * LANES]);
            self.fill_normal(&mut normals);
            self.fill_uniform(&mut uniforms);
            numbers.copy_from_slice(&normals[..numbers.len()]);
            let rows = numbers.chunks_exact_mut(LANES).zip(degrees).zip(uniforms.chunks_exact(LANES));
            for ((row, &degrees), uniforms) in rows {
                match degrees {
                    0 => row.fill(0.0),
                    1 => row.iter_mut().for_each(|x| *x *= *x),
                    _ => accept_or_replace(row, uniforms, degrees, stream),
                }
            }
        }
    }
}

/// Turns a row of normal numbers into χ² ones.
#[inline(always)]
fn accept_or_replace(row: &mut [f64], uniforms: &[f64], degrees: usize, stream: &mut Stream) {
    let a = 0.5 * degrees as f64 - 1.0 / 3.0;
    let slope = 1.0 / (9.0 * a).sqrt();
    let mut all_at_once = true;
    for (z, u) in row.iter().zip(uniforms) {
        let square = z * z;
        all_at_once &= (*u < 1.0 - 0.0331 * square * square) & (slope * z > -1.0);
    }
    if all_at_once {
        row.iter_mut().for_each(|z| *z = candidate(a, slope * *z));
        return;
    }
    for (z, u) in row.iter_mut().zip(uniforms) {
        let cube = (1.0 + slope * *z).powi(3);
        let accepted = cube > 0.0 && u.ln() < 0.5 * *z * *z + a * (1.0 - cube + cube.ln());
        // Positive degrees of freedom are always accepted by the library.
        *z = if accepted {
            candidate(a, slope * *z)
        } else {
            ChiSquared::new(degrees as f64).map_or(0.0, |law| law.sample(stream))
        };
    }
}

#[inline(always)]
fn candidate(a: f64, step: f64) -> f64 {
    let root = 1.0 + step;
    2.0 * a * root * root * root
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{ContentKey, open_stream};
    use statrs::distribution::{ChiSquared as Law, ContinuousCDF};

    /// Fixed seed. 240,000 numbers for each law; the distance 0.0055 is exceeded with probability 1e-6 (Dvoretzky, Kiefer and
    /// Wolfowitz). The law with 2 % more degrees of freedom must be found.
    #[test]
    fn numbers_have_their_law() {
        let degrees = [1, 2, 3, 5, 16, 31, 100, 0, 100_000];
        let mut stream = open_stream(6, &ContentKey::of("chi"), 0);
        let mut wide = WideGenerator::from_stream(&mut stream);
        let mut columns = vec![Vec::new(); degrees.len()];
        let mut numbers = vec![0.0; degrees.len() * LANES];
        for _ in 0..30_000 {
            wide.fill_chi_squared(&mut numbers, &degrees, &mut stream);
            columns.iter_mut().zip(numbers.chunks_exact(LANES)).for_each(|(column, row)| column.extend_from_slice(row));
        }
        for (column, degrees) in columns.iter_mut().zip(degrees) {
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
