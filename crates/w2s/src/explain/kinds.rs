//! Quantities, observables, formulas, settings and assumptions.

use toml::Table;
use weak_to_strong_lab::assumption::{ASSUMPTIONS, Assumption};
use weak_to_strong_lab::claim::Claim;
use weak_to_strong_lab::formula::{self, Formula};
use weak_to_strong_lab::quantity::observable::{OBSERVABLES, Observable};
use weak_to_strong_lab::quantity::{self, Quantity};
use weak_to_strong_lab::setting::{SETTINGS, Setting, SettingValue};

use super::explanation::Explanation;

/// What is said of the things of this name. `claims` are those that may use it.
pub(super) fn explanations(name: &str, claims: &[Claim]) -> Vec<Explanation> {
    let quantities = quantity::all().filter(|own| own.name == name).map(|own| of_quantity(own, claims));
    let observables = OBSERVABLES.iter().filter(|own| own.name == name).map(|own| of_observable(own, claims));
    let formulas = formula::all().filter(|own| own.name == name).map(|own| of_formula(own, claims));
    let settings = SETTINGS.iter().filter(|own| own.name == name).map(of_setting);
    let assumptions = ASSUMPTIONS.iter().filter(|own| own.name == name).map(|own| of_assumption(own, claims));
    quantities.chain(observables).chain(formulas).chain(settings).chain(assumptions).collect()
}

fn of_quantity(own: &Quantity, claims: &[Claim]) -> Explanation {
    Explanation::new(&own.name, &own.meaning, "quantity: its mean is measured by simulation")
        .line("symbol", &*own.symbol)
        .line("unit", own.unit.name())
        .line("problem", own.family().name)
        .names("settings", own.settings.iter().map(setting_row))
        .line("version", own.version.to_string())
        .line("claims", using(&own.name, claims))
        .line("measure", command("measure", &own.name, &own.settings))
}

fn of_observable(own: &Observable, claims: &[Claim]) -> Explanation {
    Explanation::new(
        &own.name,
        &own.meaning,
        "observable: what one sample gives, in P, mean, variance, quantile or uniform",
    )
    .line("symbol", &*own.symbol)
    .line("unit", own.unit.name())
    .line("sample", &*own.sample)
    .names("settings", own.settings.iter().map(setting_row))
    .line("version", own.version.to_string())
    .line("claims", using(&own.name, claims))
}

fn of_formula(own: &Formula, claims: &[Claim]) -> Explanation {
    Explanation::new(&own.name, &own.meaning, "formula: it is computed")
        .line("symbol", &*own.symbol)
        .line("unit", own.unit.name())
        .line("source", &*own.source)
        .line("problem", own.family().name)
        .names("settings", own.settings.iter().map(setting_row))
        .names("needs", own.needs.iter().map(|need| (need.name.to_string(), need.meaning.to_string())))
        .line("version", own.version.to_string())
        .line("claims", using(&own.name, claims))
        .line("compute", command("formula", &own.name, &own.settings))
}

fn of_setting(own: &Setting) -> Explanation {
    let takes = |settings: &[Setting]| settings.iter().any(|setting| setting.name == own.name);
    let quantities = quantity::all().filter(|of| takes(&of.settings)).map(|of| &*of.name);
    let formulas = formula::all().filter(|of| takes(&of.settings)).map(|of| &*of.name);
    Explanation::new(&own.name, &own.meaning, "setting: in [sweep], in brackets, or by --set")
        .line("symbol", if own.symbol == own.name { "" } else { &*own.symbol })
        .line("values", own.domain.to_string())
        .line("default", own.default.as_ref().map_or_else(String::new, |value| SettingValue::from(value).to_string()))
        .line("quantities", quantities.collect::<Vec<_>>().join(", "))
        .line("formulas", formulas.collect::<Vec<_>>().join(", "))
}

fn of_assumption(own: &Assumption, claims: &[Claim]) -> Explanation {
    let families = own.tests.iter().map(|test| test.family().name).collect::<Vec<_>>().join(", ");
    let needed = formula::all().filter(|of| of.needs.iter().any(|need| need.name == own.name)).map(|of| &*of.name);
    let assumed = claims.iter().filter(|claim| claim.file.assumes.iter().any(|name| *name == own.name));
    let measured = own.measured_by.as_ref().map_or_else(String::new, |formula| format!("w2s formula {formula}"));
    Explanation::new(&own.name, &own.meaning, "assumption: in assumes")
        .line("problem", families)
        .line("measured", measured)
        .line("implied by", own.implied_by.join(", "))
        .names("broken by", own.drops.iter().map(|drop| (drop.name.to_string(), drop.strength.to_string())))
        .line("formulas", needed.collect::<Vec<_>>().join(", "))
        .line("claims", assumed.map(|claim| claim.file.id.as_str()).collect::<Vec<_>>().join(", "))
}

fn setting_row(setting: &Setting) -> (String, String) {
    let default = setting.default.as_ref().map(|value| format!("; by default {}", SettingValue::from(value)));
    (setting.name.to_string(), format!("{}; {}{}", setting.meaning, setting.domain, default.unwrap_or_default()))
}

/// The command that gives a number, with the settings that it must have.
fn command(verb: &str, name: &str, settings: &[Setting]) -> String {
    let needed = settings.iter().filter(|setting| setting.default.is_none());
    let set: String = needed.map(|setting| format!(" --set {}=…", setting.name)).collect();
    format!("w2s {verb} {name} --problem FILE{set}")
}

/// The claims whose sentences have this name in them.
fn using(name: &str, claims: &[Claim]) -> String {
    let is_in_name = |c: char| c.is_ascii_alphanumeric() || "_.".contains(c);
    let names_it = |sentence: &str| sentence.split(|c| !is_in_name(c)).any(|word| word == name);
    let uses = |claim: &&Claim| sentences(&claim.file.text).iter().any(|sentence| names_it(sentence));
    claims.iter().filter(uses).map(|claim| claim.file.id.as_str()).collect::<Vec<_>>().join(", ")
}

/// The statement and the condition of a claim file.
fn sentences(file: &str) -> Vec<String> {
    let table: Table = file.parse().unwrap_or_default();
    let Some(claim) = table.get("claim") else { return Vec::new() };
    ["states", "when"].iter().filter_map(|key| Some(claim.get(key)?.as_str()?.to_owned())).collect()
}
