//! `w2s run --shard`, `w2s plan` and `w2s merge`.

use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Instant;

use serde_json::json;
use weak_to_strong_lab::claim::{Campaign, CheckOptions, Claim, ClaimError, Shard, ShardPlan, find_claims};
use weak_to_strong_lab::study::{Admitted, Contents, Holding, Session, Store};
use weak_to_strong_report::write_text;

use super::arguments::{Common, MergeArguments, PlanArguments, RunArguments, options};
use super::error::CliError;
use super::interrupt;
use super::outcomes::replicates_of;
use super::output::{print, print_json};
use super::progress::Progress;
use super::store_arguments::{in_words, origin_of_replicates, when_free};

/// Replicates one shard of a study.
pub fn run_shard(
    claims: &[Claim],
    shard: Shard,
    arguments: &RunArguments,
    options: &CheckOptions,
    common: &Common,
) -> Result<u8, CliError> {
    let start = Instant::now();
    let campaign = Campaign::new(claims, options)?;
    let bundles = campaign.bundles();
    let in_turn = ShardPlan::in_turn(claims, options, &bundles, shard.count);
    let plan = match &arguments.plan {
        Some(path) => ShardPlan::read(path, &in_turn, shard, &common.limits.given())?,
        None => in_turn,
    };
    let part = plan.bundles_of(shard, &bundles);
    let (store, waited) = arguments.store.open()?;
    let (store, start) = (store.ok_or(CliError::ShardWithoutStore)?, start + waited);
    store.mark(&plan.mark(shard, false))?;
    let progress = Progress::of_claims(claims, common);
    let observer = |event| progress.observe(event);
    let session = Session { store: Some(&store), interrupt: interrupt::heed()?, observer: &observer };
    let outcomes = campaign.restricted_to(&part).run(&session);
    progress.finish();
    let outcomes = match outcomes {
        Err(ClaimError::Interrupted) => return Ok(interrupt::farewell(Some(&store), &[])),
        outcomes => outcomes?,
    };
    session.flush()?;
    store.mark(&plan.mark(shard, true))?;
    let replicates = replicates_of(&outcomes);
    let Shard { number, count } = shard;
    if common.wants_json() {
        print_json(
            common,
            &json!({
                "shard": number, "shards": count, "study": plan.study, "units": part.len(), "units_of_study": bundles.len(),
                "replicates": replicates, "store": store.folder(), "complete": true
            }),
        )?;
    } else {
        print(&format!(
            "shard {number}/{count}: {} of {} bundles of cells, {} replicates in {:.1} s{}\ncomplete in {}; when all shards are, join them \
             with w2s merge\n",
            part.len(),
            bundles.len(),
            in_words(replicates),
            start.elapsed().as_secs_f64(),
            origin_of_replicates(&store),
            store.folder().display()
        ))?;
    }
    Ok(0)
}

pub fn plan(arguments: &PlanArguments, common: &Common) -> Result<u8, CliError> {
    let claims = find_claims(&arguments.claims, &common.limits.registry())?;
    let options = options(common.seed, arguments.error_probability);
    let known = match &arguments.store {
        Some(folder) => Contents::read(folder)?.holdings()?,
        None => Vec::new(),
    };
    let plan = measured_plan(&claims, &options, &known, arguments.shards)?;
    write_text(&arguments.out, &(serde_json::to_string_pretty(&plan)? + "\n"))?;
    if common.wants_json() {
        print_json(common, &plan)?;
    } else {
        print(&format!("{}: {}\n", arguments.out.display(), burden(&plan)))?;
    }
    Ok(0)
}

/// Distributes the cells of a study over shards by the time that their replicates take. This time is known or is measured.
pub fn measured_plan(
    claims: &[Claim],
    options: &CheckOptions,
    known: &[Holding],
    shards: NonZeroU32,
) -> Result<ShardPlan, CliError> {
    let campaign = Campaign::new(claims, options)?;
    let bundles = campaign.bundles();
    let seconds = campaign.seconds(&bundles, known);
    Ok(ShardPlan::balanced(claims, options, &bundles, &seconds, shards.get()))
}

/// Describes in words how much time the shards of a plan need.
pub fn burden(plan: &ShardPlan) -> String {
    let (total, most) = (plan.seconds.iter().sum::<f64>(), plan.seconds.iter().copied().fold(0.0, f64::max));
    format!(
        "dealt to {} shards; if all cells use up their replicates, {total:.1} s of one processor in all and {most:.1} s for the longest shard",
        plan.shards
    )
}

/// The exit status is 1 if something was refused or a shard is missing.
pub fn merge(arguments: &MergeArguments, common: &Common) -> Result<u8, CliError> {
    let (into, _) = when_free(&arguments.into, Store::open_mixed)?;
    let canonical = |folder: &PathBuf| folder.canonicalize().unwrap_or_else(|_| folder.clone());
    if let Some(same) = arguments.stores.iter().find(|store| canonical(store) == canonical(&arguments.into)) {
        return Err(CliError::MergeIntoItself { folder: same.clone() });
    }
    let admitted = Admitted { foreign: arguments.foreign, mixed_simd: arguments.mix_simd };
    let merged = into.take_in(&arguments.stores, admitted)?;
    if common.wants_json() {
        print_json(common, &merged)?;
    } else {
        for line in merged.remarks.iter().chain(&merged.faults) {
            print(&format!("{line}\n"))?;
        }
        print(&format!(
            "{}: {} records taken in, {} there already; {}\n",
            into.folder().display(),
            merged.new,
            merged.identical,
            match merged.faults.len() {
                0 => "nothing is missing or refused".to_owned(),
                1 => "1 thing is missing or refused".to_owned(),
                count => format!("{count} things are missing or refused"),
            }
        ))?;
    }
    Ok(u8::from(!merged.faults.is_empty()))
}
