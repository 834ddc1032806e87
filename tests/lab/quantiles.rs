//! Counts of values in a run: the same bits in one go, in two, and from a store.

use std::sync::LazyLock;

use indexmap::IndexMap;
use toml::Table;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::numeric::{Histogram, JointMoments};
use weak_to_strong_lab::inference::{Inference, Quantile};
use weak_to_strong_lab::quantity::{Made, MakeExperiment, Quantity, by_name};
use weak_to_strong_lab::setting::{SettingValue, Settings};
use weak_to_strong_lab::study::{Cell, Interrupt, Job, Session, Store, run};

const PROBLEM: &str = r#"
dim = 4
prompts = "gaussian"
concepts = { orthonormal = 2 }
source_prior = "uniform"
target = 0
noise = 0.5
weak = { cosine = 0.8, off_hull = 0.6, noise = 0.5 }
"#;

/// The ninth decile of the squared error of fine-tuning.
static NINTH_DECILE: LazyLock<Quantity> = LazyLock::new(|| {
    let naive = by_name("naive.mse").expect("known");
    let made = naive.experiment.clone();
    Quantity {
        name: "naive.ninth_decile".into(),
        experiment: MakeExperiment::new::<TransferProblem>(move |problem, path| {
            let Made { experiment, .. } = made.call(problem, path).expect("a transfer problem")?;
            Ok(Made { experiment, inference: Inference::of([Quantile::of(0, 0.9)]), code: None })
        }),
        ..naive.clone()
    }
});

fn job() -> Job {
    let cell = Cell::new(&PROBLEM.parse::<Table>().expect("TOML"), &IndexMap::new(), &[]).expect("a cell");
    let word = ("sampler".to_owned(), SettingValue::Word("plain".to_owned()));
    let given = [("samples".to_owned(), SettingValue::Number(8.0)), word].into_iter().collect();
    let settings = Settings::select(&NINTH_DECILE.settings, &given).expect("settings");
    Job::of_cells(&NINTH_DECILE, &cell, vec![settings]).expect("a job")
}

/// Runs to each of these numbers of replicates in turn.
fn moments(targets: &[u64], session: &Session) -> JointMoments {
    let job = job();
    let mut totals = [job.empty_moments()];
    for target in targets {
        run(std::slice::from_ref(&job), &mut totals, &[*target], 1, session).expect("finite");
    }
    let [total] = totals;
    total
}

#[test]
fn counts_are_the_same_bits_however_they_were_drawn() {
    let whole = moments(&[4096], &Session::alone());
    assert_eq!(whole.histogram(0).and_then(Histogram::count), Some(4096));
    let in_parts = moments(&[512, 1024, 4096], &Session::alone());
    assert_eq!(in_parts.to_bytes(), whole.to_bytes());

    let folder = tempfile::tempdir().expect("a folder");
    let (store, interrupt) = (Store::open(folder.path()).expect("a store"), Interrupt::default());
    let session = Session { store: Some(&store), interrupt: &interrupt, observer: &|_| {} };
    assert_eq!(moments(&[1024], &session).to_bytes(), moments(&[1024], &Session::alone()).to_bytes());
    session.flush().expect("written");
    // The first run goes on from the record, and the second draws nothing.
    assert_eq!(moments(&[4096], &session).to_bytes(), whole.to_bytes());
    session.flush().expect("written");
    assert_eq!(moments(&[4096], &session).to_bytes(), whole.to_bytes());
    let tally = store.tally();
    assert_eq!((tally.found, tally.saved), (1024 + 4096, 1024 + 3072));
}
