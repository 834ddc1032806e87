//! Replicates per second of whole workloads, to compare with other programs (`benches/peers/compare.py`).
//!
//! `cargo bench --bench workloads -- A1 --seconds 2` prints one JSON document.

use std::error::Error;
use std::time::Instant;

use clap::{Parser, ValueEnum};
use indexmap::IndexMap;
use serde_json::json;
use toml::{Table, Value};
use weak_to_strong::numeric::{Estimate, JointMoments};
use weak_to_strong_lab::quantity::{self, Quantity};
use weak_to_strong_lab::setting::Settings;
use weak_to_strong_lab::study::{BLOCK, Cell, Job, Session, run};

const PROBLEM: &str = include_str!("problem.toml");

/// Measures how many replicates of a workload are drawn per second.
#[derive(Parser)]
struct Arguments {
    /// All of them when none is named.
    workload: Option<Workload>,
    /// Time to measure for, after a warm-up.
    #[arg(long, default_value_t = 2.0)]
    seconds: f64,
    #[arg(long, default_value_t = 2)]
    threads: usize,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Weak labels of A.
    #[arg(long, default_value_t = 256)]
    samples: i64,
    /// One batch for B, in place of 1, 2, 4, …, 64.
    #[arg(long)]
    batch: Option<i64>,
    /// The value of the setting `sampler`, where the quantity has it.
    #[arg(long)]
    sampler: Option<String>,
    /// What `cargo bench` adds.
    #[arg(long, hide = true)]
    bench: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
#[value(rename_all = "verbatim")]
enum Workload {
    /// Naive fine-tuning along a penalty path, cube prompts.
    A1,
    /// Naive fine-tuning along a penalty path, Gaussian prompts.
    A2,
    /// Misalignment after growing batches, cube prompts.
    B1,
    /// Misalignment after growing batches, Gaussian prompts.
    B2,
}

/// A point of a sweep, by variable.
type Point = IndexMap<String, Value>;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let workloads = match arguments.workload {
        Some(workload) => vec![workload],
        None => Workload::value_variants().to_vec(),
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(arguments.threads).build()?;
    for workload in workloads {
        let quantity = quantity::by_name(workload.quantity())?;
        let jobs = jobs(quantity, &workload.points(&arguments))?;
        let (totals, seconds) = pool.install(|| replicate_for(arguments.seconds, &jobs, arguments.seed))?;
        println!("{}", document(workload, &arguments, &jobs, &totals, seconds));
    }
    Ok(())
}

impl Workload {
    fn quantity(self) -> &'static str {
        match self {
            Self::A1 | Self::A2 => "naive.mse",
            Self::B1 | Self::B2 => "refined.misalignment",
        }
    }

    fn points(self, arguments: &Arguments) -> Vec<Point> {
        let prompts = match self {
            Self::A1 | Self::B1 => "cube",
            Self::A2 | Self::B2 => "gaussian",
        };
        let varied: Vec<Point> = match self {
            Self::A1 | Self::A2 => penalties()
                .map(|penalty| {
                    Point::from([("samples".into(), arguments.samples.into()), ("penalty".into(), penalty.into())])
                })
                .collect(),
            Self::B1 | Self::B2 => {
                let batches = arguments.batch.map_or_else(|| (0..7).map(|power| 1 << power).collect(), |m| vec![m]);
                batches.into_iter().map(|batch: i64| Point::from([("batch".into(), batch.into())])).collect()
            }
        };
        let with_the_rest = |mut point: Point| {
            point.insert("prompts".into(), prompts.into());
            // NumPy does not tilt towards rare events either, and observes squared errors of labels with their noise.
            point.insert("sampler".into(), arguments.sampler.as_deref().unwrap_or("plain").into());
            point
        };
        varied.into_iter().map(with_the_rest).collect()
    }
}

/// Ten penalties from 1e-3 to 1e2, then least squares.
fn penalties() -> impl Iterator<Item = f64> {
    (0..10).map(|i| 10f64.powf(-3.0 + 5.0 * f64::from(i) / 9.0)).chain([0.0])
}

/// One job for points that share their replicates, one for each point where they do not.
fn jobs(quantity: &Quantity, points: &[Point]) -> Result<Vec<Job>, Box<dyn Error>> {
    let problem: Table = toml::from_str(PROBLEM)?;
    let problem = problem["problem"].as_table().ok_or("benches/problem.toml has no table [problem]")?;
    let known: Vec<&str> = quantity.settings.iter().map(|setting| &*setting.name).collect();
    let mut grouped: Vec<(Job, Vec<Settings>)> = Vec::new();
    for point in points {
        let cell = Cell::new(problem, point, &known)?;
        let settings = Settings::select(&quantity.settings, &cell.point)?;
        let key = cell.content_key(quantity, &settings);
        match grouped.iter_mut().find(|(job, _)| job.key == key) {
            Some((job, path)) => {
                path.push(settings);
                *job = Job::new(quantity.experiment(&cell.problem, path)?, key);
            }
            None => {
                let path = vec![settings];
                grouped.push((Job::new(quantity.experiment(&cell.problem, &path)?, key), path));
            }
        }
    }
    Ok(grouped.into_iter().map(|(job, _)| job).collect())
}

/// Replicates all jobs equally far, for about this long; returns what they gave and the time it took.
fn replicate_for(seconds: f64, jobs: &[Job], seed: u64) -> Result<(Vec<JointMoments>, f64), String> {
    let replicate_to = |target: u64, totals: &mut [JointMoments]| {
        run(jobs, totals, &vec![target; jobs.len()], seed, &Session::alone()).map_err(|error| error.to_string())
    };
    let empty = || jobs.iter().map(|job| JointMoments::new(job.experiment.width())).collect::<Vec<_>>();
    // One block a thread is the least that keeps them all busy; it also warms up.
    let least = BLOCK * rayon::current_num_threads() as u64;
    let mut target = least;
    loop {
        let (mut totals, start) = (empty(), Instant::now());
        replicate_to(target, &mut totals)?;
        let elapsed = start.elapsed().as_secs_f64();
        if elapsed >= 0.8 * seconds {
            return Ok((totals, elapsed));
        }
        // A tenth of the time first: short runs foretell badly.
        let wanted = if elapsed < 0.05 * seconds { 0.1 * seconds } else { seconds };
        target = (target as f64 * (wanted / elapsed).clamp(1.1, 1e3)) as u64 / least * least + least;
    }
}

fn document(
    workload: Workload,
    arguments: &Arguments,
    jobs: &[Job],
    totals: &[JointMoments],
    seconds: f64,
) -> serde_json::Value {
    let replicates = totals.first().map_or(0, JointMoments::count);
    let estimates: Vec<Estimate> =
        jobs.iter().zip(totals).flat_map(|(job, total)| job.inference.estimates(total)).collect();
    json!({
        "workload": format!("{workload:?}"),
        "program": concat!("weak-to-strong ", env!("CARGO_PKG_VERSION")),
        "sampler": arguments.sampler,
        "threads": arguments.threads,
        "jobs": jobs.len(),
        "replicates": replicates,
        "replicates_per_second": replicates as f64 / seconds,
        // The variance of one replicate times its time: what a given precision costs.
        "work": estimates.iter().map(|estimate| estimate.standard_error.powi(2) * seconds).collect::<Vec<_>>(),
        "estimates": estimates,
    })
}
