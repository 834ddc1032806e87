//! Numbers as people read them.

use weak_to_strong::evidence::Interval;
use weak_to_strong_lab::setting::SettingValue;

/// Returns a number with this many significant digits. Very large and very small numbers have an exponent.
///
/// ```
/// use weak_to_strong_report::significant;
/// assert_eq!(significant(0.345270, 4), "0.3453");
/// assert_eq!(significant(1234.5, 3), "1230");
/// assert_eq!(significant(1.5e-7, 3), "1.50e-7");
/// ```
pub fn significant(value: f64, digits: usize) -> String {
    if value == 0.0 || !value.is_finite() {
        return format!("{value}");
    }
    let exponential = format!("{:.*e}", digits - 1, value);
    let exponent: i32 = exponential.split_once('e').and_then(|(_, e)| e.parse().ok()).unwrap_or(0);
    if !(-4..7).contains(&exponent) {
        return exponential;
    }
    let decimals = digits as i32 - 1 - exponent;
    if decimals >= 0 {
        return format!("{:.*}", decimals as usize, value);
    }
    let unit = 10f64.powi(-decimals);
    format!("{:.0}", (value / unit).round() * unit)
}

/// Returns a count with its thousands separated.
///
/// ```
/// use weak_to_strong_report::grouped;
/// assert_eq!(grouped(27_330_960), "27,330,960");
/// assert_eq!(grouped(999), "999");
/// ```
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let first = (digits.len() + 2) % 3 + 1;
    let (head, rest) = digits.split_at(first);
    let groups = (0..rest.len()).step_by(3).map(|start| format!(",{}", &rest[start..start + 3]));
    head.to_owned() + &groups.collect::<String>()
}

/// The most digits that a person is shown; files have all.
const MOST_DIGITS: i32 = 6;

/// Returns a value with its standard error, such as `0.3453 ± 0.0012`. Both are rounded to the second significant digit of the standard error, and to six digits.
pub fn measured(value: f64, standard_error: f64) -> String {
    if standard_error <= 0.0 || !standard_error.is_finite() || value == 0.0 {
        return format!("{} ± {}", significant(value, 6), significant(standard_error, 2));
    }
    let digits = (value.abs() / standard_error).log10().floor() as i32 + 2;
    format!("{} ± {}", significant(value, digits.clamp(1, MOST_DIGITS) as usize), significant(standard_error, 2))
}

/// Returns a value with its interval, such as `1.014 [0.981, 1.047]`. All three are rounded to the second significant digit of half the interval's length, and
/// to six digits.
///
/// ```
/// use weak_to_strong::evidence::Interval;
/// use weak_to_strong_report::with_interval;
/// assert_eq!(with_interval(1.01379, &Interval { lower: 0.98123, upper: 1.04690 }), "1.014 [0.981, 1.047]");
/// ```
pub fn with_interval(value: f64, interval: &Interval) -> String {
    let error = 0.5 * (interval.upper - interval.lower);
    format!("{} {}", rounded(value, error), interval_text(interval))
}

/// Returns an interval, such as `[0.981, 1.047]`, rounded to the second significant digit of half its length.
pub fn interval_text(interval: &Interval) -> String {
    let error = 0.5 * (interval.upper - interval.lower);
    format!("[{}, {}]", rounded(interval.lower, error), rounded(interval.upper, error))
}

/// Returns a number that is rounded to the second significant digit of its error, and to six digits; to four if its error is 0 or not known.
pub fn rounded(value: f64, error: f64) -> String {
    if value == 0.0 || !error.is_finite() || error <= 0.0 {
        return significant(value, 4);
    }
    let digits = value.abs().log10().floor() as i32 - error.log10().floor() as i32 + 2;
    significant(value, digits.clamp(1, MOST_DIGITS) as usize)
}

/// A value of a variable. A number with many digits is rounded.
pub(crate) fn value_text(value: &SettingValue) -> String {
    let all = value.to_string();
    match value {
        SettingValue::Number(number) if all.len() > 8 => significant(*number, 5),
        SettingValue::Number(_) | SettingValue::Word(_) => all,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_significant() {
        for (value, text) in
            [(0.0, "0"), (99.996, "100.0"), (0.00012347, "0.0001235"), (-2.5, "-2.500"), (123456.0, "123500")]
        {
            assert_eq!(significant(value, 4), text);
        }
        assert_eq!(measured(0.345271, 0.00123), "0.3453 ± 0.0012");
        assert_eq!(measured(0.0001, 0.1), "0.0001 ± 0.10");
    }

    #[test]
    fn numbers_are_rounded_to_their_error() {
        let text = |value, lower, upper| with_interval(value, &Interval { lower, upper });
        assert_eq!(text(0.388_612, 0.368_6, 0.408_6), "0.389 [0.369, 0.409]");
        assert_eq!(text(1234.5, 1200.0, 1270.0), "1234 [1200, 1270]");
        assert_eq!(text(0.5, 0.5, 0.5), "0.5000 [0.5000, 0.5000]");
        assert_eq!(text(1.0 - 6e-10, 1.0 - 7e-10, 1.0), "1.00000 [1.00000, 1.00000]");
        assert_eq!(text(2.0, f64::NEG_INFINITY, f64::INFINITY), "2.000 [-inf, inf]");
        // An end that is 0 to this precision is shown with one digit.
        assert_eq!(text(0.1, -0.000_4, 0.200_4), "0.10 [-0.0004, 0.20]");
    }
}
