//! `w2s list`.

use clap::ValueEnum;
use serde_json::{Map, Value};
use weak_to_strong_report::indented;

use super::arguments::{Common, ListArguments, Listed};
use super::columns::two_columns;
use super::error::CliError;
use super::meanings::{Meaning, meanings};
use super::output::{print, print_json};
use super::terminal::width;

/// Lists that are shown only if they are asked for.
const ONLY_ON_DEMAND: [Listed; 3] = [Listed::Keys, Listed::ClaimKeys, Listed::FigureKeys];

pub fn list(arguments: &ListArguments, common: &Common) -> Result<u8, CliError> {
    let ListArguments { kind, about } = arguments;
    let kinds = kind.map_or_else(|| Listed::value_variants().to_vec(), |kind| vec![kind]);
    let found = |kind: Listed| -> Result<Vec<Meaning>, CliError> {
        Ok(meanings(kind)?.into_iter().filter(|meaning| is_about(meaning, about)).collect())
    };
    if common.wants_json() {
        let entry = |kind: Listed| Ok((key(kind), found(kind)?.into_iter().map(|of| of.document).collect()));
        print_json(common, &kinds.into_iter().map(entry).collect::<Result<Map<String, Value>, CliError>>()?)?;
        return Ok(0);
    }
    let is_whole = kind.is_none() && about.is_empty();
    let mut sections = Vec::new();
    for kind in kinds.into_iter().filter(|kind| !is_whole || !ONLY_ON_DEMAND.contains(kind)) {
        let rows = found(kind)?;
        if !rows.is_empty() {
            sections.push(section(title(kind), &rows));
        }
    }
    if is_whole {
        let keys = "keys of claim files: w2s list keys, w2s list claim-keys, w2s list figure-keys";
        sections.push(indented(keys, "", "  ", width()));
    }
    if sections.is_empty() {
        sections.push(format!("nothing is about {}\n", about.join(" and ")));
    }
    print(&sections.join("\n"))?;
    Ok(0)
}

/// Whether a name or its meaning has all of these words, in small or capital letters.
fn is_about(meaning: &Meaning, words: &[String]) -> bool {
    let text = format!("{} {}", meaning.shown, meaning.meaning).to_lowercase();
    words.iter().all(|word| text.contains(&word.to_lowercase()))
}

fn section(title: &str, rows: &[Meaning]) -> String {
    let rows: Vec<(&str, &str)> = rows.iter().map(|row| (row.shown.as_str(), row.meaning.as_str())).collect();
    format!("{}{}", indented(title, "", "  ", width()), two_columns(&rows, width()))
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
        Listed::Functions => "functions of numbers",
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
