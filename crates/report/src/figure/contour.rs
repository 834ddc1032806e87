//! The curve along which a function on a grid is 0, by marching squares.

use std::collections::BTreeMap;

use super::canvas::Position;

/// A function on a grid of places. Each place is a share of its axis. A value is `None` if it is not known.
pub(super) struct Field<'a> {
    /// Places along the horizontal axis, in order.
    pub(super) x: &'a [f64],
    /// Places along the vertical axis, in order.
    pub(super) y: &'a [f64],
    /// The values, one row for each place along the vertical axis.
    pub(super) values: &'a [Vec<Option<f64>>],
}

/// An edge of the grid: its left or lower corner, and whether it runs upwards.
type Edge = (usize, usize, bool);

impl Field<'_> {
    /// Returns the curves along which the function is 0, as places. The function is interpolated linearly along each edge.
    pub(super) fn zeros(&self) -> Vec<Vec<Position>> {
        let mut segments: Vec<[Edge; 2]> = Vec::new();
        for j in 1..self.y.len() {
            for i in 1..self.x.len() {
                segments.extend(self.segments_in(i - 1, j - 1));
            }
        }
        chains(&segments).iter().map(|chain| chain.iter().map(|edge| self.crossing(*edge)).collect()).collect()
    }

    /// The segments in the square with this lower left corner; two where the signs of a square alternate.
    fn segments_in(&self, i: usize, j: usize) -> Vec<[Edge; 2]> {
        let corners = [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)];
        let values: Option<Vec<f64>> = corners.iter().map(|(i, j)| self.values[*j][*i]).collect();
        let Some(values) = values else { return Vec::new() };
        // Counter-clockwise from the lower edge, as the corners.
        let edges = [(i, j, false), (i + 1, j, true), (i, j + 1, false), (i, j, true)];
        let is_crossed = |k: &usize| (values[*k] < 0.0) != (values[(*k + 1) % 4] < 0.0);
        let crossed: Vec<Edge> = (0..4).filter(is_crossed).map(|k| edges[k]).collect();
        match crossed.as_slice() {
            [a, b] => vec![[*a, *b]],
            // The mean of the corners decides which of them are joined through the middle.
            [a, b, c, d] if (values.iter().sum::<f64>() < 0.0) == (values[0] < 0.0) => vec![[*a, *b], [*c, *d]],
            [a, b, c, d] => vec![[*d, *a], [*b, *c]],
            _ => Vec::new(),
        }
    }

    fn crossing(&self, (i, j, upwards): Edge) -> Position {
        let (next_i, next_j) = if upwards { (i, j + 1) } else { (i + 1, j) };
        let at = |i: usize, j: usize| self.values[j][i].unwrap_or(0.0);
        let share = at(i, j) / (at(i, j) - at(next_i, next_j));
        let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.5 };
        let between = |from: f64, to: f64| from + share * (to - from);
        (between(self.x[i], self.x[next_i]), between(self.y[j], self.y[next_j]))
    }
}

/// Joins segments that meet on an edge: open curves first, then closed ones.
fn chains(segments: &[[Edge; 2]]) -> Vec<Vec<Edge>> {
    let mut at: BTreeMap<Edge, Vec<usize>> = BTreeMap::new();
    for (index, segment) in segments.iter().enumerate() {
        segment.iter().for_each(|edge| at.entry(*edge).or_default().push(index));
    }
    let ends = at.iter().filter(|(_, touching)| touching.len() == 1).map(|(edge, _)| *edge);
    let starts: Vec<Edge> = ends.chain(segments.iter().map(|segment| segment[0])).collect();
    let mut used = vec![false; segments.len()];
    let mut chains = Vec::new();
    for start in starts {
        let mut chain = vec![start];
        let mut edge = start;
        while let Some(index) = at[&edge].iter().copied().find(|index| !used[*index]) {
            used[index] = true;
            let [a, b] = segments[index];
            edge = if a == edge { b } else { a };
            chain.push(edge);
        }
        if chain.len() > 1 {
            chains.push(chain);
        }
    }
    chains
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zeros(x: &[f64], y: &[f64], function: impl Fn(f64, f64) -> f64) -> Vec<Vec<Position>> {
        let values: Vec<Vec<Option<f64>>> =
            y.iter().map(|y| x.iter().map(|x| Some(function(*x, *y)).filter(|v| v.is_finite())).collect()).collect();
        Field { x, y, values: &values }.zeros()
    }

    fn even(count: usize) -> Vec<f64> {
        (0..count).map(|i| i as f64 / (count - 1) as f64).collect()
    }

    #[test]
    fn a_line_is_found_exactly() {
        let curves = zeros(&even(5), &even(4), |x, y| x + y - 0.7);
        assert_eq!(curves.len(), 1);
        assert!(curves[0].iter().all(|(x, y)| (x + y - 0.7).abs() < 1e-12));
        assert!(zeros(&even(5), &even(4), |_, _| 1.0).is_empty());
    }

    /// Linear along edges: off a circle of radius r by at most h²/(8r) for squares of side h, and a little along diagonals.
    #[test]
    fn a_circle_is_one_closed_curve() {
        let curves = zeros(&even(41), &even(41), |x, y| (x - 0.5).hypot(y - 0.5) - 0.3);
        assert_eq!(curves.len(), 1);
        assert_eq!(curves[0].first(), curves[0].last());
        assert!(
            curves[0]
                .iter()
                .all(|(x, y)| ((x - 0.5).hypot(y - 0.5) - 0.3).abs() < 0.025f64.powi(2) / (8.0 * 0.3) + 1e-12)
        );
    }

    #[test]
    fn squares_with_alternating_signs_have_two_segments() {
        for mean in [-0.1, 0.1] {
            let corner = |x: f64, y: f64| if (x - y).abs() < 0.5 { 1.0 + mean } else { -1.0 };
            assert_eq!(zeros(&[0.0, 1.0], &[0.0, 1.0], corner).len(), 2);
        }
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        let curves = zeros(&even(5), &even(5), |x, y| if x > 0.6 { f64::NAN } else { y - 0.4 });
        assert!(curves.len() == 1 && curves[0].iter().all(|(x, _)| *x < 0.6));
    }
}
