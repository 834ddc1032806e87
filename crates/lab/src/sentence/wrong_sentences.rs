//! Sentences that are refused: what is said, where the carets stand, and what to do.

use super::{MOST_BYTES, SentenceError, parse_condition, parse_expression, parse_statement};

/// A sentence, the problem, the part of the sentence under which carets stand, and the remedy.
type Wrong = (&'static str, &'static str, &'static str, &'static str);

fn expect(parse: fn(&str) -> Result<super::Expr, SentenceError>, table: &[Wrong]) {
    for (text, problem, place, remedy) in table {
        let error = parse(text).expect_err(text);
        let found = (error.problem(), &text[error.span()], error.remedy());
        assert_eq!(found, (*problem, *place, *remedy), "{text}");
    }
}

/// What is said of a part that stands alone.
const COMPARED_WITH_NOTHING: &str = "this is compared with nothing, so it states nothing";
const COMPARE: &str =
    "compare two sides by `>=`, `<=` or `==`, or write a predicate such as `increasing(E over samples)`";
const ARGUMENTS_FIRST: &str =
    "write arguments first, then `over` a variable, then parameters such as `log_power = 0.5`";
const SETTING: &str =
    "write a setting and its value, such as `naive.mse[penalty = 0.1]`; a function takes parentheses, such as `P(…)`";
const VARIABLE: &str = "write `over penalty` or `over log(penalty)`";
const ONE_RELATION: &str = "write one relation, between two sides, and not in parentheses or brackets";
const BRACES: &str = "drop the braces: a name with a dot is a name like others, such as `weak.cosine`";
const WORDS: &str =
    "write words as values in brackets, such as `refined.mse[batches = \"shared\"]`, or compare them under `when`";
const PARTS: &str = "write names, numbers, `+ - * / ^`, `< <= == >= >`, parentheses and brackets";

#[test]
fn signs_of_other_languages_are_explained() {
    expect(
        parse_statement,
        &[
            ("{weak.cosine} >= 1", "`{` is no sign of this language", "{", BRACES),
            ("a ** 2 >= 1", "`**` is no sign of this language", "**", "write `^` for a power"),
            ("a >= 1 && b >= 2", "`&&` is no sign of this language", "&&", "write `and`, under `when`"),
            ("a >= 1 || b >= 2", "`||` is no sign of this language", "||", "write `or`, under `when`"),
            ("!a >= 1", "`!` is no sign of this language", "!", "write `not`, under `when`"),
            ("a => b", "`=>` is no sign of this language", "=>", "write `>=`"),
            ("a = b", "`=` gives a setting its value, in brackets, and compares nothing", "=", "write `==`"),
            ("2·a >= b", "`·` is no sign of this language", "·", "write `*`"),
            ("a² >= b", "`²` is no sign of this language", "²", "write `^2`"),
            ("a -> 0", "`->` is no sign of this language", "->", "write `limit(E over v)` for the limit of E along v"),
            (
                "a ≈ b",
                "`≈` is no sign of this language",
                "≈",
                "write `==`; how near the sides must be is the `resolution` of [claim]",
            ),
            (
                "a \\ge b",
                "`\\` is no sign of this language",
                "\\",
                "write names and signs without LaTeX, such as `>=`, `*` and `sqrt(x)`",
            ),
            ("a >= 10%", "`%` is no sign of this language", "%", "write a share as a number, such as `0.1`"),
            ("a # b", "the letter `#` is no part of a sentence", "#", PARTS),
            ("β\u{302} >= 1", "the letter U+0302 is no part of a sentence", "\u{302}", PARTS),
        ],
    );
}

#[test]
fn numbers_names_and_words_that_are_none_are_explained() {
    let product = "write `2 * x` for a product, or begin the name with a letter";
    let dot = "a part of the name that begins with `weak.` is no name";
    expect(
        parse_statement,
        &[
            ("2x >= 1", "`2x` is neither a number nor a name", "2x", product),
            ("1.2.3 >= 1", "`1.2.3` is neither a number nor a name", "1.2.3", "write one decimal point"),
            ("1e400 >= 1", "`1e400` is too large for a number", "1e400", "write a smaller number, or `inf`"),
            ("weak. >= 1", dot, "weak.", "begin what follows the dot with a letter"),
            ("a >= 'b", "the quotation mark that opens here is not closed", "'", "write ' where the word ends"),
            ("a >= 'b'", "a word stands where a number is expected", "'b'", WORDS),
        ],
    );
}

#[test]
fn statements_that_are_none_are_explained() {
    let example = "write a statement, such as `naive.mse >= segment_bound`";
    let second = "this is the second relation, and a statement has one";
    let with_and = "write one claim for each part; `and`, `or` and `not` stand under `when` only";
    let with_not = "state what holds; `and`, `or` and `not` stand under `when` only";
    expect(
        parse_statement,
        &[
            ("", "the sentence is empty", "", example),
            ("  ", "the sentence is empty", "  ", example),
            ("a + b", COMPARED_WITH_NOTHING, "a + b", COMPARE),
            ("a <= b <= c", second, "<=", "write two claims, one for each relation"),
            ("a >= 1 and b >= 2", "`and` joins conditions, and here is none", "and", with_and),
            ("not a >= 1", "`not` stands before a condition, and here is none", "not", with_not),
            ("(a >= f(b))", "a comparison stands where a number is expected", ">=", ONE_RELATION),
            ("(a >= 1)", "a comparison stands where a number is expected", ">=", ONE_RELATION),
            ("a >= 1 +", "the sentence ends where a number or a name is expected", "", "complete the sentence"),
        ],
    );
}

