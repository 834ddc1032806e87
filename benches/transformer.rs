//! `cargo bench -p weak-to-strong-transformer`: a step of training and predictions, in prompts a second, on one core.
//! `benches/peers/transformer.py` times both beside PyTorch.

use divan::counter::ItemsCount;
use divan::{Bencher, Divan};
use weak_to_strong::model::{ConceptSpec, ProblemSpec};
use weak_to_strong_transformer::{Trainer, TrainingSpec};

/// Prompts of a step, of 33 tokens.
const PROMPTS: usize = 64;

/// The network of the default training for eight dimensions, without products: width 48, three blocks, 64,000 parameters.
fn spec() -> TrainingSpec {
    TrainingSpec { products: false, batch: PROMPTS, ..TrainingSpec::default() }
}

#[divan::bench]
fn training_step(bencher: Bencher) {
    let problem = ProblemSpec::new(8, ConceptSpec::Orthonormal(4)).build().expect("a problem");
    let spec = spec();
    let mut trainer = Trainer::new(&spec, &problem).expect("a training");
    let threads = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    bencher.counter(ItemsCount::new(PROMPTS)).bench_local(|| threads.install(|| trainer.step()));
}

#[divan::bench]
fn prediction(bencher: Bencher) {
    let problem = ProblemSpec::new(8, ConceptSpec::Orthonormal(4)).build().expect("a problem");
    let spec = spec();
    let network = Trainer::new(&spec, &problem).expect("a training").file();
    let prompts: Vec<f64> = (0..PROMPTS * 33 * 8).map(|i| (12.9898 * i as f64).sin()).collect();
    let labels = vec![0.5; PROMPTS * 33];
    bencher.counter(ItemsCount::new(PROMPTS)).bench_local(|| network.predict(&prompts, &labels, 32));
}

fn main() {
    Divan::from_args().main();
}
