//! The networks of the claims are what `models/*.toml` say, and training makes them again.

use std::path::Path;

use sha2::{Digest, Sha256};
use weak_to_strong::model::TransferProblem;
use weak_to_strong_transformer::{HeldOut, NetworkFile, Trainer, TrainingFile, Weights};

use crate::instructions::give_known_bits;
use crate::root::ROOT;

/// Each network with the greatest mean squared distance from the posterior mean, on prompts of the source that are held out, that it may have.
const NETWORKS: [(&str, f64); 3] = [("trained", 3e-3), ("trained_on_products", 6e-4), ("distilled", 2e-4)];

fn training(name: &str) -> (TrainingFile, TransferProblem) {
    let text = std::fs::read_to_string(Path::new(ROOT).join(format!("models/{name}.toml"))).expect("a training file");
    let file: TrainingFile = toml::from_str(&text).expect("a training");
    let problem = file.problem.build().expect("a problem");
    (file, problem)
}

#[test]
fn networks_are_as_their_files_say_and_near_the_posterior_mean() {
    for (name, most) in NETWORKS {
        let (file, problem) = training(name);
        let path = Path::new(ROOT).join(format!("models/{name}.safetensors"));
        let network = NetworkFile::read(&path).expect("a network");
        assert_eq!(&network.header.problem, problem.description(), "{name}");
        let record = network.header.training.as_ref().expect("a training");
        assert_eq!((record.spec, record.steps_done), (file.training, file.training.steps), "{name}");
        let distance = HeldOut::new(&problem, file.training.examples, 7).distance(&network);
        assert!(distance < most, "{name}: {distance}");
        // None is the posterior mean itself.
        assert!(distance > 1e-6, "{name}: {distance}");
    }
}

/// The first hundred steps of a training give the same bits on processors with the same vector instructions.
#[test]
fn a_training_is_the_same_to_the_bit() {
    let (file, problem) = training("trained");
    let mut trainer = Trainer::new(&file.training, &problem).expect("a training");
    while trainer.steps_done() < 100 {
        trainer.step().expect("a step");
    }
    let network = trainer.file();
    let record = network.header.training.as_ref().expect("a training");
    if !give_known_bits(&record.instructions) {
        return;
    }
    let Weights::Single(weights) = &network.network else { panic!("training is in F32") };
    let bytes: Vec<u8> = weights.parameters().iter().flat_map(|number| number.to_le_bytes()).collect();
    let digest: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(digest, "69e1dd535dd49d15fb18dc7483fe991baea09764badde67115dd89071ef30f53");
}
