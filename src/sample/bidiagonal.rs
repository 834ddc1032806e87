//! Gaussian samples as least squares and ridge regression see them: a bidiagonal matrix and a few normal numbers.
//!
//! Golub–Kahan bidiagonalisation of X (n × d, rows independent N(0, I)), started from a unit vector v₁, gives X = UBVᵀ with B upper
//! bidiagonal, r × p, r = min(n, d), p = min(d, n + 1). Each new direction depends on the part of X that is already known; the rest of X
//! is still standard Gaussian, so the next norm is a χ with one degree of freedom less, and the new direction is uniform in what is left:
//!
//! ```text
//! Bᵢᵢ ~ χ_{n−i+1} (i = 1…r),   B_{i,i+1} ~ χ_{d−i} (i = 1…p−1),   all independent
//! ```
//!
//! (v₂ … v_p) is uniform in the complement of v₁ and independent of B, and ξ = Uᵀε ~ N(0, I_r) of both. So a sample costs O(min(n, d))
//! random numbers whatever n is. The slow twin is the Wishart sampler. Source: ours; `docs/theory.md`.

use crate::numeric::{AlignedNumbers, Kernel, LANES, aligned_zeros, by_itself, vectorised};
use crate::random::{Stream, WideGenerator};

/// [`LANES`] samples. Entry i of lane l is at i·LANES + l.
#[derive(Clone, Debug)]
pub struct BidiagonalSample {
    /// n.
    pub count: usize,
    /// Bᵢᵢ, r entries.
    pub diagonal: AlignedNumbers,
    /// B_{i,i+1}, p − 1 entries.
    pub above_diagonal: AlignedNumbers,
    /// ξ, r entries.
    pub errors: AlignedNumbers,
    /// The coordinates along v₂ … v_p of a unit vector orthogonal to v₁, p − 1 entries.
    pub direction: AlignedNumbers,
}

/// Draws [`BidiagonalSample`]s.
#[derive(Clone, Debug)]
pub struct BidiagonalSampler {
    /// Degrees of freedom of the diagonal, of the entries above it, and of the part of the direction outside v₁ … v_p.
    degrees: Vec<usize>,
    numbers: AlignedNumbers,
    normals: AlignedNumbers,
    sample: BidiagonalSample,
}

impl BidiagonalSampler {
    /// A sampler of `count` prompts in `dim` dimensions.
    pub fn new(count: usize, dim: usize) -> Self {
        let (rows, columns) = (count.min(dim), dim.min(count + 1));
        let mut degrees: Vec<usize> = (0..rows).map(|i| count - i).collect();
        degrees.extend((1..columns).map(|i| dim - i));
        degrees.push(dim - columns);
        Self {
            numbers: aligned_zeros(degrees.len() * LANES),
            degrees,
            normals: aligned_zeros((rows + columns - 1) * LANES),
            sample: BidiagonalSample {
                count,
                diagonal: aligned_zeros(rows * LANES),
                above_diagonal: aligned_zeros((columns - 1) * LANES),
                errors: aligned_zeros(rows * LANES),
                direction: aligned_zeros((columns - 1) * LANES),
            },
        }
    }

    /// Draws one sample in each lane.
    pub fn draw(&mut self, generator: &mut WideGenerator, stream: &mut Stream) -> &BidiagonalSample {
        vectorised(DrawBidiagonal { sampler: self, generator, stream });
        &self.sample
    }
}

/// What the eigenvalues of XᵀX are functions of: the squares of an upper bidiagonal matrix B, r × r, for which the eigenvalues of BBᵀ are the r
/// that are not 0. Entry i of lane l is at i·LANES + l.
///
/// With n and d in either order XXᵀ and XᵀX have the same ones, so m = max(n, d) in place of n gives Bᵢᵢ² ~ χ²_{m−i+1} and B²_{i,i+1} ~ χ²_{r−i}, all
/// independent (the beta-Laguerre ensemble of Dumitriu and Edelman 2002, β = 1).
#[derive(Clone, Debug)]
pub struct BidiagonalSquares {
    /// n.
    pub count: usize,
    /// d.
    pub dim: usize,
    /// Bᵢᵢ², r entries.
    pub diagonal: AlignedNumbers,
    /// B²_{i,i+1}, r − 1 entries.
    pub above_diagonal: AlignedNumbers,
}

/// Draws [`BidiagonalSquares`].
#[derive(Clone, Debug)]
pub struct SquaresSampler {
    degrees: Vec<usize>,
    numbers: AlignedNumbers,
    squares: BidiagonalSquares,
}

