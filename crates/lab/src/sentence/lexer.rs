//! A sentence, divided into its smallest parts.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;
use winnow::ascii::{digit0, digit1};
use winnow::combinator::{alt, opt, preceded, repeat};
use winnow::stream::LocatingSlice;
use winnow::token::{any, one_of, take_while};
use winnow::{Parser, Result};

use super::failure::Failure;
use super::token::{Kind, Sign, Token};

type Text<'a> = LocatingSlice<&'a str>;

/// The signs of the language. One that begins like another stands before it.
const SIGNS: [(&str, Sign); 19] = [
    ("<=", Sign::AtMost),
    ("≤", Sign::AtMost),
    ("<", Sign::Below),
    (">=", Sign::AtLeast),
    ("≥", Sign::AtLeast),
    (">", Sign::Above),
    ("==", Sign::Equal),
    ("=", Sign::Assign),
    ("+", Sign::Plus),
    ("-", Sign::Minus),
    ("−", Sign::Minus),
    ("*", Sign::Times),
    ("/", Sign::Divide),
    ("^", Sign::Power),
    ("(", Sign::Open),
    (")", Sign::Close),
    ("[", Sign::OpenBracket),
    ("]", Sign::CloseBracket),
    (",", Sign::Comma),
];

/// Signs of other languages, with what to write instead.
const FOREIGN: [(&str, &str); 36] = [
    ("**", "write `^` for a power"),
    ("&&", "write `and`, under `when`"),
    ("||", "write `or`, under `when`"),
    ("!=", "write `not a == b` for `a != b`, under `when`"),
    ("≠", "write `not a == b` for `a ≠ b`, under `when`"),
    ("<>", "write `not a == b` for `a <> b`, under `when`"),
    ("!", "write `not`, under `when`"),
    ("&", "write `and`, under `when`"),
    ("|", "write `or`, under `when`, or `abs(x)` for an absolute value"),
    ("=>", "write `>=`"),
    ("=<", "write `<=`"),
    ("===", "write `==`"),
    ("·", "write `*`"),
    ("×", "write `*`"),
    ("÷", "write `/`"),
    ("–", "write `-`"),
    ("²", "write `^2`"),
    ("³", "write `^3`"),
    ("√", "write `sqrt(x)`"),
    ("∞", "write `inf`"),
    ("->", "write `limit(E over v)` for the limit of E along v"),
    ("→", "write `limit(E over v)` for the limit of E along v"),
    ("~", "write `==`, with the `resolution` of [claim], or `exponent(E over v) == a` for E ~ v^a"),
    ("∝", "write `exponent(E over v) == a` for E ∝ v^a"),
    ("≈", "write `==`; how near the sides must be is the `resolution` of [claim]"),
    (
        ":",
        "write `=` for a setting, as in `naive.mse[samples = 16]`; quantifiers are keys of [claim], such as `exists`",
    ),
    ("∀", "leave it out: a sentence is about all points of the sweep"),
    ("∃", "write `exists` under [claim]"),
    (";", "write one sentence; others are claims of their own"),
    ("%", "write a share as a number, such as `0.1`"),
    ("\\", "write names and signs without LaTeX, such as `>=`, `*` and `sqrt(x)`"),
    ("$", "write names and signs without LaTeX, such as `>=`, `*` and `sqrt(x)`"),
    ("“", "write straight quotation marks: `\"` or `'`"),
    ("‘", "write straight quotation marks: `\"` or `'`"),
    ("{", "drop the braces: a name with a dot is a name like others, such as `weak.cosine`"),
    ("}", "drop the braces: a name with a dot is a name like others, such as `weak.cosine`"),
];

/// Divides a sentence into its smallest parts, of which the last is its end.
pub(super) fn tokens(text: &str) -> Result<Vec<Token<'_>>, Failure> {
    let mut tokens: Vec<Token<'_>> = repeat(0.., preceded(space, token)).parse_next(&mut Text::new(text))?;
    tokens.push(Token { kind: Kind::End, text: "", span: text.len()..text.len() });
    Ok(tokens)
}

fn space(input: &mut Text<'_>) -> Result<(), Failure> {
    take_while(0.., char::is_whitespace).void().parse_next(input)
}

