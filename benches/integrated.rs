//! What is gained by integrating out what is known: variance of one replicate times its time, plain over integrated, in one run.
//!
//! `cargo bench --bench integrated`, with the seconds that each measurement may take as an argument (1 by default).

use std::error::Error;
use std::time::Instant;

use toml::Table;
use weak_to_strong::numeric::JointMoments;
use weak_to_strong::random::ContentKey;
use weak_to_strong_lab::quantity;
use weak_to_strong_lab::setting::Settings;
use weak_to_strong_lab::study::{BLOCK, Cell, Job, Session, run};

/// Cases: quantity, prompts, and settings of a point.
const CASES: &[(&str, &str, &str)] = &[
    ("refined.mse", "gaussian", "labels = 400\nbatch = 0"),
    ("refined.mse", "gaussian", "labels = 400\nbatch = 4"),
    ("refined.mse", "gaussian", "labels = 400\nbatch = 16"),
    ("refined.mse", "gaussian", "labels = 400\nbatch = 64"),
    ("refined.mse", "gaussian", "labels = 100\nbatch = 16\npenalty = 0.1"),
    ("refined.mse", "gaussian", "labels = 40\nbatch = 4\npenalty = 0.01"),
    ("refined.mse", "gaussian", "labels = 16\nbatch = 8\npenalty = 0.1"),
    ("refined.mse", "gaussian", "labels = 400\nbatch = 16\nbatches = 'shared'"),
    ("refined.mse", "gaussian", "labels = 100\nbatch = 16\npenalty = 0.1\nbatches = 'shared'"),
    ("refined.mse", "cube", "labels = 100\nbatch = 16\npenalty = 0.1"),
    ("refined.mse", "sphere", "labels = 100\nbatch = 16\npenalty = 0.1"),
    ("refined.mse", "rademacher", "labels = 100\nbatch = 4\npenalty = 0.1"),
    ("learned.mse", "gaussian", "learner = 'naive'\nsamples = 100\nbatch = 0\nlabels = 1\npenalty = 0.1"),
    ("learned.mse", "gaussian", "learner = 'bootstrapped'\nsamples = 100\nbatch = 0\nlabels = 1\npenalty = 0.1"),
    ("learned.mse", "gaussian", "learner = 'auxiliary'\nsamples = 100\nbatch = 0\nlabels = 1"),
    ("learned.mse", "gaussian", "learner = 'refined'\nsamples = 100\nbatch = 16\nlabels = 100"),
];

fn main() -> Result<(), Box<dyn Error>> {
    let seconds = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(1.0);
    println!("{:>8} {:>12} {:>12} {:>10}  case", "gain", "plain", "integrated", "faster");
    for (name, prompts, settings) in CASES {
        let [plain, integrated] = ["plain", "automatic"].map(|sampler| work(name, prompts, settings, sampler, seconds));
        let (plain, integrated) = (plain?, integrated?);
        let gain = plain.variance * plain.seconds / (integrated.variance * integrated.seconds);
        let faster = plain.seconds / integrated.seconds;
        let case = settings.replace('\n', ", ");
        println!(
            "{gain:>8.1} {:>12.3e} {:>12.3e} {faster:>10.1}  {name}, {prompts}, {case}",
            plain.variance, integrated.variance
        );
    }
    Ok(())
}

/// One replicate.
struct Work {
    variance: f64,
    seconds: f64,
}

fn work(name: &str, prompts: &str, settings: &str, sampler: &str, seconds: f64) -> Result<Work, Box<dyn Error>> {
    let file: Table = include_str!("problem.toml").parse()?;
    let mut problem = file["problem"].as_table().ok_or("benches/problem.toml has no table [problem]")?.clone();
    problem.insert("prompts".into(), prompts.into());
    let quantity = quantity::by_name(name)?;
    let mut point: Table = settings.parse()?;
    point.insert("sampler".into(), sampler.into());
    let known: Vec<&str> = quantity.settings.iter().map(|setting| &*setting.name).collect();
    let cell = Cell::new(&problem, &point.into_iter().collect(), &known)?;
    let settings = Settings::select(&quantity.settings, &cell.point)?;
    let jobs = [Job::new(quantity.experiment(&cell.problem, &[settings])?, ContentKey::of(sampler))];
    let mut totals: [JointMoments; 1] = [jobs[0].inference.empty_moments(jobs[0].experiment.width())];
    let (start, mut replicates) = (Instant::now(), 4 * BLOCK);
    while start.elapsed().as_secs_f64() < seconds {
        run(&jobs, &mut totals, &[replicates], 1, &Session::alone())?;
        replicates *= 2;
    }
    let count = totals[0].count() as f64;
    let estimate = jobs[0].inference.estimates(&totals[0])[0];
    Ok(Work { variance: estimate.standard_error.powi(2) * count, seconds: start.elapsed().as_secs_f64() / count })
}
