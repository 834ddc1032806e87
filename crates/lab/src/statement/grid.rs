//! The points of a sweep, as a statement walks over them.

use std::sync::Arc;

use indexmap::IndexMap;
use toml::Value;

use super::side::Side;
use weak_to_strong::random::ContentKey;

/// A point of a sweep: variables with their values.
pub type Place = IndexMap<String, Value>;

/// The points of a sweep that a claim is about.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    points: Arc<Vec<Place>>,
    /// The variables that vary together, one group for each axis of the sweep.
    axes: Vec<Vec<String>>,
    /// Variables that follow from others, each after those that it follows from.
    following: Arc<IndexMap<String, Following>>,
    variables: Vec<String>,
    /// The variables that a data file has.
    recorded: Vec<String>,
}

/// What a variable follows from.
#[derive(Clone, Debug)]
pub struct Following {
    /// The number that it is.
    pub side: Side,
    /// The variables of the sweep in it.
    pub bases: Vec<String>,
}

impl Grid {
    /// Takes points, all of which have the same variables. Of variables that follow from others, each comes after those that it follows from.
    pub fn new(points: Vec<Place>, axes: Vec<Vec<String>>, following: Arc<IndexMap<String, Following>>) -> Self {
        let variables = points.first().map(|point| point.keys().cloned().collect()).unwrap_or_default();
        Self { points: Arc::new(points), axes, following, variables, recorded: Vec::new() }
    }

    /// The same grid, if a data file has these settings.
    pub fn with_recorded(self, recorded: Vec<String>) -> Self {
        Self { recorded, ..self }
    }

    /// Whether a data file has this variable.
    pub fn is_recorded(&self, name: &str) -> bool {
        self.recorded.iter().any(|known| known == name)
    }

    /// The points.
    pub fn points(&self) -> &[Place] {
        &self.points
    }

    /// The variables, in the order of the file.
    pub fn variables(&self) -> &[String] {
        &self.variables
    }

    /// The variables that vary together, one group for each axis of the sweep.
    pub fn axes(&self) -> &[Vec<String>] {
        &self.axes
    }

    /// Whether a variable follows from others.
    pub fn follows(&self, name: &str) -> bool {
        self.following.contains_key(name)
    }

    /// The variables that follow from others, each after those that it follows from.
    pub fn following(&self) -> &Arc<IndexMap<String, Following>> {
        &self.following
    }

    /// The variables of which this one is a function: itself, except if it follows from others.
    pub fn bases_of(&self, name: &str) -> Vec<String> {
        self.bases_beside(name, &|_| false)
    }

    /// As [`bases_of`](Self::bases_of), where brackets fix some variables: nothing follows from the values that these have in the sweep.
    pub fn bases_beside(&self, name: &str, fixed: &dyn Fn(&str) -> bool) -> Vec<String> {
        if fixed(name) {
            return Vec::new();
        }
        if let Some(Following { bases, .. }) = self.following.get(name) {
            return bases.iter().flat_map(|base| self.bases_beside(base, fixed)).collect();
        }
        let is_swept = self.variables.iter().any(|known| known == name);
        if is_swept { vec![name.to_owned()] } else { Vec::new() }
    }

    /// The variables that vary with this one: those of its axis, and those that follow from them.
    pub fn bound_with(&self, name: &str) -> Vec<String> {
        let bases = self.bases_of(name);
        let mut bound: Vec<String> = bases.clone();
        for axis in &self.axes {
            if axis.iter().any(|one| bases.contains(one)) {
                bound.extend(axis.iter().cloned());
            }
        }
        let followers: Vec<String> = self
            .following
            .keys()
            .filter(|follower| self.bases_of(follower).iter().any(|b| bound.contains(b)))
            .cloned()
            .collect();
        bound.extend(followers);
        bound
    }

