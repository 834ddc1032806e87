//! The `[domain]` of a claim: the values among which a counterexample may be searched for.

use toml::{Table, Value};

/// The values that a search may put into a claim, one axis for each setting or key of the problem.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct SearchDomain {
    pub(super) axes: Vec<DomainAxis>,
}

/// A setting or a key of the problem, with the values that it may take.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct DomainAxis {
    pub(super) name: String,
    pub(super) values: AxisValues,
    /// Whether problems are drawn uniformly in the logarithm.
    pub(super) in_logarithm: bool,
}

/// The values along an axis; ranges include both ends.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum AxisValues {
    /// Real numbers.
    Real { low: f64, high: f64 },
    /// Whole numbers.
    Whole { low: i64, high: i64 },
    /// Words, such as prompt laws.
    Words(Vec<String>),
}

impl SearchDomain {
    /// The least and the greatest whole number that this setting or key may take. Returns `None` if its values are not whole numbers, or if it is
    /// not in the domain.
    pub(super) fn whole_range(&self, name: &str) -> Option<(i64, i64)> {
        self.axes.iter().find(|axis| axis.name == name).and_then(|axis| match axis.values {
            AxisValues::Whole { low, high } => Some((low, high)),
            AxisValues::Real { .. } | AxisValues::Words(_) => None,
        })
    }
}

/// Gives a prior that is `"uniform"` or a list the form `{ concept, mass }`, so that its mass can be set.
///
/// The favoured concept is the target, if there is one.
pub(super) fn make_room_for_mass(problem: &mut Table, name: &str) {
    let Some((prior, "mass")) = name.split_once('.') else { return };
    if problem.get(prior).is_some_and(Value::is_table) {
        return;
    }
    let concept = problem.get("target").cloned().unwrap_or(Value::Integer(0));
    problem.insert(prior.to_owned(), Value::Table([("concept".to_owned(), concept)].into_iter().collect()));
}

pub(super) fn number_of(value: &Value) -> f64 {
    value.as_float().or(value.as_integer().map(|i| i as f64)).unwrap_or(f64::NAN)
}

impl AxisValues {
    /// The two ends of a range, or all words.
    pub(super) fn ends(&self) -> Vec<Value> {
        match self {
            Self::Real { low, high } => vec![Value::Float(*low), Value::Float(*high)],
            Self::Whole { low, high } => vec![Value::Integer(*low), Value::Integer(*high)],
            Self::Words(words) => words.iter().cloned().map(Value::String).collect(),
        }
    }

    /// Whether it is a range of positive numbers.
    pub(super) fn is_positive(&self) -> bool {
        match self {
            Self::Real { low, .. } => *low > 0.0,
            Self::Whole { low, .. } => *low > 0,
            Self::Words(_) => false,
        }
    }

    /// Whether a value lies on the axis.
    pub(super) fn contains(&self, value: &Value) -> bool {
        match self {
            Self::Real { low, high } => (*low..=*high).contains(&number_of(value)),
            Self::Whole { low, high } => value.as_integer().is_some_and(|x| (*low..=*high).contains(&x)),
            Self::Words(words) => value.as_str().is_some_and(|word| words.iter().any(|known| known == word)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::example::PROBLEM;
    use crate::claim::{Claim, ClaimFile};

    fn file(sweep: &str, states: &str, domain: &str) -> ClaimFile {
        let text = format!("{PROBLEM}[sweep]\n{sweep}\n[claim]\nstates = \"{states}\"\n[domain]\n{domain}\n");
        ClaimFile::parse("mine.toml", &text).expect("a claim file")
    }

    fn of_claim(sweep: &str, states: &str, domain: &str) -> Result<SearchDomain, String> {
        match Claim::new("mine.toml".to_owned(), file(sweep, states, domain)) {
            Ok(claim) => Ok(claim.domain),
            Err(error) => Err(error.to_string().lines().last().expect("a message").to_owned()),
        }
    }

    fn domain(text: &str) -> Result<SearchDomain, String> {
        of_claim("samples = [16]", "naive.mse >= segment_bound", text)
    }

    #[test]
    fn ranges_and_words_are_told_apart() {
        let domain = domain(
            "dim = [2, 8]\nsamples = [1, 64]\nprompts = [\"cube\", \"sphere\"]\nweak.cosine = [-1, 2]\n\"source_prior.mass\" = [0, 1]",
        )
        .expect("a domain");
        let values = |name: &str| domain.axes.iter().find(|axis| axis.name == name).expect(name).values.clone();
        assert_eq!(values("dim"), AxisValues::Whole { low: 2, high: 8 });
        assert_eq!(values("samples"), AxisValues::Whole { low: 1, high: 64 });
        assert_eq!(values("prompts"), AxisValues::Words(vec!["cube".to_owned(), "sphere".to_owned()]));
        assert_eq!(values("weak.cosine"), AxisValues::Real { low: -1.0, high: 2.0 });
        assert_eq!(values("source_prior.mass"), AxisValues::Real { low: 0.0, high: 1.0 });
        assert!(values("dim").contains(&Value::Integer(2)) && !values("dim").contains(&Value::Integer(9)));
    }

    #[test]
    fn nonsense_is_named_with_its_remedy() {
        for (text, part) in [
            ("sampels = [1, 2]", "name a setting of naive.mse (samples"),
            ("batch = [1, 2]", "name a setting of naive.mse"),
            ("dim = 4", "give a range [low, high]"),
            ("dim = [2, 4, 8]", "give a range [low, high]"),
            ("noise = [0.5, inf]", "finite"),
            ("noise = []", "give a range"),
            ("dim = [2.5, 8]", "whole numbers"),
            ("noise = [2, 1]", "write [1, 2]"),
            ("samples = [0, 64]", "1 or more"),
            ("prompts = [\"cube\", \"ball\"]", "ball"),
            ("penalty = [\"small\"]", "a number, 0 or more"),
            ("\"weak.cosin\" = [0, 1]", "cosin"),
        ] {
            let message = domain(text).expect_err(text);
            assert!(message.starts_with("domain.") && message.contains(part), "{text}: {message}");
        }
    }

    /// A least number along a variable is refuted by one value of the variable; anything else that goes along it needs all its values.
    #[test]
    fn what_the_sentence_goes_along_is_no_axis_of_the_search() {
        let sweep = "samples = [16, 64, 256]\npenalty = [0.1, 1]";
        let of = |states: &str, domain: &str| of_claim(sweep, states, domain);
        assert!(of("min(naive.mse over samples) >= segment_bound", "samples = [1, 64]").is_ok());
        for states in [
            "limit(naive.mse over samples) == segment_bound",
            "min(naive.mse over samples) <= segment_bound",
            "min(naive.mse over samples) == segment_bound",
            "decreasing(naive.mse over samples)",
            "min(naive.mse over samples) >= min(naive.mse over samples) - 1",
        ] {
            let message = of(states, "samples = [1, 64]").expect_err(states);
            assert!(message.contains("goes along it"), "{states}: {message}");
        }
        assert!(of("decreasing(naive.mse over samples)", "penalty = [0, 1]").is_ok());
    }

    #[test]
    fn the_favoured_concept_of_a_prior_is_the_target() {
        let mut problem = file("", "naive.mse >= 0", "").problem;
        problem["target"] = Value::Integer(1);
        make_room_for_mass(&mut problem, "source_prior.mass");
        assert_eq!(problem["source_prior"]["concept"].as_integer(), Some(1));
    }
}
