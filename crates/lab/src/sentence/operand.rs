//! What operators join: numbers, words, names, calls, and parts in parentheses.

use winnow::Parser;
use winnow::combinator::alt;
use winnow::token::any;

use super::call::{call, settings};
use super::expr::{Expr, Term};
use super::stream::{Input, Parsed, Rule, deeper, next, of_kind, sign};
use super::token::{Kind, Sign, Token};
use super::unexpected::{closed, no_operand};

/// The rules for what stands inside of an operand.
pub(super) struct Inside {
    /// In parentheses where `and`, `or` and `not` may stand.
    pub condition: Rule,
    /// As an argument of a function.
    pub relation: Rule,
    /// In other parentheses, and as the value of a setting.
    pub side: Rule,
}

/// Reads one operand; anything else is a fault.
pub(super) fn operand<'t>(input: &mut Input<'t>, inside: &Inside) -> Parsed<Expr> {
    let named = |input: &mut Input<'t>| named(input, inside);
    let parenthesised = |input: &mut Input<'t>| parenthesised(input, inside);
    let missing = |input: &mut Input<'t>| Err(no_operand(input));
    alt((number, word, named, parenthesised, missing)).parse_next(input)
}

fn number(input: &mut Input<'_>) -> Parsed<Expr> {
    let value = |token: &Token<'_>| match token.kind {
        Kind::Number(value) => Some(Expr { term: Term::Number(value), span: token.span.clone() }),
        Kind::Word | Kind::Name | Kind::Sign(_) | Kind::End => None,
    };
    any.verify_map(value).parse_next(input)
}

fn word(input: &mut Input<'_>) -> Parsed<Expr> {
    let word = of_kind(Kind::Word).parse_next(input)?;
    Ok(Expr { term: Term::Word(word.word().to_owned()), span: word.span.clone() })
}

/// A name, a name with settings, or a call.
fn named(input: &mut Input<'_>, inside: &Inside) -> Parsed<Expr> {
    let name = of_kind(Kind::Name).parse_next(input)?;
    match next(input)?.sign() {
        Some(Sign::Open) => call(input, name, inside.relation),
        Some(Sign::OpenBracket) => settings(input, name, inside.side),
        _ => Ok(Expr { term: Term::Name(name.text.to_owned()), span: name.span.clone() }),
    }
}

/// A part in parentheses. Its place has them too, unless it is an operand itself.
fn parenthesised(input: &mut Input<'_>, inside: &Inside) -> Parsed<Expr> {
    let open = sign(Sign::Open).parse_next(input)?;
    let joins = input.state.joins;
    let mut part = deeper(input, joins, if joins { inside.condition } else { inside.side })?;
    let close = closed(input, open, Sign::Close, "an operator or `)`")?;
    match part.term {
        Term::Number(_) | Term::Word(_) | Term::Name(_) | Term::With { .. } | Term::Call(_) => {}
        Term::Negative(_) | Term::Arithmetic(..) | Term::Compare(..) | Term::And(..) | Term::Or(..) | Term::Not(_) => {
            part.span = open.span.start..close
        }
    }
    Ok(part)
}
