//! Names and values as figures show them.

use weak_to_strong_lab::claim::{ClaimOutcome, Comparison, FigureSpec, Shape, Stating};
use weak_to_strong_lab::family::{key, key_symbol};
use weak_to_strong_lab::setting::{SettingValue, setting};
use weak_to_strong_lab::unit::Unit;

use super::fitted::draws_fit;
use super::number::number;
use super::sides::{SIDE, are_two, side_labels};

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

/// The title of the horizontal axis: the one that the claim gives, or that of its variable.
pub(super) fn horizontal_title(spec: &FigureSpec) -> String {
    spec.x_label.clone().unwrap_or_else(|| axis_title(&spec.x))
}

/// What a series is called: each of its values by the name that the claim gives it, or by its symbol.
pub(super) fn series_name(outcome: &ClaimOutcome, key: &[(String, SettingValue)]) -> String {
    let name = |(variable, value): &(String, SettingValue)| {
        given_name(outcome, variable, value).map_or_else(|| setting_label(variable, value), str::to_owned)
    };
    key.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// The name that the claim gives to a value.
fn given_name<'a>(outcome: &'a ClaimOutcome, variable: &str, value: &SettingValue) -> Option<&'a str> {
    let labels = &outcome.figure.spec.as_ref()?.labels;
    let is_left = || value_label(value) == value_label(&SettingValue::Word(side_labels(outcome)[0].clone()));
    let key = match variable {
        SIDE if is_left() => "left".to_owned(),
        SIDE => "right".to_owned(),
        _ => value.to_string(),
    };
    labels.get(&key).map(String::as_str)
}

/// A value of a sweep variable in a legend: `n = 64`, `σ_w = 0.25`, `α = (0.6, 0.4)`; a word stands alone.
pub(super) fn setting_label(variable: &str, value: &SettingValue) -> String {
    let of_setting = setting(variable).filter(|setting| setting.axis.is_some()).map(|setting| &*setting.symbol);
    let in_words = variable.replace(['.', '_'], " ");
    let symbol = of_setting.or_else(|| key_symbol(variable)).unwrap_or(&in_words);
    match value {
        SettingValue::Number(_) => format!("{symbol} = {}", value_label(value)),
        SettingValue::Word(side) if variable == SIDE => side.clone(),
        SettingValue::Word(list) if list.starts_with('[') => format!("{symbol} = {}", value_label(value)),
        SettingValue::Word(_) => value_label(value),
    }
}

/// What stands over a panel: `n = 64`, `prompts = cube`, or the name that the claim gives to the value.
pub(super) fn heading(outcome: &ClaimOutcome, variable: &str, value: &SettingValue) -> String {
    if let Some(name) = given_name(outcome, variable, value) {
        return name.to_owned();
    }
    match value {
        SettingValue::Number(_) => setting_label(variable, value),
        SettingValue::Word(_) => format!("{} = {}", axis_title(variable), value_label(value)),
    }
}

/// A value by itself.
pub(super) fn value_label(value: &SettingValue) -> String {
    match value {
        SettingValue::Number(value) => number(*value, 6),
        SettingValue::Word(word) => word.replace('_', " ").replace('[', "(").replace(']', ")"),
    }
}

/// The title of the vertical axis: the one that the claim gives, or that of what is measured; `fitted` if the dots are fits.
pub(super) fn quantity_title(outcome: &ClaimOutcome, fitted: bool) -> String {
    let given = outcome.figure.spec.as_ref().and_then(|spec| spec.y_label.clone());
    given.unwrap_or_else(|| measured_title(outcome, fitted))
}

/// What is measured: `E‖β̂ − β_Q‖² (mean squared error)`.
pub(super) fn measured_title(outcome: &ClaimOutcome, fitted: bool) -> String {
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
        assert_eq!(axis_title("strategy"), "strategy");
        assert_eq!(axis_title("batch_concepts"), "concepts in a batch");
    }

    #[test]
    fn values_have_their_variable() {
        assert_eq!(setting_label("samples", &SettingValue::Number(64.0)), "n = 64");
        assert_eq!(setting_label("weak.cosine", &SettingValue::Number(-0.4)), "β·β′ = −0.4");
        assert_eq!(setting_label("weak.noise", &SettingValue::Number(0.25)), "σ_w = 0.25");
        assert_eq!(setting_label("source_prior", &SettingValue::Word("[0.6, 0.4]".into())), "α = (0.6, 0.4)");
        assert_eq!(setting_label("example_length", &SettingValue::Number(3.0)), "example length = 3");
        assert_eq!(setting_label("prompts", &SettingValue::Word("cube".into())), "cube");
        assert_eq!(setting_label("predictor", &SettingValue::Word("prior_mean".into())), "prior mean");
        assert_eq!(setting_label("concepts.gaussian.count", &SettingValue::Number(5.0)), "K = 5");
    }
}
