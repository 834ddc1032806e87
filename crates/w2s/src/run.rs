//! `w2s run`.

use std::time::Instant;

use weak_to_strong_lab::claim::{Campaign, ClaimError, find_claims};
use weak_to_strong_lab::study::Session;
use weak_to_strong_report::{CheckDocument, Provenance, write_cells};

use super::arguments::{Common, RunArguments, options};
use super::commit::COMMIT;
use super::error::CliError;
use super::interrupt;
use super::outcomes::{print_outcomes, replicates_of, status};
use super::output::{print, print_json};
use super::progress::Progress;
use super::replay_command::with_replay_commands;
use super::shard::run_shard;
use super::store_arguments::{in_words, origin_of_replicates};

pub fn run(arguments: &RunArguments, common: &Common) -> Result<u8, CliError> {
    let start = Instant::now();
    let claims = find_claims(&arguments.claims, &common.limits.registry())?;
    let options = options(common.seed, arguments.error_probability);
    if let Some(shard) = arguments.shard {
        return run_shard(&claims, shard, arguments, &options, common);
    }
    let (store, waited) = arguments.store.open()?;
    let start = start + waited;
    let progress = Progress::of_claims(&claims, common);
    let observer = |event| progress.observe(event);
    let session = Session { store: store.as_ref(), interrupt: interrupt::heed()?, observer: &observer };
    let mut campaign = Campaign::new(&claims, &options)?;
    let outcomes = campaign.decide(&session);
    progress.finish();
    let outcomes = match outcomes {
        Err(ClaimError::Interrupted) => return Ok(interrupt::farewell(store.as_ref(), &campaign.outcomes())),
        outcomes => with_replay_commands(outcomes?, None, common),
    };
    session.flush()?;
    let provenance = Provenance::now(COMMIT, common.seed, arguments.error_probability);
    write_cells(&arguments.out, &outcomes, &arguments.format, &provenance)?;
    if common.wants_json() {
        print_json(common, &CheckDocument::new(&outcomes, &[], &options))?;
    } else {
        print_outcomes(&outcomes)?;
        print(&format!(
            "{} replicates in {:.1} s{}\n",
            in_words(replicates_of(&outcomes)),
            start.elapsed().as_secs_f64(),
            store.as_ref().map_or_else(String::new, origin_of_replicates),
        ))?;
    }
    Ok(status(&outcomes))
}
