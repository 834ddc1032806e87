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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::example::PROBLEM;
    use crate::claim::{CheckOptions, ClaimFile, check};
    use crate::study::Session;

    const REST: &str = r#"
        [sweep]
        batch = [2, 4]
        labels = [100, inf]
        batches = ["shared"]
        [claim]
        states = "refined.mse <= eps_w2"
        [figure]
        x = "batch"
        series = "labels"
        references = ["eps_p2"]
    "#;

    fn file() -> String {
        PROBLEM.to_owned() + REST
    }

    fn claim(text: &str) -> Claim {
        Claim::new("mine".to_owned(), ClaimFile::parse("mine", text).expect("a file")).expect("a claim")
    }

    fn checked() -> (ClaimOutcome, String) {
        let options = CheckOptions { seed: 7, ..CheckOptions::default() };
        let mut outcomes = check(&[claim(&file())], &options, &Session::alone()).expect("outcomes");
        let text = serde_json::json!({ "seed": 7, "claims": outcomes }).to_string();
        (outcomes.remove(0), text)
    }

    #[test]
    fn what_was_written_is_read_back() {
        let (mut outcome, text) = checked();
        for cell in &mut outcome.cells {
            (cell.replay, cell.margin, cell.condition_is_met) = (None, None, None);
        }
        let read = written_outcome(&claim(&file()), &text).expect("the outcome");
        assert_eq!(read, WrittenOutcome { seed: 7, outcome });
    }

    /// What figures show of the form of a statement is written too.
    #[test]
    fn distributions_and_trials_are_read_back() {
        let sweep = file().replace("refined.mse <= eps_w2", "P(naive.squared_error <= 0.5) >= 0.2");
        let probability =
            sweep.split("[figure]").next().expect("a part").replace("batch = [2, 4]", "samples = [16, 64]");
        let trials = probability.replace("P(naive.squared_error <= 0.5) >= 0.2", "naive.mse <= 0.7");
        let trials = trials.replace("labels = [100, inf]", "penalty = [0.1, 1, 10]") + "exists = \"penalty\"";
        for (text, distributions, tried) in [(&probability, 2, 0), (&trials, 0, 6)] {
            let options = CheckOptions { seed: 7, error_probability: 0.001, power: false, stop_at_violation: false };
            let outcomes = check(&[claim(text)], &options, &Session::alone()).expect("outcomes");
            let written = serde_json::json!({ "seed": 7, "claims": outcomes }).to_string();
            let read = written_outcome(&claim(text), &written).expect("the outcome").outcome;
            assert_eq!(read.cells.iter().filter(|cell| cell.distribution.is_some()).count(), distributions);
            assert_eq!(read.cells.iter().map(|cell| cell.tried.len()).sum::<usize>(), tried);
            for (read, cell) in read.cells.iter().zip(&outcomes[0].cells) {
                assert_eq!(read.distribution, cell.distribution);
                let shown = |cell: &CellOutcome| (cell.measurement.clone(), cell.verdict, cell.witness.clone());
                assert!(read.tried.iter().map(shown).eq(cell.tried.iter().map(shown)), "{:?}", read.tried);
            }
        }
    }

    #[test]
    fn the_quality_of_fits_is_read_back() {
        let sweep = "[sweep]\nsamples = [128, 256, 512, 1024, 2048]\npenalty = [0.1]\n";
        let text = format!("{PROBLEM}{sweep}[claim]\nstates = \"limit(naive.mse over samples) <= 2\"\n");
        let outcomes = check(&[claim(&text)], &CheckOptions::default(), &Session::alone()).expect("outcomes");
        let written = serde_json::json!({ "seed": 1, "claims": outcomes }).to_string();
        let read = written_outcome(&claim(&text), &written).expect("the outcome").outcome;
        assert!(outcomes[0].cells[0].fit.is_some());
        assert_eq!(read.cells[0].fit, outcomes[0].cells[0].fit);
    }

    /// A claim of a user's own is in the document with its file, and one of the program's is not.
    #[test]
    fn an_own_claim_is_found_by_its_id() {
        let (outcome, text) = checked();
        let document = WrittenDocument::parse(&text).expect("a document");
        let own = document.own_claim("mine", &Registry::built_in()).expect("a claim").expect("it is there");
        assert_eq!((&*own.origin, own.file.text), ("mine", outcome.claim_file));
        assert!(document.own_claim("yours", &Registry::built_in()).expect("no fault").is_none());
        let embedded = crate::claim::find_claim("prop-3.2-segment", &Registry::built_in()).expect("a claim");
        let Claim { origin, file: ClaimFile { text: claim_file, .. }, .. } = embedded[0].clone();
        let written = serde_json::to_value(ClaimOutcome { origin, claim_file, ..outcome }).expect("JSON");
        assert!(written.get("file").is_none() && written.get("claim_file").is_none());
    }

    #[test]
    fn another_claim_is_refused() {
        let (_, text) = checked();
        for (from, to, said) in [
            ("\"mine\"", "\"yours\"", "there is no claim yours in it; it has: mine"),
            ("<= eps_w2", "<= eps_p2", "mine says refined.mse <= eps_w2 in it, and refined.mse <= eps_p2 now"),
            ("[2, 4]", "[2, 8]", "mine has a cell in it at batch = 4, labels = 100, batches = shared, which"),
        ] {
            let error = written_outcome(&claim(&file().replace(from, to)), &text).expect_err(said).to_string();
            assert!(error.starts_with(said), "{error}");
        }
        let error = written_outcome(&claim(&file()), "[]").expect_err("no document").to_string();
        assert!(error.ends_with("give the checks.json that w2s check has written"), "{error}");
    }
}
