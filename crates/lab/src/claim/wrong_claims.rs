//! Claim files whose sentences and keys do not fit together: what is said.

use super::example::PROBLEM;
use super::{Campaign, CheckOptions, Claim, ClaimFile};

const SWEEP: &str = "samples = [16, 32, 64]\npenalty = [0.1, 1]";

/// What is wrong with a claim, when it is read or when it is planned.
fn fault(sweep: &str, claim: &str) -> String {
    let text = format!("{PROBLEM}[sweep]\n{sweep}\n[claim]\n{claim}\n");
    let file = ClaimFile::parse("mine", &text).unwrap_or_else(|error| panic!("{claim}: {error}"));
    let options = CheckOptions { power: true, ..CheckOptions::default() };
    let claim = match Claim::new("mine".to_owned(), file) {
        Ok(claim) => claim,
        Err(error) => return error.to_string(),
    };
    Campaign::new(&[claim], &options).map_or_else(|error| error.to_string(), |_| "nothing".to_owned())
}

fn expect(table: &[(&str, &str, &str)]) {
    for (sweep, claim, said) in table {
        let message = fault(sweep, claim);
        assert!(message.contains(said), "{sweep}; {claim}: {message}");
    }
}

fn states(sentence: &str) -> String {
    format!("states = \"{sentence}\"")
}

#[test]
fn functionals_go_along_what_their_argument_depends_on() {
    let with_batch = format!("{SWEEP}\nbatch = [4, 8]");
    for (sentence, said) in [
        ("min(naive.mse over penalty) >= segment_bound", "nothing"),
        ("min(naive.mse over batch) >= 0", "claim.states: what min(… over batch) is taken of does not depend on batch"),
        ("increasing(segment_bound over samples)", "what increasing(… over samples) is taken of does not depend"),
        ("min(naive.mse[penalty = 1] over penalty) >= 0", "what min(… over penalty) is taken of does not depend"),
        ("naive.mse[penalty = 1] >= min(penalty over penalty)", "nothing"),
        ("P(min(naive.squared_error[penalty = 1] over penalty) >= 1) >= 0", "what min(… over penalty) is taken of"),
        ("limit(naive.mse over samples) >= 0", "limit needs at least 4 values of samples here, and there are 3"),
        ("exponent(naive.mse over samples) >= 0", "exponent needs at least 5 values of samples here, and there are 3"),
    ] {
        let message = fault(&with_batch, &states(sentence));
        assert!(message.contains(said), "{sentence}: {message}");
    }
    let zipped = "zip = [{ samples = [16, 32], penalty = [0.1, 1] }]";
    assert_eq!(fault(zipped, &states("min(naive.mse[penalty = 1] over penalty) >= 0")), "nothing", "samples vary too");
}

#[test]
fn quantifiers_bind_variables_of_the_sweep() {
    let least = "states = \"min(naive.mse over penalty) >= segment_bound\"";
    let plain = "states = \"naive.mse >= segment_bound\"";
    let with = |claim: &str, key: &str| format!("{claim}\n{key}");
    for (claim, said) in [
        (with(plain, "exists = \"penalty\""), "nothing"),
        (with(plain, "exists = \"batch\""), "claim.exists = \"batch\" is not a variable of the sweep"),
        (with(plain, "eventually = \"batch\""), "its variables are: samples, penalty"),
        (with(least, "exists = \"penalty\""), "claim.exists: the sentence does not depend on penalty, or binds it"),
        (
            with(least, "eventually = \"penalty\""),
            "claim.eventually: the sentence does not depend on penalty, or binds it",
        ),
        (
            with(plain, "eventually = \"penalty\""),
            "must be seen to hold at 3 values of penalty or more, and the sweep has 2",
        ),
        (with(plain, "exists = \"samples\"\neventually = \"samples\""), "samples is in claim.exists too; keep one"),
        (
            with(plain, "exists = \"penalty\"\nwhen = \"penalty > 0.5\""),
            "claim.when depends on penalty, which is bound",
        ),
        (with(plain, "when = \"samples > 100\""), "claim.when = \"samples > 100\" leaves no cell to be judged"),
        (with(plain, "when = \"samples >= 32\""), "nothing"),
        (with(plain, "most = { share = 0.9, draws = 10 }"), "there is no [domain] to draw problems from"),
        (
            with(plain, "most = { share = 1.5, draws = 10 }\n[domain]\ndim = [2, 4]"),
            "must be a number above 0 and below 1",
        ),
        (with(plain, "most = { share = 0.5, draws = 0 }\n[domain]\ndim = [2, 4]"), "a whole number from 1 to 100000"),
        (
            with(least, "most = { share = 0.5, draws = 9 }\n[domain]\npenalty = [0, 1]"),
            "domain.penalty = [0, 1]: the sentence or a quantifier goes along it",
        ),
        (
            with(plain, "[domain]\nprompts = [\"cube\", \"spere\"]"),
            "prompts is never \"spere\"; did you mean sphere? its words are: sphere, ",
        ),
        (with(plain, "[domain]\nsampler = [\"plian\"]"), "sampler is never \"plian\"; did you mean plain?"),
        (with(plain, "[domain]\nprompts = [\"cube\", \"sphere\"]"), "nothing"),
        (with(plain, "when = \"prompts == 'spere' or samples > 2\""), "claim.when: prompts is never \"spere\""),
        (
            with(plain, "[power]\nfalse = [\"naive.mse >= 2 * segment_bound * batch\"]"),
            "power.false at samples = 16, penalty = 0.1: batch has no value here; give it values in [sweep], or in brackets",
        ),
        (
            with(least, "[power]\nfalse = [\"naive.mse >= 2 * segment_bound\"]"),
            "power.false = \"naive.mse >= 2 * segment_bound\" depends on penalty, which the claim binds",
        ),
    ] {
        let message = fault(SWEEP, &claim);
        assert!(message.contains(said), "{claim}: {message}");
    }
}

