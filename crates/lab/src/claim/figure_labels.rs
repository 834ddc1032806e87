//! The checks of the keys of `[figure]` that change its words and the range of its axis.

use std::collections::BTreeSet;

use super::{Claim, ClaimFault, FigureKind, FigureSpec, Scale};
use crate::setting::SettingValue;

/// The longest title of an axis, and the longest name of a value, in characters.
const LONGEST: usize = 100;

/// Titles and names are short and visible, names are those of values, and a range increases.
pub(super) fn check_labels(claim: &Claim) -> Result<(), ClaimFault> {
    let Some(figure) = &claim.file.figure else { return Ok(()) };
    for (key, label) in [("x_label", &figure.x_label), ("y_label", &figure.y_label)] {
        label.iter().try_for_each(|label| check_text(key, label))?;
    }
    figure.labels.values().try_for_each(|label| check_text("labels", label))?;
    check_values(claim, figure)?;
    check_range(figure)
}

fn check_text(key: &'static str, text: &str) -> Result<(), ClaimFault> {
    let remedy = match (text.trim().is_empty(), text.chars().count()) {
        (true, _) => "is empty; write a few words, or remove it".to_owned(),
        (_, length) if length > LONGEST => format!("has {length} characters; write at most {LONGEST}"),
        _ if text.chars().any(char::is_control) => "has a control character; write it on one line".to_owned(),
        _ => return Ok(()),
    };
    Err(ClaimFault::BadFigure { key, remedy })
}

/// The keys of `labels` are values of the variables that the figure tells apart, or the two sides.
fn check_values(claim: &Claim, figure: &FigureSpec) -> Result<(), ClaimFault> {
    let is_shown = |name: &&String| **name != figure.x && figure.y.as_ref() != Some(*name);
    let names: Vec<&String> = claim.grid.variables().iter().filter(is_shown).collect();
    let values = claim.grid.points().iter().flat_map(|place| names.iter().filter_map(|name| place.get(*name)));
    let mut known: BTreeSet<String> = values.map(|value| SettingValue::shown(value).to_string()).collect();
    known.extend(["left".to_owned(), "right".to_owned()]);
    match figure.labels.keys().find(|key| !known.contains(*key)) {
        Some(unknown) => {
            let known: Vec<&str> = known.iter().map(String::as_str).take(12).collect();
            let remedy =
                format!("{unknown} is no value of a variable beside figure.x; name one of: {}", known.join(", "));
            Err(ClaimFault::BadFigure { key: "labels", remedy })
        }
        None => Ok(()),
    }
}

fn check_range(figure: &FigureSpec) -> Result<(), ClaimFault> {
    let Some([low, high]) = figure.x_range else { return Ok(()) };
    let bad = |remedy: String| Err(ClaimFault::BadFigure { key: "x_range", remedy });
    if figure.kind == FigureKind::HeatMap {
        return bad("a heat map shows all its cells; remove x_range".to_owned());
    }
    if !(low.is_finite() && high.is_finite() && low < high) {
        return bad(format!("[{low}, {high}] does not increase; write the smaller end first, such as [0, 1]"));
    }
    if figure.x_scale == Scale::Log && low <= 0.0 {
        return bad(format!("{low} has no place on a logarithmic axis; start above 0"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::claim::example::PROBLEM;
    use crate::claim::{Claim, ClaimFile};

    /// The message about a claim with these keys of its figure; empty if there is no fault.
    fn fault(keys: &str) -> String {
        let sweep = "[sweep]\nsamples = [16, 64]\npenalty = [0.1, 1]\nprompts = [\"cube\", \"gaussian\"]\n[claim]\nstates = \"naive.mse >= segment_bound\"";
        let text = format!("{PROBLEM}{sweep}\n[figure]\nx = \"penalty\"\n{keys}");
        let made =
            |file| Claim::new("mine.toml".to_owned(), file).map_or_else(|error| error.to_string(), |_| String::new());
        ClaimFile::parse("mine.toml", &text).map_or_else(|error| error.to_string(), made)
    }

    #[test]
    fn labels_and_ranges_are_checked() {
        let good =
            "x_label = \"penalty\"\ny_label = \"MSE\"\nx_range = [0.05, 2]\nlabels = { 16 = \"few\", 64 = \"many\" }";
        assert_eq!(fault(good), "");
        assert_eq!(fault("facet = \"prompts\"\nlabels = { cube = \"on a cube\" }"), "");
        for (keys, part) in [
            ("x_label = \" \"", "figure.x_label: is empty; write a few words"),
            (&*format!("y_label = \"{}\"", "x".repeat(101)), "figure.y_label: has 101 characters; write at most 100"),
            (
                "labels = { 17 = \"few\" }",
                "figure.labels: 17 is no value of a variable beside figure.x; name one of: 16, 64, cube, gaussian, left, right",
            ),
            ("labels = { 16 = \"a\\nb\" }", "figure.labels: has a control character"),
            ("x_range = [2, 1]", "figure.x_range: [2, 1] does not increase; write the smaller end first"),
            ("x_range = [0, nan]", "does not increase"),
            (
                "x_range = [0, 1]\nx_scale = \"log\"",
                "figure.x_range: 0 has no place on a logarithmic axis; start above 0",
            ),
            ("x_range = [1]", "two numbers, such as [0, 1]"),
            ("labels = 3", "expected a table"),
            ("x_label = 3", "string"),
            ("x_labels = \"\"", "x_labels"),
        ] {
            let message = fault(keys);
            assert!(message.contains(part), "{keys}: {message}");
        }
    }
}
