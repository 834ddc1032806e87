//! Projections onto finitely generated cones.

use nalgebra::{DMatrix, DVector};

/// The closed convex cone of all Σ wₖuₖ with wₖ ≥ 0.
///
/// The rays uₖ may be linearly dependent, repeated, or so many that some are redundant.
///
/// ```
/// use nalgebra::{dmatrix, dvector};
/// use weak_to_strong::numeric::Cone;
///
/// // The quadrant of the plane, with a redundant ray.
/// let quadrant = Cone::new(dmatrix![1.0, 0.0, 2.0; 0.0, 1.0, 1.0]);
/// assert_eq!(quadrant.projected_square(&dvector![3.0, -4.0]), Some(9.0));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Cone {
    /// Unit vectors, as columns.
    rays: DMatrix<f64>,
}

/// A ray at less than this angle beyond a right one from the residual of a point counts as at a right angle. It bounds rounding for some
/// hundred coordinates.
const FLAT: f64 = 1e-13;

/// The largest angle that may be left when rounding keeps a ray from entering.
const LEFT_OVER: f64 = 1e-9;

impl Cone {
    /// The cone of these rays, the columns of a q × K matrix. Columns of length 0 are left out.
    pub fn new(rays: DMatrix<f64>) -> Self {
        let columns: Vec<DVector<f64>> = rays.column_iter().filter_map(|ray| ray.try_normalize(0.0)).collect();
        let mut units = DMatrix::zeros(rays.nrows(), columns.len());
        units.column_iter_mut().zip(&columns).for_each(|(mut unit, column)| unit.copy_from(column));
        Self { rays: units }
    }

    /// The squared length |Π(x)|² of the projection of a point x (length q) onto the cone.
    ///
    /// This is the method of Lawson and Hanson (1974). The ray at the sharpest angle to the residual enters a set of rays, the point is projected onto
    /// the span of the set, and rays whose weight would be negative leave on the way. As the residual is orthogonal to the set, a ray that enters is
    /// not in its span: the set stays independent, whatever other rays there are, and the method ends after finitely many steps. The squared length is
    /// computed from an orthonormal basis of the span, not from the weights, which may be huge.
    ///
    /// The result is right by duality: the projection p is in the cone, x − p is orthogonal to p, and no ray has a positive product with x − p, so that
    /// x − p is in the polar cone. Returns `None` for a point that is not finite, or if rounding leaves a ray with such a product.
    ///
    /// # Panics
    ///
    /// If the point does not have q coordinates.
    pub fn projected_square(&self, point: &DVector<f64>) -> Option<f64> {
        let length = point.norm();
        if !length.is_finite() {
            return None;
        }
        if length == 0.0 {
            return Some(0.0);
        }
        let mut search = Search::new(&self.rays, point / length);
        let most_steps = 100 + 10 * self.rays.ncols();
        for _ in 0..most_steps {
            if !search.improve() {
                return (search.greatest_product() <= LEFT_OVER).then(|| search.projected_square() * length * length);
            }
        }
        None
    }
}

/// The state of a search for the projection of a unit vector.
struct Search<'a> {
    rays: &'a DMatrix<f64>,
    point: DVector<f64>,
    /// The rays of the set, with their weights.
    members: Vec<(usize, f64)>,
    /// An orthonormal basis of their span, with the coordinates of each ray in it, and the coordinate of the point.
    basis: Vec<Direction>,
    /// What is left of the point.
    residual: DVector<f64>,
    /// The products of all rays with it.
    products: DVector<f64>,
}

/// A member of the basis.
struct Direction {
    unit: DVector<f64>,
    /// The coordinates of a ray along this and all earlier members.
    ray: Vec<f64>,
    /// The coordinate of the point along this member.
    point: f64,
}

impl<'a> Search<'a> {
    fn new(rays: &'a DMatrix<f64>, point: DVector<f64>) -> Self {
        let mut search = Self {
            rays,
            residual: point.clone(),
            products: DVector::zeros(rays.ncols()),
            point,
            members: Vec::new(),
            basis: Vec::new(),
        };
        search.update_products();
        search
    }

    /// |Π(x)|², at most 1 up to rounding.
    fn projected_square(&self) -> f64 {
        let square: f64 = self.basis.iter().map(|direction| direction.point * direction.point).sum();
        if square > 1.0 { 1.0 } else { square }
    }

