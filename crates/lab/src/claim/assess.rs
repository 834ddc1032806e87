//! From measurements to the outcome of a claim.

use std::collections::HashMap;

use super::aggregate::{Quantifiers, aggregate};
use super::cell_outcome::cell_outcome;
use super::error_parts::ErrorParts;
use super::figure_context::figure_context;
use super::forecast::{Expected, expected_violation};
use super::jobs::Sampled;
use super::judged_cell::JudgedCell;
use super::most::{MostOutcome, by_problem};
use super::outcome::doubts_of;
use super::plan::PlannedCell;
use super::shown_points::{points_of_cell, shown_cell};
use super::{
    CellOutcome, CheckOptions, Claim, ClaimOutcome, Measurement as PointMeasurement, PowerOutcome, Verdict, worst_slack,
};
use crate::statement::{Judgement, Measurement, Measurements, Met, Place, Planned, judged, met};
use weak_to_strong::evidence::LEAST_REPLICATES;
use weak_to_strong::numeric::Estimate;

/// An outcome so far, and the samples that need more replicates, with what is expected of each.
pub(super) struct Assessment {
    pub(super) outcome: ClaimOutcome,
    pub(super) undecided: HashMap<usize, Expected>,
    /// The number of cells that need no more replicates.
    pub(super) decided: usize,
}

/// Relative standard error to which a measurement that is shown, not judged, is made.
const SHOWN_PRECISION: f64 = 0.02;

/// Judges a claim from the measurements of its samples. A cell that depends on a sample that is not here is left out.
pub(super) fn assess(
    sampled: &Sampled,
    samples: Vec<Option<Measurement>>,
    errors: ErrorParts,
    options: &CheckOptions,
) -> Assessment {
    let of_cells = sampled.samples_by_cell();
    let is_here = |index: usize| of_cells[index].iter().all(|sample| samples[*sample].is_some());
    let here: Vec<usize> = (0..sampled.plan.cells.len()).filter(|index| is_here(*index)).collect();
    let measured = Measurements::new(&sampled.plan.forms, samples, &sampled.places, errors.interval);
    let claim = sampled.claim;
    let (mut cells, mut points, mut undecided) = (Vec::new(), Vec::new(), HashMap::new());
    for index in here {
        let cell = &sampled.plan.cells[index];
        points.extend(points_of_cell(claim, cell, &measured));
        if cell.is_out() {
            let shown = shown_cell(claim, cell, &measured);
            let coarse = shown.iter().filter(|point| is_coarse(&point.estimate));
            let expected = coarse.map(|point| Expected::at_precision(&point.estimate, SHOWN_PRECISION)).max();
            if let Some(expected) = expected {
                wait(&mut undecided, &of_cells[index], expected);
            }
            points.extend(shown);
        } else {
            cells.push(judged_cell(claim, cell, index, &measured));
        }
    }
    let outcome = outcome(sampled, &cells, points, &measured, errors, options);
    for (judged, cell) in cells.iter().zip(&outcome.cells) {
        if is_open(cell.verdict) {
            wait(&mut undecided, &of_cells[judged.index], Expected::of(&judged.found.judgement));
        }
    }
    let is_decided = match &outcome.most {
        Some(most) => most.verdict != Verdict::Unresolved,
        None => outcome.verdict == Verdict::Violated && options.stop_at_violation,
    };
    if is_decided {
        undecided.clear();
    }
    for (place, power) in outcome.power.iter().enumerate() {
        if power.verdict != Verdict::Violated {
            let open = open_on(place, &cells);
            let first = open.iter().map(|(_, found)| expected_violation(found)).min().unwrap_or(Expected::Unknown);
            open.iter().for_each(|(judged, _)| wait(&mut undecided, &of_cells[judged.index], first));
        }
    }
    let decided = outcome.cells.iter().filter(|cell| !is_open(cell.verdict)).count();
    Assessment { outcome, undecided, decided }
}

/// Whether more replicates may change this.
fn is_open(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Unresolved | Verdict::Undefined)
}

/// The cells that have yet to decide on a false neighbour, with what they find so far. One that finds it violated is enough.
fn open_on<'a>(neighbour: usize, cells: &'a [JudgedCell]) -> Vec<(&'a JudgedCell<'a>, &'a Judgement)> {
    let of_cell = |judged: &'a JudgedCell| Some((judged, judged.false_neighbours.get(neighbour)?));
    cells.iter().filter_map(of_cell).filter(|(_, found)| is_open(found.verdict)).collect()
}

/// These samples wait for what is expected of one more cell.
fn wait(undecided: &mut HashMap<usize, Expected>, samples: &[usize], expected: Expected) {
    for sample in samples {
        let latest = undecided.entry(*sample).or_insert(expected);
        *latest = expected.max(*latest);
    }
}

fn is_coarse(estimate: &Estimate) -> bool {
    estimate.standard_error > SHOWN_PRECISION * estimate.mean.abs() || estimate.replicates < LEAST_REPLICATES
}

