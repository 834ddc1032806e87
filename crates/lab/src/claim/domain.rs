//! The `[domain]` of a claim: the values among which a counterexample may be searched for.

use toml::{Table, Value};

use super::{Claim, ClaimFault, Comparison};
use crate::family::{ProblemFault, is_problem_key, key};
use crate::setting::{LARGEST_WHOLE, Setting, SettingValue, Settings};
use crate::study::{Cell, CellError};

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
    /// Reads the `[domain]` table of a claim.
    ///
    /// ```toml
    /// [domain]
    /// prompts = ["cube", "gaussian"]
    /// dim = [2, 32]
    /// "weak.cosine" = [-1, 2]
    /// "source_prior.mass" = [0.05, 0.95]
    /// noise = { log = [0.1, 10] }   # for `most`: uniform in the logarithm
    /// ```
    ///
    /// # Errors
    ///
    /// [`ClaimFault::BadDomain`] with key, value and remedy.
    pub(super) fn parse(claim: &Claim) -> Result<Self, ClaimFault> {
        let mut entries = Vec::new();
        collect_entries("", claim.file.domain.as_ref().unwrap_or(&Table::new()), &mut entries);
        let settings = claim.settings();
        let axis =
            |(name, value, in_logarithm): (String, Value, bool)| match axis_values(claim, &settings, &name, &value) {
                Ok(values) if in_logarithm && !values.is_positive() => {
                    let remedy = "a logarithmic range has two positive ends".to_owned();
                    Err(ClaimFault::BadDomain { name, value: value.to_string(), remedy })
                }
                Ok(values) => Ok(DomainAxis { name, values, in_logarithm }),
                Err(remedy) => Err(ClaimFault::BadDomain { name, value: value.to_string(), remedy }),
            };
        Ok(Self { axes: entries.into_iter().map(axis).collect::<Result<_, _>>()? })
    }

    /// The least and the greatest whole number that this setting or key may take. Returns `None` if its values are not whole numbers, or if it is
    /// not in the domain.
    pub(super) fn whole_range(&self, name: &str) -> Option<(i64, i64)> {
        self.axes.iter().find(|axis| axis.name == name).and_then(|axis| match axis.values {
            AxisValues::Whole { low, high } => Some((low, high)),
            AxisValues::Real { .. } | AxisValues::Words(_) => None,
        })
    }
}

/// Entries by their dotted names: a table holds keys of the problem.
#[expect(clippy::wildcard_enum_match_arm, reason = "TOML has more kinds of values than are told apart here")]
fn collect_entries(prefix: &str, table: &Table, entries: &mut Vec<(String, Value, bool)>) {
    for (key, value) in table {
        match value {
            Value::Table(inner) if inner.len() == 1 && inner.contains_key("log") => {
                entries.push((format!("{prefix}{key}"), inner["log"].clone(), true));
            }
            Value::Table(inner) => collect_entries(&format!("{prefix}{key}."), inner, entries),
            other => entries.push((format!("{prefix}{key}"), other.clone(), false)),
        }
    }
}

/// The values of one entry, or the remedy.
fn axis_values(claim: &Claim, settings: &[Setting], name: &str, value: &Value) -> Result<AxisValues, String> {
    let setting = settings.iter().find(|setting| setting.name == name);
    if setting.is_none() && !is_problem_key(name) {
        let known: Vec<&str> = settings.iter().map(|setting| &*setting.name).collect();
        return Err(format!("name a setting of what is measured ({}) or a key of the problem", known.join(", ")));
    }
    let bound =
        claim.bound_variables().iter().any(|bound| claim.grid.bound_with(bound).iter().any(|known| known == name));
    if bound && (claim.file.claim.most.is_some() || !is_settled_by_one_value(claim, name)) {
        return Err(
            "the sentence or a quantifier goes along it, so it cannot vary in the search too; take it out".to_owned()
        );
    }
    let values = range_or_words(name, setting, value)?;
    for end in values.ends() {
        match setting {
            Some(setting) => accepts_setting(setting, end)?,
            None => accepts_key(&claim.file.problem, name, end)?,
        }
    }
    Ok(values)
}

/// Whether one value of a variable refutes the claim: it says that the least number along the variable is at least something, or the greatest at most.
fn is_settled_by_one_value(claim: &Claim, name: &str) -> bool {
    let shape = claim.shape();
    let extremum = match shape.comparison() {
        Comparison::AtLeast => "min",
        Comparison::AtMost => "max",
        Comparison::Equal => return false,
    };
    let is_extremum = shape.functional.is_some_and(|functional| functional.name == extremum);
    let alone = claim.bound_variables().iter().filter(|bound| *bound == name).count() <= 2;
    is_extremum && shape.along.as_deref() == Some(name) && alone && claim.inner_variables().all(|inner| inner != name)
}

