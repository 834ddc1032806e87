//! Sentences that can be read and that mean nothing: what is said, where the carets stand, and what to do.

use indexmap::IndexMap;

use super::names::{Definition, Names};
use super::resolved::{resolved_condition, resolved_expression, resolved_statement};
use crate::own_relation::OwnRelation;
use crate::registry::Registry;
use crate::sentence::SentenceError;
use weak_to_strong::evidence::Interval;

/// A sentence, what the problem says, the part of the sentence under which carets stand, and what the remedy says.
type Wrong = (&'static str, &'static str, &'static str, &'static str);

#[derive(Clone, Copy)]
enum Reading {
    Statement,
    Condition,
    Expression,
}

fn definitions() -> IndexMap<String, Definition> {
    let named = |name: &str, text: &str| (name.to_owned(), Definition::Expression(text.to_owned()));
    let zero = |name: &str, zero_of: &str| {
        let between = ["0".to_owned(), "1".to_owned()];
        (name.to_owned(), Definition::Zero { zero_of: zero_of.to_owned(), between })
    };
    [
        named("gap", "naive.mse - segment_bound"),
        named("bad", "segment_bonud + 1"),
        named("first", "second + 1"),
        named("second", "2 * first"),
        named("free", "x + 1"),
        named("rate", "decay_rate(refined.mse over batch)"),
        zero("tau", "x - 1 / (1 + x)"),
        zero("measured", "x - naive.mse"),
    ]
    .into_iter()
    .collect()
}

fn error(reading: Reading, text: &str) -> SentenceError {
    let registry = Registry::built_in()
        .with_relation(OwnRelation::new("near", "", |x| Interval { lower: x, upper: x }))
        .expect("a new name");
    let swept = ["samples", "penalty", "batch", "strategy"].map(str::to_owned);
    let definitions = definitions();
    let names = Names { registry: &registry, swept: &swept, definitions: &definitions, data: None };
    let found = match reading {
        Reading::Statement => resolved_statement(text, names).map(drop),
        Reading::Condition => resolved_condition(text, names).map(drop),
        Reading::Expression => resolved_expression(text, names).map(drop),
    };
    found.expect_err(text)
}

fn expect(reading: Reading, table: &[Wrong]) {
    for (text, problem, place, remedy) in table {
        let error = error(reading, text);
        assert_eq!((error.problem(), &error.text()[error.span()]), (*problem, *place), "{text}: {error}");
        assert!(error.remedy().contains(remedy), "{text}: {error}");
    }
}

#[test]
fn unknown_names_are_told_with_the_nearest() {
    expect(
        Reading::Statement,
        &[
            (
                "naive.mes >= segment_bound",
                "there is no quantity, formula or setting naive.mes",
                "naive.mes",
                "did you mean naive.mse? `w2s list quantities`",
            ),
            (
                "naive.mes[penalty = 0] >= segment_bound",
                "there is no quantity, formula or setting naive.mes",
                "naive.mes[penalty = 0]",
                "did you mean naive.mse?",
            ),
            (
                "naive.mse >= segment_bonud",
                "there is no quantity, formula or setting segment_bonud",
                "segment_bonud",
                "did you mean segment_bound?",
            ),
            (
                "naive.mse >= penalyt",
                "there is no quantity, formula or setting penalyt",
                "penalyt",
                "did you mean penalty?",
            ),
            (
                "naive.mse >= qwertyuiop",
                "there is no quantity, formula or setting qwertyuiop",
                "qwertyuiop",
                "the variables of this sweep are: samples, penalty, batch, strategy",
            ),
            (
                "naive.mse[penalyt = 1] >= 0",
                "naive.mse has no setting penalyt",
                "penalyt",
                "did you mean penalty? its settings are: samples",
            ),
            ("naive.mse <= n", "there is no quantity, formula or setting n", "n", "n is the symbol of samples"),
            ("naive.mse <= η", "there is no quantity, formula or setting η", "η", "is the symbol of penalty"),
            ("min(naive.mse over η) >= 0", "η is not swept", "η", "is the symbol of penalty"),
            (
                "weak.nois >= 0",
                "there is no key weak.nois",
                "weak.nois",
                "did you mean weak.noise? the keys in weak are: ",
            ),
            (
                "median(naive.squared_error) >= 0",
                "there is no function or functional median",
                "median",
                "write quantile(Y",
            ),
            ("Pr(naive.squared_error > 1) >= 0", "there is no function or functional Pr", "Pr", "write P(Y <= side)"),
            ("mni(naive.mse over penalty) >= 0", "there is no function or functional mni", "mni", "did you mean min?"),
            ("log3(naive.mse) >= 0", "there is no function or functional log3", "log3", "did you mean log"),
        ],
    );
}

