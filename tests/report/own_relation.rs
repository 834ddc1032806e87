//! A user's own relation in figures and tables.

#[path = "../../examples/own_quantity.rs"]
#[expect(dead_code, reason = "its own claims are tested in the suite lab")]
mod example;

use crate::checks::{OPTIONS, claim, outcome};
use crate::own_claim::CLAIM;
use weak_to_strong_lab::claim::ClaimOutcome;
use weak_to_strong_report::{details_of_failures, figure_description, figure_svg};

fn outcome_of(text: &str) -> ClaimOutcome {
    let claim = claim(text, &example::registry().expect("new names")).expect("a claim");
    outcome(&claim, &OPTIONS)
}

#[test]
fn reports_and_figures_name_an_own_relation() {
    let held = outcome_of(CLAIM);
    let sentence = "within_factor_two(correlation.mse, rule_of_thumb)";
    assert_eq!(held.sentence, sentence);
    assert_eq!(serde_json::json!(held)["states"], sentence);
    assert!(figure_svg(&held).expect("a figure").is_some());
    let description = figure_description(&held).expect("a figure").unwrap_or_default();
    assert!(description.contains("within_factor_two: ε_Q′² + d/n"), "{description}");
    let refuted = outcome_of(&CLAIM.replace("rule_of_thumb", "rule_of_thumb / 4"));
    let details = details_of_failures(&[refuted]);
    assert!(details.contains("(at least half the right side"), "{details}");
}
