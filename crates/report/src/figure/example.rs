//! Outcomes to draw in tests.

use std::sync::LazyLock;

use indexmap::IndexMap;

use weak_to_strong::evidence::{Interval, Warrant};
use weak_to_strong::numeric::Estimate;
use weak_to_strong_lab::claim::{
    CellOutcome, Claim, ClaimFile, ClaimOutcome, Computed, Difference, FigureContext, FigureKind, FigureSpec,
    Measurement, OneOrMore, Point, Registry, Verdict, Warrants, find_claim,
};
use weak_to_strong_lab::setting::SettingValue;
use weak_to_strong_lab::unit::Unit;

/// The mean squared error of naive fine-tuning, which is above the segment bound.
pub(crate) fn naive() -> ClaimOutcome {
    let mut outcome = empty("naive.mse >= segment_bound", "penalty", &["samples"]);
    for samples in [16.0, 64.0, 256.0] {
        for step in 0..10 {
            let penalty = 10f64.powf(-3.0 + 5.0 * f64::from(step) / 9.0);
            let mean = 0.36 + 0.8 * (penalty / (1.0 + penalty) - 0.5f64).powi(2) + 4.0 / (samples * (1.0 + penalty));
            let setting = point(&[("samples", number(samples)), ("penalty", number(penalty))]);
            outcome.cells.push(cell(setting, mean, 0.01, 0.36, Verdict::Holds));
        }
    }
    outcome
}

/// The mean squared error of naive fine-tuning in this many panels, one for each number of refined labels.
pub(crate) fn facets(count: u32) -> ClaimOutcome {
    let mut outcome = naive();
    let cells = std::mem::take(&mut outcome.cells);
    for labels in 1..=count {
        outcome.cells.extend(cells.iter().cloned().map(|mut cell| {
            cell.measurement.setting.insert("labels".into(), number(f64::from(labels)));
            cell
        }));
    }
    if let Some(spec) = &mut outcome.figure.spec {
        spec.facet = Some("labels".into());
    }
    outcome
}

/// Misalignment along the batch size, for two prompt laws.
pub(crate) fn decay() -> ClaimOutcome {
    let sentence = "decay_rate(refined.misalignment over batch, log_power = 0.5) == misalignment_exponent";
    let mut outcome = empty(sentence, "batch", &["prompts"]);
    "With a long title, misalignment decays exponentially in the batch size, at the exact exponent of the theory"
        .clone_into(&mut outcome.title);
    for (law, rate) in [("gaussian", 0.0912), ("cube", 0.1234)] {
        for batch in [16.0f64, 24.0, 32.0, 48.0, 64.0, 80.0] {
            let mean = 0.8 * batch.powf(-0.5) * (-rate * batch).exp();
            let setting = point(&[("prompts", SettingValue::Word(law.into())), ("batch", number(batch))]);
            outcome.points.push(measurement(setting, mean, 0.02 * mean + 2e-6));
        }
        let setting = point(&[("prompts", SettingValue::Word(law.into()))]);
        outcome.cells.push(cell(setting, rate + 0.0003, 0.0004, rate, Verdict::Holds));
    }
    outcome
}

/// A heat map of count × count cells that changes sign along a circle.
pub(crate) fn map(count: u32) -> ClaimOutcome {
    const CIRCLE: &str = "misalignment_floor - 0.4";
    let mut outcome = empty(&format!("naive.mse == {CIRCLE}"), "penalty", &[]);
    if let Some(spec) = &mut outcome.figure.spec {
        (spec.kind, spec.y, spec.contours) = (FigureKind::HeatMap, Some("samples".into()), vec![CIRCLE.into()]);
    }
    for (i, j) in (0..count * count).map(|cell| (f64::from(cell / count), f64::from(cell % count))) {
        let (x, y) = (0.5 + i, 0.5 + j);
        let value = (x / f64::from(count)).hypot(y / f64::from(count)) - 0.8;
        let mut cell =
            cell(point(&[("penalty", number(x)), ("samples", number(y))]), value, 0.01, value, Verdict::Holds);
        cell.measurement.references.insert(CIRCLE.into(), value);
        outcome.cells.push(cell);
    }
    outcome
}

