//! Functions of AᵀA on a vector, without eigenvectors of AᵀA.

use nalgebra::DMatrix;

use super::vectorised::{add, dot};
use super::{Kernel, symmetric_eigen, vectorised};

/// An orthonormal basis Q of the span of u, AᵀAu, (AᵀA)²u, …, in which AᵀA is tridiagonal, T = QᵀAᵀAQ, and u is |u|·e₁ (Lanczos 1950, with each vector made
/// orthogonal to all before it; Golub and Van Loan 2013, section 10.1).
pub(crate) struct Lanczos<'a> {
    matrix: &'a DMatrix<f64>,
    /// The number of entries of each column of A down to the last that is not 0.
    heights: Vec<usize>,
    basis: Vec<Vec<f64>>,
    diagonal: Vec<f64>,
    /// Entry k is that at (k, k + 1).
    beside: Vec<f64>,
    /// |u|.
    length: f64,
    next: Option<Vec<f64>>,
}

/// The eigenvalues of T, with |u|, the first and the last coordinate of its eigenvectors.
pub(crate) struct RitzValues {
    pub(crate) values: Vec<f64>,
    vectors: DMatrix<f64>,
    length: f64,
    /// The entry of the next T beside its corner; 0 if the span is invariant.
    beside: f64,
}

/// A vector that is this much shorter than what it was before it was made orthogonal is 0 up to rounding.
const ROUNDING: f64 = 1e-14;

impl<'a> Lanczos<'a> {
    /// The span of u alone.
    pub(crate) fn new(matrix: &'a DMatrix<f64>, start: &[f64]) -> Self {
        let height = |column: &[f64]| column.iter().rposition(|entry| *entry != 0.0).map_or(0, |last| last + 1);
        let heights = (0..matrix.ncols()).map(|at| height(matrix.column(at).as_slice())).collect();
        let length = start.iter().map(|entry| entry * entry).sum::<f64>().sqrt();
        let next = (length > 0.0).then(|| start.iter().map(|entry| entry / length).collect());
        Self { matrix, heights, basis: Vec::new(), diagonal: Vec::new(), beside: Vec::new(), length, next }
    }

    /// Takes up to so many steps. Returns false once the span is invariant.
    pub(crate) fn extend(&mut self, steps: usize) -> bool {
        (0..steps).all(|_| self.step())
    }

    fn step(&mut self) -> bool {
        let Some(vector) = self.next.take() else { return false };
        self.basis.push(vector);
        let (matrix, heights, basis) = (self.matrix, &self.heights, &self.basis);
        let mut image = vec![0.0; matrix.ncols()];
        let Image { along, length, new } = vectorised(Step { matrix, heights, basis, image: &mut image });
        self.diagonal.push(along);
        let is_invariant = new <= ROUNDING * length || self.basis.len() == self.matrix.ncols();
        self.beside.push(if is_invariant { 0.0 } else { new });
        if !is_invariant {
            image.iter_mut().for_each(|entry| *entry /= new);
            self.next = Some(image);
        }
        !is_invariant
    }

    /// The eigenvalues of T.
    pub(crate) fn ritz_values(&self) -> RitzValues {
        let size = self.basis.len();
        let mut form = DMatrix::from_diagonal(&self.diagonal.clone().into());
        for at in 1..size {
            form[(at - 1, at)] = self.beside[at - 1];
            form[(at, at - 1)] = self.beside[at - 1];
        }
        let (values, vectors) = symmetric_eigen(form);
        RitzValues { values, vectors, length: self.length, beside: self.beside.last().copied().unwrap_or(0.0) }
    }

    /// |u|·Q h(T)e₁, which is h(AᵀA)u up to the error of the span, for values of h at the eigenvalues of T.
    pub(crate) fn applied(&self, ritz: &RitzValues, values: &[f64]) -> Vec<f64> {
        let mut applied = vec![0.0; self.matrix.ncols()];
        for (at, vector) in self.basis.iter().enumerate() {
            let coefficient = ritz.length * ritz.entry(at, values);
            applied.iter_mut().zip(vector).for_each(|(entry, along)| *entry += coefficient * along);
        }
        applied
    }
}

impl RitzValues {
    /// |u|·t·|e_kᵀ h(T)e₁| with t beside the corner k of T.
    pub(crate) fn left_out(&self, values: &[f64]) -> f64 {
        self.length * self.beside * self.entry(self.values.len() - 1, values).abs()
    }

    /// e_kᵀ h(T)e₁.
    fn entry(&self, row: usize, values: &[f64]) -> f64 {
        values.iter().enumerate().map(|(k, value)| self.vectors[(row, k)] * value * self.vectors[(0, k)]).sum()
    }
}

/// Multiplies the last vector v of the basis, and leaves what is orthogonal to all of them.
struct Step<'a> {
    matrix: &'a DMatrix<f64>,
    heights: &'a [usize],
    basis: &'a [Vec<f64>],
    /// For AᵀAv.
    image: &'a mut [f64],
}

/// What AᵀAv is like.
struct Image {
    /// vᵀAᵀAv.
    along: f64,
    /// |AᵀAv|.
    length: f64,
    /// The length of what is left.
    new: f64,
}

impl Kernel for Step<'_> {
    type Output = Image;

    #[inline(always)]
    fn call(self) -> Image {
        let Self { matrix, heights, basis, image } = self;
        let vector = &basis[basis.len() - 1];
        let mut product = vec![0.0; matrix.nrows()];
        let columns = matrix.as_slice().chunks_exact(matrix.nrows()).zip(heights);
        for ((column, height), factor) in columns.clone().zip(vector) {
            add(&mut product[..*height], *factor, &column[..*height]);
        }
        for ((column, height), entry) in columns.zip(image.iter_mut()) {
            *entry = dot(&column[..*height], &product[..*height]);
        }
        let (along, length) = (dot(vector, image), dot(image, image).sqrt());
        // Twice is enough (Parlett 1998, section 6.9).
        for _ in 0..2 {
            for vector in basis {
                add(image, -dot(vector, image), vector);
            }
        }
        Image { along, length, new: dot(image, image).sqrt() }
    }
}
