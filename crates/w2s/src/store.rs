//! `w2s store`.

use std::path::Path;

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};
use serde_json::json;
use weak_to_strong::numeric::SimdLevel;
use weak_to_strong_lab::study::{Contents, Holding, RecordKey, Store};

use super::arguments::{Common, StoreAction, StoreCommandArguments};
use super::error::CliError;
use super::output::{print, print_json};
use super::store_arguments::{in_words, warn_of_damage, when_free};

pub fn store(arguments: &StoreCommandArguments, common: &Common) -> Result<u8, CliError> {
    let folder = arguments.folder()?;
    match arguments.action {
        StoreAction::List => list(&Contents::read(&folder)?, common),
        StoreAction::Verify => verify(&Contents::read(&folder)?, common),
        StoreAction::Prune { all } => prune(&folder, all),
    }
}

fn prune(folder: &Path, all: bool) -> Result<u8, CliError> {
    let (store, _) = when_free(folder, Store::open_existing)?;
    let (contents, damages) = (store.contents(), store.contents().damages());
    let gone = contents.holdings()?.into_iter().filter(|holding| all || holding.fault().is_some());
    let gone: Vec<RecordKey> = gone.map(|holding| holding.key).collect();
    store.remove(&gone)?;
    let places = match damages.len() {
        0 => String::new(),
        1 => ", and 1 damaged place".to_owned(),
        count => format!(", and {count} damaged places"),
    };
    print(&format!("{} of its jobs{places} removed from {}\n", gone.len(), folder.display()))?;
    Ok(0)
}

fn list(store: &Contents, common: &Common) -> Result<u8, CliError> {
    let holdings = store.holdings()?;
    if common.wants_json() {
        print_json(common, &json!({ "store": store.folder(), "simd": level_of(store), "jobs": holdings }))?;
        return Ok(0);
    }
    warn_of_damage(store);
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(["quantity", "version", "sampler", "cells", "replicates", "seconds", "seed", "bytes", "key"]);
    for holding in &holdings {
        let job = holding.job.as_ref();
        let versions = |job: &weak_to_strong_lab::study::JobDescription| {
            let cells = job.settings.len().to_string();
            [job.quantity.clone(), job.quantity_version.to_string(), job.sampler.clone(), cells]
        };
        let words = job.map_or_else(|| ["unknown", "–", "–", "–"].map(str::to_owned), versions);
        let numbers = [
            holding.replicates.to_string(),
            format!("{:.1}", holding.seconds),
            holding.seed.to_string(),
            holding.bytes.to_string(),
        ];
        let right = |number: String| Cell::new(number).set_alignment(CellAlignment::Right);
        let short_key = Cell::new(&holding.key.to_string()[..SHORT]);
        table.add_row(words.into_iter().map(Cell::new).chain(numbers.map(right)).chain([short_key]));
    }
    print(&format!("{table}\n{}\n", summary(store, &holdings)))?;
    Ok(0)
}

/// The number of digits of a key that tables show.
const SHORT: usize = 12;

fn summary(store: &Contents, holdings: &[Holding]) -> String {
    let sum = |of: fn(&Holding) -> u64| holdings.iter().map(of).sum::<u64>();
    format!(
        "{} jobs with {} replicates in {} bytes of records, drawn with the vector instructions {}, in {}",
        holdings.len(),
        in_words(sum(|holding| holding.replicates)),
        sum(|holding| holding.bytes),
        level_of(store).unwrap_or("of several levels, or of one that is not known"),
        store.folder().display()
    )
}

/// The vector instructions with which all of it was drawn, if they are known and the same.
fn level_of(store: &Contents) -> Option<&'static str> {
    store.simd_level().map(SimdLevel::name)
}

/// Prints what is damaged, and which jobs are outdated. The exit status is 1 if there is anything.
fn verify(store: &Contents, common: &Common) -> Result<u8, CliError> {
    let (holdings, damages) = (store.holdings()?, store.damages());
    let faults: Vec<(&Holding, String)> =
        holdings.iter().filter_map(|holding| Some((holding, holding.fault()?))).collect();
    if common.wants_json() {
        let named = |(holding, fault): &(&Holding, String)| json!({ "key": holding.key.to_string(), "fault": fault });
        let found = json!({
            "store": store.folder(),
            "simd": level_of(store),
            "jobs": holdings.len(),
            "damages": damages,
            "faults": faults.iter().map(named).collect::<Vec<_>>()
        });
        print_json(common, &found)?;
    } else {
        for damage in &damages {
            print(&format!("{damage}\n"))?;
        }
        for (holding, fault) in &faults {
            let quantity = holding.job.as_ref().map_or("unknown", |job| &job.quantity);
            print(&format!("{} {quantity}, seed {}: {fault}\n", &holding.key.to_string()[..SHORT], holding.seed))?;
        }
        let count = damages.len() + faults.len();
        let remedy = if count == 0 { "" } else { "; remove these with w2s store prune" };
        print(&format!("{}; {count} damaged or outdated{remedy}\n", summary(store, &holdings)))?;
    }
    Ok(u8::from(!(faults.is_empty() && damages.is_empty())))
}
