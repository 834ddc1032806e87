//! Outcomes of all forms of sentences, to show in tests.

use weak_to_strong::evidence::Interval;
use weak_to_strong::numeric::Estimate;
use weak_to_strong_lab::claim::{CellOutcome, ClaimOutcome, Difference, MostOutcome, Verdict};

use super::example::{cell, empty, measurement, number, point};

/// Every form with its name.
pub(crate) fn all() -> Vec<(&'static str, ClaimOutcome)> {
    vec![
        ("two-sides", two_sides(&[])),
        ("two-sides-of-series", two_sides(&[16.0, 64.0])),
        ("least-place", least_place()),
        ("crossing", crossing()),
        ("no-crossing", no_crossing()),
        ("falling", falling()),
        ("valley", valley()),
        ("exponent", exponent()),
        ("witness", witness()),
        ("most", most()),
        ("probability", probability()),
    ]
}

/// Refinement against naive fine-tuning; both sides are measured.
pub(crate) fn two_sides(samples: &[f64]) -> ClaimOutcome {
    let series: &[&str] = if samples.is_empty() { &[] } else { &["samples"] };
    let mut outcome = titled(
        empty("refined.mse <= naive.mse[penalty = 0.1]", "batch", series),
        "Refinement beats naive fine-tuning from some batch size on",
    );
    outcome.figure.symbols =
        symbols(&[("refined.mse", "E|β̂_R − β_Q|²"), ("naive.mse[penalty = 0.1]", "E|β̂ − β_Q|² [η = 0.1]")]);
    outcome.figure.quantity_symbol = "E|β̂_R − β_Q|²".into();
    let of_samples: Vec<Option<f64>> =
        if samples.is_empty() { vec![None] } else { samples.iter().copied().map(Some).collect() };
    for samples in of_samples {
        for batch in [1.0f64, 2.0, 4.0, 8.0, 16.0, 32.0] {
            let left = 0.2 + 0.8 * (-0.15 * batch).exp();
            let right = 0.5 + samples.map_or(0.0, |samples| 2.0 / samples);
            let mut setting = point(&[("batch", number(batch))]);
            if let Some(samples) = samples {
                setting.insert("samples".into(), number(samples));
            }
            let verdict = if left > right { Verdict::Violated } else { Verdict::Holds };
            outcome.cells.push(CellOutcome {
                expected_interval: Some(around(right, 0.03)),
                difference: Difference { value: left - right, interval: around(left - right, 0.02) },
                paired: true,
                ..cell(setting, left, 0.04, right, verdict)
            });
        }
    }
    outcome.verdict = Verdict::Violated;
    outcome.remark = Some("false as written, true on this sweep when batch >= 8".to_owned());
    outcome
}

/// The penalty of the least error lies between two points of the grid.
fn least_place() -> ClaimOutcome {
    let mut outcome =
        titled(empty("argmin(naive.mse over penalty) == 1", "penalty", &[]), "The best penalty is the noise");
    for step in 0..12 {
        let penalty = 10f64.powf(-2.0 + 4.0 * f64::from(step) / 11.0);
        let mean = 0.4 + 0.05 * penalty.log10().powi(2);
        outcome.points.push(measurement(point(&[("penalty", number(penalty))]), mean, 0.01));
    }
    outcome.cells.push(place(point(&[]), 1.5199, (0.6579, 3.5112), 1.0, Verdict::Holds));
    outcome
}