fn range_or_words(name: &str, setting: Option<&Setting>, value: &Value) -> Result<AxisValues, String> {
    let entries = value.as_array().map(Vec::as_slice).unwrap_or_default();
    let words: Option<Vec<String>> = entries.iter().map(|word| word.as_str().map(str::to_owned)).collect();
    if let Some(words) = words.filter(|words| !words.is_empty()) {
        return Ok(AxisValues::Words(words));
    }
    let number = |value: &Value| value.as_float().or(value.as_integer().map(|i| i as f64)).filter(|x| x.is_finite());
    let ends: Option<Vec<f64>> = entries.iter().map(number).collect();
    let Some([low, high]) = ends.as_deref() else {
        return Err("give a range [low, high] of finite numbers, or a list of words".to_owned());
    };
    if low > high {
        return Err(format!("the range is empty; write [{high}, {low}]"));
    }
    let is_count =
        key(name).is_some_and(|key| key.is_count) || setting.is_some_and(|setting| setting.domain.is_count());
    if !is_count {
        return Ok(AxisValues::Real { low: *low, high: *high });
    }
    if [low, high].iter().any(|end| end.fract() != 0.0 || end.abs() > LARGEST_WHOLE) {
        return Err("it counts something; give whole numbers".to_owned());
    }
    Ok(AxisValues::Whole { low: *low as i64, high: *high as i64 })
}

#[expect(clippy::wildcard_enum_match_arm, reason = "TOML has more kinds of values than are told apart here")]
fn accepts_setting(setting: &Setting, value: Value) -> Result<(), String> {
    let value = match value {
        Value::String(word) => SettingValue::Word(word),
        other => SettingValue::Number(number_of(&other)),
    };
    let given = [(setting.name.to_string(), value)].into_iter().collect();
    Settings::select(std::slice::from_ref(setting), &given).map(|_| ()).map_err(|error| error.to_string())
}

/// Whether the description of a problem can hold this value. The result may still be an invalid problem.
fn accepts_key(problem: &Table, name: &str, value: Value) -> Result<(), String> {
    let mut problem = problem.clone();
    make_room_for_mass(&mut problem, name);
    let point = [(name.to_owned(), value)].into_iter().collect();
    match Cell::new(&problem, &point, &[]) {
        Err(CellError::Problem(ProblemFault::Syntax(message))) => Err(message),
        _ => Ok(()),
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

fn number_of(value: &Value) -> f64 {
    value.as_float().or(value.as_integer().map(|i| i as f64)).unwrap_or(f64::NAN)
}

impl AxisValues {
    /// The two ends of a range, or all words.
    fn ends(&self) -> Vec<Value> {
        match self {
            Self::Real { low, high } => vec![Value::Float(*low), Value::Float(*high)],
            Self::Whole { low, high } => vec![Value::Integer(*low), Value::Integer(*high)],
            Self::Words(words) => words.iter().cloned().map(Value::String).collect(),
        }
    }

    /// Whether it is a range of positive numbers.
    fn is_positive(&self) -> bool {
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
    use crate::claim::{ClaimError, ClaimFile};

    fn file(sweep: &str, states: &str, domain: &str) -> ClaimFile {
        let text = format!(
            r#"
            id = "mine"
            [problem]
            dim = 4
            prompts = "cube"
            concepts = {{ orthonormal = 2 }}
            source_prior = "uniform"
            target = 1
            noise = 0.5
            weak = {{ cosine = 0.8, off_hull = 0.6, noise = 0.5 }}
            [sweep]
            {sweep}
            [claim]
            states = "{states}"
            [domain]
            {domain}
            "#
        );
        ClaimFile::parse("mine.toml", &text).expect("a claim file")
    }

    fn of_claim(sweep: &str, states: &str, domain: &str) -> Result<SearchDomain, String> {
        match Claim::new("mine.toml".to_owned(), file(sweep, states, domain)) {
            Ok(claim) => Ok(claim.domain),
            Err(ClaimError::Invalid { fault, .. }) => Err(fault.to_string()),
            Err(other) => panic!("{other}"),
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
            ("sampels = [1, 2]", "name a setting of what is measured (samples"),
            ("batch = [1, 2]", "name a setting of what is measured"),
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
        make_room_for_mass(&mut problem, "source_prior.mass");
        assert_eq!(problem["source_prior"]["concept"].as_integer(), Some(1));
    }
}
