//! What the rules of the grammar read from.

use winnow::stream::{Stateful, Stream, TokenSlice};
use winnow::token::any;
use winnow::{Parser, Result};

use super::expr::Expr;
use super::failure::Failure;
use super::token::{Kind, Sign, Token};

/// The most parts that are open at a time: parentheses, brackets, and the signs `-`, `^` and `not`. Reading one takes some 20 kB of stack where
/// the compiler does not optimise, and a thread may have a megabyte.
pub const MOST_OPEN: usize = 32;

/// The smallest parts that are not read yet, and where in the sentence they stand.
pub(super) type Input<'t> = Stateful<TokenSlice<'t, Token<'t>>, Position>;

/// What a rule gives.
pub(super) type Parsed<T> = Result<T, Failure>;

/// A rule of the grammar.
pub(super) type Rule = for<'t> fn(&mut Input<'t>) -> Parsed<Expr>;

/// Where in a sentence the parts stand that are read next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Position {
    /// How many parts are open.
    pub open: usize,
    /// Whether `and`, `or` and `not` may stand here.
    pub joins: bool,
}

/// The next smallest part, which stays unread.
pub(super) fn next<'t>(input: &Input<'t>) -> Parsed<&'t Token<'t>> {
    let mut unread = input.input.clone();
    unread.next_token().ok_or(Failure::Absent)
}

/// One sign.
pub(super) fn sign<'t>(sign: Sign) -> impl Parser<Input<'t>, &'t Token<'t>, Failure> {
    any.verify(move |token: &&Token<'t>| token.sign() == Some(sign))
}

/// One name or word.
pub(super) fn of_kind<'t>(kind: Kind) -> impl Parser<Input<'t>, &'t Token<'t>, Failure> {
    any.verify(move |token: &&Token<'t>| token.kind == kind)
}

/// A rule for what stands one part deeper, with or without `and`, `or` and `not`.
pub(super) fn deeper<'t>(input: &mut Input<'t>, joins: bool, mut rule: Rule) -> Parsed<Expr> {
    let outer = input.state;
    if outer.open >= MOST_OPEN {
        let problem = format!("this part stands in {MOST_OPEN} others, and no more are allowed");
        return Err(Failure::fault(
            next(input)?.span.clone(),
            problem,
            "give a part a name under [define], and write the name here",
        ));
    }
    input.state = Position { open: outer.open + 1, joins };
    let part = rule.parse_next(input)?;
    input.state = outer;
    Ok(part)
}
