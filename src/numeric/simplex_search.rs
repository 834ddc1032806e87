//! Convex quadratic functions on the probability simplex.

use nalgebra::{DMatrix, DVector};

/// The least value that was found of a function on the simplex.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SimplexMinimum {
    /// w.
    pub(crate) weights: DVector<f64>,
    /// The Frank–Wolfe duality gap max over k of ∇f(w)ᵀ(w − eₖ): f(w) exceeds the least value by at most this much.
    pub(crate) gap: f64,
}

/// The duality gap stayed above what was asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct GapOpen {
    pub(crate) gap: f64,
    pub(crate) tolerance: f64,
}

/// Minimises a convex quadratic function on the probability simplex.
///
/// ```text
/// f(w) = wᵀHw − 2cᵀw   over w ≥ 0, Σ wₖ = 1
/// ```
///
/// H is positive semidefinite, and `curvature` gives one of its columns. The method is an active-set method: add the vertex of steepest
/// descent to the support, go to the minimum on the affine hull of the support, and drop what would become negative on the way. In exact
/// arithmetic it is Wolfe's (1976) method for the nearest point of a polytope, which ends after finitely many steps at the minimum, and
/// whose supports are never degenerate. Where rounding makes one so, a way along which f is flat up to rounding leads to a smaller one.
///
/// Columns of H are asked for as their vertices enter the support, which is small for a target at a vertex.
///
/// # Errors
///
/// [`GapOpen`] if the duality gap stays above 1e-12 of the size of f.
///
/// # Panics
///
/// If c is empty.
pub(crate) fn minimise_on_simplex(
    linear: DVector<f64>,
    curvature: impl Fn(usize) -> DVector<f64>,
) -> Result<SimplexMinimum, GapOpen> {
    SimplexSearch::new(linear, curvature).minimise()
}

/// The state of the search.
struct SimplexSearch<F> {
    /// c.
    linear: DVector<f64>,
    /// Gives a column of H.
    curvature: F,
    columns: Vec<Option<DVector<f64>>>,
    weights: DVector<f64>,
    /// Vertices that may have weight.
    support: Vec<usize>,
    /// Hw − c, half the gradient of f.
    slope: DVector<f64>,
    /// The size of f: the largest of |cₖ| and of the Hₖₖ that were asked for.
    scale: f64,
}

/// The duality gap at which a search ends, relative to the size of f.
const RELATIVE_GAP: f64 = 1e-12;

/// Curvature that counts as rounding, relative to the size of f. It is below [`RELATIVE_GAP`], so that a gap above it cannot come from
/// taking such curvature for 0.
const RELATIVE_FLATNESS: f64 = 1e-13;

impl<F: Fn(usize) -> DVector<f64>> SimplexSearch<F> {
    /// Starts at the first vertex.
    fn new(linear: DVector<f64>, curvature: F) -> Self {
        let count = linear.len();
        let mut weights = DVector::zeros(count);
        weights[0] = 1.0;
        let scale = linear.amax();
        let mut search = Self {
            slope: DVector::zeros(count),
            linear,
            curvature,
            columns: vec![None; count],
            weights,
            support: Vec::new(),
            scale,
        };
        search.enter(0);
        search
    }

    fn minimise(mut self) -> Result<SimplexMinimum, GapOpen> {
        let most_steps = 100 + 20 * self.weights.len();
        for _ in 0..most_steps {
            self.update_slope();
            let best = self.slope.imin();
            let gap = self.gap(best);
            if gap <= RELATIVE_GAP * self.scale {
                let sum = self.weights.sum();
                return Ok(SimplexMinimum { weights: self.weights / sum, gap: gap.max(0.0) });
            }
            self.enter(best);
            self.descend();
        }
        self.update_slope();
        let gap = self.gap(self.slope.imin());
        Err(GapOpen { gap, tolerance: RELATIVE_GAP * self.scale })
    }

    /// ∇f(w)ᵀ(w − e_best).
    fn gap(&self, best: usize) -> f64 {
        2.0 * (self.slope.dot(&self.weights) - self.slope[best])
    }

    fn enter(&mut self, vertex: usize) {
        if self.support.contains(&vertex) {
            return;
        }
        self.support.push(vertex);
        let column = self.columns[vertex].get_or_insert_with(|| (self.curvature)(vertex));
        self.scale = self.scale.max(column[vertex]);
    }

    fn update_slope(&mut self) {
        self.slope.copy_from(&self.linear);
        self.slope.neg_mut();
        for &k in &self.support {
            if let Some(column) = &self.columns[k] {
                self.slope.axpy(self.weights[k], column, 1.0);
            }
        }
    }

    /// Goes to the minimum on the support, or on what is left of it.
    fn descend(&mut self) {
        while self.support.len() > 1 {
            let way = self.way_down();
            let blocked = self.step(&way);
            self.update_slope();
            match blocked {
                Some(position) => self.weights[self.support.swap_remove(position)] = 0.0,
                None => return,
            }
        }
        self.weights[self.support[0]] = 1.0;
    }

    /// H between members of the support.
    fn entry(&self, i: usize, j: usize) -> f64 {
        self.columns[self.support[i]].as_ref().map_or(f64::NAN, |column| column[self.support[j]])
    }

