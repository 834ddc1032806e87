//! The lines of a figure of distributions: which cells are drawn, what they are called, and which numbers they share.

use weak_to_strong_lab::claim::{Asked, CellOutcome, ClaimOutcome, Comparison};
use weak_to_strong_lab::setting::SettingValue;

use super::label::series_name;
use super::marker::{Look, look_of_line};
use super::series::{Dot, Series};

/// The largest number of distributions in one figure.
const MOST_LINES: usize = 7;

/// The distribution of a cell.
pub(super) struct Line<'a> {
    /// The cell.
    pub(super) cell: &'a CellOutcome,
    /// What is asked of the distribution.
    pub(super) asked: Asked,
    /// Numbers, each with the share of replicates on that side of it which counts.
    pub(super) curve: Vec<(f64, f64)>,
    /// What tells the cell from others; empty if it is the only one.
    pub(super) label: String,
    /// How it is drawn.
    pub(super) look: Look,
    /// The threshold as a value on an axis.
    threshold: SettingValue,
}

impl Line<'_> {
    /// The measured probability at its threshold, as a series of one dot; `None` for a quantile.
    pub(super) fn dot(&self) -> Option<Series<'_>> {
        let Asked::Probability { .. } = self.asked else { return None };
        let dot = Dot {
            x: &self.threshold,
            measurement: &self.cell.measurement,
            judged: Some((self.cell.expected, self.cell.verdict)),
            is_witness: false,
            binds: false,
            replay: self.cell.replay_command.as_deref(),
        };
        Some(Series { key: Vec::new(), dots: vec![dot], whole: None })
    }

    /// The threshold of a probability; `None` for a quantile.
    pub(super) fn threshold(&self) -> Option<f64> {
        match self.asked {
            Asked::Probability { threshold, .. } => Some(threshold),
            Asked::Quantile { .. } => None,
        }
    }

    /// The share of a quantile; `None` for a probability.
    pub(super) fn share(&self) -> Option<f64> {
        match self.asked {
            Asked::Probability { .. } => None,
            Asked::Quantile { share } => Some(share),
        }
    }
}

/// The distributions of all cells. If they are too many, of those at which the statement comes nearest to failing.
pub(super) fn lines(outcome: &ClaimOutcome) -> Vec<Line<'_>> {
    let mut cells: Vec<(usize, &CellOutcome)> =
        outcome.cells.iter().enumerate().filter(|(_, cell)| cell.distribution.is_some()).collect();
    let room = |cell: &CellOutcome| match outcome.shape.comparison() {
        Comparison::AtLeast => cell.difference.value,
        Comparison::AtMost => -cell.difference.value,
        Comparison::Equal => -cell.difference.value.abs(),
    };
    cells.sort_by(|(_, a), (_, b)| room(a).total_cmp(&room(b)));
    cells.truncate(MOST_LINES);
    cells.sort_by_key(|(place, _)| *place);
    let all: Vec<&CellOutcome> = cells.iter().map(|(_, cell)| *cell).collect();
    all.iter().enumerate().filter_map(|(place, cell)| line(place, cell, (outcome, &all))).collect()
}

fn line<'a>(place: usize, cell: &'a CellOutcome, (outcome, all): (&ClaimOutcome, &[&CellOutcome])) -> Option<Line<'a>> {
    let distribution = cell.distribution.as_ref()?;
    let threshold = match distribution.asked {
        Asked::Probability { threshold, .. } => threshold,
        Asked::Quantile { .. } => f64::NAN,
    };
    Some(Line {
        cell,
        asked: distribution.asked,
        curve: distribution.curve(),
        label: label(outcome, cell, all),
        look: look_of_line(place),
        threshold: SettingValue::Number(threshold),
    })
}

/// The variables that tell a cell from the others, with their values.
fn label(outcome: &ClaimOutcome, cell: &CellOutcome, all: &[&CellOutcome]) -> String {
    let varies =
        |name: &str, value: &SettingValue| all.iter().any(|other| other.measurement.setting.get(name) != Some(value));
    let setting = cell.measurement.setting.iter().filter(|(name, value)| varies(name, value));
    let key: Vec<(String, SettingValue)> = setting.map(|(name, value)| (name.clone(), value.clone())).collect();
    series_name(outcome, &key)
}

/// The number that all lines share; `None` if they differ, and if one has none.
pub(super) fn common<'a>(lines: &[Line<'a>], of: impl Fn(&Line<'a>) -> Option<f64>) -> Option<f64> {
    let first = of(lines.first()?)?;
    lines.iter().all(|line| of(line) == Some(first)).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::example_laws;

    /// Of nine cells the two with the greatest probabilities are left out, and the others keep their order.
    #[test]
    fn cells_that_come_nearest_to_failing_are_drawn() {
        let outcome = example_laws::distribution(&[0.3; 9]);
        let drawn = lines(&outcome);
        let labels: Vec<&str> = drawn.iter().map(|line| line.label.as_str()).collect();
        assert_eq!(labels, ["n = 16", "n = 64", "n = 256", "n = 1024", "n = 4096", "n = 16384", "n = 65536"]);
        assert!((0..7).all(|i| drawn[i + 1..].iter().all(|other| other.look != drawn[i].look)));
    }

    #[test]
    fn a_number_is_common_only_if_all_have_it() {
        let (same, different) = (example_laws::distribution(&[0.3; 2]), example_laws::distribution(&[0.3, 0.2]));
        assert_eq!(common(&lines(&same), Line::threshold), Some(0.3));
        assert_eq!(common(&lines(&different), Line::threshold), None);
        assert_eq!(common(&lines(&same), Line::share), None);
    }
}
