//! The claim files of `docs/tutorial.md` say what the tutorial says they say.

use crate::checks::{OPTIONS, outcome};
use crate::root::ROOT;
use weak_to_strong_lab::claim::{CheckOptions, Claim, ClaimFile, Verdict};

/// Claims on which the tutorial's commands were run; fewer mean that the blocks were not found.
const LEAST_CLAIMS: usize = 4;

/// A claim file of the tutorial, and the verdict that stands in its first line.
struct Example {
    claim: Claim,
    verdict: String,
}

/// The fenced `toml` blocks that have an id.
fn examples(tutorial: &str) -> Vec<Example> {
    let blocks = tutorial.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.filter(|block| block.lines().any(|line| line.starts_with("id = "))).map(example).collect()
}

fn example(block: &str) -> Example {
    let first = block.lines().next().unwrap_or_default();
    let verdict = first.strip_prefix("# verdict: ").unwrap_or_else(|| panic!("{first}: must be a verdict"));
    let file = ClaimFile::parse("docs/tutorial.md", block).unwrap_or_else(|error| panic!("{error}\n{block}"));
    let claim = Claim::new(file.id.clone(), file).unwrap_or_else(|error| panic!("{error}\n{block}"));
    Example { claim, verdict: verdict.to_owned() }
}

#[test]
fn every_claim_has_the_verdict_that_the_text_says() {
    let path = format!("{ROOT}/docs/tutorial.md");
    let examples = examples(&std::fs::read_to_string(path).expect("docs/tutorial.md"));
    assert!(examples.len() >= LEAST_CLAIMS, "{} claim files", examples.len());
    for Example { claim, verdict } in &examples {
        // As `w2s check --power` judges it.
        let outcome = outcome(claim, &CheckOptions { power: true, ..OPTIONS });
        assert_eq!(outcome.verdict.words(), verdict, "{}", claim.file.text);
        let caught = outcome.power.iter().all(|neighbour| neighbour.verdict == Verdict::Violated);
        assert!(caught, "{}: {:?}", claim.file.id, outcome.power);
    }
}
