//! From estimates to the outcome of a claim.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::expressions::CellValues;
use super::fit::{Curve, CurveFit, fitted};
use super::functional::{FitAlong, FitPoint};
use super::judge::{Evidence, deciding_warrant, is_vacuous, replicates_needed, slack, verdict, worst_slack};
use super::measured_claim::{MeasuredCell, MeasuredClaim};
use super::outcome::doubts_of;
use super::point::{describe, group_without, without};
use super::{
    CellOutcome, CheckOptions, Claim, ClaimError, ClaimFault, ClaimOutcome, Doubt, FigureContext, FitQuality,
    Measurement, Point, PowerOutcome, Replicates, Verdict,
};
use crate::name::Name;
use crate::setting::SettingValue;
use weak_to_strong::evidence::{Enclosure, End, Interval, LEAST_REPLICATES, Warrant};
use weak_to_strong::numeric::Estimate;

/// An outcome so far, and the cells that need more replicates.
pub(super) struct Assessment {
    pub(super) outcome: ClaimOutcome,
    pub(super) undecided: HashSet<usize>,
}

/// One judged result: one cell, the least of several, or a fit through several.
#[derive(Clone)]
struct Judged<'a> {
    values: &'a CellValues,
    measurement: Measurement,
    /// The interval of the measurement, with warrants and doubts.
    enclosure: Enclosure,
    /// Why the estimate is not reliable as a whole; `None` if it is reliable.
    doubt: Option<Doubt>,
    /// The cells behind it.
    members: Vec<usize>,
    /// The cell whose estimate it has, if it is not a fit.
    cell: usize,
    /// Replicates of each of them.
    replicates: u64,
    /// How well it describes its points, if it is a fit.
    quality: Option<FitQuality>,
    /// Whether it is the estimate of one cell, which can be measured again.
    single: bool,
}

/// The least effective sample size of an estimate by importance sampling that is judged.
pub const LEAST_EFFECTIVE_SIZE: f64 = 100.0;

/// Relative standard error to which a measurement that is shown, not judged, is made.
const SHOWN_PRECISION: f64 = 0.02;

/// Judges a measured claim; `error` is the error probability of each interval.
///
/// # Errors
///
/// [`ClaimFault::Fit`] if the points do not determine a fit.
pub(super) fn assess(measured: &MeasuredClaim, error: f64, options: &CheckOptions) -> Result<Assessment, ClaimError> {
    let claim = measured.claim;
    let spec = &claim.file.claim;
    let mut candidates = single_cells(measured);
    if let Some(variable) = &spec.infimum_over {
        candidates = least_over(&candidates, variable);
    }
    let (judged, points) = match (&spec.along, claim.relation.functional().fit()) {
        (Some(along), Some(fit)) => {
            let fits = fit_along(measured, fit, &candidates, along, error).map_err(|fault| claim.invalid(fault))?;
            (fits, candidates)
        }
        _ => candidates.into_iter().partition(|judged| judged.values.judged),
    };
    let outcome = outcome(measured, &judged, &points, options);
    let is_decided = outcome.verdict == Verdict::Violated && options.stop_at_violation;
    let undecided = if is_decided { HashSet::new() } else { undecided(&outcome, &judged, &points) };
    Ok(Assessment { outcome, undecided })
}

/// Cells behind anything unresolved, and all cells while a false neighbour is not caught.
fn undecided(outcome: &ClaimOutcome, judged: &[Judged], points: &[Judged]) -> HashSet<usize> {
    let uncaught = outcome.power.iter().any(|power| power.verdict != Verdict::Violated);
    let unresolved =
        judged.iter().zip(&outcome.cells).filter(|(_, cell)| uncaught || cell.verdict == Verdict::Unresolved);
    let coarse = points.iter().filter(|point| {
        let Estimate { mean, standard_error, .. } = point.measurement.estimate;
        !outcome.relation.is_fitted() && standard_error > SHOWN_PRECISION * mean.abs()
    });
    unresolved.map(|(judged, _)| judged).chain(coarse).flat_map(|judged| &judged.members).copied().collect()
}

