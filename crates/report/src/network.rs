//! Networks that answer in a claim, in words.

use std::fmt::Write;

use super::markdown::{code, plain};
use weak_to_strong_lab::claim::ClaimOutcome;
use weak_to_strong_lab::quantity::NetworkUsed;

/// Writes an item for each network that answers in a claim.
pub(super) fn write_networks(text: &mut String, claim: &ClaimOutcome) -> std::fmt::Result {
    claim.networks.iter().try_for_each(|network| {
        writeln!(text, "- network {}: {}", code(&network.source), plain(&network_text(network)))
    })
}

/// The shape of a network, its file, and what it was trained for if that is another source.
pub fn network_text(network: &NetworkUsed) -> String {
    let mut parts = vec![network.shape.clone()];
    parts.extend(network.sha256.as_ref().map(|digest| format!("SHA-256 {digest}")));
    if !network.trained_for.is_empty() {
        parts.push(trained_for(network));
    }
    parts.join("; ")
}

/// Says that a network was trained for another source than the problem's.
pub(super) fn trained_for(network: &NetworkUsed) -> String {
    format!("trained for another source than this problem's: {}", network.trained_for.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_told_with_its_file_and_its_source() {
        let mut network = NetworkUsed {
            source: "by_hand".to_owned(),
            shape: "width 57".to_owned(),
            sha256: None,
            trained_for: Vec::new(),
        };
        assert_eq!(network_text(&network), "width 57");
        network.sha256 = Some("0a".to_owned());
        network.trained_for = vec!["other prompts".to_owned(), "noise = 0.3".to_owned()];
        assert_eq!(
            network_text(&network),
            "width 57; SHA-256 0a; trained for another source than this problem's: other prompts, noise = 0.3"
        );
    }
}
