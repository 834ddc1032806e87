//! Claims with `exists`, `eventually`, `when` and `most`, checked as a whole where the truth is known by hand.
//!
//! Least squares on n Gaussian prompts in three dimensions has MSE ε_Q′² + 3σ_w²/(n − 4) exactly. With σ_w = 1/2 the second term is 3/16, 1/16,
//! 3/112 and 1/80 for 8, 16, 32 and 64 samples. Seeds are fixed; a verdict is false with probability 0.001 at most.

use crate::checks::{OPTIONS, claim, outcome};
use weak_to_strong_lab::claim::{CheckOptions, ClaimOutcome, Registry, Verdict};
use weak_to_strong_lab::setting::SettingValue;

/// What becomes of a sentence about least squares, with these lines in `[sweep]` and `[claim]`. Its false neighbour must be caught.
fn judged(sweep: &str, claim_keys: &str, false_neighbour: &str, domain: &str) -> ClaimOutcome {
    let text = format!(
        r#"
        id = "least-squares"
        [problem]
        dim = 3
        prompts = "gaussian"
        concepts = {{ orthonormal = 2 }}
        source_prior = "uniform"
        target = 0
        noise = 0.5
        weak = {{ cosine = 0.8, off_hull = 0.6, noise = 0.5 }}
        [sweep]
        samples = [8, 16, 32, 64]
        penalty = [0]
        {sweep}
        [claim]
        {claim_keys}
        replicates = 65536
        [power]
        false = ['{false_neighbour}']
        {domain}
        "#
    );
    let claim = claim(&text, &Registry::built_in()).expect("a claim");
    let found = outcome(&claim, &CheckOptions { power: true, ..OPTIONS });
    let caught = found.power.iter().all(|power| power.verdict == Verdict::Violated);
    assert!(caught && found.power.len() == 1, "{:?}", found.power);
    found
}

#[test]
fn a_witness_is_found_and_told() {
    let found =
        judged("", "states = 'naive.mse <= eps_w2 + 0.02'\nexists = ['samples']", "naive.mse <= eps_w2 + 0.01", "");
    assert_eq!((found.verdict, found.cells.len()), (Verdict::Holds, 1));
    assert_eq!(found.cells[0].witness["samples"], SettingValue::Number(64.0));
}

#[test]
fn the_point_from_which_on_a_sentence_holds_is_told() {
    let found =
        judged("", "states = 'naive.mse <= eps_w2 + 0.1'\neventually = 'samples'", "naive.mse <= eps_w2 + 0.05", "");
    assert_eq!((found.verdict, found.cells[0].from), (Verdict::Holds, Some(16.0)));
}

/// What the condition leaves out is not applicable, whether the condition is computed or measured.
#[test]
fn a_condition_leaves_points_out() {
    for condition in ["samples >= 16", "naive.mse[samples = 16] >= naive.mse[prompts = \"gaussian\"] - 0.01"] {
        let keys = format!("states = 'naive.mse <= eps_w2 + 0.1'\nwhen = '{condition}'");
        let found = judged("", &keys, "naive.mse <= eps_w2 + 0.05", "");
        let out = found.cells.iter().filter(|cell| cell.verdict == Verdict::NotApplicable).count();
        // A condition that can be computed leaves points out before anything is drawn.
        assert_eq!((found.verdict, found.cells.len() - out), (Verdict::Holds, 3), "{condition}");
    }
}

/// For σ_w uniform on [0.1, 1.1] and 16 samples, the sentence is true where σ_w²/4 ≤ 0.16: for σ_w ≤ 0.8, in 70 % of the problems.
#[test]
fn most_problems_are_counted() {
    let keys = |share: f64| {
        format!("states = 'naive.mse[samples = 16] <= eps_w2 + 0.16'\nmost = {{ share = {share}, draws = 400 }}")
    };
    let domain = "[domain]\n\"weak.noise\" = [0.1, 1.1]";
    // The false neighbour is true where σ_w ≤ 0.4, in 30 %.
    let found = judged("", &keys(0.55), "naive.mse[samples = 16] <= eps_w2 + 0.04", domain);
    let most = found.most.expect("a share");
    assert_eq!((found.verdict, most.draws), (Verdict::Holds, 400));
    assert!(most.lower <= 0.7 && 0.7 <= most.upper, "{most:?}");
}

/// A witness may differ between cells. With a cosine of 0.8 only 64 samples are enough.
#[test]
fn a_witness_belongs_to_its_cell() {
    let states = |level: f64| format!("naive.mse <= eps_w2 + {level} + 1.7 * (weak.cosine - 0.8)");
    let keys = format!("states = '{}'\nexists = ['samples']", states(0.02));
    let found = judged("weak.cosine = [0.8, 0.9]", &keys, &states(0.01), "");
    assert_eq!((found.verdict, found.cells.len()), (Verdict::Holds, 2));
    assert_eq!(found.cells[0].witness["samples"], SettingValue::Number(64.0));
}
