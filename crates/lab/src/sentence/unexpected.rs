//! What is said where the next smallest part is not one that may follow.

use winnow::Parser;
use winnow::combinator::opt;
use winnow::stream::Stream;

use super::failure::Failure;
use super::stream::{Input, Parsed, next, sign};
use super::token::{Kind, Sign, Token};

/// Reads the sign that closes what `open` opens, and gives the place behind it. `expected` tells in words what else could follow.
pub(super) fn closed(input: &mut Input<'_>, open: &Token<'_>, close: Sign, expected: &str) -> Parsed<usize> {
    if let Some(token) = opt(sign(close)).parse_next(input)? {
        return Ok(token.span.end);
    }
    if is_closed_later(input) {
        return Err(no_operator(input, expected));
    }
    let (kind, remedy) = if close == Sign::Close {
        ("parenthesis", "write `)` where it ends")
    } else {
        ("bracket", "write `]` where it ends")
    };
    Err(Failure::fault(open.span.clone(), format!("the {kind} that opens here is not closed"), remedy))
}

/// Whether something closes that is open already.
fn is_closed_later(input: &Input<'_>) -> bool {
    let mut unread = input.input.clone();
    let mut opened = 0_usize;
    while let Some(token) = unread.next_token() {
        match token.kind {
            Kind::Sign(Sign::Open | Sign::OpenBracket) => opened += 1,
            Kind::Sign(Sign::Close | Sign::CloseBracket) if opened == 0 => return true,
            Kind::Sign(Sign::Close | Sign::CloseBracket) => opened -= 1,
            Kind::Number(_) | Kind::Word | Kind::Name | Kind::Sign(_) | Kind::End => {}
        }
    }
    false
}

/// The fault that no number or name stands here.
pub(super) fn no_operand(input: &Input<'_>) -> Failure {
    let Ok(found) = next(input) else { return Failure::Absent };
    let word = found.sign().filter(|_| !input.state.joins).and_then(of_word);
    let (problem, remedy) = match word {
        Some((problem, remedy)) => (problem.to_owned(), remedy),
        None if found.kind == Kind::End => (instead_of(found, "a number or a name"), "complete the sentence"),
        None => (instead_of(found, "a number or a name"), "remove it, or write what is missing before it"),
    };
    Failure::fault(found.span.clone(), problem, remedy)
}

/// The fault that this may not follow an operand. `expected` tells in words what may.
pub(super) fn no_operator(input: &Input<'_>, expected: &str) -> Failure {
    let Ok(found) = next(input) else { return Failure::Absent };
    let is_joined = |sign: &Sign| input.state.joins && of_word(*sign).is_some();
    let known = found.sign().filter(|sign| !is_joined(sign)).and_then(|sign| of_word(sign).or_else(|| of_sign(sign)));
    let (problem, remedy) = match known {
        Some((problem, remedy)) => (problem.to_owned(), remedy),
        None if found.kind == Kind::End => (instead_of(found, expected), "complete the sentence"),
        None if [Some(Sign::Close), Some(Sign::CloseBracket)].contains(&found.sign()) => {
            (instead_of(found, expected), "close first what was opened last")
        }
        None => (instead_of(found, expected), of_text(found.text)),
    };
    Failure::fault(found.span.clone(), problem, remedy)
}

/// What to do about a part that stands behind an operand. Some are words of other languages, which say where a sentence is true.
fn of_text(text: &str) -> &'static str {
    match text {
        "if" | "when" | "where" | "unless" => "write the condition under [claim], such as `when = \"samples >= 100\"`",
        "for" | "forall" | "exists" => {
            "a sentence is about all points of the sweep; write `exists = [\"penalty\"]` under [claim] where one suffices, and `over` a variable in a function"
        }
        "(" => "write `*` for a product; `inf` is a number, and `min(E over v)` the least value along v",
        _ => "write an operator between the two",
    }
}

/// What is found, and what is expected in its place.
pub(super) fn instead_of(found: &Token<'_>, expected: &str) -> String {
    if found.kind == Kind::End {
        format!("the sentence ends where {expected} is expected")
    } else {
        format!("`{}` stands where {expected} is expected", found.text)
    }
}

/// What is said of a word that joins conditions, where none may stand.
fn of_word(sign: Sign) -> Option<(&'static str, &'static str)> {
    match sign {
        Sign::And => Some((
            "`and` joins conditions, and here is none",
            "write one claim for each part; `and`, `or` and `not` stand under `when` only",
        )),
        Sign::Or => Some((
            "`or` joins conditions, and here is none",
            "state one relation; `and`, `or` and `not` stand under `when` only",
        )),
        Sign::Not => Some((
            "`not` stands before a condition, and here is none",
            "state what holds; `and`, `or` and `not` stand under `when` only",
        )),
        Sign::Open | Sign::Close | Sign::OpenBracket | Sign::CloseBracket | Sign::Comma | Sign::Assign => None,
        Sign::Plus | Sign::Minus | Sign::Times | Sign::Divide | Sign::Power => None,
        Sign::Below | Sign::AtMost | Sign::Equal | Sign::AtLeast | Sign::Above | Sign::Over => None,
    }
}

/// What is said of a sign behind an operand, where it may not stand.
fn of_sign(sign: Sign) -> Option<(&'static str, &'static str)> {
    match sign {
        Sign::Assign => Some(("`=` gives a setting its value, in brackets, and compares nothing", "write `==`")),
        Sign::Over => Some((
            "`over` stands outside of a function",
            "write it inside the parentheses of one, such as `min(naive.mse over penalty)`",
        )),
        Sign::Below | Sign::AtMost | Sign::Equal | Sign::AtLeast | Sign::Above => Some((
            "a comparison stands where a number is expected",
            "write one relation, between two sides, and not in parentheses or brackets",
        )),
        Sign::OpenBracket => {
            Some(("`[` stands behind what is no name", "write settings in brackets behind the name that they are of"))
        }
        Sign::Comma => {
            Some(("`,` divides the arguments of a function or settings in brackets, and here are none", "remove it"))
        }
        Sign::Open | Sign::Close | Sign::CloseBracket => None,
        Sign::Plus | Sign::Minus | Sign::Times | Sign::Divide | Sign::Power => None,
        Sign::And | Sign::Or | Sign::Not => None,
    }
}
