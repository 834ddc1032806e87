//! Outcomes that were written by an earlier check.

use serde::Deserialize;
use thiserror::Error;

use super::figure_context::figure_context;
use super::fine_curves::computed;
use super::grid_search::GridSearch;
use super::most::MostOutcome;
use super::outcome::doubts_of;
use super::plan::{Plan, shown_at};
use super::point::describe;
use super::{
    Ablation, CellOutcome, Claim, ClaimError, ClaimFile, ClaimOutcome, Difference, Distribution, Doubt, Falsification,
    Measurement, Point, PowerOutcome, Registry, Slack, Verdict, Warrants,
};
use crate::functional::FitQuality;
use crate::name::Name;
use crate::quantity::NetworkUsed;
use crate::sentence::nearest;
use crate::statement::Place;
use weak_to_strong::evidence::{Interval, Warrant};
use weak_to_strong::numeric::{Estimate, json_number};

/// An outcome of an earlier check, and the seed of that check.
#[derive(Clone, Debug, PartialEq)]
pub struct WrittenOutcome {
    /// The seed.
    pub seed: u64,
    /// The outcome.
    pub outcome: ClaimOutcome,
}

/// All that an earlier check has written.
#[derive(Debug)]
pub struct WrittenDocument {
    /// The version of the program that has checked.
    pub version: String,
    /// The seed.
    pub seed: u64,
    /// The probability with which any interval of the check may miss its true value.
    pub error_probability: f64,
    /// What claims did when one of their assumptions was dropped.
    pub ablations: Vec<Ablation>,
    /// The searches for counterexamples; `None` if none were requested.
    pub falsification: Option<Vec<Falsification>>,
    claims: Vec<WrittenClaim>,
}

