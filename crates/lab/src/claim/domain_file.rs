//! The `[domain]` table of a claim file.

use toml::{Table, Value};

use super::domain::{AxisValues, DomainAxis, SearchDomain, make_room_for_mass, number_of};
use super::{Claim, ClaimFault, Comparison};
use crate::family::{ProblemFault, is_problem_key, key, problem_keys};
use crate::sentence::{nearest, words_to_write};
use crate::setting::{LARGEST_WHOLE, Setting, SettingValue, Settings};
use crate::study::{Cell, CellError};

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
        let measured: Vec<String> = claim.quantities().iter().map(|quantity| quantity.name.to_string()).collect();
        let of = if measured.is_empty() { "the sentence".to_owned() } else { measured.join(" and ") };
        let near = nearest(name, known.iter().copied()).or_else(|| nearest(name, problem_keys()));
        let near = near.map_or_else(String::new, |near| format!("did you mean {near}? "));
        return Err(format!("{near}name a setting of {of} ({}) or a key of the problem", known.join(", ")));
    }
    let bound =
        claim.bound_variables().iter().any(|bound| claim.grid.bound_with(bound).iter().any(|known| known == name));
    if bound && (claim.file.claim.most.is_some() || !is_settled_by_one_value(claim, name)) {
        return Err(
            "the sentence or a quantifier goes along it, so it cannot vary in the search too; take it out".to_owned()
        );
    }
    let values = range_or_words(name, setting, value)?;
    let words = setting.map_or_else(|| key(name).map_or_else(Vec::new, |key| (key.words)()), words_of);
    for end in values.ends() {
        let is_file = |word: &str| setting.is_some_and(|setting| setting.domain.file(word).is_some());
        if let Some(word) = end.as_str().filter(|word| !words.is_empty() && !words.contains(word) && !is_file(word)) {
            return Err(format!("{name} is never \"{word}\"; {}", words_to_write(word, &words)));
        }
        match setting {
            Some(setting) => accepts_setting(setting, end)?,
            None => accepts_key(&claim.file.problem, name, end)?,
        }
    }
    Ok(values)
}

fn words_of(setting: &Setting) -> Vec<&str> {
    setting.domain.words().iter().map(|word| &**word).collect()
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
        Err(CellError::Problem(ProblemFault::Syntax { message, .. })) => Err(message),
        _ => Ok(()),
    }
}