#[test]
fn brackets_hold_settings_of_their_name() {
    expect(
        Reading::Statement,
        &[
            ("naive.mse[batch = 4] >= 0", "naive.mse has no setting batch", "batch", "keys of the problem may stand"),
            ("segment_bound[samples = 4] >= 0", "segment_bound has no setting samples", "samples", "its settings are"),
            (
                "2 * penalty[samples = 4] >= 0",
                "penalty takes no settings in brackets",
                "penalty[samples = 4]",
                "follow",
            ),
            ("gap[penalty = 0] >= 0", "gap takes no settings in brackets", "gap[penalty = 0]", "a quantity"),
            (
                "naive.mse[penalty = naive.mse] >= 0",
                "this is measured, and must be computed",
                "naive.mse",
                "write a number, a formula or a variable",
            ),
        ],
    );
}

#[test]
fn functions_and_numbers_are_told_apart() {
    expect(
        Reading::Statement,
        &[
            (
                "segment_bound(0.1) >= 0",
                "segment_bound is not a function",
                "segment_bound",
                "settings stand in brackets",
            ),
            ("naive.mse(1) >= 0", "naive.mse is not a function", "naive.mse", "naive.mse[penalty = 0]"),
            ("min(1) >= 0", "min is given one number", "min(1)", "min(a, b), or name the variable"),
            ("sqrt(1, 2) >= 0", "sqrt is given 2 numbers", "sqrt(1, 2)", "of one number"),
            ("sqrt(2, power = 1) >= 0", "sqrt has no parameter power", "power", "remove it"),
            (
                "increasing(naive.mse over penalty) >= 0",
                "increasing(…) is a statement, not a number",
                "increasing",
                "whole",
            ),
            ("near(naive.mse, 1) >= 0", "near(…) is a statement, not a number", "near", "whole"),
            (
                "min(naive.mse over penalty)",
                "min(…) is a number, not a statement",
                "min(naive.mse over penalty)",
                "compare",
            ),
            (
                "P(naive.squared_error <= 1)",
                "P(…) is a number, not a statement",
                "P(naive.squared_error <= 1)",
                "compare",
            ),
            ("naive.mse >= sqrt", "sqrt is a function, and stands here without arguments", "sqrt", "write sqrt(…)"),
        ],
    );
}

#[test]
fn functionals_go_along_a_variable_of_the_sweep() {
    expect(
        Reading::Statement,
        &[
            (
                "min(naive.mse over penaltie) >= 0",
                "penaltie is not swept",
                "penaltie",
                "did you mean penalty? give it values",
            ),
            (
                "min(naive.mse over dim) >= 0",
                "dim is not swept",
                "dim",
                "the variables of the sweep are: samples, penalty",
            ),
            (
                "limit(naive.mse) >= 0",
                "limit is taken along a variable",
                "limit(naive.mse)",
                "limit(naive.mse over samples)",
            ),
            ("increasing(naive.mse)", "increasing is taken along a variable", "increasing(naive.mse)", "over penalty"),
            (
                "min(naive.mse over log(penalty)) >= 0",
                "min does not depend on the scale",
                "penalty",
                "write over penalty",
            ),
            (
                "limit(naive.mse over samples, log_power = 1) >= 0",
                "limit has no parameter log_power",
                "log_power",
                "remove it",
            ),
            (
                "exponent(naive.mse over samples, log = 1) >= 0",
                "exponent has no parameter log",
                "log",
                "it has: log_power",
            ),
            (
                "limit(exponent(naive.mse over samples) over batch) == -1",
                "limit is taken of exponent, and a fit of fits has no interval",
                "exponent(naive.mse over samples)",
                "at each batch; or how it goes along batch, as in decreasing(exponent(…) over batch)",
            ),
            (
                "decay_rate(2 * rate over batch) >= 0",
                "decay_rate is taken of decay_rate, and a fit of fits has no interval",
                "2 * rate",
                "state decay_rate(…) itself",
            ),
            (
                "exponent(naive.mse, 1 over samples) >= 0",
                "exponent is given 2 arguments, and takes one",
                "exponent(naive.mse, 1 over samples)",
                "write one expression",
            ),
        ],
    );
}

