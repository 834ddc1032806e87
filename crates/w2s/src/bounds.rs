//! The formulas that bound a quantity, from the claims that come with the program.

use indexmap::IndexMap;
use serde::Serialize;
use toml::{Table, Value};
use weak_to_strong_lab::claim::{Campaign, CheckOptions, Claim, ClaimFile, embedded_claim_files};
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
    /// How near the claim's equality is at its own sizes, as a share; `None` if it states no share.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<f64>,
}

/// The relations of sentences. Those of two letters come first, so that they are found whole.
const RELATIONS: [&str; 5] = [">=", "<=", "==", ">", "<"];

/// Returns what the claims state of a quantity at the cell of these arguments: those whose left side is the quantity as it is, whose right side is computed,
/// and whose assumptions the cell meets.
pub fn bounds(quantity: &str, problem: &ProblemArguments, common: &Common) -> Result<Vec<Bound>, CliError> {
    let registry = common.limits.registry();
    let (table, sweep) = (problem_table(&problem.problem, common)?, set::sweep(&problem.set, &registry)?);
    let about = |file: &ClaimFile| {
        let (relation, right) = right_side(file, quantity)?;
        // A claim that lacks a setting here, or is about other problems, says nothing of the cell.
        let at_cell = ClaimFile::parse(ORIGIN, &at_cell(file, &table, &sweep)).ok()?;
        let here = [Claim::with_registry(ORIGIN.to_owned(), at_cell, &registry).ok()?];
        if here[0].quantities().iter().any(|measured| measured.name != quantity) {
            return None;
        }
        let outcome = Campaign::new(&here, &CheckOptions::default()).ok()?.outcomes().pop()?;
        let cell = outcome.cells.first().filter(|cell| cell.condition_is_met != Some(false))?;
        let value = SettingValue::Number(cell.expected);
        let within = file.claim.resolution.filter(|_| relation == "==");
        Some(Bound { claim: file.id.clone(), title: file.heading().to_owned(), relation, right, value, within })
    };
    let mut all: IndexMap<(&str, String), Bound> = IndexMap::new();
    for bound in embedded_claim_files()?.iter().filter_map(about) {
        // Of claims that state the same of other problems, the first is named.
        all.entry((bound.relation, bound.right.clone())).or_insert(bound);
    }
    Ok(all.into_values().collect())
}

/// The relation and the right side of a claim about all of its cells whose left side is the quantity.
fn right_side(file: &ClaimFile, quantity: &str) -> Option<(&'static str, String)> {
    let spec = &file.claim;
    if !spec.exists.0.is_empty() || spec.eventually.is_some() || spec.most.is_some() {
        return None;
    }
    let rest = spec.states.trim().strip_prefix(quantity)?.trim_start();
    let relation = RELATIONS.into_iter().find(|relation| rest.starts_with(relation))?;
    let right = rest[relation.len()..].trim();
    (!right.contains(quantity)).then(|| (relation, right.to_owned()))
}

/// The text of a claim file that states of this cell what a claim states.
fn at_cell(claim: &ClaimFile, problem: &Table, sweep: &Table) -> String {
    let own: Table = claim.text.parse().unwrap_or_default();
    let mut file = Table::new();
    file.insert("id".to_owned(), Value::String(claim.id.clone()));
    file.insert("problem".to_owned(), Value::Table(problem.clone()));
    file.insert("sweep".to_owned(), Value::Table(sweep.clone()));
    for key in ["assumes", "define"] {
        if let Some(value) = own.get(key) {
            file.insert(key.to_owned(), value.clone());
        }
    }
    let mut sentence = Table::from_iter([("states".to_owned(), Value::String(claim.claim.states.clone()))]);
    if let Some(condition) = &claim.claim.when {
        sentence.insert("when".to_owned(), Value::String(condition.clone()));
    }
    file.insert("claim".to_owned(), Value::Table(sentence));
    file.to_string()
}
