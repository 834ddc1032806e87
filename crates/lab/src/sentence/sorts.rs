//! Which parts are numbers, which are true or false, and where words may stand.

use super::expr::{Expr, Relation, Term};
use super::failure::Failure;
use super::stream::Parsed;

/// What kind of sentence is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whole {
    /// One relation or call.
    Statement,
    /// Relations or calls, joined by `and`, `or` and `not`.
    Condition,
    /// A number.
    Expression,
}

/// Checks that each part of a sentence is of the sort that belongs there.
pub(super) fn check_sorts(sentence: &Expr, whole: Whole) -> Parsed<()> {
    match whole {
        Whole::Statement | Whole::Condition => truth(sentence, whole),
        Whole::Expression => number(sentence),
    }
}

/// A relation or a call, or such joined.
fn truth(part: &Expr, whole: Whole) -> Parsed<()> {
    match &part.term {
        Term::Compare(relation, left, right) => [left, right].into_iter().try_for_each(|side| {
            if side.word().is_some() && whole == Whole::Condition {
                word_in_relation(*relation, side)
            } else {
                number(side)
            }
        }),
        Term::Call(_) => number(part),
        Term::And(left, right) | Term::Or(left, right) => truth(left, whole).and_then(|()| truth(right, whole)),
        Term::Not(inner) => truth(inner, whole),
        Term::Number(_)
        | Term::Word(_)
        | Term::Name(_)
        | Term::With { .. }
        | Term::Negative(_)
        | Term::Arithmetic(..) => {
            let remedy =
                "compare two sides by `>=`, `<=` or `==`, or write a predicate such as `increasing(E over samples)`";
            Err(Failure::fault(part.span.clone(), "this is compared with nothing, so it states nothing", remedy))
        }
    }
}

fn word_in_relation(relation: Relation, word: &Expr) -> Parsed<()> {
    if relation == Relation::Equal {
        return Ok(());
    }
    let problem = "words have no order";
    Err(Failure::fault(word.span.clone(), problem, "compare a word by `==`, such as `strategy == \"refine\"`"))
}

/// A number, or a call.
fn number(part: &Expr) -> Parsed<()> {
    match &part.term {
        Term::Number(_) | Term::Name(_) => Ok(()),
        Term::With { settings, .. } => {
            let mut numbers = settings.iter().map(|(_, _, value)| value).filter(|value| value.word().is_none());
            numbers.try_for_each(number)
        }
        Term::Call(call) => {
            call.arguments.iter().try_for_each(argument)?;
            call.parameters.iter().try_for_each(|(_, _, value)| number(value))
        }
        Term::Negative(inner) => number(inner),
        Term::Arithmetic(_, left, right) => number(left).and_then(|()| number(right)),
        Term::Word(_) => {
            let remedy = "write words as values in brackets, such as `refined.mse[batches = \"shared\"]`, or compare them under `when`";
            Err(Failure::fault(part.span.clone(), "a word stands where a number is expected", remedy))
        }
        Term::Compare(..) | Term::And(..) | Term::Or(..) | Term::Not(_) => {
            let remedy = "join conditions by `and`, `or` and `not`; the share of samples on which a comparison is true is `P(…)`";
            Err(Failure::fault(part.span.clone(), "a condition stands where a number is expected", remedy))
        }
    }
}

/// An argument of a function: a number or a comparison of numbers.
fn argument(part: &Expr) -> Parsed<()> {
    if let Term::Compare(_, left, right) = &part.term {
        return number(left).and_then(|()| number(right));
    }
    number(part)
}