fn outcome(measured: &MeasuredClaim, judged: &[Judged], points: &[Judged], options: &CheckOptions) -> ClaimOutcome {
    let claim = measured.claim;
    let cells: Vec<CellOutcome> = judged.iter().map(|judged| judge(claim, judged, options)).collect();
    ClaimOutcome {
        id: claim.file.id.clone(),
        title: claim.file.heading().to_owned(),
        quantity: claim.quantity.name.clone(),
        relation: claim.relation.clone(),
        expression: claim.expressions.expected.text().to_owned(),
        sentence: claim.sentence(),
        verdict: worst(cells.iter().map(|cell| cell.verdict)),
        warrant: cells.iter().filter_map(|cell| cell.warrant).max(),
        doubts: doubts_of(&cells),
        slack: worst_slack(
            claim.relation.comparison(),
            cells.iter().filter(|c| c.verdict != Verdict::Vacuous).filter_map(|c| c.slack),
        ),
        replicates: measured.replicates(),
        unmet: unmet(claim),
        cells,
        power: if options.power { power(claim, judged) } else { Vec::new() },
        points: points.iter().map(|judged| judged.measurement.clone()).collect(),
        statement: claim.file.statement.clone(),
        source: claim.file.source.clone(),
        proof: claim.file.proof.clone(),
        claim_file: claim.file.text.clone(),
        figure: figure_context(measured),
    }
}

fn single_cells<'a>(measured: &'a MeasuredClaim) -> Vec<Judged<'a>> {
    let judged = |(index, cell): (&usize, &'a MeasuredCell)| {
        let (estimate, enclosure) = cell.measured?;
        let measurement = Measurement {
            setting: cell.planned.cell.point.clone(),
            estimate,
            interval: enclosure.interval(),
            warrants: (&enclosure).into(),
            references: cell.values.references.clone(),
            scale: cell.values.scale,
        };
        let few_effective = cell.importance.is_some_and(|i| i.effective_sample_size < LEAST_EFFECTIVE_SIZE);
        Some(Judged {
            values: &cell.values,
            measurement,
            enclosure,
            doubt: few_effective.then_some(Doubt::FewEffective),
            members: vec![*index],
            cell: *index,
            replicates: estimate.replicates,
            quality: None,
            single: true,
        })
    };
    measured.cells.iter().filter_map(judged).collect()
}

/// The least mean over one sweep variable. Both limits are the least ones too. All intervals hold together, so the true infimum lies between
/// these limits.
fn least_over<'a>(candidates: &[Judged<'a>], variable: &str) -> Vec<Judged<'a>> {
    let settings = candidates.iter().map(|judged| &judged.measurement.setting);
    let least = |group: Vec<usize>| {
        let members = || group.iter().map(|index| &candidates[*index].measurement);
        let mean_of = |index: usize| candidates[index].measurement.estimate.mean;
        let at = group.iter().copied().fold(group[0], |best, i| if mean_of(i) < mean_of(best) { i } else { best });
        let mut judged = candidates[at].clone();
        judged.single = false;
        judged.members = group.iter().flat_map(|index| &candidates[*index].members).copied().collect();
        judged.measurement.setting = without(&judged.measurement.setting, &[variable]);
        judged.enclosure = least_enclosure(group.iter().map(|index| candidates[*index].enclosure));
        judged.measurement.interval = Interval {
            lower: members().map(|m| m.interval.lower).fold(f64::INFINITY, f64::min),
            upper: members().map(|m| m.interval.upper).fold(f64::INFINITY, f64::min),
        };
        judged.measurement.warrants = (&judged.enclosure).into();
        judged
    };
    group_without(settings, &[variable]).into_iter().map(least).collect()
}

