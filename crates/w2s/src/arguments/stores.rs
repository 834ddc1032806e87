//! Arguments of commands that deal with stores and with studies on several machines: `store`, `plan`, `slurm` and `merge`.

use std::num::{NonZeroU16, NonZeroU32};
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::values::{directive, probability, shards};

/// Where replicates are kept.
#[derive(Clone, Debug, Args)]
pub struct StoreArguments {
    /// Folder of the store, which keeps all that was ever drawn [default: weak-to-strong/store in the user's cache]
    #[arg(long, value_name = "FOLDER")]
    pub store: Option<PathBuf>,
    /// Draw everything, and keep nothing
    #[arg(long, conflicts_with = "store")]
    pub no_store: bool,
    /// Also go on with a store that was drawn with other vector instructions, whose numbers are equal within rounding
    #[arg(long, conflicts_with = "no_store")]
    pub mix_simd: bool,
}

#[derive(Debug, Args)]
pub struct StoreCommandArguments {
    #[command(subcommand)]
    pub action: StoreAction,
    /// Folder of the store [default: weak-to-strong/store in the user's cache]
    #[arg(long, value_name = "FOLDER", global = true)]
    pub store: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Subcommand)]
pub enum StoreAction {
    /// Every job with its versions, replicates, seed and size
    List,
    /// Checksums and versions of all records; names those that are damaged or outdated
    Verify,
    /// Remove jobs that are damaged or outdated, and give the space back
    Prune {
        /// Remove all of them
        #[arg(long)]
        all: bool,
    },
}

#[derive(Debug, Args)]
pub struct PlanArguments {
    /// Ids of claims that come with the program, claim files or folders of them, as they will be given to w2s run
    #[arg(value_name = "ID|FILE|FOLDER", required = true)]
    pub claims: Vec<String>,
    /// Number of shards
    #[arg(long, value_name = "COUNT", value_parser = shards)]
    pub shards: NonZeroU32,
    /// The file to write
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Probability with which any interval of the whole run may miss
    #[arg(long, value_name = "PROBABILITY", default_value_t = 0.001, value_parser = probability)]
    pub error_probability: f64,
    /// A store that knows how long replicates take; what it does not know is measured
    #[arg(long, value_name = "FOLDER")]
    pub store: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct SlurmArguments {
    /// Ids of claims that come with the program, claim files or folders of them
    #[arg(value_name = "ID|FILE|FOLDER", required = true)]
    pub claims: Vec<String>,
    /// Number of shards, which is the size of the job array
    #[arg(long, value_name = "COUNT", value_parser = shards)]
    pub shards: NonZeroU32,
    /// Folder for the scripts, the plan, the stores and the logs; every node must see it under this path
    #[arg(long, value_name = "FOLDER", default_value = "slurm")]
    pub out: PathBuf,
    /// Probability with which any interval of the whole run may miss
    #[arg(long, value_name = "PROBABILITY", default_value_t = 0.001, value_parser = probability)]
    pub error_probability: f64,
    /// Processors of each shard
    #[arg(long, value_name = "COUNT", default_value = "1")]
    pub cpus: NonZeroU16,
    /// Account to charge
    #[arg(long, value_name = "NAME", value_parser = directive)]
    pub account: Option<String>,
    /// Partition to run in
    #[arg(long, value_name = "NAME", value_parser = directive)]
    pub partition: Option<String>,
    /// Time limit of each shard, such as 02:00:00; what is cut off goes on where it was when it is submitted again
    #[arg(long, value_name = "TIME", value_parser = directive)]
    pub time: Option<String>,
    /// Module to load first; repeat it for several
    #[arg(long = "module", value_name = "NAME", value_parser = directive)]
    pub modules: Vec<String>,
    /// The program on the nodes [default: this one, under its path here]
    #[arg(long, value_name = "PATH")]
    pub program: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct MergeArguments {
    /// Folders of the stores to take in
    #[arg(value_name = "STORE", required = true)]
    pub stores: Vec<PathBuf>,
    /// Folder of the store that takes them in; made if there is none
    #[arg(long, value_name = "FOLDER")]
    pub into: PathBuf,
    /// Also take in shards of other studies
    #[arg(long)]
    pub foreign: bool,
    /// Also join stores that were drawn with different vector instructions, whose numbers are equal within rounding
    #[arg(long)]
    pub mix_simd: bool,
}
