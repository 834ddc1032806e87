//! The rules that join operands, the weakest first. Each reads what binds stronger by the rule below it.

use winnow::Parser;
use winnow::combinator::{alt, opt, preceded, separated_foldl1};
use winnow::token::any;

use super::expr::{Expr, Operator, Relation, Term};
use super::failure::Failure;
use super::operand::{Inside, operand};
use super::stream::{Input, Parsed, deeper, next, sign};
use super::token::{Sign, Token};

/// Conditions joined by `or`.
pub(super) fn condition(input: &mut Input<'_>) -> Parsed<Expr> {
    let join = |left, _, right| joined(Term::Or, left, right);
    separated_foldl1(conjunction, sign(Sign::Or), join).parse_next(input)
}

fn conjunction(input: &mut Input<'_>) -> Parsed<Expr> {
    let join = |left, _, right| joined(Term::And, left, right);
    separated_foldl1(negation, sign(Sign::And), join).parse_next(input)
}

fn negation(input: &mut Input<'_>) -> Parsed<Expr> {
    match opt(sign(Sign::Not)).parse_next(input)? {
        Some(not) => Ok(prefixed(Term::Not, not, deeper(input, true, negation)?)),
        None => relation(input),
    }
}

/// One side, or two that are compared.
pub(super) fn relation(input: &mut Input<'_>) -> Parsed<Expr> {
    let left = side(input)?;
    let Some(relation) = opt(relation_sign).parse_next(input)? else { return Ok(left) };
    let right = side(input)?;
    let compared = joined(|left, right| Term::Compare(relation, left, right), left, right);
    let second = next(input)?.span.clone();
    if opt(relation_sign).parse_next(input)?.is_none() {
        return Ok(compared);
    }
    let remedy = if input.state.joins {
        "join two relations by `and`, such as `a <= b and b <= c`"
    } else {
        "write two claims, one for each relation"
    };
    Err(Failure::fault(second, "this is the second relation, and a statement has one", remedy))
}

fn relation_sign(input: &mut Input<'_>) -> Parsed<Relation> {
    let relation = |token: &Token<'_>| match token.sign()? {
        Sign::Below => Some(Relation::Below),
        Sign::AtMost => Some(Relation::AtMost),
        Sign::Equal => Some(Relation::Equal),
        Sign::AtLeast => Some(Relation::AtLeast),
        Sign::Above => Some(Relation::Above),
        Sign::Open | Sign::Close | Sign::OpenBracket | Sign::CloseBracket | Sign::Comma | Sign::Assign => None,
        Sign::Plus | Sign::Minus | Sign::Times | Sign::Divide | Sign::Power => None,
        Sign::And | Sign::Or | Sign::Not | Sign::Over => None,
    };
    any.verify_map(relation).parse_next(input)
}

/// Terms joined by `+` and `-`.
pub(super) fn side(input: &mut Input<'_>) -> Parsed<Expr> {
    let operator = alt((sign(Sign::Plus).value(Operator::Plus), sign(Sign::Minus).value(Operator::Minus)));
    separated_foldl1(product, operator, arithmetic).parse_next(input)
}

fn product(input: &mut Input<'_>) -> Parsed<Expr> {
    let operator = alt((sign(Sign::Times).value(Operator::Times), sign(Sign::Divide).value(Operator::Over)));
    separated_foldl1(factor, operator, arithmetic).parse_next(input)
}

fn factor(input: &mut Input<'_>) -> Parsed<Expr> {
    let joins = input.state.joins;
    match opt(sign(Sign::Minus)).parse_next(input)? {
        Some(minus) => Ok(prefixed(Term::Negative, minus, deeper(input, joins, factor)?)),
        None => power(input),
    }
}

fn power(input: &mut Input<'_>) -> Parsed<Expr> {
    let joins = input.state.joins;
    let base = operand(input, &Inside { condition, relation, side })?;
    let exponent = |input: &mut Input<'_>| deeper(input, joins, factor);
    match opt(preceded(sign(Sign::Power), exponent)).parse_next(input)? {
        Some(exponent) => Ok(arithmetic(base, Operator::Power, exponent)),
        None => Ok(base),
    }
}

fn arithmetic(left: Expr, operator: Operator, right: Expr) -> Expr {
    joined(|left, right| Term::Arithmetic(operator, left, right), left, right)
}

fn joined(term: impl FnOnce(Box<Expr>, Box<Expr>) -> Term, left: Expr, right: Expr) -> Expr {
    let span = left.span.start..right.span.end;
    Expr { term: term(Box::new(left), Box::new(right)), span }
}

fn prefixed(term: fn(Box<Expr>) -> Term, prefix: &Token<'_>, part: Expr) -> Expr {
    let span = prefix.span.start..part.span.end;
    Expr { term: term(Box::new(part)), span }
}