/// The interval of the least of several numbers. The lower end needs the lower ends of all numbers, the upper end needs the least upper end that is not
/// doubted.
fn least_enclosure(members: impl Iterator<Item = Enclosure> + Clone) -> Enclosure {
    let lower = members.clone().map(|member| member.lower.trusted(f64::NEG_INFINITY));
    let weakest = lower.clone().map(|end| end.warrant).max().unwrap_or(Warrant::Exact);
    let lower = lower.reduce(|a, b| if b.at < a.at { b } else { a });
    let upper = members.map(|member| member.upper.trusted(f64::INFINITY));
    let upper = upper.reduce(|a, b| if b.at < a.at { b } else { a });
    let known = End::new(f64::INFINITY, Warrant::Exact);
    Enclosure { lower: End { warrant: weakest, ..lower.unwrap_or(known) }, upper: upper.unwrap_or(known) }
}

/// Fits along a variable and replaces each group by its fit.
fn fit_along<'a>(
    measured: &MeasuredClaim,
    fit: &FitAlong,
    points: &[Judged<'a>],
    along: &str,
    error: f64,
) -> Result<Vec<Judged<'a>>, ClaimFault> {
    let settings = points.iter().map(|judged| &judged.measurement.setting);
    let groups = group_without(settings, &[along]);
    let fitted = |group: Vec<usize>| {
        let members: Vec<&Judged> = group.iter().map(|index| &points[*index]).collect();
        fit_group(measured, fit, &members, along, error)
    };
    groups.into_iter().map(fitted).collect()
}

fn fit_group<'a>(
    measured: &MeasuredClaim,
    fit: &FitAlong,
    group: &[&Judged<'a>],
    along: &str,
    error: f64,
) -> Result<Judged<'a>, ClaimFault> {
    let cells: Vec<usize> = group.iter().map(|judged| judged.cell).collect();
    let setting = without(&group[0].measurement.setting, &[along]);
    let point = |judged: &&Judged| FitPoint {
        at: number_at(&judged.measurement.setting, along),
        estimate: judged.measurement.estimate,
    };
    let values = group[0].values;
    let curve = Curve {
        points: group.iter().map(point).collect(),
        covariances: measured.covariances(&cells),
        log_power: values.log_power,
    };
    let CurveFit { found, interval, doubt, quality } =
        fitted(fit, &curve, measured.claim.resolution_at(values.expected), error).map_err(|error| ClaimFault::Fit {
            along: along.to_owned(),
            setting: describe(&setting),
            error,
        })?;
    let few_effective = group.iter().any(|judged| judged.doubt == Some(Doubt::FewEffective));
    let of_tails = group.iter().find_map(|judged| judged.enclosure.doubts().next()).map(Doubt::from);
    let estimate = Estimate {
        mean: found.value,
        standard_error: found.standard_error,
        replicates: measured.replicates_of(&cells),
    };
    let enclosure = Enclosure::of(interval, Warrant::Model);
    let warrants = (&enclosure).into();
    let measurement = Measurement { setting, estimate, interval, warrants, references: IndexMap::new(), scale: 1.0 };
    let members = group.iter().flat_map(|judged| &judged.members).copied().collect();
    Ok(Judged {
        values,
        measurement,
        enclosure,
        doubt: few_effective.then_some(Doubt::FewEffective).or(of_tails).or(doubt),
        members,
        cell: group[0].cell,
        replicates: curve.points[0].estimate.replicates,
        quality,
        single: false,
    })
}

