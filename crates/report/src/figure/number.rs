//! Numbers as figures show them: a true minus sign, superscripts, ∞.

/// A number to at most `digits` significant digits, without trailing zeros; very large and small ones with a power of ten.
pub(super) fn number(value: f64, digits: usize) -> String {
    if value.is_nan() {
        return "not a number".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "∞".to_owned() } else { "−∞".to_owned() };
    }
    let scientific = format!("{:.*e}", digits.max(1) - 1, value);
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if value != 0.0 && !(-4..6).contains(&exponent) {
        return with_power(trimmed(mantissa), exponent);
    }
    let decimals = (digits as i32 - 1 - exponent).max(0) as usize;
    minus(trimmed(&fixed(value, decimals)))
}

/// A number with this many decimals.
pub(super) fn decimal(value: f64, decimals: usize) -> String {
    minus(&fixed(value, decimals))
}

/// A fitted value with its uncertainty, which decides how many digits both show: `0.1229 ± 0.0004`.
pub(super) fn with_error(value: f64, error: f64) -> String {
    match decimals_for(error) {
        Some(decimals) if value.abs() < 1e6 => format!("{} ± {}", decimal(value, decimals), decimal(error, decimals)),
        _ => format!("{} ± {}", number(value, 4), number(error, 1)),
    }
}

/// Returns the number of decimals at which this uncertainty has one significant digit, or two if the first digit is 1. Returns `None` outside
/// 10⁻⁸ … 10⁶.
pub(super) fn decimals_for(error: f64) -> Option<usize> {
    if !(1e-8..1e6).contains(&error) {
        return None;
    }
    let exponent = error.log10().floor();
    let leading = error / 10f64.powf(exponent);
    let digits = if leading < 1.95 { 1.0 } else { 0.0 };
    Some((digits - exponent).max(0.0) as usize)
}

/// 10 to a power: `10⁻³`.
pub(super) fn power_of_ten(exponent: i32) -> String {
    format!("10{}", superscript(exponent))
}

/// Numbers of one axis, in one notation: all plain, or all with the power of ten that stands before the greatest.
pub(super) fn in_one_notation(values: &[f64], digits: usize) -> Vec<String> {
    let is_plain = |value: &f64| *value == 0.0 || (1e-4..1e6).contains(&value.abs());
    if values.iter().all(is_plain) {
        return values.iter().map(|value| number(*value, digits)).collect();
    }
    let greatest = values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    let exponent = greatest.log10().floor() as i32;
    let shown = |value: &f64| {
        let scaled = format!("{:.*}", digits, value / 10f64.powi(exponent));
        if *value == 0.0 { "0".to_owned() } else { with_power(trimmed(&scaled), exponent) }
    };
    values.iter().map(shown).collect()
}

fn with_power(mantissa: &str, exponent: i32) -> String {
    match mantissa {
        "1" => power_of_ten(exponent),
        "-1" => format!("−{}", power_of_ten(exponent)),
        _ => format!("{}·{}", minus(mantissa), power_of_ten(exponent)),
    }
}

fn superscript(exponent: i32) -> String {
    let raised = |c: char| match c {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '0' | '4'..='9' => char::from_u32('⁰' as u32 + c as u32 - '0' as u32).unwrap_or(c),
        other => other,
    };
    exponent.to_string().chars().map(raised).collect()
}

/// Returns the number with these decimals. A number that is rounded to zero has no sign.
fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(digits) if digits.chars().all(|c| matches!(c, '0' | '.')) => digits.to_owned(),
        _ => text,
    }
}

fn trimmed(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

fn minus(text: &str) -> String {
    text.replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let shown = [
            (0.0, "0"),
            (64.0, "64"),
            (-0.4, "−0.4"),
            (0.1 + 0.2, "0.3"),
            (16384.0, "16384"),
            (2.5e-7, "2.5·10⁻⁷"),
            (1e10, "10¹⁰"),
            (f64::INFINITY, "∞"),
        ];
        for (value, text) in shown {
            assert_eq!(number(value, 6), text);
        }
    }

    #[test]
    fn an_axis_has_one_notation() {
        assert_eq!(in_one_notation(&[0.0, 0.2, 0.4], 6), ["0", "0.2", "0.4"]);
        assert_eq!(in_one_notation(&[0.0, 5e5, 1e6, 1.5e6], 6), ["0", "0.5·10⁶", "10⁶", "1.5·10⁶"]);
        assert_eq!(in_one_notation(&[5e-5, 1e-4], 6), ["0.5·10⁻⁴", "10⁻⁴"]);
    }

    #[test]
    fn the_error_decides_the_digits() {
        assert_eq!(with_error(0.122_93, 0.000_41), "0.1229 ± 0.0004");
        assert_eq!(with_error(0.122_93, 0.001_2), "0.1229 ± 0.0012");
        assert_eq!(with_error(12.0, 0.0), "12 ± 0");
        assert_eq!(with_error(-0.000_01, 0.02), "0.00 ± 0.02");
    }
}