    /// The different values of some variables at the points that agree with a place in all its other variables.
    pub fn values(&self, place: &Place, bound: &[String]) -> Vec<Place> {
        let agrees = |point: &&Place| {
            place.iter().all(|(name, value)| {
                bound.contains(name) || self.variables.iter().all(|v| v != name) || point.get(name) == Some(value)
            })
        };
        let part = |point: &Place| -> Place {
            point
                .iter()
                .filter(|(name, _)| bound.contains(name))
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect()
        };
        let mut seen = std::collections::HashSet::new();
        let parts = self.points.iter().filter(agrees).map(part);
        parts.filter(|part| seen.insert(format!("{part:?}"))).collect()
    }

    /// The different points, as far as these variables are concerned, and those that follow from them.
    pub fn projected(&self, kept: &dyn Fn(&str) -> bool) -> Vec<Place> {
        let mut seen = std::collections::HashSet::new();
        let part = |point: &Place| -> Place {
            let is_kept = |name: &str| match self.following.get(name) {
                None => kept(name),
                Some(_) => self.bases_of(name).iter().all(|base| kept(base)),
            };
            point.iter().filter(|(name, _)| is_kept(name)).map(|(name, value)| (name.clone(), value.clone())).collect()
        };
        self.points.iter().map(part).filter(|part| seen.insert(ContentKey::of(&format!("{part:?}")))).collect()
    }

    /// The same grid with some of its points.
    pub fn with_points(&self, points: Vec<Place>) -> Self {
        Self { points: Arc::new(points), ..self.clone() }
    }
}

/// A place with other values for some variables.
pub fn with_values(place: &Place, values: &Place) -> Place {
    let mut changed = place.clone();
    changed.extend(values.iter().map(|(name, value)| (name.clone(), value.clone())));
    changed
}

/// The number that a value is; `None` if it is none.
pub fn number_of(value: &Value) -> Option<f64> {
    value.as_float().or(value.as_integer().map(|whole| whole as f64))
}

/// The number that a variable is at a place; `None` if it is none.
pub fn number_in(place: &Place, name: &str) -> Option<f64> {
    place.get(name).and_then(number_of)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(values: &[(&str, i64)]) -> Place {
        values.iter().map(|(name, value)| ((*name).to_owned(), Value::Integer(*value))).collect()
    }

    /// n in 1, 2; a zip of p and q; m follows from n.
    fn grid() -> Grid {
        let mut points = Vec::new();
        for n in [1, 2] {
            for p in [10, 20] {
                points.push(place(&[("n", n), ("p", p), ("q", p + 1), ("m", n * n)]));
            }
        }
        let axes = vec![vec!["n".to_owned()], vec!["p".to_owned(), "q".to_owned()]];
        let follows = Following { side: Side::Number(1.0), bases: vec!["n".to_owned()] };
        Grid::new(points, axes, Arc::new(IndexMap::from([("m".to_owned(), follows)])))
    }

    #[test]
    fn what_varies_together_is_bound_together() {
        let grid = grid();
        assert_eq!(grid.bases_of("m"), ["n"]);
        assert_eq!(grid.bases_beside("m", &|name| name == "p"), ["n"]);
        assert_eq!(grid.bases_beside("m", &|name| name == "n"), [""; 0]);
        assert_eq!(grid.bound_with("n"), ["n", "n", "m"]);
        let mut with_q = grid.bound_with("q");
        with_q.dedup();
        with_q.sort();
        with_q.dedup();
        assert_eq!(with_q, ["p", "q"]);
    }

    #[test]
    fn values_are_those_of_agreeing_points() {
        let grid = grid();
        let values = grid.values(&place(&[("n", 2)]), &grid.bound_with("p"));
        assert_eq!(values, [place(&[("p", 10), ("q", 11)]), place(&[("p", 20), ("q", 21)])]);
        assert_eq!(grid.projected(&|name| name == "n"), [place(&[("n", 1), ("m", 1)]), place(&[("n", 2), ("m", 4)])]);
    }
}
