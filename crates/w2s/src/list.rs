//! `w2s list`.

use serde_json::{Value, json};
use weak_to_strong_lab::assumption::ASSUMPTIONS;
use weak_to_strong_lab::claim::{Claim, embedded_claims};
use weak_to_strong_lab::setting::{SETTINGS, Setting};
use weak_to_strong_lab::{formula, quantity};

use super::arguments::Common;
use super::error::CliError;
use super::output::{print, print_json};

pub fn list(common: &Common) -> Result<u8, CliError> {
    let claims = embedded_claims()?;
    if common.wants_json() { print_json(common, &document(&claims)) } else { print(&text(&claims)) }?;
    Ok(0)
}

fn text(claims: &[Claim]) -> String {
    let claims = claims.iter().map(|c| (c.file.id.clone(), c.file.heading().to_owned()));
    let quantities = quantity::all().map(|q| (with_settings(&q.name, &q.settings), q.meaning.to_string()));
    let formulas = formula::all().map(|f| (with_settings(&f.name, &f.settings), f.meaning.to_string()));
    let settings = SETTINGS.iter().map(|s| (s.name.to_string(), format!("{}; {}", s.meaning, s.domain)));
    let assumptions = ASSUMPTIONS.iter().map(|a| (a.name.to_string(), a.meaning.to_string()));
    [
        section("claims (w2s check ID, w2s explain ID)", claims),
        section("quantities (w2s measure)", quantities),
        section("formulas (w2s formula, and in expressions)", formulas),
        section("settings", settings),
        section("assumptions", assumptions),
    ]
    .join("\n")
}

fn section(title: &str, rows: impl Iterator<Item = (String, String)>) -> String {
    let rows: Vec<(String, String)> = rows.collect();
    let width = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    let lines: String = rows.iter().map(|(name, meaning)| format!("  {name:<width$}  {meaning}\n")).collect();
    format!("{title}\n{lines}")
}

fn with_settings(name: &str, settings: &[Setting]) -> String {
    match settings {
        [] => name.to_owned(),
        _ => format!("{name} ({})", names(settings).join(", ")),
    }
}

fn names(settings: &[Setting]) -> Vec<&str> {
    settings.iter().map(|setting| &*setting.name).collect()
}

fn document(claims: &[Claim]) -> Value {
    json!({
        "claims": claims.iter().map(|c| json!({ "id": c.file.id, "title": c.file.heading() })).collect::<Vec<_>>(),
        "quantities": quantity::all()
            .map(|q| json!({ "name": q.name, "meaning": q.meaning, "unit": q.unit.name(), "settings": names(&q.settings) }))
            .collect::<Vec<_>>(),
        "formulas": formula::all()
            .map(|f| {
                json!({
                    "name": f.name, "meaning": f.meaning, "unit": f.unit.name(), "source": f.source,
                    "settings": names(&f.settings),
                })
            })
            .collect::<Vec<_>>(),
        "settings": SETTINGS
            .iter()
            .map(|s| json!({ "name": s.name, "meaning": s.meaning, "domain": s.domain.to_string() }))
            .collect::<Vec<_>>(),
        "assumptions": ASSUMPTIONS
            .iter()
            .map(|a| json!({ "name": a.name, "meaning": a.meaning }))
            .collect::<Vec<_>>(),
    })
}
