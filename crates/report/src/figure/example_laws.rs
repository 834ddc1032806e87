//! Outcomes of statements about laws, and of those with quantifiers, to show in tests.

use weak_to_strong::evidence::Interval;
use weak_to_strong_lab::claim::{
    Asked, CellOutcome, ClaimOutcome, Difference, Distribution, FigureKind, FigureSpec, Verdict,
};

use super::example::{cell, empty, number, point};
use super::example_forms::{around, titled};

/// Replicates of a distribution.
const REPLICATES: f64 = 4096.0;

/// The median of each distribution.
const MEDIAN: f64 = 0.45;

/// Every form with its name.
pub(crate) fn all() -> Vec<(&'static str, ClaimOutcome)> {
    vec![
        ("distribution", distribution(&[0.3; 3])),
        ("distribution-of-one", distribution(&[0.3])),
        ("distribution-of-nine", distribution(&[0.3; 9])),
        ("distribution-of-thresholds", distribution(&[0.2, 0.3, 0.45])),
        ("quantile", quantile()),
        ("trials", trials()),
        ("trials-of-two-sides", trials_of_two_sides()),
        ("eventually", eventually()),
    ]
}

/// The probability that an error is above its threshold, for more and more samples. In the first cell the statement fails.
pub(crate) fn distribution(thresholds: &[f64]) -> ClaimOutcome {
    let mut outcome = empty_distribution("P(naive.squared_error >= 0.3) >= 0.9", "The error is rarely small");
    outcome.figure.symbols.insert("naive.squared_error".into(), "|β̂ − β_Q|²".into());
    for (place, threshold) in thresholds.iter().enumerate() {
        let samples = 16.0 * 4f64.powi(place as i32);
        let spread = 0.35 / (1.0 + 2.0 * place as f64);
        let probability = 1.0 - share_below(*threshold, spread);
        let verdict = if probability < 0.9 { Verdict::Violated } else { Verdict::Holds };
        let asked = Asked::Probability { above: true, threshold: *threshold };
        outcome.cells.push(CellOutcome {
            distribution: Some(counted(asked, spread)),
            ..cell(point(&[("samples", number(samples))]), probability, (1.0 - probability).min(0.02), 0.9, verdict)
        });
    }
    outcome
}

/// The ninth decile of an error.
pub(crate) fn quantile() -> ClaimOutcome {
    let mut outcome = empty_distribution("quantile(naive.squared_error, 0.9) <= 1", "The error is seldom above 1");
    for (samples, spread) in [(16.0, 0.35f64), (64.0, 0.12)] {
        // ln(0.9/0.1) = 2.197.
        let found = MEDIAN * (spread * 2.197 / 1.702).exp();
        outcome.cells.push(CellOutcome {
            distribution: Some(counted(Asked::Quantile { share: 0.9 }, spread)),
            ..cell(point(&[("samples", number(samples))]), found, 0.03, 1.0, Verdict::Holds)
        });
    }
    outcome
}

/// For each number of labels there is a penalty at which the statement holds, and all of them are shown.
pub(crate) fn trials() -> ClaimOutcome {
    let mut outcome = titled(empty("naive.mse <= 0.5", "penalty", &["samples"]), "Some penalty is good enough");
    outcome.sentence = "for some penalty: naive.mse <= 0.5".to_owned();
    for (samples, best) in [(16.0, 10.0f64), (64.0, 1.0)] {
        let error = |penalty: f64| 0.44 + 0.05 * (penalty / best).log10().powi(2);
        outcome.cells.push(of_trials(samples, best, error, |_| (0.5, None)));
    }
    outcome
}

/// The same with a right side that is measured.
pub(crate) fn trials_of_two_sides() -> ClaimOutcome {
    let sentence = "naive.mse <= refined.mse[penalty = 0.1, labels = 1, batch = 16]";
    let mut outcome = titled(empty(sentence, "penalty", &["samples"]), "Some penalty beats refinement");
    let error = |penalty: f64| 0.44 + 0.05 * penalty.log10().powi(2);
    outcome.cells.push(of_trials(64.0, 1.0, error, |_| (0.5, Some(around(0.5, 0.02)))));
    outcome
}

fn of_trials(
    samples: f64,
    best: f64,
    error: impl Fn(f64) -> f64,
    right: impl Fn(f64) -> (f64, Option<Interval>),
) -> CellOutcome {
    let tried = [0.01, 0.1, 1.0, 10.0, 100.0].map(|penalty| {
        let (mean, (expected, expected_interval)) = (error(penalty), right(penalty));
        let verdict = if mean > expected { Verdict::Violated } else { Verdict::Holds };
        let setting = point(&[("samples", number(samples)), ("penalty", number(penalty))]);
        let witness = if penalty == best { point(&[("penalty", number(penalty))]) } else { point(&[]) };
        let value = mean - expected;
        let difference = Difference { value, interval: around(value, 0.03) };
        CellOutcome { witness, expected_interval, difference, ..cell(setting, mean, 0.02, expected, verdict) }
    });
    let judged = cell(point(&[("samples", number(samples))]), error(best), 0.02, right(best).0, Verdict::Holds);
    let (_, expected_interval) = right(best);
    CellOutcome { witness: point(&[("penalty", number(best))]), expected_interval, tried: tried.to_vec(), ..judged }
}

/// From some number of labels on the statement holds.
pub(crate) fn eventually() -> ClaimOutcome {
    let mut outcome = titled(empty("naive.mse <= 0.5", "penalty", &[]), "More labels help at last");
    outcome.sentence = "eventually in samples: naive.mse <= 0.5".to_owned();
    for (penalty, from) in [(0.1, 16.0), (1.0, 64.0), (10.0, 64.0)] {
        let judged = cell(point(&[("penalty", number(penalty))]), 0.3 + 0.01 * from, 0.02, 0.5, Verdict::Holds);
        outcome.cells.push(CellOutcome { from: Some(from), ..judged });
    }
    outcome
}

fn empty_distribution(sentence: &str, title: &str) -> ClaimOutcome {
    let mut outcome = titled(empty(sentence, "samples", &[]), title);
    outcome.figure.quantity_symbol = "P".into();
    outcome.figure.spec = Some(FigureSpec { kind: FigureKind::Distribution, ..FigureSpec::lines(String::new()) });
    outcome
}

/// The counts of numbers whose logarithm is logistic, with about this standard deviation.
fn counted(asked: Asked, spread: f64) -> Distribution {
    let edges: Vec<f64> = (-60..=60).map(|step| MEDIAN * (spread * f64::from(step) / 10.0).exp()).collect();
    let below = edges.iter().map(|edge| (REPLICATES * share_below(*edge, spread)).round() as u64);
    let mut below: Vec<u64> = below.collect();
    if let Some(last) = below.last_mut() {
        *last = REPLICATES as u64;
    }
    Distribution { asked, edges, below }
}

fn share_below(edge: f64, spread: f64) -> f64 {
    1.0 / (1.0 + (-1.702 * (edge / MEDIAN).ln() / spread).exp())
}
