//! The spectrum of XᵀX for Gaussian prompts, as a bidiagonal matrix with independent entries.

use crate::numeric::{AlignedNumbers, Kernel, LANES, aligned_zeros, vectorised};
use crate::random::{Stream, WideGenerator};

/// The squares of the entries of the bidiagonal matrix B of [`super::BidiagonalSample`], for [`LANES`] samples: BBᵀ has the eigenvalues of XᵀX that
/// are not zero. Entry i of lane l is at i·LANES + l.
#[derive(Clone, Debug)]
pub struct SpectrumSample {
    /// n.
    pub count: usize,
    /// d.
    pub dim: usize,
    /// Bᵢᵢ², r = min(n, d) entries.
    pub diagonal: AlignedNumbers,
    /// B²_{i,i+1}, r entries; the last one is 0 if n ≥ d.
    pub above_diagonal: AlignedNumbers,
}

/// Draws [`SpectrumSample`]s, for prompts with the law N(0, I).
#[derive(Clone, Debug)]
pub struct SpectrumSampler {
    degrees: Vec<usize>,
    numbers: AlignedNumbers,
    sample: SpectrumSample,
}

impl SpectrumSampler {
    /// A sampler of `count` prompts in `dim` dimensions.
    pub fn new(count: usize, dim: usize) -> Self {
        let rank = count.min(dim);
        let mut degrees: Vec<usize> = (0..rank).map(|i| count - i).collect();
        degrees.extend((0..rank).map(|i| dim - 1 - i));
        let zeros = || aligned_zeros(rank * LANES);
        Self {
            numbers: aligned_zeros(degrees.len() * LANES),
            degrees,
            sample: SpectrumSample { count, dim, diagonal: zeros(), above_diagonal: zeros() },
        }
    }

    /// Draws one sample in each lane.
    pub fn draw(&mut self, generator: &mut WideGenerator, stream: &mut Stream) -> &SpectrumSample {
        vectorised(DrawSpectrum { sampler: self, generator, stream });
        &self.sample
    }
}

struct DrawSpectrum<'a> {
    sampler: &'a mut SpectrumSampler,
    generator: &'a mut WideGenerator,
    stream: &'a mut Stream,
}

impl Kernel for DrawSpectrum<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let SpectrumSampler { degrees, numbers, sample } = self.sampler;
        self.generator.fill_chi_squared(numbers, degrees, self.stream);
        let (diagonal, above_diagonal) = numbers.split_at(sample.diagonal.len());
        sample.diagonal.copy_from_slice(diagonal);
        sample.above_diagonal.copy_from_slice(above_diagonal);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{ContentKey, open_stream};

    /// Fixed seed. The trace of XᵀX has the χ² law with n·d degrees of freedom: of 4,000 traces the mean has a standard error of √(2nd/4000), and
    /// five of them are exceeded with probability 6e-7 for each of four shapes.
    #[test]
    fn the_trace_is_that_of_all_entries() {
        for (count, dim) in [(1, 1), (3, 8), (8, 3), (5, 5)] {
            let mut stream = open_stream(8, &ContentKey::of("spectra"), 0);
            let mut generator = WideGenerator::from_stream(&mut stream);
            let mut sampler = SpectrumSampler::new(count, dim);
            let mut sum = 0.0;
            for _ in 0..500 {
                let sample = sampler.draw(&mut generator, &mut stream);
                sum += sample.diagonal.iter().chain(sample.above_diagonal.iter()).sum::<f64>();
            }
            let expected = (count * dim) as f64;
            let standard_error = (2.0 * expected / 4000.0).sqrt();
            assert!((sum / 4000.0 - expected).abs() < 5.0 * standard_error, "{count} × {dim}: {}", sum / 4000.0);
        }
    }
}