/// Where refinement begins to help, for three numbers of weak labels.
pub(crate) fn crossing() -> ClaimOutcome {
    let sentence = "crossing(refined.mse - naive.mse[penalty = 0.1] over batch) <= refinement_crossover";
    let mut outcome = titled(empty(sentence, "batch", &["samples"]), "Refinement helps from the crossover on");
    outcome.figure.symbols = symbols(&[("refinement_crossover", "n*")]);
    outcome.figure.quantity_symbol = "E|β̂_R − β_Q|² − E|β̂ − β_Q|²".into();
    for (samples, at, interval, expected) in
        [(16.0, 12.0, (8.0, 16.0), 20.0), (64.0, 20.0, (16.0, 24.0), 26.0), (256.0, 40.0, (32.0, 48.0), 34.0)]
    {
        for batch in [4.0, 8.0, 16.0, 24.0, 32.0, 48.0, 64.0] {
            let mean = 0.3 * (1.0 - batch / at) / (1.0 + 0.03 * batch);
            let setting = point(&[("samples", number(samples)), ("batch", number(batch))]);
            outcome.points.push(measurement(setting, mean, 0.02));
        }
        let verdict = if expected < interval.0 + 8.0 { Verdict::Unresolved } else { Verdict::Holds };
        let setting = point(&[("samples", number(samples))]);
        let cell = place(setting, at, interval, expected, verdict);
        outcome.cells.push(CellOutcome { sign_changes: Some(1), ..cell });
    }
    outcome.verdict = Verdict::Unresolved;
    outcome
}

/// No change of sign on the grid.
fn no_crossing() -> ClaimOutcome {
    let sentence = "crossing(refined.mse - naive.mse[penalty = 0.1] over batch) >= 24";
    let mut outcome = titled(empty(sentence, "batch", &[]), "Refinement does not help below 24 examples");
    for batch in [4.0, 8.0, 16.0, 24.0, 32.0, 48.0] {
        outcome.points.push(measurement(point(&[("batch", number(batch))]), 0.3 / (1.0 + 0.02 * batch), 0.02));
    }
    let cell = place(point(&[]), f64::INFINITY, (48.0, f64::INFINITY), 24.0, Verdict::Holds);
    outcome.cells.push(CellOutcome { sign_changes: Some(0), ..cell });
    outcome
}

/// A curve that is stated to fall, and rises between two of its points.
pub(crate) fn falling() -> ClaimOutcome {
    let mut outcome =
        titled(empty("decreasing(naive.mse over samples)", "samples", &["penalty"]), "More labels never hurt");
    for (penalty, bump) in [(0.1, 0.0), (1.0, 0.12)] {
        for (place, samples) in [16.0, 64.0, 256.0, 1024.0].into_iter().enumerate() {
            let mean = 0.3 + 4.0 / samples + penalty * 0.1 + if place == 2 { bump } else { 0.0 };
            let setting = point(&[("penalty", number(penalty)), ("samples", number(samples))]);
            outcome.points.push(measurement(setting, mean, 0.01));
        }
        let verdict = if bump > 0.0 { Verdict::Violated } else { Verdict::Holds };
        let judged = cell(point(&[("penalty", number(penalty))]), 0.05 - bump, 0.01, 0.0, verdict);
        let places = if bump > 0.0 { vec![64.0, 256.0] } else { Vec::new() };
        outcome.cells.push(CellOutcome { places, ..judged });
    }
    outcome.verdict = Verdict::Violated;
    outcome
}

/// A curve that falls and then rises.
pub(crate) fn valley() -> ClaimOutcome {
    let mut outcome =
        titled(empty("valley(naive.mse over penalty)", "penalty", &[]), "The error has one valley in the penalty");
    for (place, penalty) in [0.01f64, 0.1, 1.0, 10.0, 100.0].into_iter().enumerate() {
        let mean = 0.4 + 0.05 * (place as f64 - 2.0).powi(2);
        outcome.points.push(measurement(point(&[("penalty", number(penalty))]), mean, 0.01));
    }
    let judged = cell(point(&[]), 0.05, 0.01, 0.0, Verdict::Holds);
    outcome.cells.push(CellOutcome { places: vec![1.0], ..judged });
    outcome
}