/// A claim with this sentence.
fn claim(sentence: &str) -> Claim {
    let file = format!(
        r#"
        id = "example"
        [sweep]
        samples = [16, 64, 256, 1024]
        penalty = [0.1, 1, 10]
        batch = [16, 24, 32, 48, 64, 80]
        labels = [1, 2, 3]
        batches = ["shared"]
        [claim]
        states = '{sentence}'
        absolute_resolution = 0.01
        "#
    );
    let file = ClaimFile { problem: PROBLEM.clone(), ..ClaimFile::parse("example", &file).expect("a file") };
    Claim::new("example".to_owned(), file).expect("a claim")
}

/// The problem of the claim about the segment bound.
static PROBLEM: LazyLock<toml::Table> = LazyLock::new(|| {
    let found = find_claim("prop-3.2-segment", &Registry::built_in()).expect("a claim of the library");
    found.into_iter().next().expect("one").file.problem
});

/// An outcome without cells of a claim with this sentence.
pub(crate) fn empty(sentence: &str, x: &str, series: &[&str]) -> ClaimOutcome {
    let names = series.iter().map(|name| (*name).to_owned()).collect();
    let spec = FigureSpec { series: OneOrMore(names), ..FigureSpec::lines(x.to_owned()) };
    let shape = claim(sentence).shape();
    let given = |_: &str| Some(0.5);
    let parameters = shape.functional.map(|functional| functional.parameter_values(given)).unwrap_or_default();
    ClaimOutcome {
        id: "example".into(),
        origin: "example".into(),
        title: "No penalty lets naive fine-tuning leave the segment".into(),
        sentence: sentence.to_owned(),
        shape,
        verdict: Verdict::Holds,
        warrant: Some(Warrant::FiniteSample),
        declared: false,
        doubts: Vec::new(),
        remark: None,
        networks: Vec::new(),
        slack: None,
        most: None,
        statement: None,
        source: None,
        proof: None,
        replicates: 1000,
        unmet: Vec::new(),
        cells: Vec::new(),
        power: Vec::new(),
        points: Vec::new(),
        claim_file: "id = \"example\"\n".into(),
        figure: FigureContext {
            spec: Some(spec),
            quantity_symbol: "E|β̂ − β_Q|²".into(),
            quantity_meaning: "MSE of naive fine-tuning on weak labels".into(),
            unit: Unit::MeanSquaredError,
            symbols: IndexMap::new(),
            parameters,
            marks: Vec::new(),
            regions: IndexMap::new(),
            range: Unit::MeanSquaredError.range(),
            computed: Computed::default(),
        },
    }
}

/// A judged cell with an interval of this half-width.
pub(crate) fn cell(setting: Point, mean: f64, radius: f64, expected: f64, verdict: Verdict) -> CellOutcome {
    let value = mean - expected;
    CellOutcome {
        measurement: measurement(setting, mean, radius),
        expected,
        expected_interval: None,
        difference: Difference { value, interval: Interval { lower: value - radius, upper: value + radius } },
        verdict,
        warrant: Some(Warrant::FiniteSample),
        slack: None,
        margin: None,
        replicates_needed: None,
        doubt: None,
        fit: None,
        witness: Point::new(),
        from: None,
        places: Vec::new(),
        sign_changes: None,
        distribution: None,
        tried: Vec::new(),
        paired: false,
        condition_is_met: None,
        no_value: None,
        replay: None,
        replay_command: None,
    }
}

/// A measurement with an interval of this half-width.
pub(crate) fn measurement(setting: Point, mean: f64, radius: f64) -> Measurement {
    Measurement {
        setting,
        estimate: Estimate { mean, standard_error: radius / 4.0, replicates: 1000 },
        interval: Interval { lower: mean - radius, upper: mean + radius },
        warrants: Warrants { lower: Warrant::FiniteSample, upper: Warrant::FiniteSample },
        references: IndexMap::new(),
        scale: 1.0,
    }
}

/// A setting.
pub(crate) fn point(values: &[(&str, SettingValue)]) -> Point {
    values.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
}

/// A number as a value of a setting.
pub(crate) fn number(value: f64) -> SettingValue {
    SettingValue::Number(value)
}
