//! Finds the strength of a drop at which a claim starts to fail.

use serde::{Deserialize, Serialize};

use super::breaking::Breaking;
use crate::assumption::Assumption;
use crate::claim::{CheckOptions, Claim, ClaimError, ClaimFault, Slack, Verdict, check};
use crate::formula::FormulaError;
use crate::name::Name;
use crate::statement::NoValue;
use crate::study::Session;

/// The result of judging a claim without one of its assumptions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ablation {
    /// The id of the claim.
    pub claim: String,
    /// The assumption that was dropped.
    pub assumption: Name,
    /// The way in which the assumption was broken.
    pub broken_by: Name,
    /// The meaning of the strength.
    pub strength: Name,
    /// The strength at which the assumption holds, and the largest that was tried.
    pub range: (f64, f64),
    /// The outcome.
    #[serde(flatten)]
    pub finding: Finding,
    /// The claim at all strengths that were tried, by strength.
    pub trials: Vec<DropTrial>,
}

/// The outcome of dropping an assumption.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "finding", rename_all = "snake_case")]
pub enum Finding {
    /// The claim is violated.
    Fails {
        /// The least strength at which it was found violated.
        from: f64,
        /// The largest strength below `from` at which it was not found violated.
        not_at: f64,
    },
    /// The claim holds at all strengths that were tried.
    Survives,
    /// The claim's formula has no value, or its other assumptions fail too.
    NoValue {
        /// The strength at which this happened.
        at: f64,
    },
    /// The bound of the claim is trivially true.
    Vacuous,
    /// The replicates ended before a verdict.
    Undecided,
    /// The claim is violated without the assumption, and even where the assumption holds.
    FailsAnyway,
}

/// A claim at one strength of a drop.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DropTrial {
    /// The strength.
    pub strength: f64,
    /// Its place in the range, from 0 to 1.
    pub place: f64,
    /// The verdict; `None` if the claim has no value.
    pub verdict: Option<Verdict>,
    /// Measured ÷ expected where the bound binds most.
    pub slack: Option<Slack>,
    /// Why the claim has no value, if it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
}

/// Places in a drop's range that are tried, the largest first, until the claim is violated at one.
const PLACES: [f64; 3] = [1.0, 0.5, 0.25];

/// Halvings of the interval in which the claim starts to fail.
const BISECTIONS: usize = 5;

/// Trials of one drop, at the most.
const MOST_TRIALS: usize = 1 + PLACES.len() + BISECTIONS;

/// The most replicates that a cell gets in a trial of an inequality or equality, and in one of a fit.
const MOST_REPLICATES_OF_A_TRIAL: u64 = 1 << 18;
const MOST_REPLICATES_OF_A_FIT: u64 = 1 << 15;

/// Drops assumptions of claims, one at a time, in every way that fits the claim. These are the given assumptions, or those that the claim lists.
///
/// All verdicts hold together with probability 1 − error_probability. If a claim fails only from some strength on, bisection finds this strength
/// approximately. Near it the claim can be false by too little to be noticed, so `from` tends to be too large.
///
/// # Errors
///
/// A claim without a value is not an error: if a claim has no value without the assumption, this is its finding.
pub fn ablate(
    claims: &[Claim],
    assumptions: Option<&[Assumption]>,
    options: &CheckOptions,
    session: &Session,
) -> Vec<Ablation> {
    let mut pairs: Vec<(&Claim, Breaking)> = Vec::new();
    for claim in claims {
        let dropped = assumptions.unwrap_or(claim.assumptions());
        let ways = dropped.iter().flat_map(Breaking::all).filter(|breaking| breaking.fits(claim));
        pairs.extend(ways.map(|breaking| (claim, breaking)));
    }
    let trials = (pairs.len() * MOST_TRIALS).max(1);
    let options = CheckOptions {
        error_probability: options.error_probability / trials as f64,
        power: false,
        stop_at_violation: true,
        ..*options
    };
    // One drop after the other, so that the claims with the same assumption are listed together.
    pairs.sort_by_key(|(_, breaking)| breaking.place());
    pairs.into_iter().map(|(claim, breaking)| ablation(claim, breaking, &options, session)).collect()
}

