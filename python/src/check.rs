//! Checks of claims.

use std::path::PathBuf;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use weak_to_strong_lab::claim::{
    self, Campaign, CheckOptions, Claim, ClaimError, ClaimFile, ClaimOutcome, Registry, embedded_claim_files,
    find_claim,
};
use weak_to_strong_lab::study::{Session, Store};
use weak_to_strong_report::{CheckDocument, ExportFormat, Provenance, cells_table, figure_svg};

use super::registry::Own;
use super::watch::{Ended, Told, watched};

/// What a claim is made from: the name of one or of a file, or the text of a file, with what names it in messages.
#[derive(FromPyObject)]
pub enum Source {
    Text(String, String),
    Name(String),
}

impl Source {
    /// The claims, each with the text of its file.
    fn claims(&self, registry: &Registry) -> Result<Vec<Claim>, ClaimError> {
        match self {
            Self::Name(name) => find_claim(name, registry),
            Self::Text(origin, text) => {
                let file = ClaimFile::parse(origin, text)?;
                Ok(vec![Claim::with_registry(origin.clone(), file, registry)?])
            }
        }
    }
}

/// The claims of these sources.
pub fn claims_of(sources: &[Source], registry: &Registry) -> PyResult<Vec<Claim>> {
    let claims = sources.iter().map(|source| source.claims(registry)).collect::<Result<Vec<_>, _>>();
    Ok(claims.map_err(|error| PyValueError::new_err(error.to_string()))?.concat())
}

/// A checked claim: its document in JSON, the text of its file, its table in CSV with the kinds of its columns, and its figure as SVG.
type Checked = (String, String, String, Vec<(String, &'static str)>, Option<String>);

/// Checks claims together, with replicates from a store if one is given. The second value is the exception that ended the check early.
#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "the Python side gives them names")]
pub fn check(
    py: Python<'_>,
    sources: Vec<Source>,
    seed: u64,
    error: f64,
    power: bool,
    own: Own,
    store: Option<PathBuf>,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<(Vec<Checked>, Option<PyErr>)> {
    let registry = own.registry()?;
    let claims = py.detach(|| claims_of(&sources, &registry));
    own.raised().iter().find_map(super::watch::Raised::take).map_or(Ok(()), Err)?;
    let claims = claims?;
    let options = CheckOptions { seed, error_probability: error, power, ..CheckOptions::default() };
    let work = |session: &Session, _: &Told| -> Result<Vec<ClaimOutcome>, ClaimError> {
        let store = store.as_deref().map(Store::open).transpose()?;
        let session = Session { store: store.as_ref(), ..*session };
        let mut campaign = Campaign::new(&claims, &options)?;
        let outcomes = match campaign.run(&session) {
            Err(ClaimError::Interrupted) => campaign.outcomes(),
            ended => ended?,
        };
        session.flush()?;
        Ok(outcomes)
    };
    let Ended { found, stopped } = watched(py, threads, progress.as_ref(), &own.raised(), work)?;
    let outcomes = found.map_err(|error| PyValueError::new_err(error.to_string()))?;
    let checked =
        py.detach(|| outcomes.iter().map(|outcome| checked(outcome, &options)).collect::<Result<Vec<_>, _>>());
    Ok((checked.map_err(PyValueError::new_err)?, stopped))
}

fn checked(outcome: &ClaimOutcome, options: &CheckOptions) -> Result<Checked, String> {
    // Where a claim was read from is no part of its result.
    let placeless = [ClaimOutcome { origin: String::new(), ..outcome.clone() }];
    let document = CheckDocument::new(&placeless, &[], options).to_json();
    let provenance = Provenance::now("unknown", options.seed, options.error_probability);
    let table = cells_table(outcome);
    let csv = ExportFormat::Csv.bytes(&table, &provenance.of_claim_file(&outcome.claim_file));
    let csv = csv.map_err(|error| error.to_string())?;
    let kinds = table.columns.iter().map(|column| (column.name.clone(), column.values.kind()));
    Ok((
        document.map_err(|error| error.to_string())?,
        outcome.claim_file.clone(),
        String::from_utf8(csv).map_err(|error| error.to_string())?,
        kinds.collect(),
        figure_svg(outcome).map_err(|error| error.to_string())?,
    ))
}

/// The title of a claim that is named after its sentence, if a title may be that long.
#[pyfunction]
pub fn title_of_sentence(sentence: &str) -> Option<&str> {
    claim::title_of_sentence(sentence)
}

/// Id, title and sentence of the claims on the paper and its neighbours.
#[pyfunction]
pub fn claims(py: Python<'_>) -> PyResult<Vec<(String, String, String)>> {
    let all = py.detach(embedded_claim_files).map_err(|error| PyValueError::new_err(error.to_string()))?;
    let row = |file: &ClaimFile| (file.id.clone(), file.heading().to_owned(), file.claim.states.clone());
    Ok(all.iter().map(row).collect())
}
