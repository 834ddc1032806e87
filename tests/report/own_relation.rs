//! A user's own relation in figures and tables.

#[path = "../../examples/own_quantity.rs"]
#[expect(dead_code, reason = "its own claims are tested in the suite lab")]
mod example;

use weak_to_strong_lab::claim::{CheckOptions, Claim, ClaimFile, ClaimOutcome, check};
use weak_to_strong_lab::study::Session;
use weak_to_strong_report::{details_of_failures, figure_description, figure_svg};

const CLAIM: &str = r#"
id = "mine"
[problem]
dim = 4
prompts = "gaussian"
concepts = { orthonormal = 2 }
source_prior = "uniform"
target = 0
noise = 0.5
weak = { cosine = 0.8, noise = 0.7 }
[sweep]
samples = [16, 64]
[claim]
quantity = "correlation.mse"
relation = "within_factor_two"
expression = "rule_of_thumb"
replicates = 4096
[figure]
x = "samples"
"#;

fn outcome(text: &str) -> ClaimOutcome {
    let file = ClaimFile::parse("mine", text).expect("TOML");
    let names = example::registry().expect("new names");
    let claim = Claim::with_registry("mine".to_owned(), file, &names).expect("a claim");
    let options = CheckOptions { seed: 1, error_probability: 0.001, power: false, stop_at_violation: false };
    check(&[claim], &options, &Session::alone()).expect("a check").remove(0)
}

#[test]
fn reports_and_figures_name_an_own_relation() {
    let outcome_of_claim = outcome(CLAIM);
    assert_eq!(outcome_of_claim.sentence, "correlation.mse within_factor_two rule_of_thumb");
    assert_eq!(serde_json::json!(outcome_of_claim)["relation"], "within_factor_two");
    assert!(figure_svg(&outcome_of_claim).expect("a figure").is_some());
    let description = figure_description(&outcome_of_claim).expect("a figure").unwrap_or_default();
    assert!(description.contains("within_factor_two: ε_Q′² + d/n"), "{description}");
    let refuted = outcome(&CLAIM.replace("rule_of_thumb", "rule_of_thumb / 4"));
    let details = details_of_failures(&[refuted]);
    assert!(details.contains("(at least half the expression"), "{details}");
}