/// Two power laws, of which one is too slow.
pub(crate) fn exponent() -> ClaimOutcome {
    let sentence = "exponent(naive.mse - 0.1 over samples) <= -0.9";
    let mut outcome = titled(empty(sentence, "samples", &["penalty"]), "The excess falls at least like n^−0.9");
    outcome.figure.quantity_symbol = "E|β̂ − β_Q|² − 0.1".into();
    outcome.figure.parameters = vec![Some(0.0)];
    for (penalty, power, verdict) in [(0.1, -1.0f64, Verdict::Holds), (10.0, -0.6, Verdict::Violated)] {
        for samples in [16.0f64, 64.0, 256.0, 1024.0] {
            let mean = 3.0 * samples.powf(power);
            let setting = point(&[("penalty", number(penalty)), ("samples", number(samples))]);
            outcome.points.push(measurement(setting, mean, 0.05 * mean));
        }
        outcome.cells.push(cell(point(&[("penalty", number(penalty))]), power + 0.004, 0.02, -0.9, verdict));
    }
    outcome.verdict = Verdict::Violated;
    outcome
}

/// For each number of labels there is a penalty at which the statement holds.
pub(crate) fn witness() -> ClaimOutcome {
    let mut outcome = titled(empty("naive.mse <= 0.5", "samples", &[]), "Some penalty is good enough");
    outcome.sentence = "for some penalty: naive.mse <= 0.5".to_owned();
    for (samples, penalty) in [(16.0, 10.0), (64.0, 1.0), (256.0, 1.0), (1024.0, 0.1)] {
        let judged = cell(point(&[("samples", number(samples))]), 0.4 + 1.0 / samples, 0.02, 0.5, Verdict::Holds);
        outcome.cells.push(CellOutcome { witness: point(&[("penalty", number(penalty))]), ..judged });
    }
    outcome
}

/// A statement about most problems.
pub(crate) fn most() -> ClaimOutcome {
    let mut outcome = titled(empty("naive.mse >= 0.3", "samples", &[]), "Most problems have a segment bound");
    outcome.sentence = "for more than 95 % of problems: naive.mse >= 0.3".to_owned();
    for draw in 0..20 {
        let verdict = if draw == 7 { Verdict::Violated } else { Verdict::Holds };
        let setting = point(&[("samples", number(16.0))]);
        outcome.cells.push(cell(setting, 0.5, 0.02, 0.3, verdict));
    }
    outcome.most = Some(MostOutcome {
        share: 0.95,
        draws: 1000,
        tried: 1000,
        held: 975,
        violated: 6,
        lower: 0.957,
        upper: 0.999,
        verdict: Verdict::Holds,
    });
    outcome
}

/// A probability over one sample, against its bound.
fn probability() -> ClaimOutcome {
    let sentence = "P(naive.squared_error >= 0.3) >= 0.95";
    let mut outcome = titled(empty(sentence, "samples", &["penalty"]), "The error is rarely small");
    outcome.figure.quantity_symbol = "P".into();
    outcome.figure.unit = weak_to_strong_lab::unit::Unit::Probability;
    for penalty in [0.1, 1.0, 10.0] {
        for samples in [16.0, 64.0, 256.0, 1024.0] {
            let mean = 1.0 - 0.4 / (1.0 + penalty) / samples;
            let setting = point(&[("penalty", number(penalty)), ("samples", number(samples))]);
            outcome.cells.push(cell(setting, mean, 0.01, 0.95, Verdict::Holds));
        }
    }
    outcome
}

pub(super) fn titled(mut outcome: ClaimOutcome, title: &str) -> ClaimOutcome {
    outcome.title = title.to_owned();
    outcome
}

fn symbols(all: &[(&str, &str)]) -> indexmap::IndexMap<String, String> {
    all.iter().map(|(text, symbol)| ((*text).to_owned(), (*symbol).to_owned())).collect()
}

pub(super) fn around(value: f64, radius: f64) -> Interval {
    Interval { lower: value - radius, upper: value + radius }
}

fn place(
    setting: weak_to_strong_lab::claim::Point,
    at: f64,
    (lower, upper): (f64, f64),
    expected: f64,
    verdict: Verdict,
) -> CellOutcome {
    let mut found = cell(setting, at, 0.0, expected, verdict);
    found.measurement.estimate = Estimate { mean: at, standard_error: 0.0, replicates: 1000 };
    found.measurement.interval = Interval { lower, upper };
    found.difference =
        Difference { value: at - expected, interval: Interval { lower: lower - expected, upper: upper - expected } };
    found
}