#[test]
fn misplaced_parts_are_explained() {
    let missing = "remove it, or write what is missing before it";
    let operator = "write an operator between the two";
    let brackets = "write settings in brackets behind the name that they are of";
    let comma = "`,` divides the arguments of a function or settings in brackets, and here are none";
    expect(
        parse_statement,
        &[
            ("(a + b >= 1", "the parenthesis that opens here is not closed", "(", "write `)` where it ends"),
            ("(a >= f(b)", "the parenthesis that opens here is not closed", "(", "write `)` where it ends"),
            ("f(a, b >= 1", "the parenthesis that opens here is not closed", "(", "write `)` where it ends"),
            ("a[b = 1 >= 2", "the bracket that opens here is not closed", "[", "write `]` where it ends"),
            ("a + b) >= 1", "`)` closes no parenthesis", ")", "remove it, or write `(` where it opens"),
            ("a] >= 1", "`]` closes no bracket", "]", "remove it, or write `[` where it opens"),
            ("(a]", "`]` stands where an operator or `)` is expected", "]", "close first what was opened last"),
            ("a b >= 1", "`b` stands where an operator is expected", "b", operator),
            (
                "a >= b if n > 1",
                "`if` stands where an operator is expected",
                "if",
                "write the condition under [claim], such as `when = \"samples >= 100\"`",
            ),
            (
                "inf(a) >= 1",
                "`(` stands where an operator is expected",
                "(",
                "write `*` for a product; `inf` is a number, and `min(E over v)` the least value along v",
            ),
            ("f(a b)", "`b` stands where `,` or `)` is expected", "b", operator),
            ("a >= +1", "`+` stands where a number or a name is expected", "+", missing),
            ("a, b >= 1", comma, ",", "remove it"),
            ("(a)[b = 1] >= 1", "`[` stands behind what is no name", "[", brackets),
        ],
    );
}

#[test]
fn wrong_arguments_and_settings_are_explained() {
    let outside = "write it inside the parentheses of one, such as `min(naive.mse over penalty)`";
    let nested = "write one function in another, such as `min(min(E over penalty) over samples)`";
    let first = "write the argument first, or settings in brackets, such as `naive.mse[samples = 16]`; `==` compares";
    let behind = "an argument of `f` stands behind `over` or a parameter";
    expect(
        parse_statement,
        &[
            ("a over b >= 1", "`over` stands outside of a function", "over", outside),
            ("min(a over ) >= 1", "`)` stands where a variable is expected", ")", VARIABLE),
            ("f(a over x over y)", "a function is taken over one variable, and this is the second", "over", nested),
            ("f(a over exp(x))", "`over` takes a variable or its logarithm, and not `exp` of it", "exp", VARIABLE),
            ("f(a over x, b)", behind, "b", ARGUMENTS_FIRST),
            ("f(a, b = 1, c)", behind, "c", ARGUMENTS_FIRST),
            ("f() >= 1", "`f` lacks an argument", ")", "write it before the parenthesis closes"),
            ("P(y = 3) >= 1", "`P` has parameters, and no argument", "P", first),
            ("a[] >= 1", "`]` stands where a setting is expected", "]", SETTING),
            ("a[b] >= 1", "`]` stands where `=` is expected", "]", SETTING),
            ("a[b == 1] >= 1", "`==` compares, and gives a setting no value", "==", SETTING),
            ("a[b = 1, b = 2] >= 1", "`b` has two values", "b", "give it one"),
        ],
    );
}

#[test]
fn wrong_conditions_and_expressions_are_explained() {
    let join = "join conditions by `and`, `or` and `not`; the share of samples on which a comparison is true is `P(…)`";
    let with_and = "join two relations by `and`, such as `a <= b and b <= c`";
    let by_equality = "compare a word by `==`, such as `strategy == \"refine\"`";
    expect(
        parse_condition,
        &[
            ("a > 1 and b", COMPARED_WITH_NOTHING, "b", COMPARE),
            ("not 3", COMPARED_WITH_NOTHING, "3", COMPARE),
            ("a > 1 and", "the sentence ends where a number or a name is expected", "", "complete the sentence"),
            ("a < b < c", "this is the second relation, and a statement has one", "<", with_and),
            ("P((a > 1)) > 1", "a comparison stands where a number is expected", ">", ONE_RELATION),
            ("a < 'x'", "words have no order", "'x'", by_equality),
            ("1 + (a > 1) > 2", "a condition stands where a number is expected", "(a > 1)", join),
        ],
    );
    let arithmetic = "write arithmetic; a relation belongs in a statement";
    expect(
        parse_expression,
        &[
            ("", "the sentence is empty", "", "write an expression, such as `1.02 * segment_bound`"),
            ("a > 1", "a comparison stands where a number is expected", ">", arithmetic),
            ("'x'", "a word stands where a number is expected", "'x'", WORDS),
        ],
    );
}

#[test]
fn limits_are_explained() {
    let long = parse_expression(&"a".repeat(MOST_BYTES + 1)).expect_err("long");
    assert_eq!(long.problem(), "the sentence has 2001 bytes, and 2000 are allowed");
    let open = parse_expression(&"(".repeat(99)).expect_err("deep");
    assert_eq!((open.problem(), open.span()), ("this part stands in 32 others, and no more are allowed", 32..33));
    let chain = parse_expression(&vec!["a"; 99].join("+")).expect_err("a chain");
    assert_eq!(chain.problem(), "more than 64 parts stand in one another, or in a row");
}

#[test]
fn a_message_shows_the_sentence() {
    let shown = parse_statement("min(β over penalty] >= 1").expect_err("a bracket").to_string();
    let expected = "`]` stands where `,` or `)` is expected
  min(β over penalty] >= 1
                    ^
close first what was opened last";
    assert_eq!(shown, expected);
}
