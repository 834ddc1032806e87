//! `w2s train`: a transformer learns what a problem's source predicts in context.

use std::path::Path;

use serde_json::json;
use weak_to_strong_lab::claim::shown_error;
use weak_to_strong_lab::study::read_claim_text;
use weak_to_strong_report::{grouped, quoted_path, significant};
use weak_to_strong_transformer::{HeldOut, NetworkFile, TrainingFile, train as train_network};

use super::arguments::{Common, TrainArguments};
use super::error::CliError;
use super::interrupt::{INTERRUPTED, heed};
use super::output::{print, print_json, tell};
use super::progress::TrainingProgress;

pub fn train(arguments: &TrainArguments, common: &Common) -> Result<u8, CliError> {
    let file = training_file(&arguments.file, common)?;
    let invalid = |message: String| CliError::Unreadable { file: arguments.file.clone(), message };
    let problem = file.problem.build().map_err(|error| invalid(format!("[problem]: {error}")))?;
    let path = arguments.out.clone().unwrap_or_else(|| arguments.file.with_extension("safetensors"));
    if path.extension().is_none_or(|extension| extension != "safetensors") {
        return Err(CliError::NotSafetensors { path });
    }
    let interrupt = heed()?;
    let progress = TrainingProgress::new(file.training.steps, common);
    let trained = {
        let _saving = interrupt.saving();
        train_network(&file.training, &problem, &path, |news| progress.observe(news), || interrupt.is_requested())
    };
    progress.finish();
    let trained = trained.and_then(|_| Ok(NetworkFile::read_with_digest(&path)?));
    let (network, digest) = trained.map_err(|error| invalid(error.to_string()))?;
    let steps_done = network.header.training.as_ref().map_or(0, |record| record.steps_done);
    if steps_done < file.training.steps {
        let state = path.with_extension("state");
        tell(&format!(
            "interrupted after {} steps; the same command goes on from {}\n",
            grouped(steps_done),
            state.display()
        ));
        return Ok(INTERRUPTED);
    }
    let distances = HeldOut::new(&problem, file.training.examples, file.training.seed).distances(&network);
    report(&path, (&network, &digest), &distances, common)?;
    Ok(0)
}

fn training_file(path: &Path, common: &Common) -> Result<TrainingFile, CliError> {
    let without_text = |error| CliError::NoText { file: path.to_owned(), error };
    let text = read_claim_text(path, &common.limits.given()).map_err(without_text)?;
    let invalid =
        |error: toml::de::Error| CliError::Unreadable { file: path.to_owned(), message: shown_error(&text, &error) };
    toml::from_str(&text).map_err(invalid)
}

/// Says what was written, and how far the network is from the posterior mean on prompts that are held out.
fn report(
    path: &Path,
    (network, digest): (&NetworkFile, &str),
    distances: &[f64],
    common: &Common,
) -> Result<(), CliError> {
    let parameters = network.header.architecture.parameter_count();
    let (steps, loss) = network.header.training.as_ref().map_or((0, 0.0), |record| (record.steps_done, record.loss));
    let mean = distances.iter().sum::<f64>() / distances.len() as f64;
    if common.wants_json() {
        let document = json!({
            "file": path, "sha256": digest, "parameters": parameters, "steps": steps, "loss": loss,
            "distance": mean, "distances": distances,
        });
        return print_json(common, &document);
    }
    print(&format!(
        "{} written: {} parameters after {} steps, loss {}\nmean squared distance to the posterior mean {} on average, {} without examples and {} behind {}\n\
         use it in a sentence as [source = \"transformer:{}\"]; SHA-256 {digest}\n",
        quoted_path(path),
        grouped(parameters as u64),
        grouped(steps),
        significant(loss, 4),
        significant(mean, 2),
        significant(distances[0], 2),
        significant(distances[distances.len() - 1], 2),
        distances.len() - 1,
        path.display(),
    ))
}
