//! What a store costs: time beside a run, bytes, opening, and merging.
//!
//! `cargo bench --bench store -- --jobs 10000 --replicates 4096` prints one JSON document.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Parser;
use indexmap::IndexMap;
use serde_json::json;
use toml::{Table, Value};
use weak_to_strong::numeric::JointMoments;
use weak_to_strong_lab::quantity;
use weak_to_strong_lab::setting::Settings;
use weak_to_strong_lab::study::{Admitted, Cell, Interrupt, Job, Session, Store, run};

const PROBLEM: &str = include_str!("problem.toml");

/// Measures what keeping the results of many jobs costs.
#[derive(Parser)]
struct Arguments {
    #[arg(long, default_value_t = 10_000)]
    jobs: usize,
    #[arg(long, default_value_t = 4096)]
    replicates: u64,
    /// Weak labels of each replicate, which is how long it takes.
    #[arg(long, default_value_t = 8)]
    samples: i64,
    #[arg(long, default_value_t = 2)]
    threads: usize,
    /// Stores that are merged.
    #[arg(long, default_value_t = 16)]
    shards: usize,
    /// What `cargo bench` adds.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(arguments.threads).build()?;
    let folder = tempfile::tempdir()?;
    let at = |name: &str| folder.path().join(name);
    let jobs = jobs(&arguments)?;
    let rounds = |jobs: &[Job], store: Option<&Store>| pool.install(|| seconds_of_rounds(jobs, &arguments, store));
    let without = rounds(&jobs, None)?;
    let store = Store::open(&at("store"))?;
    let with = rounds(&jobs, Some(&store))?;
    // The file as it is while the store is in use: opening a copy of it is what follows a crash.
    std::fs::create_dir(at("crashed"))?;
    std::fs::copy(at("store").join("results.w2s"), at("crashed").join("results.w2s"))?;
    drop(store);
    let (opening, store) = seconds(|| Store::open(&at("store")))?;
    let (opening_after_a_crash, _) = seconds(|| Store::open(&at("crashed")))?;
    let (listing, holdings) = seconds(|| store.contents().holdings())?;
    let warm = rounds(&jobs, Some(&store))?;
    let (records, bytes) =
        holdings.iter().fold((0, 0), |(records, bytes), holding| (records + holding.records, bytes + holding.bytes));
    let shards: Vec<PathBuf> = (0..arguments.shards).map(|shard| at(&format!("shard{shard}"))).collect();
    for (jobs, shard) in jobs.chunks(jobs.len().div_ceil(arguments.shards)).zip(&shards) {
        rounds(jobs, Some(&Store::open(shard)?))?;
    }
    let (merging, merged) = seconds(|| Store::open(&at("all"))?.take_in(&shards, Admitted::default()))?;
    let document = json!({
        "jobs": jobs.len(),
        "replicates_a_job": arguments.replicates,
        "seconds_without_store": without,
        "seconds_with_store": with,
        "seconds_from_store": warm,
        "records": records,
        "bytes_per_job": bytes as f64 / holdings.len() as f64,
        "bytes_of_file_per_job": size(&at("store"))? as f64 / holdings.len() as f64,
        "seconds_to_open": opening,
        "seconds_to_open_after_a_crash": opening_after_a_crash,
        "seconds_to_list": listing,
        "seconds_to_merge": merging,
        "records_merged": merged.new,
    });
    println!("{}", serde_json::to_string_pretty(&document)?);
    Ok(())
}

/// As many jobs, on problems that differ in the noise of the weak supervisor.
fn jobs(arguments: &Arguments) -> Result<Vec<Job>, Box<dyn Error>> {
    let file: Table = PROBLEM.parse()?;
    let problem = file.get("problem").and_then(Value::as_table).ok_or("a problem")?;
    let quantity = quantity::by_name("naive.mse")?;
    let job = |index: usize| -> Result<Job, Box<dyn Error>> {
        let noise = 0.5 + index as f64 / arguments.jobs as f64;
        let point: IndexMap<String, Value> = [
            ("dim".to_owned(), Value::Integer(4)),
            ("concepts.orthonormal".to_owned(), Value::Integer(2)),
            ("samples".to_owned(), Value::Integer(arguments.samples)),
            ("penalty".to_owned(), Value::Float(0.1)),
            ("weak.noise".to_owned(), Value::Float(noise)),
        ]
        .into_iter()
        .collect();
        let cell = Cell::new(problem, &point, &["samples", "penalty"])?;
        let settings = Settings::select(&quantity.settings, &cell.point)?;
        Ok(Job::of_cells(quantity, &cell, vec![settings])?)
    };
    (0..arguments.jobs).map(job).collect()
}

/// Seconds of a run in rounds of doubling size, as a check has them, until all is safe.
fn seconds_of_rounds(jobs: &[Job], arguments: &Arguments, store: Option<&Store>) -> Result<f64, String> {
    let interrupt = Interrupt::new();
    let session = Session { store, interrupt: &interrupt, observer: &|_| {} };
    let mut totals: Vec<JointMoments> = jobs.iter().map(|_| JointMoments::new(1)).collect();
    let start = Instant::now();
    let mut look = 1024;
    loop {
        let target = look.min(arguments.replicates);
        run(jobs, &mut totals, &vec![target; jobs.len()], 1, &session).map_err(|error| error.to_string())?;
        if target == arguments.replicates {
            session.flush().map_err(|error| error.to_string())?;
            return Ok(start.elapsed().as_secs_f64());
        }
        look *= 2;
    }
}

fn seconds<T, E>(act: impl FnOnce() -> Result<T, E>) -> Result<(f64, T), E> {
    let start = Instant::now();
    let result = act()?;
    Ok((start.elapsed().as_secs_f64(), result))
}

fn size(store: &Path) -> std::io::Result<u64> {
    Ok(std::fs::metadata(store.join("results.w2s"))?.len())
}