#[test]
fn means_and_observables_are_told_apart() {
    expect(
        Reading::Statement,
        &[
            (
                "naive.squared_error >= 0",
                "naive.squared_error is what one sample gives, and has no single value",
                "naive.squared_error",
                "mean(naive.squared_error)",
            ),
            (
                "P(naive.mse >= 1) >= 0.5",
                "naive.mse is a mean, not what one sample gives",
                "naive.mse",
                "observables such as naive.squared_error",
            ),
            ("P(segment_bound >= 1) >= 0.5", "nothing in it is random", "P(segment_bound >= 1)", "naive.squared_error"),
            (
                "P(naive.squared_error) >= 0",
                "P is not written so",
                "P(naive.squared_error)",
                "P(naive.squared_error <= 1)",
            ),
            (
                "quantile(naive.squared_error) >= 0",
                "quantile is not written so",
                "quantile(naive.squared_error)",
                "0.9)",
            ),
            (
                "mean(variance(naive.squared_error) * naive.squared_error) >= 0",
                "variance stands inside another law",
                "variance(naive.squared_error)",
                "laws do not nest",
            ),
            (
                "P(argmin(naive.squared_error over penalty) <= 1) >= 0.5",
                "argmin of one sample is not defined",
                "argmin(naive.squared_error over penalty)",
                "of one sample take min or max",
            ),
            ("uniform(naive.mse)", "naive.mse is a mean, not what one sample gives", "naive.mse", "observables"),
            (
                "uniform(naive.squared_error, 1)",
                "uniform is given 2 arguments, and takes one",
                "uniform(naive.squared_error, 1)",
                "one",
            ),
            ("uniform(1)", "nothing in it is random", "uniform(1)", "write an observable"),
        ],
    );
}

#[test]
fn relations_of_a_user_take_a_measured_and_a_computed_side() {
    expect(
        Reading::Statement,
        &[
            ("near(naive.mse)", "near joins two sides", "near(naive.mse)", "near(left, right)"),
            ("near(1, naive.mse)", "this is measured, and must be computed", "naive.mse", "a formula"),
        ],
    );
}

#[test]
fn what_is_wrong_with_a_definition_is_shown_there() {
    expect(
        Reading::Statement,
        &[
            (
                "naive.mse >= bad",
                "there is no quantity, formula or setting segment_bonud",
                "segment_bonud",
                "segment_bound",
            ),
            ("naive.mse >= first", "the definition of first uses itself: first → second → first", "first", "break"),
            ("naive.mse >= free", "x has no value here", "x", "the unknown of a definition"),
            ("1 >= measured", "the definition of measured measures something", "measured", "computed"),
        ],
    );
}

#[test]
fn words_stand_in_brackets_and_conditions() {
    expect(
        Reading::Condition,
        &[
            ("naive.mse == 'refine'", "only a variable can be a word", "naive.mse", "a variable of the sweep"),
            ("strategi == 'refine'", "there is no quantity, formula or setting strategi", "strategi", "strategy?"),
            ("2 * batch == 'refine'", "only a variable can be a word", "2 * batch", "a variable of the sweep"),
            (
                "prompts == 'spere'",
                "prompts is never \"spere\"",
                "'spere'",
                "did you mean sphere? its words are: sphere, ",
            ),
            ("batch > 4 and not 'refnie' == strategy", "strategy is never \"refnie\"", "'refnie'", "are: refine, ask"),
            ("source_prior == 'unifrom'", "source_prior is never \"unifrom\"", "'unifrom'", "did you mean uniform?"),
            ("learner == 'ridge'", "learner is never \"ridge\"", "'ridge'", "its words are: "),
            ("batch == 'four'", "batch is never a word", "'four'", "without quotes"),
            ("dim == 'four'", "dim is never a word", "'four'", "without quotes"),
            ("strategy == refine", "strategy is a word, and words stand in quotes", "refine", "write \"refine\""),
            ("spere == prompts", "prompts is a word, and words stand in quotes", "spere", "did you mean sphere?"),
            ("strategy == 2", "strategy is a word, not a number", "2", "in quotes: refine, "),
            ("strategy < 'refine'", "words have no order", "'refine'", "such as `strategy == \"refine\"`"),
            (
                "increasing(naive.mse over penalty) and batch > 1",
                "this is no condition",
                "increasing(naive.mse over penalty)",
                "compare",
            ),
        ],
    );
    expect(
        Reading::Statement,
        &[
            ("naive.mse[prompts = 'spere'] >= 0", "prompts is never \"spere\"", "'spere'", "did you mean sphere?"),
            ("refined.mse[batches = 'shraed'] >= 0", "batches is never \"shraed\"", "'shraed'", "did you mean shared?"),
            (
                "refined.mse[batches = shared] >= 0",
                "batches is a word, and words stand in quotes",
                "shared",
                "\"shared\"",
            ),
            ("naive.mse[penalty = 'small'] >= 0", "penalty is never a word", "'small'", "penalty = 1"),
        ],
    );
    expect(
        Reading::Expression,
        &[("2 * naive.mse", "this is measured, and must be computed", "2 * naive.mse", "a formula or a variable")],
    );
}