/// Why the outcome of a claim cannot be taken from a file.
#[derive(Debug, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
#[non_exhaustive]
pub enum WrittenError {
    /// The text is not a `checks.json`.
    #[error("{0}; give the checks.json that w2s check has written")]
    Syntax(#[from] serde_json::Error),
    /// The claim is not in the file.
    #[error("there is no claim {id} in it; {known}")]
    Absent { id: String, known: String },
    /// The claim is in the file, but it was a different claim when it was checked.
    #[error("{id} says {written} in it, and {here} now; check it again")]
    OtherClaim { id: String, written: String, here: String },
    /// A cell of the outcome is not in the claim's sweep.
    #[error("{id} has a cell in it at {setting}, which its sweep has not now; check it again")]
    OtherSweep { id: String, setting: String },
    /// The claim has no values.
    #[error(transparent)]
    Claim(#[from] ClaimError),
}

/// The outcome of a claim from the text of a `checks.json`. Nothing is sampled. What a figure shows beyond the outcome is computed again.
///
/// # Errors
///
/// [`WrittenError`], also if the claim differs from the claim that was checked.
pub fn written_outcome(claim: &Claim, text: &str) -> Result<WrittenOutcome, WrittenError> {
    let document = WrittenDocument::parse(text)?;
    Ok(WrittenOutcome { seed: document.seed, outcome: document.outcome(claim)? })
}

impl WrittenDocument {
    /// Reads the text of a `checks.json`.
    ///
    /// # Errors
    ///
    /// [`WrittenError::Syntax`].
    pub fn parse(text: &str) -> Result<Self, WrittenError> {
        let Document { version, seed, error_probability, claims, ablations, falsification } =
            serde_json::from_str(text)?;
        Ok(Self { version, seed, error_probability, ablations, falsification: falsification.map(named), claims })
    }

    /// The ids of its claims.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.claims.iter().map(|written| written.id.as_str())
    }

    /// The claim with this id, from the claim file of a user's own that is in the document. Returns `None` for any other id.
    ///
    /// # Errors
    ///
    /// [`ClaimError`] if the file, with the names of this registry, makes no claim.
    pub fn own_claim(&self, id: &str, registry: &Registry) -> Result<Option<Claim>, ClaimError> {
        let Some(written) = self.claims.iter().find(|written| written.id == id) else { return Ok(None) };
        let (Some(file), Some(text)) = (&written.file, &written.claim_file) else { return Ok(None) };
        Claim::with_registry(file.clone(), ClaimFile::parse(file, text)?, registry).map(Some)
    }

    /// The error that no claim has this id. It names the id that was likely meant, or those that there are.
    pub fn absent(&self, id: &str) -> WrittenError {
        const SHOWN: usize = 20;
        let ids: Vec<&str> = self.ids().collect();
        let known = match nearest(id, self.ids()) {
            Some(near) => format!("did you mean {near}?"),
            None if ids.len() <= SHOWN => format!("it has: {}", ids.join(", ")),
            None => format!("it has {} and {} more", ids[..SHOWN].join(", "), ids.len() - SHOWN),
        };
        WrittenError::Absent { id: id.to_owned(), known }
    }

    /// The outcome of a claim.
    ///
    /// # Errors
    ///
    /// [`WrittenError`], also if the claim differs from the claim that was checked.
    pub fn outcome(&self, claim: &Claim) -> Result<ClaimOutcome, WrittenError> {
        let id = &claim.file.id;
        let written = self.claims.iter().find(|written| written.id == *id).ok_or_else(|| self.absent(id))?;
        let now = claim.sentence();
        if written.states != now {
            return Err(WrittenError::OtherClaim { id: id.clone(), written: written.states.clone(), here: now });
        }
        let plan = claim.plan(false, self.seed)?;
        let mut outcome = written.clone().outcome(claim, &plan)?;
        outcome.figure.computed = computed(claim, &plan, &outcome.figure);
        Ok(outcome)
    }
}

/// Searches whose counterexamples have their names again, by which reports link their files.
fn named(mut falsifications: Vec<Falsification>) -> Vec<Falsification> {
    falsifications.iter_mut().for_each(Falsification::name_probes);
    falsifications
}

#[derive(Deserialize)]
struct Document {
    #[serde(default)]
    version: String,
    seed: u64,
    #[serde(default)]
    error_probability: f64,
    claims: Vec<WrittenClaim>,
    #[serde(default)]
    ablations: Vec<Ablation>,
    falsification: Option<Vec<Falsification>>,
}

#[derive(Clone, Debug, Deserialize)]
struct WrittenClaim {
    id: String,
    file: Option<String>,
    claim_file: Option<String>,
    states: String,
    verdict: Verdict,
    warrant: Option<Warrant>,
    remark: Option<String>,
    #[serde(default)]
    networks: Vec<NetworkUsed>,
    slack: Option<Slack>,
    most: Option<MostOutcome>,
    replicates: u64,
    #[serde(default)]
    unmet: Vec<String>,
    cells: Vec<WrittenCell>,
    #[serde(default)]
    power: Vec<PowerOutcome>,
    #[serde(default)]
    points: Vec<WrittenMeasurement>,
}

#[derive(Clone, Debug, Deserialize)]
struct WrittenCell {
    #[serde(flatten)]
    measurement: WrittenMeasurement,
    #[serde(with = "json_number")]
    expected: f64,
    expected_interval: Option<Interval>,
    difference: Difference,
    verdict: Verdict,
    warrant: Option<Warrant>,
    slack: Option<Slack>,
    doubt: Option<Doubt>,
    #[serde(default)]
    witness: Point,
    from: Option<f64>,
    #[serde(default)]
    places: Vec<f64>,
    sign_changes: Option<usize>,
    #[serde(default)]
    paired: bool,
    fit: Option<FitQuality>,
    no_value: Option<String>,
    distribution: Option<Distribution>,
    #[serde(default)]
    tried: Vec<WrittenCell>,
    replicates_needed: Option<u64>,
    replay: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
struct WrittenMeasurement {
    setting: Point,
    #[serde(flatten)]
    estimate: Estimate,
    #[serde(flatten)]
    interval: Interval,
    #[serde(flatten)]
    warrants: Warrants,
}

impl WrittenClaim {
    fn outcome(self, claim: &Claim, plan: &Plan) -> Result<ClaimOutcome, WrittenError> {
        let grid = &mut GridSearch::over(claim.grid.points());
        let cells: Vec<CellOutcome> =
            self.cells.into_iter().map(|cell| cell.outcome(claim, grid)).collect::<Result<_, _>>()?;
        let points = self.points.into_iter().map(|point| point.measurement(claim, grid)).collect::<Result<_, _>>()?;
        Ok(ClaimOutcome {
            id: self.id,
            origin: claim.origin.clone(),
            title: claim.file.heading().to_owned(),
            sentence: claim.sentence(),
            shape: claim.shape(),
            verdict: self.verdict,
            warrant: self.warrant,
            declared: claim.is_about_data(),
            doubts: doubts_of(&cells),
            remark: self.remark,
            networks: self.networks,
            slack: self.slack,
            most: self.most,
            replicates: self.replicates,
            unmet: self.unmet.iter().cloned().map(Name::from).collect(),
            cells,
            power: self.power,
            points,
            statement: claim.file.statement.clone(),
            source: claim.file.source.clone(),
            proof: claim.file.proof.clone(),
            claim_file: claim.file.text.clone(),
            figure: figure_context(claim, plan),
        })
    }
}

impl WrittenCell {
    fn outcome(self, claim: &Claim, grid: &mut GridSearch) -> Result<CellOutcome, WrittenError> {
        Ok(CellOutcome {
            measurement: self.measurement.measurement(claim, grid)?,
            expected: self.expected,
            expected_interval: self.expected_interval,
            difference: self.difference,
            verdict: self.verdict,
            warrant: self.warrant,
            slack: self.slack,
            margin: None,
            replicates_needed: self.replicates_needed,
            doubt: self.doubt,
            fit: self.fit,
            witness: self.witness,
            from: self.from,
            places: self.places,
            sign_changes: self.sign_changes,
            distribution: self.distribution,
            tried: self.tried.into_iter().map(|cell| cell.outcome(claim, grid)).collect::<Result<_, _>>()?,
            paired: self.paired,
            condition_is_met: None,
            no_value: self.no_value,
            replay: None,
            replay_command: self.replay,
        })
    }
}

impl WrittenMeasurement {
    fn measurement(self, claim: &Claim, grid: &mut GridSearch) -> Result<Measurement, WrittenError> {
        let setting = self.setting;
        let is_drawn = claim.file.claim.most.is_some();
        // The setting of a cell lacks the variables that the sentence binds.
        let place = grid.find(&setting).or(claim.grid.points().first().filter(|_| is_drawn));
        let Some(place) = place else {
            return Err(WrittenError::OtherSweep { id: claim.file.id.clone(), setting: describe(&setting) });
        };
        let place: Place =
            place.iter().filter(|(name, _)| setting.contains_key(*name)).map(|(n, v)| (n.clone(), v.clone())).collect();
        let mut planner = claim.planner(&claim.grid);
        let shown = shown_at(claim, &mut planner, &place).ok();
        Ok(Measurement {
            setting,
            estimate: self.estimate,
            interval: self.interval,
            warrants: self.warrants,
            references: shown.as_ref().map(|shown| shown.references.clone()).unwrap_or_default(),
            scale: shown.map_or(1.0, |shown| shown.scale),
        })
    }
}