    fn greatest_product(&self) -> f64 {
        self.products.iter().copied().fold(0.0, f64::max)
    }

    fn update_products(&mut self) {
        self.products.gemv_tr(1.0, self.rays, &self.residual, 0.0);
    }

    /// Lets a ray enter. Returns whether one could.
    fn improve(&mut self) -> bool {
        let mut candidates: Vec<usize> = (0..self.rays.ncols()).filter(|k| self.products[*k] > FLAT).collect();
        candidates.sort_by(|a, b| self.products[*b].total_cmp(&self.products[*a]));
        for ray in candidates {
            if self.members.iter().any(|(member, _)| *member == ray) {
                continue;
            }
            self.extend(ray);
            self.members.push((ray, 0.0));
            // In exact arithmetic the weight of a new ray is positive. Otherwise, rounding has the last word on this ray.
            if self.weights().last().is_some_and(|weight| *weight > 0.0) {
                self.settle();
                self.update_products();
                return true;
            }
            self.members.pop();
            self.rebuild();
        }
        false
    }

    /// Goes to the projection onto the span of the members, and drops those whose weight becomes 0 on the way.
    fn settle(&mut self) {
        loop {
            let target = self.weights();
            let mut share = 1.0;
            for ((_, weight), target) in self.members.iter().zip(&target).filter(|(_, target)| **target <= 0.0) {
                share = f64::min(share, weight / (weight - target));
            }
            let blocked = target.iter().any(|target| *target <= 0.0);
            for ((_, weight), target) in self.members.iter_mut().zip(&target) {
                let dropped = *target <= 0.0 && *weight / (*weight - *target) <= share;
                *weight = if dropped { 0.0 } else { *weight + share * (target - *weight) };
            }
            if !blocked {
                return;
            }
            self.members.retain(|(_, weight)| *weight > 0.0);
            self.rebuild();
        }
    }

    /// The weights with which the members add up to the projection of the point onto their span.
    fn weights(&self) -> Vec<f64> {
        let mut weights: Vec<f64> = self.basis.iter().map(|direction| direction.point).collect();
        for j in (0..weights.len()).rev() {
            weights[j] /= self.basis[j].ray[j];
            for i in 0..j {
                weights[i] -= weights[j] * self.basis[j].ray[i];
            }
        }
        weights
    }

    /// Extends the basis by what is new of a ray. Orthogonalising twice is enough.
    fn extend(&mut self, ray: usize) {
        let mut unit = self.rays.column(ray).into_owned();
        let mut coordinates = vec![0.0; self.basis.len() + 1];
        for _ in 0..2 {
            for (direction, coordinate) in self.basis.iter().zip(&mut coordinates) {
                let along = direction.unit.dot(&unit);
                *coordinate += along;
                unit.axpy(-along, &direction.unit, 1.0);
            }
        }
        let length = unit.norm();
        coordinates[self.basis.len()] = length;
        unit /= length;
        let point = unit.dot(&self.residual);
        self.residual.axpy(-point, &unit, 1.0);
        self.basis.push(Direction { unit, ray: coordinates, point });
    }

