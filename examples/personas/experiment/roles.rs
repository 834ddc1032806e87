//! The networks before anyone learns from another one: the strong one, and a weak supervisor.

use std::error::Error;

use super::Sizes;
use weak_to_strong::model::{ConceptSpec, PriorSpec, ProblemError, ProblemSpec, TransferProblem, WeakSpec};
use weak_to_strong::random::{ContentKey, Stream, open_stream};
use weak_to_strong::sample::{Composition, ExampleSampler, LabelLaw};
use weak_to_strong_transformer::{FineTuningSpec, LabelledPrompts, NetworkFile, Trainer, TrainingError, TrainingSpec};

const DIM: usize = 12;

/// The noise of all labels.
pub const NOISE: f64 = 0.3;

/// Labels by which a weak supervisor is fine-tuned to the target, and those that are held out.
const LABELS_OF_WEAK: [usize; 2] = [4096, 1024];

/// Four personas, of which the source prefers that of the target, and a weak supervisor whose personas have this content.
pub fn problem(weak_content: f64) -> Result<TransferProblem, ProblemError> {
    ProblemSpec::new(DIM, ConceptSpec::Persona { count: 4, content: 1.0, style: 1.0 })
        .source_prior(PriorSpec::Favouring { concept: 0, mass: 0.4 })
        .noise(NOISE)
        .weak(WeakSpec::persona(weak_content, 1.0, 0.5, NOISE))
        .build()
}

/// The strong network, trained in context on the source's personas.
pub fn strong(problem: &TransferProblem, seed: u64, steps: u64) -> Result<NetworkFile, TrainingError> {
    let warm_up = steps / 10;
    let shape = TrainingSpec { width: 32, heads: 4, layers: 2, hidden: 64, examples: 32, ..TrainingSpec::default() };
    trained(&TrainingSpec { steps, warm_up, seed, ..shape }, problem)
}

/// A weak supervisor: a smaller network that was trained in context on the weak versions of the personas, a quarter of the steps, and then fine-tuned to
/// the weak version of the target's.
pub fn weak_supervisor(problem: &TransferProblem, seed: u64, sizes: &Sizes) -> Result<NetworkFile, Box<dyn Error>> {
    let personas = problem.weak_concepts().column_iter().map(|persona| persona.iter().copied().collect());
    let personas: Vec<Vec<f64>> = personas.collect();
    let weak = WeakSpec::of_vectors(personas.clone(), NOISE);
    let world = ProblemSpec::new(DIM, ConceptSpec::Vectors(personas)).noise(NOISE).weak(weak).build()?;
    let (steps, warm_up) = (sizes.steps / 4, sizes.steps / 40);
    let shape = TrainingSpec { width: 16, heads: 2, layers: 1, hidden: 24, examples: 8, ..TrainingSpec::default() };
    let network = trained(&TrainingSpec { products: false, steps, warm_up, seed, ..shape }, &world)?;
    let mut stream = stream(problem, "labels of the weak supervisor", seed)?;
    let [learned, held_out] = LABELS_OF_WEAK.map(|count| labelled(problem, count, &mut stream));
    Ok(fine_tuning(seed, sizes).tune(&network, &learned, &held_out)?.0)
}

/// How all weights of a network are fine-tuned.
pub fn fine_tuning(seed: u64, sizes: &Sizes) -> FineTuningSpec {
    FineTuningSpec { rate: 3e-4, batch: 64, steps: sizes.tuning, steps_between_looks: 10, patience: 10, seed }
}

fn trained(spec: &TrainingSpec, problem: &TransferProblem) -> Result<NetworkFile, TrainingError> {
    let mut trainer = Trainer::new(spec, problem)?;
    while trainer.steps_done() < spec.steps {
        trainer.step()?;
    }
    Ok(trainer.file())
}

/// The random numbers of one purpose.
pub fn stream(problem: &TransferProblem, purpose: &str, seed: u64) -> Result<Stream, serde_json::Error> {
    let problem = serde_json::to_string(problem.description())?;
    Ok(open_stream(seed, &ContentKey::of(&format!("{purpose}: {problem}")), 0))
}

/// Prompts with labels of the weak version of the target's persona.
fn labelled(problem: &TransferProblem, count: usize, stream: &mut Stream) -> LabelledPrompts {
    let sampler = ExampleSampler::new(problem.prompts(), LabelLaw::weak(problem));
    let (mut prompts, mut labels) = (vec![0.0; count * DIM], vec![0.0; count]);
    sampler.fill(&mut prompts, &mut labels, Composition::OneConcept, stream);
    LabelledPrompts { prompts, labels }
}

/// Prompts.
pub fn prompts(problem: &TransferProblem, count: usize, stream: &mut Stream) -> Vec<f64> {
    labelled(problem, count, stream).prompts
}
