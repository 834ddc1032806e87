//! `w2s store`.

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};
use serde_json::json;
use weak_to_strong_lab::study::{Holding, Store};

use super::arguments::{Common, StoreAction, StoreCommandArguments};
use super::error::CliError;
use super::output::{print, print_json};
use super::store_arguments::in_words;

pub fn store(arguments: &StoreCommandArguments, common: &Common) -> Result<u8, CliError> {
    let mut store = Store::open_existing(&arguments.folder()?)?;
    let holdings = store.holdings()?;
    match arguments.action {
        StoreAction::List => list(&store, &holdings, common),
        StoreAction::Verify => verify(&store, &holdings, common),
        StoreAction::Prune { all } => {
            let gone: Vec<Holding> = holdings.into_iter().filter(|holding| all || holding.fault().is_some()).collect();
            store.remove(&gone)?;
            print(&format!("{} of its jobs removed from {}\n", gone.len(), store.folder().display()))?;
            Ok(0)
        }
    }
}

fn list(store: &Store, holdings: &[Holding], common: &Common) -> Result<u8, CliError> {
    if common.wants_json() {
        print_json(common, &json!({ "store": store.folder(), "jobs": holdings }))?;
        return Ok(0);
    }
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(["quantity", "version", "sampler", "cells", "replicates", "seconds", "seed", "bytes", "key"]);
    for holding in holdings {
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
    print(&format!("{table}\n{}\n", summary(store, holdings)))?;
    Ok(0)
}

/// The number of digits of a key that tables show.
const SHORT: usize = 12;

fn summary(store: &Store, holdings: &[Holding]) -> String {
    let sum = |of: fn(&Holding) -> u64| holdings.iter().map(of).sum::<u64>();
    format!(
        "{} jobs with {} replicates in {} bytes of records, in {}",
        holdings.len(),
        in_words(sum(|holding| holding.replicates)),
        sum(|holding| holding.bytes),
        store.folder().display()
    )
}

/// Prints which jobs are damaged or outdated. The exit status is 1 if there are any.
fn verify(store: &Store, holdings: &[Holding], common: &Common) -> Result<u8, CliError> {
    let faults: Vec<(&Holding, String)> =
        holdings.iter().filter_map(|holding| Some((holding, holding.fault()?))).collect();
    if common.wants_json() {
        let named = |(holding, fault): &(&Holding, String)| json!({ "key": holding.key.to_string(), "fault": fault });
        print_json(
            common,
            &json!({
                "store": store.folder(),
                "jobs": holdings.len(),
                "faults": faults.iter().map(named).collect::<Vec<_>>()
            }),
        )?;
    } else {
        for (holding, fault) in &faults {
            let quantity = holding.job.as_ref().map_or("unknown", |job| &job.quantity);
            print(&format!("{} {quantity}, seed {}: {fault}\n", &holding.key.to_string()[..SHORT], holding.seed))?;
        }
        let remedy = if faults.is_empty() { "" } else { "; remove these with w2s store prune" };
        print(&format!("{}; {} damaged or outdated{remedy}\n", summary(store, holdings), faults.len()))?;
    }
    Ok(u8::from(!faults.is_empty()))
}
