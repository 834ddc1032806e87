//! Laws and samples as text.

use serde_json::json;

use super::{Law, LawError, OfSample};
use crate::quantity::observable::{Observed, SampleOf, written};

/// Returns the key of the random streams of a sample, without problem and seed. Observables of the same sample have the same key, whatever is asked
/// of them.
///
/// # Errors
///
/// [`LawError::OtherSample`] if they are not of one sample; [`LawError::NothingObserved`] if there are none.
pub fn sample_key(sample: &[Observed]) -> Result<String, LawError> {
    let of = common_sample(sample)?;
    let settings: Vec<_> = of.settings().map(|(name, value)| (name, value.in_key())).collect();
    Ok(json!({ "sample": of.words, "settings": settings }).to_string())
}

/// Returns a text that names everything that the observations of these laws depend on, except the problem, the sampler and the seed: the observables with their
/// versions and settings, and the laws.
pub fn law_key(sample: &[Observed], laws: &[Law]) -> String {
    let named = |observed: &Observed| format!("{} version {}", observed_text(observed), observed.observable.version);
    let mut observables: Vec<String> = sample.iter().map(named).collect();
    observables.sort();
    observables.dedup();
    let laws: Vec<String> = laws.iter().map(|law| law_text(sample, law)).collect();
    json!({ "observables": observables, "laws": laws }).to_string()
}

/// Returns an observable with its settings, as it may be written in a sentence.
pub fn observed_text(observed: &Observed) -> String {
    let settings: Vec<String> = observed
        .settings
        .in_keys(&observed.observable.path)
        .map(|(name, value)| format!("{name} = {}", written(value)))
        .collect();
    format!("{}[{}]", observed.observable.name, settings.join(", "))
}

/// Returns the sample of which all of these are.
pub(super) fn common_sample(sample: &[Observed]) -> Result<SampleOf, LawError> {
    let first = sample.first().ok_or(LawError::NothingObserved)?;
    let mut common = first.sample();
    for (place, observed) in sample.iter().enumerate() {
        common = match common.joined(&observed.sample()) {
            Ok(joined) => joined,
            Err(difference) => {
                // The one that it differs from, which need not be the first.
                let differs = |other: &&Observed| other.sample().joined(&observed.sample()).is_err();
                let one = observed_text(sample[..place].iter().find(differs).unwrap_or(first));
                return Err(LawError::OtherSample { one, other: observed_text(observed), difference });
            }
        };
    }
    Ok(common)
}

fn law_text(sample: &[Observed], law: &Law) -> String {
    let text = |of: &OfSample| text(sample, of);
    match law {
        Law::Probability { relation, left, right, counted } => {
            let with = if *counted { " with counts" } else { "" };
            format!("P({} {} {}){with}", text(left), relation.text(), text(right))
        }
        Law::Mean(of) => format!("mean({})", text(of)),
        Law::Variance(of) => format!("variance({})", text(of)),
        Law::Quantile(of, share) => format!("quantile({}, {share:?})", text(of)),
        Law::DistanceFromUniform(of) => format!("uniform({})", text(of)),
    }
}

fn text(sample: &[Observed], of: &OfSample) -> String {
    match of {
        OfSample::Number(number) => format!("{number:?}"),
        OfSample::At(place) => observed_text(&sample[*place]),
        OfSample::Apply(operation, parts) => {
            let parts: Vec<String> = parts.iter().map(|part| text(sample, part)).collect();
            format!("({} {})", operation.symbol(), parts.join(" "))
        }
    }
}
