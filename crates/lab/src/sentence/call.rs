//! What follows a name: the arguments of a function, or settings in brackets.

use winnow::Parser;
use winnow::combinator::{opt, peek};
use winnow::token::any;

use super::expr::{Call, Expr, Over, Span, Term};
use super::failure::Failure;
use super::stream::{Input, Parsed, Rule, deeper, next, of_kind, sign};
use super::token::{Kind, Sign, Token};
use super::unexpected::{closed, instead_of};

/// A setting or parameter: its name, where that stands, and its value.
type Setting = (String, Span, Expr);

/// Reads the arguments of a function in parentheses.
pub(super) fn call<'t>(input: &mut Input<'t>, name: &'t Token<'t>, argument: Rule) -> Parsed<Expr> {
    let open = sign(Sign::Open).parse_next(input)?;
    let mut call = Call {
        function: name.text.to_owned(),
        name_span: name.span.clone(),
        arguments: Vec::new(),
        over: None,
        parameters: Vec::new(),
    };
    loop {
        item(input, &mut call, argument)?;
        if opt(sign(Sign::Comma)).parse_next(input)?.is_none() {
            break;
        }
    }
    let end = closed(input, open, Sign::Close, "`,` or `)`")?;
    if call.arguments.is_empty() {
        let problem = format!("`{}` has parameters, and no argument", name.text);
        let remedy =
            "write the argument first, or settings in brackets, such as `naive.mse[samples = 16]`; `==` compares";
        return Err(Failure::fault(name.span.clone(), problem, remedy));
    }
    Ok(Expr { term: Term::Call(call), span: name.span.start..end })
}

/// Reads an argument, with the variable along which the function is taken, or a parameter.
fn item(input: &mut Input<'_>, call: &mut Call, argument: Rule) -> Parsed<()> {
    if let Some(key) = opt(key).parse_next(input)? {
        return setting(input, key, &mut call.parameters, argument);
    }
    let start = next(input)?;
    if start.sign() == Some(Sign::Close) {
        let problem = format!("`{}` lacks an argument", call.function);
        return Err(Failure::fault(start.span.clone(), problem, "write it before the parenthesis closes"));
    }
    if call.over.is_some() || !call.parameters.is_empty() {
        let problem = format!("an argument of `{}` stands behind `over` or a parameter", call.function);
        let remedy = "write arguments first, then `over` a variable, then parameters such as `log_power = 0.5`";
        return Err(Failure::fault(start.span.clone(), problem, remedy));
    }
    call.arguments.push(deeper(input, false, argument)?);
    call.over = opt(over).parse_next(input)?;
    Ok(())
}

/// Reads `over` and a variable or its logarithm.
fn over(input: &mut Input<'_>) -> Parsed<Over> {
    sign(Sign::Over).parse_next(input)?;
    let first = variable(input)?;
    let logarithm = opt(sign(Sign::Open)).parse_next(input)?;
    let (token, in_logarithm) = match logarithm {
        Some(open) if first.text == "log" => {
            let inner = variable(input)?;
            closed(input, open, Sign::Close, "`)`")?;
            (inner, true)
        }
        Some(_) => {
            let problem = format!("`over` takes a variable or its logarithm, and not `{}` of it", first.text);
            return Err(Failure::fault(first.span.clone(), problem, "write `over penalty` or `over log(penalty)`"));
        }
        None => (first, false),
    };
    if next(input)?.sign() == Some(Sign::Over) {
        let problem = "a function is taken over one variable, and this is the second";
        let remedy = "write one function in another, such as `min(min(E over penalty) over samples)`";
        return Err(Failure::fault(next(input)?.span.clone(), problem, remedy));
    }
    Ok(Over { variable: token.text.to_owned(), span: token.span.clone(), in_logarithm })
}

fn variable<'t>(input: &mut Input<'t>) -> Parsed<&'t Token<'t>> {
    let found = next(input)?;
    if found.kind != Kind::Name {
        let remedy = "write `over penalty` or `over log(penalty)`";
        return Err(Failure::fault(found.span.clone(), instead_of(found, "a variable"), remedy));
    }
    any.parse_next(input)
}

/// Reads settings in brackets.
pub(super) fn settings<'t>(input: &mut Input<'t>, name: &'t Token<'t>, value: Rule) -> Parsed<Expr> {
    let open = sign(Sign::OpenBracket).parse_next(input)?;
    let mut settings = Vec::new();
    loop {
        let Some(key) = opt(key).parse_next(input)? else { return Err(no_setting(input)) };
        setting(input, key, &mut settings, value)?;
        if opt(sign(Sign::Comma)).parse_next(input)?.is_none() {
            break;
        }
    }
    let end = closed(input, open, Sign::CloseBracket, "`,` or `]`")?;
    Ok(Expr { term: Term::With { name: name.text.to_owned(), settings }, span: name.span.start..end })
}

/// Reads a name and `=`.
fn key<'t>(input: &mut Input<'t>) -> Parsed<&'t Token<'t>> {
    let start: &Token<'t> = peek(any).parse_next(input)?;
    if start.kind != Kind::Name {
        return Err(Failure::Absent);
    }
    (any, sign(Sign::Assign)).map(|(name, _)| name).parse_next(input)
}

/// Reads the value of a setting, and adds both to the others.
fn setting(input: &mut Input<'_>, key: &Token<'_>, others: &mut Vec<Setting>, value: Rule) -> Parsed<()> {
    if others.iter().any(|(name, ..)| name == key.text) {
        let problem = format!("`{}` has two values", key.text);
        return Err(Failure::fault(key.span.clone(), problem, "give it one"));
    }
    let value = deeper(input, false, value)?;
    others.push((key.text.to_owned(), key.span.clone(), value));
    Ok(())
}

/// The fault that no setting with a value stands in brackets here.
fn no_setting(input: &mut Input<'_>) -> Failure {
    let name = opt(of_kind(Kind::Name)).parse_next(input);
    let (Ok(name), Ok(found)) = (name, next(input)) else { return Failure::Absent };
    let problem = if found.sign() == Some(Sign::Equal) {
        "`==` compares, and gives a setting no value".to_owned()
    } else {
        instead_of(found, if name.is_some() { "`=`" } else { "a setting" })
    };
    Failure::fault(
        found.span.clone(),
        problem,
        "write a setting and its value, such as `naive.mse[penalty = 0.1]`; a function takes parentheses, such as `P(…)`",
    )
}
