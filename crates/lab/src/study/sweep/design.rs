//! Designs: points that are spread over several variables at once.

use rand::RngExt;
use rand::seq::SliceRandom;
use sobol_burley::sample;
use toml::{Table, Value};

use super::SweepError;
use super::axis::GridAxis;
use super::range::{SweepRange, check_count};
use weak_to_strong::random::{ContentKey, open_stream};

/// The way in which points are spread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Design {
    /// Each of n equal parts of each variable's range has exactly one point; McKay, Beckman and Conover (1979).
    LatinHypercube,
    /// Sobol' points with Owen scrambling, Burley (2020): every part of the space has nearly its share of the points.
    Sobol,
}

/// The default seed of a design.
const DEFAULT_SEED: u32 = 1;

/// Length of a Sobol' sequence.
const MOST_SOBOL_POINTS: i64 = 1 << 16;

impl Design {
    /// The design of this name in a sweep.
    pub(super) fn by_name(name: &str) -> Option<Self> {
        [Self::LatinHypercube, Self::Sobol].into_iter().find(|design| design.name() == name)
    }

    fn name(self) -> &'static str {
        match self {
            Self::LatinHypercube => "latin_hypercube",
            Self::Sobol => "sobol",
        }
    }

    /// Reads `{ points = …, seed = …, … }`, and makes an axis of its points. Their number is limited.
    ///
    /// # Errors
    ///
    /// [`SweepError`], which names the entry, its value and what was expected.
    pub(super) fn axis(self, value: &Value, most: u64) -> Result<GridAxis, SweepError> {
        let bad = |expected| SweepError::malformed(self.name(), value, expected);
        let described = value.as_table();
        let mut table = described.ok_or(bad("give a table { points = 100, noise = { log = [0.1, 2] } }"))?.clone();
        let points = self.points(table.remove("points").ok_or(bad("say how many points: points = 100"))?, most)?;
        let seed = table.remove("seed").map_or(Ok(DEFAULT_SEED), |seed| self.seed(&seed))?;
        let mut variables = Vec::new();
        collect_variables("", &table, &mut variables)?;
        if variables.is_empty() {
            return Err(bad("name a variable, such as noise = { log = [0.1, 2] }"));
        }
        let names: Vec<&str> = variables.iter().map(|(name, _)| name.as_str()).collect();
        let shares = self.shares(points, seed, &names)?;
        let step = |i: usize| {
            let value =
                |((name, values), shares): (&(String, VariableValues), &Vec<f64>)| (name.clone(), values.at(shares[i]));
            variables.iter().zip(&shares).map(value).collect()
        };
        Ok((0..points).map(step).collect())
    }

    fn points(self, value: Value, most: u64) -> Result<usize, SweepError> {
        let (longest, expected) = match self {
            Self::LatinHypercube => (i64::MAX, "give a whole number, 1 or more"),
            Self::Sobol => (MOST_SOBOL_POINTS, "give a whole number from 1 to 65536; a power of two spreads best"),
        };
        let name = format!("{}.points", self.name());
        let points = value.as_integer().filter(|points| (1..=longest).contains(points));
        let points = points.ok_or_else(|| SweepError::malformed(&name, &value, expected))?;
        check_count(&name, &value, points, most)?;
        Ok(points as usize)
    }

    fn seed(self, value: &Value) -> Result<u32, SweepError> {
        let seed = value.as_integer().and_then(|seed| u32::try_from(seed).ok());
        let name = format!("{}.seed", self.name());
        seed.ok_or_else(|| SweepError::malformed(&name, value, "give a whole number from 0 to 4294967295"))
    }

    /// For each variable, the shares of the range (from 0 to below 1) of all points.
    fn shares(self, points: usize, seed: u32, names: &[&str]) -> Result<Vec<Vec<f64>>, SweepError> {
        let dimensions = sobol_burley::NUM_DIMENSIONS as usize;
        match self {
            Self::LatinHypercube => Ok(names.iter().map(|name| one_in_each_part(points, seed, name)).collect()),
            Self::Sobol if names.len() > dimensions => {
                Err(SweepError::TooManyVariables { variables: names.len(), most: dimensions })
            }
            Self::Sobol => {
                let along = |axis: u32| (0..points as u32).map(|i| f64::from(sample(i, axis, seed))).collect();
                Ok((0..names.len() as u32).map(along).collect())
            }
        }
    }
}

/// A number in each of n equal parts of [0, 1), in random order. Each variable has its own stream, so another variable does not change its
/// numbers.
fn one_in_each_part(points: usize, seed: u32, variable: &str) -> Vec<f64> {
    let mut stream = open_stream(u64::from(seed), &ContentKey::of(&format!("latin_hypercube {variable}")), 0);
    let mut parts: Vec<usize> = (0..points).collect();
    parts.shuffle(&mut stream);
    parts.into_iter().map(|part| (part as f64 + stream.random::<f64>()) / points as f64).collect()
}

/// The values over which a variable is spread.
enum VariableValues {
    Range(SweepRange),
    List(Vec<Value>),
}