fn judge(claim: &Claim, judged: &Judged, options: &CheckOptions) -> CellOutcome {
    let relation = &claim.relation;
    let expected = judged.values.expected;
    let evidence = evidence(judged);
    let verdict = verdict_against(claim, judged, expected);
    let unresolved = verdict == Verdict::Unresolved;
    let doubt = judged.doubt.or_else(|| doubt_of_ends(judged).filter(|_| unresolved));
    let range = relation.range(expected, claim.resolution_at(expected));
    let needed = || replicates_needed(relation, &evidence, expected, claim.resolution_at(expected));
    let replay = || {
        let (setting, replicates) = (&judged.measurement.setting, Replicates::First(evidence.replicates));
        claim.replay(setting, replicates, options.seed)
    };
    CellOutcome {
        measurement: judged.measurement.clone(),
        expected,
        verdict,
        warrant: deciding_warrant(verdict, &judged.enclosure, range),
        slack: slack(&evidence, expected).filter(|_| doubt.is_none() && claim.resolves_ratio_to(expected)),
        replicates_needed: (unresolved && doubt.is_none()).then(needed),
        doubt,
        fit: judged.quality,
        replay: judged.single.then(replay).flatten(),
        replay_command: None,
    }
}

fn verdict_against(claim: &Claim, judged: &Judged, expected: f64) -> Verdict {
    let relation = &claim.relation;
    if is_vacuous(relation, claim.quantity.unit, expected) {
        return Verdict::Vacuous;
    }
    if judged.doubt.is_some() {
        return Verdict::Unresolved;
    }
    let trusted = Evidence { interval: judged.enclosure.trusted(), ..evidence(judged) };
    verdict(relation, &trusted, expected, claim.resolution_at(expected))
}

/// What is doubtful about the ends of an interval.
fn doubt_of_ends(judged: &Judged) -> Option<Doubt> {
    let Enclosure { lower, upper } = judged.enclosure;
    let tail = lower.doubt.or(upper.doubt).map(Doubt::from);
    let few = [lower, upper].iter().any(|end| end.warrant >= Warrant::Asymptotic && end.at.is_infinite());
    (few && judged.replicates < LEAST_REPLICATES).then_some(Doubt::FewReplicates).or(tail)
}

fn evidence(judged: &Judged) -> Evidence {
    let Measurement { estimate, interval, .. } = &judged.measurement;
    Evidence { mean: estimate.mean, interval: *interval, replicates: judged.replicates }
}

fn power(claim: &Claim, judged: &[Judged]) -> Vec<PowerOutcome> {
    let against = |(index, expression): (usize, &super::Expression)| PowerOutcome {
        expression: expression.text().to_owned(),
        verdict: worst(
            judged.iter().map(|judged| verdict_against(claim, judged, judged.values.false_neighbours[index])),
        ),
    };
    claim.expressions.false_neighbours.iter().enumerate().map(against).collect()
}

fn worst(verdicts: impl Iterator<Item = Verdict>) -> Verdict {
    verdicts.max().unwrap_or(Verdict::NotApplicable)
}

fn unmet(claim: &Claim) -> Vec<Name> {
    let somewhere: HashSet<&Name> =
        claim.cells.iter().flat_map(|planned| claim.unmet_at(planned)).map(|assumption| &assumption.name).collect();
    let names = claim.assumptions().iter().map(|assumption| &assumption.name);
    names.filter(|name| somewhere.contains(name)).cloned().collect()
}

pub(super) fn figure_context(measured: &MeasuredClaim) -> FigureContext {
    let claim = measured.claim;
    let mut marks: Vec<(String, f64)> = Vec::new();
    for mark in measured.cells.values().flat_map(|cell| &cell.values.marks) {
        if !marks.contains(mark) {
            marks.push(mark.clone());
        }
    }
    FigureContext {
        spec: claim.file.figure.clone(),
        quantity_symbol: claim.quantity.symbol.clone(),
        quantity_meaning: claim.quantity.meaning.clone(),
        unit: claim.quantity.unit,
        symbols: claim.expressions.in_symbols(&claim.quantity.settings),
        log_power: measured.cells.values().next().map_or(0.0, |cell| cell.values.log_power),
        marks,
    }
}

/// The numeric value of a sweep variable; NaN if the value is a word.
fn number_at(point: &Point, variable: &str) -> f64 {
    match point.get(variable) {
        Some(SettingValue::Number(value)) => *value,
        _ => f64::NAN,
    }
}
