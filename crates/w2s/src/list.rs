//! `w2s list`.

use clap::ValueEnum;
use serde_json::{Map, Value};

use super::arguments::{Common, Listed};
use super::error::CliError;
use super::meanings::{Meaning, meanings};
use super::output::{print, print_json};

/// Lists that are shown only if they are asked for.
const ONLY_ON_DEMAND: [Listed; 3] = [Listed::Keys, Listed::ClaimKeys, Listed::FigureKeys];

pub fn list(kind: Option<Listed>, common: &Common) -> Result<u8, CliError> {
    let kinds = kind.map_or_else(|| Listed::value_variants().to_vec(), |kind| vec![kind]);
    if common.wants_json() {
        let entry = |kind: Listed| Ok((key(kind), meanings(kind)?.into_iter().map(|of| of.document).collect()));
        print_json(common, &kinds.into_iter().map(entry).collect::<Result<Map<String, Value>, CliError>>()?)?;
        return Ok(0);
    }
    let shown = kinds.into_iter().filter(|own| kind.is_some() || !ONLY_ON_DEMAND.contains(own));
    let mut sections =
        shown.map(|kind| Ok(section(title(kind), &meanings(kind)?))).collect::<Result<Vec<_>, CliError>>()?;
    if kind.is_none() {
        sections.push("keys of claim files: w2s list keys, w2s list claim-keys, w2s list figure-keys\n".to_owned());
    }
    print(&sections.join("\n"))?;
    Ok(0)
}

fn section(title: &str, rows: &[Meaning]) -> String {
    let width = rows.iter().map(|row| row.shown.chars().count()).max().unwrap_or(0);
    let lines: String = rows.iter().map(|row| format!("  {:<width$}  {}\n", row.shown, row.meaning)).collect();
    format!("{title}\n{lines}")
}

fn title(kind: Listed) -> &'static str {
    match kind {
        Listed::Claims => "claims (w2s check ID, w2s explain ID)",
        Listed::Quantities => "quantities: what is measured (w2s measure, and in sentences)",
        Listed::Observables => "observables: what one sample gives (in P, mean, variance, quantile and uniform)",
        Listed::Formulas => "formulas: what is computed (w2s formula, and in sentences)",
        Listed::Settings => "settings",
        Listed::Assumptions => "assumptions",
        Listed::Functionals => "functionals: numbers along a variable, or of the law of one sample",
        Listed::Predicates => "predicates: sentences without a comparison",
        Listed::Relations => "relations",
        Listed::Keys => "keys of [problem], also in [sweep] and [domain]",
        Listed::ClaimKeys => "keys of a claim file",
        Listed::FigureKeys => "keys of [figure]",
    }
}

/// The name of a list in JSON.
fn key(kind: Listed) -> String {
    let name = kind.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned());
    name.replace('-', "_")
}
