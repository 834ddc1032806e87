//! Ranges of numbers between two ends.

use toml::{Table, Value};

use super::SweepError;
use crate::setting::LARGEST_WHOLE;

/// The spacing of numbers between the ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spacing {
    Linear,
    Log,
    Integers,
    LogIntegers,
}

/// Two ends, both included, and the spacing of numbers between them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct SweepRange {
    spacing: Spacing,
    first: f64,
    last: f64,
}

impl SweepRange {
    /// Reads `{ log = [first, last] }` and the other spacings. Returns `None` if the table is not a range.
    ///
    /// # Errors
    ///
    /// [`SweepError::Malformed`] if there are not exactly two ends, or if they do not suit the spacing.
    pub(super) fn of(name: &str, table: &Table) -> Result<Option<Self>, SweepError> {
        let Some((spacing, value)) = described(name, table)? else { return Ok(None) };
        match parts(value) {
            [first, last] => Self::between(name, spacing, value, first, last).map(Some),
            _ => {
                Err(SweepError::malformed(name, value, "give [first, last]; the design says how many points there are"))
            }
        }
    }

    /// The value at a share of the range, from 0 to below 1. On the scale of the range, every whole number has an equal part.
    pub(super) fn at(&self, share: f64) -> Value {
        let (low, high) = (self.first.min(self.last), self.first.max(self.last));
        if !self.spacing.is_whole() {
            return Value::Float(self.between_ends(share).clamp(low, high));
        }
        let wider = Self { last: self.last + 1.0, ..*self };
        Value::Integer(wider.between_ends(share).floor().clamp(low, high) as i64)
    }

    fn between(name: &str, spacing: Spacing, value: &Value, first: &Value, last: &Value) -> Result<Self, SweepError> {
        let bad = |expected| SweepError::malformed(name, value, expected);
        let (Some(first), Some(last)) = (number(first), number(last)) else {
            return Err(bad("the two ends must be finite numbers"));
        };
        if matches!(spacing, Spacing::Log | Spacing::LogIntegers) && !(first > 0.0 && last > 0.0) {
            return Err(bad("the ends of a logarithmic range must be positive"));
        }
        if spacing.is_whole() {
            if [first, last].iter().any(|end| end.fract() != 0.0 || end.abs() > LARGEST_WHOLE) {
                return Err(bad("the two ends must be whole numbers"));
            }
            if first > last {
                return Err(bad("write the smaller end first"));
            }
        }
        Ok(Self { spacing, first, last })
    }

    /// The real number at a share of the range. The ends are exact.
    fn between_ends(&self, share: f64) -> f64 {
        let Self { spacing, first, last } = *self;
        match spacing {
            _ if share == 0.0 => first,
            _ if share == 1.0 => last,
            Spacing::Log | Spacing::LogIntegers => first * (last / first).powf(share),
            Spacing::Linear | Spacing::Integers => first + share * (last - first),
        }
    }
}

/// The values of `{ log = [first, last, count] }` and the other spacings, at most `most` values. Returns `None` if the table is not a range.
///
/// # Errors
///
/// [`SweepError::Malformed`], with what was expected, and [`SweepError::TooManyValues`].
pub(super) fn range_values(name: &str, table: &Table, most: u64) -> Result<Option<Vec<Value>>, SweepError> {
    let Some((spacing, value)) = described(name, table)? else { return Ok(None) };
    let bad = |expected| SweepError::malformed(name, value, expected);
    let (first, last, third) = match parts(value) {
        [first, last, third] => (first, last, Some(third)),
        [first, last] if spacing == Spacing::Integers => (first, last, None),
        _ if spacing == Spacing::Integers => return Err(bad("give [first, last] or [first, last, step]")),
        _ => return Err(bad("give [first, last, count]")),
    };
    let range = SweepRange::between(name, spacing, value, first, last)?;
    if spacing == Spacing::Integers {
        let step = third.map_or(Some(1), Value::as_integer).filter(|step| *step >= 1);
        let step = step.ok_or(bad("the step must be a whole number, 1 or more"))?;
        let (first, last) = (range.first as i64, range.last as i64);
        check_count(name, value, (last - first) / step + 1, most)?;
        return Ok(Some((0..=(last - first) / step).map(|i| Value::Integer(first + i * step)).collect()));
    }
    let count = third.and_then(Value::as_integer).filter(|count| *count >= 2);
    let count = count.ok_or(bad("the count must be a whole number from 2 on"))?;
    check_count(name, value, count, most)?;
    let numbers = (0..count).map(|i| range.between_ends(i as f64 / (count - 1) as f64));
    if spacing == Spacing::LogIntegers {
        let mut rounded: Vec<i64> = numbers.map(|number| number.round() as i64).collect();
        rounded.dedup();
        return Ok(Some(rounded.into_iter().map(Value::Integer).collect()));
    }
    Ok(Some(numbers.map(Value::Float).collect()))
}

