//! From the text of a sentence to its parts.

use winnow::Parser;
use winnow::stream::{Stateful, TokenSlice};

use super::error::SentenceError;
use super::expr::Expr;
use super::failure::Failure;
use super::grammar::{condition, relation, side};
use super::lexer::tokens;
use super::sorts::{Whole, check_sorts};
use super::stream::{Input, Parsed, Position, next};
use super::token::{Kind, Sign, Token};
use super::unexpected::no_operator;

/// The most bytes of a sentence.
pub const MOST_BYTES: usize = 2000;

/// The greatest depth of a sentence: each part stands in fewer parts than this.
pub const MOST_DEPTH: usize = 64;

/// Reads a statement: two sides with one relation between them, or a call of a predicate.
///
/// # Errors
///
/// [`SentenceError`], which says what is wrong, where, and what to do.
pub fn parse_statement(text: &str) -> Result<Expr, SentenceError> {
    parse(text, Whole::Statement)
}

/// Reads a condition: relations and calls, joined by `and`, `or` and `not`. It may compare words.
///
/// # Errors
///
/// [`SentenceError`], which says what is wrong, where, and what to do.
pub fn parse_condition(text: &str) -> Result<Expr, SentenceError> {
    parse(text, Whole::Condition)
}

/// Reads arithmetic. A relation may stand only as an argument of a function, such as `P(naive.squared_error >= 0.1)`.
///
/// # Errors
///
/// [`SentenceError`], which says what is wrong, where, and what to do.
pub fn parse_expression(text: &str) -> Result<Expr, SentenceError> {
    parse(text, Whole::Expression)
}

fn parse(text: &str, whole: Whole) -> Result<Expr, SentenceError> {
    read(text, whole).map_err(|failure| match failure {
        Failure::Fault(fault) => SentenceError::at(text, fault.span, fault.problem, fault.remedy),
        Failure::Absent => SentenceError::at(text, 0..text.len(), "this is no sentence", example(whole)),
    })
}

fn read(text: &str, whole: Whole) -> Parsed<Expr> {
    if text.len() > MOST_BYTES {
        let problem = format!("the sentence has {} bytes, and {MOST_BYTES} are allowed", text.len());
        return Err(Failure::fault(MOST_BYTES..text.len(), problem, "give its parts names under [define]"));
    }
    let tokens = tokens(text)?;
    if tokens.len() == 1 {
        return Err(Failure::fault(0..text.len(), "the sentence is empty", example(whole)));
    }
    let sentence = sentence(&tokens, whole)?;
    check_depth(&sentence)?;
    check_sorts(&sentence, whole)?;
    Ok(sentence)
}

fn sentence<'t>(tokens: &'t [Token<'t>], whole: Whole) -> Parsed<Expr> {
    let state = Position { open: 1, joins: whole == Whole::Condition };
    let mut input = Stateful { input: TokenSlice::new(tokens), state };
    let sentence = match whole {
        Whole::Statement => relation.parse_next(&mut input)?,
        Whole::Condition => condition.parse_next(&mut input)?,
        Whole::Expression => side.parse_next(&mut input)?,
    };
    if next(&input)?.kind == Kind::End {
        return Ok(sentence);
    }
    Err(surplus(&input, whole))
}

/// The fault that something stands behind a whole sentence.
fn surplus(input: &Input<'_>, whole: Whole) -> Failure {
    let Ok(found) = next(input) else { return Failure::Absent };
    let (problem, remedy) = match found.sign() {
        Some(Sign::Close) => ("`)` closes no parenthesis", "remove it, or write `(` where it opens"),
        Some(Sign::CloseBracket) => ("`]` closes no bracket", "remove it, or write `[` where it opens"),
        Some(Sign::Below | Sign::AtMost | Sign::Equal | Sign::AtLeast | Sign::Above) if whole == Whole::Expression => {
            ("a comparison stands where a number is expected", "write arithmetic; a relation belongs in a statement")
        }
        _ => return no_operator(input, "an operator"),
    };
    Failure::fault(found.span.clone(), problem, remedy)
}

fn example(whole: Whole) -> &'static str {
    match whole {
        Whole::Statement => "write a statement, such as `naive.mse >= segment_bound`",
        Whole::Condition => "write a condition, such as `batch >= 16 and strategy == \"refine\"`",
        Whole::Expression => "write an expression, such as `1.02 * segment_bound`",
    }
}

/// Refuses a sentence that is deep because of a long chain, such as `1 + 1 + 1 + …`, so that whoever walks through the parts may recurse.
fn check_depth(sentence: &Expr) -> Parsed<()> {
    let mut waiting = vec![(sentence, 1)];
    while let Some((part, depth)) = waiting.pop() {
        if depth > MOST_DEPTH {
            let problem = format!("more than {MOST_DEPTH} parts stand in one another, or in a row");
            return Err(Failure::fault(
                part.span.clone(),
                problem,
                "give a part a name under [define], and write the name here",
            ));
        }
        waiting.extend(part.parts().into_iter().map(|part| (part, depth + 1)));
    }
    Ok(())
}
