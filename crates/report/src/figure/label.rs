//! Names and values as figures show them.

use weak_to_strong_lab::claim::{ClaimOutcome, Comparison, Shape, Stating};
use weak_to_strong_lab::family::{key, key_symbol};
use weak_to_strong_lab::setting::{SettingValue, setting};
use weak_to_strong_lab::unit::Unit;

use super::fitted::draws_fit;
use super::number::number;
use super::sides::{SIDE, are_two};

/// A sweep variable as the title of an axis: `penalty η`, `weak cosine`.
pub(crate) fn axis_title(variable: &str) -> String {
    let of_setting = setting(variable).and_then(|setting| Some((setting.axis.as_deref()?, &*setting.symbol)));
    let of_key = || key(variable).and_then(|key| Some((key.axis?, key.symbol?)));
    match of_setting.or_else(of_key) {
        Some((words, symbol)) if words == symbol => words.to_owned(),
        Some((words, symbol)) => format!("{words} {symbol}"),
        None => variable.replace(['.', '_'], " "),
    }
}

/// A value of a sweep variable in a legend: `n = 64`, `weak.cosine = −0.4`; a word stands alone.
pub(super) fn setting_label(variable: &str, value: &SettingValue) -> String {
    let of_setting = setting(variable).filter(|setting| setting.axis.is_some()).map(|setting| &*setting.symbol);
    let symbol = of_setting.or_else(|| key_symbol(variable)).unwrap_or(variable);
    match value {
        SettingValue::Number(_) => format!("{symbol} = {}", value_label(value)),
        SettingValue::Word(side) if variable == SIDE => side.clone(),
        SettingValue::Word(_) => value_label(value),
    }
}

/// What stands over a panel: `n = 64`, `prompts = cube`.
pub(super) fn heading(variable: &str, value: &SettingValue) -> String {
    match value {
        SettingValue::Number(_) => setting_label(variable, value),
        SettingValue::Word(_) => format!("{} = {}", axis_title(variable), value_label(value)),
    }
}

/// A value by itself.
pub(super) fn value_label(value: &SettingValue) -> String {
    match value {
        SettingValue::Number(value) => number(*value, 6),
        SettingValue::Word(word) => word.replace('_', " "),
    }
}

/// The title of the vertical axis: `E|β̂ − β_Q|² (mean squared error)`; `fitted` if the dots are fits.
pub(super) fn quantity_title(outcome: &ClaimOutcome, fitted: bool) -> String {
    let figure = &outcome.figure;
    if fitted {
        return format!("{} of {}", number_of_curve(&outcome.shape), figure.quantity_symbol);
    }
    let is_law = &*figure.quantity_symbol == "P" && outcome.shape.functional.is_none();
    let shown = match (are_two(outcome), is_law) {
        (true, _) => "both sides",
        (false, true) => figure.in_symbols(&outcome.shape.left),
        (false, false) => &figure.quantity_symbol,
    };
    match figure.scale().map(|scale| figure.in_symbols(scale)) {
        Some(scale) => format!("{shown} · {scale}"),
        None if figure.unit == Unit::Number => shown.to_owned(),
        None => format!("{shown} ({})", figure.unit.name()),
    }
}

/// What a claim says of a curve: `fitted limit`, `crossing`.
pub(super) fn number_of_curve(shape: &Shape) -> String {
    match &shape.relation {
        Stating::Shape(_) => "least certain contrast".to_owned(),
        Stating::Compare(_) | Stating::Own(_) | Stating::Uniform if shape.is_fitted() => {
            format!("fitted {}", shape.noun())
        }
        Stating::Compare(_) | Stating::Own(_) | Stating::Uniform => shape.noun().to_owned(),
    }
}

/// What the line of expected values is called in the legend.
pub(super) fn expected_label(outcome: &ClaimOutcome, fitted: bool) -> String {
    let shape = &outcome.shape;
    let right = shape.right.as_deref().map_or("", |right| outcome.figure.in_symbols(right));
    if draws_fit(outcome) && !fitted {
        return format!("curve with the fitted {}", shape.noun());
    }
    let expected = match shape.fit().filter(|_| !fitted) {
        Some(fit) => {
            let open = fit.curve.map_or_else(String::new, |curve| format!(", {} fitted", curve.open));
            format!("{} {right}{open}", shape.noun())
        }
        None => right.to_owned(),
    };
    match &shape.relation {
        Stating::Compare(Comparison::AtLeast) => format!("lower bound: {expected}"),
        Stating::Compare(Comparison::AtMost) => format!("upper bound: {expected}"),
        Stating::Compare(Comparison::Equal) => format!("theory: {expected}"),
        Stating::Own(own) => format!("{}: {expected}", own.name),
        Stating::Shape(predicate) => format!("theory: {}", predicate.name),
        Stating::Uniform => "theory: the uniform law, at distance 0".to_owned(),
    }
}

/// `a, b and c`.
pub(super) fn listed(words: &[String]) -> String {
    match words {
        [first @ .., before, last] => {
            first.iter().map(|word| format!("{word}, ")).collect::<String>() + &format!("{before} and {last}")
        }
        [only] => only.clone(),
        [] => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_have_their_symbols() {
        assert_eq!(axis_title("penalty"), "penalty η");
        assert_eq!(axis_title("batch"), "batch size n_ICL");
        assert_eq!(axis_title("weak.off_hull"), "off-hull part o");
        assert_eq!(axis_title("batch_concepts"), "concepts in a batch");
    }

    #[test]
    fn values_have_their_variable() {
        assert_eq!(setting_label("samples", &SettingValue::Number(64.0)), "n = 64");
        assert_eq!(setting_label("weak.cosine", &SettingValue::Number(-0.4)), "β·β′ = −0.4");
        assert_eq!(setting_label("prompts", &SettingValue::Word("cube".into())), "cube");
        assert_eq!(setting_label("predictor", &SettingValue::Word("prior_mean".into())), "prior mean");
        assert_eq!(setting_label("concepts.gaussian.count", &SettingValue::Number(5.0)), "K = 5");
    }
}