/// Refuses a range or a design that asks for more values than a variable may have.
pub(super) fn check_count(name: &str, value: &Value, count: i64, most: u64) -> Result<(), SweepError> {
    match count.unsigned_abs() <= most {
        true => Ok(()),
        false => Err(SweepError::TooManyValues { name: name.to_owned(), value: value.to_string(), most }),
    }
}

/// The spacing of a range and the list that describes it. Returns `None` if the table is not a range.
///
/// # Errors
///
/// [`SweepError::Malformed`] for the names that spacings have in NumPy, which no key of a problem has.
fn described<'t>(name: &str, table: &'t Table) -> Result<Option<(Spacing, &'t Value)>, SweepError> {
    let Some((spacing, value)) = table.iter().next().filter(|_| table.len() == 1) else { return Ok(None) };
    let elsewhere = |expected| Err(SweepError::malformed(&format!("{name}.{spacing}"), value, expected));
    let spacing = match spacing.as_str() {
        "linear" => Spacing::Linear,
        "log" => Spacing::Log,
        "integers" => Spacing::Integers,
        "log_integers" => Spacing::LogIntegers,
        "logspace" | "geomspace" => return elsewhere("write { log = [first, last, count] }, with the ends themselves"),
        "linspace" => return elsewhere("write { linear = [first, last, count] }"),
        "arange" | "range" => return elsewhere("write { integers = [first, last, step] }, with the last one included"),
        _ => return Ok(None),
    };
    Ok(Some((spacing, value)))
}

fn parts(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn number(value: &Value) -> Option<f64> {
    value.as_float().or(value.as_integer().map(|i| i as f64)).filter(|x| x.is_finite())
}

impl Spacing {
    fn is_whole(self) -> bool {
        matches!(self, Self::Integers | Self::LogIntegers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::problem_keys;

    fn values(text: &str) -> Vec<Value> {
        range_values("x", &text.parse().expect("TOML"), 100).expect(text).expect("a range")
    }

    fn integers(text: &str) -> Vec<i64> {
        values(text).iter().map(|value| value.as_integer().expect("a whole number")).collect()
    }

    #[test]
    fn spacings_of_numpy_are_told_from_keys() {
        for (text, remedy) in [
            ("logspace = [-3, 2, 6]", "write { log = [first, last, count] }, with the ends themselves"),
            ("linspace = [0, 1, 3]", "write { linear = [first, last, count] }"),
            ("arange = [0, 10, 2]", "write { integers = [first, last, step] }, with the last one included"),
        ] {
            let error = range_values("x", &text.parse().expect("TOML"), 100).expect_err(text).to_string();
            assert!(error.contains("x.") && error.ends_with(remedy), "{error}");
        }
        let spacings = ["logspace", "geomspace", "linspace", "arange", "range"];
        assert!(problem_keys().all(|key| key.rsplit('.').next().is_none_or(|last| !spacings.contains(&last))));
    }

    #[test]
    fn ends_are_exact() {
        let floats: Vec<f64> = values("log = [1e-3, 1e2, 6]").iter().filter_map(Value::as_float).collect();
        assert_eq!((floats[0], floats[5]), (1e-3, 1e2));
        assert!((floats[3] - 1.0).abs() < 1e-15);
        assert_eq!(values("linear = [0, 1, 3]")[1].as_float(), Some(0.5));
    }

    #[test]
    fn whole_numbers_are_whole_and_each_comes_once() {
        assert_eq!(integers("integers = [2, 5]"), [2, 3, 4, 5]);
        assert_eq!(integers("integers = [-3, 8, 5]"), [-3, 2, 7]);
        assert_eq!(integers("integers = [4, 4]"), [4]);
        assert_eq!(integers("log_integers = [1, 1024, 11]"), (0..11).map(|i| 1 << i).collect::<Vec<i64>>());
        // 1, 1.29, 1.67, 2.15, 2.78, 3.59, 4.64, 5.99, 7.74, 10.
        assert_eq!(integers("log_integers = [1, 10, 10]"), [1, 2, 3, 4, 5, 6, 8, 10]);
    }

    #[test]
    fn whole_numbers_share_the_way_evenly() {
        let at = |text: &str, share| {
            SweepRange::of("x", &text.parse().expect("TOML")).expect(text).expect("a range").at(share)
        };
        let whole = |share| at("integers = [2, 5]", share).as_integer();
        assert_eq!([0.0, 0.24, 0.26, 0.74, 0.76, 0.999].map(whole), [2, 2, 3, 4, 5, 5].map(Some));
        // From 1 to 4 on a logarithmic scale the number 1 has the part from 1 to 2.
        let log = |share| at("log_integers = [1, 3]", share).as_integer();
        assert_eq!([0.0, 0.49, 0.51, 0.999].map(log), [1, 1, 2, 3].map(Some));
        assert_eq!(at("linear = [1, 0]", 0.25).as_float(), Some(0.75));
    }

    #[test]
    fn what_is_no_range_is_left_alone() {
        for text in ["cosine = [0, 1]", "log = [1, 2, 3]\nlinear = [1, 2, 3]", ""] {
            assert_eq!(range_values("x", &text.parse().expect("TOML"), 100), Ok(None), "{text}");
        }
    }
}