fn ablation(claim: &Claim, breaking: Breaking, options: &CheckOptions, session: &Session) -> Ablation {
    let (trials, finding) = search(|place| trial(claim, breaking, place, options, session));
    let drop = breaking.drop;
    Ablation {
        claim: claim.file.id.clone(),
        assumption: breaking.assumption.name.clone(),
        broken_by: drop.name.clone(),
        strength: drop.strength.clone(),
        range: drop.range,
        finding,
        trials,
    }
}

/// Tries places in the range from the farthest down, and bisects below the first that is violated. Whether the claim is violated even where the assumption holds
/// matters only then, and is not asked before.
fn search(mut trial: impl FnMut(f64) -> DropTrial) -> (Vec<DropTrial>, Finding) {
    let mut trials: Vec<DropTrial> = Vec::new();
    let violated = PLACES.into_iter().find_map(|place| {
        trials.push(trial(place));
        trials.last().filter(|tried| is_violated(tried)).cloned()
    });
    let Some(mut above) = violated else {
        trials.reverse();
        let finding = without_violation(&trials);
        return (trials, finding);
    };
    let mut below = trial(0.0);
    trials.push(below.clone());
    if !is_violated(&below) {
        for _ in 0..BISECTIONS {
            let tried = trial(0.5 * (below.place + above.place));
            trials.push(tried.clone());
            if is_violated(&tried) { above = tried } else { below = tried }
        }
    }
    trials.sort_by(|a, b| a.place.total_cmp(&b.place));
    let finding = match is_violated(&below) {
        true => Finding::FailsAnyway,
        false => Finding::Fails { from: above.strength, not_at: below.strength },
    };
    (trials, finding)
}

fn is_violated(trial: &DropTrial) -> bool {
    trial.verdict == Some(Verdict::Violated)
}

fn without_violation(trials: &[DropTrial]) -> Finding {
    if let Some(trial) = trials.iter().find(|trial| trial.verdict.is_none()) {
        return Finding::NoValue { at: trial.strength };
    }
    let any = |verdict: Verdict| trials.iter().any(|trial| trial.verdict == Some(verdict));
    if any(Verdict::Unresolved) {
        Finding::Undecided
    } else if any(Verdict::Holds) || any(Verdict::Tight) {
        Finding::Survives
    } else {
        Finding::Vacuous
    }
}

fn trial(claim: &Claim, breaking: Breaking, place: f64, options: &CheckOptions, session: &Session) -> DropTrial {
    let strength = breaking.drop.strength_at(place);
    let without_value =
        |remark: String| DropTrial { strength, place, verdict: None, slack: None, remark: Some(remark) };
    match judged(claim, breaking, strength, options, session) {
        Err(ClaimError::Invalid { fault, .. }) => without_value(remark(&fault)),
        Err(other) => without_value(other.to_string()),
        Ok((Verdict::NotApplicable, _, unmet)) if unmet.is_empty() => {
            without_value("its condition is met at no cell".to_owned())
        }
        Ok((Verdict::NotApplicable, _, unmet)) => without_value(format!("{} fails too", unmet.join(", "))),
        Ok((Verdict::Undefined, ..)) => without_value("it has no value at some cell".to_owned()),
        Ok((verdict, slack, _)) => DropTrial { strength, place, verdict: Some(verdict), slack, remark: None },
    }
}

/// The result at a place where the claim cannot be measured.
fn remark(fault: &ClaimFault) -> String {
    let ClaimFault::NoValue { reason, .. } = fault else { return fault.to_string() };
    match &**reason {
        NoValue::Formula(error) => {
            if let FormulaError::Needs { formula, assumption, .. } = &**error {
                format!("{formula} is not defined without {assumption}")
            } else {
                error.to_string()
            }
        }
        NoValue::Arithmetic
        | NoValue::OnlyComputed(_)
        | NoValue::NoZero { .. }
        | NoValue::SeveralZeros { .. }
        | NoValue::FewPoints { .. } => reason.to_string(),
    }
}

