//! The experiment behind `models/personas.csv` gives the same bits again, and the file is what the program writes.

use sha2::{Digest, Sha256};
use weak_to_strong_transformer::{Trainer, TrainingSpec};

#[path = "../../examples/personas/experiment/mod.rs"]
mod experiment;

use crate::instructions::give_known_bits;
use experiment::{HEADER, Row, Sizes, line, run};

/// Of the scores of seed 1 after 100 steps of training.
const DIGEST: &str = "463ff45ab22b41117837df7e08b18ef2a10f414879c7dff2dfce447d3d34b6ce";

#[test]
fn one_seed_is_the_same_to_the_bit() {
    let rows = run(1, &Sizes { steps: 100, tuning: 50, labels: 1024, scored: 1024 }).expect("the experiment");
    for row in &rows {
        assert_eq!(line(1, row).split(',').count(), HEADER.split(',').count());
    }
    if give_known_bits(&own_instructions()) {
        assert_eq!(digest(&rows), DIGEST);
    }
}

/// The committed file has a row of each learner for each seed.
#[test]
fn the_committed_file_is_whole() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/personas.csv");
    let text = std::fs::read_to_string(path).expect("the outcomes");
    assert!(text.len() < 50_000);
    let mut lines = text.lines().filter(|line| !line.starts_with('#'));
    assert_eq!(lines.next(), Some(HEADER));
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    let full = Sizes::FULL.labels.to_string();
    for learner in ["source", "weak", "naive", "refined", "in_context", "bootstrapped", "auxiliary"] {
        let is_full = |row: &&Vec<&str>| row[2..5] == [learner, &full, "32"];
        assert_eq!(rows.iter().filter(is_full).count(), 8 * 3, "{learner}");
    }
    assert_eq!(rows.len(), 8 * 3 * 15);
    let seeds: Vec<&str> = rows.iter().step_by(3 * 15).map(|row| row[0]).collect();
    assert_eq!(seeds, ["1", "2", "3", "4", "5", "6", "7", "8"]);
}

fn digest(rows: &[Row]) -> String {
    let scores = rows.iter().flat_map(|row| row.scores);
    let numbers = scores.flat_map(|scores| [scores.content, scores.style, scores.accuracy, scores.risk]);
    let bytes: Vec<u8> = numbers.flat_map(f64::to_le_bytes).collect();
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The widest vector instructions of this processor, as a file of a network names them.
fn own_instructions() -> String {
    let problem = weak_to_strong::model::ProblemSpec::new(2, weak_to_strong::model::ConceptSpec::Orthonormal(2));
    let problem = problem.build().expect("a problem");
    let trainer = Trainer::new(&TrainingSpec::default(), &problem).expect("a training").file();
    trainer.header.training.map(|training| training.instructions).unwrap_or_default()
}
