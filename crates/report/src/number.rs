//! Numbers as people read them.

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

/// Returns a value with its standard error, such as `0.3453 ± 0.0012`. Both are rounded to the second significant digit of the standard error.
pub fn measured(value: f64, standard_error: f64) -> String {
    if standard_error <= 0.0 || !standard_error.is_finite() || value == 0.0 {
        return format!("{} ± {}", significant(value, 6), significant(standard_error, 2));
    }
    let digits = (value.abs() / standard_error).log10().floor() as i32 + 2;
    format!("{} ± {}", significant(value, digits.clamp(1, 12) as usize), significant(standard_error, 2))
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
}