impl SquaresSampler {
    /// A sampler of `count` prompts in `dim` dimensions.
    pub fn new(count: usize, dim: usize) -> Self {
        let (most, rows) = (count.max(dim), count.min(dim));
        let degrees: Vec<usize> = (0..rows).map(|i| most - i).chain((1..rows).map(|i| rows - i)).collect();
        let (diagonal, above_diagonal) = (aligned_zeros(rows * LANES), aligned_zeros((rows - 1) * LANES));
        let squares = BidiagonalSquares { count, dim, diagonal, above_diagonal };
        Self { numbers: aligned_zeros(degrees.len() * LANES), degrees, squares }
    }

    /// Draws one sample in each lane.
    pub fn draw(&mut self, generator: &mut WideGenerator, stream: &mut Stream) -> &BidiagonalSquares {
        vectorised(DrawSquares { sampler: self, generator, stream });
        &self.squares
    }
}

struct DrawSquares<'a> {
    sampler: &'a mut SquaresSampler,
    generator: &'a mut WideGenerator,
    stream: &'a mut Stream,
}

impl Kernel for DrawSquares<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let SquaresSampler { degrees, numbers, squares } = self.sampler;
        self.generator.fill_chi_squared(numbers, degrees, self.stream);
        let (diagonal, above_diagonal) = numbers.split_at(squares.diagonal.len());
        squares.diagonal.copy_from_slice(diagonal);
        squares.above_diagonal.copy_from_slice(above_diagonal);
    }
}

struct DrawBidiagonal<'a> {
    sampler: &'a mut BidiagonalSampler,
    generator: &'a mut WideGenerator,
    stream: &'a mut Stream,
}

impl Kernel for DrawBidiagonal<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let BidiagonalSampler { degrees, numbers, normals, sample } = self.sampler;
        self.generator.fill_chi_squared(numbers, degrees, self.stream);
        self.generator.fill_normal(normals);
        let (diagonal, others) = numbers.split_at(sample.diagonal.len());
        let (above_diagonal, outside) = others.split_at(sample.above_diagonal.len());
        sample.diagonal.iter_mut().zip(diagonal).for_each(|(entry, square)| *entry = square.sqrt());
        sample.above_diagonal.iter_mut().zip(above_diagonal).for_each(|(entry, square)| *entry = square.sqrt());
        let (errors, direction) = normals.split_at(sample.errors.len());
        sample.errors.copy_from_slice(errors);
        normalise(&mut sample.direction, direction, outside);
    }
}

/// Divides `inside` by the length of the vector that has the squared length `outside` besides.
#[inline(always)]
fn normalise(direction: &mut [f64], inside: &[f64], outside: &[f64]) {
    let mut squares = [0.0; LANES];
    squares.copy_from_slice(outside);
    for row in inside.chunks_exact(LANES) {
        squares.iter_mut().zip(row).for_each(|(square, x)| *square = x.mul_add(*x, *square));
    }
    let scales = squares.map(|square| 1.0 / square.sqrt());
    for (direction, inside) in direction.chunks_exact_mut(LANES).zip(inside.chunks_exact(LANES)) {
        by_itself(direction).iter_mut().zip(inside).zip(&scales).for_each(|((entry, x), scale)| *entry = x * scale);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{ContentKey, open_stream};

    fn drawn(count: usize, dim: usize) -> BidiagonalSample {
        let mut stream = open_stream(2, &ContentKey::of("bidiagonal"), 0);
        let mut generator = WideGenerator::from_stream(&mut stream);
        BidiagonalSampler::new(count, dim).draw(&mut generator, &mut stream).clone()
    }

    #[test]
    fn shapes_are_those_of_the_reduction() {
        for (count, dim, rows, columns) in
            [(1, 1, 1, 1), (1, 5, 1, 2), (5, 1, 1, 1), (4, 4, 4, 4), (3, 4, 3, 4), (9, 4, 4, 4)]
        {
            let sample = drawn(count, dim);
            assert_eq!((sample.diagonal.len(), sample.errors.len()), (rows * LANES, rows * LANES));
            assert_eq!(
                (sample.above_diagonal.len(), sample.direction.len()),
                ((columns - 1) * LANES, (columns - 1) * LANES)
            );
        }
    }

    /// With p = d the direction lies within v₂ … v_p and has length 1; with p < d some of it is outside.
    #[test]
    fn directions_are_unit_vectors() {
        for lane in 0..LANES {
            let length = |sample: &BidiagonalSample| {
                sample.direction.iter().skip(lane).step_by(LANES).map(|x| x * x).sum::<f64>()
            };
            assert!((length(&drawn(9, 4)) - 1.0).abs() < 1e-14);
            assert!(length(&drawn(3, 40)) < 1.0);
        }
    }
}
