//! Measuring quantities with settings by name.

use indexmap::IndexMap;
use weak_to_strong::numeric::JointMoments;
use weak_to_strong::random::ContentKey;
use weak_to_strong_lab::inference::Inference;
use weak_to_strong_lab::quantity::{Made, Quantity};
use weak_to_strong_lab::setting::{SettingValue, Settings};
use weak_to_strong_lab::study::{Job, Session, run};

/// Settings as a file gives them: numbers, and words.
pub fn given(numbers: &[(&str, f64)], words: &[(&str, &str)]) -> IndexMap<String, SettingValue> {
    let numbers = numbers.iter().map(|(name, x)| ((*name).to_owned(), SettingValue::Number(*x)));
    let words = words.iter().map(|(name, word)| ((*name).to_owned(), SettingValue::Word((*word).to_owned())));
    numbers.chain(words).collect()
}

/// The settings of a quantity.
pub fn settings(quantity: &Quantity, given: &IndexMap<String, SettingValue>) -> Settings {
    Settings::select(&quantity.settings, given).expect("settings in their domains")
}

/// What is drawn of an experiment, and how estimates follow from it.
pub fn drawn(made: Made, key: ContentKey, seed: u64, replicates: u64) -> (Inference, JointMoments) {
    let mut totals = [JointMoments::new(made.experiment.width())];
    let jobs = [Job::new(made, key)];
    run(&jobs, &mut totals, &[replicates], seed, &Session::alone()).expect("finite observations");
    let ([job], [moments]) = (jobs, totals);
    (job.inference, moments)
}