    /// The way to the minimum on the affine hull of the support; where the support is degenerate, a flat way down.
    fn way_down(&self) -> Way {
        let size = self.support.len();
        let weight = |position: &usize| self.weights[self.support[*position]];
        let base = (0..size).fold(0, |base, i| if weight(&i) > weight(&base) { i } else { base });
        let others: Vec<usize> = (0..size).filter(|i| *i != base).collect();
        let reduced = DMatrix::from_fn(size - 1, size - 1, |i, j| {
            let (i, j) = (others[i], others[j]);
            self.entry(i, j) - self.entry(i, base) - self.entry(base, j) + self.entry(base, base)
        });
        let fall = |position: &usize| self.slope[self.support[base]] - self.slope[self.support[*position]];
        let falls = DVector::from_iterator(size - 1, others.iter().map(fall));
        let (shares, flat) = match solve(reduced, &falls, RELATIVE_FLATNESS * self.scale) {
            Solution::Regular(shares) => (shares, false),
            Solution::Null(shares) => (if falls.dot(&shares) < 0.0 { -shares } else { shares }, true),
        };
        let mut direction = DVector::zeros(size);
        others.iter().zip(&shares).for_each(|(position, share)| direction[*position] = *share);
        direction[base] = -shares.sum();
        Way { direction, flat }
    }

    /// Goes a way to its end, or until a weight is 0: then it returns that member's position.
    fn step(&mut self, way: &Way) -> Option<usize> {
        let mut length = if way.flat { f64::INFINITY } else { 1.0 };
        let mut blocked = None;
        for (i, direction) in way.direction.iter().enumerate().filter(|(_, direction)| **direction < 0.0) {
            let to_zero = self.weights[self.support[i]] / -direction;
            if to_zero <= length {
                (length, blocked) = (to_zero, Some(i));
            }
        }
        for (member, direction) in self.support.iter().zip(&way.direction) {
            let weight = &mut self.weights[*member];
            *weight = (*weight + length * direction).max(0.0);
        }
        blocked
    }
}

/// Changes of the weights of a support, which add up to 0.
struct Way {
    direction: DVector<f64>,
    /// Whether f has no curvature along it.
    flat: bool,
}

enum Solution {
    /// M⁻¹b.
    Regular(DVector<f64>),
    /// A vector z with Mz = 0.
    Null(DVector<f64>),
}

/// Solves Mx = b by Cholesky factorisation, M positive semidefinite. A pivot at or below `flat` is taken for 0.
fn solve(mut matrix: DMatrix<f64>, right: &DVector<f64>, flat: f64) -> Solution {
    let size = right.len();
    for j in 0..size {
        for i in 0..j {
            let inner = matrix.view((j, 0), (1, i)).dot(&matrix.view((i, 0), (1, i)));
            matrix[(j, i)] = (matrix[(j, i)] - inner) / matrix[(i, i)];
        }
        let pivot = matrix[(j, j)] - matrix.view((j, 0), (1, j)).norm_squared();
        if pivot <= flat {
            let mut null = DVector::zeros(size);
            null[j] = 1.0;
            let row = matrix.view((j, 0), (1, j)).transpose();
            let leading = matrix.view((0, 0), (j, j)).tr_solve_lower_triangular(&row);
            leading.iter().flatten().enumerate().for_each(|(i, x)| null[i] = -x);
            return Solution::Null(null);
        }
        matrix[(j, j)] = pivot.sqrt();
    }
    let forward = matrix.solve_lower_triangular(right);
    Solution::Regular(forward.and_then(|y| matrix.tr_solve_lower_triangular(&y)).unwrap_or_else(|| right.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::dmatrix;

    /// The nearest point to (0, 0) of the segment from (1, 0) to (0, 2): weights 4/5 and 1/5, by the normal (2, 1).
    #[test]
    fn the_nearest_point_of_a_segment_by_hand() {
        let hessian = dmatrix![1.0, 0.0; 0.0, 4.0];
        let found = minimise_on_simplex(DVector::zeros(2), |k| hessian.column(k).into_owned()).expect("a minimum");
        assert!((found.weights[0] - 0.8).abs() < 1e-14 && (found.weights[1] - 0.2).abs() < 1e-14);
        assert!(found.gap <= RELATIVE_GAP * 4.0);
    }

    /// f = |w − (3, 0, 0)|² is least at a vertex, and only that vertex's column is asked for.
    #[test]
    fn a_vertex_needs_one_column() {
        let column = |k: usize| {
            assert_eq!(k, 0, "a column that is not needed");
            DVector::from_vec(vec![1.0, 0.0, 0.0])
        };
        let found = minimise_on_simplex(DVector::from_vec(vec![3.0, 0.0, 0.0]), column).expect("a minimum");
        assert_eq!((found.weights.as_slice(), found.gap), (&[1.0, 0.0, 0.0][..], 0.0));
    }

    #[test]
    fn what_is_not_a_number_leaves_the_gap_open() {
        let found =
            minimise_on_simplex(DVector::from_vec(vec![0.0, f64::NAN]), |_| DVector::from_vec(vec![1.0, f64::NAN]));
        assert!(matches!(found, Err(GapOpen { .. })), "{found:?}");
    }
}
