//! A claim in one line.

use super::Claim;

impl Claim {
    /// The claim in one line: `naive.mse >= segment_bound`.
    pub fn sentence(&self) -> String {
        whole(self)
    }
}

/// The sentence of a claim with its quantifiers: `for some penalty, eventually in samples: naive.mse >= segment_bound when dim >= 4`.
fn whole(claim: &Claim) -> String {
    let spec = &claim.file.claim;
    let mut quantifiers = Vec::new();
    if let Some(most) = &spec.most {
        quantifiers.push(format!("for more than {} % of problems", 100.0 * most.share));
    }
    if !spec.exists.0.is_empty() {
        quantifiers.push(format!("for some {}", spec.exists.0.join(", ")));
    }
    if let Some(variable) = &spec.eventually {
        quantifiers.push(format!("eventually in {variable}"));
    }
    let mut sentence = if quantifiers.is_empty() { String::new() } else { format!("{}: ", quantifiers.join(", ")) };
    sentence += &spec.states;
    if let Some(condition) = &spec.when {
        sentence += &format!(" when {condition}");
    }
    sentence
}