fn judged(
    claim: &Claim,
    breaking: Breaking,
    strength: f64,
    options: &CheckOptions,
    session: &Session,
) -> Result<(Verdict, Option<Slack>, Vec<Name>), ClaimError> {
    let most = if claim.takes_a_fit() { MOST_REPLICATES_OF_A_FIT } else { MOST_REPLICATES_OF_A_TRIAL };
    let replicates = claim.replicates().min(most);
    let varied = claim.varied(|cell| breaking.values(claim, cell, strength), replicates, options.seed)?;
    let varied = varied.dropping(breaking.assumption);
    let outcome = check(&[varied], options, session)?.remove(0);
    Ok((outcome.verdict, outcome.slack, outcome.unmet))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::ClaimFile;
    use crate::claim::example::PROBLEM;

    fn verdict_trial(place: f64, verdict: Verdict) -> DropTrial {
        DropTrial { strength: place, place, verdict: Some(verdict), slack: None, remark: None }
    }

    #[test]
    fn bisection_finds_where_a_claim_starts_to_fail() {
        let fails_from = |threshold: f64| {
            search(|place| verdict_trial(place, if place >= threshold { Verdict::Violated } else { Verdict::Holds })).1
        };
        let Finding::Fails { from, not_at } = fails_from(0.3) else { panic!("it fails") };
        assert!(not_at < 0.3 && 0.3 <= from && from - not_at <= 1.0 / 32.0);
        assert_eq!(fails_from(0.0), Finding::FailsAnyway);
        assert_eq!(fails_from(2.0), Finding::Survives);
    }

    /// The place at which the assumption holds is tried only for a claim that is violated elsewhere.
    #[test]
    fn the_assumption_is_restored_where_the_claim_fails() {
        let places = |verdict: Verdict| {
            let (trials, _) = search(|place| verdict_trial(place, verdict));
            trials.iter().map(|trial| trial.place).collect::<Vec<_>>()
        };
        assert_eq!(places(Verdict::Holds), [0.25, 0.5, 1.0]);
        assert_eq!(places(Verdict::Violated), [0.0, 1.0]);
    }

    /// A claim that fails only in the middle of the range is found too.
    #[test]
    fn a_failure_in_between_is_found() {
        let (trials, finding) = search(|place| {
            verdict_trial(place, if (0.4..0.6).contains(&place) { Verdict::Violated } else { Verdict::Holds })
        });
        assert!(matches!(finding, Finding::Fails { from, .. } if (0.4..0.43).contains(&from)), "{finding:?}");
        assert!(trials.is_sorted_by_key(|trial| trial.place));
    }

    #[test]
    fn the_worst_trial_without_violation_decides() {
        let of = |verdicts: &[Verdict]| {
            let trials: Vec<DropTrial> = verdicts.iter().map(|verdict| verdict_trial(1.0, *verdict)).collect();
            without_violation(&trials)
        };
        assert_eq!(of(&[Verdict::Holds, Verdict::Unresolved]), Finding::Undecided);
        assert_eq!(of(&[Verdict::Vacuous, Verdict::Holds]), Finding::Survives);
        assert_eq!(of(&[Verdict::Vacuous]), Finding::Vacuous);
        let nothing =
            DropTrial { strength: 0.5, place: 0.5, verdict: None, slack: None, remark: Some("no value".to_owned()) };
        assert_eq!(without_violation(&[nothing]), Finding::NoValue { at: 0.5 });
    }

    /// The formula of the figure needs isotropic prompts, and the sentence does not.
    #[test]
    fn what_only_the_figure_shows_decides_nothing() {
        let problem = PROBLEM.replace("[problem]", "assumes = [\"isotropic\"]\n[problem]");
        let rest = r#"
            [sweep]
            samples = [16]
            penalty = [0.1]
            [claim]
            states = "naive.mse <= 100"
            [figure]
            x = "samples"
            references = ["least_squares_mse"]
        "#;
        let file = ClaimFile::parse("mine", &format!("{problem}{rest}")).expect("a file");
        let claim = Claim::new("mine".to_owned(), file);
        let ablations = ablate(&[claim.expect("a claim")], None, &CheckOptions::default(), &Session::alone());
        assert!(ablations.iter().any(|ablation| &*ablation.broken_by == "anisotropic prompts"));
        for ablation in ablations {
            assert_eq!(ablation.finding, Finding::Survives, "{}", ablation.broken_by);
        }
    }
}