    fn rebuild(&mut self) {
        self.basis.clear();
        self.residual.copy_from(&self.point);
        for member in 0..self.members.len() {
            self.extend(self.members[member].0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::{dmatrix, dvector};
    use proptest::prelude::*;

    fn square(rays: &[DVector<f64>], point: &DVector<f64>) -> Option<f64> {
        Cone::new(DMatrix::from_columns(rays)).projected_square(point)
    }

    #[test]
    fn projections_by_hand() {
        let close = |found: Option<f64>, exact: f64, gap: f64| {
            assert!(found.is_some_and(|found| (found - exact).abs() < gap), "{found:?} and {exact}");
        };
        let (right, up) = (dvector![1.0, 0.0], dvector![0.0, 1.0]);
        // A half-line keeps a positive coordinate only.
        close(square(std::slice::from_ref(&right), &dvector![0.6, 0.8]), 0.36, 1e-15);
        close(square(std::slice::from_ref(&right), &dvector![-0.6, 0.8]), 0.0, 1e-15);
        // A quadrant, and the whole plane.
        close(square(&[right.clone(), up.clone()], &dvector![6.0, -8.0]), 36.0, 1e-13);
        close(square(&[right.clone(), up.clone()], &dvector![0.6, 0.8]), 1.0, 1e-15);
        let everywhere = [right.clone(), up.clone(), -right, -up];
        close(square(&everywhere, &dvector![-0.6, 0.8]), 1.0, 1e-15);
        // Almost a half-plane: the weights are 1/(2·slope).
        for slope in [1e-3, 1e-6, 1e-9, 1e-11] {
            let wide = [dvector![1.0, slope], dvector![-1.0, slope]];
            close(square(&wide, &dvector![0.0, 1.0]), 1.0, 1e-15);
        }
        // A line: nothing else is reached.
        close(square(&[dvector![1.0, 0.0], dvector![-3.0, 0.0]], &dvector![0.6, 0.8]), 0.36, 1e-15);
        assert_eq!(Cone::new(DMatrix::zeros(2, 3)).projected_square(&dvector![1.0, 1.0]), Some(0.0));
        assert_eq!(Cone::new(dmatrix![1.0]).projected_square(&dvector![f64::NAN]), None);
    }

    /// The projection by enumeration: the longest one onto the span of an independent set of rays whose weights are not negative. Redundant sets
    /// may be passed over, since some independent set reaches every point of the cone.
    fn square_by_enumeration(rays: &DMatrix<f64>, point: &DVector<f64>) -> f64 {
        let on = |set: usize| {
            let members: Vec<usize> = (0..rays.ncols()).filter(|k| set >> k & 1 == 1).collect();
            let columns = DMatrix::from_fn(rays.nrows(), members.len(), |i, j| rays[(i, members[j])]);
            let factors = columns.clone().svd(true, true);
            if members.len() > rays.nrows() || factors.singular_values.min() < 1e-7 {
                return None;
            }
            let weights = factors.solve(point, 0.0).ok()?;
            (weights.min() >= -1e-12).then(|| (columns * weights).norm_squared())
        };
        (1..1 << rays.ncols()).filter_map(on).fold(0.0, f64::max)
    }

    proptest! {
        /// Up to eight rays in up to four dimensions, among them repeated, opposite and nearly dependent ones. Sets with singular values below
        /// 1e-7 are passed over; what they reach, others reach up to 1e-7.
        #[test]
        fn it_is_the_best_over_all_faces(
            numbers in prop::collection::vec(-1.0..1.0f64, 32),
            point in prop::collection::vec(-1.0..1.0f64, 4),
            (dim, count) in (1..=4usize, 1..=8usize),
            copies in prop::collection::vec((0..8usize, prop_oneof![Just(0.0), Just(1.0), Just(-1.0), Just(1e-4)]), 4),
        ) {
            let mut rays = DMatrix::from_fn(dim, count, |i, k| numbers[4 * k + i]);
            for (to, (from, scale)) in copies.into_iter().enumerate().filter(|(to, (from, _))| *to < count && *from < count) {
                let copied = rays.column(from) * scale;
                if scale != 0.0 {
                    rays.set_column(to, &copied);
                }
            }
            let units = Cone::new(rays).rays;
            let point = DVector::from_column_slice(&point[..dim]);
            let exact = square_by_enumeration(&units, &point);
            let found = Cone::new(units).projected_square(&point);
            prop_assert!(found.is_some_and(|found| (found - exact).abs() < 1e-6), "{found:?} and {exact}");
        }

        /// Moreau: the squared lengths of the projections onto a cone and onto its polar cone add up. In the plane the polar cone of two rays has
        /// the rays that are normal to them.
        #[test]
        fn a_cone_and_its_polar_share_a_point(angle in 0.01..3.13f64, direction in 0.0..6.2f64) {
            let ray = |angle: f64| dvector![angle.cos(), angle.sin()];
            let point = ray(direction);
            let quarter = std::f64::consts::FRAC_PI_2;
            let inside = square(&[ray(0.0), ray(angle)], &point).expect("a projection");
            let outside = square(&[ray(-quarter), ray(angle + quarter)], &point).expect("a projection");
            prop_assert!((inside + outside - 1.0).abs() < 1e-13, "{inside} {outside}");
        }
    }
}