#[test]
fn names_have_one_meaning() {
    let define = |lines: &str| format!("states = \"naive.mse >= 0.1 * segment_bound\"\n[define]\n{lines}");
    for (lines, said) in [
        ("tau = \"segment_bound / 2\"", "nothing"),
        ("samples = \"2\"", "define.samples: the name has another meaning"),
        ("segment_bound = \"2\"", "define.segment_bound: the name has another meaning"),
        ("noise = \"2\"", "define.noise: the name has another meaning"),
        ("step = \"2\"", "define.step: the name has another meaning"),
        ("exp = \"2\"", "define.exp: write letters, digits and '_'"),
        ("decreasing = \"2\"", "define.decreasing: write letters, digits and '_'"),
        ("over = \"2\"", "define.over: write letters, digits and '_'"),
        ("\"my tau\" = \"2\"", "define.my tau: write letters, digits and '_'"),
        ("one = \"two + 1\"\ntwo = \"2 * one\"", "define.one: the definition of one uses itself: one → two → one"),
        ("one = \"1 +\"", "define.one: the sentence ends where a number or a name is expected"),
        ("one = { zero_of = \"x - naive.mse\", between = [0, 1] }", "define.one: the definition of one measures"),
    ] {
        let message = fault(SWEEP, &define(lines));
        assert!(message.contains(said), "{lines}: {message}");
    }
}

#[test]
fn variables_that_follow_end_in_others() {
    expect(&[
        ("dim = [4, 8]\nsamples = \"round(dim ^ 1.5)\"", &states("naive.mse >= segment_bound"), "nothing"),
        ("samples = \"2 * dim\"", &states("naive.mse >= 0.1"), "nothing"),
        (
            "samples = \"2 * penalty\"\npenalty = \"samples / 2\"",
            &states("naive.mse >= 0.1"),
            "sweep.samples at every point: samples, penalty follow from each other; break the circle",
        ),
        ("samples = \"2 * samples\"", &states("naive.mse >= 0.1"), "samples follows from itself"),
        ("samples = \"2 * batch\"", &states("naive.mse >= 0.1"), "sweep.samples at"),
        ("samples = \"naive.mse\"", &states("naive.mse >= 0.1"), "this is measured, and must be computed"),
        ("samples = \"2 * dime\"", &states("naive.mse >= 0.1"), "did you mean dim?"),
        ("samples = \"dim - 4\"", &states("naive.mse >= 0.1"), "samples = 0"),
    ]);
}

#[test]
fn laws_are_of_one_sample() {
    for (sentence, said) in [
        ("quantile(naive.squared_error, 0.5) >= 0.1", "nothing"),
        ("quantile(naive.squared_error, 1.5) >= 0.1", "quantile(…, 1.5): the share must lie between 0 and 1"),
        ("quantile(naive.squared_error, 0) >= 0.1", "quantile(…, 0): the share must lie between 0 and 1"),
        (
            "P(naive.squared_error >= refined.squared_error[batch = 4, labels = 10]) >= 0.5",
            "are not of one sample (weak labels and refined labels), so they have no joint law",
        ),
        ("P(naive.squared_error >= naive.squared_error[samples = 20]) >= 0.5", "are not of one sample"),
        ("P(naive.squared_error >= naive.squared_error[penalty = 2]) >= 0.5", "nothing"),
        (
            "P(naive.squared_error >= naive.squared_error[noise = 2]) >= 0.5",
            "naive.squared_error is observed on another problem than the rest",
        ),
        ("mean(sin(naive.squared_error)) >= 0.5", "sin is not taken of one sample"),
        ("naive.mse == 0", "the right side is 0, and no share of it says how near to 0"),
        ("naive.mse - segment_bound >= 0", "nothing"),
        ("round(naive.mse) >= 1", "round takes computed numbers, and this one is measured"),
        ("naive.mse >= segment_bound[dim = 0]", "dim"),
        ("naive.mse[samples = 0] >= 1", "samples = 0"),
        ("naive.mse >= log(0 - 1)", "has no value at any cell"),
        ("naive.mse >= strategy", "strategy has no value here"),
        ("hmm.accuracy >= 0.5", "hmm.accuracy is measured on"),
        ("naive.mse >= teacher_risk", "did you mean"),
    ] {
        let message = fault(SWEEP, &states(sentence));
        assert!(message.contains(said), "{sentence}: {message}");
    }
}

/// Earlier versions had a key for each part of a sentence.
#[test]
fn old_keys_get_their_sentence() {
    let text = format!("{PROBLEM}[claim]\nquantity = \"naive.mse\"\nexpression = \"segment_bound\"\n");
    let message = ClaimFile::parse("mine", &text).expect_err("old keys").to_string();
    assert!(message.contains("states = 'naive.mse >= segment_bound'"), "{message}");
}
