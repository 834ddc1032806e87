//! The formulas that bound a quantity, from the claims that come with the program.

use indexmap::IndexMap;
use serde::Serialize;
use toml::{Table, Value};
use weak_to_strong_lab::claim::{Campaign, CheckOptions, Claim, ClaimFile, embedded_claims};
use weak_to_strong_lab::setting::SettingValue;

use super::arguments::{Common, ProblemArguments};
use super::error::CliError;
use super::sentences::ORIGIN;
use super::set;
use super::setting::problem_table;

/// What a claim says of a quantity at one cell.
#[derive(Debug, Serialize)]
pub struct Bound {
    /// The id of the claim.
    pub claim: String,
    /// What the claim is about.
    #[serde(skip)]
    pub title: String,
    /// `>=`, `<=` or `==`
    pub relation: &'static str,
    /// The right side, which is computed.
    pub right: String,
    /// Its value at the cell.
    pub value: SettingValue,
}

/// The relations of sentences. Those of two letters come first, so that they are found whole.
const RELATIONS: [&str; 5] = [">=", "<=", "==", ">", "<"];

/// Returns what the claims state of a quantity at the cell of these arguments: those whose left side is the quantity as it is, whose right side is computed,
/// and whose assumptions the cell meets.
pub fn bounds(quantity: &str, problem: &ProblemArguments, common: &Common) -> Result<Vec<Bound>, CliError> {
    let registry = common.limits.registry();
    let (table, sweep) = (problem_table(&problem.problem, common)?, set::sweep(&problem.set, &registry)?);
    let about = |claim: &Claim| {
        let (relation, right) = right_side(claim, quantity)?;
        // A claim that lacks a setting here, or is about other problems, says nothing of the cell.
        let file = ClaimFile::parse(ORIGIN, &at_cell(claim, &table, &sweep)).ok()?;
        let here = [Claim::with_registry(ORIGIN.to_owned(), file, &registry).ok()?];
        let outcome = Campaign::new(&here, &CheckOptions::default()).ok()?.outcomes().pop()?;
        let cell = outcome.cells.first().filter(|cell| cell.condition_is_met != Some(false))?;
        let value = SettingValue::Number(cell.expected);
        Some(Bound { claim: claim.file.id.clone(), title: claim.file.heading().to_owned(), relation, right, value })
    };
    let mut all: IndexMap<(&str, String), Bound> = IndexMap::new();
    for bound in embedded_claims()?.iter().filter_map(about) {
        // Of claims that state the same of other problems, the first is named.
        all.entry((bound.relation, bound.right.clone())).or_insert(bound);
    }
    Ok(all.into_values().collect())
}

/// The relation and the right side of a claim about all of its cells whose left side is the quantity.
fn right_side(claim: &Claim, quantity: &str) -> Option<(&'static str, String)> {
    let spec = &claim.file.claim;
    if !spec.exists.0.is_empty() || spec.eventually.is_some() || spec.most.is_some() {
        return None;
    }
    let rest = spec.states.trim().strip_prefix(quantity)?.trim_start();
    let relation = RELATIONS.into_iter().find(|relation| rest.starts_with(relation))?;
    let right = rest[relation.len()..].trim();
    let is_computed = claim.quantities().iter().all(|own| own.name == quantity) && !right.contains(quantity);
    is_computed.then(|| (relation, right.to_owned()))
}

/// The text of a claim file that states of this cell what a claim states.
fn at_cell(claim: &Claim, problem: &Table, sweep: &Table) -> String {
    let own: Table = claim.file.text.parse().unwrap_or_default();
    let mut file = Table::new();
    file.insert("id".to_owned(), Value::String(claim.file.id.clone()));
    file.insert("problem".to_owned(), Value::Table(problem.clone()));
    file.insert("sweep".to_owned(), Value::Table(sweep.clone()));
    for key in ["assumes", "define"] {
        if let Some(value) = own.get(key) {
            file.insert(key.to_owned(), value.clone());
        }
    }
    let mut sentence = Table::from_iter([("states".to_owned(), Value::String(claim.file.claim.states.clone()))]);
    if let Some(condition) = &claim.file.claim.when {
        sentence.insert("when".to_owned(), Value::String(condition.clone()));
    }
    file.insert("claim".to_owned(), Value::Table(sentence));
    file.to_string()
}