fn token<'a>(input: &mut Text<'a>) -> Result<Token<'a>, Failure> {
    let part = alt((number, word, name, foreign, sign, unknown));
    let ((kind, text), span) = part.with_taken().map(|(kind, text)| (kind, text)).with_span().parse_next(input)?;
    Ok(Token { kind, text, span })
}

/// `1`, `.5`, `1e-3`, `2.5E+3`.
fn number(input: &mut Text<'_>) -> Result<Kind, Failure> {
    let mantissa = alt(((digit1, opt(('.', digit0))).void(), ('.', digit1).void()));
    let exponent = (one_of(['e', 'E']), opt(one_of(['+', '-'])), digit1);
    let (digits, span) = (mantissa, opt(exponent)).take().with_span().parse_next(input)?;
    let (tail, tail_span) = take_while(0.., is_in_name).with_span().parse_next(input)?;
    if !tail.is_empty() {
        let problem = format!("`{digits}{tail}` is neither a number nor a name");
        let remedy = if tail.starts_with('.') {
            "write one decimal point".to_owned()
        } else {
            format!("write `{digits} * {tail}` for a product, or begin the name with a letter")
        };
        return Err(Failure::fault(span.start..tail_span.end, problem, remedy));
    }
    let value = digits.parse().unwrap_or(f64::INFINITY);
    if value.is_infinite() {
        let problem = format!("`{digits}` is too large for a number");
        return Err(Failure::fault(span, problem, "write a smaller number, or `inf`"));
    }
    Ok(Kind::Number(value))
}

/// `"refine"` or `'refine'`.
fn word(input: &mut Text<'_>) -> Result<Kind, Failure> {
    let (quote, span) = one_of(['"', '\'']).with_span().parse_next(input)?;
    let _: &str = take_while(0.., |c| c != quote).parse_next(input)?;
    match opt(any).parse_next(input)? {
        Some(_) => Ok(Kind::Word),
        None => Err(Failure::fault(
            span,
            "the quotation mark that opens here is not closed",
            format!("write {quote} where the word ends"),
        )),
    }
}

/// `penalty`, `weak.cosine`, and names with a meaning of their own: `inf`, `and`, `or`, `not`, `over`.
fn name(input: &mut Text<'_>) -> Result<Kind, Failure> {
    let segment = || (one_of(begins_name), take_while(0.., is_in_segment)).void();
    let dotted = (segment(), repeat(0.., ('.', segment()).void()).map(|()| ()));
    let (text, span): (&str, Range<usize>) = dotted.take().with_span().parse_next(input)?;
    if let Some(dot) = opt('.'.span()).parse_next(input)? {
        let problem = format!("a part of the name that begins with `{text}.` is no name");
        return Err(Failure::fault(span.start..dot.end, problem, "begin what follows the dot with a letter"));
    }
    Ok(match text {
        "inf" => Kind::Number(f64::INFINITY),
        "and" => Kind::Sign(Sign::And),
        "or" => Kind::Sign(Sign::Or),
        "not" => Kind::Sign(Sign::Not),
        "over" => Kind::Sign(Sign::Over),
        _ => Kind::Name,
    })
}

fn sign(input: &mut Text<'_>) -> Result<Kind, Failure> {
    let found = SIGNS.into_iter().find(|(text, _)| input.starts_with(text)).ok_or(Failure::Absent)?;
    found.0.value(Kind::Sign(found.1)).parse_next(input)
}

fn foreign(input: &mut Text<'_>) -> Result<Kind, Failure> {
    let (text, remedy) = FOREIGN.into_iter().find(|(text, _)| input.starts_with(text)).ok_or(Failure::Absent)?;
    let span = text.span().parse_next(input)?;
    Err(Failure::fault(span, format!("`{text}` is no sign of this language"), remedy))
}

fn unknown(input: &mut Text<'_>) -> Result<Kind, Failure> {
    let (letter, span) = any.with_span().parse_next(input)?;
    let shown =
        if letter.width().unwrap_or(0) > 0 { format!("`{letter}`") } else { format!("U+{:04X}", letter as u32) };
    let problem = format!("the letter {shown} is no part of a sentence");
    Err(Failure::fault(span, problem, "write names, numbers, `+ - * / ^`, `< <= == >= >`, parentheses and brackets"))
}

fn begins_name(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn is_in_segment(c: char) -> bool {
    begins_name(c) || c.is_ascii_digit()
}

fn is_in_name(c: char) -> bool {
    is_in_segment(c) || c == '.'
}