impl VariableValues {
    fn at(&self, share: f64) -> Value {
        match self {
            Self::Range(range) => range.at(share),
            Self::List(values) => values[((share * values.len() as f64) as usize).min(values.len() - 1)].clone(),
        }
    }
}

/// Variables by their dotted names. A table that is not a range holds several variables.
#[expect(clippy::wildcard_enum_match_arm, reason = "TOML has more kinds of values than are told apart here")]
fn collect_variables(
    prefix: &str,
    table: &Table,
    variables: &mut Vec<(String, VariableValues)>,
) -> Result<(), SweepError> {
    for (key, value) in table {
        let name = format!("{prefix}{key}");
        match value {
            Value::Array(values) if values.is_empty() => return Err(SweepError::Empty { name }),
            Value::Array(values) => variables.push((name, VariableValues::List(values.clone()))),
            Value::Table(inner) => match SweepRange::of(&name, inner)? {
                Some(range) => variables.push((name, VariableValues::Range(range))),
                None => collect_variables(&format!("{name}."), inner, variables)?,
            },
            _ => {
                let expected = "give a range { log = [first, last] } or a list [..]; what does not vary stands in [problem] or as a list of one";
                return Err(SweepError::malformed(&name, value, expected));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn axis(design: Design, text: &str) -> GridAxis {
        design.axis(&Value::Table(text.parse().expect("TOML")), 1000).expect(text)
    }

    fn shares(design: Design, points: usize, seed: u32) -> Vec<Vec<f64>> {
        design.shares(points, seed, &["noise", "weak.cosine", "batch"]).expect("three variables")
    }

    proptest! {
        /// Each of n equal parts of each variable's range has exactly one of n points.
        #[test]
        fn every_part_of_a_latin_hypercube_is_hit_once(points in 1..400usize, seed in any::<u32>()) {
            for along in shares(Design::LatinHypercube, points, seed) {
                let mut parts: Vec<usize> = along.iter().map(|share| (share * points as f64) as usize).collect();
                parts.sort_unstable();
                // Rounding puts a number into another part with probability below 400·2⁻⁵².
                prop_assert_eq!(parts, (0..points).collect::<Vec<_>>());
            }
        }

        /// Points of a Sobol' sequence differ in every coordinate, and lie in [0, 1).
        #[test]
        fn sobol_points_are_distinct_and_within_bounds(points in 1..2000usize, seed in any::<u32>()) {
            for mut along in shares(Design::Sobol, points, seed) {
                prop_assert!(along.iter().all(|share| (0.0..1.0).contains(share)));
                along.sort_by(f64::total_cmp);
                prop_assert!(along.windows(2).all(|pair| pair[0] < pair[1]));
            }
        }

        /// For every design, values stay within the given ends.
        #[test]
        fn values_stay_between_the_ends(low in 1e-6..1.0f64, width in 0.0..1e6f64, points in 1..64usize, seed in any::<u32>()) {
            for design in [Design::LatinHypercube, Design::Sobol] {
                let text = format!("points = {points}\nseed = {seed}\nnoise = {{ log = [{low:?}, {:?}] }}", low + width);
                for step in axis(design, &text) {
                    prop_assert!((low..=low + width).contains(&step[0].1.as_float().expect("a number")));
                }
            }
        }
    }

    #[test]
    fn variables_of_all_kinds_are_spread_together() {
        let text = "points = 8\nnoise = { log = [0.1, 2] }\nweak.cosine = { linear = [0, 1] }\ndim = { integers = [2, 5] }\n\
                    prompts = [\"cube\", \"gaussian\"]";
        for design in [Design::LatinHypercube, Design::Sobol] {
            let points = axis(design, text);
            assert_eq!(points.len(), 8);
            let names: Vec<&str> = points[0].iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(names, ["noise", "weak.cosine", "dim", "prompts"]);
            // Of 8 points two are in each quarter, and four in each half.
            let counts = |k: usize, value: &str| points.iter().filter(|step| step[k].1.to_string() == value).count();
            assert_eq!([2, 3, 4, 5].map(|dim| counts(2, &dim.to_string())), [2; 4], "{design:?}");
            assert_eq!(counts(3, "\"cube\""), 4, "{design:?}");
        }
    }

    #[test]
    fn seeds_change_points_and_other_variables_do_not() {
        let first = |text: &str| axis(Design::LatinHypercube, text)[0][0].1.to_string();
        let alone = first("points = 9\nnoise = { linear = [0, 1] }");
        assert_eq!(alone, first("points = 9\nseed = 1\nnoise = { linear = [0, 1] }\nbatch = { integers = [1, 9] }"));
        assert_ne!(alone, first("points = 9\nseed = 2\nnoise = { linear = [0, 1] }"));
        assert_ne!(shares(Design::Sobol, 4, 1), shares(Design::Sobol, 4, 2));
        // The parts come in another order for each variable: 1 in 64! that two orders agree.
        let order = |along: &Vec<f64>| along.iter().map(|share| (share * 64.0) as usize).collect::<Vec<_>>();
        let orders: Vec<Vec<usize>> = shares(Design::LatinHypercube, 64, 1).iter().map(order).collect();
        assert!(orders[0] != orders[1] && orders[1] != orders[2] && !orders.contains(&(0..64).collect()));
    }
}