fn judged_cell<'a>(claim: &Claim, cell: &'a PlannedCell, index: usize, measured: &Measurements) -> JudgedCell<'a> {
    let condition = cell.condition.as_ref().map_or(Met::ALWAYS, |condition| met(condition, measured));
    let places: Vec<&Place> = cell.inner.iter().map(|inner| &inner.place).collect();
    let quantifiers = Quantifiers::of(&claim.file.claim);
    let judgements = |stated: &dyn Fn(usize) -> &'a Planned| -> Vec<Judgement> {
        (0..places.len()).map(|place| judged(stated(place), claim.stated.resolution, measured)).collect()
    };
    let of = |judgements| aggregate(quantifiers, &places, judgements, condition);
    let false_count = cell.inner.first().map_or(0, |inner| inner.false_neighbours.len());
    let of_false = |which: usize| of(judgements(&|place| &cell.inner[place].false_neighbours[which])).judgement;
    let false_neighbours = (0..false_count).map(of_false).collect();
    let found = judgements(&|place| &cell.inner[place].stated);
    let judgements = if quantifiers.exists { found.clone() } else { Vec::new() };
    JudgedCell { cell, index, found: of(found), judgements, false_neighbours }
}

fn outcome(
    sampled: &Sampled,
    judged: &[JudgedCell],
    points: Vec<PointMeasurement>,
    measured: &Measurements,
    errors: ErrorParts,
    options: &CheckOptions,
) -> ClaimOutcome {
    let claim = sampled.claim;
    let shape = claim.shape();
    let figure = figure_context(claim, &sampled.plan);
    let outcome_of = |judged| cell_outcome(sampled, judged, measured, options, figure.spec.as_ref());
    let cells: Vec<CellOutcome> = judged.iter().map(outcome_of).collect();
    let verdicts = judged.iter().map(|one| (one.cell.draw, one.found.judgement.verdict));
    let most = most(sampled, verdicts, errors.share);
    let verdict = most.as_ref().map_or_else(|| worst(cells.iter().map(|cell| cell.verdict)), |most| most.verdict);
    let is_judged = |cell: &&CellOutcome| !matches!(cell.verdict, Verdict::Vacuous | Verdict::NotApplicable);
    let told = cells.iter().filter(is_judged).filter_map(|cell| cell.slack);
    ClaimOutcome {
        id: claim.file.id.clone(),
        origin: claim.origin.clone(),
        title: claim.file.heading().to_owned(),
        sentence: claim.sentence(),
        verdict,
        warrant: cells.iter().filter_map(|cell| cell.warrant).max(),
        declared: claim.is_about_data(),
        doubts: doubts_of(&cells),
        slack: worst_slack(shape.comparison(), told),
        replicates: measured.total_replicates(),
        unmet: sampled.plan.unmet.clone(),
        power: if options.power { power(sampled, judged, errors.share) } else { Vec::new() },
        most,
        points,
        statement: claim.file.statement.clone(),
        source: claim.file.source.clone(),
        proof: claim.file.proof.clone(),
        claim_file: claim.file.text.clone(),
        figure,
        remark: super::remark::remark(&cells, claim),
        networks: sampled.networks.clone(),
        shape,
        cells,
    }
}

/// The verdict on most problems, from that on each cell and the problem to which it belongs; `None` if the claim is about all of its sweep. The limits of
/// the share take as much of the error probability as all intervals.
fn most(sampled: &Sampled, cells: impl Iterator<Item = (usize, Verdict)>, error: f64) -> Option<MostOutcome> {
    let most = sampled.claim.file.claim.most.as_ref()?;
    Some(MostOutcome::of(most, &by_problem(cells, most.draws), sampled.plan.tried, error))
}

fn power(sampled: &Sampled, judged: &[JudgedCell], error: f64) -> Vec<PowerOutcome> {
    let sentences = sampled.claim.file.power.iter().flat_map(|power| &power.false_sentences);
    let of = |(place, sentence): (usize, &String)| {
        let verdicts =
            judged.iter().filter_map(|judged| Some((judged.cell.draw, judged.false_neighbours.get(place)?.verdict)));
        let verdict = match &most(sampled, verdicts.clone(), error) {
            Some(most) => most.verdict,
            None => worst(verdicts.map(|(_, verdict)| verdict)),
        };
        PowerOutcome { sentence: sentence.clone(), verdict }
    };
    sentences.enumerate().map(of).collect()
}

fn worst(verdicts: impl Iterator<Item = Verdict>) -> Verdict {
    verdicts.max().unwrap_or(Verdict::NotApplicable)
}

#[cfg(test)]
mod tests {
    use crate::claim::example::PROBLEM;
    use crate::claim::{CheckOptions, Claim, ClaimFile, Verdict, check};
    use crate::study::Session;

    /// The mean is .413 with 16 labels and .306 with 256. Only the second can catch the neighbour, and only it is drawn until it does.
    #[test]
    fn a_cell_that_has_decided_on_a_false_neighbour_is_not_drawn_for_it() {
        let rest = r#"
            [sweep]
            samples = [16, 256]
            penalty = [0.1]
            [claim]
            states = "naive.mse >= 0.1"
            [power]
            false = ["naive.mse >= 0.311"]
        "#;
        let claim =
            Claim::new("mine".to_owned(), ClaimFile::parse("mine", &format!("{PROBLEM}{rest}")).expect("a file"));
        let options = CheckOptions { power: true, ..CheckOptions::default() };
        let outcome = check(&[claim.expect("a claim")], &options, &Session::alone()).expect("outcomes").remove(0);
        assert_eq!((outcome.verdict, outcome.power[0].verdict), (Verdict::Holds, Verdict::Violated));
        let [first, second] = [0, 1].map(|cell: usize| outcome.cells[cell].measurement.estimate.replicates);
        assert!(first < second, "{first} and {second}");
    }
}
